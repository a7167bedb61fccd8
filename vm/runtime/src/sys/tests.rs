//! System calls as a guest makes them: by name, with arguments, through the gate.

mod escapes;
mod files;
mod hostile;
mod process;
mod streams;

use super::*;
use crate::call::fake::{FakeCall, Value};
use pvm_bytecode::syscall::open_flag::{CREATE, READ, WRITE};
use std::path::Path;
use tempfile::TempDir;

/// A guest: its gate and what is behind it.
struct Guest {
    gate: Gate,
    streams: MemoryStreams,
}

/// A call that was made.
struct Made {
    call: FakeCall,
    result: Result<u64, Ended>,
}

impl Guest {
    fn new(grants: &Grants) -> Self {
        Self::with_quotas(grants, Quotas::default())
    }

    fn with_quotas(grants: &Grants, quotas: Quotas) -> Self {
        let streams = MemoryStreams::new("input");
        let gate = Gate::open(grants, quotas, Box::new(streams.clone())).expect("the grants are right");
        Self { gate, streams }
    }

    fn make(&mut self, name: &str, arguments: &[Value]) -> Made {
        let mut call = FakeCall::new(arguments);
        let result = self.gate.call(syscall::find(name).expect(name), &mut call);
        Made { call, result }
    }

    /// The number that a call gives.
    fn number<const N: usize>(&mut self, name: &str, arguments: [Value; N]) -> i64 {
        self.make(name, &arguments).result.expect(name) as i64
    }

    /// The name of the error that a call gives, or `ok`.
    fn error<const N: usize>(&mut self, name: &str, arguments: [Value; N]) -> &'static str {
        let number = self.number(name, arguments);
        if number >= 0 { "ok" } else { Errno::from_number(-number).expect("a known error").name() }
    }

    /// What a call gives that makes an object.
    fn object<const N: usize>(&mut self, name: &str, arguments: [Value; N]) -> Option<Value> {
        let made = self.make(name, &arguments);
        made.call.made(made.result.expect(name)).cloned()
    }

    fn open(&mut self, path: &str, flags: i64) -> i64 {
        self.number("open", [path.into(), flags.into(), 0o644.into()])
    }

    fn open_error(&mut self, path: &str, flags: i64) -> &'static str {
        self.error("open", [path.into(), flags.into(), 0o644.into()])
    }

    fn write(&mut self, handle: i64, text: &str) -> i64 {
        let count = text.len() as i64;
        self.number("write", [handle.into(), text.as_bytes().into(), 0.into(), count.into()])
    }

    fn read(&mut self, handle: i64, count: i64) -> Vec<u8> {
        let arguments = [handle.into(), vec![0; count as usize].as_slice().into(), 0.into(), count.into()];
        let made = self.make("read", &arguments);
        let filled = made.result.expect("read") as usize;
        made.call.bytes(1)[..filled].to_vec()
    }

    /// Reads a whole file.
    fn slurp(&mut self, path: &str) -> String {
        let handle = self.open(path, READ);
        assert!(handle >= 3, "{path}: {handle}");
        let bytes = self.read(handle, 1000);
        self.number("close", [handle.into()]);
        String::from_utf8(bytes).expect("text")
    }

    /// Writes a whole file.
    fn spill(&mut self, path: &str, text: &str) {
        let handle = self.open(path, WRITE | CREATE);
        assert!(handle >= 3, "{path}: {handle}");
        assert_eq!(self.write(handle, text), text.len() as i64);
        self.number("close", [handle.into()]);
    }

    /// The kind and the size of a file.
    fn stat(&mut self, path: &str, follow: i64) -> (u8, u8) {
        let made = self.make("stat", &[path.into(), follow.into(), [0; 64].as_slice().into()]);
        assert_eq!(made.result, Ok(0), "{path}");
        (made.call.bytes(2)[0], made.call.bytes(2)[8])
    }

    fn denial(&self) -> String {
        self.gate.denial().map_or_else(|| "no denial".into(), ToString::to_string)
    }
}

/// A directory of the host with the files `a.txt` and `sub/b.txt`, and outside it `secret.txt`.
struct Host {
    root: TempDir,
}

impl Host {
    fn new() -> Self {
        let host = Self { root: tempfile::tempdir().expect("a temporary directory") };
        std::fs::create_dir_all(host.path("box/sub")).expect("made");
        host.put("box/a.txt", "alpha");
        host.put("box/sub/b.txt", "beta");
        host.put("secret.txt", "secret");
        host
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("written");
    }

    fn get(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("read")
    }

    fn exists(&self, name: &str) -> bool {
        Path::new(&self.path(name)).symlink_metadata().is_ok()
    }

    /// A guest that may read and write the box as `/box`.
    fn writer(&self) -> Guest {
        Guest::new(&Grants::none().with(Grant::write(self.path("box"), "/box")))
    }

    /// A guest that may read the box as `/box`.
    fn reader(&self) -> Guest {
        Guest::new(&Grants::none().with(Grant::read(self.path("box"), "/box")))
    }
}
