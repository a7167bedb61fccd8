//! Calls: of functions of the guest, through the table of native code, and of the machine's helpers.

use super::Lower;
use super::memory::Region;
use super::safepoint::context;
use crate::abi::{self, Shape};
use crate::build::Refusal;
use crate::code::Symbol;
use crate::ir::{Block, Callee, Class, Instruction, Value};
use crate::stubs::rare::{RARE, mail};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, ExtFuncData, GlobalValueData, InstBuilder, types};
use pvm_runtime::frame::{FrameLayout, SLOT};
use pvm_runtime::interpreter::{Gives, Helper};

impl Lower<'_> {
    /// Calls a helper of the machine, and gives what it gives. The state is passed too.
    pub fn help(&mut self, helper: Helper, args: &[ir::Value]) -> Vec<ir::Value> {
        self.write_fuel();
        let helpers = self.load_context(types::I64, context!(links.helpers));
        let flags = self.flags(Region::Table);
        let code = self.builder.ins().load(types::I64, flags, helpers, helper as i32 * 8);
        let state = self.load_context(types::I64, context!(links.state));
        let args: Vec<_> = std::iter::once(state).chain(args.iter().copied()).collect();
        let signature = self.signature(abi::helper(helper));
        let call = self.builder.ins().call_indirect(signature, code, &args);
        let results = self.builder.inst_results(call).to_vec();
        debug_assert_eq!(results.len(), if helper.row().gives == Gives::Answer { 2 } else { 1 });
        self.read_fuel();
        results
    }

    /// The same where it hardly ever happens, in the middle of what is usual: no register is lost.
    pub fn help_rarely(&mut self, helper: Helper, args: &[ir::Value]) -> Vec<ir::Value> {
        self.write_fuel();
        let (base, flags) = (self.base(), self.flags(Region::Mail));
        for (number, arg) in args.iter().enumerate() {
            self.builder.ins().store(flags, *arg, base, mail(number));
        }
        debug_assert!(RARE.contains(&helper), "{helper:?} has no stub");
        let name = self.symbol(Symbol::Rare(helper as u32));
        let signature = self.signature(abi::rare());
        let stub = ExtFuncData { name, signature, colocated: false, patchable: false };
        let stub = self.builder.import_function(stub);
        self.builder.ins().call(stub, &[]);
        self.read_fuel();
        let results = if helper.row().gives == Gives::Answer { 2 } else { 1 };
        (0..results).map(|number| self.builder.ins().load(types::I64, flags, base, mail(number))).collect()
    }

    pub fn call(
        &mut self,
        callee: Callee,
        instruction: &Instruction,
        at: (Block, usize),
    ) -> Result<Option<ir::Value>, Refusal> {
        let helper = match callee {
            Callee::Lib(call) if instruction.action.may_move() => Some((Helper::lib, call.0)),
            Callee::Lib(call) => Some((Helper::lib_quick, call.0)),
            Callee::Sys(call) => Some((Helper::sys, call.0)),
            Callee::Import(import) => Some((Helper::import, import.0)),
            Callee::Function(_) | Callee::Value | Callee::Method(_) => None,
        };
        let class = instruction.result.map(|result| self.graph.class(result));
        let Some((helper, number)) = helper else { return self.call_function(callee, class, instruction, at) };
        if instruction.action.may_move() {
            self.before(instruction);
        } else {
            self.stand();
        }
        let arguments = self.bring_arguments(&instruction.args);
        let number = self.int(number.into());
        let frame = self.own_frame();
        let answer = self.help(helper, &[frame, arguments, number]);
        self.go_on_or_trap(answer[1]);
        self.behind(instruction, at)?;
        Ok(class.map(|class| match class {
            Class::Float => self.builder.ins().bitcast(types::F64, ir::MemFlagsData::new(), answer[0]),
            _ => answer[0],
        }))
    }

    /// Stores values where a callee would have its parameters, and gives the address of the first.
    pub fn bring_arguments(&mut self, args: &[Value]) -> ir::Value {
        let first = self.frame_end() + FrameLayout::HEADER;
        for (number, value) in args.iter().enumerate() {
            let value = self.value(*value);
            self.store_slot(value, first + number as u32);
        }
        self.builder.ins().iadd_imm_s(self.frame, i64::from(first * SLOT))
    }

    fn call_function(
        &mut self,
        callee: Callee,
        class: Option<Class>,
        instruction: &Instruction,
        at: (Block, usize),
    ) -> Result<Option<ir::Value>, Refusal> {
        let function = self.function_of(callee, &instruction.args)?;
        self.before(instruction);
        let end = i64::from(self.frame_end() * SLOT);
        let frame = self.builder.ins().iadd_imm_s(self.frame, end);
        let (code, signature, args) = self.native_call(frame, function, class, &instruction.args);
        let call = self.builder.ins().call_indirect(signature, code, &args);
        let mut results = self.builder.inst_results(call).to_vec();
        if let Some(left) = results.pop_if(|_| self.unit.metered) {
            self.set_fuel(left);
        }
        let (result, status) = match results[..] {
            [result, status] => (Some(result), status),
            _ => (None, results[0]),
        };
        self.go_on(status, instruction);
        self.leave_behind_without_fuel(instruction, result);
        self.behind(instruction, at)?;
        Ok(result)
    }

    /// A call in place of this function, in the same frame. It looks whether something is wanted, for such calls make
    /// loops.
    pub fn tail_call(&mut self, callee: Callee, args: &[Value]) -> Result<(), Refusal> {
        let function = self.function_of(callee, args)?;
        let (code, signature, args) = self.native_call(self.frame, function, self.graph.result, args);
        self.builder.ins().return_call_indirect(signature, code, &args);
        Ok(())
    }

    /// The code of a function, how it is called, and its arguments.
    fn native_call(
        &mut self,
        frame: ir::Value,
        function: ir::Value,
        result: Option<Class>,
        args: &[Value],
    ) -> (ir::Value, ir::SigRef, Vec<ir::Value>) {
        let natives = self.load_context(types::I64, context!(links.natives));
        let offset = self.builder.ins().ishl_imm_u(function, 3);
        let address = self.builder.ins().iadd(natives, offset);
        let flags = self.flags(Region::Natives);
        let code = self.builder.ins().load(types::I64, flags, address, 0);
        let params = args.iter().map(|arg| self.graph.class(*arg).in_register()).collect();
        let result = result.map(Class::in_register);
        let signature = self.signature(Shape { params, result, metered: self.unit.metered }.native());
        let mut lowered = vec![frame, function];
        lowered.extend(self.fuel_left());
        for arg in args {
            lowered.push(self.value(*arg));
        }
        (code, signature, lowered)
    }

    /// The number of the function that is called.
    fn function_of(&mut self, callee: Callee, args: &[Value]) -> Result<ir::Value, Refusal> {
        match callee {
            Callee::Function(function) => Ok(self.int(function.0.into())),
            Callee::Value => {
                let closure = self.value(args[0]);
                let shape = self.shape(closure);
                Ok(self.load_table(context!(links.closures), shape))
            }
            Callee::Method(number) => {
                let receiver = self.value(args[0]);
                let shape = self.shape(receiver);
                Ok(self.method(shape, number))
            }
            Callee::Lib(_) | Callee::Sys(_) | Callee::Import(_) => Err("it is no function of the guest"),
        }
    }

    /// The address of a cell of the unit.
    pub fn cell(&mut self, number: u32) -> ir::Value {
        let name = self.symbol(Symbol::Cell(number));
        let symbol = GlobalValueData::Symbol { name, offset: 0.into(), colocated: false, tls: false };
        let symbol = self.builder.create_global_value(symbol);
        self.builder.ins().symbol_value(types::I64, symbol)
    }

    /// The function that a method is for objects of a shape. The last one is remembered, with its shape in the upper half.
    fn method(&mut self, shape: ir::Value, number: u32) -> ir::Value {
        let cell = self.cell(self.cells);
        self.cells += 1;
        let flags = self.flags(Region::Cell);
        let known = self.builder.ins().load(types::I64, flags, cell, 0);
        let function = self.builder.ins().ireduce(types::I32, known);
        let function = self.builder.ins().uextend(types::I64, function);
        let last = self.builder.ins().ushr_imm_u(known, 32);
        let same = self.builder.ins().icmp(IntCC::Equal, last, shape);
        let (cold, found) = (self.cold_block(), self.next_block());
        let result = self.builder.append_block_param(found, types::I64);
        self.builder.ins().brif(same, found, &[function.into()], cold, &[]);
        self.builder.switch_to_block(cold);
        let number = self.int(number.into());
        let function = self.help_rarely(Helper::method, &[shape, number])[0];
        let upper = self.builder.ins().ishl_imm_u(shape, 32);
        let both = self.builder.ins().bor(upper, function);
        self.builder.ins().store(flags, both, cell, 0);
        self.builder.ins().jump(found, &[function.into()]);
        self.builder.switch_to_block(found);
        result
    }
}
