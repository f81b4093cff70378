//! Disks that fail: `watch_files.c` is loaded into a process that uses a store, and lets the
//! system's functions fail there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tvpass::driver::{FileStore, StateStore as _};
use tvpass::{Error, ErrorCode};

use super::support::{CHILD, directory, leftovers, secret};
use super::{in_time, pipe};

/// The file that is there while what was asked for fails.
const WHILE: &str = "FAIL_FILES_WHILE";

fn say(line: &str) {
    // The runner is told not to capture it.
    println!("\n> {line}");
}

fn outcome<T>(result: Result<T, Error>) -> &'static str {
    result.as_ref().map_or_else(Error::name, |_| "ok")
}

/// Not a test of its own: uses a store, and says how that went.
#[test]
fn child_on_a_broken_disk() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let store = match FileStore::open(PathBuf::from(path)) {
        Ok(store) => store,
        Err(error) => return say(&format!("opening: {}", error.name())),
    };
    let load = || match store.load() {
        Ok(None) => say("loaded nothing"),
        Ok(Some(state)) => say(&format!("loaded {}", String::from_utf8(state).unwrap())),
        Err(error) => say(&format!("loading: {}", error.name())),
    };
    load();
    say(&format!("saving: {}", outcome(store.save(&secret("new")))));
    load();
    if let Some(marker) = std::env::var_os(WHILE) {
        std::fs::remove_file(marker).unwrap();
        let saved = outcome(store.save(&secret("later")));
        say(&format!("saving later: {saved}"));
    }
}

/// Not a test of its own: a pipe comes to be where the state was to be.
#[test]
fn child_that_meets_a_pipe() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let loaded = in_time(move || {
        let store = FileStore::open(PathBuf::from(&path)).unwrap();
        pipe(Path::new(&path));
        outcome(store.load())
    });
    say(loaded);
}

fn watcher() -> &'static Path {
    static WATCHER: OnceLock<PathBuf> = OnceLock::new();
    WATCHER.get_or_init(|| {
        let library = directory("watcher").join("watch.so");
        let source = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/suite/file_store/watch_files.c"
        );
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .arg(&library)
            .args([source, "-ldl"])
            .status()
            .unwrap();
        assert!(built.success());
        library
    })
}

/// What a process says that uses the store at `path`, while the `faults` are there; and then
/// without, if `recovers`.
fn with_faults(path: &Path, faults: &str, recovers: bool) -> Vec<String> {
    running(
        "file_store::faults::child_on_a_broken_disk",
        path,
        faults,
        recovers,
    )
}

fn running(test: &str, path: &Path, faults: &str, recovers: bool) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, path)
        .env("LD_PRELOAD", watcher())
        .env("FAIL_FILES", faults);
    if recovers {
        let marker = path.with_file_name("failing");
        std::fs::write(&marker, "").unwrap();
        child.env(WHILE, marker);
    }
    let ran = child.output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let said = String::from_utf8(ran.stdout).unwrap();
    said.lines()
        .filter_map(|line| line.strip_prefix("> "))
        .map(str::to_owned)
        .collect()
}

const EIO: i32 = 5;
const EACCES: i32 = 13;
const EINVAL: i32 = 22;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;

fn old_state(name: &str) -> PathBuf {
    let path = directory(name).join("state.json");
    std::fs::write(&path, "old").unwrap();
    path
}

fn content(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_state_that_cannot_be_opened_is_not_taken_for_a_first_start() {
    for errno in [EIO, EACCES] {
        let path = old_state("unopened");
        let said = with_faults(&path, &format!("read={errno}=/state.json"), false);
        // An app that means to start over saves all the same; any other has nothing to save.
        let expected = ["loading: storage_unreadable", "saving: ok", "loaded new"];
        assert_eq!(said, expected);
    }
}

/// Opening a pipe for reading waits for who writes, opening it for both does not.
#[test]
fn a_pipe_that_may_only_be_read_does_not_hang() {
    let path = directory("pipe-to-read").join("state.json");
    let faults = format!("write={EACCES}=/state.json");
    let said = running(
        "file_store::faults::child_that_meets_a_pipe",
        &path,
        &faults,
        false,
    );
    assert_eq!(said, ["storage_unreadable"]);
}

#[test]
fn a_state_that_was_not_flushed_is_not_saved() {
    let path = old_state("unflushed-file");
    let said = with_faults(&path, &format!("fsync={EIO}=.tmp"), true);
    let expected = [
        "loaded old",
        "saving: storage_unwritable",
        "loaded old",
        "saving later: ok",
    ];
    assert_eq!(said, expected);
    assert_eq!(content(&path), "later");
    assert_eq!(leftovers(&path), 0);
}

#[test]
fn a_rename_that_was_not_flushed_is_not_saved() {
    let path = old_state("unflushed-directory");
    let directory = "unflushed-directory";
    let said = with_faults(&path, &format!("fsync={EIO}={directory}"), true);
    let expected = [
        "loaded old",
        "saving: storage_unwritable",
        "loaded new",
        "saving later: ok",
    ];
    assert_eq!(said, expected);
    // File systems whose directories cannot be flushed say so.
    let said = with_faults(&path, &format!("fsync={EINVAL}={directory}"), false);
    assert_eq!(said, ["loaded later", "saving: ok", "loaded new"]);
}

#[test]
fn a_state_in_a_read_only_place_or_on_a_full_disk_is_used() {
    let write = |errno| format!("write={errno}=/state.json;write={errno}=.lock;write={errno}=.tmp");
    let full = format!("create={ENOSPC}=.lock;create={ENOSPC}=.tmp");
    for faults in [write(EROFS), write(EACCES), full.clone()] {
        let path = old_state("read-only");
        let said = with_faults(&path, &faults, true);
        let expected = [
            "loaded old",
            "saving: storage_unwritable",
            "loaded old",
            "saving later: ok",
        ];
        assert_eq!(said, expected, "{faults}");
        assert_eq!(content(&path), "later");
        assert!(path.with_file_name("state.json.lock").exists());
        assert_eq!(leftovers(&path), 0);
        // The lock file is there already.
        let said = with_faults(&path, &faults, true);
        assert_eq!(
            said[..2],
            ["loaded later", "saving: storage_unwritable"],
            "{faults}"
        );

        // A first start there would register at each start.
        std::fs::remove_file(&path).unwrap();
        std::fs::remove_file(path.with_file_name("state.json.lock")).unwrap();
        let said = with_faults(&path, &faults, false);
        assert_eq!(said, ["opening: storage_unwritable"], "{faults}");
    }
    // Whether there is state cannot be told, and nothing could be written.
    let path = old_state("read-only");
    let faults = format!("{full};read={EACCES}=/state.json");
    let said = with_faults(&path, &faults, false);
    assert_eq!(said, ["opening: storage_unreadable"]);
}

/// Where the lock file cannot be made, the state itself is what is locked.
#[test]
fn a_full_disk_lets_no_second_store_in() {
    let path = old_state("full-and-locked");
    let _first = FileStore::open(&path).unwrap();
    std::fs::remove_file(path.with_file_name("state.json.lock")).unwrap();
    let said = with_faults(&path, &format!("create={ENOSPC}=.lock"), false);
    assert_eq!(said, ["opening: storage_in_use"]);
}

/// A file that nobody may write to, root included, in a directory of which the same is true.
#[test]
fn a_state_that_the_system_lets_nobody_write_is_read() {
    let path = Path::new("/sys/kernel/uevent_seqnum");
    if !path.is_file() {
        return;
    }
    let store = FileStore::open(path).unwrap();
    assert!(store.load().unwrap().is_some());
    let error = store.save(&secret("state")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageUnwritable, "{error:?}");
}

/// A kill does not show this: what the process had written is in the system's memory. A power cut
/// would.
#[test]
fn the_file_is_flushed_before_it_is_renamed_and_its_directory_after() {
    let path = directory("flushed").join("state.json");
    let log = directory("flushed-log").join("log");
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "file_store::faults::child_on_a_broken_disk"])
        .env(CHILD, &path)
        .env("LD_PRELOAD", watcher())
        .env("WATCH_FILES", &log)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let real = std::fs::canonicalize(path.parent().unwrap()).unwrap();
    let log = content(&log);
    let lines: Vec<_> = log.lines().collect();
    let written = format!("fsync {}.", real.join("state.json").display());
    assert!(
        lines[0].starts_with(&written) && lines[0].ends_with(".tmp"),
        "{log}"
    );
    let renamed = format!("rename {}", real.join("state.json").display());
    let flushed = format!("fsync {}", real.display());
    assert_eq!(lines[1..], [renamed, flushed]);
}
