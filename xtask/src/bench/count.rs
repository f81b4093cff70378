//! Counting with valgrind. What a program does before and after its rounds is taken out by running
//! it twice.

use std::ffi::OsString;
use std::path::Path;

use super::program::Program;
use crate::command::Cmd;
use crate::project::Project;

/// A program with its job and input.
pub(crate) struct Job<'a> {
    pub(crate) project: &'a Project,
    pub(crate) program: &'a Program,
    pub(crate) path: &'a Path,
    pub(crate) name: &'a str,
    pub(crate) input: &'a Path,
}

/// What the heap of a program has seen.
#[derive(Clone, Copy)]
pub(crate) struct Heap {
    pub(crate) blocks: u64,
    pub(crate) peak_bytes: u64,
}

impl Job<'_> {
    /// Instructions of one round: of `rounds` rounds, behind as many that a program needs until its
    /// caches are filled.
    pub(crate) fn instructions(&self, rounds: u64) -> Result<u64, String> {
        instructions(self.project, self.path, rounds, |rounds| {
            self.arguments(&rounds.to_string())
        })
    }

    /// What `rounds` rounds allocate, and what they add to the peak.
    pub(crate) fn heap(&self, rounds: u64) -> Result<Heap, String> {
        let count = |rounds: u64| {
            let tool = ["--tool=dhat", "--dhat-out-file=/dev/null"];
            let arguments = self.arguments(&rounds.to_string());
            let text = under_valgrind(self.project, &tool, self.path, arguments)?;
            Ok::<_, String>(Heap {
                blocks: number_before(&text, "Total:", "blocks")?,
                peak_bytes: number_after(&text, "At t-gmax:")?,
            })
        };
        let (none, all) = (count(0)?, count(rounds)?);
        Ok(Heap {
            blocks: all.blocks.saturating_sub(none.blocks),
            peak_bytes: all.peak_bytes.saturating_sub(none.peak_bytes),
        })
    }

    /// The time of one round in nanoseconds, by the program's own clock. Programs in C alone.
    pub(crate) fn nanoseconds(&self) -> Result<u64, String> {
        let text = Cmd::new(self.project, self.path, self.arguments("time")).capture()?;
        let time = text.trim().parse();
        time.map_err(|e| format!("{}: {e}", self.path.display()))
    }

    fn arguments(&self, rounds: &str) -> Vec<OsString> {
        let implementation = self.program.implementation().map(OsString::from);
        let mut arguments: Vec<_> = implementation.into_iter().collect();
        arguments.extend([self.name.into(), rounds.into(), self.input.into()]);
        arguments
    }
}

/// Instructions of one of the rounds that a program makes with these arguments.
pub(crate) fn instructions(
    project: &Project,
    program: &Path,
    rounds: u64,
    arguments: impl Fn(u64) -> Vec<OsString>,
) -> Result<u64, String> {
    let count = |rounds| {
        let tool = ["--tool=callgrind", "--callgrind-out-file=/dev/null"];
        let text = under_valgrind(project, &tool, program, arguments(rounds))?;
        number_after(&text, "Collected :")
    };
    let warm_up = rounds.div_ceil(10);
    let few = count(warm_up)?;
    let many = count(warm_up + rounds)?;
    Ok(many.saturating_sub(few) / rounds)
}

/// The report, and what the program itself says.
fn under_valgrind(
    project: &Project,
    tool: &[&str],
    program: &Path,
    arguments: Vec<OsString>,
) -> Result<String, String> {
    Cmd::new(project, "valgrind", tool)
        .args(["--log-fd=1"])
        .args([program])
        .args(arguments)
        .capture()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valgrinds_words_are_read() {
        let dhat = "==1== Total:     14,305 bytes in 78 blocks\n==1== At t-gmax: 4,199,000 bytes in 8 blocks\n";
        assert_eq!(number_before(dhat, "Total:", "blocks"), Ok(78));
        assert_eq!(number_after(dhat, "At t-gmax:"), Ok(4_199_000));
        let callgrind = "==1== Collected : 1020304\n";
        assert_eq!(number_after(callgrind, "Collected :"), Ok(1_020_304));
        assert!(number_after("", "Collected :").is_err());
        assert!(number_before("Total: many", "Total:", "blocks").is_err());
    }
}
