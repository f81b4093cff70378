//! Flows: several calls, and what the user is shown. What an app gets wrong by hand is here once
//! for all languages: when polling starts and stops, which profile counts, what is kept, what an
//! error means for the person on the sofa (Adobe: *REST API V2 Checklist*, which
//! `docs/checklist.md` goes through).
//!
//! | flow | from | presents | ends with |
//! |---|---|---|---|
//! | who is signed in | [`Account::status`] | what is kept, at once | [`Status`] |
//! | providers for a picker | [`Account::providers`] | | [`Providers`] |
//! | sign in | [`Account::sign_in`] | [`SignInStep`] | [`SignInOutcome`] |
//! | locks of a catalogue | [`Account::preauthorize`] | [`Locks`] as they come | [`Locks`] |
//! | play | [`Account::authorize`] | | [`PlayOutcome`] |
//! | end of temporary access | [`Account::temporary_access_end`] | [`TemporaryAccessRemaining`] | [`TemporaryAccessEnd`] |
//! | sign out | [`Account::sign_out`] | [`SignOutStep`] | [`SignedOut`] |
//!
//! A [`Flow`] is driven as a [`Call`](crate::call::Call) is, by the same loop, with one step more:
//! [`Step::Present`](crate::call::Step::Present). What the user does is told with [`Flow::tell`].
//! There is no I/O, clock, thread or randomness inside.
//!
//! ```
//! use tvpass::call::Step;
//! use tvpass::flow::{Account, SignInOptions, SignInOutcome, SignInStep};
//!
//! # fn sleep(_until_ms: u64) {}
//! # fn send(_request: tvpass::Request) -> tvpass::Response { tvpass::Response::new(500, "") }
//! fn sign_in(account: &Account, clock: impl Fn() -> u64) -> Result<SignInOutcome, tvpass::Error> {
//!     let mut flow = account.sign_in(SignInOptions::second_screen())?;
//!     loop {
//!         match flow.poll(clock()) {
//!             Step::Present(SignInStep::ShowCode(screen)) => {
//!                 println!("{:?}: {}", screen.address, screen.code.expose());
//!             }
//!             Step::Present(_) => { /* let the user choose, then flow.tell(…) */ }
//!             Step::Send(request) => flow.respond(clock(), &send(request))?,
//!             Step::Wait { until_ms, .. } => sleep(until_ms),
//!             Step::Persist(_state) => flow.persisted(clock(), true)?,
//!             Step::Done(result) => return result,
//!             _ => unreachable!("no step of this flow"),
//!         }
//!     }
//! }
//! ```

mod access;
mod account;
mod engine;
mod fold;
mod list;
mod permits;
mod providers;
#[cfg(feature = "qr")]
mod qr;
mod reading;
mod settings;
mod sign_in;
mod sign_out;
mod start;
mod status;
mod texts;
mod words;

pub use access::{
    Lock, LockState, Locks, LocksPlan, Play, PlayOutcome, PlayPlan, Refusal, TemporaryAccess,
    TemporaryAccessEnd, TemporaryAccessPlan, TemporaryAccessRemaining,
};
pub use account::{Account, ordered};
#[cfg(feature = "flows")]
pub(crate) use engine::sealed;
pub use engine::{Flow, Next, Plan};
pub use list::ProvidersPlan;
pub use providers::Providers;
#[cfg(feature = "uniffi")]
pub(crate) use providers::search;
#[cfg(feature = "qr")]
pub use qr::{QrMatrix, QrTooLong};
pub use settings::{AccountSettings, ActivationPage};
pub use sign_in::{
    BrowserScreen, CHANNEL_IDENTIFIER, CodeScreen, MIN_POLL_INTERVAL_MS, Obstacle, PartnerStep,
    SignInInput, SignInLink, SignInOptions, SignInOutcome, SignInPlan, SignInStep, SignedIn,
};
pub use sign_out::{SignOutInput, SignOutPlan, SignOutStep, SignedOut};
pub use start::{
    Access, AuthorizePlayback, AwaitTemporaryAccessEnd, LoadLocks, LoadProviders, RefreshStatus,
    SignIn, SignOut,
};
pub use status::{Status, StatusPlan, StatusSource};
pub use texts::{Language, TextKey};
pub use words::{Remedy, Words};
