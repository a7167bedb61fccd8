//! Fuel is kept in a register. It stands in the context page wherever somebody else counts it or looks at it: in what is
//! called, and where the code is left.

use super::Lower;
use super::memory::Region;
use super::safepoint::context;
use crate::ir::Value;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_runtime::interpreter::Helper;

impl Lower<'_> {
    /// Reads what is left, at the start and behind what may have taken some.
    pub fn read_fuel(&mut self) {
        if let Some(fuel) = self.fuel {
            let (base, flags) = (self.base(), self.flags(Region::Fuel));
            let left = self.builder.ins().load(types::I64, flags, base, context!(fuel));
            self.builder.def_var(fuel, left);
        }
    }

    /// Writes what is left, for others.
    pub fn write_fuel(&mut self) {
        if let Some(fuel) = self.fuel {
            let (base, flags) = (self.base(), self.flags(Region::Fuel));
            let left = self.builder.use_var(fuel);
            self.builder.ins().store(flags, left, base, context!(fuel));
        }
    }

    fn fuel(&mut self) -> ir::Value {
        match self.fuel {
            Some(fuel) => self.builder.use_var(fuel),
            None => unreachable!("code that counts no fuel asks for none"),
        }
    }

    fn set_fuel(&mut self, left: ir::Value) {
        if let Some(fuel) = self.fuel {
            self.builder.def_var(fuel, left);
        }
    }

    /// Takes fuel; traps when there is too little.
    pub fn take_fuel(&mut self, cost: i32) {
        let fuel = self.fuel();
        let left = self.builder.ins().iadd_imm_s(fuel, -i64::from(cost));
        self.set_fuel(left);
        let empty = self.builder.ins().icmp_imm_s(IntCC::SignedLessThan, left, 0);
        let (cold, next) = (self.cold_block(), self.next_block());
        self.builder.ins().brif(empty, cold, &[], next, &[]);
        self.builder.switch_to_block(cold);
        self.stand_at_end();
        let frame = self.own_frame();
        let status = self.help(Helper::out_of_fuel, &[frame])[0];
        self.return_status(status);
        self.builder.switch_to_block(next);
    }

    /// Whether there is so much.
    pub fn has_fuel(&mut self, cost: i32) -> ir::Value {
        let fuel = self.fuel();
        let enough = self.builder.ins().icmp_imm_s(IntCC::SignedGreaterThanOrEqual, fuel, i64::from(cost));
        self.builder.ins().uextend(types::I64, enough)
    }

    /// Gives back what was taken for nothing.
    pub fn give_fuel(&mut self, amount: Value) {
        let (fuel, amount) = (self.fuel(), self.value(amount));
        let more = self.builder.ins().iadd(fuel, amount);
        self.set_fuel(more);
    }
}
