//! The Swift toolchain. Where none is installed, Debian's is used: `setup` makes a Debian tree
//! under `.tools` that has it (about a minute and a half, and 3 GB), and commands run inside. The
//! tree comes from the mirror that this machine's own package manager uses.

use std::path::PathBuf;

use crate::command::{Cmd, which};
use crate::files;
use crate::project::Project;
use crate::suite::{Missing, Packages};

/// The Debian release with Swift 6.
const RELEASE: &str = "trixie";

/// What makes the tree.
pub(crate) const PACKAGES: Packages = &[("", "mmdebstrap")];

/// What is in the tree; Swift's compiler looks for C's and C++'s headers, and its package manager
/// fetches packages with git.
const IN_THE_TREE: &str = "swiftlang,libc6-dev,libstdc++-14-dev,ca-certificates,git";

fn tree(project: &Project) -> PathBuf {
    project.tools().join(format!("swift-{RELEASE}"))
}

fn is_root(project: &Project) -> bool {
    Cmd::new(project, "id", ["-u"])
        .capture()
        .is_ok_and(|id| id.trim() == "0")
}

pub(crate) fn prepare(project: &Project) -> Result<(), Missing> {
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
    Err(Missing::setup("swift", "swift is not on the PATH"))
}

pub(crate) fn setup(project: &Project) -> Result<(), String> {
    if !is_root(project) {
        return Err("making a Debian tree needs root".to_owned());
    }
    let tree = tree(project);
    let partial = project.tools().join("swift.partial");
    for old in [&tree, &partial] {
        files::remove(old)?;
    }
    files::make(project.tools())?;
    let mirror = mirror(project)?;
    let make = [
        "--variant=apt".to_owned(),
        "--mode=root".to_owned(),
        format!("--include={IN_THE_TREE}"),
        "--aptopt=Acquire::Retries \"3\"".to_owned(),
        // Documentation and the downloaded packages are of no use here.
        "--dpkgopt=path-exclude=/usr/share/doc/*".to_owned(),
        RELEASE.to_owned(),
    ];
    Cmd::new(project, "mmdebstrap", make)
        .args([partial.as_os_str(), mirror.as_ref()])
        .run()?;
    files::rename(&partial, &tree)
}

/// Where this machine's package manager gets the release that the machine runs.
fn mirror(project: &Project) -> Result<String, String> {
    let release = files::read("/etc/os-release")?;
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
