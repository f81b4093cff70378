//! What is no enhanced error: codes of registration, this library's own codes, HTTP statuses.

use tvpass::ErrorCode;

use super::Explanation;

/// Adobe: *Dynamic Client Registration API*; RFC 6749 §5.2 and RFC 7591 §3.2.2.
const REGISTRATION: &[(&str, &[u16], &str, &str)] = &[
    (
        "invalid_request",
        &[400],
        "The registration or token request lacks something or repeats it.",
        "Look at the request with `tvpass headers registration` or `tvpass headers token`.",
    ),
    (
        "invalid_redirect_uri",
        &[400],
        "The redirect URI is not one of the software statement's.",
        "Compare it with the application in Adobe's TVE Dashboard.",
    ),
    (
        "invalid_software_statement",
        &[400],
        "The software statement is no signed statement, or was changed.",
        "Download it again from Adobe's TVE Dashboard, and keep it as it is: one line.",
    ),
    (
        "unapproved_software_statement",
        &[400],
        "The software statement is of an application that is not registered (any more).",
        "Look at the application in Adobe's TVE Dashboard; a statement is good for one environment.",
    ),
    (
        "invalid_client",
        &[400, 401, 403],
        "The client credentials are unknown: the registration is lost, and the user's profiles with it.",
        "Register again (`tvpass register --again`), then sign in again.",
    ),
    (
        "unauthorized_client",
        &[400, 403],
        "The application may not get tokens in this way.",
        "Ask Adobe to give the application the scope of REST API V2.",
    ),
    (
        "unsupported_grant_type",
        &[400],
        "The token request is not of the kind that the service takes.",
        "Compare the request with `tvpass headers token`.",
    ),
];

pub(super) fn registration_names() -> impl Iterator<Item = &'static str> {
    REGISTRATION.iter().map(|(name, ..)| *name)
}

pub(super) fn of_registration(code: &str) -> Option<Explanation> {
    let (name, statuses, means, helps) = REGISTRATION.iter().find(|(name, ..)| *name == code)?;
    Some(Explanation {
        code: (*name).to_owned(),
        number: None,
        origin: "Adobe, registration and token (DCR)",
        action: None,
        http_statuses: statuses.to_vec(),
        means,
        helps,
    })
}

/// The statuses that come without a code, or whatever the code is.
pub(super) fn of_http_status(code: &str) -> Option<Explanation> {
    let (means, helps) = match code {
        "400" => (
            "The service did not understand the request; its enhanced error says why.",
            "Explain that code. Adobe also answers this to headers that it does not expect.",
        ),
        "401" => (
            "The access token is not accepted.",
            "A client of this library gets a new token by itself, once. If it stays so: is the application registered for this service provider and for REST API V2?",
        ),
        "403" => (
            "Refused; the enhanced error says why. Its code decides, not the status: codes that may be tried again come with 403, too.",
            "Explain that code.",
        ),
        "405" => (
            "The method is not the one of this path.",
            "Compare the request with `tvpass headers OPERATION`.",
        ),
        "429" => (
            "Too many requests from this address: Adobe takes one a second, after a burst of ten, for all devices of a home together.",
            "Wait. A client of this library does so by itself; look for what else sends requests from this network.",
        ),
        "500" | "502" | "503" | "504" => (
            "The service, or a gateway before it, failed.",
            "Try again later, with growing pauses; a client of this library tries three times.",
        ),
        _ => return None,
    };
    Some(Explanation {
        code: format!("HTTP {code}"),
        number: None,
        origin: "HTTP",
        action: None,
        http_statuses: code.parse().into_iter().collect(),
        means,
        helps,
    })
}

pub(super) fn of_library(code: ErrorCode) -> (&'static str, &'static str) {
    use ErrorCode as Code;
    const NETWORK: &str = "Check the network, then try again; `tvpass doctor` looks at it.";
    match code {
        Code::InvalidInput => (
            "An input was refused before anything was sent.",
            "Correct the input that is named.",
        ),
        Code::TransportDns => ("The host's name was not found.", NETWORK),
        Code::TransportConnect => ("No connection was made.", NETWORK),
        Code::TransportTls => (
            "TLS failed: certificate, protocol version.",
            "Check the device's clock, its root certificates and any proxy in between (`--root-certificates`).",
        ),
        Code::TransportTimeout => ("A time limit ran out.", NETWORK),
        Code::TransportConnectionLost => ("The connection was lost.", NETWORK),
        Code::TransportResponseTooLarge => (
            "The answer is larger than what is read.",
            "A captive portal or a proxy may have answered; `tvpass doctor` looks at it.",
        ),
        Code::TransportRefused => (
            "The driver did not send the request: not https, or not to its own base.",
            "Correct the base.",
        ),
        Code::TransportProtocol => (
            "What came back is not HTTP.",
            "A proxy may be in between; `tvpass doctor` looks at it.",
        ),
        Code::TransportOther => ("Another failure below HTTP.", NETWORK),
        Code::HttpStatus => (
            "The answer is a failure without an error that Adobe documents.",
            "A proxy or a gateway may have answered; look at the beginning of its body.",
        ),
        Code::Throttled => (
            "HTTP 429, for longer than the call was to take.",
            "Wait, or give it more time (`--timeout`).",
        ),
        Code::EnhancedError => (
            "The service refused, and says why.",
            "Explain Adobe's code, which stands beside it.",
        ),
        Code::DcrError => (
            "The registration or the token was refused.",
            "Explain Adobe's code, which stands beside it.",
        ),
        Code::MalformedAnswer => (
            "A success whose body is not what Adobe documents.",
            "A captive portal or a proxy may have answered; look at the beginning of its body.",
        ),
        Code::RegistrationLost => (
            "The service no longer knows this registration. The user's profiles are gone with it.",
            "`tvpass register --again`, then sign in again.",
        ),
        Code::DeadlineExceeded => (
            "The call did not end in its time.",
            "Check the network, or give it more time (`--timeout`).",
        ),
        Code::Cancelled => ("The call was cancelled.", "Nothing."),
        Code::OutOfOrder => (
            "A driver called something at the wrong time.",
            "Correct the driver: poll the call, then answer the step that it gives.",
        ),
        Code::StateCorrupt => (
            "The stored state was changed or cut off.",
            "Keep the file and find out what else wrote there; put a copy back if there is one. Without one, move it away and register again.",
        ),
        Code::StateTooNew => (
            "The stored state was written by a newer version.",
            "Use that version, or a newer one.",
        ),
        Code::StateOfAnotherApp => (
            "The stored state belongs to another software statement or environment.",
            "Correct the environment or the statement, or name another file (`--state`).",
        ),
        Code::TokenSourceFailed => (
            "The app's own source of tokens gave none.",
            "Look at where the app gets its tokens from.",
        ),
        Code::StorageInUse => (
            "Another process has the state open.",
            "End it, or name another file (`--state`).",
        ),
        Code::StorageUnreadable => (
            "There may be stored state, but it cannot be read.",
            "Make the place readable, and keep what is there.",
        ),
        Code::StorageUnwritable => (
            "The state cannot be stored.",
            "Make the place writable, or free some space.",
        ),
        _ => (
            "This program is older than the library that it was built with.",
            "See the library's documentation.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_of_the_library_is_left_to_the_documentation() {
        for code in ErrorCode::ALL {
            assert!(!of_library(*code).0.contains("older"), "{code:?}");
        }
    }
}
