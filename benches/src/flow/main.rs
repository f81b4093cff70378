//! A warm logout against a sandbox, in turn with the same request sent by ureq alone:
//! `flow BASE SOFTWARE-STATEMENT ACCESS-TOKEN ROUNDS`.
//!
//! Prints as JSON the medians in nanoseconds, how many requests and connections the logouts took,
//! as the sandbox counts them, and how many threads were started for them.
#![forbid(unsafe_code)]

use std::error::Error;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tvpass::call::{CallOptions, ClientConfig, TokenSource};
use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::operation::{InitiateLogout, Operation as _, Site, SoftwareStatement};
use tvpass::{AccessToken, Base, RedirectUrl, Request};
use tvpass_bench::{IDENTIFIER, device, median};
use ureq::Agent;
use ureq::config::AutoHeaderValue;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("flow: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome<Value> {
    let [base, statement, token, rounds] = arguments else {
        return Err("usage: flow BASE SOFTWARE-STATEMENT ACCESS-TOKEN ROUNDS".into());
    };
    let base = Base::new(base)?;
    let site = Site::new(base.clone(), device(IDENTIFIER)?);
    let rounds: u32 = rounds.parse()?;
    let redirect_url = RedirectUrl::new("https://tv.example/signed-out")?;
    let source = TokenSource::Registration {
        software_statement: SoftwareStatement::new(statement)?,
        redirect_uri: None,
    };
    let configuration = ClientConfig::new(site.clone(), source).pacing(false);
    let client = BlockingClient::without_store(configuration, UreqDriver::new());
    let operation = InitiateLogout::new("REF30", "Cablevision", &redirect_url)?;
    let bare = Bare {
        agent: agent(),
        request: operation.request(&site, &AccessToken::new(token)?),
    };
    // Registers, gets a token, opens the connections.
    client.run(operation.clone(), CallOptions::new())?;
    bare.send()?;

    let before = counters(&base)?;
    let threads_before = threads_started()?;
    for _ in 0..rounds {
        client.run(operation.clone(), CallOptions::new())?;
    }
    let threads_after = threads_started()?;
    let after = counters(&base)?;
    let (mut through, mut alone) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        // Whichever comes second finds the caches warm: they take turns.
        for turn in [round % 2 == 0, round % 2 != 0] {
            let start = Instant::now();
            if turn {
                black_box(client.run(operation.clone(), CallOptions::new())?);
                through.push(start.elapsed());
            } else {
                bare.send()?;
                alone.push(start.elapsed());
            }
        }
    }
    Ok(json!({
        "rounds": rounds,
        "requests": after.0 - before.0,
        // Asking for the counters took one itself.
        "connections": after.1 - before.1 - 1,
        // So did asking for the threads.
        "threads": threads_after - threads_before - 1,
        "through_ns": median(through),
        "bare_ns": median(alone),
    }))
}

/// The request of a logout, sent without the library.
struct Bare {
    agent: Agent,
    request: Request,
}

impl Bare {
    fn send(&self) -> Outcome<()> {
        let mut builder = self.agent.get(self.request.url());
        for header in self.request.headers() {
            builder = builder.header(header.name.as_str(), header.value.as_str());
        }
        black_box(builder.call()?.body_mut().read_to_vec()?);
        Ok(())
    }
}

/// With the library's time limits, and like it without headers of ureq's own: the same bytes are
/// sent.
fn agent() -> Agent {
    let configuration = Agent::config_builder()
        .user_agent(AutoHeaderValue::None)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .max_redirects(0)
        .timeout_connect(Some(Duration::from_secs(10)))
        .timeout_global(Some(Duration::from_secs(30)))
        .build();
    Agent::new_with_config(configuration)
}

/// Requests and connections that the sandbox has counted.
fn counters(base: &Base) -> Outcome<(u64, u64)> {
    let url = format!("{}/sandbox/counters", base.as_str().trim_end_matches('/'));
    let text = Agent::new_with_defaults()
        .get(url)
        .call()?
        .body_mut()
        .read_to_string()?;
    let counters: Value = serde_json::from_str(&text)?;
    let count = |name: &str| counters.get(name).and_then(Value::as_u64);
    count("requests")
        .zip(count("connections"))
        .ok_or(format!("the sandbox's counters: {text}").into())
}

/// How many threads this process has started, the one that looks among them.
fn threads_started() -> Outcome<u64> {
    let looking = std::thread::spawn(|| std::thread::current().id());
    let id = looking
        .join()
        .map_err(|_| "a thread that looks has panicked")?;
    // `ThreadId(7)`: std counts them.
    let id = format!("{id:?}");
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse()?)
}
