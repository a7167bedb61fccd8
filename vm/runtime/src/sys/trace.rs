//! One line for every system call, as `strace` writes them: name, arguments, result. Driven by the table alone: an
//! argument is shown by its type, and a byte array that two integers follow is a buffer of which the call has moved the
//! first so many bytes.
#![forbid(unsafe_code)]

use super::{Ended, Errno, Gate};
use crate::call::Call;
use pvm_bytecode::syscall::SysCall;
use pvm_bytecode::{HeapType, RefType, ValueType};

/// Takes the line of a call, without its line end.
pub type Tracer = Box<dyn FnMut(&str) + Send>;

/// Longer texts are cut.
const SHOWN: usize = 48;

impl Gate {
    /// Tells the tracer, if there is one, how a call went.
    pub(super) fn tell<C: Call>(&mut self, row: &SysCall, call: &C, result: &Result<u64, Ended>) {
        if let Some(tracer) = &mut self.tracer {
            let refusal = self.denial.as_ref().map(ToString::to_string);
            tracer(&line(row, call, result, refusal.as_deref()));
        }
    }
}

fn line<C: Call>(row: &SysCall, call: &C, result: &Result<u64, Ended>, denial: Option<&str>) -> String {
    let moved = result.as_ref().ok().and_then(|&value| usize::try_from(value as i64).ok()).unwrap_or(0);
    let arguments: Vec<_> = (0..row.params.len()).map(|index| argument(row, call, index, moved)).collect();
    let outcome = match result {
        Err(Ended::Exit(_)) => "no return".into(),
        Err(Ended::Trap(trap)) => format!("trap: {trap}"),
        Ok(value) => shown_result(row, *value, denial),
    };
    format!("{}({}) = {outcome}", row.name, arguments.join(", "))
}

fn argument<C: Call>(row: &SysCall, call: &C, index: usize, moved: usize) -> String {
    match row.params.get(index) {
        Some(ValueType::I64) => call.int(index).to_string(),
        Some(ValueType::F64) => call.float(index).to_string(),
        Some(ValueType::Ref(RefType { heap: HeapType::String, .. })) => quoted(call.string(index).as_bytes()),
        Some(ValueType::Ref(RefType { heap: HeapType::Bytes, .. })) => {
            let bytes = call.bytes(index);
            let start = if is_window(row, index) { usize::try_from(call.int(index + 1)).ok() } else { None };
            let part = start.and_then(|start| bytes.get(start..)?.get(..moved));
            part.map_or_else(|| format!("[{} bytes]", bytes.len()), quoted)
        }
        _ => "…".into(),
    }
}

/// Whether the byte array at `index` is followed by where it starts and how long it is.
fn is_window(row: &SysCall, index: usize) -> bool {
    row.params.get(index + 1..index + 3) == Some(&[ValueType::I64, ValueType::I64])
}

fn shown_result(row: &SysCall, value: u64, denial: Option<&str>) -> String {
    match row.result {
        None => "()".into(),
        Some(ValueType::I64) => match Errno::from_number((value as i64).wrapping_neg()) {
            Some(errno) => {
                let reason =
                    denial.map_or_else(|| errno.text().to_owned(), |denial| format!("{}: {denial}", errno.text()));
                format!("-{} ({reason})", errno.name())
            }
            None => (value as i64).to_string(),
        },
        Some(ValueType::F64) => f64::from_bits(value).to_string(),
        Some(ValueType::Ref(_)) if value == 0 => "null".into(),
        Some(ValueType::Ref(_)) => "an object".into(),
    }
}

/// The bytes as text in quotes, with escapes, cut when they are many.
fn quoted(bytes: &[u8]) -> String {
    match bytes.get(..SHOWN) {
        Some(start) if bytes.len() > SHOWN => format!("\"{}\"…", start.escape_ascii()),
        _ => format!("\"{}\"", bytes.escape_ascii()),
    }
}
