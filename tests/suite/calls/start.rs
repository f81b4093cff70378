//! Cold and warm starts, stored tokens, renewal.

use tvpass::LogoutAction;
use tvpass::call::{Client, StartTime};

use crate::calls::host::{
    Host, Kind, LIFETIME_S, Reply, START, Sent, UNIX, answer, client, config, granted,
};

/// A host whose client holds credentials and `access-token-1`, which was granted at [`START`].
fn warm() -> Host {
    let mut host = Host::well(client(config()));
    host.outcome().unwrap();
    host.sent.clear();
    host
}

#[test]
fn a_cold_start_registers_gets_a_token_logs_out_and_stores_before_each_use() {
    let mut host = Host::well(client(config()));
    let logout = host.outcome().unwrap();
    assert_eq!(logout.profiles[0].action, LogoutAction::Complete);
    assert_eq!(host.kinds(), [Kind::Register, Kind::Token, Kind::Logout]);
    assert!(host.sent[0].body.contains("software-statement-5f1c8d"));
    assert!(
        host.sent[1]
            .body
            .contains("client_id=client-id-1&client_secret=client-secret-1-e7")
    );
    assert_eq!(host.sent[2].token.as_deref(), Some("access-token-1-4d"));
    let [credentials, both] = &host.stored[..] else {
        panic!("stored {} times", host.stored.len())
    };
    assert!(credentials.contains("client-secret-1-e7") && !credentials.contains("access-token"));
    assert!(both.contains("client-secret-1-e7") && both.contains("access-token-1-4d"));
    assert_eq!(host.client.state().unwrap().expose(), both);
}

#[test]
fn credentials_are_stored_before_they_are_used() {
    let mut host = Host::well(client(config()));
    let call = host.logout();
    // The registration's answer is in at 20 ms; the state is stored at the same instant, before the
    // token request.
    host.run_until(START + 19);
    assert!(host.stored.is_empty());
    host.run_until(START + 20);
    assert_eq!((host.stored.len(), host.count(Kind::Token)), (1, 1));
    host.run();
    host.result(call).unwrap();
}

#[test]
fn a_warm_logout_is_one_request() {
    let mut host = warm();
    host.outcome().unwrap();
    assert_eq!(host.kinds(), [Kind::Logout]);
    assert_eq!(host.stored.len(), 2, "nothing new to store");
}

#[test]
fn stored_state_is_taken_up_without_registration_or_token_request() {
    let host = warm();
    let mut again = Host::well(host.restarted(3_600_000));
    assert!(again.client.is_registered());
    again.outcome().unwrap();
    assert_eq!(again.kinds(), [Kind::Logout]);
    assert_eq!(again.sent[0].token.as_deref(), Some("access-token-1-4d"));
    assert!(again.stored.is_empty());
}

#[test]
fn a_stored_token_that_has_expired_or_nearly_is_renewed_with_the_same_credentials() {
    for later_ms in [
        LIFETIME_S * 1000,
        LIFETIME_S * 1000 - 59_000,
        10 * LIFETIME_S * 1000,
    ] {
        let host = warm();
        let mut again = Host::well(host.restarted(later_ms));
        again.outcome().unwrap();
        assert_eq!(again.kinds(), [Kind::Token, Kind::Logout], "{later_ms}");
        assert!(again.sent[0].body.contains("client-id-1&"));
        assert_eq!(again.stored.len(), 1);
    }
    // A minute before its end it is still good.
    let mut again = Host::well(warm().restarted(LIFETIME_S * 1000 - 62_000));
    again.outcome().unwrap();
    assert_eq!(again.kinds(), [Kind::Logout]);
}

#[test]
fn a_stored_token_from_the_future_is_not_trusted() {
    let host = warm();
    let state = host.stored.last().unwrap();
    // The wall clock has lost its battery: it is 1970 again.
    for unix_ms in [0, 1000, UNIX - 1] {
        let start = StartTime { now_ms: 5, unix_ms };
        let client = Client::with_state(config(), state.as_bytes(), start, 1).unwrap();
        let mut again = Host::well(client);
        again.outcome().unwrap();
        assert_eq!(again.kinds(), [Kind::Token, Kind::Logout], "{unix_ms}");
    }
}

#[test]
fn a_wall_clock_that_is_wrong_all_the_time_is_harmless() {
    let start = StartTime {
        now_ms: START,
        unix_ms: 0,
    };
    let mut host = Host::well(Client::new(config(), start, 1));
    host.outcome().unwrap();
    // An hour of the monotonic clock later the token is still good, and again after a restart at
    // which the clock says 1970.
    host.run_until(START + 3_600_000);
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Token), 1);
    let state = host.stored.last().unwrap();
    let start = StartTime {
        now_ms: START,
        unix_ms: 60_000,
    };
    let client = Client::with_state(config(), state.as_bytes(), start, 1).unwrap();
    // The service knows better; then there is one new token.
    let mut again = Host::new(client, |sent| {
        (sent.kind == Kind::Logout && sent.nth == 0).then(|| answer(401, ""))
    });
    again.outcome().unwrap();
    assert_eq!(again.kinds(), [Kind::Logout, Kind::Token, Kind::Logout]);
}

#[test]
fn a_token_is_renewed_a_minute_before_it_expires_on_the_hosts_clock() {
    let mut host = warm();
    // It was granted 40 ms after the start.
    let granted_at = START + 40;
    host.run_until(granted_at + LIFETIME_S * 1000 - 60_001);
    host.outcome().unwrap();
    assert_eq!(host.kinds(), [Kind::Logout]);
    host.sent.clear();
    host.run_until(granted_at + LIFETIME_S * 1000 - 60_000);
    host.outcome().unwrap();
    assert_eq!(host.kinds(), [Kind::Token, Kind::Logout]);
    assert_eq!(host.stored.len(), 3);
}

#[test]
fn a_short_lived_token_is_renewed_a_tenth_before_its_end() {
    let script = |sent: &Sent| {
        (sent.kind == Kind::Token).then(|| Reply::Answer(0, granted(sent.nth + 1, 100)))
    };
    let mut host = Host::new(client(config()), script);
    host.outcome().unwrap();
    host.run_until(START + 20 + 89_999);
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Token), 1);
    host.run_until(START + 20 + 90_100);
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Token), 2);
}

#[test]
fn a_renewal_that_fails_leaves_the_token_that_is_still_good_in_use() {
    let script = |sent: &Sent| {
        (sent.kind == Kind::Token && sent.nth > 0)
            .then(|| answer(400, r#"{"error":"invalid_request"}"#))
    };
    let mut host = Host::new(client(config()), script);
    host.outcome().unwrap();
    host.sent.clear();
    let end = START + 40 + LIFETIME_S * 1000;
    host.run_until(end - 60_000);
    host.outcome().unwrap();
    assert_eq!(host.kinds(), [Kind::Token, Kind::Logout]);
    assert_eq!(host.sent[1].token.as_deref(), Some("access-token-1-4d"));
    // Not again for half a minute, then again, and after its end the failure is the call's.
    host.run_until(end - 40_000);
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Token), 1);
    host.run_until(end - 29_000);
    host.outcome().unwrap();
    assert_eq!(host.count(Kind::Token), 2);
    host.run_until(end);
    assert_eq!(
        host.outcome().unwrap_err().adobe_code(),
        Some("invalid_request")
    );
}

#[test]
fn while_one_call_renews_the_others_use_the_token_that_is_still_good() {
    let mut host = Host::new(client(config()), |sent| {
        let renewal = sent.kind == Kind::Token && sent.nth > 0;
        renewal.then(|| Reply::Answer(500, granted(2, LIFETIME_S)))
    });
    host.outcome().unwrap();
    host.sent.clear();
    host.run_until(START + 40 + LIFETIME_S * 1000 - 30_000);
    let [renewing, other] = [host.logout(), host.logout()];
    let now = host.now;
    host.run();
    host.result(renewing).unwrap();
    host.result(other).unwrap();
    assert_eq!(host.ended[other], Some(now + 20));
    assert_eq!(host.ended[renewing], Some(now + 520));
    let tokens: Vec<_> = host
        .sent
        .iter()
        .filter_map(|sent| sent.token.clone())
        .collect();
    assert_eq!(tokens, ["access-token-1-4d", "access-token-2-4d"]);
}

#[test]
fn tokens_that_expire_at_once_do_not_make_a_call_loop() {
    for lifetime_s in [0, 1] {
        let mut host = Host::new(client(config()), move |sent| {
            (sent.kind == Kind::Token)
                .then(|| Reply::Answer(1500, granted(sent.nth + 1, lifetime_s)))
        });
        host.outcome().unwrap();
        assert!(host.count(Kind::Token) <= 2, "{:?}", host.kinds());
        assert_eq!(host.count(Kind::Logout), 1);
    }
}
