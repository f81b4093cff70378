//! The configuration of a service provider: the MVPDs that its users can choose from.

use super::ReceivedText;
use super::open_enum::open_enum;
use super::text::received;
use crate::wire::{ConfigurationWire, DomainWire, MvpdWire};

/// What is set up for a service provider and this type of device (Adobe: *Retrieve configuration
/// for specific service provider*). It is not about a user; keep it in memory, for some minutes.
///
/// ```
/// # fn pick(configuration: &tvpass::outcome::Configuration) {
/// for mvpd in configuration.choices() {
///     println!("{:?}, logo at {:?}", mvpd.display_name, mvpd.logo_url);
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Configuration {
    /// The service provider's id.
    pub service_provider: Option<ReceivedText>,
    /// Its brand name.
    pub service_provider_name: Option<ReceivedText>,
    /// Its registered domains, in the answer's order.
    pub domains: Vec<Domain>,
    /// The MVPDs that it is integrated with, in the answer's order.
    pub mvpds: Vec<Mvpd>,
    /// What Adobe takes this device for.
    pub recognized_device: RecognizedDevice,
}

/// A registered domain of a service provider.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Domain {
    /// The domain's name.
    pub name: ReceivedText,
    /// `mvpdInitiated`; Adobe does not explain it.
    pub mvpd_initiated: bool,
}

/// What Adobe takes the device for, by its headers. `unknown` in all of them is a sign of device
/// information that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecognizedDevice {
    /// `device`.
    pub device: Option<ReceivedText>,
    /// `clientType`.
    pub client_type: Option<ReceivedText>,
    /// `os`.
    pub os: Option<ReceivedText>,
    /// `platform`, in Adobe's OpenAPI description alone.
    pub platform: Option<ReceivedText>,
    /// `platformCategory`, in the same way.
    pub platform_category: Option<ReceivedText>,
    /// `sdkType`, in the same way.
    pub sdk_type: Option<ReceivedText>,
}

/// An MVPD that a service provider is integrated with. What the app keeps of the user's choice is
/// `id`, `display_name` and `logo_url`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mvpd {
    /// The id, for every other operation.
    pub id: ReceivedText,
    /// The name to show.
    pub display_name: Option<ReceivedText>,
    /// Where the logo is. As received and not checked: load it as an image, never with an access
    /// token.
    pub logo_url: Option<ReceivedText>,
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
    pub platform_mapping_id: Option<ReceivedText>,
}

open_enum! {
    /// How far an MVPD takes part in Apple's single sign-on.
    BoardingStatus {
        /// Apple's framework signs the user in.
        Supported = "SUPPORTED",
        /// Apple's picker shows it, and Adobe signs the user in.
        Picker = "PICKER",
    }
}

impl Configuration {
    pub(crate) fn from_wire(wire: ConfigurationWire, mvpds: Vec<Mvpd>) -> Self {
        Self {
            service_provider: received(wire.id),
            service_provider_name: received(wire.name),
            domains: wire.domains.into_iter().map(Domain::from_wire).collect(),
            mvpds,
            recognized_device: RecognizedDevice {
                device: received(wire.device),
                client_type: received(wire.client_type),
                os: received(wire.os),
                platform: received(wire.platform),
                platform_category: received(wire.platform_category),
                sdk_type: received(wire.sdk_type),
            },
        }
    }

    /// What an app's own picker shows: all but temporary access, in the answer's order.
    pub fn choices(&self) -> impl Iterator<Item = &Mvpd> {
        self.mvpds.iter().filter(|mvpd| !mvpd.is_temp_pass)
    }

    /// What the picker of Apple's framework is given, each by its
    /// [`platform_mapping_id`](Mvpd::platform_mapping_id): those for which single sign-on is set
    /// up, and that may stand in it or have a known boarding status. Adobe gives no rule; this is
    /// ours.
    pub fn platform_choices(&self) -> impl Iterator<Item = &Mvpd> {
        self.mvpds.iter().filter(|mvpd| {
            let is_boarded = matches!(
                mvpd.boarding_status,
                Some(BoardingStatus::Supported | BoardingStatus::Picker)
            );
            mvpd.platform_mapping_id.is_some()
                && mvpd.enable_platform_services
                && (mvpd.display_in_platform_picker || is_boarded)
        })
    }

    /// The MVPD with this id.
    #[must_use]
    pub fn mvpd(&self, id: &str) -> Option<&Mvpd> {
        self.mvpds.iter().find(|mvpd| mvpd.id == *id)
    }

    /// The MVPD that Apple's framework knows by this id; of several the first.
    #[must_use]
    pub fn mvpd_of_platform(&self, platform_mapping_id: &str) -> Option<&Mvpd> {
        let is_it = |id: &ReceivedText| *id == *platform_mapping_id;
        let mut mvpds = self.mvpds.iter();
        mvpds.find(|mvpd| mvpd.platform_mapping_id.as_ref().is_some_and(is_it))
    }
}

impl Domain {
    fn from_wire(wire: DomainWire) -> Self {
        Self {
            name: wire.name.into(),
            mvpd_initiated: wire.mvpd_initiated,
        }
    }
}

impl Mvpd {
    pub(crate) fn from_wire(wire: MvpdWire<'_>) -> Self {
        Self {
            id: wire.id.into(),
            display_name: received(wire.display_name),
            logo_url: received(wire.logo_url),
            is_temp_pass: wire.is_temp_pass,
            is_proxy: wire.is_proxy,
            enable_platform_services: wire.enable_platform_services,
            display_in_platform_picker: wire.display_in_platform_picker,
            enforce_platform_permissions: wire.enforce_platform_permissions,
            boarding_status: wire.boarding_status.map(BoardingStatus::from_wire),
            platform_mapping_id: received(wire.platform_mapping_id),
        }
    }
}
