//! What the answers mean: plain data, one file for each result.

mod authentication_code;
mod logout;
mod open_enum;
mod profile;
mod raw_json;
mod text;
mod user_metadata;

pub use authentication_code::AuthenticationCode;
pub use logout::{
    FollowUp, Logout, LogoutAction, PARTNER_SETTINGS, PartnerSettings, ProfileLogout,
};
pub use profile::{Profile, ProfileType, Profiles};
pub use raw_json::RawJson;
pub use text::ReceivedText;
pub use user_metadata::{Attribute, AttributeState, UserMetadata};
