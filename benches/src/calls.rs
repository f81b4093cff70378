//! What only the library does: a logout by the state machine of calls, the same from raw texts
//! (what Swift and Kotlin hand over), and what clients and calls occupy.

use std::error::Error;
use std::hint::black_box;

use tvpass::call::{Call, CallOptions, Client, ClientConfig, StartTime, Step, TokenSource};
use tvpass::operation::{InitiateLogout, Operation as _, RequestExtras, Site};
use tvpass::{AccessToken, Base, Logout, LogoutAction, RedirectUrl, Response};

use crate::input::Input;
use crate::job::Job;
use crate::library::device;

const START: StartTime = StartTime {
    now_ms: 0,
    unix_ms: 1_700_000_000_000,
};

/// The job with this name, if it is one of these.
pub(crate) fn job<'a>(name: &str, input: &'a Input) -> Result<Option<Job<'a>>, Box<dyn Error>> {
    Ok(Some(match name {
        "stateless" => stateless(input)?,
        "call" => call(input)?,
        "clients" => clients(input)?,
        "calls" => calls(input)?,
        _ => return Ok(None),
    }))
}

/// Everything but the device made anew from texts: a request, and what its answer means.
fn stateless(input: &Input) -> Result<Job<'_>, Box<dyn Error>> {
    let device = device(&input.identifier)?;
    Ok(Box::new(move || {
        let site =
            Site::new(Base::new(&input.base)?, device.clone()).with_extras(extras(input)?)?;
        let redirect_url = RedirectUrl::new(&input.redirect_url)?;
        let operation = InitiateLogout::new(&input.service_provider, &input.mvpd, &redirect_url)?;
        let request = operation.request(&site, &AccessToken::new(&input.token)?);
        black_box(&request);
        read(&InitiateLogout::interpret(&request, &answer(input))?)
    }))
}

/// A warm logout by a client: the token is there, the answer comes out of memory.
fn call(input: &Input) -> Result<Job<'_>, Box<dyn Error>> {
    let client = Client::new(configuration(input)?, START, 1);
    Ok(Box::new(move || {
        let mut call = started(&client, input)?;
        call.respond(0, &answer(input))?;
        match call.poll(0) {
            Step::Done(logout) => read(&logout?),
            _ => Err("the call has not ended".into()),
        }
    }))
}

/// Each round adds a client that stays.
fn clients(input: &Input) -> Result<Job<'_>, Box<dyn Error>> {
    let configuration = configuration(input)?;
    let mut clients = Vec::with_capacity(HELD);
    Ok(Box::new(move || {
        clients.push(Client::new(
            configuration.clone(),
            START,
            clients.len() as u64,
        ));
        Ok(())
    }))
}

/// Each round adds a call that stays, with its request out.
fn calls(input: &Input) -> Result<Job<'_>, Box<dyn Error>> {
    let client = Client::new(configuration(input)?, START, 1);
    let mut calls = Vec::with_capacity(HELD);
    Ok(Box::new(move || {
        calls.push(started(&client, input)?);
        Ok(())
    }))
}

/// Room for what is held, so that the list itself does not count.
const HELD: usize = 2_000;

fn configuration(input: &Input) -> Result<ClientConfig, Box<dyn Error>> {
    let (base, device) = (Base::new(&input.base)?, device(&input.identifier)?);
    let site = Site::new(base, device).with_extras(extras(input)?)?;
    Ok(ClientConfig::new(site, TokenSource::App).pacing(false))
}

fn extras(input: &Input) -> Result<RequestExtras, Box<dyn Error>> {
    Ok(RequestExtras::new().user_agent(&input.user_agent)?)
}

/// A call, up to where its request is sent; the first of a client asks for the token.
fn started(client: &Client, input: &Input) -> Result<Call<InitiateLogout>, Box<dyn Error>> {
    let redirect_url = RedirectUrl::new(&input.redirect_url)?;
    let operation = InitiateLogout::new(&input.service_provider, &input.mvpd, &redirect_url)?;
    let mut call = client.start(0, operation, CallOptions::new());
    loop {
        match call.poll(0) {
            Step::Send(request) => {
                black_box(request);
                return Ok(call);
            }
            Step::ProvideToken { .. } => {
                call.provide_token(0, AccessToken::new(&input.token)?, None)?;
            }
            _ => return Err("neither a request nor a token is asked for".into()),
        }
    }
}

fn answer(input: &Input) -> Response {
    Response::new(200, input.body.as_slice())
        .with_header("Content-Type", input.content_type.as_str())
}

/// As an app would: what is to be opened.
fn read(logout: &Logout) -> Result<(), Box<dyn Error>> {
    let open = logout
        .profiles
        .iter()
        .find_map(|profile| match &profile.action {
            LogoutAction::OpenUrl(url) => Some(url.as_str()),
            _ => None,
        });
    black_box(open.ok_or("the answer has no URL to open")?);
    Ok(())
}
