//! The measuring itself. Engines run in turn, sample by sample, so that whatever else the machine does meets them alike.

use std::time::{Duration, Instant};

use pvm::measure::{steady, warm_up};

use super::check::Ending;
use super::engine::Mode;
use super::item::{Failed, Subject};

/// What was measured of one item in one engine.
pub struct Measured<'m> {
    pub mode: &'m Mode,
    /// From the source text to a verified program.
    pub compiling: Duration,
    /// The item's runs before the steady state, and how long they took.
    pub warm_up: (usize, f64),
    /// Seconds of a run, one for each sample. The samples of the engines were taken in turn.
    pub samples: Vec<f64>,
    /// How many runs the samples hold together.
    pub iterations: u64,
}

/// No more samples than this, and no fewer, however long a run takes.
const MOST: f64 = 40.0;
const FEWEST: f64 = 5.0;

/// So many runs of the warm-up are remembered: beyond these only compiled code could still change, which is late enough.
const REMEMBERED: usize = 10_000;

/// Measures one item in every engine for about the given time each.
pub fn in_turn<'m>(subjects: Vec<(&'m Mode, Subject)>, time: Duration) -> Result<Vec<Measured<'m>>, Failed> {
    let warming = time.as_secs_f64() / 3.0;
    let measuring = time.as_secs_f64() - warming;
    let mut ready = Vec::new();
    for (mode, mut subject) in subjects {
        let first = warm(&mut subject, warming)?;
        let before = warm_up(&first);
        let run = steady(&first).unwrap_or_default().max(1e-9);
        let measured = Measured {
            mode,
            compiling: subject.compiling,
            warm_up: (before, first[..before].iter().sum()),
            samples: Vec::new(),
            iterations: 0,
        };
        ready.push((subject, measured, run));
    }
    let slowest = ready.iter().map(|(_, _, run)| *run).fold(0.0, f64::max);
    let samples = (measuring / slowest).clamp(FEWEST, MOST);
    for _ in 0..samples as usize {
        for (subject, measured, run) in &mut ready {
            let batch = (measuring / samples / *run).max(1.0) as u64;
            let taken = runs(subject, batch)?;
            measured.samples.push(taken / batch as f64);
            measured.iterations += batch;
        }
    }
    Ok(ready.into_iter().map(|(_, measured, _)| measured).collect())
}

/// Runs until the time is over, at least twice; gives what each run took. Each must do what the first did.
fn warm(subject: &mut Subject, seconds: f64) -> Result<Vec<f64>, Failed> {
    let started = Instant::now();
    let mut times = Vec::new();
    let mut first: Option<Ending> = None;
    while times.len() < 2 || started.elapsed().as_secs_f64() < seconds {
        let run = Instant::now();
        let code = subject.run()?;
        if times.len() < REMEMBERED {
            times.push(run.elapsed().as_secs_f64());
        }
        let ending = subject.ending(code);
        match &first {
            Some(first) if !first.agrees(&ending) => {
                return Err(Failed::Changed { first: first.describe(), later: ending.describe() });
            }
            Some(_) => {}
            None => first = Some(ending),
        }
    }
    Ok(times)
}

/// Seconds that so many runs take.
fn runs(subject: &mut Subject, count: u64) -> Result<f64, Failed> {
    let started = Instant::now();
    let mut code = 0;
    for _ in 0..count {
        code = subject.run()?;
    }
    let taken = started.elapsed().as_secs_f64();
    // What was printed has been compared in the warm-up, and must not pile up.
    subject.ending(code);
    Ok(taken)
}
