//! The canonical frame: made valid at the entry, written before safepoints, read again behind them, and whole when the
//! function is left.

use super::Lower;
use super::held::{Frames, Held, What, Write};
use super::memory::Region;
use super::spans::Source;
use crate::abi;
use crate::build::Refusal;
use crate::code::HEAT;
use crate::ir::{Again, Block, Class, Frame, Instruction, Scope, Value};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_runtime::frame::{FrameLayout, SLOT};
use pvm_runtime::interpreter::Helper;

/// A word of the context page.
macro_rules! context {
    ($field:ident) => {
        std::mem::offset_of!(pvm_runtime::cage::Context, $field) as i32
    };
    (links.$field:ident) => {
        (std::mem::offset_of!(pvm_runtime::cage::Context, links)
            + std::mem::offset_of!(pvm_runtime::cage::Links, $field)) as i32
    };
}
pub(super) use context;

impl Lower<'_> {
    pub fn load_slot(&mut self, value: Value, slot: u32) -> ir::Value {
        let flags = self.flags(Region::Frame);
        let ty = abi::ty(self.graph.class(value));
        self.builder.ins().load(ty, flags, self.frame, (slot * SLOT) as i32)
    }

    pub fn store_slot(&mut self, value: ir::Value, slot: u32) {
        let flags = self.flags(Region::Frame);
        self.builder.ins().store(flags, value, self.frame, (slot * SLOT) as i32);
    }

    /// What the frames are made of, to ask what is held in them.
    fn frames(&self) -> Frames<'_> {
        Frames { graph: self.graph, levels: &self.levels, unit: self.unit }
    }

    /// Writes to the frame what has changed in it, by what is held now.
    fn keep(&mut self, change: impl FnOnce(&mut Held, Frames) -> Vec<Write>) {
        let mut held = std::mem::take(&mut self.held);
        let writes = change(&mut held, self.frames());
        self.held = held;
        for Write { slot, what } in writes {
            let value = match what {
                What::Position(word) => self.int(word as i64),
                What::Value(value) => self.value(value),
                What::Null => self.int(0),
            };
            self.store_slot(value, slot);
        }
    }

    /// Before something that moves no objects, but uses what lies behind the frame: stores where the function is, and where
    /// those stand that called it, if it is in place of its call.
    pub fn stand(&mut self) {
        let site = self.site;
        self.keep(|held, frames| held.quick(frames, site));
    }

    /// The same on a way that is hardly ever gone.
    pub fn stand_rarely(&mut self) {
        let before = self.held.clone();
        self.stand();
        self.held.meet(&before);
    }

    /// The same where the function ends.
    pub fn stand_at_end(&mut self) {
        let before = self.held.clone();
        self.stand();
        self.held = before;
    }

    /// The address of the frame of the function that the current instruction belongs to.
    pub fn own_frame(&mut self) -> ir::Value {
        match self.graph.scopes[self.site.scope.index()].base {
            0 => self.frame,
            base => self.builder.ins().iadd_imm_s(self.frame, i64::from(base * SLOT)),
        }
    }

    /// The slot behind that frame.
    pub fn frame_end(&self) -> u32 {
        let scope = self.site.scope;
        self.graph.scopes[scope.index()].base + self.levels.layout(scope).size()
    }

    /// Checks that the function's frame and the arguments of its calls fit the stack, and that the native stack has room.
    pub fn check_room(&mut self, args: &[ir::Value]) {
        let base = self.base();
        let offset = self.builder.ins().isub(self.frame, base);
        let end = self.builder.ins().iadd_imm_s(offset, i64::from(self.levels.room));
        let limit = self.load_context(types::I32, context!(stack_limit));
        let limit = self.builder.ins().uextend(types::I64, limit);
        let full = self.builder.ins().icmp(IntCC::UnsignedGreaterThan, end, limit);
        let (cold, next) = (self.cold_block(), self.next_block());
        if self.calls {
            let shallow = self.next_block();
            self.builder.ins().brif(full, cold, &[], shallow, &[]);
            self.builder.switch_to_block(shallow);
            let stack = self.builder.ins().get_stack_pointer(types::I64);
            let limit = self.load_context(types::I64, context!(links.native_limit));
            let deep = self.builder.ins().icmp(IntCC::UnsignedLessThan, stack, limit);
            self.builder.ins().brif(deep, cold, &[], next, &[]);
        } else {
            self.builder.ins().brif(full, cold, &[], next, &[]);
        }
        self.builder.switch_to_block(cold);
        self.store_args(args);
        let (function, room) = (self.int(self.unit.function.0.into()), self.int(self.levels.room.into()));
        let status = self.help(Helper::enter, &[self.frame, function, room])[0];
        let leave = self.cold_block();
        self.builder.ins().brif(status, leave, &[], next, &[]);
        self.builder.switch_to_block(leave);
        self.return_status(status);
        self.builder.switch_to_block(next);
    }

    /// Stores the arguments where the interpreter has them.
    pub fn store_args(&mut self, args: &[ir::Value]) {
        for (number, arg) in args.iter().enumerate() {
            self.store_slot(*arg, FrameLayout::HEADER + number as u32);
        }
    }

    /// Gives every slot of a reference in the unit's frame a valid one, unless that is left to the safepoints: arguments their
    /// values, all others null.
    pub fn clear_own_frame(&mut self, args: &[ir::Value]) {
        if !self.levels.clears(Scope(0)) {
            return;
        }
        let slots: Vec<u32> = self.levels.references(Scope(0)).collect();
        let null = self.int(0);
        for slot in slots {
            let param = slot.checked_sub(FrameLayout::HEADER).and_then(|param| args.get(param as usize));
            self.store_slot(param.copied().unwrap_or(null), slot);
        }
    }

    /// The same for a function that stands in place of its call.
    pub fn clear_frame(&mut self, scope: Scope) {
        if self.levels.clears(scope) {
            self.keep(|held, frames| held.clear(frames, scope));
        }
    }

    /// Before a safepoint on the usual way: position and references are stored.
    pub fn before(&mut self, instruction: &Instruction) {
        self.keep(|held, frames| held.safepoint(frames, instruction));
    }

    /// Before a safepoint on a way that is hardly ever gone.
    pub fn before_cold(&mut self, instruction: &Instruction) {
        self.keep(|held, frames| held.rare_safepoint(frames, instruction));
    }

    /// Stores the numbers of the frame.
    pub fn store_numbers(&mut self, instruction: &Instruction) {
        for (slot, value) in frame(instruction).slots.clone() {
            if self.graph.class(value) != Class::Ref {
                let value = self.value(value);
                self.store_slot(value, slot);
            }
        }
    }

    /// Behind a safepoint: references that live on are read again.
    pub fn behind(&mut self, instruction: &Instruction, at: (Block, usize)) -> Result<(), Refusal> {
        for (value, source) in self.spans.behind(at).to_vec() {
            let moved = match source {
                Source::Slot(slot) => self.load_slot(value, slot),
                Source::Again(place) => {
                    let Again { action, args, .. } = frame(instruction).again[place].clone();
                    let load = Instruction { action, args, result: Some(value), site: self.site, frame: None };
                    self.memory(&load).ok_or("it is no load")?
                }
            };
            self.define(value, moved);
        }
        Ok(())
    }

    /// Returns a status that isn't the usual one.
    pub fn return_status(&mut self, status: ir::Value) {
        let nothing = match self.graph.result {
            Some(Class::Float) => Some(self.builder.ins().f64const(0.0)),
            Some(_) => Some(self.int(0)),
            None => None,
        };
        // Whoever gave the status has left in memory what is left of the fuel.
        let fuel = self.fuel.map(|_| status);
        let results: Vec<_> = nothing.into_iter().chain([status]).chain(fuel).collect();
        self.builder.ins().return_(&results);
    }

    /// Goes on only with the usual status; with any other, the frame is left whole. References stand in it already.
    pub fn go_on(&mut self, status: ir::Value, instruction: &Instruction) {
        let (cold, next) = (self.cold_block(), self.next_block());
        self.builder.ins().brif(status, cold, &[], next, &[]);
        self.builder.switch_to_block(cold);
        self.store_numbers(instruction);
        self.return_status(status);
        self.builder.switch_to_block(next);
    }

    /// The same where nothing of the frame is wanted any more: the instruction can only have trapped.
    pub fn go_on_or_trap(&mut self, status: ir::Value) {
        let (cold, next) = (self.cold_block(), self.next_block());
        self.builder.ins().brif(status, cold, &[], next, &[]);
        self.builder.switch_to_block(cold);
        self.return_status(status);
        self.builder.switch_to_block(next);
    }

    /// A safepoint in a loop. Code that was made quickly counts rounds, to be left when there is better code.
    pub fn poll(&mut self, instruction: &Instruction, at: (Block, usize)) -> Result<(), Refusal> {
        let mut rounds = self.load_context(types::I32, context!(poll));
        if self.is_quick {
            self.count();
            let (base, flags) = (self.base(), self.flags(Region::Context));
            rounds = self.builder.ins().iadd_imm_s(rounds, -1);
            self.builder.ins().store(flags, rounds, base, context!(poll));
        }
        let helper = if self.is_quick { Helper::round } else { Helper::poll };
        let wanted = self.builder.ins().icmp_imm_s(IntCC::SignedLessThan, rounds, 0);
        let (cold, next) = (self.cold_block(), self.next_block());
        self.builder.ins().brif(wanted, cold, &[], next, &[]);
        self.builder.switch_to_block(cold);
        self.before_cold(instruction);
        let frame = self.own_frame();
        let status = self.help_rarely(helper, &[frame])[0];
        self.go_on(status, instruction);
        self.behind(instruction, at)?;
        self.builder.ins().jump(next, &[]);
        self.builder.switch_to_block(next);
        Ok(())
    }

    /// Counts that quick code has been called, or that a loop in it has gone a round.
    pub fn count(&mut self) {
        let (cell, flags) = (self.cell(HEAT), self.flags(Region::Cell));
        let count = self.builder.ins().load(types::I64, flags, cell, 0);
        let count = self.builder.ins().iadd_imm_s(count, 1);
        self.builder.ins().store(flags, count, cell, 0);
    }

    /// Traps unless the first value is true.
    pub fn check(&mut self, args: &[Value]) {
        let condition = self.condition(args[0]);
        let (cold, next) = (self.cold_block(), self.next_block());
        self.builder.ins().brif(condition, next, &[], cold, &[]);
        self.builder.switch_to_block(cold);
        self.trap(&args[1..]);
        self.builder.switch_to_block(next);
    }

    /// Traps as the instruction at the position does, which tells the values.
    pub fn trap(&mut self, told: &[Value]) {
        self.stand_at_end();
        let mut args = vec![self.own_frame()];
        for place in 0..2 {
            let value = told.get(place).map(|value| self.value(*value));
            args.push(value.unwrap_or_else(|| self.int(0)));
        }
        let status = self.help(Helper::trap, &args)[0];
        self.return_status(status);
    }
}

/// What the frame holds at a safepoint.
pub(super) fn frame(instruction: &Instruction) -> &Frame {
    static NONE: Frame = Frame { slots: Vec::new(), again: Vec::new(), fuel: 0 };
    instruction.frame.as_deref().unwrap_or(&NONE)
}
