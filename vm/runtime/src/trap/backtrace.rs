//! Where a guest was: its frames as people name them.
#![forbid(unsafe_code)]

use crate::frame::Position;
use pvm_bytecode::Module;
use std::fmt;

/// Of a deep stack so many frames are kept at its end, and as many at its start.
const KEPT: usize = 32;

/// The calls that led to a place, the innermost first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Backtrace {
    pub frames: Vec<Frame>,
    /// How many frames were left out, and behind how many of `frames` they belong.
    pub omitted: Option<(u64, usize)>,
}

/// A place in a function.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The function's name, or its number if the module doesn't say.
    pub function: String,
    pub file: Option<String>,
    /// Line and column, both counted from 1.
    pub place: Option<(u32, u32)>,
    /// The same as the machine counts.
    pub position: Position,
}

impl Backtrace {
    /// Names the given positions, the outermost first.
    pub fn new(module: &Module, positions: impl Iterator<Item = Position>) -> Self {
        let (mut outer, mut inner, mut count) = (Vec::new(), std::collections::VecDeque::new(), 0u64);
        for position in positions {
            count += 1;
            if outer.len() < KEPT {
                outer.push(position);
            } else {
                inner.push_back(position);
                if inner.len() > KEPT {
                    inner.pop_front();
                }
            }
        }
        let omitted = count - (outer.len() + inner.len()) as u64;
        let place = inner.len();
        let positions = inner.into_iter().rev().chain(outer.into_iter().rev());
        Self {
            frames: positions.map(|position| Frame::new(module, position)).collect(),
            omitted: (omitted > 0).then_some((omitted, place)),
        }
    }
}

impl Frame {
    /// The place of an instruction.
    pub fn new(module: &Module, position: Position) -> Self {
        let debug = module.debug.functions.get(position.function.index());
        let name = debug.map(|debug| &*debug.name).filter(|name| !name.is_empty());
        let line = debug.and_then(|debug| {
            let next = debug.lines.partition_point(|line| line.op <= position.op);
            debug.lines.get(next.checked_sub(1)?)
        });
        let file = line.and(debug).and_then(|debug| module.debug.files.get(debug.file as usize));
        Self {
            function: name.map_or_else(|| format!("function {}", position.function.0), str::to_owned),
            file: file.map(|file| file.to_string()),
            place: line.map(|line| (line.line, line.column)),
            position,
        }
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.function)?;
        match (&self.file, self.place) {
            (Some(file), Some((line, column))) => write!(f, " ({file}:{line}:{column})"),
            (None, Some((line, column))) => write!(f, " ({line}:{column})"),
            _ => Ok(()),
        }
    }
}

/// One call a line. Many calls of one place in a row, as endless recursion makes them, are told once and counted; what has no
/// place in a source is told only where nothing has one.
impl fmt::Display for Backtrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (omitted, place) = self.omitted.unwrap_or_default();
        let (inner, outer) = self.frames.split_at(place);
        let mut lines = self.lines(inner);
        lines.extend((omitted > 0).then(|| format!("  … {omitted} calls between")));
        lines.extend(self.lines(outer));
        f.write_str(&lines.join("\n"))
    }
}

impl Backtrace {
    fn lines(&self, frames: &[Frame]) -> Vec<String> {
        let places = self.frames.iter().any(|frame| frame.place.is_some());
        let told = frames.iter().filter(|frame| frame.place.is_some() == places);
        let told: Vec<String> = told.map(|frame| format!("  at {frame}")).collect();
        let mut lines = Vec::new();
        for same in told.chunk_by(|a, b| a == b) {
            if same.len() < 3 {
                lines.extend_from_slice(same);
            } else {
                lines.extend([same[0].clone(), format!("  … and again, {} times", same.len() - 1)]);
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::FunctionId;

    fn frame(function: &str, place: Option<(u32, u32)>) -> Frame {
        let file = place.map(|_| "a.nido".to_owned());
        Frame { function: function.to_owned(), file, place, position: Position { function: FunctionId(0), op: 0 } }
    }

    #[test]
    fn endless_recursion_is_told_in_a_few_lines() {
        let deep = || frame("deep", Some((1, 5)));
        let frames = vec![deep(), deep(), deep(), deep(), deep(), frame("main", Some((4, 5))), frame("start", None)];
        let shown = Backtrace { frames, omitted: Some((900, 3)) }.to_string();
        let expected = "  at deep (a.nido:1:5)\n  … and again, 2 times\n  … 900 calls between\n  at deep (a.nido:1:5)\n  \
                        at deep (a.nido:1:5)\n  at main (a.nido:4:5)";
        assert_eq!(shown, expected);
    }

    #[test]
    fn without_places_every_function_is_told() {
        let frames = vec![frame("function 3", None), frame("function 1", None)];
        assert_eq!(Backtrace { frames, omitted: None }.to_string(), "  at function 3\n  at function 1");
    }
}
