//! What the user of a TV does next: turns it on, signs in, watches, signs out.

use tvpass::flow::{Access, SignInOptions};

use crate::any_flow::AnyFlow;
use crate::asked::Mvpd;
use crate::decisions::is_subscribed;
use crate::process::{Mood, Running};
use crate::queue::What;
use crate::stats::Count;
use crate::tv::{Tv, World};
use crate::user::{Apple, granted};

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
            (false, 0..=11) | (true, 18..=19) => self.sign_in(world, is_main),
            (false, 12..=13) => self.play(world, is_main, Some(Mvpd::TempPass)),
            (false, 14) => self.status(world, is_main),
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
            (false, 18) => self.locks(world, is_main),
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
        // Some apps name the MVPD, whether or not anybody is signed in with it.
        let named = !self.healed && (!process.signed_in || self.random.chance(300));
        let access = match named {
            true => Access::mvpd(self.mvpd.id()).map_err(|error| error.to_string())?,
            false => Access::current(),
        };
        let mvpd = match named {
            true => Some(self.mvpd),
            false => process.current_mvpd(),
        };
        let flow = process
            .account
            .preauthorize(&access, &resources)
            .map_err(|error| error.to_string())?;
        let set = |running: &mut Running| running.mvpd = mvpd;
        self.begin(world, AnyFlow::Locks(flow), is_main, set)
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
        let mvpd = by.or_else(|| process.current_mvpd());
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
        // A home may have two MVPDs.
        let mvpd = match self.mvpd {
            Mvpd::Cablevision if self.has_two && !healed && self.random.chance(400) => Mvpd::Dish,
            Mvpd::Dish if self.has_two && !healed && self.random.chance(400) => Mvpd::Cablevision,
            usual => usual,
        };
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
            let asked = if temporary { Mvpd::TempPass } else { mvpd };
            options = options
                .mvpd(asked.id())
                .map_err(|error| error.to_string())?;
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
            running.mvpd = Some(mvpd);
            running.browser = browser;
            running.mood = mood;
            running.open_for_ms = open_for_ms;
        };
        self.begin(world, AnyFlow::SignIn(flow), is_main, set)
            .map(|_| ())
    }
}
