//! What instructions do to the operand stack. Nothing here knows an instruction by name: the table says what each pops
//! and pushes in the vocabulary of [`Slot`], and `check_signature` carries that out.

use super::code::Code;
use super::packed::Packed;
use super::{Checked, fail};
use crate::error::Rule;
use crate::op::{Flow, Slot};
use crate::operand::Operand;
use crate::{
    BlockId, ConstId, FieldId, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, Op, RefType,
};
use crate::{SwitchId, SysId, TrapKind, Type, TypeId, ValueType};

const I64: Packed = Packed::of(ValueType::I64);
const F64: Packed = Packed::of(ValueType::F64);
const STRING: Packed = Packed::reference(RefType::to(HeapType::String));
const STRING_OR_NULL: Packed = Packed::reference(RefType::or_null(HeapType::String));

/// One arm for each row, in which everything that the row says is a constant.
macro_rules! check {
    ($($code:literal $name:ident $mnemonic:literal { $($operand:ident: $ty:ty),* } [$($pop:ident)*] -> [$($push:ident)*] $flow:ident $doc:literal;)*) => {
        impl Code<'_> {
            /// Checks the instruction at `index` and applies it to the stack.
            pub(super) fn instruction(&mut self, op: &Op, index: usize) -> Checked {
                match *op {
                    $(Op::$name { $($operand),* } => {
                        $(<$ty as Operand>::give($operand, self)?;)*
                        self.check_signature(op, index, &[$(Slot::$pop),*], &[$(Slot::$push),*], Flow::$flow)
                    })*
                }
            }
        }
    };
}

crate::instructions!(check);

impl<'module> Code<'module> {
    #[inline(always)]
    fn check_signature(&mut self, op: &Op, index: usize, pops: &[Slot], pushes: &[Slot], flow: Flow) -> Checked {
        // Written out, for a loop over the constant slices would not always be unrolled and the slots not be folded.
        let mut pop = |slot| self.pop(op, slot, flow);
        match *pops {
            [] => {}
            [a] => pop(a)?,
            [a, b] => pop(b).and_then(|()| pop(a))?,
            [a, b, c] => pop(c).and_then(|()| pop(b)).and_then(|()| pop(a))?,
            _ => pops.iter().rev().try_for_each(|slot| pop(*slot))?,
        }
        for slot in pushes {
            self.push(op, index, *slot)?;
        }
        match flow == Flow::End {
            true if self.end != index + 1 => fail(Rule::Terminator, "the block goes on after this terminator"),
            true if !self.stack.is_empty() => self.left_over(),
            false if self.end == index + 1 => fail(Rule::Terminator, "the block ends without a terminator"),
            _ => Ok(()),
        }
    }

    #[inline(always)]
    fn pop(&mut self, op: &Op, slot: Slot, flow: Flow) -> Checked {
        match slot {
            Slot::I64 => self.pop_value(I64),
            Slot::F64 => self.pop_value(F64),
            Slot::String => self.pop_value(STRING),
            Slot::Any => self.pop_any().map(|_| ()),
            Slot::AnyOrNull => self.pop_reference(),
            Slot::AnyArray => self.pop_array(),
            Slot::Object => self.pop_object(),
            Slot::Array => self.element().and_then(|_| self.pop_object()),
            Slot::Enum => match self.named_type() {
                Some(Type::Enum { .. }) => self.pop_object(),
                _ => self.is_not("an enum"),
            },
            // That the operand names a function type or an interface was found when the parameters were popped.
            Slot::Function | Slot::Interface => match self.named_type() {
                Some(Type::Function { .. } | Type::Interface { .. }) => self.pop_object(),
                _ => self.is_not("a function type"),
            },
            Slot::Fields => self.pop_fields(),
            Slot::Field => self.pop_field(),
            Slot::Element => self.element().and_then(|element| self.pop_value(element)),
            Slot::Elements => self.pop_elements(),
            Slot::Local => {
                self.assigned.assign(self.named.local);
                self.pop_value(self.locals[self.named.local])
            }
            Slot::Global => self.pop_global(),
            Slot::Params => self.pop_params(op, flow),
            Slot::OwnResult => {
                self.function.signature.result.map_or(Ok(()), |result| self.pop_value(Packed::of(result)))
            }
            Slot::Zeroed | Slot::Null | Slot::NonNull | Slot::Result | Slot::Trap => {
                unreachable!("no row of the table pops {slot:?}")
            }
        }
    }

    #[inline(always)]
    fn push(&mut self, op: &Op, index: usize, slot: Slot) -> Checked {
        let value = match slot {
            Slot::I64 => I64,
            Slot::F64 => F64,
            Slot::String => STRING,
            Slot::Null => Packed::reference(RefType::or_null(self.named.heap)),
            Slot::Object | Slot::Array => Packed::reference(RefType::to(self.named.heap)),
            Slot::NonNull => Packed::reference(RefType::to(self.popped)),
            Slot::Zeroed => self.zeroed()?,
            Slot::Field => match self.named.field {
                Some(field) => Packed::of(field.storage.value()),
                None => return self.is_not("a struct, variant or closure"),
            },
            Slot::Element => self.element()?,
            Slot::Local => {
                if !self.assigned.read(self.named.local, index) {
                    return self.unassigned(self.named.local);
                }
                self.locals[self.named.local]
            }
            Slot::Global => Packed::of(self.context.module.globals[self.named.global.index()].ty),
            Slot::Result => match self.context.module.callee(*op).and_then(|callee| callee.result) {
                Some(result) => Packed::of(result),
                None => return Ok(()),
            },
            Slot::Trap => self.recovered()?,
            _ => unreachable!("no row of the table pushes {slot:?}"),
        };
        if self.stack.len() >= self.context.limits.operands as usize {
            return super::within(self.stack.len() + 1, self.context.limits.operands, "operands on the stack");
        }
        self.stack.push(value);
        Ok(())
    }

    #[inline(always)]
    fn pop_any(&mut self) -> Checked<Packed> {
        match self.stack.pop() {
            Some(value) => Ok(value),
            None => fail(Rule::OperandMissing, "the operand stack is empty"),
        }
    }

    #[inline(always)]
    fn pop_value(&mut self, expected: Packed) -> Checked {
        let found = self.pop_any()?;
        if found == expected { Ok(()) } else { self.stands_for(found, expected) }
    }

    #[inline(never)]
    fn stands_for(&self, found: Packed, expected: Packed) -> Checked {
        match self.context.module.is_value_subtype(found.unpack(), expected.unpack()) {
            true => Ok(()),
            false => self.other_type(found, expected),
        }
    }

    /// Pops any reference and notes its heap type.
    fn pop_reference(&mut self) -> Checked {
        let found = self.pop_any()?;
        match found.unpack() {
            ValueType::Ref(reference) => {
                self.popped = reference.heap;
                Ok(())
            }
            _ => self.is_no(found, "reference"),
        }
    }

    fn pop_array(&mut self) -> Checked {
        let found = self.pop_any()?;
        if let ValueType::Ref(RefType { nullable: false, heap }) = found.unpack() {
            let types = &self.context.module.types;
            match heap {
                HeapType::Bytes | HeapType::Strings => return Ok(()),
                HeapType::Type(id) if matches!(types[id.index()], Type::Array { .. }) => return Ok(()),
                _ => {}
            }
        }
        self.is_no(found, "array")
    }

    #[inline(always)]
    fn pop_object(&mut self) -> Checked {
        self.pop_value(Packed::reference(RefType::to(self.named.heap)))
    }

    fn pop_fields(&mut self) -> Checked {
        self.fields()?.iter().rev().try_for_each(|field| self.pop_value(Packed::of(field.storage.value())))
    }

    fn pop_field(&mut self) -> Checked {
        match self.named.field {
            Some(field) if field.mutable => self.pop_value(Packed::of(field.storage.value())),
            _ => fail(Rule::ImmutableField, "the field is immutable"),
        }
    }

    fn pop_elements(&mut self) -> Checked {
        let element = self.element()?;
        (0..self.named.count).try_for_each(|_| self.pop_value(element))
    }

    fn pop_global(&mut self) -> Checked {
        let global = self.context.module.globals[self.named.global.index()];
        if !global.mutable && !self.is_start {
            return fail(Rule::ImmutableGlobal, format!("global {} is immutable", self.named.global.0));
        }
        self.pop_value(Packed::of(global.ty))
    }

    fn pop_params(&mut self, op: &Op, flow: Flow) -> Checked {
        let Some(callee) = self.context.module.callee(*op) else { return self.is_not("a function type") };
        let own = self.function.signature.result;
        if flow == Flow::End && !self.context.gives(callee.result, own) {
            let names = self.context.names();
            let text = format!("the callee gives {}, the function {}", names.result(callee.result), names.result(own));
            return fail(Rule::TailResult, text);
        }
        callee.params.iter().rev().try_for_each(|param| self.pop_value(Packed::of(*param)))
    }

    #[inline(always)]
    fn element(&self) -> Checked<Packed> {
        match self.named_type() {
            Some(Type::Array { element }) => Ok(Packed::of(element.value())),
            _ => self.is_not("an array"),
        }
    }

    fn zeroed(&self) -> Checked<Packed> {
        match self.element()?.unpack() {
            element @ ValueType::Ref(RefType { nullable: false, .. }) => {
                fail(Rule::ArrayDefault, format!("its elements are {}", self.context.names().value(element)))
            }
            _ => Ok(Packed::reference(RefType::to(self.named.heap))),
        }
    }

    fn recovered(&self) -> Checked<Packed> {
        match self.named_type() {
            Some(Type::Function { signature }) if signature.params.is_empty() && signature.result.is_none() => {
                Ok(STRING_OR_NULL)
            }
            Some(Type::Function { signature }) => {
                let signature = self.context.names().signature(signature);
                fail(Rule::RecoverSignature, format!("the function type is {signature}"))
            }
            _ => self.is_not("a function type"),
        }
    }

    #[cold]
    #[inline(never)]
    fn other_type(&self, found: Packed, expected: Packed) -> Checked {
        let names = self.context.names();
        let (found, expected) = (names.value(found.unpack()), names.value(expected.unpack()));
        fail(Rule::OperandType, format!("expected {expected} on the operand stack, found {found}"))
    }

    #[cold]
    #[inline(never)]
    fn is_no(&self, found: Packed, expected: &str) -> Checked {
        let found = self.context.names().value(found.unpack());
        fail(Rule::OperandType, format!("{found} on the operand stack is no {expected}"))
    }

    #[cold]
    #[inline(never)]
    fn left_over(&self) -> Checked {
        let names = self.context.names();
        let types: Vec<_> = self.stack.iter().map(|value| names.value(value.unpack())).collect();
        fail(Rule::BlockEnd, format!("left on the operand stack: {}", types.join(", ")))
    }
}
