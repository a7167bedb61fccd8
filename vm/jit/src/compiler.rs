//! The compiler of a program: the steps that a unit goes through, and how the parts are linked.

use crate::abi::Shape;
use crate::build::Refusal;
use crate::ir::{self, Action, Callee, Graph, Terminator, Value};
use crate::machine::{Machine, Workspace};
use crate::memory::Executable;
use crate::passes::{Facts, Passes};
use crate::stubs::Stubs;
use crate::stubs::rare::RareStubs;
use crate::{build, limits, lower};
use cranelift_codegen::ir::{Function, UserFuncName};
use pvm_bytecode::{FunctionId, Signature};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Enter, Native, Removed, Unit};
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

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

/// Compiles units of one program.
#[derive(Default)]
pub struct Compiler {
    passes: Passes,
    /// What is known of the program.
    facts: OnceLock<Facts>,
    /// Made when something is compiled first; none if there is no compiler for it.
    machine: OnceLock<Option<Machine>>,
    rare: OnceLock<Result<RareStubs, String>>,
}

/// What compiled code is linked by.
#[derive(Default)]
pub struct Links {
    stubs: HashMap<Shape, Stubs>,
    /// The functions of each shape, once they are needed.
    functions: HashMap<Shape, Vec<FunctionId>>,
}

/// The code of a unit.
pub struct Made {
    pub code: Executable,
    /// How many functions stand in place of calls.
    pub inlined: usize,
    pub removed: Removed,
    enter: Enter,
    room: u32,
    /// What its method calls remember.
    _cells: Box<[AtomicU64]>,
}

impl Made {
    pub fn native(&self) -> Native {
        Native { code: self.code.start(), enter: self.enter, room: self.room }
    }
}

/// A unit in Cranelift's words.
struct Lowered {
    function: Function,
    /// Bytes of stack.
    room: u32,
    /// What its method calls remember.
    cells: Box<[AtomicU64]>,
}

impl Compiler {
    /// With some passes.
    pub fn new(passes: Passes) -> Self {
        Self { passes, ..Self::default() }
    }

    /// For a processor that need not be the one this runs on, by the name of its target, such as `aarch64-linux`: its code
    /// is to be looked at. None if there is no compiler for it.
    pub fn for_target(passes: Passes, target: &str) -> Option<Self> {
        let machine = Machine::of(target)?;
        Some(Self { machine: OnceLock::from(Some(machine)), ..Self::new(passes) })
    }

    /// A unit as text, as it is at a stage of its way.
    ///
    /// # Errors
    /// It does not come so far, in words.
    pub fn show(&self, program: &Program, unit: Unit, stage: Stage) -> Result<String, String> {
        if stage == Stage::Built {
            return Ok(build::build(program, unit)?.to_string());
        }
        let graph = self.improved(program, unit)?;
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

    fn machine(&self) -> Result<&Machine, String> {
        let machine = self.machine.get_or_init(Machine::host).as_ref();
        machine.ok_or_else(|| "there is no compiler for this machine".to_owned())
    }

    /// The code of a unit.
    ///
    /// # Errors
    /// It can't be compiled, in words.
    pub(crate) fn make(&self, program: &Program, unit: Unit, links: &mut Links) -> Result<Made, String> {
        let machine = self.machine()?;
        let graph = self.improved(program, unit)?;
        let mut workspace = Workspace::new();
        let mut needed = called(&graph);
        let own = own_shape(program, unit);
        needed.insert(own.clone());
        for shape in needed {
            self.link(program, unit, shape, links, &mut workspace)?;
        }
        let Lowered { function, room, cells } = self.lowered(program, unit, &graph, &mut workspace)?;
        let code = machine.compile(function, &mut workspace)?;
        let enter = links.stubs.get(&own).map(|stubs| stubs.enter.start()).ok_or("it has no stub")?;
        // SAFETY: the stub was made to be called so.
        let enter = unsafe { std::mem::transmute::<*const (), Enter>(enter) };
        Ok(Made { code, inlined: graph.scopes.len() - 1, removed: graph.removed, enter, room, _cells: cells })
    }

    /// The graph of a unit when all passes have run; if that is too much for Cranelift, when none has.
    fn improved(&self, program: &Program, unit: Unit) -> Result<Graph, Refusal> {
        let built = build::build(program, unit)?;
        let mut improved = built.clone();
        let facts = self.facts.get_or_init(|| Facts::new(program.module()));
        self.passes.run(program, facts, unit, &mut improved);
        if limits::check_graph(&improved).is_ok() {
            return Ok(improved);
        }
        limits::check_graph(&built)?;
        Ok(built)
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
        links: &mut Links,
        workspace: &mut Workspace,
    ) -> Result<(), String> {
        if links.functions.is_empty() {
            for (index, function) in program.module().functions.iter().enumerate() {
                let shape = of_signature(&function.signature);
                links.functions.entry(shape).or_default().push(FunctionId::from_index(index));
            }
        }
        if !links.stubs.contains_key(&shape) {
            links.stubs.insert(shape.clone(), Stubs::new(&shape, self.machine()?, workspace)?);
        }
        let Some(stubs) = links.stubs.get(&shape) else { return Ok(()) };
        let natives = program.natives(unit.metered);
        for function in links.functions.get(&shape).into_iter().flatten() {
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
