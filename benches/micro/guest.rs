//! Running code and crossing into it: the functions of `guest.nido`, each of which does one thing many times.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use pvm::{Engine, Func, Host, Limits, Program, Vm};

/// How often a function does its thing.
const TIMES: i64 = 10_000;

/// Groups of functions.
const GROUPS: &[(&str, &[&str])] = &[
    (
        "instructions",
        &[
            "nothing",
            "integer_add",
            "integer_multiply",
            "integer_divide",
            "float_multiply_add",
            "branch",
            "array_read",
            "array_write",
            "field_update",
            "reference_write",
            "string_byte",
        ],
    ),
    ("calls", &["call", "closure"]),
    ("dispatch", &["dispatch_to_one", "dispatch_to_four", "match_of_four"]),
    ("allocation", &["allocate_struct", "allocate_list", "allocate_array", "concatenate"]),
    ("host calls", &["call_host", "call_host_with_text"]),
];

fn program() -> Program {
    let text = include_str!("guest.nido");
    Engine::new().compile_text("guest", text).unwrap_or_else(|error| panic!("{error}"))
}

fn host() -> Host<()> {
    Host::new()
        .func("host_add", |_: &mut (), a: i64, b: i64| a.wrapping_add(b))
        .func("host_length", |_: &mut (), text: &str| text.len() as i64)
}

fn start(program: &Program) -> Vm<()> {
    Engine::new().start(program, &host(), Limits::default(), ()).unwrap_or_else(|error| panic!("{error}"))
}

/// What the functions cost, each time that they do their thing.
pub fn running(criterion: &mut Criterion) {
    let program = program();
    let mut vm = start(&program);
    for (name, functions) in GROUPS {
        let mut group = criterion.benchmark_group(*name);
        group.throughput(Throughput::Elements(TIMES as u64));
        for function in *functions {
            let function_of_guest = function_of(&vm, function);
            group.bench_function(*function, |bencher| {
                bencher.iter(|| vm.call(&function_of_guest, (black_box(TIMES),)).expect("it returns"));
            });
        }
        group.finish();
    }
}

fn function_of(vm: &Vm<()>, name: &str) -> Func<fn(i64) -> i64> {
    vm.func(name).unwrap_or_else(|error| panic!("{error}"))
}

/// What a host pays: for a call into a guest, and for a guest from its start to its end.
pub fn hosting(criterion: &mut Criterion) {
    let program = program();
    let mut vm = start(&program);
    let identity = function_of(&vm, "identity");
    let mut group = criterion.benchmark_group("hosting");
    group.bench_function("call a guest", |bencher| {
        bencher.iter(|| vm.call(&identity, (black_box(1),)).expect("it returns"));
    });
    group.bench_function("start a guest and end it", |bencher| bencher.iter(|| start(&program)));
    group.finish();
}
