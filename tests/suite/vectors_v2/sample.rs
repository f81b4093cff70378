//! One sample: what the caller gives, what is sent, what came back, and what that means.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tvpass::device::DeviceIdentifier;
use tvpass::operation::{Operation, RequestExtras, Site, TempPassIdentity};
use tvpass::{AccessToken, Base, Device, Error, Request, Response};

use crate::support::{ACCESS_TOKEN, device, text, vectors};

pub(crate) struct Sample(Value);

/// All samples of a file.
pub(crate) fn file(name: &str) -> Vec<Sample> {
    let samples = vectors(&format!("v2/{name}"))["samples"].take();
    let samples = samples.as_array().expect("a list").clone();
    assert!(!samples.is_empty());
    samples.into_iter().map(Sample).collect()
}

/// Adobe's samples of an operation, and the derived ones.
pub(crate) fn of(operation: &str) -> Vec<Sample> {
    let mut samples = file(&format!("{}-v2.json", operation.replace('_', "-")));
    let derived = file("derived-v2.json").into_iter();
    samples.extend(derived.filter(|sample| sample.operation() == operation));
    samples
}

impl Sample {
    pub(crate) fn operation(&self) -> &str {
        text(&self.0, "operation")
    }

    /// What the caller gives.
    pub(crate) fn input(&self, name: &str) -> Option<&str> {
        self.0["inputs"][name].as_str()
    }

    pub(crate) fn service_provider(&self) -> &str {
        self.input("service_provider").expect("a service provider")
    }

    pub(crate) fn base(&self) -> Base {
        Base::new(text(&self.0, "base_url")).unwrap()
    }

    pub(crate) fn expected(&self) -> &Value {
        &self.0["expected"]
    }

    /// What the answer means, of one that is not JSON: what it means once that is repaired.
    pub(crate) fn expected_outcome(&self) -> &Value {
        match self.0.get("expected_repaired") {
            Some(repaired) => repaired,
            None => self.expected(),
        }
    }

    /// An input that is no text.
    pub(crate) fn input_json(&self, name: &str) -> &Value {
        &self.0["inputs"][name]
    }

    /// What the answer means for a sign-in that is waited for.
    pub(crate) fn polling(&self) -> Option<&str> {
        self.0["polling"].as_str()
    }

    fn site(&self) -> Site {
        let device = match self.input("device_identifier") {
            Some(identifier) => Device::new(
                DeviceIdentifier::from_text(identifier).unwrap(),
                device().info().clone(),
            ),
            None => device(),
        };
        Site::new(self.base(), device)
    }

    /// The optional headers among the inputs.
    pub(crate) fn extras(&self) -> RequestExtras {
        let mut extras = RequestExtras::new();
        if let Some(user_agent) = self.input("user_agent") {
            extras = extras.user_agent(user_agent).unwrap();
        }
        if let Some(token) = self.input("service_token") {
            extras = extras.service_token(token).unwrap();
        }
        if let Some(token) = self.input("subject_token") {
            extras = extras.subject_token(token).unwrap();
        }
        if let Some(identity) = self.input("temp_pass_identity") {
            extras = extras.temp_pass_identity(&TempPassIdentity::raw_json(identity).unwrap());
        }
        extras
    }

    /// Builds the request, compares it, and compares what the answer means with `meaning` of it.
    /// The answers, for more.
    pub(crate) fn check<O: Operation>(
        &self,
        operation: &O,
        meaning: impl Fn(&O::Outcome) -> Value,
    ) -> Vec<Result<O::Outcome, Error>> {
        let token = AccessToken::new(ACCESS_TOKEN).unwrap();
        let request = operation.request(&self.site(), &token);
        self.check_request(&request);
        let printed = text(&self.0["response"], "body");
        let mut answers = vec![(printed, &self.0["expected"])];
        if let Some(repaired) = self.0["repaired_body"].as_str() {
            answers.push((repaired, &self.0["expected_repaired"]));
        }
        let answers = answers.into_iter().map(|(body, expected)| {
            let outcome = O::interpret(&request, &self.response(body));
            self.check_outcome(&outcome, expected, &meaning);
            outcome
        });
        answers.collect()
    }

    fn response(&self, body: &str) -> Response {
        let answer = &self.0["response"];
        let status = answer["status"].as_u64().expect("a status");
        let mut response = Response::new(u16::try_from(status).unwrap(), body);
        for header in answer["headers"].as_array().expect("a list") {
            let text = |at: usize| header[at].as_str().expect("a text").to_owned();
            response = response.with_header(text(0), text(1));
        }
        response
    }

    fn check_request(&self, request: &Request) {
        let expected = &self.0["expected_request"];
        if expected.is_null() {
            assert!(self.0["derived"].as_bool().expect("whether it is derived"));
            return;
        }
        assert_eq!(request.method().as_str(), text(expected, "method"));
        assert_eq!(request.url(), text(expected, "url"));
        assert_eq!(request.body(), text(expected, "body").as_bytes());
        let value = |name: &str| request.headers().get(name).map(|value| value.as_str());
        for name in expected["headers_present"].as_array().expect("a list") {
            let name = name.as_str().expect("a name");
            assert!(value(name).is_some(), "{name} is missing");
        }
        for name in expected["headers_absent"].as_array().expect("a list") {
            let name = name.as_str().expect("a name");
            assert_eq!(value(name), None, "{name}");
        }
        for (name, equal) in expected["headers_equal"].as_object().expect("a map") {
            assert_eq!(value(name), equal.as_str(), "{name}");
        }
        for (name, equal) in expected["headers_base64_json"].as_object().expect("a map") {
            let json = STANDARD.decode(value(name).expect(name)).expect("base64");
            let json: Value = serde_json::from_slice(&json).expect("JSON");
            assert_eq!(&json, equal, "{name}");
        }
        let is_known = |name: &str| {
            ["headers_present", "headers_absent"].iter().any(|list| {
                expected[list]
                    .as_array()
                    .expect("a list")
                    .contains(&json!(name))
            }) || ["headers_equal", "headers_base64_json"]
                .iter()
                .any(|map| !expected[map][name].is_null())
        };
        for header in request.headers() {
            assert!(is_known(&header.name), "{} is not expected", header.name);
        }
    }

    fn check_outcome<T>(
        &self,
        outcome: &Result<T, Error>,
        expected: &Value,
        meaning: &impl Fn(&T) -> Value,
    ) {
        let place = format!("{} {}", self.operation(), self.0["number"]);
        let error = match outcome {
            Ok(outcome) => return assert_eq!(&meaning(outcome), expected, "{place}"),
            Err(error) => error,
        };
        match error {
            Error::Malformed(malformed) => {
                assert_eq!(*expected, "malformed_json", "{place}");
                // It holds a code, or is about the user.
                assert_eq!(malformed.body_head, "", "{place}");
            }
            Error::Throttled(_) => {
                let throttled = json!({"error": "throttled", "http_status": 429});
                assert_eq!(*expected, throttled, "{place}");
            }
            Error::Enhanced(enhanced) => {
                let read = json!({"error": {
                    "http_status": enhanced.http_status,
                    "status": enhanced.status,
                    "code": enhanced.code,
                    // The samples have the answer's, the table's decides (trap 44).
                    "action": enhanced.received_action.as_ref().map(|action| action.as_str()),
                    "message": enhanced.message,
                    "details": enhanced.details,
                    "help_url": enhanced.help_url,
                    "trace": enhanced.trace,
                }});
                assert_eq!(read, *expected, "{place}");
                let documented = enhanced.documented_code().expect("a documented code");
                assert_eq!(enhanced.action, documented.action(), "{place}");
            }
            error => panic!("{place}: {error:?}"),
        }
    }
}
