//! The profiles of all devices: who is signed in where, from when, until when, and by which token.

use std::time::Duration;

use crate::bounded::Bounded;
use crate::catalogue;
use crate::profile::{MvpdSession, Profile, ProfileKind, SsoToken};

/// Who asks: what decides which profiles a request finds.
#[derive(Debug, Clone)]
pub(crate) struct Asker {
    pub(crate) device: String,
    pub(crate) service_provider: String,
    /// The client whose access token came with the request.
    pub(crate) client: String,
    /// The single sign-on tokens that came with it.
    pub(crate) sso: Vec<SsoToken>,
}

/// A profile with what is not its user's to see.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) profile: Profile,
    /// The client that signed in: another one does not find the profile. `None`: a test put it
    /// there, and every client finds it.
    client: Option<String>,
    pub(crate) not_before: Duration,
    pub(crate) not_after: Duration,
    /// Whether the MVPD has ended it before its time.
    invalidated: bool,
    /// Whether single sign-on made it, after another application's sign-in.
    is_shared: bool,
}

impl Held {
    fn new(profile: Profile, client: Option<String>, now: Duration, lifetime: Duration) -> Self {
        let not_before = profile.not_before.map_or(now, Duration::from_millis);
        let not_after = profile
            .not_after
            .map_or(now.saturating_add(lifetime), Duration::from_millis);
        Self {
            profile,
            client,
            not_before,
            not_after,
            invalidated: false,
            is_shared: false,
        }
    }

    fn is_found_by(&self, asker: &Asker) -> bool {
        let by_client = self.client.as_ref().is_none_or(|own| *own == asker.client);
        let bound = self.profile.bound_to.as_ref();
        by_client && bound.is_none_or(|token| asker.sso.contains(token))
    }

    fn is_valid(&self, now: Duration) -> bool {
        !self.invalidated && self.not_before <= now && now < self.not_after
    }
}

/// How a device stands with an MVPD.
#[derive(Debug)]
pub(crate) enum Standing {
    /// Signed in.
    Valid(Box<Held>),
    /// It was, until the time was over.
    Expired,
    /// It was, until the MVPD ended it.
    Invalidated,
    /// It was not, as far as is known.
    Missing,
}

/// How a profile ends before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProfileEnd {
    /// Its time is over: decisions say `authenticated_profile_expired`.
    Expired,
    /// The MVPD has ended it: decisions say `authenticated_profile_invalidated`.
    Invalidated,
    /// It is gone without a trace: decisions say `authenticated_profile_missing`.
    Deleted,
}

type DeviceAt = (String, String);

/// All profiles, and the sessions that MVPDs keep with browsers.
#[derive(Debug, Default)]
pub(crate) struct Profiles {
    /// By device and service provider. A device that is not in here was never seen.
    held: Bounded<DeviceAt, Vec<Held>>,
    /// What single sign-on with a token gives, besides the profile of the first application.
    shared: Bounded<SsoToken, Vec<(Profile, Duration)>>,
    /// Whether the session is open, by device, service provider and MVPD.
    sessions: Bounded<(String, String, String), bool>,
}

impl Profiles {
    /// Whether any device has a profile that is found under this MVPD at this service provider: a
    /// test put it there.
    pub(crate) fn any_at(&self, service_provider: &str, mvpd: &str) -> bool {
        let mut all = self
            .held
            .iter()
            .filter(|((_, provider), _)| provider == service_provider);
        all.any(|(_, held)| held.iter().any(|held| held.profile.requested_as == mvpd))
    }

    /// Replaces the profiles of a device, and opens a session at each MVPD that keeps one.
    pub(crate) fn set(
        &mut self,
        (device, service_provider): (&str, &str),
        profiles: Vec<Profile>,
        now: Duration,
        lifetime: Duration,
    ) {
        for profile in &profiles {
            self.open_session((device, service_provider), profile);
        }
        let held = profiles
            .into_iter()
            .map(|profile| Held::new(profile, None, now, lifetime))
            .collect();
        self.held.insert(key(device, service_provider), held);
    }

    /// Adds a profile that a sign-in made, in place of the one that the same client has of this
    /// MVPD. The single sign-on tokens of the sign-in open it to other applications.
    pub(crate) fn sign_in(
        &mut self,
        asker: &Asker,
        profile: Profile,
        now: Duration,
        lifetime: Duration,
    ) {
        let place = (asker.device.as_str(), asker.service_provider.as_str());
        self.open_session(place, &profile);
        let held = Held::new(profile, Some(asker.client.clone()), now, lifetime);
        for token in &asker.sso {
            let shared = self.shared.or_default(token.clone());
            shared.retain(|(known, _)| known.mvpd != held.profile.mvpd);
            shared.push((held.profile.clone(), held.not_after));
        }
        let all = self.held.or_default(key(place.0, place.1));
        all.retain(|other| {
            let same = other.profile.mvpd == held.profile.mvpd && other.is_found_by(asker);
            !same || other.profile.bound_to.is_some()
        });
        all.push(held);
    }

    fn open_session(&mut self, (device, service_provider): (&str, &str), profile: &Profile) {
        if profile.kind.has_logout_endpoint() {
            let mvpd = profile.mvpd.clone();
            let key = (device.to_owned(), service_provider.to_owned(), mvpd);
            self.sessions.insert(key, true);
        }
    }

    /// The profiles of a device, as they were set or made; `None` if it was never seen there.
    pub(crate) fn of(&self, device: &str, service_provider: &str) -> Option<Vec<Profile>> {
        let held = self.held.get(&key(device, service_provider))?;
        Some(held.iter().map(|held| held.profile.clone()).collect())
    }

    /// Remembers a device that began with something else than a logout: it is signed in nowhere.
    pub(crate) fn meet(&mut self, asker: &Asker) {
        let place = key(&asker.device, &asker.service_provider);
        self.held.or_default(place);
    }

    /// Signs a device in everywhere, if it was never seen before.
    pub(crate) fn greet(&mut self, place: (&str, &str), now: Duration, lifetime: Duration) {
        if self.held.get(&key(place.0, place.1)).is_none() {
            let profiles = catalogue::default_profiles(place.1);
            self.set(place, profiles, now, lifetime);
        }
    }

    /// Gives a device what single sign-on opens to it: a profile of each MVPD that another
    /// application signed in to with the same token, unless the device has one of its own.
    pub(crate) fn share(
        &mut self,
        asker: &Asker,
        now: Duration,
        is_integrated: impl Fn(&str) -> bool,
    ) {
        let all = self
            .held
            .or_default(key(&asker.device, &asker.service_provider));
        for token in &asker.sso {
            for (profile, not_after) in self.shared.get(token).into_iter().flatten() {
                let has_one = all.iter().any(|held| {
                    held.profile.mvpd == profile.mvpd
                        && held.is_found_by(asker)
                        && held.is_valid(now)
                });
                if has_one || *not_after <= now || !is_integrated(&profile.mvpd) {
                    continue;
                }
                let mut profile = profile.clone().bound_to(token.clone());
                if profile.kind == ProfileKind::AbsoluteUrl {
                    // As in the samples of the logout page for single sign-on.
                    profile.kind = ProfileKind::RelativeUrl;
                }
                let mut held = Held::new(profile, None, now, Duration::ZERO);
                held.not_after = *not_after;
                held.is_shared = true;
                all.push(held);
            }
        }
    }

    /// The valid profiles that a request finds, of all MVPDs.
    pub(crate) fn valid(&self, asker: &Asker, now: Duration) -> Vec<Held> {
        let all = self.held.get(&key(&asker.device, &asker.service_provider));
        let found = all.into_iter().flatten();
        found
            .filter(|held| held.is_found_by(asker) && held.is_valid(now))
            .cloned()
            .collect()
    }

    /// How a device stands with one MVPD: by its own profile first, then by single sign-on.
    pub(crate) fn standing(&self, asker: &Asker, mvpd: &str, now: Duration) -> Standing {
        let all = self.held.get(&key(&asker.device, &asker.service_provider));
        let mut found: Vec<_> = all
            .into_iter()
            .flatten()
            .filter(|held| held.profile.requested_as == mvpd && held.is_found_by(asker))
            .collect();
        found.sort_by_key(|held| (!held.is_valid(now), held.profile.bound_to.is_some()));
        match found.first() {
            None => Standing::Missing,
            Some(held) if held.is_valid(now) => Standing::Valid(Box::new((*held).clone())),
            Some(held) if held.invalidated => Standing::Invalidated,
            Some(held) if held.not_after <= now => Standing::Expired,
            Some(_) => Standing::Missing,
        }
    }

    /// Ends the profiles that a device has of an MVPD, or all of them. Says whether there were any.
    pub(crate) fn end(
        &mut self,
        (device, service_provider): (&str, &str),
        mvpd: Option<&str>,
        how: ProfileEnd,
        now: Duration,
    ) -> bool {
        let Some(all) = self.held.get_mut(&key(device, service_provider)) else {
            return false;
        };
        let meant = |held: &Held| mvpd.is_none_or(|mvpd| held.profile.mvpd == mvpd);
        let any = all.iter().any(meant);
        match how {
            ProfileEnd::Deleted => all.retain(|held| !meant(held)),
            ProfileEnd::Expired => {
                for held in all.iter_mut().filter(|held| meant(held)) {
                    held.not_after = held.not_after.min(now);
                }
            }
            ProfileEnd::Invalidated => {
                for held in all.iter_mut().filter(|held| meant(held)) {
                    held.invalidated = true;
                }
            }
        }
        any
    }

    /// Deletes the profiles that a logout of this MVPD finds, and gives them back in their order.
    /// With a token of single sign-on, what it opened to other applications is gone, too.
    pub(crate) fn take(&mut self, asker: &Asker, mvpd: &str, now: Duration) -> Vec<Profile> {
        for token in &asker.sso {
            if let Some(shared) = self.shared.get_mut(token) {
                shared.retain(|(profile, _)| profile.mvpd != mvpd);
            }
        }
        let place = key(&asker.device, &asker.service_provider);
        let Some(all) = self.held.get_mut(&place) else {
            return Vec::new();
        };
        let found = |held: &Held| held.profile.requested_as == mvpd && held.is_found_by(asker);
        let (taken, kept): (Vec<_>, Vec<_>) = std::mem::take(all).into_iter().partition(found);
        *all = kept;
        let taken = taken.into_iter().filter(|held| held.is_valid(now));
        let taken: Vec<_> = taken.map(|held| held.profile).collect();
        for (other, all) in self.held.iter_mut() {
            if *other != place {
                let ended = |held: &Held| {
                    let bound = held.profile.bound_to.as_ref();
                    held.is_shared
                        && held.profile.mvpd == mvpd
                        && bound.is_some_and(|token| asker.sso.contains(token))
                };
                all.retain(|held| !ended(held));
            }
        }
        taken
    }

    /// Deletes all profiles of a device at a service provider, as V1 does, and says how many there
    /// were.
    pub(crate) fn clear(&mut self, (device, service_provider): (&str, &str)) -> usize {
        let held = self.held.or_default(key(device, service_provider));
        std::mem::take(held).len()
    }

    pub(crate) fn sessions(&self) -> Vec<MvpdSession> {
        let session =
            |((device, service_provider, mvpd), open): (&(String, String, String), &bool)| {
                MvpdSession {
                    device: device.clone(),
                    service_provider: service_provider.clone(),
                    mvpd: mvpd.clone(),
                    open: *open,
                }
            };
        let mut sessions: Vec<_> = self.sessions.iter().map(session).collect();
        let place =
            |s: &MvpdSession| (s.device.clone(), s.service_provider.clone(), s.mvpd.clone());
        sessions.sort_by_cached_key(place);
        sessions
    }

    /// Ends an MVPD's session, and says whether it was open. Coming by twice, as a browser does on
    /// reload, ends it once.
    pub(crate) fn close_session(
        &mut self,
        device: &str,
        service_provider: &str,
        mvpd: &str,
    ) -> bool {
        let key = (
            device.to_owned(),
            service_provider.to_owned(),
            mvpd.to_owned(),
        );
        let was_open = self.sessions.get(&key) != Some(&false);
        self.sessions.insert(key, false);
        was_open
    }
}

fn key(device: &str, service_provider: &str) -> DeviceAt {
    (device.to_owned(), service_provider.to_owned())
}
