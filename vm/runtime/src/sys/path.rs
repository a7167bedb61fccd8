//! Paths as a guest writes them: components between `/`, absolute or relative. `..` is resolved in the name alone, before
//! any link is looked at, so a path's grant can be told from its text.
#![forbid(unsafe_code)]

use super::errno::Errno;
use std::fmt;
use std::path::PathBuf;

/// The longest path in bytes, as in POSIX systems.
const LONGEST: usize = 4096;

/// A path without `.` and empty components; `..` stands only at the start of a relative one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GuestPath {
    absolute: bool,
    components: Vec<String>,
}

impl GuestPath {
    /// Reads a path: `ENOENT` when it is empty, `ENAMETOOLONG`, or `EINVAL` when it holds a zero byte.
    pub fn parse(text: &str) -> Result<Self, Errno> {
        match text {
            "" => return Err(Errno::ENOENT),
            _ if text.len() > LONGEST => return Err(Errno::ENAMETOOLONG),
            _ if text.contains('\0') => return Err(Errno::EINVAL),
            _ => {}
        }
        let mut path = Self { absolute: text.starts_with('/'), components: Vec::new() };
        text.split('/').for_each(|component| path.step(component));
        Ok(path)
    }

    /// Goes on by one component.
    fn step(&mut self, component: &str) {
        match component {
            "" | "." => {}
            ".." => match self.components.last() {
                Some(last) if last != ".." => drop(self.components.pop()),
                _ if self.absolute => {}
                _ => self.components.push(component.into()),
            },
            _ => self.components.push(component.into()),
        }
    }

    /// This path seen from `directory`, unless it is absolute.
    pub fn from(&self, directory: &Self) -> Self {
        if self.absolute {
            return self.clone();
        }
        let mut path = directory.clone();
        self.components.iter().for_each(|component| path.step(component));
        path
    }

    /// What remains behind `prefix`; nothing when the path is not below it.
    pub fn below(&self, prefix: &Self) -> Option<PathBuf> {
        let rest = self.components.strip_prefix(prefix.components.as_slice())?;
        let inside = self.absolute == prefix.absolute && rest.first().is_none_or(|first| first != "..");
        inside.then(|| rest.iter().collect())
    }

    /// How many components it has: the longest matching prefix is the one with most.
    pub fn depth(&self) -> usize {
        self.components.len()
    }

    /// The directory that it stands in; the path itself for `/`, and for `.` and what is above it.
    pub fn parent(&self) -> Self {
        let mut parent = self.clone();
        if parent.components.last().is_some_and(|last| last != "..") {
            parent.components.pop();
        }
        parent
    }
}

impl fmt::Display for GuestPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.absolute, self.components.as_slice()) {
            (false, []) => f.write_str("."),
            (false, components) => f.write_str(&components.join("/")),
            (true, components) => write!(f, "/{}", components.join("/")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> GuestPath {
        GuestPath::parse(text).expect(text)
    }

    #[test]
    fn names_are_resolved_without_looking_at_files() {
        for (text, plain) in [
            ("/", "/"),
            ("//a///b/", "/a/b"),
            ("/../../etc", "/etc"),
            (".", "."),
            ("./a/./b", "a/b"),
            ("a/../..", ".."),
            ("../../x/../y", "../../y"),
            ("a b/\u{e9}", "a b/\u{e9}"),
        ] {
            assert_eq!(path(text).to_string(), plain, "{text}");
        }
    }

    #[test]
    fn impossible_names_are_refused() {
        assert_eq!(GuestPath::parse(""), Err(Errno::ENOENT));
        assert_eq!(GuestPath::parse("a\0b"), Err(Errno::EINVAL));
        assert_eq!(GuestPath::parse(&"a".repeat(4097)), Err(Errno::ENAMETOOLONG));
    }

    #[test]
    fn a_prefix_covers_what_is_below_it_and_nothing_else() {
        let below = |text: &str, prefix: &str| path(text).below(&path(prefix)).map(|rest| rest.display().to_string());
        assert_eq!(below("/data/a/b", "/data"), Some("a/b".into()));
        assert_eq!(below("/data", "/data"), Some(String::new()));
        assert_eq!(below("/database", "/data"), None);
        assert_eq!(below("/data/../etc", "/data"), None);
        assert_eq!(below("data", "/"), None);
        assert_eq!(below("a", "."), Some("a".into()));
        assert_eq!(below("../a", "."), None);
        assert_eq!(below("../a", ".."), Some("a".into()));
        assert_eq!(below("../../a", ".."), None);
    }
}
