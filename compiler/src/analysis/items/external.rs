//! `extern`: functions that the host, the machine or an instruction supplies. What the tables of the bytecode say of
//! their signatures is checked here, so that later phases need not.

use crate::analysis::context::Analysis;
use crate::analysis::mistakes;
use crate::analysis::program::Body;
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{FnId, Ty, TyKind};
use pvm_bytecode::{HeapType, RefType, ValueType, libcall, syscall};

impl Analysis<'_> {
    /// The body of an external function.
    pub fn external(&mut self, id: FnId, tree: &tree::Function, abi: &str, span: Span) -> Body {
        let name = self.text(tree.name.name);
        let library = self.function(id).library;
        if !tree.generics.is_empty() && abi != "op" {
            self.report(mistakes::generic_external(name, tree.name.span));
            return Body::None;
        }
        match abi {
            "op" if library => Body::Op(name.into()),
            "lib" if library => match libcall::find(name) {
                Some(call) => {
                    let row = &libcall::TABLE[call.index()];
                    self.check_external(id, row.params, row.result, tree);
                    Body::Lib(call)
                }
                None => self.unknown_external(abi, name, libcall::TABLE.iter().map(|row| row.name), tree),
            },
            "sys" if library => match syscall::find(name) {
                Some(call) => {
                    let row = &syscall::TABLE[call.index()];
                    self.check_external(id, row.params, row.result, tree);
                    Body::Sys(call)
                }
                None => self.unknown_external(abi, name, syscall::TABLE.iter().map(|row| row.name), tree),
            },
            "op" | "lib" | "sys" => {
                self.report(mistakes::external_of_library(abi, span));
                Body::None
            }
            _ => {
                self.check_host_types(id, tree);
                Body::Host(if abi == "host" { name.into() } else { format!("{abi}.{name}").into() })
            }
        }
    }

    fn unknown_external(
        &mut self,
        abi: &str,
        name: &str,
        known: impl Iterator<Item = &'static str>,
        tree: &tree::Function,
    ) -> Body {
        let near = super::super::suggest::nearest(name, known);
        self.report(mistakes::unknown_external(abi, name, tree.name.span, near));
        Body::None
    }

    fn check_external(&mut self, id: FnId, params: &[ValueType], result: Option<ValueType>, tree: &tree::Function) {
        let function = &self.program.functions[id.index()];
        let agree = function.params.len() == params.len()
            && function.params.iter().zip(params).all(|(&ty, &value)| self.is_value(ty, value))
            && match result {
                None => function.result == Ty::UNIT || function.result == Ty::NEVER,
                Some(value) => self.is_value(function.result, value),
            };
        if !agree {
            let name = self.text(tree.name.name);
            self.report(mistakes::external_signature(name, tree.span, params, result));
        }
    }

    /// Whether a value of the machine's type is one of the language's.
    fn is_value(&self, ty: Ty, value: ValueType) -> bool {
        match value {
            ValueType::I64 => matches!(ty, Ty::INT | Ty::BOOL | Ty::CHAR),
            ValueType::F64 => ty == Ty::FLOAT,
            ValueType::Ref(RefType { nullable: true, heap }) => match self.program.types.kind(ty) {
                TyKind::Optional(of) => self.is_object(*of, heap),
                _ => false,
            },
            ValueType::Ref(RefType { nullable: false, heap }) => self.is_object(ty, heap),
        }
    }

    fn is_object(&self, ty: Ty, heap: HeapType) -> bool {
        match heap {
            HeapType::String => ty == Ty::STRING,
            HeapType::Bytes => *self.program.types.kind(ty) == TyKind::Array(Ty::U8),
            HeapType::Strings => *self.program.types.kind(ty) == TyKind::Array(Ty::STRING),
            HeapType::Any => true,
            HeapType::Type(_) => false,
        }
    }

    /// Only types that every embedding host can take and give may cross.
    fn check_host_types(&mut self, id: FnId, tree: &tree::Function) {
        let function = &self.program.functions[id.index()];
        let crosses = |ty: Ty| {
            matches!(ty, Ty::INT | Ty::FLOAT | Ty::BOOL | Ty::CHAR | Ty::STRING | Ty::ERROR)
                || *self.program.types.kind(ty) == TyKind::Array(Ty::U8)
        };
        let wrong = function.params.iter().zip(&tree.params).find(|&(&ty, _)| !crosses(ty));
        let wrong = wrong.map(|(&ty, param)| (ty, param.ty.span)).or_else(|| {
            let result = tree.result.as_ref()?;
            (!crosses(function.result) && function.result != Ty::UNIT).then_some((function.result, result.span))
        });
        if let Some((ty, span)) = wrong {
            self.report(mistakes::cannot_cross(&self.show(ty), span));
        }
    }
}
