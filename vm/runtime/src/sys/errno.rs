//! The error numbers that a guest sees: those of POSIX with the values of Linux, on every host, so that a module's
//! results don't depend on where it runs.
#![forbid(unsafe_code)]

use std::io::{self, ErrorKind};

macro_rules! errors {
    ($($number:literal $name:ident $text:literal)*) => {
        /// An error number of POSIX.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub struct Errno(u16);

        impl Errno {
            $(#[doc = $text] pub const $name: Self = Self($number);)*
        }

        /// Number, name and text, by number.
        static TABLE: &[(u16, &str, &str)] = &[$(($number, stringify!($name), $text)),*];
    };
}

errors! {
    1   EPERM        "operation not permitted"
    2   ENOENT       "no such file or directory"
    4   EINTR        "interrupted system call"
    5   EIO          "input/output error"
    7   E2BIG        "argument list too long"
    9   EBADF        "bad handle"
    11  EAGAIN       "resource temporarily unavailable"
    12  ENOMEM       "out of memory"
    13  EACCES       "permission denied"
    16  EBUSY        "device or resource busy"
    17  EEXIST       "file exists"
    18  EXDEV        "files are on different disks"
    19  ENODEV       "no such device"
    20  ENOTDIR      "not a directory"
    21  EISDIR       "is a directory"
    22  EINVAL       "invalid argument"
    23  ENFILE       "too many open files in the system"
    24  EMFILE       "too many open files"
    25  ENOTTY       "not a terminal"
    26  ETXTBSY      "program file is busy"
    27  EFBIG        "file too large"
    28  ENOSPC       "no space left on disk"
    29  ESPIPE       "cannot seek here"
    30  EROFS        "read-only file system"
    31  EMLINK       "too many links"
    32  EPIPE        "broken pipe"
    34  ERANGE       "result out of range"
    35  EDEADLK      "deadlock avoided"
    36  ENAMETOOLONG "file name too long"
    38  ENOSYS       "function not implemented"
    39  ENOTEMPTY    "directory not empty"
    40  ELOOP        "too many symbolic links"
    75  EOVERFLOW    "value too large"
    95  EOPNOTSUPP   "operation not supported"
    110 ETIMEDOUT    "timed out"
    116 ESTALE       "stale file handle"
    122 EDQUOT       "quota passed"
    125 ECANCELED    "operation cancelled"
}

impl Errno {
    /// The error with this number, if it is one of the table.
    pub fn from_number(number: i64) -> Option<Self> {
        let number = u16::try_from(number).ok()?;
        TABLE.iter().any(|row| row.0 == number).then_some(Self(number))
    }

    /// Always positive.
    pub fn number(self) -> i64 {
        self.0.into()
    }

    pub fn name(self) -> &'static str {
        self.row().1
    }

    pub fn text(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (u16, &'static str, &'static str) {
        TABLE.iter().find(|row| row.0 == self.0).unwrap_or(&(0, "EUNKNOWN", "unknown error"))
    }

    /// What the host's error is to a guest. Linux's own numbers are taken as they are; elsewhere, and for errors that no
    /// system made, the kind decides. What has no number here is an `EIO`.
    pub fn from_host(error: &io::Error) -> Self {
        let own = if cfg!(target_os = "linux") { error.raw_os_error() } else { None };
        own.and_then(|number| Self::from_number(number.into())).unwrap_or_else(|| Self::from_kind(error.kind()))
    }

    fn from_kind(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::NotFound => Self::ENOENT,
            ErrorKind::PermissionDenied => Self::EACCES,
            ErrorKind::AlreadyExists => Self::EEXIST,
            ErrorKind::WouldBlock => Self::EAGAIN,
            ErrorKind::NotADirectory => Self::ENOTDIR,
            ErrorKind::IsADirectory => Self::EISDIR,
            ErrorKind::DirectoryNotEmpty => Self::ENOTEMPTY,
            ErrorKind::ReadOnlyFilesystem => Self::EROFS,
            ErrorKind::StaleNetworkFileHandle => Self::ESTALE,
            ErrorKind::InvalidInput | ErrorKind::InvalidData => Self::EINVAL,
            ErrorKind::TimedOut => Self::ETIMEDOUT,
            ErrorKind::StorageFull | ErrorKind::WriteZero => Self::ENOSPC,
            ErrorKind::NotSeekable => Self::ESPIPE,
            ErrorKind::QuotaExceeded => Self::EDQUOT,
            ErrorKind::FileTooLarge => Self::EFBIG,
            ErrorKind::ResourceBusy => Self::EBUSY,
            ErrorKind::ExecutableFileBusy => Self::ETXTBSY,
            ErrorKind::Deadlock => Self::EDEADLK,
            ErrorKind::CrossesDevices => Self::EXDEV,
            ErrorKind::TooManyLinks => Self::EMLINK,
            ErrorKind::InvalidFilename => Self::ENAMETOOLONG,
            ErrorKind::ArgumentListTooLong => Self::E2BIG,
            ErrorKind::Interrupted => Self::EINTR,
            ErrorKind::Unsupported => Self::EOPNOTSUPP,
            ErrorKind::BrokenPipe => Self::EPIPE,
            ErrorKind::OutOfMemory => Self::ENOMEM,
            _ => Self::EIO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_name_and_a_text() {
        assert_eq!((Errno::ENOENT.number(), Errno::ENOENT.name()), (2, "ENOENT"));
        assert_eq!(Errno::from_number(122).map(Errno::text), Some("quota passed"));
        assert_eq!(Errno::from_number(0), None);
        assert_eq!(Errno::from_number(i64::MIN), None);
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn errors_of_the_host_are_translated() {
        assert_eq!(Errno::from_host(&io::Error::from(ErrorKind::BrokenPipe)), Errno::EPIPE);
        assert_eq!(Errno::from_host(&io::Error::other("strange")), Errno::EIO);
        let missing = std::fs::File::open("/no such file").expect_err("there is no such file");
        assert_eq!(Errno::from_host(&missing), Errno::ENOENT);
    }
}
