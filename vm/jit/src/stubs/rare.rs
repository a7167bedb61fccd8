//! Stubs for calls of helpers that hardly ever happen, in the middle of loops: they keep every register, and arguments and
//! results are handed over in memory. So the code around such a call is as good as if it weren't there.

use super::{call_helper, placed, stub, word};
use crate::abi;
use crate::cache::{Cache, Part};
use crate::code::Code;
use crate::machine::{Machine, Workspace};
use crate::memory::{Executable, Space};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, types};
use pvm_runtime::cage::{Context, MAIL};
use pvm_runtime::interpreter::Helper;
use std::mem::offset_of;

/// Those that are needed, each with its helper's number.
#[derive(Default, Debug)]
pub struct RareStubs(Vec<(u32, Executable)>);

/// Where a word of the mail lies, from the start of the cage.
pub const fn mail(number: usize) -> i32 {
    (offset_of!(Context, mail) + number * 8) as i32
}

/// The helpers that have such a stub.
pub const RARE: [Helper; 7] = [
    Helper::allocate,
    Helper::string,
    Helper::array_new,
    Helper::array_default,
    Helper::poll,
    Helper::round,
    Helper::method,
];

impl RareStubs {
    /// Sees that a helper that is called rarely has one.
    ///
    /// # Errors
    /// As for [`Machine::compile`].
    pub fn need(
        &mut self,
        helper: u32,
        machine: &Machine,
        workspace: &mut Workspace,
        cache: &mut Cache,
        space: &mut Space,
    ) -> Result<(), String> {
        if self.start(helper).is_none() {
            let known = RARE.into_iter().find(|known| *known as u32 == helper).ok_or("there is no such stub")?;
            let stub = placed(cache, space, &Part::Rare(helper), || Self::stub(known, machine, workspace))?;
            self.0.push((helper, stub));
        }
        Ok(())
    }

    /// The code of a helper's, by its number.
    pub fn start(&self, helper: u32) -> Option<*const ()> {
        self.0.iter().find(|(known, _)| *known == helper).map(|(_, code)| code.start())
    }

    fn stub(helper: Helper, machine: &Machine, workspace: &mut Workspace) -> Result<Code, String> {
        let params = helper.row().params - 1;
        debug_assert!(params <= MAIL, "{helper:?} takes more than fits");
        let stub = stub(abi::rare(), workspace, |builder, _| {
            let base = builder.ins().get_pinned_reg(types::I64);
            let args: Vec<_> = (0..params).map(|number| word(builder, base, mail(number))).collect();
            for (number, result) in call_helper(builder, helper, &args).into_iter().enumerate() {
                builder.ins().store(MemFlagsData::trusted(), result, base, mail(number));
            }
            builder.ins().return_(&[]);
        });
        machine.compile(stub, workspace)
    }
}
