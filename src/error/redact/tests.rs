use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::secret::Secret;

fn redactor(secrets: &[&str]) -> Redactor {
    let secrets: Vec<_> = secrets
        .iter()
        .map(|secret| Confidential::Secret(Secret::new((*secret).to_owned())))
        .collect();
    Redactor::of(&secrets)
}

fn head(body: &str, secrets: &[&str]) -> String {
    redactor(secrets).body_head(&Response::new(200, body))
}

#[test]
fn secrets_are_removed_wherever_they_are_echoed() {
    assert_eq!(
        head("a s3cret b s3cret", &["s3cret"]),
        "a [secret] b [secret]"
    );
    assert_eq!(head("s3crets3cret", &["s3cret"]), "[secret]");
    // A secret that crosses the 512 byte limit is removed as a whole.
    let body = format!("{}s3cret-value", "x".repeat(BODY_HEAD_BYTES - 3));
    assert!(!head(&body, &["s3cret-value"]).contains("s3c"));
}

#[test]
fn a_part_of_a_secret_is_removed_too() {
    let secrets = ["s3cret-and-a-long-one", "s3cret-and-another", "tiny"];
    for (body, expected) in [
        ("bad token s3cret-and...", "bad token [secret]"),
        ("bad token s3cret-a", "bad token [secret]"),
        ("bad token S3CRET-a", "bad token [secret]"),
        ("'s3cret-and-anoth' and 'tiny'", "'[secret]' and '[secret]'"),
        ("s3cret-and-another s3cret-and-a-lo", "[secret] [secret]"),
        // Too little to be of use, and a word of its own.
        ("s3cret- tin", "s3cret- tin"),
        ("no_s3cret-and", "no_s3cret-and"),
    ] {
        assert_eq!(head(body, &secrets), expected);
    }
}

#[test]
fn a_secret_is_found_in_every_escape_and_in_two_of_them() {
    let secret = r#"s3c/r+e"t\x=~y"#;
    for body in [
        "s3c%2Fr%2Be%22t%5Cx%3D~y",
        "s3c%2fr%2be%22t%5cx%3d%7ey",
        "%73%33%63%2F%72%2B%65%22%74%5C%78%3D%7E%79",
        r#"s3c\/r+e\"t\\x=~y"#,
        r"\u0073\u0033c\u002Fr+e\u0022t\u005cx\u003d~y",
        r"\x733c/r+e\x22t\\x=~y",
        "s3c/r+e&quot;t\\x=~y",
        "s3c&#47;r&#43;e&#34;t&#x5C;x&equals;~y",
        // JSON in a form, a form in HTML, HTML in JSON.
        "s3c%5C%2Fr%2Be%5C%22t%5C%5Cx%3D~y",
        "s3c&#37;2Fr&#37;2Be&#37;22t&#37;5Cx&#37;3D~y",
        r"s3c\u0026#47;r\u0026#43;e\u0026quot;t\u0026#92;x\u0026#61;~y",
        // Twice.
        "s3c%252Fr%252Be%2522t%255Cx%253D~y",
        // Across lines, and with what nobody sees in between.
        "s3c/r+e\r\n\"t\\x=~y",
        "s3c/\u{200b}r+\u{ad}e\"t\\x\u{2060}=~y",
    ] {
        let shown = head(&format!("<{body}>"), &[secret]);
        assert_eq!(shown, "<[secret]>", "{body}");
    }
}

#[test]
fn a_secret_inside_of_base64_is_found_wherever_it_stands() {
    let secret = "a-client-secret~1>?";
    for before in ["", "i", "id", "id:", "id::"] {
        let both = format!("{before}{secret}!");
        for text in [STANDARD.encode(&both), URL_SAFE_NO_PAD.encode(&both)] {
            let shown = head(&format!("Basic {text}"), &[secret]);
            assert!(shown.contains(MASK), "{shown}");
            // What is left is not half of it.
            let left = shown.replace(MASK, "").len() - "Basic ".len();
            assert!(left <= 12, "{text}: {shown}");
        }
    }
}

#[test]
fn a_code_that_is_known_stays_and_another_is_not_changed_by_a_beginning() {
    let code = |text| redactor(&["invalid_c123", "client", "eyJhbGciOiJ9"]).code(text);
    assert_eq!(code("invalid_client"), "invalid_client");
    assert_eq!(code("authorization"), "authorization");
    assert_eq!(code("a_client_code"), "a_[secret]_code");
    assert_eq!(code("invalid_c1"), "invalid_c1");
    assert_eq!(code("invalid_c123"), "[secret]");
    assert_eq!(code("eyJhbGciOiJI"), "[secret]");
    assert_eq!(code(&"x".repeat(5_000_000)).len(), CODE_BYTES);
}

#[test]
fn what_follows_a_secret_name_is_removed() {
    for (body, expected) in [
        (
            r#"{"access_token": "2YotnFZFEjr1zCsicMWpAA", "expires_in": 1}"#,
            r#"{"access_token": "[secret]"#,
        ),
        (
            r#"{"expires_in": 1, "client_secret":"t7A"}"#,
            r#"{"expires_in": 1, "client_secret":"[secret]"#,
        ),
        ("a=1&client_secret=t7A&b=2", "a=1&client_secret=[secret]"),
        (
            "a=1&client%5Fsecret%3Dt7A",
            "a=1&client%5Fsecret%3D[secret]",
        ),
        ("clientSecret: t7A", "clientSecret: [secret]"),
        (
            r#"{"accessToken":{"value":"t7A"}}"#,
            r#"{"accessToken":{"[secret]"#,
        ),
        (
            r#"{"access_token": ["t7A", "u8B"]}"#,
            r#"{"access_token": ["[secret]"#,
        ),
        (
            r#"{\"refresh_token\":\"t7A\"}"#,
            r#"{\"refresh_token\":\"[secret]"#,
        ),
        (
            r#"{"refresh\u005ftoken":"t7A"}"#,
            r#"{"refresh\u005ftoken":"[secret]"#,
        ),
        (
            "<p>&quot;software_statement&quot;: &quot;t7A&quot;",
            "<p>&quot;software_statement&quot;: &quot;[secret]",
        ),
        (
            "<client_secret>t7A</client_secret>",
            "<client_secret>[secret]",
        ),
        (
            r#"[Client-Secret] => string(3) "t7A""#,
            "[Client-Secret] => [secret]",
        ),
        (
            r#"["access_token", "t7A"]"#,
            r#"["access_token", "[secret]"#,
        ),
        (
            r#"{"name": "X-Access-Token-2", "value": "t7A"}"#,
            r#"{"name": "X-Access-Token-2", "[secret]"#,
        ),
        ("oauth.access_token t7A", "oauth.access_token [secret]"),
        // Without a value, and prose.
        ("access_token", "access_token"),
        (
            "the client_secret is missing",
            "the client_secret is missing",
        ),
        (
            "the 'client_secret' is missing",
            "the 'client_secret' is missing",
        ),
        (
            "Missing or invalid access token.",
            "Missing or invalid access token.",
        ),
        (r#"{"access_token":""}"#, r#"{"access_token":""}"#),
    ] {
        assert_eq!(head(body, &[]), expected);
    }
    for name in &SECRET_NAMES {
        let (first, second) = (name.first, name.second);
        for between in ["", "_", "-"] {
            let body = format!(r#"{{"{first}{between}{second}": "t7A"}}"#);
            assert!(!head(&body, &[]).contains("t7A"), "{body}");
        }
    }
}

#[test]
fn what_looks_like_a_token_is_removed() {
    for (body, expected) in [
        ("token eyJhbGciOiJSUzI1NiJ9.e30.x-_y!", "token [secret]!"),
        ("eyJ is not one", "eyJ is not one"),
        ("eyJ1234567 eyJ12345678", "eyJ1234567 [secret]"),
        (
            "Authorization: Bearer t7A-1\n",
            "Authorization: Bearer [secret] ",
        ),
        (
            "authorization=bearer+t7A%2D1",
            "authorization=bearer+[secret]",
        ),
        (
            "Bearer authentication required.",
            "Bearer authentication required.",
        ),
    ] {
        assert_eq!(head(body, &[]), expected);
    }
}

#[test]
fn the_head_is_cut_at_a_character() {
    let body = "ü".repeat(400);
    assert_eq!(head(&body, &[]).len(), BODY_HEAD_BYTES);
    let body = format!("x{body}");
    assert_eq!(head(&body, &[]).len(), BODY_HEAD_BYTES - 1);
    let invalid = Response::new(200, [0xff, b'a']);
    assert_eq!(redactor(&[]).body_head(&invalid), "\u{fffd}a");
}

#[test]
fn a_long_text_says_that_it_was_cut() {
    let redactor = redactor(&["s3cret-1"]);
    let long = redactor.text(&"s3cret-1".repeat(1_000_000));
    assert_eq!(long, "[secret]…");
    let long = redactor.text(&"s3cret-1 ".repeat(1_000_000));
    assert!(long.len() <= TEXT_BYTES && long.ends_with('…'), "{long}");
}
