//! `pvm dis` and `pvm asm`: a module as text, and that text as a module again.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use pvm::{Engine, Error, Stage};

use super::build::write_whole;
use super::machine::NO_COMPILER;
use super::{MessageFormat, complain, print_bytes, report};
use crate::exit::Exit;

#[derive(Args)]
pub struct Dis {
    /// A module, or a source file
    file: PathBuf,
    #[command(flatten)]
    form: Form,
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
    fn needs_compiler(&self) -> bool {
        self.ssa || self.clif || self.asm
    }
}

impl Dis {
    pub fn run(self) -> Exit {
        if self.form.needs_compiler() && !pvm::has_compiler() {
            complain(NO_COMPILER);
            return Exit::USAGE;
        }
        match Engine::new().open(&self.file) {
            Ok(program) => {
                let text = match self.form {
                    Form { register: true, .. } => program.register_code(),
                    Form { ssa: true, .. } => program.compiled_text(Stage::Improved, self.fuel),
                    Form { clif: true, .. } => program.compiled_text(Stage::Lowered, self.fuel),
                    Form { asm: true, .. } => program.compiled_text(Stage::Compiled, self.fuel),
                    _ => program.text(),
                };
                print_bytes(text.as_bytes())
            }
            Err(error) => report(&error, MessageFormat::Human),
        }
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
