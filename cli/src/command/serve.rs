//! `tvpass sandbox`: a sandbox that stays, for several commands and for apps.

use clap::Args;
use serde::Serialize;
use std::io::{self, Write};
use tvpass_sandbox::Config;

use crate::exit::Outcome;
use crate::screen::{Report, Screen};
use crate::style::{BOLD, styled};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 8480)]
    port: u16,
}

#[derive(Serialize)]
struct Serving<'a> {
    url: &'a str,
}

impl Report for Serving<'_> {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "listening on {}", self.url)?;
        writeln!(out, "In another shell:")?;
        let export = format!("export TVPASS_SANDBOX={}", self.url);
        writeln!(out, "  {}", styled(BOLD, &export))?;
        writeln!(out, "  {}", styled(BOLD, &"tvpass sign-in"))?;
        writeln!(
            out,
            "{} lists what else it can do. End it with Ctrl+C.",
            self.url
        )
    }
}

pub(crate) fn run(options: &Options, screen: &Screen) -> Outcome {
    let config = Config {
        port: options.port,
        ..Config::default()
    };
    let sandbox = crate::sandbox::start(config)?;
    screen.show(&Serving {
        url: sandbox.base_url(),
    })?;
    // Until the process is ended.
    loop {
        std::thread::park();
    }
}
