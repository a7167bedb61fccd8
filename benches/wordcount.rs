//! The example that counts words on a text of 50 MB, against the same program in CPython: whole processes, run in turn,
//! compared by ratio. `cargo bench --bench wordcount`; needs `python3`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;
use std::{fs, io};

const BYTES: usize = 50_000_000;
const ROUNDS: usize = 7;

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> io::Result<()> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pvm = Path::new(env!("CARGO_BIN_EXE_pvm"));
    let text = large_text(&pvm.with_file_name("bench-words.txt"))?;
    let ours = || {
        let mut command = Command::new(pvm);
        command.args(["run", "--allow-all"]).arg(repository.join("examples/wordcount.nido")).arg(&text);
        command
    };
    let theirs = || {
        let mut command = Command::new("python3");
        command.arg(repository.join("benches/peers/python/wordcount.py")).arg(&text);
        command
    };
    if run(ours())?.1 != run(theirs())?.1 {
        return Err(io::Error::other("the two programs print different things, so there is nothing to compare"));
    }
    let mut ratios = Vec::with_capacity(ROUNDS);
    for round in 1..=ROUNDS {
        let (ours, theirs) = (run(ours())?.0, run(theirs())?.0);
        println!("round {round}: pvm {ours:.3} s, CPython {theirs:.3} s");
        ratios.push(ours / theirs);
    }
    ratios.sort_by(f64::total_cmp);
    println!("ratio {:.3}, from {:.3} to {:.3}", ratios[ROUNDS / 2], ratios[0], ratios[ROUNDS - 1]);
    Ok(())
}

/// Seconds of a whole process, and what it printed.
fn run(mut command: Command) -> io::Result<(f64, Vec<u8>)> {
    let started = Instant::now();
    let output = command.stderr(Stdio::inherit()).output()?;
    match output.status.success() {
        true => Ok((started.elapsed().as_secs_f64(), output.stdout)),
        false => Err(io::Error::other(format!("{command:?} failed"))),
    }
}

/// A file of words, some common and some rare, made once.
fn large_text(path: &Path) -> io::Result<PathBuf> {
    if fs::metadata(path).is_ok_and(|found| found.len() as usize >= BYTES) {
        return Ok(path.to_owned());
    }
    let mut text = String::with_capacity(BYTES + 100);
    let mut state = 88_172_645_463_325_252u64;
    while text.len() < BYTES {
        // Marsaglia's xorshift (Journal of Statistical Software, 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let number = if state & 3 == 0 { state >> 8 & 0xffff } else { state >> 8 & 0xff };
        text.push_str(&format!("word{number:x}"));
        text.push(if state >> 40 & 15 == 0 { '\n' } else { ' ' });
    }
    text.push('\n');
    fs::write(path, text)?;
    Ok(path.to_owned())
}
