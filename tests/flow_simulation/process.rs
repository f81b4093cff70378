//! A running app: its client, its clock, its flows, and what the checks know about them.

use std::collections::{BTreeMap, BTreeSet};

use tvpass::call::Client;
use tvpass::flow::Account;
use tvpass::outcome::{Profile, ProfileType};

use crate::any_flow::{AnyFlow, Kind};
use crate::asked::Mvpd;
use crate::host_clock::HostClock;

/// What a flow is doing, as the host sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doing {
    Waiting,
    Sent(u32),
    Storing,
    Ended,
}

/// How the user behaves in front of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Signs in, after so long.
    SignsIn(u64),
    Never,
    WantsNewCode,
    /// The MVPD says no, and nobody tells the TV.
    Denied,
}

/// What Apple's framework was asked for last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartnerAsked {
    Status,
    Picker,
    Response,
}

/// With whom which resource may be watched.
pub(crate) type Permit = (Mvpd, u32);

/// A flow, and the books about it.
pub(crate) struct Running {
    pub(crate) kind: Kind,
    pub(crate) flow: Option<Box<AnyFlow>>,
    pub(crate) doing: Doing,
    pub(crate) stamp: u32,
    /// What has been presented so far: what the user does is about the last of it.
    pub(crate) shown: u32,
    pub(crate) started: u64,
    /// At its end the user goes on.
    pub(crate) is_main: bool,
    pub(crate) requests: u32,
    pub(crate) operations: u32,
    /// The user lost patience.
    pub(crate) cancelled: bool,
    /// Another sign-in, or a sign-out, takes its place.
    pub(crate) replaced: bool,
    /// Its code, or its browser, had ended before that: the result may have waited for a store
    /// since.
    pub(crate) over_before: bool,
    /// Of a playback, of locks: by whom. Of a sign-in: with whom the user means to.
    pub(crate) mvpd: Option<Mvpd>,
    /// How often in a row it was told to wait until a time that is over.
    pub(crate) busy: u32,
    /// Of whose profile it asked last.
    pub(crate) asked_of: Option<Mvpd>,
    /// The user may have to choose an MVPD: it is neither known nor left to the phone.
    pub(crate) chooses: bool,
    pub(crate) browser: bool,
    /// The browser has come back.
    pub(crate) browser_over: bool,
    pub(crate) partner_asked: PartnerAsked,
    pub(crate) mood: Mood,
    pub(crate) open_for_ms: u64,
    /// The last session was one to sign in with.
    pub(crate) code: Option<u32>,
    pub(crate) creates: u64,
    pub(crate) new_codes: u64,
    /// What the service said about a profile last.
    pub(crate) profile: Option<bool>,
    pub(crate) temp_ends: Option<u64>,
    pub(crate) permit: Option<u32>,
    /// A decision, that does not say `retry`, or that nobody is signed in, has come.
    pub(crate) is_decided: bool,
    /// How often a status has asked again: who is signed in may have changed since it asked.
    pub(crate) again: u32,
    pub(crate) not_signed_in: bool,
    /// The service did not know the registration.
    pub(crate) unknown: bool,
    /// Of a sign-out: the MVPDs that were chosen or have profiles, and those that have answered.
    pub(crate) out_of: BTreeSet<Mvpd>,
    pub(crate) logged_out: BTreeSet<Mvpd>,
    /// It did not take what the user did, because it is over: that has to be its next step.
    pub(crate) refused: bool,
    /// That no sign-in is needed, or that there is a profile, was said before another flow took
    /// its place.
    pub(crate) no_need: bool,
    pub(crate) found_in_time: bool,
    /// What the service said about each resource.
    pub(crate) locks: BTreeMap<u32, bool>,
    /// Answers that may have changed what is kept have come in.
    pub(crate) told_something: bool,
    pub(crate) resource: u32,
    /// Another flow was on its way at the same time.
    pub(crate) overlaps: bool,
    /// What was known to be permitted when it began, and the epoch.
    pub(crate) known: BTreeMap<Permit, u32>,
    pub(crate) epoch: u32,
    pub(crate) clears: u32,
}

impl Running {
    pub(crate) fn new(flow: AnyFlow, started: u64, is_main: bool) -> Self {
        Self {
            kind: flow.kind(),
            flow: Some(Box::new(flow)),
            doing: Doing::Waiting,
            stamp: 0,
            shown: 0,
            started,
            is_main,
            requests: 0,
            operations: 0,
            cancelled: false,
            replaced: false,
            over_before: false,
            mvpd: None,
            busy: 0,
            asked_of: None,
            chooses: false,
            browser: false,
            browser_over: false,
            partner_asked: PartnerAsked::Status,
            mood: Mood::SignsIn(0),
            open_for_ms: 0,
            code: None,
            creates: 0,
            new_codes: 0,
            profile: None,
            temp_ends: None,
            permit: None,
            is_decided: false,
            again: 0,
            not_signed_in: false,
            unknown: false,
            out_of: BTreeSet::new(),
            logged_out: BTreeSet::new(),
            refused: false,
            no_need: false,
            found_in_time: false,
            locks: BTreeMap::new(),
            told_something: false,
            resource: 0,
            overlaps: false,
            known: BTreeMap::new(),
            epoch: 0,
            clears: 0,
        }
    }

    pub(crate) fn is_alive(&self) -> bool {
        self.flow.is_some()
    }
}

/// What is known of a code.
pub(crate) struct CodeBook {
    pub(crate) flow: u32,
    /// Times of the checks' clock.
    pub(crate) received: u64,
    pub(crate) ends: u64,
    /// When the last poll ended.
    pub(crate) polled: Option<u64>,
    /// Why nobody may poll it any more.
    pub(crate) dead: Option<&'static str>,
}

/// Whether a profile is kept, as far as the checks know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Yes,
    No,
    /// A flow was given up while an answer that changes it came in.
    Unknown,
}

pub(crate) struct Process {
    pub(crate) number: u32,
    pub(crate) client: Client,
    pub(crate) account: Account,
    pub(crate) flows: Vec<Running>,
    pub(crate) codes: BTreeMap<u32, CodeBook>,
    pub(crate) kept: Kept,
    /// What the disk said at the start; until the first status has shown it.
    pub(crate) greeting: Option<Kept>,
    /// The app believes that somebody is signed in.
    pub(crate) signed_in: bool,
    /// When the configuration came in last, by the checks' clock.
    pub(crate) configured: Option<u64>,
    /// What the service has permitted since the last sign-out, and in which epoch.
    pub(crate) permits: BTreeMap<Permit, u32>,
    /// Whose profiles are kept.
    users: Vec<(Option<Mvpd>, Option<String>)>,
    /// How often that may have been forgotten.
    pub(crate) epoch: u32,
    pub(crate) clears: u32,
    /// The last registration whose credentials came in.
    pub(crate) registration: Option<usize>,
    pub(crate) store_failed: bool,
    pub(crate) writer_free_at: u64,
    /// How much is left of this evening.
    pub(crate) deeds: u32,
    pub(crate) clock: HostClock,
}

impl Process {
    pub(crate) fn new(
        number: u32,
        client: Client,
        account: Account,
        now: u64,
        reading: u64,
    ) -> Self {
        Self {
            number,
            client,
            account,
            flows: Vec::new(),
            codes: BTreeMap::new(),
            kept: Kept::No,
            greeting: None,
            signed_in: false,
            configured: None,
            permits: BTreeMap::new(),
            users: Vec::new(),
            epoch: 0,
            clears: 0,
            registration: None,
            store_failed: false,
            writer_free_at: 0,
            deeds: 0,
            clock: HostClock::new(now, reading),
        }
    }

    /// No code of this process, or of the flows that `of` names, may be polled any more.
    pub(crate) fn bury(&mut self, why: &'static str, of: impl Fn(u32) -> bool) {
        for book in self.codes.values_mut() {
            if of(book.flow) {
                book.dead.get_or_insert(why);
            }
        }
    }

    /// What was permitted to somebody who has signed out since is nobody's.
    pub(crate) fn permitted(&mut self, flow: u32, permitted: impl Iterator<Item = Permit>) {
        let running = &self.flows[flow as usize];
        if running.clears == self.clears {
            let of_epoch = |permit| (permit, running.epoch);
            self.permits.extend(permitted.map(of_epoch));
        }
    }

    /// By whom is watched if the app does not say: by the MVPD that was chosen last, or another one
    /// if only that has a profile that lasts.
    pub(crate) fn current_mvpd(&self) -> Option<Mvpd> {
        let profiles = self.account.profiles();
        let chosen = self.account.mvpd().map(|mvpd| mvpd.id);
        let has_profile = |id| profiles.iter().any(|profile| profile.mvpd == id);
        if chosen.clone().is_some_and(has_profile) {
            return Mvpd::of(chosen?.as_str());
        }
        let lasts = |p: &&Profile| p.profile_type != Some(ProfileType::Temporary);
        let other = profiles.iter().find(lasts).map(|p| p.mvpd.clone());
        Mvpd::of(other.or(chosen)?.as_str())
    }

    /// Permits go with whom they were for.
    pub(crate) fn notice_users(&mut self) {
        let profiles = self.account.profiles();
        let mut users: Vec<_> = profiles
            .iter()
            .map(|profile| {
                let kind = profile.profile_type.as_ref().map(|kind| kind.as_str());
                (Mvpd::of(profile.mvpd.as_str()), kind.map(str::to_owned))
            })
            .collect();
        users.sort();
        if users != self.users {
            self.users = users;
            self.forget_permits();
        }
    }

    /// Another user, maybe: permits may be forgotten.
    pub(crate) fn may_forget_permits(&mut self) {
        self.epoch += 1;
    }

    /// Signed out, or somebody else: no permit may be remembered.
    pub(crate) fn forget_permits(&mut self) {
        self.permits.clear();
        self.epoch += 1;
        self.clears += 1;
    }

    pub(crate) fn alive(&self) -> usize {
        self.flows
            .iter()
            .filter(|running| running.is_alive())
            .count()
    }
}
