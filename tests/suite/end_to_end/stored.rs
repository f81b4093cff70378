//! The state between starts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tvpass::call::{ClientConfig, TokenSource};
use tvpass::driver::{BlockingClient, FileStore, StateStore, UreqDriver};
use tvpass::error::{StateError, StorageError};
use tvpass::operation::SoftwareStatement;
use tvpass::secret::Secret;
use tvpass::{Error, ErrorCode};
use tvpass_sandbox::{Config, Sandbox, software_statement_of_ref40};

use super::{config, options, parameters, site};

struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn store(&self) -> FileStore {
        FileStore::open(self.0.join("state.json")).unwrap()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_next_start_neither_registers_nor_gets_a_token() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let directory = Directory::new("next-start");
    for mvpd in ["Dish", "Cablevision", "ATTOTT"] {
        let client =
            BlockingClient::open(config(&sandbox), UreqDriver::new(), directory.store()).unwrap();
        client.run(parameters(mvpd), options()).unwrap();
        assert!(client.storage_error().is_none());
    }
    let counters = sandbox.counters();
    assert_eq!((counters.registrations, counters.token_requests), (1, 1));
}

#[test]
fn state_that_cannot_be_used_is_refused_and_kept() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let directory = Directory::new("refused");
    let path = directory.0.join("state.json");
    BlockingClient::open(config(&sandbox), UreqDriver::new(), directory.store())
        .unwrap()
        .run(parameters("Dish"), options())
        .unwrap();
    let good = std::fs::read(&path).unwrap();

    let cut = &good[..good.len() - 1];
    let newer = br#"{"format":"tvpass-state","version":7}"#;
    for (bad, code) in [
        (cut, ErrorCode::StateCorrupt),
        (b"", ErrorCode::StateCorrupt),
        (newer, ErrorCode::StateTooNew),
    ] {
        std::fs::write(&path, bad).unwrap();
        let error = BlockingClient::open(config(&sandbox), UreqDriver::new(), directory.store())
            .unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(std::fs::read(&path).unwrap(), bad);
    }

    std::fs::write(&path, &good).unwrap();
    let other = TokenSource::Registration {
        software_statement: SoftwareStatement::new(&software_statement_of_ref40()).unwrap(),
        redirect_uri: None,
    };
    let other = ClientConfig::new(site(&sandbox), other);
    let error =
        BlockingClient::open(other.clone(), UreqDriver::new(), directory.store()).unwrap_err();
    assert!(matches!(error, Error::State(StateError::OfAnotherApp(_))));
    assert_eq!(std::fs::read(&path).unwrap(), good);

    // The app's word.
    drop(BlockingClient::start_over(
        other,
        UreqDriver::new(),
        directory.store(),
    ));
    assert_eq!(
        std::fs::read(&path).unwrap(),
        good,
        "nothing new yet, nothing replaced"
    );
}

/// A store that fails while it is full.
#[derive(Clone, Default)]
struct Disk {
    full: Arc<AtomicBool>,
    saved: Arc<Mutex<Vec<String>>>,
}

impl StateStore for Disk {
    fn load(&self) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    fn save(&self, state: &Secret) -> Result<(), Error> {
        if self.full.load(Ordering::Relaxed) {
            return Err(StorageError::unwritable("no space left").into());
        }
        self.saved.lock().unwrap().push(state.expose().to_owned());
        Ok(())
    }
}

#[test]
fn a_store_that_fails_is_reported_and_tried_again_and_the_logouts_still_happen() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let disk = Disk::default();
    disk.full.store(true, Ordering::Relaxed);
    let client = BlockingClient::open(config(&sandbox), UreqDriver::new(), disk.clone()).unwrap();
    for _ in 0..2 {
        client.run(parameters("Dish"), options()).unwrap();
        assert_eq!(
            client.storage_error().unwrap().to_string(),
            "storage: no space left"
        );
    }
    disk.full.store(false, Ordering::Relaxed);
    client.run(parameters("Dish"), options()).unwrap();
    assert!(client.storage_error().is_none());
    assert_eq!(
        *disk.saved.lock().unwrap(),
        [client.client().state().unwrap().expose()]
    );
    assert_eq!(sandbox.counters().registrations, 1);
}

#[test]
fn an_app_with_its_own_tokens_is_told_at_once_that_it_needs_no_store() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let directory = Directory::new("own-tokens");
    let config = ClientConfig::new(site(&sandbox), TokenSource::App);
    let error = BlockingClient::open(config, UreqDriver::new(), directory.store()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidInput);
}
