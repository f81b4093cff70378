//! Profiles: all of a device, the one of an MVPD, the one of a code.

use serde_json::{Map, Value, json};

use crate::auth_sessions::SignIn;
use crate::enhanced::Enhanced;
use crate::profile::Profile;
use crate::profiles::{Asker, Held, Standing};
use crate::providers::{self, Mvpd};
use crate::quirks::Quirks;
use crate::temp_passes::{Holder, NoPass, Remaining};
use crate::{framework_status, metadata};

use super::gate::{Admitted, check_mvpd};
use super::{sessions, times};

/// A profile in an answer, and its key.
type Entry = (String, Value);

/// `GET /api/v2/{serviceProvider}/profiles`.
pub(super) fn all(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    let asker = request.device_with_profiles()?;
    check_framework_status(request)?;
    let (app, now) = (request.app, request.app.now());
    let (found, quirks) = {
        let state = app.state();
        (state.profiles.valid(&asker, now), state.quirks)
    };
    let is_listed = |held: &Held| {
        let mvpd = held.profile.mvpd.as_str();
        let by_type = match held.profile.type_name() {
            "degraded" | "temporary" => quirks.list_special_profiles,
            "appleSSO" => framework_status::is_of(request.framework_status(), mvpd, now).is_ok(),
            _ => true,
        };
        let active = app
            .state()
            .degradations
            .is_active(request.service_provider, mvpd);
        by_type && active
    };
    let found = found.iter().filter(|held| is_listed(held));
    Ok(answer(found.map(|held| entry(&asker, held, quirks))))
}

/// `GET /api/v2/{serviceProvider}/profiles/{mvpd}`.
pub(super) fn of_mvpd(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    check_mvpd(request.app, request.service_provider, request.id)?;
    let asker = request.device_with_profiles()?;
    check_framework_status(request)?;
    if let Some(special) = special(request, &asker, request.id)? {
        return Ok(answer([special]));
    }
    let (now, state) = (request.app.now(), request.app.state());
    let Standing::Valid(held) = state.profiles.standing(&asker, request.id, now) else {
        return Ok(answer([]));
    };
    if held.profile.type_name() == "appleSSO" {
        // Without a status the profile is not found; with a wrong one it says so.
        let Some(status) = request.framework_status() else {
            return Ok(answer([]));
        };
        let mvpd = &held.profile.mvpd;
        framework_status::is_of(Some(status), mvpd, now).map_err(Enhanced::v2)?;
    }
    Ok(answer([entry(&asker, &held, state.quirks)]))
}

/// `GET /api/v2/{serviceProvider}/profiles/code/{code}`.
pub(super) fn of_code(request: &Admitted<'_>) -> Result<Value, Enhanced> {
    request.app.state().counters.polls += 1;
    let session = sessions::by_code(request)?;
    let asker = &session.asker;
    if let Some(mvpd) = session.mvpd.as_deref() {
        check_mvpd(request.app, request.service_provider, mvpd)?;
        if let Some(special) = special(request, asker, mvpd)? {
            return Ok(answer([special]));
        }
        let (now, state) = (request.app.now(), request.app.state());
        let is_signed_in = matches!(session.sign_in, SignIn::Done | SignIn::Unneeded);
        if let (true, Standing::Valid(held)) =
            (is_signed_in, state.profiles.standing(asker, mvpd, now))
        {
            return Ok(answer([entry(asker, &held, state.quirks)]));
        }
    }
    if request.app.state().quirks.pending_as_error {
        return Err(Enhanced::v2("authenticated_profile_missing"));
    }
    Ok(answer([]))
}

/// Refuses a status that cannot be read. One that says no is looked at where it matters.
pub(super) fn check_framework_status(request: &Admitted<'_>) -> Result<(), Enhanced> {
    let sent = request.framework_status();
    match sent.map(|status| framework_status::provider(Some(status), request.app.now())) {
        Some(Err(code)) if code.ends_with("_access_not_present") => Err(Enhanced::v2(code)),
        _ => Ok(()),
    }
}

/// The temporary or degraded profile of an MVPD, which nobody has to sign in for.
fn special(request: &Admitted<'_>, asker: &Asker, mvpd: &str) -> Result<Option<Entry>, Enhanced> {
    let (now, identity) = (request.app.now(), request.identity());
    let state = request.app.state();
    if let Some(pass) = providers::find(mvpd).filter(|mvpd| mvpd.is_temp_pass()) {
        let holder = Holder {
            service_provider: &asker.service_provider,
            device: &asker.device,
            identity: identity.as_deref(),
        };
        return match state.temp_passes.remaining(pass, holder, now) {
            Ok(left) => Ok(Some(temporary(pass, &asker.device, &left, state.quirks))),
            // What the page says about a clock that has not started: nothing.
            Err(NoPass::Unused) => Ok(None),
            Err(NoPass::Code(code)) => Err(Enhanced::v2(code)),
        };
    }
    let service_provider = &asker.service_provider;
    let since = state.degradations.everybody_since(service_provider, mvpd);
    Ok(since.map(|since| {
        let until = now
            .max(since)
            .saturating_add(std::time::Duration::from_secs(3_600));
        let value = json!({
            "type": "degraded",
            "issuer": "Adobe",
            "notBefore": times::of_others(since, state.quirks),
            "notAfter": times::of_others(until, state.quirks),
            "attributes": metadata::degraded(&asker.device, mvpd),
        });
        (mvpd.to_owned(), value)
    }))
}

/// The degraded profile of an MVPD, if it has one now.
pub(super) fn degraded(
    request: &Admitted<'_>,
    asker: &Asker,
    mvpd: &Mvpd,
) -> Result<Option<Value>, Enhanced> {
    Ok(special(request, asker, mvpd.id)?.map(|entry| answer([entry])))
}

fn temporary(mvpd: &Mvpd, device: &str, left: &Remaining, quirks: Quirks) -> Entry {
    let used = left.resources.as_ref();
    let used = used.map(|(used, remaining)| (used.as_slice(), *remaining));
    let expires_ms = times::millis(left.not_after);
    let value = json!({
        "type": "temporary",
        "issuer": "Adobe",
        "notBefore": times::of_others(left.not_before, quirks),
        "notAfter": times::of_others(left.not_after, quirks),
        "attributes": metadata::temporary(device, expires_ms, used),
    });
    (mvpd.id.to_owned(), value)
}

/// A profile as answers have it.
pub(super) fn entry(asker: &Asker, held: &Held, quirks: Quirks) -> Entry {
    let Profile {
        key,
        mvpd,
        attributes,
        ..
    } = &held.profile;
    let of_nobody = || match held.profile.type_name() {
        "degraded" => metadata::degraded(&asker.device, mvpd),
        "temporary" => metadata::temporary(&asker.device, times::millis(held.not_after), None),
        _ => metadata::attributes(&asker.service_provider, mvpd, "viewer"),
    };
    let value = json!({
        "type": held.profile.type_name(),
        "issuer": held.profile.issuer_name(),
        "notBefore": times::of_others(held.not_before, quirks),
        "notAfter": times::of_others(held.not_after, quirks),
        "attributes": attributes.clone().unwrap_or_else(of_nobody),
    });
    (key.clone(), value)
}

/// The answer with these profiles. Of two with one key the first stays.
pub(super) fn answer(entries: impl IntoIterator<Item = Entry>) -> Value {
    let mut profiles = Map::new();
    for (key, value) in entries {
        profiles.entry(key).or_insert(value);
    }
    json!({"profiles": profiles})
}

/// Whether a device is signed in, or why not, for a decision about an MVPD that has to be asked.
pub(super) fn standing(request: &Admitted<'_>, asker: &Asker) -> Result<Held, Enhanced> {
    let now = request.app.now();
    let standing = {
        let state = request.app.state();
        state.profiles.standing(asker, request.id, now)
    };
    let code = match standing {
        Standing::Valid(held) if held.profile.type_name() == "appleSSO" => {
            let status = request.framework_status();
            if status.is_none() {
                return Err(Enhanced::v2("authenticated_profile_missing"));
            }
            match framework_status::is_of(status, &held.profile.mvpd, now) {
                Ok(()) => return Ok(*held),
                Err(code) => code,
            }
        }
        Standing::Valid(held) => return Ok(*held),
        Standing::Expired => "authenticated_profile_expired",
        Standing::Invalidated => "authenticated_profile_invalidated",
        Standing::Missing => "authenticated_profile_missing",
    };
    Err(Enhanced::v2(code))
}
