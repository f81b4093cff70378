//! `tvpass status`: with whom this device is signed in.

use clap::Args;
use tvpass::error::printable;
use tvpass::flow::StatusSource;
use tvpass::operation::{RequestExtras, RetrieveProfileForMvpd, RetrieveProfiles};
use tvpass::outcome::Profiles;

use crate::connection::Service;
use crate::exit::{Exit, Failure, Outcome, of_error};
use crate::identity::Identity;
use crate::profile_report::ProfilesShown;
use crate::screen::Screen;
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Ask for all profiles, whatever was chosen last; those of degraded and temporary access are
    /// found by --mvpd alone
    #[arg(long, conflicts_with = "mvpd")]
    all: bool,

    /// Also show the values of the user's attributes, which tell about a person
    #[arg(long)]
    attributes: bool,

    #[command(flatten)]
    identity: Identity,
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let extras = options.identity.extras()?;
    let service = Service::open_signed_in(settings, screen)?;
    if !options.all && service.settings.mvpd.is_none() {
        return as_an_app(options, &service, extras, screen);
    }
    let profiles = asked(options, &service, extras)?;
    let exit = match profiles.profiles.is_empty() {
        true => Exit::NotSignedIn,
        false => Exit::Done,
    };
    let shown = ProfilesShown::new(&profiles.profiles, &service, options.attributes);
    screen.show(&shown)?;
    Ok(exit)
}

/// Exactly what was asked for, from the service.
fn asked(options: &Options, service: &Service, extras: RequestExtras) -> Result<Profiles, Failure> {
    let service_provider = service.service_provider()?;
    match service.settings.mvpd.as_ref().filter(|_| !options.all) {
        Some(mvpd) => {
            let operation = RetrieveProfileForMvpd::new(service_provider, mvpd)?;
            service.run(operation.with_extras(extras)?)
        }
        None => service.run(RetrieveProfiles::new(service_provider)?.with_extras(extras)?),
    }
}

/// What an app does when it starts: what is kept, refreshed by one request.
fn as_an_app(
    options: &Options,
    service: &Service,
    extras: RequestExtras,
    screen: &Screen,
) -> Outcome {
    service.account.set_extras(extras);
    let client = &service.client;
    let status = client.run_flow(service.account.status(), &client.flow_handle(), |_| None)?;
    service.tell_if_not_stored();
    let shown = ProfilesShown::new(&status.profiles, service, options.attributes);
    let StatusSource::Unreachable(error) = &status.source else {
        screen.show(&shown)?;
        return Ok(match status.is_signed_in() {
            true => Exit::Done,
            false => Exit::NotSignedIn,
        });
    };
    // What is kept proves nothing, but tells who was signed in.
    if !status.is_signed_in() || of_error(error) != Exit::Network {
        return Err(error.clone().into());
    }
    let error = error.to_string();
    screen.tell(&format!(
        "this is what was known last, because: {}",
        printable(&error)
    ));
    screen.show(&shown.kept())?;
    Ok(Exit::Network)
}
