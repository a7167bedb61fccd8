//! What kept code depends on beside its module: the build of the machine, the kind of processor, and the passes.

use crate::passes::Passes;

/// Tells this build of the machine from all others: see `build.rs`.
const BUILD: &str = env!("PVM_BUILD");

/// The name of the file with the code of a module.
pub fn name(passes: Passes, processor: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in [BUILD, &format!("{passes:?}"), processor] {
        // So that no two lists of texts are the same bytes.
        hasher.update(&text.len().to_le_bytes()).update(text.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::Pass;

    #[test]
    fn other_code_has_another_name() {
        let plain = name(Passes::default(), "x86");
        assert_eq!(plain, name(Passes::default(), "x86"));
        assert_ne!(plain, name(Passes::default(), "x86 with more"));
        assert_ne!(plain, name(Passes::default().without(Pass::Inline), "x86"));
    }
}
