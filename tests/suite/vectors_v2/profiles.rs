//! Profiles, by all three ways to ask for them.

use serde_json::{Map, Value, json};
use tvpass::operation::{
    RetrieveProfileForCode, RetrieveProfileForMvpd, RetrieveProfiles, SignInProgress,
};
use tvpass::outcome::{Profile, Profiles};

use crate::vectors_v2::sample::of;
use crate::vectors_v2::sessions::code;

pub(crate) const ALL: &str = "profiles";
pub(crate) const FOR_MVPD: &str = "profile_for_mvpd";
pub(crate) const FOR_CODE: &str = "profile_for_code";

#[test]
fn all_profiles_are_as_expected_in_every_sample() {
    for sample in of(ALL) {
        let operation = RetrieveProfiles::new(sample.service_provider())
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, meaning);
    }
}

#[test]
fn the_profile_for_an_mvpd_is_as_expected_in_every_sample() {
    for sample in of(FOR_MVPD) {
        let mvpd = sample.input("mvpd").expect("an MVPD");
        let operation = RetrieveProfileForMvpd::new(sample.service_provider(), mvpd)
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        sample.check(&operation, meaning);
    }
}

#[test]
fn the_profile_for_a_code_is_as_expected_in_every_sample() {
    let mut polled = 0;
    for sample in of(FOR_CODE) {
        let operation = RetrieveProfileForCode::new(sample.service_provider(), &code(&sample))
            .and_then(|operation| operation.with_extras(sample.extras()))
            .unwrap();
        let answers = sample.check(&operation, meaning);
        let progress = RetrieveProfileForCode::progress(&answers[0]);
        let expected = match sample.polling() {
            Some("pending") => SignInProgress::Pending,
            Some("expired") => SignInProgress::SessionOver,
            Some(other) => panic!("{other}"),
            None if answers[0].is_ok() => SignInProgress::SignedIn,
            None => SignInProgress::Failed,
        };
        assert_eq!(progress, expected, "{:?}", answers[0]);
        polled += usize::from(sample.polling().is_some());
    }
    assert_eq!(polled, 4);
}

/// Profiles as the samples have them.
pub(crate) fn meaning(profiles: &Profiles) -> Value {
    json!({"profiles": profiles.profiles.iter().map(profile).collect::<Vec<_>>()})
}

fn profile(profile: &Profile) -> Value {
    let attributes = profile.user_metadata.attributes.iter().map(|attribute| {
        let value = attribute
            .value
            .as_ref()
            .map(|value| serde_json::from_str::<Value>(value.as_str()).expect("JSON"));
        let state = attribute.state.as_ref().map(|state| state.as_str());
        let read = json!({"state": state, "value": value, "error": attribute.error.as_deref()});
        (attribute.name.as_str().to_owned(), read)
    });
    json!({
        "mvpd": profile.mvpd.as_str(),
        "issuer": profile.issuer.as_deref(),
        "type": profile.profile_type.as_ref().map(|profile_type| profile_type.as_str()),
        "not_before_ms": profile.not_before_ms,
        "not_after_ms": profile.not_after_ms,
        "attributes": attributes.collect::<Map<_, _>>(),
    })
}
