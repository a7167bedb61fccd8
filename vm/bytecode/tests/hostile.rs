//! Modules made to cost as much as they can for their size. The promise is a microsecond a byte; measured in a release
//! build these take 0.1 to 0.5. Here, unoptimised, they are given fifty times the promise of the processor: what is
//! quadratic takes longer than that.

use std::time::Duration;

use pvm_bytecode::{
    BlockId, Function, FunctionId, HeapType, Implementation, LocalId, Module, Op, RefType, Rule, Signature, Type,
    TypeId, ValueType, VerifyError, read, verify, write,
};

const PER_BYTE: Duration = Duration::from_micros(50);

/// Decodes and verifies in time.
fn verdict(module: &Module) -> Result<(), Box<VerifyError>> {
    let bytes = write(module);
    let start = processor_time();
    let verdict = verify(read(&bytes).unwrap()).map(|_| ());
    let (taken, allowed) = (processor_time() - start, PER_BYTE * bytes.len() as u32);
    assert!(taken < allowed, "{taken:?} for {} bytes", bytes.len());
    verdict
}

/// What this thread has had of the processor: other work of the machine doesn't count.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("time goes forward")
}

fn goto(block: usize) -> Op {
    Op::Jump { target: BlockId::from_index(block) }
}

/// One path for each class of locals writes all but that class, and each path is one block longer than the last; so at
/// the chain of blocks in which they meet, the classes turn out to be unassigned one after the other, and each time
/// the analysis has to follow the chain again.
fn staggered(locals: usize, chain: usize) -> Module {
    const CLASSES: usize = 64;
    let write = |class: usize| {
        let locals = (class..locals).step_by(CLASSES).map(LocalId::from_index);
        locals.flat_map(|local| [Op::I64Const { value: 0 }, Op::LocalSet { local }])
    };
    // The entry, then for each class a block that writes the classes before it, one that writes those after it, its
    // delays, and the chain.
    let before = |class: usize| 1 + class;
    let after = |class: usize| before(CLASSES) + class;
    let delays = |class: usize| after(CLASSES + 1) + class * (class + 1) / 2;
    let chained = |place: usize| delays(CLASSES) + place;

    let mut blocks: Vec<Vec<Op>> = vec![vec![goto(before(0))]];
    for class in 0..CLASSES {
        let written = class.checked_sub(1).into_iter().flat_map(write);
        let next = if class + 1 < CLASSES { before(class + 1) } else { delays(class) };
        let (then, other) = (BlockId::from_index(next), BlockId::from_index(delays(class)));
        blocks.push(written.chain([Op::I64Const { value: 0 }, Op::Branch { then, other }]).collect());
    }
    for class in 0..=CLASSES {
        let next = if class < CLASSES { after(class + 1) } else { chained(0) };
        blocks.push((class..CLASSES).take(1).flat_map(write).chain([goto(next)]).collect());
    }
    for class in 0..CLASSES {
        blocks.extend((0..class).map(|delay| vec![goto(delays(class) + delay + 1)]));
        blocks.push(vec![goto(after(class + 1))]);
    }
    blocks.extend((0..chain).map(|place| vec![goto(chained(place + 1))]));
    let reads = (0..locals).flat_map(|local| [Op::LocalGet { local: LocalId::from_index(local) }, Op::Drop {}]);
    blocks.push(reads.chain([Op::Return {}]).collect());

    let starts = blocks.iter().scan(0, |start, block| Some(std::mem::replace(start, *start + block.len() as u32)));
    let function = Function {
        locals: vec![ValueType::I64; locals],
        blocks: starts.collect(),
        ops: blocks.concat(),
        ..Function::default()
    };
    Module { functions: vec![function], ..Module::default() }
}

#[test]
fn assignments_that_come_undone_one_after_the_other() {
    for (locals, chain) in [(2000, 2000), (64, 30_000), (5000, 100)] {
        assert_eq!(verdict(&staggered(locals, chain)).unwrap_err().rule, Rule::Assigned);
    }
    assert_eq!(verdict(&staggered(20_000, 20_000)).unwrap_err().rule, Rule::Limit);
}

/// Every store asks for a subtype among many implementations, and every implementation for a long signature.
#[test]
fn subtypes_among_many_implementations() {
    const TYPES: u32 = 20_000;
    let reference = |heap| ValueType::Ref(RefType::to(heap));
    let any = |count| Signature { params: vec![reference(HeapType::Any); count], result: None };
    let mut module = Module::default();
    module.types.push(Type::Interface { methods: vec![any(254)] });
    for ty in (1..TYPES).map(TypeId) {
        let (interface, methods) = (TypeId(0), vec![FunctionId(0)]);
        module.types.push(Type::Struct { fields: Vec::new() });
        module.implementations.push(Implementation { ty: HeapType::Type(ty), interface, methods });
    }
    let body = |signature, locals, ops| Function { signature, locals, ops, blocks: vec![0], switches: Vec::new() };
    module.functions.push(body(any(255), Vec::new(), vec![Op::Return {}]));
    let params = (0..255).map(|param| reference(HeapType::Type(TypeId(1 + param * 77 % (TYPES - 1))))).collect();
    let store = |index: u32| [Op::LocalGet { local: LocalId(index % 255) }, Op::LocalSet { local: LocalId(255) }];
    let ops = (0..50_000).flat_map(store).chain([Op::Return {}]).collect();
    let locals = vec![reference(HeapType::Type(TypeId(0)))];
    module.functions.push(body(Signature { params, result: None }, locals, ops));
    verdict(&module).unwrap();
}
