//! Suite `bench`: instructions, heap and size against the recorded baseline. Never time.

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::bench::guard;
use crate::command::{Cmd, which};
use crate::project::Project;

pub(crate) const SUITE: Suite = Suite {
    name: "bench",
    about: "instructions, allocations and sizes against benches/baseline.json",
    prepare,
    setup,
    run,
};

fn prepare(_: &Project) -> Result<(), Missing> {
    for program in ["gcc", "valgrind"] {
        if which(program).is_none() {
            return Err(Missing::setup(
                &SUITE,
                format!("{program} is not on the PATH"),
            ));
        }
    }
    Ok(())
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    apt.install(&["gcc", "libc6-dev", "valgrind", "libc6-dbg"])
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(
        project,
        [
            "test",
            "--quiet",
            "--locked",
            "--package",
            "xtask",
            "bench::",
        ],
    ));
    steps.note(guard::check(project));
}
