//! Known ways out of a directory, and around its permissions.

use super::*;
use pvm_bytecode::syscall::open_flag::{APPEND, DIRECTORY, TRUNCATE};

#[test]
fn without_a_grant_nothing_is_reached_and_the_flag_is_told() {
    let mut guest = Guest::new(&Grants::none());
    assert_eq!(guest.open_error("/etc/passwd", READ), "EACCES");
    assert_eq!(guest.denial(), "reading /etc/passwd needs a grant: --dir /etc::/etc:ro");
    assert_eq!(guest.open_error("out/../log.txt", WRITE | CREATE), "EACCES");
    assert_eq!(guest.denial(), "writing log.txt needs a grant: --dir .::.");
    assert_eq!(guest.open_error("../data/x", READ), "EACCES");
    assert_eq!(guest.denial(), "reading ../data/x needs a grant: --dir ../data::../data:ro");
    assert_eq!(guest.error("unlink", ["/x".into()]), "EACCES");
    assert_eq!(guest.denial(), "removing /x needs a grant: --dir /::/");
    assert_eq!(guest.object("denial", []), Some("removing /x needs a grant: --dir /::/".into()));
}

#[test]
fn dot_dot_stays_inside() {
    let host = Host::new();
    let mut guest = host.writer();
    for path in ["/box/../secret.txt", "/box/sub/../../secret.txt", "/secret.txt", "secret.txt", "/../secret.txt"] {
        assert_eq!(guest.open_error(path, READ), "EACCES", "{path}");
    }
    assert_eq!(guest.error("rename", ["/box/a.txt".into(), "/box/../a.txt".into()]), "EACCES");
    assert!(host.exists("box/a.txt"));
}

#[test]
fn a_read_only_grant_changes_nothing() {
    let host = Host::new();
    let mut guest = host.reader();
    for flags in [WRITE, READ | WRITE, WRITE | CREATE, WRITE | TRUNCATE, WRITE | APPEND] {
        assert_eq!(guest.open_error("/box/a.txt", flags), "EROFS", "{flags}");
    }
    assert_eq!(guest.error("mkdir", ["/box/new".into(), 0o755.into()]), "EROFS");
    assert_eq!(guest.error("rmdir", ["/box/sub".into()]), "EROFS");
    assert_eq!(guest.error("unlink", ["/box/a.txt".into()]), "EROFS");
    assert_eq!(guest.error("rename", ["/box/a.txt".into(), "/box/c.txt".into()]), "EROFS");
    assert_eq!(guest.denial(), format!("moving /box/a.txt needs a grant: --dir {}::/box", host.path("box").display()));
    assert_eq!(host.get("box/a.txt"), "alpha");
}

#[test]
fn both_ends_of_a_move_must_be_writable() {
    let host = Host::new();
    std::fs::create_dir(host.path("other")).expect("made");
    let grants =
        Grants::none().with(Grant::read(host.path("box"), "/read")).with(Grant::write(host.path("other"), "/write"));
    let mut guest = Guest::new(&grants);
    guest.spill("/write/new.txt", "new");
    assert_eq!(guest.error("rename", ["/read/a.txt".into(), "/write/a.txt".into()]), "EROFS");
    assert_eq!(guest.error("rename", ["/write/new.txt".into(), "/read/new.txt".into()]), "EROFS");
    assert_eq!(guest.error("rename", ["/write/new.txt".into(), "/read/a.txt".into()]), "EROFS");
    assert_eq!((host.get("box/a.txt"), host.get("other/new.txt")), ("alpha".into(), "new".into()));
}

#[test]
fn files_move_between_two_writable_grants() {
    let host = Host::new();
    let grants =
        Grants::none().with(Grant::write(host.path("box"), "/one")).with(Grant::write(host.path("box/sub"), "/two"));
    let mut guest = Guest::new(&grants);
    assert_eq!(guest.error("rename", ["/one/a.txt".into(), "/two/c.txt".into()]), "ok");
    assert_eq!(host.get("box/sub/c.txt"), "alpha");
}

#[test]
fn handles_that_were_not_given_do_not_exist() {
    let host = Host::new();
    let mut guest = host.writer();
    for handle in [3, 4, 255, -1, i64::MIN, i64::MAX, 1 << 32] {
        let window = || [handle.into(), [0; 4].as_slice().into(), 0.into(), 4.into()];
        assert_eq!(guest.error("read", window()), "EBADF", "{handle}");
        assert_eq!(guest.error("write", window()), "EBADF", "{handle}");
        assert_eq!(guest.error("readdir", window()), "EBADF", "{handle}");
        assert_eq!(guest.error("close", [handle.into()]), "EBADF", "{handle}");
        assert_eq!(guest.error("isatty", [handle.into()]), "EBADF", "{handle}");
    }
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    #[test]
    fn links_do_not_lead_out() {
        let host = Host::new();
        symlink("../secret.txt", host.path("box/relative")).expect("linked");
        symlink(host.path("secret.txt"), host.path("box/absolute")).expect("linked");
        symlink("..", host.path("box/up")).expect("linked");
        symlink("/proc/self/cwd", host.path("box/cwd")).expect("linked");
        symlink("../made.txt", host.path("box/dangling")).expect("linked");
        let mut guest = host.writer();
        for path in ["/box/relative", "/box/absolute", "/box/up/secret.txt", "/box/cwd/Cargo.toml"] {
            assert_eq!(guest.open_error(path, READ), "EPERM", "{path}");
            assert_eq!(
                guest.denial(),
                format!("{path} leads out of the granted directory `{}`", host.path("box").display())
            );
            assert_eq!(guest.error("stat", [path.into(), 1.into(), [0; 64].as_slice().into()]), "EPERM", "{path}");
        }
        assert_eq!(guest.open_error("/box/up", READ | DIRECTORY), "EPERM");
        assert_eq!(guest.open_error("/box/dangling", WRITE | CREATE), "EPERM");
        assert_eq!(guest.error("unlink", ["/box/up/secret.txt".into()]), "EPERM");
        assert_eq!(guest.error("mkdir", ["/box/up/dir".into(), 0o755.into()]), "EPERM");
        assert_eq!(guest.error("rename", ["/box/a.txt".into(), "/box/up/a.txt".into()]), "EPERM");
        assert_eq!(guest.error("rename", ["/box/up/secret.txt".into(), "/box/mine".into()]), "EPERM");
        assert!(host.exists("secret.txt") && !host.exists("made.txt") && !host.exists("dir"));
    }

    #[test]
    fn a_link_itself_can_be_moved_and_removed() {
        let host = Host::new();
        symlink("../secret.txt", host.path("box/link")).expect("linked");
        let mut guest = host.writer();
        assert_eq!(guest.error("rename", ["/box/link".into(), "/box/moved".into()]), "ok");
        assert_eq!(guest.error("unlink", ["/box/moved".into()]), "ok");
        assert_eq!(host.get("secret.txt"), "secret");
    }

    #[test]
    fn a_directory_that_becomes_a_link_is_not_followed() {
        let host = Host::new();
        let mut guest = host.writer();
        assert_eq!(guest.slurp("/box/sub/b.txt"), "beta");
        std::fs::create_dir(host.path("outside")).expect("made");
        host.put("outside/b.txt", "outside");
        std::fs::rename(host.path("box/sub"), host.path("moved")).expect("moved");
        symlink("../outside", host.path("box/sub")).expect("linked");
        assert_eq!(guest.open_error("/box/sub/b.txt", READ), "EPERM");
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..200 {
                    let _ = std::fs::remove_file(host.path("box/sub"));
                    let _ = std::fs::rename(host.path("moved"), host.path("box/sub"));
                    let _ = std::fs::rename(host.path("box/sub"), host.path("moved"));
                    let _ = symlink("../outside", host.path("box/sub"));
                }
            });
            for _ in 0..500 {
                let handle = guest.open("/box/sub/b.txt", READ);
                if handle >= 3 {
                    assert_eq!(guest.read(handle, 100), b"beta");
                    guest.number("close", [handle.into()]);
                }
            }
        });
    }

    #[test]
    fn the_granted_directory_is_held_by_handle() {
        let host = Host::new();
        let mut guest = host.writer();
        std::fs::rename(host.path("box"), host.path("old")).expect("moved");
        symlink(host.root.path(), host.path("box")).expect("linked");
        assert_eq!(guest.open_error("/box/secret.txt", READ), "ENOENT");
        assert_eq!(guest.slurp("/box/a.txt"), "alpha");
    }

    #[test]
    fn only_regular_files_are_opened() {
        let host = Host::new();
        let _socket = UnixListener::bind(host.path("box/socket")).expect("bound");
        let mut guest = host.writer();
        assert_eq!(guest.open_error("/box/socket", READ), "EOPNOTSUPP");
        let mut guest = Guest::new(&Grants::none().with(Grant::write("/dev", "/dev")));
        for device in ["/dev/zero", "/dev/null", "/dev/tty"] {
            assert_eq!(guest.open_error(device, READ | WRITE), "EOPNOTSUPP", "{device}");
        }
        assert_eq!(guest.stat("/dev/null", 1).0, 3);
    }

    #[test]
    fn a_pipe_is_refused_without_waiting_for_its_other_end() {
        let host = Host::new();
        let made = std::process::Command::new("mkfifo").arg(host.path("box/pipe")).status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(host.writer().open_error("/box/pipe", READ), "EOPNOTSUPP");
            assert_eq!(host.writer().open_error("/box/pipe", WRITE), "EOPNOTSUPP");
        }
    }

    #[test]
    fn links_of_the_process_file_system_do_not_lead_out() {
        let mut guest = Guest::new(&Grants::none().with(Grant::read("/proc", "/proc")));
        for path in ["/proc/self/root/etc/passwd", "/proc/self/cwd/Cargo.toml", "/proc/self/fd/0", "/proc/self/exe"] {
            let error = guest.open_error(path, READ);
            assert!(["EPERM", "ELOOP", "EACCES", "EXDEV"].contains(&error), "{path}: {error}");
        }
    }

    #[test]
    fn a_hard_link_is_written_only_through_a_writable_grant() {
        let host = Host::new();
        std::fs::hard_link(host.path("secret.txt"), host.path("box/hard")).expect("linked");
        let mut guest = host.reader();
        assert_eq!(guest.open_error("/box/hard", WRITE), "EROFS");
        assert_eq!(guest.slurp("/box/hard"), "secret");
    }

    #[test]
    fn made_files_have_no_more_than_the_nine_bits() {
        use std::os::unix::fs::PermissionsExt;
        let host = Host::new();
        let mut guest = host.writer();
        guest.number("open", ["/box/new".into(), (WRITE | CREATE).into(), 0o7777.into()]);
        guest.number("mkdir", ["/box/dir".into(), (-1).into()]);
        for name in ["box/new", "box/dir"] {
            let mode = std::fs::metadata(host.path(name)).expect("made").permissions().mode();
            assert_eq!(mode & 0o7000, 0, "{name}");
        }
    }
}
