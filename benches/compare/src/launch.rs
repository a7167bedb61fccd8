//! Running a process and taking its time and its peak of memory.
//!
//! The kernel counts what a process held before it became another program, so a child of a large process seems large
//! itself. Hence this command starts itself anew as a small launcher, which starts the program, waits for it and tells.

use std::io::Read;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;
use std::{env, thread};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use wait4::Wait4;

/// What one run of a process came to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Run {
    /// On the clock, from before its start to its end.
    pub seconds: f64,
    /// The most memory that it held at once.
    pub peak_bytes: u64,
    pub output: String,
    /// Seconds of each iteration, as the program itself tells.
    pub iterations: Vec<f64>,
}

/// What the launcher tells.
#[derive(Serialize, Deserialize)]
struct Told {
    seconds: f64,
    peak_bytes: u64,
    success: bool,
    output: String,
    error: String,
}

/// The word that makes this command the launcher.
const LAUNCH: &str = "--launch-this";

/// The command to launch, if this process is the launcher.
pub fn words_to_launch() -> Option<Vec<String>> {
    let mut arguments = env::args().skip(1);
    (arguments.next()? == LAUNCH).then(|| arguments.collect())
}

/// Runs a command and tells about it on standard output.
pub fn launch(words: &[String]) -> ExitCode {
    match observe(words).and_then(|told| Ok(serde_json::to_string(&told)?)) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn observe(words: &[String]) -> Result<Told> {
    let [command, arguments @ ..] = words else { bail!("there is no command to launch") };
    let started = Instant::now();
    let mut child = Command::new(command)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {command}"))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let reader = thread::spawn(move || read(stderr));
    let output = read(stdout)?;
    let error = reader.join().unwrap_or_else(|_| Ok(String::new()))?;
    let ended = child.wait4()?;
    Ok(Told {
        seconds: started.elapsed().as_secs_f64(),
        peak_bytes: ended.rusage.maxrss,
        success: ended.status.success(),
        output,
        error,
    })
}

fn read(pipe: Option<impl Read>) -> Result<String> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Runs a program of the suite by its command.
pub fn run(words: &[String]) -> Result<Run> {
    let own = env::current_exe().context("cannot find this command's own file")?;
    let output = Command::new(own).arg(LAUNCH).args(words).output().context("cannot start the launcher")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let told: Told = serde_json::from_slice(&output.stdout).context("cannot read what the launcher tells")?;
    if !told.success {
        bail!("{} failed: {}", words.join(" "), told.error.trim());
    }
    let iterations = iterations(&told.error).with_context(|| format!("the standard error of {}", words.join(" ")))?;
    Ok(Run { seconds: told.seconds, peak_bytes: told.peak_bytes, output: told.output, iterations })
}

/// The times in the lines `iteration K MICROSECONDS`, in seconds. The clock's step is a microsecond, so none is shorter.
fn iterations(text: &str) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for line in text.lines().filter(|line| line.starts_with("iteration ")) {
        let mut words = line.split_whitespace().skip(1);
        let number = words.next().and_then(|word| word.parse::<usize>().ok());
        let time = words.next().and_then(|word| word.parse::<f64>().ok()).filter(|time| time.is_finite());
        match (number, time) {
            (Some(number), Some(time)) if number == times.len() + 1 => times.push(time.max(1.0) / 1e6),
            _ => bail!("has the line `{line}` where `iteration {} MICROSECONDS` is expected", times.len() + 1),
        }
    }
    if times.is_empty() {
        bail!("has no line `iteration 1 MICROSECONDS`");
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_from_among_other_lines() {
        let text = "a warning\niteration 1 2500000\niteration 2 0\n";
        assert_eq!(iterations(text).expect("the form is right"), [2.5, 1e-6]);
    }

    #[test]
    fn lines_out_of_order_are_named() {
        let said = |text| iterations(text).expect_err("the form is wrong").to_string();
        assert!(said("iteration 2 10\n").contains("iteration 2 10"));
        assert!(said("iteration 1 many\n").contains("iteration 1 many"));
        assert!(said("144\n").contains("no line"));
    }

    #[test]
    fn a_process_is_observed() {
        let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let told = observe(&words(&["sh", "-c", "echo out; echo err >&2; exit 3"])).expect("there is a shell");
        assert_eq!((told.output.as_str(), told.error.as_str(), told.success), ("out\n", "err\n", false));
        assert!(told.peak_bytes > 0 && told.seconds > 0.0);
        assert!(observe(&words(&["no-such-command-as-this"])).is_err());
    }
}
