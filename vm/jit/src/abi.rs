//! How compiled code is called, by compiled code and by the machine.
//!
//! Compiled code takes the address of its canonical frame, the number of its function, and its arguments; it gives its
//! result, if there is one, and a status. Code that counts fuel takes what is left of it behind the function's number, and
//! gives what it leaves behind the status, if that is the usual one; else that stands in memory. The start of the cage is in the pinned register throughout.

use crate::ir::Class;
use cranelift_codegen::ir::{AbiParam, Signature, Type, types};
use cranelift_codegen::isa::{CallConv, TargetFrontendConfig};
use pvm_bytecode::ValueType;
use pvm_runtime::interpreter::{Gives, Helper};
use serde::{Deserialize, Serialize};
use target_lexicon::PointerWidth;

/// What a signature comes to in registers: equal shapes share their stubs.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Shape {
    pub params: Vec<Class>,
    pub result: Option<Class>,
    /// Whether fuel is counted.
    pub metered: bool,
}

impl Shape {
    /// Of a function with these types.
    pub fn new(params: impl IntoIterator<Item = ValueType>, result: Option<ValueType>, metered: bool) -> Self {
        let class = |ty: ValueType| Class::from(ty).in_register();
        Self { params: params.into_iter().map(class).collect(), result: result.map(class), metered }
    }

    /// How compiled code of the shape is called.
    pub fn native(&self) -> Signature {
        let mut signature = Signature::new(CallConv::Tail);
        let fuel = self.metered.then_some(AbiParam::new(types::I64));
        signature.params.extend([AbiParam::new(types::I64); 2]);
        signature.params.extend(fuel);
        signature.params.extend(self.params.iter().map(|class| AbiParam::new(ty(*class))));
        signature.returns.extend(self.result.map(|class| AbiParam::new(ty(class))));
        signature.returns.push(AbiParam::new(types::I64));
        signature.returns.extend(fuel);
        signature
    }
}

/// What a value is in a register: references fill the lower half, and the upper one is zero.
pub fn ty(class: Class) -> Type {
    match class {
        Class::Int | Class::Ref => types::I64,
        Class::Float => types::F64,
        Class::Ints => types::I64X2,
        Class::Floats => types::F64X2,
    }
}

/// How the machine calls and is called: on x86-64 as its own functions say in so many words, elsewhere as C does. All hands
/// over words, few enough for registers, and at most two come back; so far the C of Linux, macOS and Windows agree on
/// aarch64 too.
const MACHINE: CallConv = CallConv::SystemV;

/// How the interpreter enters compiled code, see [`pvm_runtime::tier::Enter`].
pub fn enter() -> Signature {
    let mut signature = Signature::new(MACHINE);
    signature.params.extend([AbiParam::new(types::I64); 4]);
    signature.returns.extend([AbiParam::new(types::I64); 2]);
    signature
}

/// How a helper of the machine is called.
pub fn helper(helper: Helper) -> Signature {
    let row = helper.row();
    let mut signature = Signature::new(MACHINE);
    signature.params.extend(vec![AbiParam::new(types::I64); row.params]);
    let returns = if row.gives == Gives::Answer { 2 } else { 1 };
    signature.returns.extend(vec![AbiParam::new(types::I64); returns]);
    signature
}

/// How a stub is called that keeps every register.
pub fn rare() -> Signature {
    Signature::new(CallConv::PreserveAll)
}

/// What Cranelift's builder wants to know of the machine.
pub fn frontend_config() -> TargetFrontendConfig {
    TargetFrontendConfig { default_call_conv: MACHINE, pointer_width: PointerWidth::U64, page_size_align_log2: 12 }
}
