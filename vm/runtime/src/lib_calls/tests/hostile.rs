//! Every call with arguments that nobody would give it: driven by the table's own signatures, with a fixed seed.

use super::*;
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use pvm_bytecode::{HeapType, LibId, RefType};

const INTEGERS: &[i64] = &[
    0,
    1,
    2,
    3,
    5,
    8,
    10,
    16,
    36,
    37,
    65,
    233,
    1000,
    0x1f600,
    0xd800,
    0x110000,
    1 << 31,
    1 << 32,
    1 << 62,
    -1,
    -2,
    i64::MAX,
    i64::MIN,
    i64::MIN + 1,
];

const FLOATS: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1e15,
    1e16,
    1e300,
    5e-324,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "ab",
    "abab",
    " ",
    " a\u{3000}b ",
    "\u{e9}\u{1f600}e\u{301}",
    "\r\n\n",
    "42",
    "-1.5e3",
    "\"\\{}\0",
    "\u{130}\u{df}",
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
];

struct Chance(TestRng);

impl Chance {
    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.next_u32() as usize % from.len()]
    }

    fn argument(&mut self, ty: ValueType) -> Value {
        match ty {
            ValueType::I64 => Value::Int(self.pick(INTEGERS)),
            ValueType::F64 => Value::Float(self.pick(FLOATS)),
            ValueType::Ref(RefType { heap: HeapType::String, .. }) => self.pick(TEXTS).into(),
            ValueType::Ref(RefType { heap: HeapType::Bytes, .. }) => {
                let text = self.pick(TEXTS);
                Value::Bytes(
                    text.bytes().map(|byte| if self.0.next_u32().is_multiple_of(9) { 0xff } else { byte }).collect(),
                )
            }
            ValueType::Ref(_) => Value::Strings(
                (0..4).map(|_| Some(self.pick(TEXTS)).filter(|text| !text.is_empty()).map(String::from)).collect(),
            ),
        }
    }
}

#[test]
fn no_argument_makes_a_library_call_panic() {
    let mut chance = Chance(TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut results = vec![0; libcall::TABLE.len()];
    for _ in 0..200_000 {
        let index = chance.0.next_u32() as usize % libcall::TABLE.len();
        let row = &libcall::TABLE[index];
        let arguments: Vec<_> = row.params.iter().map(|&ty| chance.argument(ty)).collect();
        let mut call = FakeCall::new(arguments.clone());
        let handler = handler::<FakeCall>(LibId::from_index(index)).expect("a handler");
        if let Ok(result) = handler(&mut call) {
            results[index] += 1;
            let shown = show(&call, row.result, result);
            let mut again = FakeCall::new(arguments);
            assert_eq!(handler(&mut again).map(|result| show(&again, row.result, result)), Ok(shown), "{}", row.name);
        }
    }
    for (row, results) in libcall::TABLE.iter().zip(results) {
        assert!(results > 0, "{} never gave a result", row.name);
    }
}
