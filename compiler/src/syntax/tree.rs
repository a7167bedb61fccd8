//! The syntax tree: what a person wrote, no more. Nothing here knows what a name refers to.

use std::cell::OnceCell;

use crate::name::Name;
use crate::source::Span;

/// A name where it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Ident {
    pub name: Name,
    pub span: Span,
}

/// A source file.
#[derive(Debug, Default)]
pub struct File {
    /// The text of `//!` lines.
    pub docs: Option<Box<str>>,
    pub imports: Vec<Import>,
    pub items: Vec<Item>,
}

/// `import a.b`, `import a.b as c`, `import a.b.{c, d as e}`.
#[derive(Debug)]
pub struct Import {
    pub path: Vec<Ident>,
    pub what: ImportWhat,
    pub public: bool,
    pub span: Span,
}

#[derive(Debug)]
pub enum ImportWhat {
    /// The path's last segment, under this name or its own.
    Whole(Option<Ident>),
    /// These names out of the module that the path names, each under another name or its own.
    Names(Vec<(Ident, Option<Ident>)>),
}

#[derive(Debug)]
pub struct Item {
    /// The text of `///` lines.
    pub docs: Option<Box<str>>,
    pub public: bool,
    /// The names in `@derive(…)`.
    pub derives: Vec<Ident>,
    pub kind: ItemKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum ItemKind {
    Function(Function),
    Struct(Struct),
    Enum(Enum),
    Interface(Interface),
    Impl(Impl),
    Alias(Alias),
    Const(Binding),
    Global(Binding),
    Test(Body, Box<str>),
    Bench(Body, Box<str>),
    /// Could not be read; the mistake has been reported.
    Error,
}

#[derive(Debug)]
pub struct Function {
    pub name: Ident,
    pub generics: Vec<Generic>,
    /// Where `self` stands, for a method.
    pub receiver: Option<Span>,
    pub params: Vec<Param>,
    pub result: Option<TypeExpr>,
    /// None for a signature in an interface and for an extern function.
    pub body: Option<Body>,
    /// The text after `extern`.
    pub abi: Option<(Box<str>, Span)>,
    /// From `fn` to the end of the signature.
    pub span: Span,
}

/// What stands in the braces of a function, test or benchmark: read, or put off until something asks for it.
#[derive(Debug)]
pub struct Body {
    /// From the start of the item or method to the closing brace.
    pub whole: Span,
    pub block: OnceCell<Box<Block>>,
}

impl Body {
    pub fn read(block: Block) -> Self {
        Self { whole: block.span, block: OnceCell::from(Box::new(block)) }
    }
}

/// `T: A + B`.
#[derive(Clone, Debug)]
pub struct Generic {
    pub name: Ident,
    pub bounds: Vec<TypeExpr>,
}

#[derive(Debug)]
pub struct Param {
    pub name: Ident,
    pub ty: TypeExpr,
    pub default: Option<Expr>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Struct {
    pub name: Ident,
    pub generics: Vec<Generic>,
    pub fields: Vec<Field>,
}

#[derive(Debug)]
pub struct Field {
    pub docs: Option<Box<str>>,
    pub public: bool,
    pub mutable: bool,
    pub name: Ident,
    pub ty: TypeExpr,
    pub default: Option<Expr>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Enum {
    pub name: Ident,
    pub generics: Vec<Generic>,
    pub variants: Vec<Variant>,
}

#[derive(Debug)]
pub struct Variant {
    pub docs: Option<Box<str>>,
    pub name: Ident,
    pub fields: Vec<VariantField>,
    pub span: Span,
}

#[derive(Debug)]
pub struct VariantField {
    pub name: Option<Ident>,
    pub ty: TypeExpr,
}

#[derive(Debug)]
pub struct Interface {
    pub name: Ident,
    pub generics: Vec<Generic>,
    pub supers: Vec<TypeExpr>,
    pub methods: Vec<Method>,
}

/// A function of an interface or an impl.
#[derive(Debug)]
pub struct Method {
    pub docs: Option<Box<str>>,
    pub public: bool,
    pub function: Function,
}

/// `impl<T> Type { … }` or `impl<T> Interface for Type { … }`.
#[derive(Debug)]
pub struct Impl {
    pub generics: Vec<Generic>,
    pub interface: Option<TypeExpr>,
    pub ty: TypeExpr,
    pub methods: Vec<Method>,
}

/// `type Name<T> = Type`.
#[derive(Debug)]
pub struct Alias {
    pub name: Ident,
    pub generics: Vec<Generic>,
    pub ty: TypeExpr,
}

/// A `const`, `let` or `var` of a module.
#[derive(Debug)]
pub struct Binding {
    pub name: Ident,
    pub mutable: bool,
    pub ty: Option<TypeExpr>,
    pub value: Expr,
}

#[derive(Clone, Debug)]
pub struct TypeExpr {
    pub kind: TypeKind,
    pub span: Span,
    /// How many levels of types are inside, at most; bounded like the depth of expressions.
    pub depth: u16,
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `a.b.Name<T, U>`; `Self` and the built-in types are names too.
    Named(Vec<Ident>, Vec<TypeExpr>),
    /// `[T]`
    List(Box<TypeExpr>),
    /// `T?`
    Optional(Box<TypeExpr>),
    /// `(A, B)`; `()` is the unit type.
    Tuple(Vec<TypeExpr>),
    /// `fn(A, B) -> R`
    Function(Vec<TypeExpr>, Option<Box<TypeExpr>>),
    Error,
}

#[derive(Debug)]
pub struct Block {
    pub statements: Vec<Statement>,
    /// The block's value: its last expression, where no `;` follows it on the same line.
    pub value: Option<Box<Expr>>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Statement {
    pub kind: StatementKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum StatementKind {
    /// `let p: T = e else { … }`; `var p = e` has `mutable`.
    Let {
        pattern: Pattern,
        mutable: bool,
        ty: Option<TypeExpr>,
        value: Expr,
        otherwise: Option<Block>,
    },
    /// `place = e`, or `place op= e`.
    Assign {
        place: Expr,
        operator: Option<BinaryOp>,
        /// Where the sign stands.
        at: u32,
        value: Expr,
    },
    Expr(Expr),
    Defer(Expr),
    Assert {
        condition: Expr,
        message: Option<Expr>,
    },
    Error,
}

#[derive(Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
    /// How many levels of expressions are inside, at most: the parser bounds it, so later phases may recurse.
    pub depth: u16,
}

impl Expr {
    /// Where a backtrace says that the expression is: at its operator, at the name of the function or method that it
    /// calls, at the bracket of an index. In a chain over many lines that tells which of its links is meant.
    pub fn place(&self) -> u32 {
        match &self.kind {
            ExprKind::Binary(_, at, ..) => *at,
            ExprKind::Field(_, name) | ExprKind::OptionalField(_, name) => name.span.start,
            ExprKind::Call(of, _) | ExprKind::TypeArgs(of, _) | ExprKind::OptionalChain(of) => of.place(),
            ExprKind::Index(of, _) => of.span.end,
            ExprKind::Try(_) | ExprKind::Unwrap(_) => self.span.end - 1,
            _ => self.span.start,
        }
    }
}

#[derive(Debug)]
pub enum ExprKind {
    /// Too large numbers have been reported and stand as 0. `-9223372036854775808` is folded by the parser.
    Int(i64),
    Float(f64),
    Bool(bool),
    Char(char),
    String(Box<str>),
    Interpolation(Vec<StringPart>),
    /// `none`
    None,
    Name(Name),
    SelfValue,
    /// `Self` in front of a dot or a call.
    SelfType,
    /// `f::<A, B>`
    TypeArgs(Box<Expr>, Vec<TypeExpr>),
    /// `e.name`: a field, a method's name, a module's item, a variant.
    Field(Box<Expr>, Ident),
    /// `e.0`
    TupleField(Box<Expr>, u32, Span),
    /// `e?.name`; calls and further fields stand around it, see `OptionalChain`.
    OptionalField(Box<Expr>, Ident),
    /// The whole of a chain that holds an `OptionalField`: `a?.b.c(d)`.
    OptionalChain(Box<Expr>),
    Call(Box<Expr>, Vec<Argument>),
    Index(Box<Expr>, Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    /// With where the operator stands.
    Binary(BinaryOp, u32, Box<Expr>, Box<Expr>),
    /// `a..b`, `a..=b`; open ends only between `[ ]`.
    Range {
        from: Option<Box<Expr>>,
        to: Option<Box<Expr>>,
        inclusive: bool,
    },
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    If(Box<If>),
    Match(Box<Expr>, Vec<Arm>),
    Block(Box<Block>),
    While {
        label: Option<Ident>,
        condition: Box<Condition>,
        body: Box<Block>,
    },
    Loop {
        label: Option<Ident>,
        body: Box<Block>,
    },
    For {
        label: Option<Ident>,
        pattern: Box<Pattern>,
        iterable: Box<Expr>,
        body: Box<Block>,
    },
    Break {
        label: Option<Ident>,
        value: Option<Box<Expr>>,
    },
    Continue {
        label: Option<Ident>,
    },
    Return(Option<Box<Expr>>),
    Closure(Box<Closure>),
    /// `e?`
    Try(Box<Expr>),
    /// `e!`
    Unwrap(Box<Expr>),
    /// `e is T`
    Is(Box<Expr>, Box<TypeExpr>),
    /// `e as? T`
    As(Box<Expr>, Box<TypeExpr>),
    /// Could not be read; the mistake has been reported.
    Error,
}

#[derive(Debug)]
pub enum StringPart {
    Text(Box<str>),
    /// `{e}` or `{e:spec}`.
    Value {
        value: Expr,
        spec: Option<(Box<str>, Span)>,
    },
}

#[derive(Debug)]
pub struct Argument {
    pub name: Option<Ident>,
    pub value: Expr,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    Negate,
    Not,
    Complement,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    BitAnd,
    BitOr,
    BitXor,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    /// `??`
    Coalesce,
}

#[derive(Debug)]
pub struct If {
    pub condition: Condition,
    pub then: Block,
    /// A block, or another `if`.
    pub otherwise: Option<Expr>,
}

/// What stands between `if` or `while` and the block: tests joined by `&&`, all of which must hold.
#[derive(Debug)]
pub struct Condition {
    pub tests: Vec<Test>,
    pub span: Span,
}

#[derive(Debug)]
pub enum Test {
    Expr(Expr),
    Let(Pattern, Expr),
}

#[derive(Debug)]
pub struct Arm {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Expr,
    pub span: Span,
}

#[derive(Debug)]
pub struct Closure {
    pub params: Vec<ClosureParam>,
    pub body: Expr,
}

#[derive(Debug)]
pub struct ClosureParam {
    /// A name, `_` or a tuple of these.
    pub pattern: Pattern,
    pub ty: Option<TypeExpr>,
}

#[derive(Debug)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
    /// How many levels of patterns are inside, at most; bounded like the depth of expressions.
    pub depth: u16,
}

#[derive(Debug)]
pub enum PatternKind {
    Wildcard,
    /// A name that binds; `var name` may be assigned.
    Bind {
        name: Ident,
        mutable: bool,
    },
    /// `name @ pattern`
    At(Ident, Box<Pattern>),
    Literal(Box<Expr>),
    /// `a..=b`, `a..b`, `a..`, `..=b`
    Range {
        from: Option<Box<Expr>>,
        to: Option<Box<Expr>>,
        inclusive: bool,
    },
    Tuple(Vec<Pattern>),
    /// `Shape.Circle(p, r)`, `Ok(x)`, `Point(x, y: 0)`; without parentheses `fields` is none.
    Constructor {
        path: Vec<Ident>,
        fields: Option<Vec<PatternField>>,
    },
    None,
    /// `p?`
    Some(Box<Pattern>),
    Or(Vec<Pattern>),
    /// `[a, ..rest, b]`: the patterns before, the rest with its name if it is bound, the patterns after.
    List {
        before: Vec<Pattern>,
        rest: Option<Option<Ident>>,
        after: Vec<Pattern>,
    },
    /// `name is T`, `_ is T`
    Is(Box<Pattern>, Box<TypeExpr>),
    Error,
}

#[derive(Debug)]
pub struct PatternField {
    pub name: Option<Ident>,
    pub pattern: Pattern,
}
