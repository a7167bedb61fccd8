//! Literals of tuples, lists and maps.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::mistakes;
use crate::analysis::program::{Callee, Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn tuple(&mut self, parts: &'t [tree::Expr], expected: Option<Ty>, span: Span) -> Expr {
        if parts.is_empty() {
            return literal(ExprKind::Unit, Ty::UNIT, span);
        }
        let expected = self.expected_payload(expected);
        let wanted: Vec<Ty> = match expected.map(|ty| self.kind(ty)) {
            Some(TyKind::Tuple(of)) if of.len() == parts.len() => of.to_vec(),
            _ => Vec::new(),
        };
        let values: Vec<Expr> = parts
            .iter()
            .enumerate()
            .map(|(index, part)| match wanted.get(index) {
                Some(&wanted) => self.coerced(part, wanted),
                None => self.expr(part, None),
            })
            .collect();
        let ty = self.intern(TyKind::Tuple(values.iter().map(|value| value.ty).collect()));
        literal(ExprKind::Tuple(values), ty, span)
    }

    pub fn list(&mut self, elements: &'t [tree::Expr], expected: Option<Ty>, span: Span) -> Expr {
        let expected = self.expected_payload(expected);
        let wanted = match expected.map(|ty| self.kind(ty)) {
            Some(TyKind::Struct(id, of)) if Some(*id) == self.a.program.known.list => of.first().copied(),
            _ => None,
        };
        let element = wanted.unwrap_or_else(|| self.fresh(span));
        let values = self.elements(elements.iter(), element, wanted.is_some());
        let Some(function) = self.a.program.known.list_from_array else { return error(span) };
        let array = self.intern(TyKind::Array(element));
        let array = literal(ExprKind::Array(values), array, span);
        let callee = Callee::Function(function, vec![element]);
        self.a.reach_callee(&callee);
        let ty = self.a.list_of(element);
        literal(ExprKind::Call(Box::new(callee), vec![array]), ty, span)
    }

    /// Elements of one type: a given one, or that of the first.
    fn elements(&mut self, trees: impl Iterator<Item = &'t tree::Expr>, element: Ty, given: bool) -> Vec<Expr> {
        let mut first: Option<Span> = None;
        let mut values = Vec::with_capacity(trees.size_hint().0);
        for tree in trees {
            let value = self.expr(tree, Some(element));
            let value = match self.try_coerce(value, element) {
                Ok(value) => value,
                Err(value) => {
                    match first {
                        Some(first) if !given => {
                            let (wanted, found) = (self.deep(element), self.deep(value.ty));
                            let types = &self.a.program.types;
                            if !types.has_error(wanted) && !types.has_error(found) {
                                let [wanted, found] = [wanted, found].map(|ty| self.show(ty));
                                self.a.report(mistakes::elements_differ(&wanted, &found, tree.span, first));
                            }
                        }
                        _ => self.mismatch(element, value.ty, tree.span),
                    }
                    error(tree.span)
                }
            };
            first.get_or_insert(tree.span);
            values.push(value);
        }
        values
    }

    /// `["a": 1]`: a map made from a list of pairs.
    pub fn map(&mut self, entries: &'t [(tree::Expr, tree::Expr)], expected: Option<Ty>, span: Span) -> Expr {
        let (Some(map), Some(make)) = (self.a.lang.map, self.a.lang.map_from_pairs) else {
            for (key, value) in entries {
                self.expr(key, None);
                self.expr(value, None);
            }
            return error(span);
        };
        let expected = self.expected_payload(expected);
        let wanted = match expected.map(|ty| self.kind(ty)) {
            Some(TyKind::Struct(id, of)) if *id == map && of.len() == 2 => Some((of[0], of[1])),
            _ => None,
        };
        let (key, value) = wanted.unwrap_or_else(|| (self.fresh(span), self.fresh(span)));
        let given = wanted.is_some();
        let keys = self.elements(entries.iter().map(|(key, _)| key), key, given);
        let values = self.elements(entries.iter().map(|(_, value)| value), value, given);
        let pair = self.intern(TyKind::Tuple(Box::new([key, value])));
        let pairs = keys.into_iter().zip(values).map(|(key, value)| {
            let span = key.span.to(value.span);
            literal(ExprKind::Tuple(vec![key, value]), pair, span)
        });
        let pairs: Vec<Expr> = pairs.collect();
        let array = self.intern(TyKind::Array(pair));
        let array = literal(ExprKind::Array(pairs), array, span);
        let arguments = vec![key, value];
        self.demand_bounds(make, &arguments, None, span);
        let callee = Callee::Function(make, arguments);
        self.a.reach_callee(&callee);
        let ty = self.intern(TyKind::Struct(map, Box::new([key, value])));
        literal(ExprKind::Call(Box::new(callee), vec![array]), ty, span)
    }
}
