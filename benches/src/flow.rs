//! Whole flows: a warm logout against the sandbox beside a bare request, cold start, calls in virtual time, memory.
//!
//! `cargo run --release -p tvpass-bench --features flow --bin flow` prints what `docs/performance.md` quotes. Times vary; the round
//! trips do not, and are checked.

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use tvpass::call::{
    Call, CallOptions, Client, ClientConfig, LogoutParameters, StartTime, Step, TokenSource,
};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::operation::{LogoutOperation, Operation as _, SoftwareStatement};
use tvpass::{AccessToken, Base, RedirectUrl, Response};
use tvpass_sandbox::{Config, Sandbox, software_statement};

type Outcome<T> = Result<T, Box<dyn Error>>;

const START: StartTime = StartTime {
    now_ms: 0,
    unix_ms: 1_700_000_000_000,
};

fn main() -> Outcome<()> {
    cold_start()?;
    calls_per_second()?;
    memory()?;
    warm_logout()
}

fn device() -> Outcome<Device> {
    let info = DeviceInfo::builder()
        .model("TV 5th Gen")
        .version("5")
        .os_name(OsName::TvOs)
        .os_version("11.0")
        .connection_type(ConnectionType::WiFi);
    let identifier = DeviceIdentifier::from_text("ba23d141-d715-561c-94f4-e9e4c966b1eb")?;
    Ok(Device::new(identifier, info.build()?))
}

fn parameters() -> Outcome<LogoutParameters> {
    let redirect_url = RedirectUrl::new("https://tv.example/signed-out")?;
    Ok(LogoutParameters::new("REF30", "Cablevision", &redirect_url))
}

fn registering(base: &str) -> Outcome<ClientConfig> {
    let source = TokenSource::Registration {
        software_statement: SoftwareStatement::new(&software_statement())?,
        redirect_uri: None,
    };
    Ok(ClientConfig::new(Base::new(base)?, device()?, source).pacing(false))
}

fn app_tokens() -> Outcome<ClientConfig> {
    let base = Base::new("https://sp.auth.adobe.com")?;
    Ok(ClientConfig::new(base, device()?, TokenSource::App).pacing(false))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// From nothing to the first request, which registers.
fn cold_start() -> Outcome<()> {
    let mut times = Vec::new();
    for _ in 0..501 {
        let start = Instant::now();
        let client = Client::new(registering("https://sp.auth.adobe.com")?, START, 1);
        let mut call = client.logout(0, &parameters()?, CallOptions::new())?;
        let step = call.poll(0);
        times.push(start.elapsed());
        if !matches!(step, Step::Send(_)) {
            return Err("the first step is not a request".into());
        }
    }
    let first = times.first().copied().unwrap_or_default();
    println!(
        "cold start: {first:.1?} the first time, {:.1?} in the median",
        median(times)
    );
    Ok(())
}

/// Polls until the call has a request out.
fn send(call: &mut Call<LogoutOperation>) -> Outcome<()> {
    loop {
        match call.poll(0) {
            Step::Send(request) => {
                black_box(request);
                return Ok(());
            }
            Step::ProvideToken { .. } => {
                call.provide_token(0, AccessToken::new(&"x".repeat(342))?, None)?;
            }
            _ => return Err("neither a request nor a token is asked for".into()),
        }
    }
}

fn calls_per_second() -> Outcome<()> {
    const CALLS: u32 = 200_000;
    let client = Client::new(app_tokens()?, START, 1);
    let parameters = parameters()?;
    let body = r#"{"logouts":{"Cablevision":{"actionName":"logout","actionType":"interactive","mvpd":"Cablevision","url":"https://sp.auth.adobe.com/adobe-services/logout?x=1"}}}"#;
    let start = Instant::now();
    for _ in 0..CALLS {
        let mut call = client.logout(0, &parameters, CallOptions::new())?;
        send(&mut call)?;
        call.respond(0, &Response::new(200, body))?;
        if !matches!(call.poll(0), Step::Done(Ok(_))) {
            return Err("the call has not ended".into());
        }
    }
    let time = start.elapsed();
    let rate = f64::from(CALLS) / time.as_secs_f64();
    println!(
        "calls on one core: {rate:.0} a second, {:.1?} each",
        time / CALLS
    );
    Ok(())
}

/// What many clients, and many calls of one, add to the process.
fn memory() -> Outcome<()> {
    const COUNT: u64 = 10_000;
    let before = resident_bytes()?;
    let configuration = app_tokens()?;
    let clients: Vec<_> = (0..COUNT)
        .map(|seed| Client::new(configuration.clone(), START, seed))
        .collect();
    let with_clients = resident_bytes()?;
    let one = Client::new(configuration, START, 1);
    let parameters = parameters()?;
    let mut calls = Vec::new();
    for _ in 0..COUNT {
        let mut call = one.logout(0, &parameters, CallOptions::new())?;
        send(&mut call)?;
        calls.push(call);
    }
    let with_calls = resident_bytes()?;
    println!(
        "memory: {} bytes per idle client, {} per call with its request out",
        with_clients.saturating_sub(before) / COUNT,
        with_calls.saturating_sub(with_clients) / COUNT,
    );
    black_box((clients, calls));
    Ok(())
}

/// Linux's own count of the pages in use.
fn resident_bytes() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib.ok_or("no VmRSS")?.parse::<u64>()? * 1024)
}

/// A logout with everything at hand, in turn with the same request sent by ureq alone on a connection of its own.
fn warm_logout() -> Outcome<()> {
    const ROUNDS: u64 = 1_000;
    let sandbox = Sandbox::start(Config::unthrottled())?;
    let client = BlockingClient::without_store(registering(sandbox.base_url())?, UreqDriver::new());
    let parameters = parameters()?;
    client.logout(&parameters, CallOptions::new())?;

    let operation = LogoutOperation::new(
        &Base::new(sandbox.base_url())?,
        &device()?,
        "REF30",
        "Cablevision",
        &RedirectUrl::new("https://tv.example/signed-out")?,
    )?;
    let request = operation.request(&AccessToken::new(&sandbox.access_token())?);
    let agent = ureq::Agent::new_with_defaults();
    let bare = || -> Outcome<()> {
        let mut builder = agent.get(request.url());
        for header in request.headers() {
            builder = builder.header(header.name, header.value.as_str());
        }
        black_box(builder.call()?.body_mut().read_to_vec()?);
        Ok(())
    };
    bare()?;

    let before = sandbox.counters();
    let (mut through, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        black_box(client.logout(&parameters, CallOptions::new())?);
        through.push(start.elapsed());
        let start = Instant::now();
        bare()?;
        alone.push(start.elapsed());
    }
    let after = sandbox.counters();
    let requests = after.requests - before.requests;
    if requests != 2 * ROUNDS || after.connections != before.connections {
        return Err(
            format!("{requests} requests for {ROUNDS} logouts and as many bare ones").into(),
        );
    }
    let (through, alone) = (median(through), median(alone));
    println!(
        "warm logout: 1 round trip; {through:.1?} through the library, {alone:.1?} for the bare request, ratio {:.3}",
        through.as_secs_f64() / alone.as_secs_f64()
    );
    Ok(())
}
