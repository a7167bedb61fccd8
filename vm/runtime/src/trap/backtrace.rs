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
    fn new(module: &Module, position: Position) -> Self {
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

/// One frame a line.
impl fmt::Display for Backtrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, frame) in self.frames.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            if let Some((count, _)) = self.omitted.filter(|(_, place)| *place == index) {
                writeln!(f, "  … {count} more")?;
            }
            write!(f, "  at {frame}")?;
        }
        Ok(())
    }
}
