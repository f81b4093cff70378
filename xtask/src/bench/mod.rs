//! `cargo xtask bench [SECTION…] [--record] [--quick]`, `cargo xtask bench --bless`: what
//! a logout costs, side by side with the same by hand.
//!
//! Instructions and heap are counted by valgrind, so that they are the same each time; time is only
//! printed. `docs/performance.md` says what the numbers mean. Many of them are guarded by suite
//! `bench`, with [`guard::SLACK_PERCENT`] to spare.

mod costs;
mod count;
mod flow;
pub(crate) mod guard;
mod held;
mod input;
mod program;
mod report;
mod size;
mod table;
mod time;

use crate::outcome::Outcome;
use crate::project::Project;
use table::Table;

type Measure = fn(&Project, bool) -> Result<Vec<Table>, String>;

/// The sections of the report. `true` asks for what is quick to build.
const SECTIONS: &[(&str, Measure)] = &[
    ("costs", |project, _| costs::measure(project)),
    ("flow", |project, _| flow::measure(project)),
    ("held", |project, _| held::measure(project)),
    ("sizes", size::measure),
];

/// Those that `--quick` takes.
const QUICK: &[&str] = &["costs", "sizes"];

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let (mut bless, mut quick, mut record) = (false, false, false);
    let mut chosen = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "--record" => record = true,
            "--bless" => bless = true,
            "--quick" => quick = true,
            name if SECTIONS.iter().any(|section| section.0 == name) => chosen.push(name),
            other => {
                let names: Vec<_> = SECTIONS.iter().map(|section| section.0).collect();
                return Outcome::Usage(format!(
                    "bench has neither an option nor a section {other:?}; its sections are {}",
                    names.join(", ")
                ));
            }
        }
    }
    if record && (quick || !chosen.is_empty()) {
        return Outcome::Usage(
            "bench --record takes all sections: the recorded report has them all".to_owned(),
        );
    }
    if chosen.is_empty() {
        let all = SECTIONS.iter().map(|section| section.0);
        chosen.extend(all.filter(|name| !quick || QUICK.contains(name)));
    }
    let done = Project::find().and_then(|project| match bless {
        true => guard::bless(&project),
        false => report(&project, &chosen, quick, record),
    });
    match done {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}

/// Measures, and prints everything at the end: the commands are shown meanwhile.
fn report(project: &Project, chosen: &[&str], quick: bool, record: bool) -> Result<(), String> {
    let (mut tables, mut failures) = (Vec::new(), Vec::new());
    for (name, measure) in SECTIONS {
        if chosen.contains(name) {
            match measure(project, quick) {
                Ok(measured) => tables.extend(measured),
                Err(reason) => failures.push(format!("{name}: {reason}")),
            }
        }
    }
    // A report with holes is worse than one of yesterday.
    report::write(project, &tables, record && failures.is_empty())?;
    match failures.is_empty() {
        true => Ok(()),
        false => Err(failures.join("\n")),
    }
}
