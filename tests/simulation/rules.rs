//! The rules that requests and results have to keep.

use tvpass::call::MAX_REQUESTS_PER_CALL;
use tvpass::operation::AnyOutcome;
use tvpass::{Error, ErrorCode};

use crate::device::{Device, World};
use crate::process::{Doing, leak};
use crate::service::{Asked, Meaning};
use crate::stats::Count;
use crate::wish::Wish;

impl Device {
    /// The rules that a request has to keep.
    pub(crate) fn check_request(
        &mut self,
        world: &mut World<'_>,
        number: u32,
        asked: Asked,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.clock.reading(world.now);
        let clock = process.clock.of_checks(world.now);
        let epoch = process.pace.sent(clock)?;
        let on_disk = self.disk.as_ref().map(|(_, registration)| *registration);
        match asked {
            Asked::Register if process.registration.is_some() && !process.may_register => {
                return Err("registers although it has credentials".to_owned());
            }
            Asked::Register if clock < process.lost_until => {
                return Err("registers again without a pause".to_owned());
            }
            Asked::Token(registration) | Asked::Operation(_, registration, _)
                if !self.app_tokens =>
            {
                if process.registration != Some(registration) && !process.may_register {
                    return Err(format!(
                        "uses registration {registration} where {:?} is in use",
                        process.registration
                    ));
                }
                if on_disk != Some(registration)
                    && !process.may_be_used_unstored.contains(&registration)
                {
                    // Storing is waited for half a minute.
                    let since = process.calls.iter().filter_map(|other| other.storing_since);
                    if !since.into_iter().any(|since| since + 30_000 <= clock) {
                        return Err("uses credentials before they are stored".to_owned());
                    }
                    world.stats.add(Count::UsedUnstored);
                    process.may_be_used_unstored.insert(registration);
                }
            }
            _ => {}
        }
        if !matches!(asked, Asked::Operation(..)) {
            for (other, running) in process.calls.iter().enumerate() {
                let Doing::Sent(flight) = running.doing else {
                    continue;
                };
                let over = running
                    .call
                    .as_ref()
                    .is_none_or(|call| reading >= call.deadline_ms());
                let theirs = self.flights[flight].as_ref().map(|flight| flight.asked);
                let same = match (asked, theirs) {
                    (Asked::Register, Some(Asked::Register)) => true,
                    (Asked::Token(mine), Some(Asked::Token(theirs))) => mine == theirs,
                    _ => false,
                };
                if same && !over && running.sent_at + 120_000 <= clock {
                    // The host hangs: it is waited for two minutes.
                    world.stats.add(Count::TakenOver);
                } else if same && !over {
                    return Err(format!(
                        "call {number} sends {asked:?} while call {other} waits for the same"
                    ));
                }
            }
        }
        let running = &mut process.calls[number as usize];
        (running.epoch, running.sent_at) = (epoch, clock);
        running.requests += 1;
        if running.requests > MAX_REQUESTS_PER_CALL {
            return Err(format!("{} requests by one call", running.requests));
        }
        if matches!(asked, Asked::Operation(Wish::LogOut, ..)) {
            running.possible_loss |= process.doubt;
        }
        if running.must_end {
            return Err("goes on after an answer that ends it".to_owned());
        }
        if clock < running.backoff_until {
            return Err(format!(
                "tries again {} ms too soon",
                running.backoff_until - clock
            ));
        }
        if matches!(asked, Asked::Token(_)) && running.tokens >= 6 {
            return Err(format!("asks for another token after {}", running.tokens));
        }
        let failures = match asked {
            Asked::Operation(..) => running.failures,
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

    /// A call is gone. If it did not end with its answer, its logout may have gone through all the
    /// same.
    pub(crate) fn gone(&mut self, number: u32) {
        let Some(process) = &mut self.process else {
            return;
        };
        let running = &mut process.calls[number as usize];
        if !running.over {
            let out = match running.doing {
                Doing::Sent(flight) => self.flights[flight]
                    .as_ref()
                    .is_some_and(|flight| matches!(flight.asked, Asked::Operation(..))),
                _ => false,
            };
            process.doubt |= running.wish == Wish::LogOut && (running.possible_loss || out);
        }
        running.doing = Doing::Ended;
    }

    /// The rules that a result has to keep.
    pub(crate) fn done(
        &mut self,
        world: &mut World<'_>,
        number: u32,
        result: &mut Result<AnyOutcome, Error>,
    ) -> Result<(), String> {
        let waits_after_loss = self.waits_after_loss();
        let process = self.process.as_mut().ok_or("no process")?;
        let reading = process.clock.reading(world.now) + process.clock.early();
        process.ended += 1;
        let running = &mut process.calls[number as usize];
        let deadline = running.call.as_ref().map_or(0, |call| call.deadline_ms());
        if !matches!(running.doing, Doing::Sent(_)) && running.storing_since.is_none() {
            running.call = None;
        }
        self.gone(number);
        let process = self.process.as_mut().ok_or("no process")?;
        // The deadline on the checks' clock.
        let ends_at = process.clock.of_checks(process.clock.when(deadline));
        let running = &mut process.calls[number as usize];
        let (mut lost, mut session, mut signed_in) = (false, None, false);
        match result {
            Ok(outcome) => {
                world.stats.add(Count::Succeeded);
                session = running.check(outcome, self.id, world.stats)?;
                signed_in = running.expected == Some(Meaning::Profiles(true));
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
                if error.is_retryable() {
                    let attempts = running.failures + running.stale >= 3 || running.throttles > 10;
                    let shared = process.exhausted > running.exhausted_before;
                    let spent = running.requests >= MAX_REQUESTS_PER_CALL;
                    if process.pace.may_be_silent_until(ends_at) {
                        world.stats.add(Count::PauseTooLong);
                    } else if running.backoff_too_long {
                        world.stats.add(Count::BackoffTooLong);
                    } else if !(attempts
                        || shared
                        || spent
                        || running.must_end
                        || process.clock.went_back)
                    {
                        return Err(format!(
                            "gives up after {} failures and {} times 429: {error}",
                            running.failures, running.throttles
                        ));
                    }
                }
                if error.code() == ErrorCode::OutOfOrder {
                    return Err(format!("{error}"));
                }
                // Answers of the service, not failures.
                let of_session = ["authenticated_profile_missing", "invalid_parameter_code"];
                let not_yet = error
                    .adobe_code()
                    .is_some_and(|code| of_session.contains(&code));
                if self.calm && !not_yet {
                    return Err(format!("fails although nothing went wrong: {error}"));
                }
                if lost && self.app_tokens {
                    self.service.register();
                } else if lost && waits_after_loss {
                    // The app leaves it to the library, which tries again after a pause.
                    world.stats.add(Count::PauseAfterLoss);
                } else if lost {
                    // The app tells the user, and starts anew.
                    process.client.forget_registration();
                    process.may_register = true;
                    process.token = None;
                    process.lost_until = 0;
                }
            }
        }
        if let (Some(session), false) = (session, self.healed) {
            self.show_code(world, session);
        }
        if signed_in {
            world.stats.add(Count::SignedIn);
            if let Some(process) = &mut self.process {
                process.session = None;
            }
        }
        if self.healed {
            self.shown = session.or(self.shown);
            self.healed_end(world, number, result.is_ok(), lost)?;
        }
        Ok(())
    }
}
