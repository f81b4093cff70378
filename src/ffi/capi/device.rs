//! `tvpass_device`: identifier and description as header values.

use std::ffi::c_char;

use super::boundary::{Failure, Poison, borrowed, free, get_with, handle, make};
use super::device_info::tvpass_device_info;
use super::error::tvpass_error;
use super::status::tvpass_status;
use super::text::{Span, Texts, text, tvpass_str};
use crate::device::{Device, DeviceIdentifier};
use crate::input::InvalidInput;

/// A device: its identifier and its description, as header values that are computed once.
pub struct tvpass_device {
    poison: Poison,
    pub(super) device: Device,
    identifier: Span,
    identifier_header: Span,
    info_json: Span,
    info_header: Span,
    texts: Texts,
}

handle!(tvpass_device, "device");

/// Both constructors.
///
/// # Safety
/// The caller's promise.
unsafe fn new(
    info: *const tvpass_device_info,
    (identifier, identifier_len): (*const c_char, usize),
    with: fn(&str) -> Result<DeviceIdentifier, InvalidInput>,
) -> Result<tvpass_device, Failure> {
    // SAFETY: the caller's promise.
    let (info, identifier) = unsafe {
        let info = borrowed(info)?;
        (info, text("identifier", identifier, identifier_len)?)
    };
    let device = Device::new(with(identifier)?, info.build()?);
    let mut texts = Texts::with_capacity(1024);
    Ok(tvpass_device {
        poison: Poison::default(),
        identifier: texts.push(device.identifier().as_str()),
        identifier_header: texts.push(device.identifier().header()),
        info_json: texts.push(device.info().json()),
        info_header: texts.push(device.info().header()),
        texts,
        device,
    })
}

/// A device that is identified by the SHA-256 (in lower-case hex) of what the operating system calls it: `identifierForVendor` on tvOS
/// and iOS, `ANDROID_ID` on Android and Fire OS, `GetChannelClientId` on Roku, a serial number on other devices.
///
/// If the identifier changes, the user's profiles are lost: choose one that survives reboots, upgrades and, if possible, re-installation.
///
/// @param info borrowed for the call.
/// @param identifier the operating system's identifier, hashed byte for byte; borrowed for the call.
/// @param identifier_len its length in bytes.
/// @param out receives the device; caller frees with `tvpass_device_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the message names every required key that is missing), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_new_from_os_identifier(
    info: *const tvpass_device_info,
    identifier: *const c_char,
    identifier_len: usize,
    out: *mut *mut tvpass_device,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            new(
                info,
                (identifier, identifier_len),
                DeviceIdentifier::from_os_identifier,
            )
        })
    }
}

/// A device that is identified by a text that the app already has and keeps, sent as it is (in base64).
///
/// If the identifier changes, the user's profiles are lost.
///
/// @param info borrowed for the call.
/// @param identifier the text, at most 1024 bytes; copied.
/// @param identifier_len its length in bytes.
/// @param out receives the device; caller frees with `tvpass_device_free`.
/// @param error optional (NULL for no details), receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the message names every required key that is missing), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_new_from_text(
    info: *const tvpass_device_info,
    identifier: *const c_char,
    identifier_len: usize,
    out: *mut *mut tvpass_device,
    error: *mut *mut tvpass_error,
) -> tvpass_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, error, || {
            new(
                info,
                (identifier, identifier_len),
                DeviceIdentifier::from_text,
            )
        })
    }
}

/// Frees a device. What was made with it is not affected.
///
/// @param device consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_free(device: *mut tvpass_device) {
    // SAFETY: the caller's promise.
    unsafe { free(device) };
}

/// One of the texts.
///
/// # Safety
/// The caller's promise.
unsafe fn get_text(device: *const tvpass_device, which: fn(&tvpass_device) -> Span) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe {
        get_with(device, tvpass_str::EMPTY, |device| {
            device.texts.get(which(device))
        })
    }
}

/// The identifier before base64: the hash, or the app's text.
///
/// @param device borrowed.
/// @return Borrowed from `device`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_identifier(device: *const tvpass_device) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get_text(device, |device| device.identifier) }
}

/// The value of `AP-Device-Identifier`.
///
/// @param device borrowed.
/// @return Borrowed from `device`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_identifier_header(
    device: *const tvpass_device,
) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get_text(device, |device| device.identifier_header) }
}

/// The description as a JSON object.
///
/// @param device borrowed.
/// @return Borrowed from `device`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_json(device: *const tvpass_device) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get_text(device, |device| device.info_json) }
}

/// The value of `X-Device-Info`.
///
/// @param device borrowed.
/// @return Borrowed from `device`, until that is freed. Empty for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_device_info_header(device: *const tvpass_device) -> tvpass_str {
    // SAFETY: the caller's promise.
    unsafe { get_text(device, |device| device.info_header) }
}
