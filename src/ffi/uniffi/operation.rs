//! Requests without a client, for apps that own their tokens: prepare, send, interpret.

use std::sync::Arc;

use super::device::Device;
use super::extras::Extras;
use super::failure::{CoreError, guarded};
use super::http::{HttpRequest, HttpResponse};
use super::outcome::Logout;
use crate::http::Request;
use crate::operation::{InitiateLogout, InitiateLogoutV1, Operation as _, RequestExtras, Site};
use crate::token::AccessToken;
use crate::uri::{Base, RedirectUrl};

/// Initiate logout for a specific MVPD (REST API V2).
#[derive(Clone, uniffi::Record)]
pub struct LogoutInput {
    /// The service's base URL.
    pub base: String,
    /// The service provider (requestor).
    pub service_provider: String,
    /// The MVPD.
    pub mvpd: String,
    /// Where the user agent lands when the provider's logout is done.
    pub redirect_url: String,
    /// The access token, a secret.
    pub access_token: String,
    /// Optional headers.
    pub extras: Extras,
}

/// A request, and what interprets its answer.
#[derive(uniffi::Record)]
pub struct PreparedLogout {
    /// To be sent as it is.
    pub request: HttpRequest,
    /// For the answer.
    pub exchange: Arc<LogoutExchange>,
}

/// Knows the request that an answer belongs to: relative URLs are resolved against its base, and its secrets stay out of errors.
#[derive(Debug, uniffi::Object)]
pub struct LogoutExchange {
    request: Request,
}

#[uniffi::export]
impl LogoutExchange {
    /// What the answer means.
    pub fn interpret(&self, response: HttpResponse) -> Result<Logout, CoreError> {
        guarded(|| {
            let logout = InitiateLogout::interpret(&self.request, &response.into())?;
            Ok((&logout).into())
        })
    }
}

/// Builds the request of a logout.
#[uniffi::export]
pub fn prepare_logout(
    device: Arc<Device>,
    input: LogoutInput,
) -> Result<PreparedLogout, CoreError> {
    guarded(|| {
        let site = Site::new(Base::new(&input.base)?, device.device.clone());
        let operation = InitiateLogout::new(
            &input.service_provider,
            &input.mvpd,
            &RedirectUrl::new(&input.redirect_url)?,
        )?
        .with_extras(input.extras.read()?)?;
        let request = operation.request(&site, &AccessToken::new(&input.access_token)?);
        Ok(PreparedLogout {
            request: (&request).into(),
            exchange: Arc::new(LogoutExchange { request }),
        })
    })
}

/// The legacy V1 logout.
#[derive(Clone, uniffi::Record)]
pub struct LogoutV1Input {
    /// The service's base URL, another than V2's.
    pub base: String,
    /// The requestor (service provider).
    pub requestor: String,
    /// `deviceType`.
    pub device_type: Option<String>,
    /// `deviceUser`, deprecated.
    pub device_user: Option<String>,
    /// `appId`, deprecated.
    pub app_id: Option<String>,
    /// `User-Agent`.
    pub user_agent: Option<String>,
}

/// A request, and what interprets its answer.
#[derive(uniffi::Record)]
pub struct PreparedLogoutV1 {
    /// To be sent as it is.
    pub request: HttpRequest,
    /// For the answer.
    pub exchange: Arc<LogoutV1Exchange>,
}

/// Knows the request that an answer belongs to.
#[derive(Debug, uniffi::Object)]
pub struct LogoutV1Exchange {
    request: Request,
}

#[uniffi::export]
impl LogoutV1Exchange {
    /// What the answer means. Success says nothing but that.
    pub fn interpret(&self, response: HttpResponse) -> Result<(), CoreError> {
        guarded(|| {
            Ok(InitiateLogoutV1::interpret(
                &self.request,
                &response.into(),
            )?)
        })
    }
}

/// Builds the request of a legacy logout.
#[uniffi::export]
pub fn prepare_logout_v1(
    device: Arc<Device>,
    input: LogoutV1Input,
) -> Result<PreparedLogoutV1, CoreError> {
    guarded(|| {
        let site = Site::new(Base::new(&input.base)?, device.device.clone());
        let mut operation = InitiateLogoutV1::new(&input.requestor)?;
        if let Some(device_type) = &input.device_type {
            operation = operation.device_type(device_type)?;
        }
        if let Some(device_user) = &input.device_user {
            operation = operation.device_user(device_user)?;
        }
        if let Some(app_id) = &input.app_id {
            operation = operation.app_id(app_id)?;
        }
        if let Some(user_agent) = &input.user_agent {
            operation = operation.with_extras(RequestExtras::new().user_agent(user_agent)?)?;
        }
        let request = operation.request_without_token(&site);
        Ok(PreparedLogoutV1 {
            request: (&request).into(),
            exchange: Arc::new(LogoutV1Exchange { request }),
        })
    })
}
