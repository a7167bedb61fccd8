//! The tables of every report: what stands in them is decided here, how it looks where they are shown.

use comfy_table::{CellAlignment, Table as Grid, TableStyle, presets};
use pvm::measure::{Spread, show_number, show_time};

use crate::figures::{Cell, Figures, Quantity};

pub struct Table {
    pub title: String,
    pub about: String,
    pub header: Vec<String>,
    /// Each begins with its name.
    pub rows: Vec<Vec<Entry>>,
}

/// What stands in one place of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entry {
    pub text: String,
    /// How sure it is, in small print.
    pub note: String,
}

impl From<String> for Entry {
    fn from(text: String) -> Self {
        Self { text, note: String::new() }
    }
}

/// What stands where there is nothing to tell.
const NOTHING: &str = "–";

pub fn all(figures: &Figures) -> Vec<Table> {
    let ratios = Quantity::ALL.into_iter().map(|quantity| ratios(figures, quantity));
    std::iter::once(standings(figures)).chain(ratios).chain([warm_ups(figures)]).collect()
}

/// How we stand to each of the others.
pub fn standings(figures: &Figures) -> Table {
    let mut rows = Vec::new();
    let columns = || figures.columns.iter().enumerate();
    for (own, ours) in columns().filter(|(_, column)| column.ours) {
        for (other, theirs) in columns().filter(|&(other, _)| other != own) {
            let mut row = vec![Entry::from(format!("{} to {}", ours.name, theirs.name))];
            for quantity in Quantity::ALL {
                let standing = figures.standing(quantity, own, other);
                row.push(standing.map_or_else(nothing, |standing| Entry {
                    text: show_number(standing.mean),
                    note: format!("at most {} ({})", show_number(standing.worst_ratio), standing.worst),
                }));
            }
            let programs = figures.standing(Quantity::Steady, own, other).map_or(0, |standing| standing.programs);
            row.push(programs.to_string().into());
            rows.push(row);
        }
    }
    let titles = Quantity::ALL.map(|quantity| quantity.title().to_lowercase());
    Table {
        title: "Against each of the others".to_owned(),
        about:
            "How much time or memory the one takes for one of the other's: geometric means, and the largest ratio with \
                its program. Below 1 the first is better."
                .to_owned(),
        header: std::iter::once(String::new()).chain(titles).chain(["programs".to_owned()]).collect(),
        rows,
    }
}

/// A quantity of every column in every program, relative to the base, which tells its own value.
pub fn ratios(figures: &Figures, quantity: Quantity) -> Table {
    let base = figures.base_index();
    let mut rows = Vec::new();
    for program in &figures.programs {
        let entry = |(place, cell): (usize, &Option<Cell>)| {
            let Some(cell) = cell else { return nothing() };
            let (spread, show): (_, fn(f64) -> String) = match (place == base, &program.cells[base]) {
                (false, Some(base)) => (cell.ratio(quantity, base), show_number),
                _ => (cell.spread(quantity), shown_as(quantity)),
            };
            spread.map_or_else(nothing, |spread| Entry { text: show(spread.median), note: range(&spread, show) })
        };
        let name = Entry::from(program.name.clone());
        rows.push(std::iter::once(name).chain(program.cells.iter().enumerate().map(entry)).collect());
    }
    let mut means = vec![Entry::from("geometric mean".to_owned())];
    for column in 0..figures.columns.len() {
        let standing = figures.standing(quantity, column, base);
        means.push(standing.map_or_else(nothing, |standing| show_number(standing.mean).into()));
    }
    rows.push(means);
    Table {
        title: format!("{}, relative to {}", quantity.title(), figures.base),
        about: format!("{} The column {} tells its own values.", quantity.about(), figures.base),
        header: header(figures),
        rows,
    }
}

fn warm_ups(figures: &Figures) -> Table {
    let entry = |cell: &Option<Cell>| match cell.as_ref().map(Cell::warm_up) {
        None => nothing(),
        Some((0, _)) => "0".to_owned().into(),
        Some((iterations, seconds)) => Entry { text: iterations.to_string(), note: show_time(seconds) },
    };
    let row = |program: &crate::figures::ProgramFigures| {
        std::iter::once(program.name.clone().into()).chain(program.cells.iter().map(entry)).collect()
    };
    let total = |column: usize| {
        let cells = figures.programs.iter().filter_map(|program| program.cells[column].as_ref());
        match cells.map(|cell| cell.warm_up().1).fold(0.0, |sum, seconds| sum + seconds) {
            0.0 => "0".to_owned().into(),
            seconds => show_time(seconds).into(),
        }
    };
    let totals =
        std::iter::once("all together".to_owned().into()).chain((0..figures.columns.len()).map(total)).collect();
    Table {
        title: "Warm-up".to_owned(),
        about: "How many iterations come before the steady state: before three in a row of which the middle one is no \
                more than a fifth slower."
            .to_owned(),
        header: header(figures),
        rows: figures.programs.iter().map(row).chain([totals]).collect(),
    }
}

fn header(figures: &Figures) -> Vec<String> {
    std::iter::once(String::new()).chain(figures.columns.iter().map(|column| column.name.clone())).collect()
}

fn nothing() -> Entry {
    NOTHING.to_owned().into()
}

/// How a value of the quantity itself is written.
pub fn shown_as(quantity: Quantity) -> fn(f64) -> String {
    match quantity {
        Quantity::Memory => |bytes| format!("{} MiB", show_number(bytes / f64::from(1 << 20))),
        Quantity::Steady | Quantity::Cold => show_time,
    }
}

/// The range of a spread, or nothing where it is none.
pub fn range(spread: &Spread, show: fn(f64) -> String) -> String {
    let (low, high) = (show(spread.low), show(spread.high));
    if low == high { String::new() } else { format!("{low} to {high}") }
}

impl Table {
    /// For a terminal; the small print is left out, except where it is half of what there is to say.
    pub fn text(&self) -> String {
        let text = self.grid(presets::NOTHING, |entry| entry.text.clone()).trim_fmt();
        text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    pub fn markdown(&self) -> String {
        let entry = |entry: &Entry| match entry.note.as_str() {
            "" => entry.text.clone(),
            note => format!("{} <sub>{note}</sub>", entry.text),
        };
        self.grid(presets::ASCII_MARKDOWN, entry).to_string()
    }

    fn grid(&self, style: TableStyle, show: impl Fn(&Entry) -> String) -> Grid {
        let mut grid = Grid::new();
        grid.load_style(style).set_header(&self.header);
        for row in &self.rows {
            grid.add_row(row.iter().map(&show));
        }
        for column in grid.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        grid
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::tests::example;

    #[test]
    fn the_base_tells_its_own_values() {
        let text = ratios(&example(), Quantity::Cold).text();
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let lines: Vec<_> = text.lines().map(words).collect();
        assert_eq!(lines[0], ["interp", "c"]);
        assert_eq!(lines[1], ["fib", "4.00", "3.00", "s"]);
        assert_eq!(lines[2], ["sort", "2.00", "s", NOTHING], "without a base a column tells its own value too");
        assert_eq!(lines[3], ["geometric", "mean", "4.00", "1.00"]);
    }

    #[test]
    fn warm_ups_are_added_up() {
        let mut figures = example();
        for round in &mut figures.programs[0].cells[0].as_mut().expect("a cell").rounds {
            round.iteration_seconds = vec![18.0, 18.0, 6.0, 6.0, 6.0, 6.0];
        }
        let table = warm_ups(&figures);
        let last: Vec<_> = table.rows.last().expect("a row").iter().map(|entry| entry.text.as_str()).collect();
        assert_eq!(last, ["all together", "18.0 s", "0"]);
    }

    #[test]
    fn markdown_has_a_bar_at_every_column() {
        let text = standings(&example()).markdown();
        assert!(text.lines().all(|line| line.starts_with('|') && line.ends_with('|')), "{text}");
        assert!(text.contains("interp to c") && text.contains("<sub>at most 4.00 (fib)</sub>"), "{text}");
    }
}
