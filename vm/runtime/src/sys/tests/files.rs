//! What calls on files and directories do when they are allowed.

use super::*;
use pvm_bytecode::syscall::open_flag::{APPEND, DIRECTORY, EXCLUSIVE, TRUNCATE};

#[test]
fn a_file_is_read_in_parts() {
    let host = Host::new();
    let mut guest = host.reader();
    let handle = guest.open("/box/a.txt", READ);
    assert_eq!(handle, 3);
    assert_eq!(guest.read(handle, 2), b"al");
    assert_eq!(guest.read(handle, 100), b"pha");
    assert_eq!(guest.read(handle, 100), b"");
    assert_eq!(guest.number("seek", [handle.into(), (-2).into(), 2.into()]), 3);
    assert_eq!(guest.read(handle, 100), b"ha");
    assert_eq!(guest.error("close", [handle.into()]), "ok");
    assert_eq!(guest.error("close", [handle.into()]), "EBADF");
}

#[test]
fn a_read_fills_only_its_window() {
    let host = Host::new();
    let mut guest = host.reader();
    let handle = guest.open("/box/a.txt", READ);
    let made = guest.make("read", &[handle.into(), b"........".as_slice().into(), 2.into(), 3.into()]);
    assert_eq!(made.result, Ok(3));
    assert_eq!(made.call.bytes(1), b"..alp...");
}

#[test]
fn files_are_made_emptied_and_appended_to() {
    let host = Host::new();
    let mut guest = host.writer();
    guest.spill("/box/new.txt", "one");
    assert_eq!(guest.open_error("/box/new.txt", WRITE | CREATE | EXCLUSIVE), "EEXIST");
    let handle = guest.open("/box/new.txt", WRITE | APPEND);
    guest.write(handle, " two");
    assert_eq!(host.get("box/new.txt"), "one two");
    assert_eq!(guest.error("sync", [handle.into()]), "ok");
    assert_eq!(guest.error("truncate", [handle.into(), 3.into()]), "ok");
    assert_eq!(host.get("box/new.txt"), "one");
    guest.open("/box/new.txt", READ | WRITE | TRUNCATE);
    assert_eq!(host.get("box/new.txt"), "");
    assert_eq!(guest.open_error("/box/absent.txt", WRITE), "ENOENT");
}

#[test]
fn flags_must_make_sense_together() {
    let host = Host::new();
    let mut guest = host.writer();
    for flags in [0, 128, -1, i64::MIN, CREATE, READ | TRUNCATE, READ | CREATE, WRITE | EXCLUSIVE, WRITE | DIRECTORY] {
        assert_eq!(guest.open_error("/box/a.txt", flags), "EINVAL", "{flags}");
    }
    assert_eq!(host.get("box/a.txt"), "alpha");
}

#[test]
fn a_handle_does_only_what_it_was_opened_for() {
    let host = Host::new();
    let mut guest = host.writer();
    let reading = guest.open("/box/a.txt", READ);
    assert_eq!(guest.error("write", [reading.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EBADF");
    assert_eq!(guest.error("truncate", [reading.into(), 0.into()]), "EINVAL");
    let writing = guest.open("/box/a.txt", WRITE);
    assert_eq!(guest.error("read", [writing.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EBADF");
    let directory = guest.open("/box", READ | DIRECTORY);
    assert_eq!(guest.error("read", [directory.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "EISDIR");
    assert_eq!(guest.error("readdir", [reading.into(), b"x".as_slice().into(), 0.into(), 1.into()]), "ENOTDIR");
    assert_eq!(guest.open_error("/box/sub", READ), "EISDIR");
    assert_eq!(guest.open_error("/box/a.txt", READ | DIRECTORY), "ENOTDIR");
    assert_eq!(guest.open_error("/box/a.txt/x", READ), "ENOTDIR");
}

#[test]
fn stat_describes_files_directories_and_handles() {
    let host = Host::new();
    let mut guest = host.reader();
    assert_eq!(guest.stat("/box/a.txt", 1), (0, 5));
    assert_eq!(guest.stat("/box/sub", 1).0, 1);
    assert_eq!(guest.stat("/box", 0).0, 1);
    assert_eq!(guest.error("stat", ["/box/absent".into(), 1.into(), [0; 64].as_slice().into()]), "ENOENT");
    assert_eq!(guest.error("stat", ["/box/a.txt".into(), 1.into(), [0; 63].as_slice().into()]), "EINVAL");
    let handle = guest.open("/box/a.txt", READ);
    let made = guest.make("fstat", &[handle.into(), [0; 64].as_slice().into()]);
    assert_eq!((made.call.bytes(1)[0], made.call.bytes(1)[8]), (0, 5));
    let modified = i64::from_le_bytes(*made.call.bytes(1)[16..].first_chunk().expect("eight bytes"));
    assert!(modified > 1_600_000_000_000_000_000, "{modified}");
    let made = guest.make("fstat", &[1.into(), [9; 64].as_slice().into()]);
    assert_eq!(made.call.bytes(1)[0], 3, "a stream is no file");
}

#[test]
fn a_directory_is_listed_piece_by_piece() {
    let host = Host::new();
    let mut guest = host.writer();
    for number in 0..10 {
        guest.spill(&format!("/box/sub/{number}"), "");
    }
    assert_eq!(guest.error("mkdir", ["/box/sub/dir".into(), 0o755.into()]), "ok");
    let handle = guest.open("/box/sub", READ | DIRECTORY);
    for size in [7, 100] {
        assert_eq!(guest.number("seek", [handle.into(), 0.into(), 0.into()]), 0);
        let mut entries = list(&mut guest, handle, size);
        entries.sort();
        assert_eq!(entries.join(" "), "ddir f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fb.txt");
    }
    assert_eq!(guest.number("seek", [handle.into(), 0.into(), 0.into()]), 0);
    assert_eq!(guest.error("readdir", [handle.into(), [0; 2].as_slice().into(), 0.into(), 2.into()]), "EINVAL");
}

fn list(guest: &mut Guest, handle: i64, size: i64) -> Vec<String> {
    let mut entries = Vec::new();
    loop {
        let buffer = vec![0; size as usize];
        let made = guest.make("readdir", &[handle.into(), buffer.as_slice().into(), 0.into(), size.into()]);
        match made.result {
            Ok(0) => return entries,
            Ok(filled) => {
                let text = String::from_utf8(made.call.bytes(1)[..filled as usize].to_vec()).expect("text");
                entries.extend(text.split_terminator('\0').map(String::from));
            }
            Err(ended) => panic!("{ended:?}"),
        }
    }
}

#[test]
fn names_are_made_moved_and_removed() {
    let host = Host::new();
    let mut guest = host.writer();
    assert_eq!(guest.error("mkdir", ["/box/new".into(), 0o755.into()]), "ok");
    assert_eq!(guest.error("mkdir", ["/box/new".into(), 0o755.into()]), "EEXIST");
    assert_eq!(guest.error("mkdir", ["/box".into(), 0o755.into()]), "EEXIST");
    assert_eq!(guest.error("rename", ["/box/a.txt".into(), "/box/new/c.txt".into()]), "ok");
    assert_eq!(host.get("box/new/c.txt"), "alpha");
    assert_eq!(guest.error("rmdir", ["/box/new".into()]), "ENOTEMPTY");
    assert_eq!(guest.error("unlink", ["/box/new/c.txt".into()]), "ok");
    assert_eq!(guest.error("rmdir", ["/box/new".into()]), "ok");
    assert_eq!(guest.error("unlink", ["/box/new".into()]), "ENOENT");
    for call in ["rmdir", "unlink"] {
        assert_eq!(guest.error(call, ["/box".into()]), "EBUSY", "the granted directory stays");
    }
    assert_eq!(guest.error("rename", ["/box/sub".into(), "/box".into()]), "EBUSY");
}

#[test]
fn the_longest_name_of_a_grant_wins() {
    let host = Host::new();
    host.put("inner.txt", "inner");
    let grants = Grants::none()
        .with(Grant::write(host.path("box"), "/data"))
        .with(Grant::read(host.path("box/sub"), "/data/sub"))
        .with(Grant::read(host.root.path(), "."));
    let mut guest = Guest::new(&grants);
    assert_eq!(guest.slurp("/data/sub/b.txt"), "beta");
    assert_eq!(guest.open_error("/data/sub/b.txt", WRITE), "EROFS");
    assert_eq!(guest.open_error("/data/x/../sub/b.txt", WRITE), "EROFS");
    guest.spill("/data/c.txt", "gamma");
    assert_eq!(guest.slurp("./inner.txt"), "inner");
    assert_eq!(guest.open_error("../inner.txt", READ), "EACCES");
}

#[cfg(unix)]
#[test]
fn links_are_followed_or_described() {
    let host = Host::new();
    std::os::unix::fs::symlink("a.txt", host.path("box/link")).expect("linked");
    let mut guest = host.reader();
    assert_eq!(guest.slurp("/box/link"), "alpha");
    assert_eq!(guest.stat("/box/link", 1), (0, 5));
    assert_eq!(guest.stat("/box/link", 0).0, 2);
    let made = guest.make("readlink", &["/box/link".into(), b"........".as_slice().into(), 1.into(), 3.into()]);
    assert_eq!((made.result, made.call.bytes(1)), (Ok(5), b".a.t....".as_slice()));
    assert_eq!(guest.error("readlink", ["/box/a.txt".into(), b"".as_slice().into(), 0.into(), 0.into()]), "EINVAL");
}

#[cfg(unix)]
#[test]
fn everything_reaches_what_the_host_reaches() {
    let host = Host::new();
    std::os::unix::fs::symlink(host.path("box"), host.path("absolute")).expect("linked");
    let mut guest = Guest::new(&Grants::none().with(Grant::Everything));
    let path = host.path("absolute/a.txt");
    assert_eq!(guest.slurp(path.to_str().expect("Unicode")), "alpha");
    guest.spill(host.path("absolute/new").to_str().expect("Unicode"), "made");
    assert_eq!(host.get("box/new"), "made");
    assert_eq!(guest.slurp("Cargo.toml").lines().next(), Some("[package]"));
    assert_eq!(guest.slurp("../runtime/Cargo.toml").lines().next(), Some("[package]"));
    assert_eq!(guest.error("unlink", [host.path("absolute").to_str().expect("Unicode").into()]), "ok");
    assert!(host.exists("box/a.txt") && !host.exists("absolute"));
}
