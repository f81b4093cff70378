//! npm packages that suites pin by a lock file: the Node.js that they need, and their installation.

use std::fs;
use std::path::Path;

use crate::command::Cmd;
use crate::files;
use crate::project::Project;
use crate::suite::{Missing, Packages};

/// Node.js, and npm.
pub(crate) const PACKAGES: Packages = &[("node", "nodejs"), ("npm", "npm")];

/// Looks for Node.js of at least this version and for npm, and installs what the lock file in
/// `folder` (below the project's root) names.
pub(crate) fn prepare(
    project: &Project,
    suite: &str,
    folder: &str,
    node: [u32; 3],
) -> Result<(), Missing> {
    let wanted = node.map(|part| part.to_string()).join(".");
    let found = Cmd::new(project, "node", ["--version"])
        .capture()
        .map_err(|_| Missing::setup(suite, format!("no Node.js; {wanted} or later is needed")))?;
    if version(&found).is_none_or(|found| found < node) {
        let what = format!("Node.js is {}, not {wanted} or later", found.trim());
        return Err(Missing::setup(suite, what));
    }
    install(project, &project.root.join(folder)).map_err(|what| Missing {
        what: format!("{what}; is npm's registry within reach?"),
        command: format!("npm --prefix {folder} ci"),
    })
}

/// The three numbers of `v20.20.2`.
fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    let mut next = || parts.next()?.parse().ok();
    Some([next()?, next()?, next()?])
}

/// Installs what the lock file names, unless that is there already.
fn install(project: &Project, folder: &Path) -> Result<(), String> {
    let lock = folder.join("package-lock.json");
    let lock = files::read_bytes(&lock)?;
    // A copy of the lock file, put there when the installation was complete.
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    Cmd::new(project, "npm", ["ci"]).directory(folder).run()?;
    files::write(&stamp, lock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_compared_as_numbers() {
        assert_eq!(version("v20.20.2\n"), Some([20, 20, 2]));
        assert!(version("v9.0.0") < Some([18, 20, 1]));
        assert!(version("v18.20.4") > Some([18, 20, 1]));
        assert_eq!(version("20"), None);
    }
}
