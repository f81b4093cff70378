//! Adobe's own samples of REST API V2 beyond logout, and cases derived from what its pages
//! contradict each other in: the requests rebuilt, the answers read.

mod configuration;
mod decisions;
mod partner;
mod profiles;
mod sample;
mod sessions;

use std::collections::BTreeSet;

/// Which operations have a test here.
const COVERED: [&str; 12] = [
    configuration::CONFIGURATION,
    sessions::CREATE,
    sessions::RESUME,
    sessions::RETRIEVE,
    sessions::AUTHENTICATE,
    profiles::ALL,
    profiles::FOR_MVPD,
    profiles::FOR_CODE,
    partner::REQUEST,
    partner::PROFILE,
    decisions::PREAUTHORIZE,
    decisions::AUTHORIZE,
];

/// No file and no sample is passed over.
#[test]
fn every_sample_of_every_file_is_compared() {
    let mut operations = BTreeSet::new();
    let folder = format!("{}/tests/data/vectors/v2", env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        files += 1;
        for sample in sample::file(&name) {
            let operation = sample.operation().to_owned();
            let is_derived = name == "derived-v2.json";
            let expected = format!("{}-v2.json", operation.replace('_', "-"));
            assert!(is_derived || name == expected, "{operation} in {name}");
            operations.insert(operation);
        }
    }
    let known: BTreeSet<_> = COVERED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(operations, known);
    assert_eq!(files, 13);
}
