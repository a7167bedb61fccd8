//! How many lines a second are read: lexing and parsing of a generated program of 200,000 lines.

use std::fmt::Write;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

const LINES: usize = 200_000;

/// A program with the mixture of constructs that programs have.
fn program() -> String {
    let mut text = String::from("import std.io\n\n");
    let mut lines = 2;
    for number in 0.. {
        if lines >= LINES {
            break;
        }
        let before = text.len();
        write!(text, "{}", ITEMS.replace('§', &number.to_string())).expect("a string takes all");
        lines += text[before..].matches('\n').count();
    }
    text
}

const ITEMS: &str = r#"/// What is known about an entry.
@derive(Show, Eq)
struct Entry§ {
    pub word: string
    var count: int = 0
    parent: Entry§?
    children: List<Entry§>
}

enum Shape§ {
    Circle(Point, float)
    Square(side: float)
    Empty
}

impl Entry§ {
    /// Counts one more.
    pub fn add(self, amount: int) -> int {
        self.count += amount
        if self.count > 100 && amount != 0 {
            return self.count * 2 + 1
        }
        let total = self.children.map(|child| child.count).sum()
        for child in self.children {
            child.count = total - self.count
        }
        self.count
    }
}

fn area§(shape: Shape§, scale: float) -> float {
    match shape {
        Shape§.Circle(_, radius) if radius > 0.0 => radius * radius * 3.14159 * scale
        Shape§.Square(side) => {
            let half = side / 2.0
            half * half * 4.0 * scale
        }
        _ => 0.0
    }
}

fn tally§(text: string, limit: int) -> [Entry§] {
    let seen: Map<string, Entry§> = Map.new()
    var index = 0
    while index < text.len() {
        let key = text[index..index + 1].to_lower()
        let entry = seen.get_or_insert(key, || Entry§(word: key))
        entry.count += 1 // one more
        index += 1
    }
    println("{index:>8} {text} and {seen.len()} entries\n")
    let found = seen.get("a")?.count ?? -1
    let entries = seen.values().to_list()
    entries.sort_by(|a, b| b.count.compare(a.count))
    entries.take(if limit < found { limit } else { 10 })
}

"#;

fn parse(c: &mut Criterion) {
    let text = program();
    let mut group = c.benchmark_group("parse");
    group.sample_size(10).throughput(Throughput::Elements(text.matches('\n').count() as u64));
    let mut sources = Sources::default();
    let file = sources.add(Path::new("generated.nido"), text).expect("small enough");
    group.bench_function("200,000 lines", |b| {
        b.iter(|| {
            let (tree, diagnostics) = syntax::parse(file, &sources, &mut Names::default());
            assert!(diagnostics.is_empty());
            black_box(tree)
        });
    });
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
