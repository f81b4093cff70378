//! `cargo xtask dist kotlin`: the AAR for Android, the jar for the JVM and the one for tests, each
//! with sources, documentation and POM, under `target/kotlin`, and all of them as a Maven
//! repository in `target/kotlin/repository`.
//!
//! The libraries for Android's processors need Google's NDK (28 or later, `ANDROID_NDK_HOME`) and
//! the Rust targets. Without them the AAR is made with this machine's library, under another name:
//! good for looking at its layout, not for a device.

use std::env;
use std::path::{Path, PathBuf};

use super::aar::{self, Expected, Shipped};
use super::pom::{ANDROID, JVM, Package, TESTING, pom};
use super::repository::{self, Files};
use super::versions::Versions;
use super::{jvm, maven_with_docs};
use crate::c::dist::{PAGE_SIZE, uniffi};
use crate::command::Cmd;
use crate::files;
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

pub(crate) fn package(project: &Project) -> Result<(), String> {
    let package = [
        "package",
        "-DskipTests",
        "--projects=tvpass,tvpass-testing,tvpass-android",
    ];
    maven_with_docs(project)?.args(package).run()?;
    make(project)
}

/// The versions of Maven's build, if the Gradle build has the same.
pub(crate) fn checked_versions(project: &Project) -> Result<Versions, String> {
    println!("$ (the same versions in the Gradle build)");
    let versions = Versions::read(project)?;
    versions.check(project)?;
    Ok(versions)
}

/// Assembles what Maven has packaged, with the pages of profile `docs`, and looks at the result.
pub(crate) fn make(project: &Project) -> Result<(), String> {
    let versions = checked_versions(project)?;
    let min_sdk: u32 = versions
        .get("android.min.level")?
        .parse()
        .map_err(|e| format!("android.min.level of pom.xml: {e}"))?;
    let out = project.root.join("target/kotlin");
    files::remove(&out)?;
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
        files::copy(&from, staged.join(to))?;
    }
    // There are no resources, and the format wants this file all the same.
    files::write(staged.join("R.txt"), "")?;
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
    let url =
        env::var("TVPASS_PROJECT_URL").unwrap_or_else(|_| "https://tvpass.invalid".to_owned());
    files::write(&shipped.pom, &pom(&ANDROID, version, &versions, &url)?)?;
    let rules = files::read(&rules)?;
    let expected = Expected {
        page_size: PAGE_SIZE,
        min_sdk,
        rules: &rules,
        jna: versions.get("jna.version")?,
    };
    aar::check(project, &shipped, &out.join("unpacked"), &expected)?;
    println!("target/kotlin/{name}");
    let repository = out.join("repository");
    for (package, sources) in [
        (&JVM, &["tvpass/src/main/kotlin", "generated"][..]),
        (&TESTING, &["tvpass-testing/src/main/kotlin"][..]),
    ] {
        let files = Files {
            main: out.join(format!("{}-{version}.jar", package.name)),
            sources: out.join(format!("{}-{version}-sources.jar", package.name)),
            documentation: shipped.documentation.clone(),
            pom: out.join(format!("{}-{version}.pom", package.name)),
        };
        library_jar(project, package, &files.main)?;
        let folders: Vec<_> = sources.iter().map(|folder| kotlin.join(folder)).collect();
        jar(project, &files.sources, &folders)?;
        files::write(&files.pom, &pom(package, version, &versions, &url)?)?;
        repository::add(project, &repository, package, &files)?;
    }
    if classifier.is_empty() {
        let files = Files {
            main: shipped.aar,
            sources: shipped.sources,
            documentation: shipped.documentation,
            pom: shipped.pom,
        };
        repository::add(project, &repository, &ANDROID, &files)?;
    } else {
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
    files::copy(
        library,
        staged.join("jni").join(folder).join("libtvpass.so"),
    )
}

/// One jar of both modules' classes.
fn classes(project: &Project, out: &Path, staged: &Path) -> Result<(), String> {
    let merged = out.join("classes");
    for module in ["tvpass", "tvpass-android"] {
        let packaged = packaged(project, module);
        if !packaged.is_file() {
            return Err(format!(
                "{} is not there: package first",
                packaged.display()
            ));
        }
        aar::unpack(project, &packaged, &merged)?;
    }
    files::make(staged)?;
    jar(project, &staged.join("classes.jar"), &[merged])
}

/// A package's jar as Maven made it, and of the JVM's one the native libraries, with the licences.
fn library_jar(project: &Project, package: &Package, to: &Path) -> Result<(), String> {
    let staged = project.root.join("target/kotlin").join(package.name);
    aar::unpack(project, &packaged(project, package.name), &staged)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        files::copy(
            project.root.join(licence),
            staged.join("META-INF").join(licence),
        )?;
    }
    if package.name == JVM.name {
        if let Some(missing) = jvm::libraries(project, &staged)? {
            println!("the JVM's jar is for this machine's processor alone. {missing}");
        }
        jvm::check(&staged)?;
    }
    jar(project, to, &[staged])
}

/// The JVM's jar, as [`make`] leaves it, in a program of its own.
pub(crate) fn run_jvm(project: &Project) -> Result<(), String> {
    let name = format!(
        "target/kotlin/{}-{}.jar",
        JVM.name,
        env!("CARGO_PKG_VERSION")
    );
    jvm::run(project, &project.root.join(name))
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
