//! `let`, `var` and `const` of a module.

use crate::analysis::context::{Analysis, GlobalInfo, Progress};
use crate::analysis::program::{Expr, ExprKind, Global};
use crate::syntax::tree::Binding;
use crate::types::{GlobalId, ModuleId, Ty};

impl<'t> Analysis<'t> {
    pub fn declare_global(&mut self, module: ModuleId, tree: &'t Binding, public: bool, constant: bool) -> GlobalId {
        self.globals.push(GlobalInfo { tree, public, constant, progress: Progress::Untouched, used: false });
        self.program.globals.push(Global {
            module,
            name: tree.name.name,
            ty: Ty::ERROR,
            mutable: tree.mutable,
            value: Expr::new(ExprKind::Error, Ty::ERROR, tree.value.span),
            locals: Vec::new(),
            span: tree.name.span,
        });
        GlobalId(self.globals.len() as u32 - 1)
    }
}
