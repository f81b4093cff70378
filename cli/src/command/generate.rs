//! `tvpass completions` and `tvpass man`: what is generated from the command line's own
//! description.

use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use serde::Serialize;

use crate::exit::{Exit, Failure, Outcome};
use crate::screen::{Report, Screen};

/// What was made: text to be put somewhere, as it is.
#[derive(Serialize)]
struct Generated {
    text: String,
}

impl Report for Generated {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.text.as_bytes())
    }
}

/// The pages that were written to a folder; to people they say nothing.
#[derive(Serialize)]
struct Written {
    files: Vec<String>,
}

impl Report for Written {
    fn write(&self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn show(text: Vec<u8>, screen: &Screen) -> Outcome {
    let text = String::from_utf8(text).map_err(|error| Failure::Other(error.to_string()))?;
    screen.show(&Generated { text })?;
    Ok(Exit::Done)
}

pub(crate) fn completions(
    mut command: Command,
    shell: clap_complete::Shell,
    screen: &Screen,
) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "tvpass", &mut script);
    show(script, screen)
}

pub(crate) fn manual(command: Command, to: Option<&Path>, screen: &Screen) -> Outcome {
    let Some(folder) = to else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| Failure::Other(error.to_string()))?;
        return show(page, screen);
    };
    let refuse =
        |error: std::io::Error| Failure::Usage(format!("--to {}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(refuse)?;
    clap_mangen::generate_to(command, folder).map_err(refuse)?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refuse)? {
        let path = entry.map_err(refuse)?.path();
        if path.extension().is_some_and(|extension| extension == "1") {
            files.push(path.display().to_string());
        }
    }
    files.sort_unstable();
    screen.show(&Written { files })?;
    Ok(Exit::Done)
}
