//! Requests on their way to the service, and answers on their way back.

use tvpass::error::{Delivery, TransportError, TransportErrorKind};
use tvpass::{Error, Request, Response};

use crate::asked::{Asked, Op};
use crate::date::date;
use crate::faults::Fate;
use crate::process::Doing;
use crate::queue::What;
use crate::said::Said;
use crate::stats::Count;
use crate::trouble;
use crate::tv::{Tv, World};

/// The host's own time limit for a request.
const REQUEST_LIMIT_MS: u64 = 30_000;

/// A request on its way.
pub(crate) struct Flight {
    process: u32,
    flow: u32,
    asked: Asked,
    fate: Fate,
    request: Option<Request>,
    down: u64,
    answer: Option<(Response, Said)>,
    /// When the code was polled before.
    polled_before: Option<u64>,
}

impl Tv {
    pub(crate) fn send(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        request: Request,
    ) -> Result<(), String> {
        let asked = self.service.read(&request)?;
        self.trace(world, || format!("flow {flow} sends {asked:?}"));
        let polled_before = self.check_request(world, flow, &asked)?;
        let (fate, up, down) = match self.calm {
            true => (Fate::Well, 50, 50),
            false => self.faults(world).fate(&mut self.random, world.stats),
        };
        let faults = self.faults(world);
        let hangs = self.random.chance(faults.hang);
        let process = self.process.as_mut().ok_or("no process")?;
        let running = &mut process.flows[flow as usize];
        let deadline = running.flow.as_ref().map_or(0, |flow| flow.deadline_ms());
        let deadline = process.clock.when(deadline);
        let flight = Flight {
            process: process.number,
            flow,
            asked,
            fate: if hangs { Fate::LostBefore } else { fate },
            request: Some(request),
            down,
            answer: None,
            polled_before,
        };
        let slot = self.flights.add(flight);
        process.flows[flow as usize].doing = Doing::Sent(slot);
        if hangs {
            world.stats.add(Count::FaultHang);
        }
        let arrive = What::Arrive { flight: slot };
        let (what, at, answer_at) = match fate {
            _ if hangs => (
                What::Answer { flight: slot },
                deadline + 7_200_000,
                deadline + 7_200_000,
            ),
            Fate::LostBefore => (
                What::Answer { flight: slot },
                world.now + up,
                world.now + up,
            ),
            Fate::NoAnswer => (arrive, world.now + up, world.now + up + REQUEST_LIMIT_MS),
            _ => (arrive, world.now + up, world.now + up + down),
        };
        world.queue.push(at, self.place, what);
        if deadline <= answer_at {
            self.poll_at(world, flow, deadline);
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
        let (response, said) = if !world.throttle.admit(world.now) {
            world.stats.add(Count::Throttled);
            (trouble::throttled(random, world.stats), Said::Trouble)
        } else if faults.in_outage(world.now) {
            world.stats.add(Count::FaultOutage);
            let answer = trouble::gateway_error(random, world.stats, &request);
            (answer, Said::Trouble)
        } else {
            match flight.fate {
                Fate::Error5xx => {
                    let answer = trouble::gateway_error(random, world.stats, &request);
                    (answer, Said::Trouble)
                }
                Fate::ErrorRetry => (trouble::retry_error(random, world.stats), Said::Trouble),
                Fate::Error429 => (trouble::throttled(random, world.stats), Said::Trouble),
                Fate::Refused => (refusal(&flight.asked), Said::Trouble),
                fate => {
                    let service = &mut self.service;
                    let (manner, stats) = (world.manner, &mut *world.stats);
                    let (response, said) =
                        service.act(world.now, &flight.asked, manner, faults, random, stats)?;
                    match fate {
                        Fate::Error5xxActed => {
                            let answer = trouble::gateway_error(random, world.stats, &request);
                            (answer, Said::Trouble)
                        }
                        Fate::Garbled if response.status() < 300 => {
                            (trouble::garbled(random, &response), Said::Trouble)
                        }
                        _ => (response, said),
                    }
                }
            }
        };
        if flight.fate == Fate::NoAnswer {
            answer_at = world.now + REQUEST_LIMIT_MS;
        }
        let response = match self.dated {
            true => response.with_header("Date", date(world.now)),
            false => response,
        };
        flight.answer = Some((response, said));
        world
            .queue
            .push(answer_at, self.place, What::Answer { flight: slot });
        Ok(())
    }

    /// An answer, or the news of a loss, reaches the TV.
    pub(crate) fn answered(&mut self, world: &mut World<'_>, slot: u32) -> Result<(), String> {
        let flight = self.flights.end(slot)?;
        let current = self.process.as_mut();
        let Some(process) = current.filter(|process| process.number == flight.process) else {
            return Ok(());
        };
        let reading = process.clock.reading(world.now);
        let clock = process.clock.of_checks(world.now);
        let running = &mut process.flows[flight.flow as usize];
        let Some(driven) = running.flow.as_mut() else {
            return Ok(());
        };
        if running.doing != Doing::Sent(slot) {
            // The host has given the request up with its call.
            world.stats.add(Count::FaultLate);
            return Ok(());
        }
        let lost = match flight.fate {
            Fate::LostBefore if self.random.chance(500) => Some(Delivery::NotSent),
            Fate::LostBefore | Fate::LostAfter | Fate::NoAnswer => Some(Delivery::Possible),
            _ => None,
        };
        let (result, said) = match (lost, flight.answer) {
            (None, Some((response, said))) => (driven.respond(reading, &response), said),
            (delivery, _) => {
                let kind = self.random.pick(&[
                    TransportErrorKind::ConnectionLost,
                    TransportErrorKind::Timeout,
                    TransportErrorKind::Connect,
                ]);
                let delivery = delivery.unwrap_or(Delivery::Possible);
                let failure = TransportError::new(kind, delivery, "simulated");
                (driven.fail(reading, failure), Said::Trouble)
            }
        };
        match result {
            Ok(()) => {}
            // Its call's deadline has passed, and it has not been polled since.
            Err(Error::OutOfOrder(_)) => {
                world.stats.add(Count::FaultLate);
                return self.poll(world, flight.flow);
            }
            Err(error) => return Err(format!("does not take its answer: {error}")),
        }
        running.doing = Doing::Waiting;
        if let Asked::Operation {
            op: Op::ForCode(number),
            ..
        } = flight.asked
        {
            if let Some(book) = process.codes.get_mut(&number) {
                // With a token that is not accepted, nothing was asked.
                book.polled = match said {
                    Said::Unauthorized | Said::Unknown => flight.polled_before,
                    _ => Some(clock),
                };
            }
        }
        self.trace(world, || format!("flow {} is told {said:?}", flight.flow));
        self.told(world, flight.flow, &flight.asked, &said)?;
        let (lag, cancel) = (self.faults(world).lag, self.faults(world).cancel);
        if self.random.chance(cancel / 8) {
            // Right then.
            let drop = self.random.chance(400);
            return self.give_up(world, flight.flow, drop);
        }
        if self.random.chance(lag) {
            // The host is busy: between receiving and polling, other things happen.
            let at = world.now + self.random.range(0, 2000);
            self.poll_at(world, flight.flow, at);
            return Ok(());
        }
        self.poll(world, flight.flow)?;
        self.wake(world, flight.flow)
    }
}

fn refusal(asked: &Asked) -> Response {
    let body = match asked {
        Asked::Operation { .. } => {
            r#"{"action":"none","status":400,"code":"invalid_parameter_mvpd","message":"m","trace":"trace-400"}"#
        }
        _ => r#"{"error":"invalid_request"}"#,
    };
    Response::new(400, body)
}
