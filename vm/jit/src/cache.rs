//! Compiled code that is kept on disk for the next run of the same program: a file for each program, to which every part
//! is added when it has been made.
//!
//! A file is good for one build of the machine and one kind of processor only, see [`key`]. What is damaged is made anew,
//! what can't be written is made again the next time: nobody is told. Several processes may use a file at once.

mod file;
mod folder;
mod key;
mod private;

use crate::passes::Passes;
use crate::stubs::Stub;
use file::Records;
use folder::Folder;
use pvm_bytecode::ModuleHash;
use pvm_runtime::program::Program;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// The code that is kept of one program.
#[derive(Default)]
pub struct Cache {
    root: Option<Arc<Path>>,
    /// The hash of its module, once it was looked for.
    module: Option<String>,
    open: Option<Open>,
}

struct Open {
    folder: Folder,
    records: Records,
}

/// What is kept.
#[derive(PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Part {
    /// A unit: its function, the block of its loop, and whether fuel is counted.
    Unit(u32, Option<u32>, bool),
    Stub(Stub),
}

impl Cache {
    /// In a folder; if there is none, nothing is kept.
    pub fn new(root: Option<Arc<Path>>) -> Self {
        Self { root, ..Self::default() }
    }

    /// Whether it can be that something is kept of a program: finding that there is nothing costs little.
    pub fn may_know(&mut self, program: &Program) -> bool {
        let (Some(root), None) = (&self.root, &self.module) else { return self.open.is_some() };
        let module = self.module.insert(ModuleHash::of(program.module()).to_string());
        Folder::exists(root, module)
    }

    /// Finds what is kept of a program; `processor` tells the kind of processor.
    pub fn open(&mut self, program: &Program, passes: Passes, processor: impl FnOnce() -> String) {
        let (Some(root), None) = (&self.root, &self.open) else { return };
        let module = self.module.get_or_insert_with(|| ModuleHash::of(program.module()).to_string());
        let folder = Folder::new(root, module, &key::name(passes, &processor()));
        let records = folder.read().map(Records::new).unwrap_or_default();
        self.open = Some(Open { folder, records });
    }

    /// What is kept of a part.
    pub fn find<T: DeserializeOwned>(&self, part: &Part) -> Option<T> {
        self.open.as_ref()?.records.find(part)
    }

    /// Keeps a part from now on.
    pub fn keep<T: Serialize>(&mut self, part: &Part, value: &T) {
        let Some(Open { folder, records }) = &mut self.open else { return };
        let Some(record) = file::record(part, value) else { return };
        let added = match records.repair() {
            Some(whole) => folder.replace(&[whole, &record].concat()),
            None => folder.append(&record),
        };
        if let Err(error) = added {
            tracing::debug!("compiled code is not kept: {error}");
            self.root = None;
            self.open = None;
        }
    }

    /// What is kept of a part, or else is made and kept from now on.
    ///
    /// # Errors
    /// Those of making it.
    pub fn find_or_make<T: Serialize + DeserializeOwned>(
        &mut self,
        part: &Part,
        make: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, String> {
        if let Some(kept) = self.find(part) {
            return Ok(kept);
        }
        let made = make()?;
        self.keep(part, &made);
        Ok(made)
    }
}
