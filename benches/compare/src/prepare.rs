//! From sources to commands: compiles what must be compiled, into `target/bench-programs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use pvm::measure::SuiteProgram;

use crate::Places;
use crate::column::{Column, Language};
use crate::rounds::progress_bar;

/// A program of the suite with the command of each column; none where the program is not written in its language.
pub struct Subject {
    pub program: SuiteProgram,
    pub commands: Vec<Option<Prepared>>,
}

/// A program in one column, ready to run.
pub struct Prepared {
    /// The column's name.
    pub column: String,
    /// Up to the program; its arguments are to be added.
    words: Vec<String>,
}

impl Prepared {
    pub fn words(&self, size: u64, iterations: u32) -> Vec<String> {
        let arguments = [size.to_string(), iterations.to_string()];
        self.words.iter().cloned().chain(arguments).collect()
    }
}

pub fn prepare(places: &Places<'_>, programs: &[SuiteProgram], columns: &[Column]) -> Result<Vec<Subject>> {
    let progress = progress_bar(programs.len());
    let mut subjects = Vec::new();
    for program in programs {
        progress.set_message(format!("compiling {}", program.name));
        let commands = columns.iter().map(|column| command(places, &program.name, column));
        subjects.push(Subject { program: program.clone(), commands: commands.collect::<Result<_>>()? });
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(subjects)
}

fn command(places: &Places<'_>, name: &str, column: &Column) -> Result<Option<Prepared>> {
    let Some(source) = source(&places.benches(), name, column.language) else { return Ok(None) };
    let folder = places.target().join("bench-programs");
    let path = |path: &Path| path.display().to_string();
    let mut words = column.words.clone();
    match column.language {
        Language::JavaScript | Language::Lua => words.push(path(&source)),
        Language::Nido => {
            let module = folder.join(&column.name).join(name).with_extension("bc");
            // Binaries of pvm change while sources stay, so this is always done.
            compile(Command::new(&column.words[0]).arg("build").arg("-o").arg(&module).arg(&source), &module)?;
            words.push(path(&module));
        }
        Language::Java => {
            let (folder, class) = (folder.join("java"), class_name(name));
            let made = folder.join(&class).with_extension("class");
            if is_stale(&made, &source) {
                let sources = source.parent().unwrap_or(Path::new("."));
                let classes = ["-sourcepath".into(), path(sources), "-d".into(), path(&folder)];
                compile(Command::new("javac").args(classes).arg(&source), &made)?;
            }
            words.extend(["-cp".to_owned(), path(&folder), class]);
        }
        Language::C => {
            let made = folder.join("c").join(name);
            if is_stale(&made, &source) {
                let plain_c = source.extension().is_some_and(|ending| ending == "c");
                let (compiler, standard) = if plain_c { ("gcc", "-std=gnu17") } else { ("g++", "-std=c++20") };
                // Fused multiplication and addition would round differently from all others.
                let flags = ["-O3", "-ffp-contract=off", standard];
                compile(Command::new(compiler).args(flags).arg("-o").arg(&made).arg(&source).arg("-lm"), &made)?;
            }
            words.push(path(&made));
        }
    }
    Ok(Some(Prepared { column: column.name.clone(), words }))
}

/// The file of a program in a language, if it is written in it.
fn source(benches: &Path, name: &str, language: Language) -> Option<PathBuf> {
    let peers = benches.join("peers");
    let candidates = match language {
        Language::Nido => vec![benches.join("suite").join(format!("{name}.nido"))],
        Language::Java => vec![peers.join("java").join(format!("{}.java", class_name(name)))],
        Language::JavaScript => vec![peers.join("js").join(format!("{name}.js"))],
        Language::Lua => vec![peers.join("lua").join(format!("{name}.lua"))],
        Language::C => ["c", "cpp"].map(|ending| peers.join("c").join(format!("{name}.{ending}"))).into(),
    };
    candidates.into_iter().find(|file| file.is_file())
}

/// The name as Java writes that of a class: `binary_trees` is `BinaryTrees`.
fn class_name(name: &str) -> String {
    let capitalised = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    name.split('_').map(capitalised).collect()
}

/// Whether something must be compiled anew: it is older than some file beside its source.
fn is_stale(made: &Path, source: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    let beside = fs::read_dir(source.parent().unwrap_or(Path::new("."))).into_iter().flatten().flatten();
    let newest = beside.filter_map(|entry| changed(&entry.path())).max();
    changed(made).is_none_or(|made| newest.is_none_or(|newest| made < newest))
}

fn compile(command: &mut Command, made: &Path) -> Result<()> {
    if let Some(folder) = made.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let output = command.output().with_context(|| format!("cannot run {:?}", command.get_program()))?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!("{command:?} failed:\n{}", String::from_utf8_lossy(&said).trim());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_their_own_spelling() {
        assert_eq!(class_name("fib"), "Fib");
        assert_eq!(class_name("k_nucleotide"), "KNucleotide");
        assert_eq!(class_name("sha256"), "Sha256");
    }
}
