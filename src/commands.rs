//! The command line: one file per command; here what they share.

mod bench;
mod build;
mod check;
mod completion;
mod deferred;
mod dis;
mod doc;
mod explain;
mod guest;
mod inspect;
mod machine;
mod new;
mod profile;
mod progress;
mod run;
mod test;
mod verify;

use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use pvm::{Diagnostics, Error, Failure};

use self::deferred::Deferred;
use crate::exit::Exit;

#[derive(Parser)]
#[command(name = "pvm", version, about, max_term_width = 100)]
#[command(
    after_help = "`pvm FILE ARGS…` is short for `pvm run FILE ARGS…`; flags of the machine stand before the file."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compiles, verifies and runs a program
    Run(Deferred<run::Run>),
    /// Runs a program and shows where its time goes, as a flame graph and as a table
    Profile(Deferred<profile::ProfileCommand>),
    /// Compiles a program to portable bytecode
    Build(Deferred<build::Build>),
    /// Looks for mistakes without making anything
    Check(Deferred<check::Check>),
    /// Runs the tests of a file, or of all files under a folder
    Test(Deferred<test::Test>),
    /// Measures benchmarks and programs, and compares engines
    Bench(Deferred<bench::Bench>),
    /// Shows the bytecode of a program as text
    Dis(Deferred<dis::Dis>),
    /// Makes a module from the text that `dis` shows
    Asm(Deferred<dis::Asm>),
    /// Checks that a module obeys every rule of the bytecode
    Verify(Deferred<verify::Verify>),
    /// Shows what a module holds, needs and weighs
    Inspect(Deferred<inspect::Inspect>),
    /// Starts a project in a new folder
    New(Deferred<new::New>),
    /// Writes documentation as a site of plain HTML
    Doc(Deferred<doc::Doc>),
    /// Explains a diagnostic by its code
    Explain(Deferred<explain::Explain>),
    /// Prints a completion script for a shell
    Completion(Deferred<completion::Completion>),
}

impl Command {
    fn run(self) -> Exit {
        match self {
            Self::Run(command) => command.get().run(),
            Self::Profile(command) => command.get().run(),
            Self::Build(command) => command.get().run(),
            Self::Check(command) => command.get().run(),
            Self::Test(command) => command.get().run(),
            Self::Bench(command) => command.get().run(),
            Self::Dis(command) => command.get().run(),
            Self::Asm(command) => command.get().run(),
            Self::Verify(command) => command.get().run(),
            Self::Inspect(command) => command.get().run(),
            Self::New(command) => command.get().run(),
            Self::Doc(command) => command.get().run(),
            Self::Explain(command) => command.get().run(),
            Self::Completion(command) => command.get().run(),
        }
    }
}

/// Does what the arguments ask for.
pub fn main(arguments: Vec<OsString>) -> Exit {
    match CommandLine::try_parse_from(with_run(arguments)) {
        Ok(line) => line.command.run(),
        Err(error) => {
            // Help and version are printed as asked; a pipe that closed early needs no words.
            let _ = error.print();
            if error.use_stderr() { Exit::USAGE } else { Exit::SUCCESS }
        }
    }
}

/// `pvm program.nido` means `pvm run program.nido`: what starts with a flag of the machine or with a file gets `run` in
/// front. A plain word that names no file is left as it is, a misspelt command.
fn with_run(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is_own = |word: &str| {
        matches!(word, "-h" | "--help" | "-V" | "--version" | "help")
            || CommandLine::command().get_subcommands().any(|command| command.get_name() == word)
    };
    let is_file = |word: &str| word.starts_with('-') || word.contains(['.', '/', '\\']) || Path::new(word).exists();
    let runs = |word: &OsString| word.to_str().is_none_or(|word| !is_own(word) && is_file(word));
    if arguments.get(1).is_some_and(runs) {
        arguments.insert(1, "run".into());
    }
    arguments
}

/// How messages are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
enum MessageFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line, for programs
    Json,
}

/// Whether to colour what goes to standard error: only on a terminal, and not when `NO_COLOR` is set (no-color.org).
fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Writes all of it to standard output. A reader that went away early, as `head` does, is no failure.
fn print_bytes(bytes: &[u8]) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Exit::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::SUCCESS,
        Err(error) => {
            complain(&format!("cannot write to standard output: {}", pvm::reason(&error)));
            Exit::FAILURE
        }
    }
}

/// Text on standard error, which may be gone: then nobody is left to tell.
fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn complain(message: &str) {
    tell(&format!("error: {message}\n"));
}

/// Says what is wrong with a program, and gives the exit code for it.
fn report(error: &Error, format: MessageFormat) -> Exit {
    match (error, format) {
        (Error::Failed(failure), format) => return report_failure(failure, format),
        (Error::Exited(code), _) => return Exit::own(*code),
        (Error::Compile(diagnostics), format) => say(diagnostics, format),
        (error, MessageFormat::Human) => {
            complain(&error.to_string());
            if let Some(advice) = advice(error) {
                tell(&format!("help: {advice}\n"));
            }
        }
        (error, MessageFormat::Json) => {
            let line = serde_json::json!({ "severity": "error", "message": error.to_string() });
            tell(&format!("{line}\n"));
        }
    }
    match error {
        Error::Output(_) => Exit::FAILURE,
        // What was granted or allowed by a flag can't be had.
        Error::Start(_) => Exit::USAGE,
        _ => Exit::INVALID,
    }
}

/// What to do about a file that is not what the command wants.
fn advice(error: &Error) -> Option<String> {
    let is_source = |path: &Path| path.extension().is_some_and(|ending| ending == "nido");
    match error {
        Error::Read { path, .. } if path.is_dir() => {
            let main = path.join("main.nido");
            main.is_file().then(|| format!("did you mean `{}`?", main.display()))
        }
        Error::Read { path, .. } => {
            let source = path.with_extension("nido");
            (!path.exists() && source.is_file()).then(|| format!("did you mean `{}`?", source.display()))
        }
        Error::Bytecode { .. } => Some("`pvm run`, `dis`, `verify` and `inspect` take bytecode".to_owned()),
        Error::Decode { name, .. } if is_source(Path::new(name)) => {
            Some(format!("for source text it is `pvm check {name}`"))
        }
        _ => None,
    }
}

/// Writes mistakes and warnings to standard error.
fn say(diagnostics: &Diagnostics, format: MessageFormat) {
    let text = match format {
        MessageFormat::Human => diagnostics.render(colour()) + &conclusion(diagnostics),
        MessageFormat::Json => diagnostics.json(),
    };
    tell(&text);
}

/// A last line that counts the mistakes, if there are any, and says where to learn more.
fn conclusion(diagnostics: &Diagnostics) -> String {
    let Some(code) = diagnostics.first_error() else { return String::new() };
    let mistakes = match diagnostics.errors() {
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    };
    format!("{mistakes}; `pvm explain {code}` says more\n")
}

/// Says how a run failed, and gives the exit code for it.
fn report_failure(failure: &Failure, format: MessageFormat) -> Exit {
    let text = match format {
        MessageFormat::Human => failure.to_string(),
        // A failure holds only texts and numbers, which can always be written.
        MessageFormat::Json => serde_json::to_string(failure).unwrap_or_default(),
    };
    tell(&format!("{text}\n"));
    Exit::of_failure(failure)
}

/// The source files at a path: the file itself, or those in a folder and below, in order of their names.
fn source_files(path: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |path: &Path, error| Error::Read { path: path.to_owned(), error };
    if !fs::metadata(path).map_err(|error| unreadable(path, error))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let (mut files, mut folders) = (Vec::new(), vec![path.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, error))? {
            let path = entry.map_err(|error| unreadable(&folder, error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "nido") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
