//! Driving calls as a host does, and checking each step.

use tvpass::call::{Step, WaitReason};
use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::{AccessToken, Error, ErrorCode, Logout, LogoutAction, Request};

use crate::device::{Device, Flight, World};
use crate::faults::Fate;
use crate::process::{Doing, leak};
use crate::queue::What;
use crate::service::{self, Asked, Meaning};
use crate::stats::Count;

/// The host's own time limit for a request.
const REQUEST_LIMIT_MS: u64 = 30_000;

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
    fn wake(&mut self, world: &mut World<'_>) -> Result<(), String> {
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
    fn poll(&mut self, world: &mut World<'_>, number: u32) -> Result<bool, String> {
        let Some(process) = &mut self.process else {
            return Ok(false);
        };
        let reading = process.reading(world.now);
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
                let until = match reason {
                    WaitReason::OtherCall if self.wakes => deadline_after,
                    // The answer comes before: nothing to poll for.
                    WaitReason::Answer => deadline_after,
                    _ => until_ms,
                };
                let until = process.when(until);
                self.poll_later(world, number, until);
                Ok(false)
            }
            Step::Persist(state) => {
                let registration = restored(state.expose());
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
                let what = What::Stored {
                    process: process.number,
                    call: number,
                };
                let until = process.when(deadline_after);
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
            Step::Done(result) => {
                self.done(world, number, &result)?;
                Ok(true)
            }
            step => Err(format!("an unknown step: {step:?}")),
        }
    }

    fn with_call(
        &mut self,
        number: u32,
        action: impl FnOnce(
            &mut tvpass::call::Call<tvpass::operation::LogoutOperation>,
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
    fn poll_later(&mut self, world: &mut World<'_>, call: u32, at: u64) {
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

    fn send(&mut self, world: &mut World<'_>, number: u32, request: Request) -> Result<(), String> {
        let asked = self.service.read(&request)?;
        self.check_request(world, number, asked)?;
        let (kind, count) = match asked {
            Asked::Register => (0, Count::Registers),
            Asked::Token(_) => (1, Count::Tokens),
            Asked::Logout(..) => (2, Count::Logouts),
        };
        world.stats.add(count);
        self.sent[kind] += 1;
        let (fate, up, down) = match self.calm {
            true => (Fate::Well, 50, 50),
            false => self.faults(world).fate(&mut self.random, world.stats),
        };
        let process = self.process.as_mut().ok_or("no process")?;
        let running = &mut process.calls[number as usize];
        let deadline = running.call.as_ref().map_or(0, |call| call.deadline_ms());
        let deadline = process.when(deadline);
        let flight = Flight {
            process: process.number,
            call: number,
            asked,
            fate,
            request: Some(request),
            down,
            answer: None,
            acted: None,
        };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.flights[slot as usize] = Some(flight);
                slot
            }
            None => {
                self.flights.push(Some(flight));
                u32::try_from(self.flights.len() - 1).unwrap()
            }
        };
        self.process.as_mut().ok_or("no process")?.calls[number as usize].doing = Doing::Sent(slot);
        let (what, answer_at) = match fate {
            Fate::LostBefore => (What::Answer { flight: slot }, world.now + up),
            Fate::NoAnswer => (
                What::Arrive { flight: slot },
                world.now + up + REQUEST_LIMIT_MS,
            ),
            _ => (What::Arrive { flight: slot }, world.now + up + down),
        };
        world.queue.push(world.now + up, self.id, what);
        if deadline <= answer_at {
            self.poll_later(world, number, deadline);
        }
        Ok(())
    }

    /// The rules that a request has to keep.
    fn check_request(
        &mut self,
        world: &World<'_>,
        number: u32,
        asked: Asked,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.reading(world.now);
        let clock = process.checks_clock(world.now);
        process.pace.sent(clock)?;
        let on_disk = self.disk.as_ref().map(|(_, registration)| *registration);
        match asked {
            Asked::Register => {
                if process.registration.is_some() && !process.may_register {
                    return Err("registers although it has credentials".to_owned());
                }
            }
            Asked::Token(registration) | Asked::Logout(registration, _) if !self.app_tokens => {
                if process.registration != Some(registration) && !process.may_register {
                    return Err(format!(
                        "uses registration {registration} where {:?} is in use",
                        process.registration
                    ));
                }
                if on_disk != Some(registration) && process.store_failed != Some(registration) {
                    return Err("uses credentials before they are stored".to_owned());
                }
            }
            _ => {}
        }
        if !matches!(asked, Asked::Logout(..)) {
            for (other, running) in process.calls.iter().enumerate() {
                let Doing::Sent(flight) = running.doing else {
                    continue;
                };
                let over = running
                    .call
                    .as_ref()
                    .is_none_or(|call| reading >= call.deadline_ms());
                let theirs = self.flights[flight as usize]
                    .as_ref()
                    .map(|flight| flight.asked);
                let same = match (asked, theirs) {
                    (Asked::Register, Some(Asked::Register)) => true,
                    (Asked::Token(mine), Some(Asked::Token(theirs))) => mine == theirs,
                    _ => false,
                };
                if same && !over {
                    return Err(format!(
                        "call {number} sends {asked:?} while call {other} waits for the same"
                    ));
                }
            }
        }
        let running = &mut process.calls[number as usize];
        if running.must_end {
            return Err("goes on after an answer that ends it".to_owned());
        }
        if clock < running.backoff_until {
            return Err(format!(
                "tries again {} ms too soon",
                running.backoff_until - clock
            ));
        }
        let failures = match asked {
            Asked::Logout(..) => running.failures,
            _ => running.auth_failures,
        };
        if failures >= 3 || running.unauthorized > 1 || running.throttles > 10 {
            return Err(format!(
                "an attempt after {failures} failures, {} times 401 and {} times 429",
                running.unauthorized, running.throttles
            ));
        }
        Ok(())
    }

    /// A request reaches the service.
    pub(crate) fn arrive(&mut self, world: &mut World<'_>, slot: u32) -> Result<(), String> {
        let faults = self.faults(world);
        let flight = self.flights[slot as usize].as_mut().ok_or("no flight")?;
        let random = &mut self.random;
        let request = flight.request.take().ok_or("arrives twice")?;
        let mut answer_at = world.now + flight.down;
        let (response, meaning) = if !self.service.admit(world.now) {
            world.stats.add(Count::Throttled);
            if self.calm {
                return Err("is throttled although it kept to the rate".to_owned());
            }
            service::throttled(random)
        } else if faults.in_outage(world.now) {
            world.stats.add(Count::FaultOutage);
            service::gateway_error(random, &request)
        } else {
            match flight.fate {
                Fate::Error5xx => service::gateway_error(random, &request),
                Fate::ErrorRetry => service::retry_error(random),
                Fate::Error429 => service::throttled(random),
                Fate::Refused => service::refusal(flight.asked),
                fate => {
                    let (response, meaning) =
                        self.service
                            .act(world.now, flight.asked, faults, random, world.stats);
                    flight.acted = Some(meaning);
                    match fate {
                        Fate::Error5xxActed => service::gateway_error(random, &request),
                        Fate::Garbled if response.status() < 300 => {
                            service::garbled(random, &response)
                        }
                        _ => (response, meaning),
                    }
                }
            }
        };
        if flight.fate == Fate::NoAnswer {
            answer_at = world.now + REQUEST_LIMIT_MS;
        }
        flight.answer = Some((response, meaning));
        // The books know what the host may never hear of.
        if let (Some(Meaning::Url(_)), Some(process)) = (flight.acted, &mut self.process) {
            if process.number == flight.process {
                process.calls[flight.call as usize].removed = true;
            }
        }
        world
            .queue
            .push(answer_at, self.id, What::Answer { flight: slot });
        Ok(())
    }

    /// An answer, or the news of a loss, reaches the device.
    pub(crate) fn answered(&mut self, world: &mut World<'_>, slot: u32) -> Result<(), String> {
        let flight = self.flights[slot as usize].take().ok_or("no flight")?;
        self.free.push(slot);
        let Some(process) = self
            .process
            .as_mut()
            .filter(|process| process.number == flight.process)
        else {
            return Ok(());
        };
        let reading = process.reading(world.now);
        let clock = process.checks_clock(world.now);
        let running = &mut process.calls[flight.call as usize];
        let waiting = running.doing == Doing::Sent(slot);
        let Some(call) = running.call.as_mut() else {
            return Ok(());
        };
        let lost = match flight.fate {
            Fate::LostBefore if self.random.chance(500) => Some(Delivery::NotSent),
            Fate::LostBefore | Fate::LostAfter | Fate::NoAnswer => Some(Delivery::Possible),
            _ => None,
        };
        let (result, meaning) = match (lost, &flight.answer) {
            (None, Some((response, meaning))) => (call.respond(reading, response), *meaning),
            (delivery, _) => {
                let kind = self.random.pick(&[
                    TransportErrorKind::ConnectionLost,
                    TransportErrorKind::Timeout,
                    TransportErrorKind::Connect,
                ]);
                let failure =
                    TransportError::new(kind, delivery.unwrap_or(Delivery::Possible), "simulated");
                let doubt = delivery != Some(Delivery::NotSent);
                (
                    call.fail(reading, failure),
                    if doubt {
                        Meaning::Doubtful
                    } else {
                        Meaning::Other
                    },
                )
            }
        };
        if !waiting {
            world.stats.add(Count::FaultLate);
            return match result {
                Err(Error::OutOfOrder(_)) => {
                    running.call = None;
                    Ok(())
                }
                other => Err(format!("takes an answer after its end: {other:?}")),
            };
        }
        result.map_err(|error| format!("does not take its answer: {error}"))?;
        running.doing = Doing::Waiting;
        let operation = matches!(flight.asked, Asked::Logout(..));
        let failed = |count: &mut u32| {
            *count += 1;
            clock + (250 << (*count).min(8))
        };
        match meaning {
            Meaning::Credentials(_) => {
                running.auth_failures = 0;
                let registration = process
                    .client
                    .state()
                    .and_then(|state| restored(state.expose()));
                if process.registration != registration {
                    if process.registration.is_some() {
                        world.stats.add(Count::Reregistered);
                    }
                    process.registration = registration;
                    process.may_register = false;
                }
            }
            Meaning::Token(_) => running.auth_failures = 0,
            Meaning::Url(_) | Meaning::Invalid => running.expected = Some(meaning),
            Meaning::Unauthorized => running.unauthorized += 1,
            Meaning::Unknown => {
                running.auth_failures = 0;
                let theirs = match flight.asked {
                    Asked::Token(registration) | Asked::Logout(registration, _) => registration,
                    Asked::Register => return Err("a registration that is unknown".to_owned()),
                };
                if process.registration == Some(theirs) && self.register_again {
                    process.may_register = true;
                }
            }
            Meaning::Throttled(retry_after) => {
                running.throttles += 1;
                process.pace.throttled(clock, retry_after);
            }
            Meaning::Doubtful | Meaning::Other if operation => {
                running.possible_loss |= meaning == Meaning::Doubtful;
                running.must_end = matches!(flight.fate, Fate::Refused | Fate::Garbled)
                    && flight
                        .answer
                        .as_ref()
                        .is_some_and(|(response, _)| response.status() <= 400);
                running.backoff_until = failed(&mut running.failures);
            }
            Meaning::Doubtful | Meaning::Other => {
                let until = failed(&mut running.auth_failures);
                // With a token that is still good the call goes on at once with that.
                if running.auth_failures < 3
                    && flight.fate != Fate::Refused
                    && flight.fate != Fate::Garbled
                {
                    running.backoff_until = until;
                } else {
                    running.auth_failures = 0;
                }
            }
        }
        let call = flight.call;
        if self.random.chance(self.faults(world).lag) {
            // The host is busy: between receiving and polling, other things happen.
            let at = world.now + self.random.range(0, 2000);
            let stamp = self
                .process
                .as_ref()
                .map_or(0, |process| process.calls[call as usize].stamp);
            world.queue.push(
                at,
                self.id,
                What::Poll {
                    process: flight.process,
                    call,
                    stamp,
                },
            );
            return Ok(());
        }
        self.poll(world, call)?;
        self.wake(world)
    }

    /// The state is on the disk, or could not be written.
    pub(crate) fn stored(&mut self, world: &mut World<'_>, number: u32) -> Result<(), String> {
        let fails = self.random.chance(self.faults(world).store);
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.reading(world.now);
        let (_, state, registration) = process.writing.pop().ok_or("nothing was written")?;
        if fails {
            world.stats.add(Count::FaultStore);
            process.store_failed = registration;
        } else if let Some(registration) = registration {
            self.disk = Some((state, registration));
        }
        let running = &mut process.calls[number as usize];
        if running.doing != Doing::Storing {
            return Ok(());
        }
        running.doing = Doing::Waiting;
        self.with_call(number, |call| call.persisted(reading, !fails))?;
        self.poll(world, number)?;
        self.wake(world)
    }

    pub(crate) fn cancel(&mut self, world: &mut World<'_>, number: u32) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.reading(world.now);
        let running = &mut process.calls[number as usize];
        if running.doing == Doing::Ended {
            return Ok(());
        }
        if running.expected.is_none() && self.random.chance(300) {
            world.stats.add(Count::Dropped);
            process.dropped += 1;
            running.call = None;
            running.doing = Doing::Ended;
            return self.wake(world);
        }
        if let Some(call) = running.call.as_mut() {
            call.cancel(reading);
        }
        self.poll(world, number)?;
        self.wake(world)
    }

    /// The rules that a result has to keep.
    fn done(
        &mut self,
        world: &mut World<'_>,
        number: u32,
        result: &Result<Logout, Error>,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.reading(world.now) + process.early();
        process.ended += 1;
        let running = &mut process.calls[number as usize];
        let deadline = running.call.as_ref().map_or(0, |call| call.deadline_ms());
        if !matches!(running.doing, Doing::Sent(_)) {
            running.call = None;
        }
        running.doing = Doing::Ended;
        let mut lost = false;
        match result {
            Ok(logout) => {
                world.stats.add(Count::Succeeded);
                let action = logout.profiles().first().map(|profile| profile.action());
                match (running.expected, action) {
                    (Some(Meaning::Url(number)), Some(LogoutAction::OpenUrl(url)))
                        if url.as_str().ends_with(&format!("/out/{number}")) =>
                    {
                        world.stats.add(Count::UrlsDelivered);
                    }
                    (Some(Meaning::Invalid), Some(LogoutAction::Invalid))
                        if !running.possible_loss =>
                    {
                        if running.removed {
                            return Err(
                                "says invalid although it removed the profile itself".to_owned()
                            );
                        }
                    }
                    (Some(Meaning::Invalid), Some(LogoutAction::InvalidAfterLostAnswer))
                        if running.possible_loss =>
                    {
                        world.stats.add(Count::Doubts);
                    }
                    (expected, action) => {
                        return Err(format!(
                            "{action:?} where the service said {expected:?}, lost answer: {}",
                            running.possible_loss
                        ));
                    }
                }
            }
            Err(error) => {
                if running.expected.is_some() {
                    return Err(format!("an answer was received and lost: {error}"));
                }
                if leak(&format!("{error} {error:?}")) {
                    return Err("a secret in an error".to_owned());
                }
                lost = error.code() == ErrorCode::RegistrationLost;
                world.stats.add(match error.code() {
                    ErrorCode::DeadlineExceeded => Count::DeadlinePassed,
                    ErrorCode::Cancelled => Count::Cancelled,
                    _ => Count::Failed,
                });
                if error.code() == ErrorCode::DeadlineExceeded && reading < deadline {
                    return Err(format!(
                        "gives up {} ms before its deadline",
                        deadline - reading
                    ));
                }
                if error.code() == ErrorCode::OutOfOrder {
                    return Err(format!("{error}"));
                }
                if self.calm {
                    return Err(format!("fails although nothing went wrong: {error}"));
                }
                if lost && self.app_tokens {
                    self.service.register();
                } else if lost {
                    // The app tells the user, and starts anew.
                    process.client.forget_registration();
                    process.may_register = true;
                }
            }
        }
        if self.healed {
            self.healed_end(world, number, result.is_ok(), lost)?;
        }
        Ok(())
    }
}

/// The registration in a state.
fn restored(state: &str) -> Option<usize> {
    let (_, rest) = state.split_once(r#""client_id":"c"#)?;
    rest.split_once('"')?.0.parse().ok()
}
