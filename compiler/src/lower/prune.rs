//! Takes out functions that nothing can call: those whose code stands in place of all their calls.

use pvm_bytecode::{FunctionId, Module, Op, Type};

/// Removes them from a module; the others keep their order.
pub fn prune(module: &mut Module) {
    let mut used = vec![false; module.functions.len()];
    let mut work = Vec::new();
    mentions(module, |id| work.push(*id));
    while let Some(id) = work.pop() {
        if !std::mem::replace(&mut used[id.index()], true) {
            work.extend(module.function(id).ops.iter().filter_map(|op| match op {
                Op::Call { function } | Op::TailCall { function } => Some(*function),
                _ => None,
            }));
        }
    }
    let numbers = used.iter().scan(0, |next, &used| {
        let number = FunctionId(*next);
        *next += u32::from(used);
        Some(number)
    });
    let numbers: Vec<FunctionId> = numbers.collect();
    retain(&mut module.functions, &used);
    retain(&mut module.debug.functions, &used);
    mentions(module, |id| *id = numbers[id.index()]);
    for op in module.functions.iter_mut().flat_map(|function| &mut function.ops) {
        if let Op::Call { function } | Op::TailCall { function } = op {
            *function = numbers[function.index()];
        }
    }
}

/// Visits what stands outside of code and names functions.
fn mentions(module: &mut Module, mut visit: impl FnMut(&mut FunctionId)) {
    let closures = module.types.iter_mut().filter_map(|ty| match ty {
        Type::Closure { function, .. } => Some(function),
        _ => None,
    });
    let methods = module.implementations.iter_mut().flat_map(|implementation| &mut implementation.methods);
    let exports = module.exports.iter_mut().map(|export| &mut export.function);
    exports.chain(closures).chain(methods).chain(&mut module.start).for_each(&mut visit);
}

fn retain<T>(list: &mut Vec<T>, used: &[bool]) {
    let mut used = used.iter();
    list.retain(|_| used.next().copied().unwrap_or(false));
}
