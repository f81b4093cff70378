//! Suite `dist`: the C library as it is installed: what it exports, its ABI, whether pkg-config,
//! CMake and the examples can use it, and whether docs/firmware.md works as it is written.

use std::path::{Path, PathBuf};

use crate::c::abi;
use crate::c::consumer::{self, Outside};
use crate::c::dist::{self, Options};
use crate::c::empty_post;
use crate::c::guide::{self, Guide, PREFIX, SANDBOX};
use crate::c::lost_answer;
use crate::c::program::{STRICT, SYSTEM_LIBRARIES, folder};
use crate::c::received;
use crate::c::sandbox::Sandbox;
use crate::c::sign_in;
use crate::c::versions;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;
use crate::suite::{Steps, Suite, nothing_else, packages_are_enough};

pub(crate) const SUITE: Suite = Suite {
    name: "dist",
    about: "the C library as installed: exports, ABI, CMake, pkg-config, examples against the sandbox",
    packages: &[&[
        ("gcc", "gcc"),
        ("g++", "g++"),
        ("nm", "binutils"),
        ("make", "make"),
        ("cmake", "cmake"),
        ("pkg-config", "pkg-config"),
        ("curl", "curl"),
        ("xargs", "findutils"),
        ("sed", "sed"),
        ("readelf", "binutils"),
        ("objcopy", "binutils"),
        ("abidiff", "abigail-tools"),
        ("curl-config", "libcurl4-openssl-dev"),
    ]],
    prepare: packages_are_enough,
    setup: nothing_else,
    nightly: true,
    run,
};

fn run(project: &Project, steps: &mut Steps) {
    steps.note(abi::compare(project));
    steps.note(guide::compile_code(project));
    if let Some(prefix) = steps.need(dist::make(project, &Options::default())) {
        steps.note(consumer(project, &prefix));
        steps.note(typed(project, &prefix));
        steps.note(versions::test(project, &prefix));
        steps.note(beside_another(project, &prefix));
        steps.note(names_no_folder(project, &prefix));
        if steps.nightly {
            steps.note(from_another_folder(project, &prefix));
        }
    }
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
    let outside = Outside::new("consumer")?;
    let moved = outside.moved(project, prefix)?;
    consumer::test(project, &outside, &moved, &[])
}

/// `docs/firmware.md`, typed as it stands, but for the places of the library and the sandbox. What
/// it makes with `cargo xtask dist` is made already; that those commands have options that there
/// are is seen here.
fn typed(project: &Project, prefix: &Path) -> Result<(), String> {
    let guide = Guide::read(project)?;
    let dist = "cargo xtask dist c";
    for command in guide.starting_with(dist) {
        let words: Vec<_> = command
            .split_whitespace()
            .skip(4)
            .map(str::to_owned)
            .collect();
        crate::dist::options(&words)
            .map_err(|what| format!("docs/firmware.md: {command}: {what}"))?;
    }
    let outside = Outside::new("guide")?;
    let moved = outside.moved(project, prefix)?.display().to_string();
    let examples = outside.0.join("examples");
    files::link(project.root.join("examples"), &examples)?;
    let sandbox = Sandbox::start(project)?;
    let mut script = "set -euxo pipefail\n".to_owned();
    for command in guide.commands() {
        let made_elsewhere = ["cargo ", "export CARGO_TARGET_"];
        if !made_elsewhere
            .iter()
            .any(|start| command.starts_with(start))
        {
            let command = command.replace(PREFIX, &moved);
            script += &command.replace(SANDBOX, &sandbox.url);
            script.push('\n');
        }
    }
    let typed = Cmd::new(project, "bash", ["-c", &script]).directory(&outside.0);
    let output = typed.capture()?;
    print!("{output}");
    let open = format!("Verizon: open {}/adobe-services/logout?", sandbox.url);
    let headers = "{\"logouts\":{\"Cablevision\":{\"actionName\":\"logout\"";
    for expected in ["signed out; 4 profiles deleted", &open, headers] {
        if !output.contains(expected) {
            return Err(format!(
                "docs/firmware.md: {expected:?} is not in what its commands print"
            ));
        }
    }
    Ok(())
}

/// A program that links another library written in Rust, too, all of both. Both have Rust's
/// standard library inside.
fn beside_another(project: &Project, prefix: &Path) -> Result<(), String> {
    let outside = Outside::new("beside")?;
    let other = outside.0.join("libother.a");
    let program = outside.0.join("program");
    Cmd::new(
        project,
        "rustc",
        ["--edition=2024", "--crate-type=staticlib"],
    )
    .args(["tests/capi/beside/other.rs", "-o"])
    .args([&other])
    .run()?;
    Cmd::new(project, "gcc", ["-std=c11", "tests/capi/beside/main.c"])
        .args([format!("-I{}", prefix.join("include").display())])
        .args(["-Wl,--whole-archive"])
        .args([&prefix.join("lib/libtvpass.a"), &other])
        .args(["-Wl,--no-whole-archive"])
        .args(SYSTEM_LIBRARIES)
        .args([Path::new("-o"), &program])
        .run()?;
    Cmd::new(project, &program, [""; 0]).run()
}

/// Where cargo keeps what it downloads.
fn cargo_home() -> Result<PathBuf, String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    home.ok_or_else(|| "there is no home folder".to_owned())
}

/// No library names the folders that it was built from.
fn names_no_folder(project: &Project, prefix: &Path) -> Result<(), String> {
    let home = cargo_home()?;
    for name in ["lib/libtvpass.so", "lib/libtvpass.a"] {
        let library = files::read_bytes(prefix.join(name))?;
        for folder in [&project.root, &home] {
            let folder = folder.as_os_str().as_encoded_bytes();
            if library.windows(folder.len()).any(|part| part == folder) {
                return Err(format!("{name} names a folder of this machine"));
            }
        }
    }
    Ok(())
}

/// Built from a copy of the checkout, with cargo's downloads elsewhere, the library is the same
/// file.
fn from_another_folder(project: &Project, prefix: &Path) -> Result<(), String> {
    let outside = Outside::new("copy")?;
    let root = outside.0.join("checkout");
    let home = cargo_home()?;
    let moved = outside.0.join("downloads");
    files::link(&home, &moved)?;
    let copied = files::by_hand(&project.root)?;
    let relative = copied
        .iter()
        .filter_map(|file| file.strip_prefix(&project.root).ok());
    files::make(&root)?;
    Cmd::new(project, "cp", ["--parents", "--target-directory"])
        .args([&root])
        .args(relative)
        .capture()?;
    let copy = Project {
        root,
        cargo_home: Some(moved),
    };
    let folder = copy.root.join("target/dist");
    let [again, _] = dist::build_both(&copy, &Options::default(), &folder)?;
    match files::read_bytes(prefix.join("lib/libtvpass.so"))? == files::read_bytes(&again)? {
        true => Ok(()),
        false => Err("libtvpass.so is another file if it is built in another folder".to_owned()),
    }
}

/// Every example, built with what pkg-config says, against a sandbox of its own.
fn examples(project: &Project, prefix: &Path) -> Result<(), String> {
    headers_only(project, prefix)?;
    short(project)?;
    empty_post::test(project, &build(project, prefix, empty_post::SOURCE)?)?;
    let signing_in = build(project, prefix, "c/sign_in_libcurl.c")?;
    sign_in::test(
        project,
        &signing_in,
        &folder(project).join("examples/sign-in.state"),
    )?;
    for (source, name) in [
        ("c/logout_blocking.c", "blocking"),
        ("c/logout_libcurl.c", "libcurl"),
        ("c/logout_event_loop.c", "event-loop"),
        ("cpp/logout.cpp", "cpp"),
    ] {
        logout(project, prefix, source, name)?;
        let state = folder(project).join(format!("examples/{name}.lost"));
        let program = build(project, prefix, source)?;
        for test in [lost_answer::test, received::test] {
            test(project, &program, &state).map_err(|what| format!("{source}: {what}"))?;
        }
    }
    Ok(())
}

/// The example that the pages call short is.
fn short(project: &Project) -> Result<(), String> {
    let mut lines = 0;
    for name in ["logout_libcurl.c", "send_libcurl.h"] {
        let file = project.root.join("examples/c").join(name);
        let text = files::read(&file)?;
        lines += text.lines().count();
    }
    match lines {
        0..100 => Ok(()),
        lines => Err(format!("logout_libcurl has {lines} lines, not under 100")),
    }
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
    files::remove(&state)?;
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
    // A state that cannot be read ends the program: without it, it would register again.
    let unreadable = folder(project).display().to_string();
    let run = [&sandbox.url, &statement, &unreadable, "Cablevision"];
    if Cmd::new(project, &program, run).capture().is_ok() {
        return Err(format!("{source}: took a folder for its state"));
    }
    // The second run began with the state of the first.
    let registrations = sandbox.ask("GET", "/sandbox/counters", "/registrations")?;
    if registrations != "1" {
        return Err(format!(
            "{source}: registered {registrations} times, not once"
        ));
    }
    // One that cannot be written is reported.
    let missing = folder(project).join("no/such/state").display().to_string();
    let run = [&sandbox.url, &statement, &missing, "Cablevision"];
    let said = Cmd::new(project, "sh", ["-c", "\"$0\" \"$@\" 2>&1 || true"])
        .args([program.as_os_str()])
        .args(run)
        .capture()?;
    if !["not stored", "storage"]
        .iter()
        .any(|word| said.contains(word))
    {
        return Err(format!(
            "{source}: does not say that it cannot store: {said}"
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
        files::make(parent)?;
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
    let uses_curl = ["libcurl", "event_loop"];
    if uses_curl.iter().any(|name| source.contains(name)) {
        command = command.args(["-lcurl"]);
    }
    command.args([Path::new("-o"), &program]).run()?;
    Ok(program)
}

/// Sends what `headers_only` printed.
fn curl(project: &Project, options: &str) -> Result<String, String> {
    let file = folder(project).join("examples/options");
    files::write(&file, options)?;
    Cmd::new(project, "xargs", ["--arg-file"])
        .args([&file])
        .args(["curl", "--silent", "--show-error"])
        .capture()
}
