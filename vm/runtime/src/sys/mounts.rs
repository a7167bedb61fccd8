//! Which directory of the host a guest's path leads to. Every granted directory is opened once, through `cap-std`, and
//! everything below it is reached from that handle, so that no `..`, symbolic link or race leaves it.
#![forbid(unsafe_code)]

use super::denial::Denial;
use super::errno::Errno;
use super::grants::{DirectoryGrant, Grants};
use super::path::GuestPath;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What is about to be done to a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    Read,
    Write,
}

/// Whether an operation means the file that a last symbolic link leads to, or the link itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Last {
    Follow,
    Keep,
}

/// A granted directory that can't be opened.
#[derive(Debug, Error)]
pub enum MountError {
    #[error("cannot grant the directory `{}`: {}", host.display(), Errno::from_host(source).text())]
    Open { host: PathBuf, source: io::Error },
    #[error("cannot grant a directory as `{guest}`: {}", errno.text())]
    Name { guest: String, errno: Errno },
}

/// The granted directories.
#[derive(Debug)]
pub struct Mounts {
    granted: Vec<Mount>,
    everything: Option<Everything>,
}

#[derive(Debug)]
struct Mount {
    guest: GuestPath,
    host: PathBuf,
    directory: Dir,
    writable: bool,
}

/// All files of the host, with the directory that relative paths start from.
#[derive(Debug)]
struct Everything {
    root: Mount,
    current: GuestPath,
}

/// A place on the host's disk: a granted directory and the way from there.
#[derive(Debug)]
pub struct Location<'a> {
    pub directory: &'a Dir,
    /// Empty for the granted directory itself.
    way: PathBuf,
    host: &'a Path,
    path: GuestPath,
}

impl Mounts {
    /// Opens the granted directories.
    pub fn open(grants: &Grants) -> Result<Self, MountError> {
        let granted = grants.directories.iter().map(Mount::open).collect::<Result<_, _>>()?;
        let everything = grants.all_files.then(Everything::open).transpose()?;
        Ok(Self { granted, everything })
    }

    /// Finds where `path` leads, if the grant with the longest name that covers it allows the access. `wanted` names
    /// the operation for the person who reads the refusal: "reading".
    pub fn locate(&self, path: &str, access: Access, last: Last, wanted: &str) -> Result<Location<'_>, Refusal> {
        let path = GuestPath::parse(path)?;
        let covering = self.granted.iter().filter_map(|mount| Some((mount, path.below(&mount.guest)?)));
        if let Some((mount, way)) = covering.max_by_key(|(mount, _)| mount.guest.depth()) {
            if access == Access::Write && !mount.writable {
                let flag = format!("--dir {}::{}", mount.host.display(), mount.guest);
                return Err(Refusal {
                    errno: Errno::EROFS,
                    denial: Some(Denial::grant(format!("{wanted} {path}"), flag)),
                });
            }
            return Ok(Location { directory: &mount.directory, way, host: &mount.host, path });
        }
        if let Some(everything) = &self.everything {
            return Ok(everything.locate(path, last));
        }
        let directory = path.parent();
        let read_only = if access == Access::Read { ":ro" } else { "" };
        let denial = Denial::grant(format!("{wanted} {path}"), format!("--dir {directory}::{directory}{read_only}"));
        Err(Refusal { errno: Errno::EACCES, denial: Some(denial) })
    }
}

/// An error of a call with its reason, where there is more to say than the number.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub errno: Errno,
    pub denial: Option<Denial>,
}

impl From<Errno> for Refusal {
    fn from(errno: Errno) -> Self {
        Self { errno, denial: None }
    }
}

impl Mount {
    fn open(grant: &DirectoryGrant) -> Result<Self, MountError> {
        let DirectoryGrant { host, guest, writable } = grant.clone();
        match (GuestPath::parse(&guest), Dir::open_ambient_dir(&host, ambient_authority())) {
            (Err(errno), _) => Err(MountError::Name { guest, errno }),
            (_, Err(source)) => Err(MountError::Open { host, source }),
            (Ok(guest), Ok(directory)) => Ok(Self { guest, host, directory, writable }),
        }
    }
}

impl Everything {
    fn open() -> Result<Self, MountError> {
        let grant = DirectoryGrant { host: "/".into(), guest: "/".into(), writable: true };
        let root = Mount::open(&grant)?;
        let current = std::env::current_dir().ok().and_then(|current| GuestPath::parse(current.to_str()?).ok());
        Ok(Self { current: current.unwrap_or_else(|| root.guest.clone()), root })
    }

    /// Here links may lead anywhere, so they are resolved by the host first; a directory handle would refuse those that
    /// are absolute. What doesn't exist yet is left for the operation itself to find out.
    fn locate(&self, path: GuestPath, last: Last) -> Location<'_> {
        let path = path.from(&self.current);
        let host = PathBuf::from(path.to_string());
        let followed = if last == Last::Follow { host.canonicalize().ok() } else { None };
        let resolved = followed.or_else(|| Some(host.parent()?.canonicalize().ok()?.join(host.file_name()?)));
        let resolved = resolved.unwrap_or(host);
        let way = resolved.strip_prefix("/").map(Path::to_path_buf).unwrap_or(resolved);
        Location { directory: &self.root.directory, way, host: &self.root.host, path }
    }
}

impl Location<'_> {
    /// Does something there, again as long as a signal interrupts it.
    pub fn attempt<T>(&self, mut operation: impl FnMut(&Dir, &Path) -> io::Result<T>) -> Result<T, Refusal> {
        loop {
            match operation(self.directory, self.way()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => return result.map_err(|error| self.refusal(&error)),
            }
        }
    }

    /// The way from the granted directory, `.` for itself.
    pub fn way(&self) -> &Path {
        if self.is_root() { Path::new(".") } else { &self.way }
    }

    /// Whether it is the granted directory itself, which can't be moved or removed.
    pub fn is_root(&self) -> bool {
        self.way.as_os_str().is_empty()
    }

    /// What an error met here is to the guest. `cap-std` reports an attempt to leave the directory as an error that no
    /// system call made.
    fn refusal(&self, error: &io::Error) -> Refusal {
        if error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none() {
            let denial = Denial::Outside { path: self.path.to_string(), granted: self.host.display().to_string() };
            return Refusal { errno: Errno::EPERM, denial: Some(denial) };
        }
        Errno::from_host(error).into()
    }
}
