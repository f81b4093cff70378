//! Adobe Pass Authentication (TV Everywhere, REST API V2) on devices: builds the requests, says
//! what to do next, and interprets the answers. Nothing here opens a socket, reads a clock or
//! starts a thread, except a driver.
//!
//! | module | what is in it |
//! |---|---|
//! | [`operation`] | one documented request each, as a value: inputs → [`http::Request`], [`http::Response`] → outcome |
//! | [`call`] | an operation with registration, token, pacing, retries and persistence around it, as a state machine |
//! | [`flow`] | several calls, and what the user is shown: sign in, who is signed in, what may be watched, sign out |
//! | [`outcome`] | what the answers mean: plain data |
//! | [`device`] | the device's identifier and description as header values |
//! | [`uri`] | the service's base, the redirect URL with its matcher, URLs that are safe to open |
//! | [`error`] | the one error type, with stable codes and Adobe's own |
//! | [`driver`] | blocking I/O for Rust and C (feature `ureq`) |
//! | [`http`], [`header`], [`secret`], [`token`], [`input`] | the plain data they are made of |
//!
//! ```
//! use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
//! use tvpass::operation::{InitiateLogout, Operation as _, Site};
//! use tvpass::uri::{Base, Environment, RedirectUrl};
//! use tvpass::{AccessToken, LogoutAction, Response};
//!
//! # fn main() -> Result<(), tvpass::Error> {
//! let device = Device::new(
//!     DeviceIdentifier::from_os_identifier("E621E1F8-C36C-495A-93FC-0C247A3E6E5F")?,
//!     DeviceInfo::builder()
//!         .model("AppleTV")
//!         .version("14,1")
//!         .os_name(OsName::TvOs)
//!         .os_version("17.4")
//!         .connection_type(ConnectionType::Lan)
//!         .build()?,
//! );
//! let redirect_url = RedirectUrl::new("https://example.com/signed-out")?;
//! let logout = InitiateLogout::new("REF30", "Cablevision", &redirect_url)?;
//!
//! let site = Site::new(Base::from(Environment::Production), device);
//! let request = logout.request(&site, &AccessToken::new("eyJhbGciOiJSUzI1NiJ9.e30.c2ln")?);
//! assert_eq!(
//!     request.url(),
//!     "https://sp.auth.adobe.com/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com%2Fsigned-out"
//! );
//! // Send `request` with any HTTP client, without following redirects; then:
//! let response = Response::new(200, r#"{"logouts": {"Cablevision":
//!     {"actionName": "logout", "actionType": "interactive", "mvpd": "Cablevision", "url": "/adobe-services/logout?x=1"}}}"#);
//! let outcome = InitiateLogout::interpret(&request, &response)?;
//! let LogoutAction::OpenUrl(url) = &outcome.profiles[0].action else { panic!() };
//! assert_eq!(url.as_str(), "https://sp.auth.adobe.com/adobe-services/logout?x=1");
//! // Open `url`; for each navigation of the user agent:
//! assert!(redirect_url.is_reached_by("http://EXAMPLE.com/signed-out/?state=1"));
//! # Ok(())
//! # }
//! ```
// Unsafe code exists in the C API and in what uniffi's macros expand to, and nowhere else; without
// those features nothing can allow it.
#![cfg_attr(not(any(feature = "capi", feature = "uniffi")), forbid(unsafe_code))]
#![deny(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

#[forbid(unsafe_code)]
pub mod call;
#[forbid(unsafe_code)]
pub mod device;
#[forbid(unsafe_code)]
pub mod driver;
#[forbid(unsafe_code)]
pub mod error;
mod ffi;
#[forbid(unsafe_code)]
pub mod flow;
#[forbid(unsafe_code)]
pub mod header;
#[forbid(unsafe_code)]
mod hex;
#[forbid(unsafe_code)]
pub mod http;
#[forbid(unsafe_code)]
pub mod input;
#[forbid(unsafe_code)]
pub mod operation;
#[forbid(unsafe_code)]
pub mod outcome;
#[forbid(unsafe_code)]
pub mod secret;
#[forbid(unsafe_code)]
mod shown;
#[forbid(unsafe_code)]
pub mod token;
#[forbid(unsafe_code)]
pub mod uri;
#[forbid(unsafe_code)]
mod wire;

pub use device::Device;
pub use error::{Error, ErrorCode};
pub use http::{Method, Request, Response};
pub use outcome::{FollowUp, Logout, LogoutAction, ProfileLogout};
pub use token::AccessToken;
pub use uri::{Base, Environment, RedirectUrl};

/// The README's example compiles.
#[cfg(all(doctest, feature = "ureq"))]
#[doc = include_str!("../README.md")]
struct Readme;

// uniffi's macros look for it here.
#[cfg(feature = "uniffi")]
use ffi::uniffi::UniFfiTag;
