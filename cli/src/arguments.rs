//! The command line: which commands there are, and what runs each.

use std::path::PathBuf;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::command::{
    authorize, decode, doctor, explain, generate, headers, preauthorize, providers, register,
    sign_in, sign_out, status,
};
use crate::common::Common;
use crate::exit::Outcome;
use crate::screen::Screen;
use crate::settings::Settings;

/// TV sign-in with Adobe Pass (REST API V2) from a shell.
///
/// Signs a device in, looks, plays and signs out, for those who test and operate it. Nothing is
/// needed for a first try: tvpass --sandbox sign-in
#[derive(Debug, Parser)]
#[command(name = "tvpass", version, propagate_version = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check what a sign-in needs: network, TLS, clock, statement, device, throttle
    Doctor,
    /// Register the app on this device, once
    Register(register::Options),
    /// List the TV providers (MVPDs) that the service provider works with
    Providers(providers::Options),
    /// Sign this device in: a code and a QR code for a phone
    SignIn(sign_in::Options),
    /// Show with which TV providers this device is signed in
    Status(status::Options),
    /// Ask which resources the user can probably watch
    Preauthorize(preauthorize::Options),
    /// Ask whether the user may watch a resource now
    Authorize(authorize::Options),
    /// Sign this device out
    SignOut(sign_out::Options),
    /// Show the request that an operation sends, without sending it
    Headers(headers::Options),
    /// Explain an error code, offline
    Explain(explain::Options),
    /// Show what the headers of a request say, in plain
    Decode(decode::Options),
    /// Serve a stand-in for Adobe's service on this machine, until it is ended
    #[cfg(feature = "sandbox")]
    Sandbox(crate::command::serve::Options),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command
    Man {
        /// The folder to write the pages of all commands to
        #[arg(long, value_name = "FOLDER")]
        to: Option<PathBuf>,
    },
}

/// Runs the command that was given.
pub(crate) fn run(arguments: &Arguments, screen: &Screen) -> Outcome {
    let settings = || Settings::new(&arguments.common);
    match &arguments.command {
        Command::Doctor => doctor::run(settings()?, screen),
        Command::Register(options) => register::run(options, settings()?, screen),
        Command::Providers(options) => providers::run(options, settings()?, screen),
        Command::SignIn(options) => sign_in::run(options, settings()?, screen),
        Command::Status(options) => status::run(options, settings()?, screen),
        Command::Preauthorize(options) => preauthorize::run(options, settings()?, screen),
        Command::Authorize(options) => authorize::run(options, settings()?, screen),
        Command::SignOut(options) => sign_out::run(options, settings()?, screen),
        Command::Headers(options) => headers::run(options, settings()?, screen),
        Command::Explain(options) => explain::run(options, screen),
        Command::Decode(options) => decode::run(options, screen),
        #[cfg(feature = "sandbox")]
        Command::Sandbox(options) => crate::command::serve::run(options, screen),
        Command::Completions { shell } => {
            generate::completions(Arguments::command(), *shell, screen)
        }
        Command::Man { to } => generate::manual(Arguments::command(), to.as_deref(), screen),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Arguments;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
