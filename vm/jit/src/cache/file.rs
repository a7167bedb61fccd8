//! The file of a program: records, one behind the other. Each is the number of its bytes, a checksum of them, and the
//! bytes: the name of a part, and the part. Of records for the same part the last one holds.

use super::Part;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::ops::Range;

/// Bytes before those of a record: their number, and the checksum (BLAKE3).
const HEADER: usize = 4 + 32;

/// What is in a file.
#[derive(Default)]
pub struct Records {
    bytes: Vec<u8>,
    /// By part, where its record is.
    known: HashMap<Part, Range<usize>>,
    /// Where the last record ends that is whole.
    end: usize,
}

impl Records {
    pub fn new(bytes: Vec<u8>) -> Self {
        let mut known = HashMap::new();
        let mut at = 0;
        while at < bytes.len() {
            let Some((part, end)) = part(&bytes, at) else { break };
            known.insert(part, at..end);
            at = end;
        }
        Self { bytes, known, end: at }
    }

    /// If the end of the file can't be read, nor what would be added to it, all before that; it is taken for whole then.
    pub fn repair(&mut self) -> Option<&[u8]> {
        let is_broken = self.end < self.bytes.len();
        self.bytes.truncate(self.end);
        is_broken.then_some(&self.bytes)
    }

    /// A part, if it is as it was written.
    pub fn find<T: DeserializeOwned>(&self, part: &Part) -> Option<T> {
        let record = self.bytes.get(self.known.get(part)?.clone())?;
        let (header, bytes) = record.split_at_checked(HEADER)?;
        if header[4..] != *blake3::hash(bytes).as_bytes() {
            return None;
        }
        let (written, rest) = postcard::take_from_bytes::<Part>(bytes).ok()?;
        (written == *part).then(|| postcard::from_bytes(rest).ok()).flatten()
    }
}

/// The part whose record starts somewhere, and where that ends.
fn part(bytes: &[u8], at: usize) -> Option<(Part, usize)> {
    let length = u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize;
    let end = at.checked_add(HEADER)?.checked_add(length)?;
    let (part, _) = postcard::take_from_bytes(bytes.get(at + HEADER..end)?).ok()?;
    Some((part, end))
}

/// The record of a part; none if it is too large.
pub fn record<T: Serialize>(part: &Part, value: &T) -> Option<Vec<u8>> {
    let bytes = postcard::to_allocvec(&(part, value)).ok()?;
    let length = u32::try_from(bytes.len()).ok()?;
    Some([&length.to_le_bytes()[..], blake3::hash(&bytes).as_bytes(), &bytes].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: Part = Part::Unit(7, None, false);

    fn written(values: &[&str]) -> Vec<u8> {
        values.iter().flat_map(|value| record(&PART, value).expect("it is small")).collect()
    }

    #[test]
    fn the_last_record_of_a_part_holds() {
        let mut records = Records::new(written(&["first", "second"]));
        assert_eq!(records.find(&PART), Some("second".to_owned()));
        assert_eq!(records.find::<String>(&Part::Unit(7, None, true)), None);
        assert_eq!(records.repair(), None);
    }

    #[test]
    fn a_file_that_ends_too_early_is_broken_behind_what_is_whole() {
        let whole = written(&["first", "second"]);
        let first = written(&["first"]).len();
        for end in first + 1..whole.len() {
            let mut records = Records::new(whole[..end].to_vec());
            assert_eq!(records.find(&PART), Some("first".to_owned()));
            assert_eq!(records.repair(), Some(&whole[..first]));
            assert_eq!(records.repair(), None);
        }
    }

    #[test]
    fn no_byte_can_change_unseen() {
        let whole = written(&["a value"]);
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << bit;
                assert_eq!(Records::new(bytes).find::<String>(&PART), None, "bit {bit} of byte {at}");
            }
        }
    }
}
