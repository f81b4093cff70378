//! What is measured, as tables for people.

use serde_json::Value;

/// One table. The first columns are texts, the others numbers.
pub(crate) struct Table {
    pub(crate) title: String,
    pub(crate) columns: &'static [&'static str],
    pub(crate) rows: Vec<Vec<Value>>,
    /// What is not in the table, and why.
    pub(crate) notes: Vec<String>,
}

impl Table {
    pub(crate) fn new(title: impl Into<String>, columns: &'static [&'static str]) -> Self {
        Self {
            title: title.into(),
            columns,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a row, one cell per column.
    pub(crate) fn row<const N: usize>(&mut self, cells: [Value; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(cells.into());
    }

    /// The table as text, with a line at its end.
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![self.columns.iter().map(|&name| name.to_owned()).collect()];
        lines.extend(self.rows.iter().map(|row| row.iter().map(shown).collect()));
        let width = |column: usize| {
            let cells = lines
                .iter()
                .filter_map(|line: &Vec<String>| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let is_text = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.all(|cell| cell.is_string() || cell.is_null())
        };
        let mut text = format!("{}\n", self.title);
        for line in &lines {
            let mut shown = String::from(" ");
            for (column, cell) in line.iter().enumerate() {
                let width = width(column);
                shown += &match is_text(column) {
                    true => format!(" {cell:<width$} "),
                    false => format!(" {cell:>width$} "),
                };
            }
            text += shown.trim_end();
            text.push('\n');
        }
        for note in &self.notes {
            text += &format!("  {note}\n");
        }
        text
    }
}

/// A cell: numbers in groups of three digits.
fn shown(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_u64() => grouped(&number.to_string()),
        other => other.to_string(),
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_table_is_aligned_and_its_numbers_are_grouped() {
        let mut table = Table::new("costs", &["program", "instructions"]);
        table.row([json!("rust"), json!(1234567)]);
        table.row([json!("c by hand"), json!(12)]);
        table.notes.push("nothing else".to_owned());
        assert_eq!(
            table.text(),
            "costs\n  program    instructions\n  rust          1,234,567\n  c by hand            12\n  nothing else\n"
        );
    }
}
