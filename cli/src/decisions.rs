//! Decisions as they are shown: the answer about each resource, and why not.

use serde::Serialize;
use tvpass::error::{Denial, ErrorAction};

use crate::exit::Exit;

/// Why a resource was denied.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DenialShown {
    code: String,
    action: String,
    status: Option<u16>,
    message: Option<String>,
    details: Option<String>,
    trace: Option<String>,
}

impl DenialShown {
    pub(crate) fn new(denial: &Denial) -> Self {
        Self {
            code: denial.code.clone(),
            action: denial.action.as_str().to_owned(),
            status: denial.status,
            message: denial.message.clone(),
            details: denial.details.clone(),
            trace: denial.trace.clone(),
        }
    }

    /// The provider's own words first: they are meant for the user.
    pub(crate) fn words(&self) -> &str {
        let words = [&self.details, &self.message];
        let said = words.into_iter().flatten().find(|text| !text.is_empty());
        said.map_or(&self.code, |text| text)
    }

    /// Adobe's code, or that there is none.
    pub(crate) fn code(&self) -> &str {
        match self.code.is_empty() {
            true => "no code",
            false => &self.code,
        }
    }
}

/// What a denial means for a script: sign in, or never mind.
pub(crate) fn exit_of(denial: Option<&Denial>) -> Exit {
    match denial.map(|denial| &denial.action) {
        Some(ErrorAction::Authentication) => Exit::NotSignedIn,
        _ => Exit::Denied,
    }
}
