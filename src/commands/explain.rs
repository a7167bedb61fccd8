//! `pvm explain`: what a diagnostic's code means, with an example.

use clap::Args;

use super::complain;
use crate::exit::Exit;

#[derive(Args)]
pub struct Explain {
    /// The code, such as E0201; without one, all codes are listed
    code: Option<String>,
}

impl Explain {
    pub fn run(self) -> Exit {
        let text = match &self.code {
            None => list(),
            Some(wanted) => match pvm::codes().find(|code| code.id.eq_ignore_ascii_case(wanted)) {
                Some(code) => explained(code),
                None => {
                    complain(&format!("there is no diagnostic with the code {wanted}; `pvm explain` lists them all"));
                    return Exit::USAGE;
                }
            },
        };
        super::print_bytes(text.as_bytes())
    }
}

/// All codes, the warnings last.
fn list() -> String {
    let mut codes: Vec<&pvm::Code> = pvm::codes().collect();
    codes.sort_by_key(|code| (code.id.starts_with('W'), code.id));
    codes.iter().map(|code| format!("{}  {}\n", code.id, code.title)).collect()
}

fn explained(code: &pvm::Code) -> String {
    let fence = |program: &str| format!("```nido\n{}\n```\n", program.trim_end());
    format!(
        "{}: {}\n\n{}\n\nThis gets it:\n\n{}\nMended:\n\n{}",
        code.id,
        code.title,
        code.explanation.trim_end(),
        fence(code.erroneous),
        fence(code.corrected)
    )
}
