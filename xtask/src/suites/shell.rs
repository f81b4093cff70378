//! Suite `shell`: the shell scripts, by shellcheck.

use super::lint::files;
use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::project::Project;

pub(crate) const SUITE: Suite = Suite {
    name: "shell",
    about: "the shell scripts, by shellcheck",
    prepare,
    setup,
    run,
};

fn prepare(_: &Project) -> Result<(), Missing> {
    which("shellcheck")
        .map(drop)
        .ok_or_else(|| Missing::setup(&SUITE, "shellcheck is not on the PATH"))
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    apt.install(&["shellcheck"])
}

fn run(project: &Project, steps: &mut Steps) {
    let Some(files) = steps.need(files(&project.root)) else {
        return;
    };
    let scripts = files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "sh"));
    let scripts = std::iter::once(project.root.join(".ci/run")).chain(scripts);
    let scripts = scripts.map(|file| file.strip_prefix(&project.root).unwrap_or(&file).to_owned());
    steps.run(&Cmd::new(project, "shellcheck", ["--"]).args(scripts));
}
