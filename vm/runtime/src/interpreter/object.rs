//! Handlers that make objects and ask for their types. Allocation is a bump of the nursery's top; what doesn't fit goes
//! through the collector.

use super::dispatch::{At, Onward, Step, cold_handlers, handlers, outlined_handlers};
use super::{safepoint, trap};
use crate::cage::{CARD_SHIFT, Plain, Ref};
use crate::code::storage::Width;
use crate::heap::{HEADER, Kind, LARGE, ShapeId, array_size};
use crate::lib_calls::table;
use crate::trap::Trap;
use pvm_bytecode::{Storage, TrapKind, eval};
use std::ops::Range;
use std::sync::atomic::Ordering;

/// No array is longer.
const MAX_LENGTH: i64 = i32::MAX as i64;

impl At {
    /// An object from the nursery, if it is small and fits.
    #[inline(always)]
    unsafe fn bump(self, shape: u32, length: u32, size: u32) -> Option<Ref> {
        // SAFETY: what `At` says.
        unsafe {
            let context = safepoint::context(self);
            let object = Ref((*context).nursery_top);
            if size > LARGE || object.0 + size > (*context).nursery_end {
                return None;
            }
            (*context).nursery_top = object.0 + size;
            self.base.write_header(object, ShapeId(shape), length);
            Some(object)
        }
    }

    /// An object, perhaps after a collection. `None` is a trap that the caller raises.
    #[cold]
    #[inline(never)]
    unsafe fn allocate(self, shape: u32, length: u32, size: u64) -> Result<Ref, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            // Compiled code has stored it.
            if !self.pc.is_null() {
                self.note_position();
            }
            (*self.state).allocate(ShapeId(shape), length, size)
        }
    }

    /// Stores the values of the rows in a new object whose fields have 64 or 32 bits, writes it to `a` and goes on behind
    /// the rows.
    #[inline(always)]
    unsafe fn initialise<O: Onward>(self, object: Ref) -> O {
        // SAFETY: what `At` says.
        unsafe {
            let counts = self.word().b;
            let mut row = self.pc.add(2);
            for _ in 0..counts & 0xff {
                let word = (*row).instruction;
                self.base.write(object.0 + word.c as u32, self.read::<u64>(word.b.into()));
                row = row.add(1);
            }
            for _ in 0..counts >> 8 {
                let word = (*row).instruction;
                self.base.write(object.0 + word.c as u32, self.read::<u64>(word.b.into()) as u32);
                row = row.add(1);
            }
            self.write(self.word().a.into(), object);
            O::to(Self { pc: row, ..self })
        }
    }

    /// The same for so many rows of any storage. An object that was born old has all its cards marked.
    unsafe fn initialise_mixed<O: Onward>(self, object: Ref, rows: usize) -> O {
        // SAFETY: what `At` says.
        unsafe {
            for row in 0..rows {
                let word = (*self.pc.add(2 + row)).instruction;
                let (value, at) = (self.read::<u64>(word.b.into()), object.0 + word.c as u32);
                match Width::from_operand(word.a.into()) {
                    Width::Bits8 => self.base.write(at, value as u8),
                    Width::Bits16 => self.base.write(at, value as u16),
                    Width::Bits32 | Width::Reference => self.base.write(at, value as u32),
                    Width::Bits64 => self.base.write(at, value),
                    Width::Single => self.base.write(at, eval::f32_store(f64::from_bits(value))),
                }
            }
            self.write(self.word().a.into(), object);
            self.skip(2 + rows)
        }
    }

    #[inline(always)]
    unsafe fn is_subtype(self, object: Ref) -> bool {
        // SAFETY: what `At` says.
        unsafe {
            let wanted = ShapeId(self.word().c as u32);
            !object.is_null() && (*self.state).heap.shapes().is(self.base.shape(object), wanted)
        }
    }

    /// Goes on with a reference if it is one of the type.
    #[inline(always)]
    unsafe fn cast(self, holds: bool) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let object: Ref = self.b();
            if holds {
                self.give(object)
            } else {
                trap::wrong_type(self.pc, self.frame, self.base, self.state, object.0)
            }
        }
    }
}

handlers! {
    struct_new => |at| {
        let (shape, size) = (at.wide() as u32, at.word().c as u32);
        match at.bump(shape, 0, size) {
            Some(object) => at.initialise(object),
            None => struct_new_slowly(at.pc, at.frame, at.base, at.state),
        }
    };
    struct_new_mixed => |at| struct_new_outlined(at.pc, at.frame, at.base, at.state);
    array_of => |at| array_of_slowly(at.pc, at.frame, at.base, at.state);
    array_new => |at| array_new_filled(at.pc, at.frame, at.base, at.state);
    array_default => |at| array_new_zeroed(at.pc, at.frame, at.base, at.state);
    enum_tag => |at| {
        let shape = at.base.shape(at.b());
        at.give(i64::from(*(*at.state).tags.add(shape.index())))
    };
    is_exactly => |at| at.give(at.is_exactly(at.b(), at.word().c as u32));
    is_subtype => |at| at.give(at.is_subtype(at.b()));
    cast_exactly => |at| at.cast(at.is_exactly(at.b(), at.word().c as u32));
    cast_subtype => |at| at.cast(at.is_subtype(at.b()));
    cast_any => |at| at.cast(!at.b::<Ref>().is_null());
    table_find => |at| {
        let (hash, after) = at.two();
        match table::find_nearby(at.base.bytes(at.b()), hash, after) {
            Some(entry) => at.give_wide(entry),
            None => trap::retreat(at.pc, at.frame, at.base, at.state),
        }
    };
    table_place => |at| {
        let ((hash, after), new) = (at.two(), at.read(at.beside().load(Ordering::Relaxed) as u16 as usize));
        match table::place_nearby(at.base.bytes_mut(at.b()), hash, after, new) {
            Some(entry) => at.give_wide(entry),
            None => trap::retreat(at.pc, at.frame, at.base, at.state),
        }
    };
    string_eq => |at| {
        let (left, right): (Ref, Ref) = (at.b(), at.c());
        if left == right {
            return at.give(true);
        }
        if at.base.length(left) != at.base.length(right) {
            return at.give(false);
        }
        strings_equal(at.pc, at.frame, at.base, at.state)
    };
}

cold_handlers! {
    struct_new_slowly(at) => match at.allocate(at.wide() as u32, 0, at.word().c as u64) {
        Ok(object) => at.initialise(object),
        Err(trap) => trap::raise(at, trap),
    };
}

outlined_handlers! {
    struct_new_outlined(at) => {
        let (shape, size) = (at.wide() as u32, at.word().c as u32);
        let object = match at.bump(shape, 0, size) {
            Some(object) => Ok(object),
            None => at.allocate(shape, 0, size.into()),
        };
        match object {
            Ok(object) => at.initialise_mixed(object, at.word().b.into()),
            Err(trap) => trap::raise(at, trap),
        }
    };
    array_of_slowly(at) => {
        let (shape, count) = (ShapeId(at.wide() as u32), at.word().c as u32);
        match at.new_array(shape, count.into()) {
            Ok(array) => at.initialise_mixed(array, count as usize),
            Err(trap) => trap::raise(at, trap),
        }
    };
    array_new_filled(at) => match at.filled_array(ShapeId(at.wide() as u32), at.b(), || at.c()) {
        Ok(array) => at.give_wide(array),
        Err(trap) => trap::raise(at, trap),
    };
    array_new_zeroed(at) => match at.zeroed_array(ShapeId(at.word().c as u32), at.b()) {
        Ok(array) => at.give(array),
        Err(trap) => trap::raise(at, trap),
    };
    strings_equal(at) => at.give(at.base.string(at.b()) == at.base.string(at.c()));
    array_copy(at) => match at.copy_elements(at.arguments(), Width::from_operand(at.word().c)) {
        Ok(()) => at.skip(1),
        Err(trap) => trap::raise(at, trap),
    };
    array_fill(at) => match at.fill_elements(at.arguments(), Width::from_operand(at.word().c)) {
        Ok(()) => at.skip(1),
        Err(trap) => trap::raise(at, trap),
    };
}

impl At {
    /// An array of a length, every element the value, which is asked for when the array is there: what it refers to may
    /// have moved.
    pub unsafe fn filled_array(self, shape: ShapeId, length: i64, value: impl FnOnce() -> u64) -> Result<Ref, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let array = self.new_array(shape, length)?;
            let value = value();
            self.fill(self.width_of(array), array, 0..self.base.length(array), value);
            if value == 0 {
                (*self.state).heap.note_empty(array);
            }
            Ok(array)
        }
    }

    /// An array of zeros.
    pub unsafe fn zeroed_array(self, shape: ShapeId, length: i64) -> Result<Ref, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let array = self.new_array(shape, length)?;
            let bytes = self.base.length(array) * self.width_of(array).size();
            self.base.slice_mut(array.0 + HEADER, bytes).fill(0);
            (*self.state).heap.note_empty(array);
            Ok(array)
        }
    }

    /// The arguments are: to, at, from, start, count.
    pub unsafe fn copy_elements(self, arguments: *const u64, width: Width) -> Result<(), Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let [to, from] = [0, 2].map(|index| Ref(*arguments.add(index) as u32));
            let [index, start, count] = [1, 3, 4].map(|index| *arguments.add(index) as i64);
            let (target, source) = (self.range(to, index, count)?, self.range(from, start, count)?);
            if !target.is_empty() {
                let size = width.size();
                let place = |array: Ref, index: u32| array.0 + HEADER + index * size;
                self.base.copy(place(from, source.start), place(to, target.start), target.len() as u32 * size);
                self.mark_written(width, to, target);
            }
            Ok(())
        }
    }

    /// The arguments are: array, from, count, value.
    pub unsafe fn fill_elements(self, arguments: *const u64, width: Width) -> Result<(), Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let array = Ref(*arguments as u32);
            let range = self.range(array, *arguments.add(1) as i64, *arguments.add(2) as i64)?;
            self.fill(width, array, range.clone(), *arguments.add(3));
            self.mark_written(width, array, range);
            Ok(())
        }
    }
}

impl At {
    /// An array whose elements are still anything.
    unsafe fn new_array(self, shape: ShapeId, length: i64) -> Result<Ref, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let element = self.element_of(shape);
            match u32::try_from(length) {
                Ok(length) if i64::from(length) <= MAX_LENGTH => {
                    let size = array_size(element, length);
                    match u32::try_from(size).ok().and_then(|size| self.bump(shape.0, length, size)) {
                        Some(array) => Ok(array),
                        None => self.allocate(shape.0, length, size),
                    }
                }
                _ => Err(Trap::new(TrapKind::ArrayLength, format!("array length {length} is out of range"))),
            }
        }
    }

    unsafe fn width_of(self, array: Ref) -> Width {
        // SAFETY: what `At` says.
        unsafe { Width::of(self.element_of(self.base.shape(array))) }
    }

    unsafe fn element_of(self, array: ShapeId) -> Storage {
        // SAFETY: the state is the guest's.
        match unsafe { &(*self.state).heap.shapes().get(array).kind } {
            Kind::Array(element) => *element,
            kind => unreachable!("{kind:?} is no array"),
        }
    }

    /// A range of an array's elements, if it has them.
    unsafe fn range(self, array: Ref, from: i64, count: i64) -> Result<Range<u32>, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let length = self.base.length(array);
            let end = from.checked_add(count);
            match end {
                Some(end) if from >= 0 && count >= 0 && end <= i64::from(length) => Ok(from as u32..end as u32),
                _ => {
                    let message =
                        format!("{count} elements from index {from} on are out of range for a length of {length}");
                    Err(Trap::new(TrapKind::Index, message))
                }
            }
        }
    }

    /// Writes a value to a range of elements.
    unsafe fn fill(self, width: Width, array: Ref, range: Range<u32>, value: u64) {
        // SAFETY: what `At` says.
        unsafe {
            let at = array.0 + HEADER + range.start * width.size();
            let count = range.len() as u32;
            match width {
                Width::Bits8 => self.base.slice_mut(at, count).fill(value as u8),
                Width::Bits16 => self.fill_with(at, count, value as u16),
                Width::Bits32 | Width::Reference => self.fill_with(at, count, value as u32),
                Width::Bits64 => self.fill_with(at, count, value),
                Width::Single => self.fill_with(at, count, eval::f32_store(f64::from_bits(value))),
            }
        }
    }

    unsafe fn fill_with<T: Plain>(self, at: u32, count: u32, value: T) {
        for index in 0..count {
            // SAFETY: the caller names elements that are there.
            unsafe { self.base.write(at + index * size_of::<T>() as u32, value) }
        }
    }

    /// Marks the cards of elements that references were written to.
    unsafe fn mark_written(self, width: Width, array: Ref, range: Range<u32>) {
        if width != Width::Reference || range.is_empty() {
            return;
        }
        let place = |index: u32| array.0 + HEADER + index * 4;
        for card in place(range.start) >> CARD_SHIFT..=place(range.end - 1) >> CARD_SHIFT {
            // SAFETY: the elements lie in the cage.
            unsafe { self.base.mark_card(card << CARD_SHIFT) }
        }
    }
}
