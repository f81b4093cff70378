//! `cargo xtask dist c`: the C library as it is shipped, in an install prefix, with its size. `cargo xtask dist swift`: the Swift package
//! with the libraries for Apple's systems, on a Mac.

use std::path::PathBuf;

use crate::Outcome;
use crate::c::dist::{self, Options};
use crate::command::Cmd;
use crate::project::Project;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    match rest.next().map(String::as_str) {
        Some("c") => {}
        Some("swift") => return swift(arguments.get(1..).unwrap_or_default()),
        _ => {
            return Outcome::Usage(
                "dist makes the C library or the Swift package: dist c, dist swift".to_owned(),
            );
        }
    }
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--http" => options.ureq = true,
            "--firmware" => options.firmware = true,
            "--prefix" => match rest.next() {
                Some(folder) => options.prefix = Some(PathBuf::from(folder)),
                None => return Outcome::Usage("--prefix needs a folder".to_owned()),
            },
            "--target" => match rest.next() {
                Some(target) => options.target = Some(target.clone()),
                None => return Outcome::Usage("--target needs a Rust target".to_owned()),
            },
            other => return Outcome::Usage(format!("dist c has no option {other}")),
        }
    }
    match Project::find().and_then(|project| dist::make(&project, &options)) {
        Ok(prefix) => {
            println!("\ninstalled in {}", prefix.display());
            Outcome::Done
        }
        Err(reason) => Outcome::Failed(reason),
    }
}

/// The script does it all, so that it can be run without this program, too.
fn swift(arguments: &[String]) -> Outcome {
    let made = Project::find().and_then(|project| {
        let script = project.root.join("bindings/swift/dist.sh");
        Cmd::new(&project, script, arguments).run()
    });
    match made {
        Ok(()) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}
