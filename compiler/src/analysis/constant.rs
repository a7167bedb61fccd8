//! Values known before the program runs: those of `const`, and the types of all module-level bindings. What operators
//! give is what the machine's instructions give.

use super::body::Body;
use super::context::{Analysis, Progress};
use super::expr::{error, literal};
use super::mistakes;
use super::program::{Conversion, Expr, ExprKind, UnaryOp};
use crate::source::Span;
use crate::syntax::tree::BinaryOp;
use crate::types::{GlobalId, ModuleId, Ty};
use pvm_bytecode::Op;
use pvm_bytecode::eval::{self, Value};

impl Analysis<'_> {
    /// The type of a module-level binding. Without a written type it is that of the initialiser, which is checked first.
    pub fn global_type(&mut self, id: GlobalId, span: Span) -> Ty {
        if self.global(id).progress == Progress::Untouched {
            let tree = self.global(id).tree;
            match &tree.ty {
                Some(ty) if self.program.globals[id.index()].ty == Ty::ERROR => {
                    let none = self.no_generics();
                    let module = self.program.globals[id.index()].module;
                    let scope = self.type_scope(module, none, None);
                    self.program.globals[id.index()].ty = self.resolve_type(&scope, ty);
                }
                Some(_) => {}
                None => self.check_global(id),
            }
        } else if self.global(id).progress == Progress::Running && self.global(id).tree.ty.is_none() {
            self.circular(id, span);
        }
        self.program.globals[id.index()].ty
    }

    fn circular(&mut self, id: GlobalId, span: Span) {
        let global = &self.program.globals[id.index()];
        let mistake = mistakes::circular_global(self.text(global.name), span, global.span);
        self.report(mistake);
    }

    /// Checks the initialiser of a module-level binding, and evaluates that of a constant.
    pub fn check_global(&mut self, id: GlobalId) {
        if self.global(id).progress != Progress::Untouched {
            return;
        }
        let (tree, constant) = (self.global(id).tree, self.global(id).constant);
        let written = tree.ty.is_some().then(|| self.global_type(id, tree.name.span));
        self.globals[id.index()].progress = Progress::Running;
        let outer = self.initialising.replace(id);
        let none = self.no_generics();
        let module = self.program.globals[id.index()].module;
        let mut body = Body::new(self, module, none, None);
        let value = match written {
            Some(ty) => body.coerced(&tree.value, ty),
            None => body.expr(&tree.value, None),
        };
        let (mut value, locals) = body.finish(value);
        self.initialising = outer;
        if constant && value.ty != Ty::ERROR {
            value = match evaluate(&value) {
                Ok(kind) => literal(kind, value.ty, value.span),
                Err(obstacle) => {
                    self.report(mistakes::not_constant(obstacle.place, obstacle.why, tree.value.span));
                    error(value.span)
                }
            };
        }
        let global = &mut self.program.globals[id.index()];
        global.ty = written.unwrap_or(value.ty);
        global.value = value;
        global.locals = locals;
        self.globals[id.index()].progress = Progress::Done;
    }

    /// Reports a read of a binding that is initialised later than the one being initialised now.
    pub fn note_global_use(&mut self, id: GlobalId, span: Span) {
        if let Some(now) = self.initialising
            && id >= now
            && self.program.globals[id.index()].ty != Ty::ERROR
        {
            let (name, declared) =
                (self.text(self.program.globals[id.index()].name), self.program.globals[id.index()].span);
            self.report(mistakes::read_before_initialisation(name, span, declared, id == now));
        }
    }

    pub fn check_globals_of(&mut self, wanted: impl Fn(&Self, ModuleId) -> bool) {
        for index in 0..self.globals.len() {
            if wanted(self, self.program.globals[index].module) {
                self.check_global(GlobalId(index as u32));
            }
        }
    }
}

/// The value of a constant, as the literal that stands for it.
pub fn value_of(analysis: &mut Analysis, id: GlobalId, span: Span) -> Expr {
    if analysis.global(id).progress == Progress::Running {
        if analysis.global(id).tree.ty.is_some() {
            analysis.circular(id, span);
        }
        return error(span);
    }
    analysis.check_global(id);
    let global = &analysis.program.globals[id.index()];
    let kind = match &global.value.kind {
        ExprKind::Int(value) => ExprKind::Int(*value),
        ExprKind::Float(value) => ExprKind::Float(*value),
        ExprKind::Bool(value) => ExprKind::Bool(*value),
        ExprKind::Char(value) => ExprKind::Char(*value),
        ExprKind::String(text) => ExprKind::String(text.clone()),
        _ => return error(span),
    };
    literal(kind, global.ty, span)
}

/// What can't be evaluated, and perhaps why.
struct Obstacle {
    place: Span,
    why: &'static str,
}

impl Obstacle {
    fn at(place: Span) -> Self {
        Self { place, why: "" }
    }
}

/// Evaluates an initialiser to a literal.
fn evaluate(value: &Expr) -> Result<ExprKind, Obstacle> {
    let here = || Obstacle::at(value.span);
    Ok(match &value.kind {
        ExprKind::Int(number) => ExprKind::Int(*number),
        ExprKind::Float(number) => ExprKind::Float(*number),
        ExprKind::Bool(truth) => ExprKind::Bool(*truth),
        ExprKind::Char(c) => ExprKind::Char(*c),
        ExprKind::String(text) => ExprKind::String(text.clone()),
        ExprKind::Concat(parts) => {
            let mut whole = String::new();
            for part in parts {
                match evaluate(part)? {
                    ExprKind::String(text) => whole.push_str(&text),
                    _ => return Err(Obstacle::at(part.span)),
                }
            }
            ExprKind::String(whole.into())
        }
        ExprKind::And(left, right) | ExprKind::Or(left, right) => {
            let stops = matches!(value.kind, ExprKind::Or(..));
            match evaluate(left)? {
                ExprKind::Bool(left) if left == stops => ExprKind::Bool(left),
                _ => evaluate(right)?,
            }
        }
        ExprKind::Unary(operator, of) => unary(*operator, evaluate(of)?).ok_or_else(here)?,
        ExprKind::Binary(operator, left, right) => {
            let (left, divisor) = (evaluate(left)?, evaluate(right)?);
            let divides = matches!(operator, BinaryOp::Divide | BinaryOp::Remainder);
            if divides && matches!(divisor, ExprKind::Int(0)) {
                return Err(Obstacle { place: right.span, why: "this divisor is 0" });
            }
            binary(*operator, left, divisor).ok_or_else(here)?
        }
        ExprKind::Convert(conversion, of) => convert(*conversion, evaluate(of)?).ok_or_else(here)?,
        _ => return Err(here()),
    })
}

fn unary(operator: UnaryOp, of: ExprKind) -> Option<ExprKind> {
    Some(match (operator, of) {
        (UnaryOp::NegateInt, ExprKind::Int(of)) => ExprKind::Int(eval::i64_neg(of)),
        (UnaryOp::NegateFloat, ExprKind::Float(of)) => ExprKind::Float(eval::f64_neg(of)),
        (UnaryOp::Complement, ExprKind::Int(of)) => ExprKind::Int(eval::i64_not(of)),
        (UnaryOp::Not, ExprKind::Bool(of)) => ExprKind::Bool(!of),
        _ => return None,
    })
}

fn binary(operator: BinaryOp, left: ExprKind, right: ExprKind) -> Option<ExprKind> {
    let truth = |value| match value {
        Value::I64(value) => Some(ExprKind::Bool(value != 0)),
        Value::F64(_) => None,
    };
    match (left, right) {
        (ExprKind::Int(left), ExprKind::Int(right)) => {
            let (op, compares) = int_op(operator)?;
            let value = eval::fold(op, &[Value::I64(left), Value::I64(right)])?;
            if compares { truth(value) } else { number(value) }
        }
        (ExprKind::Float(left), ExprKind::Float(right)) => {
            let (op, compares) = float_op(operator)?;
            let value = eval::fold(op, &[Value::F64(left), Value::F64(right)])?;
            if compares { truth(value) } else { number(value) }
        }
        (ExprKind::String(left), ExprKind::String(right)) => {
            if operator == BinaryOp::Add {
                return Some(ExprKind::String(format!("{left}{right}").into()));
            }
            ordered(operator, &left, &right)
        }
        (ExprKind::Char(left), ExprKind::Char(right)) => ordered(operator, &left, &right),
        (ExprKind::Bool(left), ExprKind::Bool(right)) => match operator {
            BinaryOp::BitAnd => Some(ExprKind::Bool(left & right)),
            BinaryOp::BitOr => Some(ExprKind::Bool(left | right)),
            BinaryOp::BitXor => Some(ExprKind::Bool(left ^ right)),
            _ => ordered(operator, &left, &right),
        },
        _ => None,
    }
}

fn number(value: Value) -> Option<ExprKind> {
    Some(match value {
        Value::I64(value) => ExprKind::Int(value),
        Value::F64(value) => ExprKind::Float(value),
    })
}

fn ordered<T: PartialOrd>(operator: BinaryOp, left: &T, right: &T) -> Option<ExprKind> {
    Some(ExprKind::Bool(match operator {
        BinaryOp::Equal => left == right,
        BinaryOp::NotEqual => left != right,
        BinaryOp::Less => left < right,
        BinaryOp::LessEqual => left <= right,
        BinaryOp::Greater => left > right,
        BinaryOp::GreaterEqual => left >= right,
        _ => return None,
    }))
}

/// The instruction of an operator on integers, and whether it compares.
fn int_op(operator: BinaryOp) -> Option<(Op, bool)> {
    Some(match operator {
        BinaryOp::Add => (Op::I64Add {}, false),
        BinaryOp::Subtract => (Op::I64Sub {}, false),
        BinaryOp::Multiply => (Op::I64Mul {}, false),
        BinaryOp::Divide => (Op::I64Div {}, false),
        BinaryOp::Remainder => (Op::I64Rem {}, false),
        BinaryOp::BitAnd => (Op::I64And {}, false),
        BinaryOp::BitOr => (Op::I64Or {}, false),
        BinaryOp::BitXor => (Op::I64Xor {}, false),
        BinaryOp::ShiftLeft => (Op::I64Shl {}, false),
        BinaryOp::ShiftRight => (Op::I64ShrS {}, false),
        BinaryOp::ShiftRightUnsigned => (Op::I64ShrU {}, false),
        BinaryOp::Equal => (Op::I64Eq {}, true),
        BinaryOp::NotEqual => (Op::I64Ne {}, true),
        BinaryOp::Less => (Op::I64LtS {}, true),
        BinaryOp::LessEqual => (Op::I64LeS {}, true),
        BinaryOp::Greater => (Op::I64GtS {}, true),
        BinaryOp::GreaterEqual => (Op::I64GeS {}, true),
        BinaryOp::And | BinaryOp::Or | BinaryOp::Coalesce => return None,
    })
}

/// The same on floats.
fn float_op(operator: BinaryOp) -> Option<(Op, bool)> {
    Some(match operator {
        BinaryOp::Add => (Op::F64Add {}, false),
        BinaryOp::Subtract => (Op::F64Sub {}, false),
        BinaryOp::Multiply => (Op::F64Mul {}, false),
        BinaryOp::Divide => (Op::F64Div {}, false),
        BinaryOp::Equal => (Op::F64Eq {}, true),
        BinaryOp::NotEqual => (Op::F64Ne {}, true),
        BinaryOp::Less => (Op::F64Lt {}, true),
        BinaryOp::LessEqual => (Op::F64Le {}, true),
        BinaryOp::Greater => (Op::F64Gt {}, true),
        BinaryOp::GreaterEqual => (Op::F64Ge {}, true),
        _ => return None,
    })
}

fn convert(conversion: Conversion, of: ExprKind) -> Option<ExprKind> {
    Some(match (conversion, of) {
        (Conversion::IntToFloat, ExprKind::Int(of)) => ExprKind::Float(eval::f64_from_i64(of)),
        (Conversion::FloatToInt, ExprKind::Float(of)) => ExprKind::Int(eval::i64_from_f64(of)),
        (Conversion::CharToInt, ExprKind::Char(of)) => ExprKind::Int(i64::from(u32::from(of))),
        (Conversion::BoolToInt, ExprKind::Bool(of)) => ExprKind::Int(i64::from(of)),
        (Conversion::IntToChar, ExprKind::Int(of)) => ExprKind::Char(char::from_u32(u32::try_from(of).ok()?)?),
        _ => return None,
    })
}
