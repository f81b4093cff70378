//! Suite `prism`: our requests against Prism, a server that this project did not write, on Adobe's
//! OpenAPI files.
//!
//! `tests/suite/prism` holds the tests. They are marked as ignored, so that a plain `cargo test`
//! needs nothing but Rust; this suite installs Prism beside its lock file and runs exactly them.

use std::fs;

use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::project::{LIBRARY, Project};
use crate::suite::{Missing, Steps, Suite};

pub(crate) const SUITE: Suite = Suite {
    name: "prism",
    about: "every request is accepted by Prism on Adobe's OpenAPI descriptions",
    prepare,
    setup,
    nightly: false,
    run,
};

/// The oldest Node.js that the pinned Prism runs on.
const NODE: [u32; 3] = [18, 20, 1];

fn prepare(project: &Project) -> Result<(), Missing> {
    let wanted = NODE.map(|part| part.to_string()).join(".");
    let found = Cmd::new(project, "node", ["--version"])
        .capture()
        .map_err(|_| {
            Missing::setup(
                SUITE.name,
                format!("no Node.js; {wanted} or later is needed"),
            )
        })?;
    if version(&found).is_none_or(|found| found < NODE) {
        let what = format!("Node.js is {}, not {wanted} or later", found.trim());
        return Err(Missing::setup(SUITE.name, what));
    }
    Missing::unless_on_path(SUITE.name, ["npm"])?;
    install(project).map_err(|what| Missing {
        what: format!("{what}; is npm's registry within reach?"),
        command: "npm --prefix tests/prism ci".to_owned(),
    })
}

/// The three numbers of `v20.20.2`.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    let mut next = || parts.next()?.parse().ok();
    Some([next()?, next()?, next()?])
}

/// Installs what the lock file names, unless that is there already.
fn install(project: &Project) -> Result<(), String> {
    let folder = project.root.join("tests/prism");
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).map_err(|e| format!("{}: {e}", lock.display()))?;
    // A copy of the lock file, put there when the installation was complete.
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    Cmd::new(project, "npm", ["ci"]).directory(&folder).run()?;
    fs::write(&stamp, lock).map_err(|e| format!("{}: {e}", stamp.display()))
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    if which("npm").is_some() && which("node").is_some() {
        return Err("Node.js and npm are here but not usable; see above".to_owned());
    }
    apt.install(&["nodejs", "npm"])
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run_ignored_tests(project, (LIBRARY, "suite"), "prism::");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(version("v20.20.2\n"), Some([20, 20, 2]));
        assert!(version("v9.0.0") < Some(NODE));
        assert!(version("v18.20.4") > Some(NODE));
        assert_eq!(version("20"), None);
    }
}
