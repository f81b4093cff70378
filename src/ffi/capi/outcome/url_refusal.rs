//! Why a URL of an answer must not be opened.

use crate::uri::UrlRefusal;

/// Why a URL of an answer must not be opened.
pub type tvpass_url_refusal = i32;

/// It was not refused, or for a reason that this version does not know.
pub const TVPASS_URL_REFUSAL_UNKNOWN: tvpass_url_refusal = 0;
/// There is no URL.
pub const TVPASS_URL_REFUSAL_MISSING: tvpass_url_refusal = 1;
/// Not a URL, or one that browsers read differently from the standard.
pub const TVPASS_URL_REFUSAL_MALFORMED: tvpass_url_refusal = 2;
/// A scheme other than `https`; `http` is good on this machine alone, for a service on it.
pub const TVPASS_URL_REFUSAL_SCHEME: tvpass_url_refusal = 3;
/// User information before the host.
pub const TVPASS_URL_REFUSAL_USER_INFORMATION: tvpass_url_refusal = 4;
/// A reference that leads to another host than the service's.
pub const TVPASS_URL_REFUSAL_OTHER_HOST: tvpass_url_refusal = 5;
/// No usable host or port.
pub const TVPASS_URL_REFUSAL_HOST: tvpass_url_refusal = 6;

pub(in crate::ffi::capi) fn refusal(reason: UrlRefusal) -> tvpass_url_refusal {
    match reason {
        UrlRefusal::Missing => TVPASS_URL_REFUSAL_MISSING,
        UrlRefusal::Malformed => TVPASS_URL_REFUSAL_MALFORMED,
        UrlRefusal::Scheme => TVPASS_URL_REFUSAL_SCHEME,
        UrlRefusal::UserInformation => TVPASS_URL_REFUSAL_USER_INFORMATION,
        UrlRefusal::OtherHost => TVPASS_URL_REFUSAL_OTHER_HOST,
        UrlRefusal::Host => TVPASS_URL_REFUSAL_HOST,
    }
}
