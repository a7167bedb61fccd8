//! Texts that are nearly right: made by the grammar with something lost, edited, or thrown together.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::grammar;

/// Pieces that mean something to the parser, in any order.
pub fn soup() -> impl Strategy<Value = String> {
    const PIECES: &str = "fn let var if else match while for in loop struct enum impl interface import const pub test \
        return break continue defer assert self Self none null true type extern is as as? x y Point std int 1 2.5 0x \
        'a' 'ab' 'l \" \"\"\" \"a\" \"{ }\" r\" r#\" { } ( ) [ ] < > << >> >= = == => -> + - * / ! ? ?? ?. . .. ..= , \
        ; : :: | || & && @ # $ \\ _ // /// //! /* */ mut and elif ++ é 漢 \u{0} \u{feff}";
    let piece = select(PIECES.split(' ').collect::<Vec<_>>());
    let gap = select(vec!["", " ", " ", " ", "\n", "\n    ", "\r\n", "\t"]);
    let pieces = prop::collection::vec((piece, gap), 0..60);
    pieces.prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

/// A text made by the grammar, with one sign taken out.
pub fn broken() -> impl Strategy<Value = String> {
    (grammar::program(), any::<Index>()).prop_map(|(text, index)| {
        let words: Vec<(usize, &str)> =
            text.match_indices(|c: char| !c.is_whitespace() && !c.is_alphanumeric()).collect();
        match words.is_empty() {
            true => text,
            false => {
                let (at, word) = words[index.index(words.len())];
                text[..at].to_owned() + &text[at + word.len()..]
            }
        }
    })
}

/// A program with one line, word or sign taken out, doubled, or put in place of another.
pub fn edited(text: &str, other: &str, [from, to, how]: [Index; 3]) -> String {
    let lines = how.index(2) == 0;
    let is_end = |c: char| if lines { c == '\n' } else { !c.is_alphanumeric() && c != '_' };
    let parts: Vec<&str> = text.split_inclusive(is_end).collect();
    let others: Vec<&str> = other.split_inclusive(is_end).collect();
    if parts.is_empty() || others.is_empty() {
        return other.to_owned();
    }
    let (at, new) = (from.index(parts.len()), others[to.index(others.len())]);
    let middle = match how.index(3) {
        0 => String::new(),
        1 => parts[at].repeat(2),
        _ => new.to_owned(),
    };
    parts[..at].concat() + &middle + &parts[at + 1..].concat()
}
