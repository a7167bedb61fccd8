//! Every pure instruction against values worked out by hand, and against the boundaries that processors disagree on.

use super::*;
use crate::op::{Flow, Row, Slot, TABLE};

/// Every instruction without operands, by its place in the table.
macro_rules! bare {
    ($($code:literal $name:ident $mnemonic:literal $operands:tt $pops:tt -> $pushes:tt $flow:ident $doc:literal;)*) => {
        [$(bare!(@op $name $operands)),*]
    };
    (@op $name:ident {}) => { Some(Op::$name {}) };
    (@op $name:ident $operands:tt) => { None };
}

fn bare() -> impl Iterator<Item = (&'static Row, Op)> {
    let ops: [Option<Op>; TABLE.len()] = crate::instructions!(bare);
    TABLE.iter().zip(ops).filter_map(|(row, op)| Some((row, op?)))
}

fn number(text: &str) -> Value {
    match text {
        "nan" => Value::F64(NAN),
        "-nan" => Value::F64(-NAN),
        "min" => Value::I64(i64::MIN),
        "max" => Value::I64(i64::MAX),
        _ if text.contains(['.', 'e', 'f']) => Value::F64(text.parse().unwrap()),
        _ => Value::I64(text.parse().unwrap()),
    }
}

/// `mnemonic operands = result`, where no result says that it traps.
fn check(line: &str) {
    let (left, right) = line.split_once('=').unwrap();
    let mut words = left.split_whitespace();
    let mnemonic = words.next().unwrap();
    let operands: Vec<_> = words.map(number).collect();
    let (_, op) = bare().find(|(row, _)| row.mnemonic == mnemonic).unwrap();
    let expected = Some(right.trim()).filter(|text| !text.is_empty()).map(number);
    assert_eq!(fold(op, &operands), expected, "{line}");
}

#[test]
fn examples() {
    let examples = "
        i64.add max 1 = min
        i64.sub min 1 = max
        i64.mul max 2 = -2
        i64.div -7 2 = -3
        i64.div min -1 = min
        i64.div 1 0 =
        i64.rem -7 2 = -1
        i64.rem min -1 = 0
        i64.rem 1 0 =
        i64.and 12 10 = 8
        i64.or 12 10 = 14
        i64.xor 12 10 = 6
        i64.shl 1 63 = min
        i64.shl 1 64 = 1
        i64.shl 1 -1 = min
        i64.shr_s -8 1 = -4
        i64.shr_s min 127 = -1
        i64.shr_u -1 63 = 1
        i64.neg min = min
        i64.not 0 = -1
        i64.mul_high_u -1 -1 = -2
        i64.mul_high_u min 2 = 1
        i64.clz 0 = 64
        i64.clz 1 = 63
        i64.ctz 0 = 64
        i64.ctz 8 = 3
        i64.popcnt -1 = 64
        i64.narrow8_s 255 = -1
        i64.narrow8_s 127 = 127
        i64.narrow16_s 32768 = -32768
        i64.narrow32_s 4294967295 = -1
        i64.eqz 0 = 1
        i64.eqz 2 = 0
        i64.eq 1 1 = 1
        i64.ne 1 1 = 0
        i64.lt_s -1 0 = 1
        i64.le_s 0 0 = 1
        i64.gt_s 0 -1 = 1
        i64.ge_s -1 0 = 0
        i64.lt_u -1 0 = 0
        i64.lt_u 0 -1 = 1
        f64.add 0.1 0.2 = 0.30000000000000004
        f64.add inf -inf = nan
        f64.sub inf inf = nan
        f64.mul 0.0 inf = nan
        f64.mul -0.0 1.0 = -0.0
        f64.div 1.0 0.0 = inf
        f64.div 1.0 -0.0 = -inf
        f64.div 0.0 0.0 = nan
        f64.neg 0.0 = -0.0
        f64.neg nan = nan
        f64.abs -nan = nan
        f64.abs -1.5 = 1.5
        f64.sqrt 2.0 = 1.4142135623730951
        f64.sqrt -1.0 = nan
        f64.sqrt -0.0 = -0.0
        f64.floor -1.5 = -2.0
        f64.floor -nan = nan
        f64.ceil -0.5 = -0.0
        f64.trunc -1.7 = -1.0
        f64.nearest 2.5 = 2.0
        f64.nearest 3.5 = 4.0
        f64.nearest -0.4 = -0.0
        f64.min 0.0 -0.0 = -0.0
        f64.min -0.0 0.0 = -0.0
        f64.min 1.0 nan = nan
        f64.min -nan 1.0 = nan
        f64.min -inf 1.0 = -inf
        f64.max 0.0 -0.0 = 0.0
        f64.max -0.0 -0.0 = -0.0
        f64.max nan 1.0 = nan
        f64.max 2.0 1.0 = 2.0
        f64.copysign 1.0 -0.0 = -1.0
        f64.copysign nan -1.0 = nan
        f64.copysign 1.0 -nan = 1.0
        f64.round_f32 0.1 = 0.10000000149011612
        f64.round_f32 1e300 = inf
        f64.round_f32 -nan = nan
        f64.eq nan nan = 0
        f64.eq 0.0 -0.0 = 1
        f64.ne nan nan = 1
        f64.lt 1.0 nan = 0
        f64.le 1.0 1.0 = 1
        f64.gt 1.0 0.5 = 1
        f64.ge nan 1.0 = 0
        f64.from_i64 max = 9223372036854775808.0
        f64.from_i64 9007199254740993 = 9007199254740992.0
        i64.from_f64 -1.9 = -1
        i64.from_f64 1e300 = max
        i64.from_f64 -inf = min
        i64.from_f64 nan = 0
        f64.from_bits -1 = nan
        f64.from_bits 4607182418800017408 = 1.0
        f64.to_bits 1.0 = 4607182418800017408
        f64.to_bits nan = 9221120237041090560
    ";
    let mut covered = Vec::new();
    for line in examples.lines().map(str::trim).filter(|line| !line.is_empty()) {
        check(line);
        covered.extend(line.split_whitespace().next());
    }
    let pure = bare().filter(|(row, _)| is_pure(row)).map(|(row, _)| row.mnemonic);
    assert_eq!(pure.filter(|mnemonic| !covered.contains(mnemonic)).collect::<Vec<_>>(), [""; 0]);
}

/// From numbers to a number, and on to the next instruction.
fn is_pure(row: &Row) -> bool {
    let number = |slot: &Slot| matches!(slot, Slot::I64 | Slot::F64);
    matches!(row.flow, Flow::Next | Flow::Trap) && row.pops.iter().chain(row.pushes).all(number)
}

#[test]
fn exactly_the_pure_instructions_fold() {
    for (row, op) in bare() {
        let one = |slot: &Slot| if *slot == Slot::F64 { Value::F64(1.0) } else { Value::I64(1) };
        let operands: Vec<_> = row.pops.iter().map(one).collect();
        assert_eq!(fold(op, &operands).is_some(), is_pure(row), "{}", row.mnemonic);
    }
    assert_eq!(fold(Op::I64Const { value: 7 }, &[]), Some(Value::I64(7)));
    assert_eq!(fold(Op::F64Const { bits: 0 }, &[]), Some(Value::F64(0.0)));
}

#[test]
fn computed_nans_are_canonical() {
    let strange = [0x7ff8_0000_0000_0000, 0xfff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xffff_ffff_ffff_ffff_u64];
    let numbers = [0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY].map(f64::to_bits);
    let operands: Vec<_> = strange.into_iter().chain(numbers).collect();
    for (row, op) in bare().filter(|(row, _)| is_pure(row)) {
        // Nor does any NaN's sign or payload show in an integer.
        let value = |slot: &Slot, bits: u64| match slot {
            Slot::F64 => Value::F64(f64::from_bits(bits)),
            _ => Value::I64(bits as i64),
        };
        for &left in &operands {
            for &right in &operands {
                let pair: Vec<_> = row.pops.iter().zip([left, right]).map(|(slot, bits)| value(slot, bits)).collect();
                let seen = pair.iter().map(|value| match value {
                    Value::F64(float) => Value::F64(canonical(*float)),
                    other => *other,
                });
                let seen: Vec<_> = seen.collect();
                let result = fold(op, &pair);
                assert_eq!(result, fold(op, &seen), "{} {pair:?}", row.mnemonic);
                if let Some(Value::F64(result)) = result {
                    assert_eq!(canonical(result).to_bits(), result.to_bits(), "{} {pair:?}", row.mnemonic);
                }
            }
        }
    }
}
