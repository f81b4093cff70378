//! Whether a user agent has reached the redirect URL.

use super::boundary::plain;
use super::text::Text;
use crate::uri::RedirectUrl;

/// Whether a user agent that navigates to `navigation` has reached the redirect URL, so that the
/// provider's logout is complete. Ask for every navigation, before the page loads.
///
/// http and https, letter case of scheme and host, default ports, one trailing slash, the notation
/// of an IPv6 address and further query parameters do not matter; host, port, path and the query
/// parameters of the redirect URL do. If the redirect URL has a fragment, only the same one reaches
/// it; if it has none, any does.
///
/// @param redirect_url the one that the operation was made with; borrowed for the call.
/// @param navigation where the user agent is going; borrowed for the call.
/// @return `false` also for what is not an absolute URL in UTF-8.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_redirect_url_is_reached_by(
    redirect_url: Text<'_>,
    navigation: Text<'_>,
) -> bool {
    plain(false, || {
        let texts = (
            redirect_url.str("redirect_url"),
            navigation.str("navigation"),
        );
        let (Ok(redirect_url), Ok(navigation)) = texts else {
            return false;
        };
        RedirectUrl::new(redirect_url).is_ok_and(|url| url.is_reached_by(navigation))
    })
}
