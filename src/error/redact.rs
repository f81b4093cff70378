//! Removing secrets from text that the service sent, before it is kept for diagnosis.

/// How much of a body an error keeps, in bytes.
pub const BODY_HEAD_BYTES: usize = 512;

const MASK: &str = "[secret]";

/// Names whose values are secret wherever they occur, as a JSON member or a form parameter.
const SECRET_NAMES: [&str; 4] = [
    "access_token",
    "client_secret",
    "software_statement",
    "refresh_token",
];

/// The first [`BODY_HEAD_BYTES`] bytes of `body` as text, without secrets: neither those of the request, nor values under secret
/// names, nor anything that looks like a JWS or JWE. Secrets go first, so that none is cut in half and missed.
pub(crate) fn body_head<'a>(body: &[u8], secrets: impl Iterator<Item = &'a str>) -> String {
    // In UTF-16 the characters of an echoed secret stand between NULs.
    let text = crate::http::text(body).replace('\0', "");
    let mut text = scrub(&text, secrets);
    for name in SECRET_NAMES {
        text = mask_values(&text, name);
    }
    let mut end = text.len().min(BODY_HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

/// How much of a secret's beginning gives away that the rest of it follows, in bytes.
const BEGINNING_BYTES: usize = 8;

/// `text` without the given secrets and without anything that looks like a JWS or JWE. Servers quote parts of tokens, too, and bodies are
/// cut off: a word that begins like a secret is removed to its end.
pub(crate) fn scrub<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    let secrets = by_length(secrets);
    let text = mask_whole(text, &secrets);
    // Only now: two secrets may begin alike, and a part of the one must not be taken for all of the other.
    let beginnings = secrets
        .iter()
        .filter_map(|secret| secret.get(..BEGINNING_BYTES));
    let text = beginnings.fold(text, |text, beginning| {
        mask_runs(&text, beginning, 0, false)
    });
    mask_runs(&text, JSON_IN_BASE64, 8, true)
}

/// The same for a code, which decides what is done: a part of it that happens to begin like a secret stays.
pub(crate) fn scrub_code<'a>(text: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    let text = mask_whole(text, &by_length(secrets));
    mask_runs(&text, JSON_IN_BASE64, 8, true)
}

/// One secret may begin like another: the longer one first, lest its rest stay.
fn by_length<'a>(secrets: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    // Shorter ones would mask ordinary words.
    let mut secrets: Vec<_> = secrets.filter(|secret| secret.len() >= 4).collect();
    secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets
}

fn mask_whole(text: &str, secrets: &[&str]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| {
        if text.contains(secret) {
            text.replace(secret, MASK)
        } else {
            text
        }
    })
}

/// Masks the value after each occurrence of `name`, in `"name": "value"`, `name=value` and `<name>value`.
fn mask_values(text: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(name) {
        out.push_str(before);
        out.push_str(name);
        let value =
            after.trim_start_matches(['"', '\'', '\\', ':', '=', '>', '[', ' ', '\t', '\r', '\n']);
        let (separator, _) = after
            .split_at_checked(after.len() - value.len())
            .unwrap_or_default();
        out.push_str(separator);
        let end = value
            .find(['"', '\'', '&', ',', '}', '<'])
            .unwrap_or(value.len());
        if separator.contains([':', '=', '>']) && end > 0 {
            out.push_str(MASK);
            rest = value.get(end..).unwrap_or_default();
        } else {
            rest = value;
        }
    }
    out.push_str(rest);
    out
}

/// How the header of a JWS or JWE begins: `{"` in base64.
const JSON_IN_BASE64: &str = "eyJ";

/// Masks runs of characters of tokens that begin like this and go on for at least so many bytes; those inside of a word only if `inside`.
fn mask_runs(text: &str, beginning: &str, at_least: usize, inside: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(beginning) {
        out.push_str(before);
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric() && !"-._~+/=".contains(c))
            .unwrap_or(after.len());
        let in_word = out.ends_with(|c: char| c.is_ascii_alphanumeric() || "-_".contains(c));
        let masked = end >= at_least && (inside || !in_word);
        out.push_str(if masked { MASK } else { beginning });
        rest = after
            .get(if masked { end } else { 0 }..)
            .unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(body: &str, secrets: &[&str]) -> String {
        body_head(body.as_bytes(), secrets.iter().copied())
    }

    #[test]
    fn secrets_of_the_request_are_removed_wherever_they_are_echoed() {
        assert_eq!(
            head("a s3cret b s3cret", &["s3cret"]),
            "a [secret] b [secret]"
        );
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
    fn a_code_is_not_changed_by_what_a_secret_begins_like() {
        let scrubbed = |text| scrub_code(text, ["invalid_c123", "eyJhbGciOiJ9"].into_iter());
        assert_eq!(scrubbed("invalid_client"), "invalid_client");
        assert_eq!(scrubbed("invalid_c123"), "[secret]");
        assert_eq!(scrubbed("eyJhbGciOiJI"), "[secret]");
    }

    #[test]
    fn values_under_secret_names_and_tokens_are_removed() {
        let body = r#"{"access_token": "2YotnFZFEjr1zCsicMWpAA", "client_secret":"t7A", "expires_in": 1,}"#;
        assert_eq!(
            head(body, &[]),
            r#"{"access_token": "[secret]", "client_secret":"[secret]", "expires_in": 1,}"#
        );
        assert_eq!(
            head("a=1&client_secret=t7A&b=2", &[]),
            "a=1&client_secret=[secret]&b=2"
        );
        assert_eq!(
            head("token eyJhbGciOiJSUzI1NiJ9.e30.x-_y!", &[]),
            "token [secret]!"
        );
        assert_eq!(head("eyJ is not one", &[]), "eyJ is not one");
        assert_eq!(head("eyJ1234567 eyJ12345678", &[]), "eyJ1234567 [secret]");
        for name in [
            "access_token",
            "client_secret",
            "refresh_token",
            "software_statement",
        ] {
            let body = format!(r#"{{"{name}": "t7A"}}"#);
            assert_eq!(head(&body, &[]), format!(r#"{{"{name}": "[secret]"}}"#));
        }
        assert_eq!(head("access_token", &[]), "access_token");
        assert_eq!(
            head("the client_secret is missing", &[]),
            "the client_secret is missing"
        );
        assert_eq!(
            head("<client_secret>t7A</client_secret>", &[]),
            "<client_secret>[secret]</client_secret>"
        );
        assert_eq!(
            head(r#"{"access_token": ["t7A"]}"#, &[]),
            r#"{"access_token": ["[secret]"]}"#
        );
        assert_eq!(
            head(r#"{"access_token":""}"#, &[]),
            r#"{"access_token":""}"#
        );
    }

    #[test]
    fn the_head_is_cut_at_a_character() {
        let body = "ü".repeat(400);
        assert_eq!(head(&body, &[]).len(), BODY_HEAD_BYTES);
        let body = format!("x{body}");
        assert_eq!(head(&body, &[]).len(), BODY_HEAD_BYTES - 1);
        assert_eq!(body_head(&[0xff, b'a'], [].into_iter()), "\u{fffd}a");
    }
}
