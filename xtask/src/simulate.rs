//! `cargo xtask simulate [DEVICES [SEEDS [FIRST SEED]]]`: the simulation in any size; without numbers the full one.

use crate::Outcome;
use crate::project::Project;
use crate::suites::simulation;

pub(crate) fn main(arguments: &[String]) -> Outcome {
    let mut sizes = [10_000, 1000, 1];
    if arguments.len() > sizes.len() {
        return Outcome::Usage("simulate takes at most three numbers".to_owned());
    }
    for (size, argument) in sizes.iter_mut().zip(arguments) {
        match argument.parse::<u64>() {
            Ok(number) if number > 0 => *size = number,
            _ => return Outcome::Usage(format!("not a number above 0: {argument}")),
        }
    }
    let [devices, seeds, first] = sizes;
    let result =
        Project::find().and_then(|project| simulation::simulate(&project, first, seeds, devices));
    match result {
        Ok(_) => Outcome::Done,
        Err(reason) => Outcome::Failed(reason),
    }
}
