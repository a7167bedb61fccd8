//! The reference page of the bytecode: prose, with the tables put in where it names them.

use std::fmt::Write;

use crate::op::{Row, Slot};
use crate::text::Names;
use crate::wire::SHORT_FORMS;
use crate::{Limits, Module, Rule, Section, Signature, TrapKind, ValueType, libcall, op, syscall};

/// docs/bytecode.md, in Markdown.
pub fn reference() -> String {
    let tables = [
        ("sections", sections()),
        ("short forms", short_forms()),
        ("stack effects", stack_effects()),
        ("instructions", instructions()),
        ("traps", traps()),
        ("library calls", library_calls()),
        ("system calls", system_calls()),
        ("rules", rules()),
        ("limits", limits()),
    ];
    let prose = include_str!("reference/bytecode.md").to_owned();
    tables.into_iter().fold(prose, |page, (name, table)| page.replace(&format!("<!-- {name} -->\n"), &table))
}

/// A Markdown table.
fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut out = String::new();
    let rows = [head.map(str::to_owned), head.map(|_| "---".to_owned())].into_iter().chain(rows);
    for row in rows {
        // Writing to a string can't fail.
        let _ = writeln!(out, "| {} |", row.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    out
}

fn code(text: impl std::fmt::Display) -> String {
    format!("`{text}`")
}

fn sections() -> String {
    let row = |section: Section| [(section as u8).to_string(), section.name().to_owned(), section.doc().to_owned()];
    table(["number", "section", "holds"], Section::ALL.map(row))
}

fn short_forms() -> String {
    table(
        ["bytes", "instruction", "operand"],
        SHORT_FORMS.map(|short| {
            let last = short.first + i64::from(short.count) - 1;
            let bytes = format!("{:02x} to {:02x}", short.code, short.code + (short.count - 1));
            [bytes, code(short.mnemonic), format!("{} to {last}", short.first)]
        }),
    )
}

fn stack_effects() -> String {
    table(["word", "stands for"], Slot::ALL.iter().map(|slot| [slot.text().to_owned(), slot.doc().to_owned()]))
}

fn instructions() -> String {
    let row = |row: &Row| {
        let operands: String = row.operands.iter().map(|operand| format!(" *{}*", operand.kind)).collect();
        let slots = |slots: &[Slot]| slots.iter().map(|slot| slot.text()).collect::<Vec<_>>().join(", ");
        [
            format!("{:02x}", row.code),
            code(row.mnemonic) + &operands,
            format!("{} → {}", slots(row.pops), slots(row.pushes)).trim().to_owned(),
            row.doc.to_owned(),
        ]
    };
    table(["code", "instruction", "operand stack", "meaning"], op::TABLE.iter().map(row))
}

fn traps() -> String {
    let row = |trap: &TrapKind| {
        let recoverable = if trap.recoverable() { "yes" } else { "no" };
        [(*trap as u8).to_string(), code(format!("{trap:?}")), recoverable.to_owned(), trap.text().to_owned()]
    };
    table(["number", "trap", "recoverable", "text"], TrapKind::ALL.iter().map(row))
}

fn signature(params: &[ValueType], result: Option<ValueType>) -> String {
    code(Names::new(&Module::default()).signature(&Signature { params: params.to_vec(), result }))
}

fn library_calls() -> String {
    let row = |(number, call): (usize, &libcall::LibCall)| {
        let signature = signature(call.params, call.result);
        [number.to_string(), code(call.name), signature, call.cost.to_string(), call.doc.to_owned()]
    };
    table(["number", "call", "signature", "fuel", "meaning"], libcall::TABLE.iter().enumerate().map(row))
}

fn system_calls() -> String {
    let row = |(number, call): (usize, &syscall::SysCall)| {
        let waits = if call.blocks { "yes" } else { "no" };
        let (signature, capability) = (signature(call.params, call.result), format!("{:?}", call.capability));
        [number.to_string(), code(call.name), signature, capability, waits.to_owned(), call.doc.to_owned()]
    };
    let head = ["number", "call", "signature", "capability", "may wait", "meaning"];
    table(head, syscall::TABLE.iter().enumerate().map(row))
}

fn rules() -> String {
    let row = |rule: &Rule| [code(rule.id()), rule.text().to_owned(), rule.doc().to_owned()];
    table(["rule", "says", "because"], Rule::ALL.iter().map(row))
}

fn limits() -> String {
    let mut defaults = Limits::default();
    let row = |(name, text): &(&str, &str)| {
        let value = defaults.by_name(name).map_or_else(String::new, |limit| limit.to_string());
        [code(name), value, (*text).to_owned()]
    };
    table(["limit", "default", "of"], Limits::ALL.iter().map(row).collect::<Vec<_>>())
}
