//! The engines that `--compare` knows: one table, a row for each way of running a program that is worth comparing.

use super::super::machine::{Jit, Machine};

/// A way of running a program.
pub struct Mode {
    pub name: &'static str,
    about: &'static str,
    /// Changes what the command line says of the machine.
    set: fn(&mut Machine),
}

const MODES: &[Mode] = &[
    Mode { name: "interp", about: "the interpreter alone", set: |machine| machine.jit = Jit::Off },
    Mode {
        name: "interp-fuel",
        about: "the interpreter, counting fuel",
        set: |machine| {
            machine.jit = Jit::Off;
            machine.fuel.get_or_insert(u64::MAX);
        },
    },
    Mode { name: "jit", about: "hot functions compiled", set: |machine| machine.jit = Jit::Auto },
    Mode {
        name: "jit-fuel",
        about: "hot functions compiled, counting fuel",
        set: |machine| {
            machine.jit = Jit::Auto;
            machine.fuel.get_or_insert(u64::MAX);
        },
    },
];

impl Mode {
    pub fn machine(&self, flags: &Machine) -> Machine {
        // What is measured is compiling too.
        let mut machine = Machine { no_cache: true, ..flags.clone() };
        (self.set)(&mut machine);
        machine
    }
}

/// What runs without `--compare`.
pub fn as_flags_say() -> Mode {
    Mode { name: "pvm", about: "as the flags say", set: |_| () }
}

/// Finds an engine by its name.
pub fn parse(name: &str) -> Result<&'static Mode, String> {
    let names: Vec<_> = MODES.iter().map(|mode| mode.name).collect();
    MODES
        .iter()
        .find(|mode| mode.name == name)
        .ok_or_else(|| format!("this pvm has no engine `{name}`; it has {}", names.join(", ")))
}

pub fn help() -> String {
    let rows: Vec<_> = MODES.iter().map(|mode| format!("  {:<12} {}", mode.name, mode.about)).collect();
    format!(
        "Measures in each of these engines in turn, after showing that results and output are the same; speed-ups are \
         over the first one. The engines:\n{}",
        rows.join("\n")
    )
}
