//! What the productions of the grammar make: nodes of the tree with their spans, and with bounded depth.
#![allow(clippy::vec_box, reason = "the parser moves the symbols of its stack often: they must be small")]

use std::cell::OnceCell;

use crate::diagnostic::Diagnostic;
use crate::name::Names;
use crate::source::Span;
use crate::syntax::depth::{self, MAX_DEPTH};
use crate::syntax::mistakes;
use crate::syntax::operator::Row;
use crate::syntax::text::{self, Piece, Text};
use crate::syntax::tree::*;

/// What a production needs besides its parts.
pub struct Make<'a> {
    pub text: Text<'a>,
    names: &'a Names,
    pub diagnostics: Vec<Diagnostic>,
    /// Whether what stands in the braces of functions is read later.
    pub puts_off: bool,
    /// Literals of 2^63 that no minus was seen in front of yet.
    minimums: Vec<Span>,
    /// Whether too deep nesting was reported: one report an item is enough.
    too_deep: bool,
}

/// What an item of a file is.
#[derive(Debug)]
pub enum Entry {
    Import(Import),
    Item(Item),
}

/// What stands behind doc comments, attributes and `pub`.
#[derive(Debug)]
pub enum Declared {
    Import(Vec<Ident>, ImportWhat),
    Item(Box<ItemKind>),
}

impl Declared {
    pub fn item(kind: ItemKind) -> Self {
        Self::Item(Box::new(kind))
    }
}

/// The elements of a list that waited in boxes.
pub fn unbox<T>(boxes: Vec<Box<T>>) -> Vec<T> {
    boxes.into_iter().map(|one| *one).collect()
}

/// An expression in a string, with where its format stands.
pub type Value = (Expr, Option<Span>);

/// An element of a list pattern.
#[derive(Debug)]
pub enum Element {
    One(Pattern),
    /// `..` or `..name`.
    Rest(Option<Ident>, Span),
}

/// The statements of a block, so far.
#[derive(Debug, Default)]
pub struct Statements {
    statements: Vec<Box<Statement>>,
    /// Whether no `;` follows the last statement.
    open: bool,
}

impl Statements {
    pub fn push(&mut self, statement: Box<Statement>, semicolon: bool) {
        self.statements.push(statement);
        self.open = !semicolon;
    }
}

impl<'a> Make<'a> {
    pub fn new(text: Text<'a>, names: &'a Names) -> Self {
        Self { text, names, diagnostics: Vec::new(), puts_off: false, minimums: Vec::new(), too_deep: false }
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Ends an item: what there is to say about it.
    pub fn finish(&mut self) -> Vec<Diagnostic> {
        for span in std::mem::take(&mut self.minimums) {
            self.report(mistakes::integer_too_large(span));
        }
        self.too_deep = false;
        std::mem::take(&mut self.diagnostics)
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.slice(span)
    }

    /// The text of a span without so many bytes at its ends.
    fn piece(&self, span: Span, before: u32, after: u32) -> Piece<'a> {
        let inner = Span::new(span.start + before, span.end - after);
        Piece { text: self.slice(inner), place: inner.start }
    }

    pub fn module_docs(&mut self, span: Span) -> Box<str> {
        text::docs(self.slice(span), "//!")
    }

    pub fn ident(&mut self, start: u32, end: u32) -> Ident {
        let span = Span::new(start, end);
        Ident { name: self.names.intern(self.slice(span)), span }
    }

    pub fn label(&mut self, start: u32, end: u32) -> Ident {
        let Ident { name, .. } = self.ident(start + 1, end);
        Ident { name, span: Span::new(start, end) }
    }
}

/// Items.
impl Make<'_> {
    pub fn entry(
        &mut self,
        docs: Option<Box<str>>,
        derives: Vec<Ident>,
        public: bool,
        declared: Declared,
        span: Span,
    ) -> Box<Entry> {
        let derivable = match &declared {
            Declared::Item(kind) => matches!(**kind, ItemKind::Struct(_) | ItemKind::Enum(_) | ItemKind::Error),
            Declared::Import(..) => false,
        };
        if let (false, Some(first)) = (derivable, derives.first()) {
            self.report(mistakes::misplaced_derive(first.span));
        }
        Box::new(match declared {
            Declared::Import(path, what) => Entry::Import(Import { path, what, public, span }),
            Declared::Item(kind) => Entry::Item(Item { docs, public, derives, kind: *kind, span }),
        })
    }

    pub fn docs(&mut self, start: u32, end: u32) -> Option<Box<str>> {
        (start < end).then(|| text::docs(self.slice(Span::new(start, end)), "///"))
    }

    /// Adds the names of an attribute.
    pub fn derives(&mut self, mut all: Vec<Ident>, what: Ident, names: Vec<Ident>) -> Vec<Ident> {
        if self.slice(what.span) != "derive" {
            self.report(mistakes::unknown_attribute(what.span, text::brief(self.slice(what.span))));
            return all;
        }
        all.extend(names);
        all
    }

    pub fn signature(
        &mut self,
        name: Ident,
        generics: Vec<Generic>,
        (receiver, params): (Option<Span>, Vec<Param>),
        result: Option<TypeExpr>,
        span: Span,
    ) -> Box<Function> {
        Box::new(Function { name, generics, receiver, params, result, body: None, abi: None, span })
    }

    pub fn function(&mut self, signature: Function, block: Block) -> Function {
        let body = self.body(signature.span.start, block);
        Function { body: Some(body), ..signature }
    }

    /// The body of what starts at a place.
    pub fn body(&mut self, start: u32, block: Block) -> Body {
        let whole = Span::new(start, block.span.end);
        let block = if self.puts_off { OnceCell::new() } else { OnceCell::from(Box::new(block)) };
        Body { whole, block }
    }

    /// The text of a string that is a name.
    pub fn plain(&mut self, start: u32, end: u32) -> Box<str> {
        text::unescape(self.piece(Span::new(start, end), 1, 1), &mut self.diagnostics).into()
    }
}

/// Types.
impl Make<'_> {
    pub fn ty(&mut self, kind: TypeKind, span: Span) -> TypeExpr {
        let depth = depth::of_type(&kind);
        if depth > MAX_DEPTH {
            self.report_depth(span);
            return TypeExpr { kind: TypeKind::Error, span, depth: 0 };
        }
        TypeExpr { kind, span, depth }
    }

    /// `T??`, whose two signs are one token.
    pub fn optional_twice(&mut self, ty: TypeExpr, span: Span) -> TypeExpr {
        let inner = self.ty(TypeKind::Optional(Box::new(ty)), Span::new(span.start, span.end - 1));
        self.ty(TypeKind::Optional(Box::new(inner)), span)
    }

    pub fn tuple_type(&mut self, types: Vec<TypeExpr>, span: Span) -> TypeExpr {
        match <[TypeExpr; 1]>::try_from(types) {
            Ok([inner]) => TypeExpr { span, ..inner },
            Err(types) => self.ty(TypeKind::Tuple(types), span),
        }
    }
}

/// Statements.
impl Make<'_> {
    pub fn block(&mut self, lines: Statements, span: Span) -> Block {
        let Statements { mut statements, open } = lines;
        let value = statements.pop_if(|last| open && matches!(last.kind, StatementKind::Expr(_)));
        let value = value.and_then(|last| match last.kind {
            StatementKind::Expr(value) => Some(Box::new(value)),
            _ => None,
        });
        Block { statements: unbox(statements), value, span }
    }

    pub fn statement(&mut self, kind: StatementKind, span: Span) -> Box<Statement> {
        Box::new(Statement { kind, span })
    }

    pub fn let_else(
        &mut self,
        pattern: Pattern,
        mutable: bool,
        ty: Option<TypeExpr>,
        value: Row,
        otherwise: Block,
        span: Span,
    ) -> Box<Statement> {
        let value = self.row(value);
        self.statement(StatementKind::Let { pattern, mutable, ty, value, otherwise: Some(otherwise) }, span)
    }

    pub fn assignment(
        &mut self,
        place: Row,
        (operator, at): (Option<BinaryOp>, u32),
        value: Expr,
        span: Span,
    ) -> Box<Statement> {
        let place = self.row(place);
        self.statement(StatementKind::Assign { place, operator, at, value }, span)
    }

    /// A statement where an expression is wanted, as a block.
    pub fn statement_block(&mut self, statement: Statement) -> Expr {
        let span = statement.span;
        let block = Block { statements: vec![statement], value: None, span };
        self.expr(ExprKind::Block(Box::new(block)), span)
    }
}

/// Expressions.
impl Make<'_> {
    pub fn expr(&mut self, kind: ExprKind, span: Span) -> Expr {
        let depth = depth::of_expr(&kind);
        if depth > MAX_DEPTH {
            self.report_depth(span);
            return Expr { kind: ExprKind::Error, span, depth: 0 };
        }
        Expr { kind, span, depth }
    }

    fn report_depth(&mut self, span: Span) {
        if !self.too_deep {
            self.too_deep = true;
            self.report(mistakes::too_deep(span, usize::from(MAX_DEPTH)));
        }
    }

    pub fn row(&mut self, row: Row) -> Expr {
        row.group(self)
    }

    pub fn unary(&mut self, operator: UnaryOp, operand: Expr, span: Span) -> Expr {
        if operator == UnaryOp::Negate {
            match operand.kind {
                ExprKind::Int(i64::MIN) if self.minimums.last() == Some(&operand.span) => {
                    self.minimums.pop();
                    return self.expr(ExprKind::Int(i64::MIN), span);
                }
                _ => {}
            }
        }
        self.expr(ExprKind::Unary(operator, Box::new(operand)), span)
    }

    pub fn field(&mut self, of: Expr, name: Ident, span: Span) -> Expr {
        self.expr(ExprKind::Field(Box::new(of), name), span)
    }

    pub fn tuple_field(&mut self, of: Expr, digits: Span, span: Span) -> Expr {
        let number = text::integer(self.slice(digits)).and_then(|number| u32::try_from(number).ok());
        let number = number.unwrap_or_else(|| {
            self.report(mistakes::integer_too_large(digits));
            0
        });
        self.expr(ExprKind::TupleField(Box::new(of), number, digits), span)
    }

    pub fn optional_field(&mut self, of: Expr, name: Ident, span: Span) -> Expr {
        self.expr(ExprKind::OptionalField(Box::new(of), name), span)
    }

    pub fn call(&mut self, of: Expr, arguments: Vec<Argument>, span: Span) -> Expr {
        self.expr(ExprKind::Call(Box::new(of), arguments), span)
    }

    pub fn index(&mut self, of: Expr, index: Expr, span: Span) -> Expr {
        self.expr(ExprKind::Index(Box::new(of), Box::new(index)), span)
    }

    pub fn type_arguments(&mut self, of: Expr, arguments: Vec<TypeExpr>, span: Span) -> Expr {
        self.expr(ExprKind::TypeArgs(Box::new(of), arguments), span)
    }

    pub fn propagate(&mut self, of: Expr, span: Span) -> Expr {
        let of = self.chain(of);
        self.expr(ExprKind::Try(Box::new(of)), span)
    }

    pub fn unwrap(&mut self, of: Expr, span: Span) -> Expr {
        let of = self.chain(of);
        self.expr(ExprKind::Unwrap(Box::new(of)), span)
    }

    /// Ends a chain of fields, calls and indexing; one with `?.` in it becomes an `OptionalChain`.
    pub fn chain(&mut self, end: Expr) -> Expr {
        let mut link = &end;
        loop {
            link = match &link.kind {
                ExprKind::OptionalField(..) => {
                    let span = end.span;
                    return self.expr(ExprKind::OptionalChain(Box::new(end)), span);
                }
                ExprKind::Field(of, _) | ExprKind::TupleField(of, ..) | ExprKind::Call(of, _) => of,
                ExprKind::Index(of, _) | ExprKind::TypeArgs(of, _) => of,
                _ => return end,
            };
        }
    }

    pub fn parenthesised(&mut self, inner: Expr, span: Span) -> Expr {
        Expr { span, ..inner }
    }

    pub fn tuple(&mut self, first: Expr, rest: Vec<Expr>, span: Span) -> Expr {
        if rest.is_empty() {
            self.report(mistakes::single_tuple(span));
        }
        let elements = std::iter::once(first).chain(rest).collect();
        self.expr(ExprKind::Tuple(elements), span)
    }

    pub fn range(&mut self, from: Option<Row>, to: Option<Row>, inclusive: bool, span: Span) -> Expr {
        let from = from.map(|row| Box::new(self.row(row)));
        let to = to.map(|row| Box::new(self.row(row)));
        self.expr(ExprKind::Range { from, to, inclusive }, span)
    }

    pub fn for_loop(
        &mut self,
        label: Option<Ident>,
        pattern: Pattern,
        iterable: Expr,
        body: Block,
        span: Span,
    ) -> Expr {
        let (pattern, iterable, body) = (Box::new(pattern), Box::new(iterable), Box::new(body));
        self.expr(ExprKind::For { label, pattern, iterable, body }, span)
    }

    pub fn if_then(&mut self, condition: Condition, then: Block, otherwise: Option<Expr>, span: Span) -> Expr {
        self.expr(ExprKind::If(Box::new(If { condition, then, otherwise })), span)
    }

    pub fn if_else(&mut self, condition: Condition, then: Block, otherwise: Block, span: Span) -> Expr {
        let place = otherwise.span;
        let otherwise = self.expr(ExprKind::Block(Box::new(otherwise)), place);
        self.if_then(condition, then, Some(otherwise), span)
    }

    /// The tests before the first `let` and those from it on, these the last one first.
    pub fn condition(&mut self, row: Option<Row>, lets: Vec<(Pattern, Row)>, span: Span) -> Condition {
        let chained = !lets.is_empty();
        let mut tests = Vec::new();
        if let Some(row) = row {
            self.tests(row, None, chained, &mut tests);
        }
        for (pattern, row) in lets.into_iter().rev() {
            self.tests(row, Some(pattern), true, &mut tests);
        }
        Condition { tests, span }
    }

    fn tests(&mut self, row: Row, mut pattern: Option<Pattern>, chained: bool, tests: &mut Vec<Test>) {
        if row.has_or() {
            let value = self.row(row);
            if chained {
                self.report(mistakes::or_beside_let(value.span));
            }
            return tests.push(Test::Expr(value));
        }
        for row in row.split() {
            let value = self.row(row);
            tests.push(match pattern.take() {
                Some(pattern) => Test::Let(pattern, value),
                None => Test::Expr(value),
            });
        }
    }
}

/// Literals.
impl Make<'_> {
    pub fn int(&mut self, span: Span) -> Expr {
        let digits = self.slice(span);
        let value = match text::integer(digits) {
            Some(value) if value <= i64::MAX as u64 || is_prefixed(digits) => value as i64,
            Some(value) if value == i64::MIN.unsigned_abs() => {
                self.minimums.push(span);
                i64::MIN
            }
            _ => {
                self.report(mistakes::integer_too_large(span));
                0
            }
        };
        self.expr(ExprKind::Int(value), span)
    }

    pub fn float(&mut self, span: Span) -> Expr {
        let digits = self.slice(span).replace('_', "");
        let value = digits.parse().ok().filter(|value: &f64| value.is_finite()).unwrap_or_else(|| {
            self.report(mistakes::float_too_large(span));
            0.0
        });
        self.expr(ExprKind::Float(value), span)
    }

    pub fn char(&mut self, span: Span) -> Expr {
        let text = text::unescape(self.piece(span, 1, 1), &mut self.diagnostics);
        self.expr(ExprKind::Char(text.chars().next().unwrap_or_default()), span)
    }

    pub fn string(&mut self, span: Span) -> Expr {
        let text = if self.slice(span).starts_with(TRIPLE) && span.end - span.start >= 6 {
            text::unindent(&[self.piece(span, 3, 3)], &mut self.diagnostics).concat()
        } else {
            text::unescape(self.piece(span, 1, 1), &mut self.diagnostics)
        };
        self.expr(ExprKind::String(text.into()), span)
    }

    pub fn raw_string(&mut self, span: Span) -> Expr {
        let text = self.slice(span);
        let hashes = text[1..].find('"').unwrap_or_default();
        let inner = text.get(hashes + 2..text.len() - hashes - 1).unwrap_or_default();
        self.expr(ExprKind::String(inner.into()), span)
    }

    /// A string with expressions in it, given the spans of the pieces of text around them.
    pub fn interpolation(&mut self, start: Span, first: Value, rest: Vec<(Span, Value)>, end: Span) -> Expr {
        let triple = self.slice(start).starts_with(TRIPLE);
        let quotes = if triple { 3 } else { 1 };
        let mut pieces = vec![self.piece(start, quotes, 1)];
        pieces.extend(rest.iter().map(|(span, _)| self.piece(*span, 1, 1)));
        // The string has no closing quote if that was reported.
        let closing = if self.slice(end).ends_with('"') { quotes } else { 0 };
        pieces.push(self.piece(end, 1.min(end.end - end.start), closing));
        let texts = if triple {
            text::unindent(&pieces, &mut self.diagnostics)
        } else {
            pieces.iter().map(|&piece| text::unescape(piece, &mut self.diagnostics)).collect()
        };
        let mut values = std::iter::once(first).chain(rest.into_iter().map(|(_, value)| value));
        let mut parts = Vec::new();
        for text in texts {
            if !text.is_empty() {
                parts.push(StringPart::Text(text.into()));
            }
            parts.extend(values.next().map(|value| self.value(value)));
        }
        self.expr(ExprKind::Interpolation(parts), start.to(end))
    }

    fn value(&mut self, (value, spec): Value) -> StringPart {
        let spec = spec.map(|span| {
            let inner = Span::new(span.start + 1, span.end);
            (self.slice(inner).into(), inner)
        });
        StringPart::Value { value, spec }
    }
}

const TRIPLE: &str = "\"\"\"";

fn is_prefixed(digits: &str) -> bool {
    digits.starts_with("0x") || digits.starts_with("0o") || digits.starts_with("0b")
}

/// Patterns.
impl Make<'_> {
    pub fn pattern(&mut self, kind: PatternKind, span: Span) -> Pattern {
        let depth = depth::of_pattern(&kind);
        if depth > MAX_DEPTH {
            self.report_depth(span);
            return Pattern { kind: PatternKind::Error, span, depth: 0 };
        }
        Pattern { kind, span, depth }
    }

    pub fn or_pattern(&mut self, first: Pattern, rest: Vec<Pattern>, span: Span) -> Pattern {
        let all = std::iter::once(first).chain(rest).collect();
        self.pattern(PatternKind::Or(all), span)
    }

    /// `p??`, whose two signs are one token.
    pub fn some_twice(&mut self, inner: Pattern, span: Span) -> Pattern {
        let inner = self.pattern(PatternKind::Some(Box::new(inner)), Span::new(span.start, span.end - 1));
        self.pattern(PatternKind::Some(Box::new(inner)), span)
    }

    pub fn range_pattern(&mut self, from: Option<Expr>, to: Option<Expr>, inclusive: bool, span: Span) -> Pattern {
        let (from, to) = (from.map(Box::new), to.map(Box::new));
        self.pattern(PatternKind::Range { from, to, inclusive }, span)
    }

    pub fn tuple_pattern(&mut self, patterns: Vec<Pattern>, span: Span) -> Pattern {
        match <[Pattern; 1]>::try_from(patterns) {
            Ok([inner]) => Pattern { span, ..inner },
            Err(patterns) => self.pattern(PatternKind::Tuple(patterns), span),
        }
    }

    /// A variant without fields.
    pub fn unit_pattern(&mut self, mut path: Vec<Ident>, name: Ident, span: Span) -> Pattern {
        path.push(name);
        self.pattern(PatternKind::Constructor { path, fields: None }, span)
    }

    pub fn list_pattern(&mut self, elements: Vec<Element>, span: Span) -> Pattern {
        let (mut before, mut rest, mut after) = (Vec::new(), None, Vec::new());
        for element in elements {
            match element {
                Element::One(pattern) if rest.is_none() => before.push(pattern),
                Element::One(pattern) => after.push(pattern),
                Element::Rest(name, _) if rest.is_none() => rest = Some(name),
                Element::Rest(_, place) => self.report(mistakes::second_rest(place)),
            }
        }
        self.pattern(PatternKind::List { before, rest, after }, span)
    }
}
