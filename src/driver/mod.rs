//! Drivers: what performs the I/O that the core asks for. This is the only layer that opens sockets
//! and files, reads clocks and sleeps.

#[cfg(feature = "ureq")]
mod blocking;
#[cfg(feature = "ureq")]
mod cancellation;
#[cfg(feature = "ureq")]
mod exchange;
#[cfg(feature = "file-store")]
mod file_store;
#[cfg(feature = "ureq")]
mod flow_handle;
#[cfg(feature = "ureq")]
mod progress;
#[cfg(feature = "ureq")]
mod proxy;
#[cfg(feature = "ureq")]
mod saver;
#[cfg(feature = "ureq")]
mod tcp;
#[cfg(feature = "ureq")]
mod ureq;

#[cfg(feature = "ureq")]
pub use self::blocking::{BlockingClient, TokenProvider};
#[cfg(all(feature = "ureq", feature = "capi"))]
pub(crate) use self::blocking::{Drive, Turn, Unfinished};
#[cfg(feature = "ureq")]
pub use self::cancellation::Cancellation;
#[cfg(feature = "file-store")]
pub use self::file_store::FileStore;
#[cfg(feature = "ureq")]
pub use self::flow_handle::FlowHandle;
#[cfg(feature = "ureq")]
pub use self::ureq::{UreqDriver, UreqDriverBuilder};

use crate::error::Error;
use crate::secret::Secret;

/// Where a client's state is kept between starts. It contains the client credentials and the access
/// token: only this app may be able to read it.
pub trait StateStore: Send + Sync {
    /// The state, if there is one.
    ///
    /// # Errors
    /// [`StorageError::unreadable`](crate::error::StorageError::unreadable): there may be one, but
    /// it could not be read.
    fn load(&self) -> Result<Option<Vec<u8>>, Error>;

    /// Replaces the state, durably: afterwards, or after a crash at any moment, there is either the
    /// old state or the new one, whole.
    ///
    /// # Errors
    /// [`StorageError::unwritable`](crate::error::StorageError::unwritable): it may not last. There
    /// is still either the old state or the new one, whole.
    fn save(&self, state: &Secret) -> Result<(), Error>;
}
