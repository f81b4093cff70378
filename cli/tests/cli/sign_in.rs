//! Signing in: on a sandbox of the program's own without any option, in JSON, with a code that
//! ends; and that no secret is shown on the way.
use std::fs;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::support::{People, folder, run, sandbox, tvpass};
use serde_json::Value;
use tvpass_sandbox::{PASSWORD, catalogue, software_statement};

/// A program that is still running, and ends with the test.
struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap();
        let stdout = child.stdout.take().unwrap();
        Self {
            child,
            lines: BufReader::new(stdout).lines(),
        }
    }

    /// The next line that `wanted` finds something in.
    fn wait_for<T>(&mut self, wanted: impl Fn(&str) -> Option<T>) -> T {
        let found = self.lines.by_ref().find_map(|line| wanted(&line.unwrap()));
        found.expect("the program has said it before it ended")
    }

    fn end(mut self) -> i32 {
        let status = self.child.wait().unwrap();
        status.code().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What somebody does with a browser at the address that the program shows.
fn sign_in_with_a_browser(address: &str) {
    let agent = ureq::Agent::new_with_defaults();
    let origin = address.split_once("/activate").unwrap().0.to_owned();
    let code = address.rsplit_once("code=").unwrap().1;
    let post = |url: &str, fields: &[(&str, &str)]| {
        let fields = fields.iter().copied();
        let mut answer = agent.post(url).send_form(fields).unwrap();
        answer.body_mut().read_to_string().unwrap()
    };
    let page = agent
        .get(address)
        .call()
        .unwrap()
        .body_mut()
        .read_to_string();
    assert!(page.unwrap().contains(code), "the form is filled in");
    let page = post(&format!("{origin}/activate"), &[("code", code)]);
    assert!(page.contains("Bayside Cable"), "{page}");
    let chosen = [("code", code), ("mvpd", "Sandbox_Bayside")];
    let page = post(&format!("{origin}/activate"), &chosen);
    let value_of = |name: &str| {
        let (_, rest) = page
            .split_once(&format!("name=\"{name}\" value=\""))
            .expect("a field");
        rest.split_once('"').unwrap().0.to_owned()
    };
    let relay_state = value_of("RelayState");
    let fields = [
        ("RelayState", relay_state.as_str()),
        ("username", "ada"),
        ("password", PASSWORD),
    ];
    let page = post(&format!("{origin}/mvpd/Sandbox_Bayside/login"), &fields);
    assert!(page.contains("Back at the application"), "{page}");
}

#[test]
fn the_first_minute_needs_nothing() {
    let folder = folder("first-minute");
    let mut program = Running::start(tvpass(&folder).args(["--sandbox", "sign-in"]));
    let address = program.wait_for(|line| Some(line.strip_prefix("or open ")?.to_owned()));
    sign_in_with_a_browser(&address);
    let said = program.wait_for(|line| line.starts_with("Signed in").then(|| line.to_owned()));
    assert!(
        said.starts_with("Signed in with Sandbox_Bayside, until "),
        "{said}"
    );
    assert_eq!(program.end(), 0);
    assert!(
        !folder.join("state").exists(),
        "nothing is kept of a sandbox that ends"
    );
}

#[test]
fn a_sign_in_in_json_is_a_line_for_each_step() {
    let (folder, sandbox) = (folder("json-sign-in"), sandbox());
    let base = format!("--sandbox={}", sandbox.base_url());
    let arguments = ["--json", "--mvpd", "Cablevision", "sign-in"];
    let mut program = Running::start(tvpass(&folder).arg(base).args(arguments));
    let code: Value = program.wait_for(|line| serde_json::from_str(line).ok());
    assert_eq!(code["step"], "code");
    assert_eq!(code["linkKind"], "authenticate", "nothing is missing");
    assert_eq!(code["missingParameters"], serde_json::json!([]));
    let left = code["expiresInMs"].as_u64().unwrap();
    assert!((1_700_000..=1_800_000).contains(&left), "{left}");
    let text = code["code"].as_str().unwrap();
    assert!(
        code["link"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/authenticate/REF30/{text}"))
    );

    // The state is this command's as long as it runs.
    let base = format!("--sandbox={}", sandbox.base_url());
    let (status, stdout, _) = run(tvpass(&folder).args([&base, "--json", "status"]));
    assert_eq!(status, 7);
    assert!(stdout.contains("storage_in_use"), "{stdout}");

    sandbox.sign_in(text).unwrap();
    let end: Value = program.wait_for(|line| serde_json::from_str(line).ok());
    assert_eq!(
        (&end["step"], &end["mvpd"]),
        (&"signedIn".into(), &"Cablevision".into())
    );
    assert_eq!(end["profile"]["type"], "regular");
    assert_eq!(program.end(), 0);
}

#[test]
fn a_code_that_ends_is_exit_status_3() {
    let (folder, sandbox) = (folder("code-ends"), sandbox());
    let base = format!("--sandbox={}", sandbox.base_url());
    let arguments = ["sign-in", "--once", "--no-qr", "--mvpd", "Cablevision"];
    let mut program = Running::start(tvpass(&folder).arg(base).args(arguments));
    let code = program.wait_for(|line| Some(line.split_once(" and type ")?.1.to_owned()));
    assert!(sandbox.expire_code(&code));
    assert_eq!(program.end(), 3);
}

#[test]
fn a_sandbox_that_is_served_is_one_for_several_commands() {
    let folder = folder("served");
    let mut served = Running::start(tvpass(&folder).args(["sandbox", "--port", "0"]));
    let url = served.wait_for(|line| Some(line.strip_prefix("listening on ")?.to_owned()));
    let command = || {
        let mut command = tvpass(&folder);
        command.env("TVPASS_SANDBOX", &url);
        command
    };
    let (status, stdout, stderr) = run(command().args(["--json", "register"]));
    assert_eq!(status, 0, "{stderr}");
    assert!(stdout.contains(r#""isNew":true"#), "{stdout}");
    let (status, stdout, _) = run(command().args(["--json", "register"]));
    assert_eq!(status, 0);
    assert!(stdout.contains(r#""isNew":false"#), "{stdout}");
}

/// Every text of `value`.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(values) => values.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// The long texts of the stored state: client credentials, access token, what they are checked by.
fn of_state(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder.join("state/tvpass")).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "state")
        {
            texts(
                &serde_json::from_slice(&fs::read(path).unwrap()).unwrap(),
                &mut found,
            );
        }
    }
    found
}

#[test]
fn no_secret_is_shown() {
    let (folder, sandbox) = (folder("secrets"), sandbox());
    let url = sandbox.base_url().to_owned();
    let access_token = sandbox.access_token();
    let people = People::sign_in_with(sandbox, "Cablevision");
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let statement = file("statement", &software_statement());
    let service_token = file("service-token", catalogue::SERVICE_TOKEN);
    let subject_token = file("subject-token", catalogue::SUBJECT_TOKEN);
    let person = file("person", "ada.secret@mail.example\n");
    let media_token = folder.join("media-token");
    let media = media_token.display().to_string();
    let identity = [
        "--service-token",
        &service_token,
        "--subject-token",
        &subject_token,
    ];
    let commands: Vec<Vec<&str>> = vec![
        vec!["doctor"],
        vec![
            "sign-in",
            "--mvpd",
            "Cablevision",
            "--redirect-url",
            "https://tv.example/",
        ],
        vec!["status"],
        vec!["status", "--mvpd", "Cablevision"],
        vec!["preauthorize", "channel-1"],
        vec!["authorize", "channel-1", "--media-token", &media],
        vec![
            "authorize",
            "channel-1",
            "--mvpd",
            "flexibleTempPass",
            "--temp-pass-identity",
            &person,
        ],
        vec![
            "headers",
            "authorize",
            "--resource",
            "channel-1",
            "--mvpd",
            "x",
            "--temp-pass-identity",
            &person,
        ],
        vec!["headers", "registration"],
        vec!["headers", "token", "--curl"],
        vec!["sign-out", "--redirect-url", "https://tv.example/"],
        vec!["status", "--mvpd", "NoSuchProvider"],
    ];
    let (mut shown, mut media_tokens) = (String::new(), Vec::new());
    for arguments in &commands {
        for form in [&["-v"][..], &["-v", "--json"]] {
            let mut command = tvpass(&folder);
            command
                .args([
                    "--base",
                    &url,
                    "--service-provider",
                    "REF30",
                    "--domain-name",
                    "adobe.com",
                ])
                .args([
                    "--software-statement",
                    &statement,
                    "--device-identifier",
                    "tv-1",
                ])
                .args(form)
                .args(arguments);
            let takes_identity = !["doctor", "headers"].contains(&arguments[0])
                && !arguments.contains(&"--temp-pass-identity");
            if takes_identity {
                command.args(identity);
            }
            let (status, stdout, stderr) = run(&mut command);
            assert!(
                [0, 3, 4, 5].contains(&status),
                "{arguments:?}: {status}\n{stderr}"
            );
            shown.push_str(&stdout);
            shown.push_str(&stderr);
            // Each authorization has a token of its own.
            media_tokens.extend(fs::read_to_string(&media_token).ok());
        }
    }
    let user = {
        let mut command = tvpass(&folder);
        command.args(["--sandbox", "--json", "status", "--attributes"]);
        let status: Value = serde_json::from_str(&run(&mut command).1).unwrap();
        let user = &status["profiles"][0]["attributes"]["userID"]["value"];
        user.as_str()
            .expect("shown when it is asked for")
            .to_owned()
    };
    drop(people);
    let mut secrets = of_state(&folder);
    secrets.retain(|text| text.len() >= 16 && !text.starts_with("http"));
    assert!(
        secrets.len() >= 3,
        "client id, client secret, access token: {}",
        secrets.len()
    );
    assert!(!media_tokens.is_empty(), "the token was written");
    secrets.extend(media_tokens);
    secrets.extend([
        access_token,
        software_statement(),
        catalogue::SERVICE_TOKEN.to_owned(),
        catalogue::SUBJECT_TOKEN.to_owned(),
        "ada.secret".to_owned(),
        user,
    ]);
    for secret in &secrets {
        assert!(!shown.contains(secret.as_str()), "{secret} in:\n{shown}");
    }
    assert!(shown.contains("HTTP 200"), "events were told: {shown}");
}
