//! After the faults: who is signed in, a sign-in, locks, a playback, a sign-out, and nobody is
//! greeted at the next start.

use crate::process::Kept;
use crate::stats::Count;
use crate::tv::{Tv, World};

/// How often each step may fail: throttles that others have used up, silences that are still on.
const MOST_TRIES: u32 = 12;

/// How often a profile may turn out to have ended, between the status and what it is needed for.
const MOST_RETURNS: u32 = 2;

/// How often it may turn out, after a sign-out, that somebody is signed in: as long as the MVPD's
/// login is down.
const MOST_ROUNDS: u32 = 400;

impl Tv {
    /// A step has gone well, or not.
    pub(crate) fn healing(&mut self, well: bool) {
        self.tries += 1;
        let signed_in = self
            .process
            .as_ref()
            .is_some_and(|process| process.signed_in);
        if !well {
            if matches!(self.step, 3 | 4) && !signed_in {
                self.returns += 1;
                self.step = 1;
            }
            return;
        }
        self.rounds += u32::from(self.step == 6);
        let next = match self.step {
            0 if signed_in => 2,
            2 if !signed_in => 1,
            6 if signed_in => 5,
            step => step + 1,
        };
        if next > self.step {
            self.tries = 0;
        }
        self.step = next;
    }

    pub(crate) fn heal(&mut self, world: &mut World<'_>) -> Result<(), String> {
        if self.tries > MOST_TRIES || self.returns > MOST_RETURNS || self.rounds > MOST_ROUNDS {
            return Err(format!(
                "does not get through step {} after the faults",
                self.step
            ));
        }
        match self.step {
            0 | 2 | 6 => self.status(world, true),
            1 => self.sign_in(world, true),
            3 => self.locks(world, true),
            4 => self.play(world, true, None),
            5 => self.sign_out(world, true),
            7 => {
                // The app is started again: nobody is greeted.
                self.close()?;
                self.start(world)?;
                let process = self.process.as_ref().ok_or("no process")?;
                if process.greeting != Some(Kept::No) || process.account.mvpd().is_some() {
                    return Err("knows somebody who has signed out".to_owned());
                }
                self.step = 8;
                self.status(world, true)
            }
            _ => {
                self.finished = true;
                world.stats.add(Count::Devices);
                if self.calm {
                    world.stats.add(Count::Calm);
                }
                self.process = None;
                Ok(())
            }
        }
    }
}
