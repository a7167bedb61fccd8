//! Well-typed Nido programs, made of bytes: whatever the bytes, the program compiles, ends, and says what it does. What
//! it does may be a trap. Made for comparing the ways in which the machine can run a program.
//!
//! The language is a table of templates ([`table`]), each of which gives a value of one type and has holes for others;
//! a declaration adds the rows by which it can be used.

mod build;
mod declare;
mod row;
mod table;
mod ty;

use build::Builder;
use ty::Ty;

/// What every program has.
const SUPPORT: &str = include_str!("program/support.nido");

/// The program that these bytes stand for.
pub fn program(bytes: &[u8]) -> String {
    let mut builder = Builder::new(bytes);
    builder.budget = 40;
    let mut items = Vec::new();
    for _ in 0..builder.choose(4) {
        items.push(builder.declare_struct());
    }
    for _ in 0..builder.choose(3) {
        items.push(builder.declare_enum());
    }
    for _ in 0..builder.choose(5) {
        builder.budget = 30;
        items.push(builder.declare_function());
    }
    // Variables that all of it can use; then pieces that may trap one by one, and at last one whose trap ends it all.
    builder.budget = 0;
    let mut lines: Vec<String> = (0..8).map(|_| builder.declare_variable()).collect();
    for _ in 0..builder.choose(6) {
        builder.budget = 40;
        lines.push(format!("guarded(|| {})", builder.body(&Ty::unit())));
    }
    builder.budget = 40;
    lines.extend(builder.some_statements(4));
    lines.extend(builder.scope.iter().filter(|it| it.ty.is_plain()).step_by(2).map(|it| format!("keep({})", it.name)));
    lines.extend(builder.scope.iter().filter(|it| it.ty.is_plain()).map(|it| format!("println({})", it.name)));
    items.push(format!("fn main() {{\n{}\n}}\n", lines.join("\n")));
    format!("{SUPPORT}\n{}", indented(&items.join("\n")))
}

/// The text with its lines indented by the brackets around them. Those in strings close on their line.
fn indented(text: &str) -> String {
    let mut out = String::new();
    // The indentation of the line that each open bracket stands on.
    let mut open: Vec<usize> = Vec::new();
    for line in text.lines().map(str::trim_start) {
        let closed = line.chars().take_while(|c| "})]".contains(*c)).count();
        let width = match closed {
            0 => open.last().map_or(0, |width| width + 4),
            closed => open.len().checked_sub(closed).map_or(0, |at| open[at]),
        };
        let width = if line.is_empty() { 0 } else { width };
        out += &format!("{:width$}{line}\n", "");
        for c in line.chars() {
            match c {
                '{' | '(' | '[' => open.push(width),
                '}' | ')' | ']' => drop(open.pop()),
                _ => {}
            }
        }
    }
    out
}
