//! The JSON of each command has the members that the manual's table lists, and no others.
use std::collections::BTreeSet;
use std::process::Command;

use crate::support::{People, folder, run, sandbox, tvpass};
use serde_json::Value;

/// The members of the objects that the manual has in the row of `command`, in order.
fn documented(command: &str) -> Vec<BTreeSet<String>> {
    let manual = include_str!("../../../docs/cli.md");
    let (_, table) = manual.split_once("\n## JSON\n").expect("the table");
    let row = table.lines().find(|line| {
        let cell = line
            .strip_prefix("| ")
            .and_then(|line| line.split(" | ").next());
        cell.is_some_and(|cell| cell.split(", ").any(|name| name == command))
    });
    let row = row.unwrap_or_else(|| panic!("no row of {command}"));
    let codes = row.split('`').skip(1).step_by(2);
    codes
        .filter(|code| code.starts_with('{'))
        .map(members)
        .collect()
}

/// The names at the first level of `{"a", "b": [{"c"}]}`; of a member with a value, the name alone.
fn members(object: &str) -> BTreeSet<String> {
    let (mut depth, mut names, mut is_value) = (0, BTreeSet::new(), false);
    let mut rest = object.chars();
    while let Some(c) = rest.next() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ':' if depth == 1 => is_value = true,
            ',' if depth == 1 => is_value = false,
            '"' => {
                let name: String = rest.by_ref().take_while(|c| *c != '"').collect();
                if depth == 1 && !is_value {
                    names.insert(name);
                }
            }
            _ => {}
        }
    }
    names
}

fn names(value: &Value) -> BTreeSet<String> {
    let object = value.as_object().unwrap_or_else(|| panic!("{value}"));
    object.keys().cloned().collect()
}

fn lines(command: &mut Command) -> Vec<Value> {
    let (_, stdout, stderr) = run(command);
    let lines: Vec<_> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(!lines.is_empty(), "{stderr}");
    lines
}

#[test]
fn the_json_of_each_command_is_as_the_manual_says() {
    let folder = folder("shapes");
    let sandbox = sandbox();
    let base = format!("--sandbox={}", sandbox.base_url());
    let people = People::sign_in_with(sandbox, "Cablevision");
    let json = |arguments: &[&str]| lines(tvpass(&folder).args([&base, "--json"]).args(arguments));
    let pages = folder.join("pages").display().to_string();
    let info = "X-Device-Info: e30=";
    // The row of the manual, which of its objects, and the commands that have it.
    let cases: [(&str, usize, &[&str]); 14] = [
        ("`doctor`", 0, &["doctor"]),
        ("`register`", 0, &["register"]),
        ("`providers`", 0, &["providers"]),
        ("`sign-in`", 2, &["sign-in", "--mvpd", "TempPass_5mins"]),
        ("`sign-in`", 0, &["sign-in", "--mvpd", "Cablevision"]),
        ("`status`", 0, &["status"]),
        ("`preauthorize`", 0, &["preauthorize", "channel-1"]),
        ("`authorize`", 0, &["authorize", "Sandbox_Denied"]),
        ("`headers`", 0, &["headers", "profiles"]),
        ("`decode`", 0, &["decode", info]),
        ("`sign-out`", 0, &["sign-out", "--mvpd", "Cablevision"]),
        ("`completions`", 0, &["completions", "bash"]),
        ("`man`", 0, &["man"]),
        ("`man`", 1, &["man", "--to", &pages]),
    ];
    for (row, at, arguments) in cases {
        let answers = json(arguments);
        assert_eq!(names(&answers[0]), documented(row)[at], "{arguments:?}");
        if arguments == ["sign-in", "--mvpd", "Cablevision"] {
            assert_eq!(names(&answers[1]), documented(row)[1], "{arguments:?}");
        }
        if row == "`authorize`" {
            assert_eq!(names(&answers[0]["denial"]), documented("a denial")[0]);
        }
    }
    drop(people);
    // Those that leave out what there is none of.
    for code in [
        "429",
        "2003",
        "invalid_client",
        "authenticated_profile_missing",
    ] {
        let names = names(&json(&["explain", code])[0]);
        assert!(names.is_subset(&documented("`explain`")[0]), "{names:?}");
    }
    let error = json(&["status", "--mvpd", ""]).remove(0);
    assert_eq!(names(&error), BTreeSet::from(["error".to_owned()]));
    let manual = include_str!("../../../docs/cli.md");
    for name in names(&error["error"]) {
        assert!(manual.contains(&format!("\"{name}\"")), "{name}");
    }
}
