//! What an error or a denial means for the person on the sofa: what helps, and in which words.

use super::texts::{Language, TextKey};
use crate::error::{Denial, DocumentedCode, EnhancedError, Error, ErrorAction};

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Remedy {
    /// Offer to sign in. The choice of the MVPD is kept.
    SignIn,
    /// Explain; trying again changes nothing.
    Explain,
    /// Offer to try again later.
    TryLater,
    /// Correct the identity for temporary access.
    CorrectIdentity,
    /// Do not offer temporary access any more.
    HideOffer,
    /// Offer another MVPD.
    ChooseProvider,
    /// Show the reference for support.
    ContactSupport,
    /// Say nothing: the user, or the app, wanted it so.
    Nothing,
}

/// What to do about an error or a denial, and what to say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Words {
    /// What helps.
    pub remedy: Remedy,
    /// What to say.
    pub key: TextKey,
    /// The provider's or the programmer's own words, to be shown before any others. In their
    /// language; on one line, at most 512 bytes.
    pub provider_text: Option<String>,
    /// What support asks for: Adobe's code and trace.
    pub reference: Option<String>,
}

impl Words {
    /// About a failure.
    #[must_use]
    pub fn of_error(error: &Error) -> Self {
        let (remedy, key) = match error.cause() {
            Error::Enhanced(enhanced) => return Self::of_enhanced(enhanced),
            Error::Transport(_) => (Remedy::TryLater, TextKey::CheckNetwork),
            Error::Throttled(_) | Error::DeadlineExceeded(_) => {
                (Remedy::TryLater, TextKey::TryLater)
            }
            Error::HttpStatus(status) if status.status >= 500 => {
                (Remedy::TryLater, TextKey::TryLater)
            }
            // Usually a portal, in a hotel's network.
            Error::Malformed(_) | Error::HttpStatus(_) => (Remedy::TryLater, TextKey::CheckNetwork),
            Error::Cancelled => (Remedy::Nothing, TextKey::TryLater),
            _ => (Remedy::ContactSupport, TextKey::ContactSupport),
        };
        let lost = matches!(error, Error::RegistrationLost(_));
        Self {
            remedy: if lost { Remedy::SignIn } else { remedy },
            key: if lost { TextKey::SignInAgain } else { key },
            provider_text: None,
            reference: reference(error.adobe_code(), error.trace()),
        }
    }

    fn of_enhanced(error: &EnhancedError) -> Self {
        let is_outage = error.http_status >= 500;
        let (remedy, key) = meaning(error.documented_code(), &error.action, is_outage);
        Self {
            remedy,
            key,
            provider_text: own_words(remedy, error.details.as_ref(), error.message.as_ref()),
            reference: reference(Some(&error.code), error.trace.as_deref()),
        }
    }

    /// About a denial.
    #[must_use]
    pub fn of_denial(denial: &Denial) -> Self {
        let is_outage = denial.status.is_some_and(|status| status >= 500);
        let (remedy, key) = meaning(denial.documented_code(), &denial.action, is_outage);
        Self {
            remedy,
            key,
            provider_text: own_words(remedy, denial.details.as_ref(), denial.message.as_ref()),
            reference: reference(Some(&denial.code), denial.trace.as_deref()),
        }
    }

    /// This key, for what is no error.
    #[must_use]
    pub fn of_key(remedy: Remedy, key: TextKey) -> Self {
        Self {
            remedy,
            key,
            provider_text: None,
            reference: None,
        }
    }

    /// What to show: the provider's own words, if there are some, else the key's text.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        let own = self.provider_text.as_deref();
        own.unwrap_or_else(|| self.key.text(language))
    }
}

/// By the code where its meaning is known, else by its action (Adobe: *Enhanced Error Codes*).
fn meaning(
    code: Option<DocumentedCode>,
    action: &ErrorAction,
    is_outage: bool,
) -> (Remedy, TextKey) {
    use DocumentedCode as C;
    match code {
        Some(C::AuthorizationDeniedByMvpd | C::PreauthorizationDeniedByMvpd) => {
            return (Remedy::Explain, TextKey::NotIncluded);
        }
        Some(C::AuthorizationDeniedByParentalControls) => {
            return (Remedy::Explain, TextKey::ParentalControls);
        }
        Some(C::AuthorizationDeniedByDegradationRule) => {
            return (Remedy::TryLater, TextKey::ProviderUnavailable);
        }
        Some(C::AuthorizationDeniedByHbaPolicies) => {
            return (Remedy::SignIn, TextKey::SignInWithPassword);
        }
        Some(C::AuthenticatedProfileMissing) => return (Remedy::SignIn, TextKey::SignIn),
        Some(
            C::TemporaryAccessDurationLimitExceeded | C::TemporaryAccessResourcesLimitExceeded,
        ) => return (Remedy::SignIn, TextKey::FreeAccessEnded),
        Some(C::InvalidHeaderIdentityForTemporaryAccess) => {
            return (Remedy::CorrectIdentity, TextKey::CheckIdentity);
        }
        Some(C::InvalidConfigurationTemporaryAccess) => {
            return (Remedy::HideOffer, TextKey::FreeAccessUnavailable);
        }
        Some(C::InvalidAuthenticationSession | C::InvalidParameterCode) => {
            return (Remedy::SignIn, TextKey::CodeExpired);
        }
        Some(C::InvalidIntegration | C::InvalidParameterMvpd) => {
            return (Remedy::ChooseProvider, TextKey::ProviderGone);
        }
        // What the framework said is not valid any more.
        Some(
            C::InvalidHeaderPfsPermissionAccessNotPresent
            | C::InvalidHeaderPfsPermissionAccessNotDetermined
            | C::InvalidHeaderPfsPermissionAccessNotGranted
            | C::InvalidHeaderPfsProviderIdNotDetermined
            | C::InvalidHeaderPfsProviderIdMismatch
            | C::InvalidHeaderPfsProviderInfoExpired,
        ) => return (Remedy::SignIn, TextKey::SignInAgain),
        _ => {}
    }
    match action {
        ErrorAction::Authentication | ErrorAction::ApplicationRegistration => {
            (Remedy::SignIn, TextKey::SignInAgain)
        }
        ErrorAction::Retry => (Remedy::TryLater, TextKey::ProviderUnavailable),
        ErrorAction::None | ErrorAction::Undocumented(_) if is_outage => {
            (Remedy::TryLater, TextKey::TryLater)
        }
        _ => (Remedy::ContactSupport, TextKey::ContactSupport),
    }
}

/// The words of the answer, if they are meant for the user: not those about the programmer's
/// configuration, or about something that will pass.
fn own_words(remedy: Remedy, details: Option<&String>, message: Option<&String>) -> Option<String> {
    let is_for_users = matches!(remedy, Remedy::Explain | Remedy::SignIn);
    let words = |text: Option<&String>| text.filter(|text| !text.trim().is_empty()).cloned();
    match remedy {
        // The programmer's own message about an outage.
        Remedy::TryLater => words(details),
        _ if is_for_users => words(details).or_else(|| words(message)),
        _ => None,
    }
}

fn reference(code: Option<&str>, trace: Option<&str>) -> Option<String> {
    let code = code.filter(|code| !code.is_empty());
    match (code, trace) {
        (Some(code), Some(trace)) => Some(format!("{code} {trace}")),
        (Some(text), None) | (None, Some(text)) => Some(text.to_owned()),
        (None, None) => None,
    }
}
