//! Which types implement which interfaces, while types may still be partly unknown.

use super::body::{Body, Obligation};
use super::context::{Analysis, Head};
use super::mistakes;
use crate::source::Span;
use crate::types::{FnId, ImplId, InterfaceId, Ty, TyKind};

/// How a type comes to implement an interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    Impl(ImplId),
    /// By a bound on a type parameter, or as a value of the interface's own type.
    Given,
}

/// What asking for an implementation gives.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It is there, and these are the interface's arguments.
    Yes(Found, Vec<Ty>),
    No,
    /// The type is not known yet.
    Unknown,
}

/// Implementations may demand others, and these others again; nobody means more levels than this.
const MAXIMUM_DEPTH: u32 = 64;

impl Analysis<'_> {
    /// The implementations of an interface that may fit a type of this head.
    pub fn candidates(&self, interface: InterfaceId, head: Head) -> impl Iterator<Item = ImplId> + '_ {
        let of_head = self.implementations.get(&(interface, head)).into_iter().flatten();
        let of_all = self.implementations.get(&(interface, Head::Any)).filter(|_| head != Head::Any);
        of_head.chain(of_all.into_iter().flatten()).copied()
    }
}

impl Body<'_, '_> {
    /// Whether a type implements an interface, and how; binds variables in the type only where that must be.
    pub fn implementation(&mut self, ty: Ty, interface: InterfaceId) -> Answer {
        self.implementation_at(ty, interface, 0)
    }

    pub fn satisfies(&mut self, ty: Ty, interface: InterfaceId) -> bool {
        let snapshot = self.infer.snapshot();
        let answer = self.implementation(ty, interface);
        self.infer.roll_back(snapshot);
        !matches!(answer, Answer::No)
    }

    fn implementation_at(&mut self, ty: Ty, interface: InterfaceId, depth: u32) -> Answer {
        let ty = self.shallow(ty);
        match self.a.program.types.kind(ty) {
            TyKind::Infer(_) | TyKind::Error => return Answer::Unknown,
            TyKind::Param(_) | TyKind::SelfType => {
                if let Some(arguments) = self.bound(ty, interface) {
                    return Answer::Yes(Found::Given, arguments);
                }
            }
            TyKind::Interface(id, arguments) => {
                let (id, arguments) = (*id, arguments.to_vec());
                if self.a.builds_on(id, interface) {
                    let all = self.a.with_supers(id, &arguments);
                    let found = all.into_iter().find(|(above, _)| *above == interface);
                    return found.map_or(Answer::No, |(_, arguments)| Answer::Yes(Found::Given, arguments));
                }
            }
            _ => {}
        }
        let Some(head) = self.a.head(ty) else { return Answer::Unknown };
        let candidates: Vec<ImplId> = self.a.candidates(interface, head).collect();
        for id in candidates {
            let snapshot = self.infer.snapshot();
            if let Some(answer) = self.try_impl(ty, id, depth) {
                return answer;
            }
            self.infer.roll_back(snapshot);
        }
        Answer::No
    }

    /// The arguments of an interface that a bound promises for a type parameter.
    fn bound(&mut self, ty: Ty, interface: InterfaceId) -> Option<Vec<Ty>> {
        let bounds: Vec<_> = self.bounds.iter().filter(|bound| bound.ty == ty).cloned().collect();
        for bound in bounds {
            if bound.interface == interface {
                return Some(bound.arguments);
            }
            if self.a.builds_on(bound.interface, interface) {
                let all = self.a.with_supers(bound.interface, &bound.arguments);
                return all.into_iter().find(|(above, _)| *above == interface).map(|(_, arguments)| arguments);
            }
        }
        None
    }

    /// Whether an implementation covers a type.
    pub fn fits(&mut self, ty: Ty, id: ImplId) -> bool {
        self.try_impl(ty, id, 0).is_some()
    }

    /// The type arguments with which an implementation's type is this one.
    fn arguments_for(&mut self, ty: Ty, id: ImplId) -> Option<Vec<Ty>> {
        let of = &self.a.program.impls[id.index()];
        let (pattern, count, span) = (of.ty, of.generics, of.span);
        let arguments: Vec<Ty> = (0..count).map(|_| self.fresh(span)).collect();
        let pattern = self.types().substitute(pattern, &arguments, None);
        self.unify(ty, pattern).then_some(arguments)
    }

    /// What an implementation asks of the parts of a type that it is for.
    pub fn demands(&mut self, ty: Ty, id: ImplId) -> Option<Vec<(Ty, InterfaceId)>> {
        let arguments = self.arguments_for(ty, id)?;
        let bounds = self.a.program.impls[id.index()].bounds.iter();
        Some(bounds.map(|&(param, interface, _)| (arguments[param as usize], interface)).collect())
    }

    fn try_impl(&mut self, ty: Ty, id: ImplId, depth: u32) -> Option<Answer> {
        let arguments = self.arguments_for(ty, id)?;
        let bounds = self.a.program.impls[id.index()].bounds.clone();
        for (param, interface, wanted) in bounds {
            if depth >= MAXIMUM_DEPTH {
                return None;
            }
            let found = self.implementation_at(arguments[param as usize], interface, depth + 1);
            match found {
                Answer::No => return None,
                Answer::Unknown => {}
                Answer::Yes(_, found) => {
                    for (wanted, found) in wanted.into_iter().zip(found) {
                        let wanted = self.types().substitute(wanted, &arguments, Some(ty));
                        if !self.unify(wanted, found) {
                            return None;
                        }
                    }
                }
            }
        }
        let of_interface = self.a.program.impls[id.index()].arguments.clone();
        let types = self.types();
        let of_interface = of_interface.into_iter().map(|of| types.substitute(of, &arguments, Some(ty))).collect();
        Some(Answer::Yes(Found::Impl(id), of_interface))
    }

    // Obligations

    /// Demands that the type arguments of a function are what its bounds say.
    pub fn demand_bounds(&mut self, function: FnId, arguments: &[Ty], self_ty: Option<Ty>, span: Span) {
        let generics = self.a.function(function).generics;
        if self.a.generics(generics).bounds.is_empty() {
            return;
        }
        let bounds = self.a.generics(generics).bounds.clone();
        for bound in bounds {
            let TyKind::Param(index) = *self.a.program.types.kind(bound.ty) else { continue };
            let types = self.types();
            let ty = types.substitute(bound.ty, arguments, self_ty);
            let wanted = bound.arguments.iter().map(|&of| types.substitute(of, arguments, self_ty)).collect();
            self.obligations.push(Obligation {
                ty,
                interface: bound.interface,
                arguments: wanted,
                span,
                reason: Some((function, index)),
            });
        }
    }

    /// Decides the obligations whose types are known by now; at the end, all.
    pub fn settle_obligations(&mut self, end: bool) {
        // Deciding one may determine the type of another, so go on as long as there is progress.
        loop {
            let before = self.obligations.len();
            let open = std::mem::take(&mut self.obligations);
            for obligation in open {
                if let Some(open) = self.settle(obligation) {
                    self.obligations.push(open);
                }
            }
            if self.obligations.is_empty() || self.obligations.len() == before {
                break;
            }
        }
        if end {
            self.obligations.clear();
        }
    }

    /// Decides an obligation, or gives it back.
    fn settle(&mut self, obligation: Obligation) -> Option<Obligation> {
        let Obligation { ty, interface, ref arguments, span, reason } = obligation;
        match self.implementation(ty, interface) {
            Answer::Unknown => return Some(obligation),
            Answer::No => {
                let mistake = self.not_implemented(ty, interface, span, reason);
                self.report_unless_error(ty, mistake);
            }
            Answer::Yes(_, found) => {
                for (&wanted, found) in arguments.iter().zip(found) {
                    if !self.unify(wanted, found) {
                        self.other_arguments(ty, interface, wanted, found, span);
                        return None;
                    }
                }
                // What the implementation itself demands may depend on types still to be found out.
                let deep = self.deep(ty);
                return self.a.program.types.has_variable(deep).then_some(obligation);
            }
        }
        None
    }

    fn other_arguments(&mut self, ty: Ty, interface: InterfaceId, wanted: Ty, found: Ty, span: Span) {
        let name = self.a.text(self.a.interfaces[interface.index()].tree.name.name);
        let [ty, wanted, found] = [ty, wanted, found].map(|ty| self.show(ty));
        self.a.report(mistakes::interface_arguments_differ(&ty, name, &wanted, &found, span));
    }
}
