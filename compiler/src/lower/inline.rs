//! Puts the code of small functions in place of their calls. Such a function is one block that neither calls, allocates
//! nor traps, so it is never seen in a backtrace and no safepoint is lost: what reads a field, compares, hashes, or
//! computes a formula.

use super::fold;
use pvm_bytecode::{Flow, Function, FunctionId, Line, LocalId, Module, Op, ValueType};

/// So many instructions may stand in place of a call, the return not counted.
const SMALL: usize = 16;

/// Replaces calls in all functions of a module. What nobody calls any more stays.
pub fn inline(module: &mut Module) {
    for id in callees_first(&module.functions) {
        let calls_small = |op: &Op| matches!(op, Op::Call { function } if is_small(module.function(*function)));
        if module.function(id).ops.iter().any(calls_small) {
            let (function, lines) = Inlining::run(module, id);
            module.functions[id.index()] = function;
            module.debug.functions[id.index()].lines = lines;
        }
    }
}

/// All functions, each behind those that it calls, except where they call each other in a circle.
fn callees_first(functions: &[Function]) -> Vec<FunctionId> {
    let mut order = Vec::with_capacity(functions.len());
    let mut seen = vec![false; functions.len()];
    for root in 0..functions.len() {
        // What is under way, with the instruction to go on at.
        let mut path = Vec::new();
        if !std::mem::replace(&mut seen[root], true) {
            path.push((root, 0));
        }
        while let Some((function, at)) = path.pop() {
            match functions[function].ops.get(at) {
                None => order.push(FunctionId::from_index(function)),
                Some(op) => {
                    path.push((function, at + 1));
                    if let Op::Call { function: callee } = op
                        && !std::mem::replace(&mut seen[callee.index()], true)
                    {
                        path.push((callee.index(), 0));
                    }
                }
            }
        }
    }
    order
}

/// Whether the function's code may stand in place of a call.
fn is_small(function: &Function) -> bool {
    let Some((Op::Return {}, work)) = function.ops.split_last() else { return false };
    let fits = |op: &Op| match *op {
        Op::LocalSet { local } | Op::LocalTee { local } => local.index() >= function.signature.params.len(),
        op => op.row().flow == Flow::Next,
    };
    function.blocks.len() == 1 && work.len() <= SMALL && work.iter().all(fits)
}

/// Where an instruction stems from: line and column.
type Place = Option<(u32, u32)>;

/// Where a parameter or local of a replaced function is.
#[derive(Clone, Copy)]
enum Home {
    /// On the stack, where the callee's first instructions want it.
    Stack,
    /// Nowhere: this fetches it.
    Fetch(Op),
    Local(LocalId),
}

impl Home {
    /// What stands instead of an instruction on the local.
    fn instead_of(self, op: impl Fn(LocalId) -> Op) -> Op {
        match self {
            Self::Fetch(fetch) => fetch,
            Self::Local(local) => op(local),
            Self::Stack => unreachable!("what stays on the stack is wanted there only"),
        }
    }
}

/// The code of a function while calls in it are replaced.
struct Inlining<'m> {
    caller: &'m Function,
    ops: Vec<Op>,
    /// Where each instruction stems from.
    places: Vec<Place>,
    /// Where the block starts that is being made.
    block: usize,
    /// Where the instruction stems from that is looked at.
    place: Place,
    /// The types of the caller's own locals and of those made here, which every replaced call may use anew.
    locals: Vec<ValueType>,
}

impl<'m> Inlining<'m> {
    /// The function with small functions in place of calls, and its lines.
    fn run(module: &'m Module, id: FunctionId) -> (Function, Vec<Line>) {
        let caller = module.function(id);
        let mut lines = module.debug.functions[id.index()].lines.iter().peekable();
        let mut starts = caller.blocks.iter().peekable();
        let mut blocks = Vec::with_capacity(caller.blocks.len());
        let (ops, places) = (Vec::with_capacity(caller.ops.len()), Vec::with_capacity(caller.ops.len()));
        let mut new = Self { caller, ops, places, block: 0, place: None, locals: caller.locals.clone() };
        for (&op, index) in caller.ops.iter().zip(0..) {
            if starts.next_if_eq(&&index).is_some() {
                new.block = new.ops.len();
                blocks.push(new.block as u32);
            }
            if let Some(line) = lines.next_if(|line| line.op == index) {
                new.place = Some((line.line, line.column));
            }
            match op {
                Op::Call { function } if is_small(module.function(function)) => new.expand(module.function(function)),
                op => new.push(op),
            }
        }
        let lines = new.lines();
        let (signature, switches) = (caller.signature.clone(), caller.switches.clone());
        (Function { signature, locals: new.locals, ops: new.ops, blocks, switches }, lines)
    }

    /// Adds an instruction; what the callee computes of constant arguments is computed here.
    fn push(&mut self, op: Op) {
        fold::emit(&mut self.ops, self.block, op);
        self.places.truncate(self.ops.len() - 1);
        self.places.push(self.place);
    }

    /// Puts a small function's code in place of a call whose arguments are on the stack.
    fn expand(&mut self, callee: &Function) {
        let (params, work) = (callee.signature.params.len(), &callee.ops[..callee.ops.len() - 1]);
        // From the last argument on, those that are nothing but a local or a constant: the callee may fetch them itself.
        let fetches: Vec<Op> = std::iter::from_fn(|| self.take_fetch()).take(params).collect();
        let stacked = params - fetches.len();
        // Arguments that the callee begins with and wants no more than once stay on the stack.
        let wants = |param: usize, op: &Op| *op == Op::LocalGet { local: LocalId::from_index(param) };
        let once = |param: usize| work.iter().filter(|op| wants(param, op)).count() == 1;
        let staying = |&param: &usize| work.get(param).is_some_and(|op| wants(param, op)) && once(param);
        let stay = (0..stacked).take_while(staying).count();

        let mut used = Vec::new();
        let homes: Vec<Home> = (0..params + callee.locals.len())
            .map(|local| match local {
                _ if local < stay => Home::Stack,
                _ if (stacked..params).contains(&local) => Home::Fetch(fetches[params - 1 - local]),
                _ => Home::Local(self.local(callee.local(LocalId::from_index(local)), &mut used)),
            })
            .collect();
        for home in homes[stay..stacked].iter().rev() {
            self.push(home.instead_of(|local| Op::LocalSet { local }));
        }
        for &op in &work[stay..] {
            self.push(match op {
                Op::LocalGet { local } => homes[local.index()].instead_of(|local| Op::LocalGet { local }),
                Op::LocalSet { local } => homes[local.index()].instead_of(|local| Op::LocalSet { local }),
                Op::LocalTee { local } => homes[local.index()].instead_of(|local| Op::LocalTee { local }),
                op => op,
            });
        }
    }

    /// A local of a type for one replaced call, beside those that it uses already.
    fn local(&mut self, ty: Option<ValueType>, used: &mut Vec<LocalId>) -> LocalId {
        let ty = ty.unwrap_or(ValueType::I64);
        let params = self.caller.signature.params.len();
        let made = self.caller.locals.len()..self.locals.len();
        let id = |at: usize| LocalId::from_index(params + at);
        let known = made.map(|at| (self.locals[at], id(at))).find(|(of, local)| *of == ty && !used.contains(local));
        let local = match known {
            Some((_, local)) => local,
            None => {
                self.locals.push(ty);
                id(self.locals.len() - 1)
            }
        };
        used.push(local);
        local
    }

    /// Takes back the last instruction of the block if it only fetched a local or a constant.
    fn take_fetch(&mut self) -> Option<Op> {
        let op = *self.ops[self.block..].last()?;
        let fetches = matches!(
            op,
            Op::LocalGet { .. }
                | Op::I64Const { .. }
                | Op::F64Const { .. }
                | Op::StringConst { .. }
                | Op::RefNull { .. }
        );
        if !fetches {
            return None;
        }
        self.places.pop();
        self.ops.pop()
    }

    /// The lines of the new code.
    fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        let mut last = None;
        for (&place, op) in self.places.iter().zip(0..) {
            if let Some((line, column)) = place
                && place != last
            {
                lines.push(Line { op, line, column });
                last = place;
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use crate::goldens;
    use pvm_bytecode::text;

    #[test]
    fn small_functions_stand_in_place_of_their_calls() {
        let count = goldens::check("ir/inline", |path, source| {
            let mut module = text::parse(source).unwrap_or_else(|error| panic!("{}:{error}", path.display()));
            super::inline(&mut module);
            let module = pvm_bytecode::verify(module).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            text::print(&module)
        });
        assert!(count >= 8);
    }
}
