//! Operations: one documented request each, pure and stateless. `build(inputs) -> Request`, `interpret(request, Response) -> T`.
//!
//! An app that owns its tokens and its HTTP stack needs nothing else. A new endpoint is one new file here.

mod extra;
mod logout;
mod logout_v1;
mod register;
mod token;

pub use extra::RequestExtras;
pub use logout::LogoutOperation;
pub use logout_v1::LogoutV1Operation;
pub use register::{ClientCredentials, RegisterOperation, SoftwareStatement};
pub use token::{GrantedToken, TokenOperation};

use crate::device::Device;
use crate::error::Error;
use crate::header::{
    ACCEPT, AP_DEVICE_IDENTIFIER, AUTHORIZATION, CONTENT_TYPE, HeaderValue, Headers, USER_AGENT,
    X_DEVICE_INFO, X_FORWARDED_FOR,
};
use crate::http::{Request, Response};
use crate::token::AccessToken;

const APPLICATION_JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request that needs an access token, and the meaning of its answer.
///
/// Both functions are pure: the same inputs give the same result, and nothing is sent, stored or waited for.
pub trait Operation {
    /// What a successful answer says.
    type Output;

    /// What events and reports call it: a word, never an id, a code or a path.
    const NAME: &'static str;

    /// The request, complete with all headers.
    fn request(&self, access_token: &AccessToken) -> Request;

    /// What the answer to `request` means.
    ///
    /// # Errors
    /// Everything but a documented success: [`Error::Enhanced`], [`Error::Throttled`], [`Error::HttpStatus`],
    /// [`Error::Malformed`].
    fn interpret(request: &Request, response: &Response) -> Result<Self::Output, Error>;

    /// Adjusts a result that came from a repeated request, after an answer was lost: the server may have acted on the first one.
    fn after_lost_answer(_output: &mut Self::Output) {}
}

/// The headers of registration and token requests. No access token, no single sign-on.
fn dcr_headers(device: &Device, extras: &RequestExtras, content_type: HeaderValue) -> Headers {
    let mut headers = Headers::with_capacity(5);
    headers.push(X_DEVICE_INFO, device.info_header());
    headers.push(CONTENT_TYPE, content_type);
    extras.append_some_to(&mut headers, &[X_FORWARDED_FOR, USER_AGENT]);
    headers.push(ACCEPT, APPLICATION_JSON);
    headers
}

/// The headers that every request to REST API V2 has, in the order of Adobe's pages.
fn v2_headers(device: &Device, access_token: &AccessToken, extras: &RequestExtras) -> Headers {
    let mut headers = Headers::with_capacity(4 + extras.len());
    headers.push(AUTHORIZATION, access_token.header());
    headers.push(AP_DEVICE_IDENTIFIER, device.identifier_header());
    headers.push(X_DEVICE_INFO, device.info_header());
    extras.append_to(&mut headers);
    headers.push(ACCEPT, APPLICATION_JSON);
    headers
}
