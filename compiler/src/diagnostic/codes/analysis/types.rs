//! Types that do not fit: `E03…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0301",
        title: "The types do not agree",
        explanation: "A value of one type stands where another is expected. Only a value to its optional, and a value to \
                      an interface that its type implements, convert by themselves; between numbers, `int(x)` and \
                      `float(n)` convert.",
        erroneous: r#"fn half(x: float) -> float {
    x / 2.0
}

fn main() {
    println(half(3))
}
"#,
        corrected: r#"fn half(x: float) -> float {
    x / 2.0
}

fn main() {
    println(half(3.0))
}
"#,
    },
    Code {
        id: "E0302",
        title: "The block ends without a value",
        explanation: "A function that promises a result must give one on every way through. The value of a block is its \
                      last expression; an expression followed by a `;` does not count, and an `if` without `else` has no \
                      value.",
        erroneous: r#"fn sign(n: int) -> int {
    if n < 0 {
        return -1
    }
}

fn main() {
    println(sign(3))
}
"#,
        corrected: r#"fn sign(n: int) -> int {
    if n < 0 {
        return -1
    }
    1
}

fn main() {
    println(sign(3))
}
"#,
    },
    Code {
        id: "E0303",
        title: "The branches give different types",
        explanation: "All branches of an `if` or `match` whose value is used must give one type. Where the expected type \
                      is written, each branch is converted to it, so `let x: int? = …` takes an `int` in one branch and \
                      `none` in another.",
        erroneous: r#"fn main() {
    let n = 3
    let text = if n > 2 { "many" } else { 0 }
    println(text)
}
"#,
        corrected: r#"fn main() {
    let n = 3
    let text = if n > 2 { "many" } else { "none" }
    println(text)
}
"#,
    },
    Code {
        id: "E0304",
        title: "The elements are of different types",
        explanation: "A list holds elements of one type. For values of several types, write the type of the list with an \
                      interface that all of them implement: `let all: [Show] = [1, \"two\"]`.",
        erroneous: r#"fn main() {
    let list = [1, 2, "three"]
    println(list)
}
"#,
        corrected: r#"fn main() {
    let list = ["1", "2", "three"]
    println(list)
}
"#,
    },
    Code {
        id: "E0305",
        title: "The type can't be told",
        explanation: "Nothing in the function says what type is meant: an empty list or map, a `none`, or a generic call \
                      whose type parameters no argument determines. Write the type.",
        erroneous: r#"fn main() {
    let list = []
    println(list.len())
}
"#,
        corrected: r#"fn main() {
    let list: [int] = []
    println(list.len())
}
"#,
    },
    Code {
        id: "E0306",
        title: "The type must be known at this place",
        explanation: "To find a field or a method, the type of the value must be known by then. The parameter of a closure \
                      gets its type from where the closure goes, or is written.",
        erroneous: r#"fn main() {
    let length = |text| text.len()
    println(length("four"))
}
"#,
        corrected: r#"fn main() {
    let length = |text: string| text.len()
    println(length("four"))
}
"#,
    },
    Code {
        id: "E0307",
        title: "The number of type arguments is wrong",
        explanation: "A generic type or function takes as many type arguments as it declares type parameters.",
        erroneous: r#"fn count(ages: Map<string>) -> int {
    ages.len()
}

fn main() {
    println(count(["Ada": 36]))
}
"#,
        corrected: r#"fn count(ages: Map<string, int>) -> int {
    ages.len()
}

fn main() {
    println(count(["Ada": 36]))
}
"#,
    },
    Code {
        id: "E0308",
        title: "This is no type",
        explanation: "A type is expected, and the name stands for something else.",
        erroneous: r#"fn number() -> int { 1 }

fn main() {
    let n: number = number()
    println(n)
}
"#,
        corrected: r#"fn number() -> int { 1 }

fn main() {
    let n: int = number()
    println(n)
}
"#,
    },
    Code {
        id: "E0309",
        title: "This is no interface",
        explanation: "What a type parameter must satisfy, what an interface builds on and what is implemented `for` a type \
                      are interfaces.",
        erroneous: r#"struct Point { x: int }

fn pass<T: Point>(value: T) -> T {
    value
}

fn main() {
    println(pass(Point(1)).x)
}
"#,
        corrected: r#"struct Point { x: int }

fn pass<T>(value: T) -> T {
    value
}

fn main() {
    println(pass(Point(1)).x)
}
"#,
    },
    Code {
        id: "E0310",
        title: "A storage type stands where a value is",
        explanation: "`i8`, `u8`, `i16`, `u16`, `i32`, `u32` and `f32` say how the elements of an `Array` and the fields \
                      of structs and variants are stored. Values are always `int` or `float`: they widen when read and \
                      wrap when written.",
        erroneous: r#"fn low(byte: u8) -> int {
    byte & 15
}

fn main() {
    println(low(200))
}
"#,
        corrected: r#"fn low(byte: int) -> int {
    byte & 15
}

fn main() {
    println(low(200))
}
"#,
    },
    Code {
        id: "E0311",
        title: "The type is defined by itself",
        explanation: "`type` gives another name to a type that is there already. For a type that contains itself, use a \
                      struct or an enum.",
        erroneous: r#"type Chain = [Chain]

fn main() {
    let chain: Chain = []
    println(chain.len())
}
"#,
        corrected: r#"struct Chain { links: [Chain] }

fn main() {
    let chain = Chain([])
    println(chain.links.len())
}
"#,
    },
    Code {
        id: "E0312",
        title: "The type does not implement the interface",
        explanation: "What is called asks for a type that implements an interface, and this one does not. `@derive(Eq, \
                      Ord, Hash, Show, Json)` writes the common ones for structs and enums.",
        erroneous: r#"struct Point { x: int }

fn main() {
    println(Point(1))
}
"#,
        corrected: r#"@derive(Show)
struct Point { x: int }

fn main() {
    println(Point(1))
}
"#,
    },
    Code {
        id: "E0313",
        title: "The type implements the interface for another type",
        explanation: "A type implements an interface once, so the interface's arguments follow from the type, and here \
                      others are asked for.",
        erroneous: r#"fn sum<I: Iterator<int>>(numbers: I) -> int {
    numbers.fold(0, |a, b| a + b)
}

fn main() {
    println(sum(["a"].iter()))
}
"#,
        corrected: r#"fn sum<I: Iterator<int>>(numbers: I) -> int {
    numbers.fold(0, |a, b| a + b)
}

fn main() {
    println(sum([1].iter()))
}
"#,
    },
    Code {
        id: "E0314",
        title: "There is no such conversion",
        explanation: "`int(x)`, `float(x)`, `char(x)` convert between numbers and characters, `string(x)` shows a value. \
                      Text is read by functions that may fail, such as `text.parse_int()`.",
        erroneous: r#"fn main() {
    let n = int("42")
    println(n + 1)
}
"#,
        corrected: r#"fn main() {
    let n = "42".parse_int() ?? 0
    println(n + 1)
}
"#,
    },
    Code {
        id: "E0315",
        title: "A conversion takes one value",
        explanation: "`int`, `float`, `char` and `string` are called with exactly one value, without a name.",
        erroneous: r#"fn main() {
    println(int(1.5, 2.5))
}
"#,
        corrected: r#"fn main() {
    println(int(1.5))
}
"#,
    },
    Code {
        id: "E0316",
        title: "The type is known already",
        explanation: "`is` and `as?` ask what a value of an interface type, or of `any`, really is. Of any other value \
                      that is known when the program is compiled.",
        erroneous: r#"fn main() {
    let n = 3
    println(n is string)
}
"#,
        corrected: r#"fn main() {
    let n: any = 3
    println(n is string)
}
"#,
    },
    Code {
        id: "E0317",
        title: "The value can never be of this type",
        explanation: "A value of an interface type can only be of a type that implements the interface.",
        erroneous: r#"interface Shape { fn area(self) -> float }

struct Square { side: float }

impl Shape for Square {
    fn area(self) -> float { self.side * self.side }
}

fn main() {
    let shape: Shape = Square(1.0)
    println(shape is string)
}
"#,
        corrected: r#"interface Shape { fn area(self) -> float }

struct Square { side: float }

impl Shape for Square {
    fn area(self) -> float { self.side * self.side }
}

fn main() {
    let shape: Shape = Square(1.0)
    println(shape is Square)
}
"#,
    },
    Code {
        id: "E0318",
        title: "The tuple has no such part",
        explanation: "The parts of a tuple are numbered from 0.",
        erroneous: r#"fn main() {
    let pair = (1, "a")
    println(pair.2)
}
"#,
        corrected: r#"fn main() {
    let pair = (1, "a")
    println(pair.1)
}
"#,
    },
    Code {
        id: "E0319",
        title: "Only tuples have numbered parts",
        explanation: "`value.0` is the first part of a tuple. The fields of structs have names, the elements of lists are \
                      reached by `[ ]`.",
        erroneous: r#"fn main() {
    let list = [1, 2]
    println(list.0)
}
"#,
        corrected: r#"fn main() {
    let list = [1, 2]
    println(list[0])
}
"#,
    },
    Code {
        id: "E0320",
        title: "A value takes no type arguments",
        explanation: "`::<…>` gives type arguments to a generic function or type.",
        erroneous: r#"fn main() {
    let n = 1
    println(n::<int>)
}
"#,
        corrected: r#"fn main() {
    let n = 1
    println(n)
}
"#,
    },
    Code {
        id: "E0321",
        title: "The method can't be called on a value of an interface type",
        explanation: "What such a method takes or gives depends on the type that implements the interface, which is not \
                      known for a value of the interface's own type. In a function with a type parameter it is.",
        erroneous: r#"interface Same { fn same(self, other: Self) -> bool }

impl Same for int {
    fn same(self, other: int) -> bool { self == other }
}

fn main() {
    let one: Same = 1
    println(one.same(one))
}
"#,
        corrected: r#"interface Same { fn same(self, other: Self) -> bool }

impl Same for int {
    fn same(self, other: int) -> bool { self == other }
}

fn like_itself<T: Same>(value: T) -> bool {
    value.same(value)
}

fn main() {
    println(like_itself(1))
}
"#,
    },
    Code {
        id: "E0322",
        title: "The value can't be shown",
        explanation: "What stands in the braces of a string must implement `Show`. `@derive(Show)` writes that for structs \
                      and enums.",
        erroneous: r#"struct Point { x: int }

fn main() {
    println("at {Point(1)}")
}
"#,
        corrected: r#"@derive(Show)
struct Point { x: int }

fn main() {
    println("at {Point(1)}")
}
"#,
    },
    Code {
        id: "E0323",
        title: "The format is wrong",
        explanation: "Behind the colon stands `[[fill]align][sign][#][0][width][.precision][kind]`, where align is `<`, \
                      `>` or `^` and kind one of `x`, `X`, `b`, `o`, `e`; or a `?` alone, which shows the value as it \
                      would stand in a program.",
        erroneous: r#"fn main() {
    println("{42:>5d}")
}
"#,
        corrected: r#"fn main() {
    println("{42:>5}")
}
"#,
    },
    Code {
        id: "E0324",
        title: "The format does not fit the type",
        explanation: "`x`, `X`, `b` and `o` are for integers, `e` for numbers, signs and zeros for numbers. Any value can \
                      be filled up to a width.",
        erroneous: r#"fn main() {
    println("{"text":x}")
}
"#,
        corrected: r#"fn main() {
    println("{"text":>8}")
}
"#,
    },
    Code {
        id: "E0325",
        title: "The value goes nowhere",
        explanation: "The last expression of a block is its value, and here none is expected. If a function shall give the \
                      value, its result type must be written.",
        erroneous: r#"fn add(a: int, b: int) {
    a + b
}

fn main() {
    add(1, 2)
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
];
