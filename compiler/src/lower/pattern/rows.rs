//! From cases to a decision tree. A row is what is left to test of a case; to test a part of the value splits the rows
//! into those that can still match in each outcome.

use super::{Case, PlaceId, Places, ROOT, Step};
use crate::analysis::program::{Pattern, PatternKind};
use crate::lower::function::Body;
use crate::lower::mistakes;
use crate::types::{LocalId as Variable, Ty, TyKind};
use pvm_bytecode::TypeId;
use rustc_hash::FxHashMap;

/// A node of a decision tree, by its place among all nodes: a tree can be as deep as there are cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodeId(u32);

/// A decision tree.
pub struct Tree<'p> {
    nodes: Vec<Node<'p>>,
    pub root: NodeId,
}

impl<'p> Tree<'p> {
    pub fn node(&self, id: NodeId) -> &Node<'p> {
        &self.nodes[id.0 as usize]
    }

    pub fn nodes(&self) -> &[Node<'p>] {
        &self.nodes
    }
}

pub enum Node<'p> {
    /// No case is left: never reached, since the cases are exhaustive.
    Fail,
    /// On to the rest of the innermost sequence.
    Next,
    /// The case matches, with what its variables are bound to.
    Leaf { case: usize, bindings: Vec<(PlaceId, Variable)> },
    /// The same if the case's guard holds.
    Guarded { case: usize, bindings: Vec<(PlaceId, Variable)>, otherwise: NodeId },
    /// By a number that belongs to the part: from `starts[i].0` up to the next start, `branches[starts[i].1]`.
    Switch { place: PlaceId, on: On, starts: Vec<(i64, u32)>, branches: Vec<NodeId> },
    /// By tests of which one can hold.
    Chain { place: PlaceId, cases: Vec<(Test<'p>, NodeId)>, otherwise: NodeId },
    /// The first, and where that is at its end, the rest.
    Sequence { first: NodeId, rest: NodeId },
}

/// Which number of a part a switch goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum On {
    /// The part itself: an int, a char, a bool, or an enum without payloads.
    Value,
    Tag(TypeId),
    /// 1 for none, 0 for some.
    Null,
    /// The length of a list.
    Length(TypeId),
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Test<'p> {
    Float(f64),
    String(&'p str),
    Is(Ty),
}

/// What is left to test of a case.
#[derive(Clone)]
pub struct Row<'p> {
    tests: Vec<(PlaceId, &'p Pattern)>,
    bindings: Vec<(PlaceId, Variable)>,
    case: usize,
    guarded: bool,
}

pub struct Rows<'a, 'b, 'l, 'p> {
    body: &'b mut Body<'l, 'p>,
    places: &'a mut Places,
    rows: Vec<Row<'p>>,
    nodes: Vec<Node<'p>>,
    /// How many more nodes there may be before cases are tested one after the other.
    budget: usize,
    /// The first of the patterns, until they are refused.
    first: Option<&'p Pattern>,
}

/// Patterns that would need a tree larger than this are refused.
const MAXIMUM_NODES: usize = 50_000;

/// A row that a range of numbers matches, and with which pattern if that has parts.
type Match<'p> = (usize, Option<&'p Pattern>);

/// A set of rows in some outcome of a switch: by number, and with which pattern of a payload or list, if that matters.
type Group = Vec<(usize, usize)>;

impl<'a, 'b, 'l, 'p> Rows<'a, 'b, 'l, 'p> {
    pub fn new(body: &'b mut Body<'l, 'p>, places: &'a mut Places, cases: &[Case<'p>]) -> Self {
        let budget = 200 + 20 * cases.len();
        let first = cases.first().and_then(|case| case.pattern);
        let mut rows = Self { body, places, rows: Vec::new(), nodes: Vec::new(), budget, first };
        for (case, number) in cases.iter().zip(0..) {
            let guarded = case.guard.is_some();
            let mut row = Row { tests: Vec::new(), bindings: Vec::new(), case: number, guarded };
            if let Some(pattern) = case.pattern {
                rows.add(&mut row, ROOT, pattern);
            }
            row.tests.reverse();
            rows.rows.push(row);
        }
        rows
    }

    pub fn tree(mut self) -> Tree<'p> {
        let rows = std::mem::take(&mut self.rows);
        let root = self.decide(rows, false);
        Tree { nodes: self.nodes, root }
    }

    fn new_node(&mut self, node: Node<'p>) -> NodeId {
        self.nodes.push(node);
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// Adds a pattern to a row: what always matches is taken apart at once.
    fn add(&mut self, row: &mut Row<'p>, place: PlaceId, pattern: &'p Pattern) {
        match &pattern.kind {
            PatternKind::Error | PatternKind::Wildcard => {}
            PatternKind::Bind(variable) => row.bindings.push((place, *variable)),
            PatternKind::At(variable, inner) => {
                row.bindings.push((place, *variable));
                self.add(row, place, inner);
            }
            PatternKind::Tuple(parts) | PatternKind::Struct(parts) => {
                let ty = self.body.ty(pattern.ty);
                if let TyKind::Struct(..) | TyKind::Tuple(_) = self.body.lowering.program.types.kind(ty) {
                    let id = self.body.lowering.declare(ty);
                    self.add_fields(row, place, id, parts);
                }
            }
            _ => row.tests.push((place, pattern)),
        }
    }

    fn add_fields(&mut self, row: &mut Row<'p>, place: PlaceId, id: TypeId, parts: &'p [Pattern]) {
        for (part, index) in parts.iter().zip(0..) {
            if !matches!(part.kind, PatternKind::Wildcard) {
                let ty = self.body.ty(part.ty);
                let field = self.places.child(place, Step::Field(id, index), ty);
                self.add(row, field, part);
            }
        }
    }

    fn decide(&mut self, rows: Vec<Row<'p>>, in_sequence: bool) -> NodeId {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
            let node = self.decide_here(rows, in_sequence);
            self.new_node(node)
        })
    }

    fn decide_here(&mut self, mut rows: Vec<Row<'p>>, in_sequence: bool) -> Node<'p> {
        let Some(first) = rows.first() else { return if in_sequence { Node::Next } else { Node::Fail } };
        if self.nodes.len() >= MAXIMUM_NODES {
            self.refuse();
            return Node::Fail;
        }
        let Some(&(place, _)) = first.tests.last() else {
            let first = rows.remove(0);
            if !first.guarded {
                return Node::Leaf { case: first.case, bindings: first.bindings };
            }
            let otherwise = self.decide(rows, in_sequence);
            return Node::Guarded { case: first.case, bindings: first.bindings, otherwise };
        };
        if self.budget == 0 && rows.len() > 1 {
            let rest = rows.split_off(1);
            let first = self.decide(rows, true);
            let rest = self.decide(rest, in_sequence);
            return Node::Sequence { first, rest };
        }
        self.budget = self.budget.saturating_sub(1);
        let rows = self.expanded(place, rows);
        // What was expanded may have left the first row without a test of this part.
        let Some(pattern) = rows[0].test_of(place) else { return self.decide_here(rows, in_sequence) };
        match simplest(pattern) {
            PatternKind::Float(_) | PatternKind::String(_) => self.chain(place, rows, in_sequence),
            PatternKind::Is(_, ty) => self.test_type(place, *ty, rows, in_sequence),
            _ => self.switch(place, pattern.ty, rows, in_sequence),
        }
    }

    fn refuse(&mut self) {
        if let Some(pattern) = self.first.take() {
            self.body.lowering.diagnostics.push(mistakes::patterns_too_complex(pattern.span));
        }
    }

    /// The rows with those split up that test the part for alternatives of which one binds or takes apart the part.
    fn expanded(&mut self, place: PlaceId, rows: Vec<Row<'p>>) -> Vec<Row<'p>> {
        let mut expanded = Vec::with_capacity(rows.len());
        for row in rows {
            match row.test_of(place) {
                Some(pattern) if must_expand(pattern) => alternatives(pattern, &mut |alternative| {
                    let mut row = row.without(place);
                    let before = row.tests.len();
                    self.add(&mut row, place, alternative);
                    row.tests[before..].reverse();
                    expanded.push(row);
                }),
                _ => expanded.push(row),
            }
        }
        expanded
    }

    // Two ways at a time

    fn chain(&mut self, place: PlaceId, rows: Vec<Row<'p>>, in_sequence: bool) -> Node<'p> {
        let mut found: Vec<Test<'p>> = Vec::new();
        let mut numbers = FxHashMap::default();
        // For each row its tests of this part, by number; none if it does not test it.
        let wanted: Vec<Option<Vec<usize>>> = rows
            .iter()
            .map(|row| {
                let pattern = row.test_of(place)?;
                let mut wanted = Vec::new();
                alternatives(pattern, &mut |pattern| {
                    let (key, test) = match &pattern.kind {
                        PatternKind::String(text) => (Key::Text(text), Test::String(text)),
                        PatternKind::Float(value) => (Key::Bits(value.to_bits()), Test::Float(*value)),
                        _ => return,
                    };
                    wanted.push(*numbers.entry(key).or_insert_with(|| {
                        found.push(test);
                        found.len() - 1
                    }));
                });
                Some(wanted)
            })
            .collect();
        let mut by_test: Vec<Vec<usize>> = vec![Vec::new(); found.len()];
        for (row, wanted) in wanted.iter().enumerate() {
            wanted.iter().flatten().for_each(|&test| by_test[test].push(row));
        }
        let open: Vec<usize> = (0..rows.len()).filter(|&row| wanted[row].is_none()).collect();
        let mut cases = Vec::with_capacity(found.len());
        for (test, matching) in found.into_iter().zip(by_test) {
            let rows = merge(&matching, &open).map(|row| rows[row].without(place)).collect();
            cases.push((test, self.decide(rows, in_sequence)));
        }
        let rest = open.iter().map(|&row| rows[row].clone()).collect();
        Node::Chain { place, cases, otherwise: self.decide(rest, in_sequence) }
    }

    /// Types may overlap, so what is of one may still be of another.
    fn test_type(&mut self, place: PlaceId, ty: Ty, rows: Vec<Row<'p>>, in_sequence: bool) -> Node<'p> {
        let ty = self.body.ty(ty);
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for row in rows {
            let Some(pattern) = row.test_of(place) else {
                yes.push(row.clone());
                no.push(row);
                continue;
            };
            let mut all = Vec::new();
            alternatives(pattern, &mut |pattern| all.push(pattern));
            for alternative in all {
                let mut narrowed = row.without(place);
                match &alternative.kind {
                    PatternKind::Is(inner, of) if self.body.ty(*of) == ty => {
                        let part = self.places.child(place, Step::As, ty);
                        self.add(&mut narrowed, part, inner);
                        yes.push(narrowed);
                    }
                    _ => {
                        narrowed.tests.push((place, alternative));
                        yes.push(narrowed.clone());
                        no.push(narrowed);
                    }
                }
            }
        }
        let yes = self.decide(yes, in_sequence);
        let otherwise = self.decide(no, in_sequence);
        Node::Chain { place, cases: vec![(Test::Is(ty), yes)], otherwise }
    }

    // Many ways at once

    fn switch(&mut self, place: PlaceId, ty: Ty, rows: Vec<Row<'p>>, in_sequence: bool) -> Node<'p> {
        let ty = self.body.ty(ty);
        let (on, low, high) = self.numbers(ty);
        // From where to where each row matches, and with which pattern if that has parts.
        let mut ranges: Vec<(i64, i64, usize, Option<&'p Pattern>)> = Vec::new();
        let mut open = Vec::new();
        for (row, number) in rows.iter().zip(0..) {
            match row.test_of(place) {
                None => open.push(number),
                Some(pattern) => alternatives(pattern, &mut |pattern| {
                    if let Some((from, to)) = range(pattern) {
                        ranges.push((from.max(low), to.min(high), number, has_parts(pattern).then_some(pattern)));
                    }
                }),
            }
        }
        ranges.retain(|(from, to, ..)| from <= to);
        let mut cuts: Vec<i64> =
            ranges.iter().flat_map(|&(from, to, ..)| [Some(from), to.checked_add(1)]).flatten().collect();
        cuts.push(low);
        cuts.retain(|cut| *cut <= high);
        cuts.sort_unstable();
        cuts.dedup();

        let mut groups: FxHashMap<Group, u32> = FxHashMap::default();
        let mut starts: Vec<(i64, u32)> = Vec::with_capacity(cuts.len());
        let mut branches = Vec::new();
        for (cut, matching) in sweep(&cuts, &ranges) {
            let mut active: Vec<Match<'p>> = matching;
            active.extend(open.iter().map(|&row| (row, None)));
            // The order of cases; a stable sort keeps that of alternatives.
            active.sort_by_key(|(row, _)| *row);
            let key: Group = active
                .iter()
                .map(|(row, with)| (*row, with.map_or(0, |with| std::ptr::from_ref(with).addr())))
                .collect();
            let branch = match groups.get(&key) {
                Some(&known) => known,
                None => {
                    let rows = active.iter().map(|&(row, with)| self.narrowed(&rows[row], place, ty, with)).collect();
                    branches.push(self.decide(rows, in_sequence));
                    groups.insert(key, branches.len() as u32 - 1);
                    branches.len() as u32 - 1
                }
            };
            if starts.last().is_none_or(|last| last.1 != branch) {
                starts.push((cut, branch));
            }
        }
        Node::Switch { place, on, starts, branches }
    }

    /// Which number a part of a type is switched on, and its range.
    fn numbers(&mut self, ty: Ty) -> (On, i64, i64) {
        match *self.body.lowering.program.types.kind(ty) {
            TyKind::Bool => (On::Value, 0, 1),
            TyKind::Char => (On::Value, 0, i64::from(u32::from(char::MAX))),
            TyKind::Optional(_) => (On::Null, 0, 1),
            TyKind::Struct(..) => (On::Length(self.body.lowering.declare(ty)), 0, i64::MAX),
            TyKind::Enum(id, _) => {
                let last = self.body.lowering.program.enums[id.index()].variants.len() as i64 - 1;
                match self.body.lowering.is_plain(id) {
                    true => (On::Value, 0, last),
                    false => (On::Tag(self.body.lowering.declare(ty)), 0, last),
                }
            }
            _ => (On::Value, i64::MIN, i64::MAX),
        }
    }

    /// A row once the number of a part is known, with what the pattern says of the part's own parts.
    fn narrowed(&mut self, row: &Row<'p>, place: PlaceId, ty: Ty, with: Option<&'p Pattern>) -> Row<'p> {
        let mut row = row.without(place);
        let Some(pattern) = with else { return row };
        let before = row.tests.len();
        match &pattern.kind {
            PatternKind::Variant(tag, parts) => {
                let id = self.body.lowering.declare(ty);
                let variant = self.body.lowering.variant(id, *tag);
                let object = self.places.child(place, Step::Variant(variant), ty);
                self.add_fields(&mut row, object, variant, parts);
            }
            PatternKind::Some(inner) => {
                let payload = self.body.payload(pattern.ty);
                let part = self.places.child(place, Step::Payload, payload);
                self.add(&mut row, part, inner);
            }
            PatternKind::List { before, rest, after } => {
                let id = self.body.lowering.declare(ty);
                for (part, index) in before.iter().zip(0..) {
                    let ty = self.body.ty(part.ty);
                    let item = self.places.child(place, Step::Item(id, index), ty);
                    self.add(&mut row, item, part);
                }
                for (part, index) in after.iter().rev().zip(1..) {
                    let ty = self.body.ty(part.ty);
                    let item = self.places.child(place, Step::FromBack(id, index), ty);
                    self.add(&mut row, item, part);
                }
                if let Some(Some(variable)) = rest {
                    let step = Step::Rest(id, before.len() as u32, after.len() as u32);
                    row.bindings.push((self.places.child(place, step, ty), *variable));
                }
            }
            _ => {}
        }
        // Tests are taken from the end; the new ones come first, in order.
        row.tests[before..].reverse();
        row
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Key<'p> {
    Text(&'p str),
    Bits(u64),
}

impl<'p> Row<'p> {
    fn test_of(&self, place: PlaceId) -> Option<&'p Pattern> {
        self.tests.iter().find(|(tested, _)| *tested == place).map(|(_, pattern)| *pattern)
    }

    fn without(&self, place: PlaceId) -> Self {
        let tests = self.tests.iter().filter(|(tested, _)| *tested != place).copied().collect();
        Self { tests, bindings: self.bindings.clone(), ..*self }
    }
}

/// The kind of a pattern, of the first alternative where there are some.
fn simplest(pattern: &Pattern) -> &PatternKind {
    let mut pattern = pattern;
    while let PatternKind::Or(all) = &pattern.kind {
        match all.first() {
            Some(first) => pattern = first,
            None => break,
        }
    }
    &pattern.kind
}

/// Whether a pattern has alternatives and not all of them are mere tests.
fn must_expand(pattern: &Pattern) -> bool {
    let mut must = false;
    if let PatternKind::Or(_) = pattern.kind {
        alternatives(pattern, &mut |alternative| {
            must |= matches!(
                alternative.kind,
                PatternKind::Wildcard
                    | PatternKind::Bind(_)
                    | PatternKind::At(..)
                    | PatternKind::Tuple(_)
                    | PatternKind::Struct(_)
                    | PatternKind::Error
            );
        });
    }
    must
}

/// Calls with each alternative of a pattern.
fn alternatives<'p>(pattern: &'p Pattern, each: &mut dyn FnMut(&'p Pattern)) {
    match &pattern.kind {
        PatternKind::Or(all) => all.iter().for_each(|pattern| alternatives(pattern, each)),
        _ => each(pattern),
    }
}

/// The numbers that a pattern matches; none for one that has no numbers.
fn range(pattern: &Pattern) -> Option<(i64, i64)> {
    Some(match &pattern.kind {
        PatternKind::Int(value) => (*value, *value),
        PatternKind::Bool(value) => (i64::from(*value), i64::from(*value)),
        PatternKind::Char(value) => (i64::from(u32::from(*value)), i64::from(u32::from(*value))),
        PatternKind::Range(from, to) => (*from, *to),
        PatternKind::Variant(tag, _) => (i64::from(*tag), i64::from(*tag)),
        PatternKind::None => (1, 1),
        PatternKind::Some(_) => (0, 0),
        PatternKind::List { before, rest, after } => {
            let least = (before.len() + after.len()) as i64;
            (least, if rest.is_some() { i64::MAX } else { least })
        }
        _ => return None,
    })
}

/// Whether there is more to a pattern than the number of what it matches.
fn has_parts(pattern: &Pattern) -> bool {
    let matters = |pattern: &Pattern| !matches!(pattern.kind, PatternKind::Wildcard);
    match &pattern.kind {
        PatternKind::Variant(_, parts) => parts.iter().any(matters),
        PatternKind::Some(inner) => matters(inner),
        PatternKind::List { before, rest, after } => {
            before.iter().chain(after).any(matters) || matches!(rest, Some(Some(_)))
        }
        _ => false,
    }
}

/// Two ascending lists as one.
fn merge<'a>(left: &'a [usize], right: &'a [usize]) -> impl Iterator<Item = usize> + 'a {
    let mut all: Vec<usize> = left.iter().chain(right).copied().collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// For each cut the ranges that hold it, with row and pattern.
fn sweep<'p>(cuts: &[i64], ranges: &[(i64, i64, usize, Option<&'p Pattern>)]) -> Vec<(i64, Vec<Match<'p>>)> {
    let mut by_start: Vec<usize> = (0..ranges.len()).collect();
    by_start.sort_by_key(|&at| ranges[at].0);
    let mut waiting = by_start.into_iter().peekable();
    let mut active: Vec<usize> = Vec::new();
    let mut result = Vec::with_capacity(cuts.len());
    for &cut in cuts {
        active.retain(|&at| ranges[at].1 >= cut);
        while let Some(at) = waiting.next_if(|&at| ranges[at].0 <= cut) {
            active.push(at);
        }
        active.sort_unstable();
        result.push((cut, active.iter().map(|&at| (ranges[at].2, ranges[at].3)).collect()));
    }
    result
}
