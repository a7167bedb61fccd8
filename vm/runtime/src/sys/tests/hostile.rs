//! Every call with arguments that nobody would give it: driven by the table's own signatures, with a fixed seed.

use super::*;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Integers at the edges of what calls take.
const INTEGERS: &[i64] = &[
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    63,
    64,
    65,
    127,
    255,
    256,
    4096,
    1 << 31,
    1 << 32,
    (1 << 32) + 1,
    i64::MAX,
    i64::MIN,
    -1,
    -2,
    -64,
];

/// Paths inside and outside what is granted, and impossible ones.
const TEXTS: &[&str] = &[
    "",
    ".",
    "..",
    "/",
    "/box",
    "/box/",
    "/box/a.txt",
    "/box/sub",
    "/box/sub/..",
    "/box/new",
    "/box/new/x",
    "/etc/passwd",
    "\0",
    "/box/\0",
    "//box//a.txt",
    "HOME",
    "=",
    "A=B",
    "\u{10ffff}",
    "/box/\u{e9}\u{301}",
    "../../..",
];

struct Chance(TestRng);

impl Chance {
    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.0.next_u32() as usize % from.len()]
    }

    fn argument(&mut self, ty: ValueType) -> Value {
        use pvm_bytecode::{HeapType, RefType};
        match ty {
            ValueType::I64 => Value::Int(*self.pick(INTEGERS)),
            ValueType::F64 => Value::Float(f64::from_bits(self.0.next_u64())),
            ValueType::Ref(RefType { heap: HeapType::String, .. }) if self.0.next_u32().is_multiple_of(16) => {
                Value::String("/box/".repeat(1000))
            }
            ValueType::Ref(RefType { heap: HeapType::String, .. }) => (*self.pick(TEXTS)).into(),
            ValueType::Ref(RefType { heap: HeapType::Bytes, .. }) => {
                let length = *self.pick(&[0, 1, 63, 64, 65, 300]);
                Value::Bytes((0..length).map(|_| self.0.next_u32() as u8).collect())
            }
            ValueType::Ref(_) => Value::Strings(vec![None, Some("x".into())]),
        }
    }
}

#[test]
fn no_argument_makes_the_gate_panic() {
    let host = Host::new();
    let grants = Grants::none()
        .with(Grant::write(host.path("box"), "/box"))
        .with(Grant::Streams)
        .with(Grant::WallClock)
        .with(Grant::Seed(1));
    let mut guest = Guest::with_quotas(&grants, Quotas { handles: 8, output: 1 << 16, disk: 1 << 16 });
    guest.gate.trace(Box::new(|line| assert!(line.len() < 10_000)));
    let mut chance = Chance(TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    for round in 0..20_000 {
        let index = chance.0.next_u32() as usize % (syscall::TABLE.len() + 1);
        let params = syscall::TABLE.get(index).map_or(&[] as &[_], |row| row.params);
        let arguments: Vec<_> = params.iter().map(|&ty| chance.argument(ty)).collect();
        let mut call = FakeCall::new(arguments);
        call.polls.set(3);
        let result = guest.gate.call(SysId::from_index(index), &mut call);
        let name = syscall::TABLE.get(index).map_or("no call", |row| row.name);
        if let Ok(number) = result {
            let error = Errno::from_number((number as i64).wrapping_neg());
            assert!(number as i64 >= 0 || error.is_some(), "round {round}: {name} gave {number}");
        }
    }
    assert!(guest.gate.counts().count() == syscall::TABLE.len(), "every call was made");
    assert_eq!(host.get("secret.txt"), "secret");
}
