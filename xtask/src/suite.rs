//! What a test suite is: what it needs, how that is got, how it runs, and what its steps came to.

use serde::{Deserialize, Serialize};

use crate::apt;
use crate::command::{Cmd, which};
use crate::project::Project;
use crate::times::{Start, Took};

/// Debian's packages, each behind the program that has to be on the `PATH`; behind none if it is
/// for something else, for which [`Suite::prepare`] looks.
pub(crate) type Packages = &'static [(&'static str, &'static str)];

/// A test suite.
pub(crate) struct Suite {
    /// The name on the command line.
    pub(crate) name: &'static str,
    /// What it checks, in half a line.
    pub(crate) about: &'static str,
    /// What it needs of Debian.
    pub(crate) packages: &'static [Packages],
    /// Looks for the rest of the toolchain. What can be had without administrator rights is
    /// installed here, into the project's own folders; an `Err` says what is still missing.
    pub(crate) prepare: fn(&Project) -> Result<(), Missing>,
    /// Gets what [`Suite::prepare`] finds missing and no package has.
    pub(crate) setup: fn(&Project) -> Result<(), String>,
    /// Whether it does more by night ([`Steps::nightly`]).
    pub(crate) nightly: bool,
    /// Runs the suite. It goes on after a failed step, so that one run tells all that is wrong.
    pub(crate) run: fn(&Project, &mut Steps),
}

impl Suite {
    /// Runs it in this process, and says so.
    pub(crate) fn ran(&'static self, project: &Project, nightly: bool) -> Ran {
        println!("\n== {}: {}", self.name, self.about);
        let start = Start::now();
        let verdict = self.verdict(project, nightly);
        if let Verdict::Skipped(Missing { what, .. }) = &verdict {
            println!("skipped: {what}");
        }
        (self, verdict, start.took())
    }

    /// Whether its toolchain is there.
    pub(crate) fn ready(&self, project: &Project) -> Result<(), Missing> {
        let programs = self
            .packages
            .iter()
            .copied()
            .flatten()
            .map(|(program, _)| *program);
        let missing = programs.filter(|program| !program.is_empty() && which(program).is_none());
        match missing.collect::<Vec<_>>() {
            missing if missing.is_empty() => (self.prepare)(project),
            missing => {
                let what = format!("not on the PATH: {}", missing.join(", "));
                Err(Missing::setup(self.name, what))
            }
        }
    }

    /// The packages that are missing: not those of programs that are there, which may have come
    /// from elsewhere.
    pub(crate) fn missing_packages(&self, project: &Project) -> Vec<&'static str> {
        let is_missing = |(program, package): &&(&str, &str)| match program.is_empty() {
            true => apt::is_missing(project, package),
            false => which(program).is_none(),
        };
        let missing = self.packages.iter().copied().flatten().filter(is_missing);
        missing.map(|(_, package)| *package).collect()
    }

    /// Runs it, if its toolchain is there.
    fn verdict(&self, project: &Project, nightly: bool) -> Verdict {
        if let Err(missing) = self.ready(project) {
            return Verdict::Skipped(missing);
        }
        let mut steps = Steps::new(nightly);
        (self.run)(project, &mut steps);
        match steps.finish() {
            Ok(()) => Verdict::Passed,
            Err(failures) => Verdict::Failed(failures),
        }
    }
}

/// What came out of a suite.
pub(crate) type Ran = (&'static Suite, Verdict, Took);

/// How a suite ended.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Verdict {
    Passed,
    Failed(Vec<String>),
    Skipped(Missing),
}

/// A toolchain that is not there.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Missing {
    /// What was looked for, and what was found instead.
    pub(crate) what: String,
    /// The one command that gets it.
    pub(crate) command: String,
}

impl Missing {
    /// For what `cargo xtask setup SUITE` installs.
    pub(crate) fn setup(suite: &str, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            command: format!("cargo xtask setup {suite}"),
        }
    }
}

/// What tests all packages, with all features. Suites that need one of its programs name it so,
/// too: with other packages or features cargo would compile the dependencies once more.
pub(crate) const TESTS: [&str; 4] = ["test", "--locked", "--workspace", "--all-features"];

/// Builds a program of the workspace from what its tests are built with ([`TESTS`]): nothing is
/// compiled once more, and it stays the same file while several suites use it.
pub(crate) fn tests_program(project: &Project, name: &str) -> Cmd {
    let build = Cmd::cargo(project, ["build"]).args(TESTS.into_iter().skip(1));
    // With a test, what tests need is asked of the dependencies.
    build.args([&format!("--bin={name}"), "--test=sandbox"])
}

/// For suites that need no more than their packages, and Rust: whoever runs this has cargo and a
/// linker, since both were needed to build xtask.
pub(crate) fn packages_are_enough(_: &Project) -> Result<(), Missing> {
    Ok(())
}

/// For suites whose packages and [`Suite::prepare`] get all there is.
pub(crate) fn nothing_else(_: &Project) -> Result<(), String> {
    Ok(())
}

/// The steps of a suite that is running, and those that failed.
#[derive(Default)]
pub(crate) struct Steps {
    /// Whether to do what takes long, too, which seldom finds what the rest has not.
    pub(crate) nightly: bool,
    count: usize,
    failures: Vec<String>,
}

impl Steps {
    pub(crate) fn new(nightly: bool) -> Self {
        Self {
            nightly,
            ..Self::default()
        }
    }

    /// Runs a command as one step.
    pub(crate) fn run(&mut self, command: &Cmd) {
        self.note(command.run());
    }

    /// Runs those of the tests that `selection` builds, in the program `name`, whose names contain
    /// `module` and that are marked as ignored, because a plain `cargo test` needs nothing but
    /// Rust. Without any the step has failed.
    pub(crate) fn run_ignored_tests(
        &mut self,
        project: &Project,
        selection: &[&str],
        name: &str,
        module: &str,
    ) {
        let test = Cmd::cargo(project, selection.iter().copied());
        let test = test.args(["--test", name, "--", "--ignored", module]);
        let mut passed = 0;
        let result = test.run_watched(|line| passed += passed_tests(line));
        self.note(result.and_then(|()| match passed {
            0 => Err(format!(
                "no test ran: the program {name} has no ignored tests in {module} any more"
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
}
