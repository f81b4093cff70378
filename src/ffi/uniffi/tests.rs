//! The layer as the foreign side sees it: how many crossings a logout takes, what they say, and
//! what happens after a panic.

use std::sync::Arc;

use super::call::{Call, Input, Step};
use super::client::{Client, ClientConfig, Start, TokenSource};
use super::device::{Device, DeviceIdentifier, DeviceInfo};
use super::exchange::prepare;
use super::extras::Extras;
use super::failure::{CoreError, Failure, FailureKind, RequestDelivery, TransportFailureKind};
use super::http::{HttpRequest, HttpResponse, TransportFailure};
use super::operation::{LogoutInput, LogoutV1Input, Operation};
use super::outcome::{FollowUp, LogoutAction, Outcome, UncheckedUrl};

mod calls;
mod flows;
mod helpers;
mod operations;

const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln";
const REDIRECT: &str = "https://example.com/signed-out";

fn device() -> Arc<Device> {
    let info = DeviceInfo {
        model: Some("AppleTV".to_owned()),
        version: Some("14,1".to_owned()),
        os_name: Some("tvOS".to_owned()),
        os_version: Some("17.4".to_owned()),
        connection_type: Some("LAN".to_owned()),
        ..DeviceInfo::default()
    };
    let text = "a-device".to_owned();
    Device::new(DeviceIdentifier::Text { text }, info).unwrap()
}

fn config(token_source: TokenSource) -> ClientConfig {
    ClientConfig {
        base: "https://sp.auth.adobe.com".to_owned(),
        v1_base: Some("https://api.auth.adobe.com".to_owned()),
        token_source,
        extras: Extras::default(),
        pacing: true,
        attempt_timeout_ms: None,
        persistence: true,
        register_again: false,
        events: true,
    }
}

fn start() -> Start {
    Start {
        now_ms: 0,
        unix_ms: 1_700_000_000_000,
        seed: 1,
    }
}

const DEADLINE_MS: u64 = 60_000;

fn logout(mvpd: &str) -> Operation {
    Operation::Logout {
        input: LogoutInput {
            service_provider: "REF30".to_owned(),
            mvpd: mvpd.to_owned(),
            redirect_url: REDIRECT.to_owned(),
            extras: Extras::default(),
        },
    }
}

fn logout_v1() -> Operation {
    Operation::LogoutV1 {
        input: LogoutV1Input {
            requestor: "REF30".to_owned(),
            device_type: None,
            device_user: None,
            app_id: None,
            extras: Extras::default(),
        },
    }
}

fn response(status: u16, body: &str) -> Input {
    Input::Response {
        response: HttpResponse {
            status,
            content_type: Some("application/json".to_owned()),
            retry_after: None,
            date: None,
            body: body.as_bytes().to_vec(),
        },
    }
}

fn sent(call: &Call, input: Input) -> HttpRequest {
    match call.advance(0, input).unwrap().step {
        Step::Send { request, .. } => request,
        _ => panic!("no request"),
    }
}

fn failure(error: CoreError) -> Failure {
    let CoreError::Failed { failure } = error;
    failure
}

/// A client that has a token.
fn warm() -> Arc<Client> {
    let client = Client::new(device(), config(TokenSource::App), None, start()).unwrap();
    let call = client.start(0, logout("Dish"), DEADLINE_MS).unwrap();
    assert!(matches!(
        call.advance(0, Input::Poll).unwrap().step,
        Step::ProvideToken { rejected: false }
    ));
    let access_token = TOKEN.to_owned();
    let expires_in_s = None;
    sent(
        &call,
        Input::Token {
            access_token,
            expires_in_s,
        },
    );
    client
}

#[test]
fn a_warm_logout_is_three_crossings() {
    let client = warm();
    let call = client.start(0, logout("Cablevision"), DEADLINE_MS).unwrap();
    let request = sent(&call, Input::Poll);
    assert_eq!(
        request.url,
        "https://sp.auth.adobe.com/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com%2Fsigned-out"
    );
    let secret: Vec<_> = request
        .headers
        .iter()
        .filter(|header| header.secret)
        .map(|header| (header.name.as_str(), header.value.as_str()))
        .collect();
    assert_eq!(
        secret,
        [("Authorization", format!("Bearer {TOKEN}").as_str())]
    );
    let answer = r#"{"logouts":{
        "Cablevision":{"actionName":"logout","actionType":"interactive","mvpd":"Cablevision","url":"/l?x=1"},
        "A":{"actionName":"partner_logout","actionType":"partner_interactive","mvpd":"A"},
        "B":{"actionName":"logout","actionType":"interactive","mvpd":"B","url":"javascript:x"},
        "C":{"actionName":"complete","actionType":"none","mvpd":"C"},
        "D":{"actionName":"new","actionType":"none","mvpd":"D"}}}"#;
    let turn = call.advance(1, response(200, answer)).unwrap();
    let Step::Done {
        outcome: Outcome::Logout { logout },
    } = turn.step
    else {
        panic!("not done")
    };
    assert!(!turn.registration_was_lost);
    let follow_ups: Vec<_> = logout
        .follow_ups
        .iter()
        .map(|follow_up| match follow_up {
            FollowUp::OpenUrl { profile, url } => ("open", profile, url.as_str()),
            FollowUp::PartnerSignOut { profile, settings } => {
                ("partner", profile, settings[0].os_name.as_str())
            }
            FollowUp::SessionMayBeOpen { profile } => ("may be open", profile, ""),
        })
        .collect();
    assert_eq!(
        follow_ups,
        [
            (
                "open",
                &logout.profiles[0],
                "https://sp.auth.adobe.com/l?x=1"
            ),
            ("partner", &logout.profiles[1], "tvOS"),
            ("may be open", &logout.profiles[2], ""),
            ("may be open", &logout.profiles[4], ""),
        ]
    );
    let keys: Vec<_> = logout.profiles.iter().map(|p| p.key.as_str()).collect();
    assert_eq!(keys, ["Cablevision", "A", "B", "C", "D"]);
    assert!(matches!(&logout.profiles[0].action,
        LogoutAction::OpenUrl { url } if url.as_str() == "https://sp.auth.adobe.com/l?x=1"));
    assert!(matches!(&logout.profiles[2].action,
        LogoutAction::UrlRefused { raw, .. } if *raw == UncheckedUrl("javascript:x".to_owned())));
    assert!(!format!("{:?}", logout.profiles[2]).contains("javascript"));
    assert!(!turn.events.is_empty());
    assert!(
        turn.events
            .iter()
            .all(|event| !event.text.contains(TOKEN) && event.call == 2)
    );
}

#[test]
fn registration_state_and_loss_cross_too() {
    let source = TokenSource::Registration {
        software_statement: "statement".to_owned(),
        redirect_uri: None,
    };
    let client = Client::new(device(), config(source.clone()), None, start()).unwrap();
    assert_eq!(client.state().unwrap(), None);
    let call = client.start(0, logout("Dish"), DEADLINE_MS).unwrap();
    assert!(sent(&call, Input::Poll).body.is_some());
    let turn = call
        .advance(
            0,
            response(201, r#"{"client_id":"id","client_secret":"hush"}"#),
        )
        .unwrap();
    let Step::Persist { state } = turn.step else {
        panic!("state is not stored")
    };
    assert_eq!(client.state().unwrap(), Some(state.clone()));
    sent(&call, Input::Persisted { success: true });
    let failed = call
        .advance(0, response(400, r#"{"error":"invalid_client"}"#))
        .unwrap();
    let Step::Failed { failure, .. } = failed.step else {
        panic!("not failed")
    };
    assert_eq!(failure.kind, FailureKind::RegistrationLost);
    assert_eq!(failure.adobe_code.as_deref(), Some("invalid_client"));
    assert!(client.is_registered().unwrap());
    client.forget_registration().unwrap();
    assert!(!client.is_registered().unwrap());
    assert!(!client.support_report(0).unwrap().contains("hush"));

    let again = Client::new(device(), config(source), Some(state), start()).unwrap();
    assert!(again.is_registered().unwrap());
}

#[test]
fn what_is_refused_names_the_input() {
    let info = DeviceInfo::default();
    let text = "a".to_owned();
    let refused = failure(Device::new(DeviceIdentifier::Text { text }, info).unwrap_err());
    assert_eq!(refused.kind, FailureKind::InvalidInput);
    assert_eq!(
        refused.missing_keys,
        ["model", "version", "osName", "osVersion", "connectionType"]
    );
    let client = warm();
    let refused = failure(client.start(0, logout(""), DEADLINE_MS).unwrap_err());
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (1001, Some("mvpd"))
    );
}

#[test]
fn out_of_order_and_lost_requests_are_errors_with_details() {
    let client = warm();
    let call = client.start(0, logout("Dish"), DEADLINE_MS).unwrap();
    let early = failure(call.advance(0, response(200, "{}")).err().unwrap());
    assert_eq!(early.kind, FailureKind::OutOfOrder);
    sent(&call, Input::Poll);
    let lost = Input::TransportFailed {
        failure: TransportFailure {
            kind: TransportFailureKind::ResponseTooLarge,
            delivery: RequestDelivery::Possible,
            message: "too large".to_owned(),
        },
    };
    let Step::Failed { failure, .. } = call.advance(0, lost).unwrap().step else {
        panic!("not failed")
    };
    assert_eq!(
        (failure.name.as_str(), failure.delivery),
        (
            "transport_response_too_large",
            Some(RequestDelivery::Possible)
        )
    );
}

#[test]
fn cancelling_is_one_crossing() {
    let client = warm();
    let call = client.start(0, logout("Dish"), DEADLINE_MS).unwrap();
    sent(&call, Input::Poll);
    let Step::Failed { failure, .. } = call.advance(0, Input::Cancel).unwrap().step else {
        panic!("not failed")
    };
    assert_eq!(failure.kind, FailureKind::Cancelled);
}

#[test]
fn without_a_client_a_logout_is_two_crossings() {
    let mut operation = logout("Cablevision");
    if let Operation::Logout { input } = &mut operation {
        input.extras.forwarded_for = Some("192.0.2.7".to_owned());
    }
    let base = "https://sp.auth.adobe.com".to_owned();
    let none = prepare(device(), base.clone(), operation.clone(), None);
    assert_eq!(
        failure(none.err().unwrap()).field.as_deref(),
        Some("access_token")
    );
    let token = Some(TOKEN.to_owned());
    let prepared = prepare(device(), base, operation, token).unwrap();
    assert!(prepared.request.body.is_none());
    let Input::Response { response } = response(
        403,
        &format!(
            r#"{{"status":403,"code":"network_connection_timeout","action":"retry","message":"{TOKEN}","trace":"t1"}}"#
        ),
    ) else {
        unreachable!()
    };
    let failure = failure(prepared.exchange.interpret(response).unwrap_err());
    assert_eq!(
        (failure.action.as_deref(), failure.retryable),
        (Some("retry"), true)
    );
    assert_eq!(
        (failure.trace.as_deref(), failure.status),
        (Some("t1"), Some(403))
    );
    assert!(!format!("{failure:?}").contains(TOKEN));
}

#[test]
fn the_legacy_logout_has_no_result() {
    let base = "https://api.auth.adobe.com".to_owned();
    let prepared = prepare(device(), base, logout_v1(), None).unwrap();
    assert_eq!(prepared.request.method, "DELETE");
    let Input::Response { response } = response(204, "") else {
        unreachable!()
    };
    let outcome = prepared.exchange.interpret(response).unwrap();
    assert!(matches!(outcome, Outcome::Nothing));
}

#[test]
fn the_legacy_logout_goes_to_its_own_base_without_a_token_by_the_same_call() {
    let client = Client::new(device(), config(TokenSource::App), None, start()).unwrap();
    let call = client.start(0, logout_v1(), DEADLINE_MS).unwrap();
    let request = sent(&call, Input::Poll);
    assert_eq!(
        request.url,
        "https://api.auth.adobe.com/api/v1/logout?requestor=REF30&deviceId=a-device"
    );
    assert!(request.headers.iter().all(|header| !header.secret));
    let turn = call.advance(5, response(204, "")).unwrap();
    assert!(matches!(
        turn.step,
        Step::Done {
            outcome: Outcome::Nothing
        }
    ));
    assert!(!turn.events.is_empty());
    assert!(turn.events.iter().all(|event| event.v1));
    let report = client.support_report(5).unwrap();
    assert!(report.contains("DELETE logout_v1"), "{report}");

    let config = ClientConfig {
        v1_base: None,
        ..config(TokenSource::App)
    };
    let client = Client::new(device(), config, None, start()).unwrap();
    let refused = failure(client.start(0, logout_v1(), DEADLINE_MS).unwrap_err());
    assert_eq!(refused.field.as_deref(), Some("v1_base"));
}

#[cfg(feature = "uniffi-test-panic")]
#[test]
fn after_a_panic_the_call_is_unusable_and_the_client_is_not() {
    let client = warm();
    let call = client
        .start(0, logout("tvpass-test-panic"), DEADLINE_MS)
        .unwrap();
    for _ in 0..2 {
        let failure = failure(call.advance(0, Input::Poll).err().unwrap());
        assert_eq!((failure.kind, failure.code), (FailureKind::Internal, 9003));
    }
    sent(
        &client.start(0, logout("Dish"), DEADLINE_MS).unwrap(),
        Input::Poll,
    );
}
