//! The texts of this library for people, in each language: one table.

/// A language that the texts are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language of a tag such as `es-MX` or `en_US` (RFC 5646, with either separator); English
    /// for every other.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        match first.eq_ignore_ascii_case("es") {
            true => Self::Spanish,
            false => Self::English,
        }
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $english:literal, $spanish:literal;)*) => {
        /// What is said to people. An app may use the texts, or its own under the same keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum TextKey {
            $($(#[$doc])* $name,)*
        }

        impl TextKey {
            /// Every key.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The key as a text, for tables of translations: it does not change.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }

            /// The text.
            #[must_use]
            pub const fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$name, Language::English) => $english,
                        (Self::$name, Language::Spanish) => $spanish,
                    )*
                }
            }
        }
    };
}

texts! {
    /// Nobody is signed in.
    SignIn = "sign_in",
        "Sign in with your TV provider to watch this.",
        "Inicia sesión con tu proveedor de TV para ver esto.";
    /// The sign-in has ended.
    SignInAgain = "sign_in_again",
        "Your sign-in has ended. Sign in with your TV provider again.",
        "Tu sesión ha terminado. Inicia sesión de nuevo con tu proveedor de TV.";
    /// The TV provider wants another way of signing in than by the home network.
    SignInWithPassword = "sign_in_with_password",
        "Your TV provider asks you to sign in with your user name and password.",
        "Tu proveedor de TV te pide que inicies sesión con tu usuario y contraseña.";
    /// Not in the subscription.
    NotIncluded = "not_included",
        "This is not included in your TV subscription. Your TV provider can tell you more.",
        "Esto no está incluido en tu suscripción de TV. Tu proveedor de TV puede darte más información.";
    /// Parental controls.
    ParentalControls = "parental_controls",
        "The parental controls of your TV provider do not allow this.",
        "El control parental de tu proveedor de TV no permite esto.";
    /// The TV provider has an outage.
    ProviderUnavailable = "provider_unavailable",
        "Your TV provider is not available at the moment. Try again later.",
        "Tu proveedor de TV no está disponible en este momento. Inténtalo más tarde.";
    /// Try again.
    TryLater = "try_later",
        "That did not work. Try again in a moment.",
        "Algo no ha funcionado. Inténtalo de nuevo en un momento.";
    /// No connection.
    CheckNetwork = "check_network",
        "There is no connection to the internet. Check your network, then try again.",
        "No hay conexión a Internet. Comprueba tu red e inténtalo de nuevo.";
    /// Somebody has to be called.
    ContactSupport = "contact_support",
        "This does not work at the moment. If it stays so, contact support.",
        "Esto no funciona en este momento. Si el problema continúa, contacta con soporte.";
    /// The code is over.
    CodeExpired = "code_expired",
        "The code has expired. Get a new one.",
        "El código ha caducado. Obtén uno nuevo.";
    /// The sign-in in the browser was not finished.
    NotCompleted = "not_completed",
        "You are not signed in yet. Try again, or choose another TV provider.",
        "Todavía no has iniciado sesión. Inténtalo de nuevo o elige otro proveedor de TV.";
    /// The free access has ended.
    FreeAccessEnded = "free_access_ended",
        "Your free access has ended. Sign in with your TV provider to go on watching.",
        "Tu acceso gratuito ha terminado. Inicia sesión con tu proveedor de TV para seguir viendo.";
    /// The e-mail address for the free access.
    CheckIdentity = "check_identity",
        "Check your e-mail address, then try again.",
        "Comprueba tu correo electrónico e inténtalo de nuevo.";
    /// There is no free access.
    FreeAccessUnavailable = "free_access_unavailable",
        "Free access is not available. Sign in with your TV provider.",
        "El acceso gratuito no está disponible. Inicia sesión con tu proveedor de TV.";
    /// The TV provider can no longer be chosen.
    ProviderGone = "provider_gone",
        "This TV provider is not supported any more. Choose another one, or contact support.",
        "Este proveedor de TV ya no está disponible. Elige otro o contacta con soporte.";
    /// Apple's permission is missing.
    AllowInSettings = "allow_in_settings",
        "To sign in with the TV provider of this device, allow it in Settings.",
        "Para usar el proveedor de TV de este dispositivo, permítelo en Ajustes.";
    /// Sign out in the settings, too.
    SignOutInSettings = "sign_out_in_settings",
        "To sign out of your TV provider on this device, go to Settings.",
        "Para cerrar la sesión de tu proveedor de TV en este dispositivo, ve a Ajustes.";
    /// The provider's own session may be open.
    SessionMayBeOpen = "session_may_be_open",
        "You are signed out here. Your TV provider may still have you signed in on this device.",
        "Has cerrado la sesión aquí. Es posible que tu proveedor de TV la mantenga abierta en este dispositivo.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_there_in_both_languages_and_says_sign_in() {
        for (at, key) in TextKey::ALL.iter().enumerate() {
            let (en, es) = (key.text(Language::English), key.text(Language::Spanish));
            assert_ne!(en, es);
            for text in [en, es] {
                assert!(text.ends_with('.') && text.len() < 120, "{text}");
                for bad in [
                    "authenticat",
                    "autenti",
                    "authoriz",
                    "autoriz",
                    "MVPD",
                    "log in",
                    "login",
                ] {
                    assert!(!text.to_lowercase().contains(bad), "{text}");
                }
            }
            assert!(
                TextKey::ALL[at + 1..]
                    .iter()
                    .all(|other| other.as_str() != key.as_str())
            );
        }
    }

    #[test]
    fn the_language_is_that_of_the_tag() {
        for tag in ["es", "es-419", "ES_mx"] {
            assert_eq!(Language::of_tag(tag), Language::Spanish);
        }
        for tag in ["en-US", "fr", "", "est"] {
            assert_eq!(Language::of_tag(tag), Language::English);
        }
    }
}
