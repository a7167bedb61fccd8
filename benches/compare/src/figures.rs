//! All that was measured, as it stands in the JSON file; and the few numbers that reports draw from it.

use pvm::measure::{Spread, geometric_mean, steady, warm_up};
use serde::{Deserialize, Serialize};

use crate::column::Described;
use crate::machine::Machine;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figures {
    pub date: String,
    pub machine: Machine,
    pub rounds: u32,
    /// Whether runs were kept short.
    pub quick: bool,
    /// Whether programs ran at their small sizes.
    pub small: bool,
    /// The column that ratios are relative to.
    pub base: String,
    pub columns: Vec<Described>,
    pub programs: Vec<ProgramFigures>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ProgramFigures {
    pub name: String,
    pub category: String,
    pub covers: String,
    pub size: u64,
    pub output: String,
    /// By column; none where the program is not written in the column's language.
    pub cells: Vec<Option<Cell>>,
}

/// One program in one column.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Cell {
    pub rounds: Vec<Round>,
}

/// What one round measured: a process that runs the program once, and one that runs it again and again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Round {
    /// The whole process that runs the program once, seen from outside.
    pub cold_seconds: f64,
    /// The most memory that this process held.
    pub peak_bytes: u64,
    /// The iterations of the other process, as it tells itself.
    pub iteration_seconds: Vec<f64>,
}

/// What is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    Steady,
    Cold,
    Memory,
}

impl Quantity {
    pub const ALL: [Self; 3] = [Self::Steady, Self::Cold, Self::Memory];

    pub fn title(self) -> &'static str {
        match self {
            Self::Steady => "Steady state",
            Self::Cold => "One cold run",
            Self::Memory => "Peak memory",
        }
    }

    /// What exactly it is.
    pub fn about(self) -> &'static str {
        match self {
            Self::Steady => {
                "The time of one iteration in a process that repeats the program: the median of the later half of the \
                 iterations."
            }
            Self::Cold => "The time of a whole process that runs the program once, from before its start to its end.",
            Self::Memory => "The most memory that the process of a cold run held at once (resident set).",
        }
    }

    fn of(self, round: &Round) -> f64 {
        match self {
            Self::Steady => steady(&round.iteration_seconds).unwrap_or(f64::NAN),
            Self::Cold => round.cold_seconds,
            Self::Memory => round.peak_bytes as f64,
        }
    }
}

impl Cell {
    /// The quantity over the rounds.
    pub fn spread(&self, quantity: Quantity) -> Option<Spread> {
        Spread::of(&self.rounds.iter().map(|round| quantity.of(round)).collect::<Vec<_>>())
    }

    /// How much of the quantity this cell takes for one unit of the other's, round by round.
    pub fn ratio(&self, quantity: Quantity, to: &Self) -> Option<Spread> {
        let pairs = self.rounds.iter().zip(&to.rounds);
        Spread::of(&pairs.map(|(own, other)| quantity.of(own) / quantity.of(other)).collect::<Vec<_>>())
    }

    /// The iterations of the steady process, each as the median over the rounds.
    pub fn curve(&self) -> Vec<f64> {
        let shortest = self.rounds.iter().map(|round| round.iteration_seconds.len()).min().unwrap_or(0);
        let iteration = |index| {
            let times: Vec<_> = self.rounds.iter().map(|round| round.iteration_seconds[index]).collect();
            Spread::of(&times).map(|spread| spread.median)
        };
        (0..shortest).filter_map(iteration).collect()
    }

    /// How many iterations come before the steady state, and the seconds that they take.
    pub fn warm_up(&self) -> (usize, f64) {
        let curve = self.curve();
        let before = warm_up(&curve);
        (before, curve[..before].iter().sum())
    }
}

/// How one column stands to another over all programs that both have.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The geometric mean of the ratios.
    pub mean: f64,
    pub programs: usize,
    /// The program with the largest ratio.
    pub worst: String,
    pub worst_ratio: f64,
}

impl Figures {
    pub fn base_index(&self) -> usize {
        self.columns.iter().position(|column| column.name == self.base).unwrap_or(0)
    }

    /// The ratio of one column to another in every program; none where one of the two is missing.
    pub fn ratios(&self, quantity: Quantity, column: usize, to: usize) -> Vec<Option<Spread>> {
        let cell =
            |program: &ProgramFigures| program.cells[column].as_ref()?.ratio(quantity, program.cells[to].as_ref()?);
        self.programs.iter().map(cell).collect()
    }

    pub fn standing(&self, quantity: Quantity, column: usize, to: usize) -> Option<Standing> {
        let ratios = self.ratios(quantity, column, to);
        let medians =
            || ratios.iter().zip(&self.programs).filter_map(|(ratio, program)| Some(((*ratio)?.median, program)));
        let (worst_ratio, worst) = medians().max_by(|one, other| one.0.total_cmp(&other.0))?;
        Some(Standing {
            mean: geometric_mean(medians().map(|(median, _)| median))?,
            programs: medians().count(),
            worst: worst.name.clone(),
            worst_ratio,
        })
    }

    /// What a reader must know before believing a number; none for a full run.
    pub fn caution(&self) -> Option<&'static str> {
        match (self.small, self.quick) {
            (true, _) => Some("The programs ran at their small sizes: these figures only show that all works."),
            (false, true) => Some("A quick run of few and short rounds: these figures are to look at, not to quote."),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Two columns and two programs; the second column has only the first program.
    pub fn example() -> Figures {
        let round = |seconds: f64| Round {
            cold_seconds: seconds * 2.0,
            peak_bytes: (seconds * 1024.0 * 1024.0) as u64,
            iteration_seconds: vec![seconds * 3.0, seconds, seconds, seconds],
        };
        let cell = |seconds: &[f64]| Some(Cell { rounds: seconds.iter().map(|&seconds| round(seconds)).collect() });
        let program = |name: &str, cells| ProgramFigures {
            name: name.to_owned(),
            category: "kind".to_owned(),
            covers: "something".to_owned(),
            size: 10,
            output: "55".to_owned(),
            cells,
        };
        let column = |name: &str, ours| Described {
            name: name.to_owned(),
            title: format!("Title <{name}>"),
            version: "1.0".to_owned(),
            ours,
        };
        let machine =
            Machine { processor: "P".to_owned(), cores: 2, memory_bytes: 1 << 30, system: "S".to_owned(), load: None };
        Figures {
            date: "2026-01-02".to_owned(),
            machine,
            rounds: 2,
            quick: false,
            small: false,
            base: "c".to_owned(),
            columns: vec![column("interp", true), column("c", false)],
            programs: vec![
                program("fib", vec![cell(&[8.0, 4.0]), cell(&[2.0, 1.0])]),
                program("sort", vec![cell(&[1.0, 1.0]), None]),
            ],
        }
    }

    #[test]
    fn ratios_are_between_runs_of_one_round() {
        let figures = example();
        let ratio = Some(Spread { low: 4.0, median: 4.0, high: 4.0 });
        for quantity in Quantity::ALL {
            assert_eq!(figures.ratios(quantity, 0, 1), [ratio, None]);
        }
        let standing = figures.standing(Quantity::Cold, 0, 1).expect("one program in common");
        assert_eq!((standing.mean, standing.programs, standing.worst.as_str()), (4.0, 1, "fib"));
        assert_eq!(figures.base_index(), 1);
    }

    #[test]
    fn the_first_iteration_warms_up() {
        let figures = example();
        let cell = figures.programs[0].cells[0].as_ref().expect("a cell");
        assert_eq!(cell.curve(), [18.0, 6.0, 6.0, 6.0]);
        assert_eq!(cell.warm_up(), (0, 0.0), "the middle of 18, 6 and 6 is steady");
    }

    #[test]
    fn figures_are_read_back_as_they_were_written() {
        let figures = example();
        let text = serde_json::to_string(&figures).expect("only texts and numbers");
        assert_eq!(serde_json::from_str::<Figures>(&text).expect("the same form"), figures);
    }
}
