//! `tvpass_authorize_input`: may the user watch this now.

use std::mem::MaybeUninit;

use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::Authorize;

/// Who wants to watch what. Input; `TVPASS_AUTHORIZE_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_authorize_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// The provider's id, such as `Cablevision`; at most 256 bytes. Required.
    pub mvpd: Text<'a>,
    /// What is asked about: ids, or Media RSS (`tvpass_mrss_new`), each at most 64 KiB and each
    /// once. Required.
    pub resources: *const Text<'a>,
    /// How many there are.
    pub resource_count: usize,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_authorize_input, extras: *const tvpass_extras<'static>);

/// Retrieve authorization decisions using specific MVPD: may the user watch this now? `POST
/// {base}/api/v2/{serviceProvider}/decisions/authorize/{mvpd}`. Its outcome:
/// `tvpass_outcome_authorization_decisions`, and `tvpass_outcome_take_media_token`.
///
/// Right before each playback, whatever was asked before. MVPDs usually take 1 resource at once.
/// With a TempPass, this starts its clock; with a TempPass identity it is sent once.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_authorize_new(
    input: *const tvpass_authorize_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, resources, extras) = unsafe {
            let input = input::read("input", input)?;
            let (resources, count) = (input.resources, input.resource_count);
            let resources = input::strs("resources", resources, count)?;
            (input, resources, extras(input.extras)?)
        };
        let operation = Authorize::new(
            input.service_provider.str("service_provider")?,
            input.mvpd.str("mvpd")?,
            resources,
        )?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
