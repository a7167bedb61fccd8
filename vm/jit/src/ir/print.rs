//! The graph as text.

use super::{Action, Block, Callee, Class, Edge, Graph, Instruction, Terminator, Value};
use std::fmt;

/// Things one after the other, with something between.
struct List<'a, T>(&'a [T]);

impl fmt::Display for List<'_, Value> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, value) in self.0.iter().enumerate() {
            write!(f, "{}{value:?}", if index > 0 { ", " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.fuel > 0 {
            writeln!(f, "enter, fuel {}", self.fuel)?;
        }
        for block in self.live_blocks() {
            self.block_text(f, block)?;
        }
        Ok(())
    }
}

impl Graph {
    fn block_text(&self, f: &mut fmt::Formatter<'_>, block: Block) -> fmt::Result {
        let data = &self.blocks[block.index()];
        write!(f, "{block:?}(")?;
        for (index, param) in data.params.iter().enumerate() {
            let class = match self.class(*param) {
                Class::Int => "int",
                Class::Float => "float",
                Class::Ref => "ref",
                Class::Ints => "ints",
                Class::Floats => "floats",
            };
            write!(f, "{}{param:?}: {class}", if index > 0 { ", " } else { "" })?;
        }
        writeln!(f, "){}", if data.cold { " cold" } else { "" })?;
        for instruction in &data.instructions {
            writeln!(f, "  {instruction}")?;
        }
        match &data.terminator {
            Some(terminator) => writeln!(f, "  {terminator}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(result) = self.result {
            write!(f, "{result:?} = ")?;
        }
        write!(f, "{}", self.action)?;
        if !self.args.is_empty() {
            write!(f, " {}", List(&self.args))?;
        }
        if let Some(frame) = &self.frame {
            f.write_str(" [")?;
            for (index, (slot, value)) in frame.slots.iter().enumerate() {
                write!(f, "{}{slot}: {value:?}", if index > 0 { ", " } else { "" })?;
            }
            f.write_str("]")?;
            if frame.fuel > 0 {
                write!(f, ", then fuel {}", frame.fuel)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => write!(f, "int {value}"),
            Self::Float(bits) => write!(f, "float {:?}", f64::from_bits(*bits)),
            Self::Null => write!(f, "null"),
            Self::Rotate(by) => write!(f, "rotate {by}"),
            Self::Choose => write!(f, "choose"),
            Self::Twice(action) => write!(f, "twice.{action}"),
            Self::Splat => write!(f, "splat"),
            Self::Sum => write!(f, "sum"),
            Self::Pure(op) => write!(f, "{}", op.row().mnemonic),
            Self::Shape => write!(f, "shape"),
            Self::Length => write!(f, "length"),
            Self::Tag(_) => write!(f, "tag"),
            Self::Load { offset, .. } => write!(f, "load +{offset}"),
            Self::Store { offset, .. } => write!(f, "store +{offset}"),
            Self::Get { .. } => write!(f, "get"),
            Self::Set { .. } => write!(f, "set"),
            Self::GlobalGet(global) => write!(f, "global.get {}", global.0),
            Self::GlobalSet(global) => write!(f, "global.set {}", global.0),
            Self::String(constant) => write!(f, "string {constant}"),
            Self::New { ty, .. } => write!(f, "new {}", ty.0),
            Self::ArrayNew { shape } => write!(f, "array.new {}", shape.0),
            Self::ArrayDefault { shape } => write!(f, "array.default {}", shape.0),
            Self::ArrayOf { shape, .. } => write!(f, "array.of {}", shape.0),
            Self::ArrayCopy { .. } => write!(f, "array.copy"),
            Self::ArrayFill { .. } => write!(f, "array.fill"),
            Self::IsSubtype(shape) => write!(f, "is.subtype {}", shape.0),
            Self::Known(known) => write!(f, "known lib {}", known.call().0),
            Self::StringEq => write!(f, "string.eq"),
            Self::Check => write!(f, "check"),
            Self::Enter(scope) => write!(f, "enter {scope:?}"),
            Self::Poll { fuel: 0, beyond: 0 } => write!(f, "poll"),
            Self::Poll { fuel, beyond: 0 } => write!(f, "poll, fuel {fuel}"),
            Self::Poll { fuel, beyond } => write!(f, "poll, fuel {fuel} + {beyond}"),
            Self::Spend => write!(f, "spend"),
            Self::Fuel(cost) => write!(f, "fuel {cost}"),
            Self::FuelLeft(cost) => write!(f, "fuel.left {cost}"),
            Self::FuelBack => write!(f, "fuel.back"),
            Self::Call(callee) => write!(f, "call {callee}"),
        }
    }
}

impl fmt::Display for Callee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(function) => write!(f, "function {}", function.0),
            Self::Value => write!(f, "value"),
            Self::Method(method) => write!(f, "method {method}"),
            Self::Lib(call) => write!(f, "lib {}", call.0),
            Self::Sys(call) => write!(f, "sys {}", call.0),
            Self::Import(import) => write!(f, "import {}", import.0),
        }
    }
}

impl fmt::Display for Terminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jump(edge) => write!(f, "jump {edge}"),
            Self::Branch { condition, then, other } => write!(f, "branch {condition:?}, {then}, {other}"),
            Self::Switch { value, edges, default } => {
                write!(f, "switch {value:?}, ")?;
                for edge in edges {
                    write!(f, "{edge}, ")?;
                }
                write!(f, "else {default}")
            }
            Self::Return(None) => write!(f, "return"),
            Self::Return(Some(value)) => write!(f, "return {value:?}"),
            Self::TailCall { callee, args, .. } => write!(f, "tail.call {callee} {}", List(args)),
            Self::Trap { args, .. } => write!(f, "trap {}", List(args)),
        }
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({})", self.block, List(&self.args))
    }
}
