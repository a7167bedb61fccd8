//! A progress bar on standard error: only on a terminal, and only once the work has taken a moment.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Who waits no longer than this wants no bar.
const MOMENT: Duration = Duration::from_millis(300);

/// How far a command is.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    pub fn new(steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now() }
    }

    /// What is being done.
    pub fn now_at(&mut self, what: &str) {
        if self.bar.is_hidden() && self.started.elapsed() >= MOMENT {
            // Draws nothing where standard error is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(what.to_owned());
    }

    pub fn step(&self) {
        self.bar.inc(1);
    }

    /// Does what writes to standard error, without the bar in its way.
    pub fn aside<R>(&self, action: impl FnOnce() -> R) -> R {
        self.bar.suspend(action)
    }

    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}
