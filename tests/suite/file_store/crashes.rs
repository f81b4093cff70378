//! What a killed process leaves behind, and a full disk.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use tvpass::ErrorCode;
use tvpass::driver::{FileStore, StateStore as _};

use super::support::{CHILD, directory, leftovers, number_of, numbered, secret};

/// Not a test of its own: what the killed process does. It saves 1, 2, 3, … and says after each
/// that it is saved.
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

pub(crate) fn saving(path: &Path) -> Command {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args([
            "--exact",
            "file_store::crashes::child_that_is_killed",
            "--nocapture",
        ])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    child
}

/// Not a test of its own: what the process does whose files may not grow beyond a few KiB, as on a
/// full disk.
#[test]
fn child_without_space() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let path = PathBuf::from(path);
    let store = FileStore::open(&path).unwrap();
    let error = store.save(&secret(&"x".repeat(40 * 1024))).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageUnwritable);
    assert!(error.to_string().contains("state.json"), "{error}");
    assert_eq!(store.load().unwrap().unwrap(), b"old");
    assert_eq!(leftovers(&path), 0);
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
    let limited = r#"trap "" XFSZ; ulimit -f 2; exec "$0" --exact file_store::crashes::child_without_space --nocapture"#;
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
        let left = leftovers(&path);
        assert!(left <= 1);
        in_between += left;
        // The lock went with the process.
        let store = FileStore::open(&path).unwrap();
        last = number_of(&store.load().unwrap().unwrap());
        assert!(
            last == saved || last == saved + 1,
            "said {saved}, found {last}"
        );
        assert_eq!(leftovers(&path), 0, "opening tidies up");
    }
    assert!(last > 200);
    // Else the kills were too tame to show anything.
    assert!(in_between > 10, "only {in_between} kills hit a save");
}
