//! A stand-in for Adobe Pass Authentication on 127.0.0.1, for tests and for trying things out.
//!
//! It is written from Adobe's public documentation and does not use the `tvpass` library, so that a
//! mistake in one does not hide behind the same mistake in the other. What it does where the
//! documentation is silent or contradicts itself is said at the place that does it, and listed in
//! the README.
//!
//! ```
//! use tvpass_sandbox::{Config, Fault, Sandbox, software_statement};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start(Config::unthrottled())?;
//! println!("{} takes {}", sandbox.base_url(), software_statement());
//! sandbox.inject(Fault::close("/o/client/token").times(2))?;
//! assert_eq!(sandbox.counters().registrations, 0);
//! # Ok(())
//! # }
//! ```
//!
//! - [`Sandbox::start`] with a [`Config`] gives a [`Running`], which is steered, asked and dropped.
//! - [`catalogue`] says which service providers there are, and which MVPDs show each kind of
//!   logout.
//! - [`DecisionRule`], [`Degradation`], [`TempPassChange`], [`Profile`] and [`Quirks`] set a scene;
//!   a user signs in by [`Running::sign_in`], or at the page that the answers lead to.
//! - [`Fault`] makes things go wrong.
//! - `cargo run -p tvpass-sandbox` serves the same for programs in any language; `GET /` lists its
//!   pages.

#![forbid(unsafe_code)]

mod activate;
mod app;
mod apple;
mod auth_sessions;
mod bounded;
pub mod catalogue;
pub mod check;
mod clock;
mod config;
mod control;
mod control_answer;
mod control_scenarios;
mod dcr;
mod decision_rules;
mod degradations;
mod device;
mod enhanced;
mod exchange;
mod fault;
mod fault_answer;
mod framework_status;
mod guard;
mod har;
mod help;
mod html;
mod live;
mod log;
mod log_entry;
mod login;
mod logos;
mod logout_v1;
mod media_tokens;
mod metadata;
mod operation;
mod plain;
mod profile;
mod profiles;
mod providers;
mod quirks;
mod random;
mod report;
mod request_body;
pub mod rules;
mod running;
mod scenarios;
mod scenes;
mod server;
mod shown;
mod sign_in;
mod state;
mod statement;
mod temp_passes;
mod throttle;
mod uri;
mod user_agent;
mod v2;
mod workbench;

pub use auth_sessions::{SessionState, SignIn};
pub use clock::Clock;
pub use config::{Config, UnknownIds};
pub use decision_rules::{DecisionKind, DecisionRule, Effect, RESOURCES, ResourceLimits};
pub use degradations::{Degradation, DegradationRule};
pub use fault::{Answer, Fault, Reply};
pub use log_entry::{Counters, LogEntry, TokenState};
pub use login::{PASSWORD, REFUSED_USER};
pub use media_tokens::MediaTokenVerdict;
pub use profile::{MvpdSession, Profile, ProfileKind, SsoToken};
pub use profiles::ProfileEnd;
pub use quirks::Quirks;
pub use report::{Report, ReportedClient, ReportedFinding};
pub use running::{Running, Sandbox};
pub use shown::Decoded;
pub use statement::{
    software_statement, software_statement_of_ref40, unapproved_software_statement,
};
pub use temp_passes::TempPassChange;
