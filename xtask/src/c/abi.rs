//! The recorded ABI: types and functions as libabigail sees them, numbers as they stand in the
//! header, and docs/abi.md.
//!
//! libabigail reads C's debug information, and the library has Rust's. So it looks at a library of
//! empty C functions made from the header, which a test keeps equal to the sources.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::header::Function;
use super::program::{declared, folder};
use crate::command::Cmd;
use crate::files;
use crate::project::Project;

const RECORDED: &str = "tests/capi/abi/tvpass.abi";
const NUMBERS: &str = "tests/capi/abi/numbers.txt";
const SYMBOLS: &str = "docs/abi.md";

/// The head of the table there; it has others.
const TABLE: &str = "| symbol | since |";

/// Writes down the ABI as it is now.
pub(crate) fn record(project: &Project) -> Result<(), String> {
    let text = describe(project, &shell(project)?)?;
    files::write(project.root.join(RECORDED), &text)?;
    files::write(project.root.join(NUMBERS), &numbers(project)?)?;
    let file = project.root.join(SYMBOLS);
    let text = files::read(&file)?;
    let known = versions(&text);
    let mut table = format!("{TABLE}\n|---|---|\n");
    for function in declared(project)?.functions {
        let since = known
            .get(&function.name)
            .map_or(env!("CARGO_PKG_VERSION"), String::as_str);
        let _ = writeln!(table, "| `{}` | {since} |", function.name);
    }
    let head = text.split(TABLE).next().unwrap_or_default();
    files::write(&file, format!("{head}{table}"))?;
    println!("recorded; look at the differences before committing them");
    Ok(())
}

/// Compares the ABI with the recorded one.
pub(crate) fn compare(project: &Project) -> Result<(), String> {
    let shell = shell(project)?;
    let now = folder(project).join("abi/now.abi");
    files::write(&now, &describe(project, &shell)?)?;
    let difference =
        Cmd::new(project, "abidiff", ["--harmless"]).args([&project.root.join(RECORDED), &now]);
    println!("$ {difference}");
    difference.capture_all().map_err(|what| {
        format!("the ABI is not the recorded one; see docs/abi.md, then `cargo xtask abi`\n{what}")
    })?;
    if files::read(project.root.join(NUMBERS))? != numbers(project)? {
        return Err(format!(
            "{NUMBERS} is not what the header says; see docs/abi.md, then `cargo xtask abi`"
        ));
    }
    let documented = versions(&files::read(project.root.join(SYMBOLS))?);
    let declared: Vec<_> = declared(project)?
        .functions
        .into_iter()
        .map(|function| function.name)
        .collect();
    let missing = declared
        .iter()
        .filter(|name| !documented.contains_key(*name))
        .map(|name| format!("{name} is missing"));
    let stale = documented
        .keys()
        .filter(|name| !declared.contains(name))
        .map(|name| format!("{name} is not in the header"));
    let unreleased = documented
        .iter()
        .filter(|(_, since)| !is_a_version_up_to_ours(since))
        .map(|(name, since)| format!("{name} is said to be there since {since:?}"));
    let complaints: Vec<_> = missing.chain(stale).chain(unreleased).collect();
    match complaints.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "{SYMBOLS}: {}; `cargo xtask abi`",
            complaints.join(", ")
        )),
    }
}

/// Whether a function can have come in this version.
fn is_a_version_up_to_ours(text: &str) -> bool {
    let numbers = |text: &str| -> Option<Vec<u32>> {
        text.split('.').map(|part| part.parse().ok()).collect()
    };
    let since = numbers(text).filter(|numbers| numbers.len() == 3);
    since.is_some() && since <= numbers(env!("CARGO_PKG_VERSION"))
}

fn describe(project: &Project, library: &Path) -> Result<String, String> {
    Cmd::new(
        project,
        "abidw",
        ["--no-corpus-path", "--no-comp-dir-path", "--no-show-locs"],
    )
    .args([library])
    .capture()
}

/// A library with the header's functions, all empty.
fn shell(project: &Project) -> Result<PathBuf, String> {
    let folder = folder(project).join("abi");
    files::make(&folder)?;
    let mut source = String::from("#include \"tvpass.h\"\n");
    for function in declared(project)?.functions {
        define(&mut source, &function);
    }
    let file = folder.join("shell.c");
    files::write(&file, &source)?;
    let library = folder.join("libshell.so");
    Cmd::new(
        project,
        "gcc",
        ["-std=c11", "-g", "-shared", "-fPIC", "-Iinclude"],
    )
    .args([
        "-DTVPASS_HAS_UREQ",
        "-DTVPASS_HAS_FILE_STORE",
        "-DTVPASS_HAS_FLOWS",
        "-w",
    ])
    // The record is the same wherever the checkout lies.
    .args([format!("-ffile-prefix-map={}=abi", folder.display())])
    .args([&file, Path::new("-o"), &library])
    .run()?;
    Ok(library)
}

/// Adds an empty definition of `function`.
pub(super) fn define(source: &mut String, function: &Function) {
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .map(|parameter| format!("{} {}", parameter.kind, parameter.name))
        .collect();
    let parameters = match parameters.is_empty() {
        true => "void".to_owned(),
        false => parameters.join(", "),
    };
    let Function { returns, name, .. } = function;
    let body = match returns.as_str() {
        "void" => String::new(),
        _ => format!("static {returns} nothing; return nothing; "),
    };
    let _ = writeln!(source, "{returns} {name}({parameters}) {{ {body}}}");
}

/// The header's numbers, sorted by name.
fn numbers(project: &Project) -> Result<String, String> {
    let header = files::read(project.root.join("include/tvpass.h"))?;
    let mut lines: Vec<_> = header
        .lines()
        .filter_map(|line| line.strip_prefix("#define TVPASS_"))
        .filter_map(|line| line.split(" ///<").next())
        .filter(|line| line.contains(' ') && !line.starts_with("VERSION_"))
        .map(|line| format!("TVPASS_{line}\n"))
        .collect();
    lines.sort();
    Ok(lines.concat())
}

/// The versions in which functions came, from the table in docs/abi.md.
fn versions(text: &str) -> BTreeMap<String, String> {
    let table = text.split(TABLE).nth(1).unwrap_or_default();
    table
        .lines()
        .filter_map(|line| {
            let (name, since) = line.strip_prefix("| `")?.split_once("` | ")?;
            Some((
                name.to_owned(),
                since.trim_end_matches([' ', '|']).to_owned(),
            ))
        })
        .collect()
}
