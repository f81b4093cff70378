//! What has to be in what is shipped: the AAR, its sources, its documentation and its POM, looked
//! at after unpacking them, as an app's build does.

use std::fs;
use std::path::{Path, PathBuf};

use super::elf;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// Files that have to be there, and what has to be in them, besides the libraries: in the AAR, in
/// its classes, in the sources, in the documentation.
const AAR: &[(&str, &str)] = &[
    ("AndroidManifest.xml", "android.permission.INTERNET"),
    ("AndroidManifest.xml", "package=\"dev.tvpass.android\""),
    ("proguard.txt", "-keep class com.sun.jna.**"),
    ("META-INF/LICENSE-MIT", "MIT License"),
    ("META-INF/LICENSE-APACHE", "Apache License"),
    ("R.txt", ""),
];
const CLASSES: &[&str] = &[
    "dev/tvpass/TvPassClient.class",
    "dev/tvpass/OkHttpDriver.class",
    "dev/tvpass/UrlConnectionDriver.class",
    "dev/tvpass/internal/Client.class",
    "dev/tvpass/android/EncryptedStateStore.class",
    // Without these Kotlin finds no function outside of classes, such as DeviceInfo.from.
    "META-INF/tvpass.kotlin_module",
    "META-INF/tvpass-android.kotlin_module",
];
const SOURCES: &[&str] = &[
    "dev/tvpass/TvPassClient.kt",
    "dev/tvpass/android/AndroidDevice.kt",
    "dev/tvpass/internal/tvpass.kt",
];
const DOCUMENTATION: &[(&str, &str)] = &[
    // The page of the module has the migration page.
    ("index.html", "AccessEnabler.Factory.getInstance"),
    ("tvpass/dev.tvpass/-tv-pass-client/logout.html", "suspend"),
    (
        "tvpass/dev.tvpass.android/-logout-pages/index.html",
        "Custom Tab",
    ),
];

/// Android's name of a processor, and ELF's number for it.
const PROCESSORS: &[(&str, u64)] = &[
    ("arm64-v8a", 183),
    ("armeabi-v7a", 40),
    ("x86_64", 62),
    ("x86", 3),
];

/// More bytes than a library has that is built as all that is shipped is. With cargo's own profile
/// for releases it had half as many again.
const LARGEST: usize = 1_400_000;

/// The files as they lie in `target/kotlin`.
pub(super) struct Shipped {
    pub(super) aar: PathBuf,
    pub(super) sources: PathBuf,
    pub(super) documentation: PathBuf,
    pub(super) pom: PathBuf,
}

/// The same, unpacked.
struct Unpacked {
    aar: PathBuf,
    classes: PathBuf,
    sources: PathBuf,
    documentation: PathBuf,
    pom: String,
}

/// What the files have to agree with.
pub(super) struct Expected<'a> {
    /// The alignment of every library's segments, in bytes, at least.
    pub(super) page_size: u64,
    /// The oldest API level.
    pub(super) min_sdk: u32,
    /// The rules for R8.
    pub(super) rules: &'a str,
    /// JNA's version.
    pub(super) jna: &'a str,
}

/// Unpacks what is shipped into `folder` and checks it.
pub(super) fn check(
    project: &Project,
    shipped: &Shipped,
    folder: &Path,
    expected: &Expected<'_>,
) -> Result<(), String> {
    let unpacked = Unpacked {
        aar: folder.join("aar"),
        classes: folder.join("classes"),
        sources: folder.join("sources"),
        documentation: folder.join("documentation"),
        pom: files::read(&shipped.pom)?,
    };
    unpack(project, &shipped.aar, &unpacked.aar)?;
    unpack(
        project,
        &unpacked.aar.join("classes.jar"),
        &unpacked.classes,
    )?;
    unpack(project, &shipped.sources, &unpacked.sources)?;
    unpack(project, &shipped.documentation, &unpacked.documentation)?;
    unpacked.check(expected)
}

/// Unpacks a jar, or what is packed as one is, into a folder.
pub(super) fn unpack(project: &Project, archive: &Path, folder: &Path) -> Result<(), String> {
    files::make(folder)?;
    Cmd::new(project, "jar", ["--extract", "--file"])
        .args([archive])
        .directory(folder)
        .run()
}

impl Unpacked {
    fn check(&self, expected: &Expected<'_>) -> Result<(), String> {
        contain(&self.aar, AAR)?;
        if files::read(self.aar.join("proguard.txt"))? != expected.rules {
            return Err("proguard.txt is not the rules of the module".to_owned());
        }
        let min_sdk = format!("android:minSdkVersion=\"{}\"", expected.min_sdk);
        contain(&self.aar, &[("AndroidManifest.xml", &min_sdk)])?;
        exist(&self.classes, CLASSES)?;
        for file in relative_files(&self.classes)? {
            let name = file.to_string_lossy();
            if name.contains("Test") || name.starts_with("com/") {
                return Err(format!("classes.jar has {name} in it"));
            }
        }
        libraries(&self.aar.join("jni"), expected.page_size)?;
        exist(&self.sources, SOURCES)?;
        contain(&self.documentation, DOCUMENTATION)?;
        // Its jar has no libraries for Android.
        let jna = format!(
            "<artifactId>jna</artifactId><version>{}</version><type>aar</type>",
            expected.jna
        );
        for part in [
            "<artifactId>tvpass-android</artifactId>",
            "<packaging>aar</packaging>",
            "<name>MIT</name>",
            "<name>Apache-2.0</name>",
            jna.as_str(),
        ] {
            if !self.pom.contains(part) {
                return Err(format!("the POM lacks {part}"));
            }
        }
        Ok(())
    }
}

/// Every library of every processor: for that processor, and aligned.
fn libraries(jni: &Path, page_size: u64) -> Result<(), String> {
    let mut count = 0;
    for file in relative_files(jni)? {
        let name = file.to_string_lossy().into_owned();
        let (folder, library) = name.split_once('/').unwrap_or_default();
        let processor = PROCESSORS.iter().find(|(known, _)| *known == folder);
        let Some((_, machine)) = processor.filter(|_| library == "libtvpass.so") else {
            return Err(format!("jni has {name} in it, which no device looks for"));
        };
        let bytes = fs::read(jni.join(&file)).map_err(|e| format!("{name}: {e}"))?;
        let head = elf::head(&bytes).ok_or_else(|| format!("{name} is no library"))?;
        if head.machine != *machine {
            let found = head.machine;
            return Err(format!(
                "{name} is for processor {found} of ELF's, not {machine}"
            ));
        }
        if head.alignment < page_size {
            let found = head.alignment;
            return Err(format!(
                "{name} is aligned to {found} bytes, not to {page_size}"
            ));
        }
        if bytes.len() > LARGEST {
            let found = bytes.len();
            return Err(format!(
                "{name} has {found} bytes, more than {LARGEST}: is it built with profile dist?"
            ));
        }
        let forced = b"tvpass-test-panic";
        if bytes.windows(forced.len()).any(|part| part == forced) {
            return Err(format!(
                "{name} is the one for tests, which can be told to panic"
            ));
        }
        count += 1;
    }
    match count {
        0 => Err("there is no library".to_owned()),
        _ => Ok(()),
    }
}

fn contain(folder: &Path, contents: &[(&str, &str)]) -> Result<(), String> {
    for (name, content) in contents {
        if !files::read(folder.join(name))?.contains(content) {
            return Err(format!("{name} lacks {content}"));
        }
    }
    Ok(())
}

fn exist(folder: &Path, names: &[&str]) -> Result<(), String> {
    match names.iter().find(|name| !folder.join(name).is_file()) {
        Some(missing) => Err(format!("{missing} is missing")),
        None => Ok(()),
    }
}

/// All files below `folder`, relative to it.
fn relative_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let found = files::below(folder, |_| false)?.into_iter();
    let relative = found.filter_map(|file| Some(file.strip_prefix(folder).ok()?.to_owned()));
    Ok(relative.collect())
}

#[cfg(test)]
#[path = "aar_tests.rs"]
mod tests;
