//! Does a job many times, for `cargo xtask bench` to count:
//! `tvpass-bench IMPLEMENTATION JOB ROUNDS INPUT-FOLDER`.
#![forbid(unsafe_code)]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use tvpass_bench::Input;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tvpass-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let [implementation, job, rounds, folder] = arguments else {
        return Err("usage: tvpass-bench IMPLEMENTATION JOB ROUNDS INPUT-FOLDER".into());
    };
    let input = Input::read(Path::new(folder))?;
    let job = tvpass_bench::job(implementation, job, &input)?;
    tvpass_bench::run(job, rounds.parse()?)
}
