//! The standard library of Nido, as the source text that the compiler reads: one file of `std/` for each module.

#![forbid(unsafe_code)]

macro_rules! modules {
    ($($name:literal)*) => {
        /// The name of every module and its source, by name.
        pub const MODULES: &[(&str, &str)] = &[$((concat!("std.", $name), include_str!(concat!("../std/", $name, ".nido")))),*];
    };
}

modules! {
    "adapters" "algorithms" "array" "base64" "bytes" "char" "compare" "csv" "deque" "float" "fmt" "fs" "hash" "heap"
    "int" "io" "iter" "json" "json_parser" "json_value" "list" "map" "math" "ops" "option" "os" "path" "prelude"
    "print" "random" "range" "result" "set" "sort" "string" "table" "test" "text" "time" "totals" "trap" "tuple"
}

/// The source of a module by its full name, such as `std.list`.
pub fn source(module: &str) -> Option<&'static str> {
    let index = MODULES.binary_search_by_key(&module, |&(name, _)| name).ok()?;
    Some(MODULES[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_stand_in_order_and_are_found() {
        assert!(MODULES.is_sorted());
        assert!(source("std.list").is_some_and(|text| text.contains("pub struct List<T>")));
        assert_eq!(source("list"), None);
    }

    #[test]
    fn every_file_is_a_module() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/std");
        let files = std::fs::read_dir(folder).expect("the folder std").count();
        assert_eq!(files, MODULES.len());
    }
}
