//! A QR code of blocks, for a terminal.

use anstyle::{AnsiColor, Color, Style};
use tvpass::flow::{QrMatrix, SignInLink};

use crate::style::styled;

/// Light modules around it: the standard wants four.
const MARGIN: usize = 4;

/// Dark on light, whatever the terminal's own colours are.
const MODULES: Style = Style::new()
    .fg_color(Some(Color::Ansi(AnsiColor::BrightWhite)))
    .bg_color(Some(Color::Ansi(AnsiColor::Black)));

/// The QR code of a link, two modules in a character. `None` if the link is too long for one.
pub(crate) fn blocks(link: &SignInLink) -> Option<String> {
    let matrix = QrMatrix::of_link(link).ok()?;
    let side = matrix.size() + 2 * MARGIN;
    let lines = drawn(side, |x, y| {
        match (x.checked_sub(MARGIN), y.checked_sub(MARGIN)) {
            (Some(x), Some(y)) => matrix.is_dark(x, y),
            _ => false,
        }
    });
    let lines = lines.iter().map(|line| styled(MODULES, line));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Light modules are drawn, dark ones left out: terminals are dark more often than not, so that it
/// can be read without colours, too.
fn drawn(side: usize, is_dark: impl Fn(usize, usize) -> bool) -> Vec<String> {
    let line = |y: usize| {
        let blocks = (0..side).map(|x| match (is_dark(x, y), is_dark(x, y + 1)) {
            (false, false) => '█',
            (false, true) => '▀',
            (true, false) => '▄',
            (true, true) => ' ',
        });
        blocks.collect()
    };
    (0..side).step_by(2).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn two_modules_are_one_character() {
        // A dark dot in the middle, and one below it at the left.
        let is_dark = |x, y| (x, y) == (1, 1) || (x, y) == (0, 2);
        assert_eq!(drawn(3, is_dark), ["█▀█", "▄██"]);
        assert_eq!(drawn(1, |_, _| true), [" "]);
    }
}
