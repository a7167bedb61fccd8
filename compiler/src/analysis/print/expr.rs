//! Expressions as text.

use super::Printer;
use crate::analysis::expr::symbol;
use crate::analysis::program::{
    AssertCondition, Block, Callee, Condition, ConditionTest, Conversion, Expr, ExprKind, Iteration, LoopId, Place,
    Statement, UnaryOp,
};
use crate::types::{InterfaceId, Ty};
use std::fmt::Write;

impl<'p> Printer<'p> {
    pub fn expr(&mut self, value: &'p Expr) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.expr_here(value));
    }

    fn expr_here(&mut self, value: &'p Expr) {
        match &value.kind {
            ExprKind::Error => self.put("error"),
            ExprKind::Int(number) => self.put(&number.to_string()),
            ExprKind::Float(number) => self.put(&format!("{number:?}")),
            ExprKind::Bool(truth) => self.put(&truth.to_string()),
            ExprKind::Char(c) => self.put(&format!("{c:?}")),
            ExprKind::String(text) => self.put(&format!("{text:?}")),
            ExprKind::Unit => self.put("()"),
            ExprKind::None => self.typed("none", value.ty),
            ExprKind::Local(id) => self.local(*id),
            ExprKind::Global(id) => self.put(self.names.text(self.program.globals[id.index()].name)),
            ExprKind::Call(callee, values) => {
                self.callee(callee);
                self.values(values);
            }
            ExprKind::CallValue(of, values) => {
                self.expr(of);
                self.values(values);
            }
            ExprKind::Function(callee) => self.callee(callee),
            ExprKind::Closure(closure) => {
                self.put("|");
                self.list(&closure.params, |printer, id| {
                    printer.local(*id);
                    let ty = printer.locals.get(id.index()).map_or(Ty::ERROR, |local| local.ty);
                    let ty = printer.ty(ty);
                    printer.put(&format!(": {ty}"));
                });
                self.put("|");
                if !closure.captures.is_empty() {
                    self.put(" [");
                    self.list(&closure.captures, |printer, id| printer.local(*id));
                    self.put("]");
                }
                self.put(" ");
                self.expr(&closure.body);
            }
            ExprKind::Struct(_, values) => {
                let ty = self.ty(value.ty);
                self.put(&ty);
                self.values(values);
            }
            ExprKind::Field(of, field) => {
                self.expr(of);
                let name = self.field_name(of.ty, *field);
                self.put(&format!(".{name}"));
            }
            ExprKind::Element(of, key) => self.indexed(of, key),
            ExprKind::Variant(id, variant, values) => {
                let ty = self.ty(value.ty);
                let variant = &self.program.enums[id.index()].variants[*variant as usize];
                self.put(&format!("{ty}.{}", self.names.text(variant.name)));
                if !values.is_empty() {
                    self.values(values);
                }
            }
            ExprKind::Tuple(values) => self.values(values),
            ExprKind::TupleField(of, index) => {
                self.expr(of);
                self.put(&format!(".{index}"));
            }
            ExprKind::Array(values) => {
                self.put("array");
                self.values(values);
            }
            ExprKind::Concat(values) => {
                self.put("concat");
                self.values(values);
            }
            ExprKind::Unary(operator, of) => {
                self.put(match operator {
                    UnaryOp::NegateInt | UnaryOp::NegateFloat => "-",
                    UnaryOp::Not => "!",
                    UnaryOp::Complement => "~",
                });
                self.expr(of);
            }
            ExprKind::Binary(operator, left, right) => self.infix(left, symbol(*operator), right),
            ExprKind::And(left, right) => self.infix(left, "&&", right),
            ExprKind::Or(left, right) => self.infix(left, "||", right),
            ExprKind::Coalesce(left, right) => self.infix(left, "??", right),
            ExprKind::Convert(conversion, of) => self.conversion(*conversion, of, value.ty),
            ExprKind::Is(of, ty) | ExprKind::As(of, ty) => {
                self.put("(");
                self.expr(of);
                let word = if matches!(value.kind, ExprKind::Is(..)) { "is" } else { "as?" };
                let ty = self.ty(*ty);
                self.put(&format!(" {word} {ty})"));
            }
            ExprKind::Unwrap(of) => {
                self.expr(of);
                self.put("!");
            }
            ExprKind::TryOptional(of) => {
                self.expr(of);
                self.put("?");
            }
            ExprKind::TryResult(of, convert) => {
                self.expr(of);
                self.put("?");
                if let Some(convert) = convert {
                    self.put("[");
                    self.callee(convert);
                    self.put("]");
                }
            }
            ExprKind::OptionalChain(of, local, then) => {
                self.put("(");
                self.expr(of);
                self.put(" ?. ");
                self.local(*local);
                self.put(" => ");
                self.expr(then);
                self.put(")");
            }
            _ => self.control(value),
        }
    }

    fn control(&mut self, value: &'p Expr) {
        match &value.kind {
            ExprKind::Block(block) => self.block(block),
            ExprKind::If(condition, then, otherwise) => {
                self.put("if ");
                self.condition(condition);
                self.put(" ");
                self.body(then);
                if let Some(otherwise) = otherwise {
                    self.put(" else ");
                    self.body(otherwise);
                }
            }
            ExprKind::Match(matching) => {
                self.put("match ");
                self.expr(&matching.scrutinee);
                self.put(" ");
                self.open();
                for arm in &matching.arms {
                    self.line();
                    self.pattern(&arm.pattern);
                    if let Some(guard) = &arm.guard {
                        self.put(" if ");
                        self.expr(guard);
                    }
                    self.put(" => ");
                    self.expr(&arm.body);
                }
                self.close();
            }
            ExprKind::Loop { label, body } => {
                self.label(*label);
                self.put("loop ");
                self.body(body);
            }
            ExprKind::While { label, condition, body } => {
                self.label(*label);
                self.put("while ");
                self.condition(condition);
                self.put(" ");
                self.body(body);
            }
            ExprKind::For(each) => {
                self.label(each.label);
                self.put("for ");
                self.pattern(&each.pattern);
                self.put(" in ");
                self.iteration(&each.over);
                self.put(" ");
                self.body(&each.body);
            }
            ExprKind::Break(id, of) => {
                self.put(&format!("break 'l{}", id.0));
                self.behind(of.as_deref());
            }
            ExprKind::Continue(id) => self.put(&format!("continue 'l{}", id.0)),
            ExprKind::Return(of) => {
                self.put("return");
                self.behind(of.as_deref());
            }
            ExprKind::Assign(place, of) => {
                self.place(place);
                self.put(" = ");
                self.expr(of);
            }
            ExprKind::AssignOp(place, operator, of) => {
                self.place(place);
                self.put(&format!(" {}= ", symbol(*operator)));
                self.expr(of);
            }
            ExprKind::Assert(assert) => {
                self.put("assert ");
                match &assert.condition {
                    AssertCondition::Plain(condition) => self.expr(condition),
                    AssertCondition::Compare { left, right, holds, .. } => {
                        for (local, side) in [left, right] {
                            self.local(*local);
                            self.put(" = ");
                            self.expr(side);
                            self.put("; ");
                        }
                        self.expr(holds);
                    }
                }
                if let Some(message) = &assert.message {
                    self.put(", ");
                    self.expr(message);
                }
            }
            // The others are no control: `expr` has printed them.
            _ => {}
        }
    }

    fn values(&mut self, values: &'p [Expr]) {
        self.put("(");
        self.list(values, Self::expr);
        self.put(")");
    }

    fn typed(&mut self, text: &str, ty: Ty) {
        let ty = self.ty(ty);
        self.put(&format!("({text}: {ty})"));
    }

    fn infix(&mut self, left: &'p Expr, symbol: &str, right: &'p Expr) {
        self.put("(");
        self.expr(left);
        self.put(&format!(" {symbol} "));
        self.expr(right);
        self.put(")");
    }

    fn indexed(&mut self, of: &'p Expr, key: &'p Expr) {
        self.expr(of);
        self.put("[");
        self.expr(key);
        self.put("]");
    }

    fn behind(&mut self, value: Option<&'p Expr>) {
        if let Some(value) = value {
            self.put(" ");
            self.expr(value);
        }
    }

    fn conversion(&mut self, conversion: Conversion, of: &'p Expr, ty: Ty) {
        let name = match conversion {
            Conversion::Some => "some".to_owned(),
            Conversion::Interface => format!("dynamic<{}>", self.ty(ty)),
            Conversion::Never => return self.expr(of),
            Conversion::IntToFloat => "float".to_owned(),
            Conversion::FloatToInt | Conversion::CharToInt | Conversion::BoolToInt => "int".to_owned(),
            Conversion::IntToChar => "char".to_owned(),
        };
        self.put(&name);
        self.put("(");
        self.expr(of);
        self.put(")");
    }

    pub fn callee(&mut self, callee: &'p Callee) {
        match callee {
            Callee::Function(id, types) => {
                self.put(&self.program.functions[id.index()].name);
                self.types(types);
            }
            Callee::Method { interface, method, self_ty, arguments } => {
                let of = self.ty(*self_ty);
                self.put(&format!("<{of}>."));
                self.method(*interface, *method, arguments);
            }
            Callee::Dynamic { interface, method, arguments } => {
                self.put("dynamic.");
                self.method(*interface, *method, arguments);
            }
        }
    }

    fn method(&mut self, interface: InterfaceId, method: u32, arguments: &'p [Ty]) {
        let of = &self.program.interfaces[interface.index()];
        let name = self.names.text(of.methods[method as usize].name);
        let _ = write!(self.text, "{}.{name}", self.names.text(of.name));
        self.types(arguments);
    }

    fn block(&mut self, block: &'p Block) {
        self.open();
        for statement in &block.statements {
            self.line();
            match statement {
                Statement::Let { pattern, value, otherwise } => {
                    self.put("let ");
                    self.pattern(pattern);
                    let ty = self.ty(pattern.ty);
                    self.put(&format!(": {ty} = "));
                    self.expr(value);
                    if let Some(otherwise) = otherwise {
                        self.put(" else ");
                        self.body(otherwise);
                    }
                }
                Statement::Expr(value) => self.expr(value),
                Statement::Defer(value) => {
                    self.put("defer ");
                    self.expr(value);
                }
            }
            self.put(";");
        }
        if let Some(value) = &block.value {
            self.line();
            self.expr(value);
        }
        self.close();
    }

    fn condition(&mut self, condition: &'p Condition) {
        for (index, test) in condition.tests.iter().enumerate() {
            if index > 0 {
                self.put(" && ");
            }
            match test {
                ConditionTest::Expr(value) => self.expr(value),
                ConditionTest::Let(pattern, value) => {
                    self.put("let ");
                    self.pattern(pattern);
                    self.put(" = ");
                    self.expr(value);
                }
            }
        }
    }

    fn label(&mut self, id: LoopId) {
        self.put(&format!("'l{}: ", id.0));
    }

    fn iteration(&mut self, over: &'p Iteration) {
        match over {
            Iteration::Range(from, to, inclusive) => self.infix(from, if *inclusive { "..=" } else { ".." }, to),
            Iteration::Array(of) => {
                self.put("array ");
                self.expr(of);
            }
            Iteration::List(of) => {
                self.put("list ");
                self.expr(of);
            }
            Iteration::Iterator(of, next) => {
                self.expr(of);
                self.put(" by ");
                self.callee(next);
            }
        }
    }

    fn place(&mut self, place: &'p Place) {
        match place {
            Place::Local(id) => self.local(*id),
            Place::Global(id) => self.put(self.names.text(self.program.globals[id.index()].name)),
            Place::Field(of, field) => {
                self.expr(of);
                let name = self.field_name(of.ty, *field);
                self.put(&format!(".{name}"));
            }
            Place::Element(of, key) => self.indexed(of, key),
            Place::Index { receiver, key, get, set } => {
                self.indexed(receiver, key);
                self.put(" by ");
                if let Some(get) = get {
                    self.callee(get);
                    self.put(" and ");
                }
                self.callee(set);
            }
        }
    }
}
