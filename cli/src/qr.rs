//! A QR code of blocks, for a terminal.

use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around it that a reader needs: four by the standard, two do on a screen.
const MARGIN: i32 = 2;

/// `text` as a QR code: two modules in a character, dark on light whatever the terminal's colours
/// are. `None` if it is too long for one.
pub(crate) fn blocks(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let range = || -MARGIN..code.size() + MARGIN;
    let mut blocks = String::new();
    for y in range().step_by(2) {
        for x in range() {
            // A light module is drawn: terminals are dark more often than not.
            let light = |y| !code.get_module(x, y);
            blocks.push(match (light(y), light(y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        blocks.push('\n');
    }
    Some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_margin_and_its_finder_patterns() {
        let blocks = blocks("https://tv.example/activate?code=8BLW4RW").unwrap();
        let lines: Vec<Vec<char>> = blocks.lines().map(|line| line.chars().collect()).collect();
        let size = lines[0].len();
        assert_eq!(size, 25 + 4 + 4, "version 3, and the margin");
        assert_eq!(lines.len(), size.div_ceil(2));
        assert!(lines[0].iter().all(|c| *c == '█'), "the margin is light");
        // The upper left finder pattern: seven dark modules, one light, below the margin.
        let first: String = lines[1][2..10].iter().collect();
        assert_eq!(first, " ▄▄▄▄▄ █");
        assert_eq!(super::blocks(&"x".repeat(4000)), None);
    }
}
