//! Status codes: 0, the library's own error numbers, and what only C can get wrong.

use crate::error::ErrorCode;

/// What a function returns: `TVPASS_STATUS_OK` or a reason. A number, once given, is never reused;
/// expect new ones.
pub type tvpass_status = i32;

/// Done.
pub const TVPASS_STATUS_OK: tvpass_status = 0;
/// An input was refused before anything was sent.
pub const TVPASS_STATUS_INVALID_INPUT: tvpass_status = 1001;
/// The host name was not resolved.
pub const TVPASS_STATUS_TRANSPORT_DNS: tvpass_status = 2001;
/// No connection was made.
pub const TVPASS_STATUS_TRANSPORT_CONNECT: tvpass_status = 2002;
/// TLS failed.
pub const TVPASS_STATUS_TRANSPORT_TLS: tvpass_status = 2003;
/// A time limit ran out.
pub const TVPASS_STATUS_TRANSPORT_TIMEOUT: tvpass_status = 2004;
/// The connection was lost.
pub const TVPASS_STATUS_TRANSPORT_CONNECTION_LOST: tvpass_status = 2005;
/// The answer exceeds the size limit.
pub const TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE: tvpass_status = 2006;
/// The driver refused to send the request.
pub const TVPASS_STATUS_TRANSPORT_REFUSED: tvpass_status = 2007;
/// The answer is not HTTP.
pub const TVPASS_STATUS_TRANSPORT_PROTOCOL: tvpass_status = 2008;
/// Another failure below HTTP.
pub const TVPASS_STATUS_TRANSPORT_OTHER: tvpass_status = 2009;
/// A failure status without an error that Adobe documents.
pub const TVPASS_STATUS_HTTP_STATUS: tvpass_status = 3001;
/// Status 429.
pub const TVPASS_STATUS_THROTTLED: tvpass_status = 3002;
/// An enhanced error.
pub const TVPASS_STATUS_ENHANCED_ERROR: tvpass_status = 3003;
/// An error of the registration or token endpoint.
pub const TVPASS_STATUS_DCR_ERROR: tvpass_status = 3004;
/// A successful status with an unreadable body.
pub const TVPASS_STATUS_MALFORMED_ANSWER: tvpass_status = 3005;
/// The service no longer accepts the app's registration. The user's profiles are gone.
pub const TVPASS_STATUS_REGISTRATION_LOST: tvpass_status = 3006;
/// A call did not finish within its deadline.
pub const TVPASS_STATUS_DEADLINE_EXCEEDED: tvpass_status = 4001;
/// A call was cancelled.
pub const TVPASS_STATUS_CANCELLED: tvpass_status = 4002;
/// A call was driven in the wrong order: a mistake in the driver.
pub const TVPASS_STATUS_OUT_OF_ORDER: tvpass_status = 4003;
/// Stored state is not readable.
pub const TVPASS_STATUS_STATE_CORRUPT: tvpass_status = 4004;
/// Stored state was written by a newer version of this library.
pub const TVPASS_STATUS_STATE_TOO_NEW: tvpass_status = 4005;
/// Stored state belongs to another software statement or environment.
pub const TVPASS_STATUS_STATE_OF_ANOTHER_APP: tvpass_status = 4006;
/// The app's own token source gave no usable token.
pub const TVPASS_STATUS_TOKEN_SOURCE_FAILED: tvpass_status = 4008;
/// Another process or another client has the stored state open.
pub const TVPASS_STATUS_STORAGE_IN_USE: tvpass_status = 4009;
/// There may be stored state, but it cannot be read.
pub const TVPASS_STATUS_STORAGE_UNREADABLE: tvpass_status = 4010;
/// State cannot be stored. What was stored before is as it was.
pub const TVPASS_STATUS_STORAGE_UNWRITABLE: tvpass_status = 4011;
/// A pointer that must not be NULL is.
pub const TVPASS_STATUS_NULL_ARGUMENT: tvpass_status = 9001;
/// A text is not UTF-8.
pub const TVPASS_STATUS_INVALID_UTF8: tvpass_status = 9002;
/// A bug in this library: it stopped halfway. The handle is poisoned: free it. Please report it.
pub const TVPASS_STATUS_PANIC: tvpass_status = 9003;
/// A handle is poisoned by an earlier `TVPASS_STATUS_PANIC`: free it.
pub const TVPASS_STATUS_POISONED: tvpass_status = 9004;
/// A number, a length or the `size` of a structure is outside of what is accepted.
pub const TVPASS_STATUS_OUT_OF_RANGE: tvpass_status = 9005;
/// A structure has something set behind what this library knows of it: the program was compiled
/// with a newer header, and uses something that this library does not have.
pub const TVPASS_STATUS_UNKNOWN_INPUT: tvpass_status = 9006;
/// There is no media token to take: it was taken already, or the decision is no permit.
pub const TVPASS_STATUS_NO_MEDIA_TOKEN: tvpass_status = 9007;

/// The major version of this header.
pub const TVPASS_VERSION_MAJOR: u32 = 0;
/// The minor version of this header.
pub const TVPASS_VERSION_MINOR: u32 = 1;
/// The patch version of this header.
pub const TVPASS_VERSION_PATCH: u32 = 0;

/// The names of the statuses that only C knows, with a NUL.
const C_ONLY: [(tvpass_status, &str); 8] = [
    (TVPASS_STATUS_OK, "ok\0"),
    (TVPASS_STATUS_NULL_ARGUMENT, "null_argument\0"),
    (TVPASS_STATUS_INVALID_UTF8, "invalid_utf8\0"),
    (TVPASS_STATUS_PANIC, "panic\0"),
    (TVPASS_STATUS_POISONED, "poisoned\0"),
    (TVPASS_STATUS_OUT_OF_RANGE, "out_of_range\0"),
    (TVPASS_STATUS_UNKNOWN_INPUT, "unknown_input\0"),
    (TVPASS_STATUS_NO_MEDIA_TOKEN, "no_media_token\0"),
];

/// A status as a word, with a NUL; `None` for a number that this version does not know.
pub(super) fn name_with_nul(status: tvpass_status) -> Option<&'static str> {
    let library = ErrorCode::ALL
        .iter()
        .map(|code| (code.number(), code.name_with_nul()));
    C_ONLY
        .into_iter()
        .chain(library)
        .find(|(number, _)| *number == status)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_has_every_error_code_and_the_right_version() {
        let listed = [
            (TVPASS_STATUS_INVALID_INPUT, ErrorCode::InvalidInput),
            (TVPASS_STATUS_TRANSPORT_DNS, ErrorCode::TransportDns),
            (TVPASS_STATUS_TRANSPORT_CONNECT, ErrorCode::TransportConnect),
            (TVPASS_STATUS_TRANSPORT_TLS, ErrorCode::TransportTls),
            (TVPASS_STATUS_TRANSPORT_TIMEOUT, ErrorCode::TransportTimeout),
            (
                TVPASS_STATUS_TRANSPORT_CONNECTION_LOST,
                ErrorCode::TransportConnectionLost,
            ),
            (
                TVPASS_STATUS_TRANSPORT_RESPONSE_TOO_LARGE,
                ErrorCode::TransportResponseTooLarge,
            ),
            (TVPASS_STATUS_TRANSPORT_REFUSED, ErrorCode::TransportRefused),
            (
                TVPASS_STATUS_TRANSPORT_PROTOCOL,
                ErrorCode::TransportProtocol,
            ),
            (TVPASS_STATUS_TRANSPORT_OTHER, ErrorCode::TransportOther),
            (TVPASS_STATUS_HTTP_STATUS, ErrorCode::HttpStatus),
            (TVPASS_STATUS_THROTTLED, ErrorCode::Throttled),
            (TVPASS_STATUS_ENHANCED_ERROR, ErrorCode::EnhancedError),
            (TVPASS_STATUS_DCR_ERROR, ErrorCode::DcrError),
            (TVPASS_STATUS_MALFORMED_ANSWER, ErrorCode::MalformedAnswer),
            (TVPASS_STATUS_REGISTRATION_LOST, ErrorCode::RegistrationLost),
            (TVPASS_STATUS_DEADLINE_EXCEEDED, ErrorCode::DeadlineExceeded),
            (TVPASS_STATUS_CANCELLED, ErrorCode::Cancelled),
            (TVPASS_STATUS_OUT_OF_ORDER, ErrorCode::OutOfOrder),
            (TVPASS_STATUS_STATE_CORRUPT, ErrorCode::StateCorrupt),
            (TVPASS_STATUS_STATE_TOO_NEW, ErrorCode::StateTooNew),
            (
                TVPASS_STATUS_STATE_OF_ANOTHER_APP,
                ErrorCode::StateOfAnotherApp,
            ),
            (
                TVPASS_STATUS_TOKEN_SOURCE_FAILED,
                ErrorCode::TokenSourceFailed,
            ),
            (TVPASS_STATUS_STORAGE_IN_USE, ErrorCode::StorageInUse),
            (
                TVPASS_STATUS_STORAGE_UNREADABLE,
                ErrorCode::StorageUnreadable,
            ),
            (
                TVPASS_STATUS_STORAGE_UNWRITABLE,
                ErrorCode::StorageUnwritable,
            ),
        ];
        assert_eq!(listed.map(|(_, code)| code), ErrorCode::ALL);
        for (status, code) in listed {
            assert_eq!(status, code.number());
        }
        let version = [
            TVPASS_VERSION_MAJOR,
            TVPASS_VERSION_MINOR,
            TVPASS_VERSION_PATCH,
        ];
        let version = version.map(|part| part.to_string()).join(".");
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
    }
}
