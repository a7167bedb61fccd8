//! The columns of the comparison: engines of other languages, and our own. A row of the table is all that one needs.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::Places;
use crate::options::Options;

/// What the sources of a column are written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    Nido,
    Java,
    JavaScript,
    Lua,
    C,
}

/// One way of running the suite.
pub struct Column {
    pub name: String,
    title: String,
    pub language: Language,
    /// The command, without the program that it runs; C's programs are commands themselves.
    pub words: Vec<String>,
    version: String,
}

struct Row {
    name: &'static str,
    title: &'static str,
    language: Language,
    /// As in [`Column`]; `pvm` stands for the binary that was built for this run.
    words: &'static [&'static str],
    /// What must be there, each with the argument that asks for its version.
    needs: &'static [(&'static str, &'static str)],
    /// The Debian packages that bring it.
    packages: &'static str,
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row { name: "c", title: "C, C++ (gcc -O3)", language: Language::C, words: &[], needs: &[("gcc", "--version"), ("g++", "--version")], packages: "gcc and g++" },
    Row { name: "java", title: "Java (HotSpot)", language: Language::Java, words: &["java"], needs: JAVA, packages: JDK },
    Row { name: "java-serial", title: "Java (serial collector)", language: Language::Java, words: &["java", "-XX:+UseSerialGC"], needs: JAVA, packages: JDK },
    Row { name: "node", title: "JavaScript (Node, V8)", language: Language::JavaScript, words: &["node"], needs: &[("node", "--version")], packages: "nodejs" },
    Row { name: "luajit", title: "LuaJIT", language: Language::Lua, words: &["luajit"], needs: LUAJIT, packages: "luajit" },
    Row { name: "luajit-joff", title: "LuaJIT's interpreter", language: Language::Lua, words: &["luajit", "-joff"], needs: LUAJIT, packages: "luajit" },
    Row { name: "lua5.4", title: "Lua 5.4", language: Language::Lua, words: &["lua5.4"], needs: &[("lua5.4", "-v")], packages: "lua5.4" },
    Row { name: "interp", title: "pvm's interpreter", language: Language::Nido, words: &["pvm", "run", "--jit=off"], needs: &[], packages: "" },
    Row { name: "jit", title: "pvm", language: Language::Nido, words: &["pvm", "run", "--jit=auto"], needs: &[], packages: "" },
    Row { name: "fuel", title: "pvm that counts fuel", language: Language::Nido, words: &["pvm", "run", "--jit=auto", "--fuel=1000000000000000"], needs: &[], packages: "" },
];

const JAVA: &[(&str, &str)] = &[("java", "-version"), ("javac", "-version")];
const JDK: &str = "default-jdk-headless";
const LUAJIT: &[(&str, &str)] = &[("luajit", "-v")];

/// A column as reports tell of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Described {
    pub name: String,
    pub title: String,
    pub version: String,
    /// Whether it is pvm.
    pub ours: bool,
}

impl Column {
    pub fn described(self) -> Described {
        let ours = self.language == Language::Nido;
        Described { name: self.name, title: self.title, version: self.version, ours }
    }

    /// The column of a row; none when the machine lacks what it needs.
    fn of(row: &Row, places: &Places<'_>) -> Option<Self> {
        let pvm = places.pvm.display().to_string();
        let words = row.words.iter().map(|&word| if word == "pvm" { pvm.clone() } else { word.to_owned() });
        let versions: Option<Vec<_>> = row.needs.iter().map(|(command, ask)| version(command, ask)).collect();
        let version = versions?.into_iter().next().or_else(|| version(&pvm, "--version"))?;
        let (name, title) = (row.name.to_owned(), row.title.to_owned());
        Some(Self { name, title, language: row.language, words: words.collect(), version })
    }

    /// A column for another binary of pvm.
    fn other(name: &str, path: &Path) -> Result<Self> {
        let path = path.display().to_string();
        let Some(version) = version(&path, "--version") else { bail!("{path} is no pvm that can be run") };
        let words = vec![path.clone(), "run".into(), "--jit=off".into()];
        Ok(Self { name: name.to_owned(), title: format!("pvm: {name}"), language: Language::Nido, words, version })
    }
}

/// The columns that the options ask for, in their order; without options all that the machine has. Says what is missing.
pub fn chosen(places: &Places<'_>, options: &Options) -> Result<Vec<Column>> {
    let mut there = Vec::new();
    for row in ROWS {
        let wanted = options.peers.is_empty() || options.peers.iter().any(|name| name == row.name);
        match Column::of(row, places) {
            Some(column) => there.push(column),
            None if wanted => {
                eprintln!("{} is not on this machine; Debian has it in {}", row.title, row.packages);
            }
            None => {}
        }
    }
    for (name, path) in &options.others {
        there.push(Column::other(name, path)?);
    }
    if options.peers.is_empty() {
        return Ok(there);
    }
    let mut columns = Vec::new();
    for name in &options.peers {
        match there.iter().position(|column| column.name == *name) {
            Some(place) => columns.push(there.swap_remove(place)),
            None if ROWS.iter().any(|row| row.name == name) => {}
            None => bail!("there is no column `{name}`; {}", help()),
        }
    }
    if columns.is_empty() {
        bail!("none of the columns that were asked for is on this machine");
    }
    Ok(columns)
}

/// The column that ratios are relative to.
pub fn base(columns: &[Column], options: &Options) -> Result<String> {
    let named = |name: &str| columns.iter().find(|column| column.name == name);
    match &options.base {
        Some(name) if named(name).is_none() => bail!("the base `{name}` is none of the columns of this run"),
        Some(name) => Ok(name.clone()),
        None => Ok(named("c").or(columns.first()).map(|column| column.name.clone()).unwrap_or_default()),
    }
}

pub fn help() -> String {
    let names: Vec<_> = ROWS.iter().map(|row| row.name).collect();
    format!("the columns are {}", names.join(", "))
}

/// The first line of what a command says of its version; none when there is no such command.
fn version(command: &str, ask: &str) -> Option<String> {
    let output = Command::new(command).arg(ask).output().ok().filter(|output| output.status.success())?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    // Some add whose work they are, after a dash.
    let version = line.split("Copyright").next()?;
    Some(version.trim_matches([' ', '-']).to_owned())
}
