//! The table that a person reads.

use std::io::Write as _;

/// Prints to standard output. Whoever reads it may have had enough (`| head -1`); the logouts go
/// on.
pub(crate) fn show(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

/// Prints a line to standard error, whether or not somebody still reads it.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What is left of a session after the program has done its part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// Nothing.
    Nothing,
    /// What only the user can end, who was told how.
    ToTheUser,
    /// The provider's own session may still be open.
    Open,
}

pub(crate) struct Row {
    cells: [String; 4],
    pub(crate) left: Left,
}

impl Row {
    /// A row of texts that are [`printable`](tvpass::error::printable).
    pub(crate) fn new(provider: &str, action: &str, task: &str, left: Left, outcome: &str) -> Self {
        Self {
            cells: [provider, action, task, outcome].map(str::to_owned),
            left,
        }
    }
}

const TITLES: [&str; 4] = [
    "provider",
    "actionName",
    "what the device must do",
    "outcome",
];

/// Longer tasks go on below, so that a terminal of 120 columns shows every row whole.
const TASK_WIDTH: usize = 46;

pub(crate) fn print(rows: &[Row]) {
    let titles = Row::new(TITLES[0], TITLES[1], TITLES[2], Left::Nothing, TITLES[3]);
    let width = |at: usize| {
        let lengths = rows.iter().map(|row| row.cells[at].chars().count());
        lengths.chain([TITLES[at].len()]).max().unwrap_or_default()
    };
    let (provider, action) = (width(0), width(1));
    for (index, row) in std::iter::once(&titles).chain(rows).enumerate() {
        let mut lines = wrap(&row.cells[2]).into_iter();
        let first = lines.next().unwrap_or_default();
        show(&format!(
            "{:provider$}  {:action$}  {first:TASK_WIDTH$}  {}\n",
            row.cells[0], row.cells[1], row.cells[3]
        ));
        for line in lines {
            show(&format!("{:provider$}  {:action$}  {line}\n", "", ""));
        }
        if index == 0 {
            let width = provider + action + TASK_WIDTH + 2 * 3 + 22;
            show(&format!("{}\n", "-".repeat(width)));
        }
    }
}

/// Lines of at most [`TASK_WIDTH`] characters, broken at spaces; a longer word (a URL) stays whole.
fn wrap(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= TASK_WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
