//! Fuel is kept in a register, and handed over to compiled code that is called and by that to its caller when it returns. For
//! the machine it stands in the context page: while it helps, and when compiled code has been left or has ended.

use super::Lower;
use super::memory::Region;
use super::safepoint::{context, frame};
use crate::ir::{Class, Instruction, Value};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_runtime::interpreter::Helper;

impl Lower<'_> {
    /// Takes over what is left.
    pub fn begin_fuel(&mut self, left: ir::Value) {
        let fuel = self.builder.declare_var(types::I64);
        self.builder.def_var(fuel, left);
        self.fuel = Some(fuel);
    }

    /// What is left, where it is counted: to be handed over.
    pub fn fuel_left(&mut self) -> Option<ir::Value> {
        self.fuel.map(|fuel| self.builder.use_var(fuel))
    }

    /// Reads what is left behind what may have taken some.
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

    pub fn set_fuel(&mut self, left: ir::Value) {
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

    /// Takes fuel that is there.
    pub fn spend(&mut self, amount: Value) {
        let fuel = self.fuel();
        let left = match self.constants.get(&amount) {
            Some(amount) => self.builder.ins().iadd_imm_s(fuel, -amount),
            None => {
                let amount = self.value(amount);
                self.builder.ins().isub(fuel, amount)
            }
        };
        self.set_fuel(left);
    }

    /// Leaves the code at a safepoint in a loop if there is less.
    pub fn leave_without_fuel(&mut self, least: i64, instruction: &Instruction) {
        if least > 0 {
            let enough = self.begin_leaving(least);
            let before = self.held.clone();
            self.before_cold(instruction);
            self.store_numbers(instruction);
            let frame = self.own_frame();
            let status = self.help(Helper::leave, &[frame])[0];
            self.return_status(status);
            self.held = before;
            self.builder.switch_to_block(enough);
        }
    }

    /// Leaves the function where it begins if there is less than it needs.
    pub fn leave_at_entry_without_fuel(&mut self, args: &[ir::Value]) {
        if self.graph.fuel > 0 {
            let enough = self.begin_leaving(self.graph.fuel);
            self.store_args(args);
            let function = self.int(self.unit.function.0.into());
            let status = self.help(Helper::leave_function, &[self.frame, function])[0];
            self.return_status(status);
            self.builder.switch_to_block(enough);
        }
    }

    /// Leaves the code behind a call if there is less than it wants.
    pub fn leave_behind_without_fuel(&mut self, call: &Instruction, result: Option<ir::Value>) {
        let least = frame(call).fuel;
        if least > 0 {
            let enough = self.begin_leaving(least);
            self.store_numbers(call);
            let result = match call.result.zip(result) {
                Some((value, result)) if self.graph.class(value) == Class::Float => {
                    self.builder.ins().bitcast(types::I64, ir::MemFlagsData::new(), result)
                }
                Some((_, result)) => result,
                None => self.int(0),
            };
            let (frame, gives) = (self.own_frame(), self.int(call.result.is_some().into()));
            let status = self.help(Helper::leave_behind, &[frame, result, gives])[0];
            self.return_status(status);
            self.builder.switch_to_block(enough);
        }
    }

    /// Goes on where there is less fuel; gives the block where there isn't.
    fn begin_leaving(&mut self, least: i64) -> ir::Block {
        let fuel = self.fuel();
        let lacks = self.builder.ins().icmp_imm_s(IntCC::SignedLessThan, fuel, least);
        let (cold, enough) = (self.cold_block(), self.next_block());
        self.builder.ins().brif(lacks, cold, &[], enough, &[]);
        self.builder.switch_to_block(cold);
        enough
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
