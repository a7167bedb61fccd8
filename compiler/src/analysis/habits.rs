//! What goes by another name in other languages. A newcomer's first guess is his last language's word, which is often too
//! far from ours to look misspelt.

/// A word elsewhere, in lower case and without `_`, and the words here, of which the one that is there is meant.
type Words = &'static [(&'static str, &'static [&'static str])];

/// A word elsewhere in the same form, and what to do here in a sentence.
type Ways = &'static [(&'static str, &'static str)];

const METHODS: Words = &[
    ("add", &["push", "insert"]),
    ("append", &["push", "push_back"]),
    ("ceiling", &["ceil"]),
    ("charat", &["char_at"]),
    ("clone", &["copy"]),
    ("collect", &["to_list"]),
    ("contains", &["contains_key"]),
    ("containskey", &["contains_key"]),
    ("delete", &["remove"]),
    ("dequeue", &["pop_front"]),
    ("discard", &["remove"]),
    ("distinct", &["unique"]),
    ("downcase", &["to_lower"]),
    ("empty", &["is_empty"]),
    ("enqueue", &["push_back"]),
    ("entries", &["iter"]),
    ("every", &["all"]),
    ("exists", &["any"]),
    ("findindex", &["position"]),
    ("foldleft", &["fold"]),
    ("foreach", &["each"]),
    ("getordefault", &["get_or"]),
    ("getorelse", &["unwrap_or"]),
    ("getorput", &["get_or_insert"]),
    ("haskey", &["contains_key"]),
    ("has", &["contains", "contains_key"]),
    ("head", &["first"]),
    ("includes", &["contains"]),
    ("indexof", &["index_of", "find"]),
    ("inject", &["fold"]),
    ("items", &["iter"]),
    ("length", &["len"]),
    ("lower", &["to_lower"]),
    ("lowercase", &["to_lower"]),
    ("mod", &["modulo"]),
    ("parse", &["parse_int"]),
    ("popback", &["pop", "pop_back"]),
    ("pushback", &["push"]),
    ("put", &["insert", "push"]),
    ("rev", &["reversed"]),
    ("reverse", &["reversed"]),
    ("select", &["filter"]),
    ("set", &["insert"]),
    ("setdefault", &["get_or_insert"]),
    ("shift", &["pop_front"]),
    ("size", &["len", "count"]),
    ("some", &["any"]),
    ("strip", &["trim"]),
    ("stripend", &["trim_end"]),
    ("stripstart", &["trim_start"]),
    ("todouble", &["parse_float"]),
    ("tofloat", &["parse_float"]),
    ("toint", &["parse_int"]),
    ("tolowercase", &["to_lower"]),
    ("touppercase", &["to_upper"]),
    ("tovec", &["to_list"]),
    ("truncate", &["trunc"]),
    ("upcase", &["to_upper"]),
    ("upper", &["to_upper"]),
    ("uppercase", &["to_upper"]),
];

const METHOD_WAYS: Ways = &[
    ("concat", "`a + b` joins strings and lists"),
    ("equals", "`a == b` compares"),
    ("format", "values stand in the text itself: `\"{name}: {count}\"`"),
    ("isnone", "`x == none` asks for it"),
    ("issome", "`x != none` asks for it"),
    ("isnull", "there is no null: only an optional `T?` can be `none`"),
    ("orelse", "`a ?? b` is the value of `a`, or else `b`"),
    ("rev", "what is gone over backwards is turned around first: `text.reversed()`, `list.reversed()`"),
    ("reverse", "what is gone over backwards is turned around first: `text.reversed()`, `list.reversed()`"),
    ("reversed", "what is gone over backwards is turned around first: `text.reversed()`, `list.reversed()`"),
    ("slice", "`x[a..b]` is a part of a string or list"),
    ("str", "`string(x)` or `\"{x}\"` is its text"),
    ("substr", "`text[a..b]` is a part of a string"),
    ("substring", "`text[a..b]` is a part of a string"),
    ("tofloat", "`float(x)` converts"),
    ("toint", "`int(x)` converts"),
    ("tostring", "`string(x)` or `\"{x}\"` is its text"),
    ("unwrap", "`x!` takes the value out, and traps where there is none"),
    ("unwrapor", "`x ?? other` is the value, or else the other"),
];

const NAME_WAYS: Ways = &[
    ("abs", "it is a method of numbers: `x.abs()`"),
    ("asserteq", "`assert a == b` shows both sides when it fails"),
    ("assertequal", "`assert a == b` shows both sides when it fails"),
    ("ceil", "it is a method of floats: `x.ceil()`"),
    ("console", "`println(…)` prints a line"),
    ("exit", "it is `os.exit(code)` of `std.os`"),
    ("floor", "it is a method of floats: `x.floor()`"),
    ("fmt", "`println(…)` prints a line, and values stand in the text itself: `\"{name}\"`"),
    ("format", "values stand in the text itself: `\"{name}: {count}\"`"),
    ("input", "a line of standard input is `io.stdin().read_line()` of `std.io`"),
    ("len", "it is a method: `x.len()`"),
    ("max", "`max(a, b)` is known everywhere, and numbers have `a.max(b)`"),
    ("min", "`min(a, b)` is known everywhere, and numbers have `a.min(b)`"),
    ("open", "files are opened and read by `std.fs`, such as `fs.read_text(path)`"),
    ("printf", "`print(…)` prints, and values stand in the text itself: `\"{name}: {count}\"`"),
    ("puts", "`println(…)` prints a line"),
    ("range", "a range is written `a..b`, without `b` itself, or `a..=b`"),
    ("round", "it is a method of floats: `x.round()`"),
    ("some", "a value becomes an optional by itself"),
    ("sorted", "it is a method of lists: `list.sorted()`"),
    ("sprintf", "values stand in the text itself: `\"{name}: {count}\"`"),
    ("sqrt", "it is a method of floats, `x.sqrt()`, and a function of `std.math`"),
    ("str", "`string(x)` or `\"{x}\"` is the text of a value"),
    ("sum", "it is a method of lists and iterators: `list.sum()`"),
    ("system", "`println(…)` prints a line"),
    ("this", "the value that a method is called on is `self`"),
    ("typeof", "`x is T` asks a value of an interface type or of `any` for its type"),
];

const TYPES: Ways = &[
    ("arraylist", "[T]"),
    ("boolean", "bool"),
    ("byte", "u8"),
    ("character", "char"),
    ("dict", "Map<K, V>"),
    ("dictionary", "Map<K, V>"),
    ("double", "float"),
    ("f64", "float"),
    ("hashmap", "Map<K, V>"),
    ("hashset", "Set<T>"),
    ("i64", "int"),
    ("int64", "int"),
    ("integer", "int"),
    ("isize", "int"),
    ("long", "int"),
    ("maybe", "T?"),
    ("number", "int` or `float"),
    ("object", "any"),
    ("option", "T?"),
    ("optional", "T?"),
    ("rune", "char"),
    ("slice", "[T]"),
    ("str", "string"),
    ("u64", "int"),
    ("uint", "int"),
    ("unit", "()"),
    ("usize", "int"),
    ("vec", "[T]"),
    ("vector", "[T]"),
    ("void", "()"),
];

/// The method that is meant, if it is among those that there are.
pub fn method(word: &str, known: &[&str]) -> Option<&'static str> {
    let word = plain(word);
    let here = METHODS.iter().find(|(elsewhere, _)| *elsewhere == word).map(|(_, here)| *here)?;
    here.iter().copied().find(|name| known.contains(name))
}

/// What stands for a method that is none.
pub fn instead_of_method(word: &str) -> Option<&'static str> {
    look_up(METHOD_WAYS, word)
}

/// What stands for a function or object that every program has elsewhere.
pub fn instead_of_name(word: &str) -> Option<&'static str> {
    look_up(NAME_WAYS, word)
}

/// The type that is meant, as it is written here.
pub fn type_name(word: &str) -> Option<&'static str> {
    look_up(TYPES, word)
}

fn look_up(ways: Ways, word: &str) -> Option<&'static str> {
    let word = plain(word);
    ways.iter().find(|(elsewhere, _)| *elsewhere == word).map(|(_, here)| *here)
}

fn plain(word: &str) -> String {
    word.chars().filter(|letter| *letter != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_however_it_is_spelt() {
        assert_eq!(method("containsKey", &["contains_key"]), Some("contains_key"));
        assert_eq!(method("to_upper_case", &["to_lower", "to_upper"]), Some("to_upper"));
        assert_eq!(method("append", &["pop"]), None);
        assert_eq!(type_name("HashMap"), Some("Map<K, V>"));
        assert!(instead_of_method("toString").is_some() && instead_of_name("println").is_none());
    }

    #[test]
    fn every_word_can_be_found() {
        let words = METHODS.iter().map(|(word, _)| word);
        let ways = [METHOD_WAYS, NAME_WAYS, TYPES].into_iter().flatten().map(|(word, _)| word);
        for word in words.chain(ways) {
            assert_eq!(plain(word), **word);
        }
    }
}
