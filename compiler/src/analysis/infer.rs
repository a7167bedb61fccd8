//! Type variables and their unification (Robinson, "A machine-oriented logic based on the resolution principle", 1965).
//! A variable belongs to one body; the numbers start anew in the next, so the interned types that hold variables are
//! few. Bindings are kept on a trail, so an attempt can be taken back.

use crate::source::Span;
use crate::types::{Ty, TyKind, Types, Variable};

/// The type variables of a body.
#[derive(Debug, Default)]
pub struct Infer {
    values: Vec<Option<Ty>>,
    origins: Vec<Origin>,
    trail: Vec<Variable>,
}

/// Where a variable came up, for the message when nothing determines it.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub span: Span,
    /// A diverging expression was converted to it: `()` serves when nothing else determines it.
    pub diverges: bool,
    pub reported: bool,
}

/// A state to come back to.
#[derive(Clone, Copy, Debug)]
pub struct Snapshot(usize);

impl Infer {
    pub fn fresh(&mut self, types: &mut Types, span: Span) -> Ty {
        let variable = Variable(self.values.len() as u32);
        self.values.push(None);
        self.origins.push(Origin { span, diverges: false, reported: false });
        types.intern(TyKind::Infer(variable))
    }

    pub fn origin(&mut self, variable: Variable) -> &mut Origin {
        &mut self.origins[variable.index()]
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.trail.len())
    }

    /// Takes back every binding since the snapshot.
    pub fn roll_back(&mut self, snapshot: Snapshot) {
        for variable in self.trail.drain(snapshot.0..) {
            self.values[variable.index()] = None;
        }
    }

    /// The type with its outermost part known, if anything determined it.
    pub fn shallow(&self, types: &Types, mut ty: Ty) -> Ty {
        while let TyKind::Infer(variable) = types.kind(ty) {
            match self.values[variable.index()] {
                Some(value) => ty = value,
                None => break,
            }
        }
        ty
    }

    /// The type with every determined variable replaced.
    pub fn deep(&self, types: &mut Types, ty: Ty) -> Ty {
        if !types.has_variable(ty) {
            return ty;
        }
        types.rebuild(ty, &mut |types, ty| {
            if !types.has_variable(ty) {
                return Some(ty);
            }
            let known = self.shallow(types, ty);
            if let TyKind::Infer(_) = types.kind(known) {
                return Some(known);
            }
            (known != ty).then(|| self.deep(types, known))
        })
    }

    fn pass_on_divergence(&mut self, types: &Types, variable: Variable, ty: Ty) {
        if let TyKind::Infer(other) = *types.kind(ty) {
            let diverges = self.origins[variable.index()].diverges;
            self.origins[other.index()].diverges |= diverges;
        }
    }

    pub fn bind(&mut self, variable: Variable, ty: Ty) {
        self.values[variable.index()] = Some(ty);
        self.trail.push(variable);
    }

    /// Makes the types of two values equal: a variable may stand for a storage type, its values are of the wide one.
    fn unify_values(&mut self, types: &Types, a: Ty, b: Ty) -> bool {
        let [a, b] = [a, b].map(|ty| types.widened(self.shallow(types, ty)));
        self.unify(types, a, b)
    }

    /// Makes two types equal. When that can't be, bindings made on the way stay: the caller rolls back or reports.
    pub fn unify(&mut self, types: &Types, a: Ty, b: Ty) -> bool {
        let (a, b) = (self.shallow(types, a), self.shallow(types, b));
        if a == b {
            return true;
        }
        let all = |infer: &mut Self, a: &[Ty], b: &[Ty]| {
            a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| infer.unify(types, a, b))
        };
        let values = |infer: &mut Self, a: &[Ty], b: &[Ty]| {
            a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| infer.unify_values(types, a, b))
        };
        match (types.kind(a), types.kind(b)) {
            (&TyKind::Infer(variable), _) => self.bind_checked(types, variable, b),
            (_, &TyKind::Infer(variable)) => self.bind_checked(types, variable, a),
            (TyKind::Error, _) | (_, TyKind::Error) => true,
            (TyKind::Struct(x, of), TyKind::Struct(y, with)) => x == y && all(self, of, with),
            (TyKind::Enum(x, of), TyKind::Enum(y, with)) => x == y && all(self, of, with),
            (TyKind::Interface(x, of), TyKind::Interface(y, with)) => x == y && all(self, of, with),
            (TyKind::Tuple(of), TyKind::Tuple(with)) => values(self, of, with),
            (TyKind::Function(of, result), TyKind::Function(with, other)) => {
                values(self, of, with) && self.unify_values(types, *result, *other)
            }
            (TyKind::Array(of), TyKind::Array(with)) => self.unify(types, *of, *with),
            (TyKind::Optional(of), TyKind::Optional(with)) => self.unify_values(types, *of, *with),
            _ => false,
        }
    }

    fn bind_checked(&mut self, types: &Types, variable: Variable, ty: Ty) -> bool {
        if self.occurs(types, variable, ty) {
            return false;
        }
        // What was converted from a diverging expression keeps its way out under its new name.
        self.pass_on_divergence(types, variable, ty);
        self.bind(variable, ty);
        true
    }

    /// Whether the variable is somewhere in the type: such an equation has no finite solution.
    fn occurs(&self, types: &Types, variable: Variable, ty: Ty) -> bool {
        if !types.has_variable(ty) {
            return false;
        }
        let ty = self.shallow(types, ty);
        match types.kind(ty) {
            TyKind::Infer(other) => *other == variable,
            kind => kind.parts().any(|part| self.occurs(types, variable, part)),
        }
    }

    /// Makes two types equal, or changes nothing.
    pub fn try_unify(&mut self, types: &Types, a: Ty, b: Ty) -> bool {
        let snapshot = self.snapshot();
        let equal = self.unify(types, a, b);
        if !equal {
            self.roll_back(snapshot);
        }
        equal
    }
}
