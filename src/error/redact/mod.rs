//! Removing what must not be shown from text that the service sent, before it is kept for
//! diagnosis.
//!
//! By value: whatever the request or the client holds, in every escape that servers put into what
//! they echo, and in base64. By name: what follows `client_secret` and the like. By form: JWS and
//! JWE, and what follows `Bearer`.

mod layer;
mod needle;
mod search;

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;

use self::layer::Layer;
use self::needle::{BEGINNING_BYTES, Needle};
use self::search::{Runs, Starts, begins_with, count, head, run_end};
use super::action::ErrorAction;
use super::codes::DocumentedCode;
use crate::header::{
    AP_DEVICE_IDENTIFIER, AP_PARTNER_FRAMEWORK_STATUS, AP_TEMPPASS_IDENTITY, AP_VISITOR_IDENTIFIER,
};
use crate::http::{Confidential, Kept, Request, Response, body_text};
use crate::secret::Wiped;
use crate::shown::{CODE_BYTES, TEXT_BYTES, beginning, shown};

/// How much of a body an error keeps, in bytes.
pub const BODY_HEAD_BYTES: usize = 512;

const MASK: &str = "[secret]";

/// How much of a text is looked at, in bytes. No more than a sixteenth of it is kept, whatever is
/// removed before.
const WINDOW_BYTES: usize = 8 * 1024;

/// How often a text is decoded: a form in JSON in HTML is three.
const LAYERS: usize = 4;

/// Shorter texts would mask ordinary words.
const SHORTEST: usize = 4;

/// The same for the values of a redirect URL's query, which may be ordinary words.
const SHORTEST_VALUE: usize = 8;

/// Names whose values are secret wherever they occur, in any letter case, with or without something
/// between the words.
static SECRET_NAMES: [SecretName; 9] = [
    secret_name("access", "token"),
    secret_name("client", "secret"),
    secret_name("connect", "token"),
    secret_name("refresh", "token"),
    secret_name("saml", "response"),
    secret_name("serialized", "token"),
    secret_name("service", "token"),
    secret_name("software", "statement"),
    secret_name("subject", "token"),
];

struct SecretName {
    first: &'static str,
    second: &'static str,
    /// [`head`] of the first word.
    head: Option<u32>,
}

const fn secret_name(first: &'static str, second: &'static str) -> SecretName {
    SecretName {
        first,
        second,
        head: head(first.as_bytes()),
    }
}

/// Codes of RFC 6749 §5.2 and RFC 7591 §3.2.2, and others that servers of both use.
const DCR_CODES: [&str; 12] = [
    "access_denied",
    "invalid_client",
    "invalid_client_metadata",
    "invalid_grant",
    "invalid_redirect_uri",
    "invalid_request",
    "invalid_scope",
    "invalid_software_statement",
    "server_error",
    "temporarily_unavailable",
    "unapproved_software_statement",
    "unauthorized_client",
];

/// How the header of a JWS or JWE begins: `{"` in base64.
const JSON_IN_BASE64: &[u8] = b"eyJ";

const BEARER: &[u8] = b"bearer";

/// Makes outside texts fit to be kept and shown: without secrets, then as [`shown`] leaves them.
pub(crate) struct Redactor {
    needles: Vec<Needle>,
    /// Where needles, names and forms begin.
    starts: Starts,
}

impl Redactor {
    /// For what is shown about the answer to `request`.
    pub(crate) fn new(request: &Request) -> Self {
        let mut this = Self::of(request.confidential());
        for header in request.headers() {
            if header.value.is_secret() || header.name == AP_VISITOR_IDENTIFIER {
                this.add(header.value.as_str());
            } else if header.name == AP_DEVICE_IDENTIFIER {
                this.add_identifier(header.value.as_str());
            }
            if [AP_TEMPPASS_IDENTITY, AP_PARTNER_FRAMEWORK_STATUS].contains(&header.name) {
                let json = STANDARD
                    .decode(header.value.as_str())
                    .map(String::from_utf8);
                let json = Wiped(
                    json.unwrap_or_else(|_| Ok(String::new()))
                        .unwrap_or_default(),
                );
                this.add(&json.0);
                if header.name == AP_TEMPPASS_IDENTITY {
                    this.add_texts_of(&json.0);
                }
            }
        }
        // The others are made of names that errors are about, and what is secret in them is listed.
        if request.kept == Kept::Nothing {
            if let Ok(body) = std::str::from_utf8(request.body()) {
                this.add(body);
            }
        }
        let (_, query) = request.url().split_once('?').unwrap_or_default();
        for (name, value) in parameters(query) {
            let value = decoded(value);
            match name {
                "redirectUrl" => this.add_query_of(&value.0),
                // V1.
                "deviceId" | "deviceUser" => this.add(&value.0),
                _ => {}
            }
        }
        this
    }

    /// For what these may be repeated in.
    pub(crate) fn of<'a>(confidential: impl IntoIterator<Item = &'a Confidential>) -> Self {
        let mut this = Self::empty();
        for one in confidential {
            match one {
                Confidential::Secret(secret) | Confidential::Code(secret) => {
                    this.add(secret.expose());
                }
                Confidential::Base64(secret) => {
                    this.add(secret.expose());
                    this.add(&inside_of_base64(secret.expose()).0);
                }
                Confidential::Identifier(header) => this.add_identifier(header),
                Confidential::RedirectUrl(url) => this.add_query_of(url.as_str()),
            }
        }
        this
    }

    /// A text for people, such as a message.
    pub(crate) fn text(&self, text: &str) -> String {
        self.cleaned(text, true, TEXT_BYTES)
    }

    /// A code or an action, which decides what is done: those that are known stay, and so does a
    /// part that happens to begin like a secret.
    pub(crate) fn code(&self, code: &str) -> String {
        match is_known(code) {
            true => code.to_owned(),
            false => self.cleaned(code, false, CODE_BYTES),
        }
    }

    /// Adobe's identifier of an answer.
    pub(crate) fn trace(&self, trace: &str) -> String {
        self.cleaned(trace, true, CODE_BYTES)
    }

    /// The first [`BODY_HEAD_BYTES`] bytes of a body. Secrets go first, so that none is cut in half
    /// and missed.
    pub(crate) fn body_head(&self, response: &Response) -> String {
        let body = response.body();
        let bytes = body.get(..WINDOW_BYTES).unwrap_or(body);
        let body = body_text(bytes);
        // In UTF-16 the characters of an echoed secret stand between NULs.
        let mut text = Wiped(String::with_capacity(body.len()));
        text.0.extend(body.split('\0'));
        let masked = self.masked(&text.0, true);
        beginning(&masked, BODY_HEAD_BYTES).into_owned()
    }

    fn empty() -> Self {
        let mut starts = Starts::default();
        starts.add(JSON_IN_BASE64);
        starts.add(BEARER);
        for name in &SECRET_NAMES {
            starts.add(name.first.as_bytes());
        }
        Self {
            needles: Vec::new(),
            starts,
        }
    }

    fn add(&mut self, text: &str) {
        let text = text.strip_prefix("Bearer ").unwrap_or(text);
        // More of it cannot be in what is looked at.
        let (text, _) = window(text);
        if text.len() < SHORTEST {
            return;
        }
        let of = self.needles.len();
        self.push(Needle::whole(
            Wiped(text.to_owned()),
            text.len() >= BEGINNING_BYTES,
        ));
        for needle in Needle::inside_base64(of, text.as_bytes()) {
            self.push(needle);
        }
    }

    /// `fingerprint <base64>`
    fn add_identifier(&mut self, header: &str) {
        let (_, base64) = header.split_once(' ').unwrap_or(("", header));
        self.push(Needle::whole(Wiped(base64.to_owned()), true));
        let raw = STANDARD.decode(base64).map(String::from_utf8);
        if let Ok(Ok(raw)) = raw {
            self.add(&raw);
            drop(Wiped(raw));
        }
    }

    /// The texts of a JSON object that are no names.
    fn add_texts_of(&mut self, json: &str) {
        let mut pieces = json.split('"').peekable();
        while let Some(piece) = pieces.next() {
            let is_name = pieces
                .peek()
                .is_some_and(|next| next.trim_start().starts_with(':'));
            if piece.len() >= SHORTEST_VALUE && !is_name {
                self.add(piece);
            }
        }
    }

    fn add_query_of(&mut self, url: &str) {
        let Some((_, query)) = url.split_once('?') else {
            return;
        };
        self.add(query);
        for (_, value) in parameters(query) {
            let value = decoded(value);
            if value.0.len() >= SHORTEST_VALUE {
                self.add(&value.0);
            }
        }
    }

    fn push(&mut self, needle: Needle) {
        if let Some(head) = needle.head {
            self.starts.add(&head.to_be_bytes());
            self.needles.push(needle);
        }
    }

    /// `text` without secrets and as [`shown`] leaves it. `loosely` also without what only may be
    /// secret.
    fn cleaned(&self, text: &str, loosely: bool, limit: usize) -> String {
        let (text, cut) = window(text);
        match self.masked(text, loosely) {
            Cow::Borrowed(text) if !cut => shown(text, limit).into_owned(),
            masked => {
                let mut masked = Wiped(masked.into_owned());
                if cut {
                    masked.0.push('…');
                }
                shown(&masked.0, limit).into_owned()
            }
        }
    }

    /// `text` with a mask in the place of everything secret; `loosely` also of what only may be.
    fn masked<'t>(&self, text: &'t str, loosely: bool) -> Cow<'t, str> {
        let mut pieces = Vec::new();
        let mut layer = Some(Layer::of(text));
        for _ in 0..LAYERS {
            let Some(this) = layer else {
                break;
            };
            self.find_in(this.bytes(), loosely, &mut |start, end| {
                let piece = this.original(start, end);
                if piece.0 < piece.1 {
                    pieces.push(piece);
                }
            });
            layer = this.decoded();
        }
        if pieces.is_empty() {
            return Cow::Borrowed(text);
        }
        pieces.sort_unstable();
        Cow::Owned(with_masks(text, &pieces))
    }

    fn find_in(&self, text: &[u8], loosely: bool, found: &mut dyn FnMut(usize, usize)) {
        let mut runs = Runs::of(text);
        self.starts.each(text, &mut |at| {
            let rest = text.get(at..).unwrap_or_default();
            // Nothing that is looked for is shorter.
            let Some(this) = head(rest) else {
                return false;
            };
            for needle in &self.needles {
                if needle.head != Some(this) {
                    continue;
                }
                let whole = needle.bytes(&self.needles);
                if begins_with(rest, whole) {
                    found(at, at + whole.len());
                }
                let start = whole.get(..BEGINNING_BYTES);
                let start = start.filter(|_| loosely && needle.by_beginning);
                if start.is_some_and(|start| begins_with(rest, start)) && !is_inside_word(text, at)
                {
                    found(at, runs.end(at));
                }
            }
            if rest.starts_with(JSON_IN_BASE64) {
                let end = runs.end(at);
                if end - at >= JSON_IN_BASE64.len() + 8 {
                    found(at, end);
                }
            }
            if !loosely {
                return true;
            }
            if begins_with(rest, BEARER) {
                let after = at + BEARER.len();
                let start = after + count(text, after, |b| matches!(b, b' ' | b'+'));
                let end = runs.end(start);
                if start > after && !is_word(text.get(start..end).unwrap_or_default()) {
                    found(start, end);
                }
            }
            for name in &SECRET_NAMES {
                if name.head == Some(this) && begins_with(rest, name.first.as_bytes()) {
                    let end = at + name.first.len();
                    if let Some(start) = value_after_name(text, end, name.second) {
                        // Where a value ends is a matter of its format, and what follows may be a
                        // secret too.
                        found(start, text.len());
                    }
                }
            }
            true
        });
    }
}

/// The text that `base64` stands for; empty if there is none.
fn inside_of_base64(base64: &str) -> Wiped {
    let text = STANDARD.decode(base64).map(String::from_utf8);
    Wiped(text.ok().and_then(Result::ok).unwrap_or_default())
}

/// The part of `text` that is looked at, and whether there is more.
fn window(text: &str) -> (&str, bool) {
    let mut end = text.len().min(WINDOW_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (text.get(..end).unwrap_or_default(), end < text.len())
}

fn is_known(code: &str) -> bool {
    DCR_CODES.contains(&code)
        || DocumentedCode::from_text(code).is_some()
        || !matches!(ErrorAction::from_text(code), ErrorAction::Undocumented(_))
}

fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn decoded(value: &str) -> Wiped {
    Wiped(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

fn is_inside_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_some_and(|b| b.is_ascii_alphanumeric() || b"-_".contains(b))
}

/// Whether this is a word of prose, or nothing.
fn is_word(text: &[u8]) -> bool {
    let text = text.strip_suffix(b".").unwrap_or(text);
    text.len() <= 20 && text.iter().all(u8::is_ascii_alphabetic)
}

/// Where the value of a secret name begins whose first word ends at `at`; `None` if this is another
/// name, or prose, or has no value.
fn value_after_name(text: &[u8], at: usize, second: &str) -> Option<usize> {
    let at = at + count(text, at, |b| b"_-. ".contains(&b)).min(1);
    let name_end = at + second.len();
    if !text
        .get(at..name_end)?
        .eq_ignore_ascii_case(second.as_bytes())
    {
        return None;
    }
    let at = name_end
        + count(text, name_end, |b| {
            b.is_ascii_alphanumeric() || b"-_".contains(&b)
        });
    let separators = count(text, at, |b| b"\"'\\:=>[]{}()<,; ".contains(&b));
    let separator = text.get(at..at + separators)?;
    let value = at + separators;
    let word = text.get(value..run_end(text, value)).unwrap_or_default();
    let prose = separator.iter().all(|b| b"\"' )".contains(b))
        && (word.is_empty() || (separator.contains(&b' ') && is_word(word)));
    let has_value = text.get(value..).is_some_and(|rest| !rest.is_empty());
    (!prose && has_value && !separator.is_empty()).then_some(value)
}

/// `text` with one mask for each run of overlapping `pieces`, which are in order.
fn with_masks(text: &str, pieces: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len() + MASK.len() * pieces.len());
    let mut done = 0;
    for (start, end) in pieces {
        if *start >= done {
            out.push_str(text.get(done..*start).unwrap_or_default());
            if *start > done || done == 0 {
                out.push_str(MASK);
            }
        }
        done = done.max(*end);
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests;
