//! Who is signed in, as public types of Swift and Kotlin.

use super::caught::CaughtError;
use super::profile::Profile;
use super::text::text;
use crate::{call, flow};

/// What is kept of an MVPD: enough to ask *still with this one?* without the configuration.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct KeptMvpd {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub display_name: Option<String>,
    /// Where the logo is. As received and not checked: load it as an image, never with an access
    /// token.
    pub logo_url: Option<String>,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Status {
    /// The MVPD that the user chose last. If there are no profiles: *still with this one?* needs no
    /// configuration.
    pub mvpd: Option<KeptMvpd>,
    /// The profiles, in the order in which they are offered: not temporary before temporary, then
    /// the one that is valid longest. None: nobody is signed in, as far as is known.
    pub profiles: Vec<Profile>,
    /// The profile to use if the user does not choose: that of the MVPD that was chosen last, else
    /// the first.
    pub current: Option<Profile>,
    /// Where that comes from.
    pub source: StatusSource,
}

/// Where a status comes from.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum StatusSource {
    /// From an earlier start: for a greeting, while the service is asked. It proves nothing.
    Kept,
    /// The service has said so.
    Service,
    /// The service could not be asked, so it is what was kept. Playing asks anyway.
    Unreachable {
        /// Why not.
        error: CaughtError,
    },
}

impl From<&call::KeptMvpd> for KeptMvpd {
    fn from(mvpd: &call::KeptMvpd) -> Self {
        Self {
            id: mvpd.id.as_str().to_owned(),
            display_name: text(mvpd.display_name.as_ref()),
            logo_url: text(mvpd.logo_url.as_ref()),
        }
    }
}

impl From<&flow::Status> for Status {
    fn from(status: &flow::Status) -> Self {
        use flow::StatusSource as Core;
        Self {
            mvpd: status.mvpd.as_ref().map(KeptMvpd::from),
            profiles: status.profiles.iter().map(Profile::from).collect(),
            current: status.current().map(Profile::from),
            source: match &status.source {
                Core::Kept => StatusSource::Kept,
                Core::Service => StatusSource::Service,
                Core::Unreachable(error) => StatusSource::Unreachable {
                    error: error.into(),
                },
            },
        }
    }
}
