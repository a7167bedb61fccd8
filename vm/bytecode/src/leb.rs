//! LEB128, the format of numbers in a module: seven bits to a byte, least significant first, the top bit says that more
//! follow. Only the shortest form of a number is read.

use crate::read::{Problem, Read, Reader};

/// Appends an unsigned number.
#[inline]
pub(crate) fn write_unsigned(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed number: two's complement, the sign is bit 6 of the last byte.
#[inline]
pub(crate) fn write_signed(out: &mut Vec<u8>, mut value: i64) {
    while !(-0x40..0x40).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
}

impl Reader<'_> {
    /// Reads an unsigned number.
    #[inline]
    pub(crate) fn unsigned(&mut self) -> Read<u64> {
        let byte = self.byte()?;
        if byte < 0x80 { Ok(u64::from(byte)) } else { self.long_unsigned(byte) }
    }

    /// Reads an unsigned number of at most 32 bits.
    #[inline]
    pub(crate) fn number(&mut self) -> Read<u32> {
        let start = self.offset();
        let value = self.unsigned()?;
        u32::try_from(value).or_else(|_| self.fail_at(start, Problem::TooLarge))
    }

    /// Reads a signed number.
    #[inline]
    pub(crate) fn signed(&mut self) -> Read<i64> {
        let byte = self.byte()?;
        // Moves bit 6 to the sign and back, filling.
        if byte < 0x80 { Ok(i64::from((byte << 1) as i8 >> 1)) } else { self.long_signed(byte) }
    }

    fn long_unsigned(&mut self, first: u8) -> Read<u64> {
        let start = self.offset() - 1;
        let mut value = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte >= 0x80 {
                continue;
            }
            return match byte {
                0 => self.fail_at(start, Problem::NotShortest),
                2.. if shift == 63 => self.fail_at(start, Problem::TooLarge),
                _ => Ok(value),
            };
        }
        self.fail_at(start, Problem::TooLarge)
    }

    fn long_signed(&mut self, first: u8) -> Read<i64> {
        let start = self.offset() - 1;
        let mut value = i64::from(first & 0x7f);
        let mut previous = first;
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            value |= i64::from(byte & 0x7f) << shift;
            if byte >= 0x80 {
                previous = byte;
                continue;
            }
            // The last byte is redundant when it only repeats the sign bit of the one before.
            let repeats = if previous & 0x40 == 0 { byte == 0 } else { byte == 0x7f };
            return match byte {
                _ if repeats => self.fail_at(start, Problem::NotShortest),
                1..0x7f if shift == 63 => self.fail_at(start, Problem::TooLarge),
                _ => Ok(value << (57_u32.saturating_sub(shift)) >> (57_u32.saturating_sub(shift))),
            };
        }
        self.fail_at(start, Problem::TooLarge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boundaries() -> impl Iterator<Item = u64> {
        (0..64).flat_map(|bit| [(1_u64 << bit) - 1, 1 << bit, !(1 << bit)]).chain([u64::MAX])
    }

    #[test]
    fn numbers_come_back() {
        for value in boundaries() {
            let mut bytes = Vec::new();
            write_unsigned(&mut bytes, value);
            write_signed(&mut bytes, value as i64);
            write_signed(&mut bytes, -(value as i64 >> 1));
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.unsigned().unwrap(), value);
            assert_eq!(reader.signed().unwrap(), value as i64);
            assert_eq!(reader.signed().unwrap(), -(value as i64 >> 1));
            assert_eq!(reader.left(), 0);
        }
    }

    #[test]
    fn only_the_shortest_form_is_read() {
        let problem = |bytes: &[u8]| Reader::new(bytes).unsigned().unwrap_err().problem;
        assert_eq!(problem(&[0x80, 0]), Problem::NotShortest);
        assert_eq!(problem(&[0xff, 0x80, 0]), Problem::NotShortest);
        assert_eq!(problem(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]), Problem::TooLarge);
        assert_eq!(problem(&[0x80; 11]), Problem::TooLarge);
        assert_eq!(problem(&[0x80]), Problem::Truncated);

        let problem = |bytes: &[u8]| Reader::new(bytes).signed().unwrap_err().problem;
        assert_eq!(problem(&[0x80, 0]), Problem::NotShortest);
        assert_eq!(problem(&[0xff, 0x7f]), Problem::NotShortest);
        assert_eq!(problem(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]), Problem::TooLarge);
        assert_eq!(problem(&[0x80; 11]), Problem::TooLarge);
    }

    /// Whatever is read is written back as it was.
    #[test]
    fn every_short_sequence() {
        for bytes in (0..=u16::MAX).map(u16::to_le_bytes) {
            let mut reader = Reader::new(&bytes);
            if let Ok(value) = reader.unsigned() {
                let mut again = Vec::new();
                write_unsigned(&mut again, value);
                assert_eq!(again, bytes[..reader.offset()]);
            }
            let mut reader = Reader::new(&bytes);
            if let Ok(value) = reader.signed() {
                let mut again = Vec::new();
                write_signed(&mut again, value);
                assert_eq!(again, bytes[..reader.offset()]);
            }
        }
    }
}
