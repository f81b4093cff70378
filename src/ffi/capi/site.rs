//! `tvpass_site`: where requests go, and for which device.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use super::arena::Owned;
use super::boundary::{Poison, free, get, handle, make};
use super::device_info::tvpass_device_info;
use super::error::tvpass_error;
use super::extras::{extras, tvpass_extras};
use super::failure::Failure;
use super::input::{self, input};
use super::status::tvpass_status;
use super::text::{Flag, Text, tvpass_str};
use crate::input::InvalidInput;
use crate::operation::Site;
use crate::uri::{Base, Environment};

/// One of Adobe's environments.
pub type tvpass_environment = i32;

/// `https://sp.auth.adobe.com`; V1: `https://api.auth.adobe.com`
pub const TVPASS_ENVIRONMENT_PRODUCTION: tvpass_environment = 0;
/// `https://sp-prequal.auth.adobe.com`
pub const TVPASS_ENVIRONMENT_PREQUAL: tvpass_environment = 1;
/// `https://sp.auth-staging.adobe.com`; V1: `https://api.auth-staging.adobe.com`
pub const TVPASS_ENVIRONMENT_STAGING: tvpass_environment = 2;
/// `https://sp-prequal.auth-staging.adobe.com`
pub const TVPASS_ENVIRONMENT_PREQUAL_STAGING: tvpass_environment = 3;

/// What a site is made of. Input; `TVPASS_SITE_INPUT_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_site_input<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// A `TVPASS_ENVIRONMENT_…`: production, unless something else is said.
    pub environment: tvpass_environment,
    /// Whether it is for the legacy V1 logout, which has other hosts. Adobe documents them for
    /// production and staging alone.
    pub is_v1: Flag,
    /// Instead of an environment: scheme and host, such as `https://sp.auth.adobe.com`; `http` is
    /// accepted for `localhost`, 127.0.0.0/8 and `[::1]`. No path.
    pub base: Text<'a>,
    /// The device. Required.
    pub device_info: *const tvpass_device_info<'a>,
    /// Optional headers of every request, `user_agent` and `forwarded_for` alone. An operation's
    /// own are preferred. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_site_input, extras: *const tvpass_extras<'static>);

/// Where requests go, and for which device. Immutable: share it between threads.
pub struct tvpass_site {
    poison: Poison,
    pub(super) site: Site,
    /// Made when it is asked for.
    description: OnceLock<Owned<tvpass_site_description>>,
}

handle!(tvpass_site, "site");

/// What a site has made of its input. It belongs to the site.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_site_description {
    /// The URL in its one spelling: lower case, without the default port, a final dot of the host
    /// and a trailing slash.
    pub base: tvpass_str,
    /// The device's identifier before base64: the hash, or the app's text.
    pub device_identifier: tvpass_str,
    /// The value of `AP-Device-Identifier`.
    pub device_identifier_header: tvpass_str,
    /// The device's description as a JSON object.
    pub device_info_json: tvpass_str,
    /// The value of `X-Device-Info`.
    pub device_info_header: tvpass_str,
}

impl tvpass_site_description {
    fn new(site: &Site) -> Owned<Self> {
        let (base, identifier, info) = (
            site.base().as_str(),
            site.device().identifier(),
            site.device().info(),
        );
        let texts = [
            base,
            identifier.as_str(),
            identifier.header(),
            info.json(),
            info.header(),
        ];
        Owned::new(texts.iter().map(|text| text.len() + 1).sum(), |arena| {
            let [
                base,
                device_identifier,
                device_identifier_header,
                info_json,
                info_header,
            ] = texts.map(|text| arena.text(text));
            Self {
                base,
                device_identifier,
                device_identifier_header,
                device_info_json: info_json,
                device_info_header: info_header,
            }
        })
    }
}

impl tvpass_site_input<'_> {
    fn base(&self) -> Result<Base, Failure> {
        let environment = match self.environment {
            TVPASS_ENVIRONMENT_PRODUCTION => Environment::Production,
            TVPASS_ENVIRONMENT_PREQUAL => Environment::Prequal,
            TVPASS_ENVIRONMENT_STAGING => Environment::Staging,
            TVPASS_ENVIRONMENT_PREQUAL_STAGING => Environment::PrequalStaging,
            _ => return Err(Failure::out_of_range("environment")),
        };
        if let Some(base) = self.base.optional("base")? {
            return match self.environment {
                TVPASS_ENVIRONMENT_PRODUCTION => Ok(Base::new(base)?),
                _ => {
                    let reason = "is given together with an environment; give one of them";
                    Err(InvalidInput::new("base", reason).into())
                }
            };
        }
        match (self.is_v1.is_set(), environment.v1_url()) {
            (false, _) => Ok(environment.into()),
            (true, Some(url)) => Ok(Base::new(url)?),
            (true, None) => {
                let reason = "has no documented base for V1; production and staging have";
                Err(InvalidInput::new("environment", reason).into())
            }
        }
    }
}

/// A site. What is computed of the device is computed here, once.
///
/// @param input borrowed for the call, and what it refers to.
/// @param out receives the site; caller frees with `tvpass_site_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (the message names every required key
///   of the device that is missing), or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_site_new(
    input: *const tvpass_site_input<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_site>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    make(out, error, || {
        // SAFETY: the caller's promise.
        let (input, device, extras) = unsafe {
            let input = input::read("input", input)?;
            let device = input::read("device_info", input.device_info)?;
            (input, device, extras(input.extras)?)
        };
        let site = Site::new(input.base()?, device.device()?).with_extras(extras)?;
        Ok(Box::new(tvpass_site {
            poison: Poison::default(),
            site,
            description: OnceLock::new(),
        }))
    })
}

/// Frees a site. What was made with it is not affected.
///
/// @param site consumed; NULL does nothing.
///
/// Threads: one at a time per handle.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_site_free(site: Option<Box<tvpass_site>>) {
    free(site);
}

/// What the site has made of its input.
///
/// @param site borrowed.
/// @return Borrowed from `site`, until that is freed. NULL for NULL.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_site_describe(
    site: Option<&tvpass_site>,
) -> *const tvpass_site_description {
    get(site, ptr::null(), |site| {
        site.description
            .get_or_init(|| tvpass_site_description::new(&site.site))
            .as_ptr()
    })
}
