//! Types of the generator, read from and written as Nido writes them. A single capital letter is a variable: `K` stands
//! for a type that can be a key, `O` for one that has an order, any other for a type whose values can be shown and compared.

use std::collections::BTreeMap;
use std::fmt;

/// A type: a name with arguments, or one of the forms that Nido has signs for, whose names are those signs.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Ty {
    pub name: String,
    pub arguments: Vec<Ty>,
}

pub const LIST: &str = "[]";
pub const OPTIONAL: &str = "?";
pub const TUPLE: &str = "()";
/// The last argument is the result.
pub const FUNCTION: &str = "fn";

/// What variables stand for.
pub type Bindings = BTreeMap<String, Ty>;

impl Ty {
    pub fn new(name: &str, arguments: Vec<Self>) -> Self {
        Self { name: name.to_owned(), arguments }
    }

    pub fn named(name: &str) -> Self {
        Self::new(name, Vec::new())
    }

    pub fn unit() -> Self {
        Self::named(TUPLE)
    }

    pub fn is_unit(&self) -> bool {
        *self == Self::unit()
    }

    /// A whole text.
    pub fn of(text: &str) -> Self {
        let (ty, rest) = Self::read(text);
        assert!(rest.is_empty(), "{text}: what is {rest}?");
        ty
    }

    /// The type at the start of a text, and what follows it.
    pub fn read(text: &str) -> (Self, &str) {
        let (mut ty, mut rest) = Self::read_base(text);
        while let Some(behind) = rest.strip_prefix('?') {
            (ty, rest) = (Self::new(OPTIONAL, vec![ty]), behind);
        }
        (ty, rest)
    }

    fn read_base(text: &str) -> (Self, &str) {
        if let Some(behind) = text.strip_prefix("fn(") {
            let (mut arguments, rest) = Self::read_list(behind, ')');
            let (result, rest) = rest.strip_prefix(" -> ").map_or((Self::unit(), rest), Self::read);
            arguments.push(result);
            return (Self::new(FUNCTION, arguments), rest);
        }
        if let Some(behind) = text.strip_prefix('(') {
            let (arguments, rest) = Self::read_list(behind, ')');
            return (Self::new(TUPLE, arguments), rest);
        }
        if let Some(behind) = text.strip_prefix('[') {
            let (arguments, rest) = Self::read_list(behind, ']');
            return (Self::new(LIST, arguments), rest);
        }
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        assert!(end > 0, "a type is expected at {text}");
        let (name, rest) = text.split_at(end);
        let (arguments, rest) =
            rest.strip_prefix('<').map_or((Vec::new(), rest), |behind| Self::read_list(behind, '>'));
        (Self::new(name, arguments), rest)
    }

    fn read_list(mut text: &str, close: char) -> (Vec<Self>, &str) {
        let mut list = Vec::new();
        loop {
            if let Some(rest) = text.strip_prefix(close) {
                return (list, rest);
            }
            let (ty, rest) = Self::read(text);
            list.push(ty);
            text = rest.strip_prefix(", ").unwrap_or(rest);
        }
    }

    pub fn is_variable(&self) -> bool {
        self.name.len() == 1 && self.name.starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// Whether values of the type can be shown, compared and kept in data of any kind.
    pub fn is_plain(&self) -> bool {
        !matches!(&*self.name, FUNCTION | "Speaker" | "any")
            && self.arguments.iter().all(Self::is_plain)
            && !self.is_unit()
    }

    pub fn is_key(&self) -> bool {
        KEYS.contains(&&*self.name) || self.name == TUPLE && !self.is_unit() && self.arguments.iter().all(Self::is_key)
    }

    pub fn is_ordered(&self) -> bool {
        ORDERED.contains(&&*self.name)
    }

    /// Extends `bindings` so that this pattern, with what they say put in, is `ty`.
    pub fn matches(&self, ty: &Self, bindings: &mut Bindings) -> bool {
        if self.is_variable() {
            if let Some(bound) = bindings.get(&self.name) {
                return bound == ty;
            }
            let fits = match &*self.name {
                "K" => ty.is_key(),
                "O" => ty.is_ordered(),
                _ => ty.is_plain(),
            };
            if fits {
                bindings.insert(self.name.clone(), ty.clone());
            }
            return fits;
        }
        self.name == ty.name
            && self.arguments.len() == ty.arguments.len()
            && self.arguments.iter().zip(&ty.arguments).all(|(pattern, ty)| pattern.matches(ty, bindings))
    }

    /// Whether this name is in it.
    pub fn mentions(&self, name: &str) -> bool {
        self.name == name || self.arguments.iter().any(|argument| argument.mentions(name))
    }

    /// The variables in it.
    pub fn variables(&self, found: &mut Vec<String>) {
        if self.is_variable() {
            found.push(self.name.clone());
        }
        self.arguments.iter().for_each(|argument| argument.variables(found));
    }

    /// The same with variables replaced by what they stand for.
    pub fn with(&self, bindings: &Bindings) -> Self {
        match bindings.get(&self.name) {
            Some(ty) if self.is_variable() => ty.clone(),
            _ => {
                Self { name: self.name.clone(), arguments: self.arguments.iter().map(|it| it.with(bindings)).collect() }
            }
        }
    }
}

/// Names of the types that are keys by themselves.
pub const KEYS: &[&str] = &["int", "string", "char", "bool", "Color"];

/// Names of the types that have an order by themselves.
pub const ORDERED: &[&str] = &["int", "string", "char", "Color"];

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |list: &[Self]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match (&*self.name, self.arguments.as_slice()) {
            (LIST, arguments) => write!(f, "[{}]", list(arguments)),
            (TUPLE, arguments) => write!(f, "({})", list(arguments)),
            (OPTIONAL, [of]) if of.name == FUNCTION => write!(f, "({of})?"),
            (OPTIONAL, [of]) => write!(f, "{of}?"),
            (FUNCTION, [parameters @ .., result]) if result.is_unit() => write!(f, "fn({})", list(parameters)),
            (FUNCTION, [parameters @ .., result]) => write!(f, "fn({}) -> {result}", list(parameters)),
            (name, []) => f.write_str(name),
            (name, arguments) => write!(f, "{name}<{}>", list(arguments)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_back_from_their_text() {
        for text in
            ["int", "[int?]", "Map<K, [T]>", "fn(int, T?) -> (A, B)", "fn()", "(int, string)?", "Result<T, string>"]
        {
            assert_eq!(Ty::of(text).to_string(), text);
        }
    }

    #[test]
    fn a_variable_stands_for_one_type() {
        let matches = |pattern: &str, ty: &str| Ty::of(pattern).matches(&Ty::of(ty), &mut Bindings::new());
        assert!(matches("(T, [T])", "(int, [int])"));
        assert!(!matches("(T, [T])", "(int, [char])"));
        assert!(matches("Map<K, V>", "Map<int, float>"));
        assert!(!matches("Map<K, V>", "Map<float, int>"));
    }
}
