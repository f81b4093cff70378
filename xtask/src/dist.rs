//! `cargo xtask dist c`: the C library as it is shipped, in an install prefix.
//! `cargo xtask dist swift`: the Swift package with the libraries for Apple's systems, on a Mac.

use std::path::PathBuf;

use crate::c::dist::{self, Options};
use crate::command::Cmd;
use crate::outcome::Outcome;
use crate::project::Project;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let options = match options(arguments) {
        Ok(options) => options,
        Err(what) => return Outcome::Usage(what),
    };
    let made = Project::find().and_then(|project| dist::make(&project, &options));
    made.map(|prefix| println!("\ninstalled in {}", prefix.display()))
        .into()
}

/// What follows `dist c`.
pub(crate) fn options<'a>(
    arguments: impl IntoIterator<Item = &'a String>,
) -> Result<Options, String> {
    let mut options = Options::default();
    let mut rest = arguments.into_iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--http" => options.ureq = true,
            "--without-flows" => options.without_flows = true,
            "--firmware" => options.firmware = true,
            "--abort" => options.aborts = true,
            "--relr" => options.packs_relocations = true,
            "--prefix" => {
                options.prefix = Some(
                    rest.next()
                        .map(PathBuf::from)
                        .ok_or("--prefix needs a folder")?,
                );
            }
            "--target" => {
                options.target = Some(rest.next().cloned().ok_or("--target needs a Rust target")?);
            }
            other => return Err(format!("dist c has no option {other}")),
        }
    }
    if options.aborts && !options.firmware {
        return Err("--abort goes with --firmware: it takes a std that is rebuilt".to_owned());
    }
    Ok(options)
}

/// The script does it all, so that it can be run without this program, too.
pub(crate) fn swift(project: &Project) -> Result<(), String> {
    Cmd::new(
        project,
        project.root.join("bindings/swift/dist.sh"),
        [""; 0],
    )
    .run()
}
