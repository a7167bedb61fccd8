//! Divisions of what is known to be a multiple.

use super::{Kernel, Numbering};
use crate::ir::{Action, Block, Class, Graph, Instruction, Site, Value};
use pvm_bytecode::Op;

impl Numbering<'_> {
    /// Makes a shift of a division by a power of two where it is known that there is no remainder.
    pub fn divide_exactly(&mut self, graph: &mut Graph, instruction: &mut Instruction, block: Block) {
        let (Action::Pure(Op::I64Div {}), &[_, by]) = (&instruction.action, &instruction.args[..]) else { return };
        let Some(power) = self.int(by).filter(|by| *by > 0 && by.count_ones() == 1) else { return };
        let remainder = (Kernel::Pure(Op::I64Rem {}.code()), instruction.args.clone());
        let remainders = self.known.get(&remainder).into_iter().flatten();
        let remainders: Vec<Value> = remainders.map(|(_, value)| *value).collect();
        if remainders.into_iter().any(|value| self.fact(value, block) == Some(false)) {
            instruction.action = Action::Pure(Op::I64ShrS {});
            instruction.args[1] = self.constant_int(graph, power.trailing_zeros().into(), instruction.site);
        }
    }

    /// The value that is a number.
    fn constant_int(&mut self, graph: &mut Graph, number: i64, site: Site) -> Value {
        let places = self.known.entry((Kernel::Int(number), Vec::new())).or_default();
        if let Some((_, value)) = places.first() {
            return *value;
        }
        let value = graph.value(Class::Int);
        places.push((Block(0), value));
        let action = Action::Int(number);
        self.same.push(value);
        self.makers.push(Some((action.clone(), Vec::new())));
        self.constants.push(Instruction { action, args: Vec::new(), result: Some(value), site, frame: None });
        value
    }
}
