//! Suite `kotlin`: the Kotlin packages and their examples on the JVM, against the sandbox and the
//! library of this checkout, and the pages of their documentation. By night also the sample for
//! Android shrunk as for a release; the AAR with this machine's library, and whether everything is
//! in it; and the JVM's jar, with which a program runs.
//!
//! Maven fetches what it needs, in pinned versions, into `.tools/m2`.

use crate::bindings;
use crate::c::sandbox;
use crate::kotlin::{dist, maven_with_docs, toolchain};
use crate::project::Project;
use crate::suite::{Steps, Suite, nothing_else};

pub(crate) const SUITE: Suite = Suite {
    name: "kotlin",
    about: "the Kotlin packages on the JVM, against the sandbox, and shrunk; by night as an AAR",
    packages: &[toolchain::PACKAGES],
    prepare: toolchain::prepare,
    setup: nothing_else,
    nightly: true,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&bindings::library(project, "cdylib"));
    steps.run(&sandbox::program(project));
    if let Some(maven) = steps.need(maven_with_docs(project)) {
        let nightly = format!("-Dtvpass.nightly={}", steps.nightly);
        steps.run(&maven.args(["verify", &nightly]));
    }
    if steps.nightly {
        // From what has just been packaged: it is unpacked and looked at.
        steps.note(dist::make(project));
        steps.note(dist::run_jvm(project));
    } else {
        steps.note(dist::checked_versions(project).map(drop));
    }
}
