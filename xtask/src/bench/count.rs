//! Counting with valgrind. What a program does before and after its rounds is taken out by running it twice.

use std::ffi::OsString;
use std::path::Path;

use serde_json::{Value, json};

use super::program::Program;
use crate::command::Cmd;
use crate::project::Project;

/// The rounds of the shorter run: lookups and caches of the first rounds are done with.
const WARM_UP: u64 = 10;

/// The rounds that the longer run has more.
const ROUNDS: u64 = 100;

/// A program with its job and input.
pub(crate) struct Job<'a> {
    pub(crate) project: &'a Project,
    pub(crate) program: &'a Program,
    pub(crate) path: &'a Path,
    pub(crate) name: &'a str,
    pub(crate) input: &'a Path,
}

impl Job<'_> {
    /// Instructions, heap and time of one round.
    pub(crate) fn cost(&self) -> Result<Value, String> {
        let (no_blocks, no_peak) = self.heap(0)?;
        let (blocks, peak) = self.heap(1)?;
        let time = Cmd::new(self.project, self.path, self.arguments("time")).capture()?;
        let ns: u64 = time
            .trim()
            .parse()
            .map_err(|e| format!("{}: {e}", self.path.display()))?;
        Ok(json!({
            "instructions": self.instructions()?,
            "allocations": blocks.saturating_sub(no_blocks),
            "peak_bytes": peak.saturating_sub(no_peak),
            "ns": ns,
        }))
    }

    /// Instructions of one round.
    pub(crate) fn instructions(&self) -> Result<u64, String> {
        let count = |rounds| {
            let tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
            number_after(&self.under_valgrind(&tool, rounds)?, "Collected :")
        };
        let few = count(WARM_UP)?;
        let many = count(WARM_UP + ROUNDS)?;
        Ok(many.saturating_sub(few) / ROUNDS)
    }

    /// Allocated blocks, and the bytes at the peak, of the whole program.
    fn heap(&self, rounds: u64) -> Result<(u64, u64), String> {
        let tool = ["--tool=dhat", "--dhat-out-file=/dev/null"];
        let text = self.under_valgrind(&tool, rounds)?;
        let blocks = number_before(&text, "Total:", "blocks")?;
        Ok((blocks, number_after(&text, "At t-gmax:")?))
    }

    fn arguments(&self, rounds: &str) -> Vec<OsString> {
        let implementation = self.program.implementation().map(OsString::from);
        let mut arguments: Vec<_> = implementation.into_iter().collect();
        arguments.extend([self.name.into(), rounds.into(), self.input.into()]);
        arguments
    }

    fn under_valgrind(&self, tool: &[&str], rounds: u64) -> Result<String, String> {
        // The report on standard output, where the program itself says nothing.
        Cmd::new(self.project, "valgrind", tool)
            .args(["--log-fd=1"])
            .args([self.path])
            .args(self.arguments(&rounds.to_string()))
            .capture()
    }
}

fn number_after(text: &str, label: &str) -> Result<u64, String> {
    let rest = text.split_once(label).map(|(_, rest)| rest.trim_start());
    let digits: String = rest
        .unwrap_or_default()
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .filter(char::is_ascii_digit)
        .collect();
    digits
        .parse()
        .map_err(|_| format!("valgrind did not say {label:?}"))
}

/// The number before `unit` in the line with `label`.
fn number_before(text: &str, label: &str, unit: &str) -> Result<u64, String> {
    let line = text.lines().find(|line| line.contains(label));
    let before = line
        .and_then(|line| line.split_once(unit))
        .map(|(before, _)| before.trim_end());
    let word = before.and_then(|before| before.rsplit(' ').next());
    word.map(|word| word.replace(',', ""))
        .and_then(|digits| digits.parse().ok())
        .ok_or(format!("valgrind did not say {label:?}"))
}
