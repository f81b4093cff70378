//! What a session may lack.

use crate::ffi::capi::arena::Arena;
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::SessionParameter;

/// What a session may lack.
pub type tvpass_session_parameter_kind = i32;

/// Something that this version does not know: see `name`.
pub const TVPASS_SESSION_PARAMETER_UNKNOWN: tvpass_session_parameter_kind = 0;
/// `mvpd`
pub const TVPASS_SESSION_PARAMETER_MVPD: tvpass_session_parameter_kind = 1;
/// `domainName`, or `domain`, as some answers call it.
pub const TVPASS_SESSION_PARAMETER_DOMAIN_NAME: tvpass_session_parameter_kind = 2;
/// `redirectUrl`
pub const TVPASS_SESSION_PARAMETER_REDIRECT_URL: tvpass_session_parameter_kind = 3;

/// Something that a session lacks. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_session_parameter {
    /// What it is: a `TVPASS_SESSION_PARAMETER_…`.
    pub kind: tvpass_session_parameter_kind,
    /// Its name, such as `domainName`.
    pub name: tvpass_str,
}

pub(in crate::ffi::capi) fn missing<'a>(
    arena: &'a Arena,
    all: &[SessionParameter],
) -> &'a [&'a tvpass_session_parameter] {
    let made = all.iter().map(|parameter| {
        arena.put(tvpass_session_parameter {
            kind: match parameter {
                SessionParameter::Mvpd => TVPASS_SESSION_PARAMETER_MVPD,
                SessionParameter::DomainName => TVPASS_SESSION_PARAMETER_DOMAIN_NAME,
                SessionParameter::RedirectUrl => TVPASS_SESSION_PARAMETER_REDIRECT_URL,
                SessionParameter::Unknown(_) => TVPASS_SESSION_PARAMETER_UNKNOWN,
            },
            name: arena.text(parameter.as_str()),
        })
    });
    arena.list(all.len(), made)
}
