//! That the check of what is shipped fails for each thing that may be wrong with it.
#![allow(clippy::unwrap_used)]

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

const RULES: &str = "-keep class com.sun.jna.** { *; }\n";
const EXPECTED: Expected<'_> = Expected {
    page_size: 16384,
    min_sdk: 24,
    rules: RULES,
    jna: "5.17.0",
};

/// An unpacked AAR with all that is wanted, in a folder that goes with it.
struct Example {
    root: PathBuf,
    unpacked: Unpacked,
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

impl Example {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tvpass-aar-{}-{number}", std::process::id());
        let root = std::env::temp_dir().join(name);
        let pom = "<artifactId>tvpass-android</artifactId><packaging>aar</packaging><name>MIT</name><name>Apache-2.0</name>\
                   <artifactId>jna</artifactId><version>5.17.0</version><type>aar</type>";
        let example = Self {
            unpacked: Unpacked {
                aar: root.join("aar"),
                classes: root.join("classes"),
                sources: root.join("sources"),
                documentation: root.join("documentation"),
                pom: pom.to_owned(),
            },
            root,
        };
        let manifest = "<manifest package=\"dev.tvpass.android\"><uses-sdk android:minSdkVersion=\"24\" />\
                        <uses-permission android:name=\"android.permission.INTERNET\" />";
        example.write("aar/AndroidManifest.xml", manifest);
        example.write("aar/proguard.txt", RULES);
        example.write("aar/META-INF/LICENSE-MIT", "MIT License");
        example.write("aar/META-INF/LICENSE-APACHE", "Apache License");
        example.write("aar/R.txt", "");
        for class in CLASSES {
            example.write(&format!("classes/{class}"), "");
        }
        for source in SOURCES {
            example.write(&format!("sources/{source}"), "");
        }
        for (page, text) in DOCUMENTATION {
            example.write(&format!("documentation/{page}"), text);
        }
        example.library("arm64-v8a", 183, 16384);
        example.library("x86_64", 62, 16384);
        example
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let file = self.root.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }

    fn library(&self, folder: &str, machine: u8, alignment: u16) {
        self.write(
            &format!("aar/jni/{folder}/libtvpass.so"),
            elf::example(machine, &[(1, alignment), (2, 8)]),
        );
    }

    fn complaint(&self) -> String {
        self.unpacked.check(&EXPECTED).unwrap_err()
    }
}

#[test]
fn what_is_complete_passes() {
    assert_eq!(Example::new().unpacked.check(&EXPECTED), Ok(()));
}

#[test]
fn each_missing_file_is_noticed() {
    let names = AAR.iter().map(|(name, _)| format!("aar/{name}"));
    let names = names.chain(CLASSES.iter().map(|name| format!("classes/{name}")));
    let names = names.chain(SOURCES.iter().map(|name| format!("sources/{name}")));
    let pages = DOCUMENTATION.iter();
    for name in names.chain(pages.map(|(name, _)| format!("documentation/{name}"))) {
        let example = Example::new();
        fs::remove_file(example.root.join(&name)).unwrap();
        let file = name.split_once('/').unwrap().1;
        let complaint = example.complaint();
        assert!(complaint.contains(file), "{name}: {complaint}");
    }
}

#[test]
fn wrong_contents_are_noticed() {
    for (name, content, complaint) in [
        (
            "aar/proguard.txt",
            "-keep class com.sun.jna.**",
            "proguard.txt is not the rules",
        ),
        ("aar/META-INF/LICENSE-MIT", "", "LICENSE-MIT lacks"),
        (
            "aar/AndroidManifest.xml",
            "package=\"dev.tvpass.android\" android.permission.INTERNET android:minSdkVersion=\"21\"",
            "minSdkVersion=\"24\"",
        ),
        (
            "documentation/index.html",
            "<h1>tvpass</h1>",
            "AccessEnabler",
        ),
        ("classes/dev/tvpass/ClientTest.class", "", "ClientTest"),
        ("classes/com/sun/jna/Native.class", "", "com/sun/jna"),
    ] {
        let example = Example::new();
        example.write(name, content);
        let found = example.complaint();
        assert!(found.contains(complaint), "{name}: {found}");
    }
}

#[test]
fn wrong_libraries_are_noticed() {
    let example = Example::new();
    example.library("x86_64", 62, 4096);
    assert_eq!(
        example.complaint(),
        "x86_64/libtvpass.so is aligned to 4096 bytes, not to 16384"
    );

    let example = Example::new();
    example.library("armeabi-v7a", 62, 16384);
    assert_eq!(
        example.complaint(),
        "armeabi-v7a/libtvpass.so is for processor 62 of ELF's, not 40"
    );

    let example = Example::new();
    example.library("mips", 8, 16384);
    assert!(example.complaint().contains("mips/libtvpass.so"));

    let example = Example::new();
    example.write("aar/jni/x86/libtvpass.so", "text");
    assert_eq!(example.complaint(), "x86/libtvpass.so is no library");

    let example = Example::new();
    let mut library = elf::example(62, &[(1, 16384)]);
    library.extend(b"tvpass-test-panic");
    example.write("aar/jni/x86_64/libtvpass.so", library);
    assert!(example.complaint().contains("the one for tests"));

    let example = Example::new();
    let mut library = elf::example(62, &[(1, 16384)]);
    library.resize(LARGEST + 1, 0);
    example.write("aar/jni/x86_64/libtvpass.so", library);
    assert!(example.complaint().contains("profile dist"));

    let example = Example::new();
    fs::remove_dir_all(example.root.join("aar/jni")).unwrap();
    assert!(example.complaint().contains("jni"));
    fs::create_dir_all(example.root.join("aar/jni")).unwrap();
    assert_eq!(example.complaint(), "there is no library");
}

#[test]
fn a_wrong_pom_is_noticed() {
    let mut example = Example::new();
    example.unpacked.pom = example.unpacked.pom.replace("<type>aar</type>", "");
    assert!(
        example
            .complaint()
            .starts_with("the POM lacks <artifactId>jna")
    );
}
