//! The engine at scale: simulated devices per second and core, and what clients and calls occupy.

use serde_json::json;

use super::costs::job;
use super::input;
use super::program::Program;
use super::table::Table;
use crate::project::Project;
use crate::simulate::{Compiled, simulate};

/// Clients, and calls of one client, that are held at once.
pub(crate) const HELD: u64 = 1_000;

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    Ok(vec![rate(project)?, memory(project)?])
}

fn rate(project: &Project) -> Result<Table, String> {
    let mut table = Table::new(
        "simulated devices (tests/simulation, with its model of the service, faults and checks)",
        &[
            "devices",
            "cores",
            "seconds",
            "devices a second and core",
            "calls a second and core",
        ],
    );
    let run = simulate(project, Compiled::Optimised, 1, 200, 1000)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let per_core = |count: u64| (count as f64 / run.seconds / cores as f64).round();
    table.row([
        json!(run.devices),
        json!(cores),
        json!(format!("{:.1}", run.seconds)),
        json!(per_core(run.devices) as u64),
        json!(per_core(run.calls) as u64),
    ]);
    Ok(table)
}

fn memory(project: &Project) -> Result<Table, String> {
    let mut table = Table::new(
        "the heap of clients and calls, by DHAT",
        &["held", "bytes each", "blocks each"],
    );
    let [client, call] = held(project)?;
    for (name, (bytes, blocks)) in [
        ("a client that is idle", client),
        ("a call with its request out", call),
    ] {
        table.row([json!(name), json!(bytes), json!(blocks)]);
    }
    table
        .notes
        .push(format!("of {HELD} of each; blocks: allocations until then"));
    Ok(table)
}

/// Bytes and allocations of one client, and of one call.
pub(crate) fn held(project: &Project) -> Result<[(u64, u64); 2], String> {
    let program = Program::named("rust")?;
    let path = program.build(project)?;
    let sample = input::sample(project)?;
    let each = |name: &str| {
        let heap = job(project, program, &path, name, &sample).heap(HELD)?;
        Ok::<_, String>((heap.peak_bytes / HELD, heap.blocks / HELD))
    };
    Ok([each("clients")?, each("calls")?])
}
