//! The state of checking one body: its variables, scopes, loops and closures, and the types still to be found out.

use super::context::{Analysis, Bound, GenericsId, Owner};
use super::infer::Infer;
use super::pattern::Alternatives;
use super::program::{self, Expr, ExprKind, Local, LoopId};
use super::type_expr::TypeScope;
use super::{lints, mistakes};
use crate::diagnostic::Severity;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::{self, tree};
use crate::types::{FnId, InterfaceId, LocalId, ModuleId, Ty, TyKind, Types};

/// The checking of one body: of a function, of a global's initialiser, or of a default value at a call.
pub struct Body<'a, 't> {
    pub a: &'a mut Analysis<'t>,
    pub infer: Infer,
    pub scope: TypeScope,
    /// What is known of the type parameters in sight.
    pub bounds: Vec<Bound>,
    pub locals: Vec<Local>,
    pub uses: Vec<LocalUse>,
    /// The variables in sight, the innermost last.
    pub names: Vec<(Name, LocalId)>,
    /// The function itself and the closures that the place checked is in.
    pub frames: Vec<Frame>,
    pub loops: Vec<Loop>,
    pub loop_count: u32,
    pub obligations: Vec<Obligation>,
    /// Whether the place checked is in a `defer`.
    pub deferring: bool,
    pub diagnostics_before: usize,
    /// How many mistakes there were before: what follows from a mistake is not told.
    pub mistakes_before: usize,
    /// What the `a | b` patterns around the place checked bind, the innermost last.
    pub alternatives: Vec<Alternatives>,
    /// The optionals in front of each `?.` of the chain being checked, with the variables of their payloads.
    pub chain: Vec<(Expr, LocalId)>,
    /// Where a backtrace says that the expression being checked is.
    pub place: u32,
}

/// What became of a variable.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalUse {
    /// How many closures its declaration is in.
    pub depth: u32,
    pub read: bool,
    pub written: bool,
    /// A parameter, or made up: never said to be unused.
    pub quiet: bool,
    /// Declared by `var`.
    pub var: Option<Span>,
}

/// A function or closure being checked.
pub struct Frame {
    pub result: Ty,
    /// The written result type, if there is one, or else where the function says that it has none.
    pub result_place: Span,
    pub captures: Vec<LocalId>,
    /// How many loops stand outside.
    pub loops: usize,
    pub closure: bool,
}

/// A loop being checked.
pub struct Loop {
    pub id: LoopId,
    pub label: Option<tree::Ident>,
    /// The type of the values that it is left with; none for `while` and `for`.
    pub value: Option<Ty>,
    pub broken: bool,
    pub used: bool,
}

/// That a type must implement an interface: decided as soon as the type is known.
pub struct Obligation {
    pub ty: Ty,
    pub interface: InterfaceId,
    pub arguments: Vec<Ty>,
    pub span: Span,
    /// What demands it.
    pub reason: Option<(FnId, u32)>,
}

impl<'a, 't> Body<'a, 't> {
    pub fn new(a: &'a mut Analysis<'t>, module: ModuleId, generics: GenericsId, self_ty: Option<Ty>) -> Self {
        let scope = a.type_scope(module, generics, self_ty);
        let bounds = a.generics(generics).bounds.clone();
        let (mistakes_before, diagnostics_before) = (a.mistakes, a.diagnostics.len());
        Self {
            a,
            infer: Infer::default(),
            scope,
            bounds,
            locals: Vec::new(),
            uses: Vec::new(),
            names: Vec::new(),
            frames: Vec::new(),
            loops: Vec::new(),
            loop_count: 0,
            obligations: Vec::new(),
            deferring: false,
            mistakes_before,
            diagnostics_before,
            alternatives: Vec::new(),
            chain: Vec::new(),
            place: 0,
        }
    }

    pub fn types(&mut self) -> &mut Types {
        &mut self.a.program.types
    }

    /// What a type is, its outermost part determined if anything determines it.
    pub fn kind(&self, ty: Ty) -> &TyKind {
        self.a.program.types.kind(self.shallow(ty))
    }

    pub fn intern(&mut self, kind: TyKind) -> Ty {
        self.a.program.types.intern(kind)
    }

    /// The type of a value, its outermost part determined if anything determines it. A variable may stand for a storage
    /// type, as in `Array.filled(n, 0)` for an `Array<u8>`; its values are of the wide one.
    pub fn shallow(&self, ty: Ty) -> Ty {
        let types = &self.a.program.types;
        types.widened(self.infer.shallow(types, ty))
    }

    pub fn deep(&mut self, ty: Ty) -> Ty {
        self.infer.deep(&mut self.a.program.types, ty)
    }

    pub fn fresh(&mut self, span: Span) -> Ty {
        self.infer.fresh(&mut self.a.program.types, span)
    }

    pub fn unify(&mut self, a: Ty, b: Ty) -> bool {
        self.infer.try_unify(&self.a.program.types, a, b)
    }

    pub fn show(&mut self, ty: Ty) -> String {
        let ty = self.deep(ty);
        let params: Vec<Name> = self.scope.params.iter().map(|(name, _)| *name).collect();
        self.a.show_with(ty, &params)
    }

    pub fn module(&self) -> ModuleId {
        self.scope.module
    }

    // Variables

    pub fn add_local(&mut self, name: Name, ty: Ty, mutable: bool, span: Span) -> LocalId {
        let id = LocalId(self.locals.len() as u32);
        self.locals.push(Local { name, ty, mutable, captured: false, span });
        self.uses.push(LocalUse { depth: self.frames.len() as u32, ..LocalUse::default() });
        id
    }

    /// A variable that no program text names.
    pub fn hidden_local(&mut self, ty: Ty, span: Span) -> LocalId {
        let id = self.add_local(self.a.words.hidden, ty, false, span);
        self.uses[id.index()].quiet = true;
        id
    }

    /// A variable that is in sight from here to the end of the scope.
    pub fn declare_local(&mut self, name: Name, ty: Ty, mutable: bool, span: Span) -> LocalId {
        let id = self.add_local(name, ty, mutable, span);
        self.names.push((name, id));
        id
    }

    pub fn find_local(&self, name: Name) -> Option<LocalId> {
        self.names.iter().rev().find(|(known, _)| *known == name).map(|(_, id)| *id)
    }

    /// Notes that a variable is used here: closures between here and its declaration capture it.
    pub fn capture(&mut self, id: LocalId) {
        let depth = self.uses[id.index()].depth as usize;
        for frame in &mut self.frames[depth..] {
            self.locals[id.index()].captured = true;
            if !frame.captures.contains(&id) {
                frame.captures.push(id);
            }
        }
    }

    pub fn read_local(&mut self, id: LocalId, span: Span) -> Expr {
        self.capture(id);
        self.uses[id.index()].read = true;
        Expr::new(ExprKind::Local(id), self.locals[id.index()].ty, span)
    }

    /// Runs `inside` in a scope of its own.
    pub fn scoped<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.names.len();
        let result = inside(self);
        self.names.truncate(outside);
        result
    }

    pub fn frame(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    pub fn new_loop(&mut self) -> LoopId {
        self.loop_count += 1;
        LoopId(self.loop_count - 1)
    }
}

impl<'t> Analysis<'t> {
    /// Checks the body of a function, if it has one.
    pub fn check_function(&mut self, id: FnId) {
        let Some(body) = self.function(id).body else { return };
        let (block, mistakes) = syntax::read_body(body, self.sources, self.names);
        mistakes.into_iter().for_each(|mistake| self.report(mistake));
        let (owner, generics, tree) = (self.function(id).owner, self.function(id).generics, self.function(id).tree);
        let module = self.program.functions[id.index()].module;
        let self_ty = self.self_type_of(owner);
        let (params, result) = {
            let function = &self.program.functions[id.index()];
            (function.params.clone(), function.result)
        };
        let self_name = self.words.self_value;
        let quiet = matches!(owner, Owner::Interface(_) | Owner::Implementation(..));
        let mut body = Body::new(self, module, generics, self_ty);
        let result_place = tree.map_or(block.span, |tree| tree.result.as_ref().map_or(tree.span, |result| result.span));
        body.frames.push(Frame { result, result_place, captures: Vec::new(), loops: 0, closure: false });
        let mut types = params.iter().copied();
        if let Some(span) = tree.and_then(|tree| tree.receiver) {
            let ty = types.next().unwrap_or(Ty::ERROR);
            let id = body.declare_local(self_name, ty, false, span);
            body.uses[id.index()].quiet = true;
        }
        let trees = tree.map(|tree| tree.params.as_slice()).unwrap_or_default();
        for (param, ty) in trees.iter().zip(types) {
            let id = body.declare_local(param.name.name, ty, false, param.name.span);
            body.uses[id.index()].quiet = quiet;
        }
        if let Some(tree) = tree {
            body.check_defaults(&tree.params, &params);
        }
        let value = body.block_as(block, result);
        let (value, locals) = body.finish(value);
        let function = &mut self.program.functions[id.index()];
        function.body = program::Body::Nido(value);
        function.locals = locals;
    }

    /// Checks the default values of a struct's fields, so that mistakes in them are told once.
    pub fn check_field_defaults(&mut self) {
        for index in 0..self.structs.len() {
            let (tree, generics) = (self.structs[index].tree, self.structs[index].generics);
            let module = self.program.structs[index].module;
            for (field, at) in tree.fields.iter().zip(0..) {
                if let Some(default) = &field.default {
                    let ty = self.program.types.widened(self.program.structs[index].fields[at].ty);
                    let mut body = Body::new(self, module, generics, None);
                    let value = body.coerced(default, ty);
                    body.finish(value);
                }
            }
        }
    }
}

impl<'t> Body<'_, 't> {
    /// Checks the default values of parameters against types in which type parameters stand for themselves. What they
    /// give is thrown away: each call checks them anew, for its own type arguments.
    fn check_defaults(&mut self, params: &'t [tree::Param], types: &[Ty]) {
        let first = types.len() - params.len();
        for (param, &ty) in params.iter().zip(&types[first..]) {
            if let Some(default) = &param.default {
                let hidden = std::mem::take(&mut self.names);
                self.coerced(default, ty);
                self.names = hidden;
            }
        }
    }

    /// Ends a body: decides what is left open, writes the types found into the tree and looks for what is unused.
    pub fn finish(mut self, mut value: Expr) -> (Expr, Vec<Local>) {
        self.settle_obligations(true);
        self.write_types(&mut value);
        if self.is_sound() {
            lints::locals(&mut self);
        } else {
            // Warnings wait until the mistakes are mended, which may have caused them.
            let diagnostics = &mut self.a.diagnostics;
            let own = diagnostics.split_off(self.diagnostics_before.min(diagnostics.len()));
            diagnostics.extend(own.into_iter().filter(|told| told.severity == Severity::Error));
        }
        (value, self.locals)
    }

    /// Whether no mistake was found in this body.
    pub fn is_sound(&self) -> bool {
        self.a.mistakes == self.mistakes_before
    }

    /// Reports a mistake unless one of the types is itself the consequence of one.
    pub fn mismatch(&mut self, expected: Ty, found: Ty, span: Span) {
        let (expected, found) = (self.deep(expected), self.deep(found));
        if self.a.program.types.has_error(expected) || self.a.program.types.has_error(found) {
            return;
        }
        let hint = self.mismatch_hint(expected, found, span);
        let (expected, mut found) = (self.show(expected), self.show(found));
        if self.a.sources.text(span) == "none" {
            // Of which type it would be elsewhere is no help.
            found = "none".to_owned();
        }
        self.a.report(mistakes::mismatch(&expected, &found, span, hint));
    }
}
