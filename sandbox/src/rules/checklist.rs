//! Adobe's checklist: 23 mandatory requirements and 12 recommended practices, each with the rules
//! that watch it, or the reason why traffic cannot show it.

use serde::Serialize;

use super::table::{self as rule, Level, Rule};

/// A row of the checklist.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistRow {
    /// Which of its two tables it is in.
    pub level: Level,
    /// Its phase there.
    pub phase: &'static str,
    /// Its title there.
    pub title: &'static str,
    /// The ids of the rules that watch it.
    pub rules: &'static [&'static str],
    /// What traffic does not show of it; nothing, if it shows all.
    pub unseen: &'static str,
}

const fn must(
    phase: &'static str,
    title: &'static str,
    rules: &'static [&'static str],
    unseen: &'static str,
) -> ChecklistRow {
    let level = Level::Mandatory;
    ChecklistRow {
        level,
        phase,
        title,
        rules,
        unseen,
    }
}

const fn should(
    phase: &'static str,
    title: &'static str,
    rules: &'static [&'static str],
    unseen: &'static str,
) -> ChecklistRow {
    let level = Level::Recommended;
    ChecklistRow {
        level,
        phase,
        title,
        rules,
        unseen,
    }
}

const fn id(rule: &Rule) -> &'static str {
    rule.id
}

/// The rows, in Adobe's order.
pub const CHECKLIST: &[ChecklistRow] = &[
    must(
        "Registration",
        "Registered Application Scoping",
        &[id(&rule::REGISTRATION_SCOPE)],
        "",
    ),
    must(
        "Registration",
        "Client Credentials Caching",
        &[id(&rule::CREDENTIALS_REUSED)],
        "",
    ),
    must(
        "Registration",
        "Access Tokens Caching",
        &[id(&rule::TOKEN_REUSED), id(&rule::SECRET_IN_URL)],
        "",
    ),
    must(
        "Configuration",
        "Configuration Retrieval",
        &[id(&rule::CONFIGURATION_NEEDED)],
        "",
    ),
    must(
        "Configuration",
        "TV Provider Selection Caching",
        &[],
        "What an application stores is on the device.",
    ),
    must(
        "Authentication",
        "Polling Mechanism Starting",
        &[id(&rule::POLLING_START)],
        "Whether the browser is on the device has to be said: --browser-on-device.",
    ),
    must(
        "Authentication",
        "Polling Mechanism Stopping",
        &[id(&rule::POLLING_STOP)],
        "",
    ),
    must(
        "Authentication",
        "Polling Mechanism Configuring",
        &[id(&rule::POLLING_INTERVAL)],
        "",
    ),
    must(
        "Authentication",
        "Profiles Caching",
        &[id(&rule::PROFILES_CACHED)],
        "",
    ),
    must(
        "Preauthorization",
        "Preauthorization Decisions Retrieval",
        &[id(&rule::PREAUTHORIZE_FILTERS), id(&rule::RESOURCE_LIMIT)],
        "That nothing is played without a media token shows at the programmer's server.",
    ),
    must(
        "Preauthorization",
        "Preauthorization Decisions Retrieval Retry",
        &[id(&rule::RETRIES_LIMITED), id(&rule::ACTION_OBEYED)],
        "",
    ),
    must(
        "Preauthorization",
        "Preauthorization Decisions Caching",
        &[id(&rule::PREAUTHORIZE_CACHED)],
        "",
    ),
    must(
        "Authorization",
        "Authorization Decisions Retrieval",
        &[
            id(&rule::PREAUTHORIZE_FILTERS),
            id(&rule::MEDIA_TOKEN_ONCE),
            id(&rule::RESOURCE_LIMIT),
        ],
        "Whether a stream goes on when the token ends shows on the screen.",
    ),
    must(
        "Authorization",
        "Authorization Decisions Retrieval Retry",
        &[id(&rule::RETRIES_LIMITED), id(&rule::ACTION_OBEYED)],
        "",
    ),
    must(
        "Logout",
        "Logout Support",
        &[id(&rule::LOGOUT_FOLLOWED), id(&rule::LOGOUT_WITH_SSO)],
        "Whether an appleSSO user is led to Apple's settings shows on the screen.",
    ),
    must(
        "Parameters and Headers",
        "Send Authorization Header",
        &[id(&rule::AUTHORIZATION_SENT)],
        "",
    ),
    must(
        "Parameters and Headers",
        "Send AP-Device-Identifier Header",
        &[id(&rule::DEVICE_IDENTIFIER_SENT)],
        "",
    ),
    must(
        "Parameters and Headers",
        "Send X-Device-Info Header",
        &[id(&rule::DEVICE_INFO_SENT), id(&rule::DEVICE_INFO_VALUES)],
        "",
    ),
    must(
        "Parameters and Headers",
        "Stable Device Identifier",
        &[id(&rule::DEVICE_IDENTIFIER_STABLE)],
        "An identifier that an update of the system changes shows after that update.",
    ),
    must(
        "Parameters and Headers",
        "Follow APIs References",
        &[
            id(&rule::HEADERS_EXPECTED),
            id(&rule::PARAMETERS_EXPECTED),
            id(&rule::PATHS_EXPECTED),
            id(&rule::PARTNER_STATUS_READABLE),
            id(&rule::TEMP_PASS_IDENTITY_READABLE),
            id(&rule::SSO_TOKEN_FRESH),
        ],
        "",
    ),
    must(
        "Error Handling",
        "Enhanced Error Code Handling Support",
        &[
            id(&rule::ACTION_OBEYED),
            id(&rule::RETRIES_LIMITED),
            id(&rule::REQUEST_ACCEPTED),
        ],
        "What the user is told shows on the screen.",
    ),
    must(
        "Error Handling",
        "HTTP Error Handling Support",
        &[id(&rule::PAUSE_AFTER_429), id(&rule::RETRIES_LIMITED)],
        "",
    ),
    must(
        "Testing",
        "Lifecycle Testing",
        &[],
        "Adobe's own environments have to be tested in: this is neither of them.",
    ),
    should(
        "Registration",
        "Access Tokens Validation",
        &[id(&rule::TOKEN_FRESH), id(&rule::TOKEN_AFTER_401)],
        "",
    ),
    should(
        "Configuration",
        "Configuration Caching",
        &[id(&rule::CONFIGURATION_CACHED)],
        "",
    ),
    should(
        "Authentication",
        "Authentication Code Validation (2nd screen authentication)",
        &[id(&rule::CODE_VALIDATED)],
        "",
    ),
    should(
        "Authentication",
        "Multiple Profiles Support",
        &[],
        "Which profile is taken, and who chose it, shows on the screen.",
    ),
    should(
        "Authentication",
        "(Optional) Non-Basic Flows Support",
        &[],
        "Try the scenarios: degradation, TempPass, single sign-on.",
    ),
    should(
        "Preauthorization",
        "User Experience",
        &[],
        "What the user is told shows on the screen.",
    ),
    should(
        "Authorization",
        "Media Tokens Validation",
        &[id(&rule::MEDIA_TOKEN_ONCE)],
        "The programmer's server verifies the rest.",
    ),
    should(
        "Authorization",
        "User Experience",
        &[],
        "What the user is told shows on the screen.",
    ),
    should(
        "Logout",
        "User Experience",
        &[id(&rule::LOGOUT_BY_USER)],
        "",
    ),
    should(
        "Parameters and Headers",
        "Reuse Code",
        &[],
        "Nothing of it is traffic.",
    ),
    should(
        "Testing",
        "Test Coverage",
        &[],
        "Which flows were run is the tester's to say.",
    ),
    should("Testing", "Test Tools", &[], "Nothing of it is traffic."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_rows_are_there_and_each_rule_is_of_one() {
        let count = |level| CHECKLIST.iter().filter(|row| row.level == level).count();
        assert_eq!(
            (count(Level::Mandatory), count(Level::Recommended)),
            (23, 12)
        );
        for row in CHECKLIST {
            assert!(!row.rules.is_empty() || !row.unseen.is_empty(), "{row:?}");
        }
        for rule in rule::RULES {
            assert!(
                CHECKLIST.iter().any(|row| row.rules.contains(&rule.id)),
                "{rule:?}"
            );
        }
    }
}
