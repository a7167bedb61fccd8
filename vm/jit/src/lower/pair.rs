//! Two rounds of a loop at once: pairs of 64-bit numbers in vector registers, which every processor has that Cranelift
//! compiles for.

use super::Lower;
use crate::ir::{Action, Instruction, Value};
use cranelift_codegen::ir::{self, ConstantData, Endianness, InstBuilder, MemFlagsData, types};
use pvm_bytecode::Storage;

/// The lower halves of two numbers, one behind the other, as bytes of two vectors.
const LOWER_HALVES: [u8; 16] = [0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 8, 9, 10, 11];

impl Lower<'_> {
    pub fn splat(&mut self, number: Value) -> ir::Value {
        let ty = crate::abi::ty(self.graph.class(number).twice());
        let number = self.value(number);
        self.builder.ins().splat(ty, number)
    }

    pub fn sum(&mut self, pair: Value) -> ir::Value {
        let pair = self.value(pair);
        let [one, other] = [0, 1].map(|lane| self.builder.ins().extractlane(pair, lane));
        self.builder.ins().iadd(one, other)
    }

    pub fn twice(&mut self, action: &Action, instruction: &Instruction) -> Option<ir::Value> {
        let args: Vec<ir::Value> = instruction.args.iter().map(|arg| self.value(*arg)).collect();
        match action {
            Action::Get { storage } => {
                let (at, offset) = self.element(*storage, args[0], instruction.args[1]);
                let (address, flags) = (self.address(at), self.element_flags(*storage));
                Some(match storage {
                    Storage::I32 => self.builder.ins().sload32x2(flags, address, offset),
                    Storage::U32 => self.builder.ins().uload32x2(flags, address, offset),
                    Storage::F64 => self.builder.ins().load(types::F64X2, flags, address, offset),
                    _ => self.builder.ins().load(types::I64X2, flags, address, offset),
                })
            }
            Action::Set { storage } => {
                let (at, offset) = self.element(*storage, args[0], instruction.args[1]);
                let (address, flags) = (self.address(at), self.element_flags(*storage));
                let pair = match storage {
                    Storage::I32 | Storage::U32 => self.lower_halves(args[2]),
                    _ => args[2],
                };
                self.builder.ins().store(flags, pair, address, offset);
                None
            }
            Action::Choose => {
                let ty = self.builder.func.dfg.value_type(args[1]);
                let mask = self.cast(ty, args[0]);
                Some(self.builder.ins().bitselect(mask, args[1], args[2]))
            }
            Action::Pure(op) => Some(match args[..] {
                [a] => self.unary(*op, a),
                [a, b, ..] => self.compare(*op, a, b).unwrap_or_else(|| self.binary(*op, a, b)),
                [] => unreachable!("{op:?} takes numbers"),
            }),
            action => unreachable!("{action} is done for one round at a time"),
        }
    }

    /// Two numbers of 32 bits as one of 64.
    fn lower_halves(&mut self, pair: ir::Value) -> ir::Value {
        let bytes = self.cast(types::I8X16, pair);
        let order = self.builder.func.dfg.immediates.push(ConstantData::from(&LOWER_HALVES[..]));
        let halves = self.builder.ins().shuffle(bytes, bytes, order);
        let halves = self.cast(types::I64X2, halves);
        self.builder.ins().extractlane(halves, 0)
    }

    fn cast(&mut self, ty: ir::Type, pair: ir::Value) -> ir::Value {
        match self.builder.func.dfg.value_type(pair) == ty {
            true => pair,
            false => self.builder.ins().bitcast(ty, MemFlagsData::new().with_endianness(Endianness::Little), pair),
        }
    }
}
