//! Running other programs: each is printed before it runs, and a failure names the command.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::project::Project;
use crate::times;

/// A command line, with the working directory at the project's root unless said otherwise.
pub(crate) struct Cmd {
    program: OsString,
    arguments: Vec<OsString>,
    root: PathBuf,
    directory: PathBuf,
    environment: Vec<(OsString, OsString)>,
}

impl Cmd {
    pub(crate) fn new<A: Into<OsString>>(
        project: &Project,
        program: impl Into<OsString>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        let cargo_home = project.cargo_home.iter();
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            root: project.root.clone(),
            directory: project.root.clone(),
            environment: cargo_home
                .map(|home| ("CARGO_HOME".into(), home.into()))
                .collect(),
        }
    }

    /// The cargo that runs this program.
    pub(crate) fn cargo<A: Into<OsString>>(
        project: &Project,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        Self::new(
            project,
            std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            arguments,
        )
    }

    pub(crate) fn args<A: Into<OsString>>(mut self, more: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(more.into_iter().map(Into::into));
        self
    }

    /// For cargo: what it makes is put into `folder`, and kept apart from what other commands make.
    /// What that is made of stands in `target`, where all commands with this profile find it; an
    /// older cargo, which does not know this, has that in `folder`, too.
    ///
    /// There a shared library has no hash in its name, and cargo would take one for the other: no
    /// more than one selection of features may be built as such with a profile (`bindings`).
    pub(crate) fn target(self, folder: impl AsRef<Path>) -> Self {
        self.env("CARGO_BUILD_BUILD_DIR", "target")
            .args([format!("--target-dir={}", folder.as_ref().display())])
    }

    pub(crate) fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    pub(crate) fn directory(mut self, directory: impl AsRef<Path>) -> Self {
        self.directory = directory.as_ref().to_owned();
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(&self.directory)
            .stdin(Stdio::null());
        // `cargo run` describes xtask to its child in these variables. Handed on, they would make
        // cargo rebuild dependencies whose build scripts watch them.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let describes_xtask = [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ];
            if describes_xtask
                .iter()
                .any(|prefix| text.starts_with(prefix))
            {
                command.env_remove(&name);
            }
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Prints the command and runs it; its output is shown as it comes.
    pub(crate) fn run(&self) -> Result<(), String> {
        self.announce();
        let status = times::kept(self, || self.command().status())
            .map_err(|e| format!("`{self}` did not start: {e}"))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("`{self}` failed: {status}"))
        }
    }

    /// Like [`Cmd::run`], and hands each line of standard output to `see` as well.
    pub(crate) fn run_watched(&self, see: impl FnMut(&str)) -> Result<(), String> {
        self.announce();
        times::kept(self, || self.watch(see))
    }

    fn watch(&self, mut see: impl FnMut(&str)) -> Result<(), String> {
        let mut child = self
            .command()
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("`{self}` did not start: {e}"))?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n') {
                let line = line.map_err(|e| format!("`{self}`: reading its output: {e}"))?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                see(&line);
            }
        }
        let status = child.wait().map_err(|e| format!("`{self}`: {e}"))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("`{self}` failed: {status}"))
        }
    }

    /// Runs the command silently and returns its standard output; the error holds its standard
    /// error.
    pub(crate) fn capture(&self) -> Result<String, String> {
        let output = times::kept(self, || self.command().output())
            .map_err(|e| format!("`{self}` did not start: {e}"))?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(format!(
                "`{self}` failed: {}\n{}",
                output.status,
                complaint.trim_end()
            ));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Like [`Cmd::capture`], for programs that complain on standard output: the error holds both.
    pub(crate) fn capture_all(&self) -> Result<(), String> {
        let output = times::kept(self, || self.command().output())
            .map_err(|e| format!("`{self}` did not start: {e}"))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "`{self}` failed: {}\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ))
    }

    fn announce(&self) {
        println!("$ {self}");
        // The child writes to the same place; without this its output could come before the line
        // that announces it.
        let _ = std::io::stdout().flush();
    }
}

impl fmt::Display for Cmd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.environment {
            // Paths of the project are shown from its root: shorter, and still right when pasted
            // there.
            let root = format!("{}/", self.root.display());
            let value = quoted(value).replace(&root, "");
            write!(f, "{}={value} ", name.to_string_lossy())?;
        }
        let program = Path::new(&self.program);
        write!(
            f,
            "{}",
            program
                .file_name()
                .unwrap_or(program.as_os_str())
                .to_string_lossy()
        )?;
        for argument in &self.arguments {
            write!(f, " {}", quoted(argument))?;
        }
        Ok(())
    }
}

/// The text as one would type it in a shell.
fn quoted(text: &OsStr) -> String {
    let text = text.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.into_owned()
    } else {
        format!("'{text}'")
    }
}

/// Where `program` is, if it is on the PATH.
pub(crate) fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// This machine's Rust target, as this compiler says.
pub(crate) fn host(project: &Project, rustc: &str) -> Result<String, String> {
    about(project, rustc, "host")
}

/// What this compiler says about itself, such as its `commit-hash`.
pub(crate) fn about(project: &Project, rustc: &str, what: &str) -> Result<String, String> {
    let text = Cmd::new(project, rustc, ["--version", "--verbose"]).capture()?;
    text.lines()
        .find_map(|line| line.strip_prefix(what)?.strip_prefix(": "))
        .map(str::to_owned)
        .ok_or_else(|| format!("{rustc} does not say what its {what} is"))
}
