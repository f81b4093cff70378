//! `GET /api/v2/{serviceProvider}/configuration`: the MVPDs that a user can choose from.

use serde_json::{Map, Value, json};

use crate::device;
use crate::enhanced::Enhanced;
use crate::providers::{self, Listed};

use super::gate::{Admitted, is_integrated};

pub(super) fn configuration(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    let (app, service_provider) = (request.app, request.service_provider);
    // Both headers are optional here, and a broken one makes the device an unknown one.
    let info = device::info(request.headers).unwrap_or_default();
    let told = |key: &str, unknown: &str| {
        let value = info.get(key).and_then(Value::as_str);
        value.unwrap_or(unknown).to_owned()
    };
    let mvpds: Vec<Listed> = providers::ALL
        .iter()
        .filter(|mvpd| is_integrated(app, service_provider, mvpd.id))
        .map(|mvpd| Listed::of(mvpd, &app.base_url))
        .collect();
    let (name, domains) = providers::brand(service_provider);
    let domain = |name: &&str| json!({"name": name, "mvpdInitiated": false});
    let mut requestor = Map::new();
    requestor.insert("id".into(), service_provider.into());
    requestor.insert("name".into(), name.into());
    requestor.insert("domains".into(), domains.iter().map(domain).collect());
    let mut answer = json!({
        "device": told("primaryHardwareType", "unknown"),
        "clientType": told("osFamily", "html5"),
        "os": told("osName", "Unknown"),
    });
    let mvpds = serde_json::to_value(mvpds).unwrap_or_default();
    let beside = app.state().quirks.mvpds_beside_requestor;
    if let Some(answer) = answer.as_object_mut() {
        if beside {
            answer.insert("mvpds".into(), mvpds);
        } else {
            requestor.insert("mvpds".into(), mvpds);
        }
        answer.insert("requestor".into(), requestor.into());
    }
    Ok(answer)
}
