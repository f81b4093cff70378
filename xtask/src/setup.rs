//! `cargo xtask setup [SUITE…] [--without SUITE] [--nightly]`: installs what the suites need.
//! Running it again changes nothing.

use std::collections::BTreeSet;

use crate::apt;
use crate::lanes;
use crate::outcome::Outcome;
use crate::project::Project;
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
    match get(&project, &chosen.suites) {
        failed if failed.is_empty() => Outcome::Done,
        failed => Outcome::Failed(failed.join("\n")),
    }
}

/// Gets what they need: what the project has in folders of its own, the packages of all that still
/// miss something, and with those the rest. Tells what is still missing.
fn get(project: &Project, suites: &[&'static Suite]) -> Vec<String> {
    let missing = in_lanes(suites, |suite| match suite.ready(project) {
        Ok(()) => {
            println!("{}: ready", suite.name);
            Ok(())
        }
        Err(missing) => Err(format!("{}: {}", suite.name, missing.what)),
    });
    for (_, what) in &missing {
        println!("{what}");
    }
    let missing: Vec<_> = missing.into_iter().map(|(suite, _)| suite).collect();
    let packages = missing.iter().flat_map(|suite| suite.packages_to_install());
    let packages: Vec<_> = packages.collect::<BTreeSet<_>>().into_iter().collect();
    if !packages.is_empty() {
        if let Err(reason) = apt::install(project, &packages) {
            return vec![reason];
        }
    }
    let failed = in_lanes(&missing, |suite| {
        complete(project, suite).map_err(|reason| format!("{}: {reason}", suite.name))
    });
    failed.into_iter().map(|(_, reason)| reason).collect()
}

/// What of a suite's toolchain no package has.
fn complete(project: &Project, suite: &Suite) -> Result<(), String> {
    if suite.ready(project).is_err() {
        (suite.setup)(project)?;
        suite
            .ready(project)
            .map_err(|still| format!("still, after setup: {} ({})", still.what, still.command))?;
    }
    println!("{}: ready", suite.name);
    Ok(())
}

/// The suites for which `work` failed: one lane builds a tool while the other downloads.
fn in_lanes(
    suites: &[&'static Suite],
    work: impl Fn(&'static Suite) -> Result<(), String> + Sync,
) -> Vec<(&'static Suite, String)> {
    let results = lanes::each(suites, work).into_iter();
    let failed = results.filter_map(|(suite, result)| {
        let result = result.unwrap_or_else(|| Err("its lane ended before it".to_owned()));
        Some((suite, result.err()?))
    });
    failed.collect()
}
