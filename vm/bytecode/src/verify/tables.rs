//! Imports, the declarations of functions, globals, constants, exports and the start function.

use std::collections::HashSet;

use super::{Checked, Context, fail, index, within};
use crate::error::Rule;
use crate::{Function, Global, Section, Signature, ValueType, VerifyError};

pub(super) fn check(context: Context) -> Result<(), Box<VerifyError>> {
    let (module, limits) = (context.module, context.limits);

    context.count(Section::Imports, module.imports.len(), limits.imports)?;
    let mut names = HashSet::new();
    for (entry, import) in module.imports.iter().enumerate() {
        let checked = unique(&mut names, &import.name).and_then(|()| context.signature(&import.signature));
        checked.map_err(|found| context.error(Section::Imports, entry, found))?;
    }

    context.count(Section::Functions, module.functions.len(), limits.functions)?;
    for (entry, function) in module.functions.iter().enumerate() {
        context.declaration(function).map_err(|found| context.error(Section::Functions, entry, found))?;
    }

    context.count(Section::Globals, module.globals.len(), limits.globals)?;
    for (entry, global) in module.globals.iter().enumerate() {
        context.global(global).map_err(|found| context.error(Section::Globals, entry, found))?;
    }

    context.count(Section::Constants, module.constants.len(), limits.constants)?;

    context.count(Section::Exports, module.exports.len(), limits.exports)?;
    let mut names = HashSet::new();
    for (entry, export) in module.exports.iter().enumerate() {
        let checked = unique(&mut names, &export.name)
            .and_then(|()| index(export.function.index(), module.functions.len(), "function"));
        checked.map_err(|found| context.error(Section::Exports, entry, found))?;
    }

    context.start().map_err(|found| found.at(context.place(Section::Start, None)))
}

/// The set is that of the standard library, whose hashes can't be foreseen: names that all collide would cost minutes.
fn unique<'name>(names: &mut HashSet<&'name str>, name: &'name str) -> Checked {
    match names.insert(name) {
        true => Ok(()),
        false => fail(Rule::UniqueName, "the name was used before"),
    }
}

impl Context<'_> {
    fn declaration(&self, function: &Function) -> Checked {
        self.signature(&function.signature)?;
        within(function.signature.params.len() + function.locals.len(), self.limits.locals, "locals")?;
        within(function.ops.len(), self.limits.instructions, "instructions")?;
        function.locals.iter().try_for_each(|ty| self.value_type(*ty))
    }

    fn global(&self, global: &Global) -> Checked {
        self.value_type(global.ty)?;
        match global.ty {
            ValueType::Ref(reference) if !reference.nullable => {
                fail(Rule::GlobalNull, format!("its type is {}", self.names().value(global.ty)))
            }
            _ => Ok(()),
        }
    }

    fn start(&self) -> Checked {
        let Some(start) = self.module.start else { return Ok(()) };
        index(start.index(), self.module.functions.len(), "function")?;
        let signature = &self.module.function(start).signature;
        if *signature != Signature::default() {
            let names = self.names();
            let text = format!("function {} is {}", names.function(start), names.signature(signature));
            return fail(Rule::StartSignature, text);
        }
        Ok(())
    }
}
