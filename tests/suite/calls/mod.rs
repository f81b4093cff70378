//! Calls, driven by a scripted host in virtual time: no socket, no clock, no thread.

mod app_tokens;
mod clock;
mod doubt;
mod host;
mod limits;
mod misuse;
mod observer;
mod operations;
mod pacing;
mod persistence;
mod recovery;
mod retry;
mod retry_after;
mod secrets;
mod sharing;
mod start;
mod storing;
