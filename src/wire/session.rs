//! The answers about sessions: one schema for create, resume and the partner's request, one for
//! what a code names.

use std::borrow::Cow;

use super::json::{Json, Value, read};
use crate::http::body_text;

/// A session, as received. Of a repeated member the last counts.
#[derive(Default)]
pub(crate) struct SessionWire<'a> {
    pub(crate) action_name: Cow<'a, str>,
    pub(crate) action_type: Option<Cow<'a, str>>,
    pub(crate) reason_type: Option<Cow<'a, str>>,
    pub(crate) url: Option<Cow<'a, str>>,
    pub(crate) code: Option<Cow<'a, str>>,
    pub(crate) session_id: Option<Box<str>>,
    pub(crate) mvpd: Option<Box<str>>,
    pub(crate) service_provider: Option<Box<str>>,
    pub(crate) missing_parameters: Vec<Box<str>>,
    pub(crate) not_before_ms: Option<u64>,
    pub(crate) not_after_ms: Option<u64>,
    pub(crate) authentication_request: Option<AuthenticationRequestWire<'a>>,
}

/// What the partner's framework is to be given.
#[derive(Default)]
pub(crate) struct AuthenticationRequestWire<'a> {
    pub(crate) protocol: Option<Cow<'a, str>>,
    pub(crate) request: Option<Cow<'a, str>>,
    pub(crate) attribute_names: Vec<Box<str>>,
}

/// Hands over the session. Without an `actionName` it is none.
pub(crate) fn session(
    body: &[u8],
    take: &mut dyn FnMut(SessionWire<'_>),
) -> serde_json::Result<()> {
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        let mut wire = SessionWire::default();
        let mut action_name = None;
        answer.each(&mut |name, value| match name {
            "actionName" => value.read_text(&mut action_name),
            "actionType" => value.read_text(&mut wire.action_type),
            "reasonType" => value.read_text(&mut wire.reason_type),
            "url" => value.read_text(&mut wire.url),
            "code" => wire.code = value.id(),
            "sessionId" => value.keep_id(&mut wire.session_id),
            "mvpd" => value.keep_id(&mut wire.mvpd),
            "serviceProvider" => value.keep_id(&mut wire.service_provider),
            "missingParameters" => wire.missing_parameters = texts(value),
            "notBefore" => wire.not_before_ms = value.time_ms(),
            "notAfter" => wire.not_after_ms = value.time_ms(),
            "authenticationRequest" => {
                wire.authentication_request = AuthenticationRequestWire::read(value);
            }
            _ => {}
        });
        let Some(action_name) = action_name else {
            return false;
        };
        wire.action_name = action_name;
        take(wire);
        true
    })
}

impl<'a> AuthenticationRequestWire<'a> {
    fn read(value: Value<'_, 'a>) -> Option<Self> {
        let mut wire = Self::default();
        let is_object = value.members(&mut |name, value| match name {
            "type" => value.read_text(&mut wire.protocol),
            "request" => value.read_text(&mut wire.request),
            "attributesNames" => wire.attribute_names = texts(value),
            _ => {}
        });
        is_object.then_some(wire)
    }
}

/// What a code names, as received. Of a repeated member the last counts.
#[derive(Default)]
pub(crate) struct SessionDetailsWire<'a> {
    pub(crate) mvpd: Option<Box<str>>,
    pub(crate) domain_name: Option<Box<str>>,
    pub(crate) redirect_url: Option<Box<str>>,
    pub(crate) service_provider: Option<Box<str>>,
    pub(crate) missing_parameters: Vec<Box<str>>,
    pub(crate) device: SessionDeviceWire<'a>,
    pub(crate) not_before_ms: Option<u64>,
    pub(crate) not_after_ms: Option<u64>,
}

/// The device that a session is of.
#[derive(Default)]
pub(crate) struct SessionDeviceWire<'a> {
    pub(crate) device_type: Option<Box<str>>,
    pub(crate) model: Option<Box<str>>,
    pub(crate) manufacturer: Option<Box<str>>,
    pub(crate) os_name: Option<Box<str>>,
    pub(crate) os_version: Option<Box<str>>,
    pub(crate) browser_name: Option<Box<str>>,
    pub(crate) application_id: Option<Box<str>>,
    /// JSON, unread.
    pub(crate) ip_address: Option<&'a str>,
}

/// Hands over what a code names. Without an object `existingParameters` it is nothing.
pub(crate) fn session_details(
    body: &[u8],
    take: &mut dyn FnMut(SessionDetailsWire<'_>),
) -> serde_json::Result<()> {
    read(&body_text(body), &mut |answer| {
        let Json::Object(answer) = answer else {
            return false;
        };
        let mut wire = SessionDetailsWire::default();
        let mut has_parameters = false;
        answer.each(&mut |name, value| match name {
            "existingParameters" => {
                has_parameters |= value.members(&mut |name, value| match name {
                    "mvpd" => value.keep_id(&mut wire.mvpd),
                    // Adobe's samples have both names.
                    "domainName" | "domain" => value.keep_text(&mut wire.domain_name),
                    "redirectUrl" => value.keep_text(&mut wire.redirect_url),
                    "serviceProvider" => value.keep_id(&mut wire.service_provider),
                    _ => {}
                });
            }
            "missingParameters" => wire.missing_parameters = texts(value),
            "device" => wire.device = SessionDeviceWire::read(value),
            "notBefore" => wire.not_before_ms = value.time_ms(),
            "notAfter" => wire.not_after_ms = value.time_ms(),
            _ => {}
        });
        if has_parameters {
            take(wire);
        }
        has_parameters
    })
}

impl<'a> SessionDeviceWire<'a> {
    fn read(value: Value<'_, 'a>) -> Self {
        let mut wire = Self::default();
        value.members(&mut |name, value| match name {
            "type" => value.keep_text(&mut wire.device_type),
            "model" => value.keep_text(&mut wire.model),
            "applicationId" => value.keep_id(&mut wire.application_id),
            "hardware" => {
                value.members(&mut |name, value| {
                    if name == "manufacturer" {
                        value.keep_text(&mut wire.manufacturer);
                    }
                });
            }
            "operatingSystem" => {
                value.members(&mut |name, value| match name {
                    "name" => value.keep_text(&mut wire.os_name),
                    "version" => wire.os_version = version(value),
                    _ => {}
                });
            }
            "browser" => {
                value.members(&mut |name, value| {
                    if name == "name" {
                        value.keep_text(&mut wire.browser_name);
                    }
                });
            }
            "connection" => {
                value.members(&mut |name, value| {
                    if name == "ipAddress" {
                        wire.ip_address = value.raw();
                    }
                });
            }
            _ => {}
        });
        wire
    }
}

/// `10.15.7`, of an object with `major`, `minor` and `patch`. All of them 0 means that Adobe does
/// not know it.
fn version(value: Value<'_, '_>) -> Option<Box<str>> {
    let mut numbers = [None; 3];
    let [major, minor, patch] = &mut numbers;
    value.members(&mut |name, value| match name {
        "major" => *major = value.whole_number(),
        "minor" => *minor = value.whole_number(),
        "patch" => *patch = value.whole_number(),
        _ => {}
    });
    let known = numbers.iter().map_while(|number| *number);
    if known.clone().all(|number| number == 0) {
        return None;
    }
    let known: Vec<_> = known.map(|number| number.to_string()).collect();
    Some(known.join(".").into_boxed_str())
}

/// The texts of a list; what is none is left out.
fn texts(value: Value<'_, '_>) -> Vec<Box<str>> {
    let mut texts = Vec::new();
    value.items(&mut |item| texts.extend(item.text().map(Box::<str>::from)));
    texts
}
