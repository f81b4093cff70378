//! `cargo xtask dist c`: the C library as it is shipped, in an install prefix, with its size.

use std::path::PathBuf;

use crate::Outcome;
use crate::c::dist::{self, Options};
use crate::project::Project;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    match rest.next().map(String::as_str) {
        Some("c") => {}
        _ => return Outcome::Usage("dist makes the C library: dist c".to_owned()),
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
