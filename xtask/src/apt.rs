//! Debian's package manager: the only one that `cargo xtask setup` knows.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use crate::command::{Cmd, which};
use crate::files;
use crate::project::Project;

/// Held by whoever uses apt: what is configured to run behind each use of it, as in Docker's
/// images, deletes what another one has downloaded meanwhile.
static IN_USE: Mutex<()> = Mutex::new(());

/// Installs the packages.
pub(crate) fn install(project: &Project, packages: &[&str]) -> Result<(), String> {
    let _guard = IN_USE.lock().map_err(|e| e.to_string())?;
    if which("apt-get").is_none() {
        return Err(format!(
            "this system has no apt-get; install the equivalent of Debian's {} by its own package manager",
            packages.join(" ")
        ));
    }
    let is_root = Cmd::new(project, "id", ["-u"]).capture()?.trim() == "0";
    if !is_root && which("sudo").is_none() {
        return Err(format!(
            "installing needs root or sudo, and this is neither; as root: apt-get install {}",
            packages.join(" ")
        ));
    }
    let runner = if is_root { "env" } else { "sudo" };
    let apt = |command: &[&str]| {
        Cmd::new(
            project,
            runner,
            ["DEBIAN_FRONTEND=noninteractive", "apt-get"],
        )
        // A server's automatic upgrade may hold the lock for a while; a mirror may fail once.
        .args(["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"])
        .args(command)
        .run()
    };
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}

/// Whether Debian's package manager is here and has not installed the package.
pub(crate) fn is_missing(project: &Project, package: &str) -> bool {
    let status = ["--show", "--showformat=${db:Status-Status}", package];
    let status = || Cmd::new(project, "dpkg-query", status).capture();
    which("dpkg-query").is_some() && status().as_deref() != Ok("installed")
}

/// apt with package lists and downloads of its own, under `.tools/apt`: it reads the machine's
/// sources, needs no administrator rights, and changes nothing on the machine.
pub(crate) struct Private<'a> {
    _guard: MutexGuard<'static, ()>,
    project: &'a Project,
    folder: PathBuf,
}

impl<'a> Private<'a> {
    pub(crate) fn new(project: &'a Project) -> Result<Self, String> {
        let guard = IN_USE.lock().map_err(|e| e.to_string())?;
        let folder = project.tools().join("apt");
        for part in ["lists/partial", "archives/partial"] {
            files::make(folder.join(part))?;
        }
        Ok(Self {
            _guard: guard,
            project,
            folder,
        })
    }

    /// Downloads the package lists.
    pub(crate) fn update(&self) -> Result<(), String> {
        self.command("apt-get").args(["-qq", "update"]).run()
    }

    /// The newest version of `package` that is `version` or `version.…`, if the machine's sources
    /// offer one.
    pub(crate) fn offered(&self, package: &str, version: &str) -> Option<String> {
        let table = self
            .command("apt-cache")
            .args(["madison", package])
            .capture()
            .ok()?;
        // One line per version, the newest first:
        // ` rustc | 1.85.0+dfsg3-1 | http://… trixie/main amd64 Packages`.
        table
            .lines()
            .filter_map(|line| line.split('|').nth(1).map(str::trim))
            .find(|offered| {
                let rest = offered.strip_prefix(version);
                rest.is_some_and(|rest| rest.starts_with('.'))
            })
            .map(str::to_owned)
    }

    /// Downloads the packages (`NAME=VERSION`) with those dependencies that this machine lacks, and
    /// unpacks them into `target`, which is made anew.
    pub(crate) fn unpack(&self, packages: &[String], target: &Path) -> Result<(), String> {
        files::remove(target)?;
        files::make(target)?;
        let download = [
            "-qq",
            "install",
            "--download-only",
            "--yes",
            "--no-install-recommends",
        ];
        let download = self
            .command("apt-get")
            .args(download)
            .args(["--allow-downgrades"]);
        download.args(packages).run()?;
        for file in files::entries(self.folder.join("archives"))? {
            if file.extension().is_some_and(|extension| extension == "deb") {
                let extract = [
                    OsString::from("--extract"),
                    file.clone().into(),
                    target.into(),
                ];
                Cmd::new(self.project, "dpkg-deb", extract).run()?;
                files::remove(&file)?;
            }
        }
        // Some 30 MB of package lists, of no use for long.
        files::remove(&self.folder)
    }

    fn command(&self, program: &str) -> Cmd {
        let mut options = Vec::new();
        let lists = self.folder.join("lists");
        let archives = self.folder.join("archives");
        for (name, value) in [
            ("Dir::State::lists", lists.as_os_str()),
            ("Dir::Cache::archives", archives.as_os_str()),
            // Lists of one's own are read without the shared, root-owned cache, and need no lock.
            ("Dir::Cache::pkgcache", OsStr::new("")),
            ("Dir::Cache::srcpkgcache", OsStr::new("")),
            ("Debug::NoLocking", OsStr::new("1")),
            // Without root apt cannot switch to its download user, with root that user cannot write
            // here.
            ("APT::Sandbox::User", OsStr::new("")),
            ("Acquire::Retries", OsStr::new("3")),
        ] {
            let mut option = OsString::from(format!("{name}="));
            option.push(value);
            options.push(OsString::from("-o"));
            options.push(option);
        }
        Cmd::new(self.project, program, options).env("DEBIAN_FRONTEND", "noninteractive")
    }
}
