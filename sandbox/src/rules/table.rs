//! The rules: id, level, what is asked, how to mend what broke it, and which page of Adobe says so.

use serde::{Deserialize, Serialize};

/// How much weight Adobe gives to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// One of the checklist's recommended practices.
    Recommended,
    /// One of its mandatory requirements, or required by an API's own page.
    Mandatory,
}

impl Level {
    /// Its name in reports and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Mandatory => "mandatory",
        }
    }
}

/// A rule that traffic can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its name, for reports and filters.
    pub id: &'static str,
    /// How much weight Adobe gives to it.
    pub level: Level,
    /// What is asked of an application.
    pub text: &'static str,
    /// How to mend what breaks it.
    pub mend: &'static str,
    /// The address of the page that says so.
    pub page: &'static str,
}

/// Where Adobe's pages for programmers are.
macro_rules! page {
    ($path:literal) => {
        concat!(
            "https://experienceleague.adobe.com/en/docs/pass/authentication/integration-guide-programmers/",
            $path
        )
    };
}

const CHECKLIST: &str = page!("rest-apis/rest-api-v2/rest-api-v2-checklist");
const OVERVIEW: &str = page!("rest-apis/rest-api-v2/rest-api-v2-apis/rest-api-v2-apis-overview");
const TOKEN: &str = page!(
    "rest-apis/rest-api-dcr/rest-api-dcr-apis/dynamic-client-registration-apis-retrieve-access-token"
);
const THROTTLE: &str = page!("throttling-mechanism");
const ERRORS: &str = page!("standard-features/error-reporting/enhanced-error-codes");
const DECISIONS: &str = page!("standard-features/entitlements/decisions");
const MEDIA_TOKENS: &str = page!("standard-features/entitlements/media-tokens");
const AUTHORIZATION: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-appendix/rest-api-v2-appendix-headers/rest-api-v2-appendix-headers-authorization"
);
const DEVICE_IDENTIFIER: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-appendix/rest-api-v2-appendix-headers/rest-api-v2-appendix-headers-ap-device-identifier"
);
const DEVICE_INFO: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-appendix/rest-api-v2-appendix-headers/rest-api-v2-appendix-headers-x-device-info"
);
const PARTNER_STATUS: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-appendix/rest-api-v2-appendix-headers/rest-api-v2-appendix-headers-ap-partner-framework-status"
);
const TEMP_PASS_IDENTITY: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-appendix/rest-api-v2-appendix-headers/rest-api-v2-appendix-headers-ap-temppass-identity"
);
const SERVICE_TOKEN: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-appendix/rest-api-v2-appendix-headers/rest-api-v2-appendix-headers-ad-service-token"
);
const SINGLE_LOGOUT: &str = page!(
    "rest-apis/rest-api-v2/rest-api-v2-flows/rest-api-v2-single-sign-on-access-flows/rest-api-v2-single-sign-on-logout-flow"
);

/// A constant per rule, and the list of all: one cannot be without the other.
macro_rules! rules {
    ($($name:ident, $level:ident, $page:expr, $id:literal, $text:literal, $mend:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule {
            id: $id, level: Level::$level, text: $text, mend: $mend, page: $page,
        };)*

        /// Every rule.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    REGISTRATION_SCOPE, Mandatory, CHECKLIST, "registration-scope",
        "The application is registered with the scope of REST API V2, for this service provider.",
        "Take a software statement of an application that is registered for this service provider.";
    CREDENTIALS_REUSED, Mandatory, CHECKLIST, "client-credentials-reused",
        "Client credentials are stored for good and used for every access token.",
        "Store client_id and client_secret where they survive restarts. Register again only after \
         invalid_client, or a 401 whose action is application-registration.";
    TOKEN_REUSED, Mandatory, CHECKLIST, "access-token-reused",
        "An access token is stored and used until it expires.",
        "Keep the token with the time of its answer plus expires_in. Ask for the next one shortly before \
         that, or after a 401.";
    TOKEN_FRESH, Recommended, CHECKLIST, "access-token-checked",
        "Whether an access token is still good is checked before it is sent.",
        "Count expires_in from when the answer came, and renew the token before that has passed.";
    TOKEN_AFTER_401, Recommended, CHECKLIST, "token-renewed-after-401",
        "After a 401 the access token is renewed before the request is sent again.",
        "Ask for a new token once, and repeat the request once with it.";
    SECRET_IN_URL, Mandatory, TOKEN, "no-secret-in-url",
        "Secrets travel in headers and bodies, never in a URL.",
        "Send client_secret and the rest in the form body: URLs end up in logs of proxies and servers.";
    CONFIGURATION_NEEDED, Mandatory, CHECKLIST, "configuration-when-needed",
        "The configuration is asked for only when the user has to choose an MVPD.",
        "Ask for the profile first, and for the configuration only if there is none.";
    CONFIGURATION_CACHED, Recommended, CHECKLIST, "configuration-cached",
        "The configuration is kept for some minutes.",
        "Keep the answer in memory for 3 minutes, and show the picker from it.";
    POLLING_START, Mandatory, CHECKLIST, "polling-start",
        "With a browser on the device, polling starts when the browser has reached the redirectUrl.",
        "Watch the browser for the redirectUrl, close it, and ask for the profile then.";
    POLLING_INTERVAL, Mandatory, CHECKLIST, "polling-interval",
        "A code is polled every 3 to 5 seconds, no faster.",
        "Wait 5 seconds between the end of one poll and the start of the next.";
    POLLING_STOP, Mandatory, CHECKLIST, "polling-stop",
        "Polling ends with the profile, with the code, and with a new code.",
        "Stop at the first profile, at notAfter of the session, after invalid_authentication_session, \
         and when a new session is created.";
    PROFILES_CACHED, Mandatory, CHECKLIST, "profiles-cached",
        "What a profile says is stored, and not asked for again and again.",
        "Store the MVPD, the attributes and notAfter. Ask once when the application starts.";
    CODE_VALIDATED, Recommended, CHECKLIST, "code-validated",
        "A code that was typed in is validated before the authenticate address is opened.",
        "Retrieve or resume the session with the code first, and open the address only after a 200.";
    PREAUTHORIZE_FILTERS, Mandatory, CHECKLIST, "preauthorize-not-for-playback",
        "Preauthorization filters what is shown and never decides about playback.",
        "Ask authorize for the resource whenever the user wants to play it, and play with its media token alone.";
    PREAUTHORIZE_CACHED, Mandatory, CHECKLIST, "preauthorize-cached",
        "Permits of preauthorization are kept in memory.",
        "Keep them while the application runs, and ask for the rest only.";
    RETRIES_LIMITED, Mandatory, CHECKLIST, "retries-limited",
        "What may be tried again is tried again 2 or 3 times.",
        "Count the tries, let the pauses grow, and tell the user then.";
    ACTION_OBEYED, Mandatory, ERRORS, "action-obeyed",
        "An error's action says what helps; only retry means the same request again.",
        "Read action: authentication is a sign-in, application-registration a registration, none is for the user.";
    RESOURCE_LIMIT, Mandatory, DECISIONS, "resource-limit",
        "A request for decisions has as many resources as agreed with the MVPD: usually 5 to preauthorize, 1 to authorize.",
        "Split the list into requests of 5, and authorize the one resource that is to be played.";
    MEDIA_TOKEN_ONCE, Mandatory, MEDIA_TOKENS, "media-token-once",
        "A media token is used for one playback and thrown away.",
        "Ask authorize again for every playback, of the same resource, too.";
    LOGOUT_FOLLOWED, Recommended, CHECKLIST, "logout-followed",
        "The url of a logout is opened in a user agent, so that the MVPD's own session ends, too.",
        "Open url wherever the device has a browser; until then the next sign-in may ask for no password.";
    LOGOUT_WITH_SSO, Mandatory, SINGLE_LOGOUT, "logout-with-sso-token",
        "A logout carries the single sign-on token that the sign-in carried.",
        "Send the same AD-Service-Token or Adobe-Subject-Token; without it the single sign-on profile stays.";
    LOGOUT_BY_USER, Recommended, CHECKLIST, "logout-by-user",
        "A logout is the user's wish, never the answer to a denial.",
        "Show the denial's message, and leave the user signed in.";
    AUTHORIZATION_SENT, Mandatory, AUTHORIZATION, "authorization-header",
        "Every request carries Authorization: Bearer and the access token.",
        "Send 'Authorization: Bearer <access token>', once.";
    DEVICE_IDENTIFIER_SENT, Mandatory, DEVICE_IDENTIFIER, "device-identifier",
        "AP-Device-Identifier is 'fingerprint ' and the base64 of the device's identifier.",
        "Encode the identifier in standard base64 with padding, behind 'fingerprint '.";
    DEVICE_IDENTIFIER_STABLE, Mandatory, CHECKLIST, "device-identifier-stable",
        "The identifier of a device stays the same over updates and restarts.",
        "Take the system's identifier, or store a random one for good: a change loses the user's profiles.";
    DEVICE_INFO_SENT, Mandatory, DEVICE_INFO, "device-info",
        "X-Device-Info is the base64 of a JSON object with model, version, osName, osVersion and connectionType.",
        "Write the JSON with a library, encode it in standard base64 with padding. Otherwise the device counts as unknown.";
    DEVICE_INFO_VALUES, Mandatory, DEVICE_INFO, "device-info-values",
        "The keys of X-Device-Info are those of its page, and some take listed values alone.",
        "Use the key's listed values, spelled as there, and leave out what the page does not have.";
    PARTNER_STATUS_READABLE, Mandatory, PARTNER_STATUS, "partner-framework-status",
        "AP-Partner-Framework-Status is the base64 of a JSON object with what Apple's framework said, now.",
        "Encode frameworkPermissionInfo and frameworkProviderInfo, and refresh the status when the application comes to the front.";
    TEMP_PASS_IDENTITY_READABLE, Mandatory, TEMP_PASS_IDENTITY, "temp-pass-identity",
        "AP-TempPass-Identity is the base64 of the user's identity as JSON.",
        "Encode one JSON object with one text, preferably a hash.";
    SSO_TOKEN_FRESH, Mandatory, SERVICE_TOKEN, "sso-token-unexpired",
        "A single sign-on token is sent while it is good.",
        "Read its exp before it is sent, and get a new one or leave the header out.";
    HEADERS_EXPECTED, Mandatory, OVERVIEW, "headers-expected",
        "Only headers that the operation's page lists are sent.",
        "Build headers per operation; those that name a code take no device headers.";
    PARAMETERS_EXPECTED, Mandatory, OVERVIEW, "parameters-expected",
        "Only parameters that the operation's page lists are sent, each once, in the documented media type.",
        "Compare body and query with the operation's page.";
    PATHS_EXPECTED, Mandatory, OVERVIEW, "paths-expected",
        "Paths and methods are those of the API pages.",
        "Compare path and method with the operation's page; no final slash, no empty id.";
    REQUEST_ACCEPTED, Mandatory, ERRORS, "request-accepted",
        "Requests that are refused with 400 are mended while the application is developed.",
        "Read code and details of the answer.";
    PAUSE_AFTER_429, Mandatory, THROTTLE, "pause-after-429",
        "After a 429 nothing is sent for a second at least.",
        "Pause all requests of the device, whichever was refused, and let the pause grow.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_says_all() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(
                !RULES.iter().skip(at + 1).any(|other| other.id == rule.id),
                "{rule:?}"
            );
            assert!(
                rule.text.ends_with('.') && rule.mend.ends_with('.'),
                "{rule:?}"
            );
            assert!(
                rule.page.starts_with("https://experienceleague.adobe.com/"),
                "{rule:?}"
            );
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(rule.id.chars().all(is_plain), "{rule:?}");
        }
    }
}
