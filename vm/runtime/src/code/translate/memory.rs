//! Objects, fields, arrays and tests of types. Reads and writes of the same width are one register instruction: a
//! reference is an unsigned integer of 32 bits that knows it is one only when it is written.

use super::Translator;
use super::stack::Value;
use crate::code::fuse;
use crate::code::instruction::{Class, Instruction, Operand, Slot};
use crate::code::rop::Rop;
use crate::code::storage::{Width, reads, writes};
use crate::heap::{HEADER, Kind};
use pvm_bytecode::{FieldId, HeapType, LocalId, Op, Storage, TypeId};

/// Where the length of an array or string lies.
const LENGTH: i32 = 4;

impl Translator<'_, '_> {
    pub fn memory(&mut self, op: Op) {
        match op {
            Op::RefNonNull { .. } => self.non_null(),
            Op::RefTest { heap } => self.type_test(heap, [Rop::IsExactly, Rop::IsSubtype], Class::Scalar),
            Op::RefCast { heap } => self.type_test(heap, [Rop::CastExactly, Rop::CastSubtype], Class::Reference),
            Op::StructNew { ty } => self.struct_new(ty),
            Op::StructGet { ty, field } => self.struct_get(ty, field),
            Op::StructSet { ty, field } => {
                let (offset, storage) = self.field(ty, field);
                let (value, object) = (self.pop(), self.pop());
                if self.add_to_field(object, value, offset) {
                    return;
                }
                let [object, value] = [object, value].map(|value| self.slot(value));
                self.release(object);
                self.release(value);
                self.emit(writes(storage).0, [object.into(), value.into(), Operand::Int(offset)]);
            }
            Op::EnumTag { .. } => {
                let [object] = self.pop_slots();
                self.emit_result(Class::Scalar, Rop::EnumTag, object, Operand::None);
            }
            Op::ArrayNew { ty } => {
                let [length, value] = self.pop_slots();
                let shape = self.shapes.of(ty).0.into();
                self.emit_wide_result(Class::Reference, Rop::ArrayNew, length.into(), value.into(), shape);
                self.last_safepoint = self.last;
            }
            Op::ArrayDefault { ty } => {
                let [length] = self.pop_slots();
                let shape = self.shape(ty);
                self.emit_result(Class::Reference, Rop::ArrayDefault, length, shape);
                self.last_safepoint = self.last;
            }
            Op::ArrayOf { ty, count } => {
                let (size, storage) = (self.element(ty).size(), self.element(ty));
                let elements = (0..count).map(|index| (HEADER + index * size, storage)).collect();
                self.initialised(Rop::ArrayOf, ty, [Operand::None, Operand::Int(count as i32)], elements);
            }
            Op::ArrayGet { ty } => {
                let storage = self.element(ty);
                let (class, rop) = (storage.value().into(), reads(storage).element);
                let (index, array) = (self.pop(), self.pop());
                match self.field_of(rop, array) {
                    Some((rop, object, offset)) => {
                        let index = self.slot(index);
                        self.release(index);
                        self.emit_result(class, rop, object, Operand::SlotAt(index, offset));
                    }
                    None => {
                        let [array, index] = [array, index].map(|value| self.slot(value));
                        self.release(array);
                        self.release(index);
                        self.emit_result(class, rop, array, index);
                    }
                }
            }
            Op::ArraySet { ty } => {
                let rop = writes(self.element(ty)).1;
                let (value, index, array) = (self.pop(), self.pop(), self.pop());
                let field = self.field_of(rop, array);
                let array = if field.is_none() { Some(self.slot(array)) } else { None };
                let [index, value] = [index, value].map(|value| self.slot(value));
                array.into_iter().chain([index, value]).for_each(|slot| self.release(slot));
                match (field, array) {
                    (Some((rop, object, offset)), _) => {
                        self.emit(rop, [object.into(), index.into(), Operand::SlotAt(value, offset)]);
                    }
                    (None, array) => {
                        let array = array.map_or(Operand::None, Operand::from);
                        self.emit(rop, [array, index.into(), value.into()]);
                    }
                }
            }
            Op::ArrayLen {} | Op::StringLen {} => {
                let [array] = self.pop_slots();
                self.emit_result(Class::Scalar, Rop::GetU32, array, Operand::Int(LENGTH));
            }
            Op::ArrayCopy { ty } => self.bulk(Rop::ArrayCopy, ty, 5),
            Op::ArrayFill { ty } => self.bulk(Rop::ArrayFill, ty, 4),
            Op::StringByte {} => {
                let [string, index] = self.pop_slots();
                self.emit_result(Class::Scalar, Rop::ArrayGetU8, string, index);
            }
            Op::StringEq {} => {
                let [left, right] = self.pop_slots();
                self.emit_result(Class::Scalar, Rop::StringEq, left, right);
            }
            _ => unreachable!("{op:?} has been translated elsewhere"),
        }
    }

    /// A read that came just before does the check too.
    fn non_null(&mut self) {
        let value = self.pop();
        if let Value::Local { local, .. } = value
            && self.non_null_local == Some(local)
        {
            return self.push_local(LocalId(local));
        }
        let checked = self.last_made(value).and_then(|read| fuse::non_null(read.rop));
        match checked {
            Some(rop) => {
                self.instructions[self.last as usize].rop = rop;
                self.stack.push(value);
            }
            None => {
                let slot = self.slot(value);
                self.release(slot);
                self.emit_result(Class::Reference, Rop::NonNull, slot, Operand::None);
            }
        }
    }

    /// A sum that was just made of a field and is written to it, as one instruction.
    fn add_to_field(&mut self, object: Value, sum: Value, offset: i32) -> bool {
        let object = match object {
            Value::Local { local, .. } => Slot::Local(local),
            Value::Held { slot } => slot,
            _ => return false,
        };
        let [.., read, add] = self.instructions[self.fence as usize..] else { return false };
        let field = [object.into(), Operand::Int(offset)];
        if !self.is_made_last(sum) || read.rop != Rop::Get64 || read.operands[1..] != field {
            return false;
        }
        let read = read.operands[0];
        let (rop, addend) = match (add.rop, add.operands) {
            (Rop::I64Add, [_, left, right]) if left == read && right != read => (Rop::AddTo64, right),
            (Rop::I64AddImm, [_, left, Operand::Int(value)]) if left == read && i16::try_from(value).is_ok() => {
                (Rop::AddTo64Imm, Operand::Int(value))
            }
            _ => return false,
        };
        self.discard(sum);
        self.instructions.truncate(self.instructions.len() - 2);
        self.emit(rop, [object.into(), addend, Operand::Int(offset)]);
        true
    }

    /// What the access to an element of a popped array becomes if the array has been read from a field and nothing that
    /// came after may have changed that: the object and the field's offset. The read of the field is taken back.
    fn field_of(&mut self, element: Rop, array: Value) -> Option<(Rop, Slot, u16)> {
        let rop = fuse::of_field_array(element)?;
        let Value::Temporary { producer, .. } = array else { return None };
        let read = self.instructions[producer as usize];
        let [_, Operand::Slot(object), Operand::Int(offset)] = read.operands else { return None };
        let offset = u16::try_from(offset).ok()?;
        let after = &self.instructions[producer as usize + 1..];
        let unnoticed = |later: &Instruction| later.rop.only_computes() && !later.writes(object);
        if read.rop != Rop::GetU32 || producer < self.fence || after.len() > 8 || !after.iter().all(unnoticed) {
            return None;
        }
        self.discard(array);
        self.take_back(producer);
        Some((rop, object, offset))
    }

    /// Every object has exactly one type, so a type without subtypes is compared.
    fn type_test(&mut self, heap: HeapType, [exactly, subtype]: [Rop; 2], class: Class) {
        let [value] = self.pop_slots();
        match self.shapes.exact(heap) {
            Some(shape) if matches!(self.shapes.get(shape).kind, Kind::Abstract) => {
                self.emit_result(class, subtype, value, Operand::Int(shape.0 as i32));
            }
            Some(shape) => self.emit_result(class, exactly, value, Operand::Int(shape.0 as i32)),
            // Everything but null is one of `any`.
            None if class == Class::Scalar => self.emit_result(class, Rop::I64NeImm, value, Operand::Int(0)),
            None => self.emit_result(class, Rop::CastAny, value, Operand::None),
        }
    }

    fn struct_new(&mut self, ty: TypeId) {
        let Some(layout) = self.shapes.fields(ty) else {
            unreachable!("a verified function makes objects with fields")
        };
        let count = |size| layout.fields.iter().filter(|(_, storage)| storage.size() == size).count();
        let (wide, narrow) = (count(8), count(4));
        let rounds = layout.fields.iter().any(|(_, storage)| matches!(storage, Storage::F32));
        let simple = wide + narrow == layout.fields.len() && wide.max(narrow) < 256 && !rounds;
        let (rop, count) = match simple {
            true => (Rop::StructNew, wide | narrow << 8),
            false => (Rop::StructNewMixed, layout.fields.len()),
        };
        let operands = [Operand::Int(count as i32), Operand::Int(layout.size as i32)];
        self.initialised(rop, ty, operands, layout.fields.to_vec());
    }

    /// An object with values for the given places, which are the uppermost operands. The rows of the values follow the
    /// instruction, the widest first.
    fn initialised(&mut self, rop: Rop, ty: TypeId, [b, c]: [Operand; 2], places: Vec<(u32, Storage)>) {
        let mut slots: Vec<Slot> = (0..places.len()).map(|_| self.pop_slot()).collect();
        slots.iter().for_each(|slot| self.release(*slot));
        slots.reverse();
        self.emit_wide_result(Class::Reference, rop, b, c, self.shapes.of(ty).0.into());
        self.last_safepoint = self.last;
        let mut rows: Vec<_> = places.into_iter().zip(slots).collect();
        rows.sort_by_key(|((_, storage), _)| std::cmp::Reverse(storage.size()));
        for ((offset, storage), slot) in rows {
            let width = Operand::Int(Width::of(storage) as i32);
            self.emit(Rop::Init, [width, slot.into(), Operand::Int(offset as i32)]);
        }
    }

    /// A cast that came just before becomes part of the read.
    fn struct_get(&mut self, ty: TypeId, field: FieldId) {
        let (offset, storage) = self.field(ty, field);
        let class = Class::from(storage.value());
        let reads = reads(storage);
        let object = self.pop();
        match self.last_made(object).filter(|cast| cast.rop == Rop::CastExactly) {
            Some(cast) => {
                self.discard(object);
                self.instructions.truncate(self.last as usize);
                let [_, from, shape] = cast.operands;
                let Operand::Int(shape) = shape else { unreachable!("a cast names its type") };
                let now = std::mem::replace(&mut self.op, cast.op);
                self.emit_wide_result(class, reads.cast_field, from, Operand::Int(offset), shape as u64);
                self.op = now;
            }
            None => {
                let slot = self.slot(object);
                self.release(slot);
                self.emit_result(class, reads.field, slot, Operand::Int(offset));
            }
        }
    }

    /// An instruction on many elements, whose operands are the arguments.
    fn bulk(&mut self, rop: Rop, ty: TypeId, operands: u32) {
        self.bring_arguments(operands);
        let width = Width::of(self.element(ty)) as i32;
        self.emit(rop, [Operand::None, Operand::Frame, Operand::Int(width)]);
        self.last_call = self.last;
    }

    fn shape(&self, ty: TypeId) -> Operand {
        Operand::Int(self.shapes.of(ty).0 as i32)
    }

    fn field(&self, ty: TypeId, field: FieldId) -> (i32, Storage) {
        let (offset, storage) = self.shapes.field(ty, field).expect("a verified function names fields that are there");
        (offset as i32, storage)
    }

    fn element(&self, ty: TypeId) -> Storage {
        self.shapes.element(ty).expect("a verified function names arrays where arrays belong")
    }
}
