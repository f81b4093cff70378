//! `tvpass register`: the app on this device, once.

use std::io::{self, Write};

use clap::Args;
use serde::Serialize;
use tvpass::operation::RetrieveProfiles;

use crate::connection::Service;
use crate::exit::{Exit, Outcome};
use crate::screen::{Report, Screen};
use crate::settings::Settings;
use crate::style::{GOOD, styled};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Register anew, although there is a registration: this device's profiles are gone then
    #[arg(long)]
    again: bool,
}

/// The result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Registration {
    base: String,
    /// Whether it was made now.
    is_new: bool,
    /// The file that keeps it; `null` for a sandbox of this command's own.
    state_file: Option<String>,
    /// How many profiles there are.
    profiles: usize,
}

impl Report for Registration {
    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let what = match self.is_new {
            true => "registered",
            false => "was registered already",
        };
        writeln!(out, "{} at {}", styled(GOOD, &what), self.base)?;
        match &self.state_file {
            Some(file) => writeln!(out, "kept in {file}"),
            None => writeln!(out, "not kept: the sandbox ends with this command"),
        }
    }
}

pub(crate) fn run(options: &Options, settings: Settings, screen: &Screen) -> Outcome {
    let service = Service::open(settings, screen)?;
    if options.again {
        service.forget_registration();
    }
    let was_registered = service.is_registered();
    // A registration shows itself by its first token, and that by an operation.
    let profiles = service.run(RetrieveProfiles::new(service.service_provider()?)?)?;
    let state_file = service.state_file.as_ref();
    screen.show(&Registration {
        base: service.site.base().as_str().to_owned(),
        is_new: !was_registered,
        state_file: state_file.map(|path| path.display().to_string()),
        profiles: profiles.profiles.len(),
    })?;
    Ok(Exit::Done)
}
