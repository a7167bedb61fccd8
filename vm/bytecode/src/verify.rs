//! Verification: what must hold of a module before it may run. What follows trusts a [`Verified`] module and nothing
//! else, not even our own compiler.
//!
//! Its cost is linear in the size of the module: tables first, then one pass over the code of each function driven by
//! the stack effects of the instruction table, then a data-flow analysis of local variables within a budget.

use std::ops::Deref;

use crate::error::{Place, Rule};
use crate::text::Names;
use crate::{Limits, Module, Section, VerifyError};

mod assigned;
mod code;
mod debug;
mod implementations;
mod operands;
mod packed;
mod slots;
mod tables;
mod types;

/// What has passed verification. Nothing else can make one.
#[derive(Clone, PartialEq, Debug)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// Gives up the claim, for instance to change the module.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Verifies a module within the default limits.
///
/// ```
/// use pvm_bytecode::{Function, Module, Op, Rule, verify};
///
/// let ops = vec![Op::I64Const { value: 1 }, Op::Drop {}, Op::Return {}];
/// let mut module = Module { functions: vec![Function { ops, blocks: vec![0], ..Function::default() }], ..Module::default() };
/// assert!(verify(module.clone()).is_ok());
///
/// module.functions[0].ops.remove(1);
/// let error = verify(module).unwrap_err();
/// assert_eq!(error.rule, Rule::BlockEnd);
/// assert_eq!(
///     error.to_string(),
///     "section functions, function 0, block 0, instruction 1 (`return`): left on the operand stack: i64. \
///      The operand stack is empty at the end of a block. [block-end]"
/// );
/// ```
pub fn verify(module: Module) -> Result<Verified<Module>, Box<VerifyError>> {
    verify_within(module, &Limits::default())
}

/// Verifies a module within limits of the host's choice.
pub fn verify_within(module: Module, limits: &Limits) -> Result<Verified<Module>, Box<VerifyError>> {
    let context = Context { module: &module, limits };
    types::check(context)?;
    tables::check(context)?;
    implementations::check(context)?;
    code::check(context)?;
    debug::check(context)?;
    Ok(Verified(module))
}

/// What every check looks at.
#[derive(Clone, Copy)]
struct Context<'module> {
    module: &'module Module,
    limits: &'module Limits,
}

/// A broken rule and what was found; whoever knows the place adds it.
type Checked<T = ()> = Result<T, Found>;

/// Boxed to keep the results small that the hot loop passes on.
struct Found(Box<(Rule, String)>);

/// A broken rule.
#[cold]
fn fail<T>(rule: Rule, text: impl Into<String>) -> Checked<T> {
    Err(Found(Box::new((rule, text.into()))))
}

impl Found {
    fn at(self, place: Place) -> Box<VerifyError> {
        let (rule, found) = *self.0;
        Box::new(VerifyError { rule, place, found })
    }
}

impl Context<'_> {
    /// The error for an entry of a section.
    #[cold]
    fn error(&self, section: Section, entry: usize, found: Found) -> Box<VerifyError> {
        found.at(self.place(section, Some(entry)))
    }

    fn place(&self, section: Section, entry: Option<usize>) -> Place {
        let debug = &self.module.debug;
        let name = entry.and_then(|entry| match section {
            Section::Types => debug.types.get(entry).map(|ty| &ty.name),
            Section::Imports => self.module.imports.get(entry).map(|import| &import.name),
            Section::Functions => debug.functions.get(entry).map(|function| &function.name),
            Section::Globals => debug.globals.get(entry),
            Section::Exports => self.module.exports.get(entry).map(|export| &export.name),
            _ => None,
        });
        Place {
            section,
            entry: entry.map(|entry| entry as u32),
            name: name.map_or_else(String::new, |name| name.to_string()),
            instruction: None,
        }
    }

    /// How messages write the module's types.
    fn names(&self) -> Names<'_> {
        Names::new(self.module)
    }

    /// That a section has no more entries than allowed.
    fn count(&self, section: Section, length: usize, limit: u32) -> Result<(), Box<VerifyError>> {
        within(length, limit, section.name()).map_err(|found| found.at(self.place(section, None)))
    }
}

/// That there are no more than `limit` of `what`.
fn within(length: usize, limit: u32, what: &str) -> Checked {
    if length > limit as usize {
        return fail(Rule::Limit, format!("there are {length} {what}, the limit is {limit}"));
    }
    Ok(())
}

/// That `index` names an entry of a table of `length`.
#[inline(always)]
fn index(index: usize, length: usize, what: &str) -> Checked {
    if index < length { Ok(()) } else { no_such(index, length, what) }
}

#[cold]
#[inline(never)]
fn no_such(index: usize, length: usize, what: &str) -> Checked {
    fail(Rule::Index, format!("there is no {what} {index}, their number is {length}"))
}
