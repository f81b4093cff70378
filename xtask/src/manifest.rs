//! What the manifests say, so that no feature or version is written down twice.

use serde_json::Value;

use crate::command::Cmd;
use crate::project::{LIBRARY, Project};

/// The library as its manifest describes it.
pub(crate) struct Library {
    /// Every feature but `default`, in alphabetical order.
    pub(crate) features: Vec<String>,
    /// The oldest Rust that the manifest promises, such as `1.85`.
    pub(crate) rust_version: String,
}

/// What `cargo metadata` says about the library.
pub(crate) fn library(project: &Project) -> Result<Library, String> {
    let metadata = ["metadata", "--locked", "--no-deps", "--format-version=1"];
    let packages = packages(&Cmd::cargo(project, metadata))?;
    let package = packages
        .iter()
        .find(|p| p.get("name").and_then(Value::as_str) == Some(LIBRARY))
        .ok_or_else(|| format!("cargo metadata names no package {LIBRARY}"))?;
    let features = package
        .get("features")
        .and_then(Value::as_object)
        .ok_or("cargo metadata lists no features")?
        .keys()
        .filter(|name| *name != "default")
        .cloned()
        .collect();
    let rust_version = package
        .get("rust_version")
        .and_then(Value::as_str)
        .ok_or_else(|| format!("{LIBRARY}'s Cargo.toml states no rust-version"))?
        .to_owned();
    Ok(Library {
        features,
        rust_version,
    })
}

/// The packages that `cargo metadata` tells about.
pub(crate) fn packages(metadata: &Cmd) -> Result<Vec<Value>, String> {
    let text = metadata.capture()?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    packages
        .cloned()
        .ok_or_else(|| "cargo metadata lists no packages".to_owned())
}
