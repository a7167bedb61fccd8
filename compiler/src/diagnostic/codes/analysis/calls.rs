//! Calls that do not fit what they call: `E04…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0401",
        title: "The number of arguments is wrong",
        explanation: "A call gives an argument for every parameter; those with a default value may be left out.",
        erroneous: r#"fn add(a: int, b: int) -> int {
    a + b
}

fn main() {
    println(add(1, 2, 3))
}
"#,
        corrected: r#"fn add(a: int, b: int) -> int {
    a + b
}

fn main() {
    println(add(1, 2))
}
"#,
    },
    Code {
        id: "E0402",
        title: "Arguments are missing",
        explanation: "Every parameter without a default value needs an argument, and every field without one needs a value \
                      when a struct is made.",
        erroneous: r#"struct Point { x: int, y: int }

fn main() {
    println(Point(x: 1).x)
}
"#,
        corrected: r#"struct Point { x: int, y: int }

fn main() {
    println(Point(x: 1, y: 2).x)
}
"#,
    },
    Code {
        id: "E0403",
        title: "There is no parameter of this name",
        explanation: "An argument with a name goes to the parameter, or field, of that name.",
        erroneous: r#"fn pad(text: string, width: int = 8) -> string {
    text + " ".repeat(width)
}

fn main() {
    println(pad("a", widht: 3))
}
"#,
        corrected: r#"fn pad(text: string, width: int = 8) -> string {
    text + " ".repeat(width)
}

fn main() {
    println(pad("a", width: 3))
}
"#,
    },
    Code {
        id: "E0404",
        title: "Something is given twice",
        explanation: "Each parameter or field gets one value, by its place or by its name.",
        erroneous: r#"fn pad(text: string, width: int = 8) -> string {
    text + " ".repeat(width)
}

fn main() {
    println(pad("a", text: "b"))
}
"#,
        corrected: r#"fn pad(text: string, width: int = 8) -> string {
    text + " ".repeat(width)
}

fn main() {
    println(pad("a"))
}
"#,
    },
    Code {
        id: "E0405",
        title: "An argument without a name follows one with a name",
        explanation: "Arguments by place come first, those by name after them.",
        erroneous: r#"fn pad(text: string, width: int = 8) -> string {
    text + " ".repeat(width)
}

fn main() {
    println(pad(text: "a", 3))
}
"#,
        corrected: r#"fn pad(text: string, width: int = 8) -> string {
    text + " ".repeat(width)
}

fn main() {
    println(pad("a", width: 3))
}
"#,
    },
    Code {
        id: "E0406",
        title: "The value can't be called",
        explanation: "Only functions and closures can be called.",
        erroneous: r#"fn main() {
    let n = 3
    println(n(4))
}
"#,
        corrected: r#"fn main() {
    let n = |x: int| x * 3
    println(n(4))
}
"#,
    },
    Code {
        id: "E0407",
        title: "The type can't be made by calling its name",
        explanation: "Structs are made by calling their name. A value of an enum is one of its variants, and a value of an \
                      interface type is any value that implements the interface.",
        erroneous: r#"enum Light { Red }

fn main() {
    if let Light.Red = Light() {
        println("stop")
    }
}
"#,
        corrected: r#"enum Light { Red }

fn main() {
    if let Light.Red = Light.Red {
        println("stop")
    }
}
"#,
    },
    Code {
        id: "E0408",
        title: "The variant carries nothing",
        explanation: "A variant without values is named without parentheses.",
        erroneous: r#"enum Light { Red }

fn main() {
    if let Light.Red = Light.Red() {
        println("stop")
    }
}
"#,
        corrected: r#"enum Light { Red }

fn main() {
    if let Light.Red = Light.Red {
        println("stop")
    }
}
"#,
    },
    Code {
        id: "E0409",
        title: "The struct can only be made in its own module",
        explanation: "A struct with private fields that have no default value can't be made elsewhere by calling its name, \
                      so that its module can keep its promises. The module offers functions that make it.",
        erroneous: r#"fn main() {
    let list: [int] = List(length: 0)
    println(list.len())
}
"#,
        corrected: r#"fn main() {
    let list: [int] = List.new()
    println(list.len())
}
"#,
    },
    Code {
        id: "E0410",
        title: "The function has no `self`",
        explanation: "A function of an `impl` without `self` belongs to the type, not to a value: it is called through the \
                      type's name.",
        erroneous: r#"struct Point { x: int }

impl Point {
    fn origin() -> Point { Point(0) }
}

fn main() {
    println(Point(1).origin().x)
}
"#,
        corrected: r#"struct Point { x: int }

impl Point {
    fn origin() -> Point { Point(0) }
}

fn main() {
    println(Point.origin().x)
}
"#,
    },
    Code {
        id: "E0411",
        title: "The closure takes the wrong number of parameters",
        explanation: "A closure must take as many parameters as the function type where it goes. `_` stands for a \
                      parameter that is not needed.",
        erroneous: r#"fn main() {
    println([1, 2].map(|a, b| a + b))
}
"#,
        corrected: r#"fn main() {
    println([1, 2].map(|a| a + 1))
}
"#,
    },
];
