//! `tvpass authorize`: whether the user may watch a resource now.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use tvpass::operation::Authorize;
use tvpass::outcome::{AuthorizationDecision, AuthorizationDecisions, Verdict};

use crate::connection::Service;
use crate::decisions::{DenialShown, exit_of};
use crate::exit::{Exit, Failure, Outcome};
use crate::explanations;
use crate::identity::Identity;
use crate::places;
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::style::{BAD, GOOD, WARNING, styled};
use crate::times;

/// How often it is asked again if the answer says `retry` (Adobe: 2 or 3 attempts at most).
const REPEATS: u32 = 2;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The resource: the id of a channel, or Media RSS
    #[arg(value_name = "RESOURCE")]
    resource: String,

    /// Write the media token to this file, for its one use by the programmer's server; it is
    /// shown nowhere
    #[arg(long, value_name = "FILE")]
    media_token: Option<PathBuf>,

    #[command(flatten)]
    identity: Identity,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    resource: String,
    mvpd: String,
    /// `permit`, `deny` or `noAnswer`.
    verdict: &'static str,
    /// Whether there is a media token, without which nothing plays.
    playable: bool,
    source: Option<String>,
    not_after_ms: Option<u64>,
    media_token_not_after_ms: Option<u64>,
    /// Where the media token was written to.
    media_token_file: Option<String>,
    denial: Option<DenialShown>,
}

impl Report for Decision {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let resource = tvpass::error::printable(&self.resource);
        match (self.verdict, self.playable) {
            ("permit", true) => {
                writeln!(out, "{} {resource}", styled(GOOD, &"permitted:"))?;
                let until = times::shown_or_unknown(self.media_token_not_after_ms);
                writeln!(out, "media token: good until {until}")?;
                match &self.media_token_file {
                    Some(file) => writeln!(out, "written to {file}"),
                    None => writeln!(out, "not shown; --media-token FILE writes it to a file"),
                }
            }
            ("permit", false) => {
                let text = "permitted, but without a media token, so nothing plays:";
                writeln!(out, "{} {resource}", styled(WARNING, &text))
            }
            ("deny", _) => writeln!(out, "{} {resource}", styled(BAD, &"denied:")),
            _ => writeln!(out, "{} {resource}", styled(WARNING, &"no answer about")),
        }?;
        match &self.denial {
            Some(denial) => {
                writeln!(out, "  {}", denial.words())?;
                writeln!(out, "  Adobe's code: {}", denial.code())?;
                match explanations::find(denial.code()) {
                    Some(explanation) => writeln!(out, "  what helps: {}", explanation.helps),
                    None => Ok(()),
                }
            }
            None => Ok(()),
        }
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let extras = options.identity.extras()?;
    let service = Service::open_signed_in(settings, screen)?;
    let mvpd = service.mvpd()?;
    let resource = options.resource.as_str();
    let mut question =
        Authorize::new(service.service_provider()?, &mvpd, [resource])?.with_extras(extras)?;
    let mut answer = service.run(question.clone())?;
    for _ in 0..REPEATS {
        let Some(again) = question.again(&answer) else {
            break;
        };
        question = again;
        answer = service.run(question.clone())?;
    }
    let media_token_file = match &options.media_token {
        Some(path) => write_media_token(&mut answer, resource, path)?,
        None => None,
    };
    let decision = answer.about(resource);
    screen.show(&shown(resource, &mvpd, decision, media_token_file))?;
    Ok(match decision {
        Some(decision) if decision.verdict == Verdict::Permit => Exit::Done,
        decision => exit_of(decision.and_then(|decision| decision.denial.as_ref())),
    })
}

/// What is left of the media token when it has been handed over: until when it is good.
struct Written {
    file: String,
    not_after_ms: Option<u64>,
}

fn write_media_token(
    answer: &mut AuthorizationDecisions,
    resource: &str,
    path: &Path,
) -> Result<Option<Written>, Failure> {
    let Some(token) = answer.take_media_token(resource) else {
        return Ok(None);
    };
    let not_after_ms = token.not_after_ms();
    token
        .hand_over(|serialized| places::write_private(path, serialized))
        .map_err(|error| Failure::Usage(format!("--media-token {}: {error}", path.display())))?;
    Ok(Some(Written {
        file: path.display().to_string(),
        not_after_ms,
    }))
}

fn shown(
    resource: &str,
    mvpd: &str,
    decision: Option<&AuthorizationDecision>,
    written: Option<Written>,
) -> Decision {
    let verdict = match decision.map(|decision| decision.verdict) {
        Some(Verdict::Permit) => "permit",
        Some(Verdict::Deny) => "deny",
        _ => "noAnswer",
    };
    let token = decision.and_then(AuthorizationDecision::media_token);
    let media_token_not_after_ms = match &written {
        Some(written) => written.not_after_ms,
        None => token.and_then(tvpass::outcome::MediaToken::not_after_ms),
    };
    let source = decision.and_then(|decision| decision.source.as_ref());
    let denial = decision.and_then(|decision| decision.denial.as_ref());
    Decision {
        resource: resource.to_owned(),
        mvpd: mvpd.to_owned(),
        verdict,
        playable: written.is_some() || decision.is_some_and(AuthorizationDecision::is_playable),
        source: source.map(|source| source.as_str().to_owned()),
        not_after_ms: decision.and_then(|decision| decision.not_after_ms),
        media_token_not_after_ms,
        media_token_file: written.map(|written| written.file),
        denial: denial.map(DenialShown::new),
    }
}
