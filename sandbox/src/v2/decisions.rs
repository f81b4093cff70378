//! Decisions: preauthorize and authorize.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::decision_rules::{About, DecisionKind, Effect};
use crate::degradations::DegradationRule;
use crate::enhanced::Enhanced;
use crate::media_tokens::Grant;
use crate::operation::Operation;
use crate::profiles::Asker;
use crate::providers::{self, Mvpd};
use crate::temp_passes::{Holder, NoPass};

use super::gate::{Admitted, check_mvpd};
use super::{profiles, times};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    resources: Vec<String>,
}

/// What decides instead of the MVPD, or lets it decide.
enum Decider {
    Mvpd,
    TempPass(&'static Mvpd),
    /// A degradation that permits everything, and whether it tells times.
    Permits {
        with_times: bool,
    },
    /// A degradation that denies everything, with the programmer's message.
    Denies(Option<String>),
}

/// A decision without what all have.
struct Decision {
    source: String,
    verdict: Result<(), Enhanced>,
    /// Whether it tells how long it is kept, and until when that is.
    until: Option<std::time::Duration>,
}

/// `POST /api/v2/{serviceProvider}/decisions/{preauthorize|authorize}/{mvpd}`.
pub(super) fn decide(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    let kind = match request.operation {
        Operation::Preauthorize => DecisionKind::Preauthorize,
        _ => DecisionKind::Authorize,
    };
    check_mvpd(request.app, request.service_provider, request.id)?;
    let resources = read_resources(request, kind)?;
    let asker = request.device_with_profiles()?;
    profiles::check_framework_status(request)?;
    let (decider, source) = match decider(request, &asker) {
        Ok(decider) => decider,
        Err(error) => return without_profile(request, &resources, error),
    };
    if matches!(decider, Decider::Mvpd) {
        check_number(request, kind, resources.len())?;
    }
    let mut decisions = Vec::new();
    for resource in &resources {
        let decision = match &decider {
            Decider::Mvpd => by_rule(request, &asker, kind, resource, &source),
            Decider::TempPass(pass) => by_pass(request, &asker, kind, resource, pass),
            Decider::Permits { with_times } => Some(Decision {
                source: "degradation".into(),
                verdict: Ok(()),
                until: with_times.then(|| kept_until(request)),
            }),
            Decider::Denies(message) => {
                let error = Enhanced::v2("authorization_denied_by_degradation_rule");
                let message = message.clone();
                Some(Decision {
                    source: "degradation".into(),
                    verdict: Err(match message {
                        Some(message) => error.with_details(message),
                        None => error,
                    }),
                    until: None,
                })
            }
        };
        decisions.extend(decision.map(|decision| written(request, kind, resource, decision)));
    }
    Ok(json!({"decisions": decisions}))
}

fn read_resources(request: &Admitted<'_>, kind: DecisionKind) -> Result<Vec<String>, Enhanced> {
    let refused = |what: String| Enhanced::v2("invalid_parameter_resources").with_details(what);
    if !request.is_announced_as("application/json") {
        return Err(refused("Content-Type must be application/json".into()));
    }
    let asked: Asked = serde_json::from_slice(request.body)
        .map_err(|error| refused(format!("not {{\"resources\": [texts]}}: {error}")))?;
    if asked.resources.is_empty() || asked.resources.iter().any(String::is_empty) {
        return Err(refused("no resource, or one without an id".into()));
    }
    let preauthorize = kind == DecisionKind::Preauthorize;
    if preauthorize && asked.resources.iter().any(|id| id.contains("<![CDATA[")) {
        return Err(refused("CDATA is not for preauthorization".into()));
    }
    Ok(asked.resources)
}

/// Who decides, and the `source` of that where it is the MVPD. An error: the device is not signed
/// in.
fn decider(request: &Admitted<'_>, asker: &Asker) -> Result<(Decider, String), Enhanced> {
    if let Some(pass) = providers::find(request.id).filter(|mvpd| mvpd.is_temp_pass()) {
        return Ok((Decider::TempPass(pass), "temppass".into()));
    }
    let applied = {
        let state = request.app.state();
        let applied = state.degradations.of(request.service_provider, request.id);
        applied.cloned()
    };
    let rule = applied.as_ref().map(|applied| applied.rule);
    if rule == Some(DegradationRule::AuthNAll) {
        return Ok((Decider::Permits { with_times: true }, String::new()));
    }
    let held = profiles::standing(request, asker)?;
    Ok(match rule {
        Some(DegradationRule::AuthZAll) => {
            // The samples of this rule have no times.
            (Decider::Permits { with_times: false }, String::new())
        }
        Some(DegradationRule::AuthZNone) => {
            let message = applied.and_then(|applied| applied.message);
            (Decider::Denies(message), String::new())
        }
        _ => {
            let source = match held.profile.type_name() {
                "degraded" => "degradation",
                "temporary" => "temppass",
                _ => "mvpd",
            };
            (Decider::Mvpd, source.into())
        }
    })
}

/// What is answered to a device that is not signed in: one error, or one per resource.
fn without_profile(
    request: &Admitted<'_>,
    resources: &[String],
    error: Enhanced,
) -> Result<Value, Enhanced> {
    let per_item = request.app.state().quirks.missing_profile_per_item;
    if !per_item || error.status() != 403 {
        return Err(error);
    }
    let decision = |resource: &String| {
        let decision = Decision {
            source: "mvpd".into(),
            verdict: Err(error.clone()),
            until: None,
        };
        written(request, DecisionKind::Preauthorize, resource, decision)
    };
    let decisions: Vec<_> = resources.iter().map(decision).collect();
    Ok(json!({"decisions": decisions}))
}

/// The MVPD's limit. Where it is not asked, it does not count.
fn check_number(request: &Admitted<'_>, kind: DecisionKind, number: usize) -> Result<(), Enhanced> {
    let limits = request.app.state().decision_rules.limits;
    let limit = match kind {
        DecisionKind::Preauthorize => limits.preauthorize,
        DecisionKind::Authorize => limits.authorize,
    };
    if number <= limit {
        return Ok(());
    }
    let details = format!("{number} resources where {limit} are agreed upon");
    Err(Enhanced::v2("too_many_resources").with_details(details))
}

fn kept_until(request: &Admitted<'_>) -> std::time::Duration {
    let app = request.app;
    app.now().saturating_add(app.config.authorization_lifetime)
}

/// What the rules say; `None`: no decision about this resource.
fn by_rule(
    request: &Admitted<'_>,
    asker: &Asker,
    kind: DecisionKind,
    resource: &str,
    source: &str,
) -> Option<Decision> {
    let about = About {
        kind,
        device: &asker.device,
        service_provider: request.service_provider,
        mvpd: request.id,
        resource,
    };
    let (effect, other_source) = request.app.state().decision_rules.rule_on(about);
    let source = other_source.unwrap_or_else(|| source.to_owned());
    let until = Some(kept_until(request));
    match effect {
        Effect::Omit => None,
        Effect::Permit => Some(Decision {
            source,
            verdict: Ok(()),
            until,
        }),
        Effect::Deny { code, details } => {
            let plain = match kind {
                DecisionKind::Preauthorize => "preauthorization_denied_by_mvpd",
                DecisionKind::Authorize => "authorization_denied_by_mvpd",
            };
            let error = Enhanced::v2(code.as_deref().unwrap_or(plain));
            // An MVPD's own denial is kept as a permit is; what went wrong on the way is not.
            let until = until.filter(|_| code.is_none());
            let error = match details {
                Some(details) => error.with_details(details),
                None => error,
            };
            Some(Decision {
                source,
                verdict: Err(error),
                until,
            })
        }
    }
}

/// What a TempPass says, after the rules.
fn by_pass(
    request: &Admitted<'_>,
    asker: &Asker,
    kind: DecisionKind,
    resource: &str,
    pass: &'static Mvpd,
) -> Option<Decision> {
    let ruled = by_rule(request, asker, kind, resource, "temppass")?;
    if ruled.verdict.is_err() {
        return Some(ruled);
    }
    let identity = request.identity();
    let holder = Holder {
        service_provider: request.service_provider,
        device: &asker.device,
        identity: identity.as_deref(),
    };
    let (now, mut state) = (request.app.now(), request.app.state());
    let passes = &mut state.temp_passes;
    let permitted = match kind {
        DecisionKind::Preauthorize => passes.would_permit(pass, holder, now).map(|()| None),
        DecisionKind::Authorize => {
            let left = passes.permit(pass, holder, resource, now);
            left.map(|left| Some(left.not_after))
        }
    };
    Some(match permitted {
        Ok(until) => Decision { until, ..ruled },
        Err(no) => Decision {
            source: "temppass".into(),
            verdict: Err(match no {
                NoPass::Code(code) => Enhanced::v2(code),
                NoPass::Unused => Enhanced::v2("internal_server_error"),
            }),
            until: None,
        },
    })
}

/// A decision as answers have it, with a media token if it is an authorization.
fn written(
    request: &Admitted<'_>,
    kind: DecisionKind,
    resource: &str,
    decision: Decision,
) -> Value {
    let app = request.app;
    let (now, mut state) = (app.now(), app.state());
    let quirks = state.quirks;
    let is_permit = decision.verdict.is_ok();
    let mut written = Map::new();
    let mut put = |name: &str, value: Value| drop(written.insert(name.to_owned(), value));
    put("resource", json!(resource));
    put("serviceProvider", json!(request.service_provider));
    put("mvpd", json!(request.id));
    put("source", json!(decision.source));
    let authorized = if quirks.authorized_as_text {
        json!(is_permit.to_string())
    } else {
        json!(is_permit)
    };
    put("authorized", authorized);
    if let Err(error) = &decision.verdict {
        put("error", error.to_value());
    }
    if kind == DecisionKind::Authorize {
        if let Some(until) = decision.until {
            put("notBefore", times::of_others(now, quirks));
            put("notAfter", times::of_others(until, quirks));
        }
        if is_permit {
            let not_after = now.saturating_add(app.config.media_token_lifetime);
            let grant = Grant {
                service_provider: request.service_provider,
                mvpd: request.id,
                resource,
                not_before_ms: times::millis(now),
                not_after,
            };
            let state = &mut *state;
            let serialized = state.media_tokens.issue(grant, &mut state.random);
            state.counters.media_tokens += 1;
            put(
                "token",
                json!({
                    "notBefore": times::of_others(now, quirks),
                    "notAfter": times::of_others(not_after, quirks),
                    "serializedToken": serialized,
                }),
            );
        }
    }
    Value::Object(written)
}
