//! Making objects, and the rarer instructions on them. Small objects come from the nursery by moving its top; what
//! doesn't fit, and all else, the machine does.

use super::Lower;
use super::memory::Region;
use super::safepoint::context;
use crate::build::Refusal;
use crate::ir::{Action, Block, Instruction, Place};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_bytecode::{FieldId, Storage};
use pvm_runtime::code::storage::Width;
use pvm_runtime::heap::{HEADER, LARGE, ShapeId, array_size};
use pvm_runtime::interpreter::Helper;

impl Lower<'_> {
    pub fn object(&mut self, instruction: &Instruction, at: (Block, usize)) -> Result<Option<ir::Value>, Refusal> {
        Ok(match &instruction.action {
            Action::New { ty, fields } => {
                let shapes = self.program.shapes();
                let size = shapes.fields(*ty).map_or(HEADER, |layout| layout.size);
                let object = self.allocate(shapes.of(*ty), 0, size, instruction, at)?;
                let places = fields.iter().enumerate().map(|(index, (offset, storage))| {
                    let place = Place::Field(*ty, FieldId(index as u32));
                    (Region::Place(place), *offset, *storage)
                });
                self.initialise(object, places.collect(), instruction);
                Some(object)
            }
            Action::ArrayOf { shape, storage } => {
                let count = instruction.args.len() as u32;
                let size = u32::try_from(array_size(*storage, count)).map_err(|_| "an array is too large")?;
                let object = self.allocate(*shape, count, size, instruction, at)?;
                let flags = Region::Place(Place::Element(*storage));
                let place = |index: u32| (flags, HEADER + index * storage.size(), *storage);
                self.initialise(object, (0..count).map(place).collect(), instruction);
                Some(object)
            }
            Action::String(constant) => Some(self.string(*constant, instruction, at)?),
            Action::ArrayNew { shape } => Some(self.array(Helper::array_new, *shape, instruction, at)?),
            Action::ArrayDefault { shape } => Some(self.array(Helper::array_default, *shape, instruction, at)?),
            Action::ArrayCopy { storage } => {
                self.copy_array(*storage, instruction);
                None
            }
            Action::ArrayFill { storage } => {
                match self.constants.get(&instruction.args[2]) {
                    Some(1) => self.fill_one(*storage, instruction),
                    _ => {
                        self.stand();
                        self.bulk(Helper::array_fill, *storage, instruction);
                    }
                }
                None
            }
            Action::IsSubtype(shape) => Some(self.is_subtype(*shape, instruction)),
            Action::StringEq => Some(self.string_eq(instruction)),
            action => unreachable!("{action} is lowered elsewhere"),
        })
    }

    /// A new object with its header, whose contents are anything.
    fn allocate(
        &mut self,
        shape: ShapeId,
        length: u32,
        size: u32,
        instruction: &Instruction,
        at: (Block, usize),
    ) -> Result<ir::Value, Refusal> {
        let made = self.next_block();
        let object = self.builder.append_block_param(made, types::I64);
        let cold = self.cold_block();
        if size <= LARGE {
            let (base, flags) = (self.base(), self.flags(Region::Nursery));
            let top = self.builder.ins().uload32(flags, base, context!(nursery_top));
            let end = self.builder.ins().uload32(flags, base, context!(nursery_end));
            let next = self.builder.ins().iadd_imm_s(top, i64::from(size));
            let full = self.builder.ins().icmp(IntCC::UnsignedGreaterThan, next, end);
            let fits = self.next_block();
            self.builder.ins().brif(full, cold, &[], fits, &[]);
            self.builder.switch_to_block(fits);
            self.builder.ins().istore32(flags, next, base, context!(nursery_top));
            let header = self.int((u64::from(length) << 32 | u64::from(shape.0)) as i64);
            let (address, flags) = (self.address(top), self.flags(Region::Header));
            self.builder.ins().store(flags, header, address, 0);
            self.builder.ins().jump(made, &[top.into()]);
        } else {
            self.builder.ins().jump(cold, &[]);
        }
        self.builder.switch_to_block(cold);
        self.before_cold(instruction);
        let args = [shape.0, length, size].map(|number| self.int(number.into()));
        let frame = self.own_frame();
        let answer = self.help_rarely(Helper::allocate, &[frame, args[0], args[1], args[2]]);
        self.go_on_or_trap(answer[1]);
        self.behind(instruction, at)?;
        self.builder.ins().jump(made, &[answer[0].into()]);
        self.builder.switch_to_block(made);
        Ok(object)
    }

    /// Writes the arguments to a new object. One that was born old has all its cards marked.
    fn initialise(&mut self, object: ir::Value, places: Vec<(Region, u32, Storage)>, instruction: &Instruction) {
        let address = self.address(object);
        for ((region, offset, storage), value) in places.into_iter().zip(&instruction.args) {
            let flags = match region {
                Region::Place(Place::Element(storage)) => self.element_flags(storage),
                region => self.flags(region),
            };
            let value = self.value(*value);
            self.write(storage, flags, value, address, offset as i32);
        }
    }

    /// A string of the constants, which is made when it is used first.
    fn string(&mut self, constant: u32, instruction: &Instruction, at: (Block, usize)) -> Result<ir::Value, Refusal> {
        let known = self.next_block();
        let string = self.builder.append_block_param(known, types::I64);
        let (constants, flags) =
            (self.load_context(types::I64, context!(links.constants)), self.flags(Region::Constants));
        let found = self.builder.ins().uload32(flags, constants, (constant * 4) as i32);
        let cold = self.cold_block();
        self.builder.ins().brif(found, known, &[found.into()], cold, &[]);
        self.builder.switch_to_block(cold);
        self.before_cold(instruction);
        let constant = self.int(constant.into());
        let frame = self.own_frame();
        let answer = self.help_rarely(Helper::string, &[frame, constant]);
        self.go_on_or_trap(answer[1]);
        self.behind(instruction, at)?;
        self.builder.ins().jump(known, &[answer[0].into()]);
        self.builder.switch_to_block(known);
        Ok(string)
    }

    /// The 64 bits of a value.
    pub fn bits(&mut self, value: ir::Value) -> ir::Value {
        match self.builder.func.dfg.value_type(value) {
            types::F64 => self.builder.ins().bitcast(types::I64, ir::MemFlagsData::new(), value),
            _ => value,
        }
    }

    /// An instruction on many elements, whose operands are brought to the slots of arguments. The position is stored.
    pub fn bulk(&mut self, helper: Helper, storage: Storage, instruction: &Instruction) {
        let arguments = self.bring_arguments(&instruction.args);
        let width = self.int(Width::of(storage) as i64);
        let frame = self.own_frame();
        let status = self.help(helper, &[frame, arguments, width])[0];
        self.go_on_or_trap(status);
    }

    /// Writes a single element, as lists do to forget one that they give away.
    fn fill_one(&mut self, storage: Storage, instruction: &Instruction) {
        let [array, at, _, value] = [0, 1, 2, 3].map(|place| self.value(instruction.args[place]));
        let length = self.length(array);
        let inside = self.builder.ins().icmp(IntCC::UnsignedLessThan, at, length);
        let (write, cold, done) = (self.next_block(), self.cold_block(), self.next_block());
        self.builder.ins().brif(inside, write, &[], cold, &[]);
        self.builder.switch_to_block(cold);
        self.stand_rarely();
        self.bulk(Helper::array_fill, storage, instruction);
        self.builder.ins().jump(done, &[]);
        self.builder.switch_to_block(write);
        self.set(storage, array, instruction.args[1], value);
        self.builder.ins().jump(done, &[]);
        self.builder.switch_to_block(done);
    }

    /// Null is of no type.
    fn is_subtype(&mut self, shape: ShapeId, instruction: &Instruction) -> ir::Value {
        let object = self.value(instruction.args[0]);
        let (some, done) = (self.next_block(), self.next_block());
        let result = self.builder.append_block_param(done, types::I64);
        let no = self.int(0);
        self.builder.ins().brif(object, some, &[], done, &[no.into()]);
        self.builder.switch_to_block(some);
        let shape = self.int(shape.0.into());
        let is = self.help(Helper::is_subtype, &[object, shape])[0];
        self.builder.ins().jump(done, &[is.into()]);
        self.builder.switch_to_block(done);
        result
    }

    /// The same string, or one of the same length with the same bytes.
    fn string_eq(&mut self, instruction: &Instruction) -> ir::Value {
        let [left, right] = [0, 1].map(|index| self.value(instruction.args[index]));
        let (other, compare, done) = (self.next_block(), self.next_block(), self.next_block());
        let result = self.builder.append_block_param(done, types::I64);
        let same = self.builder.ins().icmp(IntCC::Equal, left, right);
        let (yes, no) = (self.int(1), self.int(0));
        self.builder.ins().brif(same, done, &[yes.into()], other, &[]);
        self.builder.switch_to_block(other);
        let lengths = [left, right].map(|string| self.length(string));
        let alike = self.builder.ins().icmp(IntCC::Equal, lengths[0], lengths[1]);
        self.builder.ins().brif(alike, compare, &[], done, &[no.into()]);
        self.builder.switch_to_block(compare);
        let equal = self.equal_texts(left, right, lengths[0]);
        self.builder.ins().jump(done, &[equal.into()]);
        self.builder.switch_to_block(done);
        result
    }
}
