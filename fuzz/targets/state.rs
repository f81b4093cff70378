//! Any bytes as stored state: a client or an error. What is accepted is what a client wrote, and is
//! written again as it was.
//!
//! Input: used twice, as the state itself and as edits (position, byte) of a state that a client
//! wrote.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tvpass::Error;
use tvpass::call::{CallOptions, Client, StartTime, Step};
use tvpass::operation::InitiateLogout;
use tvpass_fuzz::{SECRETS, assert_no_secret, granted, redirect_url, registered, registering};

const START: StartTime = StartTime {
    now_ms: 1000,
    unix_ms: 1_767_225_600_000,
};

/// What a client that has registered and got a token asks to be stored.
static WRITTEN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let client = Client::new(registering(), START, 1);
    let operation =
        InitiateLogout::new("REF30", "Cablevision", &redirect_url()).expect("an operation");
    let mut call = client.start(1000, operation, CallOptions::new());
    let mut answers = [registered(), granted(21_600)].into_iter();
    loop {
        match call.poll(1000) {
            Step::Persist(_) => call.persisted(1000, true).expect("in order"),
            Step::Send(_) => match answers.next() {
                Some(answer) => call.respond(1000, &answer).expect("in order"),
                None => break,
            },
            step => panic!("{step:?}"),
        }
    }
    let state = client.state().expect("a state");
    state.expose().as_bytes().to_vec()
});

fuzz_target!(|input: &[u8]| {
    read(input);
    let mut edited = WRITTEN.clone();
    for edit in input.chunks_exact(3) {
        let at = usize::from(edit[0]) * 4 + usize::from(edit[1] & 3);
        match edited.get_mut(at) {
            Some(byte) => *byte = edit[2],
            None => edited.truncate(usize::from(edit[2]) * 4),
        }
    }
    read(&edited);
});

fn read(state: &[u8]) {
    match Client::with_state(registering(), state, START, 1) {
        Ok(client) => {
            assert!(client.is_registered());
            let again = client.state().expect("a state");
            let again = Client::with_state(registering(), again.expose().as_bytes(), START, 1);
            assert!(again.is_ok_and(|again| again.is_registered()));
        }
        Err(error) => {
            assert!(matches!(error, Error::State(_)), "{error:?}");
            assert_no_secret(&error, SECRETS);
        }
    }
}
