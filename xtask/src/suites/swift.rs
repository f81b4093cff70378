//! Suite `swift`: the Swift package, by Swift's own compiler, against the sandbox.
//!
//! The sources for Apple's systems and the documentation are checked as far as that goes without a
//! Mac: on tvOS, by night on iOS and macOS, too.

use std::path::PathBuf;

use crate::bindings;
use crate::c::sandbox;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;
use crate::suite::{Steps, Suite};
use crate::swift;
use crate::swift_api;

pub(crate) const SUITE: Suite = Suite {
    name: "swift",
    about: "the Swift package: no warnings in Swift 6 and 5 mode, tests against the sandbox",
    packages: &[swift::PACKAGES],
    prepare: swift::prepare,
    setup: swift::setup,
    nightly: true,
    run,
};

/// The package's folder, the library's, and where Swift builds, as Swift sees them.
struct Places {
    library: String,
    scratch: String,
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&sandbox::program(project));
    steps.run(&bindings::library(project, "staticlib"));
    steps.note(place_library(project));
    steps.note(without_tls(project));

    let root = swift::root(project);
    let places = Places {
        library: format!("-L{root}/target/swift-lib"),
        scratch: format!("--scratch-path={root}/target/swift"),
    };
    let command = |program: &str, arguments: &[&str]| {
        swift::command(project, program).args(arguments.iter().copied())
    };
    let package = |arguments: &[&str]| command("swift", arguments);
    let strict = ["-Xswiftc", "-warnings-as-errors"];
    let link = ["-Xlinker", places.library.as_str()];
    let build = ["build", "--build-tests", places.scratch.as_str()];
    steps.run(&package(&build).args(link).args(strict));
    let test = ["test", "--skip-build", places.scratch.as_str()];
    steps.run(&package(&test).args(link).args(strict));
    let scratch = format!("{root}/target/swift");
    let libraries = format!("{root}/target/swift-lib");
    let systems = match steps.nightly {
        true => &["tvOS", "iOS", "macOS"][..],
        false => &["tvOS"],
    };
    let check = [&[scratch.as_str(), libraries.as_str()][..], systems].concat();
    steps.run(&command("./check-apple.sh", &check));
    steps.run(&command("./check-docs.sh", &[&scratch]));
    steps.note(swift_api::compare(project));
    let library = format!("{libraries}/libtvpass.a");
    let scratch = format!("{root}/target/swift-app");
    steps.run(&command("./check-package.sh", &[&scratch, &library]));
    let scratch = format!("{root}/target/swift-mac");
    steps.run(&command("./check-dist.sh", &[&scratch]));
    // An app in Swift 5 mode compiles the package in its own mode, as the last steps show; this is
    // for those who copy the sources.
    if let Some(sources) = steps.need(sources(project)) {
        let check = [
            "-typecheck",
            "-parse-as-library",
            "-whole-module-optimization",
            "-swift-version",
            "5",
            "-warnings-as-errors",
            "-module-name",
            "TVPass",
            "-Xcc",
            "-fmodule-map-file=Sources/TVPassFFI/generated/module.modulemap",
        ];
        steps.run(&command("swiftc", &check).args(sources));
    }
}

/// The package's own sources, as seen from its folder.
fn sources(project: &Project) -> Result<Vec<PathBuf>, String> {
    let package = project.root.join("bindings/swift");
    let module = package.join("Sources/TVPass");
    // What is generated is left out of the list of files that people write.
    let generated = files::by_hand(module.join("generated"))?;
    let files = files::by_hand(module)?.into_iter().chain(generated);
    let sources = files.filter(|file| file.extension().is_some_and(|kind| kind == "swift"));
    let relative = sources.filter_map(|file| Some(file.strip_prefix(&package).ok()?.to_owned()));
    Ok(relative.collect())
}

/// What Swift links has neither the HTTP client nor its TLS inside: those are the platform's own.
fn without_tls(project: &Project) -> Result<(), String> {
    let library = project.root.join("target/swift-lib/libtvpass.a");
    println!("$ nm libtvpass.a (no TLS inside)");
    let symbols = Cmd::new(project, "nm", [library]).capture()?;
    // The functions that it is there for: the list is a list of symbols.
    if !symbols.contains("ffi_tvpass_uniffi_contract_version") {
        return Err("nm does not list the library's functions".to_owned());
    }
    // Crates, as Rust mangles their names: with the length in front.
    let forbidden = ["4ureq", "6rustls", "6webpki", "7openssl", "10native_tls"];
    let found = forbidden
        .iter()
        .chain(&["ring_core", "SSL_"])
        .find(|name| symbols.contains(**name));
    found.map_or(Ok(()), |name| {
        Err(format!("the library for Swift has {name} inside"))
    })
}

/// A folder with nothing but the static library: the linker prefers a shared one beside it.
fn place_library(project: &Project) -> Result<(), String> {
    let built = project
        .root
        .join(bindings::TARGET)
        .join("debug/libtvpass.a");
    files::copy(built, project.root.join("target/swift-lib/libtvpass.a"))
}
