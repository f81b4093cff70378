//! A TV in the terminal: who is signed in, a few channels with locks, sign in with a code that a
//! phone types, press play, sign out. All of it by the flows of `tvpass::flow`.
//!
//! Without options it starts a stand-in for Adobe's service in this process and needs nothing else;
//! its page for the phone is real, and so is the MVPD's login page. With options it is a TV at a
//! real environment; `--help` says how. The QR code takes `--features qr`.
#![forbid(unsafe_code)]

mod options;
mod remote;
mod screen;
mod tv;

use std::process::ExitCode;

use tvpass::Error;
use tvpass_sandbox::{Config, Sandbox};

use crate::options::{Options, Parsed, USAGE};
use crate::remote::Remote;
use crate::screen::{complain, line};
use crate::tv::Tv;

fn main() -> ExitCode {
    let options = match options::parse(std::env::args_os().skip(1)) {
        Parsed::Options(options) => options,
        Parsed::Help => {
            line(USAGE);
            return ExitCode::SUCCESS;
        }
        Parsed::Wrong(reason) => {
            complain(&format!("tv: {reason}\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(reason) => {
            complain(&format!("tv: {reason}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether all commands of a script did what they were for.
fn run(options: &Options) -> Result<bool, String> {
    let remote = match &options.script {
        Some(script) => Remote::script(script),
        None => Remote::keyboard(),
    };
    if options.base.is_some() {
        let tv = Tv::real(options)?;
        return tv.run(remote).map_err(|error| told(&error));
    }
    let sandbox = Sandbox::start(Config::default()).map_err(|error| error.to_string())?;
    line(&format!(
        "A stand-in for Adobe's service answers at {}.\n",
        sandbox.base_url()
    ));
    let tv = Tv::demonstration(sandbox)?;
    tv.run(remote).map_err(|error| told(&error))
}

fn told(error: &Error) -> String {
    format!("{} ({error}). {}", error.name(), error.advice())
}
