//! Ways between compiled code and the machine: for each shape of signature one each way, and those to rare helpers.

pub mod rare;

use crate::abi::{self, Shape};
use crate::code::Code;
use crate::ir::Class;
use crate::machine::{Machine, Workspace};
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData, Signature, types};
use cranelift_frontend::FunctionBuilder;
use pvm_runtime::cage::{Context, Links};
use pvm_runtime::frame::{FrameLayout, SLOT};
use pvm_runtime::interpreter::Helper;
use serde::{Deserialize, Serialize};
use std::mem::offset_of;

/// One of them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Stub {
    /// From the interpreter to code of a shape: takes the arguments from the frame. See [`pvm_runtime::tier::Enter`].
    Enter(Shape),
    /// From compiled code to a function of a shape that is interpreted: puts the arguments in the frame.
    Interpret(Shape),
    /// To a helper that is called rarely, by its number.
    Rare(u32),
}

impl Stub {
    /// # Errors
    /// As for [`Machine::compile`].
    pub fn compile(&self, machine: &Machine, workspace: &mut Workspace) -> Result<Code, String> {
        let stub = match self {
            Self::Enter(shape) => function(abi::enter(), workspace, |builder, params| enter(shape, builder, params)),
            Self::Interpret(shape) => {
                function(shape.native(), workspace, |builder, params| interpret(shape, builder, params))
            }
            Self::Rare(helper) => {
                let helper = rare::helper(*helper).ok_or("there is no such stub")?;
                function(abi::rare(), workspace, |builder, _| rare::call(helper, builder))
            }
        };
        machine.compile(stub, workspace)
    }
}

/// A function of one block.
fn function(
    signature: Signature,
    workspace: &mut Workspace,
    body: impl FnOnce(&mut FunctionBuilder, &[ir::Value]),
) -> ir::Function {
    let mut function = ir::Function::with_name_signature(ir::UserFuncName::default(), signature);
    let mut builder = FunctionBuilder::new(&mut function, &mut workspace.builder);
    let block = builder.create_block();
    builder.append_block_params_for_function_params(block);
    builder.switch_to_block(block);
    let params = builder.block_params(block).to_vec();
    body(&mut builder, &params);
    builder.seal_all_blocks();
    builder.finalize(abi::frontend_config());
    function
}

/// Where what is left of the fuel stands outside of compiled code: bytes from the start of the cage.
const FUEL: i32 = offset_of!(Context, fuel) as i32;

fn slot(number: usize) -> i32 {
    ((FrameLayout::HEADER as usize + number) * SLOT as usize) as i32
}

fn enter(shape: &Shape, builder: &mut FunctionBuilder, params: &[ir::Value]) {
    let [frame, base, code, function] = params[..] else { unreachable!("a stub takes four arguments") };
    // The pinned register is nobody's to change but who set it.
    let outer = builder.ins().get_pinned_reg(types::I64);
    builder.ins().set_pinned_reg(base);
    let mut args = vec![frame, function];
    if shape.metered {
        args.push(word(builder, base, FUEL));
    }
    for (number, class) in shape.params.iter().enumerate() {
        args.push(builder.ins().load(abi::ty(*class), MemFlagsData::trusted(), frame, slot(number)));
    }
    let signature = builder.import_signature(shape.native());
    let call = builder.ins().call_indirect(signature, code, &args);
    let mut results = builder.inst_results(call).to_vec();
    if let Some(left) = results.pop_if(|_| shape.metered) {
        let (status, known) = (results[results.len() - 1], word(builder, base, FUEL));
        let left = builder.ins().select(status, known, left);
        builder.ins().store(MemFlagsData::trusted(), left, base, FUEL);
    }
    builder.ins().set_pinned_reg(outer);
    let (value, status) = match (results[..].split_last(), shape.result) {
        (Some((status, [value])), Some(Class::Float)) => {
            (builder.ins().bitcast(types::I64, ir::MemFlagsData::new(), *value), *status)
        }
        (Some((status, [value])), _) => (*value, *status),
        _ => (builder.ins().iconst(types::I64, 0), results[0]),
    };
    builder.ins().return_(&[value, status]);
}

fn word(builder: &mut FunctionBuilder, at: ir::Value, offset: i32) -> ir::Value {
    builder.ins().load(types::I64, MemFlagsData::trusted(), at, offset)
}

/// Calls a helper of the machine, which takes the state too.
fn call_helper(builder: &mut FunctionBuilder, helper: Helper, args: &[ir::Value]) -> Vec<ir::Value> {
    let base = builder.ins().get_pinned_reg(types::I64);
    let link = |offset: usize| (offset_of!(Context, links) + offset) as i32;
    let helpers = word(builder, base, link(offset_of!(Links, helpers)));
    let code = word(builder, helpers, helper as i32 * 8);
    let state = word(builder, base, link(offset_of!(Links, state)));
    let signature = builder.import_signature(abi::helper(helper));
    let args: Vec<_> = std::iter::once(state).chain(args.iter().copied()).collect();
    let call = builder.ins().call_indirect(signature, code, &args);
    builder.inst_results(call).to_vec()
}

fn interpret(shape: &Shape, builder: &mut FunctionBuilder, params: &[ir::Value]) {
    let (frame, function) = (params[0], params[1]);
    let (fuel, args) = params[2..].split_at(shape.metered.into());
    let base = builder.ins().get_pinned_reg(types::I64);
    for left in fuel {
        builder.ins().store(MemFlagsData::trusted(), *left, base, FUEL);
    }
    for (number, arg) in args.iter().enumerate() {
        builder.ins().store(MemFlagsData::trusted(), *arg, frame, slot(number));
    }
    let [value, status] = call_helper(builder, Helper::interpret, &[frame, function])[..] else {
        unreachable!("the helper answers")
    };
    let result = match shape.result {
        Some(Class::Float) => Some(builder.ins().bitcast(types::F64, ir::MemFlagsData::new(), value)),
        Some(_) => Some(value),
        None => None,
    };
    let fuel = shape.metered.then(|| word(builder, base, FUEL));
    let results: Vec<_> = result.into_iter().chain([status]).chain(fuel).collect();
    builder.ins().return_(&results);
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::ValueType;

    #[test]
    fn there_are_all_stubs_on_another_processor() {
        let (machine, mut workspace) = (Machine::of("aarch64-linux").expect("Cranelift knows it"), Workspace::new());
        for result in [None, Some(ValueType::I64), Some(ValueType::F64)] {
            for (params, metered) in (0..40).map(|number| (number / 2, number % 2 == 1)) {
                let types = [ValueType::I64, ValueType::F64, ValueType::F64].into_iter().cycle();
                let shape = Shape::new(types.take(params), result, metered);
                for stub in [Stub::Enter(shape.clone()), Stub::Interpret(shape)] {
                    assert!(stub.compile(&machine, &mut workspace).is_ok(), "{stub:?}");
                }
            }
        }
        for helper in rare::RARE.map(|helper| Stub::Rare(helper as u32)) {
            assert!(helper.compile(&machine, &mut workspace).is_ok(), "{helper:?}");
        }
    }

    #[test]
    fn who_enters_compiled_code_has_its_pinned_register_back() {
        let machine = Machine::of("aarch64-linux").expect("Cranelift knows it");
        let (shape, mut workspace) = (Shape::new([], None, false), Workspace::new());
        let enter = function(abi::enter(), &mut workspace, |builder, params| enter(&shape, builder, params));
        let code = machine.assembly(enter, &mut workspace).expect("code");
        let sets = code.lines().filter(|line| line.trim().starts_with("mov x21, "));
        assert_eq!(sets.count(), 2, "{code}");
    }
}
