//! Arguments, variables, clocks, random bytes, memory, quotas, counting and tracing.

use super::*;
use pvm_bytecode::TrapKind;
use std::sync::{Arc, Mutex};

fn strings(texts: &[&str]) -> Option<Value> {
    Some(Value::Strings(texts.iter().map(|text| Some((*text).into())).collect()))
}

#[test]
fn exit_ends_the_guest_with_its_code() {
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.make("exit", &[3.into()]).result, Err(Ended::Exit(3)));
}

#[test]
fn arguments_and_variables_are_those_that_were_granted() {
    let grants = Grants::none()
        .with(Grant::Arguments(vec!["one".into(), String::new(), "z\u{fc}".into()]))
        .with(Grant::Define("B".into(), "2".into()))
        .with(Grant::Define("A".into(), "1=1".into()));
    let mut guest = Guest::new(&grants);
    assert_eq!(guest.object("args", []), strings(&["one", "", "z\u{fc}"]));
    assert_eq!(guest.object("environment", []), strings(&["A=1=1", "B=2"]));
    assert_eq!(guest.object("getenv", ["A".into()]), Some("1=1".into()));
    assert_eq!(guest.object("getenv", ["PATH".into()]), None);
    assert_eq!(guest.denial(), "the environment variable PATH needs a grant: --env PATH");
    for impossible in ["", "A=1", "A\0"] {
        assert_eq!(guest.object("getenv", [impossible.into()]), None);
    }
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.object("args", []), strings(&[]));
    assert_eq!(guest.object("environment", []), strings(&[]));
}

#[test]
fn the_time_of_day_needs_a_grant_and_the_monotonic_clock_does_not() {
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.error("clock_wall", []), "EPERM");
    assert_eq!(guest.denial(), "the system call clock_wall needs a grant: --wall-clock");
    let first = guest.number("clock_monotonic", []);
    assert_eq!(guest.number("sleep", [2_000_000.into()]), 0);
    assert!(guest.number("clock_monotonic", []) >= first + 2_000_000);
    assert_eq!(guest.error("sleep", [(-1).into()]), "EINVAL");
    let mut guest = Guest::new(&Grants::none().with(Grant::WallClock));
    assert!(guest.number("clock_wall", []) > 1_600_000_000_000_000_000);
}

#[test]
fn a_stop_ends_a_long_sleep() {
    let mut guest = Guest::new(&Grants::none());
    let mut call = FakeCall::new([i64::MAX.into()]);
    call.polls.set(2);
    let result = guest.gate.call(syscall::find("sleep").expect("sleep"), &mut call);
    assert_eq!(result, Err(Ended::Trap(Trap::new(TrapKind::Stopped, "by the test"))));
}

fn random(guest: &mut Guest) -> Vec<u8> {
    let made = guest.make("random", &[[0; 40].as_slice().into(), 4.into(), 32.into()]);
    assert_eq!(made.result, Ok(32));
    made.call.bytes(0).to_vec()
}

#[test]
fn random_bytes_need_a_grant_and_follow_a_seed() {
    assert_eq!(Guest::new(&Grants::none()).error("random", [[0; 4].as_slice().into(), 0.into(), 4.into()]), "EPERM");
    let seeded = |seed| Guest::new(&Grants::none().with(Grant::Seed(seed)));
    let (mut one, mut same, mut other) = (seeded(1), seeded(1), seeded(2));
    let first = random(&mut one);
    assert_eq!((&first[..4], &first[36..]), ([0; 4].as_slice(), [0; 4].as_slice()));
    assert_eq!(first, random(&mut same));
    assert_ne!(first, random(&mut one));
    assert_ne!(first, random(&mut other));
    assert_eq!(&first[4..8], [26, 13, 18, 1], "a seed gives the same bytes for ever");
    let mut system = Guest::new(&Grants::none().with(Grant::Random));
    assert_ne!(random(&mut system), random(&mut system));
}

#[test]
fn memory_is_described_and_collected() {
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.number("memory_info", [0.into()]), 1000);
    assert_eq!(guest.number("memory_info", [1.into()]), 2000);
    assert_eq!(guest.error("memory_info", [3.into()]), "EINVAL");
    assert_eq!(guest.make("gc", &[]).call.collections, 1);
}

#[test]
fn guests_have_numbers_of_their_own() {
    let (mut one, mut other) = (Guest::new(&Grants::none()), Guest::new(&Grants::none()));
    assert_ne!(one.number("getpid", []), other.number("getpid", []));
    assert_eq!(one.number("getpid", []), one.number("getpid", []));
}

#[test]
fn handles_are_limited_and_used_again() {
    let host = Host::new();
    let grants = Grants::none().with(Grant::write(host.path("box"), "/box"));
    let mut guest = Guest::with_quotas(&grants, Quotas { handles: 2, ..Quotas::default() });
    assert_eq!(guest.open("/box/a.txt", READ), 3);
    assert_eq!(guest.open("/box/a.txt", READ), 4);
    assert_eq!(guest.open_error("/box/new", WRITE | CREATE), "EMFILE");
    assert!(!host.exists("box/new"), "nothing is made when there is no handle for it");
    assert_eq!(guest.error("close", [3.into()]), "ok");
    assert_eq!(guest.open("/box/a.txt", READ), 3);
}

#[test]
fn the_disk_quota_counts_writing_and_extending() {
    let host = Host::new();
    let grants = Grants::none().with(Grant::write(host.path("box"), "/box"));
    let mut guest = Guest::with_quotas(&grants, Quotas { disk: 10, ..Quotas::default() });
    let handle = guest.open("/box/a.txt", READ | WRITE);
    assert_eq!(guest.error("truncate", [handle.into(), (1 << 40).into()]), "EDQUOT");
    assert_eq!(guest.denial(), "extending a file passes the quota of 10 bytes");
    assert_eq!(guest.error("truncate", [handle.into(), 9.into()]), "ok");
    assert_eq!(guest.write(handle, "123456"), 6);
    assert_eq!(guest.error("write", [handle.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EDQUOT");
    assert_eq!(guest.denial(), "writing to files passes the quota of 10 bytes");
}

#[test]
fn a_directory_that_cannot_be_granted_is_named() {
    let failure = |grant| match Gate::open(&Grants::none().with(grant), Quotas::default(), Box::new(HostStreams)) {
        Ok(_) => "granted".to_owned(),
        Err(error) => error.to_string(),
    };
    assert_eq!(
        failure(Grant::read("/no such", "/x")),
        "cannot grant the directory `/no such`: no such file or directory"
    );
    assert_eq!(failure(Grant::read("Cargo.toml", "/x")), "cannot grant the directory `Cargo.toml`: not a directory");
    assert_eq!(failure(Grant::read(".", "a\0")), "cannot grant a directory as `a\0`: invalid argument");
}

#[test]
fn calls_are_counted_and_traced() {
    let host = Host::new();
    let mut guest = Guest::new(&Grants::none().with(Grant::read(host.path("box"), "/box")).with(Grant::Streams));
    let lines = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&lines);
    guest.gate.trace(Box::new(move |line| kept.lock().expect("not poisoned").push(line.to_owned())));
    guest.slurp("/box/a.txt");
    guest.write(1, "hello\n");
    guest.open_error("/box/absent", READ);
    guest.open_error("/etc/passwd", READ);
    guest.object("getenv", ["HOME".into()]);
    guest.object("args", []);
    guest.write(1, &"x".repeat(60));
    assert!(guest.make("exit", &[0.into()]).result.is_err());
    let expected = [
        "open(\"/box/a.txt\", 1, 420) = 3",
        "read(3, \"alpha\", 0, 1000) = 5",
        "close(3) = 0",
        "write(1, \"hello\\n\", 0, 6) = 6",
        "open(\"/box/absent\", 1, 420) = -ENOENT (no such file or directory)",
        "open(\"/etc/passwd\", 1, 420) = -EACCES (permission denied: reading /etc/passwd needs a grant: --dir /etc::/etc:ro)",
        "getenv(\"HOME\") = null",
        "args() = an object",
        "write(1, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"…, 0, 60) = 60",
        "exit(0) = no return",
    ];
    assert_eq!(*lines.lock().expect("not poisoned"), expected);
    let counts: Vec<_> = guest.gate.counts().collect();
    assert_eq!(counts, [("exit", 1), ("write", 2), ("read", 1), ("open", 3), ("close", 1), ("args", 1), ("getenv", 1)]);
}
