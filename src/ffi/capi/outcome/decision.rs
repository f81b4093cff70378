//! What decisions have in common: who decided, and why not.

use std::ptr;

use crate::error::{Denial, ErrorAction};
use crate::ffi::capi::arena::Arena;
use crate::ffi::capi::error::{action, tvpass_error_action};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::DecisionSource;

/// Who decided.
pub type tvpass_decision_source = i32;

/// The answer does not say, or something that this version does not know: see `source_text`.
pub const TVPASS_DECISION_SOURCE_UNKNOWN: tvpass_decision_source = 0;
/// `mvpd`: the provider, or Adobe from what the provider said before.
pub const TVPASS_DECISION_SOURCE_MVPD: tvpass_decision_source = 1;
/// `degradation`: a rule that the programmer switched on while the provider was out of order.
pub const TVPASS_DECISION_SOURCE_DEGRADATION: tvpass_decision_source = 2;
/// `temppass`: a TempPass.
pub const TVPASS_DECISION_SOURCE_TEMP_PASS: tvpass_decision_source = 3;
/// `dummy`: not explained by Adobe's pages.
pub const TVPASS_DECISION_SOURCE_DUMMY: tvpass_decision_source = 4;

/// Why one resource was denied, in an answer that is a success as a whole (Adobe: *Enhanced Error
/// Codes*). Its texts are cleaned as those of errors are. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_denial {
    /// What helps: a `TVPASS_ERROR_ACTION_…`, the one that Adobe documents for the code.
    pub action: tvpass_error_action,
    /// The HTTP status that the answer would have if it were about this resource alone; 0 if it
    /// does not say.
    pub http_status: i32,
    /// The same action as Adobe says it.
    pub action_text: tvpass_str,
    /// The action in the answer, which may be another. Empty if there is none.
    pub received_action: tvpass_str,
    /// Adobe's own code, such as `authorization_denied_by_mvpd`. Empty if there is none.
    pub adobe_code: tvpass_str,
    /// What may be shown to the user, in English. Empty if there is nothing.
    pub adobe_message: tvpass_str,
    /// The provider's or the programmer's own words, which may be shown to the user. Empty if there
    /// are none.
    pub details: tvpass_str,
    /// Adobe's page about the error. Empty if there is none.
    pub help_url: tvpass_str,
    /// Adobe's identifier of this answer, for support tickets. Empty if there is none.
    pub trace: tvpass_str,
}

pub(in crate::ffi::capi) fn source(source: Option<&DecisionSource>) -> tvpass_decision_source {
    match source {
        Some(DecisionSource::Mvpd) => TVPASS_DECISION_SOURCE_MVPD,
        Some(DecisionSource::Degradation) => TVPASS_DECISION_SOURCE_DEGRADATION,
        Some(DecisionSource::TempPass) => TVPASS_DECISION_SOURCE_TEMP_PASS,
        Some(DecisionSource::Dummy) => TVPASS_DECISION_SOURCE_DUMMY,
        Some(DecisionSource::Unknown(_)) | None => TVPASS_DECISION_SOURCE_UNKNOWN,
    }
}

/// A denial; NULL if there is none.
pub(in crate::ffi::capi) fn denial(arena: &Arena, denial: Option<&Denial>) -> *const tvpass_denial {
    let Some(denial) = denial else {
        return ptr::null();
    };
    let received = denial.received_action.as_ref();
    arena.put(tvpass_denial {
        action: action(&denial.action),
        http_status: denial.status.map_or(0, i32::from),
        action_text: arena.text(denial.action.as_str()),
        received_action: arena.optional(received.map(ErrorAction::as_str)),
        adobe_code: arena.text(&denial.code),
        adobe_message: arena.optional(denial.message.as_deref()),
        details: arena.optional(denial.details.as_deref()),
        help_url: arena.optional(denial.help_url.as_deref()),
        trace: arena.optional(denial.trace.as_deref()),
    })
}

/// How much memory a decision's texts take beside its resource, about.
pub(in crate::ffi::capi) fn size(denial: Option<&Denial>) -> usize {
    match denial {
        Some(_) => size_of::<tvpass_denial>() + 512,
        None => 64,
    }
}
