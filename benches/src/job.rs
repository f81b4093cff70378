//! The jobs that every implementation does, and how they are repeated.

use std::error::Error;
use std::hint::black_box;

/// More than any implementation's preparation needs at its peak. Held while the rounds run, so that
/// the peak of the heap lies there.
const BALLAST_BYTES: usize = 4 << 20;

/// One round of a job.
pub type Job<'a> = Box<dyn FnMut() -> Result<(), Box<dyn Error>> + 'a>;

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

/// The job with this name; what it does not do each time is done here.
pub(crate) fn of<'a, S: Subject + 'a>(subject: S, name: &str) -> Result<Job<'a>, Box<dyn Error>> {
    let prepared = subject.prepare()?;
    let request = subject.build(&prepared)?;
    if subject.interpret(&request)? == 0 {
        return Err("the answer has no URL to open".into());
    }
    Ok(match name {
        "prepare" => Box::new(move || {
            black_box(subject.prepare()?);
            Ok(())
        }),
        "build" => Box::new(move || {
            black_box(subject.build(&prepared)?);
            Ok(())
        }),
        "interpret" => Box::new(move || {
            black_box(subject.interpret(&request)?);
            Ok(())
        }),
        "both" => Box::new(move || {
            let request = subject.build(&prepared)?;
            black_box(subject.interpret(&request)?);
            Ok(())
        }),
        "all" => Box::new(move || {
            let request = subject.build(&subject.prepare()?)?;
            black_box(subject.interpret(&request)?);
            Ok(())
        }),
        // For the test that more work is noticed.
        "twice" => Box::new(move || {
            for _ in 0..2 {
                let request = subject.build(&prepared)?;
                black_box(subject.interpret(&request)?);
            }
            Ok(())
        }),
        other => return Err(format!("no job is called {other:?}").into()),
    })
}

/// Does the job so many times.
///
/// # Errors
///
/// What the job fails with.
pub fn run(mut job: Job<'_>, rounds: u32) -> Result<(), Box<dyn Error>> {
    let ballast = black_box(Vec::<u8>::with_capacity(BALLAST_BYTES));
    for _ in 0..rounds {
        job()?;
    }
    drop(ballast);
    Ok(())
}
