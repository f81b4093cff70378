//! Enumerations of the service that may grow, as public types of Swift and Kotlin.

/// Declares one with the same values as the core's, and what is not known as its text.
macro_rules! open_enum {
    (
        $(#[$doc:meta])*
        $name:ident of $core:path {
            $($(#[$value_doc:meta])* $value:ident = $core_value:ident,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
        pub enum $name {
            $(
                $(#[$value_doc])*
                $value,
            )*
            /// A value that this version does not know.
            Unknown {
                /// As it was received.
                text: String,
            },
        }

        impl From<&$core> for $name {
            fn from(value: &$core) -> Self {
                use $core as Core;
                match value {
                    $(Core::$core_value => Self::$value,)*
                    Core::Unknown(text) => Self::Unknown {
                        text: text.as_str().to_owned(),
                    },
                }
            }
        }
    };
}

pub(super) use open_enum;
