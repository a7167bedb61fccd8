//! The typed program as text, close to what was written, with all that was found out: every variable with its number,
//! every conversion, every type argument. For reading and for tests.

mod expr;
mod pattern;

use super::program::{Body, Expr, Function, Local, Program};
use super::show;
use crate::name::Names;
use crate::types::{LocalId, ModuleId, Ty};
use std::fmt::Write;

/// The functions and bindings of a module.
pub fn module(program: &Program, names: &Names, module: ModuleId) -> String {
    let mut printer = Printer { program, names, locals: &[], text: String::new(), depth: 0 };
    for global in program.globals.iter().filter(|global| global.module == module) {
        printer.locals = &global.locals;
        let word = if global.mutable { "var" } else { "let" };
        let (name, ty) = (names.text(global.name), printer.ty(global.ty));
        printer.put(&format!("{word} {name}: {ty} = "));
        printer.expr(&global.value);
        printer.text.push_str("\n\n");
    }
    for function in program.functions.iter().filter(|function| function.module == module) {
        printer.function(function);
    }
    let text = printer.text.trim_end();
    format!("{text}\n")
}

struct Printer<'p> {
    program: &'p Program,
    names: &'p Names,
    /// Of the body being printed.
    locals: &'p [Local],
    text: String,
    depth: usize,
}

impl<'p> Printer<'p> {
    fn function(&mut self, function: &'p Function) {
        let Body::Nido(body) = &function.body else { return };
        self.locals = &function.locals;
        self.put(&format!("fn {}", function.name));
        if function.generics > 0 {
            let params: Vec<String> = (0..function.generics).map(|index| format!("T{index}")).collect();
            self.put(&format!("<{}>", params.join(", ")));
        }
        self.text.push('(');
        for (index, &ty) in function.params.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            self.local(LocalId(index as u32));
            let ty = self.ty(ty);
            self.put(&format!(": {ty}"));
        }
        let result = self.ty(function.result);
        self.put(&format!(") -> {result} "));
        self.body(body);
        self.text.push_str("\n\n");
    }

    /// An expression as a block of its own.
    fn body(&mut self, body: &'p Expr) {
        match body.kind {
            super::program::ExprKind::Block(_) => self.expr(body),
            _ => {
                self.open();
                self.line();
                self.expr(body);
                self.close();
            }
        }
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn open(&mut self) {
        self.text.push('{');
        self.depth += 1;
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.line();
        self.text.push('}');
    }

    fn line(&mut self) {
        self.text.push('\n');
        let width = self.depth * 4;
        let _ = write!(self.text, "{:width$}", "");
    }

    /// `name.3`: a variable with its number.
    fn local(&mut self, id: LocalId) {
        let name = self.locals.get(id.index()).map_or("?", |local| self.names.text(local.name));
        let _ = write!(self.text, "{name}.{}", id.0);
    }

    fn ty(&self, ty: Ty) -> String {
        show::ty(self.program, self.names, ty, &[])
    }

    fn types(&mut self, types: &[Ty]) {
        if !types.is_empty() {
            let types: Vec<String> = types.iter().map(|&ty| self.ty(ty)).collect();
            self.put(&format!("::<{}>", types.join(", ")));
        }
    }

    /// What `put_one` puts for each, with commas between.
    fn list<T>(&mut self, of: &'p [T], mut put_one: impl FnMut(&mut Self, &'p T)) {
        for (index, one) in of.iter().enumerate() {
            if index > 0 {
                self.text.push_str(", ");
            }
            put_one(self, one);
        }
    }
}
