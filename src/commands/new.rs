//! `pvm new`: a folder with a program and a test to start from.

use std::path::PathBuf;
use std::{fs, io};

use clap::Args;

use super::{complain, print_bytes};
use crate::exit::Exit;

/// Stands for the project's name in its files.
const NAME: &str = "PROJECT";

/// What a new project holds, by path.
const FILES: &[(&str, &str)] =
    &[("nido.toml", include_str!("new/nido.toml")), ("main.nido", include_str!("new/main.nido"))];

#[derive(Args)]
pub struct New {
    /// The folder to make
    folder: PathBuf,
}

impl New {
    pub fn run(self) -> Exit {
        match self.create() {
            Ok(()) => {
                let folder = self.folder.display();
                print_bytes(format!("Made {folder}. Next:\n  pvm {folder}/main.nido\n  pvm test {folder}\n").as_bytes())
            }
            Err(error) => {
                complain(&format!("cannot make {}: {}", self.folder.display(), pvm::reason(&error)));
                Exit::USAGE
            }
        }
    }

    /// Makes the folder, which must not be there, so that nothing is overwritten.
    fn create(&self) -> io::Result<()> {
        let name = self.folder.file_name().and_then(|name| name.to_str()).unwrap_or("program");
        fs::create_dir(&self.folder)?;
        FILES.iter().try_for_each(|(path, text)| fs::write(self.folder.join(path), text.replace(NAME, name)))
    }
}
