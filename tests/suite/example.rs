//! The main job as a person runs it: `cargo run --example logout`.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tvpass_sandbox::{Config, Fault, Running, Sandbox, software_statement};

/// `cargo test` has built it beside the tests.
fn path() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    tests
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/logout")
}

fn example(arguments: &[impl AsRef<OsStr>]) -> Output {
    let output = Command::new(path()).args(arguments).output();
    output.unwrap_or_else(|error| panic!("{}: {error}", path().display()))
}

const NONE: [&str; 0] = [];

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

struct Files {
    directory: PathBuf,
}

impl Files {
    fn new(name: &str) -> Self {
        let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("example-{name}"));
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).unwrap();
        let statement = format!("{}\n", software_statement());
        std::fs::write(directory.join("statement.txt"), statement).unwrap();
        Self { directory }
    }

    fn path(&self, name: &str) -> String {
        self.directory
            .join(name)
            .into_os_string()
            .into_string()
            .unwrap()
    }

    fn log_out(&self, sandbox: &Running, mvpd: &str, more: &[&str]) -> Output {
        let statement = self.path("statement.txt");
        let mut arguments = vec![
            "--base",
            sandbox.base_url(),
            "--software-statement",
            &statement,
        ];
        arguments.extend(["--service-provider", "REF30", "--mvpd", mvpd]);
        arguments.extend(["--redirect-url", "https://tv.example/signed-out"]);
        arguments.extend(more);
        example(&arguments)
    }
}

#[test]
fn without_options_it_logs_out_of_every_provider_and_walks_every_leg() {
    let output = example(&NONE);
    let table = text(&output.stdout);
    assert!(output.status.success(), "{table}{}", text(&output.stderr));
    for row in [
        "Cablevision                 logout          open the URL",
        "Dish                        complete        nothing",
        "Spectrum                    logout          open the URL",
        "Comcast_SSO                 logout          open the URL",
        "Cablevision_Apple           partner_logout  ask the user to sign out",
        "ATTOTT                      complete        nothing",
        "TempPass_5mins              complete        nothing",
        "Sandbox_NoProfile           invalid         nothing: nobody was signed in",
        "Sandbox_Several: Verizon    logout          open the URL",
    ] {
        assert!(table.contains(row), "no row {row:?} in\n{table}");
    }
    assert_eq!(
        table.matches("complete after 3 pages").count(),
        5,
        "{table}"
    );
    assert!(table.contains("1 registration, 1 token request, 9 logouts, 11 profiles deleted."));
}

#[test]
fn a_reader_that_leaves_after_the_first_line_changes_nothing() {
    let mut child = Command::new(path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut first).unwrap();
    assert!(first.starts_with("A stand-in"), "{first}");
    drop(stdout);
    assert!(child.wait().unwrap().success());
}

#[test]
fn its_page_shows_what_it_prints() {
    let page = include_str!("../../examples/README.md");
    let printed = text(&example(&NONE).stdout);
    // The first line names a port that differs from run to run.
    for line in printed.lines().skip(1) {
        assert!(
            page.contains(line.trim_end()),
            "examples/README.md lacks: {line}"
        );
    }
}

#[test]
fn against_an_environment_it_keeps_the_registration_between_runs() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let files = Files::new("state");
    let state = files.path("state.json");
    let output = files.log_out(&sandbox, "Cablevision", &["--state", &state]);
    // Nobody has opened the URL.
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains(&format!("{}/adobe-services/logout?", sandbox.base_url()))
    );
    let output = files.log_out(&sandbox, "Spectrum", &["--state", &state, "--follow"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let counters = sandbox.counters();
    assert_eq!((counters.registrations, counters.logouts_v2), (1, 2));
}

#[test]
fn it_walks_the_leg_when_asked_to() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let output = Files::new("follow").log_out(&sandbox, "Cablevision", &["--follow"]);
    assert!(text(&output.stdout).contains("complete after 3 pages"));
    assert_eq!(sandbox.counters().mvpd_sessions_closed, 1);
}

#[test]
fn a_failed_logout_ends_with_1_and_names_error_code_and_trace() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    sandbox
        .inject(Fault::error("/api/v2/", "invalid_integration"))
        .unwrap();
    let output = Files::new("failure").log_out(&sandbox, "Dish", &[]);
    assert_eq!(output.status.code(), Some(1));
    let errors = text(&output.stderr);
    assert!(errors.contains("logout failed: enhanced_error"), "{errors}");
    assert!(
        errors.contains("Adobe's code:  invalid_integration"),
        "{errors}"
    );
    let trace = errors.split("Adobe's trace: ").nth(1).unwrap();
    assert_eq!(trace.find('\n'), Some(36), "a UUID: {errors}");
    assert!(!errors.contains(&software_statement()), "{errors}");
}

#[test]
fn the_head_of_an_unexpected_body_is_shown_as_one_line() {
    for status in [200, 502] {
        let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
        let page = "<html>Sign in to \u{1b}[2JHotel\u{202e} Wi-Fi\nlogout: all is well";
        let fault = Fault::reply("/api/v2/", status, "text/html", page);
        sandbox.inject(fault.times(9)).unwrap();
        let output = Files::new(&format!("portal-{status}")).log_out(&sandbox, "Dish", &[]);
        assert_eq!(output.status.code(), Some(1));
        let errors = text(&output.stderr);
        let head = errors.split("body's head:   ").nth(1).expect(&errors);
        let head = head.lines().next().unwrap();
        assert!(
            head.starts_with("<html>Sign in to  [2JHotel\u{fffd} Wi-Fi logout: all"),
            "{errors}"
        );
    }
}

/// Whoever runs it from a script must not take a session for closed that may be open.
#[test]
fn what_may_leave_a_session_open_ends_with_1() {
    let long = "x".repeat(100_000);
    let long = format!(r#""actionName": "logout", "url": "https://u@mvpd.example/{long}""#);
    let cases = [
        (
            r#""actionName": "logout", "url": "https://mvpd.example/slo""#,
            "open https://mvpd.example/slo",
        ),
        (
            r#""actionName": "logout", "url": "javascript:alert(1)\u001b]0;x\u0007\u2028""#,
            "not open javascript:alert(1) ]0;x ",
        ),
        (&long, "https://u@mvpd.example/xxx"),
        (r#""actionName": "logout""#, "nothing it could do safely"),
        (r#""actionName": "dance""#, "tell the user"),
        (
            r#""actionName": "partner_logout""#,
            "ask the user to sign out",
        ),
    ];
    for (index, (members, task)) in cases.into_iter().enumerate() {
        let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
        let answer = format!(r#"{{"logouts": {{"M": {{{members}, "mvpd": "M"}}}}}}"#);
        let fault = Fault::reply("/api/v2/", 200, "application/json", &answer);
        sandbox.inject(fault).unwrap();
        let output = Files::new(&format!("open-{index}")).log_out(&sandbox, "M", &[]);
        let (table, errors) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(1), "{table}{errors}");
        assert!(table.contains(task), "no {task:?} in {table}");
        assert!(table.len() < 10_000, "{} bytes", table.len());
        assert!(errors.contains("may still be open"), "{errors}");
    }
}

#[test]
fn a_lost_answer_may_leave_a_session_open() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let fault = Fault::close("/api/v2/").server_acts();
    sandbox.inject(fault).unwrap();
    let output = Files::new("lost").log_out(&sandbox, "Cablevision", &[]);
    let (table, errors) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{table}{errors}");
    assert!(table.contains("invalid"), "{table}");
    assert!(
        table.contains("tell the user that the provider's"),
        "{table}"
    );
}

#[test]
fn ids_are_checked_before_the_state_is_opened() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let files = Files::new("ids");
    let state = files.path("state.json");
    let output = files.log_out(&sandbox, "..", &["--state", &state]);
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("mvpd is a dot segment"), "{errors}");
    let left: Vec<_> = std::fs::read_dir(&files.directory).unwrap().collect();
    assert_eq!(left.len(), 1, "only the statement: {left:?}");
    let output = files.log_out(&sandbox, "Dish", &["--state", ""]);
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("--state is empty"), "{errors}");
    assert_eq!(sandbox.counters().requests, 0);
}

#[test]
fn nobody_at_the_base_is_a_failure_too() {
    let gone = Sandbox::start(Config::unthrottled()).unwrap();
    let files = Files::new("gone");
    let base = gone.base_url().to_owned();
    drop(gone);
    let statement = files.path("statement.txt");
    let output = example(&[
        "--base",
        &base,
        "--software-statement",
        &statement,
        "--service-provider",
        "REF30",
        "--mvpd",
        "Dish",
        "--redirect-url",
        "https://tv.example/",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("logout failed: transport_connect"));
}

#[test]
fn wrong_options_end_with_2_and_a_usage_line_before_anything_is_sent() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let files = Files::new("options");
    let statement = files.path("statement.txt");
    let with = |base: &str, file: &str, mvpd: &str, redirect_url: &str| {
        example(&[
            "--base",
            base,
            "--software-statement",
            file,
            "--service-provider",
            "REF30",
            "--mvpd",
            mvpd,
            "--redirect-url",
            redirect_url,
        ])
    };
    let (base, url) = (sandbox.base_url(), "https://tv.example/");
    let cases = [
        (example(&["--nonsense"]), "unknown option --nonsense"),
        (example(&["--base"]), "--base lacks its value"),
        (example(&["--base", base]), "all of --base"),
        (example(&["--base", base, "--base", base]), "given twice"),
        (example(&["--follow"]), "all of --base"),
        (
            example(&["--follow", "--follow"]),
            "--follow is given twice",
        ),
        (
            with(base, "/nonexistent", "Dish", url),
            "--software-statement /nonexistent",
        ),
        (
            with("http://sp.auth.adobe.com", &statement, "Dish", url),
            "base is http",
        ),
        (
            with(&format!("{base}/api/v2"), &statement, "Dish", url),
            "base has a path",
        ),
        (with(base, &statement, "", url), "mvpd is empty"),
        (
            with(base, &statement, "Dish", "/signed-out"),
            "redirect_url is not an absolute URL",
        ),
    ];
    for (output, reason) in cases {
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains(reason), "no {reason:?} in {errors}");
        assert!(errors.contains("usage: logout"), "{errors}");
    }
    assert_eq!(sandbox.counters().requests, 0);
    assert!(example(&["--help"]).status.success());
}

#[cfg(unix)]
#[test]
fn an_option_that_is_not_text_is_a_wrong_one() {
    use std::os::unix::ffi::OsStrExt as _;
    let broken = OsStr::from_bytes(b"\xe9");
    for arguments in [&[broken][..], &[OsStr::new("--base"), broken]] {
        let output = example(arguments);
        let errors = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains("not UTF-8"), "{errors}");
        assert!(errors.contains("usage: logout"), "{errors}");
    }
}
