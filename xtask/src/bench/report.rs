//! Where the tables go: standard output, files, and the page that quotes them.

use std::fs;
use std::path::Path;

use super::program::folder;
use super::table::Table;
use crate::command::Cmd;
use crate::project::Project;

/// Prints the report and, if it is to be recorded, writes it into the page that quotes it.
pub(crate) fn write(project: &Project, tables: &[Table], record: bool) -> Result<(), String> {
    let mut texts = vec![machine(project)?];
    texts.extend(tables.iter().map(Table::text));
    let text = texts.join("\n");
    println!("\n{text}");
    // Standard output has the commands as well.
    save(&folder(project).join("report.txt"), &text)?;
    if record {
        let page = project.root.join("docs/performance.md");
        let old = fs::read_to_string(&page).map_err(|e| format!("{}: {e}", page.display()))?;
        let new = quoting(&old, &text);
        save(
            &page,
            &new.ok_or(format!("{}: no block {START}", page.display()))?,
        )?;
    }
    Ok(())
}

/// What the numbers depend on.
fn machine(project: &Project) -> Result<String, String> {
    let say = |program: &str, arguments: &[&str]| {
        let text = Cmd::new(project, program, arguments.iter().copied()).capture()?;
        Ok::<_, String>(text.lines().next().unwrap_or_default().trim().to_owned())
    };
    Ok(format!(
        "{}; gcc {}; {}; {}; {}\n",
        say("rustc", &["--version"])?,
        say("gcc", &["-dumpfullversion"])?,
        say("valgrind", &["--version"])?,
        say("uname", &["--kernel-name", "--machine"])?,
        say("date", &["--utc", "+%F"])?,
    ))
}

/// What stands before the block of a page that quotes the report.
const START: &str = "<!-- cargo xtask bench --record -->\n```text\n";

fn quoting(page: &str, report: &str) -> Option<String> {
    let (before, rest) = page.split_once(START)?;
    let (_, after) = rest.split_once("```\n")?;
    Some(format!("{before}{START}{report}```\n{after}"))
}

fn save(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_quotes_the_report() {
        let page = format!("before\n{START}old\n```\nafter\n```text\nother\n```\n");
        let expected = format!("before\n{START}new\n```\nafter\n```text\nother\n```\n");
        assert_eq!(quoting(&page, "new\n"), Some(expected));
        assert_eq!(quoting("no block", "new\n"), None);
    }

    #[test]
    fn the_page_has_the_block() {
        let page = include_str!("../../../docs/performance.md");
        assert!(quoting(page, "").is_some());
    }
}
