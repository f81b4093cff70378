//! What the user of a TV does: turns it on, signs in, watches, signs out, loses patience.

use tvpass::flow::{
    Access, AccountSettings, ActivationPage, PartnerStep, PlayOutcome, Remedy, SignInInput,
    SignInOptions, SignInOutcome, SignInStep, SignOutInput, StatusSource,
};
use tvpass::operation::{AccessStatus, PartnerFrameworkStatus, SamlResponse};
use tvpass::{Error, RedirectUrl};

use crate::any_flow::{AnyFlow, Ended, Shown};
use crate::asked::{Mvpd, saml};
use crate::process::{Doing, Kept, Mood, PartnerAsked, Running};
use crate::queue::{Act, What};
use crate::random::Random;
use crate::service::is_subscribed;
use crate::stats::Count;
use crate::tv::{Tv, World};

/// What Apple's framework says on this TV, if it is one of Apple's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Apple {
    None,
    Denied,
    /// The user has signed in with the system.
    Knows,
    /// The user chooses in the picker, and signs in there.
    Picks,
    /// The user chooses one that cannot sign in there.
    PicksUnsupported,
    Fails,
}

impl Apple {
    pub(crate) fn draw(random: &mut Random) -> Self {
        match random.range(0, 14) {
            0 => Self::Denied,
            1..=2 => Self::Knows,
            3 => Self::Picks,
            4 => Self::PicksUnsupported,
            5 => Self::Fails,
            _ => Self::None,
        }
    }
}

pub(crate) fn settings() -> AccountSettings {
    AccountSettings::new("REF30")
        .unwrap()
        .domain_name("example.com")
        .unwrap()
        .redirect_url(&RedirectUrl::new("https://example.com/done").unwrap())
        .activation_page(ActivationPage::new("https://example.com/tv").unwrap())
}

fn granted(provider: bool) -> PartnerFrameworkStatus {
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    match provider {
        true => status
            .provider("apple.optimum", Some(4_000_000_000_000))
            .unwrap(),
        false => status,
    }
}

impl Tv {
    /// The TV is turned on.
    pub(crate) fn evening(&mut self, world: &mut World<'_>) -> Result<(), String> {
        world.stats.add(Count::Evenings);
        if self.evenings == 0 {
            self.healed = true;
        }
        self.evenings = self.evenings.saturating_sub(1);
        self.start(world)?;
        let deeds = self.random.range(3, 9);
        let knows = self.apple == Apple::Knows;
        let process = self.process.as_mut().ok_or("no process")?;
        process.deeds = u32::try_from(deeds).unwrap();
        let number = process.number;
        if knows {
            process.account.set_partner_status(Some(granted(true)));
        }
        let flow = process.account.status();
        self.begin(world, AnyFlow::Status(flow), true, |_| {})?;
        let faults = self.faults(world);
        let soon = self.random.range(0, 120_000) * self.random.range(0, 1);
        let at = world.now + soon + self.random.range(0, 400);
        if self.random.chance(faults.crash) {
            world
                .queue
                .push(at, self.place, What::Crash { process: number });
        }
        if self.random.chance(faults.jump) {
            let at = world.now + self.random.range(0, 120_000);
            world
                .queue
                .push(at, self.place, What::Jump { process: number });
        }
        Ok(())
    }

    /// The user does the next thing.
    pub(crate) fn deed(&mut self, world: &mut World<'_>) -> Result<(), String> {
        let place = self.place;
        if self.healed {
            return self.heal(world);
        }
        let process = self.process.as_mut().ok_or("no process")?;
        let is_busy = process
            .flows
            .iter()
            .any(|running| running.is_main && running.is_alive());
        if !is_busy {
            if process.deeds == 0 {
                self.close()?;
                let longer =
                    self.random
                        .pick(&[60_000, 3_600_000, 30 * 3_600_000, 90 * 86_400_000]);
                let at = world.now + self.random.range(longer / 2, longer);
                world.queue.push(at, place, What::Evening);
                return Ok(());
            }
            process.deeds -= 1;
        }
        let signed_in = process.signed_in;
        let number = process.number;
        if self.random.chance(120) {
            let at = world.now + self.random.range(0, 20_000);
            world.queue.push(at, place, What::Deed { process: number });
        }
        let is_main = !is_busy;
        match (signed_in, self.random.range(0, 19)) {
            (true, 0..=6) => self.locks(world, is_main),
            (true, 7..=14) => self.play(world, is_main, None),
            (true, 15..=16) | (false, 19) => self.sign_out(world, is_main),
            (false, 0..=11) | (true, 19) => self.sign_in(world, is_main),
            (false, 12..=14) => self.play(world, is_main, Some(Mvpd::TempPass)),
            (false, 15..=16) => self.play(world, is_main, None),
            (false, 17) => {
                let flow = self
                    .process
                    .as_ref()
                    .ok_or("no process")?
                    .account
                    .providers();
                self.begin(world, AnyFlow::Providers(flow), is_main, |_| {})
                    .map(|_| ())
            }
            _ => self.status(world, is_main),
        }
    }

    pub(crate) fn status(&mut self, world: &mut World<'_>, is_main: bool) -> Result<(), String> {
        let flow = self.process.as_ref().ok_or("no process")?.account.status();
        self.begin(world, AnyFlow::Status(flow), is_main, |_| {})
            .map(|_| ())
    }

    pub(crate) fn locks(&mut self, world: &mut World<'_>, is_main: bool) -> Result<(), String> {
        let count = self.random.range(1, 12);
        let first = self.random.range(0, 20);
        let resources: Vec<_> = (first..first + count).map(|n| format!("R{n}")).collect();
        let process = self.process.as_ref().ok_or("no process")?;
        let flow = process
            .account
            .preauthorize(&Access::current(), &resources)
            .map_err(|error| error.to_string())?;
        self.begin(world, AnyFlow::Locks(flow), is_main, |_| {})
            .map(|_| ())
    }

    pub(crate) fn play(
        &mut self,
        world: &mut World<'_>,
        is_main: bool,
        by: Option<Mvpd>,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let mut resource = u32::try_from(self.random.range(0, 30)).unwrap();
        if self.healed && !is_subscribed(resource) {
            resource += 1;
        }
        let access = match by {
            Some(mvpd) => Access::mvpd(mvpd.id()).map_err(|error| error.to_string())?,
            None => Access::current(),
        };
        let has_chosen = process.account.mvpd().is_some();
        let mvpd = by.or(has_chosen.then_some(self.mvpd));
        let flow = process
            .account
            .authorize(&access, &format!("R{resource}"))
            .map_err(|error| error.to_string())?;
        let set = |running: &mut Running| {
            running.mvpd = mvpd;
            running.resource = resource;
        };
        self.begin(world, AnyFlow::Play(flow), is_main, set)
            .map(|_| ())
    }

    pub(crate) fn sign_out(&mut self, world: &mut World<'_>, is_main: bool) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let flow = process
            .account
            .sign_out()
            .map_err(|error| error.to_string())?;
        // A code of before, typed on a phone, may have signed in with a second MVPD.
        let mvpd = process.account.mvpd().map(|mvpd| mvpd.id);
        let profiles = process.account.profiles().into_iter();
        let all = mvpd.into_iter().chain(profiles.map(|p| p.mvpd));
        let out_of = all.filter_map(|id| Mvpd::of(id.as_str())).collect();
        let set = |running: &mut Running| running.out_of = out_of;
        self.begin(world, AnyFlow::SignOut(flow), is_main, set)
            .map(|_| ())
    }

    pub(crate) fn sign_in(&mut self, world: &mut World<'_>, is_main: bool) -> Result<(), String> {
        let (browser, healed) = (self.browser, self.healed);
        let on_phone = self.on_phone && !browser && self.random.chance(500);
        let with_mvpd = self.random.chance(300);
        let temporary = !healed && self.random.chance(40);
        let partner = self.apple != Apple::None && !temporary;
        let (mood, open_for_ms) = match self.random.range(0, 19) {
            _ if healed => (Mood::SignsIn(self.random.range(5_000, 40_000)), 600_000),
            0..=10 => (Mood::SignsIn(self.random.range(5_000, 120_000)), 7_200_000),
            11..=12 => (
                Mood::SignsIn(self.random.range(120_000, 1_500_000)),
                1_800_000,
            ),
            13..=14 => (Mood::Never, self.random.range(0, 600_000)),
            15..=17 => (Mood::WantsNewCode, 7_200_000),
            _ => (Mood::Denied, 7_200_000),
        };
        let mut options = match browser {
            true => SignInOptions::browser(),
            false => SignInOptions::second_screen().open_for_ms(open_for_ms),
        };
        let mut chooses = true;
        if on_phone {
            options = options.choose_on_second_screen();
            chooses = false;
        } else if with_mvpd || temporary {
            let mvpd = if temporary { Mvpd::TempPass } else { self.mvpd };
            options = options.mvpd(mvpd.id()).map_err(|error| error.to_string())?;
            // Apple's picker may be needed.
            chooses = false;
        }
        if partner {
            options = options.partner_first();
            chooses = true;
        }
        let process = self.process.as_ref().ok_or("no process")?;
        let flow = process
            .account
            .sign_in(options)
            .map_err(|error| error.to_string())?;
        let set = |running: &mut Running| {
            running.chooses = chooses;
            running.browser = browser;
            running.mood = mood;
            running.open_for_ms = open_for_ms;
        };
        self.begin(world, AnyFlow::SignIn(flow), is_main, set)
            .map(|_| ())
    }

    /// A flow presents something.
    pub(crate) fn presented(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        shown: Shown,
    ) -> Result<(), String> {
        self.trace(world, || format!("flow {flow} shows {shown:?}"));
        if self.running(flow).is_some_and(|running| running.refused) {
            return Err("goes on, and did not take what the user did".to_owned());
        }
        match shown {
            Shown::Status(status) => {
                if status.is_signed_in() {
                    world.stats.add(Count::Greeted);
                }
                self.check_status(flow, &status)
            }
            Shown::Locks(locks) => self.check_locks(world, flow, &locks, false),
            Shown::Remaining(_) => Ok(()),
            Shown::SignOut(_) => {
                world.stats.add(Count::FollowUps);
                let at = self.random.range(300, 20_000);
                self.acts(world, flow, at, Act::SignedOut);
                Ok(())
            }
            Shown::SignIn(step) => {
                self.check_sign_in_step(flow, &step)?;
                self.sign_in_step(world, flow, &step);
                Ok(())
            }
        }
    }

    /// The user, or the platform, will answer what was presented last.
    fn acts(&mut self, world: &mut World<'_>, flow: u32, after: u64, act: Act) {
        let place = self.place;
        let Some(process) = &self.process else { return };
        let what = What::Act {
            process: process.number,
            flow,
            shown: process.flows[flow as usize].shown,
            act,
        };
        world.queue.push(world.now + after, place, what);
    }

    fn sign_in_step(&mut self, world: &mut World<'_>, flow: u32, step: &SignInStep) {
        let calm = self.calm || self.healed;
        let Some(running) = self.running(flow) else {
            return;
        };
        let (mood, code, renewed) = (running.mood, running.code, running.creates > 1);
        let after = |random: &mut Random, longest: u64| random.range(300, longest);
        match step {
            SignInStep::ChooseProvider(_) => {
                let at = after(&mut self.random, 20_000);
                self.acts(world, flow, at, Act::Choose);
            }
            SignInStep::OpenBrowser(_) => {
                let at = after(&mut self.random, 50_000);
                let act = match self.random.range(0, 9) {
                    0 if !calm => Act::Closed,
                    1 if !calm => Act::Redirect { signed_in: false },
                    _ => Act::Redirect { signed_in: true },
                };
                self.acts(world, flow, at, act);
            }
            SignInStep::Partner(PartnerStep::PermissionMissing { .. }) => {}
            SignInStep::Partner(step) => {
                running.partner_asked = match step {
                    PartnerStep::ShowPicker { .. } => PartnerAsked::Picker,
                    PartnerStep::RequestResponse(_) => PartnerAsked::Response,
                    _ => PartnerAsked::Status,
                };
                let at = after(&mut self.random, 3000);
                self.acts(world, flow, at, Act::Partner);
            }
            SignInStep::ShowCode(_) => {
                let Some(session) = code else { return };
                if renewed && mood != Mood::WantsNewCode {
                    world.stats.add(Count::Renewed);
                }
                let phone = |denied| What::Phone { session, denied };
                match mood {
                    Mood::SignsIn(takes) => {
                        let takes = match renewed {
                            // The user types the new one.
                            true => self.random.range(5_000, 40_000),
                            false => takes,
                        };
                        world
                            .queue
                            .push(world.now + takes, self.place, phone(false));
                    }
                    Mood::WantsNewCode => {
                        let at = after(&mut self.random, 60_000);
                        self.acts(world, flow, at, Act::NewCode);
                    }
                    Mood::Denied => {
                        world
                            .queue
                            .push(world.now + 20_000, self.place, phone(true));
                        self.gives_up_within(world, flow, 300_000);
                    }
                    Mood::Never => world.stats.add(Count::NeverSignedIn),
                }
            }
            _ => {}
        }
    }

    /// The user signs in on another device.
    pub(crate) fn phone(
        &mut self,
        world: &mut World<'_>,
        session: u32,
        denied: bool,
    ) -> Result<(), String> {
        let count = match denied {
            true => Count::MvpdDenies,
            false => {
                let (now, manner, mvpd) = (world.now, world.manner, self.mvpd);
                match self
                    .service
                    .log_in(now, session, mvpd, manner, &mut self.random)
                {
                    true => Count::SecondScreens,
                    false => Count::CodesTooLate,
                }
            }
        };
        world.stats.add(count);
        Ok(())
    }

    /// The user, or the platform, answers what was presented.
    pub(crate) fn act(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        shown: u32,
        act: Act,
    ) -> Result<(), String> {
        let mvpd = self.mvpd.id().to_owned();
        let Some(running) = self.running(flow) else {
            return Ok(());
        };
        if running.shown != shown || !running.is_alive() {
            return Ok(());
        }
        let (code, partner_asked) = (running.code, running.partner_asked);
        let input = match act {
            Act::Choose => Some(SignInInput::ProviderChosen(mvpd)),
            Act::NewCode => {
                running.mood = Mood::SignsIn(10_000);
                running.new_codes += 1;
                world.stats.add(Count::NewCodes);
                Some(SignInInput::NewCode)
            }
            Act::Closed | Act::Redirect { signed_in: false } => {
                running.browser_over = true;
                world.stats.add(Count::BrowsersClosed);
                Some(match act {
                    Act::Closed => SignInInput::BrowserClosed,
                    _ => SignInInput::RedirectReached,
                })
            }
            Act::Redirect { signed_in: true } => {
                running.browser_over = true;
                let (now, manner, mvpd) = (world.now, world.manner, self.mvpd);
                let random = &mut self.random;
                let session = code.unwrap_or(u32::MAX);
                match self.service.log_in(now, session, mvpd, manner, random) {
                    true => {
                        world.stats.add(Count::Browsers);
                        Some(SignInInput::RedirectReached)
                    }
                    false => Some(SignInInput::BrowserClosed),
                }
            }
            Act::Partner => {
                let input = self.partner(world, partner_asked);
                if let Some(process) = &mut self.process {
                    process.may_forget_permits();
                }
                Some(input)
            }
            Act::SignedOut => None,
        };
        let sign_out = self.random.pick(&[
            SignOutInput::RedirectReached,
            SignOutInput::BrowserClosed,
            SignOutInput::Continue,
        ]);
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.reading(world.now);
        let running = &mut process.flows[flow as usize];
        let Some(driven) = running.flow.as_mut() else {
            return Ok(());
        };
        let told = match input {
            Some(input) => driven.tell_sign_in(reading, input),
            None => driven.tell_sign_out(reading, sign_out),
        };
        match told {
            Ok(()) => {}
            // What the user sees is what was there when it ended: replaced, say. The host hears
            // of that when the state is stored.
            Err(Error::OutOfOrder(_)) => {
                world.stats.add(Count::ActsLate);
                running.refused = true;
            }
            Err(error) => return Err(format!("does not take {act:?}: {error}")),
        }
        if running.doing == Doing::Waiting {
            return self.poll(world, flow);
        }
        Ok(())
    }

    /// What Apple's framework answers: to whichever of its steps was presented.
    fn partner(&mut self, world: &mut World<'_>, asked: PartnerAsked) -> SignInInput {
        let mut fail = || {
            world.stats.add(Count::AppleFallback);
            SignInInput::PartnerFailed
        };
        if asked == PartnerAsked::Response {
            if self.random.chance(100) {
                return fail();
            }
            self.responses += 1;
            return SignInInput::PartnerResponse {
                response: SamlResponse::from_base64(&saml(self.responses)).unwrap(),
                status: granted(true),
            };
        }
        let picking = asked == PartnerAsked::Picker;
        match self.apple {
            Apple::Denied => {
                world.stats.add(Count::AppleFallback);
                SignInInput::PartnerStatus(
                    PartnerFrameworkStatus::new(AccessStatus::Denied).unwrap(),
                )
            }
            Apple::Knows => SignInInput::PartnerStatus(granted(true)),
            Apple::Picks => SignInInput::PartnerStatus(granted(picking)),
            Apple::PicksUnsupported if picking => {
                world.stats.add(Count::AppleFallback);
                SignInInput::PartnerUnsupported("apple.dish".to_owned())
            }
            Apple::PicksUnsupported => SignInInput::PartnerStatus(granted(false)),
            Apple::Fails | Apple::None => fail(),
        }
    }

    /// The user loses patience.
    pub(crate) fn give_up(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        drop: bool,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.reading(world.now);
        let running = &mut process.flows[flow as usize];
        if self.healed || !running.is_alive() {
            return Ok(());
        }
        running.cancelled = true;
        process.looks_away(flow);
        let running = &mut process.flows[flow as usize];
        let Some(driven) = running.flow.as_mut() else {
            return Ok(());
        };
        let told_something = running.told_something;
        world.stats.add(match drop {
            true => Count::Dropped,
            false => Count::Cancelled,
        });
        if !drop {
            driven.cancel(reading);
            process.bury("the sign-in was cancelled", |of| of == flow);
            return self.poll(world, flow);
        }
        running.flow = None;
        let is_main = running.is_main;
        if told_something {
            process.kept = Kept::Unknown;
        }
        process.bury("the sign-in was dropped", |of| of == flow);
        if is_main {
            self.goes_on(world);
        }
        self.wake(world, flow)
    }

    pub(crate) fn goes_on(&mut self, world: &mut World<'_>) {
        let process = self.process.as_ref().map_or(0, |process| process.number);
        let at = world.now + self.random.range(200, 30_000);
        world.queue.push(at, self.place, What::Deed { process });
    }

    /// A flow has ended.
    pub(crate) fn ended(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        result: Result<Ended, Error>,
    ) -> Result<(), String> {
        self.trace(world, || format!("flow {flow} ends with {result:?}"));
        self.check_end(world, flow, &result)?;
        let process = self.process.as_mut().ok_or("no process")?;
        process.bury("its sign-in has ended", |of| of == flow);
        let is_main = process.flows[flow as usize].is_main;
        let mut lost = false;
        let mut well = true;
        match result {
            Err(error) => {
                world.stats.add(Count::FlowsFailed);
                lost = matches!(error, Error::RegistrationLost(_));
                well = false;
            }
            Ok(Ended::Status(status)) => {
                process.signed_in = status.is_signed_in();
                if let StatusSource::Unreachable(error) = &status.source {
                    world.stats.add(Count::Unreachable);
                    lost = matches!(error, Error::RegistrationLost(_));
                    well = false;
                }
            }
            Ok(Ended::SignIn(outcome)) => {
                well = matches!(outcome, SignInOutcome::SignedIn(_));
                self.signed_in(world, flow, &outcome);
            }
            Ok(Ended::Locks(locks)) => {
                self.check_locks(world, flow, &locks, true)?;
                lost = matches!(locks.error, Some(Error::RegistrationLost(_)));
                well = locks.error.is_none();
                let remedy = locks.words.as_ref().map(|words| words.remedy);
                if remedy == Some(Remedy::SignIn) {
                    let process = self.process.as_mut().ok_or("no process")?;
                    process.signed_in = false;
                }
            }
            Ok(Ended::Play(outcome)) => match outcome {
                PlayOutcome::Play(play) => {
                    world.stats.add(Count::Played);
                    self.check_token(flow, play.media_token)?;
                    if let Some(temporary) = play.temporary {
                        world.stats.add(Count::PlayedTemporarily);
                        let process = self.process.as_ref().ok_or("no process")?;
                        let flow = process.account.temporary_access_end(&temporary);
                        self.begin(world, AnyFlow::TempEnd(flow), false, |_| {})?;
                    }
                }
                PlayOutcome::SignIn(refusal) => {
                    world.stats.add(Count::AskedToSignIn);
                    lost = matches!(refusal.error, Some(Error::RegistrationLost(_)));
                    process.signed_in = false;
                    well = false;
                }
                PlayOutcome::Explain(_) => {
                    world.stats.add(Count::Explained);
                    well = false;
                }
                _ => {
                    world.stats.add(Count::TriedLater);
                    well = false;
                }
            },
            Ok(Ended::TempEnd(_)) => world.stats.add(Count::TempEnded),
            Ok(Ended::SignOut(_)) => {
                world.stats.add(Count::SignedOut);
                process.signed_in = false;
                process.forget_permits();
            }
            Ok(Ended::Providers(_)) => {}
        }
        if lost {
            world.stats.add(Count::RegistrationsForgotten);
            let process = self.process.as_mut().ok_or("no process")?;
            process.client.forget_registration();
        }
        if self.healed {
            self.healing(well);
        }
        if is_main {
            self.goes_on(world);
        }
        self.wake(world, flow)
    }

    fn signed_in(&mut self, world: &mut World<'_>, flow: u32, outcome: &SignInOutcome) {
        let is_apple = self.apple != Apple::None;
        let Some(process) = self.process.as_mut() else {
            return;
        };
        let by_code = process.flows[flow as usize].creates > 0;
        let count = match outcome {
            SignInOutcome::SignedIn(signed_in) => {
                process.signed_in = true;
                if signed_in.already.is_some() {
                    world.stats.add(Count::Already);
                } else if is_apple && !by_code {
                    world.stats.add(Count::AppleSignedIn);
                }
                Count::SignedIn
            }
            SignInOutcome::TemporaryAccess { .. } => Count::TemporaryOffered,
            SignInOutcome::CodeExpired => Count::CodeExpired,
            SignInOutcome::Replaced => Count::Replaced,
            _ => Count::NotCompleted,
        };
        world.stats.add(count);
    }
}
