//! `cargo xtask setup [SUITE…] [--without SUITE] [--nightly]`: installs what the suites need.
//! Running it again changes nothing.

use crate::apt::Apt;
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

    // One lane builds a tool while the other downloads.
    let apt = Apt::new(&project);
    let ready = lanes::each(&chosen.suites, |suite| get(&project, suite, &apt));
    let failed = ready.into_iter().filter_map(|(suite, result)| {
        let result = result.unwrap_or_else(|| Err("its lane ended before it".to_owned()));
        let reason = result.err()?;
        Some(format!("{}: {reason}", suite.name))
    });
    match failed.collect::<Vec<_>>() {
        failed if failed.is_empty() => Outcome::Done,
        failed => Outcome::Failed(failed.join("\n")),
    }
}

/// Installs what a suite needs.
fn get(project: &Project, suite: &Suite, apt: &Apt<'_>) -> Result<(), String> {
    if let Err(missing) = (suite.prepare)(project) {
        println!("{}: {}", suite.name, missing.what);
        (suite.setup)(project, apt)?;
        (suite.prepare)(project)
            .map_err(|still| format!("still, after setup: {} ({})", still.what, still.command))?;
    }
    println!("{}: ready", suite.name);
    Ok(())
}
