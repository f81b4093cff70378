//! Where requests go, for which device, and what every one of them says about its sender.

use super::extras::RequestExtras;
use super::headers;
use crate::device::Device;
use crate::input::InvalidInput;
use crate::uri::Base;

/// Where requests go, and for which device. A client has one; a server that speaks for many devices
/// makes one for each. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    base: Base,
    device: Device,
    extras: RequestExtras,
}

impl Site {
    /// Joins the two.
    #[must_use]
    pub fn new(base: Base, device: Device) -> Self {
        Self {
            base,
            device,
            extras: RequestExtras::new(),
        }
    }

    /// Sets the optional headers of every request: `User-Agent` and `X-Forwarded-For`. An
    /// operation's own are preferred.
    ///
    /// # Errors
    /// Another header: set it at the operation.
    pub fn with_extras(mut self, extras: RequestExtras) -> Result<Self, InvalidInput> {
        headers::EVERY_REQUEST.check(&extras)?;
        self.extras = extras;
        Ok(self)
    }

    /// The service's base.
    #[must_use]
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// The device.
    #[must_use]
    pub fn device(&self) -> &Device {
        &self.device
    }

    pub(super) fn extras(&self) -> &RequestExtras {
        &self.extras
    }
}
