//! What a golden program says of itself, in comments beside the lines that do it:
//!
//! - `//> text`: a line of standard output; `//err> text`: a line of standard error, warnings left out;
//! - `//trap> text`: a line of the trap's message, whose first may say more behind a colon, and `//at> function
//!   line:column` a frame of its backtrace, innermost first (some leading frames are enough);
//! - `//exit> code`: the exit code, when it follows from nothing else;
//! - `//flags> …`, `//args> …`: what stands before and after the file on the command line; `//in> text`: a line of
//!   standard input.

use std::process::Output;

#[derive(Default)]
pub struct Expectation {
    stdout: Vec<String>,
    stderr: Vec<String>,
    trap: Vec<String>,
    frames: Vec<String>,
    exit: Option<i32>,
    pub flags: Vec<String>,
    pub arguments: Vec<String>,
    pub input: String,
}

impl Expectation {
    pub fn read(source: &str) -> Self {
        let mut expected = Self::default();
        for line in source.lines() {
            // The last marker of the line counts, so that a program may print a marker itself.
            let Some((at, marker)) = MARKERS.iter().filter_map(|m| Some((line.rfind(m)?, m))).max() else { continue };
            let rest = &line[at + marker.len()..];
            let text = rest.strip_prefix(' ').unwrap_or(rest).to_owned();
            match *marker {
                "//>" => expected.stdout.push(text),
                "//err>" => expected.stderr.push(text),
                "//trap>" => expected.trap.push(text),
                "//at>" => expected.frames.push(text),
                "//exit>" => expected.exit = Some(text.trim().parse().expect("an exit code")),
                "//flags>" => expected.flags.extend(words(&text)),
                "//args>" => expected.arguments.extend(words(&text)),
                _ => expected.input.extend([&text, "\n"]),
            }
        }
        expected
    }

    /// What is wrong with the output, if anything.
    pub fn mistakes(&self, output: &Output) -> Option<String> {
        let mut wrong = String::new();
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        compare("standard output", &self.stdout, &stdout.lines().collect::<Vec<_>>(), &mut wrong);
        let said: Vec<&str> = stderr.lines().collect();
        if !self.trap.is_empty() {
            let mut message: Vec<&str> = said
                .iter()
                .skip_while(|line| !line.starts_with("trap: "))
                .take_while(|line| !line.starts_with("  at "))
                .map(|line| line.strip_prefix("trap: ").unwrap_or(line))
                .collect();
            if let (Some(said), Some(cause)) = (message.first_mut(), self.trap.first())
                && said.strip_prefix(cause.as_str()).is_some_and(|more| more.starts_with(": "))
            {
                *said = cause;
            }
            compare("trap", &self.trap, &message, &mut wrong);
            let frames: Vec<String> = said.iter().filter_map(|line| frame(line)).take(self.frames.len()).collect();
            compare("backtrace", &self.frames, &frames, &mut wrong);
        }
        for line in self.stderr.iter().filter(|line| !said.iter().any(|said| said.contains(line.as_str()))) {
            wrong += &format!("  standard error lacks: {line}\n");
        }
        let code = self.exit.unwrap_or(if self.trap.is_empty() { 0 } else { 122 });
        let memory = self.trap.first().is_some_and(|trap| trap.starts_with("out of memory"));
        let code = if memory && self.exit.is_none() { 137 } else { code };
        if output.status.code() != Some(code) {
            wrong += &format!("  exit: expected {code}, got {}\n", output.status);
        }
        (!wrong.is_empty()).then(|| format!("{wrong}  standard error was:\n{stderr}"))
    }
}

const MARKERS: &[&str] = &["//>", "//err>", "//trap>", "//at>", "//exit>", "//flags>", "//args>", "//in>"];

/// Splits at spaces; a word in double quotes may hold some.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split('"').enumerate();
    parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    })
}

/// `  at inner (path/file.nido:2:8)` as `inner 2:8`.
fn frame(line: &str) -> Option<String> {
    let (function, place) = line.strip_prefix("  at ")?.split_once(" (")?;
    let mut parts = place.strip_suffix(')')?.rsplitn(3, ':');
    let (column, line) = (parts.next()?, parts.next()?);
    Some(format!("{function} {line}:{column}"))
}

fn compare<A: AsRef<str>, B: AsRef<str>>(what: &str, expected: &[A], got: &[B], wrong: &mut String) {
    for index in 0..expected.len().max(got.len()) {
        let (expected, got) = (expected.get(index).map(A::as_ref), got.get(index).map(B::as_ref));
        if expected != got {
            *wrong += &format!("  {what}, line {}:\n    expected {expected:?}\n    got      {got:?}\n", index + 1);
            return;
        }
    }
}
