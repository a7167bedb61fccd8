//! What `pvm bench` prints: a table for people, lines of JSON for programs.

use comfy_table::{CellAlignment, Table, presets};
use pvm::measure::{Spread, geometric_mean, show_number, show_time};

use super::item::{Item, Kind};
use super::measure::Measured;

type Results<'a> = [(&'a Item, Vec<Measured<'a>>)];

/// A line for each item and engine; where engines are compared, also what they are to the first.
pub fn human(results: &Results<'_>) -> String {
    let compares = results.iter().any(|(_, engines)| engines.len() > 1);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let columns = ["", "median", "spread", "runs", "warm-up", "compile"];
    let compared = ["", "engine", "median", "spread", "runs", "speed-up", "spread", "warm-up", "compile"];
    table.set_header(if compares { compared.to_vec() } else { columns.to_vec() });
    for (item, engines) in results {
        for (place, measured) in engines.iter().enumerate() {
            let mut row = vec![if place == 0 { item.name() } else { String::new() }];
            if compares {
                row.push(measured.mode.name.to_owned());
            }
            row.extend(times(measured));
            if compares {
                row.extend(if place == 0 { [String::new(), String::new()] } else { ratio(&engines[0], measured) });
            }
            let (runs, seconds) = measured.warm_up;
            row.push(if runs == 0 { "none".to_owned() } else { format!("{runs} in {}", show_time(seconds)) });
            row.push(show_time(measured.compiling.as_secs_f64()));
            table.add_row(row);
        }
    }
    let names = if compares { 2 } else { 1 };
    for column in table.column_iter_mut().skip(names) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let lines = table.trim_fmt();
    // The preset sets a blank before every cell.
    let lines = lines.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n");
    lines.chain(means(results)).collect()
}

fn times(measured: &Measured<'_>) -> [String; 3] {
    let Some(spread) = Spread::of(&measured.samples) else { return Default::default() };
    [
        show_time(spread.median),
        format!("{} to {}", show_time(spread.low), show_time(spread.high)),
        measured.iterations.to_string(),
    ]
}

fn ratio(first: &Measured<'_>, other: &Measured<'_>) -> [String; 2] {
    let Some(spread) = speed_up(first, other) else { return Default::default() };
    [show_number(spread.median), format!("{} to {}", show_number(spread.low), show_number(spread.high))]
}

/// How many times as fast the other engine is, sample by sample.
fn speed_up(first: &Measured<'_>, other: &Measured<'_>) -> Option<Spread> {
    let pairs = first.samples.iter().zip(&other.samples);
    Spread::of(&pairs.map(|(first, other)| first / other).collect::<Vec<_>>())
}

/// The mean speed-up of each engine, where there are several items.
fn means<'a>(results: &'a Results<'a>) -> impl Iterator<Item = String> + 'a {
    let engines = results.first().filter(|_| results.len() > 1).map_or(&[][..], |(_, engines)| engines);
    engines.iter().enumerate().skip(1).filter_map(move |(place, engine)| {
        let ratios = results.iter().filter_map(|(_, engines)| speed_up(&engines[0], &engines[place]));
        let mean = geometric_mean(ratios.map(|spread| spread.median))?;
        let (own, first) = (engine.mode.name, engines[0].mode.name);
        Some(format!("{own} is {} × as fast as {first} (geometric mean)\n", show_number(mean)))
    })
}

pub fn json(results: &Results<'_>) -> String {
    let lines = results.iter().flat_map(|(item, engines)| {
        engines.iter().map(move |measured| {
            let bench = if let Kind::Bench(name) = &item.kind { Some(name) } else { None };
            let arguments = if let Kind::Main(arguments) = &item.kind { Some(arguments) } else { None };
            let line = serde_json::json!({
                "file": item.file.display().to_string(),
                "bench": bench,
                "arguments": arguments,
                "engine": measured.mode.name,
                "seconds": Spread::of(&measured.samples),
                "samples": measured.samples,
                "iterations": measured.iterations,
                "speed_up": speed_up(&engines[0], measured),
                "warm_up_iterations": measured.warm_up.0,
                "warm_up_seconds": measured.warm_up.1,
                "compile_seconds": measured.compiling.as_secs_f64(),
            });
            format!("{line}\n")
        })
    });
    lines.collect()
}
