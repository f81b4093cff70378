//! Whole flows: a warm logout over HTTP, a cold start, and what a process occupies.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::input;
use super::program::{folder, gcc, library, search};
use super::table::Table;
use crate::c::sandbox::Sandbox;
use crate::command::Cmd;
use crate::project::Project;

/// Logouts of the warm flow, and bare requests.
const ROUNDS: u64 = 5_000;

/// Processes of each kind.
const PROCESSES: usize = 31;

/// The libraries that the program by hand is linked to.
pub(crate) const BY_HAND: &[&str] = &["-lcurl", "-lcjson", "-lcrypto"];

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    let sandbox = Sandbox::start_with(project, "release", &["--no-throttle"])?;
    Ok(vec![
        warm(project, &sandbox)?,
        cold(project)?,
        memory(project, &sandbox)?,
    ])
}

fn warm(project: &Project, sandbox: &Sandbox) -> Result<Table, String> {
    let report = flow(project, sandbox, "bench", ROUNDS)?;
    let number = |name: &str| {
        let number = report.get(name).and_then(Value::as_u64);
        number.ok_or(format!("flow said no {name}: {report}"))
    };
    let (through, bare) = (number("through_ns")?, number("bare_ns")?);
    let mut table = Table::new(
        "a warm logout against the sandbox, and the same request by ureq alone",
        &[
            "round trips",
            "new connections",
            "ns through the library",
            "ns bare",
            "ratio",
        ],
    );
    table.row([
        json!(number("requests")? / ROUNDS),
        json!(number("connections")?),
        json!(through),
        json!(bare),
        json!(format!("{:.3}", ratio(through, bare))),
    ]);
    table.notes.push(format!(
        "medians of {ROUNDS}, in turns, each on a connection of its own that stays open"
    ));
    Ok(table)
}

/// Both are far below 2^53.
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b.max(1) as f64
}

/// The requests that one warm logout takes, in thousandths: a repeated one among many shows, too.
pub(crate) fn round_trips(project: &Project) -> Result<u64, String> {
    const FEW: u64 = 20;
    let sandbox = Sandbox::start_with(project, "dev", &["--no-throttle"])?;
    let report = flow(project, &sandbox, "dev", FEW)?;
    let requests = report.get("requests").and_then(Value::as_u64);
    let requests = requests.ok_or(format!("flow said no requests: {report}"))?;
    Ok(requests * 1000 / FEW)
}

/// What the program `flow` reports.
fn flow(project: &Project, sandbox: &Sandbox, profile: &str, rounds: u64) -> Result<Value, String> {
    let (target, output) = match profile {
        "dev" => (project.root.join("target"), "debug/flow"),
        _ => (folder(project).join("rust"), "release/flow"),
    };
    Cmd::cargo(project, ["build", "--quiet", "--locked"])
        .args(["--package=tvpass-bench", "--features=flow", "--bin=flow"])
        .args([format!("--profile={profile}")])
        .args([format!("--target-dir={}", target.display())])
        .run()?;
    let statement = sandbox.ask("GET", "/sandbox/hello", "/softwareStatement")?;
    let token = sandbox.ask("POST", "/sandbox/access-token", "/accessToken")?;
    let text = Cmd::new(
        project,
        target.join(output),
        [&sandbox.url, &statement, &token, &rounds.to_string()],
    )
    .capture()?;
    serde_json::from_str(&text).map_err(|e| format!("flow: {e}: {text}"))
}

/// From nothing to the first request, in a process of its own each time; the files are in the
/// system's cache.
fn cold(project: &Project) -> Result<Table, String> {
    let plain = library(project, false, false)?;
    let starter = folder(project).join("cold_start");
    let sources = ["cold_start.c", "input.c"];
    gcc(project, &sources, &["-ldl"], &starter)?;
    let sample = input::sample(project)?;
    let mut table = Table::new(
        "cold start in C: microseconds until the first request is built, medians",
        &[
            "program",
            "loading",
            "first request",
            "once more, without loading",
        ],
    );
    for (name, source, libraries) in [
        (
            "client and call",
            "client_tvpass",
            with_library(&plain, &[]),
        ),
        (
            "operation alone",
            "logout_tvpass",
            with_library(&plain, &[]),
        ),
        (
            "by hand",
            "logout_by_hand",
            BY_HAND.iter().map(|&name| name.to_owned()).collect(),
        ),
    ] {
        let plugin = folder(project).join(format!("{source}.so"));
        let mut options = vec!["-shared", "-fPIC"];
        options.extend(libraries.iter().map(String::as_str));
        gcc(
            project,
            &[&format!("{source}.c"), "input.c"],
            &options,
            &plugin,
        )?;
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..PROCESSES {
            let text = Cmd::new(project, &starter, [&plugin, &sample]).capture()?;
            for (times, ns) in times.iter_mut().zip(numbers(&text)?) {
                times.push(ns);
            }
        }
        let [loading, first, again] = times.map(|times| json!(median(times).div_ceil(1000)));
        table.row([json!(name), loading, first, again]);
    }
    table.notes.push(
        "a library that is loaded brings those that it needs; the first request includes loading"
            .to_owned(),
    );
    Ok(table)
}

/// The options for a program that is linked to the shared library in `folder`, and `more`.
fn with_library(folder: &Path, more: &[&str]) -> Vec<String> {
    let mut options = search(folder).to_vec();
    options.push("-ltvpass".to_owned());
    options.extend(more.iter().map(|&option| option.to_owned()));
    options
}

/// One logout in a process of its own.
fn memory(project: &Project, sandbox: &Sandbox) -> Result<Table, String> {
    let token = sandbox.ask("POST", "/sandbox/access-token", "/accessToken")?;
    let input = input::for_service(project, &sandbox.url, &token)?;
    let mut table = Table::new(
        "a process that has done one logout in C: KiB, medians",
        &[
            "program",
            "resident",
            "of that, not from files",
            "at the peak",
            "more than empty",
        ],
    );
    let mut empty = None;
    for (name, program) in programs(project)? {
        let mut sizes = [const { Vec::new() }; 3];
        for _ in 0..PROCESSES {
            let text = Cmd::new(project, &program, [&input]).capture()?;
            for (sizes, kib) in sizes.iter_mut().zip(numbers(&text)?) {
                sizes.push(kib);
            }
        }
        let [resident, anonymous, peak] = sizes.map(median);
        let empty = *empty.get_or_insert(resident);
        table.row([
            json!(name),
            json!(resident),
            json!(anonymous),
            json!(peak),
            json!(resident.saturating_sub(empty)),
        ]);
    }
    table.notes.push("plain HTTP to the sandbox: no TLS session is in these numbers, libcurl has initialised OpenSSL all the same".to_owned());
    Ok(table)
}

fn programs(project: &Project) -> Result<Vec<(&'static str, PathBuf)>, String> {
    let plain = library(project, false, false)?;
    let http = library(project, true, false)?;
    let by_hand: Vec<_> = BY_HAND.iter().map(|&name| name.to_owned()).collect();
    let mut programs = Vec::new();
    for (name, file, sources, options) in [
        ("empty", "memory_empty", vec!["memory_empty.c"], vec![]),
        (
            "by hand, libcurl",
            "memory_by_hand",
            vec!["memory_curl.c", "input.c", "logout_by_hand.c"],
            by_hand,
        ),
        (
            "the library, libcurl",
            "memory_tvpass",
            vec!["memory_curl.c", "input.c", "logout_tvpass.c"],
            with_library(&plain, &["-lcurl"]),
        ),
        (
            "the library, its own HTTP",
            "memory_ureq",
            vec!["memory_ureq.c", "input.c"],
            with_library(&http, &["-DTVPASS_HAS_UREQ"]),
        ),
    ] {
        let program = folder(project).join(file);
        let options: Vec<_> = options.iter().map(String::as_str).collect();
        gcc(project, &sources, &options, &program)?;
        programs.push((name, program));
    }
    Ok(programs)
}

fn numbers(text: &str) -> Result<Vec<u64>, String> {
    let words = text.split_whitespace();
    let numbers: Result<Vec<u64>, _> = words.map(str::parse).collect();
    numbers.map_err(|e| format!("{text:?}: {e}"))
}

fn median(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}
