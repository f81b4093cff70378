//! The TV in the terminal, by scripts: `cargo run --example tv`.

use std::process::{Command, Output};

/// `cargo test` has built it beside the tests.
fn tv(arguments: &[&str]) -> Output {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().unwrap().parent().unwrap();
    let path = built.join("examples/tv");
    let mut command = Command::new(&path);
    let output = command.env("LANG", "es_MX.UTF-8").args(arguments).output();
    output.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// That these are in the text, in this order.
fn assert_in_order(text: &str, expected: &[&str]) {
    let mut rest = text;
    for part in expected {
        let at = rest.find(part);
        let at = at.unwrap_or_else(|| panic!("{part:?} is not where it should be in:\n{text}"));
        rest = rest.get(at + part.len()..).unwrap();
    }
}

#[test]
fn somebody_signs_in_watches_and_signs_out() {
    let script = "signin,optimum,1,new,phone,play 1,free 2,signout,status,quit";
    let output = tv(&["--script", script]);
    let shown = text(&output.stdout);
    assert_in_order(
        &shown,
        &[
            "Not signed in.",
            "Who is your TV provider?",
            "and type",
            "> new",
            "and type",
            "> phone",
            "Welcome! You are signed in with Optimum.",
            "TNT                  open",
            "Sandbox_Denied       locked",
            "Playing TNT.",
            "Playing TBS.",
            "Free for 5 more minutes.",
            "You are signed out.",
            "Not signed in.",
        ],
    );
    assert!(output.status.success(), "{shown}{}", text(&output.stderr));
}

#[test]
fn what_is_not_done_is_said_and_told_by_the_exit_code() {
    let script = "play 1,signin Cablevision,phone,play 5,play 9,dance";
    let output = tv(&["--script", script]);
    assert_in_order(
        &text(&output.stdout),
        &[
            "Inicia sesión con tu proveedor de TV",
            "Welcome!",
            // The provider's own words come before any text of this library's.
            "For support: authorization_denied_by_parental_controls",
            "There is no such channel.",
            "Say: status",
        ],
    );
    assert_eq!(output.status.code(), Some(1));

    for (arguments, code) in [
        (&["--help"][..], 0),
        (&["--dance", "x"], 2),
        (&["--script"], 2),
        (&["--base", "https://sp.auth-staging.adobe.com"], 2),
    ] {
        assert_eq!(tv(arguments).status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn a_script_that_ends_before_a_choice_ends_the_sign_in() {
    let output = tv(&["--script", "signin,zzz"]);
    assert_in_order(
        &text(&output.stdout),
        &["Who is your TV provider?", "Back."],
    );
}
