//! A call without a machine, for the tests of library and system calls: arguments and results are ordinary values.
#![forbid(unsafe_code)]

use super::{Call, MemoryInfo, Piece, Put};
use crate::trap::Trap;
use pvm_bytecode::TrapKind;
use std::cell::Cell;

/// An argument or a result.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Int(i64),
    Float(f64),
    String(String),
    Bytes(Vec<u8>),
    Strings(Vec<Option<String>>),
}

/// A call with its arguments; what it makes is appended, and a result that is a reference is the place there plus 1, or
/// an argument's place with a mark.
#[derive(Default)]
pub struct FakeCall {
    pub arguments: Vec<Value>,
    pub made: Vec<Value>,
    pub fuel: u64,
    /// Lengths above this are out of memory.
    pub limit: usize,
    /// How often `poll` allows work to go on.
    pub polls: Cell<u32>,
    pub collections: u64,
}

/// Marks a reference to an argument.
const ARGUMENT: u64 = 1 << 40;

impl FakeCall {
    pub fn new(arguments: impl Into<Vec<Value>>) -> Self {
        Self { arguments: arguments.into(), limit: 1 << 20, polls: Cell::new(u32::MAX), ..Self::default() }
    }

    /// What a result refers to; none for null.
    pub fn made(&self, result: u64) -> Option<&Value> {
        if result & ARGUMENT != 0 {
            return self.arguments.get((result ^ ARGUMENT) as usize);
        }
        self.made.get(usize::try_from(result).ok()?.checked_sub(1)?)
    }

    fn assemble(&self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<Vec<u8>, Trap> {
        let mut length = 0usize;
        write(self, &mut |piece| length += piece.len());
        self.fits(length)?;
        let mut bytes = Vec::with_capacity(length);
        write(self, &mut |piece| bytes.extend_from_slice(piece));
        assert_eq!(bytes.len(), length, "both passes must agree");
        Ok(bytes)
    }

    fn fits(&self, length: usize) -> Result<(), Trap> {
        if length <= self.limit { Ok(()) } else { Err(Trap::new(TrapKind::OutOfMemory, format!("{length} bytes"))) }
    }

    fn keep(&mut self, value: Value) -> Result<u64, Trap> {
        self.made.push(value);
        Ok(self.made.len() as u64)
    }
}

impl Call for FakeCall {
    fn reference(&self, index: usize) -> u64 {
        ARGUMENT | index as u64
    }

    fn int(&self, index: usize) -> i64 {
        match self.arguments[index] {
            Value::Int(value) => value,
            ref other => panic!("argument {index} is {other:?}"),
        }
    }

    fn float(&self, index: usize) -> f64 {
        match self.arguments[index] {
            Value::Float(value) => value,
            ref other => panic!("argument {index} is {other:?}"),
        }
    }

    fn string(&self, index: usize) -> &str {
        match &self.arguments[index] {
            Value::String(string) => string,
            other => panic!("argument {index} is {other:?}"),
        }
    }

    fn bytes(&self, index: usize) -> &[u8] {
        match &self.arguments[index] {
            Value::Bytes(bytes) => bytes,
            other => panic!("argument {index} is {other:?}"),
        }
    }

    fn bytes_mut(&mut self, index: usize) -> &mut [u8] {
        match &mut self.arguments[index] {
            Value::Bytes(bytes) => bytes,
            other => panic!("argument {index} is {other:?}"),
        }
    }

    fn bytes_mut_and_string(&mut self, bytes: usize, string: usize) -> (&mut [u8], &str) {
        match self.arguments.get_disjoint_mut([bytes, string]) {
            Ok([Value::Bytes(bytes), Value::String(string)]) => (bytes, string),
            other => panic!("the arguments are {other:?}"),
        }
    }

    fn strings_len(&self, index: usize) -> usize {
        match &self.arguments[index] {
            Value::Strings(strings) => strings.len(),
            other => panic!("argument {index} is {other:?}"),
        }
    }

    fn element(&self, index: usize, element: usize) -> Option<&str> {
        match &self.arguments[index] {
            Value::Strings(strings) => strings.get(element)?.as_deref(),
            other => panic!("argument {index} is {other:?}"),
        }
    }

    fn new_string(&mut self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap> {
        let bytes = self.assemble(write)?;
        self.keep(Value::String(String::from_utf8(bytes).expect("strings are UTF-8")))
    }

    fn new_bytes(&mut self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap> {
        let bytes = self.assemble(write)?;
        self.keep(Value::Bytes(bytes))
    }

    fn new_strings<'a>(&mut self, count: usize, mut next: impl FnMut(&Self) -> Piece<'a>) -> Result<u64, Trap> {
        self.fits(count.saturating_mul(4))?;
        let strings = (0..count).map(|_| match next(self) {
            Piece::Part(range) => Some(self.string(0)[range].to_owned()),
            Piece::Text(text) => Some(text.to_owned()),
        });
        let strings = strings.collect();
        self.keep(Value::Strings(strings))
    }

    fn spend(&mut self, fuel: u64) -> Result<(), Trap> {
        self.fuel += fuel;
        Ok(())
    }

    fn reserve(&mut self, bytes: usize) -> Result<(), Trap> {
        self.fits(bytes)
    }

    fn poll(&self) -> Result<(), Trap> {
        let left = self.polls.get().checked_sub(1).ok_or_else(|| Trap::new(TrapKind::Stopped, "by the test"))?;
        self.polls.set(left);
        Ok(())
    }

    fn memory(&self) -> MemoryInfo {
        MemoryInfo { used: 1000, limit: 2000, collections: self.collections }
    }

    fn collect(&mut self) -> Result<(), Trap> {
        self.collections += 1;
        Ok(())
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.into())
    }
}

impl From<&[&str]> for Value {
    fn from(value: &[&str]) -> Self {
        Self::Strings(value.iter().map(|text| Some((*text).into())).collect())
    }
}
