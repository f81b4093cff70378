//! One store at a time, whoever asks and whatever becomes of the lock file.

use std::io::{BufRead as _, BufReader, Lines};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use tvpass::driver::{FileStore, StateStore as _};
use tvpass::{Error, ErrorCode};

use super::crashes::saving;
use super::support::{CHILD, directory, secret};

/// What a child's test prints in front of a line that is meant for its parent.
const SAYS: &str = "child says: ";

fn say(line: &str) {
    // The runner is told not to capture it.
    println!("\n{SAYS}{line}");
}

/// Another process that runs one of the tests below, until it is let go.
struct Process {
    child: Child,
    input: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(test: &str, path: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(CHILD, path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take(),
            lines: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
        }
    }

    /// What it says next.
    fn says(&mut self) -> String {
        loop {
            let line = self.lines.next().expect("it has ended").unwrap();
            if let Some(said) = line.strip_prefix(SAYS) {
                return said.to_owned();
            }
        }
    }

    fn end(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }
}

/// What another process is told that opens the store and saves.
fn elsewhere(path: &Path) -> String {
    let mut process = Process::start("file_store::exclusive::child_that_opens", path);
    let said = process.says();
    process.end();
    said
}

fn wait_to_be_let_go() {
    let _ = std::io::stdin().read_line(&mut String::new());
}

/// Not a test of its own: what another process does that wants the file, too.
#[test]
fn child_that_opens() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let store = FileStore::open(PathBuf::from(path));
    match &store {
        Ok(_) => say("opened"),
        Err(error) => say(error.name()),
    }
    wait_to_be_let_go();
}

fn assert_in_use(result: Result<FileStore, Error>) {
    let error = result.unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageInUse, "{error:?}");
    assert!(error.to_string().contains("in use"), "{error}");
}

#[test]
fn a_second_store_is_refused_while_the_first_is_open() {
    let path = directory("locking").join("state.json");
    let first = FileStore::open(&path).unwrap();
    for _ in 0..2 {
        assert_in_use(FileStore::open(&path));
        // Being refused takes nothing from the first.
        assert_eq!(elsewhere(&path), "storage_in_use");
    }
    first.save(&secret("state")).unwrap();
    assert_in_use(FileStore::open(&path));
    assert_eq!(elsewhere(&path), "storage_in_use");
    drop(first);
    assert_eq!(elsewhere(&path), "opened");
    FileStore::open(&path).unwrap();
}

#[test]
fn another_name_of_the_directory_is_no_way_around() {
    let directory = directory("names");
    let (real, link) = (directory.join("real"), directory.join("link"));
    std::fs::create_dir(&real).unwrap();
    symlink(&real, &link).unwrap();
    let first = FileStore::open(link.join("state.json")).unwrap();
    assert_in_use(FileStore::open(real.join("state.json")));
    std::fs::remove_file(real.join("state.json.lock")).unwrap();
    assert_in_use(FileStore::open(real.join("../link/state.json")));
    drop(first);
    // Another file in the same directory is another store's.
    let first = FileStore::open(real.join("state.json")).unwrap();
    FileStore::open(real.join("other.json")).unwrap();
    drop(first);
}

/// As where letter case makes no difference: another path, and the same files.
#[test]
fn another_name_of_the_lock_file_is_no_way_around() {
    let directory = directory("aliases");
    let first = FileStore::open(directory.join("state.json")).unwrap();
    let lock = |name: &str| directory.join(format!("{name}.json.lock"));
    std::fs::hard_link(lock("state"), lock("alias")).unwrap();
    assert_in_use(FileStore::open(directory.join("alias.json")));
    assert_eq!(elsewhere(&directory.join("state.json")), "storage_in_use");
    drop(first);
    FileStore::open(directory.join("alias.json")).unwrap();
}

#[test]
fn of_threads_that_open_at_once_one_gets_the_file() {
    let path = directory("race").join("state.json");
    for _ in 0..20 {
        let open = || FileStore::open(&path).ok();
        let opened: Vec<_> = thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads
                .into_iter()
                .filter_map(|thread| thread.join().unwrap())
                .collect()
        });
        assert_eq!(opened.len(), 1);
    }
}

#[test]
fn a_second_process_is_refused_while_the_first_lives() {
    let path = directory("processes").join("state.json");
    let mut child = saving(&path).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    while !lines.next().unwrap().unwrap().starts_with("saved ") {}
    assert_in_use(FileStore::open(&path));
    child.kill().unwrap();
    child.wait().unwrap();
    FileStore::open(&path).unwrap();
}

#[test]
fn a_deleted_lock_file_lets_no_second_store_in() {
    let path = directory("deleted").join("state.json");
    let lock = path.with_file_name("state.json.lock");
    std::fs::write(&path, "found").unwrap();
    let first = FileStore::open(&path).unwrap();
    // State that was found, that was saved, and that was saved since.
    for state in ["one", "two"] {
        std::fs::remove_file(&lock).unwrap();
        assert_in_use(FileStore::open(&path));
        assert_eq!(elsewhere(&path), "storage_in_use");
        first.save(&secret(state)).unwrap();
        assert!(lock.exists(), "it is there again");
        assert_eq!(elsewhere(&path), "storage_in_use");
    }
    // By a process that made it again, and was refused.
    std::fs::remove_file(&lock).unwrap();
    std::fs::write(&lock, "").unwrap();
    first.save(&secret("three")).unwrap();
    assert_eq!(first.load().unwrap().unwrap(), b"three");
}

/// Then there is no state yet that could be locked, and both begin anew. It shows in time for the
/// one that saves.
#[test]
fn a_lock_file_that_is_deleted_before_the_first_save_is_noticed_by_it() {
    let path = directory("deleted-early").join("state.json");
    let first = FileStore::open(&path).unwrap();
    std::fs::remove_file(path.with_file_name("state.json.lock")).unwrap();
    let mut second = Process::start("file_store::exclusive::child_that_opens", &path);
    assert_eq!(second.says(), "opened");
    let error = first.save(&secret("state")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageInUse, "{error:?}");
    assert!(!path.exists());
    second.end();
    first.save(&secret("state")).unwrap();
}

/// A backup, for example, that reads what is in the directory. Closing a file releases the
/// process's locks on it.
#[test]
fn a_lock_that_the_process_has_lost_is_taken_again_or_missed() {
    let path = directory("lost").join("state.json");
    let first = FileStore::open(&path).unwrap();
    first.save(&secret("one")).unwrap();
    let lose = || {
        for name in ["state.json", "state.json.lock"] {
            std::fs::read(path.with_file_name(name)).unwrap();
        }
    };
    lose();
    first.save(&secret("two")).unwrap();
    assert_eq!(elsewhere(&path), "storage_in_use");
    lose();
    let mut second = Process::start("file_store::exclusive::child_that_opens", &path);
    assert_eq!(second.says(), "opened");
    let error = first.save(&secret("three")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StorageInUse, "{error:?}");
    assert_eq!(std::fs::read(&path).unwrap(), b"two");
    second.end();
}

unsafe extern "C" {
    safe fn fork() -> i32;
    safe fn pause() -> i32;
    safe fn getppid() -> i32;
    safe fn _exit(status: i32) -> !;
}

/// Not a test of its own: opens the store and forks. The forked child says what its copy of the
/// store does, and stays.
#[test]
fn child_that_forks() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let path = PathBuf::from(path);
    let store = FileStore::open(&path).unwrap();
    store.save(&secret("of the parent")).unwrap();
    let parent = std::process::id().to_string();
    if fork() == 0 {
        let loaded = store.load().map_err(|error| error.code());
        let saved = store
            .save(&secret("of the child"))
            .map_err(|error| error.code());
        let in_use = Err(ErrorCode::StorageInUse);
        let refused = loaded.map(|_| ()) == in_use && saved == in_use;
        let own = FileStore::open(&path).map_err(|error| error.code());
        let own = own.map(|_| ()) == in_use;
        say(&format!("{} {refused} {own}", std::process::id()));
        while getppid().to_string() == parent {
            thread::sleep(std::time::Duration::from_millis(10));
        }
        // The parent has ended. What it has locked is free, and this is a process as any other.
        let own = match FileStore::open(&path) {
            Ok(own) => own,
            Err(error) => {
                say(error.name());
                _exit(1);
            }
        };
        let loaded = own.load();
        // The copy ends, and the child's own lock does not end with it.
        drop(store);
        say(&format!("{}", loaded.is_ok()));
        loop {
            pause();
        }
    }
    wait_to_be_let_go();
}

/// A child without `exec`, as a daemon or a crash reporter forks: its copies of the files that are
/// open would keep other kinds of locks.
#[test]
fn a_forked_child_neither_keeps_the_lock_nor_uses_the_store() {
    let path = directory("forked").join("state.json");
    let mut parent = Process::start("file_store::exclusive::child_that_forks", &path);
    let said = parent.says();
    let (forked, said) = said.split_once(' ').unwrap();
    assert_eq!(said, "true true");
    assert_eq!(elsewhere(&path), "storage_in_use");
    assert_eq!(std::fs::read(&path).unwrap(), b"of the parent");
    drop(parent.input.take());
    assert!(parent.child.wait().unwrap().success());
    assert_eq!(parent.says(), "true", "free, although the child lives");
    assert_eq!(elsewhere(&path), "storage_in_use", "the child's own now");
    let killed = Command::new("kill").args(["-9", forked]).status().unwrap();
    assert!(killed.success());
    // The end of what it says is the end of the process.
    assert!(parent.lines.next().is_none());
    assert_eq!(elsewhere(&path), "opened");
}
