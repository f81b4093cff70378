//! Suite `dist`: the C library as it is installed: what it exports, its ABI, and whether pkg-config, CMake and the examples can use it.

use std::fs;
use std::path::Path;

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::c::abi;
use crate::c::dist::{self, Options};
use crate::c::program::{STRICT, folder};
use crate::c::sandbox::Sandbox;
use crate::command::Cmd;
use crate::project::Project;

pub(crate) const SUITE: Suite = Suite {
    name: "dist",
    about: "the C library as installed: exports, ABI, CMake, pkg-config, examples against the sandbox",
    prepare,
    setup,
    run,
};

/// Programs, and the Debian packages they come from.
const NEEDED: &[(&str, &str)] = &[
    ("gcc", "gcc"),
    ("g++", "g++"),
    ("nm", "binutils"),
    ("make", "make"),
    ("cmake", "cmake"),
    ("pkg-config", "pkg-config"),
    ("curl", "curl"),
    ("xargs", "findutils"),
    ("abidiff", "abigail-tools"),
    ("curl-config", "libcurl4-openssl-dev"),
];

fn prepare(_: &Project) -> Result<(), Missing> {
    Missing::unless_on_path(&SUITE, NEEDED.iter().map(|(program, _)| program))
}

fn setup(_: &Project, apt: &Apt<'_>) -> Result<(), String> {
    let packages: Vec<_> = NEEDED.iter().map(|(_, package)| *package).collect();
    apt.install(&packages)
}

fn run(project: &Project, steps: &mut Steps) {
    steps.note(abi::compare(project));
    let plain = dist::make(project, &Options::default());
    steps.note(plain.map(drop));
    let http = Options {
        ureq: true,
        ..Options::default()
    };
    if let Some(prefix) = steps.need(dist::make(project, &http)) {
        steps.note(consumer(project, &prefix));
        steps.note(examples(project, &prefix));
    }
}

/// A CMake project outside of the source tree.
fn consumer(project: &Project, prefix: &Path) -> Result<(), String> {
    let outside = std::env::temp_dir().join(format!("tvpass-consumer-{}", std::process::id()));
    let source = outside.join("source");
    let build = outside.join("build");
    fs::create_dir_all(&source).map_err(|e| format!("{}: {e}", source.display()))?;
    for file in ["CMakeLists.txt", "main.c", "main.cpp"] {
        let from = project.root.join("tests/capi/consumer").join(file);
        fs::copy(&from, source.join(file)).map_err(|e| format!("{}: {e}", from.display()))?;
    }
    let run = |program: &str, arguments: Vec<String>| {
        Cmd::new(project, program, arguments)
            .directory(&outside)
            .run()
    };
    let text = |path: &Path| path.display().to_string();
    let result = run(
        "cmake",
        vec![
            "-S".to_owned(),
            text(&source),
            "-B".to_owned(),
            text(&build),
            format!("-DCMAKE_PREFIX_PATH={}", prefix.display()),
        ],
    )
    .and_then(|()| run("cmake", vec!["--build".to_owned(), text(&build)]))
    .and_then(|()| {
        let test = [
            "--test-dir",
            &text(&build),
            "--output-on-failure",
            "--no-tests=error",
        ];
        run("ctest", test.map(str::to_owned).to_vec())
    });
    let removed = fs::remove_dir_all(&outside).map_err(|e| format!("{}: {e}", outside.display()));
    result.and(removed)
}

/// Every example, built with what pkg-config says, against a sandbox of its own.
fn examples(project: &Project, prefix: &Path) -> Result<(), String> {
    headers_only(project, prefix)?;
    for (source, name) in [
        ("c/logout_blocking.c", "blocking"),
        ("c/logout_libcurl.c", "libcurl"),
        ("cpp/logout.cpp", "cpp"),
    ] {
        logout(project, prefix, source, name)?;
    }
    Ok(())
}

fn headers_only(project: &Project, prefix: &Path) -> Result<(), String> {
    let sandbox = Sandbox::start(project)?;
    let token = sandbox.ask("POST", "/sandbox/access-token", "/accessToken")?;
    let program = build(project, prefix, "c/headers_only.c")?;
    let printed =
        Cmd::new(project, &program, [&sandbox.url, &token, "Sandbox_Several"]).capture()?;
    let answer = curl(project, &printed)?;
    match answer.contains("partner_logout") {
        true => Ok(()),
        false => Err(format!(
            "headers_only, by curl: the sandbox answered {answer}"
        )),
    }
}

fn logout(project: &Project, prefix: &Path, source: &str, name: &str) -> Result<(), String> {
    let sandbox = Sandbox::start(project)?;
    let statement = sandbox.ask("GET", "/sandbox/hello", "/softwareStatement")?;
    let program = build(project, prefix, source)?;
    let state = folder(project).join(format!("examples/{name}.state"));
    match fs::remove_file(&state) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("{}: {e}", state.display()));
        }
        _ => {}
    }
    let state = state.display().to_string();
    for (mvpd, expected) in [
        ("Sandbox_Several", "signed out; 4 profiles deleted"),
        ("Cablevision", "Cablevision: open http"),
    ] {
        let run = Cmd::new(project, &program, [&sandbox.url, &statement, &state, mvpd]);
        println!("$ {source} {mvpd}");
        let output = run.capture()?;
        print!("{output}");
        if !output.contains(expected) {
            return Err(format!(
                "{source}: {expected:?} is not in its output: {output}"
            ));
        }
    }
    // The second run began with the state of the first.
    let registrations = sandbox.ask("GET", "/sandbox/counters", "/registrations")?;
    if registrations != "1" {
        return Err(format!(
            "{source}: registered {registrations} times, not once"
        ));
    }
    let wrong = [&sandbox.url, "not-a-statement", &format!("{state}.2"), "X"];
    match Cmd::new(project, &program, wrong).capture() {
        Ok(_) => Err(format!(
            "{source}: did not notice a wrong software statement"
        )),
        Err(complaint) if complaint.contains("invalid_software_statement") => Ok(()),
        Err(complaint) => Err(format!("{source}: failed in another way: {complaint}")),
    }
}

fn build(project: &Project, prefix: &Path, source: &str) -> Result<std::path::PathBuf, String> {
    let pc = prefix.join("lib/pkgconfig");
    let flags = Cmd::new(project, "pkg-config", ["--cflags", "--libs", "tvpass"])
        .env("PKG_CONFIG_PATH", pc)
        .capture()?;
    let program = folder(project)
        .join("examples")
        .join(source.replace(['/', '.'], "-"));
    if let Some(parent) = program.parent() {
        fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
    }
    let (compiler, standard) = match source.ends_with(".cpp") {
        true => ("g++", "-std=c++17"),
        false => ("gcc", "-std=c11"),
    };
    let mut command = Cmd::new(project, compiler, [standard, "-g"])
        .args(STRICT)
        .args([project.root.join("examples").join(source)])
        .args(flags.split_whitespace())
        .args([format!("-Wl,-rpath,{}", prefix.join("lib").display())]);
    if source.contains("libcurl") {
        command = command.args(["-lcurl"]);
    }
    command.args([Path::new("-o"), &program]).run()?;
    Ok(program)
}

/// Sends what `headers_only` printed.
fn curl(project: &Project, options: &str) -> Result<String, String> {
    let file = folder(project).join("examples/options");
    fs::write(&file, options).map_err(|e| format!("{}: {e}", file.display()))?;
    Cmd::new(project, "xargs", ["--arg-file"])
        .args([&file])
        .args(["curl", "--silent", "--show-error"])
        .capture()
}
