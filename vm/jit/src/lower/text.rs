//! Short texts are copied, cut, hashed and compared in place: a few bytes take two loads from either end, which may overlap.

use super::Lower;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, BlockArg, InstBuilder, MemFlagsData, Type, types};
use pvm_bytecode::Storage;
use pvm_runtime::heap::{HEADER, ShapeId};
use pvm_runtime::interpreter::Helper;
use pvm_runtime::lib_calls::hash::{GOLDEN, ROOT_2, ROOT_3};

/// Longer texts are left to the machine.
const LONGEST: i64 = 16;

/// How texts of a few bytes are taken apart: those of at least as many bytes by loads of this width.
const WIDTHS: [(i64, Type); 2] = [(8, types::I64), (4, types::I32)];

/// The upper bits of bytes.
const UPPER: i64 = 0x8080_8080_8080_8080_u64.cast_signed();

impl Lower<'_> {
    /// Copies bytes of a text to an array: to, at, from, start, count.
    pub fn copy_text(&mut self, args: &[ir::Value], cold: ir::Block, done: ir::Block) {
        let &[array, at, text, from, count] = args else { unreachable!("it takes five arguments") };
        self.is_short(count, cold);
        for (object, start) in [(array, at), (text, from)] {
            let (length, end) = (self.length(object), self.builder.ins().iadd(start, count));
            self.is_range(start, end, length, cold);
        }
        let [to, from] = [(array, at), (text, from)].map(|(object, start)| self.byte(object, start));
        self.copy_bytes(Storage::U8, [to, from], (count, LONGEST), done, done);
    }

    /// The part of a text between two byte offsets.
    pub fn slice_text(&mut self, args: &[ir::Value], cold: ir::Block, done: ir::Block) {
        let &[text, from, to] = args else { unreachable!("it takes three arguments") };
        let length = self.length(text);
        self.is_range(from, to, length, cold);
        let count = self.builder.ins().isub(to, from);
        // The whole text is itself; an empty part has no first byte.
        let (part, same) = (self.next_block(), self.builder.ins().icmp(IntCC::Equal, count, length));
        self.builder.ins().brif(same, done, &[text.into()], part, &[]);
        self.builder.switch_to_block(part);
        self.go_on_if(count, cold);
        self.begins_character(text, from, cold);
        let (inside, fits) = (self.next_block(), self.next_block());
        let is_inside = self.builder.ins().icmp(IntCC::UnsignedLessThan, to, length);
        self.builder.ins().brif(is_inside, inside, &[], fits, &[]);
        self.builder.switch_to_block(inside);
        self.begins_character(text, to, cold);
        self.builder.ins().jump(fits, &[]);
        self.builder.switch_to_block(fits);
        self.new_text(text, from, count, cold, done);
    }

    /// The text that bytes of an array are, between two indices.
    pub fn text_of_bytes(&mut self, args: &[ir::Value], cold: ir::Block, done: ir::Block) {
        let &[bytes, from, to] = args else { unreachable!("it takes three arguments") };
        let length = self.length(bytes);
        self.is_range(from, to, length, cold);
        let count = self.builder.ins().isub(to, from);
        self.is_short(count, cold);
        let (start, ascii) = (self.byte(bytes, from), self.next_block());
        self.pieces(count, (ascii, &[]), |lower, flags, ty, places| {
            let pieces: Vec<_> = places.iter().map(|place| lower.piece(flags, ty, start, *place)).collect();
            let all = lower.any_bits(pieces);
            let mask = lower.builder.ins().iconst(ty, UPPER >> (64 - ty.bits()));
            let upper = lower.builder.ins().band(all, mask);
            lower.builder.ins().brif(upper, cold, &[], ascii, &[]);
        });
        self.builder.switch_to_block(ascii);
        self.new_text(bytes, from, count, cold, done);
    }

    /// A hash of a text, as `pvm_runtime::lib_calls::hash` has it.
    pub fn hash_text(&mut self, text: ir::Value, cold: ir::Block, done: ir::Block) {
        let length = self.length(text);
        self.is_short(length, cold);
        let hash = self.next_block();
        let [low, high] = [(); 2].map(|()| self.builder.append_block_param(hash, types::I64));
        let start = self.address(text);
        self.pieces(length, (cold, &[]), |lower, flags, ty, places| {
            let pieces: Vec<_> = places.iter().map(|place| lower.piece(flags, ty, start, *place)).collect();
            let pieces = pieces.into_iter().map(|piece| match ty {
                types::I64 => piece,
                _ => lower.builder.ins().uextend(types::I64, piece),
            });
            let ends = match pieces.collect::<Vec<_>>()[..] {
                [first, last] => [first, last],
                [first, middle, last] => lower.ends_of_three(length, [first, middle, last]),
                _ => unreachable!("there are two or three pieces"),
            };
            lower.builder.ins().jump(hash, &ends.map(BlockArg::from));
        });
        self.builder.switch_to_block(hash);
        let [golden, root_2, root_3] = [GOLDEN, ROOT_2, ROOT_3].map(|number| self.int(number.cast_signed()));
        let state = self.builder.ins().bxor(length, golden);
        let (low, high) = (self.builder.ins().bxor(low, root_2), self.builder.ins().bxor(high, state));
        let mixed = self.fold(low, high);
        let (mixed, last) = (self.builder.ins().bxor(mixed, golden), self.builder.ins().bxor(length, root_3));
        let hash = self.fold(mixed, last);
        self.builder.ins().jump(done, &[hash.into()]);
    }

    /// The two words that a text of one to three bytes is for a hash.
    fn ends_of_three(&mut self, length: ir::Value, [first, middle, last]: [ir::Value; 3]) -> [ir::Value; 2] {
        let nothing = self.int(0);
        let middle = self.builder.ins().ishl_imm_u(middle, 8);
        let is_three = self.builder.ins().icmp_imm_u(IntCC::Equal, length, 3);
        let middle = self.builder.ins().select(is_three, middle, nothing);
        let is_one = self.builder.ins().icmp_imm_u(IntCC::Equal, length, 1);
        [self.builder.ins().bor(first, middle), self.builder.ins().select(is_one, nothing, last)]
    }

    /// A product of 128 bits, its upper half folded onto the lower.
    fn fold(&mut self, one: ir::Value, other: ir::Value) -> ir::Value {
        let (lower, upper) = (self.builder.ins().imul(one, other), self.builder.ins().umulhi(one, other));
        self.builder.ins().bxor(lower, upper)
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
            let differ = differ.collect();
            let differ = lower.any_bits(differ);
            let equal = lower.builder.ins().icmp_imm_s(IntCC::Equal, differ, 0);
            let equal = lower.builder.ins().uextend(types::I64, equal);
            lower.builder.ins().jump(done, &[equal.into()]);
        });
        self.builder.switch_to_block(done);
        result
    }

    /// Makes a text of some bytes of a text or an array, if they are few and there is room.
    fn new_text(&mut self, of: ir::Value, from: ir::Value, count: ir::Value, cold: ir::Block, done: ir::Block) {
        self.is_short(count, cold);
        let text = self.small_array(Storage::U8, ShapeId::STRING, count, cold);
        let (to, from, copied) = (self.address(text), self.byte(of, from), self.next_block());
        self.copy_bytes(Storage::U8, [to, from], (count, LONGEST), copied, copied);
        self.builder.switch_to_block(copied);
        self.builder.ins().jump(done, &[text.into()]);
    }

    /// Goes on only with a few bytes.
    fn is_short(&mut self, count: ir::Value, otherwise: ir::Block) {
        let is_short = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, count, LONGEST);
        self.go_on_if(is_short, otherwise);
    }

    /// Goes on only if a character begins with a byte of a text.
    fn begins_character(&mut self, text: ir::Value, at: ir::Value, otherwise: ir::Block) {
        let (flags, address) = (self.element_flags(Storage::U8), self.byte(text, at));
        let byte = self.builder.ins().sload8(types::I64, flags, address, HEADER as i32);
        // Those inside a character are 0x80 to 0xbf.
        let begins = self.builder.ins().icmp_imm_s(IntCC::SignedGreaterThanOrEqual, byte, -0x40);
        self.go_on_if(begins, otherwise);
    }

    /// The address of a byte of a text or an array, less that of the first of an object.
    fn byte(&mut self, object: ir::Value, at: ir::Value) -> ir::Value {
        let offset = self.builder.ins().iadd(object, at);
        self.address(offset)
    }

    /// Does something for a few bytes with pieces of one width that cover them, whose places it is told, if there are any
    /// bytes; it ends the block.
    fn pieces(
        &mut self,
        count: ir::Value,
        (none, nothing): (ir::Block, &[BlockArg]),
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

    /// The bits that any of some pieces has.
    fn any_bits(&mut self, pieces: Vec<ir::Value>) -> ir::Value {
        let any = pieces.into_iter().reduce(|one, next| self.builder.ins().bor(one, next));
        any.unwrap_or_else(|| unreachable!("there are pieces"))
    }

    /// Some bytes of a text at an address.
    fn piece(&mut self, flags: MemFlagsData, ty: Type, text: ir::Value, place: Option<ir::Value>) -> ir::Value {
        let at = place.map_or(text, |place| self.builder.ins().iadd(text, place));
        self.builder.ins().load(ty, flags, at, HEADER as i32)
    }
}
