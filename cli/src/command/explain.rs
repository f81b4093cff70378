//! `tvpass explain`: what an error code means and what helps, offline.

use std::io::{self, Write};

use clap::Args;

use crate::exit::{Exit, Failure, Outcome};
use crate::explanations::{self, Explanation};
use crate::screen::{Report, Screen};
use crate::style::{BOLD, styled};

/// How many codes are named to who has only a part of one.
const SUGGESTIONS: usize = 8;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A code of Adobe's (invalid_parameter_mvpd), a name or number of this library's (3003), or an
    /// HTTP status (429)
    #[arg(value_name = "CODE")]
    code: String,
}

impl Report for Explanation {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{}", styled(BOLD, &self.code))?;
        if let Some(number) = self.number {
            write!(out, " ({number})")?;
        }
        writeln!(out)?;
        writeln!(out, "  whose:      {}", self.origin)?;
        writeln!(out, "  means:      {}", self.means)?;
        if let Some(action) = &self.action {
            writeln!(out, "  action:     {action}")?;
        }
        let statuses = self.http_statuses.iter().map(u16::to_string);
        let statuses = statuses.collect::<Vec<_>>().join(", ");
        if !statuses.is_empty() {
            writeln!(out, "  HTTP:       {statuses}")?;
        }
        writeln!(out, "  what helps: {}", self.helps)
    }
}

pub(crate) fn run(options: &Options, screen: &Screen) -> Outcome {
    if let Some(explanation) = explanations::find(&options.code) {
        screen.show(&explanation)?;
        return Ok(Exit::Done);
    }
    let wanted = options.code.trim().to_ascii_lowercase();
    let similar = explanations::names().filter(|name| !wanted.is_empty() && name.contains(&wanted));
    let similar: Vec<_> = similar.take(SUGGESTIONS).collect();
    Err(Failure::Usage(match similar.is_empty() {
        true => format!(
            "{} is no code that is known here; for one that Adobe has added, obey the action that stands beside it",
            options.code
        ),
        false => format!(
            "{} is no code; these have it in them: {}",
            options.code,
            similar.join(", ")
        ),
    }))
}
