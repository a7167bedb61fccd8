//! Handlers that read and write fields, elements and globals. A reference that is written into an object marks the card
//! that the place lies in.

use super::dispatch::{At, Step, handlers};
use super::slot::SlotValue;
use super::trap;
use crate::cage::{Plain, Ref};
use crate::heap::{HEADER, ShapeId};
use pvm_bytecode::eval;

/// How a field or element becomes a slot's value and the other way round.
trait Stored: Plain {
    type Value: SlotValue;
    fn widen(self) -> Self::Value;
}

macro_rules! integers {
    ($($ty:ty)*) => {$(
        impl Stored for $ty {
            type Value = i64;

            #[inline(always)]
            fn widen(self) -> i64 {
                self as i64
            }
        }
    )*};
}

integers!(i8 u8 i16 u16 i32 u32 i64);

impl Stored for f32 {
    type Value = f64;

    #[inline(always)]
    fn widen(self) -> f64 {
        self.into()
    }
}

impl At {
    /// Whether it is an object of exactly the type with this number.
    #[inline(always)]
    pub unsafe fn is_exactly(self, object: Ref, shape: u32) -> bool {
        // SAFETY: what `At` says.
        unsafe { !object.is_null() && self.base.shape(object) == ShapeId(shape) }
    }

    #[inline(always)]
    unsafe fn field<T: Stored>(self) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let object: Ref = self.b();
            let value: T = self.base.read(object.0 + self.word().c as u32);
            self.give(value.widen())
        }
    }

    #[inline(always)]
    unsafe fn cast_field<T: Stored>(self) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let object: Ref = self.b();
            if !self.is_exactly(object, self.wide() as u32) {
                return trap::wrong_type(self.pc, self.frame, self.base, self.state, object.0);
            }
            let value: T = self.base.read(object.0 + self.word().c as u32);
            self.give_wide(value.widen())
        }
    }

    #[inline(always)]
    unsafe fn set_field<V: SlotValue, T: Plain>(self, narrow: impl Fn(V) -> T) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let object: Ref = self.a();
            self.base.write(object.0 + self.word().c as u32, narrow(self.b()));
            self.skip(1)
        }
    }

    #[inline(always)]
    unsafe fn change_field(self, change: impl Fn(i64) -> i64) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let place = self.a::<Ref>().0 + self.word().c as u32;
            self.base.write(place, change(self.base.read(place)));
            self.skip(1)
        }
    }

    /// Where an element lies, or the index and the length.
    #[inline(always)]
    unsafe fn element<T>(self, array: Ref, index: i64) -> Result<u32, (i64, u32)> {
        // SAFETY: what `At` says.
        unsafe {
            let length = self.base.length(array);
            if index as u64 >= u64::from(length) {
                return Err((index, length));
            }
            Ok(array.0 + HEADER + index as u32 * size_of::<T>() as u32)
        }
    }

    #[inline(always)]
    unsafe fn out_of_range(self, (index, length): (i64, u32)) -> Step {
        // SAFETY: what `At` says.
        unsafe { trap::index_out_of_range(self.pc, self.frame, self.base, self.state, index, length) }
    }

    #[inline(always)]
    unsafe fn get_element<T: Stored>(self) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match self.element::<T>(self.b(), self.c()) {
                Ok(at) => self.give(self.base.read::<T>(at).widen()),
                Err(range) => self.out_of_range(range),
            }
        }
    }

    #[inline(always)]
    unsafe fn set_element<V: SlotValue, T: Plain>(self, narrow: impl Fn(V) -> T) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match self.element::<T>(self.a(), self.b()) {
                Ok(at) => {
                    self.base.write(at, narrow(self.c()));
                    self.skip(1)
                }
                Err(range) => self.out_of_range(range),
            }
        }
    }

    /// The element that a handler of `field_array_…` reads or writes, by its object and index.
    #[inline(always)]
    unsafe fn field_element<T>(self, object: Ref, index: i64) -> Result<u32, (i64, u32)> {
        // SAFETY: what `At` says.
        unsafe { self.element::<T>(self.base.read(object.0 + (self.word().c as u32 >> 16)), index) }
    }

    /// What the lower half of `c` names.
    #[inline(always)]
    unsafe fn c_low<T: SlotValue>(self) -> T {
        // SAFETY: what `At` says.
        unsafe { self.read((self.word().c as u16).into()) }
    }

    #[inline(always)]
    unsafe fn get_field_element<T: Stored>(self) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match self.field_element::<T>(self.b(), self.c_low()) {
                Ok(at) => self.give(self.base.read::<T>(at).widen()),
                Err(range) => self.out_of_range(range),
            }
        }
    }

    #[inline(always)]
    unsafe fn set_field_element<V: SlotValue, T: Plain>(self, narrow: impl Fn(V) -> T) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match self.field_element::<T>(self.a(), self.b()) {
                Ok(at) => {
                    self.base.write(at, narrow(self.c_low()));
                    self.skip(1)
                }
                Err(range) => self.out_of_range(range),
            }
        }
    }

    /// The element of a list, which has a length of its own.
    #[inline(always)]
    unsafe fn list_element<T>(self, list: Ref, index: i64) -> Result<u32, (i64, u32)> {
        // SAFETY: what `At` says.
        unsafe {
            let offsets = self.wide();
            let length: u64 = self.base.read(list.0 + offsets as u32);
            if index as u64 >= length {
                return Err((index, 0));
            }
            self.element::<T>(self.base.read(list.0 + (offsets >> 32) as u32), index)
        }
    }

    #[inline(always)]
    unsafe fn get_list_element<T: Stored>(self) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match self.list_element::<T>(self.b(), self.c()) {
                Ok(at) => self.give_wide(self.base.read::<T>(at).widen()),
                Err(range) => self.out_of_range(range),
            }
        }
    }

    #[inline(always)]
    unsafe fn set_list_element<V: SlotValue, T: Plain>(self, narrow: impl Fn(V) -> T) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match self.list_element::<T>(self.a(), self.b()) {
                Ok(at) => {
                    self.base.write(at, narrow(self.c()));
                    self.skip(2)
                }
                Err(range) => self.out_of_range(range),
            }
        }
    }

    /// Goes on with a reference that must not be null.
    #[inline(always)]
    unsafe fn give_non_null(self, reference: u32) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            if reference == 0 {
                return trap::null(self.pc, self.frame, self.base, self.state);
            }
            self.give(Ref(reference))
        }
    }
}

handlers! {
    global_get => |at| at.give(*(*at.state).globals.add(at.word().c as u32 as usize));
    global_set => |at| {
        *(*at.state).globals.add(at.word().c as u32 as usize) = at.b();
        at.skip(1)
    };

    get_i8 => |at| at.field::<i8>();
    get_u8 => |at| at.field::<u8>();
    get_i16 => |at| at.field::<i16>();
    get_u16 => |at| at.field::<u16>();
    get_i32 => |at| at.field::<i32>();
    get_u32 => |at| at.field::<u32>();
    get_64 => |at| at.field::<i64>();
    get_f32 => |at| at.field::<f32>();
    get_non_null => |at| at.give_non_null(at.base.read(at.b::<Ref>().0 + at.word().c as u32));
    cast_get_i8 => |at| at.cast_field::<i8>();
    cast_get_u8 => |at| at.cast_field::<u8>();
    cast_get_i16 => |at| at.cast_field::<i16>();
    cast_get_u16 => |at| at.cast_field::<u16>();
    cast_get_i32 => |at| at.cast_field::<i32>();
    cast_get_u32 => |at| at.cast_field::<u32>();
    cast_get_64 => |at| at.cast_field::<i64>();
    cast_get_f32 => |at| at.cast_field::<f32>();
    set_8 => |at| at.set_field(|value: i64| value as u8);
    set_16 => |at| at.set_field(|value: i64| value as u16);
    set_32 => |at| at.set_field(|value: i64| value as u32);
    set_64 => |at| at.set_field(|value: i64| value);
    add_to_64 => |at| at.change_field(|value| eval::i64_add(value, at.b()));
    add_to_64_imm => |at| at.change_field(|value| eval::i64_add(value, (at.word().b as i16).into()));
    set_f32 => |at| at.set_field(eval::f32_store);
    set_ref => |at| {
        at.base.mark_card(at.a::<Ref>().0 + at.word().c as u32);
        at.set_field(|value: Ref| value)
    };

    array_get_i8 => |at| at.get_element::<i8>();
    array_get_u8 => |at| at.get_element::<u8>();
    array_get_i16 => |at| at.get_element::<i16>();
    array_get_u16 => |at| at.get_element::<u16>();
    array_get_i32 => |at| at.get_element::<i32>();
    array_get_u32 => |at| at.get_element::<u32>();
    array_get_64 => |at| at.get_element::<i64>();
    array_get_f32 => |at| at.get_element::<f32>();
    array_get_non_null => |at| match at.element::<Ref>(at.b(), at.c()) {
        Ok(place) => at.give_non_null(at.base.read(place)),
        Err(range) => at.out_of_range(range),
    };
    array_set_8 => |at| at.set_element(|value: i64| value as u8);
    array_set_16 => |at| at.set_element(|value: i64| value as u16);
    array_set_32 => |at| at.set_element(|value: i64| value as u32);
    array_set_64 => |at| at.set_element(|value: i64| value);
    array_set_f32 => |at| at.set_element(eval::f32_store);
    array_set_ref => |at| match at.element::<Ref>(at.a(), at.b()) {
        Ok(place) => {
            at.base.mark_card(place);
            at.base.write(place, at.c::<Ref>());
            at.skip(1)
        }
        Err(range) => at.out_of_range(range),
    };
    non_null => |at| at.give_non_null(at.b::<Ref>().0);

    field_array_get_i8 => |at| at.get_field_element::<i8>();
    field_array_get_u8 => |at| at.get_field_element::<u8>();
    field_array_get_i32 => |at| at.get_field_element::<i32>();
    field_array_get_u32 => |at| at.get_field_element::<u32>();
    field_array_get_64 => |at| at.get_field_element::<i64>();
    field_array_get_non_null => |at| match at.field_element::<Ref>(at.b(), at.c_low()) {
        Ok(place) => at.give_non_null(at.base.read(place)),
        Err(range) => at.out_of_range(range),
    };
    field_array_set_8 => |at| at.set_field_element(|value: i64| value as u8);
    field_array_set_32 => |at| at.set_field_element(|value: i64| value as u32);
    field_array_set_64 => |at| at.set_field_element(|value: i64| value);
    field_array_set_ref => |at| match at.field_element::<Ref>(at.a(), at.b()) {
        Ok(place) => {
            at.base.mark_card(place);
            at.base.write(place, at.c_low::<Ref>());
            at.skip(1)
        }
        Err(range) => at.out_of_range(range),
    };

    list_get_i8 => |at| at.get_list_element::<i8>();
    list_get_u8 => |at| at.get_list_element::<u8>();
    list_get_i32 => |at| at.get_list_element::<i32>();
    list_get_u32 => |at| at.get_list_element::<u32>();
    list_get_64 => |at| at.get_list_element::<i64>();
    list_get_non_null => |at| match at.list_element::<Ref>(at.b(), at.c()) {
        Ok(place) => {
            let element: Ref = at.base.read(place);
            if element.is_null() {
                return trap::null(at.pc, at.frame, at.base, at.state);
            }
            at.give_wide(element)
        }
        Err(range) => at.out_of_range(range),
    };
    list_set_8 => |at| at.set_list_element(|value: i64| value as u8);
    list_set_32 => |at| at.set_list_element(|value: i64| value as u32);
    list_set_64 => |at| at.set_list_element(|value: i64| value);
    list_set_ref => |at| match at.list_element::<Ref>(at.a(), at.b()) {
        Ok(place) => {
            at.base.mark_card(place);
            at.base.write(place, at.c::<Ref>());
            at.skip(2)
        }
        Err(range) => at.out_of_range(range),
    };
}
