//! The configuration of a service provider.

use serde_json::{Value, json};
use tvpass::operation::RetrieveConfiguration;
use tvpass::outcome::{Configuration, Mvpd};

use crate::vectors_v2::sample::of;

pub(crate) const CONFIGURATION: &str = "configuration";

#[test]
fn every_sample_is_as_expected() {
    for sample in of(CONFIGURATION) {
        let operation = RetrieveConfiguration::new(sample.service_provider())
            .unwrap()
            .with_extras(sample.extras())
            .unwrap();
        sample.check(&operation, meaning);
    }
}

fn meaning(configuration: &Configuration) -> Value {
    let domains = configuration.domains.iter().map(
        |domain| json!({"name": domain.name.as_str(), "mvpd_initiated": domain.mvpd_initiated}),
    );
    json!({
        "service_provider": {
            "id": configuration.service_provider.as_deref(),
            "name": configuration.service_provider_name.as_deref(),
            "domains": domains.collect::<Vec<_>>(),
        },
        "mvpds": configuration.mvpds.iter().map(mvpd).collect::<Vec<_>>(),
        "picker_ids": configuration.choices().map(|mvpd| mvpd.id.as_str()).collect::<Vec<_>>(),
    })
}

fn mvpd(mvpd: &Mvpd) -> Value {
    json!({
        "id": mvpd.id.as_str(),
        "display_name": mvpd.display_name.as_deref(),
        "logo_url": mvpd.logo_url.as_deref(),
        "is_temp_pass": mvpd.is_temp_pass,
        "is_proxy": mvpd.is_proxy,
        "boarding_status": mvpd.boarding_status.as_ref().map(|status| status.as_str()),
        "platform_mapping_id": mvpd.platform_mapping_id.as_deref(),
        "enable_platform_services": mvpd.enable_platform_services,
        "display_in_platform_picker": mvpd.display_in_platform_picker,
        "enforce_platform_permissions": mvpd.enforce_platform_permissions,
    })
}
