//! What single things cost: instructions, calls, allocation, host calls, loading and compiling. `cargo bench --bench micro`,
//! with a text after `--` only what has it in its name. The collector alone has its own benchmark beside its code.

mod compile;
mod guest;
mod load;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, guest::running, guest::hosting, load::load, compile::compile);
criterion_main!(benches);
