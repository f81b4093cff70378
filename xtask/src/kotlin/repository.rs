//! The packages as a Maven repository in a folder, as Maven Central takes it for a bundle: each
//! file with its checksums, and with a signature if a key is named.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::pom::Package;
use crate::command::Cmd;
use crate::project::Project;

/// Where a package's files lie.
pub(super) struct Files {
    pub(super) main: PathBuf,
    pub(super) sources: PathBuf,
    pub(super) documentation: PathBuf,
    pub(super) pom: PathBuf,
}

/// Copies the files of a package to where Maven and Gradle look for them below `repository`.
pub(super) fn add(
    project: &Project,
    repository: &Path,
    package: &Package,
    files: &Files,
) -> Result<(), String> {
    let version = env!("CARGO_PKG_VERSION");
    let name = package.name;
    let folder = repository.join("dev/tvpass").join(name).join(version);
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for (from, ending) in [
        (&files.main, format!(".{}", package.packaging)),
        (&files.sources, "-sources.jar".to_owned()),
        (&files.documentation, "-javadoc.jar".to_owned()),
        (&files.pom, ".pom".to_owned()),
    ] {
        let to = folder.join(format!("{name}-{version}{ending}"));
        fs::copy(from, &to).map_err(|e| format!("{}: {e}", from.display()))?;
        seal(project, &to)?;
    }
    Ok(())
}

/// The checksums that Maven Central requires, and a signature by the key that
/// `TVPASS_SIGNING_KEY` names to gpg.
fn seal(project: &Project, file: &Path) -> Result<(), String> {
    for (tool, ending) in [("md5sum", "md5"), ("sha1sum", "sha1")] {
        let line = Cmd::new(project, tool, [file]).capture()?;
        let sum = line
            .split_whitespace()
            .next()
            .ok_or_else(|| format!("{tool} says nothing"))?;
        beside(file, ending, sum)?;
    }
    match env::var_os("TVPASS_SIGNING_KEY") {
        Some(key) => Cmd::new(project, "gpg", ["--batch", "--yes", "--armor"])
            .args(["--local-user".into(), key, "--detach-sign".into()])
            .args([file])
            .run(),
        None => Ok(()),
    }
}

fn beside(file: &Path, ending: &str, text: &str) -> Result<(), String> {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    fs::write(&name, text).map_err(|e| format!("{}: {e}", PathBuf::from(&name).display()))
}
