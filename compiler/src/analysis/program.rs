//! The typed program: what analysis gives and lowering takes. Every name is resolved, every type known, every
//! conversion written out; generic functions stand once, in terms of their type parameters.

pub mod implementation;

use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::BinaryOp;
use crate::types::{EnumId, FnId, GlobalId, InterfaceId, LocalId, ModuleId, StructId, Ty, Types};

/// A whole program, the reached parts of the library included.
#[derive(Debug, Default)]
pub struct Program {
    pub types: Types,
    pub modules: Vec<Module>,
    pub structs: Vec<Struct>,
    pub enums: Vec<Enum>,
    pub interfaces: Vec<Interface>,
    pub impls: Vec<Impl>,
    pub functions: Vec<Function>,
    /// In the order of initialisation.
    pub globals: Vec<Global>,
    pub main: Option<FnId>,
    pub tests: Vec<Test>,
    pub benches: Vec<Test>,
    /// What an embedding host may call: the `pub` functions of the root module that are not generic.
    pub exports: Vec<FnId>,
    pub known: Known,
    /// What has been found out by [`Program::implementation`].
    pub implementations: implementation::Implementations,
}

/// The items of the library that lowering itself refers to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// `std.list.List<T>`
    pub list: Option<StructId>,
    /// `std.list.from_array<T>(items: Array<T>) -> [T]`, of all the array's elements.
    pub list_from_array: Option<FnId>,
    /// `std.range.Range`, fields `from`, `to` (excluded).
    pub range: Option<StructId>,
    pub result: Option<EnumId>,
    /// `std.fmt.Show`, whose first method is `show`: by it an error that `main` returns is told.
    pub show: Option<InterfaceId>,
}

#[derive(Debug)]
pub struct Module {
    /// `std.json`, `geometry.shapes`; the root module has the name of its file.
    pub path: Box<str>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Struct {
    pub module: ModuleId,
    pub name: Name,
    pub generics: u32,
    pub fields: Vec<Field>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Field {
    pub name: Name,
    pub ty: Ty,
    pub mutable: bool,
    pub span: Span,
}

#[derive(Debug)]
pub struct Enum {
    pub module: ModuleId,
    pub name: Name,
    pub generics: u32,
    pub variants: Vec<Variant>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Variant {
    pub name: Name,
    pub fields: Vec<Ty>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Interface {
    pub module: ModuleId,
    pub name: Name,
    pub generics: u32,
    /// The interfaces that it builds on, with arguments in terms of its own type parameters.
    pub supers: Vec<(InterfaceId, Vec<Ty>)>,
    pub methods: Vec<InterfaceMethod>,
    pub span: Span,
}

#[derive(Debug)]
pub struct InterfaceMethod {
    pub name: Name,
    /// The signature, and the body if there is a default. Its generics are the interface's and then its own; `Self`
    /// stands as `TyKind::SelfType`.
    pub function: FnId,
    /// Whether it can be called on a value of the interface's type.
    pub dynamic: bool,
}

/// `impl<generics> interface<arguments> for ty`.
#[derive(Debug)]
pub struct Impl {
    pub generics: u32,
    pub interface: InterfaceId,
    /// In terms of the impl's own type parameters, like `ty`.
    pub arguments: Vec<Ty>,
    pub ty: Ty,
    /// For each method of the interface, in its order: the impl's own function, or none where the default serves.
    pub methods: Vec<Option<FnId>>,
    /// For each type parameter, its bounds: `(parameter, interface, arguments)`.
    pub bounds: Vec<(u32, InterfaceId, Vec<Ty>)>,
    pub span: Span,
}

#[derive(Debug)]
pub struct Function {
    pub module: ModuleId,
    /// `tally`, `Entry.new`, `Entry.show`.
    pub name: Box<str>,
    /// Type parameters: those of the impl or interface first, then its own.
    pub generics: u32,
    /// How many of them are those of the impl or interface.
    pub outer_generics: u32,
    /// For a method, `self` first. These are the first locals.
    pub params: Vec<Ty>,
    pub result: Ty,
    /// Every variable of the body, those of its closures included.
    pub locals: Vec<Local>,
    pub body: Body,
    pub span: Span,
}

#[derive(Debug)]
pub enum Body {
    /// Not looked at (a library function that nothing reaches), or only a signature.
    None,
    Nido(Expr),
    /// `extern "host"` and other names of hosts: the import's name.
    Host(Box<str>),
    Lib(pvm_bytecode::LibId),
    Sys(pvm_bytecode::SysId),
    /// The name of an intrinsic.
    Op(Box<str>),
}

#[derive(Debug)]
pub struct Local {
    pub name: Name,
    pub ty: Ty,
    pub mutable: bool,
    /// Whether a closure inside uses it from outside its own body. A captured mutable variable needs a cell.
    pub captured: bool,
    pub span: Span,
}

#[derive(Debug)]
pub struct Global {
    pub module: ModuleId,
    pub name: Name,
    pub ty: Ty,
    pub mutable: bool,
    /// Runs before `main`; `locals` are those of the initialiser. A `const` has been evaluated and has only a literal. A
    /// binding of the library that nothing reads has `Error`.
    pub value: Expr,
    pub locals: Vec<Local>,
    pub span: Span,
}

/// A test or a benchmark: a function without parameters or result.
#[derive(Debug)]
pub struct Test {
    pub name: Box<str>,
    pub function: FnId,
}

#[derive(Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub ty: Ty,
    pub span: Span,
    /// Where a backtrace says that it is, see [`crate::syntax::tree::Expr::place`].
    pub place: u32,
}

impl Expr {
    pub fn new(kind: ExprKind, ty: Ty, span: Span) -> Self {
        Self { kind, ty, span, place: span.start }
    }
}

#[derive(Debug)]
pub enum ExprKind {
    Error,
    Int(i64),
    Float(f64),
    Bool(bool),
    Char(char),
    String(Box<str>),
    Unit,
    None,
    Local(LocalId),
    Global(GlobalId),

    // Calls
    Call(Box<Callee>, Vec<Expr>),
    /// A value of function type, called.
    CallValue(Box<Expr>, Vec<Expr>),
    /// A function as a value.
    Function(Box<Callee>),
    Closure(Box<Closure>),

    // Values with parts
    Struct(StructId, Vec<Expr>),
    /// Reads the field of a struct.
    Field(Box<Expr>, u32),
    /// Reads an element of an `Array`. Other indexing is a call of `index`.
    Element(Box<Expr>, Box<Expr>),
    /// Enum, variant, payload.
    Variant(EnumId, u32, Vec<Expr>),
    Tuple(Vec<Expr>),
    TupleField(Box<Expr>, u32),
    /// An `Array` of these; a list literal is a call of `Known::list_from_array` on one.
    Array(Vec<Expr>),
    /// The parts of an interpolated string, each of type string.
    Concat(Vec<Expr>),

    // Operators on built-in types; others are calls.
    Unary(UnaryOp, Box<Expr>),
    /// Both sides are of one built-in type, int, float, bool, char or string; no `And`, `Or`, `Coalesce`.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    /// An optional, and what it gives when that is none: the payload type, or an optional again.
    Coalesce(Box<Expr>, Box<Expr>),
    Convert(Conversion, Box<Expr>),
    /// Whether a value of interface type is of a type.
    Is(Box<Expr>, Ty),
    /// The same, giving an optional.
    As(Box<Expr>, Ty),

    // Optionals and results
    /// `e!` on an optional.
    Unwrap(Box<Expr>),
    /// `e?` on an optional: returns `none` from the function.
    TryOptional(Box<Expr>),
    /// `e?` on a `Result`; the function given converts the error first.
    TryResult(Box<Expr>, Option<Box<Callee>>),
    /// `a?.…`: when the first is none, none; else binds its payload to the local and gives the second, which is an optional.
    OptionalChain(Box<Expr>, LocalId, Box<Expr>),

    // Control
    Block(Box<Block>),
    If(Box<Condition>, Box<Expr>, Option<Box<Expr>>),
    Match(Box<Match>),
    Loop {
        label: LoopId,
        body: Box<Expr>,
    },
    While {
        label: LoopId,
        condition: Box<Condition>,
        body: Box<Expr>,
    },
    For(Box<For>),
    Break(LoopId, Option<Box<Expr>>),
    Continue(LoopId),
    Return(Option<Box<Expr>>),
    /// `place = value`.
    Assign(Box<Place>, Box<Expr>),
    /// `place op= value` on built-in types: the place's parts are evaluated once.
    AssignOp(Box<Place>, BinaryOp, Box<Expr>),
    Assert(Box<Assert>),
}

/// A loop of a function, told apart by number.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LoopId(pub u32);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    NegateInt,
    NegateFloat,
    Not,
    Complement,
}

/// A conversion; the expression's type says to what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conversion {
    /// `T` to `T?`.
    Some,
    /// To an interface or `any`.
    Interface,
    /// From never: the value is never there.
    Never,
    IntToFloat,
    FloatToInt,
    CharToInt,
    BoolToInt,
    /// Traps when the number is no Unicode scalar value.
    IntToChar,
}

/// What a call calls. Type arguments are in terms of the enclosing function's type parameters.
#[derive(Debug)]
pub enum Callee {
    /// A function with type arguments for all of its type parameters.
    Function(FnId, Vec<Ty>),
    /// A method of an interface, on a type that is known when the code is specialised: a type parameter, mostly. `arguments` are
    /// the interface's and then the method's own.
    Method { interface: InterfaceId, method: u32, self_ty: Ty, arguments: Vec<Ty> },
    /// A method of an interface, on a value of its type, dispatched when run; the receiver is the first argument.
    Dynamic { interface: InterfaceId, method: u32, arguments: Vec<Ty> },
}

#[derive(Debug)]
pub struct Closure {
    pub params: Vec<LocalId>,
    /// The variables of enclosing bodies that it uses, in the order of first use.
    pub captures: Vec<LocalId>,
    pub body: Expr,
}

#[derive(Debug)]
pub struct Block {
    pub statements: Vec<Statement>,
    /// Without it the block gives unit, or never ends.
    pub value: Option<Expr>,
    /// Where the closing brace stands: where deferred code runs.
    pub end: Span,
}

#[derive(Debug)]
pub enum Statement {
    /// The pattern always matches, unless there is an `otherwise`, which never ends.
    Let {
        pattern: Pattern,
        value: Expr,
        otherwise: Option<Expr>,
    },
    Expr(Expr),
    /// Runs when the block is left, in any way but a trap.
    Defer(Expr),
}

/// Tests that must all hold, from first to last.
#[derive(Debug)]
pub struct Condition {
    pub tests: Vec<ConditionTest>,
}

#[derive(Debug)]
pub enum ConditionTest {
    Expr(Expr),
    Let(Pattern, Expr),
}

#[derive(Debug)]
pub struct Match {
    pub scrutinee: Expr,
    /// Exhaustive.
    pub arms: Vec<Arm>,
}

#[derive(Debug)]
pub struct Arm {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Expr,
}

#[derive(Debug)]
pub struct For {
    pub label: LoopId,
    pub pattern: Pattern,
    pub over: Iteration,
    pub body: Expr,
}

#[derive(Debug)]
pub enum Iteration {
    /// From, to, whether the end is included.
    Range(Expr, Expr, bool),
    Array(Expr),
    /// A list; its length is read anew at every step.
    List(Expr),
    /// An iterator and its `next`.
    Iterator(Expr, Callee),
}

#[derive(Debug)]
pub enum Place {
    Local(LocalId),
    Global(GlobalId),
    Field(Expr, u32),
    /// An element of an `Array`. Other indexing is a call of `index_set`.
    Element(Expr, Expr),
    /// `value = index_set(receiver, key, value)`: receiver, key, the getter (for `op=`) and the setter.
    Index {
        receiver: Expr,
        key: Expr,
        get: Option<Callee>,
        set: Callee,
    },
}

#[derive(Debug)]
pub struct Assert {
    pub condition: AssertCondition,
    /// The text of the condition as written.
    pub text: Box<str>,
    pub message: Option<Expr>,
}

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "it always stands in a box, and mostly it is the large one")]
pub enum AssertCondition {
    Plain(Expr),
    /// A comparison, whose sides are bound to two locals, compared by the expression, and shown by the two expressions of type string when it fails.
    Compare {
        left: (LocalId, Expr),
        right: (LocalId, Expr),
        holds: Expr,
        show_left: Expr,
        show_right: Expr,
    },
}

#[derive(Debug)]
pub struct Pattern {
    pub kind: PatternKind,
    /// The type of what it is matched against.
    pub ty: Ty,
    pub span: Span,
}

#[derive(Debug)]
pub enum PatternKind {
    Error,
    Wildcard,
    Bind(LocalId),
    At(LocalId, Box<Pattern>),
    Int(i64),
    Float(f64),
    Bool(bool),
    Char(char),
    String(Box<str>),
    /// Of ints or chars (by number), both ends included.
    Range(i64, i64),
    Tuple(Vec<Pattern>),
    /// By field.
    Struct(Vec<Pattern>),
    /// Variant, payload.
    Variant(u32, Vec<Pattern>),
    None,
    Some(Box<Pattern>),
    Or(Vec<Pattern>),
    /// Of a list: patterns of the first elements, whether there may be more and the local for those, patterns of the last.
    List {
        before: Vec<Pattern>,
        rest: Option<Option<LocalId>>,
        after: Vec<Pattern>,
    },
    /// The value, of interface type, as one of the type.
    Is(Box<Pattern>, Ty),
}
