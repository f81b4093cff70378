//! What transcripts cannot show: files and standard input, exit statuses, what is shown nowhere.
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{folder, run, sandbox, tvpass};
use serde_json::Value;
use tvpass_sandbox::{Config, Fault, Running, Sandbox, software_statement};

/// The program with the settings of an operator: flags for the service, the statement in a file.
fn operator(folder: &Path, sandbox: &Running) -> Command {
    let statement = folder.join("statement.jwt");
    fs::write(&statement, software_statement() + "\n").unwrap();
    let mut command = tvpass(folder);
    command
        .args(["--base", sandbox.base_url(), "--service-provider", "REF30"])
        .args(["--device-identifier", "device-secret-1"])
        .arg("--software-statement")
        .arg(statement);
    command
}

fn json(stdout: &str) -> Value {
    assert_eq!(
        stdout.lines().count(),
        1,
        "one object on one line: {stdout}"
    );
    serde_json::from_str(stdout).expect("JSON")
}

#[test]
fn the_statement_comes_from_a_file_or_standard_input() {
    let (folder, sandbox) = (folder("statement"), sandbox());
    let (status, stdout, _) = run(operator(&folder, &sandbox).args(["--json", "register"]));
    assert_eq!((status, &json(&stdout)["isNew"]), (0, &Value::Bool(true)));

    let mut command = tvpass(&folder);
    command
        .args(["--base", sandbox.base_url(), "--service-provider", "REF30"])
        .args(["--software-statement", "-", "--json", "register"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(software_statement().as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let result = json(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(result["isNew"], Value::Bool(false), "the state was kept");
    assert_eq!(sandbox.counters().registrations, 1);
}

#[test]
fn settings_come_from_flags_then_the_environment_then_the_file() {
    let (folder, sandbox) = (folder("settings"), sandbox());
    let place = folder.join("config/tvpass");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("statement.jwt"), software_statement()).unwrap();
    let file = format!(
        "base = '{}'\nservice-provider = 'REF40'\nmvpd = 'Dish'\nsoftware-statement = 'statement.jwt'\n\
         redirect-url = 'https://tv.example/out'\n[device]\nosName = 'tvOS'\n",
        sandbox.base_url()
    );
    fs::write(place.join("config.toml"), file).unwrap();
    let url = |command: &mut Command| {
        let (status, stdout, stderr) = run(command.args(["headers", "logout", "--json"]));
        assert_eq!(status, 0, "{stderr}");
        json(&stdout)["url"].as_str().unwrap().to_owned()
    };
    assert!(url(&mut tvpass(&folder)).contains("/REF40/logout/Dish?"));
    let with_environment = url(tvpass(&folder).env("TVPASS_MVPD", "Cablevision"));
    assert!(with_environment.contains("/REF40/logout/Cablevision?"));
    let with_flag = url(tvpass(&folder)
        .env("TVPASS_MVPD", "Cablevision")
        .args(["--mvpd", "Spectrum"]));
    assert!(with_flag.contains("/REF40/logout/Spectrum?"));
    // The path in the file is relative to the file, not to the working directory.
    let (status, stdout, stderr) = run(tvpass(&folder).args(["register", "--json"]));
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(json(&stdout)["isNew"], Value::Bool(true));
}

#[test]
fn what_is_missing_is_said_before_anything_is_sent() {
    let (folder, sandbox) = (folder("missing"), sandbox());
    let cases: [(&[&str], &str); 4] = [
        (&["status"], "--environment"),
        (
            &["--environment", "staging", "status"],
            "--service-provider",
        ),
        (
            &[
                "--environment",
                "staging",
                "--service-provider",
                "REF30",
                "status",
            ],
            "--software-statement",
        ),
        (
            &[
                "--base",
                "https://a.example",
                "--environment",
                "staging",
                "status",
            ],
            "--base and --environment",
        ),
    ];
    for (arguments, said) in cases {
        let (status, stdout, stderr) = run(tvpass(&folder).args(arguments));
        assert_eq!(status, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
        assert_eq!(stdout, "");
    }
    let empty = folder.join("empty");
    fs::write(&empty, "\n").unwrap();
    let mut command = operator(&folder, &sandbox);
    let (status, _, stderr) = run(command
        .arg("--software-statement")
        .arg(&empty)
        .arg("status"));
    // Given twice is a mistake, too.
    assert_eq!(status, 2, "{stderr}");
    assert_eq!(sandbox.counters().registrations, 0);
}

#[test]
fn a_service_that_is_not_there_is_exit_status_6() {
    let folder = folder("offline-base");
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let base = format!("--sandbox=http://127.0.0.1:{port}");
    let (status, _, stderr) = run(tvpass(&folder).args([&base, "--timeout", "3", "status"]));
    assert_eq!(status, 6, "{stderr}");
    assert!(stderr.contains("transport: connect"), "{stderr}");
    let (status, stdout, _) = run(tvpass(&folder).args([&base, "--json", "doctor"]));
    assert_eq!(status, 6);
    let diagnosis = json(&stdout);
    let checks = diagnosis["checks"].as_array().unwrap();
    let result = |name: &str| {
        let check = checks.iter().find(|check| check["name"] == name);
        check.map(|check| check["result"].as_str().unwrap())
    };
    assert_eq!(diagnosis["healthy"], Value::Bool(false));
    assert_eq!(result("network"), Some("failed"));
    assert_eq!(result("statement"), Some("skipped"));
}

#[test]
fn the_service_refuses_with_exit_status_5_and_a_lost_registration_is_one() {
    let (folder, sandbox) = (folder("refused"), sandbox());
    let statement = folder.join("withdrawn.jwt");
    fs::write(&statement, tvpass_sandbox::unapproved_software_statement()).unwrap();
    let mut command = tvpass(&folder);
    command.args(["--base", sandbox.base_url(), "--service-provider", "REF30"]);
    command.arg("--software-statement").arg(&statement);
    let (status, stdout, _) = run(command.args(["--json", "doctor"]));
    assert_eq!(status, 5);
    let text = stdout.clone();
    assert!(text.contains("unapproved_software_statement"), "{text}");
    assert!(
        text.contains(r#""name":"statement","result":"failed""#),
        "{text}"
    );

    assert_eq!(run(operator(&folder, &sandbox).arg("register")).0, 0);
    sandbox.delete_all_clients();
    let (status, stdout, _) = run(operator(&folder, &sandbox).args(["status", "--json"]));
    assert_eq!(status, 5);
    assert_eq!(json(&stdout)["error"]["name"], "registration_lost");
    assert_eq!(
        run(operator(&folder, &sandbox).args(["register", "--again"])).0,
        0
    );
    // The state belongs to one statement.
    let mut command = tvpass(&folder);
    command.args(["--base", sandbox.base_url(), "--service-provider", "REF30"]);
    let (status, stdout, _) = run(command
        .arg("--software-statement")
        .arg(&statement)
        .args(["--json", "status"]));
    assert_eq!(
        (status, &json(&stdout)["error"]["name"]),
        (7, &"state_of_another_app".into())
    );
}

#[test]
fn a_long_wait_is_told_on_standard_error_alone() {
    let folder = folder("waits");
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let fault = Fault::too_many_requests("/api/v2/", Some("2"));
    sandbox.inject(fault).unwrap();
    let base = format!("--sandbox={}", sandbox.base_url());
    let (status, stdout, stderr) = run(tvpass(&folder).args([&base, "--json", "status"]));
    assert_eq!(status, 3, "{stderr}");
    assert_eq!(json(&stdout)["signedIn"], Value::Bool(false));
    assert!(stderr.contains("waits up to"), "{stderr}");
    let (_, stdout, stderr) = run(tvpass(&folder).args([&base, "-v", "status"]));
    assert!(stderr.contains("GET profiles"), "{stderr}");
    assert!(!stdout.contains("GET profiles"), "{stdout}");
}

#[test]
fn colours_are_for_terminals_and_for_who_insists() {
    let folder = folder("colours");
    let explain = |arguments: &[&str], variable: Option<&str>| {
        let mut command = tvpass(&folder);
        if let Some(name) = variable {
            command.env(name, "1");
        }
        run(command.args(["explain", "429"]).args(arguments)).1
    };
    let escape = '\u{1b}';
    assert!(!explain(&[], None).contains(escape), "no terminal");
    assert!(explain(&["--color", "always"], None).contains(escape));
    assert!(!explain(&["--color", "never"], Some("CLICOLOR_FORCE")).contains(escape));
    assert!(!explain(&[], Some("NO_COLOR")).contains(escape));
}

#[test]
fn the_curl_command_is_one_that_a_shell_understands() {
    let (folder, sandbox) = (folder("curl"), sandbox());
    let mut command = operator(&folder, &sandbox);
    let arguments = [
        "headers",
        "authorize",
        "--mvpd",
        "it's $HOME",
        "--resource",
        "a'b",
        "--curl",
    ];
    let (status, stdout, stderr) = run(command.args(arguments));
    assert_eq!(status, 0, "{stderr}");
    // The shell itself says which arguments curl would get.
    let script = format!("curl() {{ printf '%s\\n' \"$@\"; }}\nACCESS_TOKEN=token-1\n{stdout}");
    let (status, arguments, stderr) = run(Command::new("sh").arg("-c").arg(script));
    assert_eq!(status, 0, "{stderr}");
    let url = format!(
        "{}/api/v2/REF30/decisions/authorize/it%27s%20%24HOME",
        sandbox.base_url()
    );
    assert!(arguments.lines().any(|line| line == url), "{arguments}");
    assert!(
        arguments
            .lines()
            .any(|line| line == "Authorization: Bearer token-1"),
        "{arguments}"
    );
    assert!(
        arguments
            .lines()
            .any(|line| line == r#"{"resources":["a'b"]}"#),
        "{arguments}"
    );
}

#[test]
fn completions_and_manual_pages_are_made() {
    let folder = folder("generated");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (status, stdout, _) = run(tvpass(&folder).args(["completions", shell]));
        assert_eq!(status, 0);
        assert!(
            stdout.contains("sign-in") && stdout.contains("software-statement"),
            "{shell}"
        );
    }
    let (status, page, _) = run(tvpass(&folder).arg("man"));
    assert_eq!(status, 0);
    assert!(page.contains(".TH tvpass 1"), "{page}");
    let pages = folder.join("man1");
    assert_eq!(run(tvpass(&folder).arg("man").arg("--to").arg(&pages)).0, 0);
    assert!(pages.join("tvpass-sign-in.1").exists());

    let (_, script, _) = run(tvpass(&folder).args(["completions", "bash"]));
    let (_, stdout, _) = run(tvpass(&folder).args(["completions", "bash", "--json"]));
    assert_eq!(json(&stdout)["text"], Value::String(script));
    let (_, stdout, _) = run(tvpass(&folder).args(["man", "--json"]));
    assert_eq!(json(&stdout)["text"], Value::String(page));
    let (_, stdout, _) = run(tvpass(&folder).args(["man", "--json", "--to"]).arg(&pages));
    let files = json(&stdout)["files"].as_array().unwrap().len();
    assert_eq!(files, fs::read_dir(&pages).unwrap().count());
}

#[test]
fn the_command_line_comes_before_what_was_exported() {
    let folder = folder("preference");
    let url = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = tvpass(&folder);
        command
            .envs(variables.iter().copied())
            .args([
                "--service-provider",
                "REF30",
                "--json",
                "headers",
                "profiles",
            ])
            .args(arguments);
        let (status, stdout, _) = run(&mut command);
        (
            status,
            json(&stdout)["url"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let sandbox = ("TVPASS_SANDBOX", "http://127.0.0.1:1");
    let staging = ("TVPASS_ENVIRONMENT", "staging");
    assert!(url(&[sandbox], &[]).1.starts_with("http://127.0.0.1:1/"));
    let adobe = "https://sp.auth.adobe.com/";
    assert!(
        url(&[sandbox], &["--environment", "production"])
            .1
            .starts_with(adobe)
    );
    assert!(
        url(&[staging], &["--base", "https://sp.auth.adobe.com"])
            .1
            .starts_with(adobe)
    );
    assert!(
        url(&[staging], &["--sandbox"])
            .1
            .starts_with("http://127.0.0.1:8480/")
    );
    assert_eq!(url(&[staging, sandbox], &[]).0, 2);
    assert_eq!(url(&[], &["--sandbox", "--environment", "staging"]).0, 2);
}

#[test]
fn a_wrong_command_line_is_json_too_if_that_was_asked_for() {
    let folder = folder("wrong-json");
    let (status, stdout, stderr) = run(tvpass(&folder).args(["--json", "sign-up"]));
    assert_eq!((status, stderr.as_str()), (2, ""));
    assert_eq!(
        json(&stdout)["error"]["message"],
        "unrecognized subcommand 'sign-up'"
    );
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = folder("closed");
    let mut command = tvpass(&folder);
    let mut child = command
        .args(["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[cfg(unix)]
#[test]
fn what_is_kept_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, sandbox) = (folder("private"), sandbox());
    let base = format!("--sandbox={}", sandbox.base_url());
    assert_eq!(run(tvpass(&folder).args([&base, "register"])).0, 0);
    let place = folder.join("state/tvpass");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&place), 0o700);
    let identifier = place.join("device-identifier");
    assert_eq!(mode(&identifier), 0o600);
    for entry in fs::read_dir(&place).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    let first = fs::read_to_string(&identifier).unwrap();
    assert_eq!(run(tvpass(&folder).args([&base, "status"])).0, 3);
    assert_eq!(
        fs::read_to_string(&identifier).unwrap(),
        first,
        "it is made once"
    );
}
