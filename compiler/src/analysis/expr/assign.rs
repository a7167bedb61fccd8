//! Assignment.

use super::name::Denoted;
use super::operator::Operand;
use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::mistakes;
use crate::analysis::program::{Callee, Expr, ExprKind, Place};
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp, ExprKind as Tree, Ident};
use crate::types::{LocalId, Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn assign(
        &mut self,
        place: &'t tree::Expr,
        operator: Option<BinaryOp>,
        value: &'t tree::Expr,
        span: Span,
    ) -> Expr {
        let Some((place, ty)) = self.place(place, operator.is_some()) else {
            self.expr(value, None);
            return error(span);
        };
        let Some(operator) = operator else {
            let value = self.coerced(value, ty);
            return self.placed(ExprKind::Assign(Box::new(place), Box::new(value)), span);
        };
        self.assign_operator(place, ty, operator, value, span)
    }

    /// `place op= value`. On built-in types the machine evaluates the place's parts once; otherwise they are bound to
    /// variables first.
    fn assign_operator(&mut self, place: Place, ty: Ty, operator: BinaryOp, value: &'t tree::Expr, span: Span) -> Expr {
        let shallow = self.shallow(ty);
        let old = self.hidden_local(shallow, span);
        let current = literal(ExprKind::Local(old), shallow, span);
        let combined = self.binary_values(operator, current, Operand::Tree(value), span);
        if let ExprKind::Binary(operator, _, value) = combined.kind {
            return self.placed(ExprKind::AssignOp(Box::new(place), operator, value), span);
        }
        let combined = self.coerce(combined, ty);
        if combined.ty == Ty::ERROR {
            return error(span);
        }
        self.assign_combined(place, old, shallow, combined, span)
    }

    /// An assignment, which in backtraces is where its sign is.
    fn placed(&self, kind: ExprKind, span: Span) -> Expr {
        Expr { place: self.place, ..literal(kind, Ty::UNIT, span) }
    }

    /// Reads the place into the variable that `combined` uses, then writes `combined` back.
    fn assign_combined(&mut self, place: Place, old: LocalId, ty: Ty, combined: Expr, span: Span) -> Expr {
        let mut steps = Vec::new();
        let (read, place) = match place {
            Place::Local(id) => (literal(ExprKind::Local(id), ty, span), Place::Local(id)),
            Place::Global(id) => (literal(ExprKind::Global(id), ty, span), Place::Global(id)),
            Place::Field(of, field) => {
                let of = self.bound_once(of, &mut steps);
                let read = literal(ExprKind::Field(Box::new(again(&of)), field), ty, span);
                (read, Place::Field(of, field))
            }
            Place::Element(of, key) => {
                let of = self.bound_once(of, &mut steps);
                let key = self.bound_once(key, &mut steps);
                let read = Expr { place: of.span.end, ..self.element(again(&of), again(&key), ty, span) };
                (read, Place::Element(of, key))
            }
            Place::Index { receiver, key, get, set } => {
                let receiver = self.bound_once(receiver, &mut steps);
                let key = self.bound_once(key, &mut steps);
                let Some(get) = get else { return error(span) };
                let values = vec![again(&receiver), again(&key)];
                let read = literal(ExprKind::Call(Box::new(get), values), ty, span);
                let read = Expr { place: receiver.span.end, ..read };
                (read, Place::Index { receiver, key, get: None, set })
            }
        };
        steps.push(self.let_local(old, read));
        let write = literal(ExprKind::Assign(Box::new(place), Box::new(combined)), Ty::UNIT, span);
        self.sequence(steps, write)
    }

    /// The place that an assignment writes, and its type.
    fn place(&mut self, tree: &'t tree::Expr, reads: bool) -> Option<(Place, Ty)> {
        match &tree.kind {
            Tree::Index(of, key) => return self.index_place(of, key, reads, tree.span),
            Tree::Error => return None,
            _ => {}
        }
        match self.denote(tree, None) {
            Some(Denoted::Local(id)) => self.local_place(id, reads, tree),
            Some(Denoted::Global(id)) => {
                let ty = self.a.global_type(id, tree.span);
                let global = &self.a.program.globals[id.index()];
                if !global.mutable {
                    let (declared, constant) = (global.span, self.a.global(id).constant);
                    let name = self.a.text(self.a.program.globals[id.index()].name);
                    let word = if constant { "const" } else { "let" };
                    self.a.report(mistakes::assign_to_immutable(name, word, tree.span, declared));
                }
                self.a.note_global_use(id, tree.span);
                self.a.reach_global(id);
                Some((Place::Global(id), ty))
            }
            Some(Denoted::Error) => None,
            Some(_) => {
                self.a.report(mistakes::not_a_place(tree.span));
                None
            }
            None => match &tree.kind {
                Tree::Field(of, name) => self.field_place(of, *name),
                Tree::TupleField(..) => {
                    self.expr(tree, None);
                    self.a.report(mistakes::assign_to_tuple(tree.span));
                    None
                }
                _ => {
                    self.expr(tree, None);
                    self.a.report(mistakes::not_a_place(tree.span));
                    None
                }
            },
        }
    }

    fn local_place(&mut self, id: LocalId, reads: bool, tree: &tree::Expr) -> Option<(Place, Ty)> {
        self.capture(id);
        let place = &mut self.uses[id.index()];
        place.written = true;
        place.read |= reads;
        let local = &self.locals[id.index()];
        let ty = local.ty;
        if !local.mutable && ty != Ty::ERROR {
            let (name, declared) = (self.a.text(local.name), local.span);
            let mistake = if matches!(tree.kind, Tree::SelfValue) {
                mistakes::not_a_place(tree.span)
            } else {
                mistakes::assign_to_immutable(name, "let", tree.span, declared)
            };
            self.a.report(mistake);
        }
        Some((Place::Local(id), ty))
    }

    fn field_place(&mut self, of: &'t tree::Expr, name: Ident) -> Option<(Place, Ty)> {
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, of.span) {
            return None;
        }
        let Some(field) = self.find_field(ty, name) else {
            let mistake = self.unknown_field(ty, name);
            self.report_unless_error(ty, mistake);
            return None;
        };
        if !field.mutable {
            let of = self.show(ty);
            let text = self.a.text(name.name);
            self.a.report(mistakes::assign_to_field(text, &of, name.span, field.declared));
        }
        Some((Place::Field(value, field.index), field.ty))
    }

    fn index_place(&mut self, of: &'t tree::Expr, key: &'t tree::Expr, reads: bool, span: Span) -> Option<(Place, Ty)> {
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, of.span) {
            self.expr(key, None);
            return None;
        }
        if let TyKind::Array(element) = *self.kind(ty) {
            let key = self.coerced(key, Ty::INT);
            let element = self.shallow(element);
            let element = self.types().widened(element);
            return Some((Place::Element(value, key), element));
        }
        let words = self.a.words;
        let set = self.a.lang.index_set.and_then(|set| self.operator_method(set, words.index_set, ty, span));
        let Some(set) = set else {
            self.expr(key, None);
            let found = self.show(ty);
            self.a.report(mistakes::not_index_assignable(&found, of.span));
            return None;
        };
        let key = self.coerced(key, set.params[1]);
        let element = set.params[2];
        let get = if reads { self.getter(ty, key.ty, element, span)? } else { None };
        let receiver = self.coerce(value, set.params[0]);
        self.a.reach_callee(&set.callee);
        Some((Place::Index { receiver, key, get, set: set.callee }, element))
    }

    fn getter(&mut self, ty: Ty, key: Ty, element: Ty, span: Span) -> Option<Option<Callee>> {
        let words = self.a.words;
        let get = self.a.lang.index.and_then(|get| self.operator_method(get, words.index, ty, span));
        match get {
            Some(get) if self.unify(get.params[1], key) && self.unify(get.result, element) => {
                self.a.reach_callee(&get.callee);
                Some(Some(get.callee))
            }
            _ => {
                let mistake = self.not_indexable(ty, false, span);
                self.a.report(mistake);
                None
            }
        }
    }
}

/// A variable read a second time.
fn again(value: &Expr) -> Expr {
    match value.kind {
        ExprKind::Local(id) => literal(ExprKind::Local(id), value.ty, value.span),
        _ => error(value.span),
    }
}
