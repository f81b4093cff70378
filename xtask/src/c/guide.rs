//! `docs/firmware.md` as something to carry out: what it says to type, and its toolchain file.

use std::fs;

use crate::project::Project;

/// Where the page installs the library.
pub(crate) const PREFIX: &str = "/opt/tvpass";
/// Where the page's sandbox listens.
pub(crate) const SANDBOX: &str = "http://127.0.0.1:8480";

pub(crate) struct Guide(String);

impl Guide {
    pub(crate) fn read(project: &Project) -> Result<Self, String> {
        let file = project.root.join("docs/firmware.md");
        fs::read_to_string(&file)
            .map(Self)
            .map_err(|e| format!("{}: {e}", file.display()))
    }

    /// What the page says to type, line by line.
    pub(crate) fn commands(&self) -> Vec<&str> {
        let blocks = self.0.split("```console\n").skip(1);
        let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
        lines.filter_map(|line| line.strip_prefix("$ ")).collect()
    }

    /// Those that start with these words.
    pub(crate) fn starting_with(&self, words: &str) -> Vec<&str> {
        let mut commands = self.commands();
        commands.retain(|command| command.starts_with(words));
        commands
    }

    /// The toolchain file for CMake.
    pub(crate) fn toolchain(&self) -> Result<&str, String> {
        let mut blocks = self.0.split("```cmake\n").skip(1);
        blocks
            .find(|block| block.contains("CMAKE_SYSTEM_NAME"))
            .and_then(|block| block.split("```").next())
            .ok_or_else(|| "docs/firmware.md has no toolchain file".to_owned())
    }
}
