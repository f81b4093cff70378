//! The program, as a person or a test in another language starts it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tvpass-sandbox"))
}

fn run(arguments: &[&str]) -> Output {
    program()
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// A program that ends with its standard input, however its test ends.
struct Served {
    child: Child,
    base: String,
    rest: BufReader<std::process::ChildStdout>,
}

fn serve(arguments: &[&str]) -> Served {
    let mut command = program();
    command
        .args(["--port", "0", "--exit-with-stdin"])
        .args(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut rest = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    rest.read_line(&mut first).unwrap();
    let base = first
        .trim_end()
        .strip_prefix("listening on ")
        .unwrap_or_else(|| panic!("{first:?}"))
        .to_owned();
    Served { child, base, rest }
}

fn wait(child: &mut Child) -> i32 {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("it does not end by itself");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn it_serves_and_ends_with_standard_input() {
    let mut served = serve(&["--no-throttle", "--token-lifetime", "77"]);
    let client = Client::new(&served.base);
    let (id, secret) = client.credentials(&tvpass_sandbox::software_statement());
    for _ in 0..12 {
        assert_eq!(client.token(&id, &secret).json()["expires_in"], 77);
    }
    served
        .child
        .stdin
        .as_mut()
        .unwrap()
        .write_all(b"what is written does not matter\n")
        .unwrap();
    assert_eq!(client.get("/").status, 200);
    drop(served.child.stdin.take());
    assert_eq!(wait(&mut served.child), 0);
    client.try_send("GET", "/", &[], None).unwrap_err();
}

#[test]
fn its_options_reach_the_sandbox() {
    let mut served = serve(&[
        "--frozen-clock",
        "--any-id",
        "--downgrade-redirect",
        "--seed",
        "7",
        "--code-lifetime",
        "90",
    ]);
    let client = Client::new(&served.base);
    let token = client
        .post("/sandbox/access-token", &serde_json::json!({}))
        .json();
    let token = token["accessToken"].as_str().unwrap();
    let mut headers = crate::client::logout_headers(token, "a TV");
    headers.push(("Content-Type".into(), crate::client::FORM.into()));
    let session = client.send("POST", "/api/v2/Any/sessions", &headers, Some(""));
    let session = session.json();
    assert_eq!(session["code"], "M0BVH8M", "what the seed makes");
    let time = |name: &str| session[name].as_str().unwrap().parse::<u64>().unwrap();
    assert_eq!(time("notAfter") - time("notBefore"), 90_000);
    assert_eq!(
        client.logout(token, "AnyMvpd").only_logout().1["actionName"],
        "invalid"
    );
    let url = client.logout(token, "Cablevision").only_logout().1["url"].clone();
    assert!(url.as_str().unwrap().contains("http%3A%2F%2Fadobe.com"));
    for _ in 0..8 {
        assert_eq!(client.logout(token, "Dish").status, 200);
    }
    assert_eq!(client.logout(token, "Dish").status, 429);
    assert_eq!(
        client.logout(token, "Dish").status,
        429,
        "time stands still"
    );
    client.post("/sandbox/clock", &serde_json::json!({"advanceMs": 1000}));
    assert_eq!(client.logout(token, "Dish").status, 200);
    drop(served.child.stdin.take());
    assert_eq!(wait(&mut served.child), 0);
}

/// Runs what it prints in a real shell with a real curl.
#[test]
#[ignore = "needs curl: cargo xtask test shell"]
fn what_it_prints_to_try_works_when_pasted() {
    let mut served = serve(&[]);
    let mut printed = String::new();
    // The last command is the end: the program goes on serving, so there is no end of file.
    while !printed.contains("/sandbox/counters") {
        assert_ne!(served.rest.read_line(&mut printed).unwrap(), 0, "{printed}");
    }
    let output = Command::new("sh")
        .arg("-ec")
        .arg(&printed)
        .output()
        .unwrap();
    let (stdout, stderr) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert!(
        output.status.success() && stderr.is_empty(),
        "{stdout}\n{stderr}"
    );
    for expected in [
        "\"client_secret\"",
        "\"access_token\"",
        "\"actionName\":\"logout\"",
        "<h1>Signed out</h1>",
        "\"mvpd\":\"Cablevision\",\"open\":false",
        "\"actionName\":\"resume\"",
        "\"type\":\"regular\"",
        "\"serializedToken\"",
        "\"code\":\"internal_server_error\"",
        "\"mvpdSessionsClosed\":1",
    ] {
        assert!(stdout.contains(expected), "{expected} in\n{stdout}");
    }
    assert!(!stdout.contains("\"error\""), "{stdout}");
    drop(served.child.stdin.take());
    assert_eq!(wait(&mut served.child), 0);
}

#[test]
fn it_can_end_by_itself() {
    let start = Instant::now();
    let output = run(&["--port", "0", "--stop-after", "1"]);
    assert!(output.status.success() && start.elapsed() >= Duration::from_secs(1));
}

#[test]
fn wrong_options_get_a_usage_line_and_exit_2() {
    for (arguments, complaint) in [
        (&["--prot", "1"][..], "'--prot' is not an option"),
        (&["8480"], "'8480' is not an option"),
        (&["--port"], "--port needs a value"),
        (&["--port", "65536"], "--port cannot be '65536'"),
        (
            &["--token-lifetime", "-1"],
            "--token-lifetime cannot be '-1'",
        ),
        (&["--stop-after", "x"], "--stop-after cannot be 'x'"),
    ] {
        let output = run(arguments);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            stderr.contains(complaint) && stderr.contains("usage: tvpass-sandbox"),
            "{stderr}"
        );
        assert!(output.stdout.is_empty());
    }
}

#[cfg(unix)]
#[test]
fn an_option_that_is_not_text_is_a_wrong_one() {
    use std::os::unix::ffi::OsStrExt as _;
    let broken = std::ffi::OsStr::from_bytes(b"\xe9");
    let output = program().args([broken]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.contains("not UTF-8") && stderr.contains("usage: tvpass-sandbox"),
        "{stderr}"
    );
}

#[test]
fn its_port_is_8480_unless_said_otherwise() {
    let output = run(&["--stop-after", "0"]);
    // Another one may be serving there; either way it names the address.
    let (printed, text) = match output.status.code() {
        Some(0) => (output.stdout, "listening on http://127.0.0.1:8480\n"),
        _ => (output.stderr, "cannot serve on 127.0.0.1:8480: "),
    };
    let printed = String::from_utf8(printed).unwrap();
    assert!(printed.contains(text), "{printed}");
}

#[test]
fn help_and_a_port_that_is_taken() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("--exit-with-stdin") && help.starts_with("usage:"));

    let mut served = serve(&[]);
    let port = served.base.rsplit(':').next().unwrap().to_owned();
    let output = run(&["--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains(&port));
    drop(served.child.stdin.take());
    let mut rest = String::new();
    served.rest.read_to_string(&mut rest).unwrap();
    assert_eq!(wait(&mut served.child), 0);
}

#[test]
fn other_machines_come_in_when_asked_for_with_a_warning() {
    let warning = |arguments: &[&str]| {
        let output = run(&[&["--port", "0", "--stop-after", "0"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(warning(&[]), "", "127.0.0.1 is nobody else's");
    let open = ["--listen", "0.0.0.0"];
    assert!(warning(&open).contains("warning: whoever can reach this machine can use the sandbox"));
    let steered = warning(&["--listen", "0.0.0.0", "--remote-control"]);
    assert!(steered.contains("secrets included"), "{steered}");
}
