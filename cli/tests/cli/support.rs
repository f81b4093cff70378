//! What the tests of the program share: a sandbox whose answers are the same in every run, a folder
//! of its own for each test, and people who sign in.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tvpass_sandbox::{Clock, Config, Running, Sandbox, SignIn};

/// A sandbox whose codes and times are the same in every run.
pub(crate) fn sandbox() -> Running {
    let config = Config {
        seed: Some(1),
        // Sun, 22 Nov 2026 12:00:00 GMT
        clock: Clock::frozen_at(Duration::from_secs(1_795_348_800)),
        ..Config::unthrottled()
    };
    Sandbox::start(config).expect("the sandbox starts")
}

/// An empty folder for the test `name`.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// The program, with nothing of the machine's own settings.
pub(crate) fn tvpass(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tvpass"));
    command
        .env_clear()
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_STATE_HOME", folder.join("state"))
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

/// Runs it, and gives back exit status, standard output and standard error.
pub(crate) fn run(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    let status = status.code().expect("the program ended by itself");
    (status, text(stdout), text(stderr))
}

/// People who sign in with every code as soon as they see it, until this is dropped.
pub(crate) struct People {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Running>>,
}

impl People {
    /// They choose `mvpd` where the code leaves that to them.
    pub(crate) fn sign_in_with(sandbox: Running, mvpd: &'static str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let sessions = sandbox.authentication_sessions();
                let pending = sessions.iter().filter(|s| s.sign_in == SignIn::Pending);
                for session in pending {
                    let chosen = session.mvpd.as_deref().unwrap_or(mvpd);
                    let _ = sandbox.sign_in_with(&session.code, chosen);
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            sandbox
        });
        Self {
            stop,
            thread: Some(thread),
        }
    }
}

impl Drop for People {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
