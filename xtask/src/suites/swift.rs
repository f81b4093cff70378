//! Suite `swift`: the Swift package, by Swift's own compiler, against the sandbox.
//!
//! The sources for Apple's systems and the documentation are checked as far as that goes without a Mac.
//!
//! Where no Swift is installed, Debian's is used: `setup` makes a Debian tree under `.tools` that has it (about a minute and a half, and
//! 3 GB), and the suite runs inside. The tree comes from the mirror that this machine's own package manager uses.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Missing, Steps, Suite};
use crate::apt::Apt;
use crate::bindings;
use crate::command::{Cmd, which};
use crate::project::Project;

pub(crate) const SUITE: Suite = Suite {
    name: "swift",
    about: "the Swift package: no warnings in Swift 6 and 5 mode, tests against the sandbox",
    prepare,
    setup,
    run,
};

/// The Debian release with Swift 6.
const RELEASE: &str = "trixie";

/// Its packages; Swift's compiler looks for C's and C++'s headers, and its package manager fetches packages with git.
const PACKAGES: &str = "swiftlang,libc6-dev,libstdc++-14-dev,ca-certificates,git";

fn tree(project: &Project) -> PathBuf {
    project.tools().join(format!("swift-{RELEASE}"))
}

fn is_root(project: &Project) -> bool {
    Cmd::new(project, "id", ["-u"])
        .capture()
        .is_ok_and(|id| id.trim() == "0")
}

fn prepare(project: &Project) -> Result<(), Missing> {
    if which("swift").is_some() {
        return Ok(());
    }
    if which("unshare").is_none() || which("chroot").is_none() {
        let what = "swift is not on the PATH, and this system has no unshare and chroot to run Debian's in a tree";
        return Err(Missing {
            what: what.to_owned(),
            command: "install Swift 6 from swift.org".to_owned(),
        });
    }
    if !is_root(project) {
        return Err(Missing {
            what: "swift is not on the PATH, and running Debian's in a tree needs root".to_owned(),
            command:
                "sudo cargo xtask setup swift && sudo cargo xtask test swift (or install Swift 6 from swift.org)"
                    .to_owned(),
        });
    }
    // The last of the packages: an earlier tree did without.
    if tree(project).join("usr/bin/git").is_file() {
        return Ok(());
    }
    Err(Missing::setup(&SUITE, "swift is not on the PATH"))
}

fn setup(project: &Project, apt: &Apt<'_>) -> Result<(), String> {
    if !is_root(project) {
        return Err("making a Debian tree needs root".to_owned());
    }
    if which("mmdebstrap").is_none() {
        apt.install(&["mmdebstrap"])?;
    }
    let tree = tree(project);
    let partial = project.tools().join("swift.partial");
    for old in [&tree, &partial] {
        if old.exists() {
            fs::remove_dir_all(old).map_err(|e| format!("{}: {e}", old.display()))?;
        }
    }
    fs::create_dir_all(project.tools()).map_err(|e| format!(".tools: {e}"))?;
    let mirror = mirror(project)?;
    let make = [
        "--variant=apt".to_owned(),
        "--mode=root".to_owned(),
        format!("--include={PACKAGES}"),
        "--aptopt=Acquire::Retries \"3\"".to_owned(),
        // Documentation and the downloaded packages are of no use here.
        "--dpkgopt=path-exclude=/usr/share/doc/*".to_owned(),
        RELEASE.to_owned(),
    ];
    Cmd::new(project, "mmdebstrap", make)
        .args([partial.as_os_str(), mirror.as_ref()])
        .run()?;
    fs::rename(&partial, &tree).map_err(|e| format!("{}: {e}", tree.display()))
}

/// Where this machine's package manager gets the release that the machine runs.
fn mirror(project: &Project) -> Result<String, String> {
    let release =
        fs::read_to_string("/etc/os-release").map_err(|e| format!("/etc/os-release: {e}"))?;
    let release = release
        .lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
        .ok_or("/etc/os-release names no release")?
        .trim_matches('"');
    let format = [
        "indextargets",
        "--format",
        "$(RELEASE) $(REPO_URI)",
        "Created-By: Packages",
    ];
    let targets = Cmd::new(project, "apt-get", format).capture()?;
    targets
        .lines()
        .filter_map(|line| line.split_once(' '))
        .find(|(of, _)| *of == release)
        .map(|(_, uri)| uri.to_owned())
        .ok_or_else(|| format!("apt's configuration names no mirror of {release}"))
}

/// The project's root, as Swift sees it.
pub(crate) fn root(project: &Project) -> String {
    match which("swift") {
        None => "/src".to_owned(),
        Some(_) => project.root.display().to_string(),
    }
}

/// A program in the package's folder, with Swift on the PATH.
pub(crate) fn command(project: &Project, program: &str) -> Cmd {
    if which("swift").is_none() {
        let script = project.root.join("bindings/swift/in-debian.sh");
        return Cmd::new(project, script, [tree(project)]).args([program]);
    }
    let sandbox = project.root.join("target/debug/tvpass-sandbox");
    Cmd::new(project, program, [""; 0])
        .directory(project.root.join("bindings/swift"))
        .env("TVPASS_SANDBOX", sandbox)
}

/// The package's folder, the library's, and where Swift builds, as Swift sees them.
struct Places {
    library: String,
    scratch: String,
}

fn run(project: &Project, steps: &mut Steps) {
    steps.run(&Cmd::cargo(
        project,
        ["build", "--locked", "--package=tvpass-sandbox"],
    ));
    steps.run(&bindings::library(
        project,
        "staticlib",
        "uniffi-test-panic",
    ));
    steps.note(place_library(project));
    steps.note(without_tls(project));

    let root = root(project);
    let places = Places {
        library: format!("-L{root}/target/swift-lib"),
        scratch: format!("--scratch-path={root}/target/swift"),
    };
    let command = |program: &str, arguments: &[&str]| {
        command(project, program).args(arguments.iter().copied())
    };
    let swift = |arguments: &[&str]| command("swift", arguments);
    let strict = ["-Xswiftc", "-warnings-as-errors"];
    let link = ["-Xlinker", places.library.as_str()];
    let build = ["build", "--build-tests", places.scratch.as_str()];
    steps.run(&swift(&build).args(link).args(strict));
    let test = ["test", "--skip-build", places.scratch.as_str()];
    steps.run(&swift(&test).args(link).args(strict));
    let scratch = format!("{root}/target/swift");
    let libraries = format!("{root}/target/swift-lib");
    steps.run(&command("./check-apple.sh", &[&scratch, &libraries]));
    steps.run(&command("./check-docs.sh", &[&scratch]));
    let library = format!("{libraries}/libtvpass.a");
    let scratch = format!("{root}/target/swift-app");
    steps.run(&command("./check-package.sh", &[&scratch, &library]));
    let scratch = format!("{root}/target/swift-mac");
    steps.run(&command("./check-dist.sh", &[&scratch]));
    // An app in Swift 5 mode compiles the package in its own mode, as the last step shows; this is for those who copy the sources.
    let scratch = format!("{}-5", places.scratch);
    let build = ["build", scratch.as_str(), "--target=TVPass"];
    steps.run(
        &swift(&build)
            .args(["-Xswiftc", "-swift-version", "-Xswiftc", "5"])
            .args(strict),
    );
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
    let folder = project.root.join("target/swift-lib");
    copy(&built, &folder, "libtvpass.a")
}

fn copy(from: &Path, folder: &Path, name: &str) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    fs::copy(from, folder.join(name))
        .map(drop)
        .map_err(|e| format!("{}: {e}", from.display()))
}
