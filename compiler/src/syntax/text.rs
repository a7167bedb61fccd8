//! What the literals say: escapes, indentation of long strings, digits.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::mistakes;

/// The text of a file, and the place of its first byte.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    pub text: &'a str,
    pub base: u32,
}

impl<'a> Text<'a> {
    pub fn slice(self, span: Span) -> &'a str {
        let range = (span.start - self.base) as usize..(span.end - self.base) as usize;
        self.text.get(range).unwrap_or_default()
    }
}

/// What a message quotes of a text: all, unless no person wrote it.
pub fn brief(text: &str) -> &str {
    &text[..text.floor_char_boundary(QUOTED)]
}

/// Bytes that a message quotes, at most.
const QUOTED: usize = 1000;

/// A piece of a string as it was written, without quotes and braces, and the place where it starts.
#[derive(Clone, Copy)]
pub struct Piece<'a> {
    pub text: &'a str,
    pub place: u32,
}

impl<'a> Piece<'a> {
    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.place + from as u32, self.place + to as u32)
    }

    fn cut(self, from: usize, to: usize) -> Piece<'a> {
        Piece { text: self.text.get(from..to).unwrap_or_default(), place: self.place + from as u32 }
    }
}

/// The text of a piece with its escapes replaced.
pub fn unescape(piece: Piece, mistakes: &mut Vec<Diagnostic>) -> String {
    let mut text = String::with_capacity(piece.text.len());
    append(piece, &mut text, mistakes);
    text
}

fn append(piece: Piece, text: &mut String, mistakes: &mut Vec<Diagnostic>) {
    let mut at = 0;
    while let Some(found) = piece.text[at..].find('\\') {
        text.push_str(&piece.text[at..at + found]);
        let start = at + found;
        let (read, length) = escape(&piece.text[start + 1..]);
        at = start + 1 + length;
        match read {
            Ok(character) => text.push(character),
            Err(problem) => mistakes.push(mistakes::bad_escape(piece.span(start, at), problem)),
        }
    }
    text.push_str(&piece.text[at..]);
}

/// What is wrong with an escape.
#[derive(Clone, Copy)]
pub enum BadEscape {
    /// No escape has this letter.
    Unknown,
    /// `\x` without two hexadecimal digits up to `7f`.
    Byte,
    /// `\u` without `{…}`, or with a number that no character has.
    Unicode,
}

/// The character of an escape whose text behind the backslash is `rest`, and how many bytes of it belong to the escape.
fn escape(rest: &str) -> (Result<char, BadEscape>, usize) {
    let simple = match rest.chars().next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('0') => '\0',
        Some(same @ ('\\' | '"' | '\'' | '{' | '}')) => same,
        Some('x') => return byte_escape(rest),
        Some('u') => return unicode_escape(rest),
        Some(other) => return (Err(BadEscape::Unknown), other.len_utf8()),
        None => return (Err(BadEscape::Unknown), 0),
    };
    (Ok(simple), 1)
}

fn byte_escape(rest: &str) -> (Result<char, BadEscape>, usize) {
    let digits = rest.bytes().skip(1).take(2).take_while(u8::is_ascii_hexdigit).count();
    let value = u8::from_str_radix(&rest[1..1 + digits], 16).ok().filter(|value| digits == 2 && value.is_ascii());
    (value.map(char::from).ok_or(BadEscape::Byte), 1 + digits)
}

fn unicode_escape(rest: &str) -> (Result<char, BadEscape>, usize) {
    let Some(inner) = rest[1..].strip_prefix('{') else { return (Err(BadEscape::Unicode), 1) };
    let digits = inner.bytes().take_while(u8::is_ascii_hexdigit).count();
    let length = 2 + digits + usize::from(inner[digits..].starts_with('}'));
    let closed = length == digits + 3;
    let value = u32::from_str_radix(&inner[..digits], 16).ok().filter(|_| closed && digits <= 6);
    (value.and_then(char::from_u32).ok_or(BadEscape::Unicode), length)
}

/// The texts of the pieces of a string in `"""`, between which expressions stand: the first line break, the indentation
/// of the closing quotes and the last line break are not part of them.
pub fn unindent(pieces: &[Piece], mistakes: &mut Vec<Diagnostic>) -> Vec<String> {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return Vec::new() };
    let start = first.text.find('\n').map_or(first.text.len(), |newline| newline + 1);
    if !first.text[..start].trim().is_empty() || !first.text[..start].ends_with('\n') {
        mistakes.push(mistakes::text_beside_quotes(first.span(0, first.text[..start].trim_end().len()), true));
    }
    let closing = last.text.rfind('\n').map_or(0, |newline| newline + 1);
    let indentation = &last.text[closing..];
    let on_own_line = indentation.trim().is_empty() && last.text[..closing].ends_with('\n');
    if !on_own_line {
        mistakes.push(mistakes::text_beside_quotes(last.span(closing + skipped(indentation), last.text.len()), false));
    }
    let indentation = if on_own_line { indentation } else { "" };
    let count = pieces.len();
    let mut texts = Vec::with_capacity(count);
    for (number, &piece) in pieces.iter().enumerate() {
        let from = if number == 0 { start } else { 0 };
        let to =
            if number + 1 == count && on_own_line { closing.saturating_sub(1).max(from) } else { piece.text.len() };
        texts.push(unindent_piece(piece.cut(from, to), number == 0, indentation, mistakes));
    }
    texts
}

/// How many bytes of white space a line starts with.
fn skipped(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn unindent_piece(piece: Piece, at_line_start: bool, indentation: &str, mistakes: &mut Vec<Diagnostic>) -> String {
    let mut text = String::with_capacity(piece.text.len());
    let mut from = 0;
    for (number, line) in piece.text.split_inclusive('\n').enumerate() {
        let starts_line = number > 0 || at_line_start;
        let content = line.trim_end_matches(['\n', '\r']);
        let kept = match content.strip_prefix(indentation) {
            _ if !starts_line => content,
            Some(kept) => kept,
            None if content.trim().is_empty() => "",
            None => {
                mistakes.push(mistakes::less_indented(piece.span(from + skipped(content), from + content.len())));
                content.trim_start()
            }
        };
        let skipped = content.len() - kept.len();
        append(piece.cut(from + skipped, from + content.len()), &mut text, mistakes);
        if line.ends_with('\n') {
            text.push('\n');
        }
        from += line.len();
    }
    text
}

/// The number that digits with a prefix for their base stand for; none if it has more than 64 bits.
pub fn integer(text: &str) -> Option<u64> {
    let (digits, base) = match text.as_bytes() {
        [b'0', b'x', ..] => (&text[2..], 16),
        [b'0', b'o', ..] => (&text[2..], 8),
        [b'0', b'b', ..] => (&text[2..], 2),
        _ => (text, 10),
    };
    let mut value: u64 = 0;
    for digit in digits.chars().filter_map(|character| character.to_digit(base)) {
        value = value.checked_mul(u64::from(base))?.checked_add(u64::from(digit))?;
    }
    Some(value)
}

/// The text of doc comments whose lines start with `prefix`.
pub fn docs(text: &str, prefix: &str) -> Box<str> {
    let lines = text.lines().filter_map(|line| line.trim_start().strip_prefix(prefix));
    let lines: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").into()
}
