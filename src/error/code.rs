//! Stable numbers and names of errors, the same in every language.

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $text:literal;)*) => {
        /// The kind of an [`Error`](super::Error) as a number. A number, once given, is never
        /// reused.
        ///
        /// 1xxx: input refused, nothing sent. 2xxx: transport. 3xxx: the service's answer. 4xxx:
        /// calls and stored state.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum ErrorCode {
            $($(#[$doc])* $name = $number,)*
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The number.
            #[must_use]
            pub const fn number(self) -> i32 {
                self as i32
            }

            /// The name: lower case, words joined by `_`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }

            /// The name with a NUL behind it, for C.
            #[cfg(feature = "capi")]
            pub(crate) const fn name_with_nul(self) -> &'static str {
                match self {
                    $(Self::$name => concat!($text, "\0"),)*
                }
            }
        }
    };
}

error_codes! {
    /// An input was refused before anything was sent.
    InvalidInput = 1001, "invalid_input";
    /// The host name was not resolved.
    TransportDns = 2001, "transport_dns";
    /// No connection was made.
    TransportConnect = 2002, "transport_connect";
    /// TLS failed.
    TransportTls = 2003, "transport_tls";
    /// A time limit ran out.
    TransportTimeout = 2004, "transport_timeout";
    /// The connection was lost.
    TransportConnectionLost = 2005, "transport_connection_lost";
    /// The answer exceeds the size limit.
    TransportResponseTooLarge = 2006, "transport_response_too_large";
    /// The driver refused to send the request.
    TransportRefused = 2007, "transport_refused";
    /// The answer is not HTTP.
    TransportProtocol = 2008, "transport_protocol";
    /// Another failure below HTTP.
    TransportOther = 2009, "transport_other";
    /// A failure status without an error that Adobe documents.
    HttpStatus = 3001, "http_status";
    /// Status 429.
    Throttled = 3002, "throttled";
    /// An enhanced error.
    EnhancedError = 3003, "enhanced_error";
    /// An error of the registration or token endpoint.
    DcrError = 3004, "dcr_error";
    /// A successful status with an unreadable body.
    MalformedAnswer = 3005, "malformed_answer";
    /// The service no longer accepts the app's registration. The user's profiles are gone.
    RegistrationLost = 3006, "registration_lost";
    /// A call did not finish within its deadline.
    DeadlineExceeded = 4001, "deadline_exceeded";
    /// A call was cancelled.
    Cancelled = 4002, "cancelled";
    /// A call was driven in the wrong order: a mistake in the driver.
    OutOfOrder = 4003, "out_of_order";
    /// Stored state is not readable.
    StateCorrupt = 4004, "state_corrupt";
    /// Stored state was written by a newer version of this library.
    StateTooNew = 4005, "state_too_new";
    /// Stored state belongs to another software statement or environment.
    StateOfAnotherApp = 4006, "state_of_another_app";
    /// The app's own token source gave no usable token.
    TokenSourceFailed = 4008, "token_source_failed";
    /// Another process or another store has the stored state open.
    StorageInUse = 4009, "storage_in_use";
    /// There may be stored state, but it cannot be read.
    StorageUnreadable = 4010, "storage_unreadable";
    /// State cannot be stored. What was stored before is as it was.
    StorageUnwritable = 4011, "storage_unwritable";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique() {
        for (at, code) in ErrorCode::ALL.iter().enumerate() {
            for other in &ErrorCode::ALL[at + 1..] {
                assert_ne!(code.number(), other.number());
                assert_ne!(code.name(), other.name());
            }
        }
    }
}
