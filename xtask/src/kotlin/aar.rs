//! What has to be in an AAR: looked at after unpacking it, as an app's build does.

use std::fs;
use std::path::Path;

use crate::command::Cmd;
use crate::project::Project;

/// The files that every AAR has; the libraries come on top.
const FILES: &[(&str, &str)] = &[
    ("AndroidManifest.xml", "android.permission.INTERNET"),
    ("proguard.txt", "-keep class com.sun.jna.**"),
    ("META-INF/LICENSE-MIT", "MIT"),
    ("META-INF/LICENSE-APACHE", "Apache License"),
    ("R.txt", ""),
];

const CLASSES: &[&str] = &[
    "dev/tvpass/TvPassClient.class",
    "dev/tvpass/UrlConnectionDriver.class",
    "dev/tvpass/internal/Client.class",
    "dev/tvpass/android/EncryptedStateStore.class",
];

/// Unpacks `aar` and checks it; every library has to be aligned to `page_size`.
pub(super) fn check(project: &Project, aar: &Path, page_size: u64) -> Result<(), String> {
    let folder = aar.with_extension("unpacked");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Cmd::new(project, "jar", ["--extract", "--file"])
        .args([aar])
        .directory(&folder)
        .run()?;
    for (name, content) in FILES {
        let file = folder.join(name);
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        if !text.contains(content) {
            return Err(format!("{} lacks {content}", file.display()));
        }
    }
    let list = Cmd::new(project, "jar", ["--list", "--file"])
        .args([folder.join("classes.jar")])
        .capture()?;
    for class in CLASSES {
        if !list.lines().any(|line| line == *class) {
            return Err(format!("classes.jar lacks {class}"));
        }
    }
    if list.contains("Test") {
        return Err("classes.jar has tests in it".to_owned());
    }
    libraries(&folder.join("jni"), page_size)
}

fn libraries(jni: &Path, page_size: u64) -> Result<(), String> {
    let describe = |e: std::io::Error| format!("{}: {e}", jni.display());
    let mut count = 0;
    for entry in fs::read_dir(jni).map_err(describe)? {
        let library = entry.map_err(describe)?.path().join("libtvpass.so");
        let bytes = fs::read(&library).map_err(|e| format!("{}: {e}", library.display()))?;
        let alignment =
            alignment(&bytes).ok_or_else(|| format!("{} is no library", library.display()))?;
        if alignment < page_size {
            return Err(format!(
                "{} is aligned to {alignment} bytes, not to {page_size}",
                library.display()
            ));
        }
        count += 1;
    }
    match count {
        0 => Err(format!("{} holds no library", jni.display())),
        _ => Ok(()),
    }
}

/// The smallest alignment of an ELF file's loaded segments.
fn alignment(elf: &[u8]) -> Option<u64> {
    const LOAD: u64 = 1;
    if elf.get(..4)? != b"\x7fELF" || *elf.get(5)? != 1 {
        return None;
    }
    let wide = match elf.get(4)? {
        1 => false,
        2 => true,
        _ => return None,
    };
    let number = |at: usize, size: usize| -> Option<u64> {
        let bytes = elf.get(at..at.checked_add(size)?)?;
        let little_endian = bytes.iter().rev();
        Some(little_endian.fold(0, |number, byte| number << 8 | u64::from(*byte)))
    };
    let (table, size_at, count_at) = if wide {
        (number(0x20, 8)?, 0x36, 0x38)
    } else {
        (number(0x1c, 4)?, 0x2a, 0x2c)
    };
    let (size, count) = (number(size_at, 2)?, number(count_at, 2)?);
    let mut smallest = None;
    for index in 0..count {
        let header = usize::try_from(table.checked_add(index.checked_mul(size)?)?).ok()?;
        if number(header, 4)? == LOAD {
            let align = if wide {
                number(header + 0x30, 8)?
            } else {
                number(header + 0x1c, 4)?
            };
            smallest = Some(smallest.map_or(align, |smallest: u64| smallest.min(align)));
        }
    }
    smallest
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    /// A 64-bit file with segments of these types and alignments.
    fn elf(segments: &[(u8, u16)]) -> Vec<u8> {
        let mut file = vec![0; 64];
        file[..6].copy_from_slice(b"\x7fELF\x02\x01");
        file[0x20] = 64;
        file[0x36] = 56;
        file[0x38] = u8::try_from(segments.len()).unwrap();
        for (kind, align) in segments {
            let mut header = vec![0; 56];
            header[0] = *kind;
            header[0x30..0x32].copy_from_slice(&align.to_le_bytes());
            file.extend(header);
        }
        file
    }

    #[test]
    fn the_smallest_alignment_of_what_is_loaded_counts() {
        assert_eq!(alignment(&elf(&[(1, 16384), (2, 8)])), Some(16384));
        assert_eq!(alignment(&elf(&[(1, 16384), (1, 4096)])), Some(4096));
        assert_eq!(alignment(&elf(&[(2, 8)])), None);
    }

    #[test]
    fn what_is_no_library_has_none() {
        let good = elf(&[(1, 16384)]);
        for end in 0..good.len() - 8 {
            assert_eq!(alignment(&good[..end]), None, "{end}");
        }
        assert_eq!(alignment(b"#!/bin/sh and more than a few bytes"), None);
    }
}
