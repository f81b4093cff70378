//! The configuration of a service provider, as public types of Swift and Kotlin.

use super::open_enum::open_enum;
use super::text::text;
use crate::outcome;

/// What is set up for a service provider and this type of device. It is not about a user; keep it
/// in memory, for some minutes.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Configuration {
    /// The service provider's id.
    pub service_provider: Option<String>,
    /// Its brand name.
    pub service_provider_name: Option<String>,
    /// Its registered domains, in the answer's order.
    pub domains: Vec<Domain>,
    /// The MVPDs that it is integrated with, in the answer's order: what the user chooses from are
    /// those that are not temporary access.
    pub mvpds: Vec<Mvpd>,
    /// What Adobe takes this device for.
    pub recognized_device: RecognizedDevice,
}

/// A registered domain of a service provider.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Domain {
    /// The domain's name.
    pub name: String,
    /// `mvpdInitiated`; Adobe does not explain it.
    pub mvpd_initiated: bool,
}

/// What Adobe takes the device for, by its headers. `unknown` in all of them is a sign of device
/// information that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct RecognizedDevice {
    /// `device`.
    pub device: Option<String>,
    /// `clientType`.
    pub client_type: Option<String>,
    /// `os`.
    pub os: Option<String>,
    /// `platform`, in Adobe's OpenAPI description alone.
    pub platform: Option<String>,
    /// `platformCategory`, in the same way.
    pub platform_category: Option<String>,
    /// `sdkType`, in the same way.
    pub sdk_type: Option<String>,
}

/// An MVPD that a service provider is integrated with. What the app keeps of the user's choice is
/// its id, its name and its logo.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Mvpd {
    /// The id, for every other operation.
    pub id: String,
    /// The name to show.
    pub display_name: Option<String>,
    /// Where the logo is. As received and not checked: load it as an image, never with an access
    /// token.
    pub logo_url: Option<String>,
    /// Whether it is temporary access (TempPass) and no provider that a user has a contract with.
    pub is_temp_pass: bool,
    /// Whether it is reached through another MVPD.
    pub is_proxy: bool,
    /// Whether single sign-on by Apple's framework is set up.
    pub enable_platform_services: bool,
    /// Whether it may stand in the picker of Apple's framework.
    pub display_in_platform_picker: bool,
    /// Whether the app must obey what the user has permitted in the platform's settings.
    pub enforce_platform_permissions: bool,
    /// How far it takes part in Apple's single sign-on.
    pub boarding_status: Option<BoardingStatus>,
    /// Its id in Apple's framework.
    pub platform_mapping_id: Option<String>,
    /// Whether the picker of Apple's framework is given it, by its id there: single sign-on is set
    /// up, and it may stand in the picker or has a known boarding status. Adobe gives no rule; this
    /// is ours.
    pub is_platform_choice: bool,
}

open_enum! {
    /// How far an MVPD takes part in Apple's single sign-on.
    BoardingStatus of outcome::BoardingStatus {
        /// `SUPPORTED`: Apple's framework signs the user in.
        Supported = Supported,
        /// `PICKER`: Apple's picker shows it, and Adobe signs the user in.
        Picker = Picker,
    }
}

impl From<&outcome::Configuration> for Configuration {
    fn from(configuration: &outcome::Configuration) -> Self {
        let device = &configuration.recognized_device;
        // In the same order, so that one walk finds all of them.
        let mut choices = configuration.platform_choices().peekable();
        let mvpds = configuration.mvpds.iter().map(|mvpd| Mvpd {
            is_platform_choice: choices
                .next_if(|choice| std::ptr::eq(*choice, mvpd))
                .is_some(),
            ..Mvpd::from(mvpd)
        });
        let mvpds = mvpds.collect();
        Self {
            service_provider: text(configuration.service_provider.as_ref()),
            service_provider_name: text(configuration.service_provider_name.as_ref()),
            domains: configuration.domains.iter().map(Domain::from).collect(),
            mvpds,
            recognized_device: RecognizedDevice {
                device: text(device.device.as_ref()),
                client_type: text(device.client_type.as_ref()),
                os: text(device.os.as_ref()),
                platform: text(device.platform.as_ref()),
                platform_category: text(device.platform_category.as_ref()),
                sdk_type: text(device.sdk_type.as_ref()),
            },
        }
    }
}

impl From<&outcome::Domain> for Domain {
    fn from(domain: &outcome::Domain) -> Self {
        Self {
            name: domain.name.as_str().to_owned(),
            mvpd_initiated: domain.mvpd_initiated,
        }
    }
}

impl From<&outcome::Mvpd> for Mvpd {
    fn from(mvpd: &outcome::Mvpd) -> Self {
        Self {
            id: mvpd.id.as_str().to_owned(),
            display_name: text(mvpd.display_name.as_ref()),
            logo_url: text(mvpd.logo_url.as_ref()),
            is_temp_pass: mvpd.is_temp_pass,
            is_proxy: mvpd.is_proxy,
            enable_platform_services: mvpd.enable_platform_services,
            display_in_platform_picker: mvpd.display_in_platform_picker,
            enforce_platform_permissions: mvpd.enforce_platform_permissions,
            boarding_status: mvpd.boarding_status.as_ref().map(BoardingStatus::from),
            platform_mapping_id: text(mvpd.platform_mapping_id.as_ref()),
            is_platform_choice: false,
        }
    }
}
