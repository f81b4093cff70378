//! `tvpass sign-in`: a code and a QR code for a second screen, and waiting for the user there.

use clap::Args;

use crate::arguments::Identity;
use crate::exit::Outcome;
use crate::screen::Screen;
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Show no QR code
    #[arg(long)]
    no_qr: bool,

    #[command(flatten)]
    identity: Identity,
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let _ = (options.no_qr, options.identity.extras()?, settings, screen);
    Ok(crate::exit::Exit::Failed)
}
