//! `cargo xtask api`: records the public Rust API; the program that does it is `tests/api`.

use crate::command::Cmd;
use crate::project::Project;

pub(crate) fn record(project: &Project) -> Result<(), String> {
    program(project).args(["--record"]).run()
}

/// The program, which compares the API with the recorded one.
pub(crate) fn program(project: &Project) -> Cmd {
    let run = ["run", "--quiet", "--locked"];
    Cmd::cargo(project, run)
        .args(["--manifest-path=tests/api/Cargo.toml"])
        .target("target/api")
        .args(["--"])
}
