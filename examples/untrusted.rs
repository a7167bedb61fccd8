//! Runs a script that nobody vouches for, under limits, and says how it ended.
//!
//! `cargo run --example untrusted` runs a few scripts of its own; give a file to try yours.

use std::time::Duration;

use pvm::{Engine, Host, Limits, Outcome};

const SCRIPTS: &[(&str, &str)] = &[
    ("honest", "fn main() -> int {\n    println(6 * 7)\n    7\n}"),
    ("endless", "fn main() {\n    loop {\n    }\n}"),
    ("greedy", "fn main() {\n    let all: [string] = []\n    loop {\n        all.push(\"x\".repeat(1000))\n    }\n}"),
    ("faulty", "fn half(n: int) -> int {\n    1 / n\n}\n\nfn main() {\n    println(half(0))\n}"),
    (
        "nosy",
        "import std.fs\n\nfn main() -> Result<(), fs.Error> {\n    println(fs.read_text(\"/etc/passwd\")?)\n    Ok(())\n}",
    ),
    ("wrong", "fn main() {\n    println(1 + \"one\")\n}"),
];

fn main() {
    match std::env::args().nth(1) {
        Some(file) => match std::fs::read_to_string(&file) {
            Ok(text) => run(&file, &text),
            Err(error) => println!("{file}: {error}"),
        },
        None => SCRIPTS.iter().for_each(|(name, text)| run(name, text)),
    }
}

fn run(name: &str, text: &str) {
    println!("--- {name}");
    match outcome(name, text) {
        Ok(Outcome::Returned(code)) => println!("returned {code}"),
        Ok(Outcome::Exited(code)) => println!("ended itself with {code}"),
        Ok(Outcome::Failed(failure)) => println!("failed: {failure}"),
        Ok(other) => println!("{other:?}"),
        Err(error) => println!("never started: {error}"),
    }
}

fn outcome(name: &str, text: &str) -> pvm::Result<Outcome> {
    let engine = Engine::new();
    let program = engine.compile_text(name, text)?;
    let host = Host::<()>::new().standard_streams();
    let limits = Limits::default().memory_mb(32).fuel(50_000_000).time(Duration::from_secs(2)).output_bytes(10_000);
    engine.start(&program, &host, limits, ())?.run()
}
