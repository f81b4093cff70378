//! `tvpass_code_screen` and `tvpass_browser_screen`: where a user signs in or out.

use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::outcome::session_parameter::{missing, tvpass_session_parameter};
use crate::ffi::capi::text::tvpass_str;
use crate::flow::{BrowserScreen, CodeScreen, SignInLink};
use crate::uri::{OpenableUrl, RedirectUrl};

/// What the QR code of a sign-in leads to.
pub type tvpass_sign_in_link = i32;

/// There is no link, or something that this version does not know.
pub const TVPASS_SIGN_IN_LINK_UNKNOWN: tvpass_sign_in_link = 0;
/// The MVPD's login page, by way of Adobe: it needs no page of the programmer's.
pub const TVPASS_SIGN_IN_LINK_AUTHENTICATE: tvpass_sign_in_link = 1;
/// The programmer's page, with the code typed in already.
pub const TVPASS_SIGN_IN_LINK_ACTIVATION_PAGE: tvpass_sign_in_link = 2;

/// A code on the screen of a TV. Whoever has the code, the link or the QR code can sign this device
/// in: log none of them. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_code_screen {
    /// The code. Show it large and monospaced, exactly as it is.
    pub code: tvpass_str,
    /// The code in groups of three or four characters, to be drawn with a gap between them. The gap
    /// is no part of the code.
    pub groups: *const tvpass_str,
    /// How many there are.
    pub group_count: usize,
    /// The code for a screen reader: one character at a time.
    pub spelled: tvpass_str,
    /// The address of the page where the code is typed in. Empty if there is none.
    pub address: tvpass_str,
    /// What a QR code leads to: an absolute URL. Empty if there is none.
    pub link: tvpass_str,
    /// The modules of the link's QR code, row by row from the top left: `1` is dark, `0` light
    /// (`tvpass_qr_is_dark`). Draw four light modules on each side. Empty if there is no link, or
    /// the library was built without QR codes.
    pub qr_modules: tvpass_str,
    /// How many modules a side has; 0 if there are none.
    pub qr_size: usize,
    /// What the second screen has to supply; NULL if nothing.
    pub missing_parameters: *const *const tvpass_session_parameter,
    /// How many there are.
    pub missing_parameter_count: usize,
    /// When the code ends, in milliseconds on the host's scale: counted from its receipt, so that
    /// the clock of the TV does not matter (`tvpass_remaining_ms`).
    pub expires_at_ms: u64,
    /// What the link is: a `TVPASS_SIGN_IN_LINK_…`.
    pub link_kind: tvpass_sign_in_link,
}

/// A browser, or a view with one, on this device. It belongs to the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_browser_screen {
    /// What to open: absolute, `https` (`http` for a service on this machine), checked.
    pub url: tvpass_str,
    /// Where it ends: ask `tvpass_redirect_url_is_reached_by` for each navigation.
    pub redirect_url: tvpass_str,
    /// Of a sign-out, the URL as a QR code for devices without a browser; as in
    /// `tvpass_code_screen`. Empty of a sign-in.
    pub qr_modules: tvpass_str,
    /// How many modules a side has; 0 if there are none.
    pub qr_size: usize,
    /// Of a sign-in, when the code behind the URL ends, in milliseconds on the host's scale; 0 of a
    /// sign-out.
    pub expires_at_ms: u64,
}

/// How much memory a screen takes beside its QR code, about.
pub(super) const SCREEN: usize = 2048;

pub(super) fn code_screen<'a>(arena: &'a Arena, screen: &CodeScreen) -> &'a tvpass_code_screen {
    let link = screen.link.as_ref();
    let (qr_modules, qr_size) = link.map_or((tvpass_str::EMPTY, 0), |link| qr_of_link(arena, link));
    let groups = screen.groups();
    let groups = arena.list(groups.len(), groups.iter().map(|group| arena.text(group)));
    let missing = missing(arena, &screen.missing_parameters);
    arena.put(tvpass_code_screen {
        code: arena.text(screen.code.expose()),
        groups: groups.as_ptr(),
        group_count: groups.len(),
        spelled: arena.text(&screen.spelled()),
        address: arena.optional(screen.address.as_deref()),
        link: arena.optional(link.map(SignInLink::expose)),
        qr_modules,
        qr_size,
        missing_parameters: pointers(missing),
        missing_parameter_count: missing.len(),
        expires_at_ms: screen.expires_at_ms,
        link_kind: match link {
            Some(SignInLink::Authenticate(_)) => TVPASS_SIGN_IN_LINK_AUTHENTICATE,
            Some(SignInLink::ActivationPage(_)) => TVPASS_SIGN_IN_LINK_ACTIVATION_PAGE,
            None => TVPASS_SIGN_IN_LINK_UNKNOWN,
        },
    })
}

pub(super) fn browser<'a>(arena: &'a Arena, screen: &BrowserScreen) -> &'a tvpass_browser_screen {
    arena.put(tvpass_browser_screen {
        url: arena.text(screen.url.expose()),
        redirect_url: arena.text(screen.redirect_url.as_str()),
        qr_modules: tvpass_str::EMPTY,
        qr_size: 0,
        expires_at_ms: screen.expires_at_ms,
    })
}

pub(super) fn logout_browser<'a>(
    arena: &'a Arena,
    url: &OpenableUrl,
    redirect_url: &RedirectUrl,
) -> &'a tvpass_browser_screen {
    let (qr_modules, qr_size) = qr_of_url(arena, url);
    arena.put(tvpass_browser_screen {
        url: arena.text(url.as_str()),
        redirect_url: arena.text(redirect_url.as_str()),
        qr_modules,
        qr_size,
        expires_at_ms: 0,
    })
}

#[cfg(feature = "qr")]
fn modules(
    arena: &Arena,
    matrix: Result<crate::flow::QrMatrix, crate::flow::QrTooLong>,
) -> (tvpass_str, usize) {
    // A link that is too long has no QR code; its address can still be typed.
    let Ok(matrix) = matrix else {
        return (tvpass_str::EMPTY, 0);
    };
    let modules = matrix.rows().flatten().map(|is_dark| match is_dark {
        true => b'1',
        false => b'0',
    });
    let modules = crate::secret::WipedBytes::from(modules.collect::<Vec<u8>>());
    (arena.bytes(modules.as_slice()), matrix.size())
}

#[cfg(feature = "qr")]
fn qr_of_link(arena: &Arena, link: &SignInLink) -> (tvpass_str, usize) {
    modules(arena, crate::flow::QrMatrix::of_link(link))
}

#[cfg(feature = "qr")]
fn qr_of_url(arena: &Arena, url: &OpenableUrl) -> (tvpass_str, usize) {
    modules(arena, crate::flow::QrMatrix::of_url(url))
}

#[cfg(not(feature = "qr"))]
fn qr_of_link(_arena: &Arena, _link: &SignInLink) -> (tvpass_str, usize) {
    (tvpass_str::EMPTY, 0)
}

#[cfg(not(feature = "qr"))]
fn qr_of_url(_arena: &Arena, _url: &OpenableUrl) -> (tvpass_str, usize) {
    (tvpass_str::EMPTY, 0)
}
