//! Calls: of functions, methods, constructors, conversions and function values.

use super::name::Denoted;
use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::methods::Target;
use crate::analysis::mistakes;
use crate::analysis::program::{Conversion, Expr, ExprKind};
use crate::analysis::type_expr::TypeScope;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::{self, Argument, ExprKind as Tree, Ident, TypeExpr};
use crate::types::{EnumId, FnId, StructId, Ty, TyKind};

/// What a call has to fill: a parameter, or a field of what is made.
pub struct Slot<'t> {
    pub name: Option<Name>,
    pub ty: Ty,
    pub default: Option<&'t tree::Expr>,
}

/// What is called, for messages.
#[derive(Clone, Copy)]
pub struct Called<'n> {
    pub name: &'n str,
    /// `argument`, or `field` of what is made.
    pub noun: &'static str,
    pub declared: Option<Span>,
}

impl<'t> Body<'_, 't> {
    pub fn call(
        &mut self,
        callee: &'t tree::Expr,
        arguments: &'t [Argument],
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        if let Some(denoted) = self.denote(callee, None) {
            return match denoted {
                Denoted::Function(target) => self.call_target(target, None, arguments, expected, span),
                Denoted::Variant(id, variant, of) => self.make_variant(id, variant, of, arguments, expected, span),
                Denoted::Type(ty) => self.call_type(ty, arguments, expected, callee.span, span),
                Denoted::Interface(id, _) => {
                    let name = self.a.interface_name(id);
                    self.a.report(mistakes::not_constructible(name, "an interface", callee.span, &[]));
                    self.check_lost(arguments);
                    error(span)
                }
                Denoted::Error => {
                    self.check_lost(arguments);
                    error(span)
                }
                other => {
                    let value = self.denoted_value(other, None, callee.span);
                    self.call_value(value, arguments, span)
                }
            };
        }
        let (field, types) = match &callee.kind {
            Tree::TypeArgs(of, types) => (&**of, Some(types.as_slice())),
            _ => (callee, None),
        };
        match &field.kind {
            Tree::Field(of, name) => {
                let receiver = self.expr(of, None);
                self.call_method(receiver, *name, types, arguments, expected, span)
            }
            Tree::OptionalField(of, name) => {
                let receiver = self.unwrap_in_chain(of);
                self.call_method(receiver, *name, types, arguments, expected, span)
            }
            _ => {
                let value = self.expr(callee, None);
                self.call_value(value, arguments, span)
            }
        }
    }

    /// Arguments of something that could not be told: their own mistakes are still worth telling.
    pub fn check_lost(&mut self, arguments: &'t [Argument]) {
        for argument in arguments {
            let unknown = !matches!(argument.value.kind, Tree::Closure(_));
            if unknown {
                self.expr(&argument.value, None);
            }
        }
    }

    pub fn call_method(
        &mut self,
        receiver: Expr,
        name: Ident,
        types: Option<&'t [TypeExpr]>,
        arguments: &'t [Argument],
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        self.settle_obligations(false);
        let ty = self.shallow(receiver.ty);
        match self.kind(ty) {
            TyKind::Error | TyKind::Never => {
                self.check_lost(arguments);
                return error(span);
            }
            TyKind::Infer(_) => {
                self.unknown_type_here(receiver.ty, receiver.span);
                self.check_lost(arguments);
                return error(span);
            }
            _ => {}
        }
        match self.member(ty, name, types, true) {
            Ok(Some(target)) => self.call_target(target, Some(receiver), arguments, expected, span),
            Ok(None) => {
                if self.has_visible_field(ty, name)
                    && let Some(value) = self.field_value(receiver, name, span)
                {
                    return self.call_value(value, arguments, span);
                }
                let mistake = self.unknown_method(ty, name);
                self.report_unless_error(ty, mistake);
                self.check_lost(arguments);
                error(span)
            }
            Err(()) => {
                self.check_lost(arguments);
                error(span)
            }
        }
    }

    pub fn call_target(
        &mut self,
        target: Target,
        receiver: Option<Expr>,
        arguments: &'t [Argument],
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        self.hint(target.result, expected);
        let mut values = Vec::with_capacity(target.params.len());
        let mut types = target.params.iter().copied();
        let is_method = self.a.function(target.function).is_method();
        let mut slots: Vec<Slot> = Vec::with_capacity(target.params.len());
        if let Some(receiver) = receiver {
            let to = types.next().unwrap_or(Ty::ERROR);
            values.push(self.coerce(receiver, to));
        } else if is_method {
            let ty = types.next().unwrap_or(Ty::ERROR);
            slots.push(Slot { name: None, ty, default: None });
        }
        let tree = self.a.function(target.function).tree;
        let params = tree.map(|tree| tree.params.as_slice()).unwrap_or_default();
        slots.extend(params.iter().zip(types).map(|(param, ty)| Slot {
            name: Some(param.name.name),
            ty,
            default: param.default.as_ref(),
        }));
        let called = Called {
            name: self.a.text(self.a.function(target.function).name),
            noun: "argument",
            declared: tree.map(|tree| tree.span),
        };
        let scope = self.default_scope(target.function, &target.arguments);
        values.extend(self.arguments(&slots, arguments, called, Some(&scope), span));
        self.a.reach_callee(&target.callee);
        literal(ExprKind::Call(Box::new(target.callee), values), target.result, span)
    }

    /// The scope of a function's default values: its module, with its type parameters standing for the arguments.
    fn default_scope(&mut self, function: FnId, arguments: &[Ty]) -> TypeScope {
        let generics = self.a.function(function).generics;
        let names = &self.a.generics(generics).names;
        let params = names.iter().zip(arguments).map(|((name, _), &ty)| (*name, ty)).collect();
        TypeScope { module: self.a.program.functions[function.index()].module, params, self_ty: None }
    }

    pub fn call_value(&mut self, value: Expr, arguments: &'t [Argument], span: Span) -> Expr {
        let ty = self.shallow(value.ty);
        match self.kind(ty).clone() {
            TyKind::Function(params, result) => {
                let slots: Vec<Slot> = params.iter().map(|&ty| Slot { name: None, ty, default: None }).collect();
                let called = Called { name: "this function", noun: "argument", declared: None };
                let values = self.arguments(&slots, arguments, called, None, span);
                literal(ExprKind::CallValue(Box::new(value), values), result, span)
            }
            TyKind::Infer(_) => {
                // A parameter of a closure whose type is not known yet: a call tells that it is a function.
                let values: Vec<Expr> = arguments.iter().map(|argument| self.expr(&argument.value, None)).collect();
                let result = self.fresh(span);
                let function = TyKind::Function(values.iter().map(|value| value.ty).collect(), result);
                let function = self.intern(function);
                self.unify(ty, function);
                literal(ExprKind::CallValue(Box::new(value), values), result, span)
            }
            TyKind::Error | TyKind::Never => {
                self.check_lost(arguments);
                error(span)
            }
            _ => {
                let of = self.show(ty);
                self.a.report(mistakes::not_callable(&of, value.span));
                self.check_lost(arguments);
                error(span)
            }
        }
    }

    /// A call of a type's name: makes a struct, or converts to a built-in type.
    fn call_type(&mut self, ty: Ty, arguments: &'t [Argument], expected: Option<Ty>, name: Span, span: Span) -> Expr {
        match self.kind(ty).clone() {
            TyKind::Struct(id, _) => self.make_struct(id, ty, arguments, expected, span),
            TyKind::Int | TyKind::Float | TyKind::Char | TyKind::String | TyKind::Bool => {
                self.conversion(ty, arguments, span)
            }
            TyKind::Error => {
                self.check_lost(arguments);
                error(span)
            }
            _ => {
                let of = self.show(ty);
                let mistake = self.not_constructible(ty, &of, name);
                self.a.report(mistake);
                self.check_lost(arguments);
                error(span)
            }
        }
    }

    /// `int(x)`, `float(x)`, `char(x)`, `string(x)`.
    fn conversion(&mut self, to: Ty, arguments: &'t [Argument], span: Span) -> Expr {
        let [Argument { name: None, value }] = arguments else {
            let of = self.show(to);
            self.a.report(mistakes::conversion_arguments(&of, span));
            self.check_lost(arguments);
            return error(span);
        };
        let value = self.expr(value, None);
        let from = self.shallow(value.ty);
        if to == Ty::STRING {
            return self.shown(value, span);
        }
        let conversion = match (from, to) {
            (Ty::ERROR, _) => return literal(ExprKind::Error, to, span),
            (Ty::FLOAT, Ty::INT) => Conversion::FloatToInt,
            (Ty::CHAR, Ty::INT) => Conversion::CharToInt,
            (Ty::BOOL, Ty::INT) => Conversion::BoolToInt,
            (Ty::INT, Ty::FLOAT) => Conversion::IntToFloat,
            (Ty::INT, Ty::CHAR) => Conversion::IntToChar,
            (Ty::NEVER, _) => Conversion::Never,
            _ if from == to => return value,
            _ => {
                let [from, of] = [from, to].map(|ty| self.show(ty));
                self.a.report(mistakes::no_conversion(&from, &of, value.span));
                return literal(ExprKind::Error, to, span);
            }
        };
        literal(ExprKind::Convert(conversion, Box::new(value)), to, span)
    }

    fn make_struct(
        &mut self,
        id: StructId,
        ty: Ty,
        arguments: &'t [Argument],
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        if !self.check_constructible(id, arguments, span) {
            self.check_lost(arguments);
            return literal(ExprKind::Error, ty, span);
        }
        self.hint(ty, expected);
        self.reach_type(ty);
        let types = self.struct_fields(id, ty);
        let tree = self.a.structs[id.index()].tree;
        let slots: Vec<Slot> = tree
            .fields
            .iter()
            .zip(types)
            .map(|(field, ty)| Slot { name: Some(field.name.name), ty, default: field.default.as_ref() })
            .collect();
        let called = Called { name: self.a.text(tree.name.name), noun: "field", declared: Some(tree.name.span) };
        let params = match self.kind(ty).clone() {
            TyKind::Struct(_, of) => tree.generics.iter().zip(of).map(|(param, ty)| (param.name.name, ty)).collect(),
            _ => Vec::new(),
        };
        let scope = TypeScope { module: self.a.program.structs[id.index()].module, params, self_ty: None };
        let values = self.arguments(&slots, arguments, called, Some(&scope), span);
        literal(ExprKind::Struct(id, values), ty, span)
    }

    /// A struct whose private fields have no default can only be made in its own module.
    pub fn check_constructible(&mut self, id: StructId, arguments: &[Argument], span: Span) -> bool {
        if self.a.program.structs[id.index()].module == self.module() {
            return true;
        }
        let tree = self.a.structs[id.index()].tree;
        let given = |field: &tree::Field| {
            arguments.iter().any(|argument| argument.name.is_some_and(|name| name.name == field.name.name))
        };
        let hidden = tree.fields.iter().find(|field| !field.public && (field.default.is_none() || given(field)));
        if let Some(field) = hidden {
            let (name, field_name) = (self.a.text(tree.name.name), self.a.text(field.name.name));
            self.a.report(mistakes::private_constructor(name, field_name, span, field.name.span));
            return false;
        }
        true
    }

    /// The types of a struct's fields as they are read and written.
    pub fn struct_fields(&mut self, id: StructId, ty: Ty) -> Vec<Ty> {
        let TyKind::Struct(_, arguments) = self.kind(ty).clone() else { return Vec::new() };
        let program = &mut self.a.program;
        let fields = program.structs[id.index()].fields.iter();
        fields
            .map(|field| {
                let wide = program.types.widened(field.ty);
                program.types.substitute(wide, &arguments, None)
            })
            .collect()
    }

    /// The types of a variant's fields as they are read and written.
    pub fn variant_fields(&mut self, id: EnumId, variant: u32, arguments: &[Ty]) -> Vec<Ty> {
        let program = &mut self.a.program;
        let Some(variant) = program.enums[id.index()].variants.get(variant as usize) else { return Vec::new() };
        let fields = variant.fields.iter();
        fields
            .map(|&field| {
                let wide = program.types.widened(field);
                program.types.substitute(wide, arguments, None)
            })
            .collect()
    }

    fn make_variant(
        &mut self,
        id: EnumId,
        variant: u32,
        of: Box<[Ty]>,
        arguments: &'t [Argument],
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        let fields = self.variant_fields(id, variant, &of);
        let ty = self.intern(TyKind::Enum(id, of));
        self.hint(ty, expected);
        self.a.reach_enum(id);
        let tree = &self.a.enums[id.index()].tree.variants[variant as usize];
        let slots: Vec<Slot> = tree
            .fields
            .iter()
            .zip(fields)
            .map(|(field, ty)| Slot { name: field.name.map(|name| name.name), ty, default: None })
            .collect();
        let called = Called { name: self.a.text(tree.name.name), noun: "field", declared: Some(tree.span) };
        if slots.is_empty() {
            self.a.report(mistakes::variant_without_payload(called.name, span, tree.span));
            self.check_lost(arguments);
            return literal(ExprKind::Error, ty, span);
        }
        let values = self.arguments(&slots, arguments, called, None, span);
        literal(ExprKind::Variant(id, variant, values), ty, span)
    }

    /// Fills slots with arguments and default values. Closures are checked after the others, whose types tell most about
    /// the closures' parameters.
    pub fn arguments(
        &mut self,
        slots: &[Slot<'t>],
        arguments: &'t [Argument],
        called: Called,
        defaults: Option<&TypeScope>,
        span: Span,
    ) -> Vec<Expr> {
        let Some(places) = self.place_arguments(slots, arguments, called, span) else {
            self.check_lost(arguments);
            return slots.iter().map(|_| error(span)).collect();
        };
        let mut values: Vec<Option<Expr>> = slots.iter().map(|_| None).collect();
        for late in [false, true] {
            if late {
                self.settle_obligations(false);
            }
            for (argument, &place) in arguments.iter().zip(&places) {
                if matches!(argument.value.kind, Tree::Closure(_)) == late {
                    values[place] = Some(self.coerced(&argument.value, slots[place].ty));
                }
            }
        }
        let mut filled = Vec::with_capacity(slots.len());
        for (value, slot) in values.into_iter().zip(slots) {
            filled.push(match (value, slot.default, defaults) {
                (Some(value), ..) => value,
                (None, Some(default), Some(scope)) => self.default_value(default, slot.ty, scope, span),
                _ => error(span),
            });
        }
        filled
    }

    /// A default value, checked anew for this call. Its mistakes were reported where it is declared.
    fn default_value(&mut self, default: &'t tree::Expr, ty: Ty, scope: &TypeScope, span: Span) -> Expr {
        let scope = std::mem::replace(&mut self.scope, scope.clone());
        let names = std::mem::take(&mut self.names);
        self.a.silent += 1;
        let mut value = self.coerced(default, ty);
        self.a.silent -= 1;
        self.names = names;
        self.scope = scope;
        (value.span, value.place) = (span, self.place);
        value
    }

    /// The slot of each argument; none when they don't fit, which has been reported then.
    fn place_arguments(
        &mut self,
        slots: &[Slot<'t>],
        arguments: &'t [Argument],
        called: Called,
        span: Span,
    ) -> Option<Vec<usize>> {
        let mut places = Vec::with_capacity(arguments.len());
        let mut named = false;
        for (index, argument) in arguments.iter().enumerate() {
            let place = match argument.name {
                None if named => {
                    self.a.report(mistakes::positional_after_named(argument.value.span));
                    return None;
                }
                None if index >= slots.len() => {
                    self.wrong_argument_count(slots, arguments, called, span);
                    return None;
                }
                None => index,
                Some(name) => {
                    named = true;
                    match slots.iter().position(|slot| slot.name == Some(name.name)) {
                        Some(place) => place,
                        None => {
                            self.unknown_argument(slots, name, called);
                            return None;
                        }
                    }
                }
            };
            if places.contains(&place) {
                let name = argument.name.map_or("", |name| self.a.text(name.name));
                self.a.report(mistakes::argument_twice(name, argument.value.span));
                return None;
            }
            places.push(place);
        }
        let missing = (0..slots.len()).any(|place| slots[place].default.is_none() && !places.contains(&place));
        if missing {
            self.missing_arguments(slots, &places, arguments, called, span);
            return None;
        }
        Some(places)
    }
}
