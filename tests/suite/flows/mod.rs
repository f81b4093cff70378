//! Flows, driven by a scripted host in virtual time: no socket, no clock, no thread.

mod browser;
mod host;
mod hostile;
mod interrupted;
mod locks;
mod partner;
mod picker;
mod play;
mod races;
mod second_screen;
mod secrets;
mod sessions;
mod sign_out;
mod status;
mod storing;
mod temporary;
