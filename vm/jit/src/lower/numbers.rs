//! Pure instructions: each means what `pvm_bytecode::eval` says.

use super::Lower;
use crate::ir::{Instruction, Value};
use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_bytecode::Op;
use pvm_bytecode::eval::NAN;

/// What may be added to an index within an instruction's address.
const LITTLE: u64 = 1 << 16;

impl Lower<'_> {
    /// Notes what is another number and a little more: as an index it is a part of the address.
    fn note_sum(&mut self, op: Op, instruction: &Instruction) {
        let (Some(result), [of, more]) = (instruction.result, &instruction.args[..]) else { return };
        let sign = match op {
            Op::I64Add {} => 1,
            Op::I64Sub {} => -1,
            _ => return,
        };
        let Some(more) = self.constants.get(more).filter(|more| more.unsigned_abs() <= LITTLE) else { return };
        let (of, known) = self.sums.get(of).copied().unwrap_or((*of, 0));
        let more = known + sign * more;
        if more.unsigned_abs() <= LITTLE {
            self.sums.insert(result, (of, more));
        }
    }

    pub fn pure(&mut self, op: Op, instruction: &Instruction) -> ir::Value {
        if let Some(truth) = self.comparison(op, instruction) {
            self.conditions.extend(instruction.result.map(|result| (result, truth)));
            return self.builder.ins().uextend(types::I64, truth);
        }
        self.note_sum(op, instruction);
        let args: Vec<ir::Value> = instruction.args.iter().map(|arg| self.value(*arg)).collect();
        match op {
            Op::I64Div {} | Op::I64Rem {} => {
                let divisor = self.constants.get(&instruction.args[1]).copied();
                self.note_remainder(op, instruction, args[0], divisor);
                self.divide(op, args[0], args[1], divisor)
            }
            _ if args.len() == 1 => self.unary(op, args[0]),
            _ => self.binary(op, args[0], args[1]),
        }
    }

    fn comparison(&mut self, op: Op, instruction: &Instruction) -> Option<ir::Value> {
        match (op, &instruction.args[..]) {
            (Op::I64Eqz {} | Op::RefIsNull {}, [value]) => {
                let value = self.condition(*value);
                Some(self.builder.ins().icmp_imm_s(IntCC::Equal, value, 0))
            }
            (_, [left, right]) => {
                let (left, right) = (self.value(*left), self.value(*right));
                self.compare(op, left, right)
            }
            _ => None,
        }
    }

    /// A comparison of two numbers, or of two pairs.
    pub fn compare(&mut self, op: Op, left: ir::Value, right: ir::Value) -> Option<ir::Value> {
        let integers = match op {
            Op::I64Eq {} | Op::RefEq {} => Some(IntCC::Equal),
            Op::I64Ne {} => Some(IntCC::NotEqual),
            Op::I64LtS {} => Some(IntCC::SignedLessThan),
            Op::I64LeS {} => Some(IntCC::SignedLessThanOrEqual),
            Op::I64GtS {} => Some(IntCC::SignedGreaterThan),
            Op::I64GeS {} => Some(IntCC::SignedGreaterThanOrEqual),
            Op::I64LtU {} => Some(IntCC::UnsignedLessThan),
            _ => None,
        };
        if let Some(code) = integers {
            return Some(self.builder.ins().icmp(code, left, right));
        }
        let code = match op {
            Op::F64Eq {} => FloatCC::Equal,
            Op::F64Ne {} => FloatCC::NotEqual,
            Op::F64Lt {} => FloatCC::LessThan,
            Op::F64Le {} => FloatCC::LessThanOrEqual,
            Op::F64Gt {} => FloatCC::GreaterThan,
            Op::F64Ge {} => FloatCC::GreaterThanOrEqual,
            _ => return None,
        };
        Some(self.builder.ins().fcmp(code, left, right))
    }

    pub fn unary(&mut self, op: Op, a: ir::Value) -> ir::Value {
        let builder = &mut self.builder;
        match op {
            Op::I64Neg {} => builder.ins().ineg(a),
            Op::I64Not {} => builder.ins().bnot(a),
            Op::I64Clz {} => builder.ins().clz(a),
            Op::I64Ctz {} => builder.ins().ctz(a),
            Op::I64Popcnt {} => builder.ins().popcnt(a),
            Op::I64Narrow8S {} => self.narrow(types::I8, a),
            Op::I64Narrow16S {} => self.narrow(types::I16, a),
            Op::I64Narrow32S {} => self.narrow(types::I32, a),
            Op::F64Neg {} => builder.ins().fneg(a),
            Op::F64Abs {} => builder.ins().fabs(a),
            Op::F64Sqrt {} => builder.ins().sqrt(a),
            Op::F64Floor {} => builder.ins().floor(a),
            Op::F64Ceil {} => builder.ins().ceil(a),
            Op::F64Trunc {} => builder.ins().trunc(a),
            Op::F64Nearest {} => builder.ins().nearest(a),
            Op::F64RoundF32 {} => {
                let single = builder.ins().fdemote(types::F32, a);
                builder.ins().fpromote(types::F64, single)
            }
            Op::F64FromI64 {} => builder.ins().fcvt_from_sint(types::F64, a),
            Op::I64FromF64 {} => builder.ins().fcvt_to_sint_sat(types::I64, a),
            Op::F64FromBits {} => builder.ins().bitcast(types::F64, ir::MemFlagsData::new(), a),
            Op::F64ToBits {} => {
                let seen = self.canonical(a);
                self.builder.ins().bitcast(types::I64, ir::MemFlagsData::new(), seen)
            }
            _ => unreachable!("{op:?} takes one number"),
        }
    }

    pub fn binary(&mut self, op: Op, a: ir::Value, b: ir::Value) -> ir::Value {
        let builder = &mut self.builder;
        match op {
            Op::I64Add {} => builder.ins().iadd(a, b),
            Op::I64Sub {} => builder.ins().isub(a, b),
            Op::I64Mul {} => builder.ins().imul(a, b),
            Op::I64And {} => builder.ins().band(a, b),
            Op::I64Or {} => builder.ins().bor(a, b),
            Op::I64Xor {} => builder.ins().bxor(a, b),
            Op::I64Shl {} => builder.ins().ishl(a, b),
            Op::I64ShrS {} => builder.ins().sshr(a, b),
            Op::I64ShrU {} => builder.ins().ushr(a, b),
            Op::I64MulHighU {} => builder.ins().umulhi(a, b),
            Op::F64Add {} => builder.ins().fadd(a, b),
            Op::F64Sub {} => builder.ins().fsub(a, b),
            Op::F64Mul {} => builder.ins().fmul(a, b),
            Op::F64Div {} => builder.ins().fdiv(a, b),
            Op::F64Min {} => builder.ins().fmin(a, b),
            Op::F64Max {} => builder.ins().fmax(a, b),
            Op::F64Copysign {} => {
                let sign = self.canonical(b);
                self.builder.ins().fcopysign(a, sign)
            }
            _ => unreachable!("{op:?} takes two numbers"),
        }
    }

    fn narrow(&mut self, ty: ir::Type, a: ir::Value) -> ir::Value {
        let narrow = self.builder.ins().ireduce(ty, a);
        self.builder.ins().sextend(types::I64, narrow)
    }

    pub fn rotate(&mut self, value: Value, by: u32) -> ir::Value {
        let value = self.value(value);
        let word = self.builder.ins().ireduce(types::I32, value);
        let turned = self.builder.ins().rotr_imm_u(word, i64::from(by));
        self.builder.ins().uextend(types::I64, turned)
    }

    /// The float itself, or the one NaN that is seen for all.
    fn canonical(&mut self, value: ir::Value) -> ir::Value {
        let nan = self.builder.ins().f64const(NAN);
        let is_nan = self.builder.ins().fcmp(FloatCC::Unordered, value, value);
        self.builder.ins().select(is_nan, nan, value)
    }

    /// Notes how it is asked whether there is a remainder of a power of two.
    fn note_remainder(&mut self, op: Op, instruction: &Instruction, a: ir::Value, divisor: Option<i64>) {
        let power = divisor.filter(|divisor| divisor.count_ones() == 1);
        if let (Op::I64Rem {}, Some(power), Some(result)) = (op, power, instruction.result) {
            let rest = self.builder.ins().band_imm_s(a, power.wrapping_sub(1));
            let is_some = self.builder.ins().icmp_imm_s(IntCC::NotEqual, rest, 0);
            self.conditions.insert(result, is_some);
        }
    }

    /// A divisor other than zero. The least integer divided by -1, which the processor takes badly, wraps.
    fn divide(&mut self, op: Op, a: ir::Value, b: ir::Value, divisor: Option<i64>) -> ir::Value {
        let quotient = matches!(op, Op::I64Div {});
        match divisor {
            Some(-1) if quotient => return self.builder.ins().ineg(a),
            Some(-1) => return self.int(0),
            Some(_) if quotient => return self.builder.ins().sdiv(a, b),
            Some(_) => return self.builder.ins().srem(a, b),
            None => {}
        }
        let negates = self.builder.ins().icmp_imm_s(IntCC::Equal, b, -1);
        let one = self.int(1);
        let safe = self.builder.ins().select(negates, one, b);
        if quotient {
            let (quotient, negated) = (self.builder.ins().sdiv(a, safe), self.builder.ins().ineg(a));
            self.builder.ins().select(negates, negated, quotient)
        } else {
            // A remainder of 1 is what one of -1 is: none.
            self.builder.ins().srem(a, safe)
        }
    }
}
