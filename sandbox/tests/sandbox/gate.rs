//! What all operations of V2 check: token, names, headers, method; faults and the throttle.

use tvpass_sandbox::{Config, Fault, software_statement_of_ref40};

use crate::client::{FORM, Headers, owned, replaced};
use crate::openapi;
use crate::tv::{Tv, tv, tv_with};

/// What an operation takes besides the access token.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    Device,
    DeviceIfItLikes,
    Code,
}

/// Method, path below the service provider, content type, body, and what the request names.
const OPERATIONS: [(&str, &str, &str, &str, Names, &str); 12] = [
    (
        "GET",
        "configuration",
        "",
        "",
        Names::DeviceIfItLikes,
        "handleRequestUsingGET",
    ),
    (
        "POST",
        "sessions",
        FORM,
        "",
        Names::Device,
        "createSessionUsingPOST",
    ),
    (
        "POST",
        "sessions/{code}",
        FORM,
        "",
        Names::Code,
        "resumeSessionUsingPOST",
    ),
    (
        "GET",
        "sessions/{code}",
        "",
        "",
        Names::Code,
        "getSessionStatusUsingGET_1",
    ),
    (
        "GET",
        "profiles",
        "",
        "",
        Names::Device,
        "getProfilesUsingGET_1",
    ),
    (
        "GET",
        "profiles/Dish",
        "",
        "",
        Names::Device,
        "getProfileForMvpdUsingGET",
    ),
    (
        "GET",
        "profiles/code/{code}",
        "",
        "",
        Names::Code,
        "getProfileForCodeUsingGET_1",
    ),
    (
        "POST",
        "sessions/sso/Apple",
        FORM,
        "",
        Names::Device,
        "retrieveVerificationTokenUsingPOST",
    ),
    (
        "POST",
        "profiles/sso/Apple",
        FORM,
        "",
        Names::Device,
        "createPartnerProfileUsingPOST",
    ),
    (
        "POST",
        "decisions/preauthorize/TempPass_5mins",
        "application/json",
        "{\"resources\":[\"a\"]}",
        Names::Device,
        "retrievePreAuthorizeDecisionsForMvpdUsingPOST_1",
    ),
    (
        "POST",
        "decisions/authorize/TempPass_5mins",
        "application/json",
        "{\"resources\":[\"a\"]}",
        Names::Device,
        "retrieveAuthorizeDecisionsForMvpdUsingPOST",
    ),
    (
        "GET",
        "logout/Dish?redirectUrl=https%3A%2F%2Fadobe.com",
        "",
        "",
        Names::Device,
        "getLogoutForMvpdUsingGET",
    ),
];

/// Sends an operation with these headers, and gives back the error's code, or nothing.
fn code_of(
    tv: &Tv,
    (method, rest, body, id): (&str, &str, &str, &str),
    headers: &Headers,
) -> String {
    let body = (method == "POST").then_some(body);
    let answer = tv.client.send(method, &tv.path(rest), headers, body);
    openapi::check(id, answer.status, &answer.json());
    if answer.status < 300 {
        String::new()
    } else {
        answer.code()
    }
}

fn each(tv: &Tv, strict: bool, check: impl Fn((&str, &str, &str, &str), Headers, Names)) {
    for (method, rest, content_type, body, names, id) in OPERATIONS {
        let code = tv.other("for a code", "REF30").code_for("Cablevision", &[]);
        let rest = rest.replace("{code}", &code);
        let mut headers = match names {
            Names::Code => tv.code_headers(&[]),
            _ => tv.headers(&[]),
        };
        if !content_type.is_empty() {
            headers.extend(owned(&[("Content-Type", content_type)]));
        }
        if rest.starts_with("profiles/sso") && !strict {
            // Without it nothing but the header is told to be wrong.
            headers.extend(owned(&[("AP-Partner-Framework-Status", "*")]));
        }
        check((method, &rest, body, id), headers, names);
    }
}

#[test]
fn tokens_are_checked_everywhere() {
    let (sandbox, tv) = tv();
    let of_ref40 = tv.client.access_token(&software_statement_of_ref40());
    each(&tv, false, |operation, headers, _| {
        let with = |token| code_of(&tv, operation, &replaced(&headers, "Authorization", token));
        for wrong in [None, Some("Bearer x"), Some("Basic eA=="), Some("")] {
            assert_eq!(with(wrong), "invalid_access_token", "{operation:?}");
        }
        let other = format!("Bearer {of_ref40}");
        assert_eq!(
            with(Some(&other)),
            "invalid_access_token_service_provider",
            "{operation:?}"
        );
        let token = tv
            .client
            .access_token(&tvpass_sandbox::software_statement());
        sandbox.delete_client(sandbox.client_ids().last().unwrap());
        let gone = format!("Bearer {token}");
        let code = "invalid_access_token_client_application";
        assert_eq!(with(Some(&gone)), code, "{operation:?}");
    });
}

#[test]
fn device_headers_are_checked_where_they_are_required() {
    let (_sandbox, tv) = tv();
    each(&tv, false, |operation, headers, names| {
        if names == Names::Code {
            assert_eq!(
                code_of(&tv, operation, &headers),
                "",
                "{operation:?} needs none"
            );
            return;
        }
        for (header, code) in [
            ("AP-Device-Identifier", "invalid_header_device_identifier"),
            ("X-Device-Info", "invalid_header_device_info"),
        ] {
            for wrong in [None, Some("x"), Some("fingerprint *"), Some("eA==")] {
                let code_is = code_of(&tv, operation, &replaced(&headers, header, wrong));
                let expected = if names == Names::Device { code } else { "" };
                assert_eq!(code_is, expected, "{operation:?} {header} {wrong:?}");
            }
        }
    });
}

#[test]
fn bodies_have_the_documented_type() {
    let (_sandbox, tv) = tv();
    each(&tv, false, |operation, headers, _| {
        if operation.0 == "POST" {
            for wrong in [None, Some("text/plain"), Some("multipart/form-data")] {
                let code = code_of(&tv, operation, &replaced(&headers, "Content-Type", wrong));
                let json = operation.1.starts_with("decisions");
                let expected = if json {
                    "invalid_parameter_resources"
                } else {
                    "unexpected_content_type"
                };
                assert_eq!(code, expected, "{operation:?} {wrong:?}");
            }
        }
    });
}

#[test]
fn strict_headers_refuse_what_an_operations_page_does_not_list() {
    let (sandbox, tv) = tv_with(Config {
        strict_headers: true,
        ..Config::unthrottled()
    });
    let status = sandbox.framework_status("denied", None, std::time::Duration::ZERO);
    each(&tv, true, |operation, headers, names| {
        let path = operation.1;
        let with = |header: &str, value: &str| {
            let mut headers = headers.clone();
            headers.extend(owned(&[(header, value)]));
            code_of(&tv, operation, &headers) != "unexpected_parameter"
        };
        let is = |wanted: &[&str]| wanted.iter().any(|start| path.starts_with(start));
        let decision = is(&["decisions"]);
        let by_sso = decision
            || is(&["logout", "profiles/Dish"])
            || ["profiles", "sessions"].contains(&path);
        let framework = decision
            || is(&["profiles/Dish", "profiles/sso", "sessions/sso"])
            || path == "profiles";
        let identity = decision || is(&["profiles/Dish", "profiles/code"]);
        assert_eq!(with("AD-Service-Token", "a.b.c"), by_sso, "{path}");
        assert_eq!(
            with("AP-Partner-Framework-Status", &status),
            framework,
            "{path}"
        );
        assert_eq!(with("AP-TempPass-Identity", "e30="), identity, "{path}");
        assert!(with("AP-Visitor-Identifier", "1"), "{path}");
        assert!(!with("X-Unheard-Of", "1"), "{path}");
        if names == Names::Code {
            assert!(!with("AP-Device-Identifier", "fingerprint YQ=="), "{path}");
        }
    });
}

#[test]
fn the_path_is_checked() {
    let (_sandbox, tv) = tv();
    let headers = tv.headers(&[]);
    let code = |method: &str, path: &str| {
        let body = (method == "POST").then_some("");
        tv.client.send(method, path, &headers, body).code()
    };
    for (path, expected) in [
        (
            "/api/v2//configuration",
            "invalid_parameter_service_provider",
        ),
        (
            "/api/v2/REF99/configuration",
            "invalid_parameter_service_provider",
        ),
        ("/api/v2/%FF/profiles", "invalid_parameter_service_provider"),
        ("/api/v2/REF30/profiles/", "invalid_parameter_mvpd"),
        ("/api/v2/REF30/profiles/%FF", "invalid_parameter_mvpd"),
        ("/api/v2/REF30/profiles/code/", "invalid_parameter_code"),
        ("/api/v2/REF30/sessions/", "invalid_parameter_code"),
        ("/api/v2/REF30/profiles?x=y", "unexpected_parameter"),
    ] {
        assert_eq!(code("GET", path), expected, "{path}");
    }
    for path in [
        "/api/v2/REF30/decisions/authorize/",
        "/api/v2/REF30/decisions/preauthorize",
    ] {
        assert_eq!(code("POST", path), "invalid_parameter_mvpd", "{path}");
    }
    assert_eq!(
        code("POST", "/api/v2/REF30/profiles/sso/"),
        "invalid_parameter_partner"
    );
    for path in [
        "/api/v2/REF30",
        "/api/v2/sessions/REF30/8BLW4RW",
        "/api/v2/REF30/decision/authorize/Dish",
    ] {
        assert_eq!(
            tv.client.send("GET", path, &headers, None).status,
            404,
            "{path}"
        );
    }
    for (rest, allowed) in [
        ("configuration", "GET"),
        ("sessions", "POST"),
        ("sessions/8BLW4RW", "GET, POST"),
        ("profiles/Dish", "GET"),
        ("decisions/authorize/Dish", "POST"),
        ("profiles/sso/Apple", "POST"),
    ] {
        let answer = tv.client.send("PUT", &tv.path(rest), &headers, Some(""));
        assert_eq!(
            (answer.status, &*answer.code()),
            (405, "method_not_allowed"),
            "{rest}"
        );
        assert_eq!(answer.header("allow"), Some(allowed), "{rest}");
        let head = tv.client.send("HEAD", &tv.path(rest), &headers, None);
        assert_eq!(head.status, 405, "{rest}");
    }
}

#[test]
fn faults_take_the_new_operations_as_well() {
    let (sandbox, tv) = tv();
    sandbox
        .inject(Fault::error(
            "/api/v2/REF30/sessions",
            "network_received_error",
        ))
        .unwrap();
    let answer = tv.create(&[]);
    assert_eq!(
        (answer.status, &*answer.code()),
        (403, "network_received_error")
    );
    assert!(sandbox.authentication_sessions().is_empty());
    // The session is there, and its code is lost.
    sandbox
        .inject(Fault::close("/api/v2/REF30/sessions").server_acts())
        .unwrap();
    let mut headers = tv.headers(&[]);
    headers.extend(owned(&[("Content-Type", FORM)]));
    tv.client
        .try_send("POST", &tv.path("sessions"), &headers, Some(""))
        .unwrap_err();
    let lost = sandbox.authentication_sessions()[0].code.clone();
    tv.create(&[]);
    assert_ne!(
        sandbox.authentication_sessions()[0].code,
        lost,
        "the newer replaces it"
    );
}

#[test]
fn the_throttle_is_one_for_all_operations_and_the_browser() {
    let (sandbox, tv) = tv_with(Config {
        clock: tvpass_sandbox::Clock::frozen(),
        ..Config::default()
    });
    let code = tv.code_for("Cablevision", &[]);
    for _ in 0..5 {
        tv.poll(&code);
        let page = tv.client.get(&format!("/api/v2/authenticate/REF30/{code}"));
        assert_eq!(page.status, 302);
    }
    let target = tv.path(&format!("profiles/code/{code}"));
    let answer = tv.client.send("GET", &target, &tv.code_headers(&[]), None);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (429, Some("text/html"))
    );
    assert_eq!(
        tv.client
            .get(&format!("/api/v2/authenticate/REF30/{code}"))
            .status,
        429
    );
    sandbox.clock().advance(std::time::Duration::from_secs(1));
    tv.poll(&code);
}

#[test]
fn the_log_tells_what_a_request_is_about() {
    let (sandbox, tv) = tv();
    let code = tv.code_for("Cablevision", &[]);
    tv.poll_with(&code, &[("AP-Device-Identifier", "fingerprint YQ==")]);
    tv.decide_with(
        "authorize",
        "Dish",
        &["a"],
        &[("AP-TempPass-Identity", "c2VjcmV0")],
    );
    tv.client.get("/activate");
    let log = sandbox.log();
    let [created, polled, decided, page] = log.as_slice() else {
        panic!("{log:?}")
    };
    assert_eq!(
        (created.operation, polled.operation),
        (Some("create_session"), Some("profile_for_code"))
    );
    assert_eq!(
        created.code.as_deref(),
        Some(code.as_str()),
        "from the answer"
    );
    assert_eq!(polled.code, created.code, "from the path");
    assert_eq!(created.device.as_deref(), Some(crate::client::DEVICE));
    assert_eq!(created.service_provider.as_deref(), Some("REF30"));
    assert_eq!(
        (created.token.as_deref(), &created.token),
        (Some("<secret 1>"), &polled.token)
    );
    assert!(created.unexpected_headers.is_empty());
    assert_eq!(polled.unexpected_headers, ["ap-device-identifier"]);
    assert_eq!(
        (decided.status, decided.error),
        (Some(403), Some("authenticated_profile_missing"))
    );
    assert_eq!(decided.header("ap-temppass-identity"), Some("<secret 2>"));
    assert_eq!((page.operation, &page.code), (None, &None));
}
