//! Calls that are driven in the wrong order: an error, and the call is as before.

use tvpass::call::{Call, CallOptions, Client, ClientConfig, Step, TokenSource, WaitReason};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::operation::InitiateLogout;
use tvpass::{AccessToken, Error, ErrorCode};

use crate::calls::host::{
    BASE, START, client, config, granted, logouts, parameters, registered, site, start,
};

fn new_call(client: &Client) -> Call<InitiateLogout> {
    client.start(START, parameters(), CallOptions::new())
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Start,
    Registering,
    StoringCredentials,
    AfterCredentials,
    GettingToken,
    StoringToken,
    AfterToken,
    LoggingOut,
    Answered,
    Done,
}

const STAGES: [At; 10] = [
    At::Start,
    At::Registering,
    At::StoringCredentials,
    At::AfterCredentials,
    At::GettingToken,
    At::StoringToken,
    At::AfterToken,
    At::LoggingOut,
    At::Answered,
    At::Done,
];

/// Drives a fresh call up to a stage.
fn drive(call: &mut Call<InitiateLogout>, to: At) {
    for stage in STAGES {
        if stage == to {
            return;
        }
        advance(call, stage);
    }
}

/// From a stage to the next one.
fn advance(call: &mut Call<InitiateLogout>, from: At) {
    match from {
        At::Start | At::AfterCredentials | At::AfterToken => {
            assert!(matches!(call.poll(START), Step::Send(_)), "{from:?}");
        }
        At::Registering => {
            call.respond(START, &registered(1)).unwrap();
            assert!(matches!(call.poll(START), Step::Persist(_)));
        }
        At::GettingToken => {
            call.respond(START, &granted(1, 60)).unwrap();
            assert!(matches!(call.poll(START), Step::Persist(_)));
        }
        At::StoringCredentials | At::StoringToken => call.persisted(START, true).unwrap(),
        At::LoggingOut => call.respond(START, &logouts("complete")).unwrap(),
        At::Answered => assert!(matches!(call.poll(START), Step::Done(Ok(_)))),
        At::Done => panic!("nothing comes after"),
    }
}

fn out_of_order(result: Result<(), Error>) {
    assert_eq!(result.unwrap_err().code(), ErrorCode::OutOfOrder);
}

fn lost() -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, Delivery::Possible, "x")
}

#[test]
fn what_was_not_asked_for_is_out_of_order_and_changes_nothing() {
    for stage in STAGES {
        let client = client(config());
        let mut call = new_call(&client);
        drive(&mut call, stage);
        let report = client.support_report(START);
        if !matches!(stage, At::Registering | At::GettingToken | At::LoggingOut) {
            out_of_order(call.respond(START, &logouts("complete")));
            out_of_order(call.fail(START, lost()));
        }
        if !matches!(stage, At::StoringCredentials | At::StoringToken) {
            out_of_order(call.persisted(START, true));
            out_of_order(call.persisted(START, false));
        }
        out_of_order(call.provide_token(START, AccessToken::new("t").unwrap(), None));
        out_of_order(call.token_failed(START, "x"));
        assert_eq!(client.support_report(START), report, "{stage:?}");
        // And the call goes on to its end.
        let rest = STAGES.iter().skip_while(|next| **next != stage);
        for next in rest.filter(|next| **next != At::Done) {
            advance(&mut call, *next);
        }
    }
}

#[test]
fn a_poll_while_something_is_out_says_to_wait_for_it() {
    for stage in [
        At::Registering,
        At::StoringCredentials,
        At::GettingToken,
        At::LoggingOut,
    ] {
        let client = client(config());
        let mut call = new_call(&client);
        drive(&mut call, stage);
        for _ in 0..3 {
            let step = call.poll(START);
            let Step::Wait {
                until_ms,
                reason: WaitReason::Answer,
            } = step
            else {
                panic!("{stage:?}: {step:?}")
            };
            assert_eq!(until_ms, call.deadline_ms());
        }
    }
}

#[test]
fn a_call_that_has_ended_says_so_and_ends_once_in_the_report() {
    let client = client(config());
    let mut call = new_call(&client);
    drive(&mut call, At::Done);
    let report = client.support_report(START);
    for _ in 0..3 {
        let Step::Done(Err(error)) = call.poll(START) else {
            panic!()
        };
        assert_eq!(error.code(), ErrorCode::OutOfOrder);
    }
    call.cancel(START);
    assert_eq!(client.support_report(START), report);
}

#[test]
fn a_call_can_be_cancelled_in_every_stage_and_twice() {
    for stage in STAGES {
        let client = client(config());
        let mut call = new_call(&client);
        drive(&mut call, stage);
        call.cancel(START);
        call.cancel(START);
        match (stage, call.poll(START)) {
            // What was received is delivered.
            (At::Answered, Step::Done(Ok(_))) => {}
            (At::Done, Step::Done(Err(Error::OutOfOrder(_)))) => {}
            (At::Answered | At::Done, step) => panic!("{stage:?}: {step:?}"),
            (_, Step::Done(Err(Error::Cancelled))) => {}
            (stage, step) => panic!("{stage:?}: {step:?}"),
        }
        out_of_order(call.respond(START, &logouts("complete")));
        out_of_order(call.fail(START, lost()));
        if matches!(stage, At::StoringCredentials | At::StoringToken) {
            // The host may be at it still, and says when it is done.
            call.persisted(START, true).unwrap();
        }
        out_of_order(call.persisted(START, true));
        // The client stays usable.
        let mut next = new_call(&client);
        for _ in 0..20 {
            match next.poll(START) {
                Step::Send(request) => {
                    let response = match crate::calls::host::kind(&request) {
                        crate::calls::host::Kind::Register => registered(2),
                        crate::calls::host::Kind::Token => granted(2, 60),
                        crate::calls::host::Kind::Logout => logouts("complete"),
                    };
                    next.respond(START, &response).unwrap();
                }
                Step::Persist(_) => next.persisted(START, true).unwrap(),
                Step::Done(result) => {
                    result.unwrap();
                    break;
                }
                step => panic!("{stage:?}: {step:?}"),
            }
        }
        assert!(matches!(
            next.poll(START),
            Step::Done(Err(Error::OutOfOrder(_)))
        ));
    }
}

#[test]
fn a_token_can_be_provided_only_when_it_was_asked_for() {
    let client = Client::new(ClientConfig::new(site(BASE), TokenSource::App), start(), 1);
    let mut call = new_call(&client);
    let token = || AccessToken::new("t").unwrap();
    out_of_order(call.provide_token(START, token(), None));
    assert!(matches!(
        call.poll(START),
        Step::ProvideToken { rejected: false }
    ));
    out_of_order(call.respond(START, &logouts("complete")));
    out_of_order(call.persisted(START, true));
    call.provide_token(START, token(), None).unwrap();
    out_of_order(call.provide_token(START, token(), None));
    out_of_order(call.token_failed(START, "x"));
    assert!(matches!(call.poll(START), Step::Send(_)));
    out_of_order(call.provide_token(START, token(), None));
}

#[test]
fn clients_are_shared_between_threads_and_calls_move_between_them() {
    fn shared<T: Send + Sync + 'static>() {}
    fn moved<T: Send + 'static>() {}
    shared::<Client>();
    moved::<Call<InitiateLogout>>();
    moved::<Step<tvpass::Logout>>();
    shared::<ClientConfig>();
}
