//! Times an exported function of a module in text form: `time FILE FUNCTION ARGUMENT…`, with integers as arguments. With
//! `--code` it prints the register code instead, with `--fuel` it counts fuel.

use pvm_bytecode::{text, verify};
use pvm_runtime::sys::{Gate, Grants, HostStreams, Quotas};
use pvm_runtime::{Allowance, Guest, HostValue, Imports, Program, Settings};
use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, arguments): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let [file, name, arguments @ ..] = &arguments[..] else { return Err("time FILE FUNCTION ARGUMENT…".into()) };
    let program = Arc::new(Program::new(verify(text::parse(&std::fs::read_to_string(file)?)?)?));
    if flags.iter().any(|flag| flag == "--code") {
        print!("{}", program.register_code());
        return Ok(());
    }
    let fuel = flags.iter().any(|flag| flag == "--fuel").then_some(u64::MAX / 4);
    let allowance = Allowance { fuel, time: None };
    let gate = Gate::open(&Grants { streams: true, ..Grants::none() }, Quotas::default(), Box::new(HostStreams))?;
    let mut guest = Guest::new(program, &Imports::default(), gate, Box::new(()), Settings::default())?;
    guest.start(allowance).map_err(|ended| format!("{ended:?}"))?;
    let function = guest.export(name).ok_or("there is no such function")?;
    let arguments: Vec<_> = arguments.iter().map(|text| text.parse().map(HostValue::Int)).collect::<Result<_, _>>()?;
    for _ in 0..3 {
        let started = Instant::now();
        let result = guest.call(function, &arguments, allowance)?.map_err(|ended| format!("{ended:?}"))?;
        println!("{result:?} in {:.4} s", started.elapsed().as_secs_f64());
    }
    Ok(())
}
