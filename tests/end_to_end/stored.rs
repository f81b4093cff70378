//! The state between starts.

use std::path::PathBuf;

use tvpass::call::{ClientConfig, TokenSource};
use tvpass::driver::{BlockingClient, FileStore, StateStore, UreqDriver};
use tvpass::error::StateError;
use tvpass::operation::SoftwareStatement;
use tvpass::secret::Secret;
use tvpass::{Base, Error, ErrorCode};
use tvpass_sandbox::{Config, Sandbox, software_statement_of_ref40};

use super::{config, device, options, parameters};

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
        client.logout(&parameters(mvpd), options()).unwrap();
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
        .logout(&parameters("Dish"), options())
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
    let other = ClientConfig::new(Base::new(sandbox.base_url()).unwrap(), device(), other);
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

/// A store that loses everything it is given.
struct Broken;

impl StateStore for Broken {
    fn load(&self) -> Result<Option<Vec<u8>>, Error> {
        Ok(None)
    }

    fn save(&self, _: &Secret) -> Result<(), Error> {
        Err(Error::Storage("no space left".into()))
    }
}

#[test]
fn a_store_that_fails_is_reported_and_the_logout_still_happens() {
    let sandbox = Sandbox::start(Config::unthrottled()).unwrap();
    let client = BlockingClient::open(config(&sandbox), UreqDriver::new(), Broken).unwrap();
    client.logout(&parameters("Dish"), options()).unwrap();
    assert_eq!(
        client.storage_error().unwrap().to_string(),
        "storage: no space left"
    );
    assert_eq!(sandbox.counters().registrations, 1);
}
