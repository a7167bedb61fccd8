//! Optionals and results: `E047…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0470",
        title: "`?` is for optionals and results",
        explanation: "`value?` gives the value inside, or leaves the function with the `none` or the error. A plain value \
                      needs no `?`.",
        erroneous: r#"fn read() -> Result<int, string> {
    Ok(1)
}

fn next() -> Result<int, string> {
    let n = 1?
    Ok(n + read()?)
}

fn main() {
    println(next())
}
"#,
        corrected: r#"fn read() -> Result<int, string> {
    Ok(1)
}

fn next() -> Result<int, string> {
    let n = 1
    Ok(n + read()?)
}

fn main() {
    println(next())
}
"#,
    },
    Code {
        id: "E0471",
        title: "`?` does not fit the function's result",
        explanation: "`?` on a result leaves the function with an error, so the function must give a `Result`; on an \
                      optional it leaves with `none`, so the function must give an optional. A closure is a function of \
                      its own.",
        erroneous: r#"fn read() -> Result<int, string> {
    Ok(1)
}

fn main() {
    println(read()?)
}
"#,
        corrected: r#"fn read() -> Result<int, string> {
    Ok(1)
}

fn main() -> Result<(), string> {
    println(read()?)
    Ok(())
}
"#,
    },
    Code {
        id: "E0472",
        title: "The error is of another type",
        explanation: "`?` hands an error on to a function that fails with the same type, or with one that implements \
                      `From` for it.",
        erroneous: r#"struct Low { code: int }

fn low() -> Result<int, Low> {
    Err(Low(1))
}

fn high() -> Result<int, string> {
    Ok(low()? + 1)
}

fn main() {
    println(high())
}
"#,
        corrected: r#"struct Low { code: int }

fn low() -> Result<int, Low> {
    Err(Low(1))
}

fn high() -> Result<int, string> {
    Ok(low().map_err(|error| "code {error.code}")? + 1)
}

fn main() {
    println(high())
}
"#,
    },
    Code {
        id: "E0473",
        title: "There is no function to leave",
        explanation: "`?` leaves the function around it. The initialiser of a module-level binding is in none, and `defer` \
                      runs when its block is left already.",
        erroneous: r#"fn read() -> Result<int, string> {
    Ok(1)
}

let first: int = read()?

fn main() {
    println(first)
}
"#,
        corrected: r#"fn read() -> Result<int, string> {
    Ok(1)
}

let first: int = read()!

fn main() {
    println(first)
}
"#,
    },
    Code {
        id: "E0474",
        title: "`!` is for optionals and results",
        explanation: "`value!` gives the value inside, or traps when there is none. A plain value needs no `!`.",
        erroneous: r#"fn main() {
    let n = 1
    println(n!)
}
"#,
        corrected: r#"fn main() {
    let n: int? = 1
    println(n!)
}
"#,
    },
    Code {
        id: "E0475",
        title: "`?.` is for optionals and results",
        explanation: "`a ?? b` gives the value of `a`, or `b` when `a` is `none`. For a `Result` there are `unwrap_or` and \
                      `ok()`.",
        erroneous: r#"fn main() {
    let n = 1
    println(n ?? 2)
}
"#,
        corrected: r#"fn main() {
    let n: int? = 1
    println(n ?? 2)
}
"#,
    },
    Code {
        id: "E0476",
        title: "`?.` is for optionals and results",
        explanation: "`a?.b` is `none` when `a` is; on a `Result` it is `a?` and then `.b`. On a plain value, use a \
                      plain dot.",
        erroneous: r#"fn main() {
    let text = "abc"
    println(text?.len() ?? 0)
}
"#,
        corrected: r#"fn main() {
    let text = "abc"
    println(text.len())
}
"#,
    },
    Code {
        id: "E0477",
        title: "An optional is no condition",
        explanation: "A condition is a truth value. Whether an optional holds a value is asked by `if let`, which binds \
                      the value, or by comparing with `none`.",
        erroneous: r#"fn main() {
    let first = [1, 2].first()
    if first {
        println("there")
    }
}
"#,
        corrected: r#"fn main() {
    let first = [1, 2].first()
    if let n = first {
        println("there is {n}")
    }
}
"#,
    },
    Code {
        id: "E0478",
        title: "The pattern always matches",
        explanation: "`if let`, `while let` and `let … else` ask whether a value matches a pattern. A plain name matches \
                      every value that is no optional.",
        erroneous: r#"fn main() {
    let n = 1
    if let m = n {
        println(m)
    }
}
"#,
        corrected: r#"fn main() {
    let n: int? = 1
    if let m = n {
        println(m)
    }
}
"#,
    },
    Code {
        id: "E0479",
        title: "The value is never `none`",
        explanation: "Only optionals can be `none`.",
        erroneous: r#"fn main() {
    let n = 1
    println(n == none)
}
"#,
        corrected: r#"fn main() {
    let n: int? = 1
    println(n == none)
}
"#,
    },
];
