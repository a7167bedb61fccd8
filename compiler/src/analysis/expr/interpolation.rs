//! Strings with values in them. Each value becomes a string by `Show`; a format behind the colon goes to the functions
//! of `std.fmt`.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::mistakes;
use crate::analysis::program::{Callee, Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree::StringPart;
use crate::types::{FnId, Ty};

/// A format, taken apart: `[[fill]align][sign][#][0][width][.precision][kind]`. What is absent is as `std.fmt` wants it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spec {
    pub fill: char,
    pub align: char,
    pub sign: bool,
    pub alternate: bool,
    pub zero: bool,
    pub width: i64,
    pub precision: i64,
    pub kind: char,
}

/// Wider formats than this are mistakes.
const MAXIMUM_WIDTH: i64 = 10_000;

impl Spec {
    /// Takes a format apart; what is wrong with it otherwise.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut chars = text.chars().peekable();
        let mut spec = Self {
            fill: ' ',
            align: ' ',
            sign: false,
            alternate: false,
            zero: false,
            width: 0,
            precision: -1,
            kind: ' ',
        };
        let is_align = |c: &char| matches!(c, '<' | '>' | '^');
        let mut ahead = text.chars();
        match (ahead.next(), ahead.next()) {
            (Some(fill), Some(align)) if is_align(&align) => {
                (spec.fill, spec.align) = (fill, align);
                chars.nth(1);
            }
            _ => spec.align = chars.next_if(is_align).unwrap_or(' '),
        }
        spec.sign = chars.next_if_eq(&'+').is_some();
        spec.alternate = chars.next_if_eq(&'#').is_some();
        spec.zero = chars.next_if_eq(&'0').is_some();
        let number = |chars: &mut std::iter::Peekable<std::str::Chars>| {
            let mut value: Option<i64> = None;
            while let Some(digit) = chars.next_if(char::is_ascii_digit).and_then(|c| c.to_digit(10)) {
                value = Some((value.unwrap_or(0) * 10 + i64::from(digit)).min(MAXIMUM_WIDTH + 1));
            }
            value
        };
        spec.width = number(&mut chars).unwrap_or(0);
        if chars.next_if_eq(&'.').is_some() {
            spec.precision = number(&mut chars).ok_or("a number of digits must follow the point")?;
        }
        if spec.width > MAXIMUM_WIDTH || spec.precision > MAXIMUM_WIDTH {
            return Err("a width or precision can be 10000 at most");
        }
        if let Some(kind) = chars.next() {
            if !matches!(kind, 'x' | 'X' | 'b' | 'o' | 'e') {
                return Err("the kind must be one of `x`, `X`, `b`, `o`, `e`");
            }
            spec.kind = kind;
        }
        if chars.next().is_some() {
            return Err("nothing can follow the kind");
        }
        Ok(spec)
    }
}

impl<'t> Body<'_, 't> {
    pub fn interpolation(&mut self, parts: &'t [StringPart], span: Span) -> Expr {
        let parts = parts
            .iter()
            .map(|part| match part {
                StringPart::Text(text) => literal(ExprKind::String(text.clone()), Ty::STRING, span),
                StringPart::Value { value, spec } => {
                    let at = value.span;
                    let value = self.expr(value, None);
                    match spec {
                        None => self.shown(value, at),
                        Some((spec, place)) => self.formatted(value, spec, *place, at),
                    }
                }
            })
            .collect();
        literal(ExprKind::Concat(parts), Ty::STRING, span)
    }

    /// A value as a string, by its `show`.
    pub fn shown(&mut self, value: Expr, span: Span) -> Expr {
        let method = self.a.words.show;
        self.shown_by(value, method, span)
    }

    pub fn shown_by(&mut self, value: Expr, method: crate::name::Name, span: Span) -> Expr {
        let ty = self.shallow(value.ty);
        if ty == Ty::STRING && method == self.a.words.show {
            return value;
        }
        if ty == Ty::NEVER {
            return self.coerce(value, Ty::STRING);
        }
        if !self.is_told(ty, span) {
            return literal(ExprKind::Error, Ty::STRING, span);
        }
        let target = self.a.lang.show.and_then(|show| self.operator_method(show, method, ty, span));
        match target {
            Some(target) => Expr { place: span.start, ..self.operator_call(target, value, Vec::new(), span) },
            None => {
                let mistake = self.not_showable(ty, span);
                self.report_unless_error(ty, mistake);
                literal(ExprKind::Error, Ty::STRING, span)
            }
        }
    }

    fn formatted(&mut self, value: Expr, text: &str, place: Span, at: Span) -> Expr {
        if text == "?" {
            let method = self.a.words.debug;
            return self.shown_by(value, method, at);
        }
        let spec = match Spec::parse(text) {
            Ok(spec) => spec,
            Err(why) => {
                self.a.report(mistakes::bad_format(text, why, place));
                return literal(ExprKind::Error, Ty::STRING, at);
            }
        };
        let ty = self.shallow(value.ty);
        let lang = &self.a.lang;
        let (function, value) = match ty {
            Ty::INT => (lang.format_int, value),
            Ty::FLOAT => (lang.format_float, value),
            _ => (lang.format_string, self.shown(value, at)),
        };
        let wrong_kind = match ty {
            Ty::INT => false,
            Ty::FLOAT => !matches!(spec.kind, ' ' | 'e'),
            _ => spec.kind != ' ' || spec.sign || spec.alternate || spec.zero,
        };
        if wrong_kind && ty != Ty::ERROR {
            let found = self.show(ty);
            self.a.report(mistakes::format_of_wrong_type(text, &found, place));
        }
        match function {
            Some(function) => self.call_format(function, value, spec, at),
            None => error(at),
        }
    }

    fn call_format(&mut self, function: FnId, value: Expr, spec: Spec, span: Span) -> Expr {
        let char = |c| literal(ExprKind::Char(c), Ty::CHAR, span);
        let bool = |b| literal(ExprKind::Bool(b), Ty::BOOL, span);
        let int = |n| literal(ExprKind::Int(n), Ty::INT, span);
        let values = vec![
            value,
            char(spec.fill),
            char(spec.align),
            bool(spec.sign),
            bool(spec.alternate),
            bool(spec.zero),
            int(spec.width),
            int(spec.precision),
            char(spec.kind),
        ];
        let callee = Callee::Function(function, Vec::new());
        self.a.reach_callee(&callee);
        literal(ExprKind::Call(Box::new(callee), values), Ty::STRING, span)
    }
}
