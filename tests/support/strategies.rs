//! What property tests are fed with, and what has to hold of every request and error.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use tvpass::{Error, Request, Response};

/// Texts that were chosen to break out: line breaks, NULs, delimiters, and all that Unicode has.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z0-9_.~-]{1,8}",
        2 => select(vec![
            "\r", "\n", "\r\n", "\0", "\t", " ", "\u{7f}", "\u{85}", "\u{2028}", ":", "/", "?", "#", "&", "=", "%", "+", "\\", "\"", "..",
            "%0d%0a", "%00", "\r\nX-Injected: 1", " HTTP/1.1\r\n\r\n", "ü", "日本", "🎬", "\u{202e}", "\u{feff}",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// An input text: often one that is accepted.
pub(crate) fn input(accepted: &'static str) -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(accepted.to_owned()),
        2 => any_text(),
        1 => (any::<Index>(), select(vec!["\r", "\n", "\0", "\r\n", " ", "ü"])).prop_map(move |(at, piece)| {
            let at = at.index(accepted.len() + 1);
            format!("{}{piece}{}", &accepted[..at], &accepted[at..])
        }),
    ]
}

pub(crate) fn breaks_out(text: &str) -> bool {
    text.contains(['\r', '\n', '\0'])
}

pub(crate) fn assert_clean(request: &Request) {
    let url = request.url();
    assert!(url.bytes().all(|b| b.is_ascii_graphic()), "{url:?}");
    assert!(url.starts_with(request.base().as_str()), "{url}");
    for header in request.headers() {
        let value = header.value.as_str();
        assert!(
            value.bytes().all(|b| (b' '..=b'~').contains(&b)),
            "{}: {value:?}",
            header.name
        );
        assert_eq!(value.trim(), value, "{}", header.name);
        assert!(!value.is_empty(), "{}", header.name);
    }
    assert!(
        !request
            .body()
            .iter()
            .any(|b| matches!(b, b'\r' | b'\n' | 0))
    );
}

/// A document with bytes replaced, removed, inserted, repeated or cut off.
fn mutated(documents: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let change = (
        0..5_u8,
        any::<Index>(),
        any::<Index>(),
        prop_oneof![
            any::<u8>(),
            select(b"{}[]\",:\\<>&\x00\xff-19eE.n".to_vec())
        ],
    );
    (select(documents), prop::collection::vec(change, 0..4)).prop_map(|(document, changes)| {
        let mut bytes = document.into_bytes();
        for (kind, a, b, byte) in changes {
            let (a, b) = (a.index(bytes.len() + 1), b.index(bytes.len() + 1));
            let range = a.min(b)..a.max(b);
            match kind {
                0 => bytes.insert(a, byte),
                1 if a < bytes.len() => bytes[a] = byte,
                2 => drop(bytes.drain(range)),
                3 => {
                    let repeated = bytes[range].to_vec();
                    bytes.splice(a..a, repeated);
                }
                _ => bytes.truncate(a),
            }
        }
        bytes
    })
}

/// Any answer: often one of `documents`, more or less.
pub(crate) fn answer(documents: Vec<String>) -> impl Strategy<Value = Response> {
    let status = prop_oneof![
        8 => select(vec![200, 201, 204, 302, 400, 401, 403, 429, 500, 503]),
        1 => any::<u16>(),
    ];
    let body = prop_oneof![
        4 => mutated(documents),
        1 => prop::collection::vec(any::<u8>(), 0..600),
        1 => prop::collection::vec(select(b"{}[]\":,\\u0d8 1eE-<>&tfn\xff".to_vec()), 0..60),
    ];
    let header = (
        select(vec!["Retry-After", "Content-Type", "X"]),
        any::<String>(),
    );
    (status, body, prop::collection::vec(header, 0..3)).prop_map(|(status, body, headers)| {
        headers
            .into_iter()
            .fold(Response::new(status, body), |response, (name, value)| {
                response.with_header(name, value)
            })
    })
}

/// Whatever an error is asked, it answers, and it keeps no more of a body than it says.
pub(crate) fn assert_sound(error: &Error) {
    assert!(!error.to_string().is_empty() && !format!("{error:?}").is_empty());
    assert!(!error.name().is_empty() && !error.advice().is_empty());
    let _ = (
        error.http_status(),
        error.adobe_code(),
        error.action(),
        error.trace(),
        error.is_retryable(),
    );
    match error {
        Error::HttpStatus(http) => assert!(http.body_head.len() <= 512),
        Error::Malformed(malformed) => assert!(malformed.body_head.len() <= 512),
        _ => {}
    }
}
