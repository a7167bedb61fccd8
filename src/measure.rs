//! What repeated runs took, and what that says: the median, how far the values spread, where the warm-up ends. `pvm bench`
//! and the comparison with other languages' engines read their samples in the same way, and find the suite in the same
//! file.

mod suite;

use serde::{Deserialize, Serialize};

pub use suite::{SuiteProgram, suite};

/// A median and the range that the middle four fifths of the values lie in. Of two or three values that is nearly all of
/// them; of many, the odd interruption is left out.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Spread {
    /// The tenth percentile.
    pub low: f64,
    pub median: f64,
    /// The ninetieth percentile.
    pub high: f64,
}

impl Spread {
    /// None of no values.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().checked_sub(1)? as f64;
        // Between two neighbours a percentile is taken to lie on the straight line.
        let percentile = |share: f64| {
            let place = share * last;
            let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        Some(Self { low: percentile(0.1), median: percentile(0.5), high: percentile(0.9) })
    }
}

/// The mean of ratios: the one that gives the same answer whichever way round they are taken. None of no values.
pub fn geometric_mean(ratios: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0);
    for ratio in ratios {
        sum += ratio.ln();
        count += 1;
    }
    (count > 0).then(|| (sum / f64::from(count)).exp())
}

/// The time of one iteration once a process has warmed up: the median of the later half. None of no iterations.
pub fn steady(iterations: &[f64]) -> Option<f64> {
    Spread::of(&iterations[iterations.len() / 2..]).map(|spread| spread.median)
}

/// How many iterations come before the steady state: up to the first three in a row of which the middle one is no more
/// than a fifth slower than what they settle at.
pub fn warm_up(iterations: &[f64]) -> usize {
    const NEAR: f64 = 1.2;
    let Some(steady) = steady(iterations) else { return 0 };
    let settled = |three: &[f64]| Spread::of(three).is_some_and(|spread| spread.median <= steady * NEAR);
    iterations.windows(3.min(iterations.len())).position(settled).unwrap_or(iterations.len() / 2)
}

/// A time as a person reads it: three digits and a unit.
pub fn show_time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        _ if seconds < 1e-6 => (seconds * 1e9, "ns"),
        _ if seconds < 1e-3 => (seconds * 1e6, "µs"),
        _ if seconds < 1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    format!("{} {unit}", show_number(value))
}

/// A number with three digits that count: 0.123, 1.23, 12.3, 123, 1234.
pub fn show_number(value: f64) -> String {
    let decimals = match value.abs() {
        size if size < 1.0 => 3,
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_leaves_out_what_is_rare() {
        assert_eq!(Spread::of(&[]), None);
        assert_eq!(Spread::of(&[2.0]), Some(Spread { low: 2.0, median: 2.0, high: 2.0 }));
        let hundred: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert_eq!(Spread::of(&hundred), Some(Spread { low: 10.0, median: 50.0, high: 90.0 }));
        assert_eq!(Spread::of(&[1.0, 4.0]).map(|spread| spread.median), Some(2.5));
    }

    #[test]
    fn ratios_and_their_reciprocals_have_reciprocal_means() {
        assert_eq!(geometric_mean([]), None);
        assert_eq!(geometric_mean([4.0, 1.0]), Some(2.0));
        assert_eq!(geometric_mean([0.25, 1.0]), Some(0.5));
    }

    #[test]
    fn warm_up_ends_where_times_settle() {
        assert_eq!(warm_up(&[]), 0);
        assert_eq!(warm_up(&[5.0]), 0);
        assert_eq!(warm_up(&[1.0; 9]), 0);
        assert_eq!(warm_up(&[9.0, 9.0, 3.0, 1.0, 1.05, 1.0, 1.0, 1.0]), 2, "the middle of 3, 1, 1.05 is near 1");
        assert_eq!(warm_up(&[9.0, 1.0, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), 3, "one fast iteration is none yet");
        assert_eq!(
            warm_up(&[1.3, 1.3, 1.15, 1.15, 1.0, 1.0, 1.0, 1.0]),
            1,
            "the middle of 1.3, 1.15, 1.15 is near enough"
        );
    }

    #[test]
    fn the_steady_state_is_that_of_the_later_half() {
        assert_eq!(steady(&[]), None);
        assert_eq!(steady(&[7.0]), Some(7.0));
        assert_eq!(steady(&[9.0, 9.0, 9.0, 1.0, 2.0, 3.0]), Some(2.0));
    }

    #[test]
    fn numbers_have_three_digits() {
        assert_eq!(show_time(0.000_000_042_35), "42.4 ns");
        assert_eq!(show_time(0.001_5), "1.50 ms");
        assert_eq!(show_time(12.0), "12.0 s");
        assert_eq!(show_number(1234.4), "1234");
        assert_eq!(show_number(0.5), "0.500");
    }
}
