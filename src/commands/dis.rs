//! `pvm dis` and `pvm asm`: a module as text, and that text as a module again.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use pvm::{Engine, Error, Listing, Pass, Stage};

use super::build::write_whole;
use super::machine::{NO_COMPILER, pass};
use super::{MessageFormat, complain, print_bytes, report};
use crate::exit::Exit;

#[derive(Args)]
pub struct Dis {
    /// A module, or a source file
    file: PathBuf,
    #[command(flatten)]
    form: Form,
    /// Shows only functions with this text in their names
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, requires = "compiled")]
    function: String,
    /// Shows what each pass of the optimiser makes of it, where it changes something, not only what comes of all
    #[arg(long, requires = "compiled")]
    each_pass: bool,
    /// Leaves out a pass of the optimiser
    #[arg(long, value_name = "PASS", value_parser = pass, requires = "compiled")]
    without_pass: Vec<Pass>,
    /// Shows compiled code that counts fuel, as with a limit on it
    #[arg(long, requires = "compiled")]
    fuel: bool,
}

/// What is shown instead of the bytecode.
#[derive(Args)]
#[group(multiple = false)]
struct Form {
    /// Shows the register code that the interpreter runs
    #[arg(long)]
    register: bool,
    /// Shows the graphs that the compiler has improved
    #[arg(long, group = "compiled")]
    ssa: bool,
    /// Shows what Cranelift is given
    #[arg(long, group = "compiled")]
    clif: bool,
    /// Shows the machine code
    #[arg(long, group = "compiled")]
    asm: bool,
}

impl Form {
    /// How far code is compiled that is shown so.
    fn stage(&self) -> Option<Stage> {
        match self {
            Self { ssa: true, .. } => Some(Stage::Improved),
            Self { clif: true, .. } => Some(Stage::Lowered),
            Self { asm: true, .. } => Some(Stage::Compiled),
            _ => None,
        }
    }
}

impl Dis {
    pub fn run(self) -> Exit {
        let stage = self.form.stage();
        if stage.is_some() && !pvm::has_compiler() {
            complain(NO_COMPILER);
            return Exit::USAGE;
        }
        let engine = self.without_pass.into_iter().fold(Engine::new(), Engine::without_pass);
        let program = match engine.open(&self.file) {
            Ok(program) => program,
            Err(error) => return report(&error, MessageFormat::Human),
        };
        let listing = Listing { only: self.function, counts_fuel: self.fuel, each_pass: self.each_pass };
        let text = match stage {
            Some(stage) => program.compiled_text(stage, &listing),
            None if self.form.register => program.register_code(),
            None => program.text(),
        };
        if text.is_empty() && !listing.only.is_empty() {
            complain(&format!("no function has `{}` in its name", listing.only));
            return Exit::USAGE;
        }
        print_bytes(text.as_bytes())
    }
}

#[derive(Args)]
pub struct Asm {
    /// The text of a module
    file: PathBuf,
    /// Where to write the module; the file's own name with the ending .bc otherwise
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Asm {
    pub fn run(self) -> Exit {
        let read = fs::read_to_string(&self.file).map_err(|error| Error::Read { path: self.file.clone(), error });
        let bytes = match read.and_then(|text| pvm::assemble(&self.file, &text)) {
            Ok(bytes) => bytes,
            Err(error) => return report(&error, MessageFormat::Human),
        };
        let output = self.output.unwrap_or_else(|| self.file.with_extension("bc"));
        match write_whole(&output, &bytes) {
            Ok(()) => Exit::SUCCESS,
            Err(error) => {
                complain(&format!("cannot write {}: {}", output.display(), pvm::reason(&error)));
                Exit::FAILURE
            }
        }
    }
}
