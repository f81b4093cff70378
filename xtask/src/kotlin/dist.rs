//! `cargo xtask dist kotlin`: the AAR for Android, its sources, its documentation and its POM,
//! under `target/kotlin`.
//!
//! The libraries for Android's processors need Google's NDK (28 or later, `ANDROID_NDK_HOME`) and
//! the Rust targets. Without them the AAR is made with this machine's library, under another name:
//! good for looking at its layout, not for a device.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::aar::{self, Expected, Shipped};
use super::maven_with_docs;
use super::versions::Versions;
use crate::c::dist::{PAGE_SIZE, uniffi};
use crate::command::Cmd;
use crate::outcome::Outcome;
use crate::project::Project;

/// Rust's target, the NDK's name for its linker, Android's folder in the AAR.
const PROCESSORS: &[(&str, &str, &str)] = &[
    (
        "aarch64-linux-android",
        "aarch64-linux-android",
        "arm64-v8a",
    ),
    (
        "armv7-linux-androideabi",
        "armv7a-linux-androideabi",
        "armeabi-v7a",
    ),
    ("x86_64-linux-android", "x86_64-linux-android", "x86_64"),
    ("i686-linux-android", "i686-linux-android", "x86"),
];

pub(crate) fn main(arguments: &[String]) -> Outcome {
    if let Some(argument) = arguments.first() {
        return Outcome::Usage(format!("dist kotlin takes no argument, not {argument}"));
    }
    let result = Project::find().and_then(|project| {
        let package = ["package", "-DskipTests", "--projects=tvpass,tvpass-android"];
        maven_with_docs(&project)?.args(package).run()?;
        make(&project)
    });
    match result {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}

/// Assembles what Maven has packaged, with the pages of profile `docs`, and looks at the result.
pub(crate) fn make(project: &Project) -> Result<(), String> {
    let versions = Versions::read(project)?;
    versions.check(project)?;
    let min_sdk: u32 = versions
        .get("android.min.level")?
        .parse()
        .map_err(|e| format!("android.min.level of pom.xml: {e}"))?;
    let out = project.root.join("target/kotlin");
    if out.exists() {
        fs::remove_dir_all(&out).map_err(|e| format!("{}: {e}", out.display()))?;
    }
    let staged = out.join("aar");
    let classifier = match env::var_os("ANDROID_NDK_HOME") {
        Some(ndk) => {
            for processor in PROCESSORS {
                android_library(project, Path::new(&ndk), min_sdk, processor, &staged)?;
            }
            ""
        }
        None => {
            host_library(project, &staged)?;
            "-host"
        }
    };
    classes(project, &out, &staged)?;
    let kotlin = project.root.join("bindings/kotlin");
    let rules = kotlin.join("tvpass/src/main/resources/META-INF/proguard/tvpass.pro");
    for (from, to) in [
        (
            kotlin.join("tvpass-android/src/main/AndroidManifest.xml"),
            "AndroidManifest.xml",
        ),
        (rules.clone(), "proguard.txt"),
        (project.root.join("LICENSE-MIT"), "META-INF/LICENSE-MIT"),
        (
            project.root.join("LICENSE-APACHE"),
            "META-INF/LICENSE-APACHE",
        ),
    ] {
        copy(&from, &staged.join(to))?;
    }
    // There are no resources, and the format wants this file all the same.
    write(&staged.join("R.txt"), "")?;
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("tvpass-android-{version}{classifier}.aar");
    let shipped = Shipped {
        aar: out.join(&name),
        sources: out.join(format!("tvpass-android-{version}-sources.jar")),
        documentation: out.join(format!("tvpass-android-{version}-javadoc.jar")),
        pom: out.join(format!("tvpass-android-{version}.pom")),
    };
    jar(project, &shipped.aar, &[staged])?;
    let sources = ["tvpass/src/main/kotlin", "tvpass-android/src/main/kotlin"];
    let mut sources: Vec<_> = sources.iter().map(|folder| kotlin.join(folder)).collect();
    sources.push(kotlin.join("generated"));
    jar(project, &shipped.sources, &sources)?;
    let pages = kotlin.join("tvpass-android/target/dokka");
    jar(project, &shipped.documentation, &[pages])?;
    write(&shipped.pom, &pom(version, &versions)?)?;
    let rules = fs::read_to_string(&rules).map_err(|e| format!("{}: {e}", rules.display()))?;
    let expected = Expected {
        page_size: PAGE_SIZE,
        min_sdk,
        rules: &rules,
        jna: versions.get("jna.version")?,
    };
    aar::check(project, &shipped, &out.join("unpacked"), &expected)?;
    println!("target/kotlin/{name}");
    if !classifier.is_empty() {
        let targets: Vec<_> = PROCESSORS.iter().map(|(target, _, _)| *target).collect();
        println!(
            "made with this machine's library, not for devices: ANDROID_NDK_HOME names no NDK (28 or later; rustup target add {})",
            targets.join(" ")
        );
    }
    Ok(())
}

fn host_library(project: &Project, staged: &Path) -> Result<(), String> {
    let folder = match env::consts::ARCH {
        "aarch64" => "arm64-v8a",
        "x86" => "x86",
        "arm" => "armeabi-v7a",
        _ => "x86_64",
    };
    place(&uniffi(project, None)?, folder, staged)
}

fn android_library(
    project: &Project,
    ndk: &Path,
    min_sdk: u32,
    (target, tool, folder): &(&str, &str, &str),
    staged: &Path,
) -> Result<(), String> {
    let tools = ndk.join(format!(
        "toolchains/llvm/prebuilt/{}-x86_64/bin",
        env::consts::OS
    ));
    let linker = tools.join(format!("{tool}{min_sdk}-clang"));
    if !linker.is_file() {
        return Err(format!(
            "{} is not there: does ANDROID_NDK_HOME name an NDK, 28 or later?",
            linker.display()
        ));
    }
    place(&uniffi(project, Some((target, &linker)))?, folder, staged)
}

fn place(library: &Path, folder: &str, staged: &Path) -> Result<(), String> {
    copy(
        library,
        &staged.join("jni").join(folder).join("libtvpass.so"),
    )
}

/// One jar of both modules' classes.
fn classes(project: &Project, out: &Path, staged: &Path) -> Result<(), String> {
    let merged = out.join("classes");
    make_folder(&merged)?;
    for module in ["tvpass", "tvpass-android"] {
        let packaged = packaged(project, module);
        if !packaged.is_file() {
            return Err(format!(
                "{} is not there: package first",
                packaged.display()
            ));
        }
        Cmd::new(project, "jar", ["--extract", "--file"])
            .args([packaged])
            .directory(&merged)
            .run()?;
    }
    make_folder(staged)?;
    jar(project, &staged.join("classes.jar"), &[merged])
}

fn packaged(project: &Project, module: &str) -> PathBuf {
    let jar = format!("{module}-{}.jar", env!("CARGO_PKG_VERSION"));
    let kotlin = project.root.join("bindings/kotlin");
    kotlin.join(module).join("target").join(jar)
}

fn jar(project: &Project, file: &Path, folders: &[PathBuf]) -> Result<(), String> {
    let mut command =
        Cmd::new(project, "jar", ["--create", "--no-manifest", "--file"]).args([file]);
    for folder in folders {
        command = command.args(["-C"]).args([folder]).args(["."]);
    }
    command.run()
}

/// What an Android build has to know: JNA comes as an AAR there.
fn pom(version: &str, versions: &Versions) -> Result<String, String> {
    let kotlin = versions.get("kotlin.version")?;
    let coroutines = versions.get("coroutines.version")?;
    let jna = versions.get("jna.version")?;
    Ok(format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.tvpass</groupId>
  <artifactId>tvpass-android</artifactId>
  <version>{version}</version>
  <packaging>aar</packaging>
  <licenses>
    <license><name>MIT</name></license>
    <license><name>Apache-2.0</name></license>
  </licenses>
  <dependencies>
    <dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-stdlib</artifactId><version>{kotlin}</version></dependency>
    <dependency><groupId>org.jetbrains.kotlinx</groupId><artifactId>kotlinx-coroutines-android</artifactId><version>{coroutines}</version></dependency>
    <dependency><groupId>net.java.dev.jna</groupId><artifactId>jna</artifactId><version>{jna}</version><type>aar</type></dependency>
  </dependencies>
</project>
"#
    ))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if let Some(folder) = to.parent() {
        make_folder(folder)?;
    }
    fs::copy(from, to)
        .map(drop)
        .map_err(|e| format!("{}: {e}", from.display()))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))
}
