//! `tvpass_profiles`: with which MVPDs the user is signed in, how, and until when.

use std::ptr;

use super::attribute::{attribute, size, tvpass_attribute};
use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::sign_in::{
    TVPASS_SIGN_IN_PENDING, TVPASS_SIGN_IN_SIGNED_IN, tvpass_sign_in_progress,
};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{Profile, ProfileType, Profiles};

/// How a profile was obtained.
pub type tvpass_profile_type = i32;

/// The answer does not say, or something that this version does not know: see `type_text`.
pub const TVPASS_PROFILE_TYPE_UNKNOWN: tvpass_profile_type = 0;
/// `regular`: signed in with the MVPD.
pub const TVPASS_PROFILE_TYPE_REGULAR: tvpass_profile_type = 1;
/// `degraded`: the MVPD has an outage, and the programmer lets everybody in meanwhile.
pub const TVPASS_PROFILE_TYPE_DEGRADED: tvpass_profile_type = 2;
/// `temporary`: temporary access, without an MVPD (TempPass).
pub const TVPASS_PROFILE_TYPE_TEMPORARY: tvpass_profile_type = 3;
/// `appleSSO`: found only with a fresh `partner_framework_status`.
pub const TVPASS_PROFILE_TYPE_APPLE_SSO: tvpass_profile_type = 4;
/// `platformSSO`: found only with the platform's token (Amazon, Roku).
pub const TVPASS_PROFILE_TYPE_PLATFORM_SSO: tvpass_profile_type = 5;
/// `serviceTokenSSO`: found only with the service token.
pub const TVPASS_PROFILE_TYPE_SERVICE_TOKEN_SSO: tvpass_profile_type = 6;

/// A profile: the user of this app on this device is signed in with an MVPD. It belongs to the
/// outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_profile {
    /// The MVPD: the key of its entry in the answer. `issuer` may be another one.
    pub mvpd: tvpass_str,
    /// Who made it: the MVPD, `Adobe` (degraded, temporary) or `Apple`. Empty if the answer has
    /// none.
    pub issuer: tvpass_str,
    /// `type` as received. Empty if the answer has none.
    pub type_text: tvpass_str,
    /// An opaque id for support. Empty if the answer has none.
    pub session_id: tvpass_str,
    /// What the MVPD tells about its user, in the answer's order; names may repeat, and the last
    /// counts (`tvpass_attribute_of`). NULL if there is nothing.
    pub attributes: *const *const tvpass_attribute,
    /// How many there are.
    pub attribute_count: usize,
    /// Since when it is valid, in ms since 1970 by the service's clock. 0: not said.
    pub not_before_unix_ms: u64,
    /// Until when, in the same way. The device's clock may be wrong: do not drop a profile that
    /// seems to have expired, ask for it again.
    pub not_after_unix_ms: u64,
    /// How it was obtained: a `TVPASS_PROFILE_TYPE_…`.
    pub profile_type: tvpass_profile_type,
}

/// The profiles that the service has. Several are normal. None is no error: the user is not signed
/// in, or not yet. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_profiles {
    /// In the answer's order; NULL if there are none. An MVPD may be there twice.
    pub profiles: *const *const tvpass_profile,
    /// How many there are.
    pub profile_count: usize,
    /// The one to offer first, if the user does not choose: one that is not temporary before one
    /// that is, then the one that is valid longest. NULL if there are none.
    pub longest: *const tvpass_profile,
    /// For a sign-in that is polled (`tvpass_profile_for_code_new`): `TVPASS_SIGN_IN_SIGNED_IN`, or
    /// `TVPASS_SIGN_IN_PENDING` if there are none.
    pub sign_in_progress: tvpass_sign_in_progress,
}

impl tvpass_profiles {
    /// How much memory all of them take, about.
    pub(super) fn size(profiles: &Profiles) -> usize {
        let bytes: usize = profiles.profiles.iter().map(profile_size).sum();
        size_of::<Self>() + bytes
    }

    pub(super) fn fill(arena: &Arena, profiles: &Profiles) -> Self {
        let all = &profiles.profiles;
        let made = all.iter().map(|profile| self::profile(arena, profile));
        let made = arena.list(all.len(), made);
        let longest = profiles.longest();
        let mut pairs = made.iter().zip(all);
        let longest = pairs.find(|(_, profile)| longest.is_some_and(|it| ptr::eq(it, *profile)));
        Self {
            profiles: pointers(made),
            profile_count: made.len(),
            longest: longest.map_or(ptr::null(), |(made, _)| ptr::from_ref(*made)),
            sign_in_progress: match made.is_empty() {
                true => TVPASS_SIGN_IN_PENDING,
                false => TVPASS_SIGN_IN_SIGNED_IN,
            },
        }
    }
}

pub(in crate::ffi::capi) fn profile<'a>(arena: &'a Arena, profile: &Profile) -> &'a tvpass_profile {
    let all = &profile.user_metadata.attributes;
    let attributes = all
        .iter()
        .map(|attribute| self::attribute(arena, attribute));
    let attributes = arena.list(all.len(), attributes);
    let profile_type = profile.profile_type.as_ref();
    arena.put(tvpass_profile {
        mvpd: arena.text(&profile.mvpd),
        issuer: arena.optional(profile.issuer.as_deref()),
        type_text: arena.optional(profile_type.map(ProfileType::as_str)),
        session_id: arena.optional(profile.session_id.as_deref()),
        attributes: pointers(attributes),
        attribute_count: attributes.len(),
        not_before_unix_ms: profile.not_before_ms.unwrap_or(0),
        not_after_unix_ms: profile.not_after_ms.unwrap_or(0),
        profile_type: match profile_type {
            Some(ProfileType::Regular) => TVPASS_PROFILE_TYPE_REGULAR,
            Some(ProfileType::Degraded) => TVPASS_PROFILE_TYPE_DEGRADED,
            Some(ProfileType::Temporary) => TVPASS_PROFILE_TYPE_TEMPORARY,
            Some(ProfileType::AppleSso) => TVPASS_PROFILE_TYPE_APPLE_SSO,
            Some(ProfileType::PlatformSso) => TVPASS_PROFILE_TYPE_PLATFORM_SSO,
            Some(ProfileType::ServiceTokenSso) => TVPASS_PROFILE_TYPE_SERVICE_TOKEN_SSO,
            Some(ProfileType::Unknown(_)) | None => TVPASS_PROFILE_TYPE_UNKNOWN,
        },
    })
}

/// How much memory a profile takes, about.
pub(in crate::ffi::capi) fn profile_size(profile: &Profile) -> usize {
    let attributes = profile.user_metadata.attributes.iter();
    let attributes: usize = attributes.map(size).sum();
    size_of::<tvpass_profile>() + profile.mvpd.len() + 256 + attributes
}
