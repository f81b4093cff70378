//! `cargo xtask fuzz [TARGET…] [--seconds N]`: the targets of `fuzz/` under libFuzzer, for as long
//! as one likes.
//!
//! The instrumentation is the compiler's own and works on stable Rust; libFuzzer comes as source
//! with its crate and is compiled by `c++`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::{Cmd, host};
use crate::files;
use crate::outcome::Outcome;
use crate::project::Project;

/// The programs under `fuzz/targets`.
pub(crate) const TARGETS: [&str; 7] = [
    "answer",
    "sign_in",
    "decisions",
    "url",
    "redirect",
    "state",
    "calls",
];

/// The folder of what is built with instrumentation, and of the inputs that were found worth
/// keeping.
const FOLDER: &str = "target/fuzz";

/// What the requests of the targets carry, for libFuzzer to put into answers.
const SECRETS: &str = "fuzz/secrets.dict";

/// Inputs that have failed, of each target that has such: tried first by every run.
const REGRESSIONS: &str = "fuzz/regressions";

/// What libFuzzer's counters and comparisons need of the compiler.
const INSTRUMENTATION: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --deny=warnings";

/// How long each target runs, unless said otherwise.
const SECONDS: u64 = 60;

/// When a target ends.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    /// After so many inputs: what a suite does, so that a slow machine tries as much as a fast one.
    Runs(u64),
    /// After so much time.
    Seconds(u64),
}

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let mut seconds = SECONDS;
    let mut targets = Vec::new();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => match arguments.next().and_then(|n| n.parse().ok()) {
                Some(number) if number > 0 => seconds = number,
                _ => return Outcome::Usage("--seconds takes a number above 0".to_owned()),
            },
            name => match TARGETS.iter().find(|target| **target == name) {
                Some(target) => targets.push(*target),
                None => {
                    let known = TARGETS.join(", ");
                    return Outcome::Usage(format!(
                        "fuzz has no target {name:?}; there are {known}"
                    ));
                }
            },
        }
    }
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    Project::find()
        .and_then(|project| {
            build(&project)?;
            targets
                .into_iter()
                .try_for_each(|target| run(&project, target, Until::Seconds(seconds)))
        })
        .into()
}

/// Builds all targets. With this machine named as one for which to build, build scripts and macros
/// stay without instrumentation.
pub(crate) fn build(project: &Project) -> Result<(), String> {
    Cmd::cargo(
        project,
        ["build", "--locked", "--release", "--manifest-path"],
    )
    .args(["fuzz/Cargo.toml", "--target"])
    .args([host(project, "rustc")?])
    .env("CARGO_TARGET_DIR", project.root.join(FOLDER))
    .env("RUSTFLAGS", INSTRUMENTATION)
    .run()
}

/// Runs one target on the seeds; with its seconds, on what earlier runs have kept, too. An input
/// that fails is kept, and named in what is printed.
pub(crate) fn run(project: &Project, target: &str, until: Until) -> Result<(), String> {
    let folder = project.root.join(FOLDER);
    let corpus = match until {
        Until::Seconds(_) => folder.join("corpus").join(target),
        Until::Runs(_) => folder.join("fixed").join(target),
    };
    if matches!(until, Until::Runs(_)) && corpus.exists() {
        files::remove(&corpus)?;
    }
    let seeds = folder.join("seeds").join(target);
    for folder in [&corpus, &seeds] {
        files::make(folder)?;
    }
    write_seeds(project, target, &seeds)?;
    let regressions = project.root.join(REGRESSIONS).join(target);
    let folders = [corpus, seeds, regressions].into_iter();
    let folders = folders.filter(|folder| folder.is_dir());
    let program: PathBuf = [
        &folder,
        Path::new(&host(project, "rustc")?),
        Path::new("release"),
    ]
    .iter()
    .collect();
    let failed = format!("-artifact_prefix={}-", folder.join(target).display());
    let command = Cmd::new(
        project,
        program.join(target),
        [failed, "-rss_limit_mb=1024".to_owned()],
    );
    let secrets = project.root.join(SECRETS);
    let command = command.args([format!("-dict={}", secrets.display())]);
    match until {
        Until::Seconds(seconds) => command
            .args([format!("-max_total_time={seconds}")])
            .args(folders)
            .run(),
        // The same inputs each time, so nothing of earlier runs, and no look at the folders by the
        // clock: chance is for the runs that are told their seconds. What libFuzzer says is of
        // interest only if it has found something.
        Until::Runs(runs) => {
            let command = command
                .args([
                    format!("-runs={runs}"),
                    "-seed=1".to_owned(),
                    "-reload=0".to_owned(),
                    "-verbosity=0".to_owned(),
                ])
                .args(folders);
            println!("$ {command}");
            command.capture_all()
        }
    }
}

/// Adobe's own samples, in the form that the target reads.
fn write_seeds(project: &Project, target: &str, folder: &Path) -> Result<(), String> {
    let samples = |name: &str| -> Result<Vec<Value>, String> {
        let file = project.root.join(format!("tests/data/vectors/{name}.json"));
        let text = files::read(&file)?;
        let mut value: Value =
            serde_json::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        match value.get_mut("samples").map(Value::take) {
            Some(Value::Array(samples)) => Ok(samples),
            _ => Err(format!("{}: no samples", file.display())),
        }
    };
    let text = |sample: &Value, pointer: &str| -> String {
        let text = sample.pointer(pointer).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let mut seeds = Vec::new();
    match target {
        "answer" => {
            for sample in samples("logout-v2")? {
                seeds.push(format!("l@{}", text(&sample, "/response/body")));
            }
            let odd =
                r#"{"a\ud83d": "\udc00", "action": "retry", "message": "\ud83d\ude00\ud800"}"#;
            seeds.push(format!("lF\u{feff}{odd}"));
            for sample in samples("dcr")? {
                let operation = match text(&sample, "/request/target").contains("token") {
                    true => 't',
                    false => 'r',
                };
                for status in ['A', 'D'] {
                    let body = text(&sample, "/response/body");
                    seeds.push(format!("{operation}{status}{body}"));
                }
            }
        }
        "sign_in" | "decisions" => {
            let operations: &[(char, &str)] = match target {
                "sign_in" => &[
                    ('c', "configuration"),
                    ('n', "create-session"),
                    ('r', "resume-session"),
                    ('d', "retrieve-session"),
                    ('p', "profiles"),
                    ('m', "profile-for-mvpd"),
                    ('k', "profile-for-code"),
                ],
                _ => &[
                    ('p', "preauthorize"),
                    ('a', "authorize"),
                    ('r', "partner-request"),
                    ('s', "partner-profile"),
                ],
            };
            for (operation, name) in operations {
                for sample in samples(&format!("v2/{name}-v2"))? {
                    for body in ["/response/body", "/repaired_body"] {
                        seeds.push(format!("{operation}@{}", text(&sample, body)));
                    }
                }
            }
        }
        "url" | "redirect" => {
            for sample in samples("logout-v2")? {
                let profiles = sample.pointer("/expected").and_then(Value::as_array);
                for profile in profiles.into_iter().flatten() {
                    let url = text(profile, "/url");
                    match target {
                        "url" => seeds.push(url),
                        _ => seeds.push(format!("{url}\n{url}")),
                    }
                }
            }
        }
        _ => return Ok(()),
    }
    if seeds.is_empty() {
        return Err(format!("fuzz: there is no seed for {target}"));
    }
    for (number, seed) in seeds.iter().enumerate() {
        let file = folder.join(number.to_string());
        files::write(&file, seed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_dictionary_has_each_secret_of_the_targets() {
        let known = include_str!("../../fuzz/secrets.dict").lines();
        let known: Vec<_> = known.filter(|line| line.starts_with('"')).collect();
        let targets = include_str!("../../fuzz/src/lib.rs").lines();
        let (before, after) = ("pub const ", ": &str = ");
        let texts = targets.filter_map(|line| line.strip_prefix(before)?.split_once(after));
        let secrets = texts.filter(|(name, _)| *name != "BASE");
        let secrets: Vec<_> = secrets
            .map(|(_, text)| text.trim_end_matches(';'))
            .collect();
        assert_eq!(secrets.len(), 4);
        for secret in secrets {
            assert!(known.contains(&secret), "{secret}");
        }
    }
}
