//! Reading and writing: objects, arrays, globals and the context page. Every kind of memory is a region of its own, so
//! that a write to one says nothing of the others.

use super::Lower;
use super::safepoint::context;
use crate::ir::{Action, Instruction, Place, Value};
use cranelift_codegen::ir::{self, AliasRegionData, InstBuilder, MemFlagsData, Type, types};
use pvm_bytecode::{GlobalId, Storage};
use pvm_runtime::cage::{CARD_SHIFT, CARDS};
use pvm_runtime::heap::HEADER;

/// A kind of memory.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Region {
    Context,
    Nursery,
    Fuel,
    Frame,
    /// Headers of objects.
    Header,
    /// What is handed to helpers and given by them.
    Mail,
    /// Tables that never change.
    Table,
    Cards,
    /// The table of native code.
    Natives,
    /// What method calls remember.
    Cell,
    /// The strings of constants.
    Constants,
    Global(GlobalId),
    Place(Place),
}

/// So many regions are told apart in one function.
const MOST_REGIONS: u32 = 1000;

impl Lower<'_> {
    pub fn flags(&mut self, region: Region) -> MemFlagsData {
        let next = self.regions.len() as u32;
        let id = *self.regions.entry(region).or_insert(next.min(MOST_REGIONS));
        let data = AliasRegionData { user_id: id, description: "".into() };
        let region = self.builder.func.dfg.alias_regions.insert(data);
        // Fields are not aligned to more than their size, and elements of eight bytes only if the header is.
        MemFlagsData::new().with_notrap().with_alias_region(Some(region))
    }

    /// The start of the cage.
    pub fn base(&mut self) -> ir::Value {
        let block = self.builder.current_block();
        match self.base {
            (known, base) if known == block && block.is_some() => base,
            _ => {
                let base = self.builder.ins().get_pinned_reg(types::I64);
                self.base = (block, base);
                base
            }
        }
    }

    pub fn load_context(&mut self, ty: Type, offset: i32) -> ir::Value {
        let (base, flags) = (self.base(), self.flags(Region::Context));
        self.builder.ins().load(ty, flags, base, offset)
    }

    /// The address of an offset in the cage.
    pub fn address(&mut self, reference: ir::Value) -> ir::Value {
        let base = self.base();
        self.builder.ins().iadd(base, reference)
    }

    /// What a number selects of a table of words of 32 bits outside the cage.
    pub fn load_table(&mut self, table: i32, number: ir::Value) -> ir::Value {
        let table = self.load_context(types::I64, table);
        let offset = self.builder.ins().ishl_imm_u(number, 2);
        let address = self.builder.ins().iadd(table, offset);
        let flags = self.flags(Region::Table);
        self.builder.ins().uload32(flags, address, 0)
    }

    pub fn shape(&mut self, object: ir::Value) -> ir::Value {
        let (address, flags) = (self.address(object), self.flags(Region::Header));
        self.builder.ins().uload32(flags, address, 0)
    }

    /// The length of an array or string.
    pub fn length(&mut self, object: ir::Value) -> ir::Value {
        let (address, flags) = (self.address(object), self.flags(Region::Header));
        self.builder.ins().uload32(flags, address, 4)
    }

    pub fn memory(&mut self, instruction: &Instruction) -> Option<ir::Value> {
        let args: Vec<ir::Value> = instruction.args.iter().map(|arg| self.value(*arg)).collect();
        match &instruction.action {
            Action::Shape => Some(self.shape(args[0])),
            Action::Length => Some(self.length(args[0])),
            Action::Tag(of) => {
                let shape = self.shape(args[0]);
                Some(match self.program.variants(*of) {
                    Some(variants) => self.builder.ins().iadd_imm_s(shape, -i64::from(variants.start)),
                    None => self.load_table(context!(links.tags), shape),
                })
            }
            Action::Load { place, offset, storage } => {
                let (address, flags) = (self.address(args[0]), self.flags(Region::Place(*place)));
                Some(self.read(*storage, flags, address, *offset as i32))
            }
            Action::Store { place, offset, storage } => {
                let (address, flags) = (self.address(args[0]), self.flags(Region::Place(*place)));
                self.write(*storage, flags, args[1], address, *offset as i32);
                if let Storage::Ref(_) = storage {
                    let at = self.builder.ins().iadd_imm_s(args[0], i64::from(*offset));
                    self.mark_card(at);
                }
                None
            }
            Action::Get { storage } => {
                let (at, offset) = self.element(*storage, args[0], instruction.args[1]);
                let (address, flags) = (self.address(at), self.element_flags(*storage));
                Some(self.read(*storage, flags, address, offset))
            }
            Action::Set { storage } => {
                self.set(*storage, args[0], instruction.args[1], args[2]);
                None
            }
            Action::GlobalGet(global) => {
                let class = instruction.result.map(|result| self.graph.class(result))?;
                let (table, flags) = self.global(*global);
                Some(self.builder.ins().load(crate::abi::ty(class), flags, table, (global.0 * 8) as i32))
            }
            Action::GlobalSet(global) => {
                let (table, flags) = self.global(*global);
                self.builder.ins().store(flags, args[0], table, (global.0 * 8) as i32);
                None
            }
            action => unreachable!("{action} is lowered elsewhere"),
        }
    }

    /// Writes an element.
    pub fn set(&mut self, storage: Storage, array: ir::Value, index: Value, value: ir::Value) {
        let (at, offset) = self.element(storage, array, index);
        let (address, flags) = (self.address(at), self.element_flags(storage));
        self.write(storage, flags, value, address, offset);
        if let Storage::Ref(_) = storage {
            let at = self.builder.ins().iadd_imm_s(at, i64::from(offset));
            self.mark_card(at);
        }
    }

    fn global(&mut self, global: GlobalId) -> (ir::Value, MemFlagsData) {
        (self.load_context(types::I64, context!(links.globals)), self.flags(Region::Global(global)))
    }

    pub fn element_flags(&mut self, storage: Storage) -> MemFlagsData {
        let storage = match storage {
            Storage::Ref(_) => Storage::Ref(pvm_bytecode::RefType::or_null(pvm_bytecode::HeapType::Any)),
            other => other,
        };
        self.flags(Region::Place(Place::Element(storage)))
    }

    /// The offset of an element, less a constant that comes with it.
    pub fn element(&mut self, storage: Storage, array: ir::Value, index: Value) -> (ir::Value, i32) {
        let (index, more) = self.sums.get(&index).copied().unwrap_or((index, 0));
        let index = self.value(index);
        let shift = storage.size().trailing_zeros();
        let scaled = if shift == 0 { index } else { self.builder.ins().ishl_imm_u(index, i64::from(shift)) };
        (self.builder.ins().iadd(array, scaled), HEADER as i32 + more as i32 * storage.size() as i32)
    }

    fn read(&mut self, storage: Storage, flags: MemFlagsData, address: ir::Value, offset: i32) -> ir::Value {
        let builder = &mut self.builder;
        match storage {
            Storage::I8 => builder.ins().sload8(types::I64, flags, address, offset),
            Storage::U8 => builder.ins().uload8(types::I64, flags, address, offset),
            Storage::I16 => builder.ins().sload16(types::I64, flags, address, offset),
            Storage::U16 => builder.ins().uload16(types::I64, flags, address, offset),
            Storage::I32 => builder.ins().sload32(flags, address, offset),
            Storage::U32 | Storage::Ref(_) => builder.ins().uload32(flags, address, offset),
            Storage::I64 => builder.ins().load(types::I64, flags, address, offset),
            Storage::F64 => builder.ins().load(types::F64, flags, address, offset),
            Storage::F32 => {
                let single = builder.ins().load(types::F32, flags, address, offset);
                builder.ins().fpromote(types::F64, single)
            }
        }
    }

    pub fn write(&mut self, storage: Storage, flags: MemFlagsData, value: ir::Value, address: ir::Value, offset: i32) {
        let builder = &mut self.builder;
        match storage {
            Storage::I8 | Storage::U8 => builder.ins().istore8(flags, value, address, offset),
            Storage::I16 | Storage::U16 => builder.ins().istore16(flags, value, address, offset),
            Storage::I32 | Storage::U32 | Storage::Ref(_) => builder.ins().istore32(flags, value, address, offset),
            Storage::I64 | Storage::F64 => builder.ins().store(flags, value, address, offset),
            Storage::F32 => {
                let single = builder.ins().fdemote(types::F32, value);
                builder.ins().store(flags, single, address, offset)
            }
        };
    }

    /// Notes that a reference was written at an offset of the cage.
    pub fn mark_card(&mut self, at: ir::Value) {
        let card = self.builder.ins().ushr_imm_u(at, i64::from(CARD_SHIFT));
        let address = self.address(card);
        let (flags, one) = (self.flags(Region::Cards), self.int(1));
        self.builder.ins().istore8(flags, one, address, CARDS as i32);
    }
}
