//! Suite `bench`: instructions, heap, sizes and round trips against the recorded baseline; by night
//! with the sizes for firmware and with HTTP. Never time.

use crate::bench::guard;
use crate::command::Cmd;
use crate::project::Project;
use crate::suite::{Missing, Steps, Suite, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "bench",
    about: "instructions, heap, sizes and round trips against benches/baseline.json",
    packages: &[&[
        ("gcc", "gcc"),
        ("", "libc6-dev"),
        ("readelf", "binutils"),
        ("valgrind", "valgrind"),
        ("", "libc6-dbg"),
        ("", "libcurl4-openssl-dev"),
        ("", "libcjson-dev"),
        ("", "libssl-dev"),
    ]],
    prepare,
    setup: nothing_else,
    nightly: true,
    run,
};

fn prepare(project: &Project) -> Result<(), Missing> {
    // Without the symbols of the C library it does not start.
    Cmd::new(
        project,
        "valgrind",
        ["--tool=dhat", "--dhat-out-file=/dev/null", "true"],
    )
    .capture()
    .map_err(|_| Missing::setup(SUITE.name, "valgrind does not run a program"))?;
    // What the program by hand includes; the suite itself does not build it, `cargo xtask bench`
    // does.
    Cmd::new(
        project,
        "gcc",
        ["-std=c99", "-fsyntax-only", "-Ibenches/peers"],
    )
    .args(["benches/peers/logout_by_hand.c"])
    .capture()
    .map(drop)
    .map_err(|_| {
        Missing::setup(
            SUITE.name,
            "headers of libcurl, cJSON or OpenSSL are not there",
        )
    })
}

fn run(project: &Project, steps: &mut Steps) {
    steps.note(guard::notices_more_work(project));
    steps.note(guard::check(project, steps.nightly));
}
