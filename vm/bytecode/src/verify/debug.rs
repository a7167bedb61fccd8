//! Debug information: it can't make a module unsafe, but what shows it must not have to check it.

use super::{Checked, Context, fail};
use crate::error::Rule;
use crate::{Function, FunctionDebug, Section, VerifyError};

pub(super) fn check(context: Context) -> Result<(), Box<VerifyError>> {
    let (module, debug) = (context.module, &context.module.debug);
    let lengths = [
        ("functions", debug.functions.len(), module.functions.len()),
        ("types", debug.types.len(), module.types.len()),
        ("globals", debug.globals.len(), module.globals.len()),
    ];
    for (what, found, most) in lengths {
        if found > most {
            let text = format!("it describes {found} {what} of {most}");
            return fail(Rule::Debug, text).map_err(|found| found.at(context.place(Section::Debug, None)));
        }
    }
    for (entry, (function, names)) in module.functions.iter().zip(&debug.functions).enumerate() {
        context.lines(function, names).map_err(|found| context.error(Section::Functions, entry, found))?;
    }
    Ok(())
}

impl Context<'_> {
    fn lines(&self, function: &Function, debug: &FunctionDebug) -> Checked {
        if !debug.lines.is_sorted_by(|line, next| line.op < next.op) {
            return fail(Rule::Debug, "its lines do not ascend by instruction");
        }
        if let Some(last) = debug.lines.last().filter(|last| last.op as usize >= function.ops.len()) {
            let (op, length) = (last.op, function.ops.len());
            return fail(Rule::Debug, format!("a line belongs to instruction {op} of {length}"));
        }
        if !debug.lines.is_empty() && debug.file as usize >= self.module.debug.files.len() {
            return fail(
                Rule::Debug,
                format!("it says that its lines are of file {}, which is not listed", debug.file),
            );
        }
        if debug.locals.len() > function.signature.params.len() + function.locals.len() {
            return fail(Rule::Debug, "it names more locals than there are");
        }
        Ok(())
    }
}
