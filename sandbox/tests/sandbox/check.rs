//! `tvpass-sandbox check`: recordings, running sandboxes and commands; what it prints and writes.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::client::{base64, device_info, start_unthrottled};

const TOKEN: &str = "eyJ0.very-secret-token.x";

fn check(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvpass-sandbox"));
    command.arg("check").args(arguments).stdin(Stdio::null());
    command.output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A file that is gone with the test.
struct File(PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tvpass-check-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn pairs(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

/// An entry of a recording: so many seconds after its start.
fn entry(
    second: u32,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
    answer: &Value,
) -> Value {
    let mut request = json!({
        "method": method, "url": format!("https://sp.auth.adobe.com{path}"), "headers": pairs(headers),
    });
    if !body.is_empty() {
        request["postData"] = json!({"mimeType": "x", "text": body});
    }
    let status = answer["status"].as_u64().unwrap_or(200);
    json!({
        "startedDateTime": format!("2026-05-25T10:00:{second:02}.000Z"), "time": 80.25, "request": request,
        "response": {"status": status, "headers": [], "content": {"text": answer.to_string()}},
    })
}

/// A sign-in of a device that polls every `pause` seconds.
fn recording(pause: u32) -> String {
    let identifier = format!("fingerprint {}", base64("0123456789abcdef"));
    let (bearer, info) = (format!("Bearer {TOKEN}"), device_info());
    let device = [
        ("authorization", &*bearer),
        ("ap-device-identifier", &identifier),
        ("x-device-info", &info),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let session = json!({"code": "SECRETCODE", "notBefore": "0", "notAfter": "1800000"});
    let poll = "/api/v2/REF30/profiles/code/SECRETCODE";
    let profiles = json!({"profiles": {}});
    let entries = [
        entry(
            0,
            "POST",
            "/api/v2/REF30/sessions",
            &device,
            "mvpd=Cablevision",
            &session,
        ),
        entry(5, "GET", poll, &device[..1], "", &profiles),
        entry(5 + pause, "GET", poll, &device[..1], "", &profiles),
        entry(
            30,
            "GET",
            "/api/v2/REF30/profiles?access_token=hush",
            &device[..3],
            "",
            &profiles,
        ),
    ];
    let entries = if pause < 5 {
        &entries[..]
    } else {
        &entries[..3]
    };
    json!({"log": {"version": "1.2", "entries": entries}}).to_string()
}

#[test]
fn a_recording_is_checked_and_no_secret_gets_out() {
    let har = File::new("careless.har", &recording(1));
    let (json, junit) = (File::new("report.json", ""), File::new("report.xml", ""));
    let output = check(&[
        "--har",
        har.path(),
        "--json",
        json.path(),
        "--junit",
        junit.path(),
    ]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let human = stdout(&output);
    for expected in [
        "device 01234567…: 4 requests, 3 findings",
        "mandatory: A code is polled every 3 to 5 seconds, no faster. [polling-interval]",
        "request 3, profile_for_code: The poll before was sent 1000 ms earlier.",
        "https://experienceleague.adobe.com/en/docs/pass/",
        "Lifecycle Testing:",
    ] {
        assert!(human.contains(expected), "{expected} in\n{human}");
    }
    let report: Value = serde_json::from_str(&fs::read_to_string(&json.0).unwrap()).unwrap();
    let findings = report["clients"][0]["findings"].as_array().unwrap();
    let rules: Vec<_> = findings
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect();
    assert_eq!(
        rules,
        [
            "polling-interval",
            "parameters-expected",
            "no-secret-in-url"
        ]
    );
    let xml = fs::read_to_string(&junit.0).unwrap();
    assert!(
        xml.contains("failures=\"3\"")
            && xml.contains("name=\"polling-interval\"><failure message"),
        "{xml}"
    );
    for written in [human, report.to_string(), xml] {
        for secret in [
            TOKEN,
            "hush",
            "SECRETCODE",
            "0123456789",
            &base64("0123456789abcdef"),
        ] {
            assert!(!written.contains(secret), "{secret} in {written}");
        }
    }
}

#[test]
fn a_careful_recording_passes() {
    let har = File::new("careful.har", &recording(5));
    let output = check(&["--har", har.path(), "--fail-on", "recommended"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).contains("3 requests, 0 findings"));
}

#[test]
fn the_exit_status_follows_the_level() {
    let (sandbox, client) = start_unthrottled();
    for _ in 0..2 {
        let headers = crate::client::logout_headers(&sandbox.access_token(), "a TV");
        client.send("GET", "/api/v2/REF30/configuration", &headers, None);
    }
    let url = sandbox.base_url();
    for (level, status) in [("mandatory", 0), ("recommended", 1), ("never", 0)] {
        let output = check(&["--url", url, "--fail-on", level]);
        assert_eq!(output.status.code(), Some(status), "{level}: {output:?}");
        assert!(
            stdout(&output).contains("configuration-cached"),
            "{output:?}"
        );
    }
    let output = check(&["--url", url, "--junit", "-", "--fail-on", "mandatory"]);
    assert!(stdout(&output).starts_with("<?xml") && stdout(&output).contains("failures=\"0\""));
    let output = check(&["--url", url, "--json", "-"]);
    assert!(
        serde_json::from_str::<Value>(&stdout(&output)).is_ok(),
        "{output:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_command_is_checked() {
    let script = r#"test -n "$TVPASS_SOFTWARE_STATEMENT" && exit ${1:-0}"#;
    let output = check(&["--", "sh", "-c", script]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).contains("no request"));
    assert_eq!(
        check(&["--", "sh", "-c", script, "sh", "9"]).status.code(),
        Some(3)
    );
    assert_eq!(check(&["--", "/no/such/program"]).status.code(), Some(2));
    let program = env!("CARGO_BIN_EXE_tvpass-sandbox");
    let nested = format!("{program} check --fail-on never --url $TVPASS_SANDBOX_URL");
    assert_eq!(check(&["--", "sh", "-c", &nested]).status.code(), Some(0));
}

#[test]
fn wrong_use_is_said() {
    let broken = File::new("broken.har", "<html>");
    for (arguments, complaint) in [
        (&[][..], "--har, --url or -- COMMAND is needed"),
        (&["--har"], "--har needs a value"),
        (&["--har", "/no/such/file"], "/no/such/file: "),
        (&["--har", broken.path()], "this is not a HAR file"),
        (&["--url", "http://127.0.0.1:1"], "http://127.0.0.1:1: "),
        (
            &["--url", "https://127.0.0.1:1"],
            "a sandbox is at http://HOST:PORT",
        ),
        (&["--har", "a", "--url", "b"], "is enough"),
        (&["--fail-on", "x"], "--fail-on cannot be 'x'"),
        (&["--x"], "'--x' is not an option"),
        (&["--"], "a command is needed behind --"),
    ] {
        let output = check(arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr.contains(complaint), "{arguments:?}: {stderr}");
    }
    assert!(stdout(&check(&["--help"])).contains("Exit status"));
}

/// A recording whose client, or whose author, means harm.
fn hostile() -> String {
    let evil = "\u{1b}[2J\u{202e}\u{0}<b>";
    let identifier = format!("fingerprint {}", base64(&format!("{evil}\n0123456789")));
    let info = base64(&json!({evil: evil, "osName": evil}).to_string());
    let headers: Vec<_> = [
        ("ap-device-identifier".to_owned(), identifier),
        ("x-device-info".to_owned(), info),
        ("authorization".to_owned(), format!("Bearer {TOKEN}")),
        (evil.to_owned(), evil.to_owned()),
    ]
    .into_iter()
    // More than a map of headers takes.
    .chain((0..40_000).map(|number| (format!("x-{number}"), String::new())))
    .collect();
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let path = format!("/api/v2/REF30/profiles?{evil}={evil}");
    let answer = json!({"profiles": {}});
    let entries = [
        entry(0, "GET", &path, &headers, evil, &answer),
        entry(
            1,
            evil,
            &format!("/api/v2/{evil}"),
            &headers[..3],
            "",
            &answer,
        ),
        entry(
            2,
            "POST",
            "/api/v2/REF30/sessions",
            &headers[..3],
            evil,
            &json!({"status": 999}),
        ),
    ];
    json!({"log": {"version": "1.2", "entries": entries}}).to_string()
}

#[test]
fn a_hostile_recording_steers_neither_terminal_nor_xml() {
    let har = File::new("hostile.har", &hostile());
    let junit = File::new("hostile.xml", "");
    let output = check(&["--har", har.path(), "--junit", junit.path()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let xml = fs::read_to_string(&junit.0).unwrap();
    for text in [stdout(&output), xml] {
        assert!(text.contains("[2J"), "{text}");
        let steering = text
            .chars()
            .find(|c| *c != '\n' && c.is_control() || *c == '\u{202e}');
        assert_eq!(steering, None, "{text}");
    }
}

#[test]
fn what_is_no_recording_is_not_quoted() {
    let text = json!({"log": {"entries": [{"startedDateTime": 1, "request": TOKEN}]}}).to_string();
    let har = File::new("typed.har", &text);
    let output = check(&["--har", har.path()]);
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.contains("this is not a HAR file (line 1, column"),
        "{stderr}"
    );
    let har = File::new("nested.har", &"[".repeat(100_000));
    assert_eq!(check(&["--har", har.path()]).status.code(), Some(2));
}
