//! Suites two at a time: one waits for the network, a lock or a single compiler while the other
//! computes.
//!
//! Each runs in a process of its own, so that what it took is its own, too, and what it prints is
//! kept whole: it is shown when the suite has ended. One lane takes suites from the front of the
//! list, the other from its end. Suites share folders that cargo locks; none replaces a file that
//! another one uses.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::files;
use crate::outcome::Outcome;
use crate::project::Project;
use crate::ready::Ready;
use crate::suite::{Ran, Suite, Verdict};
use crate::suites::{ALL, Chosen};
use crate::times::{self, Took};

/// The command of this program that runs one suite for another process of it: `lane SUITE FILE
/// [--nightly]` writes the report into the file.
pub(crate) const COMMAND: &str = "lane";

/// Does `work` for each suite, in two lanes; the results have the order of the list. `None` is for
/// a suite whose lane has ended before.
pub(crate) fn each<T: Send>(
    suites: &[&'static Suite],
    work: impl Fn(&'static Suite) -> T + Sync,
) -> Vec<(&'static Suite, Option<T>)> {
    let waiting: VecDeque<_> = suites.iter().copied().enumerate().collect();
    let waiting = Mutex::new(waiting);
    let results: Vec<_> = suites.iter().map(|suite| (*suite, None)).collect();
    let results = Mutex::new(results);
    let lane = |from: fn(&mut VecDeque<_>) -> Option<(usize, &'static Suite)>| {
        let next = || {
            waiting
                .lock()
                .ok()
                .and_then(|mut waiting| from(&mut waiting))
        };
        while let Some((place, suite)) = next() {
            let result = work(suite);
            if let Some((_, empty)) = results.lock().ok().as_mut().and_then(|r| r.get_mut(place)) {
                *empty = Some(result);
            }
        }
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| lane(VecDeque::pop_back));
        lane(VecDeque::pop_front);
        // Its panic has been told; what it has not done is missing in the results.
        let _ = other.join();
    });
    results.into_inner().unwrap_or_default()
}

/// Runs all of them, each when it has what it needs.
pub(crate) fn run(project: &Project, chosen: &Chosen, ready: Option<&Ready>) -> Vec<Ran> {
    let ran = each(&chosen.suites, |suite| {
        match ready.map_or(Ok(()), |ready| ready.wait(suite)) {
            Ok(()) => apart(project, suite, chosen.nightly),
            Err(reason) => (Verdict::Failed(vec![reason]), Took::default()),
        }
    });
    let ran = ran.into_iter().map(|(suite, result)| {
        let (verdict, took) = result.unwrap_or_else(|| {
            let lost = "its lane ended before it".to_owned();
            (Verdict::Failed(vec![lost]), Took::default())
        });
        (suite, verdict, took)
    });
    ran.collect()
}

/// Runs one suite in a process of its own, and shows what it has printed.
fn apart(project: &Project, suite: &'static Suite, nightly: bool) -> (Verdict, Took) {
    println!("{} has begun", suite.name);
    let files = Files::of(project, suite);
    let (verdict, took) = match files.run(suite, nightly) {
        Ok(report) => {
            times::add(report.commands);
            (report.verdict, report.took)
        }
        Err(reason) => (Verdict::Failed(vec![reason]), Took::default()),
    };
    // In one piece, whatever the other lane prints meanwhile.
    let said = fs::read(&files.said).unwrap_or_default();
    println!("{}", String::from_utf8_lossy(&said).trim_end());
    (verdict, took)
}

/// Where a suite's process leaves what it prints, and its report.
struct Files {
    said: PathBuf,
    report: PathBuf,
}

/// What the process of a suite has to say.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Report {
    verdict: Verdict,
    took: Took,
    commands: Vec<(String, Took)>,
}

impl Files {
    fn of(project: &Project, suite: &Suite) -> Self {
        let folder = project.root.join("target/suites");
        Self {
            said: folder.join(format!("{}.log", suite.name)),
            report: folder.join(format!("{}.json", suite.name)),
        }
    }

    fn run(&self, suite: &Suite, nightly: bool) -> Result<Report, String> {
        if let Some(folder) = self.said.parent() {
            files::make(folder)?;
        }
        // That of an earlier run says nothing about this one.
        let _ = fs::remove_file(&self.report);
        let said = File::create(&self.said).map_err(|e| format!("{}: {e}", self.said.display()))?;
        let complaints = said.try_clone().map_err(|e| e.to_string())?;
        let program = std::env::current_exe().map_err(|e| format!("this program: {e}"))?;
        let status = Command::new(program)
            .args([COMMAND, suite.name])
            .arg(&self.report)
            .args(nightly.then_some("--nightly"))
            .stdin(Stdio::null())
            .stdout(said)
            .stderr(complaints)
            .status()
            .map_err(|e| format!("the process of {} did not start: {e}", suite.name))?;
        let text = fs::read_to_string(&self.report)
            .map_err(|_| format!("{} ended without a report: {status}", suite.name))?;
        let none = |e| format!("{} wrote a report that is none: {e}", suite.name);
        serde_json::from_str(&text).map_err(none)
    }
}

/// `lane SUITE FILE [--nightly]`
pub(crate) fn main(arguments: &[String]) -> Outcome {
    let (name, report, nightly) = match arguments {
        [name, report] => (name, report, false),
        [name, report, nightly] if nightly == "--nightly" => (name, report, true),
        _ => return Outcome::Usage(format!("{COMMAND} takes a suite and a file")),
    };
    let Some(suite) = ALL.iter().find(|suite| suite.name == name) else {
        return Outcome::Usage(format!("no suite is called {name:?}"));
    };
    let ran = Project::find().map(|project| suite.ran(&project, nightly));
    let written = ran.and_then(|(_, verdict, took)| {
        let commands = times::commands();
        let told = Report {
            verdict,
            took,
            commands,
        };
        let text = serde_json::to_string(&told).map_err(|e| e.to_string())?;
        files::write(report, text)
    });
    written.into()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::suite::Missing;

    #[test]
    fn each_suite_has_its_own_result_whichever_lane_it_was_in() {
        let suites: Vec<_> = ALL.iter().collect();
        let named: Vec<_> = ALL.iter().map(|suite| suite.name).collect();
        let done = each(&suites, |suite| suite.name);
        let done: Vec<_> = done.into_iter().map(|(_, name)| name).collect();
        assert_eq!(done, named.into_iter().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn a_report_is_read_as_it_was_written() {
        let took = Took {
            clock: Duration::from_millis(1500),
            processor: Some(Duration::from_millis(250)),
        };
        for verdict in [
            Verdict::Passed,
            Verdict::Failed(vec!["`a`\nfailed".to_owned(), "b".to_owned()]),
            Verdict::Skipped(Missing::setup("c", "no gcc")),
        ] {
            let commands = vec![("cargo 'a b'".to_owned(), Took::default())];
            let report = Report {
                verdict,
                took,
                commands,
            };
            let text = serde_json::to_string(&report).unwrap_or_default();
            assert_eq!(serde_json::from_str(&text).ok(), Some(report));
        }
    }
}
