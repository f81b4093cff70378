//! What the program prints, command by command: `tests/transcripts/*.md`, and the manual,
//! `docs/cli.md`. `TRYCMD=overwrite` writes them anew.
use crate::support::{People, folder, sandbox};
use trycmd::TestCases;

/// Runs the commands of one file against a sandbox of its own. The variables of the output are
/// `[URL]`, the sandbox's address, and `[STATE]`, the file of the state.
fn check(name: &str, path: &str) {
    let folder = folder(name);
    let sandbox = sandbox();
    let url = sandbox.base_url().to_owned();
    let host = url.trim_start_matches("http://").replace(':', "-");
    let state = folder.join("state");
    let state_file = state.join("tvpass").join(format!("{host}.state"));
    let cases = TestCases::new();
    cases
        .register_bin("tvpass", std::path::Path::new(env!("CARGO_BIN_EXE_tvpass")))
        .env("TVPASS_SANDBOX", &url)
        .env("XDG_STATE_HOME", state.display().to_string())
        .env(
            "XDG_CONFIG_HOME",
            folder.join("config").display().to_string(),
        )
        .env("TVPASS_DEVICE_IDENTIFIER", "transcript-device")
        .env("NO_COLOR", "1");
    cases.insert_var("[URL]", url).expect("a variable");
    cases
        .insert_var("[STATE]", state_file.display().to_string())
        .expect("a variable");
    let people = People::sign_in_with(sandbox, "Cablevision");
    cases.case(path).run();
    drop(people);
}

#[test]
fn looking_around() {
    check("looking-around", "tests/transcripts/looking-around.md");
}

#[test]
fn offline() {
    check("offline", "tests/transcripts/offline.md");
}

#[test]
fn from_sign_in_to_sign_out() {
    check("signed-in", "tests/transcripts/signed-in.md");
}

#[test]
fn bad_input() {
    check("bad-input", "tests/transcripts/bad-input.md");
}

#[test]
fn the_manual() {
    check("manual", "../docs/cli.md");
}
