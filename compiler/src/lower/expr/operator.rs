//! Operators on built-in types.

use super::{STRING, To};
use crate::analysis::program::{Expr, UnaryOp};
use crate::lower::function::Body;
use crate::syntax::tree::BinaryOp;
use crate::types::Ty;
use pvm_bytecode::{LibId, Op, ValueType, libcall};

impl<'p> Body<'_, 'p> {
    pub fn unary(&mut self, op: UnaryOp, of: &'p Expr, to: To) {
        self.lower(of, To::Stack);
        let (op, value) = match op {
            UnaryOp::NegateInt => (Op::I64Neg {}, ValueType::I64),
            UnaryOp::NegateFloat => (Op::F64Neg {}, ValueType::F64),
            UnaryOp::Not => (Op::I64Eqz {}, ValueType::I64),
            UnaryOp::Complement => (Op::I64Not {}, ValueType::I64),
        };
        self.builder().op(op, 1, Some(value));
        self.deliver(Some(value), to);
    }

    pub fn binary(&mut self, op: BinaryOp, left: &'p Expr, right: &'p Expr, expr: &'p Expr, to: To) {
        if op == BinaryOp::Add && left.ty == Ty::STRING {
            return self.join(expr, to);
        }
        self.operands(2, |index| if index == 0 { left } else { right });
        self.at(expr);
        let value = self.binary_op(op, left.ty);
        self.deliver(Some(value), to);
    }

    /// Emits an operator on the two operands on the stack, which are of a built-in type. Gives the type of the result.
    pub fn binary_op(&mut self, op: BinaryOp, ty: Ty) -> ValueType {
        match self.ty(ty) {
            Ty::FLOAT => self.float_op(op),
            Ty::STRING => self.string_op(op),
            _ => {
                self.builder().binary(integer_op(op));
                ValueType::I64
            }
        }
    }

    fn float_op(&mut self, op: BinaryOp) -> ValueType {
        use BinaryOp::*;
        let (op, value) = match op {
            Add => (Op::F64Add {}, ValueType::F64),
            Subtract => (Op::F64Sub {}, ValueType::F64),
            Multiply => (Op::F64Mul {}, ValueType::F64),
            Divide => (Op::F64Div {}, ValueType::F64),
            Remainder => {
                self.library("math_fmod", 2);
                return ValueType::F64;
            }
            Equal => (Op::F64Eq {}, ValueType::I64),
            NotEqual => (Op::F64Ne {}, ValueType::I64),
            Less => (Op::F64Lt {}, ValueType::I64),
            LessEqual => (Op::F64Le {}, ValueType::I64),
            Greater => (Op::F64Gt {}, ValueType::I64),
            _ => (Op::F64Ge {}, ValueType::I64),
        };
        self.builder().op(op, 2, Some(value));
        value
    }

    fn string_op(&mut self, op: BinaryOp) -> ValueType {
        match op {
            BinaryOp::Add => {
                self.library("string_concat", 2);
                return STRING;
            }
            BinaryOp::Equal => self.builder().binary(Op::StringEq {}),
            BinaryOp::NotEqual => {
                self.builder().binary(Op::StringEq {});
                self.builder().op(Op::I64Eqz {}, 1, Some(ValueType::I64));
            }
            _ => {
                self.library("string_compare", 2);
                self.builder().integer(0);
                self.builder().binary(integer_op(op));
            }
        }
        ValueType::I64
    }

    /// Calls a library call of the machine, the operands on the stack.
    pub fn library(&mut self, name: &str, operands: usize) {
        let call = libcall::find(name).unwrap_or(LibId(0));
        let result = libcall::get(call).and_then(|row| row.result);
        self.builder().op(Op::CallLib { call }, operands, result);
    }
}

/// The instruction of an operator on integers, truth values and characters.
fn integer_op(op: BinaryOp) -> Op {
    match op {
        BinaryOp::Add => Op::I64Add {},
        BinaryOp::Subtract => Op::I64Sub {},
        BinaryOp::Multiply => Op::I64Mul {},
        BinaryOp::Divide => Op::I64Div {},
        BinaryOp::Remainder => Op::I64Rem {},
        BinaryOp::BitAnd => Op::I64And {},
        BinaryOp::BitOr => Op::I64Or {},
        BinaryOp::BitXor => Op::I64Xor {},
        BinaryOp::ShiftLeft => Op::I64Shl {},
        BinaryOp::ShiftRight => Op::I64ShrS {},
        BinaryOp::ShiftRightUnsigned => Op::I64ShrU {},
        BinaryOp::Equal => Op::I64Eq {},
        BinaryOp::NotEqual => Op::I64Ne {},
        BinaryOp::Less => Op::I64LtS {},
        BinaryOp::LessEqual => Op::I64LeS {},
        BinaryOp::Greater => Op::I64GtS {},
        BinaryOp::GreaterEqual => Op::I64GeS {},
        BinaryOp::And | BinaryOp::Or | BinaryOp::Coalesce => unreachable!("an operator that is not on integers"),
    }
}
