//! Stubs for calls of helpers that hardly ever happen, in the middle of loops: they keep every register, and arguments and
//! results are handed over in memory. So the code around such a call is as good as if it weren't there.

use super::{call_helper, word};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, types};
use cranelift_frontend::FunctionBuilder;
use pvm_runtime::cage::{Context, MAIL};
use pvm_runtime::interpreter::Helper;
use std::mem::offset_of;

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

/// The helper with a number, if it has such a stub.
pub fn helper(number: u32) -> Option<Helper> {
    RARE.into_iter().find(|helper| *helper as u32 == number)
}

/// The stub of one.
pub fn call(helper: Helper, builder: &mut FunctionBuilder) {
    let params = helper.row().params - 1;
    debug_assert!(params <= MAIL, "{helper:?} takes more than fits");
    let base = builder.ins().get_pinned_reg(types::I64);
    let args: Vec<_> = (0..params).map(|number| word(builder, base, mail(number))).collect();
    for (number, result) in call_helper(builder, helper, &args).into_iter().enumerate() {
        builder.ins().store(MemFlagsData::trusted(), result, base, mail(number));
    }
    builder.ins().return_(&[]);
}
