//! A module in text form that is ready to run.

use pvm_bytecode::{text, verify};
use pvm_runtime::host::HostValue;
use pvm_runtime::interpreter::{Allowance, Ended};
use pvm_runtime::link::Imports;
use pvm_runtime::machine::{Guest, Settings};
use pvm_runtime::program::Program;
use pvm_runtime::sys::{Gate, Grants, MemoryStreams, Quotas};
use std::cell::RefCell;
use std::sync::Arc;

/// A guest that runs a module.
pub struct Script {
    guest: RefCell<Guest>,
    streams: MemoryStreams,
}

impl Script {
    pub fn new(text: &str) -> Self {
        let module = text::parse(text).unwrap_or_else(|error| panic!("{error}"));
        let module = verify(module).unwrap_or_else(|error| panic!("{error}"));
        let program = Arc::new(Program::new(module));
        let streams = MemoryStreams::default();
        let grants = Grants { streams: true, ..Grants::none() };
        let gate = Gate::open(&grants, Quotas::default(), Box::new(streams.clone())).expect("nothing to open");
        let guest = Guest::new(program, &Imports::default(), gate, Box::new(()), Settings::default());
        let mut guest = guest.unwrap_or_else(|error| panic!("{error}"));
        guest.start(Allowance::default()).unwrap_or_else(|ended| panic!("{ended:?}"));
        Self { guest: RefCell::new(guest), streams }
    }

    /// Calls an exported function.
    pub fn call(&self, name: &str, arguments: &[HostValue]) -> Result<HostValue, Ended> {
        let mut guest = self.guest.borrow_mut();
        let function = guest.export(name).unwrap_or_else(|| panic!("nothing is exported as {name}"));
        guest.call(function, arguments, Allowance::default()).unwrap_or_else(|error| panic!("{error}"))
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
