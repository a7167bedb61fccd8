//! Which `impl` gives a concrete type an interface. Types have no variables by now, so an implementation fits when its
//! type, read as a pattern, matches; overlapping ones have been refused. Answers are remembered.

use super::Program;
use crate::types::{ImplId, InterfaceId, Ty, TyKind};
use rustc_hash::FxHashMap;

/// An implementation and the types that stand for its parameters.
pub type Implementing = (ImplId, Vec<Ty>);

/// What is remembered.
#[derive(Debug, Default)]
pub struct Implementations {
    /// By interface and outermost part of the type; those for all types stand under [`Head::ANY`].
    index: FxHashMap<(InterfaceId, Head), Vec<ImplId>>,
    /// How many implementations the index covers.
    indexed: usize,
    answers: FxHashMap<(InterfaceId, Ty), Option<Implementing>>,
}

/// The outermost part of a type: what kind it is, and the declaration or the number of parts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
struct Head(std::mem::Discriminant<TyKind>, u32);

impl Head {
    const ANY: Self = Self(std::mem::discriminant(&TyKind::SelfType), 0);

    fn of(kind: &TyKind) -> Self {
        let detail = match kind {
            TyKind::Param(_) => return Self::ANY,
            TyKind::Struct(id, _) => id.0,
            TyKind::Enum(id, _) => id.0,
            TyKind::Interface(id, _) => id.0,
            TyKind::Tuple(parts) => parts.len() as u32,
            TyKind::Function(params, _) => params.len() as u32,
            _ => 0,
        };
        Self(std::mem::discriminant(kind), detail)
    }
}

impl Program {
    /// The implementation by which a type, in which no type parameter is left, has an interface. Values of interface
    /// types have their own interface without one.
    pub fn implementation(&mut self, interface: InterfaceId, ty: Ty) -> Option<Implementing> {
        let ty = self.types.widened(ty);
        if let Some(answer) = self.implementations.answers.get(&(interface, ty)) {
            return answer.clone();
        }
        // A type that has the interface only if it has it does not have it.
        self.implementations.answers.insert((interface, ty), None);
        self.index_implementations();
        let head = Head::of(self.types.kind(ty));
        let candidates = [head, Head::ANY].into_iter();
        let candidates = candidates.filter_map(|head| self.implementations.index.get(&(interface, head)));
        let candidates: Vec<ImplId> = candidates.flatten().copied().collect();
        let answer = candidates.into_iter().find_map(|id| self.fits(id, ty).map(|arguments| (id, arguments)));
        self.implementations.answers.insert((interface, ty), answer.clone());
        answer
    }

    /// The arguments with which a type has an interface, if it has it.
    pub fn interface_arguments(&mut self, interface: InterfaceId, ty: Ty) -> Option<Vec<Ty>> {
        if let TyKind::Interface(own, arguments) = self.types.kind(ty) {
            let (own, arguments) = (*own, arguments.to_vec());
            let mut all = self.with_supers(own, arguments).into_iter();
            if let Some((_, arguments)) = all.find(|(above, _)| *above == interface) {
                return Some(arguments);
            }
        }
        let (id, arguments) = self.implementation(interface, ty)?;
        let of = &self.impls[id.index()].arguments;
        Some(of.iter().map(|&of| self.types.substitute(of, &arguments, Some(ty))).collect())
    }

    /// An interface and all that it builds on, each once.
    pub fn with_supers(&mut self, interface: InterfaceId, arguments: Vec<Ty>) -> Vec<(InterfaceId, Vec<Ty>)> {
        let mut all = vec![(interface, arguments)];
        let mut at = 0;
        while let Some((interface, arguments)) = all.get(at).cloned() {
            for (above, of) in &self.interfaces[interface.index()].supers {
                if all.iter().all(|(known, _)| known != above) {
                    let of = of.iter().map(|&of| self.types.substitute(of, &arguments, None)).collect();
                    all.push((*above, of));
                }
            }
            at += 1;
        }
        all
    }

    fn index_implementations(&mut self) {
        for (at, implementation) in self.impls.iter().enumerate().skip(self.implementations.indexed) {
            let head = Head::of(self.types.kind(implementation.ty));
            let same = self.implementations.index.entry((implementation.interface, head)).or_default();
            same.push(ImplId(at as u32));
        }
        self.implementations.indexed = self.impls.len();
    }

    /// The types of the implementation's parameters for which it is one of this type.
    fn fits(&mut self, id: ImplId, ty: Ty) -> Option<Vec<Ty>> {
        let of = &self.impls[id.index()];
        let mut found = vec![None; of.generics as usize];
        if !matches(&self.types, of.ty, ty, &mut found) {
            return None;
        }
        // Bounds may tell the parameters that the type does not mention: `impl<T, I: Iterator<T>> … for Skip<I>`.
        let bounds = of.bounds.clone();
        for (param, interface, wanted) in bounds {
            let given = self.interface_arguments(interface, found[param as usize]?)?;
            let agree =
                wanted.iter().zip(given).all(|(&wanted, given)| matches(&self.types, wanted, given, &mut found));
            if !agree {
                return None;
            }
        }
        found.into_iter().collect()
    }
}

/// Whether a type is what a pattern becomes for some types in place of its parameters, which are noted.
fn matches(types: &crate::types::Types, pattern: Ty, ty: Ty, found: &mut [Option<Ty>]) -> bool {
    let all = |found: &mut [Option<Ty>], patterns: &[Ty], parts: &[Ty]| {
        patterns.len() == parts.len() && patterns.iter().zip(parts).all(|(&a, &b)| matches(types, a, b, found))
    };
    match (types.kind(pattern), types.kind(ty)) {
        (&TyKind::Param(index), _) => match found.get_mut(index as usize) {
            Some(Some(known)) => types.widened(*known) == types.widened(ty),
            Some(unknown) => {
                *unknown = Some(ty);
                true
            }
            None => false,
        },
        (TyKind::Struct(a, of), TyKind::Struct(b, parts)) => a == b && all(found, of, parts),
        (TyKind::Enum(a, of), TyKind::Enum(b, parts)) => a == b && all(found, of, parts),
        (TyKind::Interface(a, of), TyKind::Interface(b, parts)) => a == b && all(found, of, parts),
        (TyKind::Tuple(of), TyKind::Tuple(parts)) => all(found, of, parts),
        (TyKind::Function(of, a), TyKind::Function(parts, b)) => all(found, of, parts) && matches(types, *a, *b, found),
        (TyKind::Array(a), TyKind::Array(b)) | (TyKind::Optional(a), TyKind::Optional(b)) => {
            matches(types, *a, *b, found)
        }
        _ => pattern == ty,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::program::{Impl, Interface};
    use crate::name::Name;
    use crate::source::Span;
    use crate::types::ModuleId;

    const SHOW: InterfaceId = InterfaceId(0);

    fn program() -> Program {
        let mut program = Program::default();
        program.interfaces.push(Interface {
            module: ModuleId(0),
            name: Name(0),
            generics: 0,
            supers: Vec::new(),
            methods: Vec::new(),
            span: Span::default(),
        });
        let param = program.types.intern(TyKind::Param(0));
        let (array, optional) = (program.types.intern(TyKind::Array(param)), program.types.optional(param));
        for (ty, bounds) in [(Ty::INT, vec![]), (array, vec![(0, SHOW, vec![])]), (optional, vec![(0, SHOW, vec![])])] {
            let generics = bounds.len() as u32;
            let (arguments, methods, span) = (Vec::new(), Vec::new(), Span::default());
            program.impls.push(Impl { generics, interface: SHOW, arguments, ty, methods, bounds, span });
        }
        program
    }

    #[test]
    fn bounds_decide() {
        let mut program = program();
        let ints = program.types.intern(TyKind::Array(Ty::INT));
        let floats = program.types.intern(TyKind::Array(Ty::FLOAT));
        let nested = program.types.optional(ints);
        assert_eq!(program.implementation(SHOW, Ty::INT), Some((ImplId(0), vec![])));
        assert_eq!(program.implementation(SHOW, nested), Some((ImplId(2), vec![ints])));
        assert_eq!(program.implementation(SHOW, floats), None);
        assert_eq!(program.implementation(SHOW, Ty::STRING), None);
    }

    #[test]
    fn storage_types_have_what_their_values_have() {
        let mut program = program();
        let bytes = program.types.intern(TyKind::Array(Ty::U8));
        assert_eq!(program.implementation(SHOW, bytes), Some((ImplId(1), vec![Ty::U8])));
    }
}
