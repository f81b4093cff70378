//! Text from outside as a terminal and an XML file take it: one line, nothing that steers them.

/// The text with a replacement character for what is no plain text: control characters, line
/// breaks, marks that turn the direction of writing, and the two that XML 1.0 §2.2 leaves out.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if steers(c) { '\u{FFFD}' } else { c })
        .collect()
}

fn steers(c: char) -> bool {
    let turns = [
        '\u{200B}'..='\u{200F}',
        '\u{2028}'..='\u{202E}',
        '\u{2060}'..='\u{206F}',
    ];
    c.is_control()
        || turns.iter().any(|range| range.contains(&c))
        || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(plain("a\u{1b}[2J\n\u{202e}b\u{9b}é…"), "a�[2J��b�é…");
    }
}
