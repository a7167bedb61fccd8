//! The seam for compiled code: what a compiler gives, and how the interpreter comes to call it.
//!
//! Every call goes through the entry table of the guest, whose entries are words of register code. Compiled code is
//! entered by a word too: its handler is the machine code, called as every handler is, with the canonical frame that holds
//! the arguments. It ends as a handler does, by going on behind the call with the result in the caller's slot. So no
//! caller knows in which tier a function is, and a function changes its tier by one store.

use crate::code::Handler;
use crate::program::Program;
use pvm_bytecode::FunctionId;
use std::fmt::Debug;

/// Something that makes native code of functions. It is asked at a function's first call in each guest; what it does not
/// give is interpreted.
///
/// # Safety
/// What it gives stays valid as long as it lives, is called as the file says, and keeps what handlers rely on.
pub unsafe trait Tier: Send + Sync + Debug {
    /// The address of the function's native code, if there is some.
    fn entry(&self, program: &Program, function: FunctionId) -> Option<Handler>;
}

/// No compiler: everything is interpreted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Interpreted;

// SAFETY: it gives nothing.
unsafe impl Tier for Interpreted {
    fn entry(&self, _: &Program, _: FunctionId) -> Option<Handler> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::rop::Rop;
    use crate::interpreter::handler;
    use crate::sys::{Gate, Grants, MemoryStreams, Quotas};
    use crate::{Allowance, Guest, HostValue, Imports, Settings};
    use pvm_bytecode::{text, verify};
    use std::sync::Arc;

    /// Has one function end at once: its code is the handler that returns the number in its word, the function's own.
    #[derive(Debug)]
    struct One(FunctionId);

    // SAFETY: the handler's only operand is that number.
    unsafe impl Tier for One {
        fn entry(&self, _: &Program, function: FunctionId) -> Option<Handler> {
            (function == self.0).then(|| handler(Rop::ReturnImm))
        }
    }

    #[test]
    fn compiled_code_is_called_like_any_other() {
        let source = "
            export \"main\" $main as \"\"
            function $main (i64) -> i64 {
              local.get 0
              call $other
              local.get 0
              call $other
              i64.add
              return
            }
            function $other (i64) -> i64 { ; no leaf, which would stand in place of its calls
              local.get 0
              local.set 0
              local.get 0
              return
            }";
        let results = [FunctionId(7), FunctionId(1)].map(|compiled| {
            let module = verify(text::parse(source).expect("a module")).expect("a valid one");
            let program = Arc::new(Program::with_tier(module, Arc::new(One(compiled))));
            let gate = Gate::open(&Grants::none(), Quotas::default(), Box::new(MemoryStreams::default()));
            let gate = gate.expect("nothing to open");
            let mut guest =
                Guest::new(program, &Imports::default(), gate, Box::new(()), Settings::default()).expect("it links");
            let main = guest.export("main").expect("it is exported");
            guest
                .call(main, &[HostValue::Int(20)], Allowance::default())
                .expect("it takes an integer")
                .expect("no trap")
        });
        assert_eq!(results, [HostValue::Int(40), HostValue::Int(2)]);
    }
}
