//! Short texts are copied and compared in place: a few bytes take two loads from either end, which may overlap.

use super::Lower;
use crate::ir::Instruction;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, MemFlagsData, Type, types};
use pvm_bytecode::{Storage, libcall};
use pvm_runtime::heap::HEADER;
use pvm_runtime::interpreter::Helper;

/// Longer texts are left to the machine.
const LONGEST: i64 = 16;

/// How texts of a few bytes are taken apart: those of at least as many bytes by loads of this width.
const WIDTHS: [(i64, Type); 2] = [(8, types::I64), (4, types::I32)];

impl Lower<'_> {
    /// Copies bytes of a text to an array.
    pub fn copy_text(&mut self, instruction: &Instruction) {
        let [array, at, text, from, count] = [0, 1, 2, 3, 4].map(|place| self.value(instruction.args[place]));
        let (cold, done) = (self.cold_block(), self.next_block());
        let is_short = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, count, LONGEST);
        self.go_on_if(is_short, cold);
        for (object, start) in [(array, at), (text, from)] {
            let (length, end) = (self.length(object), self.builder.ins().iadd(start, count));
            for (lower, upper) in [(start, end), (end, length)] {
                let is_within = self.builder.ins().icmp(IntCC::UnsignedLessThanOrEqual, lower, upper);
                self.go_on_if(is_within, cold);
            }
        }
        let [to, from] = [(array, at), (text, from)].map(|(object, start)| {
            let offset = self.builder.ins().iadd(object, start);
            self.address(offset)
        });
        self.copy_few(to, from, count, done);
        self.builder.switch_to_block(cold);
        self.stand_rarely();
        let arguments = self.bring_arguments(&instruction.args);
        let (frame, number) = (self.own_frame(), self.int(libcall::BYTES_COPY_STRING.0.into()));
        let answer = self.help(Helper::lib_quick, &[frame, arguments, number]);
        self.go_on_or_trap(answer[1]);
        self.builder.ins().jump(done, &[]);
        self.builder.switch_to_block(done);
    }

    /// Whether two texts of the same length have the same bytes: 1 or 0.
    pub fn equal_texts(&mut self, left: ir::Value, right: ir::Value, length: ir::Value) -> ir::Value {
        let (short, cold, done) = (self.next_block(), self.next_block(), self.next_block());
        let result = self.builder.append_block_param(done, types::I64);
        let is_short = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, length, LONGEST);
        self.builder.ins().brif(is_short, short, &[], cold, &[]);
        self.builder.switch_to_block(cold);
        let equal = self.help(Helper::strings_equal, &[left, right])[0];
        self.builder.ins().jump(done, &[equal.into()]);
        self.builder.switch_to_block(short);
        let yes = self.int(1);
        let [left, right] = [left, right].map(|text| self.address(text));
        self.pieces(length, (done, &[yes.into()]), |lower, flags, ty, places| {
            let differ = places.iter().map(|place| {
                let [left, right] = [left, right].map(|text| lower.piece(flags, ty, text, *place));
                lower.builder.ins().bxor(left, right)
            });
            let differ: Vec<ir::Value> = differ.collect();
            let differ = differ.into_iter().reduce(|one, next| lower.builder.ins().bor(one, next));
            let differ = differ.unwrap_or_else(|| unreachable!("there are pieces"));
            let equal = lower.builder.ins().icmp_imm_s(IntCC::Equal, differ, 0);
            let equal = lower.builder.ins().uextend(types::I64, equal);
            lower.builder.ins().jump(done, &[equal.into()]);
        });
        self.builder.switch_to_block(done);
        result
    }

    /// Copies at most a few bytes from one address to another; the two don't overlap.
    fn copy_few(&mut self, to: ir::Value, from: ir::Value, count: ir::Value, done: ir::Block) {
        self.pieces(count, (done, &[]), |lower, flags, ty, places| {
            let pieces: Vec<_> = places.iter().map(|place| lower.piece(flags, ty, from, *place)).collect();
            for (piece, place) in pieces.into_iter().zip(places) {
                let at = place.map_or(to, |place| lower.builder.ins().iadd(to, place));
                lower.builder.ins().store(flags, piece, at, HEADER as i32);
            }
            lower.builder.ins().jump(done, &[]);
        });
    }

    /// Does something for a few bytes with pieces of one width that cover them, whose places it is told, if there are any
    /// bytes; it ends the block.
    fn pieces(
        &mut self,
        count: ir::Value,
        (none, nothing): (ir::Block, &[ir::BlockArg]),
        mut work: impl FnMut(&mut Self, MemFlagsData, Type, &[Option<ir::Value>]),
    ) {
        let flags = self.element_flags(Storage::U8);
        for (bytes, ty) in WIDTHS {
            let (wide, next) = (self.next_block(), self.next_block());
            let fits = self.builder.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, count, bytes);
            self.builder.ins().brif(fits, wide, &[], next, &[]);
            self.builder.switch_to_block(wide);
            let last = self.builder.ins().iadd_imm_s(count, -bytes);
            work(self, flags, ty, &[None, Some(last)]);
            self.builder.switch_to_block(next);
        }
        let some = self.next_block();
        self.builder.ins().brif(count, some, &[], none, nothing);
        self.builder.switch_to_block(some);
        let middle = self.builder.ins().ushr_imm_u(count, 1);
        let last = self.builder.ins().iadd_imm_s(count, -1);
        work(self, flags, types::I8, &[None, Some(middle), Some(last)]);
    }

    /// Some bytes of a text at an address.
    fn piece(&mut self, flags: MemFlagsData, ty: Type, text: ir::Value, place: Option<ir::Value>) -> ir::Value {
        let at = place.map_or(text, |place| self.builder.ins().iadd(text, place));
        self.builder.ins().load(ty, flags, at, HEADER as i32)
    }

    /// Goes on only if a condition holds.
    fn go_on_if(&mut self, condition: ir::Value, otherwise: ir::Block) {
        let next = self.next_block();
        self.builder.ins().brif(condition, next, &[], otherwise, &[]);
        self.builder.switch_to_block(next);
    }
}
