//! What a TV stores: writes on their way, that fail, stall, or say that they stored.

use crate::process::{Doing, Kept};
use crate::queue::What;
use crate::stats::Count;
use crate::tv::{Tv, World};

/// What is stored.
#[derive(Clone)]
pub(crate) struct Disk {
    pub(crate) state: String,
    pub(crate) kept: Kept,
}

/// A write on its way.
pub(crate) struct Write {
    pub(crate) number: u32,
    pub(crate) disk: Disk,
}

impl Tv {
    /// What was stored may be gone, as after a reset, or be what it was once, as after a backup.
    pub(crate) fn disk_at_start(&mut self, world: &mut World<'_>) {
        if self.calm || self.healed || self.disk.is_none() {
            return;
        }
        if self.random.chance(world.manner.state_lost) {
            world.stats.add(Count::FaultStateLost);
            self.disk = None;
        } else if self.random.chance(world.manner.state_old) && self.older.is_some() {
            world.stats.add(Count::FaultStateOld);
            self.disk.clone_from(&self.older);
        }
    }

    pub(crate) fn store(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        state: String,
    ) -> Result<(), String> {
        let faults = self.faults(world);
        let stalls = self.random.chance(faults.stall);
        let mut takes = self.random.range(1, 40);
        if stalls {
            world.stats.add(Count::FaultStall);
            if let Some(process) = &mut self.process {
                // Nobody waits for it, and what changes meanwhile is the next call's to store.
                process.store_failed = true;
            }
            takes = self.random.range(20_000, 120_000);
        }
        self.check_stored(&state)?;
        let process = self.process.as_mut().ok_or("no process")?;
        let running = &mut process.flows[flow as usize];
        running.doing = Doing::Storing;
        let deadline = running
            .flow
            .as_ref()
            .map_or(u64::MAX, |flow| flow.deadline_ms());
        let deadline = process.clock.when(deadline);
        let at = process.writer_free_at.max(world.now) + takes;
        process.writer_free_at = at;
        self.writes += 1;
        let kept = match process.account.profiles().is_empty() {
            true => Kept::No,
            false => Kept::Yes,
        };
        let write = Write {
            number: self.writes,
            disk: Disk { state, kept },
        };
        self.writing.push_back(write);
        let what = What::Stored {
            process: process.number,
            flow,
            write: self.writes,
        };
        world.queue.push(at, self.place, what);
        if deadline < at {
            self.poll_at(world, flow, deadline);
        }
        Ok(())
    }

    pub(crate) fn stored(
        &mut self,
        world: &mut World<'_>,
        process: u32,
        flow: u32,
        write: u32,
    ) -> Result<(), String> {
        let Some(at) = self.writing.iter().position(|w| w.number == write) else {
            return Ok(());
        };
        let faults = self.faults(world);
        let fails = self.random.chance(faults.store);
        let lies = self.random.chance(faults.lying_disk);
        if let Some(write) = self.writing.remove(at) {
            match fails || lies {
                true => world.stats.add(Count::FaultStore),
                false => {
                    let before = self.disk.replace(write.disk);
                    if self.older.is_none() || self.random.chance(200) {
                        self.older = before;
                    }
                }
            }
        }
        let Some(process) = self.process.as_mut().filter(|p| p.number == process) else {
            return Ok(());
        };
        process.store_failed |= fails;
        let reading = process.clock.reading(world.now);
        let running = &mut process.flows[flow as usize];
        let Some(driven) = running.flow.as_mut() else {
            return Ok(());
        };
        driven
            .persisted(reading, !fails)
            .map_err(|error| format!("does not take the report of a store: {error}"))?;
        if running.doing == Doing::Storing {
            running.doing = Doing::Waiting;
            self.poll(world, flow)?;
            self.wake(world, flow)?;
        }
        Ok(())
    }
}
