//! `tvpass-sandbox check`: a report on a client's traffic. The exit status says whether it passed.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Command, ExitCode};
use std::time::Duration;

use tvpass_sandbox::rules::Level;
use tvpass_sandbox::{Config, Report, Sandbox, check, software_statement};

const USAGE: &str = "usage: tvpass-sandbox check [OPTIONS] --har FILE
       tvpass-sandbox check [OPTIONS] --url URL
       tvpass-sandbox check [OPTIONS] -- COMMAND [ARGUMENT...]";

const HELP: &str = "
Holds the traffic of a client against Adobe's checklist and API pages, and says which rule it broke and how to mend it.

  --har FILE            of a recording (HTTP Archive): of a browser, of a proxy, of an emulator
  --url URL             of a sandbox that is running: http://127.0.0.1:8480
  -- COMMAND            of a command that is run for it, with a sandbox of its own at $TVPASS_SANDBOX_URL
                        and a software statement in $TVPASS_SOFTWARE_STATEMENT

  --fail-on LEVEL       mandatory (default), recommended or never
  --json FILE           the report as JSON; - is standard output, and nothing else is printed there
  --junit FILE          the report as JUnit's XML; - in the same way
  --browser-on-device   users sign in in a browser on the device itself
  --no-throttle         the sandbox of a command never answers 429 by itself

No secret is in a report: no token, no code, no body, and of a device identifier the beginning alone.
Exit status: 0 nothing found, 1 something found, 2 the traffic cannot be had, 3 the command has failed.";

enum Traffic {
    Har(String),
    Url(String),
    Command(Vec<String>),
}

struct Options {
    traffic: Traffic,
    fail_on: Option<Level>,
    json: Option<String>,
    junit: Option<String>,
    browser_on_device: bool,
    throttle: bool,
}

pub(crate) fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    let options = match parse(arguments) {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}\n{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(what) => {
            eprintln!("tvpass-sandbox check: {what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let (report, has_failed) = match report(&options) {
        Ok(found) => found,
        Err(what) => {
            eprintln!("tvpass-sandbox check: {what}");
            return ExitCode::from(2);
        }
    };
    if let Err(what) = write(&options, &report) {
        eprintln!("tvpass-sandbox check: {what}");
        return ExitCode::from(2);
    }
    let is_bad = |least| report.worst().is_some_and(|worst| worst >= least);
    match options.fail_on {
        Some(least) if is_bad(least) => ExitCode::from(1),
        _ if has_failed => ExitCode::from(3),
        _ => ExitCode::SUCCESS,
    }
}

/// The options; `None` if help was asked for.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut traffic = None;
    let mut options = Options {
        traffic: Traffic::Command(Vec::new()),
        fail_on: Some(Level::Mandatory),
        json: None,
        junit: None,
        browser_on_device: false,
        throttle: true,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        let found = match argument.as_str() {
            "--har" => Traffic::Har(value()?),
            "--url" => Traffic::Url(value()?),
            "--" => Traffic::Command(arguments.by_ref().collect()),
            "--fail-on" => {
                options.fail_on = match value()?.as_str() {
                    "mandatory" => Some(Level::Mandatory),
                    "recommended" => Some(Level::Recommended),
                    "never" => None,
                    other => return Err(format!("--fail-on cannot be '{other}'")),
                };
                continue;
            }
            "--json" => {
                options.json = Some(value()?);
                continue;
            }
            "--junit" => {
                options.junit = Some(value()?);
                continue;
            }
            "--browser-on-device" => {
                options.browser_on_device = true;
                continue;
            }
            "--no-throttle" => {
                options.throttle = false;
                continue;
            }
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("'{argument}' is not an option")),
        };
        if traffic.replace(found).is_some() {
            return Err("one of --har, --url and -- COMMAND is enough".into());
        }
    }
    options.traffic = traffic.ok_or("--har, --url or -- COMMAND is needed")?;
    Ok(Some(options))
}

/// The report, and whether the command has failed.
fn report(options: &Options) -> Result<(Report, bool), String> {
    match &options.traffic {
        Traffic::Har(file) => {
            let bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
            let text = String::from_utf8_lossy(&bytes);
            let report = check::har(&text, options.browser_on_device);
            Ok((report.map_err(|what| format!("{file}: {what}"))?, false))
        }
        Traffic::Url(url) => {
            let body = fetch(url).map_err(|error| format!("{url}: {error}"))?;
            let report = serde_json::from_str(&body);
            Ok((
                report.map_err(|error| format!("{url} is no sandbox: {error}"))?,
                false,
            ))
        }
        Traffic::Command(words) => {
            let (program, arguments) =
                words.split_first().ok_or("a command is needed behind --")?;
            let config = Config {
                throttle: options.throttle,
                browser_on_device: options.browser_on_device,
                ..Config::default()
            };
            let sandbox = Sandbox::start(config).map_err(|error| error.to_string())?;
            let status = Command::new(program)
                .args(arguments)
                .env("TVPASS_SANDBOX_URL", sandbox.base_url())
                .env("TVPASS_SOFTWARE_STATEMENT", software_statement())
                .status()
                .map_err(|error| format!("{program}: {error}"))?;
            Ok((sandbox.report(), !status.success()))
        }
    }
}

/// Asks a running sandbox for its report.
fn fetch(url: &str) -> io::Result<String> {
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, what);
    let host = url
        .strip_prefix("http://")
        .ok_or_else(|| wrong("a sandbox is at http://HOST:PORT"))?;
    let host = host.trim_end_matches('/');
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(
        stream,
        "GET /sandbox/report HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| wrong("the answer is not HTTP"))?;
    if head.starts_with("HTTP/1.1 200 ") {
        Ok(body.to_owned())
    } else {
        Err(wrong(head.lines().next().unwrap_or_default()))
    }
}

fn write(options: &Options, report: &Report) -> Result<(), String> {
    let json = || {
        serde_json::to_string_pretty(report)
            .map(|text| text + "\n")
            .unwrap_or_default()
    };
    let mut printed = false;
    for (file, text) in [
        (&options.json, options.json.as_ref().map(|_| json())),
        (
            &options.junit,
            options
                .junit
                .as_ref()
                .map(|_| report.junit(options.fail_on)),
        ),
    ] {
        match (file.as_deref(), text) {
            (Some("-"), Some(text)) => {
                print!("{text}");
                printed = true;
            }
            (Some(file), Some(text)) => {
                fs::write(file, text).map_err(|error| format!("{file}: {error}"))?;
            }
            _ => {}
        }
    }
    if !printed {
        print!("{}", report.human());
    }
    io::stdout().flush().map_err(|error| error.to_string())
}
