//! A module in text form that is ready to run.

use pvm_bytecode::{Module, Verified, text, verify};
use pvm_runtime::sys::{Gate, Grants, MemoryStreams, Quotas};
use pvm_runtime::tier::Tier;
use pvm_runtime::{Allowance, Data, Ended, Guest, HostValue, Imports, Program, Settings, StartError, heap};
use std::cell::RefCell;
use std::sync::Arc;

/// How a module is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    Plain,
    /// Fuel is counted.
    Metered,
    /// The heap is collected as often as possible and checked, and every frame is checked at every safepoint.
    Stressed,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Plain, Self::Metered, Self::Stressed];
}

fn module(text: &str) -> Verified<Module> {
    let module = text::parse(text).unwrap_or_else(|error| panic!("{error}"));
    verify(module).unwrap_or_else(|error| panic!("{error}"))
}

/// A guest that runs a module.
pub struct Script {
    pub guest: RefCell<Guest>,
    pub allowance: Allowance,
    streams: MemoryStreams,
}

impl Script {
    pub fn new(text: &str) -> Self {
        Self::in_mode(text, Mode::Plain)
    }

    pub fn in_mode(text: &str, mode: Mode) -> Self {
        let stressed = mode == Mode::Stressed;
        let heap = heap::Mode { stress: stressed, verify: stressed, random: None };
        let mut script = Self::with(text, Settings { heap, check_frames: stressed, ..Settings::default() });
        script.allowance.fuel = (mode == Mode::Metered).then_some(1 << 40);
        script
    }

    pub fn with(text: &str, settings: Settings) -> Self {
        Self::start(Program::new(module(text)), &Imports::default(), Box::new(()), settings)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// With a compiler.
    pub fn with_tier(text: &str, tier: Arc<dyn Tier>) -> Self {
        let program = Program::with_tier(module(text), tier);
        Self::start(program, &Imports::default(), Box::new(()), Settings::default())
            .unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn with_host(text: &str, imports: &Imports, data: Box<Data>) -> Result<Self, StartError> {
        Self::start(Program::new(module(text)), imports, data, Settings::default())
    }

    fn start(program: Program, imports: &Imports, data: Box<Data>, settings: Settings) -> Result<Self, StartError> {
        let streams = MemoryStreams::default();
        let grants = Grants { streams: true, ..Grants::none() };
        let gate = Gate::open(&grants, Quotas::default(), Box::new(streams.clone())).expect("nothing to open");
        let mut guest = Guest::new(Arc::new(program), imports, gate, data, settings)?;
        guest.start(Allowance::default()).unwrap_or_else(|ended| panic!("{ended:?}"));
        Ok(Self { guest: RefCell::new(guest), allowance: Allowance::default(), streams })
    }

    /// Calls an exported function.
    pub fn call(&self, name: &str, arguments: &[HostValue]) -> Result<HostValue, Ended> {
        let mut guest = self.guest.borrow_mut();
        let function = guest.export(name).unwrap_or_else(|| panic!("nothing is exported as {name}"));
        guest.call(function, arguments, self.allowance).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Calls a function on integers that gives one.
    pub fn int(&self, name: &str, arguments: &[i64]) -> i64 {
        let arguments: Vec<_> = arguments.iter().map(|value| HostValue::Int(*value)).collect();
        match self.call(name, &arguments) {
            Ok(HostValue::Int(value)) => value,
            other => panic!("{other:?}"),
        }
    }

    /// What was written to standard output.
    pub fn output(&self) -> String {
        String::from_utf8(self.streams.output()).expect("text")
    }
}

/// The trap that a function on integers ends in.
pub fn trap_of(script: &Script, name: &str, arguments: &[i64]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|value| HostValue::Int(*value)).collect();
    match script.call(name, &arguments) {
        Err(Ended::Trap(failure)) => failure.to_string(),
        other => panic!("{other:?}"),
    }
}
