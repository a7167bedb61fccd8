//! Rows of the generator's tables: what a template gives, when it may be used, and its text. In a template
//!
//! - `$T` is an expression of a type;
//! - `!T` is the name of a variable of that type that can be assigned;
//! - `@T` is the name of a new variable, `@:T` the same with its type behind it; it is known from the next `¦` on up to the
//!   end of the `« »` around it;
//! - `%T` is the name of a new variable that is known behind the statement, `%!T` of one that can be assigned;
//! - `§T` is a type, written out;
//! - `{*}` is a block of statements, `{*T}` one with a value; with `+` it is that of a loop, with `-` one that no loop is
//!   known in, with `.` one that can't be left at all;
//! - `$return` is the result of the function around.

use super::ty::{Bindings, Ty};

/// When a row may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    Always,
    /// In a loop.
    Loop,
    /// In a function or closure that can be left.
    Function,
    /// In one that gives an optional.
    Optional,
    /// In one that gives a `Result` whose error is a string.
    Result,
}

const WHENS: [(&str, When); 4] = [
    ("loop: ", When::Loop),
    ("function: ", When::Function),
    ("optional: ", When::Optional),
    ("result: ", When::Result),
];

/// Whether `break` and `continue` may stand in a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    AsAround,
    Loop,
    NoLoop,
    /// Neither a loop nor the function can be left.
    Deferred,
}

/// A piece of a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    Text(String),
    Value(Ty),
    Place(Ty),
    Bind {
        ty: Ty,
        typed: bool,
    },
    Later {
        ty: Ty,
        assigned: bool,
    },
    Written(Ty),
    Block {
        value: Option<Ty>,
        kind: Kind,
    },
    /// What was bound is known from here on.
    Known,
    Open,
    Close,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    pub gives: Ty,
    pub when: When,
    pub parts: Vec<Part>,
}

impl Row {
    /// Reads a row. The template may start with one of the words in `WHENS`.
    pub fn of(gives: &str, template: &str) -> Self {
        let found = WHENS.into_iter().find_map(|(word, when)| Some((when, template.strip_prefix(word)?)));
        let (when, template) = found.unwrap_or((When::Always, template));
        let gives = Ty::of(gives);
        // What ends in a block may be the start of a larger expression only in parentheses.
        let ends = ["if ", "match ", "loop ", "{*"].iter().any(|start| template.starts_with(start));
        let template = if ends && !gives.is_unit() { format!("({template})") } else { template.to_owned() };
        Self { gives, when, parts: parts(&template) }
    }

    /// Whether it has something to do with a declared type.
    pub fn mentions(&self, name: &str) -> bool {
        let of = |part: &Part| if let Part::Value(ty) = part { ty.mentions(name) } else { false };
        self.gives.mentions(name) || self.parts.iter().any(of)
    }

    /// The variables of its parts that `bindings` don't say.
    pub fn open_variables(&self, bindings: &Bindings) -> Vec<String> {
        let mut found = Vec::new();
        for part in &self.parts {
            match part {
                Part::Value(ty) | Part::Place(ty) | Part::Written(ty) => ty.variables(&mut found),
                Part::Bind { ty, .. } | Part::Later { ty, .. } => ty.variables(&mut found),
                Part::Block { value: Some(ty), .. } => ty.variables(&mut found),
                Part::Block { value: None, .. } | Part::Text(_) | Part::Known | Part::Open | Part::Close => {}
            }
        }
        found.retain(|name| !bindings.contains_key(name));
        found.sort();
        found.dedup();
        found
    }
}

const KINDS: [(&str, Kind); 4] =
    [("{*", Kind::AsAround), ("{+", Kind::Loop), ("{-", Kind::NoLoop), ("{.", Kind::Deferred)];

fn parts(mut template: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some(start) = template.chars().next() {
        let behind = &template[start.len_utf8()..];
        let is_type = behind.starts_with(|c: char| c.is_alphanumeric() || "[(".contains(c));
        let block = KINDS.into_iter().find_map(|(open, kind)| Some((template.strip_prefix(open)?, kind)));
        let (part, rest) = match start {
            '$' if is_type => typed(behind, Part::Value),
            '!' if is_type => typed(behind, Part::Place),
            '§' if is_type => typed(behind, Part::Written),
            '@' if is_type => typed(behind, |ty| Part::Bind { ty, typed: false }),
            '@' if behind.starts_with(':') => typed(&behind[1..], |ty| Part::Bind { ty, typed: true }),
            '%' if is_type => typed(behind, |ty| Part::Later { ty, assigned: false }),
            '%' if behind.starts_with('!') => typed(&behind[1..], |ty| Part::Later { ty, assigned: true }),
            '¦' => (Part::Known, behind),
            '«' => (Part::Open, behind),
            '»' => (Part::Close, behind),
            '{' if let Some((inside, kind)) = block => match inside.strip_prefix('}') {
                Some(rest) => (Part::Block { value: None, kind }, rest),
                None => {
                    let (ty, rest) = Ty::read(inside);
                    let Some(rest) = rest.strip_prefix('}') else { panic!("a block's end is expected at {rest}") };
                    (Part::Block { value: Some(ty), kind }, rest)
                }
            },
            _ => (Part::Text(start.to_string()), behind),
        };
        template = rest;
        match (part, parts.last_mut()) {
            (Part::Text(more), Some(Part::Text(text))) => *text += &more,
            (part, _) => parts.push(part),
        }
    }
    parts
}

fn typed(text: &str, part: impl FnOnce(Ty) -> Part) -> (Part, &str) {
    let (ty, rest) = Ty::read(text);
    (part(ty), rest)
}
