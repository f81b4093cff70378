//! The MVPDs of the configuration: names, logos, and how each behaves.

use std::time::Duration;

use serde::Serialize;

/// Where a sign-in at an MVPD leads, and what its logout looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A login page, and a logout endpoint whose URL is absolute.
    AbsoluteLogout,
    /// A login page, and a logout endpoint whose URL is relative.
    RelativeLogout,
    /// A login page, and no logout endpoint.
    NoLogout,
    /// Home-based authentication: no login page appears.
    HomeBased,
    /// Basic TempPass: time-limited, per device.
    BasicPass { lasts: Duration },
    /// Promotional TempPass: time and number of resources are limited, per device or identity.
    PromotionalPass { lasts: Duration, resources: usize },
}

/// What Apple's framework has to do with an MVPD.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Apple {
    /// Nothing.
    None,
    /// Apple's picker shows it, and Adobe signs in.
    Picker(&'static str),
    /// Apple signs in. The text is the provider's id at Apple.
    Supported(&'static str),
}

/// An MVPD.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mvpd {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) nature: Nature,
    pub(crate) apple: Apple,
    pub(crate) is_proxied: bool,
}

impl Mvpd {
    /// Whether it is a TempPass, a pseudo MVPD that nobody signs in to.
    pub(crate) fn is_temp_pass(&self) -> bool {
        matches!(
            self.nature,
            Nature::BasicPass { .. } | Nature::PromotionalPass { .. }
        )
    }

    /// Its id at Apple.
    pub(crate) fn platform_mapping_id(&self) -> Option<&'static str> {
        match self.apple {
            Apple::None => None,
            Apple::Picker(id) | Apple::Supported(id) => Some(id),
        }
    }
}

const fn plain(id: &'static str, name: &'static str) -> Mvpd {
    Mvpd {
        id,
        name,
        nature: Nature::AbsoluteLogout,
        apple: Apple::None,
        is_proxied: false,
    }
}

const fn like(mvpd: Mvpd, nature: Nature) -> Mvpd {
    Mvpd { nature, ..mvpd }
}

const fn at_apple(mvpd: Mvpd, apple: Apple) -> Mvpd {
    Mvpd { apple, ..mvpd }
}

const fn proxied(id: &'static str, name: &'static str) -> Mvpd {
    Mvpd {
        is_proxied: true,
        nature: Nature::NoLogout,
        ..plain(id, name)
    }
}

const fn basic_pass(id: &'static str, name: &'static str, minutes: u64) -> Mvpd {
    let lasts = Duration::from_secs(60 * minutes);
    like(plain(id, name), Nature::BasicPass { lasts })
}

/// All of them, in the order of the configuration.
///
/// Ids without `Sandbox_` stand in Adobe's samples, as does `Cablevision` for an id at Apple; names
/// of companies that do not exist fill the picker up.
pub(crate) const ALL: [Mvpd; 45] = [
    at_apple(
        plain("Cablevision", "Optimum"),
        Apple::Supported("Cablevision"),
    ),
    like(plain("Dish", "DISH"), Nature::NoLogout),
    at_apple(
        like(plain("Spectrum", "Spectrum"), Nature::RelativeLogout),
        Apple::Supported("apple.spectrum"),
    ),
    like(plain("Comcast_SSO", "Xfinity"), Nature::RelativeLogout),
    at_apple(
        plain("Cablevision_Apple", "Optimum for Apple"),
        Apple::Supported("apple.optimum"),
    ),
    at_apple(
        plain("ATTOTT", "DIRECTV STREAM"),
        Apple::Picker("apple.directv"),
    ),
    plain("AdobeShibboleth", "AdobeShibboleth"),
    plain("AdobePass_SMI", "Adobe Pass SMI"),
    plain("ElasticSSO", "ElasticSSO"),
    plain("Comcast_SSO_Perf", "Xfinity Perf"),
    basic_pass("TempPass_5mins", "Five minutes for free", 5),
    basic_pass("TempPass_TEST40", "Adobe Temp Pass Test 3 min", 3),
    basic_pass("TempPass_TEST44", "Adobe Temp Pass Test 30 min", 30),
    basic_pass("TempPass", "Temp-Pass", 10),
    like(
        plain("flexibleTempPass", "Five programmes for free"),
        Nature::PromotionalPass {
            lasts: Duration::from_secs(3_600),
            resources: 5,
        },
    ),
    plain("Sandbox_NoProfile", "Nobody's Cable"),
    plain("Sandbox_Several", "Several at once"),
    like(
        plain("Sandbox_HomeBased", "Home Network"),
        Nature::HomeBased,
    ),
    plain("Sandbox_Aurora", "Aurora Fiber"),
    plain("Sandbox_Bayside", "Bayside Cable"),
    plain("Sandbox_Borealis", "Boréalis Câble"),
    plain("Sandbox_Cedar", "Cedar Valley Telephone Cooperative"),
    plain("Sandbox_Comet", "Comet TV & Internet"),
    proxied("Sandbox_Dunes", "Dunes Broadband"),
    proxied("Sandbox_Elm", "Elm Street Cable"),
    proxied("Sandbox_Foothill", "Foothill Communications"),
    plain("Sandbox_Granite", "Granite State Networks"),
    plain("Sandbox_Harbor", "Harbor Light TV"),
    plain("Sandbox_Island", "Island Telecom"),
    plain("Sandbox_Juniper", "Juniper TV"),
    plain("Sandbox_Keystone", "Keystone Cable"),
    plain("Sandbox_Lakeshore", "Lakeshore Digital"),
    plain("Sandbox_Meadow", "Meadow Vision"),
    plain("Sandbox_Nimbus", "Nimbus Satellite"),
    plain("Sandbox_Orchard", "Orchard TV"),
    plain("Sandbox_Prairie", "Prairie Wave"),
    plain("Sandbox_Quarry", "Quarry \"Rock\" <TV>"),
    plain("Sandbox_Ridge", "Ridgeline"),
    plain("Sandbox_Sierra", "Sierra Optic"),
    plain("Sandbox_Tundra", "Tundra Net"),
    plain("Sandbox_Umber", "Umber Streaming"),
    plain("Sandbox_Valley", "Valley One"),
    plain("Sandbox_Willow", "Willow Creek Cable"),
    plain("Sandbox_Yonder", "Yonder TV"),
    plain("Sandbox_Zenith", "Zenith Home"),
];

/// The MVPD with this id.
pub(crate) fn find(id: &str) -> Option<&'static Mvpd> {
    ALL.iter().find(|mvpd| mvpd.id == id)
}

/// The MVPD with this id at Apple; the first, if there are several.
pub(crate) fn at_platform(id: &str) -> Option<&'static Mvpd> {
    ALL.iter()
        .find(|mvpd| mvpd.platform_mapping_id() == Some(id))
}

/// Whether the service provider is integrated with the MVPD; both are known.
pub(crate) fn integrated(service_provider: &str, mvpd: &str) -> bool {
    service_provider != "REF40" || matches!(mvpd, "Cablevision" | "Dish")
}

/// What a service provider is called, and the domains that it has registered.
pub(crate) fn brand(service_provider: &str) -> (&str, &'static [&'static str]) {
    const DOMAINS: &[&str] = &[
        "adobe.com",
        "adobe.io",
        "adobepass.com",
        "adobeptime.com",
        "anvilcreative.com",
        "testadobe.com",
    ];
    match service_provider {
        "REF30" => ("Reference site only in 30", DOMAINS),
        "REF40" => ("Reference site only in 40", &["adobe.com"]),
        other => (other, &["adobe.com"]),
    }
}

/// An MVPD as the configuration shows it. What is false or absent is left out, as in Adobe's
/// sample.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed {
    id: &'static str,
    display_name: &'static str,
    logo_url: String,
    #[serde(skip_serializing_if = "is_false")]
    is_temp_pass: bool,
    #[serde(skip_serializing_if = "is_false")]
    is_proxy: bool,
    #[serde(skip_serializing_if = "is_false")]
    enable_platform_services: bool,
    #[serde(skip_serializing_if = "is_false")]
    display_in_platform_picker: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    boarding_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform_mapping_id: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    enforce_platform_permissions: bool,
    auth_per_aggregator: bool,
    #[serde(skip_serializing_if = "is_false")]
    auth_per_browser_session: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    passive_authn_enabled: Option<bool>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

impl Listed {
    /// The entry of an MVPD whose logo is served under `base_url`.
    pub(crate) fn of(mvpd: &Mvpd, base_url: &str) -> Self {
        let supported = matches!(mvpd.apple, Apple::Supported(_));
        let picker = matches!(mvpd.apple, Apple::Picker(_));
        Self {
            id: mvpd.id,
            display_name: mvpd.name,
            logo_url: format!("{base_url}/logos/{}.svg", mvpd.id),
            is_temp_pass: mvpd.is_temp_pass(),
            is_proxy: mvpd.is_proxied,
            // On for both: what differs is who signs the user in, which the boarding status says.
            enable_platform_services: supported || picker,
            display_in_platform_picker: supported || picker,
            boarding_status: if supported {
                Some("SUPPORTED")
            } else if picker {
                Some("PICKER")
            } else {
                None
            },
            platform_mapping_id: mvpd.platform_mapping_id(),
            enforce_platform_permissions: supported,
            // No page explains these three; they are as in the sample.
            auth_per_aggregator: mvpd.is_temp_pass() || mvpd.id == "Comcast_SSO_Perf",
            auth_per_browser_session: mvpd.id == "Comcast_SSO_Perf",
            passive_authn_enabled: (mvpd.id == "TempPass").then_some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_unique_here_and_at_apple() {
        let ids: HashSet<_> = ALL.iter().map(|mvpd| mvpd.id).collect();
        assert_eq!(ids.len(), ALL.len());
        let at_apple: Vec<_> = ALL.iter().filter_map(Mvpd::platform_mapping_id).collect();
        let distinct: HashSet<_> = at_apple.iter().collect();
        assert_eq!(distinct.len(), at_apple.len());
    }

    #[test]
    fn every_example_of_the_catalogue_is_an_mvpd() {
        for id in crate::catalogue::MVPDS {
            assert!(find(id).is_some(), "{id}");
        }
    }
}
