//! What an error or a denial means for the person on the sofa, as public types of Swift and Kotlin.

use crate::flow;

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
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
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
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

/// A language that the texts are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What is said to people. An app may use the texts, or its own under the same keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
        pub enum TextKey {
            $($(#[$doc])* $name,)*
        }

        impl From<flow::TextKey> for TextKey {
            fn from(key: flow::TextKey) -> Self {
                match key {
                    $(flow::TextKey::$name => Self::$name,)*
                }
            }
        }

        impl From<TextKey> for flow::TextKey {
            fn from(key: TextKey) -> Self {
                match key {
                    $(TextKey::$name => Self::$name,)*
                }
            }
        }
    };
}

keys! {
    /// Nobody is signed in.
    SignIn,
    /// The sign-in has ended.
    SignInAgain,
    /// The TV provider wants another way of signing in than by the home network.
    SignInWithPassword,
    /// Not in the subscription.
    NotIncluded,
    /// Parental controls.
    ParentalControls,
    /// The TV provider has an outage.
    ProviderUnavailable,
    /// Try again.
    TryLater,
    /// No connection.
    CheckNetwork,
    /// Somebody has to be called.
    ContactSupport,
    /// The code is over.
    CodeExpired,
    /// The sign-in in the browser was not finished.
    NotCompleted,
    /// The free access has ended.
    FreeAccessEnded,
    /// The e-mail address for the free access.
    CheckIdentity,
    /// There is no free access.
    FreeAccessUnavailable,
    /// The TV provider can no longer be chosen.
    ProviderGone,
    /// Apple's permission is missing.
    AllowInSettings,
    /// Sign out in the settings, too.
    SignOutInSettings,
    /// The provider's own session may be open.
    SessionMayBeOpen,
}

impl From<flow::Remedy> for Remedy {
    fn from(remedy: flow::Remedy) -> Self {
        use flow::Remedy as Core;
        match remedy {
            Core::SignIn => Self::SignIn,
            Core::Explain => Self::Explain,
            Core::TryLater => Self::TryLater,
            Core::CorrectIdentity => Self::CorrectIdentity,
            Core::HideOffer => Self::HideOffer,
            Core::ChooseProvider => Self::ChooseProvider,
            Core::ContactSupport => Self::ContactSupport,
            Core::Nothing => Self::Nothing,
        }
    }
}

impl From<flow::Words> for Words {
    fn from(words: flow::Words) -> Self {
        Self {
            remedy: words.remedy.into(),
            key: words.key.into(),
            provider_text: words.provider_text,
            reference: words.reference,
        }
    }
}

impl From<Language> for flow::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Spanish => Self::Spanish,
        }
    }
}

impl From<flow::Language> for Language {
    fn from(language: flow::Language) -> Self {
        match language {
            flow::Language::English => Self::English,
            flow::Language::Spanish => Self::Spanish,
        }
    }
}
