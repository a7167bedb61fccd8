//! Which machine the figures are of.

use std::fs;
use std::thread::available_parallelism;

use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Machine {
    pub processor: String,
    pub cores: usize,
    pub memory_bytes: u64,
    pub system: String,
    /// How many processes wanted to run at once in the minute before: above the number of cores, times say little.
    pub load: Option<f64>,
}

impl Machine {
    /// What the system tells; where it tells nothing, only what Rust knows.
    pub fn of_this_process() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let processor =
            field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
        let memory = field(&read("/proc/meminfo"), "MemTotal").and_then(|text| kilobytes(&text)).unwrap_or_default();
        let name = field(&read("/etc/os-release").replace('=', ":"), "PRETTY_NAME");
        let kernel = read("/proc/sys/kernel/osrelease").trim().to_owned();
        Self {
            processor,
            cores: available_parallelism().map_or(1, usize::from),
            memory_bytes: memory,
            system: match name {
                Some(name) => format!("{}, Linux {kernel}", name.trim_matches('"')),
                None => std::env::consts::OS.to_owned(),
            },
            load: read("/proc/loadavg").split_whitespace().next().and_then(|word| word.parse().ok()),
        }
    }

    /// In one line.
    pub fn describe(&self) -> String {
        let cores = if self.cores == 1 { "1 core".to_owned() } else { format!("{} cores", self.cores) };
        let memory = self.memory_bytes as f64 / f64::from(1 << 30);
        let load = self.load.map_or_else(String::new, |load| format!(", load {load:.1} before the first round"));
        format!("{}, {cores}, {memory:.0} GiB, {}{load}", self.processor, self.system)
    }
}

/// The value of `name : value` in lines of that form.
fn field(text: &str, name: &str) -> Option<String> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines
        .map(|(key, value)| (key.trim(), value.trim()))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The bytes of `123 kB`.
fn kilobytes(text: &str) -> Option<u64> {
    text.strip_suffix("kB")?.trim().parse::<u64>().ok().map(|count| count << 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_lines() {
        let text = "processor\t: 0\nmodel name\t: A Processor: 3\n";
        assert_eq!(field(text, "model name").as_deref(), Some("A Processor: 3"));
        assert_eq!(field(text, "flags"), None);
        assert_eq!(kilobytes("2 kB"), Some(2048));
    }
}
