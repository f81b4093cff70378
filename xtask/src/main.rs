//! The project's own commands: `cargo xtask test`, `cargo xtask setup`, `cargo xtask bindings`,
//! `cargo xtask help`.
//!
//! Everybody who tries the project compiles this first, so it stays small: std and `serde_json`.
//! Each command is one file; each test suite is one file under `suites/`.
#![forbid(unsafe_code)]

mod api;
mod apt;
mod bench;
mod bindings;
mod c;
mod circles;
mod command;
mod dist;
mod files;
mod fuzz;
mod header;
mod kotlin;
mod lanes;
mod manifest;
mod npm;
mod outcome;
mod paths;
mod project;
mod python;
mod ready;
mod setup;
mod simulate;
mod suite;
mod suites;
mod swift;
mod swift_api;
mod test;
mod times;

use std::process::ExitCode;

use outcome::Outcome;
use project::Project;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [SUITE…]     run the named test suites, or all; one whose toolchain is missing is skipped and listed
    --without SUITE   all but that suite, in test and in setup
    --all             a skipped suite is a failure (what .ci/run does)
    --nightly         what takes long, of the suites that have such: each seed, each machine
    --setup           what they need is installed first, as setup does, beside those that need nothing
  setup [SUITE…]    install what the suites need: Debian packages (as root or with sudo), npm packages
  header            write include/tvpass.h, the C header, from the sources
  bindings          generate the Swift and Kotlin code from the library anew
  simulate [calls|flows] [--devices N] [--seeds A..B]
                    the simulations of calls and of flows, or one of them; without options 10,000 devices for each of
                    the seeds 1 to 1,000
  fuzz [TARGET…] [--seconds N]
                    the fuzz targets, 60 s each unless said otherwise
  dist c [--prefix DIR] [--http] [--without-flows] [--firmware [--abort]] [--relr] [--target TRIPLE]
                    build and install the C library
  dist kotlin       assemble the AAR for Android, and the jars, under target/kotlin
  dist swift        make the Swift package with the libraries for Apple's systems, on a Mac
  paths TARGET      cargo's setting that keeps this machine's folders out of a library, for dist.sh
  abi               record the C library's ABI
  api               record the public Rust API
  swift-api         record the Swift package's public API, as suite swift saw it last
  bench [SECTION…]  what a logout costs, beside the same by hand
    --record          into docs/notes/measured.txt
    --quick           without slow builds
    --bless           record what suite bench guards
  help              this text, and the suites";

fn main() -> ExitCode {
    let arguments: Vec<String> = match std::env::args_os()
        .skip(1)
        .map(|a| a.into_string())
        .collect()
    {
        Ok(arguments) => arguments,
        Err(raw) => return usage(&format!("not UTF-8: {}", raw.to_string_lossy())),
    };
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => return usage("no command given"),
    };
    let outcome = match name {
        "test" => test::main(rest),
        lanes::COMMAND => lanes::main(rest),
        "setup" => setup::main(rest),
        "fuzz" => fuzz::main(rest),
        "paths" => paths::main(rest),
        "simulate" => simulate::main(rest),
        "bench" => bench::main(rest),
        "help" | "--help" | "-h" => {
            help();
            Outcome::Done
        }
        "dist" => match rest.split_first() {
            Some((what, rest)) if what == "c" => dist::main(rest),
            Some((what, rest)) if what == "kotlin" => alone(kotlin::dist::package, rest),
            Some((what, rest)) if what == "swift" => alone(dist::swift, rest),
            _ => Outcome::Usage("dist makes a package: dist c, dist swift, dist kotlin".to_owned()),
        },
        "header" => alone(header::write, rest),
        "api" => alone(api::record, rest),
        "abi" => alone(c::abi::record, rest),
        "swift-api" => alone(swift_api::record, rest),
        "bindings" => alone(bindings::write, rest),
        other => Outcome::Usage(format!("no command is called {other:?}")),
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Failed(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
        Outcome::Usage(reason) => usage(&reason),
    }
}

/// Runs a command that takes no arguments.
fn alone(command: fn(&Project) -> Result<(), String>, arguments: &[String]) -> Outcome {
    match arguments.first() {
        Some(argument) => Outcome::Usage(format!("this command takes no argument {argument}")),
        None => Project::find().and_then(|project| command(&project)).into(),
    }
}

fn usage(reason: &str) -> ExitCode {
    eprintln!("cargo xtask: {reason}; cargo xtask help says what there is");
    ExitCode::from(2)
}

fn help() {
    println!("{USAGE}\n\nsuites:");
    for suite in suites::ALL {
        println!("  {:<10} {}", suite.name, suite.about);
    }
    println!("\nfuzz targets: {}", fuzz::TARGETS.join(", "));
}
