//! The code of a decision tree. A part of the value is fetched when it is first needed, and kept in a local when it is
//! needed again further down the tree.

use super::rows::{Node, NodeId, On, Test, Tree};
use super::{Case, PlaceId, Places, Step};
use crate::analysis::program::{Pattern, PatternKind};
use crate::lower::builder::Label;
use crate::lower::function::{Body, Slot};
use crate::lower::intrinsic::ArrayOp;
use crate::types::{LocalId as Variable, Ty, TyKind};
use pvm_bytecode::{HeapType, LocalId, Op, RefType, TrapKind, TypeId, ValueType};

/// The fields of `std.list.List`.
const ITEMS: u32 = 0;
const LENGTH: u32 = 1;

pub struct Emitter<'c, 'p> {
    pub places: Places,
    cases: &'c [Case<'p>],
    /// The locals that hold parts, by place.
    held: Vec<Option<LocalId>>,
    /// Which parts are held, in the order in which that came about, and by whom.
    trail: Vec<(PlaceId, LocalId, Holder)>,
    /// How often each part is needed.
    uses: Vec<u32>,
    /// Where the code of a case stands that several ways lead to.
    shared: Vec<Option<Label>>,
    /// Where to go at the end of the first of a sequence.
    next: Vec<Label>,
}

/// Whose the local is that holds a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holder {
    /// It is given back when the part is not needed any more.
    Match,
    /// A variable's that never changes: what is bound to the part may be there, too.
    Steady,
    /// A variable's that changes when the patterns have been tested.
    Variable,
}

type Arm<'f, 'p> = &'f mut dyn FnMut(&mut Body<'_, 'p>, usize);

impl<'c, 'p> Emitter<'c, 'p> {
    pub fn new(places: Places, cases: &'c [Case<'p>]) -> Self {
        let shared = vec![None; cases.len()];
        Self { places, cases, held: Vec::new(), trail: Vec::new(), uses: Vec::new(), shared, next: Vec::new() }
    }

    /// Says that a local holds a part.
    pub fn hold(&mut self, place: PlaceId, local: LocalId, holder: Holder) {
        self.held.resize(self.held.len().max(place.0 as usize + 1), None);
        self.held[place.0 as usize] = Some(local);
        self.trail.push((place, local, holder));
    }

    pub fn run(&mut self, body: &mut Body<'_, 'p>, tree: &Tree<'p>, arm: Arm<'_, 'p>) {
        self.held.resize(self.places.all.len(), None);
        self.count_uses(tree);
        self.share(body, tree);
        self.node(body, tree, tree.root, arm);
        for case in 0..self.cases.len() {
            if let Some(label) = self.shared[case] {
                body.builder().place(label);
                if body.builder().is_open() {
                    arm(body, case);
                }
            }
        }
    }

    /// Cases that several ways lead to have their variables beforehand.
    fn share(&mut self, body: &mut Body<'_, 'p>, tree: &Tree<'p>) {
        let mut ways = vec![0_u32; self.cases.len()];
        for node in tree.nodes() {
            if let Node::Leaf { case, .. } | Node::Guarded { case, .. } = node {
                ways[*case] += 1;
            }
        }
        for (case, ways) in ways.into_iter().enumerate() {
            if ways > 1 {
                self.shared[case] = Some(body.builder().label());
            }
            if ways > 1
                && let Some(pattern) = self.cases[case].pattern
            {
                variables(pattern, &mut |variable| body.declare(variable));
            }
        }
    }

    fn count_uses(&mut self, tree: &Tree<'p>) {
        self.uses = vec![0; self.places.all.len()];
        for node in tree.nodes() {
            match node {
                Node::Leaf { bindings, .. } | Node::Guarded { bindings, .. } => {
                    bindings.iter().for_each(|(place, _)| self.uses[place.0 as usize] += 1);
                }
                Node::Switch { place, .. } => self.uses[place.0 as usize] += 1,
                Node::Chain { place, cases, .. } => self.uses[place.0 as usize] += cases.len() as u32,
                _ => {}
            }
        }
        // A part comes after the one that it is in.
        for at in (1..self.places.all.len()).rev() {
            if self.uses[at] > 0 {
                let parent = self.places.all[at].parent;
                self.uses[parent.0 as usize] += 1;
            }
        }
    }

    fn node(&mut self, body: &mut Body<'_, 'p>, tree: &Tree<'p>, id: NodeId, arm: Arm<'_, 'p>) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let held = self.trail.len();
            self.node_here(body, tree, id, arm);
            self.release(body, held);
        });
    }

    fn node_here(&mut self, body: &mut Body<'_, 'p>, tree: &Tree<'p>, id: NodeId, arm: Arm<'_, 'p>) {
        match tree.node(id) {
            Node::Fail => body.unreachable(),
            Node::Next => {
                if let Some(&next) = self.next.last() {
                    body.builder().jump(next);
                }
            }
            Node::Leaf { case, bindings } => {
                let outside = body.bound.len();
                self.bind(body, *case, bindings);
                self.arrive(body, *case, arm);
                if !self.cases[*case].stays {
                    body.forget_from(outside);
                }
            }
            Node::Guarded { case, bindings, otherwise } => {
                let outside = body.bound.len();
                self.bind(body, *case, bindings);
                let [holds, fails] = [(); 2].map(|()| body.builder().label());
                if let Some(guard) = self.cases[*case].guard {
                    body.branch_on(guard, holds, fails);
                }
                body.builder().place(holds);
                self.arrive(body, *case, arm);
                body.forget_from(outside);
                body.builder().place(fails);
                self.node(body, tree, *otherwise, arm);
            }
            Node::Switch { place, on, starts, branches } => {
                let labels: Vec<Label> = branches.iter().map(|_| body.builder().label()).collect();
                self.switch(body, *place, *on, starts, &labels);
                for (&branch, label) in branches.iter().zip(labels) {
                    body.builder().place(label);
                    if body.builder().is_open() {
                        self.node(body, tree, branch, arm);
                    }
                }
            }
            Node::Chain { place, cases, otherwise } => {
                for (test, then) in cases {
                    let [yes, no] = [(); 2].map(|()| body.builder().label());
                    self.test(body, *place, *test);
                    body.builder().branch(yes, no);
                    body.builder().place(yes);
                    self.node(body, tree, *then, arm);
                    body.builder().place(no);
                }
                self.node(body, tree, *otherwise, arm);
            }
            Node::Sequence { first, rest } => {
                let next = body.builder().label();
                self.next.push(next);
                self.node(body, tree, *first, arm);
                self.next.pop();
                body.builder().place(next);
                self.node(body, tree, *rest, arm);
            }
        }
    }

    fn bind(&mut self, body: &mut Body<'_, 'p>, case: usize, bindings: &[(PlaceId, Variable)]) {
        for &(place, variable) in bindings {
            self.push(body, place);
            match self.lend(body, place, variable, self.cases[case].stays) {
                Some(slot) => {
                    body.builder().drop();
                    body.begin_at(variable, slot);
                }
                None => body.bind(variable),
            }
        }
    }

    /// The place of a part for a variable that is bound to it, if both can share it. One that stays in sight takes it
    /// over.
    fn lend(&mut self, body: &Body<'_, 'p>, place: PlaceId, variable: Variable, stays: bool) -> Option<Slot> {
        let (_, local, holder) = self.trail.iter_mut().rfind(|(held, ..)| *held == place)?;
        if !body.may_borrow(variable) {
            return None;
        }
        match holder {
            Holder::Variable => None,
            Holder::Match if stays => {
                *holder = Holder::Steady;
                Some(Slot::Local(*local))
            }
            Holder::Match | Holder::Steady => Some(Slot::Borrowed(*local)),
        }
    }

    /// The case matches and its variables are bound.
    fn arrive(&mut self, body: &mut Body<'_, 'p>, case: usize, arm: Arm<'_, 'p>) {
        match self.shared[case] {
            Some(label) => body.builder().jump(label),
            None if body.builder().is_open() => arm(body, case),
            None => {}
        }
    }

    fn switch(&mut self, body: &mut Body<'_, 'p>, place: PlaceId, on: On, starts: &[(i64, u32)], labels: &[Label]) {
        let targets: Vec<(i64, Label)> =
            starts.iter().map(|&(start, branch)| (start, labels[branch as usize])).collect();
        match on {
            _ if targets.len() == 1 => body.builder().jump(targets[0].1),
            On::Value => {
                self.push(body, place);
                match self.held[place.0 as usize] {
                    Some(local) => {
                        body.builder().drop();
                        body.dispatch(local, &targets);
                    }
                    None => self.dispatch_number(body, &targets),
                }
            }
            On::Null => {
                self.push(body, place);
                body.builder().op(Op::RefIsNull {}, 1, Some(ValueType::I64));
                self.dispatch_number(body, &targets);
            }
            On::Tag(ty) => {
                self.push(body, place);
                body.builder().op(Op::EnumTag { ty }, 1, Some(ValueType::I64));
                self.dispatch_number(body, &targets);
            }
            On::Length(ty) => {
                self.push(body, place);
                body.list_field(ty, LENGTH);
                self.dispatch_number(body, &targets);
            }
        }
    }

    /// Goes by the number on the stack.
    fn dispatch_number(&mut self, body: &mut Body<'_, 'p>, targets: &[(i64, Label)]) {
        if body.dispatch_once(targets) {
            return;
        }
        let number = body.builder().pop_to_local();
        body.dispatch(number, targets);
        body.builder().release(number);
    }

    fn test(&mut self, body: &mut Body<'_, 'p>, place: PlaceId, test: Test<'p>) {
        self.push(body, place);
        match test {
            Test::Float(value) => {
                body.builder().float(value);
                body.builder().op(Op::F64Eq {}, 2, Some(ValueType::I64));
            }
            Test::String(text) => {
                body.string(text);
                body.builder().binary(Op::StringEq {});
            }
            Test::Is(ty) => body.test_type(ty),
        }
    }

    // Parts

    /// Pushes a part of the value; nothing for one that is represented by nothing.
    fn push(&mut self, body: &mut Body<'_, 'p>, place: PlaceId) {
        if let Some(local) = self.held[place.0 as usize] {
            return body.builder().get(local);
        }
        let (parent, step, ty) = {
            let place = self.places.get(place);
            (place.parent, place.step, place.ty)
        };
        if body.lowering.value(ty).is_none() {
            return;
        }
        self.step(body, parent, step, ty);
        if self.uses[place.0 as usize] > 1 && body.builder().is_open() {
            let local = body.builder().pop_to_local();
            self.hold(place, local, Holder::Match);
            body.builder().get(local);
        }
    }

    fn step(&mut self, body: &mut Body<'_, 'p>, parent: PlaceId, step: Step, ty: Ty) {
        if step != Step::Root {
            self.push(body, parent);
        }
        match step {
            Step::Root => {}
            Step::Field(id, field) => {
                if let Some(field) = body.lowering.field(id, field) {
                    let value = body.lowering.field_value(id, field);
                    body.builder().op(Op::StructGet { ty: id, field }, 1, value);
                }
            }
            Step::Variant(variant) => {
                let heap = HeapType::Type(variant);
                body.builder().op(Op::RefCast { heap }, 1, Some(ValueType::Ref(RefType::to(heap))));
            }
            Step::Payload => body.take_payload(ty, TrapKind::NullUnwrap),
            Step::Item(id, index) => {
                body.list_field(id, ITEMS);
                body.builder().integer(i64::from(index));
                body.array(ArrayOp::Get, ty);
            }
            Step::FromBack(id, index) => {
                body.list_field(id, ITEMS);
                self.push(body, parent);
                body.list_field(id, LENGTH);
                body.builder().integer(i64::from(index));
                body.builder().binary(Op::I64Sub {});
                body.array(ArrayOp::Get, ty);
            }
            Step::Rest(id, before, after) => self.rest(body, parent, id, (before, after), ty),
            Step::As => {
                let heap = body.lowering.heap(ty);
                body.builder().op(Op::RefCast { heap }, 1, Some(ValueType::Ref(RefType::to(heap))));
                body.unwrap_box(ty);
            }
        }
    }

    /// Replaces the list on the stack by a new one without some elements at the front and at the back.
    fn rest(&mut self, body: &mut Body<'_, 'p>, list: PlaceId, id: TypeId, (before, after): (u32, u32), ty: Ty) {
        let element = match body.lowering.program.types.kind(ty) {
            TyKind::Struct(_, arguments) => arguments.first().copied().unwrap_or(Ty::UNIT),
            _ => Ty::UNIT,
        };
        let length = body.builder().local(ValueType::I64);
        body.list_field(id, LENGTH);
        body.builder().integer(i64::from(before) + i64::from(after));
        body.builder().binary(Op::I64Sub {});
        body.builder().set(length);
        body.builder().get(length);
        body.array(ArrayOp::Default, element);
        let items = body.builder().pop_to_local();
        body.builder().get(items);
        body.builder().integer(0);
        self.push(body, list);
        body.list_field(id, ITEMS);
        body.builder().integer(i64::from(before));
        body.builder().get(length);
        body.array(ArrayOp::Copy, element);
        body.builder().get(items);
        body.builder().get(length);
        body.new_object(id);
        body.builder().release(items);
        body.builder().release(length);
    }

    fn release(&mut self, body: &mut Body<'_, 'p>, held: usize) {
        for (place, local, holder) in self.trail.split_off(held) {
            self.held[place.0 as usize] = None;
            if holder == Holder::Match {
                body.builder().release(local);
            }
        }
    }

    pub fn release_all(mut self, body: &mut Body<'_, 'p>) {
        self.release(body, 0);
    }
}

/// Calls with every variable that a pattern binds.
fn variables(pattern: &Pattern, each: &mut dyn FnMut(Variable)) {
    match &pattern.kind {
        PatternKind::Bind(variable) => each(*variable),
        PatternKind::At(variable, inner) => {
            each(*variable);
            variables(inner, each);
        }
        PatternKind::Some(inner) | PatternKind::Is(inner, _) => variables(inner, each),
        PatternKind::Tuple(parts)
        | PatternKind::Struct(parts)
        | PatternKind::Variant(_, parts)
        | PatternKind::Or(parts) => parts.iter().for_each(|part| variables(part, each)),
        PatternKind::List { before, rest, after } => {
            before.iter().chain(after).for_each(|part| variables(part, each));
            rest.iter().flatten().for_each(|variable| each(*variable));
        }
        _ => {}
    }
}
