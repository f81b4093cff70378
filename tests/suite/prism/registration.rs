//! Registration and token requests against Prism on Adobe's description of dynamic client
//! registration.

use crate::support::prism::{Prism, Sent, operation};
use tvpass::device::{ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName};
use tvpass::operation::{
    ClientCredentials, RegisterClient, RequestExtras, RetrieveAccessToken, Site, SoftwareStatement,
};
use tvpass::{Base, Error, RedirectUrl};

const DCR: &str = "dcrApi.json";

fn device() -> Device {
    let info = DeviceInfo::builder()
        .model("AppleTV \"4K\"")
        .version("14,1")
        .os_name(OsName::TvOs)
        .os_version("17.4")
        .connection_type(ConnectionType::Lan)
        .build();
    Device::new(DeviceIdentifier::from_text("d").unwrap(), info.unwrap())
}

fn registration() -> RegisterClient {
    let statement = SoftwareStatement::new("eyJhbGciOiJSUzI1NiJ9.e30.c2ln").unwrap();
    RegisterClient::new(&statement)
}

fn site(prism: &Prism) -> Site {
    let extras = RequestExtras::new().user_agent("app/1.0 (tvOS)").unwrap();
    Site::new(Base::new(&prism.base()).unwrap(), device())
        .with_extras(extras)
        .unwrap()
}

/// The header names that the description documents for a request, in lower case.
fn documented_headers(path: &str) -> Vec<String> {
    let parameters = operation(DCR, path, "post")["parameters"].clone();
    parameters
        .as_array()
        .unwrap()
        .iter()
        .filter(|parameter| parameter["in"] == "header")
        .map(|parameter| parameter["name"].as_str().unwrap().to_ascii_lowercase())
        .collect()
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn a_registration_is_accepted_and_its_answer_understood() {
    let prism = Prism::of(DCR);
    let redirect_uri = RedirectUrl::new("app://com.programmer.adobe").unwrap();
    let request = registration()
        .redirect_uri(Some(redirect_uri))
        .request(&site(prism));
    let answer = prism.send(&Sent::from(&request));
    assert_eq!((answer.status, answer.violations()), (201, vec![]));
    // Prism's strings are all `string`.
    let credentials = RegisterClient::interpret(&request, &answer.response()).unwrap();
    assert_eq!(
        credentials,
        ClientCredentials::new("string", "string").unwrap()
    );

    // Prism does not look into the body's syntax by itself.
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "software_statement": "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "redirect_uri": "app://com.programmer.adobe"
        })
    );
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn without_a_redirect_uri_only_that_is_missing_to_the_description() {
    let prism = Prism::of(DCR);
    let request = registration().request(&site(prism));
    // The page says that `redirect_uri` is optional; the description requires it.
    let violations = prism.send(&Sent::from(&request)).violations();
    assert_eq!(violations.len(), 1, "{violations:?}");
    assert!(violations[0].contains("redirect_uri"), "{violations:?}");
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn a_refused_registration_is_a_failure() {
    let prism = Prism::of(DCR);
    let redirect_uri = RedirectUrl::new("app://com.programmer.adobe").unwrap();
    let request = registration()
        .redirect_uri(Some(redirect_uri))
        .request(&site(prism));
    let answer = prism.send(&Sent::from(&request).prefer("code=400"));
    assert_eq!((answer.status, answer.violations()), (400, vec![]));
    // The description has no body for it.
    let error = RegisterClient::interpret(&request, &answer.response()).unwrap_err();
    assert!(matches!(error, Error::HttpStatus(_)), "{error:?}");
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn a_token_request_differs_from_the_description_in_its_form_body_alone() {
    let prism = Prism::of(DCR);
    let credentials = ClientCredentials::new("s6BhdRkqt3", "t7AkePiru4").unwrap();
    let request = RetrieveAccessToken::new(&credentials).request(&site(prism));
    let sent = Sent::from(&request);
    // The description wants the secret in the query; the page, and this library, put it into the
    // body.
    let violations = prism.send(&sent).violations();
    assert_eq!(violations.len(), 4, "{violations:?}");
    for name in ["non-empty body", "client_id", "client_secret", "grant_type"] {
        assert!(
            violations.iter().any(|text| text.contains(name)),
            "{violations:?}"
        );
    }
    // The same form in the query satisfies it, and the answer is understood.
    let mut described = sent.clone();
    let form = String::from_utf8(std::mem::take(&mut described.body)).unwrap();
    described.url = format!("{}?{form}", described.url);
    described.headers.retain(|(name, _)| name != "Content-Type");
    let answer = prism.send(&described);
    assert_eq!((answer.status, answer.violations()), (201, vec![]));
    // Prism makes up the smallest number that JavaScript knows, which is no lifetime.
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert!(body["expires_in"].as_i64().unwrap() < 0);
    let error = RetrieveAccessToken::interpret(&request, &answer.response()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expires_in is missing or not a whole number"),
        "{error}"
    );
    let answer = answer.response();
    let body = String::from_utf8(answer.body().to_vec()).unwrap();
    let body = body.replace("\"expires_in\":-9007199254740991", "\"expires_in\":21600");
    let answer = tvpass::Response::new(answer.status(), body);
    let granted = RetrieveAccessToken::interpret(&request, &answer).unwrap();
    assert_eq!(
        (granted.access_token.expose(), granted.expires_in_s),
        ("string", 21_600)
    );
}

#[test]
#[ignore = "needs Prism: cargo xtask test prism"]
fn only_documented_headers_are_sent() {
    let prism = Prism::of(DCR);
    let request = registration().request(&site(prism));
    let documented = documented_headers("/client/register");
    for header in request.headers() {
        let name = header.name.to_ascii_lowercase();
        // Adobe's printed samples have Accept, which the description leaves out.
        assert!(documented.contains(&name) || name == "accept", "{name}");
    }
}
