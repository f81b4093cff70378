//! A CMake project outside of the source tree, with an installed library that was moved there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// A folder that is nobody else's, removed at the end.
pub(crate) struct Outside(pub(crate) PathBuf);

impl Outside {
    pub(crate) fn new(name: &str) -> Result<Self, String> {
        let folder = std::env::temp_dir().join(format!("tvpass-{name}-{}", std::process::id()));
        files::make(&folder)?;
        Ok(Self(folder))
    }

    /// A copy of an installed library, links and all: that it may be moved is a promise.
    pub(crate) fn moved(&self, project: &Project, prefix: &Path) -> Result<PathBuf, String> {
        let moved = self.0.join("moved");
        Cmd::new(project, "cp", ["-a"])
            .args([prefix, &moved])
            .run()
            .map(|()| moved)
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Configures, builds and runs the project of `tests/capi/consumer`.
pub(crate) fn test(
    project: &Project,
    outside: &Outside,
    prefix: &Path,
    options: &[String],
) -> Result<(), String> {
    let source = outside.0.join("source");
    files::make(&source)?;
    for file in ["CMakeLists.txt", "main.c", "main.cpp"] {
        let from = project.root.join("tests/capi/consumer").join(file);
        files::copy(&from, source.join(file))?;
    }
    let cmake = |program: &str, arguments: &[&str]| {
        Cmd::new(project, program, arguments.iter().copied()).directory(&outside.0)
    };
    cmake("cmake", &["-S", "source", "-B", "build"])
        .args([format!("-DCMAKE_PREFIX_PATH={}", prefix.display())])
        .args(options)
        .run()?;
    cmake("cmake", &["--build", "build"]).run()?;
    let test = [
        "--test-dir",
        "build",
        "--output-on-failure",
        "--no-tests=error",
    ];
    cmake("ctest", &test).run()
}
