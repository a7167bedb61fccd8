//! What is told of the figures, and where: a table on the terminal, `figures.json` and a page in `target/bench-report`, and,
//! when asked, the tables of docs/performance.md.

mod docs;
mod page;
mod plot;
mod table;

use std::fs;

use anyhow::{Context, Result};

use crate::Places;
use crate::figures::Figures;
use crate::options::Options;

pub fn write(places: &Places<'_>, options: &Options, figures: &Figures) -> Result<()> {
    for table in table::all(figures) {
        println!("{}\n{}\n", table.title, table.text());
    }
    if let Some(caution) = figures.caution() {
        println!("{caution}\n");
    }
    let folder = places.target().join("bench-report");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write("figures.json", serde_json::to_string(figures)? + "\n")?;
    write("index.html", page::page(figures))?;
    println!("The report is in {}", folder.join("index.html").display());
    if options.write_docs {
        let path = places.repository.join("docs/performance.md");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        fs::write(&path, docs::insert(&text, figures)?).with_context(|| format!("cannot write {}", path.display()))?;
        println!("The figures are in {}", path.display());
    }
    Ok(())
}
