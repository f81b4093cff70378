//! `tvpass`: signs a device in, looks, plays and signs out from a shell, with Adobe's service or
//! the sandbox.
//!
//! Everything that a program can do with the library it does through the library's public
//! interface; `docs/cli.md` is its manual.
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod arguments;
mod command;
mod common;
mod config_file;
mod connection;
mod countdown;
mod decisions;
mod device;
mod error_report;
mod exit;
mod explanations;
mod har;
mod header_values;
mod identity;
mod places;
mod profile_report;
mod qr;
#[cfg(feature = "sandbox")]
mod sandbox;
mod screen;
mod secrets;
mod settings;
mod style;
mod table;
mod times;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use crate::arguments::Arguments;
use crate::exit::{Exit, Failure};
use crate::screen::Screen;

fn main() -> ExitCode {
    let parsed = Arguments::command().try_get_matches().and_then(|matches| {
        let arguments = Arguments::from_arg_matches(&matches)?;
        Ok((matches, arguments))
    });
    let (matches, mut arguments) = match parsed {
        Ok(parsed) => parsed,
        // Help and version are no failures, and go to standard output.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return Exit::Done.into();
        }
        Err(error) => {
            match std::env::args_os().any(|argument| argument == "--json") {
                true => Screen::for_json().failure(&wrong(&error)),
                false => drop(error.print()),
            }
            return Exit::Usage.into();
        }
    };
    let screen = Screen::new(&arguments.common);
    let settled = arguments.common.settle(&matches);
    match settled.and_then(|()| arguments::run(&arguments, &screen)) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            screen.failure(&failure);
            failure.exit().into()
        }
    }
}

/// A mistake on the command line: clap's first paragraph, without the hints that follow.
fn wrong(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let said = text.split("\n\n").next().unwrap_or(&text);
    let said = said.strip_prefix("error: ").unwrap_or(said);
    let words: Vec<_> = said.split_whitespace().collect();
    Failure::Usage(words.join(" "))
}
