//! What commands took: time by the clock, and processor time, which does not depend on what else
//! the machine does.

use std::fmt::Write as _;
use std::fs;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// A beginning to measure from.
pub(crate) struct Start {
    clock: Instant,
    processor: Option<Duration>,
}

/// Time by the clock, and of all processors together where the system says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Took {
    pub(crate) clock: Duration,
    pub(crate) processor: Option<Duration>,
}

impl Start {
    pub(crate) fn now() -> Self {
        Self {
            clock: Instant::now(),
            processor: processor(),
        }
    }

    pub(crate) fn took(&self) -> Took {
        let used = processor().zip(self.processor);
        Took {
            clock: self.clock.elapsed(),
            processor: used.map(|(now, before)| now.saturating_sub(before)),
        }
    }
}

/// The processor time of all children that have ended, theirs included.
fn processor() -> Option<Duration> {
    in_stat(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// `cutime` and `cstime` of `proc_pid_stat(5)`: fields 16 and 17, in the hundredths of a second
/// that Linux counts in for programs, whatever it counts in itself.
fn in_stat(stat: &str) -> Option<Duration> {
    // The second field is the program's name, in brackets, and may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(13);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(Duration::from_millis((next()? + next()?) * 10))
}

/// All commands so far.
static COMMANDS: Mutex<Vec<(String, Took)>> = Mutex::new(Vec::new());

/// Runs `work` and keeps what it took under the name of a command.
pub(crate) fn kept<T>(command: &dyn std::fmt::Display, work: impl FnOnce() -> T) -> T {
    let start = Start::now();
    let result = work();
    add([(command.to_string(), start.took())]);
    result
}

/// Adds commands that another process has run.
pub(crate) fn add(more: impl IntoIterator<Item = (String, Took)>) {
    if let Ok(mut commands) = COMMANDS.lock() {
        commands.extend(more);
    }
}

/// All commands so far, in the order in which they ended.
pub(crate) fn commands() -> Vec<(String, Took)> {
    COMMANDS.lock().map(|all| all.clone()).unwrap_or_default()
}

/// The commands that took at least `least` by the clock, the longest first.
pub(crate) fn longest(least: Duration) -> String {
    let mut commands = commands();
    commands.retain(|(_, took)| took.clock >= least);
    commands.sort_by_key(|(_, took)| std::cmp::Reverse(took.clock));
    let mut text = String::new();
    for (command, took) in commands {
        let _ = writeln!(text, "{took}  {}", shortened(&command));
    }
    text
}

/// At most a line of a usual terminal.
fn shortened(command: &str) -> String {
    const MOST: usize = 120;
    match command.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", command.get(..end).unwrap_or_default()),
        None => command.to_owned(),
    }
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>7.1} s  ", self.clock.as_secs_f64())?;
        match self.processor {
            Some(processor) => write!(f, "{:>7.1} s", processor.as_secs_f64()),
            None => write!(f, "{:>9}", "-"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linuxs_line_is_read_whatever_the_program_is_called() {
        let line = "7 (a) b (c) S 1 7 7 0 -1 4194304 11 22 33 44 5 6 1234 66 20 0 1 0";
        assert_eq!(in_stat(line), Some(Duration::from_secs(13)));
        assert_eq!(in_stat("7 (a) S 1"), None);
    }

    #[test]
    fn a_command_is_kept_with_its_time() {
        kept(&"sleep, as a test", || {
            std::thread::sleep(Duration::from_millis(20));
        });
        assert!(longest(Duration::from_millis(20)).contains("sleep, as a test"));
        assert!(!longest(Duration::from_secs(3600)).contains("sleep, as a test"));
    }
}
