//! What an enhanced error recommends (Adobe: *Enhanced Error Codes*, Action).

/// The `action` of an enhanced error: what helps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorAction {
    /// `none`: nothing predefined; often the request itself was improper.
    None,
    /// `configuration`: somebody has to change the configuration in Adobe's TVE Dashboard.
    Configuration,
    /// `application-registration`: the app has to register again. Its profiles are gone.
    ApplicationRegistration,
    /// `authentication`: the user has to sign in again.
    Authentication,
    /// `authorization`: the app has to obtain an authorization for the resource.
    Authorization,
    /// `retry`: sending the request again may help.
    Retry,
    /// An action that is not documented, as received.
    Undocumented(String),
}

impl ErrorAction {
    /// The action as Adobe writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Configuration => "configuration",
            Self::ApplicationRegistration => "application-registration",
            Self::Authentication => "authentication",
            Self::Authorization => "authorization",
            Self::Retry => "retry",
            Self::Undocumented(text) => text,
        }
    }

    /// The action with exactly this text.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        [
            Self::None,
            Self::Configuration,
            Self::ApplicationRegistration,
            Self::Authentication,
            Self::Authorization,
            Self::Retry,
        ]
        .into_iter()
        .find(|action| action.as_str() == text)
        .unwrap_or_else(|| Self::Undocumented(text.to_owned()))
    }
}
