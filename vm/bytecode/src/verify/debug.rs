//! Debug information: it can't make a module unsafe, but what shows it must not have to check it.

use super::{Context, fail};
use crate::error::Rule;
use crate::{Debug, Function, FunctionDebug, Module, Section, VerifyError};

pub(super) fn check(context: Context) -> Result<(), Box<VerifyError>> {
    match context.module.debug.misfit(context.module) {
        Some(text) => fail(Rule::Debug, text).map_err(|found| found.at(context.place(Section::Debug, None))),
        None => Ok(()),
    }
}

impl Debug {
    /// What of it does not fit the module, in words.
    pub(crate) fn misfit(&self, module: &Module) -> Option<String> {
        let lengths = [
            ("functions", self.functions.len(), module.functions.len()),
            ("types", self.types.len(), module.types.len()),
            ("globals", self.globals.len(), module.globals.len()),
        ];
        if let Some((what, found, most)) = lengths.into_iter().find(|(_, found, most)| found > most) {
            return Some(format!("it describes {found} {what} of {most}"));
        }
        let types = self.types.iter().zip(&module.types).enumerate();
        let mut long = types.filter(|(_, (debug, ty))| debug.fields.len() > ty.members());
        if let Some((index, (debug, ty))) = long.next() {
            return Some(format!("for type {index} it names {} members of {}", debug.fields.len(), ty.members()));
        }
        let misfit = |(index, (debug, function)): (usize, (&FunctionDebug, &Function))| {
            Some(format!("for function {index} {}", debug.misfit(function, self.files.len())?))
        };
        self.functions.iter().zip(&module.functions).enumerate().find_map(misfit)
    }
}

impl FunctionDebug {
    fn misfit(&self, function: &Function, files: usize) -> Option<String> {
        if !self.lines.is_sorted_by(|line, next| line.op < next.op) {
            return Some("the lines do not ascend by instruction".to_owned());
        }
        if let Some(last) = self.lines.last().filter(|last| last.op as usize >= function.ops.len()) {
            return Some(format!("a line belongs to instruction {} of {}", last.op, function.ops.len()));
        }
        if self.file as usize >= files.max(1) {
            return Some(format!("it says file {} of {files}", self.file));
        }
        let locals = function.signature.params.len() + function.locals.len();
        (self.locals.len() > locals).then(|| format!("it names {} locals of {locals}", self.locals.len()))
    }
}
