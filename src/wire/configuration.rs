//! The answer of *Retrieve configuration for specific service provider*: `{"requestor": {…,
//! "mvpds": [{…}, …]}}`.

use std::borrow::Cow;

use super::json::{Json, Value, read};
use crate::http::body_text;

/// The configuration apart from its MVPDs, as received. Of a repeated member the last counts.
#[derive(Default)]
pub(crate) struct ConfigurationWire {
    pub(crate) id: Option<Box<str>>,
    pub(crate) name: Option<Box<str>>,
    pub(crate) domains: Vec<DomainWire>,
    pub(crate) device: Option<Box<str>>,
    pub(crate) client_type: Option<Box<str>>,
    pub(crate) os: Option<Box<str>>,
    pub(crate) platform: Option<Box<str>>,
    pub(crate) platform_category: Option<Box<str>>,
    pub(crate) sdk_type: Option<Box<str>>,
}

/// A registered domain, as received.
pub(crate) struct DomainWire {
    pub(crate) name: Box<str>,
    pub(crate) mvpd_initiated: bool,
}

/// An MVPD, as received: what is missing is false or none.
#[derive(Default)]
pub(crate) struct MvpdWire<'a> {
    pub(crate) id: Box<str>,
    pub(crate) display_name: Option<Box<str>>,
    pub(crate) logo_url: Option<Box<str>>,
    pub(crate) is_temp_pass: bool,
    pub(crate) is_proxy: bool,
    pub(crate) enable_platform_services: bool,
    pub(crate) display_in_platform_picker: bool,
    pub(crate) enforce_platform_permissions: bool,
    pub(crate) boarding_status: Option<Cow<'a, str>>,
    pub(crate) platform_mapping_id: Option<Box<str>>,
}

/// What is made of the configuration and of each of its MVPDs, in the answer's order. One without
/// an id is left out. Without an object `requestor` it is no configuration.
pub(crate) fn configuration<M, C>(
    body: &[u8],
    mvpd: impl Fn(MvpdWire<'_>) -> M,
    whole: impl Fn(ConfigurationWire, Vec<M>) -> C,
) -> serde_json::Result<Option<C>> {
    let mut read_configuration = None;
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        let mut wire = ConfigurationWire::default();
        // Adobe's table has them beside the requestor, its sample and its OpenAPI description
        // inside of it.
        let (mut inside, mut beside) = (None, Vec::new());
        let mut has_requestor = false;
        answer.each(&mut |name, value| match name {
            "requestor" => {
                has_requestor |= value.members(&mut |name, value| match name {
                    "id" => value.keep_id(&mut wire.id),
                    "name" => value.keep_text(&mut wire.name),
                    "domains" => wire.domains = domains(value),
                    "mvpds" => {
                        let mut list = Vec::new();
                        if mvpds(value, &mut |wire| list.push(mvpd(wire))) {
                            inside = Some(list);
                        }
                    }
                    _ => {}
                });
            }
            "mvpds" => {
                beside.clear();
                mvpds(value, &mut |wire| beside.push(mvpd(wire)));
            }
            "device" => value.keep_text(&mut wire.device),
            "clientType" => value.keep_text(&mut wire.client_type),
            "os" => value.keep_text(&mut wire.os),
            "platform" => value.keep_text(&mut wire.platform),
            "platformCategory" => value.keep_text(&mut wire.platform_category),
            "sdkType" => value.keep_text(&mut wire.sdk_type),
            _ => {}
        });
        if has_requestor {
            read_configuration = Some(whole(wire, inside.unwrap_or(beside)));
        }
        has_requestor
    })?;
    Ok(read_configuration)
}

fn domains(value: Value<'_, '_>) -> Vec<DomainWire> {
    let mut domains = Vec::new();
    value.items(&mut |item| {
        let (mut name, mut mvpd_initiated) = (None, None);
        item.members(&mut |member, value| match member {
            "name" => value.keep_text(&mut name),
            "mvpdInitiated" => mvpd_initiated = value.boolean(),
            _ => {}
        });
        domains.extend(name.map(|name| DomainWire {
            name,
            mvpd_initiated: mvpd_initiated.unwrap_or_default(),
        }));
    });
    domains
}

fn mvpds<'a>(value: Value<'_, 'a>, each: &mut dyn FnMut(MvpdWire<'a>)) -> bool {
    value.items(&mut |item| {
        let mut wire = MvpdWire::default();
        let mut id = None;
        item.members(&mut |name, value| {
            let flag = match name {
                "id" => return value.keep_id(&mut id),
                "displayName" => return value.keep_text(&mut wire.display_name),
                "logoUrl" => return value.keep_text(&mut wire.logo_url),
                "boardingStatus" => return value.read_text(&mut wire.boarding_status),
                "platformMappingId" => return value.keep_id(&mut wire.platform_mapping_id),
                "isTempPass" => &mut wire.is_temp_pass,
                "isProxy" => &mut wire.is_proxy,
                "enablePlatformServices" => &mut wire.enable_platform_services,
                "displayInPlatformPicker" => &mut wire.display_in_platform_picker,
                "enforcePlatformPermissions" => &mut wire.enforce_platform_permissions,
                _ => return,
            };
            *flag = value.boolean().unwrap_or_default();
        });
        if let Some(id) = id {
            wire.id = id;
            each(wire);
        }
    })
}
