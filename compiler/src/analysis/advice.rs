//! Looks around for what would mend a mistake: conversions that the reader may have meant, what a type lacks, and for names
//! (`names.rs`) what is called alike.

mod names;

use super::body::Body;
use super::context::Analysis;
use super::expr::{Called, Slot, symbol};
use super::interfaces::Answer;
use super::mistakes::{self, Hint};
use super::names::Def;
use super::suggest::nearest;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::tree::{self, Argument, BinaryOp, Ident};
use crate::types::{FnId, ImplId, InterfaceId, Ty, TyKind};

impl<'t> Analysis<'t> {
    /// What kind of thing a name stands for, in words.
    pub fn kind_of(&self, def: Def) -> &'static str {
        match def {
            Def::Module(_) => "a module",
            Def::Struct(_) => "a struct",
            Def::Enum(_) => "an enum",
            Def::Interface(_) => "an interface",
            Def::Alias(_) | Def::Builtin(_) | Def::Array => "a type",
            Def::Function(_) => "a function",
            Def::Global(_) => "a value",
            Def::Variant(..) => "a variant of an enum",
            Def::Error => "unknown",
        }
    }

    pub fn interface_name(&self, id: InterfaceId) -> &'t str {
        self.text(self.interfaces[id.index()].tree.name.name)
    }

    pub fn not_in_interface(&self, interface: InterfaceId, name: Ident) -> Diagnostic {
        let tree = self.interfaces[interface.index()].tree;
        let text = self.text(name.name);
        let near = nearest(text, tree.methods.iter().map(|method| self.text(method.function.name.name)));
        mistakes::not_in_interface(text, self.text(tree.name.name), name.span, near, tree.name.span)
    }

    /// Whether a method of an `impl` that its interface lacks is one of those that are missing, misspelt.
    pub fn is_misspelt(&self, missing: FnId, methods: &[tree::Method]) -> bool {
        let missing = self.text(self.function(missing).name);
        methods.iter().any(|method| nearest(self.text(method.function.name.name), [missing]).is_some())
    }

    pub fn missing_methods(&self, id: ImplId, missing: &[FnId]) -> Diagnostic {
        let of = &self.program.impls[id.index()];
        let interface = &self.program.interfaces[of.interface.index()];
        let names: Vec<String> =
            missing.iter().map(|function| self.text(self.function(*function).name).to_owned()).collect();
        let ty = self.show_in(of.ty, id);
        mistakes::missing_methods(self.text(interface.name), &ty, &names, of.span, interface.span)
    }

    /// A type in terms of the type parameters of an implementation.
    pub fn show_in(&self, ty: Ty, id: ImplId) -> String {
        let generics = self.generics(self.impls[id.index()].generics);
        let params: Vec<_> = generics.names.iter().map(|(name, _)| *name).collect();
        self.show_with(ty, &params)
    }

    pub fn signature_differs(&self, declared: FnId, function: FnId, params: &[Ty], result: Ty) -> Diagnostic {
        let generics = self.generics(self.function(function).generics);
        let names: Vec<_> = generics.names.iter().map(|(name, _)| *name).collect();
        let signature = |params: &[Ty], result: Ty, of: FnId| {
            let method = self.function(of).is_method();
            let rest = params.iter().skip(usize::from(method)).map(|&ty| self.show_with(ty, &names));
            let all: Vec<String> = method.then(|| "self".to_owned()).into_iter().chain(rest).collect();
            let result =
                if result == Ty::UNIT { String::new() } else { format!(" -> {}", self.show_with(result, &names)) };
            format!("fn({}){result}", all.join(", "))
        };
        let found = &self.program.functions[function.index()];
        let interface = match self.function(declared).owner {
            super::context::Owner::Interface(id) => self.interface_name(id),
            _ => "the interface",
        };
        mistakes::signature_differs(
            self.text(self.function(function).name),
            interface,
            &signature(params, result, declared),
            &signature(&found.params, found.result, function),
            found.span,
            self.program.functions[declared.index()].span,
        )
    }

    pub fn super_not_implemented(&self, interface: InterfaceId, above: InterfaceId, ty: Ty, span: Span) -> Diagnostic {
        let ty = self.show(ty);
        mistakes::super_not_implemented(self.interface_name(interface), self.interface_name(above), &ty, span)
    }
}

impl<'t> Body<'_, 't> {
    pub fn implements(&mut self, ty: Ty, interface: InterfaceId) -> bool {
        let snapshot = self.infer.snapshot();
        let answer = self.implementation(ty, interface);
        self.infer.roll_back(snapshot);
        matches!(answer, Answer::Yes(..))
    }

    /// Reports a mistake about a type, unless the type is itself the consequence of a mistake.
    pub fn report_unless_error(&mut self, ty: Ty, mistake: Diagnostic) {
        let ty = self.deep(ty);
        if !self.a.program.types.has_error(ty) {
            self.a.report(mistake);
        }
    }

    /// A type must be known and is not.
    pub fn unknown_type_here(&mut self, ty: Ty, span: Span) {
        if let TyKind::Infer(variable) = *self.kind(ty) {
            let origin = self.infer.origin(variable);
            if !std::mem::replace(&mut origin.reported, true) {
                self.a.report(mistakes::unknown_type_here(span));
            }
            self.infer.bind(variable, Ty::ERROR);
        }
    }

    pub fn not_implemented(
        &mut self,
        ty: Ty,
        interface: InterfaceId,
        span: Span,
        reason: Option<(FnId, u32)>,
    ) -> Diagnostic {
        let name = self.a.interface_name(interface);
        let reason = reason.map(|(function, param)| {
            let info = self.a.function(function);
            let (param, declared) = self.a.generics(info.generics).names[param as usize];
            (self.a.text(param), self.a.text(info.name), declared)
        });
        let derive = (self.is_own(ty) && matches!(name, "Eq" | "Ord" | "Hash" | "Show" | "Json"))
            .then(|| format!("`@derive({name})` before its declaration writes that"));
        let why = self.why_not(ty, interface).or(derive);
        let ty = self.show(ty);
        let mistake = mistakes::not_implemented(&ty, name, span, reason);
        why.into_iter().fold(mistake, Diagnostic::note)
    }

    /// Why a type lacks an interface that it would have, if only its parts had what is asked of them.
    fn why_not(&mut self, ty: Ty, interface: InterfaceId) -> Option<String> {
        let (part, lacking) = self.lacking_part(ty, interface, 0)?;
        let part = self.show(part);
        Some(format!("because `{part}` does not implement `{}`", self.a.interface_name(lacking)))
    }

    fn lacking_part(&mut self, ty: Ty, interface: InterfaceId, depth: u32) -> Option<(Ty, InterfaceId)> {
        let head = self.a.head(self.shallow(ty)).filter(|_| depth < 8)?;
        let candidates: Vec<ImplId> = self.a.candidates(interface, head).collect();
        for id in candidates {
            let snapshot = self.infer.snapshot();
            let parts = self.demands(ty, id);
            let lacking = parts.into_iter().flatten().find(|&(part, wanted)| !self.satisfies(part, wanted));
            let lacking = lacking.map(|(part, wanted)| {
                let part = self.deep(part);
                self.lacking_part(part, wanted, depth + 1).unwrap_or((part, wanted))
            });
            self.infer.roll_back(snapshot);
            if lacking.is_some() {
                return lacking;
            }
        }
        None
    }

    /// Whether a type is declared by the reader, who may give it what it lacks.
    fn is_own(&self, ty: Ty) -> bool {
        match *self.kind(ty) {
            TyKind::Struct(id, _) => !self.a.is_library(self.a.program.structs[id.index()].module),
            TyKind::Enum(id, _) => !self.a.is_library(self.a.program.enums[id.index()].module),
            _ => false,
        }
    }

    pub fn not_showable(&mut self, ty: Ty, span: Span) -> Diagnostic {
        let own = self.is_own(ty);
        let why = self.a.lang.show.and_then(|show| self.why_not(ty, show));
        let ty = self.show(ty);
        let mistake = mistakes::not_showable(&ty, span, own && why.is_none());
        why.into_iter().fold(mistake, Diagnostic::note)
    }

    pub fn not_indexable(&mut self, ty: Ty, slicing: bool, span: Span) -> Diagnostic {
        let optional = matches!(self.kind(ty), TyKind::Optional(_));
        let interface = if slicing { self.a.lang.slice } else { self.a.lang.index };
        let why = interface.and_then(|interface| self.why_not(ty, interface));
        let found = self.show(ty);
        let get = !slicing && !optional && why.is_none() && self.members(ty, true).contains(&"get");
        let why = why.or_else(|| get.then(|| "its elements are found by `.get(…)`".to_owned()));
        let mistake = mistakes::not_indexable(&found, slicing, optional, span);
        why.into_iter().fold(mistake, Diagnostic::note)
    }

    pub fn not_constructible(&mut self, ty: Ty, name: &str, span: Span) -> Diagnostic {
        match *self.kind(ty) {
            TyKind::Enum(id, _) => {
                let tree = self.a.enums[id.index()].tree;
                let of = self.a.text(tree.name.name);
                let variants = tree.variants.iter().take(6);
                let variants: Vec<String> =
                    variants.map(|variant| format!("`{of}.{}`", self.a.text(variant.name.name))).collect();
                mistakes::not_constructible(of, "an enum", span, &variants)
            }
            TyKind::Interface(..) => mistakes::not_constructible(name, "an interface", span, &[]),
            _ => mistakes::not_constructible(name, "a type", span, &[]),
        }
    }

    pub fn no_operator(
        &mut self,
        operator: BinaryOp,
        left: Ty,
        right: Ty,
        left_span: Span,
        right_span: Span,
        span: Span,
    ) {
        let (left, right) = (self.deep(left), self.deep(right));
        let types = &self.a.program.types;
        if types.has_error(left) || types.has_error(right) {
            return;
        }
        let interface = self.interface_of(operator);
        if let Some((id, _)) = self.operator_interface(operator).filter(|_| left_span == right_span) {
            // Only what `@derive` writes compares things that stand at one place.
            let mistake = self.not_implemented(left, id, span, None);
            self.a.report(mistake.label("a field of this type can't be compared"));
            return;
        }
        let [left_text, right_text] = [left, right].map(|ty| self.show(ty));
        let mut mistake = mistakes::no_operator(symbol(operator), &left_text, &right_text, span, left_span, right_span);
        let why = self.operator_interface(operator).and_then(|(id, _)| self.why_not(left, id));
        if let Some(why) = why {
            mistake = mistake.note(why);
        } else if let Some(name) = interface {
            mistake = match (self.kind(left), name) {
                (TyKind::Optional(_), _) => {
                    mistake.note(format!("`{left_text}` may be `none`: take the value out with `if let`, `??` or `!`"))
                }
                (TyKind::Param(_), _) => mistake.note(format!("ask for it with a bound: `<{left_text}: {name}>`")),
                (_, "Eq" | "Ord") => mistake.note(format!(
                    "`{left_text}` would have to implement `{name}`: `@derive({name})` writes that for structs and enums"
                )),
                (_, "Mul") if left == Ty::STRING => mistake.note("`text.repeat(n)` repeats a text"),
                _ => mistake.note(format!("`{left_text}` would have to implement `{name}`")),
            };
        }
        self.a.report(mistake);
    }

    fn interface_of(&self, operator: BinaryOp) -> Option<&'t str> {
        self.operator_interface(operator).map(|(interface, _)| self.a.interface_name(interface))
    }

    /// An operator takes the left side, but not with this right one.
    pub fn operands_differ(
        &mut self,
        operator: BinaryOp,
        left: Ty,
        right: Ty,
        left_span: Span,
        right_span: Span,
        span: Span,
    ) {
        let (left, right) = (self.deep(left), self.deep(right));
        let types = &self.a.program.types;
        if types.has_error(left) || types.has_error(right) {
            return;
        }
        let [left_text, right_text] = [left, right].map(|ty| self.show(ty));
        let mistake = mistakes::no_operator(symbol(operator), &left_text, &right_text, span, left_span, right_span);
        let mistake = match (left, right) {
            (Ty::FLOAT, Ty::INT) => self.to_float(mistake, right_span),
            (Ty::INT, Ty::FLOAT) => self.to_float(mistake, left_span),
            (Ty::CHAR, Ty::STRING) if self.char_fix(right_span).is_some() => {
                let char = self.char_fix(right_span).unwrap_or_default();
                mistake.fix("single quotes make a character", right_span, char)
            }
            (Ty::STRING, _) if operator == BinaryOp::Add => {
                let text = self.a.sources.text(right_span);
                mistake.fix("turn it into a string", right_span, format!("string({text})"))
            }
            _ if matches!(self.kind(right), TyKind::Optional(of) if *of == left) => {
                mistake.note(format!("`{right_text}` may be `none`: take the value out with `if let`, `??` or `!`"))
            }
            _ => mistake,
        };
        self.a.report(mistake);
    }

    fn to_float(&self, mistake: Diagnostic, span: Span) -> Diagnostic {
        let (text, replacement) = self.float_fix(span);
        mistake.fix(text, span, replacement)
    }

    /// How to make a float of an int: a literal gets a point, anything else a conversion.
    fn float_fix(&self, span: Span) -> (String, String) {
        let text = self.a.sources.text(span);
        let digits = text.strip_prefix('-').unwrap_or(text);
        let replacement = if digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_') {
            format!("{text}.0")
        } else {
            format!("float({text})")
        };
        (format!("make it a float: `{replacement}`"), replacement)
    }

    /// A text of one character as that character.
    fn char_fix(&self, span: Span) -> Option<String> {
        let inside = self.a.sources.text(span).strip_prefix('"')?.strip_suffix('"')?;
        let single = inside.chars().count() == 1 && !matches!(inside, "'" | "\\");
        single.then(|| format!("'{inside}'"))
    }

    /// What would turn a value of one type into the other that was expected.
    pub fn mismatch_hint(&mut self, expected: Ty, found: Ty, span: Span) -> Option<Hint> {
        let text = self.a.sources.text(span);
        let fix = |text: String, replacement: String| Some(Hint { text, edit: Some((span, replacement)) });
        let note = |text: &str| Some(Hint { text: text.to_owned(), edit: None });
        let grouped = if is_operand(text) { text.to_owned() } else { format!("({text})") };
        match (expected, found) {
            (Ty::FLOAT, Ty::INT) => {
                let (text, replacement) = self.float_fix(span);
                return fix(text, replacement);
            }
            (Ty::INT, Ty::FLOAT) => return fix(format!("drop the fraction: `int({text})`"), format!("int({text})")),
            (Ty::INT, Ty::CHAR | Ty::BOOL) => return fix(format!("convert it: `int({text})`"), format!("int({text})")),
            (Ty::STRING, Ty::INT | Ty::FLOAT | Ty::CHAR | Ty::BOOL) => {
                return fix("turn it into a string".to_owned(), format!("string({text})"));
            }
            (Ty::UNIT, _) => return note("nothing is expected here; `let _ = …` drops a value"),
            _ => {}
        }
        if text == "none" {
            let optional = self.show(expected);
            return Some(Hint { text: format!("only an optional can be `none`, here `{optional}?`"), edit: None });
        }
        if let TyKind::Optional(payload) = *self.kind(found)
            && self.unify(payload, expected)
        {
            return Some(Hint {
                text: "it may be `none`: use `?? …` for a default, `if let` to ask, or `!` to trap".to_owned(),
                edit: Some((span, format!("{grouped}!"))),
            });
        }
        if let Some((good, _)) = self.result_parts(found)
            && self.unify(good, expected)
        {
            return fix("hand the error on with `?`".to_owned(), format!("{grouped}?"));
        }
        if let Some((good, _)) = self.result_parts(expected)
            && self.unify(good, found)
        {
            return fix("wrap it in `Ok`".to_owned(), format!("Ok({text})"));
        }
        match (self.kind(found).clone(), self.kind(expected).clone()) {
            (TyKind::Function(params, result), _) if params.is_empty() && self.unify(result, expected) => {
                fix("call it".to_owned(), format!("{grouped}()"))
            }
            (TyKind::Function(_, result), _) if self.unify(result, expected) => note("call it with its arguments"),
            (_, TyKind::Interface(id, _)) => {
                let (found, name) = (self.show(found), self.a.interface_name(id));
                Some(Hint { text: format!("`{found}` does not implement `{name}`"), edit: None })
            }
            _ => None,
        }
    }

    // Arguments

    pub fn wrong_argument_count(&mut self, slots: &[Slot], arguments: &[Argument], called: Called, span: Span) {
        let needed = slots.iter().filter(|slot| slot.default.is_none()).count();
        let expected = if needed == slots.len() {
            mistakes::count(needed, called.noun)
        } else {
            format!("{needed} to {}", mistakes::count(slots.len(), called.noun))
        };
        let name = called.name;
        let mistake = mistakes::argument_count(name, &expected, arguments.len(), span, called.declared);
        let prints = matches!(name, "print" | "println" | "eprint" | "eprintln") && arguments.len() > 1;
        let way = prints.then_some("one text can hold several values: `println(\"{a} {b}\")`");
        self.a.report(way.into_iter().fold(mistake, Diagnostic::note));
    }

    pub fn unknown_argument(&mut self, slots: &[Slot], name: Ident, called: Called) {
        let text = self.a.text(name.name);
        let near = nearest(text, slots.iter().filter_map(|slot| slot.name).map(|name| self.a.text(name)));
        self.a.report(mistakes::unknown_argument(called.name, called.noun, text, name.span, near, called.declared));
    }

    pub fn missing_arguments(
        &mut self,
        slots: &[Slot],
        places: &[usize],
        arguments: &[Argument],
        called: Called,
        span: Span,
    ) {
        let missing = (0..slots.len()).filter(|place| slots[*place].default.is_none() && !places.contains(place));
        let names: Option<Vec<String>> =
            missing.map(|place| slots[place].name.map(|name| self.a.text(name).to_owned())).collect();
        match names {
            Some(names) => {
                self.a.report(mistakes::missing_arguments(called.name, called.noun, &names, span, called.declared))
            }
            None => self.wrong_argument_count(slots, arguments, called, span),
        }
    }
}

/// Whether a postfix operator behind a text takes all of it: no operator stands in it outside of brackets.
fn is_operand(text: &str) -> bool {
    let mut depth = 0;
    let mut outside = text.chars().filter(|c| {
        depth += i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
        depth == 0
    });
    !text.starts_with(['-', '!', '~']) && !outside.any(|c| c.is_whitespace() || "+-*/%&|^<>=".contains(c))
}
