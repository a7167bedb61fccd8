//! Modules for the tests: those of the standard library, and those that stand in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use pvm_compiler::{Loader, Source};

pub struct Modules {
    /// Where the modules of the program itself stand.
    pub folder: PathBuf,
}

impl Loader for Modules {
    fn load(&mut self, module: &str) -> Result<Option<Source>, String> {
        let path = PathBuf::from(module.replace('.', "/") + ".nido");
        let text = match pvm_stdlib::source(module) {
            Some(text) => Some(text.to_owned()),
            None => fs::read_to_string(self.folder.join(&path)).ok(),
        };
        Ok(text.map(|text| Source { module: module.into(), path, text }))
    }

    fn beside(&self, module: &str) -> Vec<String> {
        let library = if module.starts_with("std.") { pvm_stdlib::MODULES } else { &[] };
        library.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// A root module called `main`.
pub fn root(path: &Path, text: String) -> Source {
    Source { module: "main".into(), path: path.to_owned(), text }
}
