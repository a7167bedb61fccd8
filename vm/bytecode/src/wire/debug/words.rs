//! Names as words. Names of functions and types repeat those of modules and other types many times over, so a name is
//! cut after its punctuation, and each word is written in full only where it first appears.

use std::collections::{HashMap, HashSet};

use crate::leb::write_unsigned;
use crate::read::{Problem, Read, Reader};

/// A word has at most so many bytes, so that a short file can't stand for endless names.
const LONGEST: usize = 32;

/// The words of a name, in the one way in which it is cut.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let mut end = 0;
        for c in rest.chars() {
            if end + c.len_utf8() > LONGEST {
                break;
            }
            end += c.len_utf8();
            if matches!(c, '.' | ',' | ' ' | '<' | '>' | '(' | ')' | '[' | ']' | '/') {
                break;
            }
        }
        let word;
        (word, rest) = rest.split_at(end);
        (!word.is_empty()).then_some(word)
    })
}

/// Writes names: the number of words, and for each the number of the word, or 0 and the word itself.
#[derive(Default)]
pub(super) struct WordWriter<'module> {
    pub out: Vec<u8>,
    /// The number of each word, from 1, in the order of appearance.
    numbers: HashMap<&'module str, u64>,
}

impl<'module> WordWriter<'module> {
    pub fn name(&mut self, name: &'module str) {
        write_unsigned(&mut self.out, words(name).count() as u64);
        for word in words(name) {
            let next = self.numbers.len() as u64 + 1;
            let number = *self.numbers.entry(word).or_insert(next);
            if number == next {
                self.out.extend([0, word.len() as u8]);
                self.out.extend(word.as_bytes());
            } else {
                write_unsigned(&mut self.out, number);
            }
        }
    }
}

/// Reads names.
pub(super) struct WordReader<'reader, 'bytes> {
    pub from: &'reader mut Reader<'bytes>,
    words: Vec<&'bytes str>,
    known: HashSet<&'bytes str>,
    /// The name that is read and the lengths of its words.
    name: String,
    lengths: Vec<usize>,
}

impl<'reader, 'bytes> WordReader<'reader, 'bytes> {
    pub fn new(from: &'reader mut Reader<'bytes>) -> Self {
        Self { from, words: Vec::new(), known: HashSet::new(), name: String::new(), lengths: Vec::new() }
    }

    pub fn name(&mut self) -> Read<Box<str>> {
        let start = self.from.offset();
        let count = self.from.length(1)?;
        self.name.clear();
        self.lengths.clear();
        for _ in 0..count {
            let word = self.word()?;
            self.name.push_str(word);
            self.lengths.push(word.len());
        }
        match words(&self.name).map(str::len).eq(self.lengths.iter().copied()) {
            true => Ok(self.name.as_str().into()),
            false => self.from.fail_at(start, Problem::Words),
        }
    }

    fn word(&mut self) -> Read<&'bytes str> {
        let start = self.from.offset();
        let number = self.from.unsigned()?;
        let Some(place) = number.checked_sub(1) else { return self.new_word() };
        match usize::try_from(place).ok().and_then(|place| self.words.get(place)) {
            Some(word) => Ok(word),
            None => self.from.fail_at(start, Problem::Unknown { what: "word", number }),
        }
    }

    fn new_word(&mut self) -> Read<&'bytes str> {
        let length = usize::from(self.from.byte()?);
        let start = self.from.offset();
        let bytes = self.from.take(length)?;
        let Ok(word) = std::str::from_utf8(bytes) else { return self.from.fail_at(start, Problem::Utf8) };
        if !self.known.insert(word) {
            return self.from.fail_at(start, Problem::Words);
        }
        self.words.push(word);
        Ok(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_after_punctuation_and_where_they_get_long() {
        let cut = |name: &str| words(name).collect::<Vec<_>>().join("|");
        assert_eq!(cut(""), "");
        assert_eq!(cut("main"), "main");
        assert_eq!(cut("std.list.List<(string, int)>.len"), "std.|list.|List<|(|string,| |int)|>|.|len");
        assert_eq!(cut(&"x".repeat(40)), format!("{}|{}", "x".repeat(32), "x".repeat(8)));
        assert_eq!(cut(&"ä€".repeat(8)), format!("{}|{}", "ä€".repeat(6) + "ä", "€".to_owned() + "ä€"));
    }
}
