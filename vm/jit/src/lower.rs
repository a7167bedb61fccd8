//! From the graph to Cranelift's representation: what values are in registers, how memory is reached, and what stands in
//! the canonical frame when.
//!
//! A reference that lives across a safepoint is a variable of Cranelift's: behind the safepoint it is read again from its
//! slot, for the object may have moved. All other values are plain.

mod array;
mod call;
mod copy;
mod fuel;
mod held;
mod known;
mod levels;
mod memory;
mod numbers;
mod object;
mod pair;
mod safepoint;
mod spans;
mod table;
mod text;

use crate::abi;
use crate::build::Refusal;
use crate::code::{HEAT, Symbol};
use crate::ir::{Action, Block, Class, Edge, Graph, Instruction, Scope, Site, Terminator, Value};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, BlockArg, InstBuilder, SigRef, UserExternalName, types};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext, Switch, Variable};
use held::{Frames, Held};
use levels::Levels;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use spans::Spans;

/// So many ways besides the usual one are told apart by comparing: that is easier to guess than where a table leads to.
const FEW: usize = 3;

/// What is to be known of a function in Cranelift's words.
pub struct Lowered {
    /// Bytes of stack that it needs.
    pub room: u32,
    /// How many cells it has: method calls remember something there.
    pub cells: u32,
}

/// Makes Cranelift's function of a graph.
///
/// # Errors
/// It can't be said in the frame what the graph needs there.
pub fn lower(
    program: &Program,
    unit: Unit,
    graph: &Graph,
    is_quick: bool,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) -> Result<Lowered, Refusal> {
    let levels = Levels::new(program, unit, graph)?;
    let spans = Spans::new(graph)?;
    let all = || graph.live_instructions();
    let starts = held::starts(Frames { graph, levels: &levels, unit });
    let room = levels.room;
    let lower = Lower {
        program,
        unit,
        graph,
        is_quick,
        levels,
        starts,
        held: Held::default(),
        spans,
        calls: all().any(|instruction| matches!(instruction.action, Action::Call(_))),
        builder: FunctionBuilder::new(function, context),
        homes: vec![Home::None; graph.classes.len()],
        conditions: HashMap::default(),
        constants: HashMap::default(),
        sums: HashMap::default(),
        shorts: HashSet::default(),
        blocks: Vec::new(),
        signatures: HashMap::default(),
        regions: HashMap::default(),
        frame: ir::Value::from_u32(0),
        base: (None, ir::Value::from_u32(0)),
        fuel: None,
        site: Site { scope: Scope(0), op: 0 },
        cells: 0,
    };
    Ok(Lowered { room, cells: lower.function()? })
}

#[derive(Clone, Copy)]
enum Home {
    None,
    Plain(ir::Value),
    Spans(Variable),
}

struct Lower<'a> {
    program: &'a Program,
    unit: Unit,
    graph: &'a Graph,
    /// Whether the code is soon there instead of good.
    is_quick: bool,
    levels: Levels<'a>,
    /// What the frame is known to hold at the start of each block, and where the current instruction stands.
    starts: Vec<Held>,
    held: Held,
    spans: Spans,
    /// Whether the native stack may grow.
    calls: bool,
    builder: FunctionBuilder<'a>,
    homes: Vec<Home>,
    /// Truth values that are known as conditions.
    conditions: HashMap<Value, ir::Value>,
    /// Integers that are known.
    constants: HashMap<Value, i64>,
    /// Integers that are others and a little more.
    sums: HashMap<Value, (Value, i64)>,
    /// Integers that have 32 bits, and above them zeros or copies of the sign.
    shorts: HashSet<Value>,
    blocks: Vec<ir::Block>,
    signatures: HashMap<ir::Signature, SigRef>,
    regions: HashMap<memory::Region, u32>,
    /// The address of the canonical frame.
    frame: ir::Value,
    /// The start of the cage, as it was read in a block.
    base: (Option<ir::Block>, ir::Value),
    /// What is left of the fuel, where it is counted.
    fuel: Option<Variable>,
    /// Where the current instruction stands.
    site: Site,
    /// How many cells there are so far.
    cells: u32,
}

impl Lower<'_> {
    /// Gives how many cells there are.
    fn function(mut self) -> Result<u32, Refusal> {
        let entry = self.builder.create_block();
        self.builder.append_block_params_for_function_params(entry);
        self.blocks = self.graph.blocks.iter().map(|_| self.builder.create_block()).collect();
        for block in self.graph.live_blocks() {
            let data = &self.graph.blocks[block.index()];
            if data.cold {
                self.builder.set_cold_block(self.blocks[block.index()]);
            }
            if block.index() > 0 {
                for param in &data.params {
                    let ty = abi::ty(self.graph.class(*param));
                    self.builder.append_block_param(self.blocks[block.index()], ty);
                }
            }
        }
        self.builder.switch_to_block(entry);
        self.enter(entry);
        for block in self.graph.live_blocks() {
            self.block(block)?;
        }
        self.builder.seal_all_blocks();
        self.builder.finalize(abi::frontend_config());
        Ok(self.cells)
    }

    /// Takes the arguments, sees that there is room, and makes the frame valid.
    fn enter(&mut self, entry: ir::Block) {
        let params = self.builder.block_params(entry).to_vec();
        self.frame = params[0];
        let (fuel, args) = params[2..].split_at(self.unit.metered.into());
        if let [left] = fuel {
            self.begin_fuel(*left);
        }
        let taken = &self.graph.blocks[0].params;
        let args: Vec<ir::Value> = match self.unit.from {
            Some(_) => taken.iter().zip(&self.graph.entry).map(|(value, slot)| self.load_slot(*value, *slot)).collect(),
            None => args.to_vec(),
        };
        if self.is_quick {
            self.cells = HEAT + 1;
            self.count();
        }
        if self.unit.from.is_none() {
            self.check_room(&args);
            self.leave_at_entry_without_fuel(&args);
            self.clear_own_frame(&args);
        }
        let first = self.blocks[0];
        self.builder.ins().jump(first, &[]);
        self.builder.switch_to_block(first);
        for (value, arg) in taken.clone().into_iter().zip(args) {
            self.define(value, arg);
        }
    }

    fn block(&mut self, block: Block) -> Result<(), Refusal> {
        let data = &self.graph.blocks[block.index()];
        let lowered = self.blocks[block.index()];
        self.held = std::mem::take(&mut self.starts[block.index()]);
        if block.index() > 0 {
            self.builder.switch_to_block(lowered);
            let params = self.builder.block_params(lowered).to_vec();
            for (value, param) in data.params.iter().zip(params) {
                self.define(*value, param);
            }
        }
        for (index, instruction) in data.instructions.iter().enumerate() {
            self.site = instruction.site;
            self.instruction(instruction, (block, index))?;
        }
        let Some(terminator) = &data.terminator else { return Err("a block has no end") };
        self.terminator(terminator)
    }

    fn instruction(&mut self, instruction: &Instruction, at: (Block, usize)) -> Result<(), Refusal> {
        let result = match &instruction.action {
            Action::Int(value) => {
                self.constants.extend(instruction.result.map(|result| (result, *value)));
                Some(self.builder.ins().iconst(types::I64, *value))
            }
            Action::Null => Some(self.builder.ins().iconst(types::I64, 0)),
            Action::Float(bits) => Some(self.builder.ins().f64const(f64::from_bits(*bits))),
            Action::Pure(op) => Some(self.pure(*op, instruction)),
            Action::Rotate(by) => Some(self.rotate(instruction.args[0], *by)),
            Action::Choose => {
                let condition = self.condition(instruction.args[0]);
                let (chosen, alternative) = (self.value(instruction.args[1]), self.value(instruction.args[2]));
                Some(self.builder.ins().select(condition, chosen, alternative))
            }
            Action::Twice(action) => self.twice(action, instruction),
            Action::Splat => Some(self.splat(instruction.args[0])),
            Action::Sum => Some(self.sum(instruction.args[0])),
            Action::Check => {
                self.check(&instruction.args);
                None
            }
            Action::Enter(scope) => {
                self.clear_frame(*scope);
                None
            }
            Action::Poll { fuel, beyond } => {
                self.poll(instruction, at)?;
                self.leave_without_fuel(fuel + beyond, instruction);
                None
            }
            Action::Spend => {
                self.spend(instruction.args[0]);
                None
            }
            Action::Fuel(cost) => {
                self.take_fuel(*cost);
                None
            }
            Action::FuelLeft(cost) => Some(self.has_fuel(*cost)),
            Action::FuelBack => {
                self.give_fuel(instruction.args[0]);
                None
            }
            Action::Call(callee) => self.call(*callee, instruction, at)?,
            Action::Known(known) => self.known(*known, instruction, at)?,
            Action::Shape
            | Action::Length
            | Action::Tag(_)
            | Action::Load { .. }
            | Action::Store { .. }
            | Action::Get { .. }
            | Action::Set { .. }
            | Action::GlobalGet(_)
            | Action::GlobalSet(_) => self.memory(instruction),
            _ => self.object(instruction, at)?,
        };
        if let (Some(value), Some(result)) = (instruction.result, result) {
            self.define(value, result);
        }
        if instruction.action.gives_short() {
            self.shorts.extend(instruction.result);
        }
        if let Some(value) = instruction.result.filter(|value| self.graph.class(*value) == Class::Ref) {
            self.held.define(value);
        }
        Ok(())
    }

    fn terminator(&mut self, terminator: &Terminator) -> Result<(), Refusal> {
        match terminator {
            Terminator::Jump(edge) => {
                let (block, args) = self.edge(edge);
                self.builder.ins().jump(block, &args);
            }
            Terminator::Branch { condition, then, other } => {
                let condition = self.condition(*condition);
                let ((then, then_args), (other, other_args)) = (self.edge(then), self.edge(other));
                self.builder.ins().brif(condition, then, &then_args, other, &other_args);
            }
            Terminator::Switch { value, edges, default } => self.switch(*value, edges, default),
            Terminator::Return(value) => {
                let value = value.map(|value| self.value(value));
                let status = self.builder.ins().iconst(types::I64, 0);
                let results: Vec<_> = value.into_iter().chain([status]).chain(self.fuel_left()).collect();
                self.builder.ins().return_(&results);
            }
            Terminator::TailCall { callee, args, site } => {
                self.site = *site;
                self.tail_call(*callee, args)?;
            }
            Terminator::Trap { args, site } => {
                self.site = *site;
                self.trap(args);
            }
        }
        Ok(())
    }

    fn edge(&mut self, edge: &Edge) -> (ir::Block, Vec<BlockArg>) {
        let args = edge.args.iter().map(|value| BlockArg::Value(self.value(*value))).collect();
        (self.blocks[edge.block.index()], args)
    }

    /// A choice of one of several ways: each goes to a block of its own, where the arguments are handed on.
    fn switch(&mut self, value: Value, edges: &[Edge], default: &Edge) {
        let number = self.value(value);
        let others: Vec<usize> = (0..edges.len()).filter(|index| edges[*index] != *default).collect();
        let ways: Vec<ir::Block> = edges.iter().map(|_| self.builder.create_block()).collect();
        let otherwise = self.builder.create_block();
        if others.len() <= FEW {
            for index in &others {
                let next = self.builder.create_block();
                let same = self.builder.ins().icmp_imm_u(IntCC::Equal, number, *index as i64);
                self.builder.ins().brif(same, ways[*index], &[], next, &[]);
                self.builder.switch_to_block(next);
            }
            self.builder.ins().jump(otherwise, &[]);
        } else if self.shorts.contains(&value) {
            let mut to = |block| ir::BlockCall::new(block, [], &mut self.builder.func.dfg.value_lists);
            let (default, table): (_, Vec<_>) = (to(otherwise), ways.iter().map(|way| to(*way)).collect());
            let table = self.builder.create_jump_table(ir::JumpTableData::new(default, &table));
            let number = self.builder.ins().ireduce(types::I32, number);
            self.builder.ins().br_table(number, table);
        } else {
            let mut switch = Switch::new();
            ways.iter().enumerate().for_each(|(index, way)| switch.set_entry(index as u128, *way));
            switch.emit(&mut self.builder, number, otherwise);
        }
        for (way, edge) in ways.into_iter().chain([otherwise]).zip(edges.iter().chain([default])) {
            self.builder.switch_to_block(way);
            let (block, args) = self.edge(edge);
            self.builder.ins().jump(block, &args);
        }
    }

    /// The value as it is now.
    fn value(&mut self, value: Value) -> ir::Value {
        match self.homes[value.index()] {
            Home::Plain(plain) => plain,
            Home::Spans(variable) => self.builder.use_var(variable),
            Home::None => unreachable!("{value:?} is defined before it is used"),
        }
    }

    fn define(&mut self, value: Value, lowered: ir::Value) {
        if !self.spans.spans(value) {
            self.homes[value.index()] = Home::Plain(lowered);
            return;
        }
        let variable = match self.homes[value.index()] {
            Home::Spans(variable) => variable,
            _ => self.builder.declare_var(types::I64),
        };
        self.homes[value.index()] = Home::Spans(variable);
        self.builder.def_var(variable, lowered);
    }

    /// A truth value as what a branch takes.
    fn condition(&mut self, value: Value) -> ir::Value {
        match self.conditions.get(&value) {
            Some(condition) => *condition,
            None => self.value(value),
        }
    }

    fn int(&mut self, value: i64) -> ir::Value {
        self.builder.ins().iconst(types::I64, value)
    }

    /// A block for what comes next, which hardly ever happens if what is here does so.
    fn next_block(&mut self) -> ir::Block {
        let here = self.builder.current_block();
        match here.is_some_and(|here| self.builder.func.layout.is_cold(here)) {
            true => self.cold_block(),
            false => self.builder.create_block(),
        }
    }

    /// A block for what hardly ever happens.
    fn cold_block(&mut self) -> ir::Block {
        let block = self.builder.create_block();
        self.builder.set_cold_block(block);
        block
    }

    /// What code refers to outside itself.
    fn symbol(&mut self, symbol: Symbol) -> ir::ExternalName {
        let (namespace, index) = symbol.name();
        let name = UserExternalName { namespace, index };
        ir::ExternalName::user(self.builder.func.declare_imported_user_function(name))
    }

    fn signature(&mut self, signature: ir::Signature) -> SigRef {
        match self.signatures.get(&signature) {
            Some(known) => *known,
            None => {
                let imported = self.builder.import_signature(signature.clone());
                self.signatures.insert(signature, imported);
                imported
            }
        }
    }
}
