//! `tvpass sign-in`: a code and a QR code for a second screen, and waiting for the user there.

use std::io::{self, IsTerminal as _, Write};

use clap::Args;
use serde::Serialize;
use tvpass::error::printable;
use tvpass::flow::{
    CodeScreen, Obstacle, Providers, SignInInput, SignInLink, SignInOptions, SignInOutcome,
    SignInStep, SignedIn,
};
use tvpass::outcome::Mvpd;

use crate::connection::Service;
use crate::countdown::Countdown;
use crate::exit::{Exit, Failure, Outcome};
use crate::identity::Identity;
use crate::profile_report::ProfileShown;
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::style::{BOLD, GOOD, styled};
use crate::{qr, times};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Show no QR code
    #[arg(long)]
    no_qr: bool,

    /// End with the first code, instead of showing a new one when it ends
    #[arg(long)]
    once: bool,

    #[command(flatten)]
    identity: Identity,
}

/// The lines of the sign-in: what is shown, and how it ended.
#[derive(Serialize)]
#[serde(
    tag = "step",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
enum Line {
    Code {
        code: String,
        /// Where it is typed in.
        page: Option<String>,
        /// What the QR code leads to.
        link: Option<String>,
        /// `authenticate`: the MVPD's page; `activationPage`: the programmer's.
        link_kind: Option<&'static str>,
        expires_in_ms: u64,
        missing_parameters: Vec<String>,
        #[serde(skip)]
        drawing: Option<String>,
    },
    SignedIn {
        mvpd: String,
        display_name: Option<String>,
        /// Why no sign-in was needed, if it was not.
        already: Option<String>,
        profile: Option<ProfileShown>,
    },
    TemporaryAccess {
        mvpd: String,
    },
}

impl Line {
    fn code(screen: &CodeScreen, page: Option<&str>, now_ms: u64, with_qr: bool) -> Self {
        let link = screen.link.as_ref();
        let missing = screen.missing_parameters.iter();
        Self::Code {
            code: screen.code.expose().to_owned(),
            page: page.map(str::to_owned),
            link: link.map(|link| link.expose().to_owned()),
            link_kind: link.map(|link| match link {
                SignInLink::Authenticate(_) => "authenticate",
                _ => "activationPage",
            }),
            expires_in_ms: screen.remaining_ms(now_ms),
            missing_parameters: missing.map(|name| name.as_str().to_owned()).collect(),
            drawing: link.filter(|_| with_qr).and_then(qr::blocks),
        }
    }

    fn signed_in(signed_in: &SignedIn) -> Self {
        let profile = signed_in.profile.as_ref();
        let name = signed_in.mvpd.display_name.as_ref();
        let already = signed_in.already.as_ref();
        Self::SignedIn {
            mvpd: signed_in.mvpd.id.as_str().to_owned(),
            display_name: name.map(|name| name.as_str().to_owned()),
            already: already.map(|reason| reason.as_str().to_owned()),
            profile: profile.map(|profile| ProfileShown::new(profile, false)),
        }
    }
}

impl Report for Line {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Code {
                code,
                page,
                link,
                expires_in_ms,
                drawing,
                ..
            } => {
                if let Some(drawing) = drawing {
                    writeln!(out, "{drawing}\n")?;
                }
                let code = styled(BOLD, &printable(code));
                match page {
                    Some(page) => writeln!(out, "Open {} and type {code}", printable(page))?,
                    None => writeln!(out, "The code is {code}")?,
                }
                if let Some(link) = link {
                    writeln!(out, "or open {}", printable(link))?;
                }
                // To the second: a code that has just been made has all of its time.
                let good_for = expires_in_ms.div_ceil(1000).saturating_mul(1000);
                writeln!(out, "The code is good for {}.", times::length(good_for))
            }
            Self::SignedIn {
                mvpd,
                display_name,
                already,
                profile,
            } => {
                let name = printable(display_name.as_deref().unwrap_or(mvpd)).into_owned();
                let already = match already {
                    Some(reason) => format!(" already ({})", printable(reason)),
                    None => String::new(),
                };
                let until = profile.as_ref().and_then(|profile| profile.not_after_ms);
                let until = until.map(|ms| format!(", until {}", times::shown(ms)));
                let until = until.unwrap_or_default();
                writeln!(
                    out,
                    "{}{already} with {name}{until}",
                    styled(GOOD, &"Signed in")
                )
            }
            Self::TemporaryAccess { mvpd } => {
                let mvpd = printable(mvpd);
                writeln!(
                    out,
                    "{mvpd} is temporary access, which needs no sign-in: tvpass authorize --mvpd {mvpd} RESOURCE"
                )
            }
        }
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let extras = options.identity.extras()?;
    let service = Service::open(settings, screen)?;
    service.account.set_extras(extras);
    let flow = service.account.sign_in(how(options, &service)?)?;
    let client = &service.client;
    let handle = client.flow_handle();
    let countdown = Countdown::begin(screen);
    // What the screen could not be written with ends the flow, and is told afterwards.
    let mut failure = None;
    let result = client.run_flow(flow, &handle, |step| {
        countdown.stop();
        let now_ms = client.now_ms();
        let done = match step {
            SignInStep::ShowCode(code) => {
                let page = service.settings.activation_page();
                let line = Line::code(&code, page, now_ms, !options.no_qr);
                let shown = screen.show(&line);
                countdown.until(code.remaining_ms(now_ms));
                shown.map(|()| None)
            }
            SignInStep::ChooseProvider(providers) => choose(&providers, screen).map(Some),
            // There is no such thing on a computer, and it was not asked for.
            _ => Ok(None),
        };
        done.unwrap_or_else(|why| {
            failure = Some(why);
            handle.cancel();
            None
        })
    });
    countdown.stop();
    service.tell_if_not_stored();
    match failure {
        Some(failure) => Err(failure),
        None => end(result?, screen),
    }
}

/// With the MVPD that was named, else with the one that is chosen on the second screen, else with
/// the one that is chosen here.
fn how(options: &Options, service: &Service) -> Result<SignInOptions, Failure> {
    let how = SignInOptions::second_screen().renew_codes(!options.once);
    if let Some(mvpd) = &service.settings.mvpd {
        return Ok(how.mvpd(mvpd)?);
    }
    if service.settings.activation_page().is_some() {
        return Ok(how.choose_on_second_screen());
    }
    match io::stdin().is_terminal() {
        true => Ok(how),
        false => Err(Failure::Usage(
            "nothing says which TV provider; pass --mvpd (tvpass providers lists them), or --activation-page".into(),
        )),
    }
}

fn end(outcome: SignInOutcome, screen: &Screen) -> Outcome {
    let not_completed = |why: &str| Err(Failure::NotSignedIn(why.to_owned()));
    match outcome {
        SignInOutcome::SignedIn(signed_in) => {
            screen.show(&Line::signed_in(&signed_in))?;
            Ok(Exit::Done)
        }
        SignInOutcome::TemporaryAccess { mvpd } => {
            screen.show(&Line::TemporaryAccess {
                mvpd: mvpd.as_str().to_owned(),
            })?;
            Ok(Exit::Done)
        }
        SignInOutcome::CodeExpired => not_completed("the code ended before anybody signed in"),
        SignInOutcome::NotPossible(obstacle) => Err(not_possible(&obstacle)),
        _ => not_completed("the sign-in was not completed"),
    }
}

fn not_possible(obstacle: &Obstacle) -> Failure {
    match obstacle {
        Obstacle::MissingParameters(missing) => {
            let names: Vec<_> = missing.iter().map(|name| name.as_str()).collect();
            Failure::Usage(format!(
                "the session lacks {}; pass --mvpd, --domain-name and --redirect-url as they are registered with Adobe, or --activation-page",
                names.join(", ")
            ))
        }
        Obstacle::UrlRefused(reason) => Failure::Other(format!(
            "the service's address of the login page must not be opened: {reason}"
        )),
        Obstacle::NoCode => Failure::Other("the service answered without a code".into()),
        Obstacle::UnknownAction(name) => Failure::Other(format!(
            "the service asks for something that this version does not know: {}",
            name.as_str()
        )),
        _ => Failure::Other("this sign-in cannot be done as it is set up".into()),
    }
}

/// How many providers are listed at once for who has typed a part of a name.
const LISTED: usize = 10;

/// Asks at the terminal until one provider is meant.
fn choose(providers: &Providers, screen: &Screen) -> Result<SignInInput, Failure> {
    loop {
        screen.write_aside("TV provider: ");
        let mut typed = String::new();
        let read = io::stdin().read_line(&mut typed);
        if !matches!(read, Ok(bytes) if bytes > 0) {
            return Err(Failure::NotSignedIn("no TV provider was chosen".into()));
        }
        let typed = typed.trim();
        let found = providers.search(typed);
        let is_it =
            |mvpd: &&&Mvpd| *mvpd.id == *typed || mvpd.display_name.as_deref() == Some(typed);
        match (found.iter().find(is_it), found.as_slice()) {
            (Some(mvpd), _) | (None, [mvpd]) => {
                return Ok(SignInInput::ProviderChosen(mvpd.id.as_str().to_owned()));
            }
            (None, []) => screen.tell("none has that in its name"),
            (None, several) => {
                for mvpd in several.iter().take(LISTED) {
                    let name = mvpd.display_name.as_ref().unwrap_or(&mvpd.id);
                    screen.write_aside(&format!("  {}\n", printable(name)));
                }
                if several.len() > LISTED {
                    screen.write_aside(&format!("  and {} more\n", several.len() - LISTED));
                }
            }
        }
    }
}
