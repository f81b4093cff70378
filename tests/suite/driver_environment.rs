//! The blocking driver and what surrounds it in a process: proxy variables, loggers, a client that
//! limits each request.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::raw_server::{RawServer, Reply};
use crate::support::{ACCESS_TOKEN, SERVICE_TOKEN, logout_request, site};
use tvpass::call::{CallOptions, ClientConfig, TokenSource};
use tvpass::driver::{BlockingClient, UreqDriver};
use tvpass::error::{Delivery, TransportErrorKind as Kind};
use tvpass::operation::{
    ClientCredentials, InitiateLogout, RegisterClient, RetrieveAccessToken, SoftwareStatement,
};
use tvpass::{AccessToken, RedirectUrl};

const NO_PROFILE: &str = r#"{"logouts": {}}"#;

/// Set for the processes that [`child`] starts: where they send to.
const TARGET: &str = "TVPASS_TEST_TARGET";

/// Runs the test `name` of this file in a process of its own, in which all proxy variables name
/// `proxy` and [`TARGET`] is `target`. (Variables of this process cannot be set safely: other tests
/// run in other threads.)
fn child(name: &str, proxy: SocketAddr, target: &str) {
    let proxy = format!("http://{proxy}");
    let variables = ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY"];
    let lower = variables.map(str::to_ascii_lowercase);
    let names = variables
        .into_iter()
        .chain(lower.iter().map(String::as_str));
    let variables: Vec<_> = names.map(|name| (name, proxy.as_str())).collect();
    child_with(name, &variables, target);
}

/// The same with these variables, and no others that have to do with proxies.
fn child_with(name: &str, variables: &[(&str, &str)], target: &str) {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    let name = format!("driver_environment::{name}");
    command.args(["--exact", &name, "--nocapture"]);
    for variable in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command
            .env_remove(variable)
            .env_remove(variable.to_ascii_lowercase());
    }
    command.env(TARGET, target).envs(variables.iter().copied());
    let output = command.output().expect("the child runs");
    assert!(
        output.status.success(),
        "{variables:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn target() -> Option<String> {
    std::env::var(TARGET).ok()
}

#[test]
fn proxy_variables_are_ignored_unless_asked_for() {
    if let Some(base) = target() {
        let response = UreqDriver::new().send(&logout_request(&base)).unwrap();
        assert_eq!(response.body(), NO_PROFILE.as_bytes());
        return;
    }
    let proxy = RawServer::always(Reply::whole("200 OK", "from the proxy"));
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    child(
        "proxy_variables_are_ignored_unless_asked_for",
        proxy.address(),
        &server.base(),
    );
    assert_eq!((proxy.connections(), server.connections()), (0, 1));
}

#[test]
fn proxy_variables_are_ignored_for_https_too_unless_asked_for() {
    if let Some(base) = target() {
        // The server speaks no TLS: that it was asked at all is what matters.
        assert!(UreqDriver::new().send(&logout_request(&base)).is_err());
        return;
    }
    let proxy = RawServer::always(Reply::AnswerAndClose(Vec::new()));
    // A TLS handshake begins no HTTP request, so this server only counts connections, which it
    // closes, until it is told to stop.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let stopped = Arc::new(AtomicBool::new(false));
    let accepted = std::thread::spawn({
        let stopped = stopped.clone();
        move || {
            let until_stopped = |_: &_| !stopped.load(Ordering::SeqCst);
            listener.incoming().take_while(until_stopped).count()
        }
    });
    child(
        "proxy_variables_are_ignored_for_https_too_unless_asked_for",
        proxy.address(),
        &format!("https://{address}"),
    );
    stopped.store(true, Ordering::SeqCst);
    drop(TcpStream::connect(address).unwrap());
    assert!(accepted.join().unwrap() > 0);
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn a_proxy_that_is_asked_for_sees_no_token() {
    if let Some(base) = target() {
        let driver = UreqDriver::builder()
            .proxy_from_environment(true)
            .unwrap()
            .build();
        let error = driver.send(&logout_request(&base)).unwrap_err();
        // The proxy refused the tunnel, so nothing went through it.
        assert_eq!(error.delivery, tvpass::error::Delivery::NotSent, "{error}");
        return;
    }
    let refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".to_vec();
    let proxy = RawServer::always(Reply::AnswerAndClose(refusal));
    child(
        "a_proxy_that_is_asked_for_sees_no_token",
        proxy.address(),
        "https://mvpd.example",
    );
    let requests = proxy.requests();
    assert_eq!(requests.len(), 1);
    assert!(
        requests[0].starts_with("CONNECT mvpd.example:443 HTTP/1.1\r\n"),
        "{requests:?}"
    );
    for secret in [ACCESS_TOKEN, SERVICE_TOKEN, "Bearer", "logout"] {
        assert!(!requests[0].contains(secret), "{requests:?}");
    }
}

#[test]
fn plain_http_to_this_machine_never_goes_through_a_proxy() {
    if let Some(base) = target() {
        let driver = UreqDriver::builder()
            .proxy_from_environment(true)
            .unwrap()
            .build();
        assert_eq!(
            driver.send(&logout_request(&base)).unwrap().body(),
            NO_PROFILE.as_bytes()
        );
        return;
    }
    let proxy = RawServer::always(Reply::whole("200 OK", "from the proxy"));
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    child(
        "plain_http_to_this_machine_never_goes_through_a_proxy",
        proxy.address(),
        &server.base(),
    );
    assert_eq!((proxy.connections(), server.connections()), (0, 1));
}

#[test]
fn a_variable_that_names_no_usable_proxy_is_refused_by_name() {
    if let Some(name) = target() {
        let error = UreqDriver::builder()
            .proxy_from_environment(true)
            .unwrap_err();
        assert_eq!(error.field(), name);
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("hunter2") && !shown.contains("example"),
            "{shown}"
        );
        // Who does not ask for a proxy is not told of it.
        assert!(UreqDriver::builder().proxy_from_environment(false).is_ok());
        return;
    }
    let good = "http://proxy.example:3128";
    for variables in [
        [
            ("ALL_PROXY", "socks5://user:hunter2@proxy.example"),
            ("http_proxy", good),
        ],
        [("all_proxy", "ftp://proxy.example"), ("HTTPS_PROXY", good)],
        [("HTTPS_PROXY", "::::"), ("ALL_PROXY", "")],
        [
            ("https_proxy", "http://user:hunter2@:3128"),
            ("HTTP_PROXY", good),
        ],
        [
            ("HTTP_PROXY", "http://proxy.example:99999"),
            ("http_proxy", good),
        ],
        [("http_proxy", "http://"), ("HTTP_PROXY", "")],
    ] {
        let test = "a_variable_that_names_no_usable_proxy_is_refused_by_name";
        child_with(test, &variables, variables[0].0);
    }
}

#[test]
fn variables_that_are_not_set_or_empty_name_no_proxy_and_no_proxy_excepts_hosts() {
    if let Some(base) = target() {
        let driver = UreqDriver::builder()
            .proxy_from_environment(true)
            .unwrap()
            .build();
        // Nobody speaks TLS there: that it was asked at all is what matters.
        assert!(driver.send(&logout_request(&base)).is_err());
        return;
    }
    let test = "variables_that_are_not_set_or_empty_name_no_proxy_and_no_proxy_excepts_hosts";
    let proxy = RawServer::always(Reply::AnswerAndClose(Vec::new()));
    let named = proxy.base();
    for variables in [
        vec![],
        vec![("ALL_PROXY", ""), ("https_proxy", "")],
        vec![("ALL_PROXY", named.as_str()), ("NO_PROXY", "a..invalid")],
        vec![("ALL_PROXY", named.as_str()), ("no_proxy", "x.example,*")],
        vec![("ALL_PROXY", named.as_str()), ("NO_PROXY", "*.invalid")],
    ] {
        child_with(test, &variables, "https://a..invalid");
        assert_eq!(proxy.connections(), 0, "{variables:?}");
    }
    child_with(test, &[("http_proxy", &named)], "https://a..invalid");
    assert_eq!(proxy.connections(), 1);
}

#[test]
fn a_proxy_that_answers_connect_slowly_runs_into_every_limit() {
    if let Some(base) = target() {
        let patient = Duration::from_secs(300);
        let brief = Duration::from_millis(300);
        let builder = || UreqDriver::builder().proxy_from_environment(true).unwrap();
        let connect = builder()
            .connect_timeout(brief)
            .total_timeout(patient)
            .build();
        let total = builder()
            .connect_timeout(patient)
            .total_timeout(brief)
            .build();
        let none = builder()
            .connect_timeout(patient)
            .total_timeout(patient)
            .build();
        let request = logout_request(&base);
        let begun = Instant::now();
        for result in [
            connect.send(&request),
            total.send(&request),
            none.send_within(&request, brief),
        ] {
            let error = result.unwrap_err();
            assert_eq!(
                (error.kind, error.delivery),
                (Kind::Timeout, Delivery::NotSent)
            );
        }
        assert!(begun.elapsed() < Duration::from_secs(60));
        return;
    }
    // One byte each 20 ms, for three minutes.
    let endless = format!("HTTP/1.1 200 OK\r\nX-Slow: {}", "x".repeat(9_000));
    let proxy = RawServer::always(Reply::Trickle(endless.into_bytes()));
    child(
        "a_proxy_that_answers_connect_slowly_runs_into_every_limit",
        proxy.address(),
        "https://mvpd.example",
    );
    assert_eq!(proxy.connections(), 3);
}

#[test]
fn a_client_that_limits_each_request_reuses_the_connection() {
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    let config = ClientConfig::new(site(&server.base()), TokenSource::App);
    let client = BlockingClient::with_token_provider(config, UreqDriver::new(), |_| {
        Ok((AccessToken::new(ACCESS_TOKEN).unwrap(), None))
    });
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    let parameters = InitiateLogout::new("REF30", "Cablevision", &redirect_url).unwrap();
    for deadline_ms in [60_000, 50_000, 40_000] {
        let options = CallOptions::new().deadline_ms(deadline_ms);
        assert!(
            client
                .run(parameters.clone(), options)
                .unwrap()
                .profiles
                .is_empty()
        );
    }
    assert_eq!(server.requests().len(), 3);
    assert_eq!(server.connections(), 1);
}

/// Keeps what is logged. The dump of all bytes on the wire is ureq's own, see [`UreqDriver`]; it is
/// kept apart.
struct Records {
    dump: Mutex<String>,
    others: Mutex<String>,
}

static RECORDS: Records = Records {
    dump: Mutex::new(String::new()),
    others: Mutex::new(String::new()),
};

impl log::Log for Records {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let dump = record.level() == log::Level::Trace && record.target() == "ureq_proto::util";
        let records = if dump { &self.dump } else { &self.others };
        let line = format!(
            "{} {}: {}\n",
            record.level(),
            record.target(),
            record.args()
        );
        records.lock().unwrap().push_str(&line);
    }

    fn flush(&self) {}
}

#[test]
fn no_logger_sees_a_secret_except_in_ureqs_own_dump() {
    const STATEMENT: &str = "eyJhbGciOiJSUzI1NiJ9.c29mdHdhcmUtc3RhdGVtZW50.c2lnbmF0dXJl";
    const CLIENT_SECRET: &str = "t7AkePiru4-client-secret";
    const GRANTED: &str = "2YotnFZFEjr1zCsicMWpAA-granted";
    // Of the whole process, and it would see what other tests send.
    if target().is_none() {
        let name = "no_logger_sees_a_secret_except_in_ureqs_own_dump";
        child_with(name, &[], "a server of its own");
        return;
    }
    log::set_logger(&RECORDS).unwrap();
    log::set_max_level(log::LevelFilter::Trace);

    let granted = format!(r#"{{"access_token": "{GRANTED}", "client_secret": "{CLIENT_SECRET}"}}"#);
    let server = RawServer::start(move |number| match number {
        0 => Reply::whole("200 OK", NO_PROFILE),
        1 => Reply::whole("302 Found\r\nLocation: https://mvpd.example/", ""),
        2 | 3 => Reply::whole("201 Created", &granted),
        _ => Reply::AnswerAndClose(Vec::new()),
    });
    let site = site(&server.base());
    let driver = UreqDriver::new();
    let request = logout_request(&server.base());
    driver.send(&request).unwrap();
    driver.send(&request).unwrap();
    let statement = SoftwareStatement::new(STATEMENT).unwrap();
    let register = RegisterClient::new(&statement);
    driver.send(&register.request(&site)).unwrap();
    let credentials = ClientCredentials::new("s6BhdRkqt3", CLIENT_SECRET).unwrap();
    let token = RetrieveAccessToken::new(&credentials);
    driver.send(&token.request(&site)).unwrap();
    driver.send(&request).unwrap_err();

    let others = RECORDS.others.lock().unwrap().clone();
    assert!(
        others.contains("ureq"),
        "ureq logs nothing: this test sees nothing"
    );
    for secret in [
        ACCESS_TOKEN,
        SERVICE_TOKEN,
        STATEMENT,
        CLIENT_SECRET,
        GRANTED,
    ] {
        assert!(!others.contains(secret), "{secret} in {others}");
    }
    // Should ureq stop dumping, the sentence in the driver's documentation has to go.
    assert!(!RECORDS.dump.lock().unwrap().is_empty());
}
