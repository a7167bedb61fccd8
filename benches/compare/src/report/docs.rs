//! The figures in docs/performance.md: all that stands between two marks is written here, and the rest by people.

use anyhow::{Result, bail};

use super::table;
use crate::figures::Figures;

const BEGIN: &str = "<!-- what follows is written by `cargo bench --bench peers -- --write-docs` -->";
const END: &str = "<!-- end of the figures -->";

/// The text with the figures in place of what stood between the marks.
pub fn insert(text: &str, figures: &Figures) -> Result<String> {
    let (Some(begin), Some(end)) = (text.find(BEGIN), text.find(END)) else {
        bail!("docs/performance.md lacks one of the two lines that the figures stand between:\n{BEGIN}\n{END}");
    };
    if end < begin {
        bail!("in docs/performance.md the second of these lines stands first:\n{BEGIN}\n{END}");
    }
    Ok(format!("{}\n\n{}\n{}", &text[..begin + BEGIN.len()], section(figures), &text[end..]))
}

fn section(figures: &Figures) -> String {
    let ending = if figures.rounds == 1 { "" } else { "s" };
    let mut text = format!("Measured on {}, in {} round{ending}.\n\n", figures.date, figures.rounds);
    if let Some(caution) = figures.caution() {
        text += &format!("**{caution}**\n\n");
    }
    text += &format!("{}.\n\n", figures.machine.describe());
    for column in &figures.columns {
        text += &format!("- `{}`: {}, {}\n", column.name, column.title, column.version);
    }
    for table in table::all(figures) {
        text += &format!("\n### {}\n\n{}\n\n{}\n", table.title, table.about, table.markdown());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::tests::example;

    #[test]
    fn what_people_wrote_stays() {
        let once =
            insert(&format!("before\n{BEGIN}\n1999-01-01\n{END}\nafter\n"), &example()).expect("both marks are there");
        assert!(once.starts_with("before\n") && once.ends_with(&format!("{END}\nafter\n")), "{once}");
        assert!(!once.contains("1999-01-01") && once.contains("2026-01-02"), "{once}");
        assert_eq!(insert(&once, &example()).expect("the marks are there still"), once);
        assert!(insert("no marks", &example()).is_err());
        assert!(insert(&format!("{END}\n{BEGIN}"), &example()).is_err());
    }

    #[test]
    fn the_document_has_the_marks() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/performance.md");
        let text = std::fs::read_to_string(path).expect("docs/performance.md");
        assert!(insert(&text, &example()).is_ok());
    }
}
