//! Types, interned: two types are equal when their ids are.

use rustc_hash::FxHashMap;

/// A type. Ids of the built-in types are constants.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Ty(pub u32);

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub struct $name(pub u32);

        impl $name {
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A struct of the program.
    StructId
    /// An enum of the program.
    EnumId
    /// An interface of the program.
    InterfaceId
    /// A function or method of the program, in its generic form.
    FnId
    /// An `impl` of an interface.
    ImplId
    /// A module-level `let`, `var` or `const`.
    GlobalId
    /// A source file as a unit of names.
    ModuleId
    /// A local variable, counted through a function and all closures in it.
    LocalId
    /// A type variable of inference; never seen after analysis.
    Variable
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TyKind {
    /// Stands for a type that could not be told; the mistake has been reported.
    Error,
    Int,
    Float,
    Bool,
    Char,
    String,
    Unit,
    Never,
    Any,
    /// Storage types: only as fields, and as elements of `Array`.
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    F32,
    Struct(StructId, Box<[Ty]>),
    Enum(EnumId, Box<[Ty]>),
    /// A value of an interface type, dispatched dynamically.
    Interface(InterfaceId, Box<[Ty]>),
    Array(Ty),
    Optional(Ty),
    /// Two types or more.
    Tuple(Box<[Ty]>),
    Function(Box<[Ty]>, Ty),
    /// The type parameter of this number of the enclosing item: those of the impl or interface first, then the function's own.
    Param(u32),
    /// The implementing type, within an interface.
    SelfType,
    Infer(Variable),
}

impl TyKind {
    /// The types that this one is built from.
    pub fn parts(&self) -> impl Iterator<Item = Ty> + '_ {
        let (many, one): (&[Ty], Option<Ty>) = match self {
            Self::Struct(_, of) | Self::Enum(_, of) | Self::Interface(_, of) | Self::Tuple(of) => (of, None),
            Self::Function(params, result) => (params, Some(*result)),
            Self::Array(of) | Self::Optional(of) => (&[], Some(*of)),
            _ => (&[], None),
        };
        many.iter().copied().chain(one)
    }
}

macro_rules! builtin {
    ($($name:ident $kind:ident)*) => {
        const BUILTIN: &[TyKind] = &[$(TyKind::$kind),*];
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Builtin { $($name),* }
        impl Ty { $(pub const $name: Self = Self(Builtin::$name as u32);)* }
    };
}

builtin! {
    ERROR Error INT Int FLOAT Float BOOL Bool CHAR Char STRING String UNIT Unit NEVER Never ANY Any
    I8 I8 U8 U8 I16 I16 U16 U16 I32 I32 U32 U32 F32 F32
}

/// What a type has somewhere inside, so that the walks that look for it can stop at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Inside {
    variable: bool,
    /// A type parameter or `Self`.
    param: bool,
    error: bool,
}

/// All types of a compilation.
#[derive(Debug)]
pub struct Types {
    kinds: Vec<TyKind>,
    inside: Vec<Inside>,
    ids: FxHashMap<TyKind, Ty>,
}

impl Default for Types {
    fn default() -> Self {
        let mut types = Self { kinds: Vec::new(), inside: Vec::new(), ids: FxHashMap::default() };
        for kind in BUILTIN {
            types.intern(kind.clone());
        }
        types
    }
}

impl Types {
    /// The id of a type. The parts of tuples, optionals and functions are values, so they are never of a storage type;
    /// what structs, enums and interfaces make of their arguments is their own matter: they may keep an `Array` of them.
    pub fn intern(&mut self, kind: TyKind) -> Ty {
        let kind = self.with_wide_parts(kind);
        if let Some(&ty) = self.ids.get(&kind) {
            return ty;
        }
        let ty = Ty(self.kinds.len() as u32);
        self.inside.push(self.look_inside(&kind));
        self.kinds.push(kind.clone());
        self.ids.insert(kind, ty);
        ty
    }

    fn with_wide_parts(&self, mut kind: TyKind) -> TyKind {
        let widen = |parts: &mut [Ty]| parts.iter_mut().for_each(|part| *part = self.widened(*part));
        match &mut kind {
            TyKind::Optional(of) => *of = self.widened(*of),
            TyKind::Tuple(parts) => widen(parts),
            TyKind::Function(params, result) => {
                widen(params);
                *result = self.widened(*result);
            }
            _ => {}
        }
        kind
    }

    fn look_inside(&self, kind: &TyKind) -> Inside {
        match kind {
            TyKind::Infer(_) => Inside { variable: true, ..Inside::default() },
            TyKind::Param(_) | TyKind::SelfType => Inside { param: true, ..Inside::default() },
            TyKind::Error => Inside { error: true, ..Inside::default() },
            _ => kind.parts().fold(Inside::default(), |all, part| {
                let part = self.inside[part.0 as usize];
                Inside {
                    variable: all.variable | part.variable,
                    param: all.param | part.param,
                    error: all.error | part.error,
                }
            }),
        }
    }

    /// Whether there is a type variable in it.
    pub fn has_variable(&self, ty: Ty) -> bool {
        self.inside[ty.0 as usize].variable
    }

    /// Whether there is a type parameter or `Self` in it.
    pub fn has_param(&self, ty: Ty) -> bool {
        self.inside[ty.0 as usize].param
    }

    /// Whether there is a type in it that could not be told.
    pub fn has_error(&self, ty: Ty) -> bool {
        self.inside[ty.0 as usize].error
    }

    pub fn kind(&self, ty: Ty) -> &TyKind {
        &self.kinds[ty.0 as usize]
    }

    pub fn optional(&mut self, of: Ty) -> Ty {
        self.intern(TyKind::Optional(of))
    }

    /// What a field or element of this type reads as: storage types widen.
    pub fn widened(&self, ty: Ty) -> Ty {
        match self.kind(ty) {
            TyKind::I8 | TyKind::U8 | TyKind::I16 | TyKind::U16 | TyKind::I32 | TyKind::U32 => Ty::INT,
            TyKind::F32 => Ty::FLOAT,
            _ => ty,
        }
    }

    /// `ty` with every type parameter replaced by `args`, and `Self` by `self_ty` where one is given. Where a parameter
    /// stands for a storage type, a value of the parameter's type is one of the wide type.
    pub fn substitute(&mut self, ty: Ty, args: &[Ty], self_ty: Option<Ty>) -> Ty {
        if !self.has_param(ty) {
            return ty;
        }
        let ty = self.rebuild(ty, &mut |types, ty| match types.kind(ty) {
            TyKind::Param(index) => Some(args.get(*index as usize).copied().unwrap_or(ty)),
            TyKind::SelfType => Some(self_ty.unwrap_or(ty)),
            _ if !types.has_param(ty) => Some(ty),
            _ => None,
        });
        self.widened(ty)
    }

    /// `ty` with each part that `replace` knows replaced; the others are built anew from their parts.
    pub fn rebuild(&mut self, ty: Ty, replace: &mut dyn FnMut(&mut Self, Ty) -> Option<Ty>) -> Ty {
        if let Some(ty) = replace(self, ty) {
            return ty;
        }
        let mut all = |types: &mut Self, of: Box<[Ty]>| -> Box<[Ty]> {
            of.iter().map(|&part| types.rebuild(part, replace)).collect()
        };
        let kind = match self.kind(ty).clone() {
            TyKind::Struct(id, of) => TyKind::Struct(id, all(self, of)),
            TyKind::Enum(id, of) => TyKind::Enum(id, all(self, of)),
            TyKind::Interface(id, of) => TyKind::Interface(id, all(self, of)),
            TyKind::Tuple(of) => TyKind::Tuple(all(self, of)),
            TyKind::Function(params, result) => {
                let params = all(self, params);
                TyKind::Function(params, self.rebuild(result, replace))
            }
            TyKind::Array(of) => TyKind::Array(self.rebuild(of, replace)),
            TyKind::Optional(of) => TyKind::Optional(self.rebuild(of, replace)),
            _ => return ty,
        };
        self.intern(kind)
    }
}
