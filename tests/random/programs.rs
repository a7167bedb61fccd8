//! Generated programs compile, and do the same in every way of running them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pvm::Engine;
use pvm_bytecode::op;
use pvm_properties::{Ways, program, seeds};

const PROGRAMS: usize = 100;

/// What each of them is given.
const GIVEN: Range<u64> = 0..3;

/// Instructions that the compiler makes of no program: it has no need of them.
const UNUSED: [&str; 4] = ["i64.narrow8_s", "i64.narrow16_s", "i64.narrow32_s", "f64.round_f32"];

/// What some of the programs have shown.
#[derive(Default)]
struct Seen {
    /// The instructions that they use.
    used: BTreeSet<&'static str>,
    /// How many runs returned.
    returned: usize,
}

#[test]
fn generated_programs_do_the_same_in_every_mode() {
    let sources: Vec<String> = seeds(PROGRAMS).map(|bytes| program(&bytes)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut seen = Seen::default();
        while let Some(source) = sources.get(next.fetch_add(1, Ordering::Relaxed)) {
            look(source, &mut seen);
        }
        seen
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let all = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker ends")).collect::<Vec<_>>()
    });
    let returned: usize = all.iter().map(|seen| seen.returned).sum();
    let used: BTreeSet<&str> = all.into_iter().flat_map(|seen| seen.used).collect();
    // Both ends are worth comparing.
    let runs = PROGRAMS * GIVEN.count();
    assert!((runs / 3..runs * 9 / 10).contains(&returned), "{returned} of {runs} returned");
    let all = op::TABLE.iter().map(|row| row.mnemonic);
    let missing: Vec<_> = all.filter(|name| !used.contains(name) && !UNUSED.contains(name)).collect();
    println!("{} of {} instructions are used; not {missing:?}", used.len(), op::TABLE.len());
    assert!(missing.len() <= 3, "generated programs don't use {missing:?}");
}

fn look(source: &str, seen: &mut Seen) {
    let program = match Engine::new().compile_text("generated.nido", source) {
        Ok(program) => program,
        Err(error) => panic!("{error}\n{source}"),
    };
    let module = pvm_bytecode::read(&program.bytes()).expect("what was written is read");
    seen.used.extend(module.functions.iter().flat_map(|function| &function.ops).map(|op| op.row().mnemonic));
    let run = || {
        let ways = Ways::of(&program);
        GIVEN.map(|given| ways.agree(given)).filter(|agreement| agreement.agreed.trap.is_none()).count()
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(returned) => seen.returned += returned,
        Err(_) => panic!("the ways to run this differ:\n{source}"),
    }
}
