//! Input of the legacy V1 logout.

use crate::ffi::uniffi::extras::Extras;
use crate::input::InvalidInput;
use crate::operation::InitiateLogoutV1;

/// The legacy V1 logout.
#[derive(Clone, uniffi::Record)]
pub struct LogoutV1Input {
    /// The requestor (service provider).
    pub requestor: String,
    /// `deviceType`.
    pub device_type: Option<String>,
    /// `deviceUser`, deprecated.
    pub device_user: Option<String>,
    /// `appId`, deprecated.
    pub app_id: Option<String>,
    /// Optional headers: `User-Agent`.
    pub extras: Extras,
}

impl LogoutV1Input {
    pub(super) fn read(&self) -> Result<InitiateLogoutV1, InvalidInput> {
        let mut operation = InitiateLogoutV1::new(&self.requestor)?;
        if let Some(device_type) = &self.device_type {
            operation = operation.device_type(device_type)?;
        }
        if let Some(device_user) = &self.device_user {
            operation = operation.device_user(device_user)?;
        }
        if let Some(app_id) = &self.app_id {
            operation = operation.app_id(app_id)?;
        }
        operation.with_extras(self.extras.read()?)
    }
}
