//! The packages as a Maven repository in a folder, as Maven Central takes it for a bundle: each
//! file with its checksums, and with a signature if a key is named.

use std::env;
use std::path::{Path, PathBuf};

use super::pom::Package;
use crate::command::Cmd;
use crate::files;
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
    files::make(&folder)?;
    for (from, ending) in [
        (&files.main, format!(".{}", package.packaging)),
        (&files.sources, "-sources.jar".to_owned()),
        (&files.documentation, "-javadoc.jar".to_owned()),
        (&files.pom, ".pom".to_owned()),
    ] {
        let to = folder.join(format!("{name}-{version}{ending}"));
        files::copy(from, &to)?;
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
    files::write(name, text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;

    use super::*;
    use crate::kotlin::pom::TESTING;

    #[test]
    fn each_file_lies_where_maven_looks_with_its_checksums() {
        let project = Project::find().unwrap();
        let name = format!("tvpass-repository-{}", std::process::id());
        let root = env::temp_dir().join(name);
        fs::create_dir_all(&root).unwrap();
        let file = |name: &str| {
            let file = root.join(name);
            fs::write(&file, "abc").unwrap();
            file
        };
        let files = Files {
            main: file("main"),
            sources: file("sources"),
            documentation: file("documentation"),
            pom: file("pom"),
        };
        let repository = root.join("repository");
        add(&project, &repository, &TESTING, &files).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        let folder = repository.join("dev/tvpass/tvpass-testing").join(version);
        for ending in [".jar", "-sources.jar", "-javadoc.jar", ".pom"] {
            let read = |more: &str| {
                let name = format!("tvpass-testing-{version}{ending}{more}");
                fs::read_to_string(folder.join(name)).unwrap()
            };
            assert_eq!(read(""), "abc");
            // RFC 1321, A.5; FIPS 180, the example of one block.
            assert_eq!(read(".md5"), "900150983cd24fb0d6963f7d28e17f72");
            assert_eq!(read(".sha1"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        }
        fs::remove_dir_all(&root).unwrap();
    }
}
