//! Runs the command and says what was expected of it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

/// A program with a function that is called often and a loop that goes many rounds. It prints 215015.
pub const HOT: &str = "\
fn step(n: int) -> int {
    if n % 2 == 0 { n / 2 } else { 3 * n + 1 }
}

fn main() {
    var steps = 0
    for n in 1..3000 {
        var at = n
        while at != 1 {
            at = step(at)
            steps += 1
        }
    }
    println(steps)
}
";

/// A call of the command that has yet to run.
pub struct Call {
    command: Command,
    input: Vec<u8>,
}

pub fn pvm(arguments: &[&str]) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pvm"));
    command.args(arguments).env("NO_COLOR", "1").env_remove("PVM_JIT");
    Call { command, input: Vec::new() }
}

impl Call {
    pub fn with_input(mut self, input: &str) -> Self {
        self.input = input.into();
        self
    }

    pub fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn run(mut self) -> Ended {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // A program that doesn't read its input may be gone already.
        let _ = child.stdin.take().expect("standard input is piped").write_all(&self.input);
        Ended { call: format!("{:?}", self.command), output: child.wait_with_output().expect("the command ends") }
    }

    pub fn prints(self, text: &str) -> Ended {
        self.run().prints(text)
    }

    pub fn says(self, text: &str) -> Ended {
        self.run().says(text)
    }

    pub fn says_out(self, text: &str) -> Ended {
        self.run().says_out(text)
    }

    pub fn exits(self, code: i32) -> Ended {
        self.run().exits(code)
    }
}

/// What a call did.
pub struct Ended {
    call: String,
    output: Output,
}

impl Ended {
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.output.stdout).into_owned()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    pub fn code(&self) -> i32 {
        self.output.status.code().expect("the command ended by itself")
    }

    /// Exactly this stands on standard output.
    pub fn prints(self, text: &str) -> Self {
        assert_eq!(self.stdout(), text, "{}\n{}", self.call, self.stderr());
        self
    }

    /// This stands somewhere on standard error.
    pub fn says(self, text: &str) -> Self {
        assert!(self.stderr().contains(text), "{}\nlacks {text:?}:\n{}", self.call, self.stderr());
        self
    }

    /// This stands somewhere on standard output.
    pub fn says_out(self, text: &str) -> Self {
        assert!(self.stdout().contains(text), "{}\nlacks {text:?}:\n{}\n{}", self.call, self.stdout(), self.stderr());
        self
    }

    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.output.status.code(), Some(code), "{}\n{}\n{}", self.call, self.stdout(), self.stderr());
        self
    }
}

/// A folder that goes when it is dropped.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("pvm-test-{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir(&path).expect("a folder of its own");
        Self(path)
    }

    pub fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a path of text").to_owned()
    }

    /// Writes a file and gives its path.
    pub fn write(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        fs::write(self.0.join(name), contents).expect("a file can be written");
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left behind in the folder for temporary files harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
