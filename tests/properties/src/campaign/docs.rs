//! The table in docs/reliability.md: all that stands between two marks is written here, and the rest by people.

use std::fmt;

const BEGIN: &str = "<!-- what follows is written by `cargo bench --bench agreement -- --write-docs` -->";
const END: &str = "<!-- end of the table -->";
const HEAD: &str = "| date | commit | programs | executions | mismatches |\n| --- | --- | ---: | ---: | ---: |\n";

/// What was run of one state of the repository on one day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    pub date: String,
    pub commit: String,
    pub programs: u64,
    /// Of programs that did the same every time.
    pub executions: u64,
    /// Programs that did not.
    pub mismatches: u64,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { programs, executions, mismatches, .. } = self;
        write!(f, "{programs} programs, {executions} executions, {mismatches} mismatches")
    }
}

impl Row {
    fn line(&self) -> String {
        let Self { date, commit, programs, executions, mismatches } = self;
        format!("| {date} | {commit} | {programs} | {executions} | {mismatches} |\n")
    }

    /// None for the lines that are no rows: the head and the total.
    fn of_line(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [date, commit, programs, executions, mismatches] = cells[..] else { return None };
        let (programs, executions) = (programs.parse().ok()?, executions.parse().ok()?);
        let (date, commit, mismatches) = (date.to_owned(), commit.to_owned(), mismatches.parse().ok()?);
        Some(Self { date, commit, programs, executions, mismatches })
    }

    fn add(&mut self, other: &Self) {
        self.programs += other.programs;
        self.executions += other.executions;
        self.mismatches += other.mismatches;
    }
}

/// The text with a row more, or with more in the last row if that has the same date and commit.
///
/// # Errors
/// The text lacks the marks.
pub fn add(text: &str, row: Row) -> Result<String, String> {
    let lacks =
        || format!("docs/reliability.md lacks one of the two lines that the table stands between:\n{BEGIN}\n{END}");
    let (before, rest) = text.split_once(BEGIN).ok_or_else(lacks)?;
    let (table, after) = rest.split_once(END).ok_or_else(lacks)?;
    let mut rows: Vec<Row> = table.lines().filter_map(Row::of_line).filter(|row| row.date != TOTAL).collect();
    match rows.last_mut() {
        Some(last) if (&last.date, &last.commit) == (&row.date, &row.commit) => last.add(&row),
        _ => rows.push(row),
    }
    let mut total = Row { date: TOTAL.to_owned(), ..Row::default() };
    rows.iter().for_each(|row| total.add(row));
    let lines: String = rows.iter().chain([&total]).map(Row::line).collect();
    Ok(format!("{before}{BEGIN}\n\n{HEAD}{lines}\n{END}{after}"))
}

/// What stands in place of a date before the sums.
const TOTAL: &str = "total";

#[cfg(test)]
mod tests {
    use super::*;

    fn row(commit: &str, executions: u64) -> Row {
        Row { date: "2026-01-02".to_owned(), commit: commit.to_owned(), programs: 1, executions, mismatches: 0 }
    }

    #[test]
    fn rows_are_added_and_summed_and_what_people_wrote_stays() {
        let text = format!("before\n{BEGIN}\n{END}\nafter\n");
        let text = [("a", 30), ("b", 20), ("b", 5)].into_iter().fold(text, |text, (commit, executions)| {
            add(&text, row(commit, executions)).expect("both marks are there")
        });
        let rows = "| 2026-01-02 | a | 1 | 30 | 0 |\n| 2026-01-02 | b | 2 | 25 | 0 |\n| total |  | 3 | 55 | 0 |\n";
        assert_eq!(text, format!("before\n{BEGIN}\n\n{HEAD}{rows}\n{END}\nafter\n"));
        assert!(add("no marks", row("a", 1)).is_err());
    }

    #[test]
    fn the_document_has_the_marks() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reliability.md");
        let text = std::fs::read_to_string(path).expect("docs/reliability.md");
        assert!(add(&text, row("a", 1)).is_ok());
    }
}
