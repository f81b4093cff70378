//! The main job: a TV device logs out of every kind of provider that Adobe documents, over real
//! HTTP.
//!
//! Without options it starts a stand-in for Adobe's service in this process and needs nothing else.
//! With options it logs out at a real environment; `--help` says how.
#![forbid(unsafe_code)]
#![allow(clippy::indexing_slicing)]

mod device;
mod options;
mod table;
mod user_agent;

use std::process::ExitCode;

use tvpass::call::{CallOptions, ClientConfig, TokenSource};
use tvpass::driver::{BlockingClient, FileStore, UreqDriver};
use tvpass::error::printable;
use tvpass::operation::{InitiateLogout, RequestExtras, Site, SoftwareStatement};
use tvpass::{Base, Error, Logout, LogoutAction, RedirectUrl};
use tvpass_sandbox::{Config, Sandbox, catalogue, software_statement};

use crate::options::{Options, Parsed, USAGE};
use crate::table::{Left, Row, complain};
use crate::user_agent::UserAgent;

const SERVICE_PROVIDER: &str = "REF30";

fn main() -> ExitCode {
    let result = match options::parse(std::env::args_os().skip(1)) {
        Parsed::Demonstration => demonstrate(),
        Parsed::Real(options) => log_out(&options),
        Parsed::Help => {
            table::show(&format!("{USAGE}\n"));
            return ExitCode::SUCCESS;
        }
        Parsed::Wrong(reason) => Err(Failure::Usage(reason)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(reason)) => {
            complain(&format!("logout: {reason}\n{USAGE}"));
            ExitCode::from(2)
        }
        Err(Failure::Logout(error)) => {
            let code = error.adobe_code().unwrap_or("none");
            let trace = error.trace().unwrap_or("none");
            complain(&format!("logout failed: {} ({error})", error.name()));
            complain(&format!("  Adobe's code:  {code}"));
            complain(&format!("  Adobe's trace: {trace}"));
            let head = match error.cause() {
                Error::HttpStatus(error) => error.body_head.as_str(),
                Error::Malformed(error) => error.body_head.as_str(),
                _ => "",
            };
            if !head.is_empty() {
                complain(&format!("  body's head:   {head}"));
            }
            complain(&format!("  what helps:    {}", error.advice()));
            ExitCode::FAILURE
        }
        Err(Failure::Other(reason)) => {
            complain(&format!("logout: {reason}"));
            ExitCode::FAILURE
        }
    }
}

/// Why the program does not end with 0.
enum Failure {
    /// The options are wrong; nothing was sent.
    Usage(String),
    /// The logout failed.
    Logout(Error),
    /// Something around it did.
    Other(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::InvalidInput(_) => Self::Usage(error.to_string()),
            _ => Self::Logout(error),
        }
    }
}

impl From<tvpass::input::InvalidInput> for Failure {
    fn from(error: tvpass::input::InvalidInput) -> Self {
        Self::Usage(error.to_string())
    }
}

/// Logs out of every provider of the sandbox, and follows what the answers ask for.
fn demonstrate() -> Result<(), Failure> {
    let sandbox = Sandbox::start(Config {
        // Adobe's own sample asks for an https redirect URL and is sent to http.
        downgrade_redirect: true,
        ..Config::default()
    })
    .map_err(|error| Failure::Other(format!("the sandbox does not start: {error}")))?;
    table::show(&format!(
        "A stand-in for Adobe's service answers at {}.\n\n",
        sandbox.base_url()
    ));

    let device = device::describe("tvpass-example-device")?;
    let config = ClientConfig::new(
        Site::new(Base::new(sandbox.base_url())?, device),
        TokenSource::Registration {
            software_statement: SoftwareStatement::new(&software_statement())?,
            redirect_uri: None,
        },
    );
    // A real app uses `BlockingClient::open` with a `FileStore`: losing the registration loses the
    // user's profiles.
    let client = BlockingClient::without_store(config, UreqDriver::new());
    let redirect_url = RedirectUrl::new("https://tv.example/signed-out")?;

    let mut rows = Vec::new();
    for mvpd in catalogue::MVPDS {
        // Single logout: the same single sign-on token as at login.
        let extras = match mvpd {
            "Spectrum" => RequestExtras::new().service_token(catalogue::SERVICE_TOKEN)?,
            "Comcast_SSO" => RequestExtras::new().subject_token(catalogue::SUBJECT_TOKEN)?,
            _ => RequestExtras::new(),
        };
        let operation =
            InitiateLogout::new(SERVICE_PROVIDER, mvpd, &redirect_url)?.with_extras(extras)?;
        let logout = client.run(operation, CallOptions::new())?;
        rows.extend(follow(mvpd, logout, &redirect_url, true));
    }
    table::print(&rows);

    let counters = sandbox.counters();
    table::show(&format!(
        "\n{} registration, {} token request, {} logouts, {} profiles deleted.\n",
        counters.registrations,
        counters.token_requests,
        catalogue::MVPDS.len(),
        counters.profiles_deleted,
    ));
    match rows.iter().any(|row| row.left == Left::Open) {
        false => Ok(()),
        true => Err(Failure::Other("not every leg was completed".into())),
    }
}

/// Logs out at a real environment.
fn log_out(options: &Options) -> Result<(), Failure> {
    let statement = std::fs::read_to_string(&options.software_statement).map_err(|error| {
        Failure::Usage(format!(
            "--software-statement {}: {error}",
            options.software_statement
        ))
    })?;
    // Text files end with a line break, which is not part of the statement.
    let statement = statement.strip_suffix('\n').unwrap_or(&statement);
    let statement = statement.strip_suffix('\r').unwrap_or(statement);
    let site = Site::new(
        Base::new(&options.base)?,
        device::describe(&options.device_identifier)?,
    );
    let token_source = TokenSource::Registration {
        software_statement: SoftwareStatement::new(statement)?,
        redirect_uri: None,
    };
    let redirect_url = RedirectUrl::new(&options.redirect_url)?;
    // All that can be wrong with the options is known before the state is opened.
    let operation = InitiateLogout::new(&options.service_provider, &options.mvpd, &redirect_url)?;
    let config = ClientConfig::new(site, token_source);
    let client = match &options.state {
        Some(path) => BlockingClient::open(config, UreqDriver::new(), FileStore::open(path)?)?,
        None => {
            complain(
                "logout: without --state, this run registers a new client and forgets it; profiles of an earlier \
                 registration are not found",
            );
            BlockingClient::without_store(config, UreqDriver::new())
        }
    };
    let result = client.run(operation, CallOptions::new());
    if let Some(error) = client.storage_error() {
        complain(&format!("logout: {error}"));
    }
    let logout = result.inspect_err(|_| {
        complain(&client.client().support_report(client.now_ms()).to_string());
    })?;
    let rows: Vec<_> = follow(&options.mvpd, logout, &redirect_url, options.follow).collect();
    table::print(&rows);
    match rows.iter().all(|row| row.left == Left::Nothing) {
        true => Ok(()),
        false => Err(Failure::Other(
            "a session may still be open; the table says what is left to do".into(),
        )),
    }
}

/// Does what the answer asks for, as far as a program without a screen can, and says so in a row
/// for each profile.
fn follow<'a>(
    requested: &'a str,
    logout: Logout,
    redirect_url: &'a RedirectUrl,
    walk: bool,
) -> impl Iterator<Item = Row> + 'a {
    let nothing = logout.profiles.is_empty().then(|| {
        Row::new(
            requested,
            "(none)",
            "nothing: no profile was deleted",
            Left::Nothing,
            "done",
        )
    });
    logout
        .profiles
        .into_iter()
        .map(move |profile| {
            let provider = match &*profile.key {
                key if key == requested => requested.to_owned(),
                key => format!("{requested}: {}", printable(key)),
            };
            let (task, left, outcome) = match &profile.action {
                LogoutAction::OpenUrl(url) if walk => {
                    let (left, outcome) = match UserAgent::new().walk(url.as_str(), redirect_url) {
                        Ok(hops) => (Left::Nothing, format!("complete after {hops} pages")),
                        Err(reason) => (Left::Open, printable(&reason).into_owned()),
                    };
                    ("open the URL".to_owned(), left, outcome)
                }
                LogoutAction::OpenUrl(url) => (
                    format!("open {url}"),
                    Left::Open,
                    "done on Adobe's side".to_owned(),
                ),
                LogoutAction::PartnerLogout => {
                    let paths = tvpass::outcome::PARTNER_SETTINGS.iter();
                    let paths = paths.map(|s| format!("{}: {}", s.os_name, s.path.join(" > ")));
                    (
                        format!(
                            "ask the user to sign out in {}",
                            paths.collect::<Vec<_>>().join("; ")
                        ),
                        Left::ToTheUser,
                        "done on Adobe's side".to_owned(),
                    )
                }
                LogoutAction::Complete => ("nothing".to_owned(), Left::Nothing, "done".to_owned()),
                LogoutAction::Invalid => (
                    "nothing: nobody was signed in".to_owned(),
                    Left::Nothing,
                    "done".to_owned(),
                ),
                LogoutAction::UrlRefused(refused) => (
                    match refused.raw.as_str() {
                        "" => "nothing it could do safely".to_owned(),
                        raw => format!("not open {}", printable(raw)),
                    },
                    Left::Open,
                    refused.reason.to_string(),
                ),
                _ => (
                    "tell the user that the provider's session may still be open".to_owned(),
                    Left::Open,
                    "done on Adobe's side".to_owned(),
                ),
            };
            let name = printable(profile.action_name.as_deref().unwrap_or("(none)"));
            Row::new(&provider, &name, &task, left, &outcome)
        })
        .chain(nothing)
}
