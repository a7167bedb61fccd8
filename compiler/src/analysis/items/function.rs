//! `fn`, `test` and `bench`: declarations and signatures. Bodies are checked elsewhere, when something reaches them.

use crate::analysis::body::Body as Checking;
use crate::analysis::context::{Analysis, FunctionInfo, GenericsId, Owner};
use crate::analysis::mistakes;
use crate::analysis::program::{Body, Function, Test};
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{FnId, ModuleId, Ty, TyKind};

impl<'t> Analysis<'t> {
    pub fn declare_function(&mut self, module: ModuleId, tree: &'t tree::Function, public: bool) -> FnId {
        let none = self.no_generics();
        if let Some(span) = tree.receiver {
            self.report(mistakes::self_outside_method(span));
        }
        self.add_function(module, tree, Owner::Module, none, public)
    }

    /// Adds a function whose signature is resolved later. `outer` are the type parameters of what it stands in.
    pub fn add_function(
        &mut self,
        module: ModuleId,
        tree: &'t tree::Function,
        owner: Owner,
        outer: GenericsId,
        public: bool,
    ) -> FnId {
        let generics = self.declare_generics(Some(outer), &tree.generics);
        let info = FunctionInfo {
            tree: Some(tree),
            body: tree.body.as_ref(),
            name: tree.name.name,
            owner,
            public,
            generics,
            library: self.is_library(module),
            used: false,
        };
        let outer = self.generics(outer).names.len() as u32;
        let name = self.qualified_name(owner, self.text(tree.name.name));
        self.push_function(module, name, info, outer, tree.name.span)
    }

    pub fn declare_test(&mut self, module: ModuleId, body: &'t tree::Body, name: &str, span: Span, bench: bool) {
        let generics = self.no_generics();
        let info = FunctionInfo {
            tree: None,
            body: Some(body),
            name: self.words.main,
            owner: Owner::Test,
            public: true,
            generics,
            library: self.is_library(module),
            used: true,
        };
        let function = self.push_function(module, name.into(), info, 0, span);
        if self.root == Some(module) {
            let list = if bench { &mut self.program.benches } else { &mut self.program.tests };
            list.push(Test { name: name.into(), function });
        }
    }

    fn push_function(
        &mut self,
        module: ModuleId,
        name: Box<str>,
        info: FunctionInfo<'t>,
        outer_generics: u32,
        span: Span,
    ) -> FnId {
        let generics = self.generics(info.generics).names.len() as u32;
        self.functions.push(info);
        self.program.functions.push(Function {
            module,
            name,
            generics,
            outer_generics,
            params: Vec::new(),
            result: Ty::UNIT,
            locals: Vec::new(),
            body: Body::None,
            span,
        });
        FnId(self.functions.len() as u32 - 1)
    }

    /// `tally`, `Entry.new`: what backtraces show.
    fn qualified_name(&self, owner: Owner, name: &str) -> Box<str> {
        match owner {
            Owner::Module | Owner::Test => name.into(),
            Owner::Inherent(ty) | Owner::Implementation(_, ty) => format!("{}.{name}", self.short_name(ty)).into(),
            Owner::Interface(id) => {
                let interface = self.text(self.interfaces[id.index()].tree.name.name);
                format!("{interface}.{name}").into()
            }
        }
    }

    pub fn resolve_signatures(&mut self) {
        for index in 0..self.functions.len() {
            if let Some(tree) = self.functions[index].tree {
                self.resolve_signature(FnId(index as u32), tree);
            }
        }
        self.find_main();
    }

    fn resolve_signature(&mut self, id: FnId, tree: &'t tree::Function) {
        let (owner, generics) = (self.function(id).owner, self.function(id).generics);
        let module = self.program.functions[id.index()].module;
        let self_ty = self.self_type_of(owner);
        self.resolve_bounds(generics, &tree.generics, module, self_ty);
        let scope = self.type_scope(module, generics, self_ty);
        let mut params = Vec::with_capacity(tree.params.len() + 1);
        if tree.receiver.is_some() {
            params.push(self_ty.unwrap_or(Ty::ERROR));
        }
        for (index, param) in tree.params.iter().enumerate() {
            if let Some(first) = tree.params[..index].iter().find(|first| first.name.name == param.name.name) {
                let mistake = mistakes::declared_twice(self.text(param.name.name), param.name.span, first.name.span);
                self.report(mistake);
            }
            params.push(self.resolve_type(&scope, &param.ty));
        }
        let result = tree.result.as_ref().map_or(Ty::UNIT, |result| self.resolve_type(&scope, result));
        let function = &mut self.program.functions[id.index()];
        function.params = params;
        function.result = result;
        self.check_body_presence(id, tree, owner);
        if let Some((abi, span)) = &tree.abi {
            self.program.functions[id.index()].body = self.external(id, tree, abi, *span);
        }
    }

    fn check_body_presence(&mut self, id: FnId, tree: &tree::Function, owner: Owner) {
        if tree.body.is_none() && tree.abi.is_none() && !matches!(owner, Owner::Interface(_)) {
            let name = self.text(self.function(id).name);
            self.report(mistakes::missing_body(name, tree.name.span));
        }
    }

    /// What `Self` is in a function.
    pub fn self_type_of(&mut self, owner: Owner) -> Option<Ty> {
        match owner {
            Owner::Module | Owner::Test => None,
            Owner::Inherent(ty) | Owner::Implementation(_, ty) => Some(ty),
            Owner::Interface(_) => Some(self.program.types.intern(TyKind::SelfType)),
        }
    }

    /// Finds `main` and what an embedding host may call: both stand in the root module.
    fn find_main(&mut self) {
        let Some(root) = self.root else { return };
        for index in 0..self.functions.len() {
            let (info, function) = (&self.functions[index], &self.program.functions[index]);
            if function.module != root || info.owner != Owner::Module || info.body.is_none() {
                continue;
            }
            let id = FnId(index as u32);
            if info.name == self.words.main {
                self.program.main = Some(id);
                self.functions[index].used = true;
            } else if info.public && function.generics == 0 {
                self.program.exports.push(id);
            }
        }
    }

    /// `main` takes nothing or the arguments, and gives nothing, an exit code or a result whose error can be shown.
    pub fn check_main(&mut self) {
        let Some(id) = self.program.main else { return };
        let (generics, module) = (self.function(id).generics, self.program.functions[id.index()].module);
        let function = &self.program.functions[id.index()];
        let (params, result, count, span) =
            (function.params.clone(), function.result, function.generics, function.span);
        let arguments = self.list_of(Ty::STRING);
        let takes = params.is_empty() || params == [arguments];
        let mut body = Checking::new(self, module, generics, None);
        let gives = matches!(result, Ty::UNIT | Ty::INT | Ty::NEVER)
            || match (body.result_parts(result), body.a.lang.show) {
                (Some((Ty::UNIT, bad)), Some(show)) => body.implements(bad, show),
                _ => false,
            };
        let error = body.result_parts(result).map(|(_, bad)| bad);
        if let (Some(error), Some(show)) = (error.filter(|_| gives), self.lang.show) {
            // What starts the program shows the error, whether or not the program itself shows anything.
            self.reach_method_of(show, 0, error);
        }
        let parts = params.iter().chain([&result]);
        let lost = parts.into_iter().any(|&ty| self.program.types.has_error(ty));
        let fits = takes && gives && count == 0;
        if !lost && !fits {
            self.report(mistakes::bad_main(span));
        }
    }
}
