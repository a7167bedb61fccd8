//! Blocks, loops and what leaves them: `E055…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0550",
        title: "An `if` with a value needs an `else`",
        explanation: "Where the value of an `if` is used, there must be one in any case.",
        erroneous: r#"fn main() {
    let n = 3
    let text = if n > 2 { "many" }
    println(text)
}
"#,
        corrected: r#"fn main() {
    let n = 3
    let text = if n > 2 { "many" } else { "few" }
    println(text)
}
"#,
    },
    Code {
        id: "E0551",
        title: "The value can't be gone over",
        explanation: "`for` goes over ranges, arrays, lists, and whatever implements `Iterable` or `Iterator`, such as \
                      maps and sets. To count, go over a range.",
        erroneous: r#"fn main() {
    for i in 3 {
        println(i)
    }
}
"#,
        corrected: r#"fn main() {
    for i in 0..3 {
        println(i)
    }
}
"#,
    },
    Code {
        id: "E0552",
        title: "There is no loop here",
        explanation: "`break` and `continue` stand in a loop of the same function or closure, and not in a `defer`.",
        erroneous: r#"fn main() {
    break
}
"#,
        corrected: r#"fn main() {
    loop {
        break
    }
}
"#,
    },
    Code {
        id: "E0553",
        title: "Only a `loop` gives a value",
        explanation: "`while` and `for` may end without a `break`, so a `break` in them can't give the loop a value.",
        erroneous: r#"fn main() {
    var n = 0
    while n < 3 {
        n += 1
        break n
    }
}
"#,
        corrected: r#"fn main() {
    var n = 0
    let found = loop {
        n += 1
        break n
    }
    println(found)
}
"#,
    },
    Code {
        id: "E0554",
        title: "The `break` must give a value",
        explanation: "Every `break` of a `loop` whose value is used gives one.",
        erroneous: r#"fn main() {
    let found: int = loop {
        break
    }
    println(found)
}
"#,
        corrected: r#"fn main() {
    let found: int = loop {
        break 1
    }
    println(found)
}
"#,
    },
    Code {
        id: "E0555",
        title: "The `return` must give a value",
        explanation: "In a function with a result, `return` gives one.",
        erroneous: r#"fn sign(n: int) -> int {
    if n < 0 {
        return
    }
    1
}

fn main() {
    println(sign(1))
}
"#,
        corrected: r#"fn sign(n: int) -> int {
    if n < 0 {
        return -1
    }
    1
}

fn main() {
    println(sign(1))
}
"#,
    },
    Code {
        id: "E0556",
        title: "There is no function to return from",
        explanation: "`return` leaves the function around it, and the initialiser of a module-level binding is in none.",
        erroneous: r#"let limit: int = if 2 > 1 { return } else { 3 }

fn main() {
    println(limit)
}
"#,
        corrected: r#"let limit: int = if 2 > 1 { 2 } else { 3 }

fn main() {
    println(limit)
}
"#,
    },
    Code {
        id: "E0557",
        title: "A `defer` can't return",
        explanation: "What is deferred runs when its block is being left, so it can't leave the function itself.",
        erroneous: r#"fn main() {
    defer { return }
    println("work")
}
"#,
        corrected: r#"fn main() {
    defer println("done")
    println("work")
}
"#,
    },
    Code {
        id: "E0558",
        title: "The `else` of a `let` must leave the block",
        explanation: "When the pattern of a `let … else` does not match, its names have no values, so the block can't go \
                      on.",
        erroneous: r#"fn main() {
    let n = [1, 2].first() else { println("none") }
    println(n)
}
"#,
        corrected: r#"fn main() {
    let n = [1, 2].first() else {
        println("none")
        return
    }
    println(n)
}
"#,
    },
];
