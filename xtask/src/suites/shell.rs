//! Suite `shell`: the shell scripts, by shellcheck; the workflows for GitHub, by actionlint, which
//! has shellcheck read the scripts in them, and for the rights that they give to what others write;
//! and the commands that the sandbox prints to be tried, in a real shell with a real curl.
//!
//! actionlint is a Go module, and is built from it into `.tools`; Go checks the module against its
//! public database of checksums.

use std::path::PathBuf;

use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::files;
use crate::project::Project;
use crate::suite::{Missing, SANDBOX_TESTS, Steps, Suite};

pub(crate) const SUITE: Suite = Suite {
    name: "shell",
    about: "the shell scripts, by shellcheck; the workflows, by actionlint; what the sandbox prints, with curl",
    prepare,
    setup,
    nightly: false,
    run,
};

/// actionlint's version; Go 1.18 or later builds it.
const ACTIONLINT: &str = "v1.7.7";

/// Where the workflows are.
const WORKFLOWS: &str = ".github/workflows";

fn actionlint(project: &Project) -> PathBuf {
    project
        .tools()
        .join(format!("actionlint-{ACTIONLINT}/actionlint"))
}

fn prepare(project: &Project) -> Result<(), Missing> {
    Missing::unless_on_path(SUITE.name, ["shellcheck", "curl"])?;
    if actionlint(project).is_file() {
        return Ok(());
    }
    if which("go").is_none() {
        return Err(Missing::setup(
            SUITE.name,
            "go, which builds actionlint, is not on the PATH",
        ));
    }
    build(project).map_err(|what| Missing {
        what: format!("{what}; it takes Go 1.18 or later, with its modules within reach"),
        command: "cargo xtask test shell".to_owned(),
    })
}

fn build(project: &Project) -> Result<(), String> {
    let package = format!("github.com/rhysd/actionlint/cmd/actionlint@{ACTIONLINT}");
    let actionlint = actionlint(project);
    let folder = actionlint.parent().unwrap_or(&project.root);
    Cmd::new(project, "go", ["install".to_owned(), package])
        .env("GOBIN", folder)
        // What is in this environment for the sake of other projects is not for this one.
        .env("GOFLAGS", "")
        .run()
}

fn setup(project: &Project, apt: &Apt<'_>) -> Result<(), String> {
    for program in ["shellcheck", "curl"] {
        if which(program).is_none() {
            apt.install(&[program])?;
        }
    }
    if !actionlint(project).is_file() && which("go").is_none() {
        apt.install(&["golang-go", "ca-certificates"])?;
    }
    Ok(())
}

fn run(project: &Project, steps: &mut Steps) {
    let Some(scripts) = steps.need(files::by_hand(&project.root)) else {
        return;
    };
    let relative = |file: PathBuf| file.strip_prefix(&project.root).unwrap_or(&file).to_owned();
    let scripts = scripts
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "sh"));
    let scripts = std::iter::once(project.root.join(".ci/run")).chain(scripts);
    steps.run(&Cmd::new(project, "shellcheck", ["--"]).args(scripts.map(relative)));

    let Some(workflows) = steps.need(files::by_hand(project.root.join(WORKFLOWS))) else {
        return;
    };
    for file in &workflows {
        let checked = files::read(file).and_then(|text| workflow(&text));
        steps.note(checked.map_err(|what| format!("{}: {what}", file.display())));
    }
    steps.run(
        &Cmd::new(project, actionlint(project), [""; 0]).args(workflows.into_iter().map(relative)),
    );
    steps.run_ignored_tests(project, &SANDBOX_TESTS, "sandbox", "");
}

/// What others write does not run here with more rights than it needs: actions are named by commit,
/// since a tag may be moved, and what a pull request changes runs in no container that rules its
/// host.
fn workflow(text: &str) -> Result<(), String> {
    let uses = text.lines().filter_map(|line| line.split_once("uses: "));
    for (_, action) in uses {
        let (_, commit) = action.split_once('@').unwrap_or_default();
        let (commit, version) = commit.split_once(" # v").unwrap_or_default();
        let is_digest = commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_digest || version.is_empty() {
            return Err(format!(
                "{action} is not pinned: NAME@COMMIT # vVERSION, with all 40 digits"
            ));
        }
    }
    match text.contains("pull_request") && text.contains("--privileged") {
        true => Err("a pull request runs in a privileged container".to_owned()),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_with_too_many_rights_is_noticed() {
        let pinned = format!(
            "      - uses: actions/checkout@{} # v7.0.1\n",
            "0a".repeat(20)
        );
        assert_eq!(workflow(&pinned), Ok(()));
        for wrong in [
            "      - uses: actions/checkout@v7\n",
            "        uses: actions/checkout@0a0a0a0a # v7.0.1\n",
            &pinned.replace(" # v7.0.1", ""),
            "on: [push, pull_request]\n      options: --privileged\n",
        ] {
            assert!(workflow(wrong).is_err(), "{wrong}");
        }
    }
}
