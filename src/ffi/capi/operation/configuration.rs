//! `tvpass_configuration_input`: the MVPDs to choose from.

use std::mem::MaybeUninit;

use super::tvpass_operation;
use crate::ffi::capi::boundary::make;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::operation::RetrieveConfiguration;

/// Whose configuration. Input; `TVPASS_CONFIGURATION_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_configuration_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// Optional headers. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_configuration_input, extras: *const tvpass_extras<'static>);

/// Retrieve configuration for specific service provider: the MVPDs to choose from. `GET
/// {base}/api/v2/{serviceProvider}/configuration`. Its outcome: `tvpass_outcome_configuration`.
///
/// Only when the user has to choose: not while signed in, not for TempPass. Keep the answer in
/// memory, for some minutes.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the operation; caller frees with `tvpass_operation_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_configuration_new(
    input: *const tvpass_configuration_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_operation>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, extras) = unsafe {
            let input = input::read("input", input)?;
            (input, extras(input.extras)?)
        };
        let service_provider = input.service_provider.str("service_provider")?;
        let operation = RetrieveConfiguration::new(service_provider)?;
        Ok(tvpass_operation::new(operation.with_extras(extras)?))
    })
}
