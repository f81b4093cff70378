//! `GET /api/v2/{serviceProvider}/logout/{mvpd}?redirectUrl=…`: deletes profiles and says what is
//! left to do.
//!
//! A device whose first request this is counts as signed in everywhere, so that a logout can be
//! tried without a sign-in.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

use crate::app::App;
use crate::enhanced::Enhanced;
use crate::profile::{Profile, ProfileKind};
use crate::providers;
use crate::state::Leg;
use crate::temp_passes::Holder;
use crate::uri;

use super::gate::{Admitted, check_mvpd};

pub(super) fn logout(request: &Admitted<'_>) -> Result<Logouts, Enhanced> {
    let (app, service_provider, mvpd) = (request.app, request.service_provider, request.id);
    check_mvpd(app, service_provider, mvpd)?;
    let redirect_url = redirect_url(request.query)
        .filter(|url| uri::is_absolute(url))
        .ok_or_else(|| Enhanced::v2("invalid_parameter_redirect_url"))?;
    let (asker, _) = request.device()?;
    let now = app.now();
    if app.config.default_profiles {
        let place = (asker.device.as_str(), service_provider);
        let lifetime = app.config.profile_lifetime;
        app.state().profiles.greet(place, now, lifetime);
    }
    request.meet(&asker);

    let mut state = app.state();
    let profiles = state.profiles.take(&asker, mvpd, now);
    state.counters.profiles_deleted += u64::try_from(profiles.len()).unwrap_or(u64::MAX);
    state.counters.logouts_v2 += 1;
    if profiles.is_empty() {
        let identity = request.identity();
        let holder = Holder {
            service_provider,
            device: &asker.device,
            identity: identity.as_deref(),
        };
        let pass = providers::find(mvpd).filter(|mvpd| mvpd.is_temp_pass());
        let has_pass =
            pass.is_some_and(|pass| state.temp_passes.remaining(pass, holder, now).is_ok());
        let degraded = state.degradations.everybody_since(service_provider, mvpd);
        // Nobody signs in to either, and there is nothing to be signed out of.
        let action = if has_pass || degraded.is_some() {
            "complete"
        } else {
            "invalid"
        };
        return Ok(Logouts(vec![Entry::plain(mvpd, mvpd, action, "none")]));
    }
    let redirect_url = match redirect_url.strip_prefix("https:") {
        Some(rest) if app.config.downgrade_redirect => format!("http:{rest}"),
        _ => redirect_url,
    };
    let entry = |profile: &Profile| {
        let Profile {
            key, mvpd, kind, ..
        } = profile;
        let url = kind.has_logout_endpoint().then(|| {
            let leg = state.begin_leg(Leg {
                device: asker.device.clone(),
                service_provider: service_provider.to_owned(),
                mvpd: mvpd.clone(),
                redirect_url: redirect_url.clone(),
            });
            logout_url(app, kind, service_provider, mvpd, &redirect_url, &leg)
        });
        match kind {
            ProfileKind::AbsoluteUrl | ProfileKind::RelativeUrl => Entry {
                url,
                ..Entry::plain(key, mvpd, "logout", "interactive")
            },
            ProfileKind::AppleSso => {
                Entry::plain(key, mvpd, "partner_logout", "partner_interactive")
            }
            ProfileKind::NoLogoutEndpoint | ProfileKind::Degraded | ProfileKind::TempPass => {
                Entry::plain(key, mvpd, "complete", "none")
            }
            ProfileKind::Custom {
                action_name,
                action_type,
                url,
            } => Entry {
                url: url.clone(),
                ..Entry::plain(key, mvpd, action_name, action_type)
            },
        }
    };
    Ok(Logouts(profiles.iter().map(entry).collect()))
}

/// The redirect URL, if there is exactly one.
fn redirect_url(query: &str) -> Option<String> {
    let mut urls = form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value);
    match (urls.next(), urls.next()) {
        (Some(url), None) => Some(url.into_owned()),
        _ => None,
    }
}

/// The URL of the user-agent leg, with the parameters of Adobe's samples 1 and 3. `pt_device_id`
/// stands in the absolute one too, unlike in sample 1: at Adobe the user agent's cookies tell whose
/// session is to be ended, here it must.
fn logout_url(
    app: &App,
    kind: &ProfileKind,
    service_provider: &str,
    mvpd: &str,
    redirect_url: &str,
    leg: &str,
) -> String {
    let [requestor, mso, redirect] = [service_provider, mvpd, redirect_url].map(uri::encode);
    if *kind == ProfileKind::AbsoluteUrl {
        let base = &app.base_url;
        format!(
            "{base}/adobe-services/logout?noflash=true&mso_id={mso}&requestor_id={requestor}\
             &redirect_url={redirect}&pt_device_id={leg}"
        )
    } else {
        format!("/adobe-services/logout?requestor_id={requestor}&mso_id={mso}&pt_device_id={leg}")
    }
}

/// The `logouts` object. Written by hand because its order is the profiles' order, which a
/// `serde_json` map would lose.
pub(super) struct Logouts(Vec<Entry>);

#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(skip)]
    key: String,
    action_name: String,
    action_type: String,
    mvpd: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl Entry {
    fn plain(key: &str, mvpd: &str, action_name: &str, action_type: &str) -> Self {
        Self {
            key: key.into(),
            action_name: action_name.into(),
            action_type: action_type.into(),
            mvpd: mvpd.into(),
            url: None,
        }
    }
}

impl Serialize for Logouts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct ByKey<'a>(&'a [Entry]);
        impl Serialize for ByKey<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map(self.0.iter().map(|entry| (&entry.key, entry)))
            }
        }
        let mut outer = serializer.serialize_map(Some(1))?;
        outer.serialize_entry("logouts", &ByKey(&self.0))?;
        outer.end()
    }
}
