//! Compiled code on disk: a later run takes it, and nothing that happens to it makes a program do anything else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::{Call, Folder, HOT, pvm};

/// A program and a place for its code.
struct Kept {
    folder: Folder,
    file: String,
    cache: PathBuf,
}

impl Kept {
    fn new() -> Self {
        let folder = Folder::new();
        let (file, cache) = (folder.write("hot.nido", HOT), folder.path("caches/pvm").into());
        Self { folder, file, cache }
    }

    fn call(&self, flags: &[&str]) -> Call {
        let call = pvm(&[&["run", "--report"], flags, &[&self.file]].concat());
        call.with_variable("PVM_JIT", "blocking")
            .with_variable("PVM_CACHE_DIR", self.cache.to_str().expect("a path of text"))
    }

    /// How many units of a run were compiled, and how many were kept.
    fn run(&self) -> (usize, usize) {
        counts(&self.call(&[]).prints("215015\n").exits(0).stderr())
    }

    fn files(&self) -> Vec<PathBuf> {
        let inside = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        inside(&self.cache).flat_map(|module| inside(&module).collect::<Vec<_>>()).collect()
    }
}

/// How many units a report calls compiled, and kept.
fn counts(report: &str) -> (usize, usize) {
    let is_hot = |line: &&str, by: &[&str]| line.split_whitespace().any(|word| by.contains(&word));
    let count = |by: &[&str]| report.lines().filter(|line| is_hot(line, by)).count();
    (count(&["calls", "rounds"]), count(&["kept"]))
}

#[test]
fn a_second_run_takes_what_the_first_has_compiled() {
    let kept = Kept::new();
    assert_eq!(kept.run(), (2, 0));
    let files = kept.files();
    assert_eq!(files.len(), 1, "{files:?}");
    let written = fs::read(&files[0]).expect("a file");
    assert_eq!(kept.run(), (0, 2));
    assert_eq!(fs::read(&files[0]).expect("a file"), written, "nothing is added");
    // Code that counts fuel is other code, and so is that without a pass.
    assert_eq!(counts(&kept.call(&["--fuel=100000000"]).exits(0).stderr()), (2, 0));
    assert_eq!(counts(&kept.call(&["--fuel=100000000"]).exits(0).stderr()), (0, 2));
    assert_eq!(counts(&kept.call(&["--without-pass=inline"]).exits(0).stderr()), (2, 0));
    assert_eq!(kept.files().len(), 2);
}

#[test]
fn other_programs_take_nothing_of_it() {
    let kept = Kept::new();
    kept.run();
    let other = kept.folder.write("hot.nido", HOT.replace("3 * n", "5 * n").replace("steps += 1", "break"));
    assert_eq!(other, kept.file);
    let (compiled, taken) = counts(&kept.call(&[]).prints("0\n").exits(0).stderr());
    assert!(compiled > 0 && taken == 0);
}

#[test]
fn it_can_be_turned_off() {
    let kept = Kept::new();
    let (compiled, _) = counts(&kept.call(&["--no-cache"]).exits(0).stderr());
    assert_eq!((compiled, kept.cache.exists()), (2, false));
    kept.run();
    assert_eq!(counts(&kept.call(&["--no-cache"]).exits(0).stderr()), (2, 0));
    let nowhere = kept.call(&[]).with_variable("PVM_CACHE_DIR", "").prints("215015\n").exits(0).stderr();
    assert_eq!(counts(&nowhere), (2, 0));
    pvm(&["run", "--jit=off", "--cache-dir", &kept.folder.path("unused"), &kept.file]).prints("215015\n").exits(0);
    assert!(!Path::new(&kept.folder.path("unused")).exists(), "nothing is hot");
}

#[test]
fn what_is_damaged_is_made_anew() {
    let kept = Kept::new();
    kept.run();
    let file = kept.files().remove(0);
    let whole = fs::read(&file).expect("a file");
    let damages: [fn(&mut Vec<u8>); 5] = [
        |bytes| bytes.truncate(bytes.len() - 1),
        |bytes| bytes.clear(),
        |bytes| bytes[..4].fill(0xff),
        |bytes| bytes.iter_mut().for_each(|byte| *byte ^= 0x55),
        |bytes| bytes.splice(.., *b"\x7fELF and so on").for_each(drop),
    ];
    for damage in damages {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        fs::write(&file, bytes).expect("the file is ours");
        let (compiled, taken) = kept.run();
        assert_eq!(compiled + taken, 2);
        assert_eq!(kept.run(), (0, 2), "it is whole again");
    }
    // A byte here and there.
    for at in (0..whole.len()).step_by(whole.len() / 23) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&file, bytes).expect("the file is ours");
        let (compiled, taken) = kept.run();
        assert_eq!(compiled + taken, 2, "byte {at}");
    }
}

#[test]
fn a_place_that_cannot_be_used_is_not_spoken_of() {
    let kept = Kept::new();
    fs::create_dir_all(kept.cache.parent().expect("a folder above")).expect("a folder");
    fs::write(&kept.cache, "in the way").expect("a file");
    assert_eq!(kept.run(), (2, 0));
    assert_eq!(kept.call(&[]).exits(0).stderr().lines().count(), 4, "the report and nothing else");
    assert_eq!(fs::read(&kept.cache).expect("it is untouched"), b"in the way");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it_and_what_others_could_have_written_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let kept = Kept::new();
    kept.run();
    let file = kept.files().remove(0);
    for path in [&file, file.parent().expect("a folder"), &kept.cache] {
        let mode = fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
    fs::set_permissions(&kept.cache, fs::Permissions::from_mode(0o777)).expect("it is ours");
    assert_eq!(kept.run(), (2, 0));
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let kept = Kept::new();
    for _ in 0..3 {
        let run = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pvm"));
            command.args(["run", "--jit=eager", "--cache-dir"]).arg(&kept.cache).arg(&kept.file).output()
        };
        let outputs: Vec<_> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
            runs.into_iter().map(|run| run.join().expect("no panic").expect("the command runs")).collect()
        });
        for output in outputs {
            assert!(output.status.success());
            assert_eq!(String::from_utf8_lossy(&output.stdout), "215015\n");
        }
    }
    let (compiled, _) = counts(&kept.call(&["--jit=eager"]).exits(0).stderr());
    assert_eq!(compiled, 0, "all is there");
}
