//! Colours, each for what it means.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

/// For what is wrong.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// For what is right.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// For what should be looked at.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default();
/// For heads and what matters most.
pub(crate) const BOLD: Style = Style::new().bold();

/// `text` in a style, which is taken out again where colours are not wanted.
pub(crate) fn styled(style: Style, text: &dyn Display) -> String {
    format!("{style}{text}{style:#}")
}
