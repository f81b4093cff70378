//! What the answers mean: plain data, one file for each result.

mod logout;

pub use logout::{
    FollowUp, Logout, LogoutAction, PARTNER_SETTINGS, PartnerSettings, ProfileLogout,
};
