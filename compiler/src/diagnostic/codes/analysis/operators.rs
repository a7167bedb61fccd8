//! Operators, indexing and assignment: `E045…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0450",
        title: "The operator is not defined for these types",
        explanation: "The built-in operators take two values of one type: no number converts by itself. For other types, \
                      operators call the methods of interfaces: `Add`, `Sub`, `Mul`, `Div`, `Rem`, `Eq`, `Ord`.",
        erroneous: r#"fn main() {
    let n = 3
    println(1.5 * n)
}
"#,
        corrected: r#"fn main() {
    let n = 3
    println(1.5 * float(n))
}
"#,
    },
    Code {
        id: "E0451",
        title: "The operator is not defined for this type",
        explanation: "`-` is for numbers and for what implements `Neg`, `~` for integers, `!` for truth values.",
        erroneous: r#"fn main() {
    println(-"a")
}
"#,
        corrected: r#"fn main() {
    println(-1)
}
"#,
    },
    Code {
        id: "E0452",
        title: "The value can't be indexed or sliced",
        explanation: "`value[key]` is for arrays, lists, maps and what implements `Index`, `value[from..to]` for what \
                      implements `Slice`.",
        erroneous: r#"fn main() {
    let n = 12
    println(n[0])
}
"#,
        corrected: r#"fn main() {
    let n = [1, 2]
    println(n[0])
}
"#,
    },
    Code {
        id: "E0453",
        title: "The elements can't be assigned",
        explanation: "`value[key] = …` is for arrays, lists, maps and what implements `IndexSet`. Strings never change: \
                      make a new one.",
        erroneous: r#"fn main() {
    var text = "abc"
    text[0] = "x"
    println(text)
}
"#,
        corrected: r#"fn main() {
    var text = "abc"
    text = "x" + text[1..]
    println(text)
}
"#,
    },
    Code {
        id: "E0454",
        title: "The name was not declared with `var`",
        explanation: "`let`, parameters and the variables of patterns and loops keep the value that they got. `var` \
                      declares a variable that can be assigned.",
        erroneous: r#"fn main() {
    let n = 1
    n = 2
    println(n)
}
"#,
        corrected: r#"fn main() {
    var n = 1
    println(n)
    n = 2
    println(n)
}
"#,
    },
    Code {
        id: "E0455",
        title: "The field is not `var`",
        explanation: "A field can be assigned if the struct declares it with `var`.",
        erroneous: r#"struct Point { x: int }

fn main() {
    let p = Point(1)
    p.x = 2
    println(p.x)
}
"#,
        corrected: r#"struct Point { var x: int }

fn main() {
    let p = Point(1)
    p.x = 2
    println(p.x)
}
"#,
    },
    Code {
        id: "E0456",
        title: "The parts of a tuple can't be assigned",
        explanation: "A tuple is a value like a number: it is replaced as a whole.",
        erroneous: r#"fn main() {
    var pair = (1, 2)
    pair.0 = 3
    println(pair.0)
}
"#,
        corrected: r#"fn main() {
    var pair = (1, 2)
    pair = (3, pair.1)
    println(pair.0)
}
"#,
    },
    Code {
        id: "E0457",
        title: "This can't be assigned",
        explanation: "Left of `=` stands a variable, a field or an element.",
        erroneous: r#"fn number() -> int { 1 }

fn main() {
    number() = 2
}
"#,
        corrected: r#"fn number() -> int { 1 }

fn main() {
    var n = number()
    n = n + 2
    println(n)
}
"#,
    },
];
