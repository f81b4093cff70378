//! A device: the app's user, its restarts, its disk. How calls are driven is in `drive.rs`.

use std::sync::atomic::Ordering;

use tvpass::call::{CallOptions, Client, ClientConfig, StartTime, TokenSource};
use tvpass::device::{Device as TvDevice, DeviceIdentifier, DeviceInfo};
use tvpass::operation::{Site, SoftwareStatement};
use tvpass::{Base, Response};

use crate::faults::{Fate, Faults};
use crate::flights::Flights;
use crate::process::{DEVICE_TEXT, Doing, Process, Running, leak};
use crate::queue::{Queue, What};
use crate::random::Random;
use crate::service::{Asked, Meaning, STATEMENT, Service};
use crate::stats::{Count, Stats};
use crate::trouble::Throttle;
use crate::wish::{Operations, Wish};

/// Devices of one household, behind one address: the last three of ten.
const HOUSEHOLD: std::ops::Range<u32> = 7..10;

/// What every device of a world shares.
pub(crate) struct World<'a> {
    pub(crate) now: u64,
    pub(crate) faults: &'a Faults,
    pub(crate) none: &'a Faults,
    pub(crate) operations: &'a Operations,
    /// The throttles of addresses that devices share.
    pub(crate) addresses: &'a mut [Throttle],
    pub(crate) info: &'a DeviceInfo,
    pub(crate) queue: &'a mut Queue,
    pub(crate) stats: &'a mut Stats,
}

/// A request on its way.
pub(crate) struct Flight {
    pub(crate) process: u32,
    pub(crate) call: u32,
    pub(crate) asked: Asked,
    pub(crate) fate: Fate,
    pub(crate) request: Option<tvpass::Request>,
    pub(crate) down: u64,
    /// The answer, when the service has given it.
    pub(crate) answer: Option<(Response, Meaning)>,
    /// The service acted, and this is what came of it.
    pub(crate) acted: Option<Meaning>,
}

pub(crate) struct Device {
    pub(crate) id: u32,
    pub(crate) random: Random,
    pub(crate) service: Service,
    pub(crate) process: Option<Process>,
    pub(crate) flights: Flights<Flight>,
    /// The stored state, and whose registration it holds.
    pub(crate) disk: Option<(String, usize)>,
    pub(crate) app_tokens: bool,
    pub(crate) register_again: bool,
    /// The host polls when another call moved, and relies on that. Else it does not, and polls when
    /// the library says.
    pub(crate) wakes: bool,
    /// No faults, and a network that is always as fast: the fewest requests are demanded.
    pub(crate) calm: bool,
    pub(crate) healed: bool,
    pub(crate) finished: bool,
    /// Requests by kind, for calm devices.
    pub(crate) sent: [u64; 3],
    pub(crate) calls: u64,
    processes: u32,
    rounds: u64,
    /// Attempts after healing, and how far this one has come.
    pub(crate) tries: u32,
    pub(crate) step: usize,
    /// The session whose code was shown last after healing.
    pub(crate) shown: Option<u32>,
    /// The address that it shares with others.
    pub(crate) address: Option<usize>,
}

impl Device {
    pub(crate) fn new(seed: u64, id: u32) -> Self {
        let mut random = Random::new(seed, u64::from(id) + 1);
        let calm = random.chance(60);
        Self {
            id,
            service: Service::new(id),
            process: None,
            flights: Flights::new(),
            disk: None,
            app_tokens: random.chance(60),
            register_again: random.chance(300),
            wakes: random.chance(800),
            calm,
            healed: false,
            finished: false,
            sent: [0; 3],
            calls: 0,
            processes: 0,
            rounds: random.range(2, 5),
            tries: 0,
            step: 0,
            shown: None,
            address: (!calm && HOUSEHOLD.contains(&(id % 10)))
                .then(|| usize::try_from(id / 10).unwrap()),
            random,
        }
    }

    pub(crate) fn faults<'a>(&self, world: &World<'a>) -> &'a Faults {
        if self.calm || self.healed {
            world.none
        } else {
            world.faults
        }
    }

    pub(crate) fn happens(&mut self, world: &mut World<'_>, what: What) -> Result<(), String> {
        let current = self.process.as_ref().map(|process| process.number);
        let mine = |process: u32| current == Some(process);
        match what {
            What::Round => self.round(world),
            What::Heal => self.heal(world),
            What::Poll {
                process,
                call,
                stamp,
            } if mine(process) => self.poll_due(world, call, stamp),
            What::Arrive { flight } => self.arrive(world, flight),
            What::Answer { flight } => self.answered(world, flight),
            What::Stored { process, call } if mine(process) => self.stored(world, call),
            What::Cancel { process, call } if mine(process) => self.cancel(world, call),
            What::Jump { process } if mine(process) => self.jump(world),
            What::Crash { process } if mine(process) => self.crash(world),
            What::Restart if self.process.is_none() => self.start(world),
            What::SecondScreen { session } if !self.healed => {
                world.stats.add(match self.service.log_in(session) {
                    true => Count::SecondScreens,
                    false => Count::CodesReplaced,
                });
                Ok(())
            }
            What::Ask {
                process,
                session,
                left,
            } if mine(process) => self.ask(world, session, left),
            // Of a process that has ended.
            _ => Ok(()),
        }
    }

    fn config(&self, world: &World<'_>) -> ClientConfig {
        let identifier = DeviceIdentifier::from_text(&format!("{DEVICE_TEXT}{}", self.id)).unwrap();
        let source = if self.app_tokens {
            TokenSource::App
        } else {
            TokenSource::Registration {
                software_statement: SoftwareStatement::new(STATEMENT).unwrap(),
                redirect_uri: None,
            }
        };
        let base = Base::new("https://sp.auth.adobe.com").unwrap();
        let site = Site::new(base, TvDevice::new(identifier, world.info.clone()));
        ClientConfig::new(site, source).register_again(self.register_again)
    }

    /// The app starts, with what is on the disk.
    pub(crate) fn start(&mut self, world: &mut World<'_>) -> Result<(), String> {
        self.processes += 1;
        world.stats.add(Count::Processes);
        let mut unix_ms = 1_767_225_600_000 + world.now;
        if !self.calm && self.random.chance(150) {
            world.stats.add(Count::FaultWallClock);
            unix_ms = self
                .random
                .pick(&[0, unix_ms - 86_400_000, unix_ms + 86_400_000, u64::MAX]);
        }
        let reading = world.now + self.random.range(10_000_000_000, 20_000_000_000);
        let seed = self.random.next();
        let start = StartTime {
            now_ms: reading,
            unix_ms,
        };
        let disk = self.disk.as_ref();
        let render = self.id % 32 == 0;
        let mut process = Process::new(
            self.processes,
            self.config(world),
            render,
            world.now,
            reading,
            |config| match disk {
                Some((state, _)) => Client::with_state(config, state.as_bytes(), start, seed),
                None => Ok(Client::new(config, start, seed)),
            },
        )?;
        if let Some((_, registration)) = disk {
            world.stats.add(Count::Restored);
            process.registration = Some(*registration);
        }
        self.process = Some(process);
        Ok(())
    }

    /// A round of calls, and what goes wrong meanwhile.
    fn round(&mut self, world: &mut World<'_>) -> Result<(), String> {
        if self.process.is_none() {
            if self.processes > 0 {
                world.queue.push(world.now + 60_000, self.id, What::Round);
                return Ok(());
            }
            self.start(world)?;
        }
        self.rounds -= 1;
        let gap = self.random.pick(&[2_000, 30_000, 600_000, 7 * 3_600_000]);
        let gap = self.random.range(gap / 2, gap * 2);
        let next = if self.rounds == 0 {
            What::Heal
        } else {
            What::Round
        };
        world.queue.push(world.now + gap, self.id, next);

        if self.random.chance(500) {
            self.sign_in();
        }
        let number = self.process.as_ref().map_or(0, |process| process.number);
        let calls = self.random.pick(&[1, 1, 1, 1, 2, 2, 3, 4, 8, 16]);
        for _ in 0..calls {
            let deadline = match self.calm {
                true => 60_000,
                false => self
                    .random
                    .pick(&[60_000, 60_000, 120_000, 20_000, 4_000, 500, 3_600_000]),
            };
            let temp_pass = self.random.chance(400);
            let wish = match self.random.range(0, 9) {
                0..=4 => Wish::LogOut,
                5..=6 => Wish::SignIn,
                _ => Wish::Watch { temp_pass },
            };
            let call = self.begin(world, wish, deadline)?;
            let faults = self.faults(world);
            if self.random.chance(faults.cancel) {
                let at = world.now + self.random.range(0, 5000);
                world.queue.push(
                    at,
                    self.id,
                    What::Cancel {
                        process: number,
                        call,
                    },
                );
            }
        }
        let faults = self.faults(world);
        if self.random.chance(faults.crash) {
            let at = world.now + self.random.range(0, 10_000) * self.random.range(0, 1);
            let at = at + self.random.range(0, 400);
            world
                .queue
                .push(at, self.id, What::Crash { process: number });
        }
        if self.random.chance(faults.jump) {
            let at = world.now + self.random.range(0, 20_000);
            world
                .queue
                .push(at, self.id, What::Jump { process: number });
        }
        Ok(())
    }

    /// The user signs in; the profile belongs to the registration that the app has at the moment.
    pub(crate) fn sign_in(&mut self) {
        let Some(process) = &self.process else { return };
        if let Some(registration) = process.registration {
            self.service.sign_in(registration);
        } else if self.app_tokens {
            self.service.sign_in(self.service.latest());
        }
    }

    /// Starts a call.
    pub(crate) fn begin(
        &mut self,
        world: &mut World<'_>,
        wish: Wish,
        deadline_ms: u64,
    ) -> Result<u32, String> {
        world.stats.add(Count::Calls);
        self.calls += 1;
        let process = self.process.as_mut().ok_or("no process")?;
        let options = CallOptions::new().deadline_ms(deadline_ms);
        let reading = process.clock.reading(world.now);
        let operation = world.operations.of(wish, self.id);
        let call = process.client.start(reading, operation, options);
        process
            .calls
            .push(Running::new(wish, call, process.exhausted));
        let call = u32::try_from(process.calls.len() - 1).unwrap();
        let what = What::Poll {
            process: process.number,
            call,
            stamp: 0,
        };
        world.queue.push(world.now, self.id, what);
        Ok(call)
    }

    /// What has to be true of a process when it is gone.
    pub(crate) fn end_process(&mut self) -> Result<(), String> {
        let Some(process) = self.process.take() else {
            return Ok(());
        };
        process.sink.check()?;
        let ends = process.sink.ends.load(Ordering::Relaxed);
        // A call ends when its answer comes in, which the host may not have asked for yet.
        let alive = process
            .calls
            .iter()
            .filter(|running| running.doing != Doing::Ended);
        let open = alive.count() as u64 + process.dropped;
        if !(process.ended..=process.ended + open).contains(&ends) {
            return Err(format!(
                "{ends} ends were told of {} calls that ended",
                process.ended
            ));
        }
        if self.id % 8 == 0 && leak(&process.client.support_report(0)) {
            return Err("a secret in the support report".to_owned());
        }
        Ok(())
    }

    fn crash(&mut self, world: &mut World<'_>) -> Result<(), String> {
        if self.healed {
            return Ok(());
        }
        world.stats.add(Count::FaultCrash);
        if let Some(process) = &mut self.process {
            let alive = process
                .calls
                .iter()
                .filter(|running| running.call.is_some());
            world.stats.add_many(Count::Crashed, alive.count() as u64);
            if let Some((_, state, registration)) = process.writing.pop() {
                world.stats.add(Count::FaultCrashStoring);
                // The state is replaced as a whole: the old or the new one is there.
                if let (true, Some(registration)) = (self.random.chance(500), registration) {
                    self.disk = Some((state, registration));
                }
            }
            if process.registration.is_some()
                && self.disk.as_ref().map(|(_, r)| *r) != process.registration
            {
                world.stats.add(Count::FaultCrashUnstored);
            }
            let stored = self.disk.as_ref().map(|(_, registration)| *registration);
            if stored.is_some_and(|registration| self.service.is_unused(registration)) {
                world.stats.add(Count::FaultCrashUnused);
            }
        }
        self.end_process()?;
        let at = world.now + self.random.range(500, 300_000);
        world.queue.push(at, self.id, What::Restart);
        Ok(())
    }

    fn jump(&mut self, world: &mut World<'_>) -> Result<(), String> {
        if self.healed {
            return Ok(());
        }
        world.stats.add(Count::FaultJump);
        let by = self.random.pick(&[
            -7_200_000, -3_600_000, -5000, -900, -20, 50, 3000, 600_000, 90_000_000,
        ]);
        let Some(process) = &mut self.process else {
            return Ok(());
        };
        process.clock.jump(by);
        for call in 0..u32::try_from(process.calls.len()).unwrap() {
            self.poll_now(world, call)?;
        }
        Ok(())
    }
}
