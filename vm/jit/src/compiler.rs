//! The compiler of a program: what is compiled when, how the parts are linked, and what has been made.

use crate::abi::Shape;
use crate::ir::{self, Action, Callee, Graph, Terminator, Value};
use crate::machine::{Machine, Workspace};
use crate::memory::Executable;
use crate::perf_map::PerfMap;
use crate::stubs::Stubs;
use crate::stubs::rare::RareStubs;
use crate::{build, lower, passes};
use cranelift_codegen::ir::{Function, UserFuncName};
use pvm_bytecode::{FunctionId, Signature};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Enter, Native, Tier, Unit};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// How far a unit has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The graph of the bytecode.
    Built,
    /// What the passes have made of it.
    Improved,
    /// Cranelift's representation.
    Lowered,
    /// Machine code, as Cranelift writes it.
    Compiled,
}

/// What may be chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Functions are compiled after so many calls.
    pub threshold: u32,
    /// Whether `perf` is told what code belongs to which function.
    pub perf_map: bool,
}

/// The compiler of one program.
pub struct Jit {
    settings: Settings,
    perf_map: Option<PerfMap>,
    /// Made when something is compiled first; none if there is no compiler for this machine.
    machine: OnceLock<Option<Machine>>,
    rare: OnceLock<Result<RareStubs, String>>,
    compiled: Mutex<Compiled>,
}

/// What has been compiled.
#[derive(Default)]
struct Compiled {
    units: HashMap<Unit, Result<Made, String>>,
    stubs: HashMap<Shape, Stubs>,
    /// The functions of each shape, once they are needed.
    functions: HashMap<Shape, Vec<FunctionId>>,
}

/// The code of a unit.
struct Made {
    code: Executable,
    enter: Enter,
    room: u32,
    /// What its method calls remember.
    cells: Box<[AtomicU64]>,
}

/// A unit in Cranelift's words.
struct Lowered {
    function: Function,
    /// Bytes of stack.
    room: u32,
    /// What its method calls remember.
    cells: Box<[AtomicU64]>,
}

impl Jit {
    /// For a program. Without a map for `perf` it does as well.
    pub fn new(settings: Settings) -> Self {
        let perf_map = settings.perf_map.then(PerfMap::open).and_then(Result::ok);
        Self { settings, perf_map, machine: OnceLock::new(), rare: OnceLock::new(), compiled: Mutex::default() }
    }

    /// A unit as text, as it is at a stage of its way.
    ///
    /// # Errors
    /// It does not come so far, in words.
    pub fn show(&self, program: &Program, unit: Unit, stage: Stage) -> Result<String, String> {
        let mut graph = build::build(program, unit)?;
        if stage == Stage::Built {
            return Ok(graph.to_string());
        }
        passes::run(program, unit, &mut graph);
        if stage == Stage::Improved {
            return Ok(graph.to_string());
        }
        let mut workspace = Workspace::new();
        let Lowered { function, .. } = self.lowered(program, unit, &graph, &mut workspace)?;
        match stage {
            Stage::Lowered => Ok(function.display().to_string()),
            _ => self.machine()?.assembly(function, &mut workspace),
        }
    }

    /// Why units that were to be compiled were not: in words.
    pub fn refused(&self) -> Vec<(Unit, String)> {
        let compiled = self.lock();
        let mut refused: Vec<(Unit, String)> =
            compiled.units.iter().filter_map(|(unit, made)| Some((*unit, made.as_ref().err()?.clone()))).collect();
        refused.sort();
        refused
    }

    fn lock(&self) -> MutexGuard<'_, Compiled> {
        self.compiled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn machine(&self) -> Result<&Machine, String> {
        let machine = self.machine.get_or_init(Machine::host).as_ref();
        machine.ok_or_else(|| "there is no compiler for this machine".to_owned())
    }

    fn make(&self, program: &Program, unit: Unit, compiled: &mut Compiled) -> Result<Made, String> {
        let machine = self.machine()?;
        let mut graph = build::build(program, unit)?;
        passes::run(program, unit, &mut graph);
        let mut workspace = Workspace::new();
        let mut needed = called(&graph);
        let own = own_shape(program, unit);
        needed.insert(own.clone());
        for shape in needed {
            self.link(program, unit, shape, compiled, &mut workspace)?;
        }
        let Lowered { function, room, cells } = self.lowered(program, unit, &graph, &mut workspace)?;
        let code = machine.compile(function, &mut workspace)?;
        let enter = compiled.stubs.get(&own).map(|stubs| stubs.enter.start()).ok_or("it has no stub")?;
        // SAFETY: the stub was made to be called so.
        let enter = unsafe { std::mem::transmute::<*const (), Enter>(enter) };
        Ok(Made { code, enter, room, cells })
    }

    fn lowered(
        &self,
        program: &Program,
        unit: Unit,
        graph: &Graph,
        workspace: &mut Workspace,
    ) -> Result<Lowered, String> {
        let rare = self.rare.get_or_init(|| RareStubs::new(self.machine()?, workspace)).as_ref()?;
        let cells: Box<[AtomicU64]> = (0..graph.method_calls()).map(|_| AtomicU64::new(u64::MAX)).collect();
        let mut function = Function::with_name_signature(UserFuncName::default(), own_shape(program, unit).native());
        let room = lower::lower(program, unit, graph, &mut function, &mut workspace.builder, &cells, rare)?;
        Ok(Lowered { function, room, cells })
    }

    /// Sees that every function of a shape can be called by compiled code.
    fn link(
        &self,
        program: &Program,
        unit: Unit,
        shape: Shape,
        compiled: &mut Compiled,
        workspace: &mut Workspace,
    ) -> Result<(), String> {
        if compiled.functions.is_empty() {
            for (index, function) in program.module().functions.iter().enumerate() {
                let shape = of_signature(&function.signature);
                compiled.functions.entry(shape).or_default().push(FunctionId::from_index(index));
            }
        }
        if !compiled.stubs.contains_key(&shape) {
            compiled.stubs.insert(shape.clone(), Stubs::new(&shape, self.machine()?, workspace)?);
        }
        let Some(stubs) = compiled.stubs.get(&shape) else { return Ok(()) };
        let natives = program.natives(unit.metered);
        for function in compiled.functions.get(&shape).into_iter().flatten() {
            set_if_none(&natives[function.index()], stubs.interpret.start());
        }
        Ok(())
    }
}

fn set_if_none(native: &AtomicPtr<()>, code: *const ()) {
    let _ = native.compare_exchange(std::ptr::null_mut(), code.cast_mut(), Ordering::AcqRel, Ordering::Relaxed);
}

fn of_signature(signature: &Signature) -> Shape {
    Shape::new(signature.params.iter().copied(), signature.result)
}

/// The shape of a unit: a loop takes no arguments.
fn own_shape(program: &Program, unit: Unit) -> Shape {
    let signature = &program.module().function(unit.function).signature;
    match unit.from {
        None => of_signature(signature),
        Some(_) => Shape::new([], signature.result),
    }
}

/// The shapes of what a graph calls.
fn called(graph: &Graph) -> BTreeSet<Shape> {
    let shape = |args: &[Value], result| {
        let params = args.iter().map(|arg| graph.class(*arg).in_register()).collect();
        Shape { params, result }
    };
    let is_native = |callee: &Callee| matches!(callee, Callee::Function(_) | Callee::Value | Callee::Method(_));
    let mut shapes = BTreeSet::new();
    for block in graph.live_blocks() {
        let data = &graph.blocks[block.index()];
        for instruction in &data.instructions {
            if let Action::Call(callee) = &instruction.action
                && is_native(callee)
            {
                let result = instruction.result.map(|result| graph.class(result).in_register());
                shapes.insert(shape(&instruction.args, result));
            }
        }
        if let Some(Terminator::TailCall { args, .. }) = &data.terminator {
            shapes.insert(shape(args, graph.result.map(ir::Class::in_register)));
        }
    }
    shapes
}

// SAFETY: the code of a unit lives as long as the compiler, and was made of a verified function, to be called as the
// runtime's contract says.
unsafe impl Tier for Jit {
    fn threshold(&self) -> Option<u32> {
        Some(self.settings.threshold)
    }

    fn compile(&self, program: &Program, unit: Unit) -> Option<Native> {
        let mut compiled = self.lock();
        if !compiled.units.contains_key(&unit) {
            let made = catch_unwind(AssertUnwindSafe(|| self.make(program, unit, &mut compiled)));
            let made = made.unwrap_or_else(|_| Err("the compiler failed".to_owned()));
            if let (Ok(made), None) = (&made, unit.from) {
                let native = &program.natives(unit.metered)[unit.function.index()];
                native.store(made.code.start().cast_mut(), Ordering::Release);
            }
            if let (Ok(made), Some(map)) = (&made, &self.perf_map) {
                map.note(program, unit, &made.code);
            }
            if let Err(reason) = &made {
                tracing::debug!("{unit:?} is not compiled: {reason}");
            }
            compiled.units.insert(unit, made);
        }
        let made = compiled.units.get(&unit)?.as_ref().ok()?;
        Some(Native { code: made.code.start(), enter: made.enter, room: made.room })
    }
}

impl fmt::Debug for Jit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compiled = self.lock();
        let made = compiled.units.values().filter_map(|made| made.as_ref().ok());
        let (bytes, cells) = made.fold((0, 0), |sum, made| (sum.0 + made.code.len(), sum.1 + made.cells.len()));
        write!(f, "Jit({} units, {bytes} bytes, {cells} cells)", compiled.units.len())
    }
}
