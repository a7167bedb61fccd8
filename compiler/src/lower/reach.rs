//! Where lowering starts: `main`, tests, benchmarks, what hosts may call, and the globals with their initialisers.

use super::Lowering;
use super::expr::{ERR, To};
use super::function::Body;
use super::instance::{Scope, Target};
use crate::analysis::program::{Expr, ExprKind, Test};
use crate::pipeline::Keep;
use crate::types::{FnId, GlobalId as VariableId, InterfaceId, Ty, TyKind};
use pvm_bytecode::{Export, FunctionId, Global, GlobalId, Op, RefType, Signature, SysId, TrapKind, ValueType, syscall};
use rustc_hash::FxHashSet;

/// A global that is part of the module.
#[derive(Clone, Copy, Debug)]
pub struct GlobalState {
    pub id: GlobalId,
    /// The function that gives its first value; none for a constant, which the start function writes itself.
    pub initialiser: Option<FunctionId>,
}

impl<'p> Lowering<'p> {
    pub fn roots(&mut self, keep: Keep) {
        match keep {
            Keep::Main => self.export_main(),
            Keep::Tests => {
                let tests = std::mem::take(&mut self.program.tests);
                self.export_tests("test", &tests);
                self.program.tests = tests;
            }
            Keep::Benches => {
                let benches = std::mem::take(&mut self.program.benches);
                self.export_tests("bench", &benches);
                self.program.benches = benches;
            }
            Keep::Exports => {
                self.export_main();
                for id in self.program.exports.clone() {
                    if self.program.main != Some(id)
                        && let Target::Function(function) = self.function_target(id, &[], None)
                    {
                        let name = self.functions[id.index()].name.clone();
                        let declared = self.declared_signature(id).into();
                        self.module.exports.push(Export { name, function, declared });
                    }
                }
            }
        }
        // Code may read what nothing else initialises before it; what an initialiser does must be done in any case.
        let globals = self.globals;
        for (global, id) in globals.iter().zip(0..) {
            if !is_pure(&global.value) {
                self.global(VariableId(id));
            }
        }
    }

    /// Tests are exported under what they are and their name.
    fn export_tests(&mut self, word: &str, tests: &[Test]) {
        let mut names: FxHashSet<Box<str>> = FxHashSet::default();
        for test in tests {
            let Target::Function(function) = self.function_target(test.function, &[], None) else { continue };
            let again = (2..).map(|count| format!("{word} {} ({count})", test.name).into());
            let mut candidates = std::iter::once(format!("{word} {}", test.name).into()).chain(again);
            let Some(name) = candidates.find(|name| names.insert(Box::clone(name))) else { continue };
            self.module.exports.push(Export { name, function, declared: "fn()".into() });
        }
    }

    // `main`

    /// Hosts call a `main` that takes nothing and gives nothing or the exit code.
    fn export_main(&mut self) {
        let Some(main) = self.program.main else { return };
        let function = &self.functions[main.index()];
        let plain = function.params.is_empty() && matches!(function.result, Ty::UNIT | Ty::INT | Ty::NEVER);
        let id = match (plain, self.function_target(main, &[], None)) {
            (true, Target::Function(id)) => id,
            _ => self.main_wrapper(main),
        };
        let declared = match self.module.function(id).signature.result {
            Some(_) => "fn() -> int",
            None => "fn()",
        };
        self.module.exports.push(Export { name: "main".into(), function: id, declared: declared.into() });
    }

    fn main_wrapper(&mut self, main: FnId) -> FunctionId {
        let function = &self.functions[main.index()];
        let errors = self.result_error(function.result);
        let result = (errors.is_some() || function.result == Ty::INT).then_some(ValueType::I64);
        let signature = Signature { params: Vec::new(), result };
        let id = self.new_function(signature, "start of main".to_owned());
        let mut body = Body::new(self, id, Scope::default(), &[], if result.is_some() { Ty::INT } else { Ty::UNIT });
        if !function.params.is_empty() {
            body.arguments();
        }
        let target = body.lowering.function_target(main, &[], None);
        body.emit(&target);
        match errors {
            Some(error) => body.report_result(function.result, error),
            None => body.return_value(),
        }
        let code = body.frame.builder.finish();
        self.store_plain(id, code);
        id
    }

    /// The error type of a `Result`.
    fn result_error(&self, ty: Ty) -> Option<Ty> {
        match self.program.types.kind(ty) {
            TyKind::Enum(id, parts) if Some(*id) == self.program.known.result => parts.get(1).copied(),
            _ => None,
        }
    }

    // Globals

    /// The module's global for a variable of a module of the program.
    pub fn global(&mut self, variable: VariableId) -> GlobalId {
        if let Some(state) = self.global_ids[variable.index()] {
            return state.id;
        }
        let globals = self.globals;
        let global = &globals[variable.index()];
        let ty = match self.value(global.ty) {
            Some(ValueType::Ref(reference)) => ValueType::Ref(RefType { nullable: true, ..reference }),
            Some(value) => value,
            None => ValueType::I64,
        };
        let id = GlobalId::from_index(self.module.globals.len());
        let name = self.names.text(global.name);
        let module = &self.program.modules[global.module.index()].path;
        let name = if Some(global.module) == self.root { name.into() } else { format!("{module}.{name}").into() };
        self.module.globals.push(Global { ty, mutable: global.mutable });
        self.module.debug.globals.push(name);
        self.global_ids[variable.index()] = Some(GlobalState { id, initialiser: None });
        if !is_constant(&global.value) {
            let initialiser = self.initialiser(variable);
            self.global_ids[variable.index()] = Some(GlobalState { id, initialiser: Some(initialiser) });
        }
        id
    }

    /// A function that computes the first value of a global.
    fn initialiser(&mut self, variable: VariableId) -> FunctionId {
        let globals = self.globals;
        let global = &globals[variable.index()];
        let result = self.value(global.ty);
        let name = format!("start of {}", self.names.text(global.name));
        let id = self.new_function(Signature { params: Vec::new(), result }, name);
        let mut body = Body::new(self, id, Scope::default(), &global.locals, global.ty);
        body.lower(&global.value, To::Return);
        let code = body.frame.builder.finish();
        self.store(id, code, global.span);
        id
    }

    /// The function that gives all globals of the module their first values, in the order of the program.
    pub fn start(&mut self) {
        let globals = self.globals;
        let states = self.global_ids.iter().zip(globals).filter_map(|(state, of)| Some(((*state)?, of)));
        // Globals start as zero.
        let states: Vec<_> = states.filter(|(state, of)| state.initialiser.is_some() || !is_zero(&of.value)).collect();
        if states.is_empty() {
            return;
        }
        let id = self.new_function(Signature::default(), "start".to_owned());
        let mut body = Body::new(self, id, Scope::default(), &[], Ty::UNIT);
        for (state, global) in states {
            let has_value = match state.initialiser {
                Some(initialiser) => {
                    let target = Target::Function(initialiser);
                    body.emit(&target);
                    body.lowering.target_result(&target).is_some()
                }
                None => {
                    body.lower(&global.value, To::Stack);
                    true
                }
            };
            if has_value {
                body.builder().op(Op::GlobalSet { global: state.id }, 1, None);
            }
        }
        body.return_value();
        let code = body.frame.builder.finish();
        self.store_plain(id, code);
        self.module.start = Some(id);
    }
}

impl Body<'_, '_> {
    /// Pushes the arguments of the program as a list.
    fn arguments(&mut self) {
        self.system_call("args", 0);
        if let Some(make) = self.lowering.program.known.list_from_array {
            let target = self.lowering.function_target(make, &[Ty::STRING], None);
            self.emit(&target);
        }
    }

    /// Turns the `Result` on the stack into the exit code 0; an error traps with what it shows.
    fn report_result(&mut self, ty: Ty, error: Ty) {
        let id = self.lowering.declare(ty);
        let result = self.builder().pop_to_local();
        let [failed, fine] = [(); 2].map(|()| self.builder().label());
        self.builder().get(result);
        self.builder().op(Op::EnumTag { ty: id }, 1, Some(ValueType::I64));
        self.builder().branch(failed, fine);
        self.builder().place(fine);
        self.builder().integer(0);
        self.return_value();
        self.builder().place(failed);
        self.builder().get(result);
        self.variant_payload(ty, ERR);
        let show = self.lowering.program.known.show.unwrap_or(InterfaceId(0));
        let target = self.lowering.method_target(show, 0, error, Vec::new());
        self.emit(&target);
        self.builder().end_with(Op::Panic { trap: TrapKind::Uncaught }, 1);
    }

    fn system_call(&mut self, name: &str, operands: usize) {
        let call = syscall::find(name).unwrap_or(SysId(0));
        let result = syscall::get(call).and_then(|row| row.result);
        self.builder().op(Op::CallSys { call }, operands, result);
    }
}

/// Whether a global's first value is a constant.
fn is_constant(value: &Expr) -> bool {
    super::expr::is_literal(value)
}

fn is_zero(value: &Expr) -> bool {
    match value.kind {
        ExprKind::Int(value) => value == 0,
        ExprKind::Float(value) => value.to_bits() == 0,
        ExprKind::Bool(value) => !value,
        ExprKind::Char(value) => value == '\0',
        _ => false,
    }
}

/// Whether computing a value does nothing else, so that it can be left out when nobody wants the value.
fn is_pure(value: &Expr) -> bool {
    match &value.kind {
        // What nobody uses was not looked at if it is of the library.
        ExprKind::Error | ExprKind::Unit | ExprKind::None | ExprKind::Function(_) | ExprKind::Closure(_) => true,
        ExprKind::Struct(_, parts)
        | ExprKind::Variant(_, _, parts)
        | ExprKind::Tuple(parts)
        | ExprKind::Array(parts) => parts.iter().all(is_pure),
        ExprKind::Convert(_, of) => is_pure(of),
        _ => is_constant(value),
    }
}
