//! Keeps the folders of the machine that builds out of what is shipped: two machines make the same file, and none tells its user's name.
//!
//! rustc writes the names of source files into messages and symbols. The folders in front of them are replaced: the checkout's, those of
//! the downloaded packages, and that of std's sources, which rustc looks up if they are installed.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::command::{Cmd, about};
use crate::project::Project;

/// `cargo` with `flags` for rustc and with those that replace folders, beside what the caller's environment or configuration says.
/// `target` is what is built for; `cargo` uses `rustc`.
pub(crate) fn hidden(
    project: &Project,
    cargo: Cmd,
    rustc: &str,
    target: &str,
    flags: &[&str],
) -> Result<Cmd, String> {
    let mut flags: Vec<_> = flags.iter().map(|flag| (*flag).to_owned()).collect();
    flags.extend(replacing(project, rustc, target)?);
    let variable = |name| std::env::var(name).ok();
    // Either variable would stand in place of the configuration.
    let told = variable("CARGO_ENCODED_RUSTFLAGS")
        .map(|told| told.split('\x1f').map(str::to_owned).collect())
        .or_else(|| {
            Some(
                variable("RUSTFLAGS")?
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            )
        });
    Ok(match told {
        Some(told) => cargo.env(
            "CARGO_ENCODED_RUSTFLAGS",
            [told, flags].concat().join("\x1f"),
        ),
        None => cargo.args(["--config".to_owned(), configuration(&flags)]),
    })
}

/// `cargo xtask paths TARGET`: the same for a script that calls cargo, as the text behind its option `--config`.
pub(crate) fn main(arguments: &[String]) -> crate::Outcome {
    let [target] = arguments else {
        return crate::Outcome::Usage("paths needs a Rust target".to_owned());
    };
    match Project::find().and_then(|project| replacing(&project, "rustc", target)) {
        Ok(flags) => {
            println!("{}", configuration(&flags));
            crate::Outcome::Done
        }
        Err(reason) => crate::Outcome::Failed(reason),
    }
}

/// Cargo's own setting, which it joins with a target's.
fn configuration(flags: &[String]) -> String {
    format!("target.\"cfg(all())\".rustflags={flags:?}")
}

fn replacing(project: &Project, rustc: &str, target: &str) -> Result<Vec<String>, String> {
    let sysroot = Cmd::new(project, rustc, ["--print=sysroot"]).capture()?;
    let std = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
    let hash = about(project, rustc, "commit-hash")?;
    let mut folders: Vec<_> = packages(project, target)?
        .into_iter()
        .map(|folder| (folder, "/packages".to_owned()))
        .collect();
    // rustc takes the last that fits: a checkout may hold its own packages.
    folders.insert(
        0,
        (project.root.display().to_string(), "/tvpass".to_owned()),
    );
    folders.extend(
        [std.canonicalize().ok(), Some(std)]
            .into_iter()
            .flatten()
            .map(|folder| (folder.display().to_string(), format!("/rustc/{hash}"))),
    );
    Ok(folders
        .into_iter()
        .map(|(folder, name)| format!("--remap-path-prefix={folder}={name}"))
        .collect())
}

/// Where cargo keeps the sources of the packages that the library is made of: a registry's folder, named after the registry.
fn packages(project: &Project, target: &str) -> Result<BTreeSet<String>, String> {
    let arguments = [
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform",
    ];
    let text = Cmd::cargo(project, arguments).args([target]).capture()?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.ok_or("cargo metadata lists no packages")?;
    Ok(packages
        .iter()
        .filter(|package| package.get("source").is_some_and(Value::is_string))
        .filter_map(|package| {
            Path::new(package.get("manifest_path")?.as_str()?)
                .ancestors()
                .nth(2)
        })
        .map(|folder| folder.display().to_string())
        .collect())
}
