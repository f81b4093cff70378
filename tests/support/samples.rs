//! The samples of `tests/data/vectors/v2`, and how requests and errors are compared with them.
// Each test file is a crate of its own and uses only a part of this.
#![allow(dead_code)]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tvpass::device::{Device, DeviceIdentifier};
use tvpass::operation::{
    AccessStatus, PartnerFrameworkStatus, RequestExtras, Site, TempPassIdentity,
};
use tvpass::{AccessToken, Base, Error, Request, Response};

use crate::support::{device, text, vectors};

/// The samples of one file.
pub(crate) fn samples(operation: &str) -> Vec<Value> {
    let mut file = vectors(&format!("v2/{operation}-v2.json"));
    let samples = file["samples"].take();
    samples.as_array().expect("a list").clone()
}

/// Where a sample's request goes, for the device that it is from.
pub(crate) fn base(sample: &Value) -> Site {
    let identifier = sample["inputs"]["device_identifier"].as_str().unwrap();
    let device = Device::new(
        DeviceIdentifier::from_text(identifier).unwrap(),
        device().info().clone(),
    );
    Site::new(Base::new(text(sample, "base_url")).unwrap(), device)
}

pub(crate) fn access_token(sample: &Value) -> AccessToken {
    let headers = sample["request"]["headers"].as_array().expect("a list");
    let authorization = headers.iter().find(|header| header[0] == "Authorization");
    let value = authorization.unwrap()[1].as_str().unwrap();
    AccessToken::new(value.strip_prefix("Bearer ").unwrap()).unwrap()
}

/// The optional headers among a sample's inputs.
pub(crate) fn extras(inputs: &Value) -> RequestExtras {
    let mut extras = RequestExtras::new();
    if let Some(user_agent) = inputs["user_agent"].as_str() {
        extras = extras.user_agent(user_agent).unwrap();
    }
    if let Some(identity) = inputs["temp_pass_identity"].as_str() {
        // Adobe's samples have the e-mail address in the clear (trap 33).
        extras = extras.temp_pass_identity(&TempPassIdentity::raw_json(identity).unwrap());
    }
    extras
}

/// What Apple's framework says in a sample.
pub(crate) fn framework_status(inputs: &Value) -> PartnerFrameworkStatus {
    let status = &inputs["partner_framework_status"];
    let access_status = match text(&status["frameworkPermissionInfo"], "accessStatus") {
        "granted" => AccessStatus::Granted,
        "denied" => AccessStatus::Denied,
        other => panic!("{other}"),
    };
    let framework_status = PartnerFrameworkStatus::new(access_status).unwrap();
    let provider = &status["frameworkProviderInfo"];
    match provider["id"].as_str() {
        Some(id) => {
            let expiration_date = text(provider, "expirationDate").parse().unwrap();
            framework_status
                .provider(id, Some(expiration_date))
                .unwrap()
        }
        None => framework_status,
    }
}

/// Compares a request with what the sample expects of us, headers by name and value.
pub(crate) fn assert_request(sample: &Value, request: &Request) {
    let expected = &sample["expected_request"];
    assert_eq!(request.method().as_str(), text(expected, "method"));
    assert_eq!(request.url(), text(expected, "url"));
    let body = std::str::from_utf8(request.body()).unwrap();
    assert_eq!(body, expected["body"].as_str().unwrap_or_default());

    let headers = request.headers().iter();
    let headers: BTreeMap<_, _> = headers.map(|h| (h.name, h.value.as_str())).collect();
    let names = |key: &str| -> Vec<String> {
        let list = expected[key].as_array().expect("a list").iter();
        list.map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let mut known = names("headers_present");
    for name in &known {
        assert!(headers.contains_key(&**name), "{name}");
    }
    for name in names("headers_absent") {
        assert!(!headers.contains_key(&*name), "{name}");
    }
    for (name, value) in expected["headers_equal"].as_object().unwrap() {
        assert_eq!(headers.get(&**name).copied(), value.as_str(), "{name}");
        known.push(name.clone());
    }
    for (name, value) in expected["headers_base64_json"].as_object().unwrap() {
        let json = STANDARD.decode(headers[&**name]).unwrap();
        assert_eq!(
            serde_json::from_slice::<Value>(&json).unwrap(),
            *value,
            "{name}"
        );
        known.push(name.clone());
    }
    // Nothing else.
    for name in headers.keys() {
        assert!(known.iter().any(|known| known == name), "{name}");
    }
}

pub(crate) fn response_of(status: u64, body: &str) -> Response {
    Response::new(u16::try_from(status).unwrap(), body)
        .with_header("Content-Type", "application/json;charset=UTF-8")
}

/// A sample's answer as printed.
pub(crate) fn response(sample: &Value) -> Response {
    let answer = &sample["response"];
    response_of(answer["status"].as_u64().unwrap(), text(answer, "body"))
}

/// What an answer has to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Outcome,
    Malformed,
    Error,
}

/// Calls `check` with a sample's answer as printed, and with the repaired one if it is not JSON.
pub(crate) fn each_answer(sample: &Value, mut check: impl FnMut(Kind, &Response, &Value)) {
    let expected = &sample["expected"];
    if *expected == "malformed_json" {
        check(Kind::Malformed, &response(sample), expected);
        let status = sample["response"]["status"].as_u64().unwrap();
        let repaired = response_of(status, text(sample, "repaired_body"));
        check(Kind::Outcome, &repaired, &sample["expected_repaired"]);
    } else if let Some(error) = expected.get("error") {
        check(Kind::Error, &response(sample), error);
    } else {
        check(Kind::Outcome, &response(sample), expected);
    }
}

/// An enhanced error as the samples have it.
pub(crate) fn error_json(error: &Error) -> Value {
    let Error::Enhanced(error) = error else {
        panic!("{error:?}");
    };
    json!({
        "http_status": error.http_status,
        "status": error.status,
        "code": error.code,
        "action": error.action.as_str(),
        "message": error.message,
        "details": error.details,
        "help_url": error.help_url,
        "trace": error.trace,
    })
}
