//! The profiles of a device, as public types of Swift and Kotlin.

use super::open_enum::open_enum;
use super::text::text;
use super::user_metadata::UserMetadata;
use crate::ffi::uniffi::number::signed;
use crate::outcome;

/// The profiles that the service has. Several are normal: two subscriptions, a regular one beside
/// temporary access. None is no error: the user is not signed in, or not yet.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Profiles {
    /// In the answer's order. An MVPD may be there twice.
    pub profiles: Vec<Profile>,
    /// The one to offer first, if the user does not choose: one that is not temporary before one
    /// that is, then the one that is valid longest, then the first. Absent if there is none.
    pub longest: Option<Profile>,
}

/// One profile: the user of this app on this device is signed in with an MVPD.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Profile {
    /// The MVPD: the entry's key in the answer. The issuer may be another one.
    pub mvpd: String,
    /// Who made it: the MVPD, or `Adobe` (degraded, temporary), or `Apple`.
    pub issuer: Option<String>,
    /// How it was obtained.
    pub profile_type: Option<ProfileType>,
    /// Since when it is valid, in milliseconds since 1970 by the service's clock.
    pub not_before_ms: Option<i64>,
    /// Until when it is valid, in the same way. Nothing extends it but signing in again. The
    /// device's clock may be wrong: do not drop a profile that seems to have expired, ask for it
    /// again.
    pub not_after_ms: Option<i64>,
    /// An opaque id for support, in Adobe's OpenAPI description alone.
    pub session_id: Option<String>,
    /// What the MVPD tells about its user.
    pub user_metadata: UserMetadata,
}

open_enum! {
    /// How a profile was obtained.
    ProfileType of outcome::ProfileType {
        /// `regular`: signed in with the MVPD.
        Regular = Regular,
        /// `degraded`: the MVPD has an outage, and the programmer lets everybody in meanwhile.
        Degraded = Degraded,
        /// `temporary`: temporary access, without an MVPD (TempPass).
        Temporary = Temporary,
        /// `appleSSO`: single sign-on by Apple's framework. It is found only with a fresh status of
        /// the framework.
        AppleSso = AppleSso,
        /// `platformSSO`: single sign-on by the platform's identity (Amazon, Roku). It is found
        /// only with that token.
        PlatformSso = PlatformSso,
        /// `serviceTokenSSO`: single sign-on by a service token. It is found only with that token.
        ServiceTokenSso = ServiceTokenSso,
    }
}

impl From<&outcome::Profiles> for Profiles {
    fn from(profiles: &outcome::Profiles) -> Self {
        Self {
            profiles: profiles.profiles.iter().map(Profile::from).collect(),
            longest: profiles.longest().map(Profile::from),
        }
    }
}

impl From<&outcome::Profile> for Profile {
    fn from(profile: &outcome::Profile) -> Self {
        Self {
            mvpd: profile.mvpd.as_str().to_owned(),
            issuer: text(profile.issuer.as_ref()),
            profile_type: profile.profile_type.as_ref().map(ProfileType::from),
            not_before_ms: profile.not_before_ms.map(signed),
            not_after_ms: profile.not_after_ms.map(signed),
            session_id: text(profile.session_id.as_ref()),
            user_metadata: (&profile.user_metadata).into(),
        }
    }
}
