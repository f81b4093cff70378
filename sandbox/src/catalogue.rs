//! The examples of logouts: service providers, MVPDs, and what a device is signed in with whose
//! first request is a logout. The configuration has more MVPDs.
//!
//! | MVPD | a logout of service provider `REF30` answers |
//! |---|---|
//! | `Cablevision` | `logout` with an absolute URL |
//! | `Dish` | `complete`: no logout endpoint |
//! | `Spectrum` | `logout` with a relative URL, if [`SERVICE_TOKEN`] comes with it |
//! | `Comcast_SSO` | `logout` with a relative URL, if [`SUBJECT_TOKEN`] comes with it |
//! | `Cablevision_Apple` | `partner_logout`: an `appleSSO` profile |
//! | `ATTOTT` | `complete`: degraded access |
//! | `TempPass_5mins` | `complete`: temporary access |
//! | `Sandbox_NoProfile` | `invalid`: known, but nobody is ever signed in there |
//! | `Sandbox_Several` | four profiles in one answer, see [`default_profiles`] |
//!
//! `REF40` is a second service provider, integrated with `Cablevision` and `Dish` alone: any other
//! of these MVPDs answers `invalid_integration` there. The ids starting with `Sandbox_`, and
//! `Cablevision_Apple`, are this sandbox's own; the others stand in Adobe's samples.

use crate::profile::{Profile, ProfileKind, SsoToken};

/// The service token (`AD-Service-Token`) that the default profile at `Spectrum` was obtained with.
pub const SERVICE_TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LXVzZXIifQ.c2FuZGJveC1zZXJ2aWNlLXRva2Vu";

/// The platform identity (`Adobe-Subject-Token`) that the default profile at `Comcast_SSO` was
/// obtained with.
pub const SUBJECT_TOKEN: &str =
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzYW5kYm94LWRldmljZSJ9.c2FuZGJveC1zdWJqZWN0LXRva2Vu";

/// The service providers.
pub const SERVICE_PROVIDERS: [&str; 2] = ["REF30", "REF40"];

/// The MVPDs whose logouts differ.
pub const MVPDS: [&str; 9] = [
    "Cablevision",
    "Dish",
    "Spectrum",
    "Comcast_SSO",
    "Cablevision_Apple",
    "ATTOTT",
    "TempPass_5mins",
    "Sandbox_NoProfile",
    "Sandbox_Several",
];

/// What a device whose first request is a logout is signed in with at this service provider.
///
/// The profiles of `Sandbox_Several` are in an order that is not the alphabet's, the third has a
/// key that differs from its MVPD, and none of them is found by a logout of its own MVPD.
#[must_use]
pub fn default_profiles(service_provider: &str) -> Vec<Profile> {
    let cablevision = Profile::new("Cablevision", ProfileKind::AbsoluteUrl);
    let dish = Profile::new("Dish", ProfileKind::NoLogoutEndpoint);
    let several = |mvpd: &str, kind| Profile::new(mvpd, kind).requested_as("Sandbox_Several");
    match service_provider {
        "REF30" => vec![
            cablevision,
            dish,
            Profile::new("Spectrum", ProfileKind::RelativeUrl)
                .bound_to(SsoToken::Service(SERVICE_TOKEN.into())),
            Profile::new("Comcast_SSO", ProfileKind::RelativeUrl)
                .bound_to(SsoToken::Platform(SUBJECT_TOKEN.into())),
            Profile::new("Cablevision_Apple", ProfileKind::AppleSso),
            Profile::new("ATTOTT", ProfileKind::Degraded),
            Profile::new("TempPass_5mins", ProfileKind::TempPass),
            several("Verizon", ProfileKind::RelativeUrl),
            several("Cox", ProfileKind::AbsoluteUrl),
            several("Sandbox_Degraded", ProfileKind::Degraded).with_key("Mediacom"),
            several("AlticeOne", ProfileKind::AppleSso),
        ],
        "REF40" => vec![cablevision, dish],
        _ => Vec::new(),
    }
}
