//! Writes the Swift and Kotlin code over tvpass's uniffi layer, as it is committed: what uniffi's
//! generator makes of a library, finished for apps.
//!
//! `tvpass-bindgen LIBRARY FOLDER` writes below `FOLDER` what stands in the same places below the
//! project's root. `cargo xtask bindings` runs it.

mod kotlin;
mod names;
mod results;
mod shown;
mod swift;

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenPaths, BindgenPathsLayer};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).map(Utf8PathBuf::from).collect();
    let [library, folder] = arguments.as_slice() else {
        eprintln!("usage: tvpass-bindgen LIBRARY FOLDER");
        return ExitCode::from(2);
    };
    match write(library, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("tvpass-bindgen: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn write(library: &Utf8Path, folder: &Utf8Path) -> Outcome<()> {
    let raw = folder.join("as-generated");
    generate(library, &raw)?;
    let read = |name: &str| {
        let file = raw.join(name);
        fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))
    };
    let (internal, public) = kotlin::finish(&read("dev/tvpass/internal/tvpass.kt")?)?;
    let swift = swift::finish(&read("TVPassCore.swift")?)?;
    for (place, text) in [
        ("swift/Sources/TVPass/generated/Core.swift", swift),
        (
            "swift/Sources/TVPassFFI/generated/TVPassFFI.h",
            read("TVPassFFI.h")?,
        ),
        (
            "swift/Sources/TVPassFFI/generated/module.modulemap",
            read("TVPassFFI.modulemap")?,
        ),
        ("kotlin/generated/dev/tvpass/internal/tvpass.kt", internal),
        ("kotlin/generated/dev/tvpass/Results.kt", public),
    ] {
        let file = folder.join("bindings").join(place);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(&file, text).map_err(|e| format!("{file}: {e}"))?;
    }
    Ok(fs::remove_dir_all(&raw)?)
}

/// uniffi's own code, with the names in `uniffi.toml`.
fn generate(library: &Utf8Path, folder: &Utf8Path) -> Outcome<()> {
    let mut paths = BindgenPaths::default();
    paths.add_layer(Root);
    let options = GenerateOptions {
        languages: vec![TargetLanguage::Swift, TargetLanguage::Kotlin],
        source: library.to_owned(),
        out_dir: folder.to_owned(),
        ..GenerateOptions::default()
    };
    generate_with_bindgen_paths(options, paths).map_err(|e| format!("{library}: {e:#}").into())
}

/// Where the library's `uniffi.toml` is.
struct Root;

impl BindgenPathsLayer for Root {
    fn get_crate_root(&self, name: &str) -> Option<Utf8PathBuf> {
        let here = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = here.parent()?.parent()?;
        (name == "tvpass").then(|| root.to_owned())
    }
}
