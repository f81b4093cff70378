//! Partner single sign-on, with the stand-in for Apple.

use std::time::Duration;

use serde_json::{Value, json};
use tvpass_sandbox::{Degradation, DegradationRule, Quirks, Running};

use crate::client::{FORM, base64, owned};
use crate::tv::{ALL, Tv, form_of, pair, text, tv, types};

const HOUR: Duration = Duration::from_secs(3_600);
const FORM_OF_REQUEST: [(&str, &str); 2] = [ALL[1], ALL[2]];

fn status(sandbox: &Running, id: &str) -> String {
    sandbox.framework_status("granted", Some(id), HOUR)
}

fn header(status: &str) -> [(&str, &str); 1] {
    [("AP-Partner-Framework-Status", status)]
}

fn step(json: &Value) -> [&str; 3] {
    ["actionName", "actionType", "reasonType"].map(|name| json[name].as_str().unwrap())
}

/// Apple's response to a new request, prepared as the cookbook says.
fn saml(sandbox: &Running, tv: &Tv, status: &str) -> String {
    let json = tv.partner_request(&FORM_OF_REQUEST, &header(status)).json();
    let request = text(&json["authenticationRequest"]["request"]);
    let response = sandbox.apple_response(&request).unwrap();
    let one_line = response.replace(['\r', '\n'], "").replace('\t', " ");
    base64(
        &one_line
            .split(' ')
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" "),
    )
}

#[test]
fn apple_signs_in() {
    let (sandbox, tv) = tv();
    let status = status(&sandbox, "apple.spectrum");
    let json = tv
        .partner_request(&FORM_OF_REQUEST, &header(&status))
        .json();
    assert_eq!(step(&json), ["partner_profile", "direct", "none"]);
    assert_eq!(
        (&json["mvpd"], &json["url"]),
        (
            &json!("Spectrum"),
            &json!("/api/v2/REF30/profiles/sso/Apple")
        )
    );
    assert!(json.get("code").is_none());
    let request = &json["authenticationRequest"];
    assert_eq!(request["type"], "saml");
    assert!(request["attributesNames"].as_array().unwrap().len() == 3);
    assert!(
        sandbox.apple_response("PD94bWw=").is_none(),
        "not a request of this sandbox"
    );

    let saml = saml(&sandbox, &tv, &status);
    let token = ("AD-Service-Token", "a.b.c");
    let answer = tv.partner_profile(&saml, &[header(&status)[0], token]);
    let elsewhere = tv.other("another TV", "REF30").profiles_with(&[token]);
    assert!(
        types(&elsewhere).is_empty(),
        "no single sign-on by this operation"
    );
    assert_eq!(answer.status, 201, "{answer:?}");
    let profile = &answer.json()["profiles"]["Spectrum"];
    assert_eq!(
        (&profile["type"], &profile["issuer"]),
        (&json!("appleSSO"), &json!("Apple"))
    );
    let again = tv.partner_profile(&saml, &header(&status));
    assert_eq!(again.code(), "invalid_parameter_saml_response", "good once");

    let json = tv
        .partner_request(&FORM_OF_REQUEST, &header(&status))
        .json();
    assert_eq!(step(&json), ["authorize", "direct", "authenticatedSSO"]);
    let json = tv.create(&[("mvpd", "Spectrum"), ALL[1], ALL[2]]).json();
    assert_eq!(
        step(&json),
        ["authenticate", "interactive", "none"],
        "no status comes with it"
    );
    let expected = [pair("Spectrum", "appleSSO")];
    assert_eq!(types(&tv.profiles_with(&header(&status))), expected);
    assert!(
        types(&tv.profiles_with(&[])).is_empty(),
        "it needs the status each time"
    );
    assert_eq!(
        tv.authorize("Spectrum", "a", &header(&status))["authorized"],
        true
    );
    sandbox.clock().advance(HOUR);
    for answer in [
        tv.profile_with("Spectrum", &header(&status)),
        tv.decide_with("preauthorize", "Spectrum", &["a"], &header(&status)),
    ] {
        assert_eq!(answer.code(), "invalid_header_pfs_provider_info_expired");
    }
    assert!(types(&tv.profiles_with(&header(&status))).is_empty());
    assert_eq!(tv.logout("Spectrum", &[]), "partner_logout");
}

#[test]
fn what_is_not_as_apple_gave_it_is_refused() {
    let (sandbox, tv) = tv();
    let spectrum = status(&sandbox, "apple.spectrum");
    let refused = |tv: &Tv, saml: &str| {
        let answer = tv.partner_profile(saml, &header(&spectrum));
        assert_eq!(answer.code(), "invalid_parameter_saml_response");
    };
    let good = saml(&sandbox, &tv, &spectrum);
    refused(&tv, "");
    refused(&tv, "PHNhbWxwOlJlc3BvbnNlPg==");
    refused(
        &tv,
        &good
            .replace('=', "%3D")
            .replace('+', "%2B")
            .replace('/', "%2F"),
    );
    refused(&tv.other("another TV", "REF30"), &good);
    let optimum = status(&sandbox, "apple.optimum");
    let answer = tv.partner_profile(&good, &header(&optimum));
    assert_eq!(answer.code(), "invalid_header_pfs_provider_id_mismatch");

    let fresh = saml(&sandbox, &tv, &spectrum);
    let of = |access, id| sandbox.framework_status(access, id, HOUR);
    for (status, code) in [
        (String::new(), "permission_access_not_present"),
        ("*".into(), "permission_access_not_present"),
        (
            of("notDetermined", None),
            "permission_access_not_determined",
        ),
        (of("denied", None), "permission_access_not_granted"),
        (of("granted", None), "provider_id_not_determined"),
        (
            of("granted", Some("Spectrum")),
            "provider_id_not_determined",
        ),
    ] {
        let answer = tv.partner_profile(&fresh, &header(&status));
        assert_eq!(answer.code(), format!("invalid_header_pfs_{code}"));
    }
    let answer = tv.partner_profile(&fresh, &[]);
    assert_eq!(
        answer.code(),
        "invalid_header_pfs_permission_access_not_present"
    );
    let undecodable = tv.profiles_with(&header("*"));
    assert_eq!(
        undecodable.code(),
        "invalid_header_pfs_permission_access_not_present"
    );
    assert_eq!(
        tv.partner_profile(&fresh, &header(&spectrum)).status,
        201,
        "it was left as it was"
    );

    for path in ["sessions/sso/apple", "profiles/sso/Roku"] {
        let mut headers = tv.headers(&header(&spectrum));
        headers.extend(owned(&[("Content-Type", FORM)]));
        let answer = tv
            .client
            .send("POST", &tv.path(path), &headers, Some(&form_of(&[])));
        assert_eq!(answer.code(), "invalid_parameter_partner", "{path}");
    }
}

#[test]
fn everything_else_falls_back_to_a_basic_sign_in() {
    let (sandbox, tv) = tv();
    let denied = sandbox.framework_status("denied", None, HOUR);
    for with in [&header(&denied)[..], &header("*"), &[]] {
        let json = tv.partner_request(&FORM_OF_REQUEST, with).json();
        assert_eq!(step(&json), ["resume", "direct", "pfs_fallback"]);
        assert_eq!(json["missingParameters"], json!(["mvpd"]));
    }
    let spectrum = status(&sandbox, "apple.spectrum");
    let json = tv
        .partner_request(&FORM_OF_REQUEST[..1], &header(&spectrum))
        .json();
    assert_eq!(
        step(&json),
        ["resume", "direct", "missing_parameters_fallback"]
    );
    assert_eq!(
        (&json["missingParameters"], &json["mvpd"]),
        (&json!(["redirectUrl"]), &json!("Spectrum"))
    );
    let picker = status(&sandbox, "apple.directv");
    let json = tv
        .partner_request(&FORM_OF_REQUEST, &header(&picker))
        .json();
    assert_eq!(
        step(&json),
        ["authenticate", "interactive", "configuration_fallback"]
    );
    // The session is there already.
    let code = text(&json["code"]);
    sandbox.sign_in(&code).unwrap();
    assert_eq!(types(&tv.poll(&code)), [pair("ATTOTT", "regular")]);
    let json = tv
        .partner_request(&FORM_OF_REQUEST, &header(&picker))
        .json();
    assert_eq!(step(&json), ["authorize", "direct", "authenticated"]);

    sandbox.set_degradation(Degradation {
        service_provider: "REF30".into(),
        mvpd: "Spectrum".into(),
        rule: Some(DegradationRule::AuthNAll),
        message: None,
    });
    let json = tv
        .partner_request(&FORM_OF_REQUEST, &header(&spectrum))
        .json();
    assert_eq!(step(&json), ["authorize", "direct", "degraded"]);
    let answer = tv.partner_profile("x", &header(&spectrum));
    assert_eq!(
        (answer.status, types(&answer)),
        (200, vec![pair("Spectrum", "degraded")])
    );
    sandbox.set_integration("REF30", "Spectrum", false);
    let answer = tv.partner_request(&FORM_OF_REQUEST, &header(&spectrum));
    assert_eq!(answer.code(), "invalid_integration");
}

#[test]
fn the_descriptions_status_is_a_quirk() {
    let (sandbox, tv) = tv();
    let status = status(&sandbox, "Cablevision");
    sandbox.set_quirks(Quirks {
        partner_profile_is_200: true,
        ..Quirks::default()
    });
    let saml = saml(&sandbox, &tv, &status);
    assert_eq!(tv.partner_profile(&saml, &header(&status)).status, 200);
}
