//! Python packages that suites pin by `requirements.txt`, hashes included: the Python that they
//! need, and a virtual environment with them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Cmd;
use crate::files;
use crate::project::Project;
use crate::suite::{Missing, Packages};

/// The oldest Python that the pinned packages run on; Debian 12 has it.
const OLDEST: [u32; 2] = [3, 11];

/// Python, and its module venv, which Debian has in a package of its own.
pub(crate) const PACKAGES: Packages = &[("python3", "python3"), ("", "python3-venv")];

/// Looks for Python that is not older than [`OLDEST`], and installs what `requirements.txt` in
/// `folder` (below the project's root) names into an environment of its own under `.tools`.
pub(crate) fn prepare(project: &Project, suite: &str, folder: &str) -> Result<(), Missing> {
    let found = Cmd::new(project, "python3", ["--version"]).capture();
    let found = found.map_err(|what| Missing::setup(suite, what))?;
    if version(&found).is_none_or(|found| found < OLDEST) {
        let [major, minor] = OLDEST;
        let what = format!("{} is not Python {major}.{minor} or later", found.trim());
        return Err(Missing::setup(suite, what));
    }
    let ensurepip = Cmd::new(project, "python3", ["-c", "import ensurepip, venv"]).capture();
    ensurepip.map_err(|_| Missing::setup(suite, "python3 has no module venv"))?;
    install(project, folder).map_err(|what| Missing {
        what: format!("{what}; is Python's package index within reach?"),
        command: format!("cargo xtask setup {suite}"),
    })
}

/// A program of the environment that [`prepare`] makes for `folder`.
pub(crate) fn program(project: &Project, folder: &str, name: &str) -> PathBuf {
    environment(project, folder).join("bin").join(name)
}

fn environment(project: &Project, folder: &str) -> PathBuf {
    let name = Path::new(folder).file_name().unwrap_or_default();
    project.tools().join("python").join(name)
}

/// The first two numbers of `Python 3.11.7`.
fn version(text: &str) -> Option<[u32; 2]> {
    let mut parts = text.trim().strip_prefix("Python ")?.split('.');
    let mut next = || parts.next()?.parse().ok();
    Some([next()?, next()?])
}

/// Makes the environment anew, unless it has what the file names already.
fn install(project: &Project, folder: &str) -> Result<(), String> {
    let wanted = project.root.join(folder).join("requirements.txt");
    let pinned = files::read_bytes(&wanted)?;
    let target = environment(project, folder);
    // A copy of the file, put there when the installation was complete.
    let stamp = target.join("installed.txt");
    let is_complete = fs::read(&stamp).is_ok_and(|installed| installed == pinned);
    // A Python that was updated or taken away leaves an environment that does not start.
    let python = program(project, folder, "python");
    if is_complete && Cmd::new(project, &python, ["--version"]).capture().is_ok() {
        return Ok(());
    }
    let make = ["-m", "venv", "--clear"];
    Cmd::new(project, "python3", make).args([&target]).run()?;
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    Cmd::new(project, &python, pip)
        .args([
            "--require-hashes",
            "--no-deps",
            "--only-binary=:all:",
            "--requirement",
        ])
        .args([&wanted])
        .run()?;
    files::write(&stamp, pinned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_versions_are_compared_as_numbers() {
        assert_eq!(version("Python 3.11.7\n"), Some([3, 11]));
        assert!(version("Python 3.9.2") < Some(OLDEST));
        assert!(version("Python 3.13.0rc1") > Some(OLDEST));
        assert_eq!(version("3.11"), None);
    }
}
