//! Adobe's own samples of registration and access token: the requests rebuilt, the answers
//! interpreted.

use crate::support::{ADOBE, site, text, vectors};
use serde_json::{Value, json};
use tvpass::operation::{
    ClientCredentials, RegisterClient, RequestExtras, RetrieveAccessToken, Site, SoftwareStatement,
};
use tvpass::{Error, RedirectUrl, Request, Response};

/// The samples of this target, a success and an error.
fn samples(target: &str) -> [Value; 2] {
    let all = vectors("dcr.json")["samples"].take();
    let all = all.as_array().expect("a list").clone();
    assert_eq!(all.len(), 4);
    let mut found = all
        .into_iter()
        .filter(|sample| sample["request"]["target"] == target);
    let mut next = || found.next().expect("a sample");
    [next(), next()]
}

fn response(sample: &Value) -> Response {
    let status = sample["response"]["status"].as_u64().expect("a status");
    Response::new(
        u16::try_from(status).unwrap(),
        text(&sample["response"], "body"),
    )
    .with_header("Content-Type", "application/json;charset=UTF-8")
}

fn extras(sample: &Value) -> RequestExtras {
    let user_agent = printed_headers(sample)
        .into_iter()
        .find(|(name, _)| name == "User-Agent")
        .expect("User-Agent")
        .1;
    RequestExtras::new().user_agent(&user_agent).unwrap()
}

fn printed_headers(sample: &Value) -> Vec<(String, String)> {
    let mut headers: Vec<_> = sample["request"]["headers"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|header| {
            let text = |at: usize| header[at].as_str().expect("a text").to_owned();
            (text(0), text(1))
        })
        .collect();
    headers.sort();
    headers
}

/// Method, target and headers; X-Device-Info cannot be equal, because Adobe's is not JSON (trap 7).
fn assert_like(request: &Request, sample: &Value) {
    assert_eq!(
        request.method().as_str(),
        text(&sample["request"], "method")
    );
    let target = request.url().strip_prefix(ADOBE).expect("the base");
    assert_eq!(target, text(&sample["request"], "target"));
    let mut ours: Vec<_> = request
        .headers()
        .iter()
        .map(|header| (header.name.to_string(), header.value.as_str().to_owned()))
        .collect();
    ours.sort();
    let comparable = |headers: Vec<(String, String)>| -> Vec<(String, String)> {
        headers
            .into_iter()
            .map(|(name, value)| match name.as_str() {
                "X-Device-Info" => (name, String::new()),
                _ => (name, value),
            })
            .collect()
    };
    assert_eq!(comparable(ours), comparable(printed_headers(sample)));
}

/// The site with the sample's optional headers.
fn sample_site(sample: &Value) -> Site {
    site(ADOBE).with_extras(extras(sample)).unwrap()
}

fn token_request(sample: &Value) -> Request {
    let credentials = ClientCredentials::new("s6BhdRkqt3", "t7AkePiru4").unwrap();
    RetrieveAccessToken::new(&credentials).request(&sample_site(sample))
}

/// The statement without the line breaks that the page inserts for reading.
fn register_request(sample: &Value) -> (Request, String) {
    let printed = text(&sample["request"], "body").replace('\n', "");
    let printed: Value = serde_json::from_str(&printed).expect("JSON");
    let statement = text(&printed, "software_statement").replace(' ', "");
    let redirect_uri = RedirectUrl::new(text(&printed, "redirect_uri")).unwrap();
    let request = RegisterClient::new(&SoftwareStatement::new(&statement).unwrap())
        .redirect_uri(Some(redirect_uri))
        .request(&sample_site(sample));
    (request, statement)
}

#[test]
fn the_token_request_is_the_samples() {
    for sample in samples("/o/client/token") {
        let request = token_request(&sample);
        assert_like(&request, &sample);
        assert_eq!(request.body(), text(&sample["request"], "body").as_bytes());
    }
}

#[test]
fn credentials_of_any_characters_survive_the_form_body() {
    let graphic: String = ('!'..='~').collect();
    let reversed: String = graphic.chars().rev().collect();
    let credentials = ClientCredentials::new(&graphic, &reversed).unwrap();
    let request = RetrieveAccessToken::new(&credentials).request(&site(ADOBE));
    let form: Vec<_> = url::form_urlencoded::parse(request.body())
        .into_owned()
        .collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        form,
        [
            pair("client_id", &graphic),
            pair("client_secret", &reversed),
            pair("grant_type", "client_credentials"),
        ]
    );
}

#[test]
fn the_registration_request_is_the_samples() {
    for sample in samples("/o/client/register") {
        let (request, statement) = register_request(&sample);
        assert_like(&request, &sample);
        let body: Value = serde_json::from_slice(request.body()).expect("JSON");
        assert_eq!(
            body,
            json!({"software_statement": statement, "redirect_uri": "adobepass://com.programmer"})
        );
    }
}

#[test]
fn the_printed_statement_with_its_line_breaks_is_refused() {
    let [sample, _] = samples("/o/client/register");
    let body = text(&sample["request"], "body");
    let (_, statement) = body
        .split_once("\"software_statement\": \"")
        .expect("the member");
    let (statement, _) = statement.split_once('"').expect("its end");
    let error = SoftwareStatement::new(statement).unwrap_err();
    assert_eq!(error.field(), "software_statement");
    assert!(!error.to_string().contains("eyJ"), "{error}");
}

#[test]
fn the_granted_token_is_the_samples() {
    let [success, failure] = samples("/o/client/token");
    let request = token_request(&success);
    let granted = RetrieveAccessToken::interpret(&request, &response(&success)).unwrap();
    assert_eq!(granted.access_token.expose(), "2YotnFZFEjr1zCsicMWpAA");
    assert_eq!(granted.expires_in_s, 21_600);
    assert!(!format!("{granted:?}").contains("2Yotn"));

    let error = RetrieveAccessToken::interpret(&request, &response(&failure)).unwrap_err();
    assert_invalid_request(&error);
}

#[test]
fn the_granted_credentials_are_the_samples() {
    let [success, failure] = samples("/o/client/register");
    let request = register_request(&success).0;
    let credentials = RegisterClient::interpret(&request, &response(&success)).unwrap();
    assert_eq!(credentials.client_id(), "s6BhdRkqt3");
    assert_eq!(credentials.client_secret().expose(), "t7AkePiru4");
    assert!(!format!("{credentials:?}").contains("t7Ake"));

    let error = RegisterClient::interpret(&request, &response(&failure)).unwrap_err();
    assert_invalid_request(&error);
}

fn assert_invalid_request(error: &Error) {
    assert!(matches!(error, Error::Dcr(_)), "{error:?}");
    assert_eq!(error.adobe_code(), Some("invalid_request"));
    assert_eq!(error.http_status(), Some(400));
    assert!(!error.is_retryable());
}

#[test]
fn answers_without_what_was_asked_for_are_malformed_and_show_no_secret() {
    let [sample, _] = samples("/o/client/token");
    let token = |body: &str| {
        let request = token_request(&sample);
        RetrieveAccessToken::interpret(&request, &Response::new(201, body)).unwrap_err()
    };
    let [sample, _] = samples("/o/client/register");
    let register = |body: &str| {
        let request = register_request(&sample).0;
        RegisterClient::interpret(&request, &Response::new(201, body)).unwrap_err()
    };
    let errors = [
        token("{}"),
        token(r#"{"expires_in": 1}"#),
        token(r#"{"access_token": "s3cr3t-t0k3n"}"#),
        token(r#"{"access_token": "s3cr3t-t0k3n", "expires_in": "soon"}"#),
        token(r#"{"access_token": "s3cr3t-t0k3n", "expires_in": -1}"#),
        token(r#"{"access_token": "s3cr3t-t0k3n "}"#),
        token(r#"{"access_token": "s3cr3t-t0k3n"#),
        token(r#"{"access_token": {}, "expires_in": 1}"#),
        token(r#"{"access_token": null, "expires_in": 1}"#),
        register("{}"),
        register(r#"{"client_id": "a"}"#),
        register(r#"{"client_secret": "s3cr3t-t0k3n"}"#),
        register(r#"{"client_id": "", "client_secret": "s3cr3t-t0k3n"}"#),
        register(r#"{"client_id": "a", "client_secret": "s3cr3t-t0k3n\n"}"#),
        register(r#"{"client_id": {}, "client_secret": "s3cr3t-t0k3n"}"#),
        register("<html>Welcome to the hotel</html>"),
    ];
    for error in errors {
        assert!(matches!(error, Error::Malformed(_)), "{error:?}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("s3cr3t"), "{shown}");
    }
}

#[test]
fn only_200_and_201_grant_something() {
    let [sample, _] = samples("/o/client/token");
    let token = token_request(&sample);
    let [sample, _] = samples("/o/client/register");
    let register = register_request(&sample).0;
    let body = r#"{"access_token": "t", "expires_in": 1, "client_id": "a", "client_secret": "b"}"#;
    for status in [200, 201] {
        let answer = Response::new(status, body);
        assert!(RetrieveAccessToken::interpret(&token, &answer).is_ok());
        assert!(RegisterClient::interpret(&register, &answer).is_ok());
    }
    for status in [0, 199, 202, 204, 206, 302, 400, 403, 500] {
        let answer = Response::new(status, body);
        let errors = [
            RetrieveAccessToken::interpret(&token, &answer).unwrap_err(),
            RegisterClient::interpret(&register, &answer).unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, Error::HttpStatus(_)), "{status}: {error:?}");
            assert_eq!(error.http_status(), Some(status));
        }
    }
}

#[test]
fn the_lifetime_may_be_a_number_in_a_text() {
    let [sample, _] = samples("/o/client/token");
    let request = token_request(&sample);
    let response = Response::new(200, r#"{"access_token": "t", "expires_in": "3600"}"#);
    let granted = RetrieveAccessToken::interpret(&request, &response).unwrap();
    assert_eq!(granted.expires_in_s, 3600);
}

#[test]
fn an_echo_of_statement_or_client_secret_is_masked() {
    let [sample, _] = samples("/o/client/token");
    let request = token_request(&sample);
    for body in [
        json!({"error": "invalid_client", "error_description": "no client with t7AkePiru4"})
            .to_string(),
        "client_id=s6BhdRkqt3&client_secret=t7AkePiru4 is wrong".to_owned(),
        "<p>t7AkePiru4</p>".to_owned(),
    ] {
        let error =
            RetrieveAccessToken::interpret(&request, &Response::new(400, body)).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("t7Ake"), "{shown}");
    }
    let [sample, _] = samples("/o/client/register");
    let (request, statement) = register_request(&sample);
    let body =
        json!({"error": "invalid_software_statement", "error_description": statement}).to_string();
    let error = RegisterClient::interpret(&request, &Response::new(400, body)).unwrap_err();
    assert_eq!(error.adobe_code(), Some("invalid_software_statement"));
    assert!(!format!("{error} {error:?}").contains("eyJ"));
}
