//! Adobe's own samples of *Initiate logout for specific MVPD*: the requests rebuilt, the answers
//! interpreted.

use crate::support::{text, vectors};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tvpass::device::{
    ConnectionType, Device, DeviceIdentifier, DeviceInfo, OsName, OsVendor, PrimaryHardwareType,
};
use tvpass::error::BODY_HEAD_BYTES;
use tvpass::operation::{InitiateLogout, Operation as _, RequestExtras, Site};
use tvpass::{AccessToken, Base, Error, LogoutAction, RedirectUrl, Request, Response};

fn samples() -> Vec<Value> {
    let samples = vectors("logout-v2.json")["samples"].take();
    let samples = samples.as_array().expect("a list").clone();
    assert_eq!(samples.len(), 7);
    samples
}

fn sample(number: u64) -> Value {
    let mut samples = samples().into_iter();
    samples
        .find(|sample| sample["number"] == number)
        .expect("the sample")
}

fn sample_header<'a>(sample: &'a Value, name: &str) -> Option<&'a str> {
    let headers = sample["request"]["headers"].as_array().expect("a list");
    headers
        .iter()
        .find(|header| header[0] == name)
        .map(|header| header[1].as_str().expect("a text"))
}

/// The page cuts the single sign-on tokens off with ` .....`, which no header could carry
/// unchanged.
fn without_ellipsis(token: &str) -> &str {
    token.strip_suffix(" .....").expect("an ellipsis")
}

fn percent_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .expect("UTF-8")
        .into_owned()
}

/// The page's `X-Device-Info` with the comma that its JSON lacks (trap 7), and the required keys
/// that it lacks too.
fn repaired_device_info(sample: &Value) -> Value {
    let header = sample_header(sample, "X-Device-Info").expect("the header");
    let broken = String::from_utf8(STANDARD.decode(header).expect("base64")).expect("UTF-8");
    assert!(
        serde_json::from_str::<Value>(&broken).is_err(),
        "Adobe has repaired its sample: compare with it as it is"
    );
    let mut repaired: Value =
        serde_json::from_str(&broken.replace("\"tvOS\"\n", "\"tvOS\",\n")).expect("JSON");
    repaired["version"] = json!("5");
    repaired["connectionType"] = json!("WiFi");
    repaired
}

fn sample_device(sample: &Value) -> Device {
    let header = sample_header(sample, "AP-Device-Identifier").expect("the header");
    let base64 = header.strip_prefix("fingerprint ").expect("fingerprint");
    let identifier = String::from_utf8(STANDARD.decode(base64).expect("base64")).expect("UTF-8");
    Device::new(
        DeviceIdentifier::from_text(&identifier).unwrap(),
        DeviceInfo::builder()
            .primary_hardware_type(PrimaryHardwareType::SetTopBox)
            .model("TV 5th Gen")
            .version("5")
            .manufacturer("Apple")
            .os_name(OsName::TvOs)
            .os_vendor(OsVendor::Apple)
            .os_version("11.0")
            .connection_type(ConnectionType::WiFi)
            .build()
            .unwrap(),
    )
}

fn sample_extras(sample: &Value) -> RequestExtras {
    let mut extras = RequestExtras::new();
    if let Some(token) = sample_header(sample, "AD-Service-Token") {
        extras = extras.service_token(without_ellipsis(token)).unwrap();
    }
    if let Some(token) = sample_header(sample, "Adobe-Subject-Token") {
        extras = extras.subject_token(without_ellipsis(token)).unwrap();
    }
    let user_agent = sample_header(sample, "User-Agent").expect("the header");
    extras.user_agent(user_agent).unwrap()
}

/// The request of a sample, made through the public interface from the values that the sample
/// holds.
fn rebuilt(sample: &Value) -> Request {
    let target = text(&sample["request"], "target");
    let (path, query) = target.split_once('?').expect("a query");
    let segments: Vec<_> = path
        .split('/')
        .filter(|segment| !["", "api", "v2", "logout"].contains(segment))
        .collect();
    let [service_provider, mvpd] = segments[..] else {
        panic!("{target}");
    };
    let redirect_url = query.strip_prefix("redirectUrl=").expect("redirectUrl");
    let authorization = sample_header(sample, "Authorization").expect("the header");
    let token = authorization.strip_prefix("Bearer ").expect("Bearer");
    let base = Base::new(text(sample, "base_url")).unwrap();
    let redirect_url = RedirectUrl::new(&percent_decoded(redirect_url)).unwrap();
    InitiateLogout::new(service_provider, mvpd, &redirect_url)
        .unwrap()
        .with_extras(sample_extras(sample))
        .unwrap()
        .request(
            &Site::new(base, sample_device(sample)),
            &AccessToken::new(token).unwrap(),
        )
}

fn response(sample: &Value) -> Response {
    let answer = &sample["response"];
    let status = answer["status"].as_u64().expect("a status");
    let mut response = Response::new(u16::try_from(status).unwrap(), text(answer, "body"));
    for header in answer["headers"].as_array().expect("a list") {
        let text = |at: usize| header[at].as_str().expect("a text").to_owned();
        response = response.with_header(text(0), text(1));
    }
    response
}

#[test]
fn method_and_target_are_those_of_every_sample() {
    for sample in samples() {
        let request = rebuilt(&sample);
        assert_eq!(
            request.method().as_str(),
            text(&sample["request"], "method")
        );
        assert_eq!(request.body(), b"");
        let printed = text(&sample["request"], "target");
        let target = request
            .url()
            .strip_prefix(text(&sample, "base_url"))
            .expect("the base");
        match sample["number"].as_u64().expect("a number") {
            // A placeholder instead of an MVPD, with characters that a path segment cannot hold as
            // they are.
            6 => assert_eq!(
                target,
                printed.replace("${degradedMvpd}", "%24%7BdegradedMvpd%7D")
            ),
            // Trap 1: the page has the segments in another order here than in its table and in the
            // OpenAPI file.
            7 => assert_eq!(target, printed.replace("/logout/REF30/", "/REF30/logout/")),
            _ => assert_eq!(target, printed),
        }
    }
}

#[test]
fn headers_are_those_of_every_sample_and_no_others() {
    for sample in samples() {
        let request = rebuilt(&sample);
        let mut ours: Vec<_> = request
            .headers()
            .iter()
            .map(|header| (header.name.to_string(), header.value.as_str().to_owned()))
            .collect();
        let mut printed: Vec<_> = sample["request"]["headers"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|header| {
                let name = header[0].as_str().expect("a name");
                let value = header[1].as_str().expect("a value");
                let value = match name {
                    "AD-Service-Token" | "Adobe-Subject-Token" => without_ellipsis(value),
                    _ => value,
                };
                (name.to_owned(), value.to_owned())
            })
            .collect();
        ours.sort();
        printed.sort();
        let names = |headers: &[(String, String)]| -> Vec<String> {
            headers.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&ours), names(&printed));
        for (ours, printed) in ours.iter().zip(&printed) {
            if ours.0 != "X-Device-Info" {
                assert_eq!(ours, printed);
            }
        }
    }
}

#[test]
fn device_info_is_what_the_samples_mean_as_valid_json() {
    for sample in samples() {
        let request = rebuilt(&sample);
        let header = request.headers().get("X-Device-Info").expect("the header");
        let json = STANDARD.decode(header.as_str()).expect("base64");
        let decoded: Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(decoded, repaired_device_info(&sample));
    }
}

#[test]
fn every_answer_means_what_is_expected() {
    for sample in samples() {
        let Some(expected) = sample["expected"].as_array() else {
            assert_eq!(sample["expected"], "malformed_json");
            continue;
        };
        let logout = InitiateLogout::interpret(&rebuilt(&sample), &response(&sample))
            .unwrap_or_else(|e| panic!("{e}: {sample}"));
        assert_eq!(logout.profiles.len(), expected.len());
        for (profile, expected) in logout.profiles.iter().zip(expected) {
            assert_eq!(*profile.key, *text(expected, "key"));
            assert_eq!(profile.mvpd.as_deref(), expected["mvpd"].as_str());
            assert_eq!(profile.action_name.as_deref(), expected["action"].as_str());
            assert_eq!(profile.action_type.as_deref(), expected["type"].as_str());
            assert!(!profile.contradicts_documentation());
            match (text(expected, "action"), &profile.action) {
                ("logout", LogoutAction::OpenUrl(url)) => {
                    assert_eq!(Some(url.as_str()), expected["url"].as_str());
                }
                ("complete", LogoutAction::Complete)
                | ("partner_logout", LogoutAction::PartnerLogout) => {
                    assert_eq!(expected["url"], Value::Null);
                    assert_eq!(profile.raw_url, None);
                }
                (name, action) => panic!("{name} was read as {action:?}"),
            }
        }
    }
}

#[test]
fn the_sample_that_is_not_json_is_malformed_and_its_body_is_kept() {
    let sample = sample(6);
    let error = InitiateLogout::interpret(&rebuilt(&sample), &response(&sample)).unwrap_err();
    let Error::Malformed(malformed) = error else {
        panic!("{error:?}");
    };
    assert_eq!(malformed.status, 200);
    assert_eq!(
        malformed.content_type.as_deref(),
        Some("application/json;charset=UTF-8")
    );
    // In one line.
    let body = text(&sample["response"], "body").replace('\n', " ");
    assert_eq!(malformed.body_head, body);
    // The trailing comma is in line 6; the parser stumbles over what follows it.
    assert!(malformed.reason.contains("line 7"), "{}", malformed.reason);
}

#[test]
fn a_long_malformed_body_is_kept_up_to_512_bytes() {
    let sample = sample(6);
    let body = text(&sample["response"], "body").to_owned() + &" ".repeat(BODY_HEAD_BYTES);
    let error = InitiateLogout::interpret(&rebuilt(&sample), &Response::new(200, body.clone()))
        .unwrap_err();
    let Error::Malformed(malformed) = error else {
        panic!("{error:?}");
    };
    assert_eq!(BODY_HEAD_BYTES, 512);
    let body = body.replace('\n', " ");
    assert_eq!(malformed.body_head, &body[..BODY_HEAD_BYTES]);
}

#[test]
fn the_redirect_of_the_first_sample_completes_the_flow() {
    // Trap 5: https://adobe.com was asked for, and the answer's own URL ends at http://adobe.com.
    let sample = sample(1);
    let logout = InitiateLogout::interpret(&rebuilt(&sample), &response(&sample)).unwrap();
    let LogoutAction::OpenUrl(url) = &logout.profiles[0].action else {
        panic!("{logout:?}");
    };
    let asked = RedirectUrl::new("https://adobe.com").unwrap();
    let (_, end) = url
        .as_str()
        .split_once("redirect_url=")
        .expect("redirect_url");
    assert!(asked.is_reached_by(&percent_decoded(end)));
    assert!(!asked.is_reached_by(url.as_str()));
}
