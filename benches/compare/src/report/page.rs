//! The page: everything in one file of HTML that needs nothing else, with its plots as SVG.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use pvm::measure::{Spread, show_number};

use super::plot::{self, Bar, Curve};
use super::table::{self, Table};
use crate::figures::{Cell, Figures, ProgramFigures, Quantity};

pub fn page(figures: &Figures) -> String {
    let title = "pvm and its peers";
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(include_str!("page.css"))) }
            }
            body {
                header {
                    h1 { (title) }
                    p { (figures.programs.len()) " programs, each written in every language with the same data structures and the "
                        "same output. Times are ratios between runs of the same round; lower is better." }
                    @if let Some(caution) = figures.caution() { p.caution { (caution) } }
                    (conditions(figures))
                }
                section {
                    (shown(&table::standings(figures)))
                }
                @for quantity in Quantity::ALL {
                    (comparison(figures, quantity))
                }
                (warm_up(figures))
                footer { "Made by " code { "cargo bench --bench peers" } ", which anyone can repeat. All single values are in figures.json." }
            }
        }
    };
    page.into_string()
}

/// Machine, date, rounds, versions.
fn conditions(figures: &Figures) -> Markup {
    html! {
        dl {
            dt { "Date" } dd { (figures.date) }
            dt { "Machine" } dd { (figures.machine.describe()) }
            dt { "Rounds" } dd { (figures.rounds) ", every column in turn in each" }
            @for column in &figures.columns {
                dt.ours[column.ours] { (column.name) }
                dd { (column.title) ": " (column.version) }
            }
        }
    }
}

const WIDTH: f64 = 400.0;
const WIDE: f64 = 760.0;

fn comparison(figures: &Figures, quantity: Quantity) -> Markup {
    let base = figures.base_index();
    let all = figures.programs.iter().flat_map(|program| ratios(program, quantity, base));
    let axis = plot::ratio_axis(all.map(|(_, ratio)| ratio), WIDTH);
    html! {
        section {
            h2 { (quantity.title()) }
            p { (quantity.about()) " Relative to " code { (figures.base) } ", on a logarithmic scale that all plots share. "
                "The thin line goes from the tenth to the ninetieth percentile of the rounds." }
            figure.wide {
                figcaption { "Geometric mean over the programs" span { "the thin line goes from the best program to the worst" } }
                (means(figures, quantity))
            }
            div.panels {
                @for program in &figures.programs {
                    figure {
                        figcaption { (program.name) span { (program.covers) } }
                        (bars(figures, program, quantity, &axis))
                    }
                }
            }
            details { summary { "The same as a table" } (shown(&table::ratios(figures, quantity))) }
        }
    }
}

/// The ratio of each column of a program that can be compared with the base.
fn ratios(program: &ProgramFigures, quantity: Quantity, base: usize) -> Vec<(usize, Spread)> {
    let Some(base) = &program.cells[base] else { return Vec::new() };
    let ratio = |(column, cell): (usize, &Option<Cell>)| Some((column, cell.as_ref()?.ratio(quantity, base)?));
    program.cells.iter().enumerate().filter_map(ratio).collect()
}

fn bars(figures: &Figures, program: &ProgramFigures, quantity: Quantity, axis: &plot::Axis) -> Markup {
    let ratios = ratios(program, quantity, figures.base_index());
    if ratios.is_empty() {
        return html! { p.empty { "Not written for " code { (figures.base) } "." } };
    }
    let show = table::shown_as(quantity);
    let bar = |(column, ratio): (usize, Spread)| {
        let value = program.cells[column].as_ref().and_then(|cell| cell.spread(quantity));
        let value = value.map_or_else(String::new, |spread| show(spread.median));
        let column = &figures.columns[column];
        Bar { label: &column.name, ratio, text: format!("{} · {value}", show_number(ratio.median)), ours: column.ours }
    };
    plot::bars(&ratios.into_iter().map(bar).collect::<Vec<_>>(), axis, WIDTH)
}

fn means(figures: &Figures, quantity: Quantity) -> Markup {
    let base = figures.base_index();
    let bar = |(place, column): (usize, &'_ crate::column::Described)| {
        let mean = figures.standing(quantity, place, base)?.mean;
        let medians = figures.ratios(quantity, place, base).into_iter().flatten().map(|ratio| ratio.median);
        let (low, high) = medians.fold((mean, mean), |(low, high), median| (low.min(median), high.max(median)));
        Some((place, Spread { low, median: mean, high }, column.ours))
    };
    let means: Vec<_> = figures.columns.iter().enumerate().filter_map(bar).collect();
    let axis = plot::ratio_axis(means.iter().map(|(_, ratio, _)| *ratio), WIDE);
    let bars = means.iter().map(|&(place, ratio, ours)| Bar {
        label: &figures.columns[place].name,
        ratio,
        text: show_number(ratio.median),
        ours,
    });
    plot::bars(&bars.collect::<Vec<_>>(), &axis, WIDE)
}

fn warm_up(figures: &Figures) -> Markup {
    let curves = |program: &ProgramFigures| {
        let cells = program.cells.iter().enumerate();
        let curve = |(column, cell): (usize, &Option<Cell>)| {
            Some(Curve { colour: plot::colour(column), seconds: cell.as_ref()?.curve() })
        };
        plot::curves(&cells.filter_map(curve).collect::<Vec<_>>())
    };
    html! {
        section {
            h2 { "Warm-up" }
            p { "What each iteration of one process took, from the first on (median of the rounds). Both scales are logarithmic." }
            p.legend {
                @for (place, column) in figures.columns.iter().enumerate() {
                    span { i class=(plot::colour(place)) {} (column.name) }
                }
            }
            div.panels {
                @for program in &figures.programs {
                    figure { figcaption { (program.name) } (curves(program)) }
                }
            }
            details { summary { "Where the steady state begins" } (shown(&table::all(figures).pop().unwrap_or_else(|| table::standings(figures)))) }
        }
    }
}

fn shown(table: &Table) -> Markup {
    html! {
        h3 { (table.title) }
        p { (table.about) }
        div.scroll {
            table {
                thead { tr { @for title in &table.header { th { (title) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (place, entry) in row.iter().enumerate() {
                                @if place == 0 { th { (entry.text) } } @else {
                                    td { (entry.text) @if !entry.note.is_empty() { small { (entry.note) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::tests::example;

    #[test]
    fn the_page_needs_no_other_file_and_escapes_what_it_shows() {
        let page = page(&example());
        assert!(page.contains("Title &lt;interp&gt;"), "names are text");
        assert!(!page.contains("http") && !page.contains("src=") && !page.contains("<link"), "nothing is fetched");
        assert!(!page.contains("NaN") && !page.contains("inf"), "every number is one");
        for part in ["2026-01-02", "fib", "sort", "geometric mean", "<polyline", "Not written for"] {
            assert!(page.contains(part), "{part}");
        }
    }
}
