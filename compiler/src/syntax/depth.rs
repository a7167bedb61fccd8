//! How deep trees are. The parser makes none that is deeper than `MAX_DEPTH`, so whoever walks one may recurse.

use crate::syntax::tree::*;

/// Levels of expressions, of types and of patterns inside one another, at most.
pub const MAX_DEPTH: u16 = 500;

/// The depth of an expression of this kind: 0 without expressions inside.
pub fn of_expr(kind: &ExprKind) -> u16 {
    let mut inside = Deepest(0);
    expr(kind, &mut inside);
    inside.0
}

/// The depth of a type of this kind.
pub fn of_type(kind: &TypeKind) -> u16 {
    let mut inside = Deepest(0);
    match kind {
        TypeKind::Named(_, types) | TypeKind::Tuple(types) => types.iter().for_each(|ty| inside.ty(ty)),
        TypeKind::List(ty) | TypeKind::Optional(ty) => inside.ty(ty),
        TypeKind::Function(params, result) => {
            params.iter().for_each(|ty| inside.ty(ty));
            result.iter().for_each(|ty| inside.ty(ty));
        }
        TypeKind::Error => {}
    }
    inside.0
}

/// The depth of a pattern of this kind.
pub fn of_pattern(kind: &PatternKind) -> u16 {
    let mut inside = Deepest(0);
    match kind {
        PatternKind::At(_, pattern) | PatternKind::Some(pattern) | PatternKind::Is(pattern, _) => {
            inside.pattern(pattern)
        }
        PatternKind::Tuple(patterns) | PatternKind::Or(patterns) => patterns.iter().for_each(|p| inside.pattern(p)),
        PatternKind::Constructor { fields, .. } => {
            fields.iter().flatten().for_each(|field| inside.pattern(&field.pattern));
        }
        PatternKind::List { before, after, .. } => before.iter().chain(after).for_each(|p| inside.pattern(p)),
        PatternKind::Wildcard | PatternKind::Bind { .. } | PatternKind::Literal(_) | PatternKind::Range { .. } => {}
        PatternKind::None | PatternKind::Error => {}
    }
    inside.0
}

/// One more than the depth of the deepest part that was seen.
struct Deepest(u16);

impl Deepest {
    fn see(&mut self, depth: u16) {
        self.0 = self.0.max(depth + 1);
    }

    fn expr(&mut self, expr: &Expr) {
        self.see(expr.depth);
    }

    fn ty(&mut self, ty: &TypeExpr) {
        self.see(ty.depth);
    }

    fn pattern(&mut self, pattern: &Pattern) {
        self.see(pattern.depth);
    }

    fn block(&mut self, block: &Block) {
        for statement in &block.statements {
            self.statement(statement);
        }
        block.value.iter().for_each(|value| self.expr(value));
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Let { value, otherwise, .. } => {
                self.expr(value);
                otherwise.iter().for_each(|block| self.block(block));
            }
            StatementKind::Assign { place, value, .. } => {
                self.expr(place);
                self.expr(value);
            }
            StatementKind::Expr(value) | StatementKind::Defer(value) => self.expr(value),
            StatementKind::Assert { condition, message } => {
                self.expr(condition);
                message.iter().for_each(|message| self.expr(message));
            }
            StatementKind::Error => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        for test in &condition.tests {
            match test {
                Test::Expr(value) | Test::Let(_, value) => self.expr(value),
            }
        }
    }
}

fn expr(kind: &ExprKind, inside: &mut Deepest) {
    match kind {
        ExprKind::TypeArgs(of, _) | ExprKind::Field(of, _) | ExprKind::TupleField(of, ..) => inside.expr(of),
        ExprKind::OptionalField(of, _) | ExprKind::OptionalChain(of) | ExprKind::Unary(_, of) => inside.expr(of),
        ExprKind::Try(of) | ExprKind::Unwrap(of) | ExprKind::Is(of, _) | ExprKind::As(of, _) => inside.expr(of),
        ExprKind::Index(left, right) | ExprKind::Binary(_, _, left, right) => {
            inside.expr(left);
            inside.expr(right);
        }
        ExprKind::Call(of, arguments) => {
            inside.expr(of);
            arguments.iter().for_each(|argument| inside.expr(&argument.value));
        }
        ExprKind::Interpolation(parts) => {
            for part in parts {
                match part {
                    StringPart::Value { value, .. } => inside.expr(value),
                    StringPart::Text(_) => {}
                }
            }
        }
        ExprKind::Range { from, to, .. } => from.iter().chain(to).for_each(|end| inside.expr(end)),
        ExprKind::Tuple(elements) | ExprKind::List(elements) => elements.iter().for_each(|e| inside.expr(e)),
        ExprKind::Map(entries) => {
            for (key, value) in entries {
                inside.expr(key);
                inside.expr(value);
            }
        }
        ExprKind::If(branch) => {
            inside.condition(&branch.condition);
            inside.block(&branch.then);
            branch.otherwise.iter().for_each(|otherwise| inside.expr(otherwise));
        }
        ExprKind::Match(subject, arms) => {
            inside.expr(subject);
            for arm in arms {
                arm.guard.iter().for_each(|guard| inside.expr(guard));
                inside.expr(&arm.body);
            }
        }
        ExprKind::Block(block) | ExprKind::Loop { body: block, .. } => inside.block(block),
        ExprKind::While { condition, body, .. } => {
            inside.condition(condition);
            inside.block(body);
        }
        ExprKind::For { iterable, body, .. } => {
            inside.expr(iterable);
            inside.block(body);
        }
        ExprKind::Break { value, .. } | ExprKind::Return(value) => value.iter().for_each(|value| inside.expr(value)),
        ExprKind::Closure(closure) => inside.expr(&closure.body),
        ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_) | ExprKind::Char(_) | ExprKind::String(_) => {}
        ExprKind::None | ExprKind::Name(_) | ExprKind::SelfValue | ExprKind::SelfType => {}
        ExprKind::Continue { .. } | ExprKind::Error => {}
    }
}
