//! Whether patterns cover all values, and whether each can still match something: usefulness, after Maranget, "Warnings
//! for pattern matching", Journal of Functional Programming 17 (2007). Types come from the patterns themselves: a column
//! without any constructor needs none.

use super::body::Body;
use super::mistakes;
use super::program::{Arm, Pattern, PatternKind, Program};
use super::show;
use crate::name::Names;
use crate::source::Span;
use crate::types::{Ty, TyKind};

/// What a value can be made by.
#[derive(Clone, PartialEq, Debug)]
enum Constructor {
    /// The only one of its type: a struct or a tuple.
    Single,
    Variant(u32),
    None,
    Some,
    Bool(bool),
    /// Integers or characters, by number, both ends included.
    Range(i64, i64),
    Float(u64),
    String(Box<str>),
    /// A list of exactly this length, or of at least this length.
    Length(usize, bool),
    Is(Ty),
    /// All that no pattern of the column names.
    Other,
}

/// A pattern, reduced to what decides whether it matches.
#[derive(Clone, Debug)]
enum Simple {
    Any,
    Made(Constructor, Vec<Simple>, Ty),
    Or(Vec<Simple>),
}

/// A value that no pattern covers.
#[derive(Clone, Debug)]
enum Witness {
    Any,
    Made(Constructor, Vec<Witness>, Ty),
}

/// How many uncovered cases a message lists.
const MAXIMUM_LISTED: usize = 4;

/// Beyond this many steps a match counts as covered: the question is as hard as satisfiability, so some program always
/// finds the bad case.
const MAXIMUM_STEPS: u32 = 200_000;

impl Body<'_, '_> {
    /// A pattern that has to match whatever comes.
    pub fn check_irrefutable(&mut self, pattern: &Pattern) {
        let program = &self.a.program;
        let mut search = Search::new(program);
        let rows = vec![vec![search.simplify(pattern)]];
        if let Some(witness) = search.missing(&rows, 1).first().and_then(|row| row.first()) {
            let missing = print(program, self.a.names, witness);
            self.a.report(mistakes::refutable_binding(&missing, pattern.span));
        }
    }

    /// Reports the cases that the arms of a `match` leave out, and the arms that never match.
    pub fn check_exhaustive(&mut self, arms: &[Arm], matched: Ty, scrutinee: Span, span: Span) {
        let module = self.module();
        if arms.iter().any(|arm| has_error(&arm.pattern)) {
            return;
        }
        let matched = self.shallow(matched);
        let program = &self.a.program;
        let mut search = Search::new(program);
        let mut rows: Vec<Vec<Simple>> = Vec::with_capacity(arms.len());
        let mut idle = Vec::new();
        for arm in arms {
            let row = vec![search.simplify(&arm.pattern)];
            if !search.is_useful(&rows, &row) {
                idle.push(arm.pattern.span);
            }
            if arm.guard.is_none() {
                rows.push(row);
            }
        }
        let missing = if rows.is_empty() && search.has_no_values(matched) {
            Vec::new()
        } else if rows.is_empty() {
            search.all_cases(matched)
        } else {
            search.missing(&rows, MAXIMUM_LISTED + 1).into_iter().filter_map(|mut row| row.pop()).collect()
        };
        let scattered = missing.iter().filter(|case| matches!(case, Witness::Made(Constructor::Range(..), ..))).count();
        let missing = if scattered > 2 { vec![Witness::Any] } else { missing };
        let cases: Vec<String> = missing.iter().map(|case| print(program, self.a.names, case)).collect();
        let guarded = arms.iter().any(|arm| arm.guard.is_some());
        for place in idle {
            self.a.warn(module, mistakes::unreachable_arm(place));
        }
        if !cases.is_empty() {
            let last = arms.last().map(|arm| {
                let (_, _, column) = self.a.sources.locate(arm.pattern.span);
                (arm.body.span, column as usize - 1)
            });
            let mistake = mistakes::not_exhaustive(&cases, MAXIMUM_LISTED, guarded, scrutinee, span, last);
            self.a.report(mistake);
        }
    }
}

/// Whether something in a pattern was reported: then nothing can be said about what it covers.
fn has_error(pattern: &Pattern) -> bool {
    match &pattern.kind {
        PatternKind::Error => true,
        PatternKind::At(_, inner) | PatternKind::Some(inner) | PatternKind::Is(inner, _) => has_error(inner),
        PatternKind::Tuple(of) | PatternKind::Struct(of) | PatternKind::Variant(_, of) | PatternKind::Or(of) => {
            of.iter().any(has_error)
        }
        PatternKind::List { before, after, .. } => before.iter().chain(after).any(has_error),
        _ => false,
    }
}

struct Search<'p> {
    program: &'p Program,
    steps: u32,
}

impl<'p> Search<'p> {
    fn new(program: &'p Program) -> Self {
        Self { program, steps: 0 }
    }

    fn simplify(&mut self, pattern: &Pattern) -> Simple {
        let ty = pattern.ty;
        let mut all = |of: &[Pattern]| of.iter().map(|part| self.simplify(part)).collect::<Vec<_>>();
        let leaf = |constructor| Simple::Made(constructor, Vec::new(), ty);
        match &pattern.kind {
            PatternKind::Error | PatternKind::Wildcard | PatternKind::Bind(_) => Simple::Any,
            PatternKind::At(_, inner) => self.simplify(inner),
            PatternKind::Int(value) => leaf(Constructor::Range(*value, *value)),
            PatternKind::Char(value) => {
                let number = i64::from(u32::from(*value));
                leaf(Constructor::Range(number, number))
            }
            PatternKind::Range(from, to) => leaf(Constructor::Range(*from, *to)),
            PatternKind::Float(value) => leaf(Constructor::Float(value.to_bits())),
            PatternKind::Bool(value) => leaf(Constructor::Bool(*value)),
            PatternKind::String(text) => leaf(Constructor::String(text.clone())),
            PatternKind::Tuple(parts) | PatternKind::Struct(parts) => Simple::Made(Constructor::Single, all(parts), ty),
            PatternKind::Variant(variant, parts) => Simple::Made(Constructor::Variant(*variant), all(parts), ty),
            PatternKind::None => leaf(Constructor::None),
            PatternKind::Some(inner) => Simple::Made(Constructor::Some, vec![self.simplify(inner)], ty),
            PatternKind::Or(alternatives) => Simple::Or(all(alternatives)),
            PatternKind::List { before, rest, after } => {
                let mut parts = all(before);
                parts.extend(all(after));
                Simple::Made(Constructor::Length(before.len() + after.len(), rest.is_some()), parts, ty)
                    .with_gap(before.len())
            }
            PatternKind::Is(inner, wanted) => Simple::Made(Constructor::Is(*wanted), vec![self.simplify(inner)], ty),
        }
    }

    fn has_no_values(&self, ty: Ty) -> bool {
        match self.program.types.kind(ty) {
            TyKind::Enum(id, _) => self.program.enums[id.index()].variants.is_empty(),
            TyKind::Never => true,
            _ => false,
        }
    }

    /// The cases of a type that no pattern looks at.
    fn all_cases(&self, ty: Ty) -> Vec<Witness> {
        match self.complete(ty) {
            Some(all) => all
                .into_iter()
                .take(MAXIMUM_LISTED + 1)
                .map(|constructor| {
                    let parts = vec![Witness::Any; self.arity(&constructor, ty)];
                    Witness::Made(constructor, parts, ty)
                })
                .collect(),
            None => vec![Witness::Any],
        }
    }

    /// The constructors of a type that has a few.
    fn complete(&self, ty: Ty) -> Option<Vec<Constructor>> {
        Some(match self.program.types.kind(ty) {
            TyKind::Bool => vec![Constructor::Bool(true), Constructor::Bool(false)],
            TyKind::Optional(_) => vec![Constructor::None, Constructor::Some],
            TyKind::Tuple(_) => vec![Constructor::Single],
            TyKind::Struct(id, _) if Some(*id) != self.program.known.list => vec![Constructor::Single],
            TyKind::Enum(id, _) => {
                (0..self.program.enums[id.index()].variants.len() as u32).map(Constructor::Variant).collect()
            }
            _ => return None,
        })
    }

    fn arity(&self, constructor: &Constructor, ty: Ty) -> usize {
        match (constructor, self.program.types.kind(ty)) {
            (Constructor::Single, TyKind::Tuple(parts)) => parts.len(),
            (Constructor::Single, TyKind::Struct(id, _)) => self.program.structs[id.index()].fields.len(),
            (Constructor::Variant(variant), TyKind::Enum(id, _)) => {
                let variants = &self.program.enums[id.index()].variants;
                variants.get(*variant as usize).map_or(0, |variant| variant.fields.len())
            }
            (Constructor::Some | Constructor::Is(_), _) => 1,
            (Constructor::Length(length, _), _) => *length,
            _ => 0,
        }
    }

    /// The constructors that a column has to be split into, so that each pattern covers each of them whole or not at
    /// all; and whether the last stands for values that no pattern of the column names.
    fn split(&self, seen: &[Constructor], ty: Ty) -> Vec<Constructor> {
        if let Some(all) = self.complete(ty) {
            return all;
        }
        if seen.iter().any(|constructor| matches!(constructor, Constructor::Range(..))) {
            return split_ranges(seen, ty);
        }
        if seen.iter().any(|constructor| matches!(constructor, Constructor::Length(..))) {
            return split_lengths(seen);
        }
        let mut all: Vec<Constructor> = Vec::new();
        for constructor in seen {
            if !all.contains(constructor) {
                all.push(constructor.clone());
            }
        }
        all.push(Constructor::Other);
        all
    }

    /// Up to `limit` rows of values that no row of patterns covers.
    fn missing(&mut self, rows: &[Vec<Simple>], limit: usize) -> Vec<Vec<Witness>> {
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 {
            return if rows.is_empty() { vec![Vec::new()] } else { Vec::new() };
        }
        self.missing_of(rows, width, limit)
    }

    fn missing_of(&mut self, rows: &[Vec<Simple>], width: usize, limit: usize) -> Vec<Vec<Witness>> {
        if width == 0 {
            return if rows.is_empty() { vec![Vec::new()] } else { Vec::new() };
        }
        self.steps += 1;
        if self.steps > MAXIMUM_STEPS {
            return Vec::new();
        }
        let (seen, ty) = heads(rows);
        let Some(ty) = ty else {
            let rest = default_rows(rows);
            let missing = self.missing_of(&rest, width - 1, limit);
            return missing.into_iter().map(|row| prepend(Witness::Any, row)).collect();
        };
        let all = self.split(&seen, ty);
        let mut missing = Vec::new();
        let mut of_default: Option<Vec<Vec<Witness>>> = None;
        for constructor in all {
            if missing.len() >= limit {
                break;
            }
            let arity = self.arity(&constructor, ty);
            if seen.iter().any(|seen| covers(seen, &constructor)) {
                let narrowed = specialize(rows, &constructor, arity);
                for row in self.missing_of(&narrowed, arity + width - 1, limit - missing.len()) {
                    let (parts, rest) = row.split_at(arity);
                    let made = Witness::Made(constructor.clone(), parts.to_vec(), ty);
                    missing.push(prepend(made, rest.to_vec()));
                }
                continue;
            }
            // No pattern names this constructor, so only those count that take anything: the same for all such.
            let of_default = match &of_default {
                Some(known) => known,
                None => of_default.insert(self.missing_of(&default_rows(rows), width - 1, limit)),
            };
            for row in of_default.iter().take(limit - missing.len()) {
                let made = Witness::Made(constructor.clone(), vec![Witness::Any; arity], ty);
                missing.push(prepend(made, row.clone()));
            }
        }
        missing
    }

    /// Whether a row of patterns matches something that the rows before it do not.
    fn is_useful(&mut self, rows: &[Vec<Simple>], row: &[Simple]) -> bool {
        let Some((first, rest)) = row.split_first() else { return rows.is_empty() };
        self.steps += 1;
        if self.steps > MAXIMUM_STEPS {
            return true;
        }
        match first {
            Simple::Or(alternatives) => alternatives.iter().any(|alternative| {
                let row = prepend(alternative.clone(), rest.to_vec());
                self.is_useful(rows, &row)
            }),
            Simple::Any => {
                let (seen, ty) = heads(rows);
                let Some(ty) = ty else { return self.is_useful(&default_rows(rows), rest) };
                self.split(&seen, ty).into_iter().any(|constructor| {
                    if !seen.iter().any(|seen| covers(seen, &constructor)) {
                        return self.is_useful(&default_rows(rows), rest);
                    }
                    let arity = self.arity(&constructor, ty);
                    let mut row = vec![Simple::Any; arity];
                    row.extend_from_slice(rest);
                    self.is_useful(&specialize(rows, &constructor, arity), &row)
                })
            }
            Simple::Made(own, parts, ty) => {
                let (mut seen, _) = heads(rows);
                if seen.is_empty() {
                    let mut row = parts.clone();
                    row.extend_from_slice(rest);
                    return self.is_useful(&specialize(rows, own, parts.len()), &row);
                }
                seen.push(own.clone());
                let pieces: Vec<Constructor> =
                    self.split(&seen, *ty).into_iter().filter(|piece| covers(own, piece)).collect();
                pieces.into_iter().any(|piece| {
                    let arity = self.arity(&piece, *ty);
                    let mut row = parts_for(first, &piece, arity);
                    row.extend_from_slice(rest);
                    self.is_useful(&specialize(rows, &piece, arity), &row)
                })
            }
        }
    }
}

impl Simple {
    /// A list pattern with a rest in the middle: the parts after `gap` belong to the end. Kept as a marker part.
    fn with_gap(self, gap: usize) -> Self {
        match self {
            Self::Made(Constructor::Length(length, true), mut parts, ty) => {
                // The gap is written as the last part, out of the reach of `arity`.
                parts.push(Self::Made(Constructor::Length(gap, false), Vec::new(), ty));
                Self::Made(Constructor::Length(length, true), parts, ty)
            }
            other => other,
        }
    }
}

fn prepend<T>(first: T, mut rest: Vec<T>) -> Vec<T> {
    rest.insert(0, first);
    rest
}

/// The constructors in the first column, and the column's type if there is one to tell it.
fn heads(rows: &[Vec<Simple>]) -> (Vec<Constructor>, Option<Ty>) {
    fn collect(pattern: &Simple, seen: &mut Vec<Constructor>, column: &mut Option<Ty>) {
        match pattern {
            Simple::Any => {}
            Simple::Made(constructor, _, ty) => {
                *column = Some(*ty);
                seen.push(constructor.clone());
            }
            Simple::Or(alternatives) => alternatives.iter().for_each(|pattern| collect(pattern, seen, column)),
        }
    }
    let (mut seen, mut ty) = (Vec::new(), None);
    for row in rows {
        if let Some(first) = row.first() {
            collect(first, &mut seen, &mut ty);
        }
    }
    (seen, ty)
}

/// The rows whose first pattern takes anything, without it.
fn default_rows(rows: &[Vec<Simple>]) -> Vec<Vec<Simple>> {
    let takes_anything = |pattern: &Simple| matches!(pattern, Simple::Any);
    rows.iter()
        .filter(|row| match row.first() {
            Some(Simple::Or(alternatives)) => alternatives.iter().any(takes_anything),
            Some(pattern) => takes_anything(pattern),
            None => false,
        })
        .map(|row| row[1..].to_vec())
        .collect()
}

/// The rows that may match a value made by the constructor, with the patterns of its parts in front.
fn specialize(rows: &[Vec<Simple>], constructor: &Constructor, arity: usize) -> Vec<Vec<Simple>> {
    let mut narrowed = Vec::new();
    for row in rows {
        let Some((first, rest)) = row.split_first() else { continue };
        let mut open = vec![first];
        while let Some(pattern) = open.pop() {
            match pattern {
                Simple::Or(alternatives) => open.extend(alternatives.iter().rev()),
                Simple::Made(own, ..) if !covers(own, constructor) => {}
                _ => {
                    let mut row = parts_for(pattern, constructor, arity);
                    row.extend_from_slice(rest);
                    narrowed.push(row);
                }
            }
        }
    }
    narrowed
}

/// The patterns of the parts of a value made by the constructor, which the pattern covers.
fn parts_for(pattern: &Simple, constructor: &Constructor, arity: usize) -> Vec<Simple> {
    let Simple::Made(own, parts, _) = pattern else { return vec![Simple::Any; arity] };
    match (own, constructor) {
        (Constructor::Length(own_length, true), Constructor::Length(..)) => {
            let gap = match parts.last() {
                Some(Simple::Made(Constructor::Length(gap, false), ..)) => *gap,
                _ => *own_length,
            };
            let mut wide = vec![Simple::Any; arity];
            wide[..gap].clone_from_slice(&parts[..gap]);
            let tail = own_length - gap;
            wide[arity - tail..].clone_from_slice(&parts[gap..*own_length]);
            wide
        }
        _ => parts.iter().take(arity).cloned().collect(),
    }
}

/// Whether every value made by `other`, a piece of a split, is covered by `own`.
fn covers(own: &Constructor, other: &Constructor) -> bool {
    match (own, other) {
        (Constructor::Range(from, to), Constructor::Range(low, high)) => from <= low && high <= to,
        (Constructor::Length(own, true), Constructor::Length(length, _)) => own <= length,
        _ => own == other,
    }
}

/// Cuts the whole range of the type wherever one of the ranges seen begins or ends.
fn split_ranges(seen: &[Constructor], ty: Ty) -> Vec<Constructor> {
    let whole: &[(i64, i64)] =
        if ty == Ty::CHAR { &[(0, 0xd7ff), (0xe000, 0x10_ffff)] } else { &[(i64::MIN, i64::MAX)] };
    let mut starts: Vec<i64> = seen
        .iter()
        .filter_map(|constructor| match constructor {
            Constructor::Range(from, to) => Some([Some(*from), to.checked_add(1)]),
            _ => None,
        })
        .flatten()
        .flatten()
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let mut pieces = Vec::new();
    for &(low, high) in whole {
        let mut from = low;
        for &start in starts.iter().filter(|&&start| low < start && start <= high) {
            pieces.push(Constructor::Range(from, start - 1));
            from = start;
        }
        pieces.push(Constructor::Range(from, high));
    }
    pieces
}

/// Lengths up to the longest seen tell lists apart; all longer ones are alike.
fn split_lengths(seen: &[Constructor]) -> Vec<Constructor> {
    let longest = seen.iter().map(|constructor| match constructor {
        Constructor::Length(length, _) => *length,
        _ => 0,
    });
    let longest = longest.max().unwrap_or(0);
    let exact = (0..=longest).map(|length| Constructor::Length(length, false));
    exact.chain([Constructor::Length(longest + 1, true)]).collect()
}

/// A case as the pattern that would cover it.
fn print(program: &Program, names: &Names, witness: &Witness) -> String {
    let Witness::Made(constructor, parts, ty) = witness else { return "_".to_owned() };
    let list = |parts: &[Witness]| parts.iter().map(|part| print(program, names, part)).collect::<Vec<_>>().join(", ");
    let number = |value: i64| match u32::try_from(value).ok().and_then(char::from_u32) {
        Some(c) if *ty == Ty::CHAR => format!("{c:?}"),
        _ => value.to_string(),
    };
    match (constructor, program.types.kind(*ty)) {
        (Constructor::Single, TyKind::Struct(id, _)) => {
            format!("{}({})", names.text(program.structs[id.index()].name), list(parts))
        }
        (Constructor::Single, _) => format!("({})", list(parts)),
        (Constructor::Variant(variant), TyKind::Enum(id, _)) => {
            let of = &program.enums[id.index()];
            let Some(variant) = of.variants.get(*variant as usize) else { return "_".to_owned() };
            let variant = names.text(variant.name);
            // `Ok` and `Err` are known without their type.
            let path = if program.known.result == Some(*id) {
                variant.to_owned()
            } else {
                format!("{}.{variant}", names.text(of.name))
            };
            if parts.is_empty() { path } else { format!("{path}({})", list(parts)) }
        }
        (Constructor::None, _) => "none".to_owned(),
        (Constructor::Some, _) => match &parts[..] {
            [Witness::Made(Constructor::None | Constructor::Some, ..)] | [Witness::Any] | [] => {
                format!("{}?", parts.first().map_or("_".to_owned(), |part| print(program, names, part)))
            }
            [inner, ..] => print(program, names, inner),
        },
        (Constructor::Bool(value), _) => value.to_string(),
        (Constructor::Range(from, to), _) => match (*from, *to) {
            (from, to) if from == to => number(from),
            (i64::MIN, i64::MAX) => "_".to_owned(),
            (i64::MIN, to) => format!("..={}", number(to)),
            (from, i64::MAX) => format!("{}..", number(from)),
            (from, to) => format!("{}..={}", number(from), number(to)),
        },
        (Constructor::Length(_, open), _) => match (parts.is_empty(), open) {
            (true, false) => "[]".to_owned(),
            (_, false) => format!("[{}]", list(parts)),
            (_, true) => format!("[{}, ..]", list(parts)),
        },
        (Constructor::Is(wanted), _) => format!("_ is {}", show::ty(program, names, *wanted, &[])),
        (Constructor::Float(_) | Constructor::String(_) | Constructor::Other | Constructor::Variant(_), _) => {
            "_".to_owned()
        }
    }
}
