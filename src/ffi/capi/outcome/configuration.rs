//! `tvpass_configuration`: the MVPDs to choose from.

use crate::ffi::capi::arena::{Arena, pointers};
use crate::ffi::capi::text::tvpass_str;
use crate::outcome::{BoardingStatus, Configuration, Mvpd};

/// How far an MVPD takes part in Apple's single sign-on.
pub type tvpass_boarding_status = i32;

/// The answer does not say, or something that this version does not know: see
/// `boarding_status_text`.
pub const TVPASS_BOARDING_STATUS_UNKNOWN: tvpass_boarding_status = 0;
/// `SUPPORTED`: Apple's framework signs the user in.
pub const TVPASS_BOARDING_STATUS_SUPPORTED: tvpass_boarding_status = 1;
/// `PICKER`: Apple's picker shows it, and Adobe signs the user in.
pub const TVPASS_BOARDING_STATUS_PICKER: tvpass_boarding_status = 2;

/// An MVPD that a service provider is integrated with. What the app keeps of the user's choice is
/// `id`, `display_name` and `logo_url`. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_mvpd {
    /// The id, for every other operation.
    pub id: tvpass_str,
    /// The name to show. Empty if the answer has none.
    pub display_name: tvpass_str,
    /// Where the logo is, as received and not checked: load it as an image, never with an access
    /// token. Empty if the answer has none.
    pub logo_url: tvpass_str,
    /// `boardingStatus` as received. Empty if the answer has none.
    pub boarding_status_text: tvpass_str,
    /// Its id in Apple's framework. Empty if the answer has none.
    pub platform_mapping_id: tvpass_str,
    /// A `TVPASS_BOARDING_STATUS_…`.
    pub boarding_status: tvpass_boarding_status,
    /// Whether it is temporary access (TempPass): an app's own picker leaves it out.
    pub is_temp_pass: bool,
    /// Whether it is reached through another MVPD.
    pub is_proxy: bool,
    /// Whether single sign-on by Apple's framework is set up.
    pub enable_platform_services: bool,
    /// Whether it may stand in the picker of Apple's framework.
    pub display_in_platform_picker: bool,
    /// Whether the app must obey what the user has permitted in the platform's settings.
    pub enforce_platform_permissions: bool,
    /// Whether Apple's picker is given it, by `platform_mapping_id`: single sign-on is set up, and
    /// it may stand there or has a known boarding status. Adobe gives no rule; this is ours.
    pub is_platform_choice: bool,
}

/// A registered domain of a service provider. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_domain {
    /// The domain's name.
    pub name: tvpass_str,
    /// `mvpdInitiated`; Adobe does not explain it.
    pub mvpd_initiated: bool,
}

/// What is set up for a service provider and this type of device. It belongs to the outcome.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_configuration {
    /// The service provider's id. Empty if the answer has none.
    pub service_provider: tvpass_str,
    /// Its brand name. Empty if the answer has none.
    pub service_provider_name: tvpass_str,
    /// Its registered domains, in the answer's order; NULL if there are none.
    pub domains: *const *const tvpass_domain,
    /// How many there are.
    pub domain_count: usize,
    /// The MVPDs, in the answer's order; NULL if there are none.
    pub mvpds: *const *const tvpass_mvpd,
    /// How many there are.
    pub mvpd_count: usize,
    /// What Adobe takes this device for: `device`, `clientType`, `os`, and what is in its OpenAPI
    /// description alone. `unknown` in all of them is a sign of device information that cannot be
    /// read. Empty if the answer does not say.
    pub recognized_device: tvpass_str,
    /// `clientType`, in the same way.
    pub recognized_client_type: tvpass_str,
    /// `os`, in the same way.
    pub recognized_os: tvpass_str,
    /// `platform`, in the same way.
    pub recognized_platform: tvpass_str,
    /// `platformCategory`, in the same way.
    pub recognized_platform_category: tvpass_str,
    /// `sdkType`, in the same way.
    pub recognized_sdk_type: tvpass_str,
}

/// What the texts beside the lists usually take.
const USUAL: usize = 256;

impl tvpass_configuration {
    /// How much memory a configuration takes with its lists and texts, about.
    pub(super) fn size(configuration: &Configuration) -> usize {
        let mvpds = configuration.mvpds.iter().map(mvpd_size);
        let domains = configuration.domains.iter().map(|domain| {
            size_of::<tvpass_domain>() + size_of::<*const ()>() + domain.name.len() + 1
        });
        size_of::<Self>() + mvpds.chain(domains).sum::<usize>() + USUAL
    }

    pub(super) fn fill(arena: &Arena, configuration: &Configuration) -> Self {
        let all = &configuration.domains;
        let domains = all.iter().map(|domain| {
            arena.put(tvpass_domain {
                name: arena.text(&domain.name),
                mvpd_initiated: domain.mvpd_initiated,
            })
        });
        let domains = arena.list(all.len(), domains);
        let all = &configuration.mvpds;
        // In the same order as all.
        let mut choices = configuration.platform_choices().peekable();
        let mvpds = all.iter().map(|mvpd| {
            let choice = choices.next_if(|choice| std::ptr::eq(*choice, mvpd));
            self::mvpd(arena, mvpd, choice.is_some())
        });
        let mvpds = arena.list(all.len(), mvpds);
        let device = &configuration.recognized_device;
        Self {
            service_provider: arena.optional(configuration.service_provider.as_deref()),
            service_provider_name: arena.optional(configuration.service_provider_name.as_deref()),
            domains: pointers(domains),
            domain_count: domains.len(),
            mvpds: pointers(mvpds),
            mvpd_count: mvpds.len(),
            recognized_device: arena.optional(device.device.as_deref()),
            recognized_client_type: arena.optional(device.client_type.as_deref()),
            recognized_os: arena.optional(device.os.as_deref()),
            recognized_platform: arena.optional(device.platform.as_deref()),
            recognized_platform_category: arena.optional(device.platform_category.as_deref()),
            recognized_sdk_type: arena.optional(device.sdk_type.as_deref()),
        }
    }
}

/// The texts of an MVPD: id, name, logo, boarding status, id at Apple.
fn texts(mvpd: &Mvpd) -> [&str; 5] {
    let status = mvpd.boarding_status.as_ref();
    [
        &mvpd.id,
        mvpd.display_name.as_deref().unwrap_or_default(),
        mvpd.logo_url.as_deref().unwrap_or_default(),
        status.map(BoardingStatus::as_str).unwrap_or_default(),
        mvpd.platform_mapping_id.as_deref().unwrap_or_default(),
    ]
}

/// How much memory an MVPD takes, about.
pub(in crate::ffi::capi) fn mvpd_size(mvpd: &Mvpd) -> usize {
    let texts = texts(mvpd).map(|text| text.len() + 1);
    size_of::<tvpass_mvpd>() + size_of::<*const ()>() + texts.iter().sum::<usize>()
}

pub(in crate::ffi::capi) fn mvpd<'a>(
    arena: &'a Arena,
    mvpd: &Mvpd,
    is_platform_choice: bool,
) -> &'a tvpass_mvpd {
    let [
        id,
        display_name,
        logo_url,
        boarding_status_text,
        platform_mapping_id,
    ] = texts(mvpd).map(|text| arena.text(text));
    arena.put(tvpass_mvpd {
        id,
        display_name,
        logo_url,
        boarding_status_text,
        platform_mapping_id,
        boarding_status: match mvpd.boarding_status {
            Some(BoardingStatus::Supported) => TVPASS_BOARDING_STATUS_SUPPORTED,
            Some(BoardingStatus::Picker) => TVPASS_BOARDING_STATUS_PICKER,
            Some(BoardingStatus::Unknown(_)) | None => TVPASS_BOARDING_STATUS_UNKNOWN,
        },
        is_temp_pass: mvpd.is_temp_pass,
        is_proxy: mvpd.is_proxy,
        enable_platform_services: mvpd.enable_platform_services,
        display_in_platform_picker: mvpd.display_in_platform_picker,
        enforce_platform_permissions: mvpd.enforce_platform_permissions,
        is_platform_choice,
    })
}
