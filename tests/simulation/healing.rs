//! What a device has to get through when all faults are over.

use crate::device::{Device, Flight, World};
use crate::faults::Fate;
use crate::process::{Doing, Process};
use crate::queue::What;
use crate::service::Meaning;
use crate::stats::Count;
use crate::wish::Wish;

/// What a device has to get through when all faults are over, in this order.
const HEALED: [Healed; 5] = [
    Healed::LogOut,
    Healed::SignIn,
    Healed::AskForProfile,
    Healed::Watch,
    Healed::LogOut,
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Healed {
    LogOut,
    SignIn,
    AskForProfile,
    Watch,
}

impl Device {
    /// The faults are over: whatever has happened, a logout must get through now.
    pub(crate) fn heal(&mut self, world: &mut World<'_>) -> Result<(), String> {
        self.healed = true;
        // What is on its way from before still has its faults.
        let busy = |process: &Process| {
            process
                .calls
                .iter()
                .any(|running| running.doing != Doing::Ended)
        };
        // A request of a call that has ended may still reach the service.
        let on_its_way =
            |flight: &Flight| flight.request.is_some() && flight.fate != Fate::LostBefore;
        let late = (&self.flights).into_iter().any(on_its_way);
        if late || self.process.as_ref().is_some_and(busy) {
            world.queue.push(world.now + 5000, self.id, What::Heal);
            return Ok(());
        }
        if self.process.is_none() {
            self.start(world)?;
        }
        self.try_again(world)
    }

    fn try_again(&mut self, world: &mut World<'_>) -> Result<(), String> {
        self.tries += 1;
        if self.tries > 2 {
            return Err("not everything gets through after all faults are over".to_owned());
        }
        self.step = 0;
        self.sign_in();
        self.begin_step(world)
    }

    fn begin_step(&mut self, world: &mut World<'_>) -> Result<(), String> {
        let wish = match HEALED[self.step] {
            Healed::LogOut => Wish::LogOut,
            Healed::SignIn => Wish::SignIn,
            Healed::AskForProfile => {
                let session = self.shown.ok_or("no session")?;
                if !self.service.log_in(session) {
                    return Err("the code on the screen is not the current one".to_owned());
                }
                Wish::AskForProfile(session)
            }
            Healed::Watch => Wish::Watch { temp_pass: false },
        };
        self.begin(world, wish, 300_000)?;
        Ok(())
    }

    /// A call of a healed device has ended.
    pub(crate) fn healed_end(
        &mut self,
        world: &mut World<'_>,
        call: u32,
        fine: bool,
        lost: bool,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        let last = usize::try_from(call).unwrap() + 1 == process.calls.len();
        if !last || self.finished || self.tries == 0 {
            return Ok(());
        }
        if fine {
            let said = process.calls[call as usize].expected;
            let wanted = match HEALED[self.step] {
                Healed::LogOut if self.step == 0 => true,
                Healed::LogOut => matches!(said, Some(Meaning::Url(_))),
                Healed::SignIn => matches!(said, Some(Meaning::Session(_))),
                Healed::AskForProfile => said == Some(Meaning::Profiles(true)),
                Healed::Watch => matches!(said, Some(Meaning::Permit(_))),
            };
            if !wanted {
                return Err(format!("{said:?} in step {} of a healed device", self.step));
            }
            self.step += 1;
            if self.step < HEALED.len() {
                return self.begin_step(world);
            }
            self.finished = true;
            world.stats.add(Count::Devices);
            if self.calm {
                world.stats.add(Count::Calm);
                let [registers, _, operations] = self.sent;
                let wanted = u64::from(!self.app_tokens);
                if registers != wanted || operations != self.calls {
                    return Err(format!(
                        "{registers} registrations and {operations} operations for {} calls where nothing failed",
                        self.calls
                    ));
                }
            }
            if process
                .calls
                .iter()
                .all(|running| running.doing == Doing::Ended)
            {
                return self.end_process();
            }
            return Ok(());
        }
        if !lost {
            return Err("a call fails after all faults are over".to_owned());
        }
        if self.waits_after_loss() {
            // The library tries again after a minute; a clock that went back may have cost it a
            // second.
            world.queue.push(world.now + 62_000, self.id, What::Heal);
            return Ok(());
        }
        self.try_again(world)
    }

    /// The app lets go of no lost registration: the library registers again after a pause.
    pub(crate) fn waits_after_loss(&self) -> bool {
        self.register_again && !self.app_tokens && self.id % 2 == 0
    }
}
