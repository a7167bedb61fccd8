//! Which function carries out which system call: the handlers in the order of `pvm_bytecode::syscall::TABLE`. A handler
//! takes the arguments out of the guest's memory and gives them to the gate.
#![forbid(unsafe_code)]

use super::errno::Errno;
use super::mounts::Last;
use super::{Answer, Ended, Failure, Gate};
use crate::call::{Call, NULL, Piece};
use pvm_bytecode::SysId;
use std::ops::Range;

/// Carries out one call.
pub type Handler<C> = fn(&mut Gate, &mut C) -> Answer;

macro_rules! handlers {
    ($($name:ident: $handler:expr,)*) => {
        /// The handler of a call, if there is one with this number.
        pub fn handler<C: Call>(id: SysId) -> Option<Handler<C>> {
            let handlers: &[Handler<C>] = &[$($handler),*];
            handlers.get(id.index()).copied()
        }

        /// The names of the calls that have a handler, in order.
        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

handlers! {
    exit: |_, call| Err(Failure::Ended(Ended::Exit(call.int(0)))),
    write: |gate, call| {
        let range = window(call.bytes(1), call.int(2), call.int(3))?;
        gate.write(call.int(0), call.bytes(1).get(range).ok_or(Errno::EINVAL)?, &|| call.poll())
    },
    read: |gate, call| {
        let handle = call.int(0);
        gate.before_read(handle, &|| call.poll())?;
        let buffer = buffer(call, 1, 2, 3)?;
        gate.read(handle, buffer)
    },
    open: |gate, call| gate.open_path(call.string(0), call.int(1), call.int(2)),
    close: |gate, call| gate.close(call.int(0)),
    seek: |gate, call| gate.seek(call.int(0), call.int(1), call.int(2)),
    stat: |gate, call| {
        let last = if call.int(1) == 0 { Last::Keep } else { Last::Follow };
        let description = gate.stat(call.string(0), last)?;
        fill(call.bytes_mut(2), &description)
    },
    fstat: |gate, call| {
        let description = gate.fstat(call.int(0))?;
        fill(call.bytes_mut(1), &description)
    },
    readdir: |gate, call| {
        let handle = call.int(0);
        let buffer = buffer(call, 1, 2, 3)?;
        gate.readdir(handle, buffer)
    },
    mkdir: |gate, call| gate.mkdir(call.string(0), call.int(1)),
    rmdir: |gate, call| gate.rmdir(call.string(0)),
    rename: |gate, call| gate.rename(call.string(0), call.string(1)),
    unlink: |gate, call| gate.unlink(call.string(0)),
    truncate: |gate, call| gate.truncate(call.int(0), call.int(1)),
    sync: |gate, call| gate.sync(call.int(0)),
    readlink: |gate, call| {
        let target = gate.readlink(call.string(0))?;
        let buffer = buffer(call, 1, 2, 3)?;
        let target = target.as_os_str().as_encoded_bytes();
        buffer.iter_mut().zip(target).for_each(|(place, byte)| *place = *byte);
        Ok(target.len() as u64)
    },
    args: |gate, call| strings(call, &gate.arguments),
    getenv: |gate, call| match gate.getenv(call.string(0))? {
        Some(value) => Ok(call.new_text(value)?),
        None => Ok(NULL),
    },
    environment: |gate, call| strings(call, &gate.environment()),
    getpid: |gate, _| Ok(gate.number),
    clock_wall: |gate, _| gate.clock.wall(),
    clock_monotonic: |gate, _| gate.clock.monotonic(),
    sleep: |gate, call| gate.clock.sleep(call.int(0), &|| call.poll()),
    random: |gate, call| {
        let buffer = buffer(call, 0, 1, 2)?;
        gate.random.fill(buffer)
    },
    memory_info: |gate, call| gate.memory_info(call.int(0), call.memory()),
    gc: |_, call| {
        call.collect()?;
        Ok(0)
    },
    isatty: |gate, call| gate.isatty(call.int(0)),
    denial: |gate, call| match gate.denial() {
        Some(denial) => {
            let text = denial.to_string();
            Ok(call.new_text(&text)?)
        }
        None => Ok(NULL),
    },
    write_string: |gate, call| gate.write_string(call.int(0), call.string(1), &|| call.poll()),
}

/// The range of a buffer that starts at `from` and is `count` long, or `EINVAL` when the buffer doesn't have it.
fn window(bytes: &[u8], from: i64, count: i64) -> Result<Range<usize>, Errno> {
    let range = usize::try_from(from).ok().zip(usize::try_from(count).ok());
    let range = range.and_then(|(from, count)| Some(from..from.checked_add(count)?));
    range.filter(|range| range.end <= bytes.len()).ok_or(Errno::EINVAL)
}

/// The window of the byte array at position `bytes` that the integers at two other positions describe.
fn buffer<C: Call>(call: &mut C, bytes: usize, from: usize, count: usize) -> Result<&mut [u8], Errno> {
    let range = window(call.bytes(bytes), call.int(from), call.int(count))?;
    call.bytes_mut(bytes).get_mut(range).ok_or(Errno::EINVAL)
}

/// Puts a description at the start of a buffer, or gives `EINVAL` when it is too short.
fn fill(buffer: &mut [u8], description: &[u8]) -> Answer {
    buffer.get_mut(..description.len()).ok_or(Errno::EINVAL)?.copy_from_slice(description);
    Ok(0)
}

/// A new array with these strings.
fn strings<C: Call>(call: &mut C, strings: &[String]) -> Answer {
    let mut rest = strings.iter();
    Ok(call.new_strings(strings.len(), |_| Piece::Text(rest.next().map_or("", String::as_str)))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::syscall::TABLE;

    #[test]
    fn the_handlers_stand_in_the_order_of_the_table() {
        assert_eq!(NAMES, TABLE.iter().map(|row| row.name).collect::<Vec<_>>());
    }

    #[test]
    fn a_window_lies_within_its_buffer() {
        assert_eq!(window(&[0; 4], 1, 3), Ok(1..4));
        assert_eq!(window(&[0; 4], 4, 0), Ok(4..4));
        for (from, count) in [(-1, 1), (0, -1), (0, 5), (5, 0), (i64::MAX, i64::MAX), (i64::MIN, i64::MIN)] {
            assert_eq!(window(&[0; 4], from, count), Err(Errno::EINVAL), "{from} {count}");
        }
    }
}
