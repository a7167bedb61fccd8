use pvm_compiler::*;
struct L;
impl Loader for L {
    fn load(&mut self, m: &str) -> Result<Option<Source>, String> {
        let dir = std::env::var("STD").unwrap_or("/tmp/wt/analysis/stdlib".into());
        let p = format!("{dir}/{}.nido", m.replace('.', "/"));
        Ok(std::fs::read_to_string(&p).ok().map(|text| Source { module: m.into(), path: p.into(), text }))
    }
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&a[1]).unwrap();
    let whole = a.len() > 2;
    let module = if a[1].contains("/std/") {
        format!("std.{}", std::path::Path::new(&a[1]).file_stem().unwrap().to_str().unwrap())
    } else {
        "main".into()
    };
    let t = std::time::Instant::now();
    let c = check(
        Source { module: module.into(), path: a[1].clone().into(), text },
        &mut L,
        &Options { whole_library: whole, ..Options::default() },
    );
    let el = t.elapsed();
    for d in &c.diagnostics {
        let (f, l, col) = c.sources.locate(d.span);
        println!("{}:{l}:{col}: {} {} [{}]", c.sources.file(f).path.display(), d.code, d.message, d.label);
        for (s, t) in &d.others {
            let (f, l, col) = c.sources.locate(*s);
            println!("    {}:{l}:{col}: {t}", c.sources.file(f).path.file_name().unwrap().to_str().unwrap());
        }
        for n in &d.notes {
            println!("    note: {n}");
        }
        for n in &d.fixes {
            println!("    fix: {} -> {:?}", n.message, n.replacement);
        }
    }
    println!("{} diagnostics, {el:?}", c.diagnostics.len());
}
