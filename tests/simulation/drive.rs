//! Driving calls as a host does, and checking each step.

use tvpass::call::{Step, WaitReason};
use tvpass::{AccessToken, Error};

use crate::device::{Device, World};
use crate::process::Doing;
use crate::queue::What;
use crate::stats::Count;

impl Device {
    pub(crate) fn poll_due(
        &mut self,
        world: &mut World<'_>,
        call: u32,
        stamp: u32,
    ) -> Result<(), String> {
        let process = self.process.as_ref().ok_or("no process")?;
        if process.calls[call as usize].stamp != stamp {
            return Ok(());
        }
        self.poll_now(world, call)
    }

    /// Polls a call, and those that may go on because of it.
    pub(crate) fn poll_now(&mut self, world: &mut World<'_>, call: u32) -> Result<(), String> {
        if self.poll(world, call)? {
            self.wake(world)?;
        }
        Ok(())
    }

    /// Another call was given an answer, was cancelled, or ended.
    pub(crate) fn wake(&mut self, world: &mut World<'_>) -> Result<(), String> {
        let mut again = true;
        while again {
            again = false;
            let calls = self
                .process
                .as_ref()
                .map_or(0, |process| process.calls.len());
            for call in 0..calls {
                let process = self.process.as_ref();
                if process.is_some_and(|process| process.calls[call].wake) {
                    again |= self.poll(world, u32::try_from(call).unwrap())?;
                }
            }
        }
        Ok(())
    }

    /// Polls a call. Whether others may go on because of it.
    pub(crate) fn poll(&mut self, world: &mut World<'_>, number: u32) -> Result<bool, String> {
        let Some(process) = &mut self.process else {
            return Ok(false);
        };
        let reading = process.clock.reading(world.now);
        let running = &mut process.calls[number as usize];
        if running.doing == Doing::Ended {
            return Ok(false);
        }
        let Some(call) = running.call.as_mut() else {
            return Ok(false);
        };
        world.stats.add(Count::Steps);
        running.stamp += 1;
        running.wake = false;
        running.polls += 1;
        if running.polls > 5000 {
            return Err("a call is polled without end".to_owned());
        }
        let deadline = call.deadline_ms();
        let step = call.poll(reading);
        let deadline_after = call.deadline_ms();
        if reading >= deadline.max(deadline_after) && !matches!(step, Step::Done(_)) {
            return Err(format!("goes on after its deadline: {step:?}"));
        }
        match step {
            Step::Send(request) => {
                self.send(world, number, request)?;
                Ok(false)
            }
            Step::Wait { until_ms, reason } => {
                if until_ms <= reading || until_ms > deadline_after {
                    return Err(format!(
                        "at {reading}, with the deadline {deadline_after}, waits until {until_ms}: {reason:?}"
                    ));
                }
                running.wake =
                    self.wakes && matches!(reason, WaitReason::OtherCall | WaitReason::Pacing);
                if reason == WaitReason::Throttled
                    && until_ms < deadline_after
                    && !process.clock.went_back
                {
                    let until = process.clock.of_checks(process.clock.when(until_ms));
                    let late = process.pace.waits(until)?;
                    world.stats.add(match late {
                        true => Count::SpreadUpper,
                        false => Count::SpreadLower,
                    });
                }
                let until = match reason {
                    WaitReason::OtherCall if self.wakes => deadline_after,
                    // The answer comes before: nothing to poll for.
                    WaitReason::Answer => deadline_after,
                    _ => until_ms,
                };
                let until = process.clock.when(until);
                self.poll_later(world, number, until);
                Ok(false)
            }
            Step::Persist(state) => {
                let registration = restored(state.expose());
                let clock = process.clock.of_checks(world.now);
                if process
                    .calls
                    .iter()
                    .any(|other| other.storing_since.is_some())
                {
                    return Err("two stores are out at a time".to_owned());
                }
                let running = &mut process.calls[number as usize];
                running.storing_since = Some(clock);
                if registration != process.registration {
                    return Err(format!(
                        "stores registration {registration:?} where {:?} is in use",
                        process.registration
                    ));
                }
                running.doing = Doing::Storing;
                process
                    .writing
                    .insert(0, (number, state.expose().to_owned(), registration));
                let start = process.writer_free_at.max(world.now);
                process.writer_free_at = start + self.random.range(0, 40);
                if self.random.chance(match self.calm || self.healed {
                    true => 0,
                    false => world.faults.stall,
                }) {
                    world.stats.add(Count::FaultStall);
                    process.writer_free_at += self.random.range(20_000, 120_000);
                }
                let what = What::Stored {
                    process: process.number,
                    call: number,
                };
                let until = process.clock.when(deadline_after);
                let stored_at = process.writer_free_at;
                world.queue.push(stored_at, self.id, what);
                if until <= stored_at {
                    self.poll_later(world, number, until);
                }
                Ok(false)
            }
            Step::ProvideToken { .. } => {
                let faults = self.faults(world);
                if self.random.chance(faults.store) {
                    world.stats.add(Count::FaultNoAppToken);
                    self.with_call(number, |call| call.token_failed(reading, "no token"))?;
                } else {
                    let lifetime_s = self.random.range(faults.lifetimes.0, faults.lifetimes.1);
                    let token = self.service.mint(world.now, lifetime_s);
                    let token = AccessToken::new(&token).map_err(|error| error.to_string())?;
                    let told = (self.calm || self.random.chance(800)).then_some(lifetime_s);
                    self.with_call(number, |call| call.provide_token(reading, token, told))?;
                }
                self.poll(world, number)?;
                Ok(true)
            }
            Step::Done(mut result) => {
                self.done(world, number, &mut result)?;
                Ok(true)
            }
            step => Err(format!("an unknown step: {step:?}")),
        }
    }

    fn with_call(
        &mut self,
        number: u32,
        action: impl FnOnce(
            &mut tvpass::call::Call<tvpass::operation::AnyOperation>,
        ) -> Result<(), Error>,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let call = process.calls[number as usize]
            .call
            .as_mut()
            .ok_or("no call")?;
        action(call).map_err(|error| format!("refuses what it asked for: {error}"))
    }

    /// Polls at a time, or, where hosts are slow, a little later.
    pub(crate) fn poll_later(&mut self, world: &mut World<'_>, call: u32, at: u64) {
        let lag = self.faults(world).lag;
        let Some(process) = &self.process else { return };
        let mut at = at.max(world.now);
        if self.random.chance(lag) {
            world.stats.add(Count::FaultLag);
            at += self.random.range(1, 4000);
        }
        let stamp = process.calls[call as usize].stamp;
        let what = What::Poll {
            process: process.number,
            call,
            stamp,
        };
        world.queue.push(at, self.id, what);
    }

    /// The state is on the disk, or could not be written.
    pub(crate) fn stored(&mut self, world: &mut World<'_>, number: u32) -> Result<(), String> {
        let fails = self.random.chance(self.faults(world).store);
        let lies = self.random.chance(self.faults(world).lying_disk);
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.clock.reading(world.now);
        let (_, state, registration) = process.writing.pop().ok_or("nothing was written")?;
        if fails {
            world.stats.add(Count::FaultStore);
            process.may_be_used_unstored.extend(registration);
        } else if let (Some(registration), false) = (registration, lies) {
            self.disk = Some((state, registration));
        }
        let running = &mut process.calls[number as usize];
        running.storing_since = None;
        if running.doing != Doing::Storing {
            // The call ended while the host was storing, and is told all the same; unless it was
            // dropped.
            if let Some(mut call) = running.call.take() {
                world.stats.add(Count::StoredLate);
                call.persisted(reading, !fails)
                    .map_err(|error| format!("refuses a late report: {error}"))?;
            }
            return self.wake(world);
        }
        running.doing = Doing::Waiting;
        self.with_call(number, |call| call.persisted(reading, !fails))?;
        self.poll(world, number)?;
        self.wake(world)
    }

    pub(crate) fn cancel(&mut self, world: &mut World<'_>, number: u32) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.clock.reading(world.now);
        let running = &mut process.calls[number as usize];
        if running.doing == Doing::Ended {
            return Ok(());
        }
        if running.expected.is_none() && self.random.chance(300) {
            world.stats.add(Count::Dropped);
            process.dropped += 1;
            running.call = None;
            running.storing_since = None;
            self.gone(number);
            return self.wake(world);
        }
        if let Some(call) = running.call.as_mut() {
            call.cancel(reading);
        }
        self.poll(world, number)?;
        self.wake(world)
    }
}

/// The registration in a state.
pub(crate) fn restored(state: &str) -> Option<usize> {
    let (_, rest) = state.split_once(r#""client_id":"c"#)?;
    rest.split_once('"')?.0.parse().ok()
}
