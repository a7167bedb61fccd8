//! Where the files are: in a folder for each module, named by its hash, in a folder that is this user's alone. All files
//! together take so much room at most; those that were not used for longest go.

use super::private;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Bytes of a file, at most.
const LARGEST: u64 = 64 << 20;

/// Bytes of all files, at most, when one is added.
const MOST: u64 = 256 << 20;

/// The place of one file.
pub struct Folder {
    root: PathBuf,
    file: PathBuf,
}

impl Folder {
    /// Of the file with a name, of a module.
    pub fn new(root: &Path, module: &str, name: &str) -> Self {
        Self { root: root.to_owned(), file: root.join(module).join(name) }
    }

    /// Whether there may be files of a module.
    pub fn exists(root: &Path, module: &str) -> bool {
        root.join(module).is_dir()
    }

    /// The bytes of the file, which is used now.
    pub fn read(&self) -> Option<Vec<u8>> {
        let root = fs::metadata(&self.root).ok()?;
        let mut file = File::open(&self.file).ok()?;
        let metadata = file.metadata().ok()?;
        let is_trusted = private::is_private(&root) && private::is_private(&metadata);
        if !is_trusted || !metadata.is_file() || metadata.len() > 2 * LARGEST {
            return None;
        }
        let mut bytes = Vec::with_capacity(metadata.len() as usize);
        file.read_to_end(&mut bytes).ok()?;
        // It says when the file was used, no more: if that can't be noted it may go too early.
        let _ = file.set_modified(SystemTime::now());
        Some(bytes)
    }

    /// Adds to the file, all at once: what other processes add comes before or behind it.
    ///
    /// # Errors
    /// The file can't be written, or is as large as it may be, or somebody else could write to it.
    pub fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut file = match private::open_to_append(&self.file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.create(),
            opened => opened,
        }?;
        let metadata = file.metadata()?;
        if !private::is_private(&fs::metadata(&self.root)?) || !private::is_private(&metadata) {
            return Err(io::Error::other("others may write there"));
        }
        if metadata.len() + bytes.len() as u64 > LARGEST {
            return Err(io::Error::other("the file is as large as it may be"));
        }
        file.write_all(bytes)
    }

    /// Makes the file anew. Who adds to the old one still, does so in vain.
    ///
    /// # Errors
    /// As for adding to it, or the old one can't be removed.
    pub fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        fs::remove_file(&self.file)?;
        self.append(bytes)
    }

    fn create(&self) -> io::Result<File> {
        make_room(&self.root, MOST);
        let module = self.file.parent().unwrap_or(&self.root);
        private::make_folder(module)?;
        private::open_to_append(&self.file)
    }
}

/// Removes what was not used for longest until half of the room is free, if all of it is taken.
fn make_room(root: &Path, most: u64) {
    let mut files: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for (path, _) in entries(root) {
        files.extend(entries(&path).filter_map(|(path, metadata)| {
            let used = metadata.modified().ok()?;
            metadata.is_file().then_some((used, metadata.len(), path))
        }));
    }
    let mut taken: u64 = files.iter().map(|(_, length, _)| length).sum();
    if taken <= most {
        return;
    }
    files.sort();
    for (_, length, path) in files {
        if taken <= most / 2 {
            break;
        }
        // What can't be removed takes its room.
        if fs::remove_file(&path).is_ok() {
            taken -= length;
        }
        // A module's folder goes with its last file: before that it can't be removed.
        let _ = path.parent().map(fs::remove_dir);
    }
}

/// What is in a folder.
fn entries(folder: &Path) -> impl Iterator<Item = (PathBuf, Metadata)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let root = tempfile::tempdir().expect("a folder");
        for age in 0..10 {
            let folder = root.path().join(age.to_string());
            fs::create_dir(&folder).expect("a folder");
            let mut file = File::create(folder.join("code")).expect("a file");
            file.write_all(&[0; 10]).expect("room");
            file.set_modified(SystemTime::now() - Duration::from_secs(age * 1000)).expect("a time");
        }
        make_room(root.path(), 100);
        assert_eq!(entries(root.path()).count(), 10, "there is room");
        make_room(root.path(), 99);
        let mut left: Vec<_> = entries(root.path()).map(|(path, _)| path).collect();
        left.sort();
        assert_eq!(left, [0, 1, 2, 3].map(|age| root.path().join(age.to_string())));
    }

    #[cfg(unix)]
    #[test]
    fn what_others_may_write_is_not_trusted() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(root.path(), "module", "code");
        folder.append(b"code").expect("it is private");
        assert_eq!(folder.read().as_deref(), Some(&b"code"[..]));
        let file = root.path().join("module/code");
        for path in [root.path(), &file] {
            let permissions = fs::metadata(path).expect("it is there").permissions();
            let open = permissions.mode() | 0o020;
            fs::set_permissions(path, fs::Permissions::from_mode(open)).expect("it is ours");
            assert_eq!(folder.read(), None, "{}", path.display());
            assert!(folder.append(b"code").is_err(), "{}", path.display());
            fs::set_permissions(path, permissions).expect("it is ours");
        }
        assert!(folder.read().is_some());
    }
}
