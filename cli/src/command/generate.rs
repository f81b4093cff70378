//! `tvpass completions` and `tvpass man`: what is generated from the command line's own
//! description.

use std::path::Path;

use clap::Command;

use crate::exit::{Exit, Failure, Outcome};
use crate::screen::Screen;

pub(crate) fn completions(
    mut command: Command,
    shell: clap_complete::Shell,
    screen: &Screen,
) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "tvpass", &mut script);
    screen.write(|out| out.write_all(&script))?;
    Ok(Exit::Done)
}

pub(crate) fn manual(command: Command, to: Option<&Path>, screen: &Screen) -> Outcome {
    let Some(folder) = to else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| Failure::Other(error.to_string()))?;
        screen.write(|out| out.write_all(&page))?;
        return Ok(Exit::Done);
    };
    let refuse =
        |error: std::io::Error| Failure::Usage(format!("--to {}: {error}", folder.display()));
    std::fs::create_dir_all(folder).map_err(refuse)?;
    clap_mangen::generate_to(command, folder).map_err(refuse)?;
    Ok(Exit::Done)
}
