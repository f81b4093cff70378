//! Where requests go, for which device, and what every one of them says about its sender.

use super::extras::RequestExtras;
use crate::device::Device;
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

    /// `extras` have been checked.
    pub(super) fn set_extras(&mut self, extras: RequestExtras) {
        self.extras = extras;
    }

    pub(super) fn extras(&self) -> &RequestExtras {
        &self.extras
    }
}
