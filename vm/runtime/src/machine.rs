//! A guest: a program at work, with everything that it owns. It is started, called, and stopped by its limits or by a
//! handle from another thread. Dropping it frees all.
#![forbid(unsafe_code)]

use crate::cage::{Ref, ReserveError};
use crate::heap::{Heap, Mode, Statistics};
use crate::host::{Data, HostValue};
use crate::interpreter::{Allowance, Ended, State};
use crate::link::{Imports, LinkError};
use crate::profile::{Doing, Sampler, Samples};
use crate::program::Program;
use crate::requests::Requests;
use crate::sys::{Gate, Unwritten};
use crate::ticker;
use crate::trap::Trap;
use pvm_bytecode::{FunctionId, HeapType, RefType, Signature, ValueType, eval};
use std::cell::RefCell;
use std::sync::Arc;
use std::time::Duration;

/// What a guest is made with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Bytes of heap and stack, and of what the host holds for the guest.
    pub memory: u64,
    /// Bytes of the stack, which are part of the memory.
    pub stack: u32,
    /// The time between two moments at which it is counted what the guest does; none for no counting.
    pub sample_every: Option<Duration>,
    /// For tests: collect as often as possible, check the heap after collections.
    pub heap: Mode,
    /// For tests: check every frame at every safepoint.
    pub check_frames: bool,
    /// For tests: leave compiled code at every so many-th safepoint.
    pub leave_every: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            memory: 1 << 30,
            stack: 8 << 20,
            sample_every: None,
            heap: Mode::default(),
            check_frames: false,
            leave_every: None,
        }
    }
}

/// Why a guest can't be made.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Reserve(#[from] ReserveError),
}

/// Why a function can't be called as the host wants.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CallError {
    #[error("the function is {declared} and can't be called with {given}")]
    Arguments { declared: String, given: String },
    #[error("the function gives {declared}, which can't be handed to the host")]
    Result { declared: String },
}

/// See the file.
pub struct Guest {
    state: Box<State>,
}

/// Stops a guest, from any thread.
#[derive(Clone, Debug)]
pub struct Handle(Arc<Requests>);

impl Handle {
    /// Has the guest trap at its next safepoint. If it does not run, it will when it is called next.
    pub fn stop(&self) {
        self.0.stop();
    }
}

impl Guest {
    /// Makes a guest; nothing of it runs yet. `data` is what the host's functions get to work on.
    pub fn new(
        program: Arc<Program>,
        imports: &Imports,
        gate: Gate,
        data: Box<Data>,
        settings: Settings,
    ) -> Result<Self, StartError> {
        let host = imports.link(program.module())?;
        let heap = Heap::new(program.shapes().clone(), settings.memory, settings.stack, settings.heap)?;
        let mut state = State::new(program, heap, host, gate, data);
        state.sampler = settings.sample_every.map(|interval| Box::new(Sampler::new(interval)));
        state.checked = settings.check_frames;
        state.leaves = settings.leave_every.map(|every| (every, every));
        Ok(Self { state: Box::new(state) })
    }

    /// Runs what initialises the globals.
    pub fn start(&mut self, allowance: Allowance) -> Result<(), Ended> {
        match self.state.program.module().start {
            Some(start) => self.run(start, &[], allowance).map(|_| ()),
            None => Ok(()),
        }
    }

    /// The exported function with this name.
    pub fn export(&self, name: &str) -> Option<FunctionId> {
        let exports = &self.state.program.module().exports;
        exports.iter().find(|export| &*export.name == name).map(|export| export.function)
    }

    /// Calls a function with values of the host.
    ///
    /// # Errors
    /// The outer error: the values are not what the function takes, or its result is nothing that the host has.
    pub fn call(
        &mut self,
        function: FunctionId,
        arguments: &[HostValue],
        allowance: Allowance,
    ) -> Result<Result<HostValue, Ended>, CallError> {
        let program = self.state.program.clone();
        let signature = &program.module().function(function).signature;
        check_call(signature, arguments)?;
        let held = self.state.roots.held.len();
        let slots = self.slots(arguments);
        self.state.roots.held.truncate(held);
        Ok(match slots {
            Ok(slots) => self.run(function, &slots, allowance).map(|result| self.value(result, signature.result)),
            Err(trap) => Err(self.state.failed(trap)),
        })
    }

    /// The 64 bits of each argument.
    fn slots(&mut self, arguments: &[HostValue]) -> Result<Vec<u64>, Trap> {
        let state = &mut self.state;
        let held = state.roots.held.len();
        for argument in arguments {
            let made = match argument {
                HostValue::String(text) => state.new_text(text)?,
                HostValue::Bytes(bytes) => state.new_bytes(bytes)?,
                _ => Ref::NULL,
            };
            state.roots.held.push(made);
        }
        let bits = |(argument, made): (&HostValue, &Ref)| match argument {
            HostValue::Int(value) => *value as u64,
            HostValue::Float(value) => value.to_bits(),
            _ => made.0.into(),
        };
        Ok(arguments.iter().zip(&state.roots.held[held..]).map(bits).collect())
    }

    fn run(&mut self, function: FunctionId, slots: &[u64], allowance: Allowance) -> Result<u64, Ended> {
        let state = &mut self.state;
        state.allow(allowance);
        let alarm = state.deadline().map(|deadline| ticker::alarm(deadline, &state.requests));
        if let Some(sampler) = &mut state.sampler {
            sampler.start(&state.requests);
        }
        let result = state.run(function, slots);
        drop(alarm);
        // What no safepoint has counted counts for the function that was called.
        state.sample(Some(Doing::Function(function)));
        if let Some(sampler) = &mut state.sampler {
            sampler.stop();
        }
        result
    }

    fn value(&self, result: u64, ty: Option<ValueType>) -> HostValue {
        match ty {
            None => HostValue::Nothing,
            Some(ValueType::I64) => HostValue::Int(result as i64),
            Some(ValueType::F64) => HostValue::Float(eval::canonical(f64::from_bits(result))),
            Some(ValueType::Ref(reference)) => self.state.object_value(Ref(result as u32), reference.heap),
        }
    }

    /// Passes on what was printed and is still gathered, for a run that has ended. A reader who doesn't read is waited for
    /// as long as the run might have gone on.
    ///
    /// # Errors
    /// It can't be passed on.
    pub fn finish(&mut self) -> Result<(), Unwritten> {
        let Some(mut gate) = self.state.gate.take() else { unreachable!("the gate is away only during a system call") };
        let state = RefCell::new(&mut self.state);
        let result = gate.finish(&|| state.borrow_mut().poll());
        self.state.gate = Some(gate);
        result
    }

    /// What is left of the fuel that the last call was given.
    pub fn fuel(&self) -> Option<u64> {
        self.state.fuel()
    }

    pub fn handle(&self) -> Handle {
        Handle(self.state.requests.clone())
    }

    pub fn program(&self) -> &Arc<Program> {
        &self.state.program
    }

    /// Bytes of heap and stack that are in use.
    pub fn memory_used(&self) -> u64 {
        self.state.heap.used()
    }

    /// A digest of its globals and of all that they refer to.
    pub fn digest(&self) -> [u8; 32] {
        let types = self.program().module().globals.iter().map(|global| global.ty);
        self.state.heap.digest(self.state.roots.globals.iter().copied().zip(types))
    }

    /// What the guest was found doing, if that was to be counted.
    pub fn samples(&self) -> Option<&Samples> {
        self.state.sampler.as_deref().map(Sampler::samples)
    }

    /// What the collector did.
    pub fn heap_statistics(&self) -> Statistics {
        self.state.heap.statistics()
    }

    /// The gate of the guest's system calls.
    pub fn gate(&self) -> &Gate {
        let Some(gate) = &self.state.gate else { unreachable!("the gate is away only during a system call") };
        gate
    }

    pub fn gate_mut(&mut self) -> &mut Gate {
        let Some(gate) = &mut self.state.gate else { unreachable!("the gate is away only during a system call") };
        gate
    }

    /// What the host's functions work on.
    pub fn data(&self) -> &Data {
        let Some(data) = &self.state.data else { unreachable!("the data are away only while the host works on them") };
        &**data
    }

    pub fn data_mut(&mut self) -> &mut Data {
        let Some(data) = &mut self.state.data else {
            unreachable!("the data are away only while the host works on them")
        };
        &mut **data
    }
}

/// Whether a function takes these arguments and gives something that the host has.
fn check_call(signature: &Signature, arguments: &[HostValue]) -> Result<(), CallError> {
    let agrees = |(param, argument): (&ValueType, &HostValue)| match (param, argument) {
        (ValueType::I64, HostValue::Int(_)) | (ValueType::F64, HostValue::Float(_)) => true,
        (ValueType::Ref(RefType { nullable, .. }), HostValue::Null) => *nullable,
        (ValueType::Ref(RefType { heap, .. }), HostValue::String(_)) => {
            matches!(heap, HeapType::String | HeapType::Any)
        }
        (ValueType::Ref(RefType { heap, .. }), HostValue::Bytes(_)) => matches!(heap, HeapType::Bytes | HeapType::Any),
        _ => false,
    };
    if signature.params.len() != arguments.len() || !signature.params.iter().zip(arguments).all(agrees) {
        let given = format!("{arguments:?}");
        return Err(CallError::Arguments { declared: crate::link::describe(signature), given });
    }
    match signature.result {
        Some(ValueType::Ref(RefType { heap: HeapType::Strings | HeapType::Type(_) | HeapType::Any, .. })) => {
            Err(CallError::Result { declared: crate::link::describe(signature) })
        }
        _ => Ok(()),
    }
}
