//! What clients and calls occupy.

use serde_json::json;

use super::costs::job;
use super::input;
use super::program::Program;
use super::table::Table;
use crate::project::Project;

/// Clients, and calls of one client, that are held at once.
pub(crate) const HELD: u64 = 1_000;

pub(crate) fn measure(project: &Project) -> Result<Vec<Table>, String> {
    Ok(vec![memory(project)?])
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
