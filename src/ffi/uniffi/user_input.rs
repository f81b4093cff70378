//! What the user, or the platform, does about what a flow has presented.

use std::convert::Infallible;

use super::operation::SamlResponse;
use super::partner_status::PartnerFrameworkStatus;
use crate::flow::{SignInInput, SignOutInput};
use crate::input::InvalidInput;

/// What they did.
#[derive(Clone, uniffi::Enum)]
pub enum UserInput {
    /// The user chose an MVPD.
    ProviderChosen {
        /// Its id.
        mvpd: String,
    },
    /// The user wants another code.
    NewCode,
    /// The user agent has reached the redirect URL, and was closed.
    RedirectReached,
    /// The user closed the user agent.
    BrowserClosed,
    /// Of a sign-out: the user has seen it, or there is no user agent.
    Continue,
    /// What Apple's framework says now.
    PartnerStatus {
        /// The status.
        status: PartnerFrameworkStatus,
    },
    /// The user chose a provider in Apple's picker that cannot sign in there.
    PartnerUnsupported {
        /// Apple's id of it.
        provider_id: String,
    },
    /// Apple's response, with a fresh status.
    PartnerResponse {
        /// The response, a secret.
        response: SamlResponse,
        /// What the framework says now.
        status: PartnerFrameworkStatus,
    },
    /// The framework gave nothing, for whatever reason.
    PartnerFailed,
}

/// What the user of a flow can do.
pub trait Told: Sized {
    /// What they did; `None`: that belongs to other flows.
    fn read(input: &UserInput) -> Result<Option<Self>, InvalidInput>;
}

impl Told for Infallible {
    fn read(_input: &UserInput) -> Result<Option<Self>, InvalidInput> {
        Ok(None)
    }
}

impl Told for SignInInput {
    fn read(input: &UserInput) -> Result<Option<Self>, InvalidInput> {
        Ok(Some(match input {
            UserInput::ProviderChosen { mvpd } => Self::ProviderChosen(mvpd.clone()),
            UserInput::NewCode => Self::NewCode,
            UserInput::RedirectReached => Self::RedirectReached,
            UserInput::BrowserClosed => Self::BrowserClosed,
            UserInput::PartnerStatus { status } => Self::PartnerStatus(status.read()?),
            UserInput::PartnerUnsupported { provider_id } => {
                Self::PartnerUnsupported(provider_id.clone())
            }
            UserInput::PartnerResponse { response, status } => Self::PartnerResponse {
                response: response.read()?,
                status: status.read()?,
            },
            UserInput::PartnerFailed => Self::PartnerFailed,
            UserInput::Continue => return Ok(None),
        }))
    }
}

impl Told for SignOutInput {
    fn read(input: &UserInput) -> Result<Option<Self>, InvalidInput> {
        Ok(match input {
            UserInput::RedirectReached => Some(Self::RedirectReached),
            UserInput::BrowserClosed => Some(Self::BrowserClosed),
            UserInput::Continue => Some(Self::Continue),
            _ => None,
        })
    }
}
