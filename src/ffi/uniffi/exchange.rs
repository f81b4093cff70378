//! Requests without a client, for apps that own their tokens: prepare, send, interpret.

use std::sync::Arc;

use super::device::Device;
use super::failure::{CoreError, guarded};
use super::http::{HttpRequest, HttpResponse};
use super::operation::Operation;
use super::outcome::Outcome;
use crate::http::Request;
use crate::input::InvalidInput;
use crate::operation::{AnyOperation, Runnable as _, Site};
use crate::token::AccessToken;
use crate::uri::Base;

/// A request, and what interprets its answer.
#[derive(uniffi::Record)]
pub struct Prepared {
    /// To be sent as it is.
    pub request: HttpRequest,
    /// For the answer.
    pub exchange: Arc<Exchange>,
}

/// Knows the request that an answer belongs to: relative URLs are resolved against its base, and
/// its secrets stay out of errors.
#[derive(Debug, uniffi::Object)]
pub struct Exchange {
    operation: AnyOperation,
    request: Request,
}

#[uniffi::export]
impl Exchange {
    /// What the answer means, whatever its status.
    pub fn interpret(&self, response: HttpResponse) -> Result<Outcome, CoreError> {
        guarded(|| {
            let outcome = self
                .operation
                .interpret(&self.request, &response.into(), false)?;
            Ok(outcome.into())
        })
    }
}

/// Builds the request of an operation. `base` is the service's base URL; the access token, a
/// secret, may be left out for operations that take none, which do not use it either.
#[uniffi::export]
pub fn prepare(
    device: Arc<Device>,
    base: String,
    operation: Operation,
    access_token: Option<String>,
) -> Result<Prepared, CoreError> {
    guarded(|| {
        let site = Site::new(Base::new(&base)?, device.device.clone());
        let operation = operation.read()?;
        let access_token = match access_token {
            Some(token) => AccessToken::new(&token)?,
            None if operation.kind().needs_token => {
                return Err(InvalidInput::new("access_token", "is missing; get one first").into());
            }
            None => AccessToken::none(),
        };
        let request = operation.request(&site, &access_token);
        Ok(Prepared {
            request: (&request).into(),
            exchange: Arc::new(Exchange { operation, request }),
        })
    })
}
