//! What decisions about resources have in common, as public types of Swift and Kotlin.

use super::open_enum::open_enum;
use crate::{error, outcome};

open_enum! {
    /// Who decided.
    DecisionSource of outcome::DecisionSource {
        /// `mvpd`: the provider, or Adobe from what the provider said before.
        Mvpd = Mvpd,
        /// `degradation`: a rule that the programmer switched on while the provider was out of
        /// order.
        Degradation = Degradation,
        /// `temppass`: a TempPass, which is no provider.
        TempPass = TempPass,
        /// `dummy`: not explained by Adobe's pages.
        Dummy = Dummy,
    }
}

/// Why one resource was denied, in an answer that is a success as a whole: a result, not an error.
///
/// Its texts are fit to be shown: without secrets, on one line, at most 512 bytes.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Denial {
    /// What helps, as Adobe writes it: the action that Adobe documents for the code; for other
    /// codes that of the answer, else `none`.
    pub action: String,
    /// The action in the answer, if it names one.
    pub received_action: Option<String>,
    /// The code; empty if the answer has none.
    pub code: String,
    /// The status that the answer would have if it were about this resource alone.
    pub status: Option<i32>,
    /// What may be shown to the user, in English.
    pub message: Option<String>,
    /// The provider's or the programmer's own words, which may be shown to the user.
    pub details: Option<String>,
    /// Adobe's page about the error.
    pub help_url: Option<String>,
    /// Adobe's identifier of this answer, for support tickets.
    pub trace: Option<String>,
}

impl From<&error::Denial> for Denial {
    fn from(denial: &error::Denial) -> Self {
        let received_action = denial.received_action.as_ref();
        Self {
            action: denial.action.as_str().to_owned(),
            received_action: received_action.map(|action| action.as_str().to_owned()),
            code: denial.code.clone(),
            status: denial.status.map(i32::from),
            message: denial.message.clone(),
            details: denial.details.clone(),
            help_url: denial.help_url.clone(),
            trace: denial.trace.clone(),
        }
    }
}
