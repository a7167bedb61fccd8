//! `if`, loops, and what leaves them.

use super::{error, literal};
use crate::analysis::body::{Body, Loop};
use crate::analysis::mistakes;
use crate::analysis::program::{Condition, ConditionTest, Conversion, Expr, ExprKind, For, Iteration};
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind as Tree, Ident};
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn if_else(&mut self, tree: &'t tree::If, expected: Option<Ty>, span: Span) -> Expr {
        let outside = self.names.len();
        let condition = self.condition(&tree.condition);
        let Some(otherwise) = &tree.otherwise else {
            // Where a value is wanted, one that the branch gives shows that an `else` is missing.
            let wanted = expected.filter(|&ty| self.shallow(ty) == Ty::UNIT);
            let then = self.block(&tree.then, wanted);
            self.names.truncate(outside);
            let then = self.unit_branch(then, span);
            return literal(ExprKind::If(Box::new(condition), Box::new(then), None), Ty::UNIT, span);
        };
        let mut branches = Branches::new(expected);
        let then = self.block(&tree.then, branches.expected());
        let then = self.branch(&mut branches, then);
        self.names.truncate(outside);
        let otherwise = self.expr(otherwise, branches.expected());
        let otherwise = self.branch(&mut branches, otherwise);
        let ty = branches.ty();
        let mut both = self.fit_branches(vec![then, otherwise], ty).into_iter();
        match (both.next(), both.next()) {
            (Some(then), Some(otherwise)) => {
                literal(ExprKind::If(Box::new(condition), Box::new(then), Some(Box::new(otherwise))), ty, span)
            }
            _ => error(span),
        }
    }

    /// The branch of an `if` without `else`, which can give nothing.
    fn unit_branch(&mut self, then: Expr, span: Span) -> Expr {
        let ty = self.shallow(then.ty);
        if matches!(ty, Ty::UNIT | Ty::NEVER | Ty::ERROR) {
            return then;
        }
        let found = self.show(ty);
        self.a.report(mistakes::if_without_else(&found, span));
        error(span)
    }

    pub fn condition(&mut self, tree: &'t tree::Condition) -> Condition {
        let tests = tree.tests.iter().map(|test| match test {
            tree::Test::Expr(test) => ConditionTest::Expr(self.truth(test)),
            tree::Test::Let(pattern, value) => {
                let value = self.expr(value, None);
                let pattern = self.condition_pattern(pattern, value.ty);
                ConditionTest::Let(pattern, value)
            }
        });
        Condition { tests: tests.collect() }
    }

    /// An expression that must be a truth value.
    pub fn truth(&mut self, tree: &'t tree::Expr) -> Expr {
        let value = self.expr(tree, Some(Ty::BOOL));
        let ty = self.shallow(value.ty);
        if let TyKind::Optional(_) = self.kind(ty) {
            let found = self.show(ty);
            let text = self.a.sources.text(tree.span);
            self.a.report(mistakes::optional_as_condition(&found, text, tree.span));
            return literal(ExprKind::Error, Ty::ERROR, tree.span);
        }
        self.coerce(value, Ty::BOOL)
    }

    /// Joins the value of a branch with those before it.
    pub fn branch(&mut self, branches: &mut Branches, value: Expr) -> Expr {
        let ty = self.shallow(value.ty);
        if ty == Ty::NEVER {
            return value;
        }
        match branches.joined {
            None => {
                branches.joined = Some(branches.wanted.unwrap_or(ty));
                branches.first = tail_span(&value);
                if branches.wanted.is_some() { self.coerce(value, branches.ty()) } else { value }
            }
            Some(joined) => match self.try_coerce(value, joined) {
                Ok(value) => value,
                Err(value) => {
                    if branches.wanted.is_some() {
                        self.mismatch(joined, value.ty, tail_span(&value));
                    } else {
                        self.branches_differ(joined, branches.first, &value);
                    }
                    error(value.span)
                }
            },
        }
    }

    fn branches_differ(&mut self, joined: Ty, first: Span, value: &Expr) {
        let (joined, found) = (self.deep(joined), self.deep(value.ty));
        if self.a.program.types.has_error(joined) || self.a.program.types.has_error(found) {
            return;
        }
        let [joined, found] = [joined, found].map(|ty| self.show(ty));
        self.a.report(mistakes::branches_differ(&joined, &found, tail_span(value), first));
    }

    /// Converts the branches that never end to the type of the others.
    pub fn fit_branches(&mut self, branches: Vec<Expr>, ty: Ty) -> Vec<Expr> {
        branches
            .into_iter()
            .map(|value| {
                if ty != Ty::NEVER && self.shallow(value.ty) == Ty::NEVER {
                    super::super::coerce::convert(value, Conversion::Never, ty)
                } else {
                    value
                }
            })
            .collect()
    }

    // Loops

    fn enter_loop(&mut self, label: Option<Ident>, value: Option<Ty>) {
        let id = self.new_loop();
        self.loops.push(Loop { id, label, value, broken: false, used: false });
    }

    fn leave_loop(&mut self) -> Loop {
        let left = self.loops.pop();
        let left = left.unwrap_or(Loop { id: self.new_loop(), label: None, value: None, broken: false, used: true });
        if let (Some(label), false) = (left.label, left.used) {
            let text = self.a.text(label.name);
            let module = self.module();
            self.a.warn(module, mistakes::unused_label(text, label.span));
        }
        left
    }

    pub fn while_loop(
        &mut self,
        label: Option<Ident>,
        condition: &'t tree::Condition,
        body: &'t tree::Block,
        span: Span,
    ) -> Expr {
        self.enter_loop(label, None);
        let outside = self.names.len();
        let condition = Box::new(self.condition(condition));
        let body = Box::new(self.loop_body(body));
        self.names.truncate(outside);
        let label = self.leave_loop().id;
        literal(ExprKind::While { label, condition, body }, Ty::UNIT, span)
    }

    fn loop_body(&mut self, body: &'t tree::Block) -> Expr {
        let value = self.block(body, Some(Ty::UNIT));
        let ty = self.shallow(value.ty);
        if matches!(ty, Ty::UNIT | Ty::NEVER | Ty::ERROR) {
            return value;
        }
        // The value at the end of a loop's body only computes something and goes nowhere.
        let span = body.value.as_ref().map_or(body.span, |value| value.span);
        let module = self.module();
        self.a.warn(module, mistakes::unused_value(span));
        Expr { ty: Ty::UNIT, ..drop_value(value) }
    }

    pub fn endless_loop(
        &mut self,
        label: Option<Ident>,
        body: &'t tree::Block,
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        let value = expected.unwrap_or_else(|| self.fresh(span));
        self.enter_loop(label, Some(value));
        let body = Box::new(self.loop_body(body));
        let left = self.leave_loop();
        let ty = if left.broken { value } else { Ty::NEVER };
        literal(ExprKind::Loop { label: left.id, body }, ty, span)
    }

    pub fn for_loop(
        &mut self,
        label: Option<Ident>,
        pattern: &'t tree::Pattern,
        iterable: &'t tree::Expr,
        body: &'t tree::Block,
        span: Span,
    ) -> Expr {
        let (over, element) = self.iteration(iterable);
        self.enter_loop(label, None);
        let outside = self.names.len();
        let pattern = self.binding_pattern(pattern, element, false, false);
        self.check_irrefutable(&pattern);
        let body = self.loop_body(body);
        self.names.truncate(outside);
        let label = self.leave_loop().id;
        literal(ExprKind::For(Box::new(For { label, pattern, over, body })), Ty::UNIT, span)
    }

    /// How a loop goes over a value, and the type of the elements.
    fn iteration(&mut self, tree: &'t tree::Expr) -> (Iteration, Ty) {
        if let Tree::Range { from: Some(from), to: Some(to), inclusive } = &tree.kind {
            let from = self.coerced(from, Ty::INT);
            let to = self.coerced(to, Ty::INT);
            return (Iteration::Range(from, to, *inclusive), Ty::INT);
        }
        let value = self.expr(tree, None);
        let ty = self.shallow(value.ty);
        match self.kind(ty) {
            TyKind::Array(of) => {
                let of = *of;
                let of = self.shallow(of);
                let of = self.types().widened(of);
                return (Iteration::Array(value), of);
            }
            TyKind::Struct(id, arguments) if Some(*id) == self.a.program.known.list => {
                let of = arguments.first().copied().unwrap_or(Ty::ERROR);
                return (Iteration::List(value), of);
            }
            TyKind::Error | TyKind::Never => return (Iteration::Array(value), Ty::ERROR),
            TyKind::Infer(_) => {
                self.unknown_type_here(ty, tree.span);
                return (Iteration::Array(value), Ty::ERROR);
            }
            _ => {}
        }
        self.iterator(value, tree.span)
    }

    /// Goes over an iterator, or over what gives one by `iter`.
    fn iterator(&mut self, value: Expr, span: Span) -> (Iteration, Ty) {
        let Some(iterator) = self.a.lang.iterator else { return (Iteration::Array(value), Ty::ERROR) };
        let mut value = value;
        let next = self.a.words.next;
        if !self.implements(value.ty, iterator) {
            let ty = value.ty;
            let name = Ident { name: self.a.words.iter, span };
            let Ok(Some(target)) = self.member(ty, name, None, true) else {
                let found = self.show(ty);
                self.a.report(mistakes::not_iterable(&found, span));
                return (Iteration::Array(value), Ty::ERROR);
            };
            value = self.call_target(target, Some(value), &[], None, span);
        }
        match self.operator_method(iterator, next, value.ty, span) {
            Some(target) => {
                let element = match self.kind(target.result) {
                    TyKind::Optional(of) => *of,
                    _ => Ty::ERROR,
                };
                if let Some(dynamic) = target.dynamic {
                    value = self.coerce(value, dynamic);
                }
                self.a.reach_callee(&target.callee);
                (Iteration::Iterator(value, target.callee), element)
            }
            None => {
                let found = self.show(value.ty);
                self.a.report(mistakes::not_iterable(&found, span));
                (Iteration::Array(value), Ty::ERROR)
            }
        }
    }

    // Leaving

    fn loop_of(&mut self, label: Option<Ident>, word: &str, span: Span) -> Option<usize> {
        let inside = self.frames.last().map_or(0, |frame| frame.loops).min(self.loops.len());
        let found = match label {
            None => (self.loops.len() > inside).then(|| self.loops.len() - 1),
            Some(label) => {
                let found = self.loops[inside..]
                    .iter()
                    .rposition(|known| known.label.is_some_and(|known| known.name == label.name));
                found.map(|index| index + inside)
            }
        };
        match found {
            Some(index) => {
                self.loops[index].used |= label.is_some();
                Some(index)
            }
            None => {
                let mistake = match label {
                    Some(label) => mistakes::unknown_label(self.a.text(label.name), label.span),
                    None => mistakes::outside_loop(word, span, self.deferring),
                };
                self.a.report(mistake);
                None
            }
        }
    }

    pub fn break_loop(&mut self, label: Option<Ident>, value: Option<&'t tree::Expr>, span: Span) -> Expr {
        let Some(index) = self.loop_of(label, "break", span) else {
            if let Some(value) = value {
                self.expr(value, None);
            }
            return literal(ExprKind::Error, Ty::NEVER, span);
        };
        self.loops[index].broken = true;
        let (id, wanted) = (self.loops[index].id, self.loops[index].value);
        let value = match (value, wanted) {
            (Some(value), Some(wanted)) => Some(Box::new(self.coerced(value, wanted))),
            (Some(value), None) => {
                self.expr(value, None);
                self.a.report(mistakes::break_with_value(value.span));
                None
            }
            (None, Some(wanted)) => {
                if !self.unify(wanted, Ty::UNIT) {
                    let wanted = self.show(wanted);
                    self.a.report(mistakes::break_without_value(&wanted, span));
                }
                None
            }
            (None, None) => None,
        };
        literal(ExprKind::Break(id, value), Ty::NEVER, span)
    }

    pub fn continue_loop(&mut self, label: Option<Ident>, span: Span) -> Expr {
        match self.loop_of(label, "continue", span) {
            Some(index) => literal(ExprKind::Continue(self.loops[index].id), Ty::NEVER, span),
            None => literal(ExprKind::Error, Ty::NEVER, span),
        }
    }

    pub fn return_value(&mut self, value: Option<&'t tree::Expr>, span: Span) -> Expr {
        let frame = self.frames.last().map(|frame| (frame.result, frame.result_place));
        let Some((result, place)) = frame.filter(|_| !self.deferring) else {
            let mistake = if self.deferring { mistakes::return_in_defer(span) } else { mistakes::return_outside(span) };
            self.a.report(mistake);
            if let Some(value) = value {
                self.expr(value, None);
            }
            return literal(ExprKind::Error, Ty::NEVER, span);
        };
        let value = match value {
            Some(value) => Some(Box::new(self.coerced(value, result))),
            None => {
                if !self.unify(result, Ty::UNIT) {
                    let wanted = self.show(result);
                    self.a.report(mistakes::return_without_value(&wanted, span, place));
                }
                None
            }
        };
        literal(ExprKind::Return(value), Ty::NEVER, span)
    }
}

/// Where the value of a block stands that ends with one.
fn tail_span(value: &Expr) -> Span {
    match &value.kind {
        ExprKind::Block(block) => block.value.as_ref().map_or(value.span, tail_span),
        _ => value.span,
    }
}

/// Turns the value of a block into its last statement.
fn drop_value(mut value: Expr) -> Expr {
    if let ExprKind::Block(block) = &mut value.kind
        && let Some(last) = block.value.take()
    {
        block.statements.push(super::super::program::Statement::Expr(last));
    }
    value
}

/// The common type of the branches of an `if` or `match`.
pub struct Branches {
    wanted: Option<Ty>,
    joined: Option<Ty>,
    first: Span,
}

impl Branches {
    pub fn new(expected: Option<Ty>) -> Self {
        Self { wanted: expected, joined: None, first: Span::default() }
    }

    /// What to expect of the next branch.
    pub fn expected(&self) -> Option<Ty> {
        self.wanted.or(self.joined)
    }

    pub fn ty(&self) -> Ty {
        self.joined.unwrap_or(Ty::NEVER)
    }
}
