//! The jobs of `cargo xtask bench` in Rust: through the library, and written by hand. The programs
//! count and time them.
#![forbid(unsafe_code)]

mod answers;
mod by_hand;
mod calls;
mod input;
mod job;
mod library;

use std::error::Error;
use std::time::Duration;

pub use input::Input;
pub use job::{Job, run};
pub use library::device;

/// The sample's device, before base64.
pub const IDENTIFIER: &str = "ba23d141-d715-561c-94f4-e9e4c966b1eb";

/// How an implementation is called on the command line.
pub const IMPLEMENTATIONS: &[&str] = &["library", "by-hand"];

/// What each implementation does.
pub const JOBS: &[&str] = &["prepare", "build", "interpret", "both", "all"];

/// What only the library does beside that.
pub const JOBS_OF_LIBRARY: &[&str] = &["stateless", "call"];

/// A job, ready to be done any number of times. It has been done once.
///
/// # Errors
///
/// There is no such implementation or job, or it fails.
pub fn job<'a>(
    implementation: &str,
    name: &str,
    input: &'a Input,
) -> Result<Job<'a>, Box<dyn Error>> {
    let mut job = match implementation {
        "library" => match calls::job(name, input)? {
            Some(job) => job,
            None => match answers::library(name, input)? {
                Some(job) => job,
                None => job::of(library::Library(input), name)?,
            },
        },
        "by-hand" => match answers::by_hand(name) {
            Some(job) => job,
            None => job::of(by_hand::ByHand(input), name)?,
        },
        other => return Err(format!("no implementation is called {other:?}").into()),
    };
    job()?;
    Ok(job)
}

/// In nanoseconds; 0 of none.
#[must_use]
pub fn median(mut times: Vec<Duration>) -> u64 {
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    u64::try_from(median.as_nanos()).unwrap_or(u64::MAX)
}
