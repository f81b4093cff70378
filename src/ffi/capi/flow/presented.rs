//! `tvpass_presented`: what a flow presents to the user, and how it ends.

use std::ptr;

use super::access::{tvpass_lock, tvpass_play, tvpass_temporary_access};
use super::screen::{tvpass_browser_screen, tvpass_code_screen};
use super::status::{tvpass_sign_in_status, tvpass_signed_in};
use super::words::tvpass_words;
use crate::ffi::capi::outcome::configuration::tvpass_mvpd;
use crate::ffi::capi::outcome::decision::tvpass_denial;
use crate::ffi::capi::outcome::logout::{tvpass_logout, tvpass_partner_settings};
use crate::ffi::capi::outcome::partner_request::tvpass_partner_authentication_request;
use crate::ffi::capi::outcome::session_parameter::tvpass_session_parameter;
use crate::ffi::capi::outcome::url_refusal::tvpass_url_refusal;
use crate::ffi::capi::text::tvpass_str;

/// What a flow presents to the user, and how it ends. Numbers up to 99 are presented with
/// `TVPASS_STEP_PRESENT`, those from 100 on are ends, with `TVPASS_STEP_DONE`.
pub type tvpass_presented_kind = i32;

/// Something that this version does not know.
pub const TVPASS_PRESENTED_UNKNOWN: tvpass_presented_kind = 0;
/// Let the user choose one of `providers`; then tell `TVPASS_TELL_PROVIDER_CHOSEN`.
/// `TVPASS_TELL_SEARCH` presents those whose name fits what was typed.
pub const TVPASS_PRESENTED_CHOOSE_PROVIDER: tvpass_presented_kind = 1;
/// Show `code_screen`, in place of an earlier one, until something else is presented. Polling goes
/// on by itself; the user may ask for `TVPASS_TELL_NEW_CODE`.
pub const TVPASS_PRESENTED_SHOW_CODE: tvpass_presented_kind = 2;
/// Open `browser`, and show nothing over it; then tell `TVPASS_TELL_REDIRECT_REACHED` or
/// `TVPASS_TELL_BROWSER_CLOSED`. Of a sign-out, a device without one may show the QR code, or go on
/// with `TVPASS_TELL_CONTINUE`.
pub const TVPASS_PRESENTED_OPEN_BROWSER: tvpass_presented_kind = 3;
/// Ask Apple's framework for permission and for the account, without interrupting the user; then
/// tell `TVPASS_TELL_PARTNER_STATUS` or `TVPASS_TELL_PARTNER_FAILED`.
pub const TVPASS_PRESENTED_PARTNER_QUERY_STATUS: tvpass_presented_kind = 4;
/// Let Apple's framework show its picker, with `partner`'s provider ids; then tell
/// `TVPASS_TELL_PARTNER_STATUS`, `TVPASS_TELL_PARTNER_UNSUPPORTED` or `TVPASS_TELL_PARTNER_FAILED`.
pub const TVPASS_PRESENTED_PARTNER_SHOW_PICKER: tvpass_presented_kind = 5;
/// Ask Apple's framework for a response to `partner`'s request; then tell
/// `TVPASS_TELL_PARTNER_RESPONSE` or `TVPASS_TELL_PARTNER_FAILED`.
pub const TVPASS_PRESENTED_PARTNER_REQUEST_RESPONSE: tvpass_presented_kind = 6;
/// The user does not let the app see the subscription: `partner`'s settings say where that can be
/// changed. The sign-in goes on without; nothing is to be told.
pub const TVPASS_PRESENTED_PARTNER_PERMISSION_MISSING: tvpass_presented_kind = 7;
/// Tell the user to sign out in the system's settings, too, as `partner`'s settings say; then tell
/// `TVPASS_TELL_CONTINUE`.
pub const TVPASS_PRESENTED_SIGN_OUT_IN_SETTINGS: tvpass_presented_kind = 8;
/// Tell the user, on a shared device, that the MVPD's own session may still be open; then tell
/// `TVPASS_TELL_CONTINUE`.
pub const TVPASS_PRESENTED_SESSION_MAY_BE_OPEN: tvpass_presented_kind = 9;
/// Who is signed in, as it is kept: `status`.
pub const TVPASS_PRESENTED_KEPT_STATUS: tvpass_presented_kind = 10;
/// Those of `locks` that are known by now.
pub const TVPASS_PRESENTED_LOCKS_SO_FAR: tvpass_presented_kind = 11;
/// How much is left of temporary access: `temporary_access`.
pub const TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING: tvpass_presented_kind = 12;
/// The end: the flow failed. The step's `status` and the error of `tvpass_call_take_outcome` say
/// why, `words` what the user may be told.
pub const TVPASS_PRESENTED_FAILED: tvpass_presented_kind = 100;
/// The end of a status: `status`.
pub const TVPASS_PRESENTED_STATUS: tvpass_presented_kind = 101;
/// The end of a sign-in: `signed_in`.
pub const TVPASS_PRESENTED_SIGNED_IN: tvpass_presented_kind = 102;
/// The end of a sign-in: `mvpd` is a TempPass, which needs none. Authorize with it.
pub const TVPASS_PRESENTED_TEMPORARY_ACCESS: tvpass_presented_kind = 103;
/// The end of a sign-in: the browser was closed, or came back, without a profile. Back to the
/// choice of an MVPD.
pub const TVPASS_PRESENTED_NOT_COMPLETED: tvpass_presented_kind = 104;
/// The end of a sign-in: the code ended before anybody signed in.
pub const TVPASS_PRESENTED_CODE_EXPIRED: tvpass_presented_kind = 105;
/// The end of a sign-in: another one, or a sign-out, has taken its place.
pub const TVPASS_PRESENTED_REPLACED: tvpass_presented_kind = 106;
/// The end of a sign-in: it cannot be done as it is set up; `obstacle` says why, for the developer.
pub const TVPASS_PRESENTED_NOT_POSSIBLE: tvpass_presented_kind = 107;
/// The end of a preauthorization: all `locks`, and `words` if the user should be told something
/// about all of them, above all to sign in.
pub const TVPASS_PRESENTED_LOCKS: tvpass_presented_kind = 108;
/// The end of an authorization: play, as `play` says.
pub const TVPASS_PRESENTED_PLAY: tvpass_presented_kind = 109;
/// The end of an authorization: offer to sign in, with `words`.
pub const TVPASS_PRESENTED_OFFER_SIGN_IN: tvpass_presented_kind = 110;
/// The end of an authorization: explain why not, with `words`; trying again changes nothing.
pub const TVPASS_PRESENTED_EXPLAIN: tvpass_presented_kind = 111;
/// The end of an authorization: offer to try again later, with `words`.
pub const TVPASS_PRESENTED_TRY_LATER: tvpass_presented_kind = 112;
/// The end of temporary access: stop the stream, and say `words`.
pub const TVPASS_PRESENTED_TEMPORARY_ACCESS_ENDED: tvpass_presented_kind = 113;
/// No answer told when temporary access ends: nothing is to be stopped.
pub const TVPASS_PRESENTED_TEMPORARY_ACCESS_HAS_NO_END: tvpass_presented_kind = 114;
/// The end of a sign-out; `logouts` are what the service said.
pub const TVPASS_PRESENTED_SIGNED_OUT: tvpass_presented_kind = 115;

/// Why a sign-in cannot be done as it is set up.
pub type tvpass_obstacle_kind = i32;

/// Something that this version does not know.
pub const TVPASS_OBSTACLE_UNKNOWN: tvpass_obstacle_kind = 0;
/// The session lacks `missing_parameters`, although all that is known was sent: one was refused, or
/// is not in the settings.
pub const TVPASS_OBSTACLE_MISSING_PARAMETERS: tvpass_obstacle_kind = 1;
/// The URL of the login page must not be opened: `url_refusal`.
pub const TVPASS_OBSTACLE_URL_REFUSED: tvpass_obstacle_kind = 2;
/// The service answered without a code.
pub const TVPASS_OBSTACLE_NO_CODE: tvpass_obstacle_kind = 3;
/// An action that this version does not know: `action_name`.
pub const TVPASS_OBSTACLE_UNKNOWN_ACTION: tvpass_obstacle_kind = 4;

/// Why a sign-in cannot be done as it is set up: for the developer. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_obstacle {
    /// A `TVPASS_OBSTACLE_…`.
    pub kind: tvpass_obstacle_kind,
    /// A `TVPASS_URL_REFUSAL_…`.
    pub url_refusal: tvpass_url_refusal,
    /// `actionName` as received. Empty with every other kind.
    pub action_name: tvpass_str,
    /// What the session lacks; NULL if nothing.
    pub missing_parameters: *const *const tvpass_session_parameter,
    /// How many there are.
    pub missing_parameter_count: usize,
}

/// What Apple's framework, or the user in the system's settings, is to do. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_partner_step {
    /// Of a picker: Apple's ids (`supportedAccountProviderIdentifiers`).
    pub provider_ids: *const tvpass_str,
    /// How many there are.
    pub provider_id_count: usize,
    /// Of a request for a response: what the framework is to be given; else NULL.
    pub request: *const tvpass_partner_authentication_request,
    /// The `channelIdentifier` to give with it. Empty without a request.
    pub channel_identifier: tvpass_str,
    /// Where the user changes it, for each operating system for which Adobe says where; NULL if
    /// there is nothing to change.
    pub settings: *const *const tvpass_partner_settings,
    /// How many there are.
    pub settings_count: usize,
}

/// What a flow presents to the user, or how it ended. `kind` says which of the others there are; a
/// pointer is NULL where there is nothing. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_presented {
    /// What it is: a `TVPASS_PRESENTED_…`.
    pub kind: tvpass_presented_kind,
    /// The MVPDs to choose from, the one of last time first.
    pub providers: *const *const tvpass_mvpd,
    /// How many there are.
    pub provider_count: usize,
    /// A code to show.
    pub code_screen: *const tvpass_code_screen,
    /// A page to open.
    pub browser: *const tvpass_browser_screen,
    /// Something for Apple's framework, or for the system's settings.
    pub partner: *const tvpass_partner_step,
    /// Who is signed in.
    pub status: *const tvpass_sign_in_status,
    /// Who has signed in.
    pub signed_in: *const tvpass_signed_in,
    /// The id of a TempPass. Empty if there is none.
    pub mvpd: tvpass_str,
    /// Why a sign-in cannot be done.
    pub obstacle: *const tvpass_obstacle,
    /// In the order in which they were asked for, each once.
    pub locks: *const *const tvpass_lock,
    /// How many there are.
    pub lock_count: usize,
    /// A permit.
    pub play: *const tvpass_play,
    /// How much is left of temporary access.
    pub temporary_access: *const tvpass_temporary_access,
    /// What the service said, for each MVPD that was signed out of.
    pub logouts: *const *const tvpass_logout,
    /// How many there are.
    pub logout_count: usize,
    /// What the user may be told.
    pub words: *const tvpass_words,
    /// Why the service does not permit something.
    pub denial: *const tvpass_denial,
}

impl tvpass_presented {
    /// With nothing but its kind.
    pub(super) const fn of(kind: tvpass_presented_kind) -> Self {
        Self {
            kind,
            providers: ptr::null(),
            provider_count: 0,
            code_screen: ptr::null(),
            browser: ptr::null(),
            partner: ptr::null(),
            status: ptr::null(),
            signed_in: ptr::null(),
            mvpd: tvpass_str::EMPTY,
            obstacle: ptr::null(),
            locks: ptr::null(),
            lock_count: 0,
            play: ptr::null(),
            temporary_access: ptr::null(),
            logouts: ptr::null(),
            logout_count: 0,
            words: ptr::null(),
            denial: ptr::null(),
        }
    }
}

impl tvpass_partner_step {
    pub(super) const EMPTY: Self = Self {
        provider_ids: ptr::null(),
        provider_id_count: 0,
        request: ptr::null(),
        channel_identifier: tvpass_str::EMPTY,
        settings: ptr::null(),
        settings_count: 0,
    };
}
