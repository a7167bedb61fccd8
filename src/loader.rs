//! Where the compiler's texts come from: files, and the library that pvm carries.

use std::path::{Path, PathBuf};
use std::{fs, io};

use pvm_compiler::{Loader, Source};

use crate::error::{Error, reason};

/// The ending of a source file.
pub const ENDING: &str = "nido";

/// Finds modules of the library by the name `std`, and all others as files below the package's folder.
pub struct Modules {
    package: PathBuf,
}

impl Modules {
    /// For a root file.
    pub fn around(root: &Path) -> Self {
        Self { package: package(root).to_owned() }
    }
}

/// The folder whose files are the modules of a file's package: the nearest above it with a `nido.toml`, or else its own.
fn package(file: &Path) -> &Path {
    let folder = file.parent().unwrap_or(Path::new(""));
    folder.ancestors().find(|folder| folder.join("nido.toml").is_file()).unwrap_or(folder)
}

/// The dotted path of a file's module in its package.
fn module_name(file: &Path) -> String {
    let inside = file.strip_prefix(package(file)).unwrap_or(file).with_extension("");
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    parts.join(".")
}

impl Loader for Modules {
    fn load(&mut self, module: &str) -> Result<Option<Source>, String> {
        if module == "std" || module.starts_with("std.") {
            let path = PathBuf::from(format!("{}.{ENDING}", module.replace('.', "/")));
            return Ok(pvm_stdlib::source(module).map(|text| Source {
                module: module.into(),
                path,
                text: text.into(),
            }));
        }
        let mut path = self.package.clone();
        path.extend(module.split('.'));
        path.set_extension(ENDING);
        match fs::read(&path) {
            Ok(bytes) => match text(bytes) {
                Ok(text) => Ok(Some(Source { module: module.into(), path, text })),
                Err(place) => Err(format!("{} is not valid UTF-8: {place}", path.display())),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{}: {}", path.display(), reason(&error))),
        }
    }

    fn beside(&self, module: &str) -> Vec<String> {
        if module.starts_with("std.") {
            return pvm_stdlib::MODULES.iter().map(|(name, _)| (*name).to_owned()).collect();
        }
        let (prefix, _) = module.rsplit_once('.').map_or(("", module), |(parent, _)| module.split_at(parent.len() + 1));
        let folder = self.package.join(prefix.replace('.', "/"));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == ENDING));
        files.filter_map(|path| Some(format!("{prefix}{}", path.file_stem()?.to_str()?))).collect()
    }
}

/// The root of a compilation, read from a file, or from standard input for `-`.
pub fn root(path: &Path) -> Result<Source, Error> {
    let read = if path == Path::new("-") { read_standard_input() } else { fs::read(path) };
    let bytes = read.map_err(|error| Error::Read { path: path.to_owned(), error })?;
    named(path, bytes)
}

/// The root of a compilation, from bytes under the name that messages call them by.
pub fn named(path: &Path, bytes: Vec<u8>) -> Result<Source, Error> {
    if bytes.starts_with(&pvm_bytecode::MAGIC) {
        return Err(Error::Bytecode { path: path.to_owned() });
    }
    let text = text(bytes).map_err(|place| Error::NotText { path: path.to_owned(), place })?;
    if path == Path::new("-") {
        return Ok(Source { module: "main".into(), path: "<stdin>".into(), text });
    }
    Ok(Source { module: module_name(path).into(), path: path.to_owned(), text })
}

fn read_standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes)?;
    Ok(bytes)
}

/// The bytes as text, or the place of the first byte that isn't, in words.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..valid];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        format!("the byte 0x{:02x} at line {line}, column {column} belongs to no character", error.as_bytes()[valid])
    })
}
