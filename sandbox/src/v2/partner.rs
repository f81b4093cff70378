//! Partner single sign-on: Adobe's request for Apple, and the profile that Apple's response makes.

use serde_json::{Value, json};

use crate::apple::{self, Requested};
use crate::enhanced::Enhanced;
use crate::framework_status;
use crate::metadata;
use crate::profile::{Profile, ProfileKind};
use crate::profiles::Standing;
use crate::providers::Apple;

use super::gate::{Admitted, check_mvpd};
use super::steps::{self, Step, Wish};
use super::{form, profiles, sessions};

/// The one partner that there is.
const PARTNER: &str = "Apple";

fn check_partner(request: &Admitted<'_>) -> Result<(), Enhanced> {
    if request.id == PARTNER {
        Ok(())
    } else {
        Err(Enhanced::v2("invalid_parameter_partner"))
    }
}

/// `POST /api/v2/{serviceProvider}/sessions/sso/{partner}`.
pub(super) fn request(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    check_partner(request)?;
    let [domain_name, redirect_url] = form::read(request, ["domainName", "redirectUrl"])?;
    let (app, service_provider) = (request.app, request.service_provider);
    let provider = framework_status::provider(request.framework_status(), app.now()).ok();
    let wish = Wish {
        mvpd: provider.map(|mvpd| mvpd.id.to_owned()),
        domain_name,
        redirect_url,
    };
    wish.check(app, service_provider)?;
    let (asker, info) = request.device()?;
    request.meet(&asker);

    let mut session = sessions::draft(request, asker, info);
    let step = steps::supply(app, &mut session, wish);
    let quirks = app.state().quirks;
    let fallback = match provider {
        None => "pfs_fallback",
        Some(_) if matches!(step, Step::Authorize(_)) => "none",
        Some(mvpd) if !matches!(mvpd.apple, Apple::Supported(_)) => "configuration_fallback",
        Some(_) if !session.missing().is_empty() => "missing_parameters_fallback",
        Some(mvpd) => {
            let by_apple = steps::access(app, &session.asker, mvpd.id, true);
            if let Some(reason) = by_apple {
                let step = Step::Authorize(reason);
                return Ok(steps::answer(&session, &step, "resume", None, quirks));
            }
            let mut state = app.state();
            let state = &mut *state;
            state.counters.sessions_created += 1;
            let requested = Requested {
                device: session.asker.device.clone(),
                service_provider: service_provider.to_owned(),
                mvpd: mvpd.id.to_owned(),
            };
            let saml = state.apple.request(requested, &mut state.random);
            return Ok(json!({
                "actionName": "partner_profile",
                "actionType": "direct",
                "reasonType": "none",
                "url": format!("/api/v2/{}/profiles/sso/{PARTNER}", crate::uri::encode(service_provider)),
                "sessionId": session.session_id,
                "mvpd": mvpd.id,
                "serviceProvider": service_provider,
                "authenticationRequest": {
                    "type": "saml",
                    "request": saml,
                    "attributesNames": apple::ATTRIBUTES,
                },
            }));
        }
    };
    let answer = steps::answer(&session, &step, "resume", Some(fallback), quirks);
    sessions::open(app, session, &step);
    Ok(answer)
}

/// `POST /api/v2/{serviceProvider}/profiles/sso/{partner}`, with the status of its answer.
pub(super) fn profile(request: &Admitted<'_>) -> Result<(u16, Value), Enhanced> {
    check_partner(request)?;
    let [saml] = form::read(request, ["SAMLResponse"])?;
    let (app, now) = (request.app, request.app.now());
    let (mut asker, _) = request.device()?;
    // The table of this operation lists no token of single sign-on.
    asker.sso.clear();
    let status = request.framework_status();
    let provider = framework_status::provider(status, now).map_err(Enhanced::v2)?;
    check_mvpd(app, request.service_provider, provider.id)?;
    if let Some(degraded) = profiles::degraded(request, &asker, provider)? {
        return Ok((200, degraded));
    }

    let refused = |what| Enhanced::v2("invalid_parameter_saml_response").with_details(what);
    let saml = saml.ok_or_else(|| refused("SAMLResponse is missing"))?;
    let mut state = app.state();
    let device = &asker.device;
    let mvpd = state.apple.redeem(&saml, device, request.service_provider);
    let mvpd = mvpd.map_err(refused)?;
    framework_status::is_of(status, &mvpd, now).map_err(Enhanced::v2)?;
    let attributes = metadata::attributes(request.service_provider, &mvpd, "apple");
    let profile = Profile::new(&mvpd, ProfileKind::AppleSso).with_attributes(attributes);
    let lifetime = app.config.profile_lifetime;
    state.profiles.sign_in(&asker, profile, now, lifetime);
    state.counters.sign_ins += 1;
    let quirks = state.quirks;
    let made = match state.profiles.standing(&asker, &mvpd, now) {
        Standing::Valid(held) => Some(profiles::entry(&asker, &held, quirks)),
        _ => None,
    };
    let status = if quirks.partner_profile_is_200 {
        200
    } else {
        201
    };
    Ok((status, profiles::answer(made)))
}
