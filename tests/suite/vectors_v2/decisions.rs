//! Decisions: what a user can probably watch, and what a user may watch.

use serde_json::{Value, json};
use tvpass::error::Denial;
use tvpass::operation::{Authorize, Preauthorize};
use tvpass::outcome::{
    AuthorizationDecision, AuthorizationDecisions, DecisionSource, Expectation,
    PreauthorizationDecision, PreauthorizationDecisions, Verdict,
};

use crate::vectors_v2::sample::{Sample, of};

pub(crate) const PREAUTHORIZE: &str = "preauthorize";
pub(crate) const AUTHORIZE: &str = "authorize";

fn resources(sample: &Sample) -> Vec<&str> {
    let resources = sample.input_json("resources").as_array().expect("a list");
    resources
        .iter()
        .map(|one| one.as_str().expect("a text"))
        .collect()
}

#[test]
fn every_preauthorization_is_as_expected() {
    for sample in of(PREAUTHORIZE) {
        let mvpd = sample.input("mvpd").expect("an MVPD");
        let operation = Preauthorize::new(sample.service_provider(), mvpd, resources(&sample))
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, |outcome| preauthorized(&sample, outcome));
    }
}

#[test]
fn every_authorization_is_as_expected() {
    let mut played = 0;
    for sample in of(AUTHORIZE) {
        let mvpd = sample.input("mvpd").expect("an MVPD");
        let operation = Authorize::new(sample.service_provider(), mvpd, resources(&sample))
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        let answers = sample.check(&operation, |outcome| authorized(&sample, outcome));
        for outcome in answers.into_iter().flatten() {
            played += tokens_are_as_expected(&sample, outcome);
        }
    }
    assert_eq!(played, 7);
}

/// Takes the media tokens out, and compares them. How many there are.
fn tokens_are_as_expected(sample: &Sample, mut outcome: AuthorizationDecisions) -> usize {
    let expected = sample.expected_outcome()["decisions"]
        .as_array()
        .expect("a list");
    let mut played = 0;
    for (decision, expected) in outcome.decisions.iter_mut().zip(expected) {
        let is_playable = expected["permitted"] == true && !expected["token"].is_null();
        assert_eq!(decision.is_playable(), is_playable);
        let token = decision.take_media_token();
        assert_eq!(token.is_some(), is_playable);
        if let Some(token) = token {
            let serialized = expected["token"]["serialized"].as_str().expect("a text");
            token.hand_over(|received| assert_eq!(received, serialized));
            played += 1;
        }
        assert_eq!(decision.take_media_token(), None, "once");
    }
    played
}

fn preauthorized(sample: &Sample, outcome: &PreauthorizationDecisions) -> Value {
    let decisions = outcome.decisions.iter().map(preauthorized_json).collect();
    let place = |resource: &&str| {
        let found = outcome.about(resource)?;
        outcome
            .decisions
            .iter()
            .position(|one| std::ptr::eq(one, found))
    };
    let mut read = json!({
        "decisions": Value::Array(decisions),
        "by_request": resources(sample).iter().map(place).collect::<Vec<_>>(),
    });
    if outcome.skipped > 0 {
        read["skipped"] = outcome.skipped.into();
    }
    read
}

fn authorized(sample: &Sample, outcome: &AuthorizationDecisions) -> Value {
    let expected = sample.expected_outcome();
    let decisions = outcome.decisions.iter().enumerate().map(|(at, decision)| {
        let mut read = authorized_json(decision);
        if !read["token"].is_null() {
            // Nobody can look at it: it is compared where it is taken.
            read["token"]["serialized"] = expected["decisions"][at]["token"]["serialized"].clone();
        }
        read
    });
    let place = |resource: &&str| {
        let found = outcome.about(resource)?;
        outcome
            .decisions
            .iter()
            .position(|one| std::ptr::eq(one, found))
    };
    let mut read = json!({
        "decisions": decisions.collect::<Vec<_>>(),
        "by_request": resources(sample).iter().map(place).collect::<Vec<_>>(),
    });
    if outcome.skipped > 0 {
        read["skipped"] = outcome.skipped.into();
    }
    if expected.get("playable").is_some() {
        let playable = outcome
            .decisions
            .iter()
            .map(AuthorizationDecision::is_playable);
        read["playable"] = playable.collect();
    }
    read
}

fn denial_json(denial: Option<&Denial>) -> Value {
    denial.map_or(Value::Null, |denial| {
        let documented = denial.documented_code().expect("a documented code");
        assert_eq!(denial.action, documented.action());
        json!({
            "status": denial.status,
            "code": denial.code,
            "action": denial.received_action.as_ref().map(|action| action.as_str()),
            "message": denial.message,
            "details": denial.details,
            "help_url": denial.help_url,
            "trace": denial.trace,
        })
    })
}

fn preauthorized_json(decision: &PreauthorizationDecision) -> Value {
    json!({
        "resource": decision.resource.as_str(),
        "service_provider": decision.service_provider.as_deref(),
        "mvpd": decision.mvpd.as_deref(),
        "source": decision.source.as_ref().map(DecisionSource::as_str),
        "permitted": match decision.expectation {
            Expectation::ProbablyPermitted => Some(true),
            Expectation::ProbablyDenied => Some(false),
            _ => None,
        },
        "token": null,
        "not_before_ms": null,
        "not_after_ms": null,
        "error": denial_json(decision.denial.as_ref()),
    })
}

fn authorized_json(decision: &AuthorizationDecision) -> Value {
    json!({
        "resource": decision.resource.as_str(),
        "service_provider": decision.service_provider.as_deref(),
        "mvpd": decision.mvpd.as_deref(),
        "source": decision.source.as_ref().map(DecisionSource::as_str),
        "permitted": match decision.verdict {
            Verdict::Permit => Some(true),
            Verdict::Deny => Some(false),
            _ => None,
        },
        "token": decision.media_token().map(|token| json!({
            "not_before_ms": token.not_before_ms(),
            "not_after_ms": token.not_after_ms(),
        })),
        "not_before_ms": decision.not_before_ms,
        "not_after_ms": decision.not_after_ms,
        "error": denial_json(decision.denial.as_ref()),
    })
}
