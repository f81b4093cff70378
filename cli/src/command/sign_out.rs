//! `tvpass sign-out`: the logout, and what is left to do after it.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tvpass::flow::SignOutInput;
use tvpass::{FollowUp, Logout};

use crate::connection::Service;
use crate::exit::{Exit, Failure, Outcome};
use crate::identity::Identity;
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::style::{BOLD, GOOD, WARNING, styled};

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    identity: Identity,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedOutShown {
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

impl SignedOutShown {
    fn new(logouts: &[Logout]) -> Self {
        let deleted = |profile: &tvpass::ProfileLogout| Deleted {
            key: profile.key.to_string(),
            action_name: profile.action_name.as_deref().map(str::to_owned),
        };
        let profiles = logouts.iter().flat_map(|logout| &logout.profiles);
        let follow_ups = logouts.iter().flat_map(Logout::follow_ups);
        Self {
            profiles: profiles.map(deleted).collect(),
            follow_ups: follow_ups.filter_map(Left::new).collect(),
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

impl Report for SignedOutShown {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        use tvpass::error::printable;
        let is_out = |deleted: &&Deleted| deleted.action_name.as_deref() != Some("invalid");
        let mut out_of = self.profiles.iter().filter(is_out).peekable();
        if out_of.peek().is_none() {
            writeln!(out, "nobody was signed in on this device")?;
        }
        for deleted in out_of {
            let key = printable(&deleted.key);
            writeln!(out, "{} from {key}", styled(GOOD, &"signed out"))?;
        }
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
    service.account.set_extras(extras);
    // Said before anything is sent.
    service.settings.required_redirect_url()?;
    let client = &service.client;
    let flow = match (&service.settings.mvpd, is_known(&service)) {
        (Some(mvpd), _) => service.account.sign_out_of(mvpd)?,
        (None, true) => service.account.sign_out()?,
        // An earlier registration of this state may have profiles that nothing is kept of.
        (None, false) => match service.mvpd() {
            Ok(mvpd) => service.account.sign_out_of(&mvpd)?,
            Err(Failure::NotSignedIn(_)) => {
                // That is what was wished for.
                screen.show(&SignedOutShown::new(&[]))?;
                return Ok(Exit::Done);
            }
            Err(failure) => return Err(failure),
        },
    };
    // What is left to do is shown at the end; nothing here waits for it.
    let signed_out = client.run_flow(flow, &client.flow_handle(), |_| {
        Some(SignOutInput::Continue)
    })?;
    service.tell_if_not_stored();
    screen.show(&SignedOutShown::new(&signed_out.logouts))?;
    Ok(Exit::Done)
}

/// Whether something is kept of who is signed in.
fn is_known(service: &Service) -> bool {
    service.account.mvpd().is_some() || !service.account.profiles().is_empty()
}
