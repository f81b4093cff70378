//! The sandbox as a command of this program uses it: a new one for one command.

use tvpass_sandbox::{Config, Profile, ProfileKind, Running, Sandbox};

use crate::exit::Failure;
use crate::settings::Place;

/// Whom a new sandbox is signed in with, if nothing else is said.
pub(crate) const MVPD: &str = "Cablevision";

/// Starts one if the command is to have its own.
pub(crate) fn start_if_own(place: &Place) -> Result<Option<Running>, Failure> {
    match place {
        Place::OwnSandbox => start(Config::default()).map(Some),
        _ => Ok(None),
    }
}

/// Starts one.
pub(crate) fn start(config: Config) -> Result<Running, Failure> {
    let port = config.port;
    Sandbox::start(config).map_err(|error| {
        Failure::Other(format!("the sandbox cannot serve on port {port}: {error}"))
    })
}

/// Signs `device` in, if the sandbox knows the MVPD.
pub(crate) fn sign_in(sandbox: &Running, device: &str, service_provider: &str, mvpd: &str) -> bool {
    let is_known = tvpass_sandbox::catalogue::MVPDS.contains(&mvpd);
    if is_known {
        let profile = Profile::new(mvpd, ProfileKind::AbsoluteUrl);
        sandbox.set_profiles(device, service_provider, vec![profile]);
    }
    is_known
}
