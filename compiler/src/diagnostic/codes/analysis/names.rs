//! Names that stand for nothing, or for something else: `E02…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0201",
        title: "There is nothing of this name",
        explanation: "A name must be declared where it is used: as a variable further up in the block, as a parameter, as \
                      an item of the module, by an import, or by the prelude. Often the name is only misspelt.",
        erroneous: r#"fn main() {
    let count = 3
    println(conut)
}
"#,
        corrected: r#"fn main() {
    let count = 3
    println(count)
}
"#,
    },
    Code {
        id: "E0202",
        title: "There is no type of this name",
        explanation: "A type is built in, declared in the module, imported, or a type parameter of the item. The built-in \
                      types are written small: `int`, `float`, `bool`, `char`, `string`.",
        erroneous: r#"fn twice(text: String) -> string {
    text + text
}

fn main() {
    println(twice("a"))
}
"#,
        corrected: r#"fn twice(text: string) -> string {
    text + text
}

fn main() {
    println(twice("a"))
}
"#,
    },
    Code {
        id: "E0203",
        title: "The module has nothing of this name",
        explanation: "What stands behind a module and a dot, or in the braces of an import, must be a `pub` item of that \
                      module. What a module imports for itself is not part of it.",
        erroneous: r#"import std.math

fn main() {
    println(math.squareroot(2.0))
}
"#,
        corrected: r#"import std.math

fn main() {
    println(math.sqrt(2.0))
}
"#,
    },
    Code {
        id: "E0204",
        title: "The item is private to its module",
        explanation: "Items without `pub` belong to their module alone. Use what the module offers, or, if it is yours, \
                      put `pub` before the item.",
        erroneous: r#"import std.fmt

fn main() {
    println(fmt.arrange("", "1", ' ', '<', false, 3))
}
"#,
        corrected: r#"fn main() {
    println("{1:<3}")
}
"#,
    },
    Code {
        id: "E0205",
        title: "The field or method is private to its module",
        explanation: "Fields and methods without `pub` can only be used in the module that declares them, so that it can \
                      change them without breaking others.",
        erroneous: r#"fn main() {
    let ages = ["Ada": 36]
    println(ages.table.live())
}
"#,
        corrected: r#"fn main() {
    let ages = ["Ada": 36]
    println(ages.len())
}
"#,
    },
    Code {
        id: "E0206",
        title: "There is no such module",
        explanation: "An import names a module by the path of its file, with dots: `import geometry.shapes` is the file \
                      geometry/shapes.nido beside the program, `import std.json` a module of the standard library.",
        erroneous: r#"import std.jsno

fn main() {
    println(jsno.parse("1"))
}
"#,
        corrected: r#"import std.json

fn main() {
    println(json.parse("1"))
}
"#,
    },
    Code {
        id: "E0207",
        title: "The module can't be read",
        explanation: "The file of an imported module is there, but reading it failed: perhaps it is a directory, it may \
                      not be read, or it is no UTF-8 text.",
        erroneous: r#"import broken

fn main() {
    println(broken.value())
}
"#,
        corrected: r#"fn main() {
    println(1)
}
"#,
    },
    Code {
        id: "E0208",
        title: "Modules import each other in a circle",
        explanation: "Modules are initialised in the order of their imports, so no module can import itself, not even by \
                      way of others. Move what both need into a third module.",
        erroneous: r#"// left.nido
import right

pub fn value() -> int {
    right.value()
}
"#,
        corrected: r#"// left.nido
import common

pub fn value() -> int {
    common.value()
}
"#,
    },
    Code {
        id: "E0209",
        title: "The name is declared twice",
        explanation: "In a module every name stands for one thing, and so it is with the fields of a struct, the variants \
                      of an enum, the parameters of a function and the methods of a type.",
        erroneous: r#"fn half(n: int) -> int {
    n / 2
}

fn half(x: float) -> float {
    x / 2.0
}

fn main() {
    println(half(4))
}
"#,
        corrected: r#"fn half(n: int) -> int {
    n / 2
}

fn half_of(x: float) -> float {
    x / 2.0
}

fn main() {
    println(half(4))
    println(half_of(1.0))
}
"#,
    },
    Code {
        id: "E0210",
        title: "What stands before the dot holds no names",
        explanation: "In a path such as `geometry.shapes.Circle`, what stands before a dot must be a module or an enum.",
        erroneous: r#"struct Point { x: int }

fn twice(p: Point.x) -> int {
    p * 2
}

fn main() {
    println(twice(Point(1).x))
}
"#,
        corrected: r#"struct Point { x: int }

fn twice(p: int) -> int {
    p * 2
}

fn main() {
    println(twice(Point(1).x))
}
"#,
    },
    Code {
        id: "E0211",
        title: "The enum has no such variant",
        explanation: "A variant is named through its enum, exactly as it is declared there.",
        erroneous: r#"enum Light { Red, Green }

fn main() {
    if let Light.Gren = Light.Red {
        println("go")
    }
}
"#,
        corrected: r#"enum Light { Red, Green }

fn main() {
    if let Light.Green = Light.Red {
        println("go")
    }
}
"#,
    },
    Code {
        id: "E0212",
        title: "The type has no such function",
        explanation: "A function called through a type, such as `Map.new()`, must stand in an `impl` of the type, or \
                      belong to an interface that the type implements.",
        erroneous: r#"fn main() {
    let ages: Map<string, int> = Map.empty()
    println(ages.len())
}
"#,
        corrected: r#"fn main() {
    let ages: Map<string, int> = Map.new()
    println(ages.len())
}
"#,
    },
    Code {
        id: "E0213",
        title: "The type has no such method",
        explanation: "A method stands in an `impl` of the value's type, or belongs to an interface that the type \
                      implements. For a value of a type parameter, only the interfaces in its bounds count.",
        erroneous: r#"fn main() {
    println([1, 2].length())
}
"#,
        corrected: r#"fn main() {
    println([1, 2].len())
}
"#,
    },
    Code {
        id: "E0214",
        title: "The struct has no such field",
        explanation: "Fields are named exactly as the struct declares them.",
        erroneous: r#"struct Point { x: int }

fn main() {
    println(Point(1).y)
}
"#,
        corrected: r#"struct Point { x: int }

fn main() {
    println(Point(1).x)
}
"#,
    },
    Code {
        id: "E0215",
        title: "A method is called with parentheses",
        explanation: "What was named like a field is a method. A method is called with parentheses even when it takes no \
                      arguments; to have it as a value, write a closure.",
        erroneous: r#"fn main() {
    println([1, 2].len + 1)
}
"#,
        corrected: r#"fn main() {
    println([1, 2].len() + 1)
}
"#,
    },
    Code {
        id: "E0216",
        title: "The value may be `none`",
        explanation: "An optional has none of the fields and methods of the value that may be in it. `?.` reaches into it \
                      and gives `none` when there is nothing; `!` traps then; `if let` asks first.",
        erroneous: r#"fn main() {
    let first = ["a", "b"].first()
    println(first.to_upper())
}
"#,
        corrected: r#"fn main() {
    let first = ["a", "b"].first()
    println(first?.to_upper() ?? "nothing")
}
"#,
    },
    Code {
        id: "E0217",
        title: "There is no `self` here",
        explanation: "`self` is the value that a method was called on. Only functions in an `impl` or `interface` whose \
                      first parameter is `self` have one.",
        erroneous: r#"struct Point { x: int }

fn twice() -> int {
    self.x * 2
}

fn main() {
    println(twice() + Point(1).x)
}
"#,
        corrected: r#"struct Point { x: int }

impl Point {
    fn twice(self) -> int {
        self.x * 2
    }
}

fn main() {
    println(Point(1).twice())
}
"#,
    },
    Code {
        id: "E0218",
        title: "There is no `Self` here",
        explanation: "`Self` is the type that an `impl` is for, or the type that implements an `interface`. Elsewhere it \
                      has no meaning.",
        erroneous: r#"fn zero() -> Self {
    0
}

fn main() {
    println(zero())
}
"#,
        corrected: r#"fn zero() -> int {
    0
}

fn main() {
    println(zero())
}
"#,
    },
    Code {
        id: "E0219",
        title: "No loop around has this label",
        explanation: "`break` and `continue` with a label leave or go on with the loop that bears it. That loop must stand \
                      around them in the same function or closure.",
        erroneous: r#"fn main() {
    'rows: for row in 0..3 {
        if row == 1 {
            continue 'rows
        }
        break 'columns
    }
}
"#,
        corrected: r#"fn main() {
    'rows: for row in 0..3 {
        if row == 1 {
            continue 'rows
        }
        break 'rows
    }
}
"#,
    },
    Code {
        id: "E0220",
        title: "Two interfaces give the type a method of this name",
        explanation: "When a type implements two interfaces with methods of one name, the call must say which is meant.",
        erroneous: r#"interface Left { fn side(self) -> string }

interface Right { fn side(self) -> string }

struct Door { width: int }

impl Left for Door {
    fn side(self) -> string { "left {self.width}" }
}

impl Right for Door {
    fn side(self) -> string { "right {self.width}" }
}

fn main() {
    println(Door(1).side())
}
"#,
        corrected: r#"interface Left { fn side(self) -> string }

interface Right { fn side(self) -> string }

struct Door { width: int }

impl Left for Door {
    fn side(self) -> string { "left {self.width}" }
}

impl Right for Door {
    fn side(self) -> string { "right {self.width}" }
}

fn main() {
    println(Left.side(Door(1)))
    println(Right.side(Door(1)))
}
"#,
    },
    Code {
        id: "E0221",
        title: "A module is no value",
        explanation: "A module can't be stored or passed on; only what it holds can be used.",
        erroneous: r#"import std.math

fn main() {
    let m = math
    println(m.PI)
}
"#,
        corrected: r#"import std.math

fn main() {
    println(math.PI)
}
"#,
    },
    Code {
        id: "E0222",
        title: "A type is no value",
        explanation: "The name of an enum, an interface or a built-in type stands for the type. A value of it is a \
                      variant, something that implements it, or a literal.",
        erroneous: r#"enum Light { Red }

fn main() {
    let light = Light
    if let Light.Red = light {
        println("stop")
    }
}
"#,
        corrected: r#"enum Light { Red }

fn main() {
    let light = Light.Red
    if let Light.Red = light {
        println("stop")
    }
}
"#,
    },
];
