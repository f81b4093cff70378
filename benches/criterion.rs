//! Criterion's times of the jobs in Rust. `cargo xtask bench` runs this, with the folder of the
//! inputs in `TVPASS_BENCH_INPUT`.
#![allow(missing_docs, clippy::expect_used)]

use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use tvpass_bench::{IMPLEMENTATIONS, Input, JOBS, JOBS_OF_LIBRARY, job};

fn jobs(criterion: &mut Criterion) {
    let folder = std::env::var_os("TVPASS_BENCH_INPUT")
        .expect("TVPASS_BENCH_INPUT is the folder of the inputs: run cargo xtask bench");
    let input = Input::read(&PathBuf::from(folder)).expect("the inputs");
    for implementation in IMPLEMENTATIONS {
        let extra = match *implementation {
            "library" => JOBS_OF_LIBRARY,
            _ => &[],
        };
        for name in JOBS.iter().chain(extra) {
            let mut round = job(implementation, name, &input).expect("the first round");
            criterion.bench_function(&format!("{implementation}/{name}"), |b| {
                b.iter(|| round().expect("a round"));
            });
        }
    }
}

criterion_group! {
    name = logout;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    targets = jobs
}
criterion_main!(logout);
