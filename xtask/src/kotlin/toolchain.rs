//! The JDK and Maven.

use crate::command::Cmd;
use crate::project::Project;
use crate::suite::{Missing, Packages};

/// The oldest JDK that the build runs on: the tools for the shrunk build need it.
const JDK: u32 = 17;

pub(crate) const PACKAGES: Packages = &[
    ("javac", "default-jdk-headless"),
    ("mvn", "maven"),
    ("", "libgl1"),
    ("", "libx11-6"),
    ("", "libfontconfig1"),
];

/// What the example's screens are drawn with in the tests links these.
const DRAWING: [&str; 3] = ["libGL.so.1", "libX11.so.6", "libfontconfig.so.1"];

pub(crate) fn prepare(project: &Project) -> Result<(), Missing> {
    let found = Cmd::new(project, "javac", ["-version"])
        .capture()
        .map_err(|what| Missing::setup("kotlin", what))?;
    if jdk(&found).is_none_or(|found| found < JDK) {
        let what = format!("the JDK is {}, not {JDK} or later", found.trim());
        return Err(Missing::setup("kotlin", what));
    }
    match missing_for_drawing(project).first() {
        Some(library) => Err(Missing::setup("kotlin", format!("no {library}"))),
        None => Ok(()),
    }
}

/// Those of [`DRAWING`] that the linker does not find. Without a list of what it finds, as on other
/// systems than Linux, the tests tell.
fn missing_for_drawing(project: &Project) -> Vec<&'static str> {
    let found = Cmd::new(project, "/sbin/ldconfig", ["-p"]).capture();
    found.map_or_else(|_| Vec::new(), |found| not_in(&found))
}

fn not_in(found: &str) -> Vec<&'static str> {
    let is_there = |name: &str| {
        found
            .lines()
            .any(|line| line.split_whitespace().next() == Some(name))
    };
    DRAWING
        .into_iter()
        .filter(|library| !is_there(library))
        .collect()
}

/// The major version in `javac 17.0.15`.
fn jdk(text: &str) -> Option<u32> {
    let version = text.trim().strip_prefix("javac ")?;
    version.split(['.', '-', '+']).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_missing_if_the_linker_does_not_list_it() {
        let found = "2 libs found\n\tlibGL.so.1 (libc6,x86-64) => /lib/libGL.so.1\n\tlibX11.so.6.1 (libc6) => /x\n";
        assert_eq!(not_in(found), [DRAWING[1], DRAWING[2]]);
    }

    #[test]
    fn jdk_versions_are_compared_as_numbers() {
        assert_eq!(jdk("javac 17.0.15\n"), Some(17));
        assert!(jdk("javac 9.0.4") < Some(JDK));
        assert_eq!(jdk("javac 25-ea"), Some(25));
        assert_eq!(jdk("javac 1.8.0_292"), Some(1));
        assert_eq!(jdk("openjdk 17"), None);
    }
}
