//! Standard streams: granted or not, short, interrupted, closed, limited.

use super::*;
use pvm_bytecode::TrapKind;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn granted() -> Grants {
    Grants::none().with(Grant::Streams)
}

#[test]
fn granted_streams_carry_bytes() {
    let mut guest = Guest::new(&granted());
    assert_eq!(guest.read(0, 3), b"inp");
    assert_eq!(guest.read(0, 100), b"ut");
    assert_eq!(guest.read(0, 100), b"");
    assert_eq!(guest.write(1, "out"), 3);
    assert_eq!(guest.write(2, "err"), 3);
    let made = guest.make("write", &[1.into(), b"<abc>".as_slice().into(), 1.into(), 3.into()]);
    assert_eq!(made.result, Ok(3));
    assert_eq!((guest.streams.output(), guest.streams.error()), (b"outabc".to_vec(), b"err".to_vec()));
}

#[test]
fn streams_that_are_not_granted_are_refused() {
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.error("write", [1.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EPERM");
    assert_eq!(guest.denial(), "using standard output needs a grant: Grant::Streams");
    assert_eq!(guest.error("read", [0.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EPERM");
    assert!(guest.streams.output().is_empty());
    assert_eq!(guest.number("isatty", [1.into()]), 0);
}

#[test]
fn streams_go_one_way_and_are_no_files() {
    let mut guest = Guest::new(&granted());
    assert_eq!(guest.error("read", [1.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EBADF");
    assert_eq!(guest.error("write", [0.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EBADF");
    assert_eq!(guest.error("seek", [0.into(), 0.into(), 0.into()]), "ESPIPE");
    assert_eq!(guest.error("sync", [1.into()]), "EINVAL");
    assert_eq!(guest.error("truncate", [1.into(), 0.into()]), "EBADF");
    assert_eq!(guest.error("close", [1.into()]), "ok");
}

/// Does what the script says, one step for each operation.
struct Scripted(VecDeque<io::Result<usize>>);

impl Streams for Scripted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.pop_front().expect("a step")?;
        buffer.iter_mut().take(count).for_each(|byte| *byte = b'r');
        Ok(count)
    }

    fn write(&mut self, _: Stream, _: &[u8]) -> io::Result<usize> {
        self.0.pop_front().expect("a step")
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        stream == Stream::Error
    }
}

fn scripted(steps: impl IntoIterator<Item = io::Result<usize>>) -> Guest {
    let streams = Box::new(Scripted(steps.into_iter().collect()));
    let gate = Gate::open(&granted(), Quotas::default(), streams).expect("the grants are right");
    Guest { gate, streams: MemoryStreams::default() }
}

fn broken(kind: io::ErrorKind) -> io::Result<usize> {
    Err(io::Error::from(kind))
}

#[test]
fn interrupted_operations_are_done_again() {
    let interrupted = || broken(io::ErrorKind::Interrupted);
    let mut guest = scripted([interrupted(), interrupted(), Ok(2), interrupted(), Ok(1)]);
    assert_eq!(guest.read(0, 10), b"rr");
    assert_eq!(guest.write(1, "abc"), 1);
}

#[test]
fn failures_of_a_stream_are_error_numbers() {
    let kinds =
        [io::ErrorKind::BrokenPipe, io::ErrorKind::WouldBlock, io::ErrorKind::StorageFull, io::ErrorKind::Other];
    let mut guest = scripted(kinds.map(broken));
    for error in ["EPIPE", "EAGAIN", "ENOSPC", "EIO"] {
        assert_eq!(guest.error("write", [1.into(), b"x".as_slice().into(), 0.into(), 1.into()]), error);
    }
    let mut guest = scripted([broken(io::ErrorKind::BrokenPipe)]);
    assert_eq!(guest.error("read", [0.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EPIPE");
}

#[test]
fn a_stream_that_claims_too_much_is_not_believed() {
    let mut guest = scripted([Ok(100), Ok(100)]);
    assert_eq!(guest.read(0, 4), b"rrrr");
    assert_eq!(guest.write(1, "abc"), 3);
}

#[test]
fn a_terminal_is_told_from_a_file() {
    let mut guest = scripted([]);
    assert_eq!(guest.number("isatty", [2.into()]), 1);
    assert_eq!(guest.number("isatty", [1.into()]), 0);
    assert_eq!(guest.error("isatty", [7.into()]), "EBADF");
}

#[test]
fn output_ends_at_its_limit() {
    let mut guest = Guest::with_quotas(&granted(), Quotas { output: 10, ..Quotas::default() });
    assert_eq!(guest.write(1, "12345"), 5);
    assert_eq!(guest.write(2, "12345"), 5);
    let made = guest.make("write", &[1.into(), b"x".as_slice().into(), 0.into(), 1.into()]);
    let message = "the guest may write 10 bytes and wanted to write 11";
    assert_eq!(made.result, Err(Ended::Trap(Trap::new(TrapKind::OutputLimit, message))));
    assert_eq!(guest.streams.output(), b"12345");
}

fn print(guest: &mut Guest, handle: i64, text: &str) -> i64 {
    guest.number("write_string", [handle.into(), text.into()])
}

fn finish(guest: &mut Guest) -> Result<(), Unwritten> {
    guest.gate.finish(&|| Ok(()))
}

#[test]
fn printed_strings_are_gathered_until_something_else_is_seen() {
    let mut guest = Guest::new(&granted());
    assert_eq!(print(&mut guest, 1, "one\n"), 4);
    assert_eq!(guest.streams.output(), b"");
    assert_eq!(print(&mut guest, 2, "problem\n"), 8);
    assert_eq!((guest.streams.output(), guest.streams.error()), (b"one\n".to_vec(), b"problem\n".to_vec()));
    print(&mut guest, 1, "two ");
    guest.write(1, "three ");
    print(&mut guest, 1, "four ");
    guest.read(0, 1);
    print(&mut guest, 1, "five");
    assert_eq!(guest.streams.output(), b"one\ntwo three four ");
    assert_eq!(finish(&mut guest), Ok(()));
    assert_eq!(guest.streams.output(), b"one\ntwo three four five");
    print(&mut guest, 1, &"x".repeat(70_000));
    assert_eq!(guest.streams.output().len(), 70_023);
}

#[test]
fn printing_writes_the_whole_string_or_tells_why_not() {
    let mut guest = scripted([Ok(1), broken(io::ErrorKind::Interrupted), Ok(2)]);
    assert_eq!(print(&mut guest, 2, "abc"), 3);
    let mut guest = scripted([Ok(1), broken(io::ErrorKind::BrokenPipe)]);
    assert_eq!(print(&mut guest, 1, "abc"), 3);
    assert_eq!(finish(&mut guest), Err(Unwritten::Failed(Errno::EPIPE)));
    assert_eq!(finish(&mut guest), Ok(()), "what failed is not tried again");
    let mut guest = scripted([Ok(0)]);
    assert_eq!(guest.error("write_string", [2.into(), "x".into()]), "EIO");
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.error("write_string", [1.into(), "x".into()]), "EPERM");
    assert_eq!(guest.error("write_string", [0.into(), "x".into()]), "EBADF");
    assert_eq!(guest.error("write_string", [9.into(), "x".into()]), "EBADF");
}

#[test]
fn printing_counts_towards_the_output_limit() {
    let mut guest = Guest::with_quotas(&granted(), Quotas { output: 4, ..Quotas::default() });
    assert_eq!(print(&mut guest, 1, "1234"), 4);
    assert!(matches!(guest.make("write_string", &[1.into(), "5".into()]).result, Err(Ended::Trap(_))));
    assert_eq!(finish(&mut guest), Ok(()));
    assert_eq!(guest.streams.output(), b"1234");
}

/// Is ready when it was asked so often, and notes what it then does.
#[derive(Clone)]
struct Slow {
    asked: Arc<Mutex<u32>>,
    ready: u32,
}

impl Streams for Slow {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(1)
    }

    fn write(&mut self, _: Stream, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn ready(&mut self, _: Stream, _: Duration) -> io::Result<bool> {
        let mut asked = self.asked.lock().expect("nobody panicked");
        *asked += 1;
        match *asked {
            1 => broken(io::ErrorKind::Interrupted).map(|_: usize| true),
            asked => Ok(asked > self.ready),
        }
    }
}

/// A guest whose streams become ready late or never makes a call, and is stopped when it has polled five times.
fn patient(ready: u32, name: &str, arguments: &[Value]) -> Result<u64, Ended> {
    let streams = Slow { asked: Arc::default(), ready };
    let mut gate = Gate::open(&granted(), Quotas::default(), Box::new(streams)).expect("the grants are right");
    let mut call = FakeCall::new(arguments);
    call.polls.set(5);
    gate.call(syscall::find(name).expect(name), &mut call)
}

#[test]
fn who_waits_for_a_stream_can_be_stopped() {
    let buffer = || Value::from(b"x".as_slice());
    let read = [0.into(), buffer(), 0.into(), 1.into()];
    let write = [2.into(), buffer(), 0.into(), 1.into()];
    let long = [1.into(), Value::from(&*"x".repeat(100_000))];
    for (name, arguments, result) in [("read", &read[..], 1), ("write", &write, 1), ("write_string", &long, 100_000)] {
        assert_eq!(patient(5, name, arguments), Ok(result));
        assert!(matches!(patient(u32::MAX, name, arguments), Err(Ended::Trap(trap)) if trap.kind == TrapKind::Stopped));
    }
    let mut gate = Gate::open(&granted(), Quotas::default(), Box::new(Slow { asked: Arc::default(), ready: u32::MAX }))
        .expect("the grants are right");
    let printed =
        gate.call(syscall::find("write_string").expect("printing"), &mut FakeCall::new([1.into(), "x".into()]));
    assert_eq!(printed, Ok(1), "what is gathered need not wait");
    let stop = Trap::new(TrapKind::Stopped, "");
    assert_eq!(gate.finish(&|| Err(stop.clone())), Err(Unwritten::Stopped(stop)));
}
