//! Suite `cross`: the C test program on other machines, by qemu. By night also the toolchain file
//! of `docs/firmware.md`, the tests under ThreadSanitizer, on this machine, and a type check for
//! those that cannot be run here.
//!
//! Debian's own Rust has its standard library as sources, from which it is rebuilt for each target;
//! so no target has to be downloaded, and each takes minutes. armv7 is what set-top boxes are (32
//! bits): always. By night aarch64, what they become, and s390x, where bytes are the other way
//! round.

use std::path::Path;

use super::c::{at_home, notices, quiet};
use crate::c::archive::Binutils;
use crate::c::consumer::{self, Outside};
use crate::c::dist::{self, Options, REBUILDING_CARGO, REBUILDING_RUSTC, rebuilding_cargo};
use crate::c::guide::Guide;
use crate::c::program::{self, Build, folder};
use crate::command::{Cmd, host};
use crate::files;
use crate::project::{LIBRARY, Project};
use crate::suite::{Missing, Steps, Suite, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "cross",
    about: "the C tests on armv7 by qemu; by night aarch64, s390x, CMake's way, ThreadSanitizer, types for tvOS and Android",
    packages: &[&[
        ("", "rustc-web"),
        ("", "cargo-web"),
        ("", "rust-web-src"),
        ("", "libstd-rust-web-dev"),
        ("qemu-arm", "qemu-user"),
        ("cmake", "cmake"),
        ("make", "make"),
        ("gcc", "gcc"),
        ("arm-linux-gnueabihf-g++", "g++-arm-linux-gnueabihf"),
        ("", "libc6-dev-armhf-cross"),
        ("aarch64-linux-gnu-gcc", "gcc-aarch64-linux-gnu"),
        ("", "libc6-dev-arm64-cross"),
        ("s390x-linux-gnu-gcc", "gcc-s390x-linux-gnu"),
        ("", "libc6-dev-s390x-cross"),
    ]],
    prepare,
    setup: nothing_else,
    nightly: true,
    run,
};

/// A machine that qemu can be.
struct Machine {
    target: &'static str,
    /// The prefix of its gcc, and the name of its folder under `/usr`.
    gnu: &'static str,
    qemu: &'static str,
}

const MACHINES: &[Machine] = &[
    Machine {
        target: "armv7-unknown-linux-gnueabihf",
        gnu: "arm-linux-gnueabihf",
        qemu: "qemu-arm",
    },
    Machine {
        target: "aarch64-unknown-linux-gnu",
        gnu: "aarch64-linux-gnu",
        qemu: "qemu-aarch64",
    },
    Machine {
        target: "s390x-unknown-linux-gnu",
        gnu: "s390x-linux-gnu",
        qemu: "qemu-s390x",
    },
];

/// Targets whose linkers are not to be had here: types are checked, nothing is linked.
const CHECKED: &[&str] = &[
    "aarch64-apple-tvos",
    "aarch64-linux-android",
    "armv7-linux-androideabi",
];

/// Features of the library for tests, and for the type check.
const FEATURES: &str = "capi,flows,qr,capi-test-panic,file-store";

fn prepare(project: &Project) -> Result<(), Missing> {
    for program in [REBUILDING_RUSTC, REBUILDING_CARGO] {
        if !Path::new(program).is_file() {
            return Err(Missing::setup(
                SUITE.name,
                format!("{program} is not there"),
            ));
        }
    }
    let sysroot = Cmd::new(project, REBUILDING_RUSTC, ["--print", "sysroot"])
        .capture()
        .map_err(|what| Missing::setup(SUITE.name, what))?;
    let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std");
    if !sources.is_dir() {
        return Err(Missing::setup(
            SUITE.name,
            "the sources of Rust's standard library are not there",
        ));
    }
    Ok(())
}

fn run(project: &Project, steps: &mut Steps) {
    let machines = if steps.nightly { MACHINES.len() } else { 1 };
    for machine in MACHINES.iter().take(machines) {
        steps.note(test(project, machine));
    }
    if !steps.nightly {
        return;
    }
    steps.note(toolchain_file(project));
    steps.note(races(project));
    for target in CHECKED {
        let check = rebuilding_cargo(project, "check")
            .args([
                "--locked".to_owned(),
                format!("--package={LIBRARY}"),
                format!("--target={target}"),
                "-Zbuild-std=std,panic_unwind".to_owned(),
                format!("--target-dir={}", folder(project).join("cross").display()),
            ])
            .args([
                "--lib",
                "--no-default-features",
                "--features=capi,file-store",
            ]);
        steps.run(&check);
    }
}

/// The part about cross-compiling of `docs/firmware.md`: the library that its commands install, and
/// its toolchain file.
fn toolchain_file(project: &Project) -> Result<(), String> {
    let guide = Guide::read(project)?;
    let Some(machine) = MACHINES.first() else {
        return Err("there is no machine to build for".to_owned());
    };
    let variable = dist::linker_variable(machine.target);
    let export = format!("export {variable}={}-gcc", machine.gnu);
    if guide.starting_with(&export).is_empty() {
        return Err(format!("docs/firmware.md does not say {export:?}"));
    }
    let words = guide
        .starting_with("cargo xtask dist c")
        .into_iter()
        .find(|command| command.contains(machine.target))
        .ok_or_else(|| format!("docs/firmware.md builds nothing for {}", machine.target))?;
    let words: Vec<_> = words
        .split_whitespace()
        .skip(4)
        .map(str::to_owned)
        .collect();
    let mut options = crate::dist::options(&words)?;
    let documented = options
        .prefix
        .take()
        .unwrap_or_default()
        .display()
        .to_string();
    options.linker = Some(format!("{}-gcc", machine.gnu));
    let prefix = dist::make(project, &options)?;

    let outside = Outside::new("cross")?;
    let moved = outside.moved(project, &prefix)?;
    let file = outside.0.join("armv7.cmake");
    let text = guide
        .toolchain()?
        .replace(&documented, &moved.display().to_string());
    files::write(&file, text)?;
    let emulator = format!("{};-L;/usr/{}", machine.qemu, machine.gnu);
    let options = [
        format!("-DCMAKE_TOOLCHAIN_FILE={}", file.display()),
        format!("-DCMAKE_CROSSCOMPILING_EMULATOR={emulator}"),
    ];
    consumer::test(project, &outside, &moved, &options)
}

/// Two threads on one client, under ThreadSanitizer, which has to see std, too: it would not know
/// Rust's locks otherwise, and reports races that are none (as valgrind's helgrind does).
fn races(project: &Project) -> Result<(), String> {
    let target = host(project, REBUILDING_RUSTC)?;
    let folder = folder(project).join("tsan");
    rebuilding_cargo(project, "rustc")
        .env("RUSTFLAGS", "-Zsanitizer=thread")
        .args(["--locked", "--lib", "--crate-type=staticlib"])
        .args(["--package", LIBRARY, "--no-default-features"])
        .args([
            format!("--features={FEATURES}"),
            format!("--target={target}"),
        ])
        .args(["-Zbuild-std=std,panic_unwind".to_owned()])
        .args([format!("--target-dir={}", folder.display())])
        .run()?;
    let archive = folder.join(target).join("debug/libtvpass.a");
    let library = program::closed_for_tests(project, &Binutils::named(""), &archive, false)?;
    let program = program::build(
        project,
        &Build {
            name: "tsan",
            compiler: "gcc",
            flags: &["-fsanitize=thread", "-fno-builtin", "tests/capi/tsan.c"],
            library: &library,
            ureq: false,
            panic_hook: true,
        },
    )?;
    quiet(&program, project, &[]).run()?;
    notices("data race", &quiet(&program, project, &["--race"]))
}

/// The library as firmware has it, with what the tests take; so the std that is rebuilt for it
/// serves [`toolchain_file`], too, and qemu has half as much to do.
fn test(project: &Project, machine: &Machine) -> Result<(), String> {
    let options = Options {
        firmware: true,
        tests: true,
        target: Some(machine.target.to_owned()),
        linker: Some(format!("{}-gcc", machine.gnu)),
        ..Options::default()
    };
    let folder = dist::folder(project, &options);
    let library = dist::build(project, &options, &folder, "staticlib")?;
    let program = program::build(
        project,
        &Build {
            name: machine.target,
            compiler: &format!("{}-gcc", machine.gnu),
            flags: &[],
            library: &library,
            ureq: false,
            panic_hook: true,
        },
    )?;
    let libraries = ["-L".to_owned(), format!("/usr/{}", machine.gnu)];
    let emulated = Cmd::new(project, machine.qemu, libraries).args([&program]);
    at_home(emulated, &program).run()
}
