//! Patterns become decision trees: no test is made twice on a way through the tree, and whole sets of cases are told
//! apart by one jump (after Maranget, "Compiling Pattern Matching to Good Decision Trees", 2008). `rows` makes the tree,
//! `emit` turns it into code; here are the parts of a value that both speak of.

mod dispatch;
mod emit;
mod rows;

use super::builder::Label;
use super::expr::To;
use super::function::{Body, Slot};
use crate::analysis::program::{Expr, ExprKind, Pattern, PatternKind};
use crate::types::{LocalId as Variable, Ty};
use emit::{Emitter, Holder};
use pvm_bytecode::{LocalId, TypeId};
use rows::Rows;
use rustc_hash::FxHashMap;

/// A part of the value that is matched.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PlaceId(u32);

const ROOT: PlaceId = PlaceId(0);

/// How a part is reached from the one that it is in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Step {
    Root,
    /// A field of a struct or tuple, or of a variant that the part in question has been turned into.
    Field(TypeId, u32),
    /// The same object as one of a variant.
    Variant(TypeId),
    /// What is in an optional.
    Payload,
    /// The element of a list of this type, counted from the front.
    Item(TypeId, u32),
    /// The element counted from the back: 1 is the last.
    FromBack(TypeId, u32),
    /// A new list of the elements but so many at the front and at the back.
    Rest(TypeId, u32, u32),
    /// The value of interface type as one of this type.
    As,
}

struct Place {
    parent: PlaceId,
    step: Step,
    /// Concrete.
    ty: Ty,
}

/// The parts of a value that some pattern looks at.
struct Places {
    all: Vec<Place>,
    known: FxHashMap<(PlaceId, Step, Ty), PlaceId>,
}

impl Places {
    fn new(ty: Ty) -> Self {
        Self { all: vec![Place { parent: ROOT, step: Step::Root, ty }], known: FxHashMap::default() }
    }

    fn child(&mut self, parent: PlaceId, step: Step, ty: Ty) -> PlaceId {
        *self.known.entry((parent, step, ty)).or_insert_with(|| {
            self.all.push(Place { parent, step, ty });
            PlaceId(self.all.len() as u32 - 1)
        })
    }

    fn get(&self, place: PlaceId) -> &Place {
        &self.all[place.0 as usize]
    }
}

/// What is to be matched, and where.
pub struct Case<'p> {
    pub pattern: Option<&'p Pattern>,
    pub guard: Option<&'p Expr>,
    /// The variables stay in sight behind the match.
    pub stays: bool,
}

impl<'p> Body<'_, 'p> {
    /// Goes to the first case that matches: binds its variables and calls `arm` with its number, which must not let
    /// control go on behind it. A case without a pattern always matches.
    pub fn match_value(&mut self, value: &'p Expr, cases: &[Case<'p>], arm: &mut dyn FnMut(&mut Body<'_, 'p>, usize)) {
        let ty = self.ty(value.ty);
        let mut emitter = Emitter::new(Places::new(ty), cases);
        if let Some(local) = self.steady(value) {
            emitter.hold(ROOT, local, Holder::Steady);
            return self.match_held(emitter, cases, arm);
        }
        let takes_apart = |case: &Case| case.pattern.is_none_or(takes_apart);
        match &value.kind {
            ExprKind::Tuple(parts) if cases.iter().all(takes_apart) => {
                let id = self.lowering.declare(ty);
                for (part, index) in parts.iter().zip(0..) {
                    let part_ty = self.ty(part.ty);
                    let place = emitter.places.child(ROOT, Step::Field(id, index), part_ty);
                    if let Some(local) = self.steady(part) {
                        emitter.hold(place, local, Holder::Steady);
                    } else if let Some(value) = self.lowering.value(part_ty) {
                        let local = self.builder().local(value);
                        self.lower(part, To::Local(local));
                        emitter.hold(place, local, Holder::Match);
                    } else {
                        self.lower(part, To::Nothing);
                    }
                }
            }
            ExprKind::Local(variable) if self.keeps_its_place(*variable, cases) => {
                if let Slot::Local(local) = self.slots[variable.index()] {
                    emitter.hold(ROOT, local, Holder::Variable);
                }
            }
            _ => match self.lowering.value(ty) {
                Some(of) => {
                    let local = self.builder().local(of);
                    self.lower(value, To::Local(local));
                    emitter.hold(ROOT, local, Holder::Match);
                }
                None => self.lower(value, To::Nothing),
            },
        }
        self.match_held(emitter, cases, arm);
    }

    fn match_held(
        &mut self,
        mut emitter: Emitter<'_, 'p>,
        cases: &[Case<'p>],
        arm: &mut dyn FnMut(&mut Body<'_, 'p>, usize),
    ) {
        let tree = Rows::new(self, &mut emitter.places, cases).tree();
        if self.builder().is_open() {
            emitter.run(self, &tree, arm);
        }
        emitter.release_all(self);
    }

    /// The local of a variable that never changes.
    fn steady(&self, value: &Expr) -> Option<LocalId> {
        let ExprKind::Local(variable) = value.kind else { return None };
        match self.slots[variable.index()] {
            Slot::Local(local) | Slot::Borrowed(local) if !self.locals[variable.index()].mutable => Some(local),
            _ => None,
        }
    }

    /// Whether a variable keeps its value and its place while patterns are tested.
    fn keeps_its_place(&self, variable: Variable, cases: &[Case]) -> bool {
        let guarded = cases.iter().any(|case| case.guard.is_some());
        matches!(self.slots[variable.index()], Slot::Local(_)) && !guarded
    }

    /// Goes on with what the pattern binds if it matches, else to the label.
    pub fn test_pattern(&mut self, pattern: &'p Pattern, value: &'p Expr, otherwise: Label) {
        let matched = self.builder().label();
        let cases = [Case { pattern: Some(pattern), guard: None, stays: true }, Case::rest()];
        self.match_value(value, &cases, &mut |body, case| {
            body.builder().jump(if case == 0 { matched } else { otherwise });
        });
        self.builder().place(matched);
    }

    /// `let`, with a pattern that is more than a name.
    pub fn let_pattern(&mut self, pattern: &'p Pattern, value: &'p Expr, otherwise: Option<&'p Expr>) {
        let pending = self.builder().spill();
        match otherwise {
            Some(otherwise) => {
                let other = self.builder().label();
                self.test_pattern(pattern, value, other);
                let matched = self.builder().label();
                self.builder().jump(matched);
                self.builder().place(other);
                self.lower(otherwise, To::Nothing);
                self.builder().place(matched);
            }
            None => {
                let matched = self.builder().label();
                let cases = [Case { pattern: Some(pattern), guard: None, stays: true }];
                self.match_value(value, &cases, &mut |body, _| body.builder().jump(matched));
                self.builder().place(matched);
            }
        }
        self.builder().unspill(pending);
    }

    /// Binds the value on the stack to a pattern that always matches.
    pub fn let_value(&mut self, pattern: &'p Pattern) {
        let ty = self.ty(pattern.ty);
        let cases = [Case { pattern: Some(pattern), guard: None, stays: true }];
        let mut emitter = Emitter::new(Places::new(ty), &cases);
        if self.lowering.value(ty).is_some() {
            let local = self.builder().pop_to_local();
            emitter.hold(ROOT, local, Holder::Match);
        }
        let matched = self.builder().label();
        self.match_held(emitter, &cases, &mut |body, _| body.builder().jump(matched));
        self.builder().place(matched);
    }
}

impl Case<'_> {
    fn rest() -> Self {
        Self { pattern: None, guard: None, stays: false }
    }
}

/// Whether a pattern of a tuple looks at its parts only, never at the tuple itself.
fn takes_apart(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Wildcard | PatternKind::Tuple(_) => true,
        PatternKind::Or(patterns) => patterns.iter().all(takes_apart),
        _ => false,
    }
}
