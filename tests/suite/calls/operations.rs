//! What a call does differently for another operation: after a lost answer, and where no token is
//! needed.

use tvpass::call::{CallOptions, ClientConfig, Step, TokenSource};
use tvpass::error::{Delivery, Error, TransportError, TransportErrorKind};
use tvpass::http::{Request, Response};
use tvpass::operation::{
    APPLE, AccessStatus, AnyOperation, AnyOutcome, Authorize, CreatePartnerProfile, InitiateLogout,
    InitiateLogoutV1, Operation, PartnerFrameworkStatus, Repeat, RequestExtras, SamlResponse, Site,
    TempPassIdentity,
};
use tvpass::outcome::Verdict;
use tvpass::{AccessToken, ErrorCode, LogoutAction};

use crate::calls::host::{BASE, START, client, logouts, parameters, site};

/// A logout that says something else about repeating.
struct Other<const REPEAT: usize>(InitiateLogout);

const REPEATS: [Repeat; 3] = [Repeat::Harmless, Repeat::Doubtful, Repeat::Once];

impl<const REPEAT: usize> Operation for Other<REPEAT> {
    type Outcome = LogoutAction;
    const NAME: &'static str = "other";
    const REPEAT: Repeat = REPEATS[REPEAT];

    fn request(&self, site: &Site, access_token: &AccessToken) -> Request {
        self.0.request(site, access_token)
    }

    fn interpret(request: &Request, response: &Response) -> Result<LogoutAction, Error> {
        let logout = InitiateLogout::interpret(request, response)?;
        Ok(logout.profiles[0].action.clone())
    }

    fn after_lost_answer(action: &mut LogoutAction) {
        *action = LogoutAction::InvalidAfterLostAnswer;
    }
}

/// How many requests a call of `operation` sends whose first answers are `answers`, and how it
/// ends.
fn run<O: Operation>(
    operation: O,
    mut answers: Vec<Result<Response, TransportError>>,
) -> (usize, Result<O::Outcome, Error>) {
    let client = client(ClientConfig::new(site(BASE), TokenSource::App));
    let mut call = client.start(START, operation, CallOptions::new());
    let (mut now, mut sent) = (START, 0);
    loop {
        match call.poll(now) {
            Step::Send(_) => {
                sent += 1;
                match answers.remove(0) {
                    Ok(response) => call.respond(now, &response).unwrap(),
                    Err(failure) => call.fail(now, failure).unwrap(),
                }
            }
            Step::Wait { until_ms, .. } => now = until_ms,
            Step::ProvideToken { .. } => {
                let token = AccessToken::new("token").unwrap();
                call.provide_token(now, token, None).unwrap();
            }
            Step::Done(result) => return (sent, result),
            Step::Persist(_) => panic!("nothing is to be stored"),
            _ => panic!("a new step"),
        }
    }
}

fn lost(delivery: Delivery) -> Result<Response, TransportError> {
    Err(TransportError::new(
        TransportErrorKind::ConnectionLost,
        delivery,
        "",
    ))
}

#[test]
fn what_must_be_sent_once_is_not_repeated_after_a_lost_answer() {
    let once = || Other::<2>(parameters());
    let unknown = [
        lost(Delivery::Possible),
        Ok(Response::new(502, "")),
        Ok(Response::new(200, "{")),
    ];
    for answer in unknown {
        let (sent, result) = run(once(), vec![answer]);
        assert_eq!(sent, 1);
        result.unwrap_err();
    }
    // What certainly did not reach the service may be sent again.
    let (sent, result) = run(
        once(),
        vec![lost(Delivery::NotSent), Ok(logouts("complete"))],
    );
    assert_eq!((sent, result.unwrap()), (2, LogoutAction::Complete));
}

/// The pause that the service asked for holds for the other calls all the same.
#[test]
fn a_pause_after_what_is_not_repeated_is_kept_by_the_next_call() {
    let client = client(ClientConfig::new(site(BASE), TokenSource::App));
    let mut first = client.start(START, Other::<2>(parameters()), CallOptions::new());
    assert!(matches!(first.poll(START), Step::ProvideToken { .. }));
    let token = AccessToken::new("token").unwrap();
    first.provide_token(START, token, None).unwrap();
    assert!(matches!(first.poll(START), Step::Send(_)));
    let refusal = Response::new(503, "").with_header("Retry-After", "20");
    first.respond(START, &refusal).unwrap();
    assert!(matches!(first.poll(START), Step::Done(Err(_))));
    let mut next = client.start(START, parameters(), CallOptions::new());
    let Step::Wait { until_ms, .. } = next.poll(START) else {
        panic!("sends at once")
    };
    assert!(until_ms >= START + 20_000);
}

/// Whether the service may have counted something depends on the value, not on its type alone.
#[test]
fn an_authorization_is_repeated_unless_it_counts_resources() {
    let authorize = Authorize::new("REF30", "TempPass", ["REF30"]).unwrap();
    let body = r#"{"decisions": [{"resource": "REF30", "authorized": true}]}"#;
    let answers = || vec![lost(Delivery::Possible), Ok(Response::new(200, body))];
    let (sent, result) = run(authorize.clone(), answers());
    assert_eq!(sent, 2);
    assert_eq!(
        result.unwrap().about("REF30").unwrap().verdict,
        Verdict::Permit
    );

    let identity = TempPassIdentity::hashed("email", "user@domain.com").unwrap();
    let extras = RequestExtras::new().temp_pass_identity(&identity);
    let counted = authorize.with_extras(extras).unwrap();
    for answer in [
        lost(Delivery::Possible),
        Ok(Response::new(502, "")),
        Ok(Response::new(200, "{")),
    ] {
        let (sent, result) = run(counted.clone(), vec![answer]);
        assert_eq!(sent, 1);
        result.unwrap_err();
    }
    // What was refused unread, or never sent, has counted nothing.
    let refused = r#"{"code": "network_received_error", "status": 403}"#;
    for answer in [
        lost(Delivery::NotSent),
        Ok(Response::new(429, "")),
        Ok(Response::new(401, "")),
        Ok(Response::new(403, refused)),
    ] {
        let answers = vec![answer, Ok(Response::new(200, body))];
        let (sent, result) = run(counted.clone(), answers);
        assert_eq!(sent, 2);
        result.unwrap();
    }
}

#[test]
fn a_partners_profile_is_made_once() {
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    let saml = SamlResponse::from_xml("<samlp:Response/>").unwrap();
    let operation = || CreatePartnerProfile::new("REF30", APPLE, &status, &saml).unwrap();
    let (sent, result) = run(operation(), vec![lost(Delivery::Possible)]);
    assert_eq!(sent, 1);
    result.unwrap_err();
    let body = r#"{"profiles": {}}"#;
    let answers = vec![lost(Delivery::NotSent), Ok(Response::new(201, body))];
    let (sent, result) = run(operation(), answers);
    assert_eq!(sent, 2);
    assert!(result.unwrap().profiles.is_empty());
}

/// A denial is a result: the call succeeds, and nothing is repeated or renewed because of it.
#[test]
fn a_denial_ends_a_call_as_a_success() {
    let operation = || Authorize::new("REF30", "Cablevision", ["a"]).unwrap();
    for code in [
        "authorization_denied_by_mvpd",
        "authenticated_profile_missing",
        "network_received_error",
        "invalid_access_token_client_application",
    ] {
        let error = format!(r#"{{"code": "{code}", "status": 401}}"#);
        let body = format!(
            r#"{{"decisions": [{{"resource": "a", "authorized": false, "error": {error}}}]}}"#
        );
        let (sent, result) = run(operation(), vec![Ok(Response::new(200, body))]);
        assert_eq!(sent, 1, "{code}");
        assert_eq!(result.unwrap().decisions[0].verdict, Verdict::Deny);
    }
}

#[test]
fn only_a_doubtful_operation_is_told_of_a_lost_answer() {
    let answers = || vec![lost(Delivery::Possible), Ok(logouts("complete"))];
    let (sent, result) = run(Other::<0>(parameters()), answers());
    assert_eq!((sent, result.unwrap()), (2, LogoutAction::Complete));
    let (sent, result) = run(Other::<1>(parameters()), answers());
    assert_eq!(
        (sent, result.unwrap()),
        (2, LogoutAction::InvalidAfterLostAnswer)
    );
}

/// Failed polls of a sign-in must not push the logout's out of the memory of lost answers.
#[test]
fn only_doubtful_operations_are_remembered_after_a_lost_answer() {
    let client = client(ClientConfig::new(site(BASE), TokenSource::App));
    let lose = |operation: AnyOperation| {
        let options = CallOptions::new().deadline_ms(100);
        let mut call = client.start(START, operation, options);
        if let Step::ProvideToken { .. } = call.poll(START) {
            let token = AccessToken::new("token").unwrap();
            call.provide_token(START, token, None).unwrap();
            call.poll(START);
        }
        call.cancel(START);
    };
    lose(parameters().into());
    for number in 0..20 {
        let requestor = format!("R{number}");
        lose(InitiateLogoutV1::new(&requestor).unwrap().into());
    }
    let now = START + 60_000;
    let mut call = client.start(now, AnyOperation::from(parameters()), CallOptions::new());
    assert!(matches!(call.poll(now), Step::Send(_)));
    call.respond(now, &logouts("invalid")).unwrap();
    let Step::Done(Ok(AnyOutcome::Logout(logout))) = call.poll(now) else {
        panic!("no logout")
    };
    assert_eq!(
        logout.profiles[0].action,
        LogoutAction::InvalidAfterLostAnswer
    );
}

#[test]
fn the_legacy_logout_is_sent_without_registration_and_token_and_paced_and_repeated_like_the_rest() {
    let client = client(ClientConfig::new(
        site("https://api.auth.adobe.com"),
        crate::calls::host::registration(),
    ));
    let operation = InitiateLogoutV1::new("REF30").unwrap();
    let mut call = client.start(START, operation, CallOptions::new());
    let Step::Send(request) = call.poll(START) else {
        panic!("not sent at once")
    };
    assert!(request.url().contains("/api/v1/logout?requestor=REF30&"));
    assert!(request.headers().get("Authorization").is_none());
    call.respond(START, &Response::new(503, "")).unwrap();
    let Step::Wait { until_ms, .. } = call.poll(START) else {
        panic!("not repeated")
    };
    assert!(matches!(call.poll(until_ms), Step::Send(_)));
    call.respond(until_ms, &Response::new(204, "")).unwrap();
    assert!(matches!(call.poll(until_ms), Step::Done(Ok(()))));
}

/// A 401 says nothing about a token that was not sent.
#[test]
fn an_error_of_the_legacy_logout_touches_neither_token_nor_registration() {
    let answer = r#"{"status": 401, "code": "x", "action": "application-registration"}"#;
    let (sent, result) = run(
        InitiateLogoutV1::new("REF30").unwrap(),
        vec![Ok(Response::new(401, answer))],
    );
    assert_eq!(sent, 1);
    assert_eq!(result.unwrap_err().code(), ErrorCode::EnhancedError);
}
