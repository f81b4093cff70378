//! A whole flow: a warm logout over HTTP.

use serde_json::{Value, json};

use super::program::folder;
use super::table::Table;
use crate::c::sandbox::Sandbox;
use crate::command::Cmd;
use crate::project::Project;

/// Logouts of the warm flow, and bare requests.
const ROUNDS: u64 = 5_000;

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    let sandbox = Sandbox::start_with(project, "release", &["--no-throttle"])?;
    Ok(vec![warm(project, &sandbox)?])
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
