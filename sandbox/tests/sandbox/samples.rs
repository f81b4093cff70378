//! Adobe's own samples, sent to the sandbox.
//!
//! Two things in the printed requests have to be replaced before a service that follows the rest of
//! the documentation can take them: the access token, which is Adobe's, and `X-Device-Info`, which
//! is not JSON (that the printed one is refused is checked as well). The answers are compared with
//! the printed ones where those can be read.

use serde_json::{Value, json};
use tvpass_sandbox::{Profile, ProfileKind, SsoToken, software_statement};

use crate::client::{DEVICE, Headers, device_info, replaced, start_unthrottled};

fn samples(text: &str) -> Vec<Value> {
    let json: Value = serde_json::from_str(text).unwrap();
    json["samples"].as_array().unwrap().clone()
}

fn headers(sample: &Value) -> Headers {
    serde_json::from_value(sample["request"]["headers"].clone()).unwrap()
}

/// What each sample of the logout page is about.
fn profile_of_sample(number: u64) -> Profile {
    let single_sign_on = |name: &str, sample: &Value| {
        let headers = headers(sample);
        headers
            .into_iter()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
    };
    let all = samples(include_str!("../../../tests/data/vectors/logout-v2.json"));
    let sample = all
        .iter()
        .find(|sample| sample["number"] == number)
        .unwrap();
    match number {
        1 => Profile::new("Cablevision", ProfileKind::AbsoluteUrl),
        2 => Profile::new("Dish", ProfileKind::NoLogoutEndpoint),
        3 => Profile::new("Spectrum", ProfileKind::RelativeUrl).bound_to(SsoToken::Service(
            single_sign_on("AD-Service-Token", sample),
        )),
        4 => Profile::new("Comcast_SSO", ProfileKind::RelativeUrl).bound_to(SsoToken::Platform(
            single_sign_on("Adobe-Subject-Token", sample),
        )),
        5 => Profile::new("Cablevision", ProfileKind::AppleSso),
        6 => Profile::new("${degradedMvpd}", ProfileKind::Degraded).with_key("ATTOTT"),
        7 => Profile::new("TempPass_5mins", ProfileKind::TempPass),
        _ => panic!("there are seven"),
    }
}

/// An entry without the parts of its URL that belong to one server or one logout.
fn comparable(entry: &Value, base: &str) -> Value {
    let mut entry = entry.clone();
    if let Some(url) = entry["url"].as_str() {
        let path = url.strip_prefix(base).unwrap_or(url);
        let (path, query) = path.split_once('?').unwrap();
        let mut parameters: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.starts_with("pt_device_id="))
            .collect();
        parameters.sort_unstable();
        entry["url"] = json!([path, url.starts_with('/'), parameters]);
    }
    entry
}

#[test]
fn logout() {
    for sample in samples(include_str!("../../../tests/data/vectors/logout-v2.json")) {
        let number = sample["number"].as_u64().unwrap();
        // The first sample shows http where https was asked for, which is an option of the sandbox.
        let config = tvpass_sandbox::Config {
            downgrade_redirect: number == 1,
            ..tvpass_sandbox::Config::unthrottled()
        };
        let (sandbox, client) = crate::client::start(config);
        sandbox.set_profiles(DEVICE, "REF30", vec![profile_of_sample(number)]);
        let printed = headers(&sample);
        let token = format!("Bearer {}", sandbox.access_token());
        let authorized = replaced(&printed, "Authorization", Some(&token));
        let repaired = replaced(&authorized, "X-Device-Info", Some(&device_info()));
        let target = sample["request"]["target"].as_str().unwrap();
        // The seventh has the segments in an order that no other page has; the sixth a placeholder.
        let target = target.replace("/logout/REF30/", "/REF30/logout/");
        let target = target.replace("${degradedMvpd}", "%24%7BdegradedMvpd%7D");

        let answer = client.send("GET", &target, &printed, None);
        assert_eq!(
            answer.status, 401,
            "sample {number}: the printed token is not one of the sandbox"
        );
        let answer = client.send("GET", &target, &authorized, None);
        assert_eq!(
            answer.code(),
            "invalid_header_device_info",
            "sample {number}: the printed header is not JSON"
        );

        let answer = client.send("GET", &target, &repaired, None);
        assert_eq!(
            u64::from(answer.status),
            sample["response"]["status"].as_u64().unwrap(),
            "sample {number}"
        );
        assert_eq!(
            answer.header("content-type"),
            sample["response"]["headers"][0][1].as_str()
        );
        let printed_body = sample["response"]["body"].as_str().unwrap();
        // The sixth is not JSON either: a comma too many.
        let printed_body = if number == 6 {
            printed_body.replace("\",\n        }", "\"\n        }")
        } else {
            printed_body.into()
        };
        let expected: Value =
            serde_json::from_str(&printed_body).unwrap_or_else(|error| panic!("{number}: {error}"));
        let (key, entry) = answer.only_logout();
        let expected = &expected["logouts"][&key];
        assert!(expected.is_object(), "sample {number}: the key is {key}");
        let of_adobe = comparable(expected, "https://sp.auth.adobe.com");
        assert_eq!(
            comparable(&entry, sandbox.base_url()),
            of_adobe,
            "sample {number}"
        );
    }
}

#[test]
fn registration_and_token() {
    let (_sandbox, client) = start_unthrottled();
    let mut issued = json!({});
    let mut succeeded = Vec::new();
    let mut all = samples(include_str!("../../../tests/data/vectors/dcr.json"));
    // The page of registration comes first: its answer is needed for the other.
    all.sort_by_key(|sample| sample["page"].as_str().unwrap().contains("access-token"));
    for sample in all
        .iter()
        .filter(|sample| sample["outcome"] == "Response - Success")
    {
        let target = sample["request"]["target"].as_str().unwrap();
        let printed = headers(sample);
        let body = sample["request"]["body"].as_str().unwrap();
        assert_eq!(
            client.send("POST", target, &printed, Some(body)).json(),
            json!({"error": "invalid_request"}),
            "as printed, neither X-Device-Info nor the software statement can be read"
        );
        let repaired = replaced(&printed, "X-Device-Info", Some(&device_info()));
        let body = if target.ends_with("register") {
            json!({"software_statement": software_statement(), "redirect_uri": "adobepass://com.programmer"}).to_string()
        } else {
            let field = |name: &str| issued[name].as_str().unwrap().to_owned();
            body.replace("s6BhdRkqt3", &field("client_id"))
                .replace("t7AkePiru4", &field("client_secret"))
        };
        let answer = client.send("POST", target, &repaired, Some(&body));
        assert_eq!(
            u64::from(answer.status),
            sample["response"]["status"].as_u64().unwrap(),
            "{answer:?}"
        );
        assert_eq!(
            answer.header("content-type"),
            sample["response"]["headers"][0][1].as_str()
        );
        let expected: Value =
            serde_json::from_str(sample["response"]["body"].as_str().unwrap()).unwrap();
        let answered = answer.json();
        let shape = |json: &Value| {
            let fields = json.as_object().unwrap().iter();
            fields
                .map(|(name, value)| (name.clone(), std::mem::discriminant(value)))
                .collect::<Vec<_>>()
        };
        assert_eq!(shape(&answered), shape(&expected), "{target}");
        for same in ["grant_types", "scopes", "expires_in", "token_type"] {
            assert_eq!(answered[same], expected[same], "{target} {same}");
        }
        succeeded.push(target.to_owned());
        if target.ends_with("register") {
            issued = answered;
        }
    }
    assert_eq!(succeeded, ["/o/client/register", "/o/client/token"]);
}
