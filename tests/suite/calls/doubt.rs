//! A lost answer is remembered by the client: the user who tries again after a failure gets
//! `invalid`, because the first request went through.

use tvpass::LogoutAction;
use tvpass::call::Step;
use tvpass::error::Delivery;

use crate::calls::host::{
    Host, Kind, Reply, Sent, answer, client, config, logouts, lost, parameters,
};

fn action(host: &mut Host) -> LogoutAction {
    host.outcome().unwrap().profiles[0].action.clone()
}

/// A host whose first `failures` logout requests get `reply`, and the later ones `invalid`.
fn fails(failures: usize, reply: Reply) -> Host {
    Host::new(client(config()), move |sent: &Sent| match sent.kind {
        Kind::Logout if sent.nth < failures => Some(reply.clone()),
        Kind::Logout => Some(Reply::Answer(20, logouts("invalid"))),
        _ => None,
    })
}

#[test]
fn a_call_after_one_that_failed_with_a_lost_answer_doubts_invalid_once() {
    for reply in [lost(Delivery::Possible), answer(502, "<html>")] {
        let mut host = fails(3, reply);
        host.outcome().unwrap_err();
        assert_eq!(action(&mut host), LogoutAction::InvalidAfterLostAnswer);
        assert_eq!(action(&mut host), LogoutAction::Invalid);
    }
}

#[test]
fn so_does_a_success_that_cannot_be_read() {
    // The service has acted, and the URL is lost.
    for (status, body) in [
        (200, "{\"logouts\":{\"Cable"),
        (200, "<html>sign in to the hotel's network</html>"),
        (200, ""),
        (201, "{}"),
        (202, "accepted"),
        (204, ""),
        (206, "{\"logouts\":{\"Cable"),
    ] {
        let mut host = fails(1, answer(status, body));
        host.outcome().unwrap_err();
        assert_eq!(action(&mut host), LogoutAction::InvalidAfterLostAnswer);
        assert_eq!(action(&mut host), LogoutAction::Invalid);
    }
}

#[test]
fn requests_that_were_not_sent_leave_no_doubt() {
    let mut host = fails(3, lost(Delivery::NotSent));
    host.outcome().unwrap_err();
    assert_eq!(action(&mut host), LogoutAction::Invalid);
}

#[test]
fn so_does_a_request_that_was_out_at_the_deadline() {
    let mut host = fails(1, Reply::Never);
    let call = host.logout_within(5000);
    host.run();
    host.result(call).unwrap_err();
    assert_eq!(action(&mut host), LogoutAction::InvalidAfterLostAnswer);
}

#[test]
fn so_does_a_request_that_was_out_when_the_call_was_cancelled_or_dropped() {
    for cancel in [true, false] {
        let mut host = fails(0, Reply::Never);
        // Registration and token are there afterwards.
        host.outcome().unwrap();
        let now = host.now;
        let mut call = host.client.start(now, parameters(), Default::default());
        assert!(matches!(call.poll(now), Step::Send(_)));
        if cancel {
            call.cancel(now);
            assert!(matches!(call.poll(now), Step::Done(Err(_))));
        }
        drop(call);
        assert_eq!(action(&mut host), LogoutAction::InvalidAfterLostAnswer);
    }
}

#[test]
fn another_mvpd_is_not_doubted() {
    let mut host = fails(3, lost(Delivery::Possible));
    host.outcome().unwrap_err();
    let now = host.now + 100_000;
    let redirect_url = tvpass::RedirectUrl::new("https://example.com/").unwrap();
    let other = tvpass::operation::InitiateLogout::new("REF30", "Dish", &redirect_url).unwrap();
    let mut call = host.client.start(now, other, Default::default());
    assert!(matches!(call.poll(now), Step::Send(_)));
    call.respond(now, &logouts("invalid")).unwrap();
    let Step::Done(Ok(logout)) = call.poll(now) else {
        panic!()
    };
    assert_eq!(logout.profiles[0].action, LogoutAction::Invalid);
}
