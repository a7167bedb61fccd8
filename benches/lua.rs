//! The interpreter against Lua 5.4: the same programs, run in turn as whole processes, compared by ratio.
//!
//! `cargo bench --bench lua [-- PROGRAM…]`; needs `lua5.4` (Debian's package of that name) and, for the word count,
//! `python3`. What two programs print must be equal before their times count.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

const PROGRAMS: &[&str] = &["fib", "sieve", "nbody", "queens", "strings", "map"];
const ROUNDS: usize = 7;

fn main() {
    let wanted: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs");
    println!("{:<10} {:>9} {:>9} {:>7}   spread", "program", "pvm ms", "other ms", "ratio");
    let mut ratios = Vec::new();
    for name in PROGRAMS.iter().filter(|name| is_wanted(name)) {
        let ours = pvm(&[folder.join(format!("{name}.bc"))], Some(&folder.join(format!("{name}.nido"))));
        let theirs = other("lua5.4", &[folder.join(format!("{name}.lua"))]);
        ratios.extend(compare(name, &ours, &theirs));
    }
    if ratios.len() > 1 {
        let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        println!("{:<10} {:>27.3}   geometric mean against Lua 5.4", "all", mean);
    }
    if is_wanted("wordcount") {
        let text = large_text();
        let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/wordcount.nido");
        let ours = pvm(&[example, text.clone()], None);
        compare("wordcount", &ours, &other("python3", &[folder.join("wordcount.py"), text]));
    }
}

/// A command by its words.
type Words = Vec<String>;

/// `pvm run`, on a module built from the source first where one is given.
fn pvm(files: &[PathBuf], source: Option<&Path>) -> Words {
    let binary = env!("CARGO_BIN_EXE_pvm").to_owned();
    let mut words = vec![binary.clone(), "run".into(), "--jit=off".into(), "--allow-all".into()];
    let mut files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    if let Some(source) = source {
        let module = env::temp_dir().join(format!("pvm-bench-{}.bc", std::process::id())).display().to_string();
        let built = Command::new(binary).args(["build", "-o", &module]).arg(source).status().expect("pvm builds");
        assert!(built.success(), "{} compiles", source.display());
        files[0] = keep(&module, source);
    }
    words.extend(files);
    words
}

/// Gives the module a name of its own, so that each program keeps its module while it is measured.
fn keep(module: &str, source: &Path) -> String {
    let name = source.file_stem().unwrap_or_default().to_string_lossy();
    let kept = env::temp_dir().join(format!("pvm-bench-{name}.bc")).display().to_string();
    fs::rename(module, &kept).expect("the module is renamed");
    kept
}

fn other(program: &str, files: &[PathBuf]) -> Words {
    std::iter::once(program.to_owned()).chain(files.iter().map(|file| file.display().to_string())).collect()
}

/// Runs both in turn and prints the medians; gives the ratio of ours to theirs, or nothing if there is no such peer.
fn compare(name: &str, ours: &Words, theirs: &Words) -> Option<f64> {
    let Some((_, expected)) = run(theirs) else {
        println!("{name:<10} {} is not installed", theirs[0]);
        return None;
    };
    let (_, printed) = run(ours).expect("pvm runs");
    assert_eq!(String::from_utf8_lossy(&printed), String::from_utf8_lossy(&expected), "{name} prints the same");
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for _ in 0..ROUNDS {
        pairs.push((run(ours)?.0, run(theirs)?.0));
    }
    let mut ratios: Vec<f64> = pairs.iter().map(|(ours, theirs)| ours / theirs).collect();
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios[ROUNDS / 2];
    let (ours, theirs) = (median(pairs.iter().map(|pair| pair.0)), median(pairs.iter().map(|pair| pair.1)));
    println!("{name:<10} {ours:>9.1} {theirs:>9.1} {ratio:>7.3}   {:.3} to {:.3}", ratios[0], ratios[ROUNDS - 1]);
    Some(ratio)
}

fn median(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Milliseconds of a whole process, and what it printed; none if there is no such program.
fn run(words: &Words) -> Option<(f64, Vec<u8>)> {
    let started = Instant::now();
    let output = Command::new(&words[0]).args(&words[1..]).stderr(Stdio::inherit()).output().ok()?;
    assert!(output.status.success(), "{words:?} failed");
    Some((started.elapsed().as_secs_f64() * 1e3, output.stdout))
}

/// 50 MB of words, some common and some rare, made once.
fn large_text() -> PathBuf {
    const BYTES: usize = 50_000_000;
    let path = env::temp_dir().join("pvm-bench-words.txt");
    if fs::metadata(&path).is_ok_and(|found| found.len() as usize >= BYTES) {
        return path;
    }
    let mut text = String::with_capacity(BYTES + 100);
    let mut state = 88_172_645_463_325_252u64;
    while text.len() < BYTES {
        // Marsaglia's xorshift (Journal of Statistical Software, 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let rare = state & 3 == 0;
        let number = if rare { state >> 8 & 0xffff } else { state >> 8 & 0xff };
        text.push_str(&format!("word{number:x}"));
        text.push(if state >> 40 & 15 == 0 { '\n' } else { ' ' });
    }
    text.push('\n');
    fs::write(&path, text).expect("the text is written");
    path
}
