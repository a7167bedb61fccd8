//! When a compiler is asked for a function.

use crate::script::Script;
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Progress, Report, Tier, Unit};
use std::sync::{Arc, Mutex};

/// A compiler that never comes to an end, and notes what it is asked for.
#[derive(Clone, Default, Debug)]
struct Asked(Arc<Mutex<Vec<(Unit, Cause)>>>);

// SAFETY: it gives nothing.
unsafe impl Tier for Asked {
    fn threshold(&self) -> Option<u32> {
        Some(1000)
    }

    fn at_hand(&self, _: &Arc<Program>, _: Unit) -> Option<Progress> {
        None
    }

    fn compile(&self, _: &Arc<Program>, unit: Unit, cause: Cause) -> Progress {
        self.0.lock().expect("nobody panics").push((unit, cause));
        Progress::Waiting
    }

    fn report(&self) -> Vec<Report> {
        Vec::new()
    }

    fn finish(&self) {}
}

#[test]
fn a_function_that_waits_and_is_hot_for_its_loops_is_asked_for_at_each_call() {
    let asked = Asked::default();
    let script = Script::with_tier(
        "export \"count\" $count as \"fn(int) -> int\"
        function $count ($n: i64) -> i64 {
          jump round
        round:
          local.get $n
          i64.const 0
          i64.gt_s
          branch again done
        again:
          local.get $n
          i64.const 1
          i64.sub
          local.set $n
          jump round
        done:
          local.get $n
          return
        }",
        Arc::new(asked.clone()),
    );
    script.int("count", &[100_000]);
    asked.0.lock().expect("nobody panics").clear();
    for _ in 0..5 {
        script.int("count", &[1]);
    }
    let asked = asked.0.lock().expect("nobody panics");
    let whole = asked.iter().filter(|(unit, _)| unit.from.is_none());
    assert_eq!(whole.map(|(_, cause)| *cause).collect::<Vec<_>>(), [Cause::Rounds; 5]);
}
