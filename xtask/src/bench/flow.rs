//! A whole flow: a warm logout over HTTP, from a host by address or by name, and over HTTPS with
//! and without a handshake.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::count;
use super::program::folder;
use super::table::Table;
use crate::c::sandbox::Sandbox;
use crate::command::Cmd;
use crate::project::Project;
use crate::suite::tests_program;

/// Logouts of the warm flow, and bare requests.
const ROUNDS: u64 = 5_000;

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    let sandbox = Sandbox::start_with(project, "release", &["--no-throttle"])?;
    let mut table = Table::new(
        "a warm logout against the sandbox, and the same request by ureq alone",
        &[
            "host",
            "round trips",
            "new connections",
            "threads",
            "ns through the library",
            "ns bare",
            "ratio",
        ],
    );
    for (host, url) in hosts(&sandbox) {
        warm(project, &sandbox, (host, &url), &mut table)?;
    }
    table.notes.push(format!(
        "medians of {ROUNDS}, in turns, each on a connection of its own that stays open"
    ));
    Ok(vec![table, secure(project)?])
}

/// A logout over HTTPS, on an open connection and on new ones.
fn secure(project: &Project) -> Result<Table, String> {
    const COUNTED: u64 = 20;
    const TIMED: u64 = 300;
    let program = build(project, "bench", "tls")?;
    let mut table = Table::new(
        "a logout over HTTPS by the library's own client, TLS 1.3",
        &["connection", "instructions", "ns"],
    );
    for (name, connection) in [
        ("open", "open"),
        ("new, the TLS session resumed", "resumed"),
        ("new, by a new client", "cold"),
    ] {
        let arguments = |rounds: u64| vec![connection.into(), rounds.to_string().into()];
        let instructions = count::instructions(project, &program, COUNTED, arguments)?;
        let time = Cmd::new(project, &program, arguments(TIMED)).capture()?;
        let time: u64 = time.trim().parse().map_err(|e| format!("tls: {e}"))?;
        table.row([json!(name), json!(instructions), json!(time)]);
    }
    table.notes.push(format!(
        "instructions of the client's process, medians of {TIMED}; the server is another process"
    ));
    Ok(table)
}

/// The sandbox's URL as it is, and with a name to look up in place of the address.
fn hosts(sandbox: &Sandbox) -> [(&'static str, String); 2] {
    let by_name = sandbox.url.replace("127.0.0.1", "localhost");
    [("an address", sandbox.url.clone()), ("a name", by_name)]
}

fn warm(
    project: &Project,
    sandbox: &Sandbox,
    (host, url): (&str, &str),
    table: &mut Table,
) -> Result<(), String> {
    let report = flow(project, sandbox, url, "bench", ROUNDS)?;
    let number = |name: &str| number(&report, name);
    let (through, bare) = (number("through_ns")?, number("bare_ns")?);
    table.row([
        json!(host),
        json!(number("requests")? / ROUNDS),
        json!(number("connections")?),
        json!(number("threads")?),
        json!(through),
        json!(bare),
        json!(format!("{:.3}", ratio(through, bare))),
    ]);
    Ok(())
}

fn number(report: &Value, name: &str) -> Result<u64, String> {
    let number = report.get(name).and_then(Value::as_u64);
    number.ok_or(format!("flow said no {name}: {report}"))
}

/// Both are far below 2^53.
fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b.max(1) as f64
}

/// What warm logouts from a host with a name take beside their time: round trips in thousandths, so
/// that a repeated one among many shows, new connections, and threads, of which a lookup takes one.
pub(crate) fn counts(project: &Project) -> Result<[(&'static str, u64); 3], String> {
    const FEW: u64 = 20;
    let sandbox = Sandbox::start_with(project, "dev", &["--no-throttle"])?;
    let [_, (_, by_name)] = hosts(&sandbox);
    let report = flow(project, &sandbox, &by_name, "dev", FEW)?;
    Ok([
        (
            "warm logout, round trips in thousandths",
            number(&report, "requests")? * 1000 / FEW,
        ),
        (
            "warm logouts by name, new connections",
            number(&report, "connections")?,
        ),
        ("warm logouts by name, threads", number(&report, "threads")?),
    ])
}

/// What the program `flow` reports.
fn flow(
    project: &Project,
    sandbox: &Sandbox,
    url: &str,
    profile: &str,
    rounds: u64,
) -> Result<Value, String> {
    let program = build(project, profile, "flow")?;
    let statement = sandbox.ask("GET", "/sandbox/hello", "/softwareStatement")?;
    let token = sandbox.ask("POST", "/sandbox/access-token", "/accessToken")?;
    let text = Cmd::new(
        project,
        program,
        [url, &statement, &token, &rounds.to_string()],
    )
    .capture()?;
    serde_json::from_str(&text).map_err(|e| format!("flow: {e}: {text}"))
}

/// A program of `benches/` that sends requests.
fn build(project: &Project, profile: &str, name: &str) -> Result<PathBuf, String> {
    if profile == "dev" {
        tests_program(project, name).run()?;
        return Ok(project.root.join("target/debug").join(name));
    }
    let target = folder(project).join("rust");
    Cmd::cargo(project, ["build", "--quiet", "--locked"])
        .args(["--package=tvpass-bench"])
        .args([format!("--features={name}"), format!("--bin={name}")])
        .args([format!("--profile={profile}")])
        .args([format!("--target-dir={}", target.display())])
        .run()?;
    Ok(target.join("release").join(name))
}
