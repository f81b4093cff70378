//! The service's answers as they are on the wire: lenient in what is read, and nothing that could
//! matter is dropped.

mod configuration;
mod dcr;
mod decisions;
mod failure;
mod json;
pub(crate) mod kept;
mod logouts;
mod mend;
mod profiles;
mod remembered;
mod session;
mod written;
mod xml;

pub(crate) use configuration::{ConfigurationWire, DomainWire, MvpdWire, configuration};
pub(crate) use dcr::{registration, token};
pub(crate) use decisions::{DecisionWire, TokenWire, decisions};
pub(crate) use failure::{failure, malformed, malformed_json};
pub(crate) use logouts::{LogoutWire, logouts};
pub(crate) use profiles::{AttributeWire, ProfileWire, profiles};
pub(crate) use remembered::remembered;
pub(crate) use session::{
    AuthenticationRequestWire, SessionDetailsWire, SessionDeviceWire, SessionWire, session,
    session_details,
};
pub(crate) use written::{json_text_length, push_json_text};
