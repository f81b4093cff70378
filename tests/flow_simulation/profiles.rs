//! The model's books about who is signed in: profiles, and how they begin and end.

use tvpass::Response;

use crate::asked::Mvpd;
use crate::date::SERVICE_START;
use crate::random::Random;
use crate::said::Said;
use crate::service::{Answer, Manner, Service, refused};

/// How a profile came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Regular,
    /// Found only with a status of Apple's framework.
    Apple,
    /// In no list: found only by the MVPD.
    Degraded,
}

#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) registration: usize,
    pub(crate) mvpd: Mvpd,
    pub(crate) made: u64,
    pub(crate) ends: u64,
    pub(crate) kind: Kind,
}

impl Service {
    /// The user signs in on the MVPD's page, by the session of this number. Whether that was
    /// possible.
    pub(crate) fn log_in(
        &mut self,
        now: u64,
        session: u32,
        mvpd: Mvpd,
        manner: &Manner,
        random: &mut Random,
    ) -> bool {
        let is_newest = session as usize + 1 == self.sessions.len();
        let Some(found) = self.sessions.get(session as usize) else {
            return false;
        };
        let known = self.registrations.get(found.registration);
        if now >= found.ends
            || manner.replaces && !is_newest
            || known.is_none_or(|registration| registration.revoked)
        {
            return false;
        }
        let (registration, mvpd) = (found.registration, found.mvpd.unwrap_or(mvpd));
        if let Some(session) = self.sessions.get_mut(session as usize) {
            session.mvpd = Some(mvpd);
        }
        self.add(Profile {
            registration,
            mvpd,
            made: now,
            ends: now + random.pick(&[2, 24, 24 * 30, 24 * 365]) * 3_600_000,
            kind: Kind::Regular,
        });
        true
    }

    pub(crate) fn add(&mut self, profile: Profile) {
        self.profiles.retain(|known| known.mvpd != profile.mvpd);
        self.profiles.push(profile);
    }

    /// The profiles that a question finds: of one MVPD, or of any.
    pub(crate) fn valid(
        &self,
        now: u64,
        registration: usize,
        apple: bool,
        mvpd: Option<Mvpd>,
    ) -> impl Iterator<Item = &Profile> {
        self.profiles.iter().filter(move |profile| {
            profile.registration == registration
                && now < profile.ends
                && mvpd.is_none_or(|mvpd| mvpd == profile.mvpd)
                && match profile.kind {
                    Kind::Regular => true,
                    Kind::Apple => apple,
                    Kind::Degraded => mvpd.is_some(),
                }
        })
    }

    /// Whether somebody is signed in with an MVPD.
    pub(crate) fn is_signed_in(
        &self,
        now: u64,
        registration: usize,
        apple: bool,
        mvpd: Mvpd,
    ) -> bool {
        self.valid(now, registration, apple, Some(mvpd))
            .next()
            .is_some()
    }

    /// Whether this session was made for somebody who was signed in already, and is so still.
    pub(crate) fn is_needless(&self, now: u64, session: u32) -> bool {
        self.sessions.get(session as usize).is_some_and(|session| {
            self.valid(now, session.registration, false, session.mvpd)
                .any(|p| p.kind != Kind::Degraded && p.made < session.created)
        })
    }

    /// While the MVPD's login is down, nobody needs one.
    pub(crate) fn degrade(&mut self, now: u64, registration: usize, manner: &Manner) {
        let Some((from, to)) = manner.degraded else {
            return;
        };
        let mvpd = Mvpd::Cablevision;
        if (from..to).contains(&now) && !self.is_signed_in(now, registration, true, mvpd) {
            self.add(Profile {
                registration,
                mvpd,
                made: now,
                ends: to,
                kind: Kind::Degraded,
            });
        }
    }

    /// Whether that is so for this MVPD.
    pub(crate) fn is_degraded(&self, now: u64, registration: usize, mvpd: Mvpd) -> bool {
        self.valid(now, registration, true, Some(mvpd))
            .any(|profile| profile.kind == Kind::Degraded)
    }

    pub(crate) fn profiles(
        &self,
        now: u64,
        registration: usize,
        apple: bool,
        mvpd: Option<Mvpd>,
        random: &mut Random,
    ) -> Answer {
        let entries: Vec<_> = self
            .valid(now, registration, apple, mvpd)
            .map(|profile| {
                let mvpd = profile.mvpd.id();
                let (kind, issuer) = match profile.kind {
                    Kind::Regular => ("regular", mvpd),
                    Kind::Apple => ("appleSSO", "Apple"),
                    Kind::Degraded => ("degraded", "Adobe"),
                };
                format!(
                    r#""{mvpd}":{{"notBefore":1,"notAfter":{},"issuer":"{issuer}","type":"{kind}","attributes":{{"userID":{{"value":"UsEr-{}","state":"plain"}}}}}}"#,
                    SERVICE_START + profile.ends,
                    self.tv
                )
            })
            .collect();
        let found = !entries.is_empty();
        let said = Said::Profile { found, ends: None };
        // Adobe's pages have both.
        if !found && random.chance(500) {
            return refused(403, "authenticated_profile_missing", said);
        }
        let body = format!(r#"{{"profiles":{{{}}}}}"#, entries.join(","));
        (Response::new(200, body), said)
    }

    pub(crate) fn temporary(&self, now: u64) -> Answer {
        match self.temp_pass_ends {
            Some(ends) if now < ends => {
                let body = format!(
                    r#"{{"profiles":{{"TempPass":{{"notBefore":1,"notAfter":{},"issuer":"Adobe","type":"temporary","attributes":{{}}}}}}}}"#,
                    SERVICE_START + ends
                );
                let said = Said::Profile {
                    found: true,
                    ends: Some(ends),
                };
                (Response::new(200, body), said)
            }
            _ => {
                let said = Said::Profile {
                    found: false,
                    ends: None,
                };
                refused(403, "temporary_access_duration_limit_exceeded", said)
            }
        }
    }

    pub(crate) fn log_out(
        &mut self,
        now: u64,
        mvpd: Mvpd,
        registration: usize,
        random: &mut Random,
    ) -> Answer {
        let id = mvpd.id();
        let profile = self.valid(now, registration, true, Some(mvpd)).next();
        let action = match profile {
            None => r#""actionName":"invalid","actionType":"none""#,
            Some(profile) if profile.kind == Kind::Apple => {
                r#""actionName":"partner_logout","actionType":"partner_interactive""#
            }
            Some(profile) if profile.kind == Kind::Degraded || random.chance(500) => {
                r#""actionName":"complete","actionType":"none""#
            }
            Some(_) => r#""actionName":"logout","actionType":"interactive","url":"/out/1""#,
        };
        let body = format!(r#"{{"logouts":{{"{id}":{{{action},"mvpd":"{id}"}}}}}}"#);
        let is_it = |p: &Profile| p.mvpd == mvpd && p.registration == registration;
        self.profiles.retain(|profile| !is_it(profile));
        (Response::new(200, body), Said::LoggedOut)
    }
}
