//! `tvpass preauthorize`: what the user can probably watch.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tvpass::operation::Preauthorize;
use tvpass::outcome::{Expectation, PreauthorizationDecision};

use crate::connection::Service;
use crate::decisions::DenialShown;
use crate::exit::{Exit, Failure, Outcome};
use crate::identity::Identity;
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::table;

/// How often what is marked `retry` is asked again (Adobe: 2 or 3 attempts at most).
const REPEATS: u32 = 2;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The resources: ids of channels, or Media RSS
    #[arg(required = true, value_name = "RESOURCE")]
    resources: Vec<String>,

    #[command(flatten)]
    identity: Identity,
}

#[derive(Serialize)]
struct Decisions {
    mvpd: String,
    decisions: Vec<Decision>,
}

#[derive(Serialize)]
struct Decision {
    resource: String,
    /// `permitted`, `denied` or `noAnswer`.
    expectation: &'static str,
    source: Option<String>,
    denial: Option<DenialShown>,
}

impl Decision {
    fn new(resource: &str, decision: Option<&PreauthorizationDecision>) -> Self {
        let expectation = match decision.map(|decision| decision.expectation) {
            Some(Expectation::ProbablyPermitted) => "permitted",
            Some(Expectation::ProbablyDenied) => "denied",
            _ => "noAnswer",
        };
        let source = decision.and_then(|decision| decision.source.as_ref());
        let denial = decision.and_then(|decision| decision.denial.as_ref());
        Self {
            resource: resource.to_owned(),
            expectation,
            source: source.map(|source| source.as_str().to_owned()),
            denial: denial.map(DenialShown::new),
        }
    }
}

impl Report for Decisions {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let rows: Vec<_> = self
            .decisions
            .iter()
            .map(|decision| {
                let expectation = match decision.expectation {
                    "permitted" => "probably yes",
                    "denied" => "probably no",
                    _ => "no answer",
                };
                let why = decision.denial.as_ref();
                let why = why.map_or_else(String::new, |denial| {
                    format!("{}: {}", denial.code(), denial.words())
                });
                [decision.resource.clone(), expectation.into(), why]
            })
            .collect();
        table::write(out, ["RESOURCE", "WATCH", "WHY"], &rows)
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let extras = options.identity.extras()?;
    let service = Service::open_signed_in(settings, screen)?;
    let mvpd = service.mvpd()?;
    let ask = |resources: &[String]| -> Result<Vec<Decision>, Failure> {
        let question = Preauthorize::new(service.service_provider()?, &mvpd, resources)?;
        let mut question = question.with_extras(extras.clone())?;
        let mut answer = service.run(question.clone())?;
        for _ in 0..REPEATS {
            let Some(again) = question.again(&answer) else {
                break;
            };
            question = again;
            let repeated = service.run(question.clone())?;
            answer
                .decisions
                .retain(|old| repeated.about(&old.resource).is_none());
            answer.decisions.extend(repeated.decisions);
        }
        let decide = |resource: &String| Decision::new(resource, answer.about(resource));
        Ok(resources.iter().map(decide).collect())
    };
    // One that is refused is said before anything is sent.
    Preauthorize::new(service.service_provider()?, &mvpd, &options.resources)?;
    let mut decisions = Vec::new();
    for batch in options.resources.chunks(Preauthorize::USUAL_RESOURCES) {
        decisions.extend(ask(batch)?);
    }
    screen.show(&Decisions { mvpd, decisions })?;
    Ok(Exit::Done)
}
