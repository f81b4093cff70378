//! `tvpass status`: with whom this device is signed in.

use clap::Args;
use tvpass::operation::{RetrieveProfileForMvpd, RetrieveProfiles};

use crate::arguments::Identity;
use crate::connection::Service;
use crate::exit::{Exit, Outcome};
use crate::profile_report::ProfilesShown;
use crate::screen::Screen;
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Also show the values of the user's attributes, which tell about a person
    #[arg(long)]
    attributes: bool,

    #[command(flatten)]
    identity: Identity,
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let extras = options.identity.extras()?;
    let service = Service::open_signed_in(settings, screen)?;
    let service_provider = service.service_provider()?;
    let profiles = match &service.settings.mvpd {
        Some(mvpd) => {
            let operation = RetrieveProfileForMvpd::new(service_provider, mvpd)?;
            service.run(operation.with_extras(extras)?)?
        }
        None => service.run(RetrieveProfiles::new(service_provider)?.with_extras(extras)?)?,
    };
    screen.show(&ProfilesShown::new(&profiles, options.attributes))?;
    Ok(match profiles.profiles.is_empty() {
        true => Exit::NotSignedIn,
        false => Exit::Done,
    })
}
