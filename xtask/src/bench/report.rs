//! Where the tables go: standard output and files.

use std::path::Path;

use super::program::folder;
use super::table::Table;
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

/// Prints the report and, if it is to be recorded, puts it beside the notes.
pub(crate) fn write(project: &Project, tables: &[Table], record: bool) -> Result<(), String> {
    let mut texts = vec![machine(project)?];
    texts.extend(tables.iter().map(Table::text));
    let text = texts.join("\n");
    println!("\n{text}");
    // Standard output has the commands as well.
    save(&folder(project).join("report.txt"), &text)?;
    if record {
        save(&project.root.join("docs/notes/measured.txt"), &text)?;
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

fn save(file: &Path, text: &str) -> Result<(), String> {
    files::write(file, text)?;
    println!("wrote {}", file.display());
    Ok(())
}
