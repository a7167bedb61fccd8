//! What the code of a program is linked by: stubs, and the table of the functions' code; and how it becomes a part of
//! the process.

use crate::abi::Shape;
use crate::cache::{Cache, Part};
use crate::code::{HEAT, Symbol};
use crate::machine::{Machine, Workspace};
use crate::memory::{Executable, Space};
use crate::plan::Plan;
use crate::stubs::Stub;
use pvm_bytecode::{FunctionId, Signature};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Enter, Native, Removed, Unit};
use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// About so many rounds a loop goes until its guest looks whether there is better code.
const ROUNDS: u64 = 500;

/// See the file.
#[derive(Default)]
pub struct Links {
    pub cache: Cache,
    space: Space,
    stubs: HashMap<Stub, Executable>,
    /// The functions of each shape that counts no fuel, once they are needed.
    functions: HashMap<Shape, Vec<FunctionId>>,
}

/// The code of a unit, ready to run.
pub struct Made {
    pub code: Executable,
    /// The functions that stand in place of calls.
    pub inlined: Vec<FunctionId>,
    pub removed: Removed,
    /// Whether it was kept from an earlier run.
    pub is_kept: bool,
    /// Whether it was made quickly.
    pub is_quick: bool,
    enter: Enter,
    room: u32,
    /// What its method calls remember, and how hot it is if it was made quickly.
    cells: Box<[AtomicU64]>,
}

impl Made {
    /// The same, which was kept from an earlier run.
    pub fn reused(self) -> Self {
        Self { is_kept: true, ..self }
    }

    /// The same, which was made quickly.
    pub fn quick(self) -> Self {
        Self { is_quick: true, ..self }
    }

    /// How many calls and rounds of loops quick code has counted.
    pub fn heat(&self) -> u64 {
        // It begins below 0, as other cells do.
        self.counter().map_or(0, |counter| counter.load(Ordering::Relaxed).wrapping_add(1))
    }

    /// Counts as many rounds as go by until a guest looks again.
    pub fn warm(&self) {
        if let Some(counter) = self.counter() {
            counter.fetch_add(ROUNDS, Ordering::Relaxed);
        }
    }

    fn counter(&self) -> Option<&AtomicU64> {
        self.cells.get(HEAT as usize).filter(|_| self.is_quick)
    }

    pub fn native(&self) -> Native {
        Native { code: self.code.start(), enter: self.enter, room: self.room, is_quick: self.is_quick }
    }
}

impl Links {
    /// With what is kept of the program, and where its code is to lie.
    pub fn new(cache: Cache, space: Space) -> Self {
        Self { cache, space, ..Self::default() }
    }

    /// Makes code of a unit ready to run, and sees that all that it calls can be called.
    ///
    /// # Errors
    /// A stub can't be compiled, or the system refuses memory, in words.
    pub fn install(
        &mut self,
        program: &Program,
        unit: Unit,
        plan: &Plan,
        machine: &Machine,
        workspace: &mut Workspace,
    ) -> Result<Made, String> {
        for shape in &plan.calls {
            self.link(program, shape, machine, workspace)?;
        }
        for reference in &plan.code.references {
            if let Symbol::Rare(helper) = reference.symbol {
                self.stub(Stub::Rare(helper), machine, workspace)?;
            }
        }
        let enter = self.stub(Stub::Enter(own_shape(program, unit)), machine, workspace)?;
        let cells: Box<[AtomicU64]> = (0..plan.cells).map(|_| AtomicU64::new(u64::MAX)).collect();
        let code = self.space.place(&plan.code, |symbol| match symbol {
            Symbol::Cell(number) => cells.get(number as usize).map(|cell| cell.as_ptr() as u64),
            Symbol::Rare(helper) => self.stubs.get(&Stub::Rare(helper)).map(|stub| stub.start() as u64),
        });
        Ok(Made {
            code: code.map_err(|error| error.to_string())?,
            inlined: plan.inlined.iter().copied().map(FunctionId).collect(),
            removed: Removed { checks: plan.checks, objects: plan.objects },
            is_kept: false,
            is_quick: false,
            // SAFETY: the stub was made to be called so.
            enter: unsafe { std::mem::transmute::<*const (), Enter>(enter) },
            room: plan.room,
            cells,
        })
    }

    /// A stub, which is made when it is first needed.
    fn stub(&mut self, stub: Stub, machine: &Machine, workspace: &mut Workspace) -> Result<*const (), String> {
        if let Some(made) = self.stubs.get(&stub) {
            return Ok(made.start());
        }
        let code = self.cache.find_or_make(&Part::Stub(stub.clone()), || stub.compile(machine, workspace))?;
        let made = self.space.place(&code, |_| None).map_err(|error| error.to_string())?;
        let start = made.start();
        self.stubs.insert(stub, made);
        Ok(start)
    }

    /// Sees that every function of a shape can be called by compiled code.
    fn link(
        &mut self,
        program: &Program,
        shape: &Shape,
        machine: &Machine,
        workspace: &mut Workspace,
    ) -> Result<(), String> {
        if self.functions.is_empty() {
            for (index, function) in program.module().functions.iter().enumerate() {
                let shape = of_signature(&function.signature, false);
                self.functions.entry(shape).or_default().push(FunctionId::from_index(index));
            }
        }
        let interpret = self.stub(Stub::Interpret(shape.clone()), machine, workspace)?;
        let natives = program.natives(shape.metered);
        let functions = self.functions.get(&Shape { metered: false, ..shape.clone() });
        for function in functions.into_iter().flatten() {
            set_if_none(&natives[function.index()], interpret);
        }
        Ok(())
    }
}

fn set_if_none(native: &AtomicPtr<()>, code: *const ()) {
    let _ = native.compare_exchange(std::ptr::null_mut(), code.cast_mut(), Ordering::AcqRel, Ordering::Relaxed);
}

fn of_signature(signature: &Signature, metered: bool) -> Shape {
    Shape::new(signature.params.iter().copied(), signature.result, metered)
}

/// The shape of a unit: a loop takes no arguments.
pub fn own_shape(program: &Program, unit: Unit) -> Shape {
    let signature = &program.module().function(unit.function).signature;
    match unit.from {
        None => of_signature(signature, unit.metered),
        Some(_) => Shape::new([], signature.result, unit.metered),
    }
}
