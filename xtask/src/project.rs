//! Where the project lies.

use std::path::{Path, PathBuf};

/// The checkout that this program was compiled from.
pub(crate) struct Project {
    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where its cargo keeps what it downloads, if not where this program's does.
    pub(crate) cargo_home: Option<PathBuf>,
}

/// The name of the library's package.
pub(crate) const LIBRARY: &str = "tvpass";

impl Project {
    pub(crate) fn find() -> Result<Self, String> {
        let manifest_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest_dir
            .parent()
            .ok_or("xtask is not inside a workspace")?;
        if !root.join("Cargo.toml").is_file() {
            return Err(format!(
                "{} has no Cargo.toml: was the checkout moved? Build xtask again",
                root.display()
            ));
        }
        Ok(Self {
            root: root.to_owned(),
            cargo_home: None,
        })
    }

    /// The folder for tools that need no administrator rights; git ignores it.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }
}
