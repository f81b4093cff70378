//! Secrets are overwritten before their memory is freed: an allocator looks for them in every block
//! that the library gives back.
//!
//! Every secret of this test begins with the same text, which nothing else has.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

mod support;

use serde_json::json;
use support::{ADOBE, site};
use tvpass::call::{CallOptions, Client, ClientConfig, StartTime, Step, TokenSource};
use tvpass::operation::{
    APPLE, AccessStatus, Authorize, CreatePartnerProfile, InitiateLogout, Operation as _,
    PartnerFrameworkStatus, Preauthorize, RequestExtras, SamlResponse, SoftwareStatement,
    TempPassIdentity,
};
use tvpass::secret::Secret;
use tvpass::{AccessToken, RedirectUrl, Response};

const BEGINNING: &[u8] = b"hush-hush-0123456789";

thread_local! {
    /// Whether what this thread frees is looked at.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    /// How many blocks it has freed with a secret inside.
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

/// The system's, with a look at what is freed. `realloc` is the default one: it allocates, copies
/// and frees.
struct Watching;

// SAFETY: the system's allocator does all the work; a block is still the caller's while it is read.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed: what is read below must not be what an earlier owner has left.
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if WATCHED.try_with(Cell::get) == Ok(true) {
            // SAFETY: the block has this size, and all of it was initialised above.
            let bytes = unsafe { std::slice::from_raw_parts(block, layout.size()) };
            if bytes.windows(BEGINNING.len()).any(|part| part == BEGINNING) {
                FOUND.set(FOUND.get() + 1);
            }
        }
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) };
    }
}

#[global_allocator]
static ALLOCATOR: Watching = Watching;

/// How many blocks with a secret `action` frees.
fn freed_with_secrets(action: impl FnOnce()) -> usize {
    FOUND.set(0);
    WATCHED.set(true);
    action();
    WATCHED.set(false);
    FOUND.get()
}

/// A secret of about `length` bytes.
fn secret(name: &str, length: usize) -> String {
    let beginning = std::str::from_utf8(BEGINNING).unwrap();
    format!("{beginning}-{name}-{}", "x".repeat(length))
}

fn config(statement: &str) -> ClientConfig {
    let software_statement = SoftwareStatement::new(statement).unwrap();
    let source = TokenSource::Registration {
        software_statement,
        redirect_uri: None,
    };
    ClientConfig::new(site(ADOBE), source)
}

const START: StartTime = StartTime {
    now_ms: 0,
    unix_ms: 0,
};

/// Runs a logout with `answers`, one after the other, and returns the state that was to be stored.
fn run(client: &Client, service_token: &str, mut answers: Vec<Response>) -> Option<Secret> {
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    let extras = RequestExtras::new().service_token(service_token).unwrap();
    let parameters = InitiateLogout::new("REF30", "Cablevision", &redirect_url)
        .unwrap()
        .with_extras(extras)
        .unwrap();
    let mut call = client.start(0, parameters, CallOptions::default());
    let (mut now, mut state) = (0, None);
    answers.reverse();
    loop {
        match call.poll(now) {
            Step::Send(request) => {
                let sent = request.clone();
                assert!(!sent.headers().is_empty());
                let answer = answers.pop().unwrap_or(Response::new(400, ""));
                call.respond(now, &answer).unwrap();
            }
            Step::Persist(text) => {
                state = Some(text);
                call.persisted(now, true).unwrap();
            }
            Step::Wait { until_ms, .. } => now = until_ms,
            Step::Done(_) => break state,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_watch_finds_what_is_not_overwritten() {
    let texts = [secret("plain", 10), secret("grown", 100)];
    let found = freed_with_secrets(|| {
        let [plain, mut grown] = texts;
        drop(plain);
        // Growing leaves the old block behind.
        grown.reserve_exact(100_000);
        std::mem::forget(grown);
    });
    assert_eq!(found, 2);
    let text = secret("kept", 10);
    assert_eq!(freed_with_secrets(|| drop(Secret::new(text))), 0);
}

#[test]
fn no_secret_of_a_call_is_freed_as_it_was() {
    // Of usual length, and so long that no buffer of a usual size will do.
    for length in [10, 5_000] {
        let statement = secret("statement", length);
        let service_token = secret("service", length);
        let registered = json!({"client_id": secret("id", 10), "client_secret": secret("client-secret", length)});
        let granted = json!({"access_token": secret("access", length), "expires_in": 21600});
        let renewed = json!({"access_token": secret("renewed", length), "expires_in": 21600});
        let answers = vec![
            Response::new(201, registered.to_string()),
            Response::new(201, granted.to_string()),
            Response::new(401, ""),
            Response::new(201, renewed.to_string()),
            Response::new(400, format!("<html>{service_token}")),
        ];
        // A character that is none, and bytes that are no text.
        let mended = granted.to_string().replace("{", r#"{"odd": "\ud800","#);
        let no_text = [
            b"{\"odd\":\"\xff\",",
            granted.to_string().trim_start_matches('{').as_bytes(),
        ]
        .concat();
        let again = vec![Response::new(200, json!({"logouts": {}}).to_string())];
        let malformed = vec![Response::new(201, registered.to_string().replace('}', ""))];
        let odd = [mended.into_bytes(), no_text].map(|token| {
            vec![
                Response::new(201, registered.to_string()),
                Response::new(201, token),
                Response::new(
                    500,
                    format!("{{\"code\":\"x\",\"message\":\"{service_token}\"}}"),
                ),
            ]
        });
        drop((registered, granted, renewed));
        let found = freed_with_secrets(|| {
            let client = Client::new(config(&statement), START, 1);
            let state = run(&client, &service_token, answers).unwrap();
            drop(client.state());
            drop(client);
            let restored =
                Client::with_state(config(&statement), state.expose().as_bytes(), START, 1);
            run(&restored.unwrap(), &service_token, again);
            for answers in [malformed].into_iter().chain(odd) {
                let client = Client::new(config(&statement), START, 1);
                run(&client, &service_token, answers);
            }
        });
        assert_eq!(found, 0, "of {length} bytes");
    }
}

#[test]
fn a_token_of_the_apps_and_what_is_refused_are_overwritten() {
    let token = secret("token", 100);
    let refused = format!("{token} with a space");
    let found = freed_with_secrets(|| {
        drop(AccessToken::new(&token).unwrap());
        drop(AccessToken::new(&refused).unwrap_err());
        drop(SoftwareStatement::new(&refused).unwrap_err());
    });
    assert_eq!(found, 0);
}

#[test]
fn a_media_token_is_overwritten_used_or_not() {
    for length in [10, 1000] {
        let token = json!({"serializedToken": secret("media", length)});
        let decision = json!({"resource": "a", "authorized": true, "token": token});
        let denied = json!({"resource": "b", "authorized": false, "token": token});
        let body = json!({"decisions": [decision, denied]}).to_string();
        let cut = body.trim_end_matches('}').to_owned();
        drop((token, decision, denied));
        let found = freed_with_secrets(|| {
            let operation = Authorize::new("REF30", "Cablevision", ["a", "b"]).unwrap();
            let token = AccessToken::new("access-token").unwrap();
            let request = operation.request(&site(ADOBE), &token);
            let answer = Response::new(200, &*body);
            let mut outcome = Authorize::interpret(&request, &answer).unwrap();
            let length = outcome.take_media_token("a").unwrap().hand_over(str::len);
            assert!(length > 10);
            drop(outcome);
            drop(Authorize::interpret(&request, &Response::new(200, &*body)).unwrap());
            drop(Authorize::interpret(&request, &Response::new(200, &*cut)).unwrap_err());
            let preauthorize = Preauthorize::new("REF30", "Cablevision", ["a"]).unwrap();
            let request = preauthorize.request(&site(ADOBE), &token);
            drop(Preauthorize::interpret(&request, &answer).unwrap());
        });
        assert_eq!(found, 0, "of {length} bytes");
    }
}

#[test]
fn what_names_the_user_is_overwritten() {
    for length in [10, 1000] {
        let hidden = secret("user", length);
        let raw = json!({"email": hidden}).to_string();
        let xml = format!("<samlp:Response>\n {hidden}\n</samlp:Response>");
        // Without escapes, which serde_json undoes in a buffer of its own.
        let echo = |text: &str| json!({"code": "x", "message": text, "details": text}).to_string();
        let (whole, prepared) = (echo(&hidden), echo(&xml.replace('\n', "")));
        let found = freed_with_secrets(|| {
            let token = AccessToken::new("access-token").unwrap();
            for (identity, answer) in [
                (TempPassIdentity::raw_json(&raw), &*whole),
                // What was hashed is not kept: nobody could find it in an answer.
                (TempPassIdentity::hashed("email", &hidden), ""),
            ] {
                let extras = RequestExtras::new().temp_pass_identity(&identity.unwrap());
                let operation = Authorize::new("REF30", "TempPass", ["a"]).unwrap();
                let request = operation.with_extras(extras).unwrap();
                let request = request.request(&site(ADOBE), &token);
                let answer = Response::new(400, answer);
                drop(Authorize::interpret(&request, &answer).unwrap_err());
            }
            let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
            for (saml, answer) in [
                (SamlResponse::from_xml(&xml), &*prepared),
                (SamlResponse::from_base64(&hidden), &*whole),
            ] {
                let saml = saml.unwrap();
                let operation = CreatePartnerProfile::new("REF30", APPLE, &status, &saml);
                let request = operation.unwrap().request(&site(ADOBE), &token);
                let answer = Response::new(400, answer);
                drop(CreatePartnerProfile::interpret(&request, &answer).unwrap_err());
            }
        });
        assert_eq!(found, 0, "of {length} bytes");
    }
}

#[cfg(feature = "capi")]
mod capi {
    use std::ffi::{c_char, c_int, c_void};
    use std::ptr::null_mut;

    use super::{freed_with_secrets, secret};

    /// `tvpass_str`
    #[repr(C)]
    #[derive(Clone, Copy)]
    struct Text {
        data: *const c_char,
        len: usize,
    }

    impl Text {
        fn of(bytes: &[u8]) -> Self {
            Self {
                data: bytes.as_ptr().cast(),
                len: bytes.len(),
            }
        }
    }

    unsafe extern "C" {
        fn tvpass_response_new(
            status: u16,
            out: *mut *mut c_void,
            error: *mut *mut c_void,
        ) -> c_int;
        fn tvpass_response_append_body(
            response: *mut c_void,
            data: Text,
            error: *mut *mut c_void,
        ) -> c_int;
        fn tvpass_response_free(response: *mut c_void);
    }

    #[test]
    fn an_answer_that_arrives_in_pieces_is_overwritten() {
        let body = secret("body", 10_000);
        let found = freed_with_secrets(|| {
            let mut response = null_mut();
            // SAFETY: the declarations are those of tvpass.h, and the pieces are readable.
            unsafe {
                assert_eq!(tvpass_response_new(201, &mut response, null_mut()), 0);
                for piece in body.as_bytes().chunks(100) {
                    let piece = Text::of(piece);
                    let status = tvpass_response_append_body(response, piece, null_mut());
                    assert_eq!(status, 0);
                }
                tvpass_response_free(response);
            }
        });
        assert_eq!(found, 0);
    }

    /// The state is a result: its text is in an arena.
    #[cfg(feature = "file-store")]
    #[test]
    fn a_result_is_overwritten() {
        unsafe extern "C" {
            fn tvpass_state_file_open(
                path: Text,
                out: *mut *mut c_void,
                error: *mut *mut c_void,
            ) -> c_int;
            fn tvpass_state_file_save(
                file: *const c_void,
                state: Text,
                error: *mut *mut c_void,
            ) -> c_int;
            fn tvpass_state_file_load(
                file: *const c_void,
                out: *mut *mut c_void,
                error: *mut *mut c_void,
            ) -> c_int;
            fn tvpass_state_file_free(file: *mut c_void);
            fn tvpass_text_free(text: *mut c_void);
        }
        let name = format!("tvpass-memory-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let path = path.to_str().unwrap();
        let state = secret("state", 10_000);
        let found = freed_with_secrets(|| {
            let (mut file, mut text) = (null_mut(), null_mut());
            // SAFETY: the declarations are those of tvpass.h, and the texts are readable.
            unsafe {
                let opened =
                    tvpass_state_file_open(Text::of(path.as_bytes()), &mut file, null_mut());
                assert_eq!(opened, 0);
                let state = Text::of(state.as_bytes());
                assert_eq!(tvpass_state_file_save(file, state, null_mut()), 0);
                assert_eq!(tvpass_state_file_load(file, &mut text, null_mut()), 0);
                // The text is the first member.
                assert_eq!(text.cast::<Text>().read().len, state.len);
                tvpass_text_free(text);
                tvpass_state_file_free(file);
            }
        });
        let _ = std::fs::remove_file(path);
        let _ = std::fs::remove_file(format!("{path}.lock"));
        assert_eq!(found, 0);
    }
}
