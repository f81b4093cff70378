//! `cargo xtask header`: writes `include/tvpass.h` as the sources say it should be.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::Cmd;
use crate::files;
use crate::project::{LIBRARY, Project};

pub(crate) fn write(project: &Project) -> Result<(), String> {
    let generated = generated(project)?;
    let text = files::read(&generated)?;
    let header = project.root.join("include/tvpass.h");
    if fs::read_to_string(&header).is_ok_and(|old| old == text) {
        println!("include/tvpass.h is up to date");
        return Ok(());
    }
    files::write(&header, text)?;
    println!("include/tvpass.h is written; look at the difference before committing it");
    Ok(())
}

/// Where the library's build script has written the header.
fn generated(project: &Project) -> Result<PathBuf, String> {
    let check = [
        "check",
        "--locked",
        "--package",
        LIBRARY,
        "--no-default-features",
        "--features=capi-header",
        "--message-format=json",
    ];
    let messages = Cmd::cargo(project, check).capture()?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| text(message, "reason") == Some("build-script-executed"))
        .filter(|message| {
            text(message, "package_id").is_some_and(|id| {
                // `path+file:///…/tvpass#0.1.0`, or `…#tvpass@0.1.0` in a folder of another name.
                id.starts_with("path+") && !id.contains("/sandbox#") && !id.contains("/xtask#")
            })
        })
        .find_map(|message| {
            text(&message, "out_dir").map(|folder| Path::new(folder).join("tvpass.h"))
        })
        .ok_or_else(|| "cargo did not say where the build script wrote the header".to_owned())
}

fn text<'a>(message: &'a Value, key: &str) -> Option<&'a str> {
    message.get(key).and_then(Value::as_str)
}
