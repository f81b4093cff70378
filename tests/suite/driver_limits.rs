//! The blocking driver and client keep their limits, whoever is slow: server, proxy or store. And
//! nothing is sent twice by itself.

use std::net::TcpListener;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::support::raw_server::{RawServer, Reply};
use crate::support::{ACCESS_TOKEN, logout_request, site};
use tvpass::call::{CallOptions, ClientConfig, TokenSource};
use tvpass::driver::{BlockingClient, StateStore, UreqDriver};
use tvpass::error::{Delivery, TransportErrorKind as Kind};
use tvpass::operation::{InitiateLogout, SoftwareStatement};
use tvpass::secret::Secret;
use tvpass::{AccessToken, Error, Logout, LogoutAction, RedirectUrl};

const NO_PROFILE: &str = r#"{"logouts": {}}"#;
const INVALID: &str = r#"{"logouts": {"Cablevision": {"actionName": "invalid", "actionType": "none", "mvpd": "Cablevision"}}}"#;

/// Longer than any test may take, so that what waits for it is seen to.
const PATIENT: Duration = Duration::from_secs(300);
/// What a busy machine may take for what should be at once.
const SOON: Duration = Duration::from_secs(60);

fn patient() -> UreqDriver {
    UreqDriver::builder()
        .connect_timeout(PATIENT)
        .total_timeout(PATIENT)
        .build()
}

fn client(base: &str) -> BlockingClient {
    let config = ClientConfig::new(site(base), TokenSource::App);
    BlockingClient::with_token_provider(config, patient(), |_| {
        Ok((AccessToken::new(ACCESS_TOKEN).unwrap(), None))
    })
}

fn parameters() -> InitiateLogout {
    let redirect_url = RedirectUrl::new("https://adobe.com").unwrap();
    InitiateLogout::new("REF30", "Cablevision", &redirect_url).unwrap()
}

fn options(deadline: Duration) -> CallOptions {
    CallOptions::new().deadline_ms(u64::try_from(deadline.as_millis()).unwrap())
}

fn actions(logout: &Logout) -> Vec<LogoutAction> {
    let profiles = logout.profiles.iter();
    profiles.map(|profile| profile.action.clone()).collect()
}

#[test]
fn a_request_that_is_lost_on_a_kept_connection_is_not_repeated() {
    // Acts on the second one and goes away: whoever repeats it by himself does not know that it was
    // the first to act.
    let server = RawServer::start(|number| match number {
        1 => Reply::AnswerAndClose(Vec::new()),
        _ => Reply::whole("200 OK", NO_PROFILE),
    });
    let driver = patient();
    let request = logout_request(&server.base());
    driver.send(&request).unwrap();
    let error = driver.send(&request).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::ConnectionLost, Delivery::Possible)
    );
    assert_eq!((server.requests().len(), server.connections()), (2, 1));
}

#[test]
fn an_answer_that_is_lost_on_a_kept_connection_makes_the_outcome_doubtful() {
    let server = RawServer::start(|number| match number {
        0 => Reply::whole("200 OK", NO_PROFILE),
        1 => Reply::AnswerAndClose(Vec::new()),
        _ => Reply::whole("200 OK", INVALID),
    });
    let client = client(&server.base());
    let logout = || client.run(parameters(), options(PATIENT)).unwrap();
    assert!(logout().profiles.is_empty());
    assert_eq!(actions(&logout()), [LogoutAction::InvalidAfterLostAnswer]);
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_service_that_hangs_once_does_not_use_up_the_call() {
    let server = RawServer::start(|number| match number {
        0 => Reply::Silence,
        _ => Reply::whole("200 OK", INVALID),
    });
    let config = ClientConfig::new(site(&server.base()), TokenSource::App).attempt_timeout_ms(200);
    let client = BlockingClient::with_token_provider(config, patient(), |_| {
        Ok((AccessToken::new(ACCESS_TOKEN).unwrap(), None))
    });
    let start = Instant::now();
    let logout = client.run(parameters(), options(PATIENT)).unwrap();
    assert_eq!(actions(&logout), [LogoutAction::InvalidAfterLostAnswer]);
    assert_eq!(server.requests().len(), 2);
    assert!(start.elapsed() < SOON);
}

#[test]
fn a_request_without_time_is_not_sent() {
    let server = RawServer::always(Reply::whole("200 OK", NO_PROFILE));
    let request = logout_request(&server.base());
    let driver = patient();
    let error = driver.send_within(&request, Duration::ZERO).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Timeout, Delivery::NotSent)
    );
    assert_eq!(server.connections(), 0);
    for limit in [PATIENT, Duration::MAX] {
        driver.send_within(&request, limit).unwrap();
    }
    let longest = UreqDriver::builder()
        .connect_timeout(Duration::MAX)
        .total_timeout(Duration::MAX)
        .build();
    longest.send(&request).unwrap();
}

#[test]
fn the_shorter_limit_ends_a_request() {
    let brief = Duration::from_millis(100);
    let server = RawServer::always(Reply::Silence);
    let request = logout_request(&server.base());
    let begun = Instant::now();
    let error = patient().send_within(&request, brief).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Timeout, Delivery::Possible)
    );
    let driver = UreqDriver::builder().total_timeout(brief).build();
    let error = driver.send_within(&request, PATIENT).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Timeout, Delivery::Possible)
    );
    assert!(begun.elapsed() < SOON);
}

#[test]
fn a_limit_that_ends_in_the_tls_handshake_tells_that_nothing_was_sent() {
    // The listener's queue accepts the connection; nobody reads from it.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let request = logout_request(&format!("https://{}", listener.local_addr().unwrap()));
    let limit = Duration::from_millis(100);
    let error = patient().send_within(&request, limit).unwrap_err();
    assert_eq!(
        (error.kind, error.delivery),
        (Kind::Timeout, Delivery::NotSent)
    );
}

/// Cancels a logout at `base` after `when`, and gives its result and how long it took to end.
fn cancelled(
    client: &BlockingClient,
    when: impl Fn() -> bool,
) -> (Result<Logout, Error>, Duration) {
    let cancellation = client.cancellation();
    std::thread::scope(|scope| {
        let call =
            scope.spawn(|| client.run_cancellable(parameters(), options(PATIENT), &cancellation));
        while !when() && !call.is_finished() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let begun = Instant::now();
        cancellation.cancel();
        (call.join().unwrap(), begun.elapsed())
    })
}

#[test]
fn cancelling_ends_the_wait_for_a_server_that_never_answers() {
    let server = RawServer::start(|number| match number {
        0 => Reply::Silence,
        _ => Reply::whole("200 OK", INVALID),
    });
    let client = client(&server.base());
    let (result, took) = cancelled(&client, || !server.requests().is_empty());
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
    assert!(took < SOON, "{took:?}");
    // The server may have acted on it.
    let again = client.run(parameters(), options(PATIENT)).unwrap();
    assert_eq!(actions(&again), [LogoutAction::InvalidAfterLostAnswer]);
    // The connection on which an answer may still come is not used again.
    assert_eq!(server.connections(), 2);
}

#[test]
fn cancelling_ends_a_tls_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = client(&format!("https://{}", listener.local_addr().unwrap()));
    let accepted = Mutex::new(None);
    let (result, took) = cancelled(&client, || {
        *accepted.lock().unwrap() = Some(listener.accept().unwrap());
        true
    });
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
    assert!(took < SOON, "{took:?}");
}

/// A store whose saves take until they are let go.
struct SlowStore {
    begun: Sender<()>,
    go: Mutex<Receiver<()>>,
    saved: Arc<Mutex<Vec<String>>>,
}

impl StateStore for SlowStore {
    fn load(&self) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    fn save(&self, state: &Secret) -> Result<(), Error> {
        self.begun.send(()).unwrap();
        self.go.lock().unwrap().recv_timeout(PATIENT).unwrap();
        self.saved.lock().unwrap().push(state.expose().to_owned());
        Ok(())
    }
}

struct Slow {
    client: BlockingClient,
    begun: Receiver<()>,
    go: Sender<()>,
    saved: Arc<Mutex<Vec<String>>>,
}

/// A client that has to register and to store that, with a slow store.
fn slow(server: &RawServer) -> Slow {
    let statement = SoftwareStatement::new("eyJhbGciOiJSUzI1NiJ9.e30.c2ln").unwrap();
    let source = TokenSource::Registration {
        software_statement: statement,
        redirect_uri: None,
    };
    let config = ClientConfig::new(site(&server.base()), source);
    let ((begun, is_begun), (go, may_go)) = (channel(), channel());
    let saved = Arc::default();
    let store = SlowStore {
        begun,
        go: Mutex::new(may_go),
        saved: Arc::clone(&saved),
    };
    Slow {
        client: BlockingClient::open(config, patient(), store).unwrap(),
        begun: is_begun,
        go,
        saved,
    }
}

fn registering() -> RawServer {
    RawServer::start(|number| match number {
        0 => Reply::whole(
            "201 Created",
            r#"{"client_id": "s6BhdRkqt3", "client_secret": "t7AkePiru4"}"#,
        ),
        1 => Reply::whole(
            "201 Created",
            r#"{"access_token": "granted-token", "token_type": "bearer", "expires_in": 86400}"#,
        ),
        _ => Reply::whole("200 OK", NO_PROFILE),
    })
}

#[test]
fn a_call_does_not_wait_for_a_slow_store_beyond_its_deadline() {
    let server = registering();
    let slow = slow(&server);
    let limit = Duration::from_secs(2);
    let begun = Instant::now();
    let late = slow.client.run(parameters(), options(limit));
    assert!(matches!(late, Err(Error::DeadlineExceeded(_))), "{late:?}");
    assert!(limit <= begun.elapsed() && begun.elapsed() < SOON);
    assert!(slow.saved.lock().unwrap().is_empty());
    slow.begun.recv_timeout(SOON).expect("it had begun to save");
    // What has begun goes on, and who frees the client finds it done.
    slow.go.send(()).unwrap();
    drop(slow.client);
    let saved = slow.saved.lock().unwrap();
    assert!(
        saved.len() == 1 && saved[0].contains("s6BhdRkqt3"),
        "{saved:?}"
    );
}

#[test]
fn cancelling_ends_the_wait_for_a_store_and_the_next_call_saves_after_it() {
    let server = registering();
    let slow = slow(&server);
    let (result, took) = cancelled(&slow.client, || slow.begun.try_recv().is_ok());
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
    assert!(took < SOON, "{took:?}");
    assert!(slow.saved.lock().unwrap().is_empty());
    for _ in 0..3 {
        slow.go.send(()).unwrap();
    }
    let logout = slow.client.run(parameters(), options(PATIENT)).unwrap();
    assert!(logout.profiles.is_empty());
    assert!(slow.client.storage_error().is_none());
    // Never two at a time, and the last one is the newest.
    let saved = slow.saved.lock().unwrap();
    assert!(saved.len() >= 2, "{saved:?}");
    assert!(!saved[0].contains("granted-token"), "{saved:?}");
    assert!(
        saved[saved.len() - 1].contains("granted-token"),
        "{saved:?}"
    );
}
