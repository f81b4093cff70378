//! The commands, one file each.

pub(crate) mod authorize;
pub(crate) mod decode;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod headers;
pub(crate) mod preauthorize;
pub(crate) mod providers;
pub(crate) mod register;
#[cfg(feature = "sandbox")]
pub(crate) mod serve;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod status;

use crate::arguments::{Arguments, Command};
use crate::exit::Outcome;
use crate::screen::Screen;
use crate::settings::Settings;

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
        Command::Sandbox(options) => serve::run(options, screen),
        Command::Completions { shell } => generate::completions(*shell, screen),
        Command::Man { to } => generate::manual(to.as_deref(), screen),
    }
}
