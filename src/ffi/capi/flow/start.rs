//! The functions that begin a flow.

use std::mem::MaybeUninit;

use super::account::tvpass_account;
use super::face::{CFlow, flow};
use super::faces::{LocksFace, PlayFace, SignOutFace, StatusFace, TemporaryAccessFace};
use super::sign_in::SignInFace;
use crate::ffi::capi::boundary::{derive, given};
use crate::ffi::capi::call::tvpass_call;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::failure::Failure;
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::outcome::tvpass_outcome;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::temp_pass_identity::tvpass_temp_pass_identity;
use crate::ffi::capi::text::{Flag, Text};
use crate::flow::{Access, SignInOptions};
use crate::input::InvalidInput;
use crate::operation::TempPassIdentity;

/// Where the user sees the MVPD's login page.
pub type tvpass_sign_in_method = i32;

/// On a second screen, by a code and a QR code.
pub const TVPASS_SIGN_IN_METHOD_SECOND_SCREEN: tvpass_sign_in_method = 0;
/// In a browser, or a view with one, on this device.
pub const TVPASS_SIGN_IN_METHOD_BROWSER: tvpass_sign_in_method = 1;

/// How a sign-in is to go. Input; `TVPASS_SIGN_IN_OPTIONS_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_sign_in_options<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id of the MVPD that the user has chosen already, or confirmed; at most 256 bytes. Empty:
    /// the user chooses.
    pub mvpd: Text<'a>,
    /// A `TVPASS_SIGN_IN_METHOD_…`.
    pub method: tvpass_sign_in_method,
    /// Leaves the choice of the MVPD to the second screen, on the programmer's activation page.
    pub choose_on_second_screen: Flag,
    /// Tries single sign-on with Apple's framework first; whatever fails there leads to the usual
    /// sign-in.
    pub partner_first: Flag,
    /// Shows one code only: no new one replaces it before it ends.
    pub keep_code: Flag,
    /// How long codes are renewed, in milliseconds; 0: two hours. The code that is shown then is
    /// the last one.
    pub open_for_ms: u64,
    /// The pause between the end of a poll and the next one, in milliseconds: 3,000 or more; 0:
    /// 5,000. After five minutes, and after a 429, it is 10,000 or this, whichever is longer.
    pub poll_interval_ms: u64,
}

input!(tvpass_sign_in_options, poll_interval_ms: u64);

/// What locks are asked for. Input; `TVPASS_ACCOUNT_PREAUTHORIZE_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_account_preauthorize_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// One of several profiles, or a TempPass; at most 256 bytes. Empty: that of a status's
    /// `current`, unless it is temporary access.
    pub mvpd: Text<'a>,
    /// What is asked about: ids, or Media RSS (`tvpass_mrss_new`), each at most 64 KiB. Required.
    pub resources: *const Text<'a>,
    /// How many there are.
    pub resource_count: usize,
    /// Of a promotional TempPass, whose it is; with `mvpd`. NULL: none.
    pub temp_pass_identity: *const tvpass_temp_pass_identity<'a>,
}

input!(
    tvpass_account_preauthorize_input,
    temp_pass_identity: *const tvpass_temp_pass_identity<'static>
);

/// What is to be played. Input; `TVPASS_ACCOUNT_AUTHORIZE_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_account_authorize_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// One of several profiles, or a TempPass; at most 256 bytes. Empty: that of a status's
    /// `current`, unless it is temporary access; if there is none, the user has to sign in.
    pub mvpd: Text<'a>,
    /// What is to be played: an id, or Media RSS (`tvpass_mrss_new`), at most 64 KiB. Required.
    pub resource: Text<'a>,
    /// Of a promotional TempPass, whose it is; with `mvpd`. NULL: none.
    pub temp_pass_identity: *const tvpass_temp_pass_identity<'a>,
}

input!(
    tvpass_account_authorize_input,
    temp_pass_identity: *const tvpass_temp_pass_identity<'static>
);

/// A call that runs a flow of this account.
fn call(account: &tvpass_account, flow: CFlow) -> Box<tvpass_call> {
    Box::new(tvpass_call::of_flow(flow, account.poison.clone()))
}

/// Who is signed in: at once what is kept (`TVPASS_PRESENTED_KEPT_STATUS`), then what the service
/// says, by one request. It ends with `TVPASS_PRESENTED_STATUS`. Once for each start of the app is
/// Adobe's wish.
///
/// @param account borrowed for the call. The returned call may outlive it.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_account_status(
    account: Option<&tvpass_account>,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(account, out, error, |this| {
        Ok(call(this, flow(this.account.status(), StatusFace)))
    })
}

/// Signs the user in: on a second screen, with a browser, by Apple's framework. It takes the place
/// of a sign-in that is on its way, whose code is then polled no more.
///
/// @param account borrowed for the call. The returned call may outlive it.
/// @param options optional, borrowed for the call; NULL: on a second screen, and the user chooses.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (options that do not go together with
///   the settings, too), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_account_sign_in(
    account: Option<&tvpass_account>,
    options: *const tvpass_sign_in_options<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(account, out, error, |this| {
        // SAFETY: the caller's promise.
        let options = unsafe { input::optional("options", options) }?;
        let options = match options {
            Some(options) => options.options()?,
            None => SignInOptions::second_screen(),
        };
        let sign_in = this.account.sign_in(options)?;
        Ok(call(this, flow(sign_in, SignInFace::default())))
    })
}

/// The locks of these resources, for showing alone. Permits that are in memory are not asked for
/// again. What is known in between is `TVPASS_PRESENTED_LOCKS_SO_FAR`, the end
/// `TVPASS_PRESENTED_LOCKS`.
///
/// @param account borrowed for the call. The returned call may outlive it.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_account_preauthorize(
    account: Option<&tvpass_account>,
    input: *const tvpass_account_preauthorize_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(account, out, error, |this| {
        // SAFETY: the caller's promise.
        let (input, resources, identity) = unsafe {
            let input = input::read("input", input)?;
            let (resources, count) = (input.resources, input.resource_count);
            let resources = input::strs("resources", resources, count)?;
            let identity = input.temp_pass_identity;
            let identity = input::optional("temp_pass_identity", identity)?;
            (input, resources, identity)
        };
        let access = access(input.mvpd, identity.as_ref())?;
        let locks = this.account.preauthorize(&access, resources)?;
        Ok(call(this, flow(locks, LocksFace)))
    })
}

/// Asks for one playback, right before it, each time. It ends with `TVPASS_PRESENTED_PLAY`,
/// `TVPASS_PRESENTED_OFFER_SIGN_IN`, `TVPASS_PRESENTED_EXPLAIN` or `TVPASS_PRESENTED_TRY_LATER`.
/// With a TempPass this is all that there is to do, and what starts its clock.
///
/// @param account borrowed for the call. The returned call may outlive it.
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_account_authorize(
    account: Option<&tvpass_account>,
    input: *const tvpass_account_authorize_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(account, out, error, |this| {
        // SAFETY: the caller's promise.
        let (input, identity) = unsafe {
            let input = input::read("input", input)?;
            let identity = input.temp_pass_identity;
            (input, input::optional("temp_pass_identity", identity)?)
        };
        let resource = input.resource.str("resource")?;
        let access = access(input.mvpd, identity.as_ref())?;
        let permit = this.account.authorize(&access, resource)?;
        let face = PlayFace {
            resource: resource.to_owned(),
        };
        Ok(call(this, flow(permit, face)))
    })
}

/// Waits for the end of temporary access while a stream plays by it:
/// `TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING`, then `TVPASS_PRESENTED_TEMPORARY_ACCESS_ENDED`.
/// Adobe does not stop the stream: the app has to.
///
/// @param account borrowed for the call. The returned call may outlive it.
/// @param played borrowed for the call: the outcome of a `tvpass_account_authorize` that ended with
///   `TVPASS_PRESENTED_PLAY`, and whose `play` is temporary.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (it is the outcome of something else),
///   or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_account_temporary_access_end(
    account: Option<&tvpass_account>,
    played: Option<&tvpass_outcome>,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(account, out, error, |this| {
        let Some(played) = played else {
            return Err(Failure::null("played"));
        };
        let Some(temporary) = given(Some(played))?.temporary_access() else {
            let reason = "is no playback by a TempPass; nothing has to be stopped";
            return Err(InvalidInput::new("played", reason).into());
        };
        let end = this.account.temporary_access_end(&temporary);
        Ok(call(this, flow(end, TemporaryAccessFace)))
    })
}

/// Signs the user out: only if the user wants it, and never because of an error. It presents what
/// is left to do, and ends with `TVPASS_PRESENTED_SIGNED_OUT`. A TempPass is only forgotten.
///
/// @param account borrowed for the call. The returned call may outlive it.
/// @param mvpd the one of several to sign out of, at most 256 bytes; copied. Empty: all.
/// @param out receives the call, which runs the flow; caller frees with `tvpass_call_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (no redirect URL in the settings,
///   too), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_account_sign_out(
    account: Option<&tvpass_account>,
    mvpd: Text<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_call>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(account, out, error, |this| {
        let sign_out = match mvpd.optional("mvpd")? {
            Some(mvpd) => this.account.sign_out_of(mvpd)?,
            None => this.account.sign_out()?,
        };
        Ok(call(this, flow(sign_out, SignOutFace)))
    })
}

impl tvpass_sign_in_options<'_> {
    fn options(&self) -> Result<SignInOptions, Failure> {
        let mut options = match self.method {
            TVPASS_SIGN_IN_METHOD_SECOND_SCREEN => SignInOptions::second_screen(),
            TVPASS_SIGN_IN_METHOD_BROWSER => SignInOptions::browser(),
            _ => return Err(Failure::out_of_range("method")),
        };
        if let Some(mvpd) = self.mvpd.optional("mvpd")? {
            options = options.mvpd(mvpd)?;
        }
        if self.choose_on_second_screen.is_set() {
            options = options.choose_on_second_screen();
        }
        if self.partner_first.is_set() {
            options = options.partner_first();
        }
        if self.open_for_ms != 0 {
            options = options.open_for_ms(self.open_for_ms);
        }
        if self.poll_interval_ms != 0 {
            options = options.poll_interval_ms(self.poll_interval_ms)?;
        }
        Ok(options.renew_codes(!self.keep_code.is_set()))
    }
}

/// By which MVPD, and whose.
fn access(
    mvpd: Text<'_>,
    identity: Option<&tvpass_temp_pass_identity<'_>>,
) -> Result<Access, Failure> {
    let identity: Option<TempPassIdentity> =
        identity.map(|identity| identity.identity()).transpose()?;
    match (mvpd.optional("mvpd")?, identity) {
        (Some(mvpd), Some(identity)) => Ok(Access::temp_pass(mvpd, &identity)?),
        (Some(mvpd), None) => Ok(Access::mvpd(mvpd)?),
        (None, None) => Ok(Access::current()),
        (None, Some(_)) => {
            let reason = "is missing, and there is an identity for a TempPass";
            Err(InvalidInput::new("mvpd", reason).into())
        }
    }
}
