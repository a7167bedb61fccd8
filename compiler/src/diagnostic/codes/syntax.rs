//! The codes of the syntax, `E01…`, in order.

use super::Code;

pub const CODES: &[Code] = &[
    Code {
        id: "E0101",
        title: "Something else was expected here",
        explanation: "The text can't be read as Nido at this place. The message names what could stand here and what was \
            found.",
        erroneous: "fn main() {\n    let = 1\n}\n",
        corrected: "fn main() {\n    let x = 1\n}\n",
    },
    Code {
        id: "E0102",
        title: "A character that has no meaning here",
        explanation: "Outside of strings and comments only names, numbers and the signs of the language can stand. \
            Typographic quotes and signs such as `≠` often come with text that was copied from a page.",
        erroneous: "fn main() {\n    let price = 5 $\n}\n",
        corrected: "fn main() {\n    let price = 5 // dollars\n}\n",
    },
    Code {
        id: "E0103",
        title: "A bracket that is never closed",
        explanation: "Every `(`, `[` and `{` needs its partner. Where one is missing is guessed from the indentation of \
            the lines behind it.",
        erroneous: "fn main() {\n    print((1 + 2)\n    print(3)\n}\n",
        corrected: "fn main() {\n    print((1 + 2))\n    print(3)\n}\n",
    },
    Code {
        id: "E0104",
        title: "A bracket that closes nothing",
        explanation: "A `)`, `]` or `}` stands here, and no open bracket of its kind does.",
        erroneous: "fn main() {\n    print(1))\n}\n",
        corrected: "fn main() {\n    print(1)\n}\n",
    },
    Code {
        id: "E0105",
        title: "A string that is never closed",
        explanation: "A string between `\"` ends on the line on which it starts. A text of several lines stands between \
            `\"\"\"`; one with many quotes or backslashes can be written `r#\"…\"#`.",
        erroneous: "fn main() {\n    print(\"hello)\n}\n",
        corrected: "fn main() {\n    print(\"hello\")\n}\n",
    },
    Code {
        id: "E0106",
        title: "A brace in a string that is never closed",
        explanation: "In a string `{` starts an expression whose value becomes part of the text, and `}` ends it, on the \
            same line. A brace as text is written `\\{`.",
        erroneous: "fn main() {\n    print(\"set {1, 2\")\n}\n",
        corrected: "fn main() {\n    print(\"set \\{1, 2\")\n}\n",
    },
    Code {
        id: "E0107",
        title: "A comment that is never closed",
        explanation: "`/*` needs a `*/`. Comments nest, so that code with comments can be put into one: each `/*` inside \
            needs its `*/` too.",
        erroneous: "fn main() { }\n\n/* To do: /* everything */\n",
        corrected: "fn main() { }\n\n/* To do: /* everything */ */\n",
    },
    Code {
        id: "E0108",
        title: "Nesting without measure",
        explanation: "Brackets may be 250 levels deep, and operations, types and patterns 500: more comes from a program \
            or by mistake. Give parts names, with `let` or as functions, or build long sums and texts in a \
            loop.",
        erroneous: concat!(
            "type Deep = int",
            "????????????????????????????????????????????????????????????????????????????????????????????????????",
            "????????????????????????????????????????????????????????????????????????????????????????????????????",
            "????????????????????????????????????????????????????????????????????????????????????????????????????",
            "????????????????????????????????????????????????????????????????????????????????????????????????????",
            "????????????????????????????????????????????????????????????????????????????????????????????????????",
            "????????????????????????????????????????????????????????????????????????????????????????????????????",
            "\n"
        ),
        corrected: "type Deep = int?\n",
    },
    Code {
        id: "E0109",
        title: "A whole number that is too large",
        explanation: "An `int` has 64 bits: it is from -9223372036854775808 to 9223372036854775807. Hexadecimal, octal \
            and binary numbers may use all 64 bits, so `0xffff_ffff_ffff_ffff` is -1.",
        erroneous: "const LIMIT: int = 9223372036854775808\n",
        corrected: "const LIMIT: int = 9223372036854775807\n",
    },
    Code {
        id: "E0110",
        title: "A number with a point that is too large",
        explanation: "The largest `float` is about 1.8e308.",
        erroneous: "const HUGE: float = 1e309\n",
        corrected: "const HUGE: float = 1e308\n",
    },
    Code {
        id: "E0111",
        title: "An escape that does not exist",
        explanation: "A backslash in a string or character starts an escape: `\\n` line feed, `\\t` tab, `\\r` carriage \
            return, `\\0` zero, `\\\\`, `\\\"`, `\\'`, `\\{`, `\\}`, `\\x41` a character below 128 by its \
            number, `\\u{1F600}` any character by its number. A raw string `r\"…\"` has no escapes.",
        erroneous: "const PATH: string = \"C:\\data\"\n",
        corrected: "const PATH: string = r\"C:\\data\"\n",
    },
    Code {
        id: "E0112",
        title: "Text beside the quotes of a long string",
        explanation: "The text of a `\"\"\"` string starts on the line behind the opening quotes, and the closing quotes \
            stand on a line of their own. Neither the first line break nor the last belongs to the text.",
        erroneous: "const TEXT: string = \"\"\"one\n    two\n    \"\"\"\n",
        corrected: "const TEXT: string = \"\"\"\n    one\n    two\n    \"\"\"\n",
    },
    Code {
        id: "E0113",
        title: "A line of a long string that stands too far left",
        explanation: "The indentation of the closing quotes of a `\"\"\"` string is taken off every line, so every line \
            must have at least that much of it, made of the same spaces or tabs.",
        erroneous: "const TEXT: string = \"\"\"\n    one\n  two\n    \"\"\"\n",
        corrected: "const TEXT: string = \"\"\"\n    one\n    two\n    \"\"\"\n",
    },
    Code {
        id: "E0114",
        title: "Operators that can't be chained",
        explanation: "A comparison has a truth value, and a range is no number, so neither can be compared or continued \
            again. For two conditions write both: `a < b && b < c`. If type arguments were meant, they follow \
            `::` in an expression: `Map::<string, int>.new()`.",
        erroneous: "fn inside(x: int) -> bool {\n    0 <= x < 10\n}\n",
        corrected: "fn inside(x: int) -> bool {\n    0 <= x && x < 10\n}\n",
    },
    Code {
        id: "E0115",
        title: "`||` beside a `let` in a condition",
        explanation: "A name that a `let` in a condition binds is there in the block, so the `let` must have matched \
            whenever the block runs. With `||` it might not have.",
        erroneous: "fn f(a: int?, b: bool) {\n    if b || true && let x = a { }\n}\n",
        corrected: "fn f(a: int?, b: bool) {\n    if (b || true) && let x = a { }\n}\n",
    },
    Code {
        id: "E0116",
        title: "A tuple of one element",
        explanation: "A tuple has at least two elements; an expression in parentheses is just that expression.",
        erroneous: "fn main() {\n    let one = (1,)\n}\n",
        corrected: "fn main() {\n    let one = (1, 2)\n}\n",
    },
    Code {
        id: "E0117",
        title: "Two rests in a list pattern",
        explanation: "`..` in a list pattern stands for all elements that the others leave over. With two of them it \
            would be open where each ends.",
        erroneous: "fn f(list: [int]) -> int {\n    match list {\n        [.., x, ..] => x\n        _ => 0\n    }\n}\n",
        corrected: "fn f(list: [int]) -> int {\n    match list {\n        [.., x] => x\n        _ => 0\n    }\n}\n",
    },
    Code {
        id: "E0118",
        title: "`@derive` where nothing can be derived",
        explanation: "`@derive(Show, Eq)` has the interfaces implemented for the struct or the enum that follows it.",
        erroneous: "@derive(Show)\nfn main() { }\n",
        corrected: "@derive(Show)\nstruct Point { x: int }\n",
    },
    Code {
        id: "E0119",
        title: "An attribute that does not exist",
        explanation: "The only attribute is `@derive(…)`.",
        erroneous: "@serialize(Json)\nstruct Point { x: int }\n",
        corrected: "@derive(Json)\nstruct Point { x: int }\n",
    },
    Code {
        id: "E0120",
        title: "A module's documentation in its middle",
        explanation: "Lines of `//!` document the whole module and stand at its top; what follows a comment is documented \
            by `///`.",
        erroneous: "fn one() -> int { 1 }\n\n//! Gives two.\nfn two() -> int { 2 }\n",
        corrected: "fn one() -> int { 1 }\n\n/// Gives two.\nfn two() -> int { 2 }\n",
    },
    Code {
        id: "E0121",
        title: "A number that is misspelt",
        explanation: "Numbers look like 12, 1_000, 0xff, 0o17, 0b1010, 1.5 and 1e-9. They have no suffix: a number with a \
            point or an exponent is a `float`, every other an `int`.",
        erroneous: "const SIZE: int = 10u8\n",
        corrected: "const SIZE: int = 10\n",
    },
    Code {
        id: "E0122",
        title: "Single quotes around a text",
        explanation: "Between single quotes stands exactly one character, `'x'` or an escape such as `'\\n'`. A string \
            stands between double quotes.",
        erroneous: "const NAME: string = 'text'\n",
        corrected: "const NAME: string = \"text\"\n",
    },
    Code {
        id: "E0130",
        title: "A word of another language",
        explanation: "The word means nothing here; the message names what it is in Nido, if there is such a thing.",
        erroneous: "func main() { }\n",
        corrected: "fn main() { }\n",
    },
    Code {
        id: "E0131",
        title: "An operator of another language",
        explanation: "The operator means nothing here; the message names what it is in Nido.",
        erroneous: "fn f(a: int, b: int) -> bool {\n    a === b\n}\n",
        corrected: "fn f(a: int, b: int) -> bool {\n    a == b\n}\n",
    },
    Code {
        id: "E0132",
        title: "There is no null",
        explanation: "A value that may be missing has an optional type, `T?`, and the missing one is `none`. No value of \
            another type can be missing.",
        erroneous: "fn f() -> int? {\n    null\n}\n",
        corrected: "fn f() -> int? {\n    none\n}\n",
    },
    Code {
        id: "E0133",
        title: "`let mut`",
        explanation: "`let` declares a name that keeps its value, `var` one that may be assigned.",
        erroneous: "fn main() {\n    let mut count = 0\n}\n",
        corrected: "fn main() {\n    var count = 0\n}\n",
    },
    Code {
        id: "E0134",
        title: "A keyword as a name",
        explanation: "The keywords of the language can't be names: as assert break const continue defer else enum extern \
            false fn for if impl import in interface is let loop match none null pub return self Self spawn \
            struct true var while.",
        erroneous: "fn f(match: int) -> int { 1 }\n",
        corrected: "fn f(found: int) -> int { 1 }\n",
    },
    Code {
        id: "E0135",
        title: "`++` and `--`",
        explanation: "There are no operators that count up or down. Adding one is `i += 1`, a statement of its own.",
        erroneous: "fn f() {\n    var i = 0\n    i++\n}\n",
        corrected: "fn f() {\n    var i = 0\n    i += 1\n}\n",
    },
    Code {
        id: "E0136",
        title: "An argument named with `=`",
        explanation: "An argument is named with `:`, as a field is where a struct is made.",
        erroneous: "fn main() {\n    f(count = 1)\n}\n",
        corrected: "fn main() {\n    f(count: 1)\n}\n",
    },
    Code {
        id: "E0137",
        title: "An assignment where a value is needed",
        explanation: "`=` assigns, and an assignment has no value, so it can be neither a condition nor assigned again. \
            Whether two values are equal is asked by `==`.",
        erroneous: "fn f(x: int) -> int {\n    if x = 1 { 2 } else { 3 }\n}\n",
        corrected: "fn f(x: int) -> int {\n    if x == 1 { 2 } else { 3 }\n}\n",
    },
    Code {
        id: "E0138",
        title: "`as` as a conversion",
        explanation: "Numbers are converted by calling the type: `int(x)`, `float(x)`, `char(x)`, `string(x)`. `as` gives \
            an import another name, and `x as? T` asks whether a value of an interface type has the type `T`.",
        erroneous: "fn half(n: int) -> float {\n    n as float / 2.0\n}\n",
        corrected: "fn half(n: int) -> float {\n    float(n) / 2.0\n}\n",
    },
    Code {
        id: "E0139",
        title: "`??` behind `as?`",
        explanation: "`??` binds tighter than `as?`, so the conversion must stand in parentheses.",
        erroneous: "fn f(x: any) -> int {\n    x as? int ?? 0\n}\n",
        corrected: "fn f(x: any) -> int {\n    (x as? int) ?? 0\n}\n",
    },
    Code {
        id: "E0140",
        title: "References taken or followed",
        explanation: "Structs, lists, maps and closures are references by themselves: passing one passes the same object \
            on. There is nothing to take the address of and nothing to follow.",
        erroneous: "fn f(list: &[int]) { }\n",
        corrected: "fn f(list: [int]) { }\n",
    },
    Code {
        id: "E0141",
        title: "`a ? b : c`",
        explanation: "`if` is an expression and has the value of the branch that was taken. A `?` behind an expression \
            hands an error or `none` on to the caller.",
        erroneous: "fn f(a: bool) -> int {\n    a ? 1 : 2\n}\n",
        corrected: "fn f(a: bool) -> int {\n    if a { 1 } else { 2 }\n}\n",
    },
    Code {
        id: "E0142",
        title: "A declaration without `let`",
        explanation: "A name is declared by `let`, or by `var` if it is to be assigned again; its type follows the name \
            and can mostly be left out.",
        erroneous: "fn main() {\n    x: int = 1\n}\n",
        corrected: "fn main() {\n    let x: int = 1\n}\n",
    },
    Code {
        id: "E0143",
        title: "A constant in a function",
        explanation: "`const` declares a value that is known at compile time, at the top level of a module. In a function \
            `let` does.",
        erroneous: "fn main() {\n    const LIMIT = 10\n}\n",
        corrected: "fn main() {\n    let limit = 10\n}\n",
    },
    Code {
        id: "E0144",
        title: "A declaration without a value",
        explanation: "A name is declared together with its value, so that it always has one. Where the value depends on \
            something, `if` and `match` have values.",
        erroneous: "fn f(a: bool) -> int {\n    let x: int\n    1\n}\n",
        corrected: "fn f(a: bool) -> int {\n    let x = if a { 1 } else { 2 }\n    x\n}\n",
    },
    Code {
        id: "E0145",
        title: "The result type without its arrow",
        explanation: "The type of a function's result follows `->`. A function without one has no result.",
        erroneous: "fn area(side: float): float {\n    side * side\n}\n",
        corrected: "fn area(side: float) -> float {\n    side * side\n}\n",
    },
    Code {
        id: "E0146",
        title: "A body without braces",
        explanation: "The body of a function, a loop or a branch stands in braces, even if it is one expression.",
        erroneous: "fn f(x: int) -> int {\n    if x > 0 return x\n    0\n}\n",
        corrected: "fn f(x: int) -> int {\n    if x > 0 { return x }\n    0\n}\n",
    },
    Code {
        id: "E0147",
        title: "A brace on the next line",
        explanation: "A line that could be the end of a statement is its end. So the `{` of a body stands on the line \
            that it belongs to.",
        erroneous: "fn main()\n{\n}\n",
        corrected: "fn main() {\n}\n",
    },
    Code {
        id: "E0148",
        title: "A parameter or field without its type",
        explanation: "The types of parameters and fields are written out, behind the name and a colon. In closures, and \
            for names that `let` and `var` declare, they can be left out.",
        erroneous: "fn double(x) -> int { x * 2 }\n",
        corrected: "fn double(x: int) -> int { x * 2 }\n",
    },
    Code {
        id: "E0149",
        title: "Documentation of nothing",
        explanation: "A doc comment `///` documents the item, field, variant or method that follows it. It stands before \
            attributes. Elsewhere a comment is written `//`.",
        erroneous: "fn main() {\n    /// The answer.\n    let x = 42\n}\n",
        corrected: "fn main() {\n    // The answer.\n    let x = 42\n}\n",
    },
    Code {
        id: "E0150",
        title: "`pub` inside a function",
        explanation: "What a function declares is seen in the function only. `pub` makes items, fields and methods \
            visible to other modules.",
        erroneous: "fn main() {\n    pub let x = 1\n}\n",
        corrected: "fn main() {\n    let x = 1\n}\n",
    },
    Code {
        id: "E0151",
        title: "An item inside a function",
        explanation: "Functions, types and imports stand at the top level of a module. A function inside a function is a \
            closure.",
        erroneous: "fn main() {\n    fn double(x: int) -> int { x * 2 }\n}\n",
        corrected: "fn main() {\n    let double = |x: int| x * 2\n}\n",
    },
    Code {
        id: "E0152",
        title: "A statement outside of functions",
        explanation: "At the top level of a module stand declarations. What a program does starts in `fn main()`.",
        erroneous: "println(\"hello\")\n",
        corrected: "fn main() {\n    println(\"hello\")\n}\n",
    },
    Code {
        id: "E0153",
        title: "A method without `fn`",
        explanation: "Methods are functions and are declared like them.",
        erroneous: "struct Point { x: int }\n\nimpl Point {\n    get(self) -> int { self.x }\n}\n",
        corrected: "struct Point { x: int }\n\nimpl Point {\n    fn get(self) -> int { self.x }\n}\n",
    },
    Code {
        id: "E0154",
        title: "An import of a path in a string or with slashes",
        explanation: "An import names a module by words with dots between them; where its file is, is not written down.",
        erroneous: "import \"std/json\"\n",
        corrected: "import std.json\n",
    },
    Code {
        id: "E0155",
        title: "A struct made with braces",
        explanation: "A struct is made by calling its name, with the fields in order or by name; braces are always a \
            block.",
        erroneous: "struct Point { x: int, y: int }\n\nfn f() -> Point {\n    Point { x: 1, y: 2 }\n}\n",
        corrected: "struct Point { x: int, y: int }\n\nfn f() -> Point {\n    Point(x: 1, y: 2)\n}\n",
    },
    Code {
        id: "E0156",
        title: "A closure written as in another language",
        explanation: "A closure has its parameters between bars and then an expression, which may be a block: `|x| x + \
            1`, `|x, y| { … }`, `|| done()`.",
        erroneous: "fn main() {\n    let double = x => x * 2\n}\n",
        corrected: "fn main() {\n    let double = |x: int| x * 2\n}\n",
    },
    Code {
        id: "E0157",
        title: "An empty expression in a string",
        explanation: "Between the braces in a string stands an expression. A brace as text is written `\\{`.",
        erroneous: "fn f(name: string) -> string {\n    \"hello {}\"\n}\n",
        corrected: "fn f(name: string) -> string {\n    \"hello {name}\"\n}\n",
    },
    Code {
        id: "E0158",
        title: "A list of equal elements written with `;`",
        explanation: "An array of equal elements is made by `Array.filled(count, value)`.",
        erroneous: "fn main() {\n    let zeros = [0; 10]\n}\n",
        corrected: "fn main() {\n    let zeros = Array.filled(10, 0)\n}\n",
    },
    Code {
        id: "E0159",
        title: "Elements without a comma between them",
        explanation: "Arguments and elements are separated by commas, also where each stands on a line of its own.",
        erroneous: "fn main() {\n    let list = [\n        1\n        2\n    ]\n}\n",
        corrected: "fn main() {\n    let list = [\n        1,\n        2,\n    ]\n}\n",
    },
    Code {
        id: "E0160",
        title: "A loop with three parts",
        explanation: "`for` goes through a range or a collection. For steps of another kind there is `while`.",
        erroneous: "fn main() {\n    for (let i = 0; i < 10; i += 1) { }\n}\n",
        corrected: "fn main() {\n    for i in 0..10 { }\n}\n",
    },
    Code {
        id: "E0161",
        title: "Two names of a loop without parentheses",
        explanation: "Behind `for` stands one pattern. That of a pair is in parentheses.",
        erroneous: "fn main() {\n    for i, x in [5, 6].enumerate() { }\n}\n",
        corrected: "fn main() {\n    for (i, x) in [5, 6].enumerate() { }\n}\n",
    },
    Code {
        id: "E0162",
        title: "A list type as another language writes it",
        explanation: "The type of a list is that of its elements between brackets.",
        erroneous: "fn sum(list: int[]) -> int {\n    list.sum()\n}\n",
        corrected: "fn sum(list: [int]) -> int {\n    list.sum()\n}\n",
    },
    Code {
        id: "E0163",
        title: "Exceptions",
        explanation: "Nothing is thrown and caught here. What can fail gives a `Result`, which `?` passes on and `match` \
                      takes apart. A trap, such as an index out of range, is a bug; `recover` runs a closure and gives a \
                      trap in it as an error.",
        erroneous: "fn main() {\n    try {\n        f()\n    } catch {\n        println(\"failed\")\n    }\n}\n",
        corrected: "fn main() {\n    match f() {\n        Ok(_) => ()\n        Err(_) => println(\"failed\")\n    }\n}\n",
    },
    Code {
        id: "E0164",
        title: "A string with a letter in front",
        explanation: "Every string may hold expressions in braces. Only `r` stands in front of strings, whose backslashes \
                      and braces are then text.",
        erroneous: "fn f(name: string) {\n    println(f\"hello {name}\")\n}\n",
        corrected: "fn f(name: string) {\n    println(\"hello {name}\")\n}\n",
    },
];
