//! Signing in on a second screen: the code is shown, and the profile asked for until it is there.

use crate::device::{Device, World};
use crate::queue::What;
use crate::wish::Wish;

impl Device {
    /// The code of a session is on the screen: most users sign in with it, soon or late.
    pub(crate) fn show_code(&mut self, world: &mut World<'_>, session: u32) {
        let Some(process) = &mut self.process else {
            return;
        };
        process.session = Some(session);
        let what = What::Ask {
            process: process.number,
            session,
            left: 6,
        };
        world.queue.push(world.now + 5000, self.id, what);
        if self.random.chance(800) {
            let at = world.now + self.random.range(1000, 40_000);
            world
                .queue
                .push(at, self.id, What::SecondScreen { session });
        }
    }

    /// Asks for the profile of a session, as long as its code is on the screen.
    pub(crate) fn ask(
        &mut self,
        world: &mut World<'_>,
        session: u32,
        left: u32,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        if self.healed || process.session != Some(session) {
            return Ok(());
        }
        let what = What::Ask {
            process: process.number,
            session,
            left: left.saturating_sub(1),
        };
        if left > 0 {
            world.queue.push(world.now + 5000, self.id, what);
        }
        self.begin(world, Wish::AskForProfile(session), 60_000)?;
        Ok(())
    }
}
