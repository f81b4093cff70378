//! What is written where: results to standard output, everything else to standard error.

use std::io::{self, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;
use tvpass::error::printable;

use crate::common::{Common, When};
use crate::error_report::ErrorReport;
use crate::exit::Failure;

/// A result: JSON by its fields, and words for people.
pub(crate) trait Report: Serialize {
    /// Writes it for people.
    fn write(&self, out: &mut dyn Write) -> io::Result<()>;
}

/// Where results and messages go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    pub(crate) json: bool,
    pub(crate) verbose: bool,
    color: ColorChoice,
}

impl Screen {
    pub(crate) fn new(common: &Common) -> Self {
        let color = match common.color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Self {
            json: common.json,
            verbose: common.verbose,
            color,
        }
    }

    /// For a command line that could not be read, but asks for JSON.
    pub(crate) fn for_json() -> Self {
        Self {
            json: true,
            verbose: false,
            color: ColorChoice::Never,
        }
    }

    /// Shows a result: its JSON on one line, or its words.
    pub(crate) fn show<R: Report>(&self, report: &R) -> Result<(), Failure> {
        match self.json {
            true => self.json_line(report),
            false => self.write(|out| report.write(out)),
        }
    }

    /// One line of JSON.
    fn json_line(&self, value: &impl Serialize) -> Result<(), Failure> {
        let line = serde_json::to_string(value)
            .map_err(|error| Failure::Other(format!("the result is no JSON: {error}")))?;
        let line = harmless(&line);
        self.write(|out| writeln!(out, "{line}"))
    }

    /// Writes to standard output. A reader that has seen enough is no failure.
    pub(crate) fn write(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let mut out = AutoStream::new(io::stdout(), self.color).lock();
        match write(&mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::Other(format!("standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// A message for people, on standard error: it is never part of the result.
    pub(crate) fn tell(&self, message: &str) {
        self.write_aside(&format!("tvpass: {}\n", printable(message)));
    }

    /// Text as it is, on standard error.
    pub(crate) fn write_aside(&self, text: &str) {
        let mut out = AutoStream::new(io::stderr(), self.color).lock();
        // There is nobody left to tell that it failed.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// Whether somebody may be looking at standard error.
    pub(crate) fn is_watched(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Says why there is no result: on standard error, or as JSON on standard output.
    pub(crate) fn failure(&self, failure: &Failure) {
        let report = ErrorReport::new(failure);
        if !self.json || self.json_line(&report).is_err() {
            self.write_aside(&report.text());
        }
    }
}

/// The same JSON with what steers a terminal as escapes, wherever it stands in texts: other control
/// characters than those that JSON itself escapes, and marks that turn the direction of writing.
fn harmless(json: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
    };
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match steers(c) {
            true => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_does_not_steer_a_terminal_and_says_the_same() {
        let value = serde_json::json!({"a\u{9b}2J": "\u{1b}[2J\u{202e}\u{7f} é"});
        let line = harmless(&value.to_string());
        assert_eq!(line, r#"{"a\u009b2J":"\u001b[2J\u202e\u007f é"}"#);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&line).unwrap(),
            value
        );
    }
}
