//! What of a module names what. A [`Visitor`] sees, in place, every index of a function, type, import, global or
//! constant that an item holds: so what is needed can be found, and tables can be renumbered, without a list of the
//! instructions.

use crate::operand::Visitor;
use crate::{Export, Field, Function, Global, Implementation, Import, Module, Signature, Storage, Type, ValueType};

impl Module {
    /// Visits all items. Debug information is not visited; it names files only.
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        self.types.iter_mut().for_each(|ty| ty.visit(visitor));
        self.implementations.iter_mut().for_each(|entry| entry.visit(visitor));
        self.imports.iter_mut().for_each(|import| import.visit(visitor));
        self.functions.iter_mut().for_each(|function| function.visit(visitor));
        self.globals.iter_mut().for_each(|global| global.visit(visitor));
        self.visit_roots(visitor);
    }

    /// Visits where a module begins: the exports and the start function.
    pub fn visit_roots(&mut self, visitor: &mut impl Visitor) {
        self.exports.iter_mut().for_each(|export| export.visit(visitor));
        self.start.iter_mut().for_each(|function| visitor.function(function));
    }
}

impl Function {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        self.signature.visit(visitor);
        self.locals.iter_mut().for_each(|local| local.visit(visitor));
        self.ops.iter_mut().for_each(|op| op.visit(visitor));
    }
}

impl Type {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        match self {
            Self::Struct { fields } => visit_fields(fields, visitor),
            Self::Enum { variants } => variants.iter_mut().for_each(|variant| visitor.ty(variant)),
            Self::Variant { of, fields, .. } => {
                visitor.ty(of);
                visit_fields(fields, visitor);
            }
            Self::Array { element } => element.visit(visitor),
            Self::Function { signature } => signature.visit(visitor),
            Self::Closure { of, function, fields } => {
                visitor.ty(of);
                visitor.function(function);
                visit_fields(fields, visitor);
            }
            Self::Interface { methods } => methods.iter_mut().for_each(|method| method.visit(visitor)),
        }
    }
}

impl Implementation {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        visitor.heap(&mut self.ty);
        visitor.ty(&mut self.interface);
        self.methods.iter_mut().for_each(|method| visitor.function(method));
    }
}

impl Import {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        self.signature.visit(visitor);
    }
}

impl Global {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        self.ty.visit(visitor);
    }
}

impl Export {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        visitor.function(&mut self.function);
    }
}

impl Signature {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        self.params.iter_mut().chain(&mut self.result).for_each(|value| value.visit(visitor));
    }
}

impl ValueType {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        if let Self::Ref(reference) = self {
            visitor.heap(&mut reference.heap);
        }
    }
}

impl Storage {
    pub fn visit(&mut self, visitor: &mut impl Visitor) {
        if let Self::Ref(reference) = self {
            visitor.heap(&mut reference.heap);
        }
    }
}

fn visit_fields(fields: &mut [Field], visitor: &mut impl Visitor) {
    fields.iter_mut().for_each(|field| field.storage.visit(visitor));
}
