//! Suite `shell`: the shell scripts, by shellcheck; the workflows for GitHub, by actionlint, which
//! has shellcheck read the scripts in them, and by zizmor, for the rights that they give to what
//! others write; and the commands that the sandbox prints to be tried, in a real shell with a real
//! curl.
//!
//! actionlint is a Go module, and is built from it into `.tools`; Go checks the module against its
//! public database of checksums. zizmor is a Python package, pinned in `.github/zizmor`.

use std::path::PathBuf;

use crate::command::Cmd;
use crate::files;
use crate::project::Project;
use crate::python;
use crate::suite::{Missing, Steps, Suite, TESTS, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "shell",
    about: "the shell scripts, by shellcheck; the workflows, by actionlint and zizmor; what the sandbox prints, with curl",
    packages: &[
        &[
            ("shellcheck", "shellcheck"),
            ("curl", "curl"),
            ("go", "golang-go"),
            ("", "ca-certificates"),
        ],
        python::PACKAGES,
    ],
    prepare,
    setup: nothing_else,
    nightly: false,
    run,
};

/// actionlint's version; Go 1.18 or later builds it.
const ACTIONLINT: &str = "v1.7.7";

/// Where zizmor is pinned, and told what is wanted of actions.
const ZIZMOR: &str = ".github/zizmor";

/// Where the workflows are.
const WORKFLOWS: &str = ".github/workflows";

fn actionlint(project: &Project) -> PathBuf {
    project
        .tools()
        .join(format!("actionlint-{ACTIONLINT}/actionlint"))
}

fn prepare(project: &Project) -> Result<(), Missing> {
    python::prepare(project, SUITE.name, ZIZMOR)?;
    if actionlint(project).is_file() {
        return Ok(());
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
    let workflows: Vec<_> = workflows.into_iter().map(relative).collect();
    steps.run(&Cmd::new(project, actionlint(project), &workflows));
    let zizmor = python::program(project, ZIZMOR, "zizmor");
    // Without a question to GitHub: whether a commit has the tag that is said of it.
    let options = [
        "--offline",
        "--no-progress",
        "--config=.github/zizmor/zizmor.yml",
    ];
    steps.run(&Cmd::new(project, zizmor, options).args(&workflows));
    steps.run_ignored_tests(project, &TESTS, "sandbox", "");
}
