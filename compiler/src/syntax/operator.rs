//! The precedences of the binary operators, and how a row `a + b * c` becomes a tree by them.
//!
//! The grammar reads operands and operators as they stand. A production for each precedence would cost a reduction for
//! each level and operand; here an operand without an operator costs nothing, and a chain of any length takes no stack.

use crate::source::Span;
use crate::syntax::make::Make;
use crate::syntax::mistakes;
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, TypeExpr};

/// An operator between two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// With where it stands.
    Binary(BinaryOp, u32),
    Range {
        inclusive: bool,
    },
}

/// What asks for the type of the operand before it.
#[derive(Debug)]
pub enum TypeTest {
    Is(TypeExpr),
    As(TypeExpr),
}

/// How operators of one level group when they meet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Grouping {
    Left,
    Right,
    /// They may not meet.
    Never,
}

/// The level of an operator, larger for a tighter one, and how it groups with its own level.
const fn precedence(operator: Operator) -> (u8, Grouping) {
    use BinaryOp::*;
    match operator {
        Operator::Binary(Or, _) => (1, Grouping::Left),
        Operator::Binary(And, _) => (2, Grouping::Left),
        Operator::Binary(Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual, _) => {
            (COMPARISON, Grouping::Never)
        }
        Operator::Binary(Coalesce, _) => (4, Grouping::Right),
        Operator::Range { .. } => (5, Grouping::Never),
        Operator::Binary(BitOr, _) => (6, Grouping::Left),
        Operator::Binary(BitXor, _) => (7, Grouping::Left),
        Operator::Binary(BitAnd, _) => (8, Grouping::Left),
        Operator::Binary(ShiftLeft | ShiftRight | ShiftRightUnsigned, _) => (9, Grouping::Left),
        Operator::Binary(Add | Subtract, _) => (10, Grouping::Left),
        Operator::Binary(Multiply | Divide | Remainder, _) => (11, Grouping::Left),
    }
}

/// The level of `is` and `as?`, too.
const COMPARISON: u8 = 3;

/// Operands and what stands between them.
#[derive(Debug)]
pub struct Row {
    first: Expr,
    rest: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Operand(Operator, Expr),
    Type(TypeTest),
}

impl Row {
    pub fn new(first: Expr) -> Self {
        Self { first, rest: Vec::new() }
    }

    pub fn with(mut self, operator: Operator, operand: Expr) -> Self {
        self.rest.push(Step::Operand(operator, operand));
        self
    }

    pub fn with_type(mut self, test: TypeTest) -> Self {
        self.rest.push(Step::Type(test));
        self
    }

    /// Whether an operator of the row is `||`, outside of all brackets.
    pub fn has_or(&self) -> bool {
        self.rest.iter().any(|step| matches!(step, Step::Operand(Operator::Binary(BinaryOp::Or, _), _)))
    }

    /// The rows between the `&&`.
    pub fn split(self) -> Vec<Row> {
        let mut rows = vec![Row::new(self.first)];
        for step in self.rest {
            match (step, rows.last_mut()) {
                (Step::Operand(Operator::Binary(BinaryOp::And, _), operand), _) => rows.push(Row::new(operand)),
                (step, Some(row)) => row.rest.push(step),
                (_, None) => {}
            }
        }
        rows
    }

    /// The tree of the row.
    pub fn group(self, make: &mut Make) -> Expr {
        let mut steps = self.rest.into_iter();
        match (steps.next(), steps.len()) {
            (None, _) => self.first,
            // Most rows have one operator, which needs no stack.
            (Some(Step::Operand(operator, operand)), 0) => join(make, self.first, operator, operand),
            (Some(first), _) => Self::group_steps(make, self.first, std::iter::once(first).chain(steps)),
        }
    }

    fn group_steps(make: &mut Make, first: Expr, steps: impl Iterator<Item = Step>) -> Expr {
        let mut stack = Stack { top: first, waiting: Vec::new(), compared: false, reported: false };
        for step in steps {
            match step {
                Step::Operand(operator, operand) => stack.operator(make, operator, operand),
                Step::Type(test) => stack.test(make, test),
            }
        }
        stack.finish(make)
    }
}

/// The operators that wait for the end of their right operand, each tighter than the one below it.
struct Stack {
    top: Expr,
    waiting: Vec<(Expr, Operator)>,
    /// Whether `top` is a type test that nothing followed yet.
    compared: bool,
    /// Whether it was said that operators meet which may not.
    reported: bool,
}

impl Stack {
    fn operator(&mut self, make: &mut Make, operator: Operator, operand: Expr) {
        let (level, grouping) = precedence(operator);
        self.fold(make, level, grouping == Grouping::Right);
        if grouping == Grouping::Never {
            self.check(make, level, operand.span);
        }
        self.compared = false;
        let left = std::mem::replace(&mut self.top, operand);
        self.waiting.push((left, operator));
    }

    fn test(&mut self, make: &mut Make, test: TypeTest) {
        self.fold(make, COMPARISON, false);
        let (TypeTest::Is(TypeExpr { span, .. }) | TypeTest::As(TypeExpr { span, .. })) = test;
        self.check(make, COMPARISON, span);
        let span = self.top.span.to(span);
        let operand = Box::new(std::mem::replace(&mut self.top, Expr { kind: ExprKind::Error, span, depth: 0 }));
        let kind = match test {
            TypeTest::Is(ty) => ExprKind::Is(operand, Box::new(ty)),
            TypeTest::As(ty) => ExprKind::As(operand, Box::new(ty)),
        };
        self.top = make.expr(kind, span);
        self.compared = true;
    }

    /// Reports if an operator of this level, which does not group with its own, is the last one.
    fn check(&mut self, make: &mut Make, level: u8, place: Span) {
        let waiting = self.waiting.last().filter(|(_, operator)| precedence(*operator).0 == level);
        if (waiting.is_some() || level == COMPARISON && self.compared) && !self.reported {
            self.reported = true;
            let left = waiting.map_or(self.top.span, |(left, _)| left.span.to(self.top.span));
            make.report(if level == COMPARISON {
                mistakes::chained_comparison(left)
            } else {
                mistakes::chained_range(place)
            });
        }
    }

    /// Gives all operators that are tighter than `level` their right operand, and those of the level itself unless
    /// they group to the right or may not meet.
    fn fold(&mut self, make: &mut Make, level: u8, keep_equal: bool) {
        while let Some((_, operator)) = self.waiting.last() {
            let (waiting, grouping) = precedence(*operator);
            let keep = waiting < level || (waiting == level && (keep_equal || grouping == Grouping::Never));
            if keep {
                return;
            }
            self.apply(make);
        }
    }

    fn apply(&mut self, make: &mut Make) {
        let Some((left, operator)) = self.waiting.pop() else { return };
        let hole = Expr { kind: ExprKind::Error, span: left.span, depth: 0 };
        let right = std::mem::replace(&mut self.top, hole);
        self.compared = false;
        self.top = join(make, left, operator, right);
    }

    fn finish(mut self, make: &mut Make) -> Expr {
        while !self.waiting.is_empty() {
            self.apply(make);
        }
        if self.reported {
            // What operators that can't meet would give is nobody's guess.
            self.top.kind = ExprKind::Error;
        }
        self.top
    }
}

fn join(make: &mut Make, left: Expr, operator: Operator, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    let (left, right) = (Box::new(left), Box::new(right));
    let kind = match operator {
        Operator::Binary(operator, at) => ExprKind::Binary(operator, at, left, right),
        Operator::Range { inclusive } => ExprKind::Range { from: Some(left), to: Some(right), inclusive },
    };
    make.expr(kind, span)
}
