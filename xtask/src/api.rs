//! `cargo xtask api`: records the public Rust API; the program that does it is `tests/api`.

use crate::command::Cmd;
use crate::outcome::Outcome;
use crate::project::Project;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    if let Some(argument) = arguments.first() {
        return Outcome::Usage(format!("api takes no argument {argument}"));
    }
    match Project::find().and_then(|project| program(&project).args(["--record"]).run()) {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}

/// The program, which compares the API with the recorded one.
pub(crate) fn program(project: &Project) -> Cmd {
    let run = ["run", "--quiet", "--locked"];
    Cmd::cargo(project, run)
        .args(["--manifest-path=tests/api/Cargo.toml"])
        .target("target/api")
        .args(["--"])
}
