//! Items that are wrong in themselves: `E06…`.

use crate::diagnostic::codes::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0601",
        title: "The function has no body",
        explanation: "Only the methods of an interface and external functions have none.",
        erroneous: r#"impl Point {
    fn twice(self) -> int
}

struct Point { x: int }

fn main() {
    println(Point(1).twice())
}
"#,
        corrected: r#"impl Point {
    fn twice(self) -> int { self.x * 2 }
}

struct Point { x: int }

fn main() {
    println(Point(1).twice())
}
"#,
    },
    Code {
        id: "E0603",
        title: "This `extern` is for the standard library",
        explanation: "System calls, library calls and instructions are reached through the standard library. A program of \
                      your own declares functions of its host with `extern \"host\"`.",
        erroneous: r#"extern "sys" fn exit(code: int)

fn main() {
    exit(1)
}
"#,
        corrected: r#"import std.os

fn main() {
    os.exit(1)
}
"#,
    },
    Code {
        id: "E0604",
        title: "The machine has no such function",
        explanation: "The library declares functions of the machine under the names of the machine's tables.",
        erroneous: r#"extern "lib" fn string_lenght(text: string) -> int
"#,
        corrected: r#"extern "host" fn string_length(text: string) -> int

fn main() {
    println(string_length("a"))
}
"#,
    },
    Code {
        id: "E0605",
        title: "The signature is not that of the machine",
        explanation: "What the library declares of a function of the machine must agree with the machine's tables.",
        erroneous: r#"extern "lib" fn string_hash(text: int) -> string
"#,
        corrected: r#"extern "host" fn string_hash(text: string) -> int

fn main() {
    println(string_hash("a"))
}
"#,
    },
    Code {
        id: "E0606",
        title: "A function of the host can't be generic",
        explanation: "The host supplies one function, so its types must be fixed.",
        erroneous: r#"extern "host" fn pass<T>(value: T) -> int

fn main() {
    println(pass(1))
}
"#,
        corrected: r#"extern "host" fn pass(value: int) -> int

fn main() {
    println(pass(1))
}
"#,
    },
    Code {
        id: "E0607",
        title: "The type can't be exchanged with the host",
        explanation: "Numbers, truth values, characters, strings and arrays of bytes cross between program and host.",
        erroneous: r#"extern "host" fn show(names: [string]) -> int

fn main() {
    println(show(["a"]))
}
"#,
        corrected: r#"extern "host" fn show(names: string) -> int

fn main() {
    println(show("a"))
}
"#,
    },
    Code {
        id: "E0608",
        title: "The interface builds on itself",
        explanation: "An interface builds on others whose methods its implementations have, too. A circle of such \
                      interfaces could never be implemented.",
        erroneous: r#"interface Loud: Loud {
    fn loud(self) -> string
}
"#,
        corrected: r#"interface Loud: Show {
    fn loud(self) -> string
}
"#,
    },
    Code {
        id: "E0609",
        title: "The interface is implemented twice for the type",
        explanation: "A type implements an interface once, so that it is always clear which method is meant. An `impl` for \
                      all types with a bound covers each type that satisfies it.",
        erroneous: r#"struct Point { x: int }

impl Show for Point {
    fn show(self) -> string { "{self.x}" }
}

impl Show for Point {
    fn show(self) -> string { "x = {self.x}" }
}

fn main() {
    println(Point(1))
}
"#,
        corrected: r#"struct Point { x: int }

impl Show for Point {
    fn show(self) -> string { "{self.x}" }
}

fn main() {
    println(Point(1))
}
"#,
    },
    Code {
        id: "E0610",
        title: "Neither the interface nor the type is yours",
        explanation: "An `impl` stands in the package of its interface or of its type: two packages can't disagree then. \
                      To give methods to a type of others, declare an interface of your own.",
        erroneous: r#"impl int {
    fn double(self) -> int { self * 2 }
}

fn main() {
    println(2.double())
}
"#,
        corrected: r#"interface Double {
    fn double(self) -> int
}

impl Double for int {
    fn double(self) -> int { self * 2 }
}

fn main() {
    println(2.double())
}
"#,
    },
    Code {
        id: "E0611",
        title: "The type parameter is not in the type",
        explanation: "What the type parameters of an `impl` stand for must follow from the type that it is for.",
        erroneous: r#"struct Box { value: int }

impl<T> Box {
    fn get(self) -> int { self.value }
}

fn main() {
    let box = Box(1)
    println(box.value)
}
"#,
        corrected: r#"struct Box { value: int }

impl Box {
    fn get(self) -> int { self.value }
}

fn main() {
    let box = Box(1)
    println(box.get())
}
"#,
    },
    Code {
        id: "E0612",
        title: "The interface has no such method",
        explanation: "The `impl` of an interface holds the interface's methods and no others. Further methods go into an \
                      `impl` of the type itself.",
        erroneous: r#"struct Point { x: int }

impl Show for Point {
    fn shwo(self) -> string { "{self.x}" }
}

fn main() {
    println(Point(1).x)
}
"#,
        corrected: r#"struct Point { x: int }

impl Show for Point {
    fn show(self) -> string { "{self.x}" }
}

fn main() {
    println(Point(1))
}
"#,
    },
    Code {
        id: "E0613",
        title: "Methods are missing",
        explanation: "The `impl` of an interface has all methods of the interface but those with a default body.",
        erroneous: r#"interface Shape { fn area(self) -> float }

struct Square { side: float }

impl Shape for Square {
}

fn main() {
    println(Square(1.0).area())
}
"#,
        corrected: r#"interface Shape { fn area(self) -> float }

struct Square { side: float }

impl Shape for Square {
    fn area(self) -> float { self.side * self.side }
}

fn main() {
    println(Square(1.0).area())
}
"#,
    },
    Code {
        id: "E0614",
        title: "The signature is not that of the interface",
        explanation: "A method in the `impl` of an interface takes and gives exactly what the interface says, with `Self` \
                      for the type itself.",
        erroneous: r#"interface Shape { fn scale(self, factor: float) -> Self }

struct Square { side: float }

impl Shape for Square {
    fn scale(self, factor: int) -> Square { Square(self.side * float(factor)) }
}

fn main() {
    println(Square(1.0).side)
}
"#,
        corrected: r#"interface Shape { fn scale(self, factor: float) -> Self }

struct Square { side: float }

impl Shape for Square {
    fn scale(self, factor: float) -> Square { Square(self.side * factor) }
}

fn main() {
    println(Square(1.0).scale(2.0).side)
}
"#,
    },
    Code {
        id: "E0615",
        title: "An interface that this one builds on is not implemented",
        explanation: "What implements an interface implements all that the interface builds on: what has an order can be \
                      compared for equality, for example.",
        erroneous: r#"struct Version { major: int }

impl Ord for Version {
    fn compare(self, other: Version) -> Ordering { self.major.compare(other.major) }
}

fn main() {
    println(Version(1) < Version(2))
}
"#,
        corrected: r#"@derive(Eq)
struct Version { major: int }

impl Ord for Version {
    fn compare(self, other: Version) -> Ordering { self.major.compare(other.major) }
}

fn main() {
    println(Version(1) < Version(2))
}
"#,
    },
    Code {
        id: "E0616",
        title: "The value can't be computed before the program runs",
        explanation: "A `const` is a number, a truth value, a character or a string, made of literals, other constants and \
                      operators that don't fail. A module-level `let` may be anything; it is computed before `main` \
                      starts.",
        erroneous: r#"fn limit() -> int { 10 }

const LIMIT: int = limit()

fn main() {
    println(LIMIT)
}
"#,
        corrected: r#"fn limit() -> int { 10 }

let LIMIT: int = limit()

fn main() {
    println(LIMIT)
}
"#,
    },
    Code {
        id: "E0617",
        title: "The value depends on itself",
        explanation: "To know the value or the type of a module-level binding, those that it uses must be known first.",
        erroneous: r#"const A: int = B + 1
const B: int = A + 1

fn main() {
    println(A)
}
"#,
        corrected: r#"const A: int = B + 1
const B: int = 1

fn main() {
    println(A)
}
"#,
    },
    Code {
        id: "E0618",
        title: "The binding is read before it is initialised",
        explanation: "Module-level bindings get their values in the order of the text, those of imported modules first.",
        erroneous: r#"let doubled: int = base * 2
let base: int = 21

fn main() {
    println(doubled)
}
"#,
        corrected: r#"let base: int = 21
let doubled: int = base * 2

fn main() {
    println(doubled)
}
"#,
    },
    Code {
        id: "E0619",
        title: "`main` has the wrong signature",
        explanation: "A program starts with `fn main()` or `fn main(args: [string])`. It gives nothing, an exit code as an \
                      `int`, or a `Result<(), E>` whose error is shown when it fails.",
        erroneous: r#"fn main(count: int) {
    println(count)
}
"#,
        corrected: r#"fn main(args: [string]) {
    println(args.len())
}
"#,
    },
    Code {
        id: "E0620",
        title: "There is no `main`",
        explanation: "A program that is run needs a function `main` in its first module. A module without one can be \
                      imported, checked and tested.",
        erroneous: r#"pub fn start() {
    println("hello")
}
"#,
        corrected: r#"fn main() {
    println("hello")
}
"#,
    },
    Code {
        id: "E0621",
        title: "The interface can't be derived",
        explanation: "`@derive` writes implementations of `Eq`, `Ord`, `Hash`, `Show` and `Json`. Others are written as an \
                      `impl`.",
        erroneous: r#"@derive(Clone)
struct Point { x: int }

fn main() {
    println(Point(1).x)
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
        id: "E0622",
        title: "The interface is derived twice",
        explanation: "Each interface stands in `@derive` once.",
        erroneous: r#"@derive(Show, Show)
struct Point { x: int }

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
];
