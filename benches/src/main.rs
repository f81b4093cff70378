//! Does a job many times, for `cargo xtask bench` to count and time: `tvpass-bench IMPLEMENTATION JOB ROUNDS|time INPUT-FOLDER`.

mod by_hand;
mod input;
mod job;
mod library;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use input::Input;

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
        return Err("usage: tvpass-bench IMPLEMENTATION JOB ROUNDS|time INPUT-FOLDER".into());
    };
    let (timed, rounds) = match rounds.as_str() {
        "time" => (true, 0),
        rounds => (false, rounds.parse()?),
    };
    let input = Input::read(Path::new(folder))?;
    match implementation.as_str() {
        "library" => job::run(&library::Library(&input), job, rounds, timed),
        "by-hand" => job::run(&by_hand::ByHand(&input), job, rounds, timed),
        other => Err(format!("no implementation is called {other:?}").into()),
    }
}
