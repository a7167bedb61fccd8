//! Which locals live where: at the start of each block, and behind each instruction at which the frame may be looked at.

use pvm_bytecode::{BlockId, Function, LocalId, Op};
use pvm_runtime::code::is_noted;
use rustc_hash::FxHashMap as HashMap;

/// A set of locals.
type Set = Box<[u64]>;

/// See the file.
pub struct Liveness {
    /// By block.
    starts: Vec<Set>,
    /// By instruction that is a safepoint.
    behind: HashMap<u32, Set>,
    /// By block, whether a later or the same one goes back to it.
    loops: Vec<bool>,
}

impl Liveness {
    pub fn new(function: &Function) -> Self {
        let locals = function.signature.params.len() + function.locals.len();
        let empty: Set = vec![0; locals.div_ceil(64)].into();
        let mut starts = vec![empty.clone(); function.blocks.len()];
        let mut loops = vec![false; function.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for block in (0..function.blocks.len()).rev() {
                let mut live = ends(function, block, &starts, &empty);
                for op in function.ops[function.block(BlockId::from_index(block))].iter().rev() {
                    step(&mut live, *op);
                }
                if live != starts[block] {
                    starts[block] = live;
                    changed = true;
                }
            }
        }
        let mut behind = HashMap::default();
        for block in 0..function.blocks.len() {
            let mut live = ends(function, block, &starts, &empty);
            let range = function.block(BlockId::from_index(block));
            for index in range.clone().rev() {
                if is_noted(function.ops[index]) {
                    behind.insert(index as u32, live.clone());
                }
                step(&mut live, function.ops[index]);
            }
            for target in function.targets(function.ops[range.end - 1]) {
                loops[target.index()] |= target.index() <= block;
            }
        }
        Self { starts, behind, loops }
    }

    /// What lives at the start of a block.
    pub fn at(&self, block: BlockId) -> impl Iterator<Item = u32> + '_ {
        members(&self.starts[block.index()])
    }

    /// What lives behind a safepoint.
    pub fn after(&self, op: u32) -> impl Iterator<Item = u32> + '_ {
        self.behind.get(&op).into_iter().flat_map(|set| members(set))
    }

    /// Whether a loop's rounds start with the block.
    pub fn is_loop(&self, block: BlockId) -> bool {
        self.loops[block.index()]
    }
}

/// What lives at the end of a block.
fn ends(function: &Function, block: usize, starts: &[Set], empty: &Set) -> Set {
    let range = function.block(BlockId::from_index(block));
    let mut live = empty.clone();
    for target in function.targets(function.ops[range.end - 1]) {
        live.iter_mut().zip(&starts[target.index()]).for_each(|(word, more)| *word |= more);
    }
    live
}

/// From behind an instruction to before it.
fn step(live: &mut Set, op: Op) {
    let place = |LocalId(local): LocalId| (local as usize / 64, 1u64 << (local % 64));
    match op {
        Op::LocalGet { local } => {
            let (word, bit) = place(local);
            live[word] |= bit;
        }
        Op::LocalSet { local } | Op::LocalTee { local } => {
            let (word, bit) = place(local);
            live[word] &= !bit;
        }
        _ => {}
    }
}

fn members(set: &[u64]) -> impl Iterator<Item = u32> + '_ {
    let bits = |(index, word): (usize, &u64)| {
        let word = *word;
        (0..64u32).filter(move |bit| word >> bit & 1 != 0).map(move |bit| index as u32 * 64 + bit)
    };
    set.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(bits)
}
