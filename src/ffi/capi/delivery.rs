//! Whether a lost request may have reached the server.

use super::failure::Failure;
use crate::error::Delivery;

/// Whether the server may have acted on a request whose answer did not arrive.
pub type tvpass_delivery = i32;

/// Not known; counts as possible.
pub const TVPASS_DELIVERY_UNKNOWN: tvpass_delivery = 0;
/// The request certainly did not reach the server.
pub const TVPASS_DELIVERY_NOT_SENT: tvpass_delivery = 1;
/// It may have. If in doubt, report this.
pub const TVPASS_DELIVERY_POSSIBLE: tvpass_delivery = 2;

pub(super) fn delivery(delivery: Delivery) -> tvpass_delivery {
    match delivery {
        Delivery::NotSent => TVPASS_DELIVERY_NOT_SENT,
        Delivery::Possible => TVPASS_DELIVERY_POSSIBLE,
    }
}

/// What the caller reports.
pub(super) fn reported(delivery: tvpass_delivery) -> Result<Delivery, Failure> {
    match delivery {
        TVPASS_DELIVERY_NOT_SENT => Ok(Delivery::NotSent),
        TVPASS_DELIVERY_POSSIBLE | TVPASS_DELIVERY_UNKNOWN => Ok(Delivery::Possible),
        _ => Err(Failure::out_of_range("delivery")),
    }
}
