//! A hash of bytes for tables: fast on short keys, equal on every machine, not secret.
//!
//! The scheme is that of wyhash (Wang Yi, "wyhash", 2019): words are mixed by a multiplication of 64 by 64 bits whose
//! halves are folded together, and a short input is read as two words that may overlap.
#![forbid(unsafe_code)]

use super::{check, work};
use crate::call::Call;
use crate::trap::Trap;

/// Odd numbers with as many one bits as zero bits: the fractional parts of the golden ratio, of the square roots of 2
/// and 3, in hexadecimal.
pub const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
pub const ROOT_2: u64 = 0x6a09_e667_f3bc_c909;
pub const ROOT_3: u64 = 0xbb67_ae85_84ca_a73b;

/// The hash of a string's or a byte array's bytes.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut state = GOLDEN ^ bytes.len() as u64;
    let mut rest = bytes;
    // The last 1 to 16 bytes are left for the end.
    while let (true, Some((block, after))) = (rest.len() > 16, rest.split_first_chunk::<16>()) {
        let (low, high) = halves(block);
        state = fold(low ^ ROOT_2, high ^ state);
        rest = after;
    }
    let (low, high) = ends(rest);
    let mixed = fold(low ^ ROOT_2, high ^ state);
    fold(mixed ^ GOLDEN, ROOT_3 ^ bytes.len() as u64)
}

/// The product, its upper half folded onto the lower.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ (product >> 64) as u64
}

fn halves(block: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(*block);
    (both as u64, (both >> 64) as u64)
}

/// Two words that hold all of at most 16 bytes.
fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into());
    }
    match *bytes {
        [a] => (a.into(), 0),
        [a, b] => (a.into(), b.into()),
        [a, b, c] => (u64::from(a) | u64::from(b) << 8, c.into()),
        _ => (0, 0),
    }
}

pub fn string_hash<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(0).len())?;
    Ok(hash(call.string(0).as_bytes()))
}

pub fn string_hash_slice<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.string(0).len())?;
    work(call, range.len())?;
    Ok(hash(call.string(0).as_bytes().get(range).unwrap_or_default()))
}

pub fn bytes_hash<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.bytes(0).len())?;
    work(call, range.len())?;
    Ok(hash(call.bytes(0).get(range).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn hashes_are_the_same_for_ever() {
        let known = [
            ("", 0xfe16_e2de_f69d_4928),
            ("a", 0x0452_2561_b880_9206),
            ("abc", 0x2ac8_3566_bcf4_713f),
            ("abcdefgh", 0xea03_94b6_0b63_d088),
            ("The quick brown fox jumps over the lazy dog", 0xd7ec_1bdc_470c_5a9f),
        ];
        for (text, expected) in known {
            assert_eq!(hash(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn similar_keys_have_different_hashes() {
        let mut seen = HashSet::new();
        for number in 0..100_000 {
            assert!(seen.insert(hash(format!("key{number}").as_bytes())));
        }
        for length in 0..100 {
            assert!(seen.insert(hash(&vec![0; length])), "{length} zero bytes");
        }
    }

    #[test]
    fn a_changed_bit_changes_half_of_the_hash() {
        for length in [1, 3, 4, 8, 15, 16, 17, 40] {
            let bytes: Vec<u8> = (1..=length).collect();
            let mut changed = 0;
            for bit in 0..bytes.len() * 8 {
                let mut other = bytes.clone();
                other[bit / 8] ^= 1 << (bit % 8);
                changed += (hash(&bytes) ^ hash(&other)).count_ones();
            }
            let average = f64::from(changed) / (bytes.len() * 8) as f64;
            assert!((26.0..38.0).contains(&average), "length {length}: {average} bits");
        }
    }

    #[test]
    fn every_part_of_the_hash_spreads_keys() {
        for shift in [0, 16, 32, 48] {
            let buckets: HashSet<u64> = (0..1000u64).map(|key| hash(&key.to_le_bytes()) >> shift & 0xffff).collect();
            assert!(buckets.len() > 970, "bits from {shift}: {}", buckets.len());
        }
    }
}
