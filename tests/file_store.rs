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
    std::fs::create_dir(directory.join("directory")).unwrap();
    std::fs::write(directory.join("file"), "").unwrap();
    symlink(directory.join("gone"), directory.join("dangling")).unwrap();
    symlink(directory.join("loop"), directory.join("loop")).unwrap();
    let bad = [
        "missing/state.json",
        "file/state.json",
        "directory",
        "directory/..",
        "dangling",
        "loop",
    ];
    for bad in bad.map(|name| directory.join(name)) {
        let error = FileStore::open(&bad).unwrap_err();
        assert!(matches!(error, Error::Storage(_)), "{error:?}");
        let shown = error.to_string();
        assert!(shown.contains(directory.to_str().unwrap()), "{shown}");
    }
    for bad in ["/", "", "."] {
        let error = FileStore::open(bad).unwrap_err();
        assert!(matches!(error, Error::Storage(_)), "{bad}: {error:?}");
    }
    assert!(!directory.join("gone").exists());
    // Nobody may write there, root included.
    #[cfg(target_os = "linux")]
    FileStore::open("/sys/kernel/state.json").unwrap_err();
}

#[test]
fn a_directory_that_goes_away_is_an_error_and_comes_back() {
    let directory = directory("gone");
    let (inner, moved) = (directory.join("inner"), directory.join("moved"));
    std::fs::create_dir(&inner).unwrap();
    let store = FileStore::open(inner.join("state.json")).unwrap();
    store.save(&secret("old")).unwrap();
    std::fs::rename(&inner, &moved).unwrap();
    let error = store.save(&secret("new")).unwrap_err();
    assert!(error.to_string().contains("state.json"), "{error}");
    assert_eq!(
        std::fs::read_to_string(moved.join("state.json")).unwrap(),
        "old"
    );
    std::fs::rename(&moved, &inner).unwrap();
    store.save(&secret("new")).unwrap();
    assert_eq!(store.load().unwrap().unwrap(), b"new");
}

#[test]
fn a_link_stays_a_link_and_its_end_is_replaced_and_locked() {
    let directory = directory("linked");
    let real = directory.join("real");
    std::fs::create_dir(&real).unwrap();
    let (file, link) = (real.join("state.json"), directory.join("link.json"));
    std::fs::write(&file, "old").unwrap();
    symlink(&file, &link).unwrap();
    let store = FileStore::open(&link).unwrap();
    assert_eq!(store.load().unwrap().unwrap(), b"old");
    store.save(&secret("new")).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
    // Whoever comes by the other name comes second.
    let error = FileStore::open(&file).unwrap_err();
    assert!(error.to_string().contains("in use"), "{error}");
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

fn saving(path: &Path) -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "child_that_is_killed", "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    child
}

#[test]
fn a_second_process_is_refused_while_the_first_lives() {
    let path = directory("processes").join("state.json");
    let mut child = saving(&path).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while !lines.next().unwrap().unwrap().starts_with("saved ") {}
    let error = FileStore::open(&path).unwrap_err();
    assert!(error.to_string().contains("in use"), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    FileStore::open(&path).unwrap();
}

/// Not a test of its own: what the process does whose files may not grow beyond a few KiB, as on a full disk.
#[test]
fn child_without_space() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let path = PathBuf::from(path);
    let store = FileStore::open(&path).unwrap();
    let error = store.save(&secret(&"x".repeat(40 * 1024))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageFailed);
    assert!(error.to_string().contains("state.json"), "{error}");
    assert_eq!(store.load().unwrap().unwrap(), b"old");
    assert!(!path.with_file_name("state.json.tmp").exists());
    store.save(&secret("smaller")).unwrap();
    writeln!(std::io::stdout(), "refused").unwrap();
}

#[test]
fn a_full_disk_keeps_the_old_state_and_leaves_nothing_half_written() {
    let path = directory("full").join("state.json");
    FileStore::open(&path)
        .unwrap()
        .save(&secret("old"))
        .unwrap();
    // The signal that comes with the limit is ignored, so that writing fails as on a full disk.
    let limited = r#"trap "" XFSZ; ulimit -f 2; exec "$0" --exact child_without_space --nocapture"#;
    let output = Command::new("sh")
        .args(["-c", limited])
        .arg(std::env::current_exe().unwrap())
        .env(CHILD, &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("refused"),
        "{output:?}"
    );
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().unwrap().unwrap(), b"smaller");
}

/// Not a test of its own: what the watched process does.
#[test]
fn child_that_saves_once() {
    if let Some(path) = std::env::var_os(CHILD) {
        let store = FileStore::open(PathBuf::from(path)).unwrap();
        store.save(&secret("state")).unwrap();
    }
}

/// A kill does not show this: what the process had written is in the system's memory. A power cut would.
#[cfg(target_os = "linux")]
#[test]
fn the_file_is_flushed_before_it_is_renamed_and_its_directory_after() {
    let directory = directory("flushed");
    let (watcher, log) = (directory.join("watch.so"), directory.join("log"));
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-o"])
        .arg(&watcher)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/support/watch_files.c"
        ))
        .arg("-ldl")
        .status()
        .unwrap();
    assert!(built.success());
    let path = directory.join("state.json");
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_saves_once"])
        .env(CHILD, &path)
        .env("LD_PRELOAD", &watcher)
        .env("WATCH_FILES", &log)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let real = std::fs::canonicalize(&directory).unwrap();
    let expected = format!(
        "fsync {}\nrename {}\nfsync {}\n",
        real.join("state.json.tmp").display(),
        path.display(),
        real.display()
    );
    assert_eq!(std::fs::read_to_string(&log).unwrap(), expected);
}

#[test]
fn two_hundred_kills_leave_either_the_old_or_the_new_state() {
    let path = directory("kills").join("state.json");
    let (mut last, mut in_between) = (0, 0);
    for kill in 0..200_u64 {
        let mut child = saving(&path).spawn().unwrap();
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
