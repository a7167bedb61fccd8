//! Statements and expressions.

use super::{Printer, join};
use crate::syntax::tree::*;

impl Printer<'_> {
    pub fn block(&mut self, block: &Block) {
        block.statements.iter().for_each(|statement| self.statement(statement));
        if let Some(value) = &block.value {
            self.node("value", |p| p.expr(value));
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Let { pattern, mutable, ty, value, otherwise } => {
                let keyword = if *mutable { "var" } else { "let" };
                let head = format!("{keyword} {}{}", self.pattern(pattern), self.annotation(ty.as_ref()));
                self.node(head, |p| p.expr(value));
                if let Some(otherwise) = otherwise {
                    self.node("else", |p| p.block(otherwise));
                }
            }
            StatementKind::Assign { place, operator, value, .. } => {
                let operator = operator.map_or("", binary);
                self.node(format!("{operator}="), |p| {
                    p.expr(place);
                    p.expr(value);
                });
            }
            StatementKind::Expr(value) => self.expr(value),
            StatementKind::Defer(value) => self.node("defer", |p| p.expr(value)),
            StatementKind::Assert { condition, message } => self.node("assert", |p| {
                p.expr(condition);
                message.iter().for_each(|message| p.expr(message));
            }),
            StatementKind::Error => self.line("error"),
        }
    }

    pub fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_) | ExprKind::Char(_) | ExprKind::String(_) => {
                self.line(self.literal(expr));
            }
            ExprKind::Interpolation(parts) => {
                self.node("interpolation", |p| parts.iter().for_each(|part| p.part(part)))
            }
            ExprKind::None => self.line("none"),
            ExprKind::Name(name) => self.line(format!("name {}", self.name(*name))),
            ExprKind::SelfValue => self.line("self"),
            ExprKind::SelfType => self.line("Self"),
            ExprKind::TypeArgs(of, arguments) => {
                self.node(format!("::{}", self.type_arguments(arguments)), |p| p.expr(of))
            }
            ExprKind::Field(of, name) => self.node(format!(".{}", self.ident(name)), |p| p.expr(of)),
            ExprKind::TupleField(of, number, _) => self.node(format!(".{number}"), |p| p.expr(of)),
            ExprKind::OptionalField(of, name) => self.node(format!("?.{}", self.ident(name)), |p| p.expr(of)),
            ExprKind::OptionalChain(of) => self.node("chain", |p| p.expr(of)),
            ExprKind::Call(of, arguments) => self.node("call", |p| {
                p.expr(of);
                arguments.iter().for_each(|argument| p.argument(argument));
            }),
            ExprKind::Index(of, index) => self.nodes("[]", [&**of, index]),
            ExprKind::Unary(operator, of) => self.node(format!("{} (unary)", unary(*operator)), |p| p.expr(of)),
            ExprKind::Binary(operator, _, left, right) => self.nodes(binary(*operator), [&**left, right]),
            ExprKind::Range { from, to, inclusive } => self.range(from.as_deref(), to.as_deref(), *inclusive),
            ExprKind::Tuple(elements) => self.nodes("tuple", elements),
            ExprKind::List(elements) => self.nodes("list", elements),
            ExprKind::Map(entries) => self.node("map", |p| {
                entries.iter().for_each(|(key, value)| p.nodes("entry", [key, value]));
            }),
            ExprKind::Closure(closure) => self.closure(closure),
            ExprKind::Try(of) => self.node("? (postfix)", |p| p.expr(of)),
            ExprKind::Unwrap(of) => self.node("! (postfix)", |p| p.expr(of)),
            ExprKind::Is(of, ty) => self.node(format!("is {}", self.ty(ty)), |p| p.expr(of)),
            ExprKind::As(of, ty) => self.node(format!("as? {}", self.ty(ty)), |p| p.expr(of)),
            ExprKind::Error => self.line("error"),
            _ => self.control(expr),
        }
    }

    /// The expressions that decide what runs.
    fn control(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::If(branch) => self.node("if", |p| {
                p.condition(&branch.condition);
                p.node("then", |p| p.block(&branch.then));
                if let Some(otherwise) = &branch.otherwise {
                    p.node("else", |p| p.expr(otherwise));
                }
            }),
            ExprKind::Match(subject, arms) => self.node("match", |p| {
                p.expr(subject);
                arms.iter().for_each(|arm| p.arm(arm));
            }),
            ExprKind::Block(block) => self.node("block", |p| p.block(block)),
            ExprKind::Loop { label, body } => self.node(format!("loop{}", self.label(label)), |p| p.block(body)),
            ExprKind::While { label, condition, body } => self.node(format!("while{}", self.label(label)), |p| {
                p.condition(condition);
                p.node("do", |p| p.block(body));
            }),
            ExprKind::For { label, pattern, iterable, body } => {
                self.node(format!("for{} {}", self.label(label), self.pattern(pattern)), |p| {
                    p.expr(iterable);
                    p.node("do", |p| p.block(body));
                });
            }
            ExprKind::Break { label, value } => self.nodes(format!("break{}", self.label(label)), value.as_deref()),
            ExprKind::Continue { label } => self.line(format!("continue{}", self.label(label))),
            ExprKind::Return(value) => self.nodes("return", value.as_deref()),
            _ => {}
        }
    }

    fn nodes<'e>(&mut self, text: impl AsRef<str>, below: impl IntoIterator<Item = &'e Expr>) {
        self.node(text, |p| below.into_iter().for_each(|expr| p.expr(expr)));
    }

    fn part(&mut self, part: &StringPart) {
        match part {
            StringPart::Text(text) => self.line(format!("{text:?}")),
            StringPart::Value { value, spec: None } => self.expr(value),
            StringPart::Value { value, spec: Some((spec, _)) } => {
                self.node(format!("format {spec}"), |p| p.expr(value))
            }
        }
    }

    fn argument(&mut self, argument: &Argument) {
        match &argument.name {
            Some(name) => self.node(format!("{}:", self.ident(name)), |p| p.expr(&argument.value)),
            None => self.expr(&argument.value),
        }
    }

    fn range(&mut self, from: Option<&Expr>, to: Option<&Expr>, inclusive: bool) {
        let open = match (from, to) {
            (Some(_), Some(_)) => "",
            (Some(_), None) => " from",
            (None, Some(_)) => " to",
            (None, None) => " all",
        };
        let sign = if inclusive { "..=" } else { ".." };
        self.nodes(format!("{sign}{open}"), from.into_iter().chain(to));
    }

    fn closure(&mut self, closure: &Closure) {
        let param = |param: &ClosureParam| self.pattern(&param.pattern) + &self.annotation(param.ty.as_ref());
        let params = join(closure.params.iter().map(param), ", ");
        self.node(format!("closure |{params}|"), |p| p.expr(&closure.body));
    }

    fn condition(&mut self, condition: &Condition) {
        for test in &condition.tests {
            match test {
                Test::Expr(value) => self.node("test", |p| p.expr(value)),
                Test::Let(pattern, value) => {
                    self.node(format!("test let {}", self.pattern(pattern)), |p| p.expr(value))
                }
            }
        }
    }

    fn arm(&mut self, arm: &Arm) {
        self.node(format!("arm {}", self.pattern(&arm.pattern)), |p| {
            if let Some(guard) = &arm.guard {
                p.node("guard", |p| p.expr(guard));
            }
            p.expr(&arm.body);
        });
    }

    fn label(&self, label: &Option<Ident>) -> String {
        label.as_ref().map(|label| format!(" '{}", self.ident(label))).unwrap_or_default()
    }
}

const fn unary(operator: UnaryOp) -> &'static str {
    match operator {
        UnaryOp::Negate => "-",
        UnaryOp::Not => "!",
        UnaryOp::Complement => "~",
    }
}

const fn binary(operator: BinaryOp) -> &'static str {
    match operator {
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Remainder => "%",
        BinaryOp::BitAnd => "&",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
        BinaryOp::ShiftLeft => "<<",
        BinaryOp::ShiftRight => ">>",
        BinaryOp::ShiftRightUnsigned => ">>>",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::And => "&&",
        BinaryOp::Or => "||",
        BinaryOp::Coalesce => "??",
    }
}
