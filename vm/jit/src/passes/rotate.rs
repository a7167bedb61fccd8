//! Finds rotations of 32 bits, as hashes are made of: a number below 2 to the 32nd that is shifted both ways, with what comes
//! above its 32 bits cut off.

use crate::ir::{Action, Flow, Graph, Instruction, Makers, Value};
use pvm_bytecode::{Op, Storage};
use rustc_hash::FxHashMap as HashMap;

/// The lower 32 bits.
const MASK: i64 = 0xffff_ffff;

pub fn run(graph: &mut Graph) {
    let shifts = |made: &Instruction| made.action == Action::Pure(Op::I64Shl {});
    if !graph.blocks.iter().flat_map(|data| &data.instructions).any(shifts) {
        return;
    }
    let found = rotations(graph);
    for made in graph.blocks.iter_mut().flat_map(|data| &mut data.instructions) {
        if let Some((of, by)) = made.result.and_then(|result| found.get(&result)) {
            made.action = Action::Rotate(*by);
            made.args = vec![*of];
        }
    }
}

/// By value that is a rotation, of what, and by how many places to the right.
fn rotations(graph: &Graph) -> HashMap<Value, (Value, u32)> {
    let makers = Makers::new(graph);
    let words = Words::new(graph, &makers);
    let is_word = |(of, _): &(Value, u32)| words.0[of.index()];
    let rotates = |made: &Instruction| Some((made.result?, rotation(&makers, made).filter(is_word)?));
    graph.live_instructions().filter_map(rotates).collect()
}

/// What an instruction rotates if that has 32 bits, and by how many places to the right.
fn rotation(makers: &Makers, made: &Instruction) -> Option<(Value, u32)> {
    let (Action::Pure(Op::I64And {}), &[both, mask]) = (&made.action, &made.args[..]) else { return None };
    let both = makers.of(both).filter(|_| makers.int(mask) == Some(MASK))?;
    let (Action::Pure(Op::I64Or {}), &[left, right]) = (&both.action, &both.args[..]) else { return None };
    let (left, right) = (makers.of(left)?, makers.of(right)?);
    let (down, up) = if left.action == Action::Pure(Op::I64ShrU {}) { (left, right) } else { (right, left) };
    let is_shifted = down.action == Action::Pure(Op::I64ShrU {}) && up.action == Action::Pure(Op::I64Shl {});
    let (by, rest) = (makers.int(*down.args.get(1)?)?, makers.int(*up.args.get(1)?)?);
    let is_whole = is_shifted && down.args[0] == up.args[0] && (1..32).contains(&by) && by + rest == 32;
    is_whole.then_some((down.args[0], by as u32))
}

/// By value, whether it is below 2 to the 32nd: what loops hand around is so unless something else comes in.
struct Words(Vec<bool>);

impl Words {
    fn new(graph: &Graph, makers: &Makers) -> Self {
        let flow = Flow::new(graph);
        let mut words = Self(vec![true; graph.classes.len()]);
        for param in &graph.blocks[0].params {
            words.0[param.index()] = false;
        }
        let mut changed = true;
        while changed {
            changed = false;
            for block in &flow.order {
                let data = &graph.blocks[block.index()];
                for made in &data.instructions {
                    if let Some(result) = made.result
                        && words.0[result.index()]
                        && !words.gives(makers, made)
                    {
                        words.0[result.index()] = false;
                        changed = true;
                    }
                }
                for edge in data.terminator.iter().flat_map(|end| end.edges()) {
                    let params = &graph.blocks[edge.block.index()].params;
                    for (param, arg) in params.iter().zip(&edge.args) {
                        changed |= words.0[param.index()] && !words.0[arg.index()];
                        words.0[param.index()] &= words.0[arg.index()];
                    }
                }
            }
        }
        words
    }

    /// Whether an instruction gives such a number, as far as is known.
    fn gives(&self, makers: &Makers, made: &Instruction) -> bool {
        let word = |place: usize| self.0[made.args[place].index()];
        match &made.action {
            Action::Int(number) => (0..=MASK).contains(number),
            Action::Length | Action::Tag(_) | Action::Shape | Action::Rotate(_) => true,
            Action::Get { storage } | Action::Load { storage, .. } => {
                matches!(storage, Storage::U8 | Storage::U16 | Storage::U32)
            }
            Action::Choose => word(1) && word(2),
            Action::Pure(Op::I64And {}) => word(0) || word(1),
            Action::Pure(Op::I64Or {} | Op::I64Xor {}) => word(0) && word(1),
            Action::Pure(Op::I64ShrU {}) => word(0) && makers.int(made.args[1]).is_some_and(|by| (0..64).contains(&by)),
            _ => false,
        }
    }
}
