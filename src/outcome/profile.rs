//! The profiles of a device: with which MVPDs its user is signed in, how, and until when.

use super::open_enum::open_enum;
use super::text::received;
use super::user_metadata::Attribute;
use super::{ReceivedText, UserMetadata};
use crate::wire::ProfileWire;

/// The profiles that the service has (Adobe: *Retrieve profiles*, and *for specific mvpd*, and *for
/// specific code*). Several are normal: two subscriptions, a regular one beside temporary access.
///
/// None is no error: the user is not signed in, or not yet. An expired profile is not listed.
///
/// ```
/// # fn choose(profiles: &tvpass::outcome::Profiles) {
/// for profile in &profiles.profiles {
///     println!("{} until {:?}", profile.mvpd.as_str(), profile.not_after_ms);
/// }
/// let preselected = profiles.longest();
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profiles {
    /// In the answer's order. An MVPD may be there twice.
    pub profiles: Vec<Profile>,
}

impl Profiles {
    /// Those of `mvpd`, in the answer's order.
    pub fn of_mvpd(&self, mvpd: &str) -> impl Iterator<Item = &Profile> {
        self.profiles.iter().filter(move |p| p.mvpd == *mvpd)
    }

    /// The one to offer first, if the user does not choose: one that is not temporary before one
    /// that is, then the one that is valid longest, then the first. `None` if there is none.
    #[must_use]
    pub fn longest(&self) -> Option<&Profile> {
        let rank = |profile: &Profile| {
            let is_temporary = profile.profile_type == Some(ProfileType::Temporary);
            (!is_temporary, profile.not_after_ms)
        };
        // Of equal ones, `max_by_key` takes the last.
        self.profiles
            .iter()
            .rev()
            .max_by_key(|profile| rank(profile))
    }
}

/// One profile: the user of this app on this device is signed in with an MVPD (Adobe: *Profiles*).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Profile {
    /// The MVPD: the entry's key in the answer. [`issuer`](Self::issuer) may be another one.
    pub mvpd: ReceivedText,
    /// Who made it: the MVPD, or `Adobe` (degraded, temporary), or `Apple`.
    pub issuer: Option<ReceivedText>,
    /// How it was obtained.
    pub profile_type: Option<ProfileType>,
    /// Since when it is valid, in milliseconds since the epoch, by the service's clock.
    pub not_before_ms: Option<u64>,
    /// Until when it is valid, in the same way. Nothing extends it but signing in again. The
    /// device's clock may be wrong: do not drop a profile that seems to have expired, ask for it
    /// again.
    pub not_after_ms: Option<u64>,
    /// An opaque id for support, in Adobe's OpenAPI description alone.
    pub session_id: Option<ReceivedText>,
    /// What the MVPD tells about its user.
    pub user_metadata: UserMetadata,
}

open_enum! {
    /// How a profile was obtained.
    ProfileType {
        /// Signed in with the MVPD.
        Regular = "regular",
        /// The MVPD has an outage, and the programmer lets everybody in meanwhile.
        Degraded = "degraded",
        /// Temporary access, without an MVPD (TempPass).
        Temporary = "temporary",
        /// Single sign-on by Apple's framework. It is found only with a fresh
        /// `AP-Partner-Framework-Status`.
        AppleSso = "appleSSO",
        /// Single sign-on by the platform's identity (Amazon, Roku). It is found only with that
        /// token.
        PlatformSso = "platformSSO",
        /// Single sign-on by a service token. It is found only with that token.
        ServiceTokenSso = "serviceTokenSSO",
    }
}

impl Profile {
    pub(crate) fn from_wire(mvpd: &str, wire: ProfileWire<'_>) -> Self {
        let attributes = wire.attributes.into_iter().map(Attribute::from_wire);
        Self {
            mvpd: mvpd.into(),
            issuer: received(wire.issuer),
            profile_type: wire.profile_type.map(ProfileType::from_wire),
            not_before_ms: wire.not_before_ms,
            not_after_ms: wire.not_after_ms,
            session_id: received(wire.session_id),
            user_metadata: UserMetadata {
                attributes: attributes.collect(),
            },
        }
    }
}
