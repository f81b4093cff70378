//! The rules that what is presented, results and the stored state have to keep.

use tvpass::flow::{
    LockState, Locks, PlayOutcome, Remedy, SignInOutcome, SignInStep, StatusSource,
};
use tvpass::outcome::{MediaToken, Profile};
use tvpass::{Error, flow::Status};

use crate::any_flow::{Ended, Kind};
use crate::asked::{MARK, Mvpd};
use crate::process::{Kept, Running};
use crate::stats::Count;
use crate::tv::{Tv, World};

/// Nothing calls for a sign-in: the service has not said that nobody is signed in.
const ASKED_TWICE: &str = "asks somebody to sign in twice";

impl Tv {
    /// What is stored after nobody is signed in any more has nothing of the user.
    pub(crate) fn check_stored(&self, state: &str) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let nobody = process.account.profiles().is_empty();
        if nobody && state.contains("UsEr-") {
            return Err("stores the user's id after everything was forgotten".to_owned());
        }
        let no_choice = process.account.mvpd().is_none();
        let named = |mvpd: Mvpd| state.contains(mvpd.id());
        if nobody && no_choice && (named(Mvpd::Cablevision) || named(Mvpd::Dish)) {
            return Err("stores the MVPD after everything was forgotten".to_owned());
        }
        Ok(())
    }

    /// What was known when the app was closed is on the disk.
    pub(crate) fn check_close(&mut self) -> Result<(), String> {
        let is_writing = self.is_writing();
        let Some(process) = &self.process else {
            return Ok(());
        };
        if process.store_failed
            || is_writing
            || process.alive() > 0
            || process.kept == Kept::Unknown
        {
            return Ok(());
        }
        let stored = self.disk.as_ref().map_or(Kept::No, |disk| disk.kept);
        // Nothing is stored before there are credentials.
        if stored != process.kept && process.registration.is_some() {
            return Err(format!(
                "keeps {:?}, and has stored {stored:?}",
                process.kept
            ));
        }
        Ok(())
    }

    pub(crate) fn check_status(&mut self, flow: u32, status: &Status) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        let is_first = running.shown == 1;
        if !matches!(status.source, StatusSource::Kept) {
            return Err("presents an answer".to_owned());
        }
        let expected = match process.greeting.take() {
            Some(greeting) if is_first => greeting,
            _ if running.overlaps => return Ok(()),
            _ => process.kept,
        };
        match (expected, status.is_signed_in()) {
            (Kept::Yes, false) => Err("does not greet who was signed in".to_owned()),
            (Kept::No, true) => Err("greets somebody who is not signed in".to_owned()),
            _ => Ok(()),
        }
    }

    pub(crate) fn check_sign_in_step(
        &self,
        now: u64,
        flow: u32,
        step: &SignInStep,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        if running.replaced {
            return Err("presents something after another flow took its place".to_owned());
        }
        match step {
            SignInStep::ShowCode(_) | SignInStep::OpenBrowser(_)
                if running.code.is_none()
                    || running.profile == Some(true)
                    || running
                        .code
                        .is_some_and(|code| self.service.is_needless(now, code)) =>
            {
                Err(ASKED_TWICE.to_owned())
            }
            SignInStep::ShowCode(screen) => {
                let wanted = running.code.map(|code| crate::asked::code(self.id, code));
                match wanted.is_some_and(|wanted| screen.code.expose() == wanted) {
                    true => Ok(()),
                    false => Err("shows another code than the newest".to_owned()),
                }
            }
            SignInStep::ChooseProvider(_) if !running.chooses => {
                Err("lets somebody choose who has chosen".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// Of whom the service has signed out, nothing is kept, however the sign-out goes on.
    pub(crate) fn check_forgotten(&self, flow: u32) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        let profiles = process.account.profiles();
        let is_out = |mvpd: &&Mvpd| profiles.iter().any(|profile| profile.mvpd == *mvpd.id());
        match running.logged_out.iter().find(is_out) {
            Some(mvpd) if !running.overlaps => Err(format!(
                "keeps the profile of {mvpd:?} after the service has signed out"
            )),
            _ => Ok(()),
        }
    }

    pub(crate) fn check_locks(
        &self,
        world: &mut World<'_>,
        flow: u32,
        locks: &Locks,
        is_end: bool,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        let words = locks.words.as_ref();
        let wants = words.is_some_and(|words| words.remedy == Remedy::SignIn);
        let is_lost = matches!(locks.error, Some(Error::RegistrationLost(_)));
        let nobody = running.mvpd.is_none() || running.not_signed_in;
        if wants && !(nobody || running.unknown || is_lost) {
            return Err(ASKED_TWICE.to_owned());
        }
        for lock in &locks.locks {
            let number: u32 = lock.resource.trim_start_matches('R').parse().unwrap();
            let said = running.locks.get(&number).copied();
            let permit = running.mvpd.map(|mvpd| (mvpd, number));
            let known = permit.is_some_and(|permit| running.known.contains_key(&permit));
            match (lock.state, said, known) {
                (LockState::Open, Some(true), _) | (LockState::Open, None, true) => {}
                (LockState::Closed, Some(false), _) => {}
                // Of what was known, with whom it is asked for now nothing may be known.
                (LockState::Unknown, None, _) => {}
                (LockState::Closed, None, _) if running.not_signed_in => {}
                (state, ..) => {
                    return Err(format!(
                        "{state:?} for R{number}: the service said {said:?}, known: {known}"
                    ));
                }
            }
            if is_end {
                world.stats.add(match lock.state {
                    LockState::Open => Count::LocksOpen,
                    LockState::Closed => Count::LocksClosed,
                    _ => Count::LocksUnknown,
                });
                if known && lock.state == LockState::Open {
                    world.stats.add(Count::LocksKnown);
                }
            }
        }
        Ok(())
    }

    /// A permit is for one playback, that was asked for, and no token comes twice.
    pub(crate) fn check_token(&mut self, flow: u32, token: MediaToken) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        let Some(number) = running.permit else {
            return Err("plays without an authorization".to_owned());
        };
        let wanted = format!("{MARK}-m-{number}");
        if !token.hand_over(|token| token == wanted) {
            return Err("plays with another playback's token".to_owned());
        }
        match self.played.insert(number) {
            true => Ok(()),
            false => Err("plays with a token for the second time".to_owned()),
        }
    }

    /// What is kept, and what the result is, against what the service said.
    pub(crate) fn check_end(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        result: &Result<Ended, Error>,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        process.notice_users();
        let clock = process.clock.of_checks(world.now);
        let jumped = process.clock.jumped;
        let running = &process.flows[flow as usize];
        let before = process.kept;
        let kept = match result {
            Err(Error::Cancelled) if !running.cancelled => {
                return Err("says that it was cancelled, which nobody did".to_owned());
            }
            Err(Error::RegistrationLost(_)) if running.kind == Kind::SignOut => Kept::No,
            // Whether the last answer was looked at is not known.
            Err(_) if running.told_something => Kept::Unknown,
            Err(_) => before,
            Ok(Ended::Status(status)) => {
                let is_signed_in = status.is_signed_in();
                match (&status.source, running.profile) {
                    (StatusSource::Service, Some(found)) if !running.overlaps => {
                        // Of another MVPD, which was not asked for, a profile stays.
                        let is_other =
                            |mvpd: Mvpd| status.profiles.iter().all(|p| p.mvpd != *mvpd.id());
                        let stays = is_signed_in && running.asked_of.is_some_and(is_other);
                        if found != is_signed_in && !stays {
                            return Err(format!(
                                "signed in: {is_signed_in}, where the service said {found}"
                            ));
                        }
                    }
                    (StatusSource::Service, None) => {
                        return Err("a status of the service that it did not give".to_owned());
                    }
                    // What it asked again was lost.
                    (StatusSource::Unreachable(_), Some(true)) if running.again == 0 => {
                        return Err("unreachable, although the answer came".to_owned());
                    }
                    _ => {}
                }
                let lost = matches!(
                    &status.source,
                    StatusSource::Unreachable(Error::RegistrationLost(_))
                );
                match &status.source {
                    StatusSource::Service if is_signed_in => Kept::Yes,
                    StatusSource::Service => Kept::No,
                    _ if lost => Kept::No,
                    _ => before,
                }
            }
            Ok(Ended::SignIn(outcome)) => {
                self.check_sign_in(flow, outcome, before, clock, jumped, world)?
            }
            Ok(Ended::Play(outcome)) => match outcome {
                PlayOutcome::SignIn(refusal) => {
                    let lost = matches!(refusal.error, Some(Error::RegistrationLost(_)));
                    let nobody = running.mvpd.is_none();
                    // The profile is gone with the registration, whether or not a new one came
                    // before the deadline.
                    let is_gone = lost || running.unknown;
                    if !(running.not_signed_in || is_gone || nobody) {
                        return Err(ASKED_TWICE.to_owned());
                    }
                    match running.mvpd {
                        Some(mvpd) if running.not_signed_in && mvpd != Mvpd::TempPass => {
                            // Those of other MVPDs stay.
                            let profiles = process.account.profiles();
                            let is_its = |p: &Profile| p.mvpd == *mvpd.id();
                            match profiles.is_empty() || profiles.iter().any(is_its) {
                                true => Kept::No,
                                false => Kept::Yes,
                            }
                        }
                        _ => before,
                    }
                }
                PlayOutcome::Play(_) => before,
                _ if running.permit.is_some() => {
                    return Err("does not play, although it was permitted".to_owned());
                }
                _ => before,
            },
            Ok(Ended::TempEnd(_)) => {
                let end = running.temp_ends;
                let on_time = end.is_none_or(|end| {
                    let now = world.now;
                    end <= now + 2500 && now <= end + 10_000
                });
                if self.dated && !jumped && !on_time {
                    return Err(format!("stops the stream at {}, not at {end:?}", world.now));
                }
                before
            }
            Ok(Ended::SignOut(_)) => {
                if running.logged_out != running.out_of {
                    let (done, all) = (&running.logged_out, &running.out_of);
                    return Err(format!("signed out of {done:?} where {all:?} were known"));
                }
                let account = &process.account;
                if !running.overlaps && !account.profiles().is_empty() {
                    return Err("keeps a profile after signing out".to_owned());
                }
                if !running.overlaps && account.mvpd().is_some() {
                    return Err("keeps the MVPD after signing out".to_owned());
                }
                Kept::No
            }
            Ok(Ended::Providers(_) | Ended::Locks(_)) => before,
        };
        let process = self.process.as_mut().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        let has = match process.account.profiles().is_empty() {
            true => Kept::No,
            false => Kept::Yes,
        };
        if running.overlaps || kept == Kept::Unknown {
            process.kept = has;
            return Ok(());
        }
        process.kept = kept;
        match has == kept {
            true => Ok(()),
            false => Err(format!(
                "has {has:?} where {kept:?} is to be kept, by {result:?}"
            )),
        }
    }

    fn check_sign_in(
        &self,
        flow: u32,
        outcome: &SignInOutcome,
        before: Kept,
        clock: u64,
        jumped: bool,
        world: &World<'_>,
    ) -> Result<Kept, String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running: &Running = &process.flows[flow as usize];
        let is_replaced = matches!(outcome, SignInOutcome::Replaced);
        // A sign-out that was on its way ends sign-ins that began meanwhile, too.
        // What was found before stays found, while it is being stored.
        let found = running.profile == Some(true);
        let is_temporary = matches!(outcome, SignInOutcome::TemporaryAccess { .. });
        // Or its profile could not be had.
        let has_none = matches!(outcome, SignInOutcome::SignedIn(known) if known.profile.is_none());
        let needs_nobody = running.no_need && (is_temporary || has_none);
        if is_temporary && !running.no_need {
            return Err("temporary access that the service did not offer".to_owned());
        }
        let has_ended = matches!(
            outcome,
            SignInOutcome::CodeExpired | SignInOutcome::NotCompleted
        );
        let has_ended = has_ended && running.over_before;
        let was_known = running.found_in_time || needs_nobody || has_ended;
        if running.replaced && !is_replaced && !was_known || is_replaced && !running.overlaps {
            return Err(format!("{outcome:?}, replaced: {}", running.replaced));
        }
        match outcome {
            SignInOutcome::SignedIn(signed_in) => match (signed_in.profile.is_some(), found) {
                (true, true) => return Ok(Kept::Yes),
                (false, _) if running.code.is_none() => {}
                _ => return Err("signed in, which the service did not say".to_owned()),
            },
            SignInOutcome::Replaced => {}
            _ if found => return Err(format!("{outcome:?}, although there is a profile")),
            SignInOutcome::CodeExpired if !jumped && !running.browser => {
                let lasted = clock - running.started;
                // The choice before it, the codes, and calls that take their time.
                let most = 120_000 + running.open_for_ms + 2 * world.manner.valid_ms + 300_000;
                if lasted > most {
                    return Err(format!("a code on the screen for {lasted} ms"));
                }
            }
            _ => {}
        }
        Ok(before)
    }
}
