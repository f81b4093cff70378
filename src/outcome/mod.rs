//! What the answers mean: plain data, one file for each result.

mod authenticate_url;
mod authentication_code;
mod authorization;
mod configuration;
mod decision;
mod logout;
mod media_token;
mod open_enum;
mod preauthorization;
mod profile;
mod raw_json;
mod session;
mod session_details;
mod text;
mod user_metadata;

pub use authenticate_url::AuthenticateUrl;
pub use authentication_code::AuthenticationCode;
pub use authorization::{AuthorizationDecision, AuthorizationDecisions, Verdict};
pub use configuration::{BoardingStatus, Configuration, Domain, Mvpd, RecognizedDevice};
pub use decision::DecisionSource;
pub(crate) use decision::is_same_resource;
pub use logout::{
    FollowUp, Logout, LogoutAction, PARTNER_SETTINGS, PartnerSettings, ProfileLogout,
};
pub use media_token::MediaToken;
pub use preauthorization::{Expectation, PreauthorizationDecision, PreauthorizationDecisions};
pub use profile::{Profile, ProfileType, Profiles};
pub use raw_json::RawJson;
pub use session::{
    ActionType, PartnerAuthenticationRequest, PartnerProtocol, Session, SessionAction,
    SessionParameter, SessionReason,
};
pub use session_details::{SessionDetails, SessionDevice};
pub use text::ReceivedText;
pub use user_metadata::{Attribute, AttributeState, UserMetadata};
