//! What holds for decisions and single sign-on whatever the inputs and answers are.

use crate::support::cases::cases;
use crate::support::{ACCESS_TOKEN, ADOBE, site};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::{Value, json};
use tvpass::operation::{
    APPLE, AccessStatus, Authorize, CreatePartnerProfile, Mrss, Operation, PartnerFrameworkStatus,
    Preauthorize, RequestExtras, Resource, SamlResponse, TempPassIdentity,
};
use tvpass::outcome::{Expectation, Verdict};
use tvpass::{AccessToken, Request, Response};

fn sent<O: Operation>(operation: &O) -> Request {
    operation.request(&site(ADOBE), &AccessToken::new(ACCESS_TOKEN).unwrap())
}

/// The JSON that is in a header.
fn header(request: &Request, name: &str) -> Value {
    let value = request.headers().get(name).unwrap().as_str();
    serde_json::from_slice(&STANDARD.decode(value).unwrap()).unwrap()
}

/// Resources as they are asked for, with white space and letter case that could be mixed up.
fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", " a", "a ", "A", "b", "\tb", "b c", "bc", "c"])
        .prop_map(str::to_owned)
}

fn authorized() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!(true)),
        Just(json!(false)),
        Just(json!("true")),
        Just(json!("false")),
        Just(json!(null)),
        Just(json!("yes")),
        Just(json!(1)),
    ]
}

/// What Adobe's pages have for yes and no.
fn meaning(authorized: &Value) -> Option<bool> {
    match authorized {
        Value::Bool(value) => Some(*value),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn resources_are_sent_as_they_are_or_refused(
        texts in prop::collection::vec(prop_oneof!["\\PC{0,20}", "[ab \\n\"\\\\]{0,3}", any::<String>()], 1..5),
    ) {
        match Authorize::new("REF30", "Cablevision", &texts) {
            Ok(operation) => {
                let body: Value = serde_json::from_slice(sent(&operation).body()).unwrap();
                prop_assert_eq!(body, json!({ "resources": texts }));
                prop_assert!(texts.iter().all(|text| Resource::new(text).is_ok()));
            }
            Err(error) => {
                prop_assert_eq!(error.field(), "resources");
                let repeated = texts.iter().enumerate().any(|(at, text)| {
                    texts[..at].iter().any(|other| other.trim() == text.trim())
                });
                prop_assert!(repeated || texts.iter().any(|text| Resource::new(text).is_err()));
            }
        }
    }

    #[test]
    fn decisions_are_found_by_their_text_and_never_by_their_place(
        decided in prop::collection::vec((name(), authorized(), any::<bool>()), 0..8),
        asked in name(),
    ) {
        let decisions: Vec<_> = decided.iter().map(|(resource, authorized, has_token)| json!({
            "resource": resource,
            "authorized": authorized,
            "token": has_token.then(|| json!({"serializedToken": format!("token of {resource:?}")})),
        })).collect();
        let body = json!({ "decisions": decisions }).to_string();
        let exact = decided.iter().position(|(resource, ..)| *resource == asked);
        let trimmed = decided.iter().position(|(resource, ..)| resource.trim() == asked.trim());
        let expected = exact.or(trimmed).map(|at| &decided[at]);

        let operation = Authorize::new("REF30", "Cablevision", ["x"]).unwrap();
        let mut outcome = Authorize::interpret(&sent(&operation), &Response::new(200, &*body)).unwrap();
        prop_assert_eq!(outcome.decisions.len(), decided.len());
        let verdict = outcome.about(&asked).map(|decision| match decision.verdict {
            Verdict::Permit => Some(true),
            Verdict::Deny => Some(false),
            _ => None,
        });
        prop_assert_eq!(verdict, expected.map(|(_, authorized, _)| meaning(authorized)));
        let token = outcome.take_media_token(&asked).map(|token| token.hand_over(str::to_owned));
        let playable = expected.filter(|(_, authorized, token)| *token && meaning(authorized) == Some(true));
        prop_assert_eq!(token, playable.map(|(resource, ..)| format!("token of {resource:?}")));
        prop_assert_eq!(outcome.take_media_token(&asked), None);

        // A preauthorization is read in the same way, in its own words.
        let operation = Preauthorize::new("REF30", "Cablevision", ["x"]).unwrap();
        let outcome = Preauthorize::interpret(&sent(&operation), &Response::new(200, body)).unwrap();
        let expectation = outcome.about(&asked).map(|decision| match decision.expectation {
            Expectation::ProbablyPermitted => Some(true),
            Expectation::ProbablyDenied => Some(false),
            _ => None,
        });
        prop_assert_eq!(expectation, verdict);
    }

    #[test]
    fn only_what_was_asked_and_is_marked_is_asked_again(
        asked in prop::collection::hash_set("[a-d]", 1..4),
        decided in prop::collection::vec(("[a-e]", authorized(), any::<bool>()), 0..6),
    ) {
        let decisions: Vec<_> = decided.iter().map(|(resource, authorized, retry)| json!({
            "resource": resource,
            "authorized": authorized,
            "error": {"code": if *retry { "network_received_error" } else { "authorization_denied_by_mvpd" }},
        })).collect();
        let operation = Authorize::new("REF30", "Cablevision", &asked).unwrap();
        let body = json!({ "decisions": decisions }).to_string();
        let outcome = Authorize::interpret(&sent(&operation), &Response::new(200, body)).unwrap();
        let expected: Vec<_> = operation.resources().filter(|asked| {
            let first = decided.iter().find(|(resource, ..)| resource == asked);
            first.is_some_and(|(_, authorized, retry)| *retry && meaning(authorized) != Some(true))
        }).collect();
        let again = operation.again(&outcome);
        let again: Vec<_> = again.iter().flat_map(Authorize::resources).collect();
        prop_assert_eq!(again, expected);
    }

    #[test]
    fn no_text_gets_out_of_its_place_in_media_rss(texts in prop::array::uniform4("\\PC{1,20}")) {
        let mrss = Mrss::channel(&texts[0])
            .and_then(|mrss| mrss.item_title(&texts[1]))
            .and_then(|mrss| mrss.rating(&texts[2], &texts[3]));
        let Ok(mrss) = mrss else {
            prop_assert!(texts.iter().any(|text| text.trim().is_empty()));
            return Ok(());
        };
        let resource = mrss.build().unwrap();
        let plain = |text: &str| {
            let text = text.replace("&lt;", "<").replace("&gt;", ">");
            text.replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
        };
        // The texts are between the marks that are always the same.
        let marks = [
            "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>",
            "</title><item><title>",
            "</title><media:rating scheme=\"",
            "\">",
            "</media:rating></item></channel></rss>",
        ];
        let mut rest = resource.as_str().strip_prefix(marks[0]).unwrap();
        for (text, mark) in texts.iter().zip(&marks[1..]) {
            let (found, after) = rest.split_once(mark).unwrap();
            prop_assert_eq!(&plain(found), text);
            rest = after;
        }
        prop_assert_eq!(rest, "");
        prop_assert!(Preauthorize::new("REF30", "Cablevision", [&resource]).is_ok());
    }

    #[test]
    fn a_saml_response_is_prepared_once_and_then_stays(xml in "<a>[ \t\r\n<>b=\"ü\u{2028}]{0,40}") {
        let decoded = |saml: &SamlResponse| {
            let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
            let operation = CreatePartnerProfile::new("REF30", APPLE, &status, saml).unwrap();
            let body = String::from_utf8(sent(&operation).body().to_vec()).unwrap();
            let form = body.strip_prefix("SAMLResponse=").unwrap();
            let base64 = percent_encoding::percent_decode_str(form).decode_utf8().unwrap();
            String::from_utf8(STANDARD.decode(&*base64).unwrap()).unwrap()
        };
        let prepared = decoded(&SamlResponse::from_xml(&xml).unwrap());
        let breaks = ['\t', '\r', '\n', '\u{2028}'];
        prop_assert!(!prepared.contains(breaks));
        prop_assert_eq!(prepared.trim(), &prepared);
        let characters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(characters(&prepared), characters(&xml));
        // Only where a line break stood between blanks are there two of them.
        if !xml.contains(['\r', '\n', '\u{2028}']) {
            prop_assert_eq!(decoded(&SamlResponse::from_xml(&prepared).unwrap()), prepared);
        }
    }

    #[test]
    fn what_the_framework_said_and_who_the_user_is_arrive_unchanged(
        id in "\\PC{1,30}",
        message in "[\\PC\n\t]{0,30}",
        expiration_date in any::<u64>(),
        key in "\\PC{1,10}",
        value in "[!-~]{1,30}",
    ) {
        let status = PartnerFrameworkStatus::new(AccessStatus::Restricted)
            .and_then(|status| status.provider(&id, Some(expiration_date)))
            .and_then(|status| status.provider_error(&id, &message))
            .unwrap();
        let identity = TempPassIdentity::hashed(&key, &value).unwrap();
        let extras = RequestExtras::new().partner_framework_status(&status);
        let operation = Authorize::new("REF30", "TempPass", ["a"]).unwrap();
        let operation = operation.with_extras(extras.temp_pass_identity(&identity)).unwrap();
        let request = sent(&operation);
        let provider = json!({
            "id": id,
            "expirationDate": expiration_date.to_string(),
            "error": {"code": id, "message": message},
        });
        prop_assert_eq!(&header(&request, "AP-Partner-Framework-Status")["frameworkProviderInfo"], &provider);
        let sent = header(&request, "AP-TempPass-Identity");
        let (sent_key, hash) = sent.as_object().unwrap().iter().next().unwrap();
        prop_assert_eq!(sent_key, &key);
        let hash = hash.as_str().unwrap();
        prop_assert!(hash.len() == 64 && !hash.contains(&value) || value.len() < 3);
    }
}
