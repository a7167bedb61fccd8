//! Makes the trees of derived implementations.

use crate::name::{Name, Names};
use crate::source::Span;
use crate::syntax::tree::{
    Argument, Arm, BinaryOp, Block, Body, Condition, Enum, Expr, ExprKind, Function, Generic, Ident, If, Impl, Method,
    Param, Pattern, PatternField, PatternKind, Statement, StatementKind, StringPart, Struct, Test, TypeExpr, TypeKind,
    UnaryOp, Variant,
};

/// What an interface is derived for.
pub enum Shape<'t> {
    Struct(&'t Struct),
    Enum(&'t Enum),
}

impl Shape<'_> {
    fn name(&self) -> Ident {
        match self {
            Self::Struct(tree) => tree.name,
            Self::Enum(tree) => tree.name,
        }
    }

    fn generics(&self) -> &[Generic] {
        match self {
            Self::Struct(tree) => &tree.generics,
            Self::Enum(tree) => &tree.generics,
        }
    }
}

/// Derived trees are flat, but how flat depends on the number of fields: whoever walks them shall look at the stack.
const DEPTH: u16 = 100;

/// The maker. Everything made has one place: the name in `@derive(…)`, or the field that it is about.
pub struct Build<'n> {
    names: &'n Names,
    pub span: Span,
}

impl<'n> Build<'n> {
    pub fn new(names: &'n Names, span: Span) -> Self {
        Self { names, span }
    }

    pub fn text(&self, name: Name) -> &str {
        self.names.text(name)
    }

    pub fn ident(&mut self, text: &str) -> Ident {
        Ident { name: self.names.intern(text), span: self.span }
    }

    // Items

    /// `impl<T: Interface> Interface for Type<T> { … }`
    pub fn implementation(&mut self, interface: &str, shape: &Shape, methods: Vec<Method>) -> Impl {
        let bound = self.named_type(interface, Vec::new());
        let generics = shape.generics().iter().map(|generic| {
            let bounds = generic.bounds.iter().cloned().chain([bound.clone()]).collect();
            Generic { name: generic.name, bounds }
        });
        let generics = generics.collect();
        let span = self.span;
        let args = shape.generics().iter().map(|generic| {
            let kind = TypeKind::Named(vec![generic.name], Vec::new());
            TypeExpr { kind, span, depth: 0 }
        });
        let kind = TypeKind::Named(vec![shape.name()], args.collect());
        Impl { generics, interface: Some(bound), ty: TypeExpr { kind, span, depth: 1 }, methods }
    }

    /// `fn name(self, …) -> result { … }`; without `receiver`, no `self`.
    pub fn method(
        &mut self,
        name: &str,
        receiver: bool,
        params: Vec<(&str, TypeExpr)>,
        result: TypeExpr,
        statements: Vec<Statement>,
        value: Expr,
    ) -> Method {
        let span = self.span;
        let params = params.into_iter().map(|(name, ty)| Param { name: self.ident(name), ty, default: None, span });
        let params = params.collect();
        let function = Function {
            name: self.ident(name),
            generics: Vec::new(),
            receiver: receiver.then_some(span),
            params,
            result: Some(result),
            body: Some(Body::read(Block { statements, value: Some(Box::new(value)), span })),
            abi: None,
            span,
        };
        Method { docs: None, public: false, function }
    }

    pub fn named_type(&mut self, name: &str, args: Vec<TypeExpr>) -> TypeExpr {
        let kind = TypeKind::Named(vec![self.ident(name)], args);
        TypeExpr { kind, span: self.span, depth: 2 }
    }

    // Expressions

    pub fn expr(&self, kind: ExprKind) -> Expr {
        Expr { kind, span: self.span, depth: DEPTH }
    }

    pub fn name(&mut self, name: &str) -> Expr {
        let name = self.names.intern(name);
        self.expr(ExprKind::Name(name))
    }

    pub fn this(&self) -> Expr {
        self.expr(ExprKind::SelfValue)
    }

    pub fn string(&self, text: &str) -> Expr {
        self.expr(ExprKind::String(text.into()))
    }

    pub fn field(&self, of: Expr, name: Ident) -> Expr {
        self.expr(ExprKind::Field(Box::new(of), Ident { name: name.name, span: self.span }))
    }

    /// A path such as `std.compare.Ordering` and a name inside of it.
    pub fn member(&mut self, of: &str, name: &str) -> Expr {
        let of = self.name(of);
        let name = self.ident(name);
        self.field(of, name)
    }

    /// `Self.Variant`
    pub fn variant(&self, variant: &Variant) -> Expr {
        self.field(self.expr(ExprKind::SelfType), variant.name)
    }

    pub fn call(&self, callee: Expr, values: Vec<Expr>) -> Expr {
        let arguments = values.into_iter().map(|value| Argument { name: None, value }).collect();
        self.expr(ExprKind::Call(Box::new(callee), arguments))
    }

    /// A call of a function by its path.
    pub fn call_path(&mut self, path: &str, values: Vec<Expr>) -> Expr {
        let callee = self.name(path);
        self.call(callee, values)
    }

    /// `Interface.method(values)`
    pub fn call_of(&mut self, interface: &str, method: &str, values: Vec<Expr>) -> Expr {
        let callee = self.member(interface, method);
        self.call(callee, values)
    }

    pub fn binary(&self, operator: BinaryOp, left: Expr, right: Expr) -> Expr {
        self.expr(ExprKind::Binary(operator, self.span.start, Box::new(left), Box::new(right)))
    }

    pub fn not(&self, of: Expr) -> Expr {
        self.expr(ExprKind::Unary(UnaryOp::Not, Box::new(of)))
    }

    pub fn matching(&self, scrutinee: Expr, arms: Vec<(Pattern, Expr)>) -> Expr {
        let span = self.span;
        let arms = arms.into_iter().map(|(pattern, body)| Arm { pattern, guard: None, body, span }).collect();
        self.expr(ExprKind::Match(Box::new(scrutinee), arms))
    }

    /// `if condition { then }`
    pub fn when(&self, condition: Expr, then: Expr) -> Expr {
        let condition = Condition { tests: vec![Test::Expr(condition)], span: self.span };
        let then = Block { statements: Vec::new(), value: Some(Box::new(then)), span: self.span };
        self.expr(ExprKind::If(Box::new(If { condition, then, otherwise: None })))
    }

    pub fn returning(&self, value: Expr) -> Expr {
        self.expr(ExprKind::Return(Some(Box::new(value))))
    }

    pub fn block(&self, statements: Vec<Statement>, value: Option<Expr>) -> Expr {
        let block = Block { statements, value: value.map(Box::new), span: self.span };
        self.expr(ExprKind::Block(Box::new(block)))
    }

    /// `"text{value:?}…"`
    pub fn interpolation(&self, parts: Vec<StringPart>) -> Expr {
        self.expr(ExprKind::Interpolation(parts))
    }

    // Statements and patterns

    pub fn statement(&self, kind: StatementKind) -> Statement {
        Statement { kind, span: self.span }
    }

    pub fn let_name(&mut self, name: &str, value: Expr) -> Statement {
        let name = self.ident(name);
        let pattern = self.pattern(PatternKind::Bind { name, mutable: false });
        self.statement(StatementKind::Let { pattern, mutable: false, ty: None, value, otherwise: None })
    }

    pub fn pattern(&self, kind: PatternKind) -> Pattern {
        Pattern { kind, span: self.span, depth: DEPTH }
    }

    pub fn anything(&self) -> Pattern {
        self.pattern(PatternKind::Wildcard)
    }

    /// `Self.Variant(prefix0, prefix1, …)`; without a prefix, the payload is not looked at.
    pub fn variant_pattern(&mut self, variant: &Variant, prefix: Option<&str>) -> Pattern {
        let path = vec![self.ident("Self"), Ident { name: variant.name.name, span: self.span }];
        let count = variant.fields.len();
        let fields = (0..count).map(|index| {
            let pattern = match prefix {
                Some(prefix) => {
                    let name = self.ident(&format!("{prefix}{index}"));
                    self.pattern(PatternKind::Bind { name, mutable: false })
                }
                None => self.anything(),
            };
            PatternField { name: None, pattern }
        });
        let fields: Vec<PatternField> = fields.collect();
        self.pattern(PatternKind::Constructor { path, fields: (count > 0).then_some(fields) })
    }

    /// Makes something whose place is that of a field, so that a mistake about the field's type points there.
    pub fn at<T>(&mut self, span: Span, make: impl FnOnce(&mut Self) -> T) -> T {
        let outside = std::mem::replace(&mut self.span, span);
        let made = make(self);
        self.span = outside;
        made
    }
}
