//! The codes of what only shows when generic code meets its types, `E07…`, in order.

use super::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0701",
        title: "A type that is built from ever larger types",
        explanation: "A generic type is made for each set of type arguments that it is used with. One that holds itself \
            with larger arguments, as `Nest<T>` with a `Nest<[T]>`, would have to be made without end.",
        erroneous: "struct Nest<T> { value: T, inner: Nest<[T]>? }\n\nfn main() {\n    let nest: Nest<int> = \
            Nest(1, none)\n    println(nest.value)\n}\n",
        corrected: "struct Nest<T> { value: T, inner: Nest<T>? }\n\nfn main() {\n    let nest: Nest<int> = \
            Nest(1, none)\n    println(nest.value)\n}\n",
    },
    Code {
        id: "E0702",
        title: "A function that would be needed for ever larger types",
        explanation: "A generic function is made for each set of types that it is called with. One that calls itself with a \
            larger type, as with a list of what it was given, would have to be made without end, even if the calls \
            would end when the program runs.",
        erroneous: "fn nested<T: Show>(value: T, depth: int) -> string {\n    if depth == 0 { \"{value}\" } else { \
            nested([value], depth - 1) }\n}\n\nfn main() {\n    println(nested(1, 3))\n}\n",
        corrected: "fn nested(value: string, depth: int) -> string {\n    if depth == 0 { value } else { \
            nested(\"[{value}]\", depth - 1) }\n}\n\nfn main() {\n    println(nested(\"1\", 3))\n}\n",
    },
    Code {
        id: "E0703",
        title: "Patterns that take too many tests",
        explanation: "A `match` is turned into a tree of tests. Alternatives inside of others can make that tree larger than \
            any program should be. Match in several steps, or compare in a guard.",
        erroneous: r#"enum E { A(int), B(int) }

fn total(list: [E]) -> int {
    match list {
        [
            E.A(a) | E.B(a), E.A(b) | E.B(b), E.A(c) | E.B(c),
            E.A(d) | E.B(d), E.A(e) | E.B(e), E.A(f) | E.B(f),
            E.A(g) | E.B(g), E.A(h) | E.B(h), E.A(i) | E.B(i),
            E.A(j) | E.B(j), E.A(k) | E.B(k), E.A(l) | E.B(l),
            E.A(m) | E.B(m), E.A(n) | E.B(n), E.A(o) | E.B(o),
            E.A(p) | E.B(p), E.A(q) | E.B(q), E.A(r) | E.B(r)
        ] => a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r
        _ => 0
    }
}

fn main() {
    println(total([]))
}
"#,
        corrected: r#"enum E { A(int), B(int) }

fn number(of: E) -> int {
    match of {
        E.A(n) | E.B(n) => n
    }
}

fn total(list: [E]) -> int {
    if list.len() == 18 { list.map(number).sum() } else { 0 }
}

fn main() {
    println(total([]))
}
"#,
    },
];
