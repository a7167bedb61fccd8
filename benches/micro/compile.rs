//! How fast Nido is read and compiled: a generated program of 200,000 lines, and the smallest program with its share of the
//! library.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput};
use pvm::Engine;
use pvm::compiler::name::Names;
use pvm::compiler::source::Sources;
use pvm::compiler::syntax;

const LINES: u64 = 200_000;

/// A program of ordinary code: structs, methods, loops, matches, strings. All of it is used, so all of it is compiled.
fn generated() -> String {
    let mut text = String::new();
    let mut lines = 0;
    let mut number = 0;
    while lines + number < LINES {
        let unit = format!(
            "struct Item{number} {{ name: string, var count: int = 0 }}\n\n\
             impl Item{number} {{\n    fn add(self, by: int) -> int {{\n        self.count += by\n        \
             self.count * 2\n    }}\n}}\n\n\
             fn work{number}(items: [Item{number}], limit: int) -> string {{\n    var total = 0\n    \
             for item in items {{\n        if item.count > limit && total < 1000 {{\n            \
             total += item.add(limit)\n        }} else {{\n            total -= 1\n        }}\n    }}\n    \
             match total {{\n        0 => \"none\"\n        1..=9 => \"few\"\n        _ => \"{{total}} of {{items.len()}}\"\n    \
             }}\n}}\n\n"
        );
        lines += unit.lines().count() as u64;
        text += &unit;
        number += 1;
    }
    text += "fn main() {\n";
    for index in 0..number {
        text += &format!("    println(work{index}([Item{index}(\"a\", 3)], {index}))\n");
    }
    text + "}\n"
}

pub fn compile(criterion: &mut Criterion) {
    let engine = Engine::new();
    let text = generated();
    let mut group = criterion.benchmark_group("compile");
    group.sample_size(10);
    group.throughput(Throughput::Elements(text.lines().count() as u64));
    let mut sources = Sources::default();
    let file = sources.add(Path::new("generated.nido"), text.clone()).expect("it is small enough");
    group.bench_function("parse 200,000 lines", |bencher| {
        bencher.iter_with_large_drop(|| {
            let (tree, diagnostics) = syntax::parse(file, &sources, &Names::default());
            assert!(diagnostics.is_empty(), "it has no mistakes");
            tree
        });
    });
    group.bench_function("200,000 lines", |bencher| {
        bencher.iter(|| engine.compile_text("generated", black_box(&text)).expect("it compiles"));
    });
    group.finish();
    criterion.bench_function("compile/hello", |bencher| {
        bencher.iter(|| {
            engine.compile_text("hello", black_box("fn main() {\n    println(\"hello\")\n}\n")).expect("it compiles")
        });
    });
}
