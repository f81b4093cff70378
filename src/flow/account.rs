//! What the flows of one service provider share on a client: who is signed in, which permits and
//! which configuration are at hand, which sign-in is the newest.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::permits::Permits;
use super::providers::Providers;
use super::settings::AccountSettings;
use crate::call::{Client, Kept, KeptMvpd};
use crate::error::Error;
use crate::input::InvalidInput;
use crate::operation::{
    AnyOperation, PartnerFrameworkStatus, RequestExtras, RetrieveProfileForMvpd, RetrieveProfiles,
    TempPassIdentity, with_those_it_takes,
};
use crate::outcome::{Configuration, Profile, ProfileType, ReceivedText};

/// How long a configuration is used: three minutes, in milliseconds (Adobe: *REST API V2
/// Checklist*).
const CONFIGURATION_MS: u64 = 3 * 60 * 1000;

/// The user of one service provider on a client, and where flows begin. Cheap to clone; all clones
/// are the same account; may be shared between threads. Make one for each service provider, and
/// keep it while the app runs.
#[derive(Clone)]
pub struct Account(Arc<Shared>);

struct Shared {
    client: Client,
    settings: AccountSettings,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    extras: RequestExtras,
    partner_status: Option<PartnerFrameworkStatus>,
    permits: Permits,
    configuration: Option<(u64, Arc<Configuration>)>,
    /// How many sign-ins have begun: the newest is the one that counts.
    sign_ins: u64,
    /// How often somebody has signed in or out, or was found to be out: an answer to what was asked
    /// before is about another user.
    users: u64,
}

impl Account {
    /// The user of the settings' service provider on `client`. What an earlier start kept is there
    /// at once.
    #[must_use]
    pub fn new(client: &Client, settings: AccountSettings) -> Self {
        let memory = Memory {
            extras: settings.extras.clone(),
            ..Memory::default()
        };
        Self(Arc::new(Shared {
            client: client.clone(),
            settings,
            memory: Mutex::new(memory),
        }))
    }

    /// The client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// The MVPD that the user chose last, from memory or from an earlier start: *still with this
    /// one?* needs no request. It says nothing about whether the user is signed in.
    #[must_use]
    pub fn mvpd(&self) -> Option<KeptMvpd> {
        self.kept().mvpd
    }

    /// The profiles as they are known now, in the order of [`ordered`]. Nothing is asked.
    #[must_use]
    pub fn profiles(&self) -> Vec<Profile> {
        self.kept().profiles
    }

    /// Replaces the headers about the user: new single sign-on tokens, another visitor identifier.
    /// Permits are forgotten.
    pub fn set_extras(&self, extras: RequestExtras) {
        self.with(|memory| {
            memory.extras = extras;
            memory.permits.clear();
        });
    }

    /// What Apple's framework says now: tell it whenever the app comes to the foreground. `None`:
    /// nothing is known. Permits are forgotten if it differs from what was said before.
    pub fn set_partner_status(&self, status: Option<PartnerFrameworkStatus>) {
        self.with(|memory| {
            if memory.partner_status != status {
                memory.permits.clear();
                memory.partner_status = status;
            }
        });
    }

    pub(super) fn partner_status(&self) -> Option<PartnerFrameworkStatus> {
        self.with(|memory| memory.partner_status.clone())
    }

    pub(super) fn settings(&self) -> &AccountSettings {
        &self.0.settings
    }

    pub(super) fn service_provider(&self) -> &str {
        &self.0.settings.service_provider
    }

    pub(super) fn kept(&self) -> Kept {
        self.client().kept(self.service_provider())
    }

    /// `operation` with the headers about the user that it takes. A partner's status that is not
    /// valid is left out: operations that do not need it would be refused for it.
    pub(super) fn dressed(
        &self,
        now: u64,
        operation: Result<impl Into<AnyOperation>, InvalidInput>,
        identity: Option<&TempPassIdentity>,
    ) -> Result<Box<AnyOperation>, Error> {
        let operation = operation?.into();
        let service_ms = self.client().service_ms(now);
        let (mut extras, status) =
            self.with(|memory| (memory.extras.clone(), memory.partner_status.clone()));
        if let Some(status) = status.filter(|status| status.is_valid(service_ms)) {
            extras = extras.partner_framework_status(&status);
        }
        if let Some(identity) = identity {
            extras = extras.temp_pass_identity(identity);
        }
        Ok(Box::new(with_those_it_takes(operation, &extras)?))
    }

    /// The question for a profile: of this MVPD if it is known, since degraded profiles are in no
    /// list; else for all.
    pub(super) fn profile_question(
        &self,
        mvpd: Option<&str>,
    ) -> Result<AnyOperation, InvalidInput> {
        let sp = self.service_provider();
        Ok(match mvpd {
            Some(mvpd) => RetrieveProfileForMvpd::new(sp, mvpd)?.into(),
            None => RetrieveProfiles::new(sp)?.into(),
        })
    }

    /// The user chose this MVPD.
    pub(super) fn choose(&self, mvpd: KeptMvpd) {
        self.update(|_, kept| kept.mvpd = Some(mvpd));
    }

    /// Changes with each sign-in and sign-out, and when a profile was found to be gone.
    pub(super) fn users(&self) -> u64 {
        self.with(|memory| memory.users)
    }

    /// The profiles become what `change` makes of them, unless somebody has signed in or out since
    /// [`users`](Self::users) was `asked_at`: then it is about before, and nothing happens. If they
    /// are another user's than before, permits are forgotten. Whether it happened.
    pub(super) fn replace_profiles(
        &self,
        asked_at: u64,
        change: impl FnOnce(Vec<Profile>) -> Vec<Profile>,
    ) -> bool {
        self.update(|memory, kept| {
            let is_current = memory.users == asked_at;
            if is_current {
                set_profiles(memory, kept, change);
            }
            is_current
        })
    }

    /// Somebody has signed in, and has these profiles: they replace those of the same MVPDs.
    /// Permits are forgotten, unless the service says that the user was signed in before.
    pub(super) fn add_profiles(&self, found: &[Profile], was_signed_in: bool) {
        self.update(|memory, kept| {
            memory.users += 1;
            if !was_signed_in {
                memory.permits.clear();
            }
            set_profiles(memory, kept, |mut profiles| {
                profiles.retain(|known| found.iter().all(|profile| profile.mvpd != known.mvpd));
                profiles.extend_from_slice(found);
                profiles
            });
        });
    }

    /// The profile of this MVPD is gone, as was said to a question of the time `asked_at`. The
    /// choice stays: *still with this one?*
    pub(super) fn drop_profile(&self, asked_at: u64, mvpd: &str) {
        self.update(|memory, kept| {
            if memory.users == asked_at {
                memory.users += 1;
                set_profiles(memory, kept, |mut profiles| {
                    profiles.retain(|profile| profile.mvpd != *mvpd);
                    profiles
                });
            }
        });
    }

    /// The MVPD to watch with if the app does not say: the one that was chosen last; if it has no
    /// profile and another one has, that one. Temporary access is never used unasked.
    pub(super) fn current_mvpd(&self) -> Option<ReceivedText> {
        let kept = self.kept();
        let chosen = kept.mvpd.map(|mvpd| mvpd.id);
        let has_profile = |id: &ReceivedText| kept.profiles.iter().any(|p| p.mvpd == *id);
        if chosen.as_ref().is_some_and(has_profile) {
            return chosen;
        }
        let mut lasting = kept.profiles.into_iter().filter(|p| !is_temporary(p));
        lasting.next().map(|profile| profile.mvpd).or(chosen)
    }

    /// Signed out of these MVPDs: forgets their profiles, the choice if it is one of them, all
    /// permits, the partner's status, and ends sign-ins that are on their way. Client credentials
    /// and the device's identifier stay.
    pub(super) fn forget(&self, mvpds: &[String]) {
        self.update(|memory, kept| {
            memory.permits.clear();
            memory.partner_status = None;
            memory.sign_ins += 1;
            memory.users += 1;
            let is_out = |id: &str| mvpds.iter().any(|mvpd| *mvpd == *id);
            kept.profiles.retain(|profile| !is_out(&profile.mvpd));
            kept.mvpd = kept.mvpd.take().filter(|mvpd| !is_out(&mvpd.id));
        });
    }

    fn update<R>(&self, change: impl FnOnce(&mut Memory, &mut Kept) -> R) -> R {
        // Under the lock, so that of two flows none undoes what the other does.
        self.with(|memory| {
            let mut kept = self.kept();
            let result = change(memory, &mut kept);
            self.client().keep(self.service_provider(), kept);
            result
        })
    }

    /// The number of a new sign-in; earlier ones are over.
    pub(super) fn begin_sign_in(&self) -> u64 {
        self.with(|memory| {
            memory.sign_ins += 1;
            memory.sign_ins
        })
    }

    pub(super) fn is_newest_sign_in(&self, number: u64) -> bool {
        self.with(|memory| memory.sign_ins == number)
    }

    pub(super) fn configuration(&self, now: u64) -> Option<Arc<Configuration>> {
        self.with(|memory| {
            let fresh = |(at, _): &&(u64, _)| now.saturating_sub(*at) < CONFIGURATION_MS;
            let configuration = memory.configuration.as_ref().filter(fresh);
            configuration.map(|(_, configuration)| configuration.clone())
        })
    }

    /// What a picker offers, if the configuration is at hand.
    pub(super) fn picker(&self, now: u64) -> Option<Providers> {
        let configuration = self.configuration(now)?;
        let hidden = self.settings().hidden.clone();
        Some(Providers::new(configuration, self.mvpd(), hidden))
    }

    pub(super) fn set_configuration(&self, now: u64, configuration: Arc<Configuration>) {
        self.with(|memory| memory.configuration = Some((now, configuration)));
    }

    /// What is known to be kept of an MVPD: from the configuration, if it is at hand, or from
    /// before.
    pub(super) fn known_mvpd(&self, id: &str) -> KeptMvpd {
        let configuration = self.with(|memory| memory.configuration.clone());
        let listed = configuration
            .as_ref()
            .and_then(|(_, configuration)| configuration.mvpd(id));
        if let Some(mvpd) = listed {
            return KeptMvpd::from(mvpd);
        }
        match self.kept().mvpd {
            Some(kept) if kept.id == *id => kept,
            _ => KeptMvpd::of_id(id),
        }
    }

    pub(super) fn permits<R>(&self, action: impl FnOnce(&mut Permits) -> R) -> R {
        self.with(|memory| action(&mut memory.permits))
    }

    fn with<R>(&self, action: impl FnOnce(&mut Memory) -> R) -> R {
        let mut memory = self.0.memory.lock().unwrap_or_else(PoisonError::into_inner);
        action(&mut memory)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("service_provider", &self.service_provider())
            .finish_non_exhaustive()
    }
}

/// The order in which profiles are offered: one that is not temporary before one that is, then the
/// one that is valid longest, then as they came. The first is the one to use if the user does not
/// choose.
#[must_use]
pub fn ordered(mut profiles: Vec<Profile>) -> Vec<Profile> {
    sort(&mut profiles);
    profiles
}

fn sort(profiles: &mut [Profile]) {
    profiles.sort_by_key(|profile| {
        (
            is_temporary(profile),
            std::cmp::Reverse(profile.not_after_ms),
        )
    });
}

pub(super) fn is_temporary(profile: &Profile) -> bool {
    profile.profile_type == Some(ProfileType::Temporary)
}

/// If they are another user's than before, permits are forgotten.
fn set_profiles(
    memory: &mut Memory,
    kept: &mut Kept,
    change: impl FnOnce(Vec<Profile>) -> Vec<Profile>,
) {
    let mut profiles = change(kept.profiles.clone());
    sort(&mut profiles);
    if !is_same_user(&kept.profiles, &profiles) {
        memory.permits.clear();
    }
    kept.profiles = profiles;
}

/// Whether permits of before are about the same user: the same MVPDs, and the same ids where they
/// are told.
fn is_same_user(before: &[Profile], after: &[Profile]) -> bool {
    let who = |profiles: &[Profile]| {
        let mut who: Vec<_> = profiles
            .iter()
            .map(|profile| {
                let id = profile.user_metadata.user_id();
                (
                    profile.mvpd.clone(),
                    profile.profile_type.as_ref().map(|t| t.as_str().to_owned()),
                    id,
                )
            })
            .collect();
        who.sort();
        who
    };
    who(before) == who(after)
}
