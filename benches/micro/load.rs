//! How fast modules are written, read and verified, in bytes of the file a second. The module is that of
//! `tests/modules/valid/numbers.pvmasm` with its functions many times over: almost nothing but code, which is the
//! densest that a file can be.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use pvm_bytecode::{Debug, Module, read, text, verify, write};

const SOURCE: &str = include_str!("../../tests/modules/valid/numbers.pvmasm");

fn module() -> Module {
    let mut module = text::parse(SOURCE).unwrap_or_else(|error| panic!("{error}"));
    // Only the one start function may write the immutable global, and names would be ambiguous.
    module.globals.iter_mut().for_each(|global| global.mutable = true);
    module.debug = Debug::default();
    module.functions = vec![module.functions; 1000].concat();
    module
}

pub fn load(criterion: &mut Criterion) {
    let module = module();
    let bytes = write(&module);
    let mut group = criterion.benchmark_group("load");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("write", |bencher| bencher.iter_with_large_drop(|| write(black_box(&module))));
    group.bench_function("read", |bencher| bencher.iter_with_large_drop(|| read(black_box(&bytes))));
    group.bench_function("verify", |bencher| {
        bencher.iter_batched(
            || read(&bytes).unwrap_or_default(),
            |module| verify(module).is_ok(),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("read and verify", |bencher| {
        bencher.iter_with_large_drop(|| read(black_box(&bytes)).map(verify));
    });
    group.finish();
}
