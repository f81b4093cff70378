//! Keeps the folders of the machine that builds out of what is shipped: two machines make the same
//! file, and none tells its user's name.
//!
//! rustc writes the names of source files into messages and symbols. The folders in front of them
//! are replaced: the checkout's, those of the downloaded packages, and that of std's sources, which
//! rustc looks up if they are installed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::command::{Cmd, about};
use crate::manifest::packages;
use crate::outcome::Outcome;
use crate::project::Project;

/// A cargo, given what it shall do.
pub(crate) type Cargo = fn(&Project, &str) -> Cmd;

/// `cargo rustc` with `flags` for rustc and those that replace folders, besides what the caller's
/// environment or configuration says.
pub(crate) fn hidden(
    project: &Project,
    (cargo, rustc): (Cargo, &str),
    target: &str,
    flags: &[&str],
) -> Result<Cmd, String> {
    let own = flags.iter().map(|flag| (*flag).to_owned());
    let flags = own.chain(replacing(project, (cargo, rustc), target)?);
    let variable = |name| std::env::var(name).ok();
    // Either variable would stand in place of the configuration.
    let told = variable("CARGO_ENCODED_RUSTFLAGS")
        .or_else(|| Some(variable("RUSTFLAGS")?.trim().replace(' ', "\x1f")));
    let cargo = cargo(project, "rustc");
    Ok(match told {
        Some(told) => {
            let flags: Vec<_> = [told].into_iter().chain(flags).collect();
            let flags = flags.join("\x1f");
            cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.trim_matches('\x1f'))
        }
        None => cargo.args(["--config".to_owned(), configuration(flags.collect())]),
    })
}

/// `cargo xtask paths TARGET`: the same for a script that calls cargo, as the text behind its
/// option `--config`.
pub(crate) fn main(arguments: &[String]) -> Outcome {
    let [target] = arguments else {
        return Outcome::Usage("paths needs a Rust target".to_owned());
    };
    let cargo = |project: &Project, command: &str| Cmd::cargo(project, [command]);
    let flags = Project::find().and_then(|project| replacing(&project, (cargo, "rustc"), target));
    flags
        .map(|flags| println!("{}", configuration(flags)))
        .into()
}

/// Cargo's own setting, which it joins with a target's.
fn configuration(flags: Vec<String>) -> String {
    format!("target.\"cfg(all())\".rustflags={flags:?}")
}

fn replacing(
    project: &Project,
    (cargo, rustc): (Cargo, &str),
    target: &str,
) -> Result<Vec<String>, String> {
    let metadata = ["--locked", "--format-version=1", "--filter-platform"];
    let packages = packages(&cargo(project, "metadata").args(metadata).args([target]))?;
    // Of those from elsewhere, the folder that holds them all: a registry's, named after the
    // registry.
    let downloaded = packages
        .iter()
        .filter(|package| !package["source"].is_null());
    let registries: BTreeSet<_> = downloaded
        .filter_map(|package| {
            Path::new(package["manifest_path"].as_str()?)
                .ancestors()
                .nth(2)
        })
        .collect();
    let sysroot = Cmd::new(project, rustc, ["--print=sysroot"]).capture()?;
    let std = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
    // Debian's is a link, which rustc follows.
    let real = std.canonicalize().unwrap_or_else(|_| std.clone());
    let std_name = format!("/rustc/{}", about(project, rustc, "commit-hash")?);
    // rustc takes the last that fits: a checkout may hold the packages.
    let folders = std::iter::once((project.root.as_path(), "/tvpass"))
        .chain(registries.into_iter().map(|folder| (folder, "/packages")))
        .chain([(std.as_path(), std_name.as_str()), (&real, &std_name)]);
    Ok(folders
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
        .collect())
}
