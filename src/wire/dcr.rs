//! The answers of dynamic client registration.

use super::json::{Json, read};
use crate::http::body_text;

/// `POST /o/client/register`: hands over `client_id` and `client_secret`. `None` is one that is
/// missing or not a text.
pub(crate) fn registration(
    body: &[u8],
    take: &mut dyn FnMut(Option<&str>, Option<&str>),
) -> serde_json::Result<()> {
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        let (mut client_id, mut client_secret) = (None, None);
        answer.each(&mut |name, value| match name {
            "client_id" => value.read_text(&mut client_id),
            "client_secret" => value.read_text(&mut client_secret),
            _ => {}
        });
        take(client_id.as_deref(), client_secret.as_deref());
        true
    })
}

/// `POST /o/client/token`: hands over `access_token`, and `expires_in` in seconds. `None` is one
/// that is missing or of another type.
pub(crate) fn token(
    body: &[u8],
    take: &mut dyn FnMut(Option<&str>, Option<u64>),
) -> serde_json::Result<()> {
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        let (mut access_token, mut expires_in) = (None, None);
        answer.each(&mut |name, value| match name {
            "access_token" => value.read_text(&mut access_token),
            "expires_in" => expires_in = value.whole_number(),
            _ => {}
        });
        take(access_token.as_deref(), expires_in);
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_whole_seconds_as_a_number_or_a_text_and_never_negative() {
        let seconds = |text: &str| {
            let body = format!(r#"{{"expires_in": {text}}}"#);
            let mut read = None;
            token(body.as_bytes(), &mut |_, expires_in| read = expires_in).unwrap();
            read
        };
        for (text, expected) in [
            ("21600", 21_600),
            ("\"21600\"", 21_600),
            ("21600.0", 21_600),
            ("0", 0),
            ("9007199254740993", 9_007_199_254_740_993),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for bad in [
            "-1",
            "-0",
            "-9007199254740991",
            "18446744073709551616",
            "12345678901234567890123",
            "21600.5",
            "9007199254740993.4",
            "1e3",
            "1e999",
            "null",
            "true",
            "{}",
            "[21600]",
            "\"\"",
            "\"6 h\"",
            "\"+5\"",
            "\" 5\"",
            "\"-1\"",
            "\".0\"",
        ] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }
}
