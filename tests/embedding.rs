//! The crate as a program that embeds it uses it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use pvm::compiled::{Hot, State};
use pvm::{Engine, Error, Grant, Host, Limits, Outcome, Streams, Tiering, TrapKind};

fn start<T: Send + 'static>(text: &str, host: &Host<T>, limits: Limits, data: T) -> pvm::Result<pvm::Vm<T>> {
    let engine = Engine::new();
    engine.start(&engine.compile_text("embedded", text)?, host, limits, data)
}

fn plain(text: &str) -> pvm::Vm<()> {
    start(text, &Host::new(), Limits::default(), ()).expect("it starts")
}

#[test]
fn values_of_every_type_cross_as_they_are() {
    let mut vm = plain(
        "pub fn all(a: int, b: float, c: bool, d: char, e: string) -> string {\n    \"{a} {b} {c} {d} {e}\"\n}\n\n\
         pub fn negate(b: bool) -> bool {\n    !b\n}\n\npub fn half(x: float) -> float {\n    x / 2.0\n}\n\n\
         pub fn next(c: char) -> char {\n    char(int(c) + 1)\n}\n\npub fn nothing() {\n}\n",
    );
    let all = vm.func::<fn(i64, f64, bool, char, String) -> String>("all").expect("the signature");
    let text = vm.call(&all, (-1, 2.5, true, 'é', "text".to_owned())).expect("it returns");
    assert_eq!(text, "-1 2.5 true é text");
    let negate = vm.func::<fn(bool) -> bool>("negate").expect("the signature");
    assert!(!vm.call(&negate, (true,)).expect("it returns"));
    let half = vm.func::<fn(f64) -> f64>("half").expect("the signature");
    assert_eq!(vm.call(&half, (5.0,)).expect("it returns"), 2.5);
    let next = vm.func::<fn(char) -> char>("next").expect("the signature");
    assert_eq!(vm.call(&next, ('a',)).expect("it returns"), 'b');
    let nothing = vm.func::<fn()>("nothing").expect("the signature");
    vm.call(&nothing, ()).expect("it returns");
}

#[test]
fn a_wrong_signature_is_told_with_both() {
    let vm = plain("pub fn f(n: int) -> int {\n    n\n}\n");
    let error = vm.func::<fn(f64) -> i64>("f").err().expect("another signature");
    assert_eq!(error.to_string(), "`f` is declared as `fn(int) -> int`, not as `fn(float) -> int`");
    let error = vm.func::<fn()>("g").err().expect("no such function");
    assert_eq!(error.to_string(), "the program exports no function `g`; it exports f");
    // A bool is no int, though both are stored alike.
    assert!(vm.func::<fn(bool) -> i64>("f").is_err());
}

#[test]
fn state_stays_between_calls() {
    let mut vm = plain("var total = 0\n\npub fn add(n: int) -> int {\n    total += n\n    total\n}\n");
    let add = vm.func::<fn(i64) -> i64>("add").expect("the signature");
    assert_eq!(vm.call(&add, (2,)).expect("it returns"), 2);
    assert_eq!(vm.call(&add, (40,)).expect("it returns"), 42);
}

#[test]
fn host_functions_see_the_hosts_data() {
    let host = Host::<Vec<String>>::new()
        .func("app.note", |notes: &mut Vec<String>, text: &str| notes.push(text.to_owned()))
        .func("app.count", |notes: &mut Vec<String>| notes.len() as i64)
        .func("scale", |_: &mut Vec<String>, by: f64, up: bool| if up { by * 2.0 } else { by / 2.0 });
    let text = "extern \"app\" fn note(text: string)\nextern \"app\" fn count() -> int\n\
                extern \"host\" fn scale(by: float, up: bool) -> float\n\n\
                pub fn work() -> float {\n    note(\"first\")\n    note(\"second\")\n    scale(float(count()), true)\n}\n";
    let mut vm = start(text, &host, Limits::default(), Vec::new()).expect("it starts");
    let work = vm.func::<fn() -> f64>("work").expect("the signature");
    assert_eq!(vm.call(&work, ()).expect("it returns"), 4.0);
    assert_eq!(vm.data().as_slice(), ["first", "second"]);
}

#[test]
fn a_host_that_lacks_a_function_is_told_which() {
    let text = "extern \"app\" fn ask(prompt: string) -> string\n\npub fn f() -> string {\n    ask(\"x\")\n}\n";
    let error = start(text, &Host::<()>::new(), Limits::default(), ()).err().expect("it can't be linked");
    assert!(error.to_string().contains("app.ask") && error.to_string().contains("fn(string) -> string"), "{error}");
    let wrong = Host::<()>::new().func("app.ask", |_: &mut (), n: i64| n);
    let error = start(text, &wrong, Limits::default(), ()).err().expect("it can't be linked");
    assert!(error.to_string().contains("fn(int) -> int"), "{error}");
}

#[test]
fn an_error_of_the_host_comes_back_out() {
    #[derive(Debug, PartialEq, thiserror::Error)]
    #[error("the shop is closed")]
    struct Closed;

    let host = Host::<()>::new().func("shop.price", |_: &mut (), _: &str| -> Result<f64, Closed> { Err(Closed) });
    let text =
        "extern \"shop\" fn price(of: string) -> float\n\npub fn total() -> float {\n    price(\"tea\") * 2.0\n}\n";
    let mut vm = start(text, &host, Limits::default(), ()).expect("it starts");
    let total = vm.func::<fn() -> f64>("total").expect("the signature");
    let Err(Error::Failed(failure)) = vm.call(&total, ()) else { panic!("the call fails") };
    assert_eq!(failure.kind, TrapKind::HostError);
    assert!(failure.message.contains("the shop is closed"), "{failure}");
    assert_eq!(failure.backtrace[0].function, "total");
    assert_eq!(failure.cause.as_ref().and_then(|cause| cause.downcast_ref()), Some(&Closed));
}

#[test]
fn a_panic_of_the_host_ends_the_guest_and_not_the_host() {
    let host = Host::<()>::new().func("bad", |_: &mut ()| -> i64 { panic!("a fault of the host") });
    let text = "extern \"host\" fn bad() -> int\n\npub fn f() -> int {\n    bad()\n}\n";
    let mut vm = start(text, &host, Limits::default(), ()).expect("it starts");
    let f = vm.func::<fn() -> i64>("f").expect("the signature");
    let Err(Error::Failed(failure)) = vm.call(&f, ()) else { panic!("the call fails") };
    assert_eq!(failure.kind, TrapKind::HostError);
}

#[test]
fn an_error_of_main_is_a_failure_and_the_guest_lives_on() {
    let text = "pub fn two() -> int {\n    2\n}\n\nfn main() -> Result<(), string> {\n    Err(\"no luck\")\n}\n";
    let mut vm = plain(text);
    let Ok(Outcome::Failed(failure)) = vm.run() else { panic!("main gives an error") };
    assert_eq!((failure.kind, failure.to_string()), (TrapKind::Uncaught, "error: no luck".to_owned()));
    assert!(!failure.is_denial());
    let two = vm.func::<fn() -> i64>("two").expect("the signature");
    assert_eq!(vm.call(&two, ()).expect("it returns"), 2);
}

#[test]
fn a_failure_for_want_of_a_grant_says_so() {
    let text =
        "import std.fs\n\nfn main() -> Result<(), fs.Error> {\n    println(fs.read_text(\"/a/b\")?)\n    Ok(())\n}\n";
    let Ok(Outcome::Failed(failure)) = plain(text).run() else { panic!("main gives an error") };
    assert!(failure.is_denial(), "{failure}");
    let text = "import std.fs\n\nfn main() {\n    let gone = fs.exists(\"/a/b\")\n    assert gone\n}\n";
    let Ok(Outcome::Failed(failure)) = plain(text).run() else { panic!("the assertion fails") };
    assert!(!failure.is_denial() && failure.to_string().contains("note: "), "{failure}");
}

#[test]
fn all_nouns_may_go_to_other_threads() {
    fn goes<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    is_shared::<(Engine, pvm::Program, Limits)>();
    goes::<(Host<Vec<String>>, pvm::Vm<Vec<String>>, Outcome, Error)>();
}

#[test]
fn limits_are_told_apart() {
    let endless = "fn main() {\n    loop {\n    }\n}\n";
    let kind = |text: &str, limits: Limits| {
        let host = Host::<()>::new().standard_streams().streams(|| Box::new(Sink::default()));
        match start(text, &host, limits, ()).and_then(|mut vm| vm.run()) {
            Ok(Outcome::Failed(failure)) => failure.kind,
            other => panic!("it fails: {other:?}"),
        }
    };
    assert_eq!(kind(endless, Limits::default().fuel(100_000)), TrapKind::OutOfFuel);
    assert_eq!(kind(endless, Limits::default().time(Duration::from_millis(20))), TrapKind::OutOfTime);
    let greedy =
        "fn main() {\n    let all: [string] = []\n    loop {\n        all.push(\"x\".repeat(1000))\n    }\n}\n";
    assert_eq!(kind(greedy, Limits::default().memory_mb(16)), TrapKind::OutOfMemory);
    let deep = "fn f(n: int) -> int {\n    f(n + 1) + 1\n}\n\nfn main() {\n    println(f(0))\n}\n";
    assert_eq!(kind(deep, Limits::default().stack_bytes(1 << 20)), TrapKind::StackOverflow);
    let chatty = "fn main() {\n    loop {\n        println(\"again\")\n    }\n}\n";
    assert_eq!(kind(chatty, Limits::default().output_bytes(1000)), TrapKind::OutputLimit);
}

#[test]
fn the_same_fuel_stops_at_the_same_place() {
    let text = "var steps = 0\n\nfn main() {\n    loop {\n        steps += 1\n    }\n}\n\npub fn count() -> int {\n    steps\n}\n";
    let count = |fuel| {
        let mut vm = start(text, &Host::<()>::new(), Limits::default().fuel(fuel), ()).expect("it starts");
        let Ok(Outcome::Failed(_)) = vm.run() else { panic!("it runs out") };
        let count = vm.func::<fn() -> i64>("count").expect("the signature");
        vm.call(&count, ()).expect("it returns")
    };
    assert_eq!(count(10_000), count(10_000));
    assert!(count(20_000) > count(10_000));
}

#[test]
fn nothing_is_granted_by_default() {
    let text = "import std.fs\n\npub fn size(path: string) -> int {\n    match fs.read_text(path) {\n        Ok(text) => text.len()\n        \
                Err(_) => -1\n    }\n}\n";
    let size = |host: Host<()>, path: &str| {
        let mut vm = start(text, &host, Limits::default(), ()).expect("it starts");
        let size = vm.func::<fn(String) -> i64>("size").expect("the signature");
        vm.call(&size, (path.to_owned(),)).expect("it returns")
    };
    let here = env!("CARGO_MANIFEST_DIR");
    assert_eq!(size(Host::new(), "/here/Cargo.toml"), -1);
    assert!(size(Host::new().grant(Grant::read(here, "/here")), "/here/Cargo.toml") > 100);
    assert_eq!(size(Host::new().grant(Grant::read(here, "/here")), "/here/../etc/passwd"), -1);
}

/// Streams that keep what is written.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Streams for Sink {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Ok(0)
    }

    fn write(&mut self, _: pvm::Stream, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").extend(bytes);
        Ok(bytes.len())
    }
}

#[test]
fn streams_can_be_caught() {
    let sink = Sink::default();
    let caught = sink.clone();
    let host = Host::<()>::new().streams(move || Box::new(caught.clone()));
    let mut vm = start("fn main() {\n    println(\"kept\")\n}\n", &host, Limits::default(), ()).expect("it starts");
    assert!(matches!(vm.run(), Ok(Outcome::Returned(0))));
    assert_eq!(*sink.0.lock().expect("nobody panicked"), b"kept\n");
}

#[test]
fn a_guest_may_move_to_another_thread() {
    let mut vm = plain("pub fn square(n: int) -> int {\n    n * n\n}\n");
    let square = vm.func::<fn(i64) -> i64>("square").expect("the signature");
    let result = std::thread::spawn(move || vm.call(&square, (12,)).expect("it returns")).join();
    assert_eq!(result.expect("the thread ends"), 144);
}

#[test]
fn many_guests_of_one_program_share_nothing() {
    let engine = Engine::new();
    let program = engine
        .compile_text("counter", "var n = 0\n\npub fn next() -> int {\n    n += 1\n    n\n}\n")
        .expect("it compiles");
    let host = Host::<()>::new();
    let mut guests: Vec<_> =
        (0..50).map(|_| engine.start(&program, &host, Limits::default(), ()).expect("it starts")).collect();
    for round in 1..=3 {
        for vm in &mut guests {
            let next = vm.func::<fn() -> i64>("next").expect("the signature");
            assert_eq!(vm.call(&next, ()).expect("it returns"), round);
        }
    }
}

#[test]
fn a_hot_function_is_compiled_in_the_background() {
    let text = "pub fn triple(n: int) -> int {\n    n * 3\n}\n";
    let program = Engine::new().tiering(Tiering::Auto).compile_text("hot", text).expect("it compiles");
    let mut vm = Engine::new().start(&program, &Host::new(), Limits::default(), ()).expect("it starts");
    let triple = vm.func::<fn(i64) -> i64>("triple").expect("the signature");
    let mut call = |often: i64| (0..often).for_each(|n| assert_eq!(vm.call(&triple, (n,)).expect("it returns"), n * 3));
    call(100);
    assert!(program.compiled().units.is_empty(), "it is not hot yet");
    call(1000);
    program.finish_compiling();
    let compiled = program.compiled();
    assert_eq!(compiled.units.len(), 1);
    assert_eq!(compiled.units[0].place.function, "triple");
    assert!(matches!(compiled.units[0].state, State::Compiled { .. }), "{compiled}");
    call(1000);
}

#[test]
fn code_is_kept_where_the_host_says() {
    let text = "pub fn triple(n: int) -> int {\n    n * 3\n}\n";
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::new().tiering(Tiering::Blocking).code_cache(folder.path().join("code"));
    let hot_after = |calls: i64| {
        let program = engine.compile_text("hot", text).expect("it compiles");
        let mut vm = engine.start(&program, &Host::new(), Limits::default(), ()).expect("it starts");
        let triple = vm.func::<fn(i64) -> i64>("triple").expect("the signature");
        (0..calls).for_each(|n| assert_eq!(vm.call(&triple, (n,)).expect("it returns"), n * 3));
        program.compiled().units.iter().map(|unit| unit.hot).collect::<Vec<_>>()
    };
    assert_eq!(hot_after(100), []);
    assert_eq!(hot_after(2000), [Hot::Calls]);
    assert_eq!(hot_after(1), [Hot::Kept]);
}

#[test]
fn guests_in_threads_share_what_is_compiled() {
    let text = "fn step(n: int) -> int {\n    if n % 2 == 0 { n / 2 } else { 3 * n + 1 }\n}\n\n\
                pub fn length(n: int) -> int {\n    var at = n\n    var steps = 0\n    while at != 1 {\n        \
                at = step(at)\n        steps += 1\n    }\n    steps\n}\n";
    let program = Engine::new().tiering(Tiering::Auto).compile_text("hot", text).expect("it compiles");
    let work = || {
        let mut vm = Engine::new().start(&program, &Host::new(), Limits::default(), ()).expect("it starts");
        let length = vm.func::<fn(i64) -> i64>("length").expect("the signature");
        (1..3000).map(|n| vm.call(&length, (n,)).expect("it returns")).sum::<i64>()
    };
    std::thread::scope(|scope| {
        let sums: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        sums.into_iter().for_each(|sum| assert_eq!(sum.join().expect("it ends"), 215_015));
    });
    program.finish_compiling();
    assert_eq!(program.compiled().totals.compiled, program.compiled().units.len());
}
