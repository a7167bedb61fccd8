//! Patterns: what they match and what they bind.

use super::body::Body;
use super::mistakes;
use super::names::Def;
use super::program::{Pattern, PatternKind};
use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind, Ident, PatternField, PatternKind as Tree};
use crate::types::{EnumId, LocalId, StructId, Ty, TyKind};

impl<'t> Body<'_, 't> {
    /// A pattern of a `match` arm.
    pub fn pattern(&mut self, tree: &'t tree::Pattern, ty: Ty) -> Pattern {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.pattern_here(tree, ty))
    }

    /// The pattern of a `let` or `for`; `var` makes all that it binds mutable. With an `else`, it matches like the one of
    /// an `if let`.
    pub fn binding_pattern(&mut self, tree: &'t tree::Pattern, ty: Ty, mutable: bool, refutable: bool) -> Pattern {
        let first = self.locals.len();
        let pattern = if refutable { self.condition_pattern(tree, ty) } else { self.pattern(tree, ty) };
        if mutable {
            for index in first..self.locals.len() {
                let local = &mut self.locals[index];
                if local.name != self.a.words.hidden {
                    local.mutable = true;
                    self.uses[index].var = Some(tree.span);
                }
            }
        }
        pattern
    }

    /// The pattern of an `if let`, `while let` or `let … else`, which looks into an optional by itself.
    pub fn condition_pattern(&mut self, tree: &'t tree::Pattern, ty: Ty) -> Pattern {
        let shallow = self.shallow(ty);
        let TyKind::Optional(payload) = *self.kind(shallow) else {
            let binds = matches!(tree.kind, Tree::Bind { .. } | Tree::Wildcard);
            if binds && !matches!(self.kind(shallow), TyKind::Error | TyKind::Infer(_)) {
                let found = self.show(shallow);
                self.a.report(mistakes::always_matches(&found, tree.span));
            }
            return self.pattern(tree, ty);
        };
        let whole = match &tree.kind {
            Tree::None => true,
            Tree::Some(_) => !matches!(self.kind(payload), TyKind::Optional(_)),
            Tree::Or(alternatives) => alternatives.iter().any(|pattern| matches!(pattern.kind, Tree::None)),
            _ => false,
        };
        if whole { self.pattern(tree, ty) } else { self.payload(tree, shallow, payload) }
    }

    fn payload(&mut self, tree: &'t tree::Pattern, ty: Ty, payload: Ty) -> Pattern {
        let inner = self.pattern(tree, payload);
        Pattern { kind: PatternKind::Some(Box::new(inner)), ty, span: tree.span }
    }

    fn pattern_here(&mut self, tree: &'t tree::Pattern, ty: Ty) -> Pattern {
        let span = tree.span;
        let shallow = self.shallow(ty);
        if let TyKind::Optional(payload) = *self.kind(shallow)
            && self.looks_inside(tree)
        {
            return self.payload(tree, shallow, payload);
        }
        let kind = match &tree.kind {
            Tree::Error => PatternKind::Error,
            Tree::Wildcard => PatternKind::Wildcard,
            Tree::Bind { name, mutable } => self.bind(*name, *mutable, shallow),
            Tree::At(name, inner) => {
                let local = self.bind_local(*name, shallow, false);
                let inner = self.pattern(inner, shallow);
                PatternKind::At(local, Box::new(inner))
            }
            Tree::Literal(value) => self.literal_pattern(value, shallow, span),
            Tree::Range { from, to, inclusive } => {
                self.range_pattern(from.as_deref(), to.as_deref(), *inclusive, shallow, span)
            }
            Tree::Tuple(parts) => self.tuple_pattern(parts, shallow, span),
            Tree::Constructor { path, fields } => self.constructor(path, fields.as_deref(), shallow, span),
            Tree::None => self.none_pattern(shallow, span),
            Tree::Some(inner) => self.some_pattern(inner, shallow, span),
            Tree::Or(alternatives) => self.alternatives(alternatives, shallow),
            Tree::List { before, rest, after } => self.list_pattern(before, *rest, after, shallow, span),
            Tree::Is(inner, wanted) => {
                let scope = self.scope.clone();
                let wanted_ty = self.a.resolve_type(&scope, wanted);
                if self.check_test(shallow, wanted_ty, span, wanted.span) {
                    let inner = self.pattern(inner, wanted_ty);
                    PatternKind::Is(Box::new(inner), wanted_ty)
                } else {
                    self.pattern(inner, Ty::ERROR);
                    PatternKind::Error
                }
            }
        };
        Pattern { kind, ty: shallow, span }
    }

    /// Whether a pattern against an optional is one of the payload: only `none`, `p?` and what takes all are not.
    fn looks_inside(&mut self, tree: &tree::Pattern) -> bool {
        match &tree.kind {
            Tree::Literal(_) | Tree::Range { .. } | Tree::Tuple(_) | Tree::List { .. } | Tree::Is(..) => true,
            Tree::Constructor { .. } => true,
            Tree::Bind { name, .. } => self.names_variant(*name).is_some(),
            Tree::At(_, inner) => self.looks_inside(inner),
            _ => false,
        }
    }

    /// The variant that a bare name in a pattern stands for, if it was imported as one.
    fn names_variant(&mut self, name: Ident) -> Option<(EnumId, u32)> {
        match self.a.look_up(self.scope.module, name.name) {
            Some(Def::Variant(id, variant)) => Some((id, variant)),
            _ => None,
        }
    }

    fn bind(&mut self, name: Ident, mutable: bool, ty: Ty) -> PatternKind {
        if let Some((id, variant)) = self.names_variant(name) {
            return self.variant_pattern(id, variant, None, ty, name.span);
        }
        if let TyKind::Enum(id, _) = *self.kind(ty)
            && self.a.variant(id, name.name).is_some()
        {
            let of = self.a.text(self.a.enums[id.index()].tree.name.name);
            self.a.report(mistakes::bare_variant(self.a.text(name.name), of, name.span));
            return PatternKind::Error;
        }
        PatternKind::Bind(self.bind_local(name, ty, mutable))
    }

    /// The variable of a binding. In the later alternatives of `a | b` it is that of the first.
    fn bind_local(&mut self, name: Ident, ty: Ty, mutable: bool) -> LocalId {
        if let Some(alternatives) = self.alternatives.last_mut() {
            alternatives.seen.push(name);
            if let Some(first) = &alternatives.first {
                let known = first.iter().find(|(known, _)| *known == name.name).map(|(_, id)| *id);
                if let Some(id) = known {
                    let first = self.locals[id.index()].ty;
                    if !self.unify(first, ty) {
                        let place = self.locals[id.index()].span;
                        let text = self.a.text(name.name);
                        let [first, ty] = [first, ty].map(|ty| self.show(ty));
                        self.a.report(mistakes::alternative_types(text, &first, &ty, name.span, place));
                    }
                    return id;
                }
                self.a.report(mistakes::not_in_all_alternatives(self.a.text(name.name), name.span));
            }
        }
        let id = self.declare_local(name.name, ty, mutable, name.span);
        if mutable {
            self.uses[id.index()].var = Some(name.span);
        }
        id
    }

    fn alternatives(&mut self, trees: &'t [tree::Pattern], ty: Ty) -> PatternKind {
        let outside = self.names.len();
        let mut patterns = Vec::with_capacity(trees.len());
        let mut first: Option<Vec<(Name, LocalId)>> = None;
        for tree in trees {
            self.alternatives.push(Alternatives { first: first.take(), seen: Vec::new() });
            patterns.push(self.pattern(tree, ty));
            let Some(done) = self.alternatives.pop() else { continue };
            match done.first {
                None => first = Some(self.names[outside..].to_vec()),
                Some(names) => {
                    let missing = names.iter().find(|(name, _)| done.seen.iter().all(|seen| seen.name != *name));
                    if let Some(&(name, _)) = missing {
                        self.a.report(mistakes::not_in_all_alternatives(self.a.text(name), tree.span));
                    }
                    first = Some(names);
                }
            }
        }
        // Seen from an enclosing alternative, all of these names are bound here.
        if let Some(outer) = self.alternatives.last_mut() {
            let span = trees.first().map_or(Span::default(), |tree| tree.span);
            outer.seen.extend(first.iter().flatten().map(|&(name, _)| Ident { name, span }));
        }
        PatternKind::Or(patterns)
    }

    fn literal_pattern(&mut self, value: &tree::Expr, ty: Ty, span: Span) -> PatternKind {
        let (kind, literal) = match &value.kind {
            ExprKind::Int(value) => (PatternKind::Int(*value), Ty::INT),
            ExprKind::Float(value) => (PatternKind::Float(*value), Ty::FLOAT),
            ExprKind::Bool(value) => (PatternKind::Bool(*value), Ty::BOOL),
            ExprKind::Char(value) => (PatternKind::Char(*value), Ty::CHAR),
            ExprKind::String(text) => (PatternKind::String(text.clone()), Ty::STRING),
            ExprKind::Unary(tree::UnaryOp::Negate, of) => match &of.kind {
                ExprKind::Int(value) => (PatternKind::Int(value.wrapping_neg()), Ty::INT),
                ExprKind::Float(value) => (PatternKind::Float(-value), Ty::FLOAT),
                _ => return PatternKind::Error,
            },
            // The parser lets nothing else through but what it has reported.
            _ => return PatternKind::Error,
        };
        if self.unify(ty, literal) {
            return kind;
        }
        self.pattern_mismatch(ty, literal, span);
        PatternKind::Error
    }

    fn pattern_mismatch(&mut self, matched: Ty, pattern: Ty, span: Span) {
        let matched = self.deep(matched);
        let types = &self.a.program.types;
        if !types.has_error(matched) && !types.has_error(pattern) {
            let [matched, pattern] = [matched, pattern].map(|ty| self.show(ty));
            self.a.report(mistakes::pattern_type(&matched, &pattern, span));
        }
    }

    fn range_pattern(
        &mut self,
        from: Option<&tree::Expr>,
        to: Option<&tree::Expr>,
        inclusive: bool,
        ty: Ty,
        span: Span,
    ) -> PatternKind {
        let bound = |tree: Option<&tree::Expr>| match tree.map(|tree| &tree.kind) {
            Some(ExprKind::Int(value)) => Some((*value, Ty::INT)),
            Some(ExprKind::Unary(tree::UnaryOp::Negate, of)) => match of.kind {
                ExprKind::Int(value) => Some((value.wrapping_neg(), Ty::INT)),
                _ => None,
            },
            Some(ExprKind::Char(value)) => Some((i64::from(u32::from(*value)), Ty::CHAR)),
            _ => None,
        };
        let (low, high) = (bound(from), bound(to));
        let of = low.or(high).map(|(_, of)| of);
        let wrong = (from.is_some() && low.is_none()) || (to.is_some() && high.is_none());
        let Some(of) = of.filter(|&of| !wrong && low.is_none_or(|(_, other)| other == of)) else {
            self.a.report(mistakes::range_pattern_bounds(span));
            return PatternKind::Error;
        };
        if high.is_some_and(|(_, other)| other != of) {
            self.a.report(mistakes::range_pattern_bounds(span));
            return PatternKind::Error;
        }
        if !self.unify(ty, of) {
            self.pattern_mismatch(ty, of, span);
            return PatternKind::Error;
        }
        let (least, most) = if of == Ty::CHAR { (0, i64::from(u32::from(char::MAX))) } else { (i64::MIN, i64::MAX) };
        let low = low.map_or(least, |(low, _)| low);
        let high = match high {
            None => Some(most),
            Some((high, _)) if inclusive => Some(high),
            Some((high, _)) => high.checked_sub(1),
        };
        match high {
            Some(high) if low <= high => PatternKind::Range(low, high),
            _ => {
                self.a.report(mistakes::empty_range_pattern(span));
                PatternKind::Error
            }
        }
    }

    fn tuple_pattern(&mut self, parts: &'t [tree::Pattern], ty: Ty, span: Span) -> PatternKind {
        if parts.is_empty() {
            if !self.unify(ty, Ty::UNIT) {
                self.pattern_mismatch(ty, Ty::UNIT, span);
                return PatternKind::Error;
            }
            return PatternKind::Wildcard;
        }
        if let TyKind::Infer(_) = self.kind(ty) {
            let of = parts.iter().map(|part| self.fresh(part.span)).collect();
            let tuple = self.intern(TyKind::Tuple(of));
            self.unify(ty, tuple);
        }
        let types = match self.kind(ty) {
            TyKind::Tuple(of) if of.len() == parts.len() => of.to_vec(),
            _ => {
                if !matches!(self.kind(ty), TyKind::Error | TyKind::Never) {
                    let found = self.show(ty);
                    self.a.report(mistakes::tuple_pattern(parts.len(), &found, span));
                }
                self.bind_lost(parts);
                return PatternKind::Error;
            }
        };
        PatternKind::Tuple(parts.iter().zip(types).map(|(part, ty)| self.pattern(part, ty)).collect())
    }

    /// Binds the names in patterns that can't be matched, so that their uses are no further mistakes.
    fn bind_lost(&mut self, patterns: impl IntoIterator<Item = &'t tree::Pattern>) {
        for pattern in patterns {
            self.pattern(pattern, Ty::ERROR);
        }
    }

    fn constructor(
        &mut self,
        path: &'t [Ident],
        fields: Option<&'t [PatternField]>,
        ty: Ty,
        span: Span,
    ) -> PatternKind {
        let lost = |body: &mut Self| {
            body.bind_lost(fields.into_iter().flatten().map(|field| &field.pattern));
            PatternKind::Error
        };
        match self.resolve_constructor(path) {
            Some(Def::Variant(id, variant)) => self.variant_pattern(id, variant, fields, ty, span),
            Some(Def::Struct(id)) => self.struct_pattern(id, fields, ty, span),
            Some(_) => {
                self.a.report(mistakes::not_a_constructor(span));
                lost(self)
            }
            None => lost(self),
        }
    }

    /// What the path of a pattern stands for; the mistake has been reported when it is none.
    fn resolve_constructor(&mut self, path: &[Ident]) -> Option<Def> {
        let (last, before) = path.split_last()?;
        if before.is_empty() {
            return match self.a.look_up(self.scope.module, last.name) {
                Some(Def::Error) => None,
                Some(def) => Some(def),
                None => {
                    let mistake = self.unknown_name(*last);
                    self.a.report(mistake);
                    None
                }
            };
        }
        let scope = self.scope.clone();
        let of = if let [only] = before
            && only.name == self.a.words.self_type
        {
            match scope.self_ty.map(|ty| self.kind(ty)) {
                Some(TyKind::Enum(id, _)) => Def::Enum(*id),
                _ => {
                    self.a.report(mistakes::not_a_constructor(only.span));
                    return None;
                }
            }
        } else {
            self.a.resolve_type_path(&scope, before)?
        };
        self.a.mark_used(of);
        let of = match of {
            Def::Alias(index) => match *self.a.program.types.kind(self.a.aliases[index as usize].ty) {
                TyKind::Enum(id, _) => Def::Enum(id),
                _ => of,
            },
            _ => of,
        };
        match of {
            Def::Module(module) => match self.a.public_name(module, *last, scope.module) {
                Def::Error => None,
                def => Some(def),
            },
            Def::Enum(id) => match self.a.variant(id, last.name) {
                Some(variant) => Some(Def::Variant(id, variant)),
                None => {
                    let mistake = self.a.unknown_variant(id, *last);
                    self.a.report(mistake);
                    None
                }
            },
            _ => {
                self.a.report(mistakes::nothing_inside(self.a.text(last.name), last.span));
                None
            }
        }
    }

    fn variant_pattern(
        &mut self,
        id: EnumId,
        variant: u32,
        fields: Option<&'t [PatternField]>,
        ty: Ty,
        span: Span,
    ) -> PatternKind {
        let patterns = fields.unwrap_or_default();
        let count = self.a.program.enums[id.index()].generics;
        let arguments: Box<[Ty]> = (0..count).map(|_| self.fresh(span)).collect();
        let of = self.intern(TyKind::Enum(id, arguments.clone()));
        if !self.unify(ty, of) {
            self.pattern_mismatch(ty, of, span);
            self.bind_lost(patterns.iter().map(|field| &field.pattern));
            return PatternKind::Error;
        }
        let types = self.variant_fields(id, variant, &arguments);
        let tree = &self.a.enums[id.index()].tree.variants[variant as usize];
        let names: Vec<Option<Name>> = tree.fields.iter().map(|field| field.name.map(|name| name.name)).collect();
        let name = self.a.text(tree.name.name);
        if fields.is_none() && !types.is_empty() {
            let of = self.a.text(self.a.enums[id.index()].tree.name.name);
            self.a.report(mistakes::payload_not_matched(of, name, types.len(), span, tree.span));
            return PatternKind::Error;
        }
        match self.field_patterns(name, patterns, &names, &types, span, tree.span) {
            Some(patterns) => PatternKind::Variant(variant, patterns),
            None => PatternKind::Error,
        }
    }

    fn struct_pattern(&mut self, id: StructId, fields: Option<&'t [PatternField]>, ty: Ty, span: Span) -> PatternKind {
        let patterns = fields.unwrap_or_default();
        let count = self.a.program.structs[id.index()].generics;
        let arguments: Box<[Ty]> = (0..count).map(|_| self.fresh(span)).collect();
        let of = self.intern(TyKind::Struct(id, arguments));
        if !self.unify(ty, of) {
            self.pattern_mismatch(ty, of, span);
            self.bind_lost(patterns.iter().map(|field| &field.pattern));
            return PatternKind::Error;
        }
        let types = self.struct_fields(id, of);
        let tree = self.a.structs[id.index()].tree;
        let names: Vec<Option<Name>> = tree.fields.iter().map(|field| Some(field.name.name)).collect();
        let name = self.a.text(tree.name.name);
        if self.a.program.structs[id.index()].module != self.module()
            && let Some(hidden) = tree.fields.iter().find(|field| !field.public)
            && patterns.iter().any(|field| field.name.is_none_or(|name| name.name == hidden.name.name))
        {
            let of = self.show(of);
            let text = self.a.text(hidden.name.name);
            self.a.report(mistakes::private_member(text, &of, span, hidden.name.span));
        }
        match self.field_patterns(name, patterns, &names, &types, span, tree.name.span) {
            Some(patterns) => PatternKind::Struct(patterns),
            None => PatternKind::Error,
        }
    }

    /// The patterns of a payload in the order of its fields. Where some are named, those left out match anything.
    fn field_patterns(
        &mut self,
        of: &str,
        patterns: &'t [PatternField],
        names: &[Option<Name>],
        types: &[Ty],
        span: Span,
        declared: Span,
    ) -> Option<Vec<Pattern>> {
        let any_named = patterns.iter().any(|field| field.name.is_some());
        if patterns.len() > types.len() || (!any_named && patterns.len() < types.len()) {
            self.a.report(mistakes::pattern_field_count(of, types.len(), patterns.len(), span, declared));
            self.bind_lost(patterns.iter().map(|field| &field.pattern));
            return None;
        }
        let mut filled: Vec<Option<Pattern>> = types.iter().map(|_| None).collect();
        let mut wrong = false;
        for (index, field) in patterns.iter().enumerate() {
            let place = match field.name {
                None => Some(index),
                Some(name) => names.iter().position(|known| *known == Some(name.name)),
            };
            match place {
                Some(place) if filled[place].is_none() => {
                    filled[place] = Some(self.pattern(&field.pattern, types[place]));
                }
                _ => {
                    wrong = true;
                    if let Some(name) = field.name {
                        let text = self.a.text(name.name);
                        let mistake = match place {
                            Some(_) => mistakes::argument_twice(text, name.span),
                            None => {
                                let known = names.iter().flatten().map(|&known| self.a.text(known));
                                let near = super::suggest::nearest(text, known);
                                mistakes::unknown_pattern_field(of, text, name.span, near, declared)
                            }
                        };
                        self.a.report(mistake);
                    }
                    self.pattern(&field.pattern, Ty::ERROR);
                }
            }
        }
        if wrong {
            return None;
        }
        let fill = |(pattern, &ty): (Option<Pattern>, &Ty)| {
            pattern.unwrap_or(Pattern { kind: PatternKind::Wildcard, ty, span })
        };
        Some(filled.into_iter().zip(types).map(fill).collect())
    }

    fn none_pattern(&mut self, ty: Ty, span: Span) -> PatternKind {
        if self.optional_payload(ty, span).is_some() { PatternKind::None } else { PatternKind::Error }
    }

    fn some_pattern(&mut self, inner: &'t tree::Pattern, ty: Ty, span: Span) -> PatternKind {
        match self.optional_payload(ty, span) {
            Some(payload) => PatternKind::Some(Box::new(self.pattern(inner, payload))),
            None => {
                self.pattern(inner, Ty::ERROR);
                PatternKind::Error
            }
        }
    }

    fn optional_payload(&mut self, ty: Ty, span: Span) -> Option<Ty> {
        match *self.kind(ty) {
            TyKind::Optional(payload) => Some(payload),
            TyKind::Error | TyKind::Never => None,
            TyKind::Infer(_) => {
                let payload = self.fresh(span);
                let optional = self.types().optional(payload);
                self.unify(ty, optional);
                Some(payload)
            }
            _ => {
                let found = self.show(ty);
                self.a.report(mistakes::optional_pattern_on_plain(&found, span));
                None
            }
        }
    }

    fn list_pattern(
        &mut self,
        before: &'t [tree::Pattern],
        rest: Option<Option<Ident>>,
        after: &'t [tree::Pattern],
        ty: Ty,
        span: Span,
    ) -> PatternKind {
        let element = self.fresh(span);
        let list = self.a.list_of(element);
        if !self.unify(ty, list) {
            self.pattern_mismatch(ty, list, span);
            self.bind_lost(before.iter().chain(after));
            return PatternKind::Error;
        }
        let before = before.iter().map(|pattern| self.pattern(pattern, element)).collect();
        let rest = rest.map(|name| name.map(|name| self.bind_local(name, list, false)));
        let after = after.iter().map(|pattern| self.pattern(pattern, element)).collect();
        PatternKind::List { before, rest, after }
    }
}

/// What the alternatives of `a | b` bind.
pub struct Alternatives {
    /// The names of the first alternative, once that is through.
    pub first: Option<Vec<(Name, LocalId)>>,
    /// The names of the one being looked at.
    pub seen: Vec<Ident>,
}
