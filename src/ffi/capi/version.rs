//! What the library says about itself.

use super::boundary::plain;
use super::status::{name_with_nul, tvpass_status};
use super::text::tvpass_str;

/// The version of the library that is linked, such as `0.1.0`. Compare with `TVPASS_VERSION_MAJOR`
/// and its like, which are the header's.
///
/// @return Lives as long as the library.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_version() -> tvpass_str {
    plain(tvpass_str::EMPTY, || {
        tvpass_str::fixed_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0"))
    })
}

/// A status as a word, such as `invalid_input`.
///
/// @param status any number.
/// @return Lives as long as the library. Empty for a number that this version does not know.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_status_name(status: tvpass_status) -> tvpass_str {
    plain(tvpass_str::EMPTY, || {
        tvpass_str::fixed_or_empty(name_with_nul(status))
    })
}
