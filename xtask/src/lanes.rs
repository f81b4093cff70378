//! Suites two at a time: one waits for the network, a lock or a single compiler while the other
//! computes.
//!
//! Each runs in a process of its own, so that what it took is its own, too, and what it prints is
//! kept whole: it is shown when the suite has ended. One lane takes suites from the front of the
//! list, where the quickest to complain are, the other from its end, where the longest are; what is
//! left last is short. Suites share folders that cargo locks; none replaces a file that another one
//! uses.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use crate::outcome::Outcome;
use crate::project::Project;
use crate::suite::{Missing, Suite, Verdict};
use crate::suites::{ALL, Chosen};
use crate::test::{Ran, one};
use crate::times::{self, Took};

/// The command of this program that runs one suite for another process of it: `lane SUITE FILE
/// [--nightly]` writes the report into the file.
pub(crate) const COMMAND: &str = "lane";

/// Runs all of them; the report has the order of the list.
pub(crate) fn run(project: &Project, chosen: &Chosen) -> Vec<Ran> {
    let waiting: VecDeque<&'static Suite> = chosen.suites.iter().copied().collect();
    let waiting = Mutex::new(waiting);
    let take = |from: fn(&mut VecDeque<&'static Suite>) -> Option<&'static Suite>| {
        waiting
            .lock()
            .ok()
            .and_then(|mut waiting| from(&mut waiting))
    };
    let lane = |from| {
        let mut ran = Vec::new();
        while let Some(suite) = take(from) {
            ran.push(apart(project, suite, chosen.nightly));
        }
        ran
    };
    let mut ran = std::thread::scope(|scope| {
        let other = scope.spawn(|| lane(VecDeque::pop_back));
        let mut ran = lane(VecDeque::pop_front);
        ran.extend(other.join().unwrap_or_default());
        ran
    });
    let result = |suite: &&'static Suite| {
        let place = ran.iter().position(|(of, ..)| of.name == suite.name);
        place
            .map(|place| ran.swap_remove(place))
            .unwrap_or_else(|| {
                let lost = "its lane ended without it".to_owned();
                (suite, Verdict::Failed(vec![lost]), Took::default())
            })
    };
    chosen.suites.iter().map(result).collect()
}

/// Runs one suite in a process of its own, and shows what it has printed.
fn apart(project: &Project, suite: &'static Suite, nightly: bool) -> Ran {
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
    (suite, verdict, took)
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
            fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
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
    let ran = Project::find().map(|project| one(&project, suite, nightly));
    let written = ran.and_then(|(_, verdict, took)| {
        let text = written(&verdict, took, &times::commands());
        fs::write(Path::new(report), text).map_err(|e| format!("{report}: {e}"))
    });
    match written {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
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
