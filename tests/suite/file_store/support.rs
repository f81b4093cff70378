//! What the tests of the file store share.

use std::path::{Path, PathBuf};

use tvpass::secret::Secret;

pub(crate) fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("file-store-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// How many files there are beside the state that were being written.
pub(crate) fn leftovers(path: &Path) -> usize {
    std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .filter(|entry| {
            let name = entry.as_ref().unwrap().file_name();
            name.to_str().unwrap().ends_with(".tmp")
        })
        .count()
}

/// Tells a process that was started for it what to work on.
pub(crate) const CHILD: &str = "TVPASS_FILE_STORE_CHILD";

/// Number `n` as a state whose completeness shows: 1 to 40 KiB that all follow from `n`.
pub(crate) fn numbered(n: u64) -> String {
    let digit = char::from(b'a' + (n % 26) as u8);
    let length = 1024 + (n * 7919 % 40) as usize * 1024;
    format!("{n}:{}:{n}", digit.to_string().repeat(length))
}

pub(crate) fn number_of(state: &[u8]) -> u64 {
    let text = std::str::from_utf8(state).unwrap();
    let n = text.split(':').next().unwrap().parse().unwrap();
    assert_eq!(text, numbered(n), "a mixture or a part");
    n
}
