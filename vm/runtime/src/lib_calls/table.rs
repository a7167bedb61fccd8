//! The slots of hash tables, which tell where the entry of a key is: 8 bytes each, little endian, in an array of bytes. A
//! slot is 0 when it is free, else its upper half is that of the key's mixed hash and its lower half the entry's number
//! plus one.
//!
//! A search goes from the slot that the mixed hash gives to the next until a free one (linear probing; Knuth, The Art of
//! Computer Programming 3, section 6.4). Slots that follow a removed one move up, so there are no tombstones.
#![forbid(unsafe_code)]

use super::{check, work};
use crate::call::{self, Call, NOTHING};
use crate::trap::Trap;
use pvm_bytecode::TrapKind;

/// Bytes of a slot.
pub const SLOT: usize = 8;

/// 2 to the 64th divided by the golden ratio, odd.
pub const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// The upper half of the product with an odd number, of the hash with its halves folded: so all its bits count, also where
/// only the upper differ, as in whole floats.
fn mix(hash: i64) -> u32 {
    let hash = hash as u64;
    ((hash ^ (hash >> 32)).wrapping_mul(MULTIPLIER) >> 32) as u32
}

fn pack(mixed: u32, entry: u32) -> u64 {
    (u64::from(mixed) << 32) | (u64::from(entry) + 1)
}

fn mixed(slot: u64) -> u32 {
    (slot >> 32) as u32
}

/// The number of the entry that a slot in use tells of.
fn entry(slot: u64) -> i64 {
    i64::from(slot as u32) - 1
}

/// Where the search for a hash begins: its upper bits, in which keys at equal distances spread best (Knuth, section 6.4, on
/// Fibonacci hashing).
fn home(mixed: u32, count: usize) -> usize {
    ((u64::from(mixed) * count as u64) >> 32) as usize
}

/// How many slots there are: as many as fit, but a power of two. 0 when there is no room for one.
fn count(bytes: &[u8]) -> usize {
    (bytes.len() / SLOT).checked_ilog2().map_or(0, |exponent| 1 << exponent)
}

fn read(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at * SLOT..).and_then(|rest| rest.first_chunk()).map_or(0, |slot| u64::from_le_bytes(*slot))
}

fn write(bytes: &mut [u8], at: usize, slot: u64) {
    if let Some(place) = bytes.get_mut(at * SLOT..).and_then(|rest| rest.first_chunk_mut()) {
        *place = slot.to_le_bytes();
    }
}

/// The slots in the order of a search, with their places.
fn probe(bytes: &[u8], mixed: u32) -> impl Iterator<Item = (usize, u64)> + '_ {
    let count = count(bytes);
    let places = (0..count).map(move |step| (home(mixed, count) + step) & (count - 1));
    places.map(|at| (at, read(bytes, at)))
}

/// What a search ends in.
enum Found {
    Entry(i64),
    /// No entry; here is a free slot.
    Free(usize),
    /// No entry, nor a free slot.
    Full,
}

/// Searches behind an entry of the same hash; from the start when its number is negative. Also gives how many slots were
/// passed.
#[inline(always)]
fn search(bytes: &[u8], hash: u32, after: i64) -> (Found, usize) {
    let mut passed = after < 0;
    for ((at, slot), way) in probe(bytes, hash).zip(0..) {
        if slot == 0 {
            return (Found::Free(at), way);
        }
        if mixed(slot) == hash {
            if passed {
                return (Found::Entry(entry(slot)), way);
            }
            passed = entry(slot) == after;
        }
    }
    (Found::Full, count(bytes))
}

/// Writes a slot into the first free place.
fn add(bytes: &mut [u8], slot: u64) -> Result<(), Trap> {
    let free = probe(bytes, mixed(slot)).find(|(_, slot)| *slot == 0);
    free.map(|(at, _)| write(bytes, at, slot)).ok_or_else(full)
}

fn full() -> Trap {
    Trap::new(TrapKind::Index, "a hash table has no free slot")
}

/// A search that passes fewer slots costs no fuel beyond its instruction's.
pub const NEARBY: usize = 8;

/// What `table_find` gives if the search ends nearby: an entry, or -1.
#[inline(always)]
pub fn find_nearby(slots: &[u8], hash: i64, after: i64) -> Option<i64> {
    match search(slots, mix(hash), after) {
        (_, NEARBY..) | (Found::Full, _) => None,
        (Found::Entry(entry), _) => Some(entry),
        (Found::Free(_), _) => Some(-1),
    }
}

/// What `table_place` gives if the search ends nearby and nothing is wrong.
#[inline(always)]
pub fn place_nearby(slots: &mut [u8], hash: i64, after: i64, new: i64) -> Option<i64> {
    let (hash, number) = (mix(hash), u32::try_from(new).ok().filter(|number| *number < u32::MAX)?);
    match search(slots, hash, after) {
        (_, NEARBY..) | (Found::Full, _) => None,
        (Found::Entry(entry), _) => Some(entry),
        (Found::Free(at), _) => {
            write(slots, at, pack(hash, number));
            Some(new)
        }
    }
}

pub fn table_find<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (found, way) = search(call.bytes(0), mix(call.int(1)), call.int(2));
    work(call, way * SLOT)?;
    match found {
        Found::Entry(entry) => call::int(entry),
        Found::Free(_) | Found::Full => call::int(-1),
    }
}

pub fn table_place<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (hash, new) = (mix(call.int(1)), check::within(call.int(3), 0..=u32::MAX - 1, "entry")?);
    let (found, way) = search(call.bytes(0), hash, call.int(2));
    work(call, way * SLOT)?;
    match found {
        Found::Entry(entry) => call::int(entry),
        Found::Free(at) => {
            write(call.bytes_mut(0), at, pack(hash, new));
            call::int(new.into())
        }
        Found::Full => Err(full()),
    }
}

pub fn table_remove<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (hash, gone) = (mix(call.int(1)), call.int(2));
    let slots = probe(call.bytes(0), hash).take_while(|(_, slot)| *slot != 0);
    let found = slots.filter(|(_, slot)| mixed(*slot) == hash).find(|(_, slot)| entry(*slot) == gone);
    if let Some((at, _)) = found {
        free(call.bytes_mut(0), at);
    }
    NOTHING
}

/// Frees a slot and moves the following up whose search would else end at the gap.
fn free(bytes: &mut [u8], mut gap: usize) {
    let count = count(bytes);
    let mask = count - 1;
    let mut at = (gap + 1) & mask;
    while at != gap && read(bytes, at) != 0 {
        let slot = read(bytes, at);
        let home = home(mixed(slot), count);
        if at.wrapping_sub(home) & mask >= at.wrapping_sub(gap) & mask {
            write(bytes, gap, slot);
            gap = at;
        }
        at = (at + 1) & mask;
    }
    write(bytes, gap, 0);
}

pub fn table_spread<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.bytes(1).len() + call.bytes(2).len())?;
    call.reserve(call.bytes(2).len() * size_of::<u32>())?;
    // How many entries before each are gone.
    let gaps = call.bytes(2).iter().scan(0, |gaps, &gone| Some(std::mem::replace(gaps, *gaps + u32::from(gone != 0))));
    let gaps: Vec<u32> = gaps.collect();
    for at in 0..count(call.bytes(1)) {
        let slot = read(call.bytes(1), at);
        if slot != 0 {
            let entry = (slot as u32).saturating_sub(1);
            let gaps = gaps.get(entry as usize).copied().unwrap_or(0);
            add(call.bytes_mut(0), pack(mixed(slot), entry.saturating_sub(gaps)))?;
        }
    }
    NOTHING
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::fake::{FakeCall, Value};
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// A call on slots and numbers; gives its result and the slots afterwards.
    fn on(slots: &[u8], numbers: &[i64], handler: fn(&mut FakeCall) -> Result<u64, Trap>) -> (i64, Vec<u8>) {
        let numbers = numbers.iter().map(|&number| Value::from(number));
        let arguments: Vec<Value> = [Value::from(slots)].into_iter().chain(numbers).collect();
        let mut call = FakeCall::new(arguments);
        (handler(&mut call).unwrap() as i64, call.bytes(0).to_vec())
    }

    proptest! {
        /// Hashes from a small range collide often. The model is a list of the hashes by entry.
        #[test]
        fn entries_are_found_until_they_are_removed(steps in prop::collection::vec((0i64..8, any::<bool>()), 1..60)) {
            let mut slots = vec![0; 64 * SLOT];
            let mut model: Vec<Option<i64>> = Vec::new();
            for (hash, adds) in steps {
                if adds {
                    let new = model.len() as i64;
                    let last = model.iter().filter(|of| **of == Some(hash)).count() as i64;
                    // Behind all entries of the same hash.
                    let mut after = -1;
                    for _ in 0..last {
                        after = on(&slots, &[hash, after], table_find).0;
                    }
                    let (entry, changed) = on(&slots, &[hash, after, new], table_place);
                    prop_assert_eq!(entry, new);
                    slots = changed;
                    model.push(Some(hash));
                } else if let Some(gone) = model.iter().position(|of| *of == Some(hash)) {
                    slots = on(&slots, &[hash, gone as i64], table_remove).1;
                    model[gone] = None;
                }
                for hash in 0..8 {
                    let mut found = HashSet::new();
                    let mut after = -1;
                    while let (entry @ 0.., _) = on(&slots, &[hash, after], table_find) {
                        prop_assert!(found.insert(entry));
                        after = entry;
                    }
                    let expected: HashSet<i64> = (0..).zip(&model).filter(|(_, of)| **of == Some(hash)).map(|(at, _)| at).collect();
                    prop_assert_eq!(found, expected);
                }
            }
        }

        #[test]
        fn no_slots_whatever_end_in_a_fault(bytes: Vec<u8>, other: Vec<u8>, gone: Vec<u8>, hash: i64, after: i64, new: i64) {
            for handler in [table_find, table_place, table_remove] {
                let mut call = FakeCall::new(&[bytes.as_slice().into(), hash.into(), after.into(), new.into()]);
                let _ = handler(&mut call);
            }
            let mut call = FakeCall::new(&[bytes.as_slice().into(), other.as_slice().into(), gone.as_slice().into()]);
            let _ = table_spread(&mut call);
        }
    }

    #[test]
    fn spreading_closes_the_gaps_in_the_numbers() {
        let mut slots = vec![0; 4 * SLOT];
        for (hash, entry) in [(10, 0), (20, 2), (30, 3)] {
            slots = on(&slots, &[hash, -1, entry], table_place).1;
        }
        let mut call = FakeCall::new(&[
            [0u8; 8 * SLOT].as_slice().into(),
            slots.as_slice().into(),
            [0u8, 1, 0, 0].as_slice().into(),
        ]);
        table_spread(&mut call).unwrap();
        let found = [10, 20, 30].map(|hash| on(call.bytes(0), &[hash, -1], table_find).0);
        assert_eq!(found, [0, 1, 2]);
    }

    #[test]
    fn keys_that_differ_only_in_a_few_bits_spread() {
        for shift in [0, 8, 20, 31, 32, 44, 52] {
            let places: HashSet<usize> = (0..256i64).map(|key| home(mix(key << shift), 256)).collect();
            assert!(places.len() > 100, "shifted by {shift} only {} of 256 places are hit", places.len());
        }
    }
}
