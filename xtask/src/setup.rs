//! `cargo xtask setup [SUITE…] [--without SUITE] [--nightly]`: installs what the suites need.
//! Running it again changes nothing. `cargo xtask test --setup` does the same beside the suites
//! that have all they need already.

use std::collections::BTreeSet;

use crate::apt;
use crate::lanes;
use crate::outcome::Outcome;
use crate::project::Project;
use crate::ready::{Ending, Ready};
use crate::suite::Suite;
use crate::suites;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let chosen = match suites::chosen(arguments) {
        Ok(chosen) => chosen,
        Err(reason) => return Outcome::Usage(reason),
    };
    let project = match Project::find() {
        Ok(project) => project,
        Err(reason) => return Outcome::Failed(reason),
    };
    let ready = Ready::default();
    get(&project, &chosen.suites, &ready);
    let results = chosen.suites.iter().map(|suite| ready.wait(suite));
    match results.filter_map(Result::err).collect::<Vec<_>>() {
        failed if failed.is_empty() => Outcome::Done,
        failed => Outcome::Failed(failed.join("\n")),
    }
}

/// Gets what the suites need: all packages at once; then, or at once if none is missing, what is
/// put into folders of the project's own, one lane building a tool while the other downloads.
pub(crate) fn get(project: &Project, suites: &[&'static Suite], ready: &Ready) {
    let _ending = Ending(ready);
    let complete = |suite: &'static Suite| ready.tell(suite, complete(project, suite));
    let mut packages = BTreeSet::new();
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for suite in suites {
        match suite.missing_packages(project) {
            missing if missing.is_empty() => without.push(*suite),
            missing => {
                packages.extend(missing);
                with.push(*suite);
            }
        }
    }
    let packages: Vec<_> = packages.into_iter().collect();
    std::thread::scope(|scope| {
        scope.spawn(|| lanes::each(&without, complete));
        if !packages.is_empty() {
            if let Err(reason) = apt::install(project, &packages) {
                println!("{reason}");
            }
        }
        lanes::each(&with, complete);
    });
}

/// What of a suite's toolchain no package has.
fn complete(project: &Project, suite: &Suite) -> Result<(), String> {
    if suite.ready(project).is_ok() {
        return Ok(());
    }
    (suite.setup)(project)?;
    let still = suite.ready(project);
    still.map_err(|still| format!("still, after setup: {} ({})", still.what, still.command))
}
