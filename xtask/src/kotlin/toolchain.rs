//! The JDK and Maven.

use crate::apt::Apt;
use crate::command::{Cmd, which};
use crate::project::Project;
use crate::suite::Missing;

/// The oldest JDK that the build runs on: the tools for the shrunk build need it.
const JDK: u32 = 17;

pub(crate) fn prepare(project: &Project) -> Result<(), Missing> {
    let found = Cmd::new(project, "javac", ["-version"])
        .capture()
        .map_err(|_| Missing::setup("kotlin", format!("no JDK; {JDK} or later is needed")))?;
    if jdk(&found).is_none_or(|found| found < JDK) {
        let what = format!("the JDK is {}, not {JDK} or later", found.trim());
        return Err(Missing::setup("kotlin", what));
    }
    which("mvn")
        .map(drop)
        .ok_or_else(|| Missing::setup("kotlin", "Maven (mvn) is not on the PATH"))
}

/// The major version in `javac 17.0.15`.
fn jdk(text: &str) -> Option<u32> {
    let version = text.trim().strip_prefix("javac ")?;
    version.split(['.', '-', '+']).next()?.parse().ok()
}

pub(crate) fn setup(project: &Project, apt: &Apt<'_>) -> Result<(), String> {
    let mut packages = Vec::new();
    if Cmd::new(project, "javac", ["-version"]).capture().is_err() {
        packages.push("default-jdk-headless");
    }
    if which("mvn").is_none() {
        packages.push("maven");
    }
    if packages.is_empty() {
        return Err("the JDK on the PATH is too old; put a newer one first on the PATH".to_owned());
    }
    apt.install(&packages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jdk_versions_are_compared_as_numbers() {
        assert_eq!(jdk("javac 17.0.15\n"), Some(17));
        assert!(jdk("javac 9.0.4") < Some(JDK));
        assert_eq!(jdk("javac 25-ea"), Some(25));
        assert_eq!(jdk("javac 1.8.0_292"), Some(1));
        assert_eq!(jdk("openjdk 17"), None);
    }
}
