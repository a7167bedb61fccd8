//! The lowering of one function body: its variables, what is pending around the place that is lowered, and its ends.

use super::Lowering;
use super::builder::{Builder, Label};
use super::expr::To;
use super::instance::{Instance, Scope};
use crate::analysis::program::{self, Expr, ExprKind, LoopId};
use crate::types::{LocalId as Variable, Ty};
use pvm_bytecode::{FieldId, FunctionId, HeapType, LocalId, Op, RefType, TypeId, ValueType};

/// The lowering of a function and, in frames of their own, of the closures in it. `'p` is the lifetime of the typed
/// program's functions.
pub struct Body<'l, 'p> {
    pub lowering: &'l mut Lowering<'p>,
    pub scope: Scope,
    pub function: FunctionId,
    pub locals: &'p [program::Local],
    /// Where each variable is, by number. A variable is in one body, except that closures have copies of what they
    /// capture, which take the place of the others while the closure is lowered.
    pub slots: Vec<Slot>,
    /// The variables in sight that have places to give back, the innermost last.
    pub bound: Vec<Variable>,
    pub frame: Frame<'p>,
    /// How many closures there were so far.
    pub closures: u32,
}

/// Where a variable is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Slot {
    /// Not in sight, or represented by nothing.
    Nothing,
    Local(LocalId),
    /// In the local of another variable or of a part that is matched, which stays as it is for at least as long.
    Borrowed(LocalId),
    /// Nowhere: it is this number.
    Constant(i64),
    /// In a cell of this type, which the local holds, because closures share the variable.
    Cell(LocalId, TypeId),
}

/// What belongs to the function or closure whose code is built.
pub struct Frame<'p> {
    pub builder: Builder,
    pub result_ty: Ty,
    pub result: Option<ValueType>,
    /// Keeps the result while deferred code runs.
    pub result_slot: Option<LocalId>,
    pub loops: Vec<Loop>,
    pub defers: Vec<Deferred<'p>>,
}

impl Frame<'_> {
    pub fn new(params: Vec<ValueType>, result_ty: Ty, result: Option<ValueType>) -> Self {
        let builder = Builder::new(params);
        Self { builder, result_ty, result, result_slot: None, loops: Vec::new(), defers: Vec::new() }
    }
}

/// A loop around the place that is lowered.
pub struct Loop {
    pub id: LoopId,
    /// Where the value goes that the loop is left with.
    pub to: To,
    pub after: Label,
    pub next: Label,
}

/// A `defer` whose block is not at its end yet.
pub struct Deferred<'p> {
    pub code: &'p Expr,
    /// How many loops are around it.
    pub loops: usize,
    /// The ways out that have been taken so far, and where the deferred code for each will stand.
    pub exits: Vec<(Exit, Label)>,
}

/// A way out of blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    Return,
    /// Out of the loop at this place of [`Frame::loops`].
    Break(usize),
    /// To the next round of that loop.
    Continue(usize),
}

impl<'p> Lowering<'p> {
    /// Lowers the body of an instance.
    pub fn lower_instance(&mut self, id: FunctionId, instance: &Instance) {
        let functions = self.functions;
        let function = &functions[instance.function.index()];
        let program::Body::Nido(code) = &function.body else { return };
        let mut body = Body::new(self, id, Scope::new(instance), &function.locals, function.result);
        body.enter(function.params.len());
        body.lower(code, To::Return);
        let code = body.frame.builder.finish();
        self.store(id, code, function.span);
    }
}

impl<'l, 'p> Body<'l, 'p> {
    pub fn new(
        lowering: &'l mut Lowering<'p>,
        function: FunctionId,
        mut scope: Scope,
        locals: &'p [program::Local],
        result: Ty,
    ) -> Self {
        let result_ty = lowering.concrete(result, &mut scope);
        let signature = &lowering.module.function(function).signature;
        let frame = Frame::new(signature.params.clone(), result_ty, signature.result);
        Self {
            lowering,
            scope,
            function,
            locals,
            slots: vec![Slot::Nothing; locals.len()],
            bound: Vec::new(),
            frame,
            closures: 0,
        }
    }

    pub fn builder(&mut self) -> &mut Builder {
        &mut self.frame.builder
    }

    /// A type in the terms of the program as a concrete one.
    pub fn ty(&mut self, ty: Ty) -> Ty {
        self.lowering.concrete(ty, &mut self.scope)
    }

    /// How a value of a type in the terms of the program stands on the stack.
    pub fn value(&mut self, ty: Ty) -> Option<ValueType> {
        let ty = self.ty(ty);
        self.lowering.value(ty)
    }

    /// Gives the parameters, which are the first variables, their places.
    fn enter(&mut self, params: usize) {
        let mut next = 0;
        for variable in 0..params as u32 {
            let variable = Variable(variable);
            if self.value(self.locals[variable.index()].ty).is_some() {
                self.adopt(variable, LocalId(next));
                next += 1;
            }
        }
    }

    // Variables

    /// Makes a local that has the value already the place of a variable.
    pub fn adopt(&mut self, variable: Variable, local: LocalId) {
        if self.needs_cell(variable) {
            self.slots[variable.index()] = Slot::Nothing;
            self.builder().get(local);
            self.bind(variable);
        } else {
            self.slots[variable.index()] = Slot::Local(local);
        }
    }

    /// Whether closures share the variable and somebody assigns it.
    pub fn needs_cell(&self, variable: Variable) -> bool {
        let local = &self.locals[variable.index()];
        local.captured && local.mutable
    }

    /// Begins a variable with the value on the stack. One that has a place already keeps it: several ways to match a
    /// pattern come together behind it.
    pub fn bind(&mut self, variable: Variable) {
        let Some(value) = self.value(self.locals[variable.index()].ty) else { return };
        let slot = self.begin(variable, value);
        match slot {
            Slot::Nothing | Slot::Borrowed(_) | Slot::Constant(_) => {}
            Slot::Local(local) => self.builder().set(local),
            Slot::Cell(local, ty) => {
                let cell = ValueType::Ref(RefType::to(HeapType::Type(ty)));
                self.builder().op(Op::StructNew { ty }, 1, Some(cell));
                self.builder().set(local);
            }
        }
    }

    /// Gives a variable its place before it has a value.
    pub fn declare(&mut self, variable: Variable) {
        if let Some(value) = self.value(self.locals[variable.index()].ty) {
            self.begin(variable, value);
        }
    }

    fn begin(&mut self, variable: Variable, value: ValueType) -> Slot {
        let known = self.slots[variable.index()];
        if known != Slot::Nothing {
            return known;
        }
        let slot = match self.needs_cell(variable) {
            true => {
                let ty = self.lowering.cell(value);
                Slot::Cell(self.builder().local(ValueType::Ref(RefType::to(HeapType::Type(ty)))), ty)
            }
            false => Slot::Local(self.builder().local(value)),
        };
        self.slots[variable.index()] = slot;
        self.bound.push(variable);
        slot
    }

    /// Begins a variable with what an expression gives.
    pub fn bind_to(&mut self, variable: Variable, value: &'p Expr) {
        match self.value(self.locals[variable.index()].ty) {
            None => self.lower(value, To::Nothing),
            Some(ty) if !self.needs_cell(variable) => {
                let slot = match self.borrowed(variable, value) {
                    Some(slot) => slot,
                    None => self.filled(variable, value, ty),
                };
                // The name is given last: the value can't see the variable.
                self.begin_at(variable, slot);
            }
            Some(_) => {
                self.lower(value, To::Stack);
                self.bind(variable);
            }
        }
    }

    /// The place of a variable that is only another name for one that never changes either.
    fn borrowed(&self, variable: Variable, value: &Expr) -> Option<Slot> {
        let ExprKind::Local(other) = value.kind else { return None };
        if self.locals[variable.index()].mutable || self.locals[other.index()].mutable {
            return None;
        }
        match self.slots[other.index()] {
            Slot::Local(local) | Slot::Borrowed(local) => Some(Slot::Borrowed(local)),
            Slot::Constant(value) => Some(Slot::Constant(value)),
            Slot::Nothing | Slot::Cell(..) => None,
        }
    }

    /// A new place with the value of an expression; none is needed for a variable that is a number for good.
    fn filled(&mut self, variable: Variable, value: &'p Expr, ty: ValueType) -> Slot {
        let local = self.builder().local(ty);
        self.lower(value, To::Local(local));
        if !self.locals[variable.index()].mutable
            && let Some(number) = self.builder().take_set_integer(local)
        {
            self.builder().release(local);
            return Slot::Constant(number);
        }
        Slot::Local(local)
    }

    /// Begins a variable in a place that has its value.
    pub fn begin_at(&mut self, variable: Variable, slot: Slot) {
        self.slots[variable.index()] = slot;
        self.bound.push(variable);
    }

    /// Whether a variable may be in a place that others read, too: it never changes, and has no place yet.
    pub fn may_borrow(&self, variable: Variable) -> bool {
        !self.locals[variable.index()].mutable && self.slots[variable.index()] == Slot::Nothing
    }

    /// Gives back the places of variables that go out of sight.
    pub fn forget_from(&mut self, outside: usize) {
        for variable in self.bound.split_off(outside) {
            match std::mem::replace(&mut self.slots[variable.index()], Slot::Nothing) {
                Slot::Nothing | Slot::Borrowed(_) | Slot::Constant(_) => {}
                Slot::Local(local) | Slot::Cell(local, _) => self.builder().release(local),
            }
        }
    }

    /// The same when the places were in code that is finished.
    pub fn abandon_from(&mut self, outside: usize) {
        for variable in self.bound.split_off(outside) {
            self.slots[variable.index()] = Slot::Nothing;
        }
    }

    /// Pushes the value of a variable.
    pub fn read(&mut self, variable: Variable) {
        match self.slots[variable.index()] {
            Slot::Nothing => {}
            Slot::Local(local) | Slot::Borrowed(local) => self.builder().get(local),
            Slot::Constant(value) => self.builder().integer(value),
            Slot::Cell(local, ty) => {
                let value = self.value(self.locals[variable.index()].ty);
                self.builder().get(local);
                self.builder().op(Op::StructGet { ty, field: FieldId(0) }, 1, value);
            }
        }
    }

    // Ends

    /// Returns what is on the stack, after the deferred code.
    pub fn return_value(&mut self) {
        let result = self.frame.result;
        if self.frame.defers.is_empty() {
            return self.builder().end_with(Op::Return {}, usize::from(result.is_some()));
        }
        if let Some(result) = result {
            let slot = match self.frame.result_slot {
                Some(slot) => slot,
                None => self.builder().local(result),
            };
            self.frame.result_slot = Some(slot);
            self.builder().set(slot);
        }
        self.leave(Exit::Return);
    }

    /// Goes a way out. Values have been stored where they are expected.
    pub fn leave(&mut self, exit: Exit) {
        if !self.builder().is_open() {
            return;
        }
        let builder = &mut self.frame.builder;
        if let Some(innermost) = self.frame.defers.last_mut()
            && exit.passes(innermost.loops)
        {
            let known = innermost.exits.iter().find(|(known, _)| *known == exit).map(|(_, label)| *label);
            let label = known.unwrap_or_else(|| builder.label());
            if known.is_none() {
                innermost.exits.push((exit, label));
            }
            return builder.jump(label);
        }
        match exit {
            Exit::Return => {
                if let Some(slot) = self.frame.result_slot.filter(|_| self.frame.result.is_some()) {
                    builder.get(slot);
                }
                builder.end_with(Op::Return {}, usize::from(self.frame.result.is_some()));
            }
            Exit::Break(at) => builder.jump(self.frame.loops[at].after),
            Exit::Continue(at) => builder.jump(self.frame.loops[at].next),
        }
    }

    /// Ends the scope of the innermost `defer`: its code runs here, and once more for each other way out.
    pub fn close_defer(&mut self) {
        let Some(deferred) = self.frame.defers.pop() else { return };
        self.lower(deferred.code, To::Nothing);
        if deferred.exits.is_empty() {
            return;
        }
        let after = self.builder().label();
        self.builder().jump(after);
        for (exit, label) in deferred.exits {
            self.builder().place(label);
            self.lower(deferred.code, To::Nothing);
            self.leave(exit);
        }
        self.builder().place(after);
    }
}

impl Exit {
    /// Whether it leads out of a place with so many loops around it.
    fn passes(self, loops: usize) -> bool {
        match self {
            Self::Return => true,
            Self::Break(at) | Self::Continue(at) => loops > at,
        }
    }
}
