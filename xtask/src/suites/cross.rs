//! Suite `cross`: the C test program on other machines, by qemu, and a type check for those that cannot be run here.
//!
//! Debian's own Rust has its standard library as sources, from which it is rebuilt for each target; so no target has to be downloaded.
//! armv7 is what set-top boxes are (32 bits), aarch64 what they become, s390x the one where bytes are the other way round.

use std::path::Path;

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::c::archive::Binutils;
use crate::c::dist::{REBUILDING_CARGO, REBUILDING_RUSTC, rebuilding_cargo};
use crate::c::program::{self, Build, folder};
use crate::command::Cmd;
use crate::project::{LIBRARY, Project};

pub(crate) const SUITE: Suite = Suite {
    name: "cross",
    about: "the C tests on armv7, aarch64 and s390x by qemu; type checks for tvOS and Android",
    prepare,
    setup,
    run,
};

/// A machine that qemu can be.
struct Machine {
    target: &'static str,
    /// The prefix of its gcc, and the name of its folder under `/usr`.
    gnu: &'static str,
    qemu: &'static str,
    /// Debian's packages beyond the shared ones.
    packages: [&'static str; 2],
}

const MACHINES: &[Machine] = &[
    Machine {
        target: "armv7-unknown-linux-gnueabihf",
        gnu: "arm-linux-gnueabihf",
        qemu: "qemu-arm",
        packages: ["gcc-arm-linux-gnueabihf", "libc6-dev-armhf-cross"],
    },
    Machine {
        target: "aarch64-unknown-linux-gnu",
        gnu: "aarch64-linux-gnu",
        qemu: "qemu-aarch64",
        packages: ["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"],
    },
    Machine {
        target: "s390x-unknown-linux-gnu",
        gnu: "s390x-linux-gnu",
        qemu: "qemu-s390x",
        packages: ["gcc-s390x-linux-gnu", "libc6-dev-s390x-cross"],
    },
];

/// Targets whose linkers are not to be had here: types are checked, nothing is linked.
const CHECKED: &[&str] = &[
    "aarch64-apple-tvos",
    "aarch64-linux-android",
    "armv7-linux-androideabi",
];

/// Features of the library for tests, and for the type check.
const FEATURES: &str = "capi,capi-test-panic";

fn prepare(project: &Project) -> Result<(), Missing> {
    for program in [REBUILDING_RUSTC, REBUILDING_CARGO] {
        if !Path::new(program).is_file() {
            return Err(Missing::setup(&SUITE, format!("{program} is not there")));
        }
    }
    let sysroot = Cmd::new(project, REBUILDING_RUSTC, ["--print", "sysroot"])
        .capture()
        .map_err(|what| Missing::setup(&SUITE, what))?;
    let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std");
    if !sources.is_dir() {
        return Err(Missing::setup(
            &SUITE,
            "the sources of Rust's standard library are not there",
        ));
    }
    let programs = |machine: &Machine| [format!("{}-gcc", machine.gnu), machine.qemu.to_owned()];
    Missing::unless_on_path(&SUITE, MACHINES.iter().flat_map(programs))
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    apt.install(&[
        "rustc-web",
        "cargo-web",
        "rust-web-src",
        "libstd-rust-web-dev",
        "qemu-user",
    ])?;
    for machine in MACHINES {
        apt.install(&machine.packages)?;
    }
    Ok(())
}

fn run(project: &Project, steps: &mut Steps) {
    for machine in MACHINES {
        steps.note(test(project, machine));
    }
    for target in CHECKED {
        let check = rebuilding_cargo(project, "check")
            .args(common(project, target))
            .args(["--lib", "--no-default-features", "--features=capi"]);
        steps.run(&check);
    }
}

fn common(project: &Project, target: &str) -> [String; 5] {
    [
        "--locked".to_owned(),
        format!("--package={LIBRARY}"),
        format!("--target={target}"),
        "-Zbuild-std=std,panic_unwind".to_owned(),
        format!("--target-dir={}", folder(project).join("cross").display()),
    ]
}

fn test(project: &Project, machine: &Machine) -> Result<(), String> {
    rebuilding_cargo(project, "rustc")
        .args(common(project, machine.target))
        .args(["--lib", "--crate-type=staticlib", "--no-default-features"])
        .args([format!("--features={FEATURES}")])
        .run()?;
    let archive = folder(project).join(format!("cross/{}/debug/libtvpass.a", machine.target));
    let tools = Binutils::named(&format!("{}-", machine.gnu));
    let library = program::closed_for_tests(project, &tools, &archive, false)?;
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
    Cmd::new(
        project,
        machine.qemu,
        ["-L".to_owned(), format!("/usr/{}", machine.gnu)],
    )
    .args([program])
    .env("RUST_BACKTRACE", "0")
    .run()
}
