//! The rules that requests, what is presented, results and the stored state have to keep.

use tvpass::flow::{LockState, Locks, PlayOutcome, SignInOutcome, SignInStep, StatusSource};
use tvpass::outcome::MediaToken;
use tvpass::{Error, flow::Status};

use crate::any_flow::{Ended, Kind};
use crate::asked::{Asked, MARK, Mvpd, Op};
use crate::process::{CodeBook, Kept, Running};
use crate::service::{Lock, Said};
use crate::stats::Count;
use crate::tv::{Tv, World};

/// Adobe's shortest pause between two polls.
const MIN_POLL_MS: u64 = 3000;

/// How long a configuration is good.
const CONFIGURATION_MS: u64 = 180_000;

impl Tv {
    /// The rules that a request has to keep. When the code was polled before, if it is a poll.
    pub(crate) fn check_request(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        asked: &Asked,
    ) -> Result<Option<u64>, String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let clock = process.checks_clock(world.now);
        let (early, went_back) = (process.early(), process.went_back);
        let running = &mut process.flows[flow as usize];
        running.requests += 1;
        let Asked::Operation { op, .. } = asked else {
            world.stats.add(match asked {
                Asked::Register => Count::Registers,
                _ => Count::Tokens,
            });
            return Ok(None);
        };
        running.operations += 1;
        world.stats.add(match op {
            Op::Configuration => Count::Configurations,
            Op::Create(_) => Count::Creates,
            Op::Resume(..) => Count::Resumes,
            Op::ForCode(_) => Count::Polls,
            _ => Count::OtherOperations,
        });
        if running.cancelled {
            return Err(format!("{op:?} after it was cancelled"));
        }
        if running.replaced {
            return Err(format!(
                "{op:?} by a sign-in whose place another flow has taken"
            ));
        }
        if running.refused {
            return Err(format!("{op:?}, and did not take what the user did"));
        }
        if !belongs(running.kind, op) {
            return Err(format!("{op:?} by a flow {:?}", running.kind));
        }
        if running.is_decided && !matches!(op, Op::Preauthorize(_)) {
            return Err(format!("{op:?} although the answer has come"));
        }
        let most = match running.kind {
            Kind::Status | Kind::Providers | Kind::TempEnd => 1,
            Kind::SignOut => u32::try_from(running.out_of.len()).unwrap(),
            Kind::Play if world.manner.fails == 0 => 1,
            Kind::Play => 3,
            _ => u32::MAX,
        };
        if self.calm && running.operations > most {
            return Err(format!(
                "{} requests where {most} are enough",
                running.operations
            ));
        }
        match op {
            Op::Configuration => {
                if running.kind == Kind::SignIn && !running.chooses {
                    return Err("asks for the configuration, and nobody has to choose".to_owned());
                }
                let age = process.configured.map(|at| clock.saturating_sub(at));
                // A call that began before another flow had it goes on.
                let came = process.configured.is_some_and(|at| at >= running.started);
                let began_before = running.overlaps && came;
                if !began_before && age.is_some_and(|age| age + early < CONFIGURATION_MS) {
                    return Err("asks for the configuration again within three minutes".to_owned());
                }
            }
            Op::Create(_) => {
                let lasted = clock.saturating_sub(running.started);
                // One, those that the user wants, and one for each minute that a code has lived.
                let most = 1 + running.new_codes + lasted / 50_000;
                if running.creates > most {
                    return Err(format!("a new code after {} of them", running.creates));
                }
            }
            Op::Preauthorize(resources) => {
                for resource in resources {
                    let since = running.known.get(resource);
                    let is_known = since == Some(&process.epoch) && !process.jumped;
                    if is_known && !running.overlaps {
                        return Err(format!("asks for R{resource}, which is known"));
                    }
                    if running.locks.contains_key(resource) {
                        return Err(format!("asks for R{resource} again"));
                    }
                }
                if resources.len() > 5 {
                    return Err("asks for more than five resources at once".to_owned());
                }
            }
            Op::Logout(mvpd) if running.logged_out.contains(mvpd) => {
                return Err(format!("{op:?} although the answer has come"));
            }
            Op::Logout(mvpd) if !running.out_of.contains(mvpd) => {
                return Err(format!("{op:?}, of which nobody was known"));
            }
            Op::ForCode(number) => {
                let by_browser = running.browser;
                if by_browser && !running.browser_over {
                    return Err("polls while the browser is open".to_owned());
                }
                let Some(book) = process.codes.get_mut(number) else {
                    return Err("polls a code that it was never given".to_owned());
                };
                if book.flow != flow {
                    return Err("polls the code of another flow".to_owned());
                }
                if let Some(why) = book.dead {
                    return Err(format!("polls a dead code: {why}"));
                }
                if !by_browser && !went_back && clock >= book.ends {
                    return Err("polls a dead code: it has ended".to_owned());
                }
                let since = match by_browser {
                    true => book.polled,
                    false => Some(book.polled.unwrap_or(book.received)),
                };
                if since.is_some_and(|since| clock + early < since + MIN_POLL_MS) {
                    return Err("polls faster than every 3 s".to_owned());
                }
                let before = book.polled;
                book.polled = Some(clock);
                return Ok(before);
            }
            _ => {}
        }
        Ok(None)
    }

    /// An answer has come in: what the checks learn from it.
    pub(crate) fn told(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        asked: &Asked,
        said: &Said,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let clock = process.checks_clock(world.now);
        let running = &mut process.flows[flow as usize];
        match (said, asked) {
            (Said::Credentials(number), _) => process.registration = Some(*number),
            (Said::Configuration, _) => running.configured = true,
            (Said::Unknown, _) => running.unknown = true,
            (Said::Session { number, valid_ms }, asked) => {
                let resumes = matches!(
                    asked,
                    Asked::Operation {
                        op: Op::Resume(..),
                        ..
                    }
                );
                if !resumes {
                    running.creates += 1;
                    running.code = Some(*number);
                    running.received = Some(*number);
                    process.bury("a newer code", |of| of == flow);
                    let book = CodeBook {
                        flow,
                        received: clock,
                        ends: clock + valid_ms,
                        polled: None,
                        dead: None,
                    };
                    process.codes.insert(*number, book);
                }
            }
            (Said::NoSignInNeeded, _) => {
                running.code = None;
                running.no_need |= !running.replaced;
                process.bury("no sign-in is needed", |of| of == flow);
            }
            (Said::Profile { found, ends }, _) => {
                running.profile = Some(*found);
                running.found_in_time |= *found && !running.replaced;
                running.temp_ends = *ends;
                running.told_something = true;
                running.is_decided |= running.kind == Kind::Status;
                if *found && running.kind == Kind::SignIn {
                    running.is_decided = true;
                    process.bury("there is a profile", |of| of == flow);
                }
            }
            (
                Said::CodeOver,
                Asked::Operation {
                    op: Op::ForCode(number),
                    ..
                },
            ) => {
                if let Some(book) = process.codes.get_mut(number) {
                    book.dead.get_or_insert("the service said that it is over");
                }
            }
            (Said::Locks(locks), _) => {
                for (resource, lock) in locks {
                    if *lock != Lock::Failed {
                        running.locks.insert(*resource, *lock == Lock::Open);
                    }
                    if *lock == Lock::Open {
                        running.permitted.push(*resource);
                    }
                }
            }
            (Said::Permit(number), _) => {
                running.permit = Some(*number);
                running.is_decided = true;
            }
            (Said::Denial { again }, _) => {
                if !again {
                    running.denied = Some(running.resource);
                }
                running.is_decided = !again;
            }
            (Said::NotSignedIn, _) => {
                running.not_signed_in = true;
                running.is_decided = running.kind == Kind::Play;
                running.told_something = true;
            }
            (Said::LoggedOut, asked) => {
                if let Asked::Operation {
                    op: Op::Logout(mvpd),
                    ..
                } = asked
                {
                    running.logged_out.insert(*mvpd);
                }
                running.told_something = true;
            }
            // Of a throttle that others have used up, say.
            (Said::Trouble, Asked::Operation { .. }) => running.operations -= 1,
            _ => {}
        }
        Ok(())
    }

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

    pub(crate) fn check_sign_in_step(&self, flow: u32, step: &SignInStep) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        if running.replaced {
            return Err("presents something after another flow took its place".to_owned());
        }
        match step {
            SignInStep::ShowCode(_) | SignInStep::OpenBrowser(_) if running.code.is_none() => {
                Err("asks somebody to sign in for whom there is no need".to_owned())
            }
            SignInStep::ShowCode(_) | SignInStep::OpenBrowser(_)
                if running.profile == Some(true) =>
            {
                Err("asks somebody to sign in who has a profile".to_owned())
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

    pub(crate) fn check_locks(
        &self,
        world: &mut World<'_>,
        flow: u32,
        locks: &Locks,
        is_end: bool,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let running = &process.flows[flow as usize];
        for lock in &locks.locks {
            let number: u32 = lock.resource.trim_start_matches('R').parse().unwrap();
            let said = running.locks.get(&number).copied();
            let known = running.known.contains_key(&number);
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
        let clock = process.checks_clock(world.now);
        let jumped = process.jumped;
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
                        if found != is_signed_in {
                            return Err(format!(
                                "signed in: {is_signed_in}, where the service said {found}"
                            ));
                        }
                    }
                    (StatusSource::Service, None) => {
                        return Err("a status of the service that it did not give".to_owned());
                    }
                    (StatusSource::Unreachable(_), Some(true)) => {
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
                        return Err("asks to sign in, which nothing calls for".to_owned());
                    }
                    match running.not_signed_in && running.mvpd != Some(Mvpd::TempPass) {
                        true => Kept::No,
                        false => before,
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
            process.may_forget_permits();
            return Ok(());
        }
        if kept != before {
            process.may_forget_permits();
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
        let needs_nobody = running.no_need && is_temporary;
        if is_temporary && !running.no_need {
            return Err("temporary access that the service did not offer".to_owned());
        }
        let was_known = running.found_in_time || needs_nobody;
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

fn belongs(kind: Kind, op: &Op) -> bool {
    match kind {
        Kind::Status => matches!(op, Op::Profiles | Op::ForMvpd(_)),
        Kind::Providers => *op == Op::Configuration,
        Kind::SignIn => !matches!(op, Op::Preauthorize(_) | Op::Authorize(..) | Op::Logout(_)),
        Kind::Locks => matches!(op, Op::Preauthorize(_)),
        Kind::Play => matches!(op, Op::Authorize(..)),
        Kind::TempEnd => matches!(op, Op::ForMvpd(_)),
        Kind::SignOut => matches!(op, Op::Logout(_)),
    }
}
