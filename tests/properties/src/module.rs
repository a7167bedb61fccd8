//! Any bytes are a module that can be run, or are refused; and what runs does so within its limits, without a fault of the
//! machine and alike in every way of running it.

use pvm::{Engine, Tiering, TrapKind};

use crate::agreement::{ALL, NORMAL, Way};

/// System calls by which a guest sees nothing but itself, so that it does the same each time.
const CLOSED: &[&str] = &["exit", "write", "read", "write_string"];

/// Runs bytes, if they are a module, and tells whether they are.
///
/// # Panics
/// The machine has a fault.
pub fn run(bytes: &[u8]) -> bool {
    let load = |tiering| Engine::new().tiering(tiering).load_bytes("random", bytes);
    let (Ok(program), Ok(compiled)) = (load(Tiering::Off), load(Tiering::Eager)) else { return false };
    let way = Way { given: 0, fuel: Some(100_000), memory: 16 << 20, checks: NORMAL };
    let normal = way.run(&program);
    let checked = Way { checks: ALL, ..way };
    let others = [way.run(&compiled), checked.run(&program), checked.run(&compiled)];
    let closed = program.summary().system_calls.iter().all(|call| CLOSED.contains(&&**call));
    // How much memory is in use depends on when it is collected.
    let is_memory = |trap: Option<TrapKind>| trap == Some(TrapKind::OutOfMemory);
    for other in others.iter().filter(|other| closed && !is_memory(normal.trap) && !is_memory(other.trap)) {
        assert_eq!(normal, *other);
    }
    true
}

/// A module with some bits changed: each pair says which byte, counted in parts of the whole, and which bit.
pub fn damaged(module: &[u8], changes: &[(u16, u8)]) -> Vec<u8> {
    let mut bytes = module.to_vec();
    for &(place, bit) in changes {
        let place = (usize::from(place) * bytes.len()) >> 16;
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1 << (bit % 8);
        }
    }
    bytes
}
