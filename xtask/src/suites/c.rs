//! Suite `c`: the headers under every compiler; the C test program, plain, under valgrind and with
//! AddressSanitizer; and the C++ layer.

use std::path::Path;

use crate::c::program::{self, Build, STRICT};
use crate::c::sandbox::Sandbox;
use crate::command::Cmd;
use crate::project::Project;
use crate::suite::{Steps, Suite, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "c",
    about: "the C header, its functions and the C++ layer, under valgrind and AddressSanitizer",
    packages: &[&[
        ("gcc", "gcc"),
        ("g++", "g++"),
        ("clang", "clang"),
        ("valgrind", "valgrind"),
        ("", "libc6-dev"),
        ("", "libc6-dbg"),
    ]],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: false,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    compile_header(project, steps);
    compile_layer(project, steps);
    let library = program::test_library(project, "capi,ureq,flows,qr,capi-test-panic");
    let Some(library) = steps.need(library) else {
        return;
    };
    run_program(project, steps, &library);
    run_layer(project, steps, &library);
}

/// The header alone, in each language that it is for.
fn compile_header(project: &Project, steps: &mut Steps) {
    let languages = [("c99", "c"), ("c11", "c"), ("c++17", "c++")];
    for compiler in ["gcc", "clang"] {
        for (standard, language) in languages {
            for part in PARTS {
                let check = Cmd::new(project, compiler, [format!("-std={standard}")])
                    .args(["-x", language, "-fsyntax-only"])
                    .args(STRICT)
                    .args(part.iter().copied())
                    // Not by itself: clang warns of inline functions that the file it compiles does
                    // not use.
                    .args(["-include", "include/tvpass.h", "/dev/null"]);
                steps.run(&check);
            }
        }
    }
}

/// The parts of the header that a library may have.
const PARTS: [&[&str]; 4] = [
    &[],
    &["-DTVPASS_HAS_FILE_STORE", "-DTVPASS_HAS_FLOWS"],
    &["-DTVPASS_HAS_FILE_STORE", "-DTVPASS_HAS_UREQ"],
    &[
        "-DTVPASS_HAS_FILE_STORE",
        "-DTVPASS_HAS_UREQ",
        "-DTVPASS_HAS_FLOWS",
    ],
];

/// The C++ layer alone, with and without what firmware turns off.
fn compile_layer(project: &Project, steps: &mut Steps) {
    for compiler in ["g++", "clang++"] {
        for standard in ["c++17", "c++20"] {
            for part in PARTS {
                for restricted in [&[][..], NO_EXCEPTIONS] {
                    let check = Cmd::new(project, compiler, [format!("-std={standard}")])
                        .args(["-x", "c++", "-fsyntax-only"])
                        .args(STRICT)
                        .args(part.iter().copied())
                        .args(restricted)
                        .args(["include/tvpass.hpp"]);
                    steps.run(&check);
                }
            }
        }
    }
}

const NO_EXCEPTIONS: &[&str] = &["-fno-exceptions", "-fno-rtti"];

/// The tests of the C++ layer, by both compilers; with AddressSanitizer, which also finds what is
/// not freed.
fn run_layer(project: &Project, steps: &mut Steps, library: &Path) {
    let sanitized = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    for (name, compiler, flags) in [
        ("layer-gcc", "g++", &sanitized[..]),
        ("layer-gcc-without-exceptions", "g++", NO_EXCEPTIONS),
        ("layer-clang", "clang++", &[][..]),
        ("layer-clang-without-exceptions", "clang++", NO_EXCEPTIONS),
    ] {
        let build = Build {
            name,
            compiler,
            flags,
            library,
            ureq: true,
            panic_hook: false,
        };
        if let Some(program) = steps.need(program::build_layer(project, &build)) {
            steps.run(&quiet(&program, project, &[]));
        }
    }
}

fn run_program(project: &Project, steps: &mut Steps, library: &Path) {
    let plain = Build {
        name: "plain",
        compiler: "gcc",
        flags: &[],
        library,
        ureq: true,
        panic_hook: true,
    };
    if let Some(program) = steps.need(program::build(project, &plain)) {
        steps.run(&quiet(&program, project, &[]));
        let valgrind = |argument: &[&str]| {
            let watched = Cmd::new(
                project,
                "valgrind",
                [
                    "--quiet",
                    "--leak-check=full",
                    "--show-leak-kinds=definite,indirect",
                ],
            )
            .args([
                "--errors-for-leak-kinds=definite,indirect",
                "--error-exitcode=99",
            ])
            .args([&program])
            .args(argument);
            at_home(watched, &program)
        };
        steps.run(&valgrind(&[]));
        steps.note(with_sandbox(project, quiet(&program, project, &[])));
        steps.note(with_sandbox(project, valgrind(&[])));
        steps.note(notices("definitely lost", &valgrind(&["--leak"])));
        steps.note(notices("Invalid read", &valgrind(&["--read-after-free"])));
    }
    let sanitized = Build {
        name: "sanitized",
        flags: &["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
        ..plain
    };
    if let Some(program) = steps.need(program::build(project, &sanitized)) {
        steps.run(&quiet(&program, project, &[]));
        steps.note(with_sandbox(project, quiet(&program, project, &[])));
        let mistake = quiet(&program, project, &["--read-after-free"]);
        steps.note(notices("heap-use-after-free", &mistake));
        let mistake = quiet(&program, project, &["--leak"]);
        steps.note(notices("LeakSanitizer", &mistake));
    }
}

/// The part of the program that needs a service: every operation, against a sandbox of its own.
fn with_sandbox(project: &Project, program: Cmd) -> Result<(), String> {
    let sandbox = Sandbox::start_with(project, "dev", &["--no-throttle"])?;
    let statement = sandbox.ask("GET", "/sandbox/hello", "/softwareStatement")?;
    let arguments = ["--sandbox", sandbox.url.as_str(), statement.as_str()];
    program.args(arguments).run()
}

pub(super) fn quiet(program: &Path, project: &Project, arguments: &[&str]) -> Cmd {
    at_home(Cmd::new(project, program, arguments), program)
}

/// What runs the test program: it writes files into its own folder, and its panics on purpose
/// print no stack.
pub(super) fn at_home(command: Cmd, program: &Path) -> Cmd {
    command
        .env("RUST_BACKTRACE", "0")
        .directory(program.parent().unwrap_or(program))
}

/// A tool that watches must say `complaint` where a mistake is made on purpose.
pub(super) fn notices(complaint: &str, command: &Cmd) -> Result<(), String> {
    println!("$ {command}   (has to fail: {complaint})");
    match command.capture() {
        Err(report) if report.contains(complaint) => Ok(()),
        Err(report) => Err(format!("failed, but not by {complaint:?}: {report}")),
        Ok(_) => Err(format!("`{command}`: {complaint:?} was not noticed")),
    }
}
