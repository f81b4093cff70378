//! The jobs that every implementation does, and how they are repeated and timed.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

/// More than any implementation's preparation needs at its peak. Held while the rounds run, so that the peak of the heap lies there.
const BALLAST_BYTES: usize = 4 << 20;

/// An implementation.
pub(crate) trait Subject {
    type Prepared;
    type Request;

    /// What is made once per start of an app.
    fn prepare(&self) -> Result<Self::Prepared, Box<dyn Error>>;

    /// A request, made and read.
    fn build(&self, prepared: &Self::Prepared) -> Result<Self::Request, Box<dyn Error>>;

    /// The answer, read: how many URLs are to be opened.
    fn interpret(&self, request: &Self::Request) -> Result<usize, Box<dyn Error>>;
}

/// Does `job` so many times; with `timed` until it has an opinion, and then prints the median in nanoseconds.
pub(crate) fn run<S: Subject>(
    subject: &S,
    job: &str,
    rounds: u32,
    timed: bool,
) -> Result<(), Box<dyn Error>> {
    let prepared = subject.prepare()?;
    let request = subject.build(&prepared)?;
    if subject.interpret(&request)? == 0 {
        return Err("the answer has no URL to open".into());
    }
    let round = || -> Result<(), Box<dyn Error>> {
        match job {
            "prepare" => drop(black_box(subject.prepare()?)),
            "build" => drop(black_box(subject.build(&prepared)?)),
            "interpret" => drop(black_box(subject.interpret(&request)?)),
            "both" => {
                let request = subject.build(&prepared)?;
                black_box(subject.interpret(&request)?);
            }
            "all" => {
                let request = subject.build(&subject.prepare()?)?;
                black_box(subject.interpret(&request)?);
            }
            other => return Err(format!("no job is called {other:?}").into()),
        }
        Ok(())
    };
    if timed {
        println!("{}", median_ns(&round)?);
        return Ok(());
    }
    let ballast = black_box(Vec::<u8>::with_capacity(BALLAST_BYTES));
    for _ in 0..rounds {
        round()?;
    }
    drop(ballast);
    Ok(())
}

/// The median of many batches.
fn median_ns(round: &dyn Fn() -> Result<(), Box<dyn Error>>) -> Result<u128, Box<dyn Error>> {
    const BATCHES: usize = 101;
    const ROUNDS: u32 = 200;
    let mut batches = Vec::with_capacity(BATCHES);
    for _ in 0..BATCHES {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            round()?;
        }
        batches.push(start.elapsed().as_nanos() / u128::from(ROUNDS));
    }
    batches.sort_unstable();
    Ok(batches.get(BATCHES / 2).copied().unwrap_or_default())
}
