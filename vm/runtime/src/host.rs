//! Functions of the embedding host, as the guest's imports name them.
#![forbid(unsafe_code)]

use crate::call::Call;
use crate::heap::ShapeId;
use crate::interpreter::NativeCall;
use pvm_bytecode::{Signature, ValueType};
use std::any::Any;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// What a host function gives: a value of its result type, or nothing.
pub type HostResult = Result<HostValue, Box<dyn Error + Send + Sync>>;

/// What a host function does, given the data of its guest and the arguments.
pub type HostClosure = Arc<dyn Fn(&mut Data, &HostArguments<'_>) -> HostResult + Send + Sync>;

/// What a host gives to a guest for its functions to work on.
pub type Data = dyn Any + Send;

/// A function that a guest may import.
#[derive(Clone)]
pub struct HostFunction {
    pub signature: Signature,
    /// The signature as the language writes it; none when any will do that agrees in `signature`.
    pub declared: Option<String>,
    /// Fuel that a call takes beyond that of its instruction.
    pub cost: u64,
    pub closure: HostClosure,
}

impl fmt::Debug for HostFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostFunction").field("signature", &self.signature).finish_non_exhaustive()
    }
}

/// A value that the host gives to a guest, or gets from it.
#[derive(Clone, PartialEq, Debug)]
pub enum HostValue {
    Nothing,
    Int(i64),
    Float(f64),
    String(String),
    Bytes(Vec<u8>),
    Null,
}

/// The arguments of a call of a host function, by position.
pub struct HostArguments<'a> {
    pub(crate) call: &'a NativeCall,
    pub(crate) params: &'a [ValueType],
}

impl HostArguments<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.params.len()
    }

    pub fn is_empty(&self) -> bool {
        self.params.is_empty()
    }

    /// An integer; none if it is something else.
    pub fn int(&self, index: usize) -> Option<i64> {
        matches!(self.params.get(index)?, ValueType::I64).then(|| self.call.int(index))
    }

    /// A float; none if it is something else.
    pub fn float(&self, index: usize) -> Option<f64> {
        matches!(self.params.get(index)?, ValueType::F64).then(|| self.call.float(index))
    }

    /// A string; none if it is null or something else.
    pub fn string(&self, index: usize) -> Option<&str> {
        self.is(index, ShapeId::STRING).then(|| self.call.string(index))
    }

    /// An array of bytes; none if it is null or something else.
    pub fn bytes(&self, index: usize) -> Option<&[u8]> {
        self.is(index, ShapeId::BYTES).then(|| self.call.bytes(index))
    }

    /// Whether the argument is an object of the shape.
    fn is(&self, index: usize, shape: ShapeId) -> bool {
        matches!(self.params.get(index), Some(ValueType::Ref(_))) && self.call.shape(index) == Some(shape)
    }
}
