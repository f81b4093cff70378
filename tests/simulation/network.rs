//! Requests on their way to the service, and answers on their way back.

use std::sync::atomic::Ordering;

use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::{Error, Request};

use crate::device::{Device, Flight, World};
use crate::drive::restored;
use crate::faults::Fate;
use crate::process::Doing;
use crate::queue::What;
use crate::service::{self, Asked, Meaning};
use crate::stats::Count;
use crate::trouble;
use crate::wish::Wish;

/// The host's own time limit for a request.
const REQUEST_LIMIT_MS: u64 = 30_000;

impl Device {
    pub(crate) fn send(
        &mut self,
        world: &mut World<'_>,
        number: u32,
        request: Request,
    ) -> Result<(), String> {
        let asked = self.service.read(&request)?;
        self.check_request(world, number, asked)?;
        let (kind, count) = match asked {
            Asked::Register => (0, Count::Registers),
            Asked::Token(_) => (1, Count::Tokens),
            Asked::Operation(Wish::LogOut, ..) => (2, Count::Logouts),
            Asked::Operation(..) => (2, Count::OtherOperations),
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
        let deadline = process.clock.when(deadline);
        let hangs = self.random.chance(match self.calm || self.healed {
            true => 0,
            false => world.faults.hang,
        });
        let flight = Flight {
            process: process.number,
            call: number,
            asked,
            fate: if hangs { Fate::LostBefore } else { fate },
            request: Some(request),
            down,
            answer: None,
            acted: None,
        };
        let slot = self.flights.add(flight);
        self.process.as_mut().ok_or("no process")?.calls[number as usize].doing = Doing::Sent(slot);
        if hangs {
            world.stats.add(Count::FaultHang);
        }
        let (what, answer_at) = match fate {
            _ if hangs => (What::Answer { flight: slot }, deadline + 7_200_000),
            Fate::LostBefore => (What::Answer { flight: slot }, world.now + up),
            Fate::NoAnswer => (
                What::Arrive { flight: slot },
                world.now + up + REQUEST_LIMIT_MS,
            ),
            _ => (What::Arrive { flight: slot }, world.now + up + down),
        };
        let happens_at = if hangs { answer_at } else { world.now + up };
        world.queue.push(happens_at, self.id, what);
        if deadline <= answer_at {
            self.poll_later(world, number, deadline);
        }
        Ok(())
    }

    /// A request reaches the service.
    pub(crate) fn arrive(&mut self, world: &mut World<'_>, slot: u32) -> Result<(), String> {
        let faults = self.faults(world);
        let flight = self.flights.get_mut(slot)?;
        let random = &mut self.random;
        let request = flight.request.take().ok_or("arrives twice")?;
        let mut answer_at = world.now + flight.down;
        let throttle = match self.address {
            Some(address) => &mut world.addresses[address],
            None => self.service.throttle(),
        };
        let (response, meaning) = if !throttle.admit(world.now) {
            world.stats.add(match self.address {
                Some(_) => Count::ThrottledTogether,
                None => Count::Throttled,
            });
            if self.calm {
                return Err("is throttled although it kept to the rate".to_owned());
            }
            (trouble::throttled(random, world.stats), Meaning::Throttled)
        } else if faults.in_outage(world.now) {
            world.stats.add(Count::FaultOutage);
            let answer = trouble::gateway_error(random, world.stats, &request);
            (answer, Meaning::Doubtful)
        } else {
            match flight.fate {
                Fate::Error5xx => {
                    let answer = trouble::gateway_error(random, world.stats, &request);
                    (answer, Meaning::Doubtful)
                }
                Fate::ErrorRetry => (trouble::retry_error(random, world.stats), Meaning::Other),
                Fate::Error429 => (trouble::throttled(random, world.stats), Meaning::Throttled),
                Fate::Refused => service::refusal(flight.asked),
                fate => {
                    let (response, meaning) =
                        self.service
                            .act(world.now, flight.asked, faults, random, world.stats);
                    flight.acted = Some(meaning);
                    match fate {
                        Fate::Error5xxActed => {
                            let answer = trouble::gateway_error(random, world.stats, &request);
                            (answer, Meaning::Doubtful)
                        }
                        Fate::Garbled if response.status() < 300 => {
                            (trouble::garbled(random, &response), Meaning::Garbled)
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
        let decided = matches!(flight.acted, Some(Meaning::Permit(_) | Meaning::Denial));
        let counts = matches!(flight.asked, Asked::Operation(wish, ..) if wish.counts_once());
        if let (true, Some(process)) = (decided && counts, &mut self.process) {
            if process.number == flight.process {
                let running = &mut process.calls[flight.call as usize];
                running.counted += 1;
                if running.counted > 1 {
                    return Err("a TempPass is counted twice for one call".to_owned());
                }
            }
        }
        world
            .queue
            .push(answer_at, self.id, What::Answer { flight: slot });
        Ok(())
    }

    /// An answer, or the news of a loss, reaches the device.
    pub(crate) fn answered(&mut self, world: &mut World<'_>, slot: u32) -> Result<(), String> {
        let flight = self.flights.end(slot)?;
        let Some(process) = self
            .process
            .as_mut()
            .filter(|process| process.number == flight.process)
        else {
            return Ok(());
        };
        let reading = process.clock.reading(world.now);
        let clock = process.clock.of_checks(world.now);
        let running = &mut process.calls[flight.call as usize];
        let waiting = running.doing == Doing::Sent(slot);
        let deadline = running.call.as_ref().map_or(0, |call| call.deadline_ms());
        let ends_at = process.clock.of_checks(process.clock.when(deadline));
        let running = &mut process.calls[flight.call as usize];
        let Some(call) = running.call.as_mut() else {
            return Ok(());
        };
        let lost = match flight.fate {
            Fate::LostBefore if self.random.chance(500) => Some(Delivery::NotSent),
            Fate::LostBefore | Fate::LostAfter | Fate::NoAnswer => Some(Delivery::Possible),
            _ => None,
        };
        let ends = process.sink.ends.load(Ordering::Relaxed);
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
        let header = flight.answer.as_ref().filter(|_| lost.is_none());
        let retry_after = header
            .and_then(|(response, _)| response.header("retry-after"))
            .and_then(|seconds| seconds.parse().ok());
        if let Some(seconds) = retry_after {
            process.pace.asked_to_wait(clock, seconds);
        }
        if header.is_some() && meaning != Meaning::Throttled {
            process.pace.admitted(running.epoch);
        }
        running.doing = Doing::Waiting;
        let operation = matches!(flight.asked, Asked::Operation(..));
        let logs_out = running.wish == Wish::LogOut;
        let mut renewed = false;
        // Another attempt is made after a pause; if the call might end before that, maybe none.
        let stale = running.stale;
        let failed = |count: &mut u32| {
            *count += 1;
            let at_least = 250 << (*count).min(8);
            let at_most = 500 << (*count + stale).min(8);
            let too_long = clock + at_most >= ends_at;
            (if too_long { 0 } else { clock + at_least }, too_long)
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
                    process.token = None;
                    renewed = true;
                }
            }
            Meaning::Token(registration, token) => {
                running.auth_failures = 0;
                running.tokens += 1;
                process.token = Some((registration, token));
            }
            Meaning::Url(_)
            | Meaning::Invalid
            | Meaning::Session(_)
            | Meaning::SignedInAlready
            | Meaning::Profiles(_)
            | Meaning::Permit(_)
            | Meaning::Denial => running.expected = Some(meaning),
            Meaning::Unauthorized => {
                running.unauthorized += 1;
                process.token = None;
            }
            Meaning::Unknown => {
                running.auth_failures = 0;
                let theirs = match flight.asked {
                    Asked::Token(registration) | Asked::Operation(_, registration, _) => {
                        registration
                    }
                    Asked::Register => return Err("a registration that is unknown".to_owned()),
                };
                // Of credentials or a token that have been replaced meanwhile it says nothing.
                let certain = match flight.asked {
                    Asked::Operation(_, registration, token) => {
                        process.token == Some((registration, token))
                    }
                    _ => !process.may_register,
                };
                if process.registration == Some(theirs) && certain {
                    running.losses += 1;
                    running.must_end = !self.register_again || running.losses > 1;
                    if running.losses > 1 {
                        process.lost_until = clock + 60_000;
                    }
                    process.token = None;
                } else {
                    running.stale += 1;
                }
                if process.registration == Some(theirs) && self.register_again {
                    process.may_register = true;
                }
            }
            Meaning::Throttled => {
                running.throttles += 1;
                process.pace.throttled(clock, running.epoch);
                process.exhausted += u64::from(!operation && running.throttles > 10);
            }
            Meaning::Final | Meaning::Garbled if operation => {
                running.possible_loss |= meaning == Meaning::Garbled;
                running.must_end = true;
            }
            // With a token that is still good the call goes on at once with that.
            Meaning::Final | Meaning::Garbled => running.auth_failures = 0,
            // The service may have counted it.
            Meaning::Doubtful if operation && running.wish.counts_once() => {
                world.stats.add(Count::NotRepeated);
                running.must_end = true;
            }
            Meaning::Doubtful | Meaning::Other if operation => {
                running.possible_loss |= meaning == Meaning::Doubtful;
                (running.backoff_until, running.backoff_too_long) = failed(&mut running.failures);
            }
            Meaning::Doubtful | Meaning::Other => {
                let until = failed(&mut running.auth_failures);
                if running.auth_failures < 3 {
                    (running.backoff_until, running.backoff_too_long) = until;
                } else {
                    running.auth_failures = 0;
                    process.exhausted += 1;
                }
            }
        }
        if operation && process.sink.ends.load(Ordering::Relaxed) > ends {
            running.over = true;
            process.doubt = match running.expected {
                _ if !logs_out => process.doubt,
                Some(_) => false,
                None => process.doubt || running.possible_loss,
            };
        }
        if renewed {
            process
                .calls
                .iter_mut()
                .for_each(|running| running.tokens = 0);
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
}
