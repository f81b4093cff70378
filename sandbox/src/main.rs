//! `cargo run -p tvpass-sandbox`: serves the sandbox and prints what to try.
//!
//! The first line on standard output is `listening on http://127.0.0.1:PORT`, for programs that
//! start this one.

#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks to a person"
)]

mod check_command;

use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use tvpass_sandbox::{Clock, Config, Running, Sandbox, UnknownIds, software_statement};

const USAGE: &str = "usage: tvpass-sandbox [--port PORT] [--listen ADDRESS] [--host-name NAME] [--remote-control] [--no-throttle]
                      [--token-lifetime SECONDS] [--code-lifetime SECONDS] [--frozen-clock] [--seed NUMBER] [--any-id]
                      [--downgrade-redirect] [--browser-on-device] [--stop-after SECONDS] [--exit-with-stdin] [--help]
       tvpass-sandbox check --help";

const OPTIONS: &str = "
  --port PORT               the port; 0 takes a free one (default 8480)
  --listen ADDRESS          the address to listen on (default 127.0.0.1); 0.0.0.0 lets phones and TVs in
  --host-name NAME          a name by which the controls and the page may be asked for, besides localhost
  --remote-control          other machines may use the controls and the page, too, which show secrets
  --no-throttle             never answer 429 by itself
  --token-lifetime SECONDS  how long access tokens are good for (default 21600)
  --code-lifetime SECONDS   how long authentication codes are good for (default 1800)
  --seed NUMBER             codes, tokens and ids are the same in every run
  --frozen-clock            the clock moves by POST /sandbox/clock alone
  --any-id                  every service provider and MVPD is known, unknown ones without a profile
  --downgrade-redirect      send user agents to http where https was asked for, as in Adobe's first sample
  --browser-on-device       users sign in in a browser on the device itself: polling before its end breaks a rule
  --stop-after SECONDS      end by itself after so long
  --exit-with-stdin         end when standard input ends: a parent that dies takes the sandbox with it";

#[derive(Debug)]
struct Options {
    config: Config,
    stop_after: Option<Duration>,
    exit_with_stdin: bool,
}

fn main() -> ExitCode {
    let arguments: Result<Vec<_>, _> = std::env::args_os()
        .skip(1)
        .map(OsString::into_string)
        .collect();
    let options = match arguments {
        Ok(arguments) if arguments.first().is_some_and(|first| first == "check") => {
            return check_command::main(arguments.into_iter().skip(1));
        }
        Ok(arguments) => parse(&mut arguments.into_iter()),
        Err(raw) => Err(format!("'{}' is not UTF-8", raw.to_string_lossy())),
    };
    let options = match options {
        Ok(Some(options)) => options,
        Ok(None) => {
            println!("{USAGE}\n{OPTIONS}");
            return ExitCode::SUCCESS;
        }
        Err(what) => {
            eprintln!("tvpass-sandbox: {what}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tvpass-sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The options; `None` if help was asked for.
fn parse(arguments: &mut impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options {
        config: Config {
            port: 8480,
            ..Config::default()
        },
        stop_after: None,
        exit_with_stdin: false,
    };
    while let Some(argument) = arguments.next() {
        let config = &mut options.config;
        match argument.as_str() {
            "--port" => config.port = value(&argument, arguments)?,
            "--listen" => config.listen = value(&argument, arguments)?,
            "--host-name" => config.host_names.push(value(&argument, arguments)?),
            "--remote-control" => config.remote_control = true,
            "--browser-on-device" => config.browser_on_device = true,
            "--no-throttle" => config.throttle = false,
            "--token-lifetime" => {
                config.token_lifetime = Duration::from_secs(value(&argument, arguments)?)
            }
            "--code-lifetime" => {
                config.code_lifetime = Duration::from_secs(value(&argument, arguments)?)
            }
            "--seed" => config.seed = Some(value(&argument, arguments)?),
            "--frozen-clock" => config.clock = Clock::frozen(),
            "--any-id" => config.unknown_ids = UnknownIds::NoProfile,
            "--downgrade-redirect" => config.downgrade_redirect = true,
            "--stop-after" => {
                options.stop_after = Some(Duration::from_secs(value(&argument, arguments)?))
            }
            "--exit-with-stdin" => options.exit_with_stdin = true,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("'{argument}' is not an option")),
        }
    }
    Ok(Some(options))
}

fn value<T: std::str::FromStr>(
    option: &str,
    arguments: &mut impl Iterator<Item = String>,
) -> Result<T, String> {
    let text = arguments
        .next()
        .ok_or_else(|| format!("{option} needs a value"))?;
    text.parse()
        .map_err(|_| format!("{option} cannot be '{text}'"))
}

fn run(options: Options) -> io::Result<()> {
    let address = SocketAddr::new(options.config.listen, options.config.port);
    let is_open = options.config.remote_control;
    let sandbox = Sandbox::start(options.config).map_err(|error| {
        io::Error::new(error.kind(), format!("cannot serve on {address}: {error}"))
    })?;
    if !address.ip().is_loopback() {
        eprintln!("tvpass-sandbox: warning: {}", exposed(is_open));
    }
    let mut stdout = io::stdout().lock();
    // A reader that wants the first line alone may have closed the pipe before the rest is written.
    let _ = writeln!(stdout, "listening on {}", sandbox.base_url()).and_then(|()| stdout.flush());
    let _ = write!(stdout, "{}", what_to_try(&sandbox)).and_then(|()| stdout.flush());
    drop(stdout);

    // Whichever comes first sends; with neither, this waits until the process is ended.
    let (end, ended) = std::sync::mpsc::channel();
    if options.exit_with_stdin {
        let end = end.clone();
        std::thread::spawn(move || {
            let mut rest = [0; 512];
            let mut stdin = io::stdin();
            while stdin.read(&mut rest).is_ok_and(|count| count > 0) {}
            let _ = end.send(());
        });
    }
    match options.stop_after {
        Some(time) => drop(ended.recv_timeout(time)),
        None => drop(ended.recv()),
    }
    drop(end);
    Ok(())
}

/// What it means to listen on more than this machine.
fn exposed(is_open: bool) -> &'static str {
    if is_open {
        "whoever can reach this machine can use the sandbox, steer it, and read the requests in it, secrets included"
    } else {
        "whoever can reach this machine can use the sandbox and sign in with it; its controls stay on this machine"
    }
}

/// Commands that work as they stand.
fn what_to_try(sandbox: &Running) -> String {
    let base = sandbox.base_url();
    let token = sandbox.access_token();
    let statement = software_statement();
    let device = BASE64_STANDARD.encode("sandbox-demo-device");
    let info = BASE64_STANDARD.encode(
        r#"{"model":"TV 5th Gen","version":"1.0","osName":"tvOS","osVersion":"18.0","connectionType":"WiFi"}"#,
    );
    format!(
        r#"
# A stand-in for Adobe Pass Authentication. Paste this into a shell, whole or in parts; {base}/ lists all pages.

# 1. What an app does on its first start: trade its software statement for client credentials, these for a token.
INFO='X-Device-Info: {info}'
CREDENTIALS=$(curl -s {base}/o/client/register -H "$INFO" -H 'Content-Type: application/json' \
  -d '{{"software_statement":"{statement}"}}'); echo "$CREDENTIALS"
field() {{ sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }}
curl -s {base}/o/client/token -H "$INFO" -d grant_type=client_credentials \
  -d client_id=$(echo "$CREDENTIALS" | field client_id) -d client_secret=$(echo "$CREDENTIALS" | field client_secret); echo

# 2. Log a device out of Cablevision, with a token that was made for you. Do it again, and the answer is invalid.
DEVICE='AP-Device-Identifier: fingerprint {device}'
TOKEN='{token}'
LOGOUT=$(curl -s "{base}/api/v2/REF30/logout/Cablevision?redirectUrl={redirect}" \
  -H "Authorization: Bearer $TOKEN" -H "$DEVICE" -H "$INFO"); echo "$LOGOUT"

# 3. Walk the user agent's part, and see that the session at the provider is closed.
curl -sL "$(echo "$LOGOUT" | field url)"
curl -s {base}/sandbox/sessions; echo

# 4. Sign another device in: a code for the TV, a poll, and a permit. {base}/activate is the page for a phone;
#    the second command stands in for a person with the password "{password}" there.
TV='AP-Device-Identifier: fingerprint {tv}'
SESSION=$(curl -s {base}/api/v2/REF30/sessions -H "Authorization: Bearer $TOKEN" -H "$TV" -H "$INFO" \
  -d domainName=adobe.com -d redirectUrl={redirect}); echo "$SESSION"; CODE=$(echo "$SESSION" | field code)
curl -s {base}/sandbox/authentication-sessions/$CODE -d '{{"outcome":"signIn","mvpd":"Cablevision"}}'; echo
curl -s {base}/api/v2/REF30/profiles/code/$CODE -H "Authorization: Bearer $TOKEN"; echo
curl -s {base}/api/v2/REF30/decisions/authorize/Cablevision -H "Authorization: Bearer $TOKEN" -H "$TV" -H "$INFO" \
  -H 'Content-Type: application/json' -d '{{"resources":["channel-1"]}}'; echo

# 5. Make the next logout fail, and see what was counted.
curl -s {base}/sandbox/faults -d '{{"on":"/api/v2/","answer":{{"error":{{"code":"internal_server_error"}}}}}}'; echo
curl -s "{base}/api/v2/REF30/logout/Dish?redirectUrl={redirect}" \
  -H "Authorization: Bearer $TOKEN" -H "$DEVICE" -H "$INFO"; echo
curl -s {base}/sandbox/counters; echo
"#,
        tv = BASE64_STANDARD.encode("sandbox-demo-tv"),
        password = tvpass_sandbox::PASSWORD,
        redirect = format!("{base}/app/signed-out")
            .replace(':', "%3A")
            .replace('/', "%2F"),
    )
}
