//! Patterns: `E05…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0501",
        title: "The `match` leaves out some values",
        explanation: "A `match` has an arm for every value that may come. The message lists patterns that would cover the \
                      rest. An arm with an `if` does not count, as its condition may be false.",
        erroneous: r#"enum Light { Red, Green }

fn main() {
    match Light.Red {
        Light.Red => println("stop"),
    }
}
"#,
        corrected: r#"enum Light { Red, Green }

fn main() {
    match Light.Red {
        Light.Red => println("stop"),
        Light.Green => println("go"),
    }
}
"#,
    },
    Code {
        id: "E0502",
        title: "The pattern must match every value",
        explanation: "The pattern of a `let`, of a `for` and of a closure's parameter has no other way out. `if let`, \
                      `match` and `let … else` take patterns that may not match.",
        erroneous: r#"fn read() -> Result<int, string> {
    Ok(1)
}

fn main() {
    let Ok(n) = read()
    println(n)
}
"#,
        corrected: r#"fn read() -> Result<int, string> {
    Ok(1)
}

fn main() {
    let Ok(n) = read() else { return }
    println(n)
}
"#,
    },
    Code {
        id: "E0503",
        title: "The pattern is of another type than the value",
        explanation: "A pattern is matched against values of one type; a literal or variant of another can never match.",
        erroneous: r#"fn main() {
    match 3 {
        "three" => println("three"),
        _ => println("other"),
    }
}
"#,
        corrected: r#"fn main() {
    match 3 {
        3 => println("three"),
        _ => println("other"),
    }
}
"#,
    },
    Code {
        id: "E0504",
        title: "The tuple pattern does not fit the value",
        explanation: "A tuple pattern has as many parts as the tuple.",
        erroneous: r#"fn main() {
    let (a, b, c) = (1, 2)
    println(a + b + c)
}
"#,
        corrected: r#"fn main() {
    let (a, b) = (1, 2)
    println(a + b)
}
"#,
    },
    Code {
        id: "E0505",
        title: "The pattern has the wrong number of fields",
        explanation: "A pattern of a variant or struct names all fields in order, `_` for those that don't matter; or it \
                      names some by name, and the others don't matter.",
        erroneous: r#"enum Shape { Box(width: float, height: float) }

fn main() {
    let Shape.Box(w) = Shape.Box(1.0, 2.0)
    println(w)
}
"#,
        corrected: r#"enum Shape { Box(width: float, height: float) }

fn main() {
    let Shape.Box(width: w) = Shape.Box(1.0, 2.0)
    println(w)
}
"#,
    },
    Code {
        id: "E0506",
        title: "There is no field of this name",
        explanation: "A field in a pattern is named as in the declaration.",
        erroneous: r#"struct Point { x: int, y: int }

fn main() {
    let Point(x: a, z: b) = Point(1, 2)
    println(a + b)
}
"#,
        corrected: r#"struct Point { x: int, y: int }

fn main() {
    let Point(x: a, y: b) = Point(1, 2)
    println(a + b)
}
"#,
    },
    Code {
        id: "E0507",
        title: "The variant carries values that the pattern must name",
        explanation: "A variant with values is matched with a pattern for each of them, or with `_` for what does not \
                      matter.",
        erroneous: r#"enum Shape { Circle(float), Empty }

fn main() {
    match Shape.Circle(1.0) {
        Shape.Circle => println("round"),
        Shape.Empty => println("nothing"),
    }
}
"#,
        corrected: r#"enum Shape { Circle(float), Empty }

fn main() {
    match Shape.Circle(1.0) {
        Shape.Circle(_) => println("round"),
        Shape.Empty => println("nothing"),
    }
}
"#,
    },
    Code {
        id: "E0508",
        title: "A bare name would match everything",
        explanation: "A name alone in a pattern is a new variable. A variant is named through its type.",
        erroneous: r#"enum Light { Red, Green }

fn main() {
    match Light.Green {
        Red => println("stop"),
        _ => println("go"),
    }
}
"#,
        corrected: r#"enum Light { Red, Green }

fn main() {
    match Light.Green {
        Light.Red => println("stop"),
        _ => println("go"),
    }
}
"#,
    },
    Code {
        id: "E0509",
        title: "This can't be taken apart",
        explanation: "Only structs and the variants of enums can be taken apart by a pattern with a name.",
        erroneous: r#"fn double(n: int) -> int { n * 2 }

fn main() {
    match double(2) {
        double(n) => println(n),
        _ => println("other"),
    }
}
"#,
        corrected: r#"fn double(n: int) -> int { n * 2 }

fn main() {
    match double(2) {
        4 => println("four"),
        _ => println("other"),
    }
}
"#,
    },
    Code {
        id: "E0511",
        title: "The bounds of the range are wrong",
        explanation: "A range pattern lies between two integers or two characters.",
        erroneous: r#"fn main() {
    match 3 {
        1..='z' => println("odd"),
        _ => println("other"),
    }
}
"#,
        corrected: r#"fn main() {
    match 3 {
        1..=9 => println("digit"),
        _ => println("other"),
    }
}
"#,
    },
    Code {
        id: "E0512",
        title: "The range is empty",
        explanation: "A range pattern whose end lies before its start never matches.",
        erroneous: r#"fn main() {
    match 3 {
        9..=1 => println("digit"),
        _ => println("other"),
    }
}
"#,
        corrected: r#"fn main() {
    match 3 {
        1..=9 => println("digit"),
        _ => println("other"),
    }
}
"#,
    },
    Code {
        id: "E0513",
        title: "The value is no optional",
        explanation: "`none` and `pattern?` match optionals.",
        erroneous: r#"fn main() {
    match 3 {
        n? => println(n),
    }
}
"#,
        corrected: r#"fn main() {
    let first: int? = 3
    match first {
        n? => println(n),
        none => println("nothing"),
    }
}
"#,
    },
    Code {
        id: "E0514",
        title: "The alternatives bind the name with different types",
        explanation: "In `a | b`, each name stands for one variable, so it must have one type in all alternatives.",
        erroneous: r#"enum Shape { Circle(float), Named(string) }

fn main() {
    match Shape.Circle(1.0) {
        Shape.Circle(a) | Shape.Named(a) => println("{a}"),
    }
}
"#,
        corrected: r#"enum Shape { Circle(float), Named(string) }

fn main() {
    match Shape.Circle(1.0) {
        Shape.Circle(a) => println("{a}"),
        Shape.Named(a) => println("{a}"),
    }
}
"#,
    },
    Code {
        id: "E0515",
        title: "The alternatives bind different names",
        explanation: "In `a | b`, every alternative must bind the same names, as the arm's body can't know which one \
                      matched.",
        erroneous: r#"enum Shape { Circle(float), Square(float) }

fn main() {
    match Shape.Circle(1.0) {
        Shape.Circle(a) | Shape.Square(b) => println("{a} {b}"),
    }
}
"#,
        corrected: r#"enum Shape { Circle(float), Square(float) }

fn main() {
    match Shape.Circle(1.0) {
        Shape.Circle(a) | Shape.Square(a) => println("{a}"),
    }
}
"#,
    },
];
