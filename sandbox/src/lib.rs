//! A stand-in for Adobe Pass Authentication on 127.0.0.1, for tests and for trying things out.
//!
//! It is written from Adobe's public documentation and does not use the `tvpass` library, so that a mistake in one does
//! not hide behind the same mistake in the other. What it does where the documentation is silent or contradicts itself
//! is said at the place that does it, and listed in the README.
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
//! - [`catalogue`] says which service providers and MVPDs there are and what each logout answers.
//! - [`Fault`] makes things go wrong.
//! - `cargo run -p tvpass-sandbox` serves the same for programs in any language; `GET /` lists its pages.

#![forbid(unsafe_code)]

mod app;
pub mod catalogue;
mod clock;
mod config;
mod control;
mod dcr;
mod device;
mod enhanced;
mod fault;
mod fault_answer;
mod log;
mod logout_v1;
mod logout_v2;
mod profile;
mod random;
mod running;
mod server;
mod state;
mod statement;
mod throttle;
mod uri;
mod user_agent;

pub use clock::Clock;
pub use config::{Config, UnknownIds};
pub use fault::{Answer, Fault, Reply};
pub use log::{Counters, LogEntry};
pub use profile::{MvpdSession, Profile, ProfileKind, SsoToken};
pub use running::{Running, Sandbox};
pub use statement::{
    software_statement, software_statement_of_ref40, unapproved_software_statement,
};
