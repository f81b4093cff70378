//! Rules of decisions: which resource is permitted, and why another is not.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::bounded::REMEMBERED;

/// The two kinds of decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DecisionKind {
    /// Informative, without a token.
    Preauthorize,
    /// Authoritative, with a media token.
    Authorize,
}

/// What a rule makes of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Effect {
    /// Permitted.
    Permit,
    /// Denied. Without a code it is the MVPD's plain denial of this kind of decision.
    #[serde(rename_all = "camelCase")]
    Deny {
        /// One of Adobe's V2 codes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// What the MVPD wants the user to be told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        details: Option<String>,
    },
    /// The answer has no decision about it.
    Omit,
}

/// A rule. The last that was set and that matches is the one that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionRule {
    /// The service provider, if only one is meant.
    #[serde(default)]
    pub service_provider: Option<String>,
    /// The MVPD, if only one is meant.
    #[serde(default)]
    pub mvpd: Option<String>,
    /// The resource, exactly as it is sent, if only one is meant.
    #[serde(default)]
    pub resource: Option<String>,
    /// The kind of decision, if only one is meant.
    #[serde(default)]
    pub on: Option<DecisionKind>,
    /// For how many decisions it counts; without it for all.
    #[serde(default)]
    pub times: Option<u32>,
    /// Another `source` than the real one: `dummy`, say.
    #[serde(default)]
    pub source: Option<String>,
    /// What it does.
    pub effect: Effect,
}

impl DecisionRule {
    /// A rule about one resource of every service provider and MVPD.
    #[must_use]
    pub fn new(resource: &str, effect: Effect) -> Self {
        Self {
            service_provider: None,
            mvpd: None,
            resource: Some(resource.into()),
            on: None,
            times: None,
            source: None,
            effect,
        }
    }

    /// Denies one resource with one of Adobe's codes.
    #[must_use]
    pub fn deny(resource: &str, code: &str) -> Self {
        let code = Some(code.to_owned());
        Self::new(
            resource,
            Effect::Deny {
                code,
                details: None,
            },
        )
    }

    /// The same for the next `times` decisions.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }

    /// The same for one kind of decision.
    #[must_use]
    pub fn on(self, kind: DecisionKind) -> Self {
        Self {
            on: Some(kind),
            ..self
        }
    }

    fn matches(&self, about: About<'_>) -> bool {
        let is = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|w| w == is);
        self.times != Some(0)
            && self.on.is_none_or(|kind| kind == about.kind)
            && is(&self.service_provider, about.service_provider)
            && is(&self.mvpd, about.mvpd)
            && is(&self.resource, about.resource)
    }
}

/// Resources that are decided upon in the same way without any rule, and Adobe's code for each.
pub const RESOURCES: [(&str, &str); 9] = [
    ("Sandbox_Denied", "authorization_denied_by_mvpd"),
    (
        "Sandbox_Parental",
        "authorization_denied_by_parental_controls",
    ),
    ("Sandbox_HomeOnly", "authorization_denied_by_hba_policies"),
    (
        "Sandbox_SessionOver",
        "authorization_denied_by_session_invalidated",
    ),
    ("Sandbox_UserUnknown", "identity_not_recognized_by_mvpd"),
    ("Sandbox_NetworkError", "network_received_error"),
    ("Sandbox_Timeout", "network_connection_timeout"),
    ("Sandbox_TooLate", "maximum_execution_time_exceeded"),
    ("Sandbox_RetryOnce", "network_connection_timeout"),
];

/// The one of [`RESOURCES`] that is denied the first time, permitted the next, and so on.
const RETRY_ONCE: &str = "Sandbox_RetryOnce";

/// What is decided about, and for whom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) kind: DecisionKind,
    pub(crate) device: &'a str,
    pub(crate) service_provider: &'a str,
    pub(crate) mvpd: &'a str,
    pub(crate) resource: &'a str,
}

/// What is decided, and the `source`, if it is another than the real one.
pub(crate) type Ruling = (Effect, Option<String>);

/// How many resources an MVPD takes in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResourceLimits {
    /// In a preauthorize request; usually 5.
    pub preauthorize: usize,
    /// In an authorize request; usually 1.
    pub authorize: usize,
}

impl Default for ResourceLimits {
    fn default() -> Self {
        Self {
            preauthorize: 5,
            authorize: 1,
        }
    }
}

/// All rules.
#[derive(Debug, Default)]
pub(crate) struct DecisionRules {
    rules: Vec<DecisionRule>,
    /// Who has been told to try again, of what.
    told_to_retry: HashSet<(DecisionKind, String, String, String)>,
    pub(crate) limits: ResourceLimits,
}

impl DecisionRules {
    pub(crate) fn add(&mut self, rule: DecisionRule) {
        self.rules.push(rule);
    }

    pub(crate) fn list(&self) -> Vec<DecisionRule> {
        self.rules.clone()
    }

    pub(crate) fn clear(&mut self) {
        self.rules.clear();
    }

    /// What the rules say about a resource. One use of the rule is spent.
    pub(crate) fn rule_on(&mut self, about: About<'_>) -> Ruling {
        let rule = self.rules.iter_mut().rev().find(|rule| rule.matches(about));
        let Some(rule) = rule else {
            return (self.without_rule(about), None);
        };
        rule.times = rule.times.map(|times| times.saturating_sub(1));
        let ruling = (rule.effect.clone(), rule.source.clone());
        self.rules.retain(|rule| rule.times != Some(0));
        ruling
    }

    fn without_rule(&mut self, about: About<'_>) -> Effect {
        let known = RESOURCES.iter().find(|(id, _)| *id == about.resource);
        let Some((id, code)) = known else {
            return Effect::Permit;
        };
        if *id == RETRY_ONCE {
            let key = (
                about.kind,
                about.device.to_owned(),
                about.service_provider.to_owned(),
                about.mvpd.to_owned(),
            );
            if self.told_to_retry.remove(&key) {
                return Effect::Permit;
            }
            if self.told_to_retry.len() >= REMEMBERED {
                self.told_to_retry.clear();
            }
            self.told_to_retry.insert(key);
        }
        let details = (*id == "Sandbox_Denied")
            .then(|| "Your subscription package does not include the \"Live\" channel".into());
        Effect::Deny {
            code: (*id != "Sandbox_Denied").then(|| (*code).to_owned()),
            details,
        }
    }
}
