//! `pvm build`: from source text to a portable module.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::Args;
use pvm::Engine;

use super::{MessageFormat, complain, report, say};
use crate::exit::Exit;

#[derive(Args)]
pub struct Build {
    /// The source file of the root module
    file: PathBuf,
    /// Where to write the module; the file's own name with the ending .bc otherwise
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leaves out names and lines, which backtraces and listings show
    #[arg(long)]
    strip: bool,
    /// How mistakes and warnings are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

impl Build {
    pub fn run(self) -> Exit {
        if self.file == Path::new("-") && self.output.is_none() {
            complain("source text from standard input has no name: say with `-o FILE` where to write the module");
            return Exit::USAGE;
        }
        let program = match Engine::new().compile(&self.file) {
            Ok(program) => program,
            Err(error) => return report(&error, self.message_format),
        };
        say(program.warnings(), self.message_format);
        let output = self.output.unwrap_or_else(|| self.file.with_extension("bc"));
        let bytes = if self.strip { program.stripped_bytes() } else { program.bytes() };
        match write_whole(&output, &bytes) {
            Ok(()) => Exit::SUCCESS,
            Err(error) => {
                complain(&format!("cannot write {}: {}", output.display(), pvm::reason(&error)));
                Exit::FAILURE
            }
        }
    }
}

/// Writes aside and renames, so that there is the old file or the new one, whole, whatever happens in between. A device or
/// a pipe holds no file to keep, and no file may take its place.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let aside = path.with_file_name(name);
    let written = fs::File::create(&aside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let renamed = written.and_then(|()| fs::rename(&aside, path));
    if renamed.is_err() {
        // What could not be finished must not be left behind; that it can't be removed either is no news.
        let _ = fs::remove_file(&aside);
    }
    renamed
}
