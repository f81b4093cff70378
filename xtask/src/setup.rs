//! `cargo xtask setup [SUITE…] [--without SUITE] [--nightly]`: installs what the suites need.
//! Running it again changes nothing.

use crate::apt::Apt;
use crate::outcome::Outcome;
use crate::project::Project;
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

    let apt = Apt::new(&project);
    let mut failures = Vec::new();
    for suite in chosen.suites {
        let Err(missing) = (suite.prepare)(&project) else {
            println!("{}: ready", suite.name);
            continue;
        };
        println!("{}: {}", suite.name, missing.what);
        let result = (suite.setup)(&project, &apt).and_then(|()| {
            (suite.prepare)(&project)
                .map_err(|still| format!("still, after setup: {} ({})", still.what, still.command))
        });
        match result {
            Ok(()) => println!("{}: ready", suite.name),
            Err(reason) => failures.push(format!("{}: {reason}", suite.name)),
        }
    }
    if failures.is_empty() {
        Outcome::Done
    } else {
        Outcome::Failed(failures.join("\n"))
    }
}
