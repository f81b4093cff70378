//! The file store: what it keeps and where.
#![allow(
    clippy::print_stdout,
    reason = "processes that a test starts report to it so"
)]

mod crashes;
mod exclusive;
#[cfg(target_os = "linux")]
mod faults;
mod support;

use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tvpass::driver::{FileStore, StateStore as _};
use tvpass::error::StorageErrorKind;
use tvpass::{Error, ErrorCode};

use self::support::{directory, leftovers, number_of, numbered, secret};

#[test]
fn what_is_saved_is_loaded_and_only_the_owner_can_read_it() {
    let path = directory("permissions").join("state.json");
    let store = FileStore::open(&path).unwrap();
    assert_eq!(store.load().unwrap(), None);
    for state in ["first, and longer", "second"] {
        store.save(&secret(state)).unwrap();
        assert_eq!(store.load().unwrap().unwrap(), state.as_bytes());
    }
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(&path.with_file_name("state.json.lock")), 0o600);
    assert_eq!(leftovers(&path), 0);
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
        "directory/",
        "directory/..",
        "directory/nofile/",
        "directory/nofile//",
        "directory/nofile/.",
        "file/",
        "file/.",
        "dangling",
        "loop",
    ];
    for bad in bad.map(|name| directory.join(name)) {
        let error = FileStore::open(&bad).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnreadable, "{error:?}");
        let shown = error.to_string();
        assert!(shown.contains(directory.to_str().unwrap()), "{shown}");
    }
    for bad in ["/", "", "."] {
        let error = FileStore::open(bad).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnreadable, "{error:?}");
    }
    // Its name is allowed, and the name of the file that would be written first is not.
    let long = FileStore::open(directory.join("x".repeat(245))).unwrap_err();
    assert_eq!(long.code(), ErrorCode::StorageUnreadable, "{long:?}");
    // Nothing was made on the way.
    let mut left: Vec<_> = std::fs::read_dir(&directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["dangling", "directory", "file", "loop"]);
    // Nobody may write there, root included, and there is no state that could be used.
    #[cfg(target_os = "linux")]
    {
        let error = FileStore::open("/sys/kernel/state.json").unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnwritable, "{error:?}");
    }
}

/// Within a time in which a call that does not hang has long returned.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        let _ = done.send(work());
    });
    wait.recv_timeout(Duration::from_secs(30))
        .expect("it hangs")
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_pipe_or_a_socket_in_a_files_place_is_refused_and_does_not_hang() {
    let directory = directory("pipes");
    let (state, socket) = (directory.join("pipe"), directory.join("socket"));
    pipe(&state);
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    for path in [state, socket, "/dev/null".into()] {
        let error = in_time(move || FileStore::open(path).unwrap_err());
        assert_eq!(error.code(), ErrorCode::StorageUnreadable, "{error:?}");
        assert!(error.to_string().contains("not a file"), "{error}");
    }
    // In the lock's place: there is no state yet, and none could be saved.
    let path = directory.join("locked.json");
    pipe(&directory.join("locked.json.lock"));
    let opened = path.clone();
    let error = in_time(move || FileStore::open(opened).unwrap_err());
    assert_eq!(error.code(), ErrorCode::StorageUnwritable, "{error:?}");
    assert!(
        error.to_string().contains("locked.json.lock: not a file"),
        "{error}"
    );
    // With state, it can be used.
    std::fs::write(&path, "old").unwrap();
    in_time(move || {
        let store = FileStore::open(path).unwrap();
        assert_eq!(store.load().unwrap().unwrap(), b"old");
        let error = store.save(&secret("new")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnwritable, "{error:?}");
    });
}

#[test]
fn what_cannot_be_opened_is_not_taken_for_no_state() {
    let directory = directory("unreadable");
    let path = directory.join("state.json");
    let replaced = path.clone();
    let store = in_time(move || {
        let store = FileStore::open(&replaced).unwrap();
        std::fs::create_dir(&replaced).unwrap();
        let error = store.load().unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnreadable, "{error:?}");
        std::fs::remove_dir(&replaced).unwrap();
        pipe(&replaced);
        let error = store.load().unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnreadable, "{error:?}");
        std::fs::remove_file(&replaced).unwrap();
        symlink(&replaced, &replaced).unwrap();
        let error = store.load().unwrap_err();
        assert_eq!(error.code(), ErrorCode::StorageUnreadable, "{error:?}");
        std::fs::remove_file(&replaced).unwrap();
        store
    });
    assert_eq!(store.load().unwrap(), None);
    std::fs::write(&path, "state").unwrap();
    assert_eq!(store.load().unwrap().unwrap(), b"state");
}

/// Of a store that others share, and that knows no call's deadline.
#[test]
fn saves_and_loads_of_many_threads_leave_whole_states_and_nothing_else() {
    const THREADS: u64 = 8;
    const SAVES: u64 = 40;
    let path = directory("threads").join("state.json");
    let store = FileStore::open(&path).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let (store, done, path) = (&store, &done, &path);
        let savers: Vec<_> = (0..THREADS)
            .map(|thread| {
                scope.spawn(move || {
                    for n in 0..SAVES {
                        let state = numbered(n * THREADS + thread);
                        store.save(&secret(&state)).unwrap();
                        number_of(&store.load().unwrap().unwrap());
                    }
                })
            })
            .collect();
        // Others that only look at the file.
        scope.spawn(move || {
            while !done.load(Ordering::Relaxed) {
                if let Ok(state) = std::fs::read(path) {
                    number_of(&state);
                }
                assert!(leftovers(path) <= 1, "one save at a time");
            }
        });
        let results: Vec<_> = savers.into_iter().map(|saver| saver.join()).collect();
        done.store(true, Ordering::Relaxed);
        for result in results {
            result.unwrap();
        }
    });
    let last = number_of(&store.load().unwrap().unwrap());
    assert!(last >= (SAVES - 1) * THREADS, "one of the last: {last}");
    assert_eq!(leftovers(&path), 0);
}

#[test]
fn opening_removes_what_a_crash_has_left_and_nothing_else() {
    let directory = directory("tidy");
    let path = directory.join("state.json");
    let left = directory.join("state.json.0123456789abcdef.tmp");
    let others = [
        "state.json.tmp",
        "other.json.0123456789abcdef.tmp",
        "state.json.0123456789abcdef",
    ];
    std::fs::write(&left, "left").unwrap();
    for other in others {
        std::fs::write(directory.join(other), "kept").unwrap();
    }
    let first = FileStore::open(&path).unwrap();
    assert!(!left.exists());
    // Not by one that is refused: the other may be writing.
    std::fs::write(&left, "being written").unwrap();
    let error = FileStore::open(&path).unwrap_err();
    let Error::Storage(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), StorageErrorKind::InUse);
    assert!(left.exists());
    drop(first);
    for other in others {
        assert!(directory.join(other).exists(), "{other}");
    }
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
fn a_file_that_is_far_too_large_is_not_read_whole() {
    let path = directory("large").join("state.json");
    std::fs::write(&path, vec![b'x'; 1024 * 1024]).unwrap();
    let loaded = FileStore::open(&path).unwrap().load().unwrap().unwrap();
    assert_eq!(loaded.len(), 256 * 1024 + 1);
}
