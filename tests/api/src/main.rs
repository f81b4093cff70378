//! The public Rust API of tvpass, an item a line, compared with `rust.txt`; `--record` writes that.
//!
//! It reads rustdoc's JSON, which stable compilers write when they are told that they are nightly.
//! Derived implementations are in the list, blanket ones and auto traits are not. `cargo xtask api`
//! and the suite `lint` run it.

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The version of rustdoc's JSON that `public-api` reads.
const FORMAT: u64 = 57;

/// What Rust apps choose from. The foreign interfaces add nothing that is public in Rust.
const FEATURES: &str = "--features=platform-verifier,qr";

fn main() -> ExitCode {
    let is_recorded = std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "--record");
    match run(is_recorded) {
        Ok(complaint) if complaint.is_empty() => ExitCode::SUCCESS,
        Ok(complaint) => failed(&complaint),
        Err(error) => failed(&error.to_string()),
    }
}

fn failed(why: &str) -> ExitCode {
    eprintln!("{why}");
    ExitCode::FAILURE
}

/// What is wrong, if anything is.
fn run(is_recorded: bool) -> Result<String, Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    write_json(&root)?;
    let json = root.join("target/api/doc/tvpass.json");
    let format = format_of(&std::fs::read_to_string(&json)?)?;
    if format != FORMAT {
        let other =
            format!("this Rust writes rustdoc's JSON {format}, and tests/api reads {FORMAT}");
        if is_recorded {
            return Ok(other);
        }
        println!("NOT CHECKED, whether the public Rust API is the recorded one: {other}");
        return Ok(String::new());
    }
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()?;
    let now: String = api.items().map(|item| format!("{item}\n")).collect();
    let file = here.join("rust.txt");
    if is_recorded {
        std::fs::write(file, now)?;
        return Ok(String::new());
    }
    Ok(changes(&std::fs::read_to_string(file)?, &now))
}

fn write_json(root: &Path) -> Result<(), Box<dyn Error>> {
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        // rustdoc's JSON is unstable.
        .env("RUSTDOC", root.join("tests/api/rustdoc.sh"))
        .args([
            "rustdoc",
            "--quiet",
            "--locked",
            "--lib",
            "--package=tvpass",
            FEATURES,
        ])
        // A folder of its own: the pages stand where cargo puts them otherwise.
        .args(["--target-dir=target/api", "--"])
        .args(["-Zunstable-options", "--output-format=json"])
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err("rustdoc failed".into()),
    }
}

fn format_of(json: &str) -> Result<u64, Box<dyn Error>> {
    let json: serde_json::Value = serde_json::from_str(json)?;
    let format = json
        .get("format_version")
        .and_then(serde_json::Value::as_u64);
    format.ok_or_else(|| "rustdoc's JSON has no version".into())
}

/// The items that are in one of them only.
fn changes(recorded: &str, now: &str) -> String {
    let only = |sign: char, these: &str, others: &str| {
        let others: Vec<&str> = others.lines().collect();
        let only = these.lines().filter(|line| !others.contains(line));
        only.map(|line| format!("{sign} {line}\n"))
            .collect::<String>()
    };
    let changes = only('-', recorded, now) + &only('+', now, recorded);
    match changes.is_empty() {
        true => changes,
        false => format!(
            "the public Rust API is not the recorded one; if that is wanted, `cargo xtask api`, \
             and a line in CHANGELOG.md:\n{changes}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_and_what_went_is_told() {
        let recorded = "pub fn a()\npub fn b()\n";
        assert_eq!(changes(recorded, recorded), "");
        let told = changes(recorded, "pub fn a()\npub fn b(u8)\n");
        assert!(told.ends_with("- pub fn b()\n+ pub fn b(u8)\n"), "{told}");
    }
}
