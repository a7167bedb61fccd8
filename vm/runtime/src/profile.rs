//! Where a guest spends its time: what it is doing is counted at moments that lie equally far apart. The ticker rings at
//! such a moment, and the next safepoint counts; one that comes late counts for all the moments that have gone by.
#![forbid(unsafe_code)]

use crate::frame::Position;
use crate::requests::Requests;
use crate::ticker::{Alarm, alarm};
use pvm_bytecode::FunctionId;
use rustc_hash::FxHashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a guest is doing in a call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Doing {
    Function(FunctionId),
    /// The collector works for what the caller wants to allocate.
    Collecting,
}

/// Calls that were under way at moments that have been counted: a tree, in which the callers stand above.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    calls: Vec<Call>,
    /// Where a call stands, by its caller and what it does.
    known: FxHashMap<(Option<u32>, Doing), u32>,
    /// By position, how many moments found the guest in the function itself, not in what it calls.
    places: FxHashMap<Position, u64>,
}

/// A call, or all calls of a function from the same calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Call {
    /// Its number in the list of calls, which is less than that of the call itself; none for the outermost.
    pub caller: Option<u32>,
    pub doing: Doing,
    /// How many moments found the guest here, and in nothing that is called from here.
    pub moments: u64,
}

/// No more calls are told apart: what is called from a known one then counts for that.
const MOST_CALLS: usize = 1 << 20;

/// Of a deep stack so many calls are told apart, the outermost ones.
const DEEPEST: usize = 1 << 10;

impl Samples {
    /// The calls; callers come first.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// By position, how many moments found the guest there.
    pub fn places(&self) -> impl Iterator<Item = (Position, u64)> + '_ {
        self.places.iter().map(|(position, moments)| (*position, *moments))
    }

    /// Counts so many moments for what is under way: frames, the outermost first, and what is done above them.
    fn add(&mut self, frames: impl Iterator<Item = Position>, above: Option<Doing>, moments: u64) {
        let (mut call, mut last, mut depth) = (None, None, 0);
        for position in frames {
            last = Some(position);
            depth += 1;
            if depth <= DEEPEST {
                call = self.below(call, Doing::Function(position.function));
            }
        }
        if let Some(doing) = above {
            call = self.below(call, doing);
            last = match doing {
                Doing::Function(function) => Some(Position { function, op: 0 }),
                Doing::Collecting => last,
            };
        }
        if let Some(call) = call {
            self.calls[call as usize].moments += moments;
        }
        if let Some(position) = last {
            *self.places.entry(position).or_default() += moments;
        }
    }

    /// What a caller calls, or itself if no more is told apart.
    fn below(&mut self, caller: Option<u32>, doing: Doing) -> Option<u32> {
        if let Some(call) = self.known.get(&(caller, doing)) {
            return Some(*call);
        }
        if self.calls.len() == MOST_CALLS {
            return caller;
        }
        let call = self.calls.len() as u32;
        self.calls.push(Call { caller, doing, moments: 0 });
        self.known.insert((caller, doing), call);
        Some(call)
    }
}

/// Takes the samples of one guest.
pub struct Sampler {
    interval: Duration,
    /// The next moment to count, and what rings then, while the guest runs.
    next: Option<(Instant, Alarm)>,
    samples: Samples,
}

impl Sampler {
    /// With so much time, which is not none, between two moments.
    pub fn new(interval: Duration) -> Self {
        Self { interval: interval.max(Duration::from_nanos(1)), next: None, samples: Samples::default() }
    }

    pub fn samples(&self) -> &Samples {
        &self.samples
    }

    /// The guest begins to run.
    pub fn start(&mut self, requests: &Arc<Requests>) {
        self.wait_until(Instant::now().checked_add(self.interval), requests);
    }

    /// It has come back.
    pub fn stop(&mut self) {
        self.next = None;
    }

    /// Counts the moments that have gone by for what is under way, see [`Samples`].
    pub fn look(&mut self, requests: &Arc<Requests>, frames: impl Iterator<Item = Position>, above: Option<Doing>) {
        let Some((next, _)) = &self.next else { return };
        let next = *next;
        let Some(late) = Instant::now().checked_duration_since(next) else { return };
        // No run is so long, nor an interval so short, that there is no room for the number.
        let moments = (late.as_nanos() / self.interval.as_nanos() + 1) as u64;
        self.samples.add(frames, above, moments);
        let further = (self.interval.as_nanos() as u64).saturating_mul(moments);
        self.wait_until(next.checked_add(Duration::from_nanos(further)), requests);
    }

    fn wait_until(&mut self, next: Option<Instant>, requests: &Arc<Requests>) {
        self.next = next.map(|next| (next, alarm(next, requests)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(functions: &[u32]) -> impl Iterator<Item = Position> {
        functions.iter().map(|function| Position { function: FunctionId(*function), op: 7 })
    }

    #[test]
    fn calls_from_the_same_calls_are_counted_together() {
        let mut samples = Samples::default();
        samples.add(stack(&[0, 1]), None, 2);
        samples.add(stack(&[0, 1, 1]), None, 3);
        samples.add(stack(&[0]), Some(Doing::Function(FunctionId(1))), 5);
        samples.add(stack(&[0, 1]), Some(Doing::Collecting), 1);
        let call = |caller, function, moments| Call { caller, doing: Doing::Function(FunctionId(function)), moments };
        let collecting = Call { caller: Some(1), doing: Doing::Collecting, moments: 1 };
        assert_eq!(samples.calls(), [call(None, 0, 0), call(Some(0), 1, 7), call(Some(1), 1, 3), collecting]);
        let mut places: Vec<_> = samples.places().map(|(at, moments)| (at.op, moments)).collect();
        places.sort_unstable();
        assert_eq!(places, [(0, 5), (7, 6)]);
    }

    #[test]
    fn a_deep_stack_counts_for_a_call_that_is_told_apart() {
        let mut samples = Samples::default();
        samples.add(stack(&[3; 3 * DEEPEST]), None, 4);
        assert_eq!(samples.calls().len(), DEEPEST);
        assert_eq!(samples.calls()[DEEPEST - 1].moments, 4);
    }

    #[test]
    fn who_looks_late_counts_all_moments_that_have_gone_by() {
        let requests = Arc::default();
        let mut sampler = Sampler::new(Duration::from_millis(1));
        sampler.look(&requests, stack(&[0]), None);
        assert_eq!(sampler.samples().calls(), [], "the guest doesn't run");
        let started = Instant::now();
        sampler.start(&requests);
        std::thread::sleep(Duration::from_millis(20));
        sampler.look(&requests, stack(&[0]), None);
        let most = started.elapsed().as_millis() as u64;
        let moments = sampler.samples().calls()[0].moments;
        assert!((20..=most).contains(&moments), "{moments} of at most {most}");
        std::thread::sleep(Duration::from_millis(2));
        sampler.stop();
        sampler.look(&requests, stack(&[0]), None);
        assert_eq!(sampler.samples().calls()[0].moments, moments, "nor does it now");
    }
}
