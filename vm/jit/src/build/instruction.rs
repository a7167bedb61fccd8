//! What each instruction of the bytecode becomes.

use super::Builder;
use crate::ir::{Action, Callee, Class, Known, Place, Terminator, Value};
use pvm_bytecode::{FieldId, HeapType, LocalId, Op, Storage, TypeId};
use pvm_runtime::heap::Kind;

impl Builder<'_> {
    pub fn instruction(&mut self, op: Op) {
        match op {
            Op::I64Const { value } => self.push(Action::Int(value), Vec::new(), Class::Int),
            Op::F64Const { bits } => self.push(Action::Float(bits), Vec::new(), Class::Float),
            Op::RefNull { .. } => self.push(Action::Null, Vec::new(), Class::Ref),
            Op::StringConst { constant } => self.make(Action::String(constant.0), 0),
            Op::Drop {} => {
                self.pop();
            }
            Op::LocalGet { local: LocalId(local) } => self.stack.push(self.local(local)),
            Op::LocalSet { local } => self.locals[local.index()] = Some(self.pop()),
            Op::LocalTee { local } => self.locals[local.index()] = self.stack.last().copied(),
            Op::GlobalGet { global } => {
                let class = self.module.globals[global.index()].ty.into();
                self.push(Action::GlobalGet(global), Vec::new(), class);
            }
            Op::GlobalSet { global } => {
                let value = self.pop();
                self.append(Action::GlobalSet(global), vec![value], None, None);
            }
            Op::I64Div {} | Op::I64Rem {} => {
                let operands = self.pop_many(2);
                let zero = self.int(0);
                let condition = self.pure(Op::I64Ne {}, vec![operands[1], zero]);
                self.check(condition, &[]);
                let result = self.pure(op, operands);
                self.stack.push(result);
            }
            Op::RefIsNull {} => {
                let object = self.pop();
                let result = self.pure(Op::RefIsNull {}, vec![object]);
                self.stack.push(result);
            }
            Op::RefNonNull { .. } => {
                let object = self.pop();
                self.check_not_null(object);
                self.stack.push(object);
            }
            Op::RefTest { heap } => {
                let object = self.pop();
                self.type_test(object, heap);
            }
            Op::RefCast { heap } => self.cast(heap),
            Op::StructNew { .. } | Op::StructGet { .. } | Op::StructSet { .. } | Op::EnumTag { .. } => self.object(op),
            Op::ArrayNew { .. }
            | Op::ArrayDefault { .. }
            | Op::ArrayOf { .. }
            | Op::ArrayGet { .. }
            | Op::ArraySet { .. }
            | Op::ArrayLen {}
            | Op::ArrayCopy { .. }
            | Op::ArrayFill { .. }
            | Op::StringLen {}
            | Op::StringByte {}
            | Op::StringEq {} => self.array(op),
            Op::Call { .. }
            | Op::CallImport { .. }
            | Op::CallValue { .. }
            | Op::CallMethod { .. }
            | Op::CallLib { .. }
            | Op::CallRecover { .. }
            | Op::CallSys { .. } => self.call_of(op),
            Op::Jump { .. }
            | Op::Branch { .. }
            | Op::Switch { .. }
            | Op::Return {}
            | Op::TailCall { .. }
            | Op::TailCallValue { .. }
            | Op::TailCallMethod { .. }
            | Op::Panic { .. }
            | Op::Unreachable {} => self.terminator(op),
            _ => {
                let operands = self.pop_many(op.row().pops.len());
                let result = self.pure(op, operands);
                self.stack.push(result);
            }
        }
    }

    fn check_not_null(&mut self, object: Value) {
        let null = self.pure(Op::RefIsNull {}, vec![object]);
        let condition = self.pure(Op::I64Eqz {}, vec![null]);
        self.check(condition, &[]);
    }

    /// Pushes whether an object is of a type. Every object has exactly one type, so one without subtypes is compared.
    fn type_test(&mut self, object: Value, heap: HeapType) {
        match self.shapes.exact(heap) {
            Some(shape) if matches!(self.shapes.get(shape).kind, Kind::Abstract) => {
                self.push(Action::IsSubtype(shape), vec![object], Class::Int);
            }
            Some(shape) => {
                self.push(Action::Shape, vec![object], Class::Int);
                let (own, wanted) = (self.pop(), self.int(shape.0.into()));
                let result = self.pure(Op::I64Eq {}, vec![own, wanted]);
                self.stack.push(result);
            }
            None => {
                let null = self.pure(Op::RefIsNull {}, vec![object]);
                let result = self.pure(Op::I64Eqz {}, vec![null]);
                self.stack.push(result);
            }
        }
    }

    fn cast(&mut self, heap: HeapType) {
        let object = self.pop();
        self.type_test(object, heap);
        let condition = self.pop();
        self.check(condition, &[object]);
        self.stack.push(object);
    }

    fn field(&self, ty: TypeId, field: FieldId) -> (u32, Storage) {
        self.shapes.field(ty, field).unwrap_or_else(|| unreachable!("a verified function names fields that are there"))
    }

    fn element(&self, ty: TypeId) -> Storage {
        self.shapes.element(ty).unwrap_or_else(|| unreachable!("a verified function names arrays where arrays belong"))
    }

    fn object(&mut self, op: Op) {
        match op {
            Op::StructNew { ty } => {
                let Some(layout) = self.shapes.fields(ty) else { unreachable!("a verified function names structs") };
                let fields = layout.fields.to_vec();
                let count = fields.len();
                self.make(Action::New { ty, fields }, count);
            }
            Op::StructGet { ty, field } => {
                let (offset, storage) = self.field(ty, field);
                let object = self.pop();
                let load = Action::Load { place: Place::Field(ty, field), offset, storage };
                self.push(load, vec![object], storage.value().into());
            }
            Op::StructSet { ty, field } => {
                let (offset, storage) = self.field(ty, field);
                let operands = self.pop_many(2);
                self.append(Action::Store { place: Place::Field(ty, field), offset, storage }, operands, None, None);
            }
            Op::EnumTag { ty } => {
                let object = self.pop();
                self.push(Action::Tag(ty), vec![object], Class::Int);
            }
            op => unreachable!("{op:?} is no instruction of objects with fields"),
        }
    }

    /// Checks an index of an array or string.
    fn check_index(&mut self, array: Value, index: Value) {
        self.push(Action::Length, vec![array], Class::Int);
        let length = self.pop();
        let condition = self.pure(Op::I64LtU {}, vec![index, length]);
        self.check(condition, &[index, length]);
    }

    fn array(&mut self, op: Op) {
        match op {
            Op::ArrayNew { ty } => self.make(Action::ArrayNew { shape: self.shapes.of(ty) }, 2),
            Op::ArrayDefault { ty } => self.make(Action::ArrayDefault { shape: self.shapes.of(ty) }, 1),
            Op::ArrayOf { ty, count } => {
                let action = Action::ArrayOf { shape: self.shapes.of(ty), storage: self.element(ty) };
                self.make(action, count as usize);
            }
            Op::ArrayGet { ty } => self.get(self.element(ty)),
            Op::StringByte {} => self.get(Storage::U8),
            Op::ArraySet { ty } => {
                let storage = self.element(ty);
                let operands = self.pop_many(3);
                self.check_index(operands[0], operands[1]);
                self.append(Action::Set { storage }, operands, None, None);
            }
            Op::ArrayCopy { ty } => {
                let operands = self.pop_many(5);
                self.append(Action::ArrayCopy { storage: self.element(ty) }, operands, None, None);
            }
            Op::ArrayFill { ty } => {
                let operands = self.pop_many(4);
                self.append(Action::ArrayFill { storage: self.element(ty) }, operands, None, None);
            }
            Op::StringEq {} => {
                let operands = self.pop_many(2);
                self.push(Action::StringEq, operands, Class::Int);
            }
            _ => {
                let array = self.pop();
                self.push(Action::Length, vec![array], Class::Int);
            }
        }
    }

    fn get(&mut self, storage: Storage) {
        let operands = self.pop_many(2);
        self.check_index(operands[0], operands[1]);
        self.push(Action::Get { storage }, operands, storage.value().into());
    }

    fn callee(&self, op: Op) -> (Callee, usize, Option<Class>) {
        let callee = match op {
            Op::Call { function } | Op::TailCall { function } => Callee::Function(function),
            Op::CallImport { import } => Callee::Import(import),
            Op::CallMethod { ty, method } | Op::TailCallMethod { ty, method } => {
                Callee::Method(self.program.methods().number(ty, method))
            }
            Op::CallLib { call } => Callee::Lib(call),
            Op::CallSys { call } => Callee::Sys(call),
            _ => Callee::Value,
        };
        let signature = self.module.callee(op);
        let receiver = matches!(callee, Callee::Value | Callee::Method(_));
        let params = signature.as_ref().map_or(0, |signature| signature.params.len());
        (callee, params + usize::from(receiver), signature.and_then(|signature| signature.result).map(Class::from))
    }

    fn call_of(&mut self, op: Op) {
        if let Op::Call { function } = op
            && self.leaf(function)
        {
            return;
        }
        let (callee, count, result) = self.callee(op);
        if let Callee::Lib(call) = callee
            && let Some(known) = Known::of(call)
        {
            let frame = known.makes().then(|| self.frame(self.stack.len() - count));
            let args = self.pop_many(count);
            let result = self.append(Action::Known(known), args, result, frame);
            self.stack.extend(result);
            return;
        }
        self.call(callee, count, result);
        if let Op::CallRecover { .. } = op {
            self.push(Action::Null, Vec::new(), Class::Ref);
        }
    }

    fn terminator(&mut self, op: Op) {
        match op {
            Op::Jump { target } => self.jump_to(target),
            Op::Branch { then, other } => {
                let condition = self.pop();
                let (then, other) = (self.edge(then), self.edge(other));
                self.terminate(Terminator::Branch { condition, then, other });
            }
            Op::Switch { table } => {
                let value = self.pop();
                let switch = self.function.switch(table);
                let edges = switch.targets.iter().map(|target| self.edge(*target)).collect();
                let default = self.edge(switch.default);
                self.terminate(Terminator::Switch { value, edges, default });
            }
            Op::Return {} => {
                let value = self.function.signature.result.map(|_| self.pop());
                self.terminate(Terminator::Return(value));
            }
            Op::TailCall { .. } | Op::TailCallValue { .. } | Op::TailCallMethod { .. } => {
                let (callee, count, _) = self.callee(op);
                let args = self.pop_many(count);
                self.terminate(Terminator::TailCall { callee, args, site: self.site() });
            }
            _ => {
                let args = self.pop_many(usize::from(matches!(op, Op::Panic { .. })));
                self.graph.blocks[self.block.index()].cold = true;
                self.terminate(Terminator::Trap { args, site: self.site() });
            }
        }
        self.stack.clear();
    }
}
