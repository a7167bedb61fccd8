//! What a program may have but hardly means: `W02…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "W0201",
        title: "A variable is never used",
        explanation: "Nothing reads the variable or parameter. If that is meant, let its name start with `_`.",
        erroneous: r#"fn main() {
    let n = 1
    println("hello")
}
"#,
        corrected: r#"fn main() {
    let _n = 1
    println("hello")
}
"#,
    },
    Code {
        id: "W0202",
        title: "The `var` is never assigned",
        explanation: "A variable that keeps its first value is declared with `let`.",
        erroneous: r#"fn main() {
    var n = 1
    println(n)
}
"#,
        corrected: r#"fn main() {
    let n = 1
    println(n)
}
"#,
    },
    Code {
        id: "W0203",
        title: "An import is never used",
        explanation: "Nothing in the module uses the name that the import brings.",
        erroneous: r#"import std.math

fn main() {
    println("hello")
}
"#,
        corrected: r#"fn main() {
    println("hello")
}
"#,
    },
    Code {
        id: "W0204",
        title: "An item is never used",
        explanation: "A private item is only seen in its module, and nothing there uses it.",
        erroneous: r#"fn helper() -> int { 1 }

fn main() {
    println("hello")
}
"#,
        corrected: r#"fn helper() -> int { 1 }

fn main() {
    println(helper())
}
"#,
    },
    Code {
        id: "W0205",
        title: "Code is never reached",
        explanation: "What stands before it always leaves the block: by `return`, `break`, `continue`, or a call that \
                      never comes back, such as `panic`.",
        erroneous: r#"fn one() -> int {
    return 1
    println("never")
}

fn main() {
    println(one())
}
"#,
        corrected: r#"fn one() -> int {
    println("before")
    return 1
}

fn main() {
    println(one())
}
"#,
    },
    Code {
        id: "W0206",
        title: "An arm never matches",
        explanation: "The arms of a `match` are tried from the first to the last, and those before this one take all of \
                      its values.",
        erroneous: r#"fn main() {
    match 3 {
        0..=9 => println("digit"),
        3 => println("three"),
        _ => println("number"),
    }
}
"#,
        corrected: r#"fn main() {
    match 3 {
        3 => println("three"),
        0..=9 => println("digit"),
        _ => println("number"),
    }
}
"#,
    },
    Code {
        id: "W0207",
        title: "A failure goes unnoticed",
        explanation: "The call gives a `Result`, and nothing looks at it. Hand the error on with `?`, handle it, or say \
                      with `let _ =` that it does not matter.",
        erroneous: r#"fn save() -> Result<(), string> {
    Err("disk full")
}

fn main() {
    save()
    println("saved")
}
"#,
        corrected: r#"fn save() -> Result<(), string> {
    Err("disk full")
}

fn main() {
    let _ = save()
    println("saved")
}
"#,
    },
    Code {
        id: "W0208",
        title: "A value is computed and not used",
        explanation: "The statement only computes something and drops it.",
        erroneous: r#"fn main() {
    let n = 1
    n + 1
    println(n)
}
"#,
        corrected: r#"fn main() {
    var n = 1
    n += 1
    println(n)
}
"#,
    },
    Code {
        id: "W0209",
        title: "A label is never used",
        explanation: "No `break` or `continue` names the loop.",
        erroneous: r#"fn main() {
    'rows: for row in 0..3 {
        println(row)
    }
}
"#,
        corrected: r#"fn main() {
    for row in 0..3 {
        println(row)
    }
}
"#,
    },
];
