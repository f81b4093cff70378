//! The file store: permissions, locking, and what a killed process leaves behind.
#![cfg(all(feature = "ureq", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
#![allow(clippy::print_stdout)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tvpass::driver::{FileStore, StateStore};
use tvpass::secret::Secret;
use tvpass::{Error, ErrorCode};

fn directory(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("file-store-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

#[test]
fn what_is_saved_is_loaded_and_only_the_owner_can_read_it() {
    let path = directory("permissions").join("state.json");
    // Leftovers of a crash, readable by all.
    std::fs::write(path.with_file_name("state.json.tmp"), "left").unwrap();
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().unwrap(), None);
    for state in ["first, and longer", "second"] {
        store.save(&secret(state)).unwrap();
        assert_eq!(store.load().unwrap().unwrap(), state.as_bytes());
    }
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_file_name("state.json.lock")), 0o600);
    assert!(!path.with_file_name("state.json.tmp").exists());
}

#[test]
fn a_second_store_is_refused_while_the_first_is_open() {
    let path = directory("locking").join("state.json");
    let first = FileStore::open(&path).unwrap();
    let error = FileStore::open(&path).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageFailed);
    assert!(error.to_string().contains("in use"), "{error}");
    drop(first);
    FileStore::open(&path).unwrap();
}

#[test]
fn places_that_cannot_hold_a_file_are_named_in_the_error() {
    let directory = directory("places");
    for bad in [
        directory.join("missing/state.json"),
        PathBuf::from("/"),
        PathBuf::new(),
    ] {
        let error = FileStore::open(&bad).unwrap_err();
        assert!(matches!(error, Error::Storage(_)), "{error:?}");
    }
    // The file itself is a directory: neither read nor replaced.
    std::fs::create_dir(directory.join("state.json")).unwrap();
    let store = FileStore::open(directory.join("state.json")).unwrap();
    assert!(store.load().is_err());
    assert!(store.save(&secret("x")).is_err());
}

#[test]
fn a_link_planted_as_the_temporary_file_is_not_followed() {
    let directory = directory("link");
    let victim = directory.join("victim");
    std::fs::write(&victim, "untouched").unwrap();
    symlink(&victim, directory.join("state.json.tmp")).unwrap();
    let store = FileStore::open(directory.join("state.json")).unwrap();
    store.save(&secret("state")).unwrap();
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "untouched");
}

#[test]
fn a_file_that_is_far_too_large_is_not_read_whole() {
    let path = directory("large").join("state.json");
    std::fs::write(&path, vec![b'x'; 1024 * 1024]).unwrap();
    let loaded = FileStore::open(&path).unwrap().load().unwrap().unwrap();
    assert_eq!(loaded.len(), 256 * 1024 + 1);
}

const CHILD: &str = "TVPASS_FILE_STORE_CHILD";

/// Number `n` as a state whose completeness shows: 1 to 40 KiB that all follow from `n`.
fn numbered(n: u64) -> String {
    let digit = char::from(b'a' + (n % 26) as u8);
    let length = 1024 + (n * 7919 % 40) as usize * 1024;
    format!("{n}:{}:{n}", digit.to_string().repeat(length))
}

fn number_of(state: &[u8]) -> u64 {
    let text = std::str::from_utf8(state).unwrap();
    let n = text.split(':').next().unwrap().parse().unwrap();
    assert_eq!(text, numbered(n), "a mixture or a part");
    n
}

/// Not a test of its own: what the killed process does. It saves 1, 2, 3, … and says after each that it is saved.
#[test]
fn child_that_is_killed() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let store = FileStore::open(PathBuf::from(path)).unwrap();
    let first = store.load().unwrap().map_or(0, |state| number_of(&state));
    for n in first + 1.. {
        store.save(&secret(&numbered(n))).unwrap();
        // The runner captures `print!`; a write to the stream itself gets through.
        writeln!(std::io::stdout(), "saved {n}").unwrap();
    }
}

#[test]
fn two_hundred_kills_leave_either_the_old_or_the_new_state() {
    let path = directory("kills").join("state.json");
    let (mut last, mut in_between) = (0, 0);
    for kill in 0..200_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_is_killed", "--nocapture"])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut saved = last;
        let number = |line: &str| {
            line.strip_prefix("saved ")
                .and_then(|n| n.parse::<u64>().ok())
        };
        // Until it is at work, then for a while that differs from kill to kill.
        for line in lines.by_ref() {
            if let Some(n) = number(&line.unwrap()) {
                saved = n;
                break;
            }
        }
        std::thread::sleep(Duration::from_micros(kill * 7919 % 3000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            saved = number(&line.unwrap()).unwrap_or(saved);
        }
        // The lock went with the process.
        let store = FileStore::open(&path).unwrap();
        last = number_of(&store.load().unwrap().unwrap());
        assert!(
            last == saved || last == saved + 1,
            "said {saved}, found {last}"
        );
        in_between += u64::from(path.with_file_name("state.json.tmp").exists());
    }
    assert!(last > 200);
    // Else the kills were too tame to show anything.
    assert!(in_between > 10, "only {in_between} kills hit a save");
}
