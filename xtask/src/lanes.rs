//! Suites two at a time: one waits for the network, a lock or a single compiler while the other
//! computes.
//!
//! Each runs in a process of its own, so that what it took is its own, too, and what it prints is
//! kept whole: it is shown when the suite has ended. One lane takes suites from the front of the
//! list, the other from its end. Suites share folders that cargo locks; none replaces a file that
//! another one uses.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use crate::files;
use crate::outcome::Outcome;
use crate::project::Project;
use crate::ready::Ready;
use crate::suite::{Missing, Ran, Suite, Verdict};
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
        Ok((verdict, took, commands)) => {
            times::add(commands);
            (verdict, took)
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

type Report = (Verdict, Took, Vec<(String, Took)>);

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
        read(&text).ok_or_else(|| format!("{} wrote a report that is none: {text}", suite.name))
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
        let text = written(&verdict, took, &times::commands());
        fs::write(Path::new(report), text).map_err(|e| format!("{report}: {e}"))
    });
    written.into()
}

fn written(verdict: &Verdict, took: Took, commands: &[(String, Took)]) -> String {
    let time = |took: &Took| {
        let seconds = |time: Duration| time.as_secs_f64();
        json!([seconds(took.clock), took.processor.map(seconds)])
    };
    let verdict = match verdict {
        Verdict::Passed => json!({}),
        Verdict::Failed(failures) => json!({ "failures": failures }),
        Verdict::Skipped(missing) => json!({ "missing": [missing.what, missing.command] }),
    };
    let commands = commands
        .iter()
        .map(|(name, took)| json!([name, time(took)]));
    let commands: Vec<_> = commands.collect();
    json!({ "verdict": verdict, "took": time(&took), "commands": commands }).to_string()
}

fn read(text: &str) -> Option<Report> {
    let value: Value = serde_json::from_str(text).ok()?;
    let time = |value: &Value| {
        let seconds = |value: &Value| Duration::try_from_secs_f64(value.as_f64()?).ok();
        Some(Took {
            clock: seconds(value.get(0)?)?,
            processor: seconds(value.get(1)?),
        })
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let verdict = value.get("verdict")?;
    let verdict = match (verdict.get("failures"), verdict.get("missing")) {
        (None, None) => Verdict::Passed,
        (Some(failures), _) => {
            Verdict::Failed(failures.as_array()?.iter().filter_map(text).collect())
        }
        (_, Some(missing)) => Verdict::Skipped(Missing {
            what: text(missing.get(0)?)?,
            command: text(missing.get(1)?)?,
        }),
    };
    let commands = value.get("commands")?.as_array()?.iter();
    let commands = commands.map(|command| Some((text(command.get(0)?)?, time(command.get(1)?)?)));
    Some((
        verdict,
        time(value.get("took")?)?,
        commands.collect::<Option<_>>()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let commands = [("cargo 'a b'".to_owned(), Took::default())];
        for verdict in [
            Verdict::Passed,
            Verdict::Failed(vec!["`a`\nfailed".to_owned(), "b".to_owned()]),
            Verdict::Skipped(Missing::setup("c", "no gcc")),
        ] {
            let text = written(&verdict, took, &commands);
            assert_eq!(read(&text), Some((verdict, took, commands.to_vec())));
        }
        for wrong in ["", "{}", r#"{"verdict":{},"took":[1]}"#] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
