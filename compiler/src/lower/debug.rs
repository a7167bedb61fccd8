//! The code of a function as the module keeps it, and where its instructions stem from.

use super::Lowering;
use super::builder::Code;
use crate::source::Span;
use pvm_bytecode::{Function, FunctionId, Line};

impl Lowering<'_> {
    /// Stores the code of a function whose source begins at a place.
    pub fn store(&mut self, id: FunctionId, code: Code, span: Span) {
        let mut cursor = self.sources.cursor(span.start);
        let file = cursor.file();
        // A default value may stem from another file, whose places mean nothing in this one.
        let lines = code.places.iter().filter_map(|&(op, place)| {
            let (line, column) = cursor.holds(place).then(|| cursor.locate(place))?;
            Some(Line { op, line, column })
        });
        let lines = lines.collect();
        let file = self.debug_file(file);
        let debug = &mut self.module.debug.functions[id.index()];
        (debug.file, debug.lines) = (file, lines);
        self.store_plain(id, code);
    }

    /// Stores the code of a function that has no source.
    pub fn store_plain(&mut self, id: FunctionId, code: Code) {
        let function = &mut self.module.functions[id.index()];
        let signature = std::mem::take(&mut function.signature);
        let Code { locals, ops, blocks, switches, .. } = code;
        *function = Function { signature, locals, ops, blocks, switches };
    }

    fn debug_file(&mut self, file: crate::source::FileId) -> u32 {
        let at = file.0 as usize;
        if self.files.len() <= at {
            self.files.resize(at + 1, None);
        }
        *self.files[at].get_or_insert_with(|| {
            let path = self.sources.file(file).path.to_string_lossy();
            self.module.debug.files.push(path.into());
            self.module.debug.files.len() as u32 - 1
        })
    }
}
