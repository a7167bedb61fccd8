//! `pvm doc`: the documentation of the library, or of a package, as a static site of plain HTML with search by name.

mod extract;
mod page;
mod prose;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use pvm::Error;

use super::{MessageFormat, complain, report};
use crate::exit::Exit;

#[derive(Args)]
pub struct Doc {
    /// A source file, or a folder of them; the standard library otherwise
    path: Option<PathBuf>,
    /// The folder to write the site to; `docs/stdlib` for the standard library and `docs/api` for all else, otherwise
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Doc {
    pub fn run(self) -> Exit {
        let modules = match self.modules() {
            Ok(modules) => modules,
            Err(error) => return report(&error, MessageFormat::Human),
        };
        let site = page::site(&self.title(), &modules);
        let output = self.output();
        let written = fs::create_dir_all(&output)
            .and_then(|()| site.iter().try_for_each(|(name, text)| fs::write(output.join(name), text)));
        match written {
            Ok(()) => super::print_bytes(
                format!("Wrote {} pages to {}\n", modules.len() + 1, output.join("index.html").display()).as_bytes(),
            ),
            Err(error) => {
                complain(&format!("cannot write to {}: {}", output.display(), pvm::reason(&error)));
                Exit::FAILURE
            }
        }
    }

    fn output(&self) -> PathBuf {
        let standing = if self.path.is_some() { "docs/api" } else { "docs/stdlib" };
        self.output.clone().unwrap_or_else(|| standing.into())
    }

    /// The name of the folder or file.
    fn title(&self) -> String {
        let Some(path) = &self.path else { return "The standard library of Nido".to_owned() };
        let whole = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        whole.file_stem().map_or_else(|| "Documentation".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    fn modules(&self) -> Result<Vec<extract::Module>, Error> {
        let texts: Vec<(String, String)> = match &self.path {
            None => pvm::library().map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
            Some(path) => sources(path)?,
        };
        Ok(texts.into_iter().map(|(name, text)| extract::module(name, text)).collect())
    }
}

/// The source files at a path, by module name.
fn sources(path: &Path) -> Result<Vec<(String, String)>, Error> {
    let read = |file: &Path| fs::read_to_string(file).map_err(|error| Error::Read { path: file.to_owned(), error });
    if !path.is_dir() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![(name, read(path)?)]);
    }
    super::source_files(path)?.iter().map(|file| Ok((module_name(path, file), read(file)?))).collect()
}

/// `geometry.shapes` for `geometry/shapes.nido` below the folder.
fn module_name(folder: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(folder).unwrap_or(file).with_extension("");
    inside.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join(".")
}
