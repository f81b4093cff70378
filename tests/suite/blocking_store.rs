//! The blocking client and a store that takes its time: one save at a time, and nobody waits for
//! ever.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::support::raw_server::{RawServer, Reply};
use crate::support::site;
use tvpass::call::{CallOptions, ClientConfig, Event, EventKind, TokenSource, WaitReason};
use tvpass::driver::{BlockingClient, StateStore, UreqDriver};
use tvpass::operation::{InitiateLogout, SoftwareStatement};
use tvpass::{AccessToken, Error, ErrorCode, Logout, RedirectUrl};

/// A store whose first save takes until it is released.
#[derive(Clone, Default)]
struct SlowStore(Arc<Saves>);

#[derive(Default)]
struct Saves {
    /// Whether the first save has begun, and whether it may end.
    latch: Mutex<(bool, bool)>,
    changed: Condvar,
    inside: AtomicUsize,
    most_inside: AtomicUsize,
    saved: Mutex<Vec<String>>,
}

impl SlowStore {
    /// Waits until the first save has begun.
    fn wait_until_inside(&self) {
        let latch = self.0.latch.lock().unwrap();
        let _entered = self.0.changed.wait_while(latch, |(entered, _)| !*entered);
    }

    fn release(&self) {
        self.0.latch.lock().unwrap().1 = true;
        self.0.changed.notify_all();
    }
}

impl StateStore for SlowStore {
    fn load(&self) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    fn save(&self, state: &tvpass::secret::Secret) -> Result<(), Error> {
        let inside = self.0.inside.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most_inside.fetch_max(inside, Ordering::SeqCst);
        let mut latch = self.0.latch.lock().unwrap();
        if !latch.0 {
            latch.0 = true;
            self.0.changed.notify_all();
            drop(self.0.changed.wait_while(latch, |(_, released)| !*released));
        }
        self.0.saved.lock().unwrap().push(state.expose().to_owned());
        self.0.inside.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }
}

/// Registration, token and logouts, as the service answers them.
fn service() -> RawServer {
    RawServer::start(|nth| match nth {
        0 => Reply::whole("201 Created", r#"{"client_id":"id-1","client_secret":"s"}"#),
        1 => Reply::whole(
            "201 Created",
            r#"{"access_token":"token-1","expires_in":3600}"#,
        ),
        _ => Reply::whole("200 OK", r#"{"logouts":{}}"#),
    })
}

fn config(server: &RawServer, token_source: TokenSource) -> ClientConfig {
    ClientConfig::new(site(&server.base()), token_source)
}

fn logout(client: &BlockingClient, deadline_ms: u64) -> Result<Logout, Error> {
    let redirect_url = RedirectUrl::new("https://example.com/out").unwrap();
    let parameters = InitiateLogout::new("REF30", "Cablevision", &redirect_url).unwrap();
    client.run(parameters, CallOptions::new().deadline_ms(deadline_ms))
}

#[test]
fn no_call_saves_while_another_one_is_at_it_even_beyond_its_deadline() {
    let server = service();
    let store = SlowStore::default();
    let statement = TokenSource::Registration {
        software_statement: SoftwareStatement::new("statement").unwrap(),
        redirect_uri: None,
    };
    let driver = UreqDriver::new();
    let client = BlockingClient::open(config(&server, statement), driver, store.clone()).unwrap();
    std::thread::scope(|scope| {
        let hasty = scope.spawn(|| logout(&client, 500));
        store.wait_until_inside();
        // The first one's deadline passes while this one waits for it, and gives up: credentials
        // are not used before they are stored.
        let second = logout(&client, 2000).unwrap_err();
        assert_eq!(second.code(), ErrorCode::DeadlineExceeded);
        assert_eq!(server.requests().len(), 1, "the registration");
        let patient = scope.spawn(|| logout(&client, 60_000));
        store.release();
        let error = hasty.join().unwrap().unwrap_err();
        assert_eq!(error.code(), ErrorCode::DeadlineExceeded);
        patient.join().unwrap().unwrap();
    });
    assert_eq!(store.0.most_inside.load(Ordering::SeqCst), 1);
    // The late end of the first save was reported: what it stored is not stored again.
    let saved = store.0.saved.lock().unwrap();
    assert_eq!(saved.len(), 2);
    assert!(!saved[0].contains("token-1") && saved[1].contains("token-1"));
    assert!(client.storage_error().is_none());
}

#[test]
fn the_end_of_a_call_wakes_those_that_wait_behind_it() {
    // The service turns the first request away, and with it the burst; all others wait for their
    // places, a second each.
    let server = RawServer::start(|nth| match nth {
        0 => Reply::whole("429 Too Many Requests", ""),
        _ => Reply::whole("200 OK", r#"{"logouts":{}}"#),
    });
    let driver = UreqDriver::new();
    let queued: Arc<Mutex<BTreeSet<u64>>> = Arc::default();
    let seen = queued.clone();
    let observer = move |event: &Event| {
        if let EventKind::Wait {
            reason: WaitReason::Pacing,
            ..
        } = event.kind
        {
            seen.lock().unwrap().insert(event.call);
        }
    };
    let config = config(&server, TokenSource::App).observer(Arc::new(observer));
    let client = BlockingClient::with_token_provider(config, driver, |_| {
        Ok((AccessToken::new("token").unwrap(), None))
    });
    logout(&client, 60_000).unwrap();
    std::thread::scope(|scope| {
        // Forty calls that end before most of them have their turn.
        for _ in 0..40 {
            scope.spawn(|| logout(&client, 4000));
        }
        let started = Instant::now();
        while queued.lock().unwrap().len() < 35 && started.elapsed() < Duration::from_secs(4) {
            std::thread::sleep(Duration::from_millis(5));
        }
        // This one's place is half a minute away, until they end.
        let started = Instant::now();
        logout(&client, 120_000).unwrap();
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "slept through their end"
        );
    });
}
