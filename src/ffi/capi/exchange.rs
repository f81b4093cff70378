//! `tvpass_exchange`: one request and the meaning of its answer, for apps that send by themselves.

use std::mem::MaybeUninit;
use std::ptr;

use super::access_token::tvpass_access_token;
use super::arena::{Owned, Root};
use super::boundary::{Handle, Poison, derive, free, get, given, handle, make, optional};
use super::error::tvpass_error;
use super::failure::Failure;
use super::operation::tvpass_operation;
use super::outcome::tvpass_outcome;
use super::request::{Prepared, tvpass_request};
use super::response::tvpass_response;
use super::site::tvpass_site;
use super::status::tvpass_status;
use crate::http::Request;
use crate::operation::{AnyOperation, Interpreter, Runnable as _};
use crate::token::AccessToken;

/// One request and the meaning of its answer, for apps that have their own access token and HTTP
/// stack. Immutable.
pub struct tvpass_exchange {
    poison: Poison,
    interpret: Interpreter,
    request: Prepared,
}

handle!(tvpass_exchange, "exchange");

// SAFETY: a handle is `Send` and `Sync`.
unsafe impl Root for tvpass_exchange {}

impl tvpass_exchange {
    /// In one piece of memory with what it shows.
    fn new(operation: &AnyOperation, request: Request) -> Owned<Self> {
        let bytes = Prepared::size(&request);
        Owned::new_at(bytes, |arena, place: *const Self| {
            let offset = std::mem::offset_of!(Self, request);
            let place = place.wrapping_byte_add(offset).cast();
            Self {
                poison: Poison::default(),
                interpret: operation.interpreter(),
                request: Prepared::new(arena, request, place),
            }
        })
    }
}

/// The token for an operation: the caller's, or none if the operation takes none.
pub(super) fn token_for(
    operation: &AnyOperation,
    access_token: Option<&tvpass_access_token>,
) -> Result<AccessToken, Failure> {
    match optional(access_token)? {
        Some(access_token) => Ok(access_token.token.clone()),
        None if operation.kind().needs_token => Err(Failure::null(tvpass_access_token::NAME)),
        None => Ok(AccessToken::none()),
    }
}

/// The request of an operation, complete with all headers.
///
/// @param operation borrowed for the call.
/// @param site borrowed for the call.
/// @param access_token borrowed for the call; NULL for an operation that takes none, which is the
///   V1 logout.
/// @param out receives the exchange; caller frees with `tvpass_exchange_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_exchange_new(
    operation: Option<&tvpass_operation>,
    site: Option<&tvpass_site>,
    access_token: Option<&tvpass_access_token>,
    out: Option<&mut MaybeUninit<*mut tvpass_exchange>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        let operation = &given(operation)?.operation;
        let token = token_for(operation, access_token)?;
        let request = operation.request(&given(site)?.site, &token);
        Ok(tvpass_exchange::new(operation, request))
    })
}

/// Frees an exchange, and with it its request, of which the secrets are overwritten with zeros.
///
/// @param exchange consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_exchange_free(exchange: *mut tvpass_exchange) {
    // SAFETY: the caller's promise.
    free(unsafe { Owned::from_raw(exchange) });
}

/// The request to send.
///
/// @param exchange borrowed.
/// @return Borrowed from `exchange`, until that is freed. NULL for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_exchange_request(
    exchange: Option<&tvpass_exchange>,
) -> *const tvpass_request {
    get(exchange, ptr::null(), |exchange| exchange.request.visible())
}

/// What the answer to the request means. Relative URLs in it are resolved against the site's base.
///
/// @param exchange borrowed for the call.
/// @param response borrowed for the call: what came back, whatever its status.
/// @param out receives the outcome; caller frees with `tvpass_outcome_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_ENHANCED_ERROR`, `TVPASS_STATUS_THROTTLED`,
///   `TVPASS_STATUS_HTTP_STATUS`, `TVPASS_STATUS_MALFORMED_ANSWER`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_exchange_interpret(
    exchange: Option<&tvpass_exchange>,
    response: Option<&tvpass_response>,
    out: Option<&mut MaybeUninit<*mut tvpass_outcome>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(exchange, out, error, |exchange| {
        let response = &given(response)?.response;
        let request = exchange.request.request();
        let outcome = (exchange.interpret)(request, response, false)?;
        Ok(tvpass_outcome::new(outcome))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ffi::capi::text::tests::read;
    use crate::operation::{InitiateLogout, Operation, Site};

    fn logout() -> (AnyOperation, Request) {
        let info = crate::device::DeviceInfo::builder()
            .model("m")
            .version("1")
            .os_name(crate::device::OsName::Linux)
            .os_version("1")
            .connection_type(crate::device::ConnectionType::Lan);
        let device = crate::device::Device::new(
            crate::device::DeviceIdentifier::from_text("d").unwrap(),
            info.build().unwrap(),
        );
        let site = Site::new(crate::uri::Environment::Production.into(), device);
        let redirect_url = crate::uri::RedirectUrl::new("app://out").unwrap();
        let logout = InitiateLogout::new("a", "b", &redirect_url).unwrap();
        let token = AccessToken::new("t").unwrap();
        let request = Operation::request(&logout, &site, &token);
        (logout.into(), request)
    }

    /// Whether `visible` is all of `prepared`, and refers to it.
    fn check(visible: *const tvpass_request, prepared: &Prepared) {
        // SAFETY: it is there as long as what has it, which the caller has.
        let visible = unsafe { &*visible };
        // SAFETY: as above.
        let sendable = unsafe { &*visible.sendable };
        assert!(ptr::eq(&raw const sendable.request, prepared.request()));
        assert_eq!(read(visible.url), prepared.request().url());
        assert_eq!(visible.header_count, prepared.request().headers().len());
    }

    #[test]
    fn a_request_is_one_piece_of_memory_and_c_s_side_refers_to_ours() {
        let (operation, request) = logout();
        let exchange = tvpass_exchange::new(&operation, request.clone());
        assert_eq!(exchange.pieces(), 1);
        check(tvpass_exchange_request(Some(&exchange)), &exchange.request);
        let by_itself = Prepared::owned(request);
        assert_eq!(by_itself.pieces(), 1);
        check(by_itself.visible(), &by_itself);
    }
}
