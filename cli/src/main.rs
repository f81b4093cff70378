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

use clap::Parser as _;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::screen::Screen;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no failures, and go to standard output.
            let exit = match error.use_stderr() {
                true => Exit::Usage,
                false => Exit::Done,
            };
            let _ = error.print();
            return exit.into();
        }
    };
    let screen = Screen::new(&arguments.common);
    match arguments::run(&arguments, &screen) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            screen.failure(&failure);
            failure.exit().into()
        }
    }
}
