//! Where a user signs out of a TV provider at the system level.

use super::boundary::plain;
use super::text::tvpass_str;
use crate::outcome::PARTNER_SETTINGS;

/// A text of the table, with a NUL: the table has none.
fn with_nul(text: &str) -> tvpass_str {
    let fixed = match text {
        "tvOS" => c"tvOS",
        "iOS" => c"iOS",
        "Settings" => c"Settings",
        "Accounts" => c"Accounts",
        "TV Provider" => c"TV Provider",
        _ => c"",
    };
    tvpass_str::fixed(fixed)
}

/// How many operating systems there are for which Adobe says where a user signs out of a TV provider at the system level.
///
/// @return The number of entries for `tvpass_partner_settings_os_name`.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_partner_settings_count() -> usize {
    plain(0, || PARTNER_SETTINGS.len())
}

/// The operating system, as in X-Device-Info: `tvOS` or `iOS`.
///
/// @param system from 0.
/// @return Lives as long as the library. Empty beyond the last.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_partner_settings_os_name(system: usize) -> tvpass_str {
    plain(tvpass_str::EMPTY, || {
        let settings = PARTNER_SETTINGS.get(system);
        settings.map_or(tvpass_str::EMPTY, |settings| with_nul(settings.os_name))
    })
}

/// How many steps the way through an operating system's settings has.
///
/// @param system from 0.
/// @return 0 beyond the last.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_partner_settings_step_count(system: usize) -> usize {
    plain(0, || {
        let settings = PARTNER_SETTINGS.get(system);
        settings.map_or(0, |settings| settings.path.len())
    })
}

/// A step of the way through an operating system's settings, in English; show it in the user's language.
///
/// @param system from 0.
/// @param step from 0.
/// @return Lives as long as the library. Empty beyond the last.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_partner_settings_step(system: usize, step: usize) -> tvpass_str {
    plain(tvpass_str::EMPTY, || {
        let settings = PARTNER_SETTINGS.get(system);
        let text = settings.and_then(|settings| settings.path.get(step));
        text.map_or(tvpass_str::EMPTY, |text| with_nul(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_table_is_there() {
        for settings in PARTNER_SETTINGS {
            for text in settings.path.iter().chain([&settings.os_name]) {
                assert_eq!(with_nul(text).len, text.len(), "{text}");
            }
        }
    }
}
