//! What the user of a TV, and the platform, do about what is presented.

use tvpass::flow::{
    AccountSettings, ActivationPage, PartnerStep, SignInInput, SignInStep, SignOutInput,
};
use tvpass::operation::{AccessStatus, PartnerFrameworkStatus, SamlResponse};
use tvpass::{Error, RedirectUrl};

use crate::any_flow::Shown;
use crate::asked::{Mvpd, saml};
use crate::process::{Doing, Kept, Mood, PartnerAsked};
use crate::queue::{Act, What};
use crate::random::Random;
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

pub(crate) fn granted(provider: bool) -> PartnerFrameworkStatus {
    let status = PartnerFrameworkStatus::new(AccessStatus::Granted).unwrap();
    match provider {
        true => status
            .provider("apple.optimum", Some(4_000_000_000_000))
            .unwrap(),
        false => status,
    }
}

impl Tv {
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
                self.check_sign_in_step(world.now, flow, &step)?;
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
        let usual = self.mvpd;
        let Some(running) = self.running(flow) else {
            return;
        };
        let (mood, code, renewed) = (running.mood, running.code, running.creates > 1);
        let mvpd = running.mvpd.unwrap_or(usual);

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
                self.interrupted(world);
                let phone = |denied| What::Phone {
                    session,
                    mvpd,
                    denied,
                };
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

    /// In front of a code the TV may be turned off without warning, or somebody does something
    /// else.
    fn interrupted(&mut self, world: &mut World<'_>) {
        let process = self.process.as_ref().map_or(0, |process| process.number);
        let faults = self.faults(world);
        let at = world.now + self.random.range(0, 60_000);
        if self.random.chance(faults.crash / 8) {
            world.stats.add(Count::CrashedAtCode);
            world.queue.push(at, self.place, What::Crash { process });
        } else if !self.healed && self.random.chance(60) {
            world.queue.push(at, self.place, What::Deed { process });
        }
    }

    /// The user signs in on another device.
    pub(crate) fn phone(
        &mut self,
        world: &mut World<'_>,
        session: u32,
        mvpd: Mvpd,
        denied: bool,
    ) -> Result<(), String> {
        let count = match denied {
            true => Count::MvpdDenies,
            false => {
                let (now, manner) = (world.now, world.manner);
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
        let usual = self.mvpd;
        let Some(running) = self.running(flow) else {
            return Ok(());
        };
        let mvpd = running.mvpd.unwrap_or(usual);
        if running.shown != shown || !running.is_alive() {
            return Ok(());
        }
        let (code, partner_asked) = (running.code, running.partner_asked);
        let input = match act {
            Act::Choose => Some(SignInInput::ProviderChosen(mvpd.id().to_owned())),
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
                let (now, manner) = (world.now, world.manner);
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
        let reading = process.clock.reading(world.now);
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
        let reading = process.clock.reading(world.now);
        let running = &mut process.flows[flow as usize];
        if self.healed || !running.is_alive() {
            return Ok(());
        }
        running.cancelled = true;
        let Some(driven) = running.flow.as_mut() else {
            return Ok(());
        };
        let told_something = running.told_something;
        world.stats.add(match drop {
            true => Count::Dropped,
            false => Count::Cancelled,
        });
        world.stats.add(match running.doing {
            Doing::Sent(_) => Count::GivenUpAsking,
            Doing::Storing => Count::GivenUpStoring,
            _ => Count::GivenUpWaiting,
        });
        if !drop {
            driven.cancel(reading);
            self.check_forgotten(flow)?;
            let process = self.process.as_mut().ok_or("no process")?;
            process.bury("the sign-in was cancelled", |of| of == flow);
            return self.poll(world, flow);
        }
        running.flow = None;
        let is_main = running.is_main;
        self.check_forgotten(flow)?;
        let process = self.process.as_mut().ok_or("no process")?;
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
}
