//! Enumerations of the service that may grow: each keeps the text of a value that it does not know.

/// Declares one, with the text of each value.
macro_rules! open_enum {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$value_doc:meta])* $value:ident = $text:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = concat!("`", $text, "`:")]
                $(#[$value_doc])*
                $value,
            )*
            /// A value that this version does not know, as it was received.
            Unknown($crate::outcome::ReceivedText),
        }

        impl $name {
            /// The text that the service has for it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$value => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            /// The value with exactly this text.
            pub(crate) fn from_wire(text: std::borrow::Cow<'_, str>) -> Self {
                match &*text {
                    $($text => Self::$value,)*
                    _ => Self::Unknown(text.into()),
                }
            }
        }
    };
}

pub(crate) use open_enum;
