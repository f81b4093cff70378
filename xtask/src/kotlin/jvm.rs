//! The JVM's jar: the classes with the native library for each of Linux's processors, where JNA
//! looks for it; and that a program runs with it.

use std::fs;
use std::path::{Path, PathBuf};

use super::elf;
use super::versions::Versions;
use crate::c::dist::uniffi;
use crate::c::sandbox::Sandbox;
use crate::command::{Cmd, which};
use crate::files;
use crate::project::Project;

/// JNA's folder in the jar, ELF's number for the processor.
const PROCESSORS: &[(&str, u64)] = &[("linux-x86-64", 62), ("linux-aarch64", 183)];

/// The other one of them, for a machine of the first: Rust's target, its linker, JNA's folder.
const CROSS: (&str, &str, &str) = (
    "aarch64-unknown-linux-gnu",
    "aarch64-linux-gnu-gcc",
    "linux-aarch64",
);

/// Puts the native libraries into `staged`: this machine's, and the other processor's if this
/// machine has what builds it. Returns what is missing.
pub(super) fn libraries(project: &Project, staged: &Path) -> Result<Option<String>, String> {
    let own = match std::env::consts::ARCH {
        "aarch64" => "linux-aarch64",
        _ => "linux-x86-64",
    };
    place(&uniffi(project, None)?, own, staged)?;
    let (target, linker, folder) = CROSS;
    if own == folder {
        return Ok(None);
    }
    let Some(path) = which(linker) else {
        return Ok(Some(format!("{folder}: {linker} is not on the PATH")));
    };
    let std = Cmd::new(
        project,
        "rustc",
        ["--print=target-libdir", "--target", target],
    );
    if !Path::new(std.capture()?.trim()).is_dir() {
        return Ok(Some(format!("{folder}: rustup target add {target}")));
    }
    place(&uniffi(project, Some((target, &path)))?, folder, staged)?;
    Ok(None)
}

fn place(library: &Path, folder: &str, staged: &Path) -> Result<(), String> {
    files::copy(library, staged.join(folder).join("libtvpass.so"))
}

/// Whether the unpacked jar has the library for this machine, and for no other processor than its
/// folder says.
pub(super) fn check(unpacked: &Path) -> Result<(), String> {
    let mut count = 0;
    for (folder, machine) in PROCESSORS {
        let file = unpacked.join(folder).join("libtvpass.so");
        let Ok(bytes) = fs::read(&file) else {
            continue;
        };
        let head = elf::head(&bytes).ok_or_else(|| format!("{folder} has no library"))?;
        if head.machine != *machine {
            let found = head.machine;
            return Err(format!(
                "{folder} has a library for processor {found} of ELF's"
            ));
        }
        let forced = b"tvpass-test-panic";
        if bytes.windows(forced.len()).any(|part| part == forced) {
            return Err(format!("{folder} has the library for tests"));
        }
        count += 1;
    }
    match count {
        0 => Err("the jar has no native library".to_owned()),
        _ => Ok(()),
    }
}

/// Runs the example for the command line with the jar as it is shipped, against the sandbox: the
/// library comes out of the jar, from nowhere else.
pub(super) fn run(project: &Project, jar: &Path) -> Result<(), String> {
    let versions = Versions::read(project)?;
    let m2 = project.tools().join("m2");
    let fetched = |group: &str, name: &str, version: &str| -> PathBuf {
        m2.join(group)
            .join(name)
            .join(version)
            .join(format!("{name}-{version}.jar"))
    };
    let parts = [
        jar.to_owned(),
        project.root.join("examples/kotlin/logout/target/classes"),
        fetched(
            "org/jetbrains/kotlin",
            "kotlin-stdlib",
            versions.get("kotlin.version")?,
        ),
        fetched(
            "org/jetbrains/kotlinx",
            "kotlinx-coroutines-core-jvm",
            versions.get("coroutines.version")?,
        ),
        fetched("net/java/dev/jna", "jna", versions.get("jna.version")?),
        fetched(
            "com/squareup/okhttp3",
            "okhttp",
            versions.get("okhttp.version")?,
        ),
    ];
    for part in &parts {
        if !part.exists() {
            return Err(format!("{} is not there", part.display()));
        }
    }
    let class_path = std::env::join_paths(parts).map_err(|e| e.to_string())?;
    let sandbox = Sandbox::start(project)?;
    let statement = sandbox.ask("GET", "/sandbox/hello", "/softwareStatement")?;
    let file = project.root.join("target/kotlin/statement");
    files::write(&file, statement)?;
    let said = Cmd::new(project, "java", ["-cp"])
        .args([class_path])
        .args(["dev.tvpass.example.Main", "--driver", "url"])
        .args(["--base", &sandbox.url, "--redirect-url", "myapp://out"])
        .args(["--software-statement".into(), file.into_os_string()])
        .args(["Cablevision"])
        .capture()?;
    match sandbox
        .ask("GET", "/sandbox/counters", "/logoutsV2")?
        .as_str()
    {
        "1" => Ok(()),
        count => Err(format!("{count} logouts reached the sandbox: {said}")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_library_is_noticed() {
        let name = format!("tvpass-jvm-{}", std::process::id());
        let root = std::env::temp_dir().join(name);
        let write = |folder: &str, bytes: &[u8]| {
            fs::create_dir_all(root.join(folder)).unwrap();
            fs::write(root.join(folder).join("libtvpass.so"), bytes).unwrap();
        };
        assert!(check(&root).unwrap_err().contains("no native library"));
        write("linux-x86-64", &elf::example(62, &[(1, 4096)]));
        assert_eq!(check(&root), Ok(()));
        write("linux-aarch64", &elf::example(62, &[(1, 4096)]));
        assert!(check(&root).unwrap_err().contains("for processor 62"));
        let mut tests = elf::example(183, &[(1, 4096)]);
        tests.extend(b"tvpass-test-panic");
        write("linux-aarch64", &tests);
        assert!(check(&root).unwrap_err().contains("for tests"));
        write("linux-aarch64", b"text");
        assert!(check(&root).unwrap_err().contains("has no library"));
        fs::remove_dir_all(&root).unwrap();
    }
}
