//! The code of functions: blocks and their ends. What an instruction does to the operand stack is in `slots`, what its
//! operands may name in `operands`.

use super::assigned::Assigned;
use super::operands::Named;
use super::packed::Packed;
use super::{Checked, Context, Found, fail};
use crate::error::{Instruction, Rule};
use crate::{BlockId, Function, HeapType, Section, SysId, VerifyError, syscall};

pub(super) fn check(context: Context) -> Result<(), Box<VerifyError>> {
    let none = Function::default();
    let mut code = Code::new(context, &none);
    for entry in 0..context.module.functions.len() {
        code.function(entry)?;
    }
    code.system_calls().map_err(|found| found.at(context.place(Section::SystemCalls, None)))
}

/// Verifies one function after the other; the buffers are shared.
pub(super) struct Code<'module> {
    pub(super) context: Context<'module>,
    /// The function and its index.
    pub(super) function: &'module Function,
    entry: usize,
    /// Whether it may write immutable globals.
    pub(super) is_start: bool,
    /// The types of parameters and locals.
    pub(super) locals: Vec<Packed>,
    pub(super) stack: Vec<Packed>,
    pub(super) assigned: Assigned,
    /// What the operands of the current instruction name.
    pub(super) named: Named<'module>,
    /// The heap type of the reference that was popped last where any would do.
    pub(super) popped: HeapType,
    /// Where the current block ends.
    pub(super) end: usize,
    pub(super) next_switch: usize,
    /// By number, whether some code uses the system call.
    pub(super) used_calls: Vec<bool>,
}

impl<'module> Code<'module> {
    fn new(context: Context<'module>, function: &'module Function) -> Self {
        Self {
            context,
            function,
            entry: 0,
            is_start: false,
            locals: Vec::new(),
            stack: Vec::new(),
            assigned: Assigned::default(),
            named: Named::default(),
            popped: HeapType::Any,
            end: 0,
            next_switch: 0,
            used_calls: vec![false; syscall::TABLE.len()],
        }
    }

    fn function(&mut self, entry: usize) -> Result<(), Box<VerifyError>> {
        let function = &self.context.module.functions[entry];
        (self.function, self.entry) = (function, entry);
        self.is_start = self.context.module.start.is_some_and(|start| start.index() == entry);
        self.next_switch = 0;
        self.stack.clear();
        self.locals.clear();
        self.locals.extend(function.signature.params.iter().chain(&function.locals).map(|ty| Packed::of(*ty)));
        self.assigned.enter(self.locals.len(), function.signature.params.len());

        self.blocks().map_err(|found| self.error(None, found))?;
        for block in 0..function.blocks.len() {
            let range = function.block(BlockId::from_index(block));
            self.end = range.end;
            self.assigned.block(block);
            for index in range {
                if let Err(found) = self.instruction(&function.ops[index], index) {
                    return Err(self.error(Some(index), found));
                }
            }
        }
        self.switches().map_err(|found| self.error(None, found))?;
        match self.assigned.finish(function, self.context.limits) {
            Ok(None) => Ok(()),
            Ok(Some(read)) => self.unassigned(read.local).map_err(|found| self.error(Some(read.index), found)),
            Err(found) => Err(self.error(None, found)),
        }
    }

    /// That the blocks cut the code into pieces. Whether each ends in its only terminator shows when its instructions
    /// are checked.
    fn blocks(&self) -> Checked {
        let Function { ops, blocks, .. } = self.function;
        if blocks.first() != Some(&0) {
            return fail(Rule::Terminator, "no block starts at the first instruction");
        }
        if !blocks.is_sorted_by(|start, next| start < next) {
            return fail(Rule::Terminator, "the blocks do not ascend");
        }
        match blocks.last() {
            Some(last) if *last as usize >= ops.len() => fail(Rule::Terminator, "the last block is empty"),
            _ => Ok(()),
        }
    }

    fn switches(&self) -> Checked {
        let switches = self.function.switches.len();
        match self.next_switch == switches {
            true => Ok(()),
            false => fail(Rule::SwitchTable, format!("of {switches} jump tables {} are used", self.next_switch)),
        }
    }

    /// The local that is read may never have been written.
    #[cold]
    pub(super) fn unassigned(&self, local: usize) -> Checked {
        let debug = self.context.module.debug.functions.get(self.entry);
        let name = debug.and_then(|debug| debug.locals.get(local)).filter(|name| !name.is_empty());
        let name = name.map_or_else(String::new, |name| format!(" `{}`", name.escape_debug()));
        fail(Rule::Assigned, format!("local {local}{name} may be read before it is assigned"))
    }

    /// That the module lists what the code uses.
    fn system_calls(&self) -> Checked {
        let used = self.used_calls.iter().enumerate().filter(|(_, used)| **used);
        let used: Vec<_> = used.map(|(call, _)| SysId::from_index(call)).collect();
        let listed = &self.context.module.system_calls;
        match *listed == used {
            true => Ok(()),
            false => fail(Rule::SystemCalls, format!("it lists {} and uses {}", call_names(listed), call_names(&used))),
        }
    }

    #[cold]
    fn error(&self, index: Option<usize>, found: Found) -> Box<VerifyError> {
        let mut place = self.context.place(Section::Functions, Some(self.entry));
        place.instruction = index.map(|index| Instruction {
            block: self.function.blocks.partition_point(|start| *start as usize <= index) as u32 - 1,
            index: index as u32,
            mnemonic: self.function.ops[index].row().mnemonic,
        });
        found.at(place)
    }
}

fn call_names(calls: &[SysId]) -> String {
    if calls.is_empty() {
        return "nothing".to_owned();
    }
    let name = |call: &SysId| syscall::get(*call).map_or_else(|| call.0.to_string(), |row| row.name.to_owned());
    calls.iter().map(name).collect::<Vec<_>>().join(", ")
}
