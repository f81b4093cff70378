//! The list of all pages and controls, for people.

/// The list, as `GET /` answers it to programs.
pub(crate) const TEXT: &str = include_str!("help.txt");
