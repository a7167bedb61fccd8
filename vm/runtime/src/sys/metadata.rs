//! The description of a file that `stat` gives a guest, from what each host knows.
#![forbid(unsafe_code)]

use cap_std::fs::Metadata;
use cap_std::time::SystemTime;
use pvm_bytecode::syscall::stat_field;
use std::io;

/// A description in the form of `pvm_bytecode::syscall::stat_field`.
pub type Description = [u8; stat_field::TOTAL];

/// Describes a file, directory or link.
pub fn describe(metadata: &Metadata) -> Description {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => 0,
        kind if kind.is_dir() => 1,
        kind if kind.is_symlink() => 2,
        _ => 3,
    };
    let host = host_fields(metadata);
    fill(&[
        (stat_field::KIND, kind),
        (stat_field::SIZE, i64::try_from(metadata.len()).unwrap_or(i64::MAX)),
        (stat_field::MODIFIED, nanoseconds(metadata.modified())),
        (stat_field::ACCESSED, nanoseconds(metadata.accessed())),
        (stat_field::CREATED, nanoseconds(metadata.created())),
        (stat_field::MODE, host.mode),
        (stat_field::LINKS, host.links),
        (stat_field::IDENTITY, host.identity),
    ])
}

/// Describes a stream, of which nothing is known but that it is no file.
pub fn describe_stream() -> Description {
    fill(&[(stat_field::KIND, 3)])
}

fn fill(fields: &[(usize, i64)]) -> Description {
    let mut description = [0; stat_field::TOTAL];
    for &(offset, value) in fields {
        if let Some(place) = description.get_mut(offset..).and_then(|rest| rest.first_chunk_mut()) {
            *place = value.to_le_bytes();
        }
    }
    description
}

fn nanoseconds(time: io::Result<SystemTime>) -> i64 {
    let since = time.ok().and_then(|time| time.into_std().duration_since(std::time::UNIX_EPOCH).ok());
    since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

/// What only some hosts know.
struct HostFields {
    mode: i64,
    links: i64,
    identity: i64,
}

#[cfg(unix)]
fn host_fields(metadata: &Metadata) -> HostFields {
    use cap_std::fs::{MetadataExt, PermissionsExt};
    let mut hasher = blake3::Hasher::new();
    hasher.update(&metadata.dev().to_le_bytes()).update(&metadata.ino().to_le_bytes());
    let identity = hasher.finalize().as_bytes().first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes));
    HostFields {
        mode: (metadata.permissions().mode() & 0o777).into(),
        links: i64::try_from(metadata.nlink()).unwrap_or(i64::MAX),
        identity,
    }
}

#[cfg(not(unix))]
fn host_fields(metadata: &Metadata) -> HostFields {
    let mode = if metadata.permissions().readonly() { 0o555 } else { 0o755 };
    HostFields { mode, links: 1, identity: 0 }
}
