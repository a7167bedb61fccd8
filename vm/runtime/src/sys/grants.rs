//! What a host lets a guest do: plain data, of the same form on the command line and in a program that embeds the
//! machine. Nothing is granted by default.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use thiserror::Error;

/// Permission for one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Grant {
    /// The files below a directory of the host, under a name of the guest's own.
    Directory(DirectoryGrant),
    /// An environment variable with the value that it has in the host, if it is set there.
    Variable(String),
    /// An environment variable with a value of its own.
    Define(String, String),
    /// All environment variables of the host.
    Environment,
    /// The arguments of the program.
    Arguments(Vec<String>),
    /// Standard input, output and error.
    Streams,
    /// The time of day.
    WallClock,
    /// Unpredictable bytes from the operating system.
    Random,
    /// Bytes that follow from a seed, in place of unpredictable ones.
    Seed(u64),
    /// All that there is but arguments: for a person's own programs.
    Everything,
}

/// The files below a directory of the host.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DirectoryGrant {
    pub host: PathBuf,
    /// How the guest calls it: absolute (`/data`) or relative (`.`, `data`).
    pub guest: String,
    pub writable: bool,
}

impl Grant {
    /// Reading below the directory `host`, which the guest calls `guest`.
    pub fn read(host: impl Into<PathBuf>, guest: impl Into<String>) -> Self {
        Self::Directory(DirectoryGrant { host: host.into(), guest: guest.into(), writable: false })
    }

    /// Reading and writing below the directory `host`, which the guest calls `guest`.
    pub fn write(host: impl Into<PathBuf>, guest: impl Into<String>) -> Self {
        Self::Directory(DirectoryGrant { host: host.into(), guest: guest.into(), writable: true })
    }

    /// A directory as the command line writes it: `HOST`, `HOST:ro`, `HOST::GUEST` or `HOST::GUEST:ro`. Without a name
    /// for the guest it is called as in the host.
    pub fn parse_directory(text: &str) -> Result<Self, GrantSyntax> {
        let (names, writable) = text.strip_suffix(":ro").map_or((text, true), |names| (names, false));
        let (host, guest) = names.split_once("::").unwrap_or((names, names));
        if host.is_empty() || guest.is_empty() {
            return Err(GrantSyntax::Directory(text.into()));
        }
        Ok(Self::Directory(DirectoryGrant { host: host.into(), guest: guest.into(), writable }))
    }

    /// A variable as the command line writes it: `NAME`, `NAME=VALUE` or `*` for all.
    pub fn parse_variable(text: &str) -> Result<Self, GrantSyntax> {
        match text.split_once('=') {
            _ if text == "*" => Ok(Self::Environment),
            _ if text.is_empty() || text.starts_with('=') || text.contains('\0') => {
                Err(GrantSyntax::Variable(text.into()))
            }
            Some((name, value)) => Ok(Self::Define(name.into(), value.into())),
            None => Ok(Self::Variable(text.into())),
        }
    }
}

/// A grant that is not written as it should be.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum GrantSyntax {
    #[error("`{0}` is no grant of a directory: write HOST, HOST::GUEST or HOST::GUEST:ro")]
    Directory(String),
    #[error("`{0}` is no grant of a variable: write NAME, NAME=VALUE or * for all")]
    Variable(String),
}

/// Where the bytes of the call `random` come from.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum RandomGrant {
    #[default]
    Denied,
    System,
    Seed(u64),
}

/// All that a guest is granted.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Grants {
    pub directories: Vec<DirectoryGrant>,
    /// Every file of the host, relative paths from its current directory.
    pub all_files: bool,
    pub variables: BTreeMap<String, String>,
    pub arguments: Vec<String>,
    pub streams: bool,
    pub wall_clock: bool,
    pub random: RandomGrant,
}

impl Grants {
    /// Nothing at all: what an embedded guest starts from.
    pub fn none() -> Self {
        Self::default()
    }

    /// These and one more.
    pub fn with(mut self, grant: Grant) -> Self {
        self.add(grant);
        self
    }

    /// Adds one.
    pub fn add(&mut self, grant: Grant) {
        match grant {
            Grant::Directory(directory) => self.directories.push(directory),
            Grant::Variable(name) => {
                if let Ok(value) = std::env::var(&name) {
                    self.variables.insert(name, value);
                }
            }
            Grant::Define(name, value) => {
                self.variables.insert(name, value);
            }
            Grant::Environment => self.add_environment(),
            Grant::Arguments(arguments) => self.arguments = arguments,
            Grant::Streams => self.streams = true,
            Grant::WallClock => self.wall_clock = true,
            Grant::Random => self.random = RandomGrant::System,
            Grant::Seed(seed) => self.random = RandomGrant::Seed(seed),
            Grant::Everything => {
                self.all_files = true;
                self.streams = true;
                self.wall_clock = true;
                // A seed that was asked for is meant to make the run repeatable.
                if self.random == RandomGrant::Denied {
                    self.random = RandomGrant::System;
                }
                self.add_environment();
            }
        }
    }

    /// Variables whose name or value is no Unicode are left out: a guest's strings can't hold them. What was defined
    /// before stays as it is.
    fn add_environment(&mut self) {
        let all =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        for (name, value) in all {
            self.variables.entry(name).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_written_in_four_ways() {
        assert_eq!(Grant::parse_directory("."), Ok(Grant::write(".", ".")));
        assert_eq!(Grant::parse_directory("data:ro"), Ok(Grant::read("data", "data")));
        assert_eq!(Grant::parse_directory("./in::/data"), Ok(Grant::write("./in", "/data")));
        assert_eq!(Grant::parse_directory("C:\\in::/data:ro"), Ok(Grant::read("C:\\in", "/data")));
        for wrong in ["", ":ro", "::", "a::", "::a"] {
            let error = Grant::parse_directory(wrong).expect_err(wrong);
            assert_eq!(
                error.to_string(),
                format!("`{wrong}` is no grant of a directory: write HOST, HOST::GUEST or HOST::GUEST:ro")
            );
        }
    }

    #[test]
    fn variables_are_named_defined_or_all() {
        assert_eq!(Grant::parse_variable("HOME"), Ok(Grant::Variable("HOME".into())));
        assert_eq!(Grant::parse_variable("A=b=c"), Ok(Grant::Define("A".into(), "b=c".into())));
        assert_eq!(Grant::parse_variable("*"), Ok(Grant::Environment));
        assert!(Grant::parse_variable("=b").is_err());
    }

    #[test]
    fn nothing_is_granted_by_default_and_everything_keeps_what_was_chosen() {
        assert_eq!(Grants::none(), Grants { random: RandomGrant::Denied, ..Grants::default() });
        assert!(!Grants::none().streams && !Grants::none().wall_clock && Grants::none().variables.is_empty());
        let all = Grants::none()
            .with(Grant::Seed(7))
            .with(Grant::Define("PATH".into(), "mine".into()))
            .with(Grant::Everything);
        assert!(all.all_files && all.streams && all.wall_clock);
        assert_eq!(all.random, RandomGrant::Seed(7));
        assert_eq!(all.variables.get("PATH").map(String::as_str), Some("mine"));
    }
}
