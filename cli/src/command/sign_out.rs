//! `tvpass sign-out`: the logout, and what is left to do after it.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tvpass::operation::InitiateLogout;
use tvpass::{FollowUp, Logout};

use crate::arguments::Identity;
use crate::connection::Service;
use crate::exit::{Exit, Failure, Outcome};
use crate::screen::{BOLD, GOOD, Report, Screen, WARNING, styled};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    identity: Identity,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedOut {
    mvpd: Option<String>,
    /// The deleted profiles: key and action as received.
    profiles: Vec<Deleted>,
    follow_ups: Vec<Left>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Deleted {
    key: String,
    action_name: Option<String>,
}

/// What is left to do.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Left {
    OpenUrl { key: String, url: String },
    PartnerSignOut { key: String, settings: Vec<String> },
    SessionMayBeOpen { key: String },
}

impl SignedOut {
    fn new(mvpd: &str, logout: &Logout) -> Self {
        let deleted = |profile: &tvpass::ProfileLogout| Deleted {
            key: profile.key.to_string(),
            action_name: profile.action_name.as_deref().map(str::to_owned),
        };
        Self {
            mvpd: Some(mvpd.to_owned()),
            profiles: logout.profiles.iter().map(deleted).collect(),
            follow_ups: logout.follow_ups().filter_map(Left::new).collect(),
        }
    }

    fn nobody() -> Self {
        Self {
            mvpd: None,
            profiles: Vec::new(),
            follow_ups: Vec::new(),
        }
    }
}

impl Left {
    fn new(follow_up: FollowUp<'_>) -> Option<Self> {
        Some(match follow_up {
            FollowUp::OpenUrl { profile, url } => Self::OpenUrl {
                key: profile.key.to_string(),
                url: url.to_string(),
            },
            FollowUp::PartnerSignOut { profile, settings } => Self::PartnerSignOut {
                key: profile.key.to_string(),
                settings: settings
                    .iter()
                    .map(|s| format!("{}: {}", s.os_name, s.path.join(" > ")))
                    .collect(),
            },
            FollowUp::SessionMayBeOpen { profile } => Self::SessionMayBeOpen {
                key: profile.key.to_string(),
            },
            _ => return None,
        })
    }
}

impl Report for SignedOut {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        use tvpass::error::printable;
        let Some(mvpd) = &self.mvpd else {
            return writeln!(out, "nobody was signed in on this device");
        };
        writeln!(
            out,
            "{} from {}",
            styled(GOOD, &"signed out"),
            printable(mvpd)
        )?;
        for left in &self.follow_ups {
            match left {
                Left::OpenUrl { key, url } => writeln!(
                    out,
                    "Open this in a browser to end the session at {}:\n  {}",
                    printable(key),
                    styled(BOLD, url)
                ),
                Left::PartnerSignOut { key, settings } => writeln!(
                    out,
                    "The user has to sign out of {} in the system's settings: {}",
                    printable(key),
                    settings.join("; ")
                ),
                Left::SessionMayBeOpen { key } => writeln!(
                    out,
                    "{} {}",
                    styled(WARNING, &"A session may still be open at"),
                    printable(key)
                ),
            }?;
        }
        Ok(())
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let extras = options.identity.extras()?;
    let service = Service::open_signed_in(settings, screen)?;
    let redirect_url = service.settings.required_redirect_url()?;
    let mvpd = match service.mvpd() {
        Ok(mvpd) => mvpd,
        // That is what was wished for.
        Err(Failure::NotSignedIn(_)) => {
            screen.show(&SignedOut::nobody())?;
            return Ok(Exit::Done);
        }
        Err(failure) => return Err(failure),
    };
    let operation = InitiateLogout::new(service.service_provider()?, &mvpd, &redirect_url)?;
    let logout = service.run(operation.with_extras(extras)?)?;
    screen.show(&SignedOut::new(&mvpd, &logout))?;
    Ok(Exit::Done)
}
