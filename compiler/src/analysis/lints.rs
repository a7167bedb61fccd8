//! Warnings about what a program has and does not need: unused variables, imports and private items, needless `var`.

use super::body::Body;
use super::context::{Analysis, Owner};
use super::mistakes;
use super::names::Def;
use crate::types::{LocalId, ModuleId};

/// Looks at the variables of a body that has been checked.
pub fn locals(body: &mut Body) {
    let module = body.module();
    if body.a.is_library(module) {
        return;
    }
    for index in 0..body.locals.len() {
        let id = LocalId(index as u32);
        let (local, seen) = (&body.locals[id.index()], body.uses[id.index()]);
        let (name, span) = (body.a.text(local.name), local.span);
        if seen.quiet || name.starts_with('_') {
            continue;
        }
        if !seen.read {
            body.a.warn(module, mistakes::unused_variable(name, span, seen.written));
        } else if let (Some(var), false) = (seen.var, seen.written) {
            body.a.warn(module, mistakes::needless_var(name, span, var));
        }
    }
}

/// Looks at the imports and the private items of the reader's modules.
pub fn items(analysis: &mut Analysis) {
    for index in 0..analysis.units.len() {
        let module = ModuleId(index as u32);
        if !analysis.is_library(module) {
            unused_imports(analysis, module);
        }
    }
    unused_functions(analysis);
    unused_types(analysis);
    unused_globals(analysis);
}

fn unused_imports(analysis: &mut Analysis, module: ModuleId) {
    let entries = analysis.scopes[module.index()].entries.iter();
    let unused = entries.filter(|(_, entry)| entry.imported && !entry.used && !entry.public && entry.def != Def::Error);
    // A module may be imported for the methods that it gives to types of others.
    let unused = unused.filter(|(_, entry)| match entry.def {
        Def::Module(home) => !analysis.extensions.contains(&(module, home)),
        _ => true,
    });
    let mut unused: Vec<_> = unused.map(|(name, entry)| (*name, entry.span)).collect();
    unused.sort_by_key(|(_, span)| *span);
    for (name, span) in unused {
        let mistake = mistakes::unused_import(analysis.text(name), span);
        analysis.warn(module, mistake);
    }
}

fn unused_functions(analysis: &mut Analysis) {
    for index in 0..analysis.functions.len() {
        let info = &analysis.functions[index];
        let private = match info.owner {
            Owner::Module => !info.public,
            Owner::Inherent(_) => !info.public,
            _ => false,
        };
        if info.library || !private || info.used || info.tree.is_none() {
            continue;
        }
        let name = analysis.text(info.name);
        if !name.starts_with('_') {
            let function = &analysis.program.functions[index];
            let (module, span) = (function.module, function.span);
            analysis.warn(module, mistakes::unused_item("function", name, span));
        }
    }
}

fn unused_types(analysis: &mut Analysis) {
    let mut unused = Vec::new();
    for (info, of) in analysis.structs.iter().zip(&analysis.program.structs) {
        if !info.public && !info.used {
            unused.push((of.module, "struct", of.name, of.span));
        }
    }
    for (info, of) in analysis.enums.iter().zip(&analysis.program.enums) {
        if !info.public && !info.used {
            unused.push((of.module, "enum", of.name, of.span));
        }
    }
    for (module, kind, name, span) in unused {
        let name = analysis.text(name);
        if !name.starts_with('_') {
            analysis.warn(module, mistakes::unused_item(kind, name, span));
        }
    }
}

fn unused_globals(analysis: &mut Analysis) {
    for index in 0..analysis.globals.len() {
        let (info, global) = (&analysis.globals[index], &analysis.program.globals[index]);
        let name = analysis.text(global.name);
        if !info.public && !info.used && !name.starts_with('_') {
            let kind = if info.constant { "const" } else { "binding" };
            let (module, span) = (global.module, global.span);
            analysis.warn(module, mistakes::unused_item(kind, name, span));
        }
    }
}
