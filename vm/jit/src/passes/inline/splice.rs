//! A callee's graph as part of its caller's.

use crate::ir::{Action, Block, BlockData, Edge, Graph, Instruction, Scope, ScopeData, Site, Terminator, Value};

/// How a callee's graph becomes part of its caller's: what is added to the numbers in it.
pub struct Splice<'a> {
    pub scopes: u32,
    pub values: u32,
    pub blocks: u32,
    /// Slots from the unit's frame to the callee's.
    pub base: u32,
    /// Where the callee returns to; none if it returns for its caller.
    pub behind: Option<Block>,
    /// The callee's parameters, for which the arguments stand.
    pub params: &'a [Value],
    pub call: &'a Instruction,
}

impl Splice<'_> {
    /// Adds the callee to the graph.
    pub fn add_to(&self, graph: &mut Graph, callee: &Graph) {
        let scope = |scope: &ScopeData| ScopeData {
            function: scope.function,
            caller: scope.caller.map(|site| self.site(site)).or(self.behind.map(|_| self.call.site)),
            base: self.base + scope.base,
        };
        graph.scopes.extend(callee.scopes.iter().map(scope));
        graph.classes.extend(&callee.classes);
        for (index, block) in callee.blocks.iter().enumerate() {
            let params = if index == 0 { &[][..] } else { &block.params };
            let params = params.iter().map(|value| self.value(*value)).collect();
            let instructions = block.instructions.iter().map(|instruction| self.instruction(instruction)).collect();
            let mut data = BlockData { params, instructions, terminator: None, cold: block.cold };
            data.terminator = block.terminator.as_ref().map(|end| self.terminator(end, graph, &mut data.instructions));
            graph.blocks.push(data);
        }
    }

    /// Has a block end with the callee.
    pub fn enter_from(&self, graph: &mut Graph, block: Block) {
        let action = Action::Enter(Scope(self.scopes));
        let enter = Instruction { action, args: Vec::new(), result: None, site: self.call.site, frame: None };
        graph.blocks[block.index()].instructions.push(enter);
        let entry = Edge { block: Block(self.blocks), args: Vec::new() };
        graph.blocks[block.index()].terminator = Some(Terminator::Jump(entry));
    }

    fn value(&self, value: Value) -> Value {
        match self.params.iter().position(|param| *param == value) {
            Some(place) => self.call.args[place],
            None => Value(value.0 + self.values),
        }
    }

    fn site(&self, site: Site) -> Site {
        Site { scope: Scope(site.scope.0 + self.scopes), ..site }
    }

    fn instruction(&self, instruction: &Instruction) -> Instruction {
        let mut instruction = instruction.clone();
        instruction.site = self.site(instruction.site);
        instruction.result = instruction.result.map(|value| self.value(value));
        instruction.mentions_mut().for_each(|value| *value = self.value(*value));
        if let Action::Enter(scope) = &mut instruction.action {
            scope.0 += self.scopes;
        }
        if let (Some(frame), Some(outer)) = (&mut instruction.frame, &self.call.frame) {
            frame.slots.iter_mut().for_each(|(slot, _)| *slot += self.base);
            frame.slots.extend(&outer.slots);
        }
        instruction
    }

    /// A return goes on behind the call; a call in place of the function is one in place of the call.
    fn terminator(&self, end: &Terminator, graph: &mut Graph, instructions: &mut Vec<Instruction>) -> Terminator {
        let jump = |block: Block, args: Vec<Value>| Terminator::Jump(Edge { block, args });
        match (end, self.behind) {
            (Terminator::Return(value), Some(behind)) => {
                jump(behind, value.iter().map(|value| self.value(*value)).collect())
            }
            (Terminator::TailCall { callee, args, .. }, Some(behind)) => {
                let result = self.call.result.map(|result| graph.value(graph.class(result)));
                let args = args.iter().map(|value| self.value(*value)).collect();
                instructions.push(Instruction { action: Action::Call(*callee), args, result, ..self.call.clone() });
                jump(behind, result.into_iter().collect())
            }
            _ => {
                let mut end = end.clone();
                end.own_uses_mut().iter_mut().for_each(|value| *value = self.value(*value));
                for edge in end.edges_mut() {
                    edge.block.0 += self.blocks;
                    edge.args.iter_mut().for_each(|value| *value = self.value(*value));
                }
                if let Terminator::Trap { site, .. } | Terminator::TailCall { site, .. } = &mut end {
                    *site = self.site(*site);
                }
                end
            }
        }
    }
}
