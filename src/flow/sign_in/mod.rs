//! Signing in: on a second screen, with a browser on this device, by Apple's framework.

mod answers;
mod live;
mod options;
mod partner;
mod plan;
mod screen;

pub use options::{MIN_POLL_INTERVAL_MS, SignInOptions};
pub use plan::SignInPlan;
pub use screen::{
    BrowserScreen, CHANNEL_IDENTIFIER, CodeScreen, Obstacle, PartnerStep, SignInInput, SignInLink,
    SignInOutcome, SignInStep, SignedIn,
};
