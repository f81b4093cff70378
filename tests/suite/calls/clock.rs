//! Clocks that jump, and clocks that are about to overflow.

use tvpass::call::{CallOptions, Client, ClientConfig, StartTime, Step, TokenSource};
use tvpass::{ErrorCode, LogoutAction};

use crate::calls::host::{
    Host, Kind, START, client, config, granted, kind, logouts, parameters, registered, site,
};

/// Drives one call to its end on a clock whose every reading is `now(reading)`.
fn drive(
    client: &Client,
    now: impl Fn(u64) -> u64,
) -> (Vec<Kind>, Result<tvpass::Logout, tvpass::Error>) {
    let mut readings = 0;
    let mut read = || {
        readings += 1;
        now(readings)
    };
    let mut call = client.start(read(), parameters(), CallOptions::new());
    let mut kinds = Vec::new();
    for _ in 0..100 {
        match call.poll(read()) {
            Step::Send(request) => {
                kinds.push(kind(&request));
                let response = match kind(&request) {
                    Kind::Register => registered(1),
                    Kind::Token => granted(1, 3600),
                    Kind::Logout => logouts("complete"),
                };
                call.respond(read(), &response).unwrap();
            }
            Step::Persist(_) => call.persisted(read(), true).unwrap(),
            Step::Done(result) => return (kinds, result),
            Step::Wait { .. } => {}
            step => panic!("{step:?}"),
        }
    }
    panic!("no end")
}

#[test]
fn a_clock_that_jumps_back_by_an_hour_stretches_nothing() {
    let hour = 3_600_000;
    let start = 10 * hour;
    let config = config();
    let client = Client::new(
        config,
        StartTime {
            now_ms: start,
            unix_ms: 0,
        },
        1,
    );
    drive(&client, |_| start).1.unwrap();
    // The token ends an hour after the start. The clock goes back by an hour half way there.
    let (kinds, result) = drive(&client, |_| start + hour / 2);
    result.unwrap();
    assert_eq!(kinds, [Kind::Logout]);
    let (kinds, _) = drive(&client, |_| start - hour / 2);
    assert_eq!(kinds, [Kind::Logout]);
    // A quarter of an hour on, the token is good; half an hour on it has expired, whatever the
    // clock says.
    assert_eq!(drive(&client, |_| start - hour / 4).0, [Kind::Logout]);
    assert_eq!(drive(&client, |_| start).0, [Kind::Token, Kind::Logout]);
}

#[test]
fn a_deadline_holds_when_the_clock_jumps_back_during_the_call() {
    let client = client(config());
    let options = CallOptions::new().deadline_ms(5000);
    let mut call = client.start(START, parameters(), options);
    assert!(matches!(call.poll(START), Step::Send(_)));
    let now = START - 900_000;
    let Step::Wait { until_ms, .. } = call.poll(now) else {
        panic!()
    };
    assert_eq!((until_ms, call.deadline_ms()), (now + 5000, now + 5000));
    assert!(matches!(call.poll(now + 4999), Step::Wait { .. }));
    let Step::Done(Err(error)) = call.poll(now + 5000) else {
        panic!()
    };
    assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
}

#[test]
fn the_pace_holds_when_the_clock_jumps_back() {
    let client = client(config());
    let mut host = Host::well(client.clone());
    for _ in 0..8 {
        host.logout();
    }
    host.run();
    assert_eq!(host.sent.len(), 10);
    let back = START - 500_000;
    let mut call = client.start(back, parameters(), CallOptions::new());
    let Step::Wait { until_ms, .. } = call.poll(back) else {
        panic!()
    };
    // 60 ms after the start the clock went back; the next place is 1050 ms after the start.
    assert_eq!(until_ms, back + 990);
    assert!(matches!(call.poll(until_ms), Step::Send(_)));
}

#[test]
fn a_clock_that_jumps_ahead_ends_the_call_and_the_token_and_nothing_else() {
    let client = client(config());
    drive(&client, |_| START).1.unwrap();
    let ahead = START + 86_400_000;
    let (kinds, result) = drive(&client, |reading| if reading < 3 { START } else { ahead });
    // It jumped while the request was out: its answer counts.
    assert_eq!(kinds, [Kind::Logout]);
    assert_eq!(result.unwrap().profiles[0].action, LogoutAction::Complete);
    assert_eq!(drive(&client, |_| ahead).0, [Kind::Token, Kind::Logout]);
    let (_, result) = drive(
        &client,
        |reading| if reading < 2 { ahead } else { 2 * ahead },
    );
    assert_eq!(result.unwrap_err().code(), ErrorCode::DeadlineExceeded);
}

#[test]
fn two_threads_that_read_the_clock_in_turn_do_not_disturb_it() {
    let client = client(config());
    let (kinds, result) = drive(&client, |reading| {
        START + 10 * reading - 7 * (reading % 2) * 5
    });
    result.unwrap();
    assert_eq!(kinds.len(), 3);
}

#[test]
fn near_the_end_of_the_scale_nothing_overflows() {
    for distance in [0, 1, 1049, 1050, 60_000, 4_000_000_000] {
        for unix_ms in [0, u64::MAX] {
            let now_ms = u64::MAX - distance;
            let client = Client::new(config(), StartTime { now_ms, unix_ms }, u64::MAX);
            let options = CallOptions::new().deadline_ms(u64::MAX);
            let mut calls: Vec<_> = (0..12)
                .map(|_| client.start(now_ms, parameters(), options))
                .collect();
            for round in 0..20 {
                for call in &mut calls {
                    match call.poll(now_ms.saturating_add(round)) {
                        Step::Send(request) => {
                            let response = match kind(&request) {
                                Kind::Register => registered(1),
                                Kind::Token => granted(1, u64::MAX),
                                Kind::Logout if round % 3 == 0 => tvpass::Response::new(429, "")
                                    .with_header("Retry-After", u64::MAX.to_string()),
                                Kind::Logout => tvpass::Response::new(503, ""),
                            };
                            call.respond(u64::MAX, &response).unwrap();
                        }
                        Step::Persist(state) => {
                            let state = state.expose().as_bytes().to_vec();
                            call.persisted(u64::MAX, true).unwrap();
                            let start = StartTime { now_ms, unix_ms };
                            let again = Client::with_state(config(), &state, start, 0).unwrap();
                            let _ = again.start(0, parameters(), options).poll(0);
                        }
                        _ => {}
                    }
                }
            }
            let _ = client.support_report(0);
        }
    }
}

#[test]
fn one_reading_from_the_end_of_the_scale_does_not_end_the_client() {
    // Anywhere: at the start, when a call begins, while a request is out, while the state is being
    // stored.
    for mistaken in 0..9 {
        let at = |reading| match reading == mistaken {
            true => u64::MAX,
            false => START + reading,
        };
        let start = StartTime {
            now_ms: at(0),
            unix_ms: 0,
        };
        let client = Client::new(config(), start, 1);
        let (_, _) = drive(&client, at);
        // That call may have ended of it. From then on all is well.
        let mut host = Host::well(client);
        host.now = START + 100;
        for _ in 0..3 {
            let call = host.logout_within(5000);
            host.run();
            host.result(call)
                .unwrap_or_else(|error| panic!("reading {mistaken}: {error}"));
        }
        // Deadlines, too.
        let now = host.now;
        let mut call = host
            .client
            .start(now, parameters(), CallOptions::new().deadline_ms(700));
        assert_eq!(call.deadline_ms(), now + 700);
        assert!(!matches!(call.poll(now + 699), Step::Done(_)));
        assert!(matches!(call.poll(now + 700), Step::Done(Err(_))));
    }
}

#[test]
fn a_device_that_was_suspended_for_months_finds_its_token_expired_and_nothing_else() {
    for days in [1, 30, 300] {
        let client = client(config());
        drive(&client, |_| START).1.unwrap();
        let later = START + days * 86_400_000;
        let (kinds, result) = drive(&client, |_| later);
        result.unwrap();
        assert_eq!(kinds, [Kind::Token, Kind::Logout], "{days}");
    }
}

#[test]
fn a_deadline_that_is_years_away_ends_the_call_when_it_was_said_to() {
    let app = ClientConfig::new(site("https://api.auth.adobe.com"), TokenSource::App);
    for client in [client(app), client(config())] {
        let options = CallOptions::new().deadline_ms(10 * 365 * 86_400_000);
        let mut call = client.start(START, parameters(), options);
        let deadline = call.deadline_ms();
        let Step::Done(Err(error)) = call.poll(deadline) else {
            panic!("the call goes on")
        };
        assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
    }
}
