//! The test suites: what each needs, how that is got, how it runs. One file each; a new one joins by a line in [`ALL`].

mod bench;
mod bindings;
mod c;
mod cross;
mod dist;
mod fuzz;
pub(crate) mod kotlin;
mod lint;
mod msrv;
mod prism;
mod rust;
mod shell;
pub(crate) mod simulation;
pub(crate) mod swift;

use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::project::Project;

/// A test suite.
pub(crate) struct Suite {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// What it checks, in half a line.
    pub(crate) about: &'static str,
    /// Looks for the toolchain. What can be had without administrator rights is installed here, into the
    /// project's own folders; an `Err` says what is still missing.
    pub(crate) prepare: fn(&Project) -> Result<(), Missing>,
    /// Installs what [`Suite::prepare`] finds missing. Runs only then.
    pub(crate) setup: fn(&Project, &Apt<'_>) -> Result<(), String>,
    /// Runs the suite. It goes on after a failed step, so that one run tells all that is wrong.
    pub(crate) run: fn(&Project, &mut Steps),
}

/// Every suite, in the order in which they run: the quickest to complain first.
pub(crate) const ALL: &[Suite] = &[
    lint::SUITE,
    shell::SUITE,
    rust::SUITE,
    c::SUITE,
    dist::SUITE,
    prism::SUITE,
    bindings::SUITE,
    simulation::SUITE,
    fuzz::SUITE,
    kotlin::SUITE,
    swift::SUITE,
    msrv::SUITE,
    cross::SUITE,
    bench::SUITE,
];

/// A toolchain that is not there.
pub(crate) struct Missing {
    /// What was looked for, and what was found instead.
    pub(crate) what: String,
    /// The one command that gets it.
    pub(crate) command: String,
}

impl Missing {
    /// For what `cargo xtask setup SUITE` installs.
    pub(crate) fn setup(suite: &Suite, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            command: format!("cargo xtask setup {}", suite.name),
        }
    }

    /// Whether all `programs` are on the `PATH`; if not, those that `cargo xtask setup SUITE` has to install.
    pub(crate) fn unless_on_path(
        suite: &Suite,
        programs: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<(), Self> {
        let missing: Vec<String> = programs
            .into_iter()
            .filter(|program| which(program.as_ref()).is_none())
            .map(|program| program.as_ref().to_owned())
            .collect();
        match missing.as_slice() {
            [] => Ok(()),
            programs => {
                let what = format!("not on the PATH: {}", programs.join(", "));
                Err(Self::setup(suite, what))
            }
        }
    }
}

/// For suites that need Rust alone: whoever runs this has cargo and a linker, since both were needed to build xtask.
fn rust_is_enough(_: &Project) -> Result<(), Missing> {
    Ok(())
}

/// Goes with [`rust_is_enough`].
fn nothing_to_install(_: &Project, _: &Apt<'_>) -> Result<(), String> {
    Ok(())
}

/// The steps of a suite that is running, and those that failed.
#[derive(Default)]
pub(crate) struct Steps {
    count: usize,
    failures: Vec<String>,
}

impl Steps {
    /// Runs a command as one step.
    pub(crate) fn run(&mut self, command: &Cmd) {
        self.note(command.run());
    }

    /// Runs the tests of `package`'s file `tests/FILE` that are marked as ignored, because a plain `cargo test` needs nothing but Rust.
    /// Without any the step has failed.
    pub(crate) fn run_ignored_tests(&mut self, project: &Project, package: &str, file: &str) {
        let test = ["test", "--locked", "--package", package, "--test", file];
        let test = Cmd::cargo(project, test).args(["--", "--ignored"]);
        let mut passed = 0;
        let result = test.run_watched(|line| passed += passed_tests(line));
        self.note(result.and_then(|()| match passed {
            0 => Err(format!(
                "no test ran: {package}'s tests/{file} has no ignored tests any more"
            )),
            _ => Ok(()),
        }));
    }

    /// Counts the result of anything else as one step.
    pub(crate) fn note(&mut self, result: Result<(), String>) {
        self.count += 1;
        if let Err(reason) = result {
            eprintln!("{reason}");
            self.failures.push(reason);
        }
    }

    /// Unwraps what later steps need; a failure is counted, and the caller returns.
    pub(crate) fn need<T>(&mut self, result: Result<T, String>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(Err(reason));
                None
            }
        }
    }

    /// The failures; a suite that ran no step at all has failed too.
    pub(crate) fn finish(self) -> Result<(), Vec<String>> {
        if self.count == 0 {
            return Err(vec!["the suite ran nothing".to_owned()]);
        }
        if self.failures.is_empty() {
            Ok(())
        } else {
            Err(self.failures)
        }
    }
}

/// The number in libtest's closing line, `test result: ok. 5 passed; 0 failed; …`.
fn passed_tests(line: &str) -> u32 {
    line.strip_prefix("test result: ok. ")
        .and_then(|rest| rest.split_once(" passed"))
        .and_then(|(count, _)| count.parse().ok())
        .unwrap_or(0)
}

/// The suites that `arguments` name, in the order of [`ALL`]: all of them if there is no name, but for those behind `--without`.
pub(crate) fn chosen(arguments: &[String]) -> Result<Vec<&'static Suite>, String> {
    let (mut names, mut without) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--without" => without.push(rest.next().ok_or("--without needs a suite")?),
            option if option.starts_with('-') => {
                return Err(format!("there is no option {option}"));
            }
            name => names.push(name),
        }
    }
    let is_known = |name: &&&str| ALL.iter().any(|suite| suite.name == **name);
    if let Some(unknown) = names.iter().chain(&without).find(|name| !is_known(name)) {
        let known: Vec<_> = ALL.iter().map(|suite| suite.name).collect();
        return Err(format!(
            "no suite is called {unknown:?}; there are {}",
            known.join(", ")
        ));
    }
    let is_wanted = |name| names.is_empty() || names.contains(&name);
    Ok(ALL
        .iter()
        .filter(|suite| is_wanted(suite.name) && !without.contains(&suite.name))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closing_line_is_counted() {
        assert_eq!(
            passed_tests("test result: ok. 5 passed; 0 failed; 0 ignored"),
            5
        );
        assert_eq!(passed_tests("test a::b ... ok"), 0);
    }

    #[test]
    fn a_suite_is_left_out_by_name() {
        let chosen = |text: &str| {
            let arguments: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
            let suites = chosen(&arguments)?;
            Ok::<_, String>(suites.iter().map(|suite| suite.name).collect::<Vec<_>>())
        };
        assert_eq!(chosen("shell lint"), Ok(vec!["lint", "shell"]));
        assert_eq!(chosen("shell lint --without lint"), Ok(vec!["shell"]));
        assert_eq!(
            chosen("--without swift").map(|s| s.len()),
            Ok(ALL.len() - 1)
        );
        for wrong in ["lnt", "--without", "--without lnt", "--al"] {
            assert!(chosen(wrong).is_err(), "{wrong}");
        }
    }
}
