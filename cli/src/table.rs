//! Tables of plain text.

use std::io::{self, Write};

use tvpass::error::printable;

use crate::style::{BOLD, styled};

/// Writes `rows` under `heads` in columns, each as wide as its widest text. Texts of the service
/// are made harmless for a terminal here.
pub(crate) fn write<const N: usize>(
    out: &mut dyn Write,
    heads: [&str; N],
    rows: &[[String; N]],
) -> io::Result<()> {
    let width_of = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column));
        let widest = texts.map(|text| printable(text).chars().count()).max();
        let head = heads.get(column).map_or(0, |head| head.chars().count());
        widest.unwrap_or(0).max(head)
    };
    let widths: [usize; N] = std::array::from_fn(width_of);
    let head = line(&heads, &widths);
    writeln!(out, "{}", styled(BOLD, &head))?;
    for row in rows {
        let row = row.each_ref().map(String::as_str);
        writeln!(out, "{}", line(&row, &widths))?;
    }
    Ok(())
}

fn line(texts: &[&str], widths: &[usize]) -> String {
    let mut line = String::new();
    for (text, width) in texts.iter().zip(widths) {
        let text = printable(text);
        line.push_str(&text);
        let blanks = width.saturating_sub(text.chars().count()) + 2;
        line.extend(std::iter::repeat_n(' ', blanks));
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_text() {
        let mut out = Vec::new();
        let rows = [
            ["Cablevision".to_owned(), "é".to_owned()],
            ["a\u{1b}[31m".to_owned(), "b".to_owned()],
        ];
        write(&mut out, ["ID", "NAME"], &rows).unwrap();
        let text = anstream::adapter::strip_str(std::str::from_utf8(&out).unwrap()).to_string();
        assert_eq!(text, "ID           NAME\nCablevision  é\na [31m       b\n");
    }
}
