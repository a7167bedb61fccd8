//! The tokens of Nido, one row each. A token carries no text: its span says where to read it.

use logos::Logos;

use crate::source::Span;

/// A token where it stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Lexeme {
    pub token: Token,
    pub span: Span,
}

/// Each row is a token with a fixed text, and `ends` if a newline after it ends a statement.
macro_rules! tokens {
    ($( $name:ident $text:literal $($ends:ident)?, )*) => {
        #[derive(Logos, Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[logos(skip r"[ \t\r\n\x0C\u{FEFF}]+")]
        #[logos(skip("//([^/!\n][^\n]*)?", allow_greedy = true))]
        #[logos(skip("////[^\n]*", allow_greedy = true))]
        #[logos(error = Unreadable)]
        pub enum Token {
            $( #[token($text, priority = 30)] $name, )*
            #[regex(r"[\p{XID_Start}_]\p{XID_Continue}*")]
            Identifier,
            #[regex("[0-9][0-9_]*")]
            #[regex("0x[0-9a-fA-F_]+")]
            #[regex("0o[0-7_]+")]
            #[regex("0b[01_]+")]
            Int,
            #[regex(r"[0-9][0-9_]*\.[0-9][0-9_]*([eE][+-]?[0-9][0-9_]*)?", priority = 20)]
            #[regex("[0-9][0-9_]*[eE][+-]?[0-9][0-9_]*", priority = 20)]
            Float,
            /// Digits with letters that no number has.
            #[regex(r"[0-9][0-9a-zA-Z_]*", priority = 1)]
            #[regex(r"[0-9][0-9_]*\.[0-9][0-9a-zA-Z_]*", priority = 1)]
            BadNumber,
            #[regex(r"'([^'\\\n]|\\[^u\n]|\\x[0-9a-fA-F]*|\\u\{[^}'\n]*\})'")]
            Char,
            /// More than one character between single quotes.
            #[regex(r#"'(\w|\\[^\n])(\w|[ ,.!?-]|\\[^\n])+'"#, priority = 1)]
            LongChar,
            #[regex(r"'[\p{XID_Start}_]\p{XID_Continue}*", priority = 20)]
            Label,
            /// A whole string; the lexer generator sees only the opening quote.
            #[token("\"")]
            String,
            #[regex("r#*\"")]
            RawString,
            /// From the opening quote to the first `{`.
            StringStart,
            /// From a `}` to the next `{`.
            StringMiddle,
            /// From the last `}` to the closing quote.
            StringEnd,
            /// `:` and the format after it, inside a string.
            Spec,
            /// A line of `///`.
            #[regex("///([^/\n][^\n]*)?", allow_greedy = true)]
            Doc,
            /// A line of `//!`.
            #[regex("//![^\n]*", allow_greedy = true)]
            ModuleDoc,
            #[token("/*")]
            Comment,
            /// A `>` with another `>` right behind it.
            JointGreater,
            /// The end of a line that ends a statement.
            Newline,
            /// Something that was reported; it stands where an expression, a statement or an item may stand.
            Error,
        }

        impl Token {
            /// The text of a token that has only one.
            pub const fn text(self) -> Option<&'static str> {
                match self {
                    $( Token::$name => Some($text), )*
                    _ => None,
                }
            }

            /// The token with this text.
            pub fn of_text(text: &str) -> Option<Token> {
                match text {
                    $( $text => Some(Token::$name), )*
                    _ => None,
                }
            }

            /// Whether a newline after this token ends a statement.
            pub const fn ends(self) -> bool {
                match self {
                    $( Token::$name => tokens!(@ends $($ends)?), )*
                    Token::Identifier | Token::Int | Token::Float | Token::BadNumber | Token::Char | Token::LongChar
                    | Token::Label | Token::String | Token::RawString | Token::StringEnd | Token::Error => true,
                    _ => false,
                }
            }
        }
    };
    (@ends ends) => { true };
    (@ends) => { false };
}

tokens! {
    As "as",
    Assert "assert",
    Bench "bench" ends,
    Break "break" ends,
    Const "const",
    Continue "continue" ends,
    Defer "defer",
    Else "else",
    Enum "enum",
    Extern "extern",
    False "false" ends,
    Fn "fn",
    For "for",
    If "if",
    Impl "impl",
    Import "import",
    In "in",
    Interface "interface",
    Is "is",
    Let "let",
    Loop "loop",
    Match "match",
    None "none" ends,
    Null "null" ends,
    Pub "pub",
    Return "return" ends,
    SelfValue "self" ends,
    SelfType "Self" ends,
    Spawn "spawn",
    Struct "struct",
    Test "test" ends,
    True "true" ends,
    Type "type" ends,
    Var "var",
    While "while",
    Underscore "_" ends,
    OpenParen "(",
    CloseParen ")" ends,
    OpenBracket "[",
    CloseBracket "]" ends,
    OpenBrace "{",
    CloseBrace "}" ends,
    Comma ",",
    Semicolon ";",
    Colon ":",
    Path "::",
    Dot ".",
    QuestionDot "?.",
    Question "?" ends,
    Coalesce "??" ends,
    AsQuestion "as?",
    Range "..",
    RangeInclusive "..=",
    Arrow "->",
    FatArrow "=>",
    At "@",
    Not "!" ends,
    Tilde "~",
    Plus "+",
    Minus "-",
    Star "*",
    Slash "/",
    Percent "%",
    And "&",
    Or "|",
    Caret "^",
    ShiftLeft "<<",
    AndAnd "&&",
    OrOr "||",
    Equal "==",
    NotEqual "!=",
    Less "<",
    LessEqual "<=",
    Greater ">" ends,
    GreaterEqual ">=",
    Assign "=",
    AddAssign "+=",
    SubtractAssign "-=",
    MultiplyAssign "*=",
    DivideAssign "/=",
    RemainderAssign "%=",
    AndAssign "&=",
    OrAssign "|=",
    XorAssign "^=",
    ShiftLeftAssign "<<=",
}

/// A character that begins no token.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Unreadable;

impl Token {
    /// Whether a line that starts with this token goes on with the statement of the line before.
    pub const fn continues(self) -> bool {
        matches!(self, Token::Dot | Token::QuestionDot | Token::Else | Token::AndAnd | Token::OrOr | Token::Coalesce)
    }

    /// Whether it opens a bracket, that of an expression in a string included.
    pub const fn opens(self) -> bool {
        matches!(self, Token::OpenParen | Token::OpenBracket | Token::OpenBrace | Token::StringStart)
    }

    /// Whether it closes what such a token opens.
    pub const fn closes(self) -> bool {
        matches!(self, Token::CloseParen | Token::CloseBracket | Token::CloseBrace | Token::StringEnd)
    }

    /// What closes a bracket that this token opens.
    pub const fn closer(self) -> Token {
        match self {
            Token::OpenParen => Token::CloseParen,
            Token::OpenBracket => Token::CloseBracket,
            Token::StringStart | Token::StringMiddle => Token::StringEnd,
            _ => Token::CloseBrace,
        }
    }

    /// Whether an expression that is no operation may start with it.
    pub const fn starts_operand(self) -> bool {
        matches!(
            self,
            Token::Identifier
                | Token::Int
                | Token::Float
                | Token::Char
                | Token::String
                | Token::RawString
                | Token::StringStart
                | Token::True
                | Token::False
                | Token::None
                | Token::SelfValue
                | Token::SelfType
                | Token::If
                | Token::Match
                | Token::OpenParen
                | Token::OpenBracket
        )
    }

    /// Whether only an item starts with it.
    pub const fn starts_item(self) -> bool {
        matches!(
            self,
            Token::Fn
                | Token::Struct
                | Token::Enum
                | Token::Interface
                | Token::Impl
                | Token::Import
                | Token::Pub
                | Token::Extern
                | Token::Const
                | Token::At
        )
    }

    /// Whether only a statement starts with it.
    pub const fn starts_statement(self) -> bool {
        matches!(
            self,
            Token::Let
                | Token::Var
                | Token::Return
                | Token::Break
                | Token::Continue
                | Token::For
                | Token::While
                | Token::Loop
                | Token::Defer
                | Token::Assert
        )
    }
}

/// The number of what closes the bracket with this number, if anything does.
pub fn closer(lexemes: &[Lexeme], opener: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (number, lexeme) in lexemes.iter().enumerate().skip(opener) {
        if lexeme.token.opens() {
            depth += 1;
        } else if lexeme.token.closes() {
            depth -= 1;
        }
        if depth == 0 {
            return Some(number);
        }
    }
    None
}
