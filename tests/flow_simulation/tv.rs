//! A TV: its app's process, its disk, its flows. What its user does is in `user.rs`.

use std::collections::{BTreeSet, VecDeque};

use tvpass::Base;
use tvpass::call::{Client, ClientConfig, StartTime, TokenSource};
use tvpass::device::{Device, DeviceIdentifier, DeviceInfo};
use tvpass::flow::{Account, AccountSettings};
use tvpass::operation::{Site, SoftwareStatement};

use crate::any_flow::{AnyFlow, Do, Kind};
use crate::asked::{Mvpd, STATEMENT};
use crate::date::SERVICE_START;
use crate::disk::{Disk, Write};
use crate::faults::Faults;
use crate::flights::Flights;
use crate::network::Flight;
use crate::process::{Doing, Kept, Process, Running};
use crate::queue::{Queue, What};
use crate::random::Random;
use crate::service::{Manner, Service};
use crate::stats::{Count, Stats};
use crate::trouble::Throttle;
use crate::user::Apple;

const BUSY: &str = "a wait that is over: a busy loop";

/// A host that is told to wait until a time that is over waits so long, so many times: longer than
/// the slowest pause between polls, to see what the flow is after.
const BUSY_MS: u64 = 50;
const MOST_BUSY: u32 = 300;

/// What the TVs of a home share.
pub(crate) struct World<'a> {
    pub(crate) now: u64,
    pub(crate) faults: &'a Faults,
    pub(crate) none: &'a Faults,
    pub(crate) manner: &'a Manner,
    pub(crate) throttle: &'a mut Throttle,
    pub(crate) settings: &'a AccountSettings,
    pub(crate) queue: &'a mut Queue,
    pub(crate) stats: &'a mut Stats,
    /// The TV whose steps are printed.
    pub(crate) traced: Option<u32>,
}

pub(crate) struct Tv {
    pub(crate) id: u32,
    /// Its place in the home.
    pub(crate) place: u32,
    pub(crate) random: Random,
    pub(crate) service: Service,
    pub(crate) process: Option<Process>,
    pub(crate) flights: Flights<Flight>,
    pub(crate) disk: Option<Disk>,
    /// What it had stored some time ago.
    pub(crate) older: Option<Disk>,
    pub(crate) writing: VecDeque<Write>,
    pub(crate) writes: u32,
    config: ClientConfig,
    /// The host polls when another flow moved.
    wakes: bool,
    /// No faults: the fewest requests are demanded.
    pub(crate) calm: bool,
    /// The host passes `Date` on.
    pub(crate) dated: bool,
    /// What the TV's clock is off by, if it is.
    wrong_clock: Option<u64>,
    pub(crate) mvpd: Mvpd,
    /// Somebody signs in with another MVPD now and then.
    pub(crate) has_two: bool,
    pub(crate) apple: Apple,
    pub(crate) browser: bool,
    /// The MVPD is chosen on the phone.
    pub(crate) on_phone: bool,
    pub(crate) evenings: u32,
    pub(crate) healed: bool,
    /// How far it has come after that, and after how many attempts.
    pub(crate) step: usize,
    pub(crate) tries: u32,
    /// How often it was told to sign in when it was thought to be signed in.
    pub(crate) returns: u32,
    /// How often it was asked who is signed in after a sign-out.
    pub(crate) rounds: u32,
    pub(crate) finished: bool,
    processes: u32,
    pub(crate) played: BTreeSet<u32>,
    /// How many responses Apple's framework has given.
    pub(crate) responses: u32,
}

impl Tv {
    pub(crate) fn new(seed: u64, id: u32, place: u32, info: &DeviceInfo) -> Self {
        let mut random = Random::new(seed, u64::from(id) + 1);
        let calm = random.chance(60);
        let apple = Apple::draw(&mut random);
        let is_apple = apple != Apple::None;
        // Apple's TVs have the right time.
        let wrong = !calm && !is_apple && random.chance(150);
        Self {
            id,
            place,
            service: Service::new(id),
            process: None,
            flights: Flights::new(),
            disk: None,
            older: None,
            writing: VecDeque::new(),
            writes: 0,
            config: Self::config(id, random.chance(300), info),
            wakes: random.chance(800),
            calm,
            dated: calm || is_apple || random.chance(850),
            wrong_clock: wrong
                .then(|| random.pick(&[0, 946_684_800_000, 2_500_000_000_000, u64::MAX])),
            mvpd: match is_apple {
                true => Mvpd::Cablevision,
                false => random.pick(&[Mvpd::Cablevision, Mvpd::Dish]),
            },
            has_two: !is_apple && random.chance(200),
            apple,
            browser: random.chance(300),
            on_phone: random.chance(300),
            evenings: u32::try_from(random.range(1, 3)).unwrap(),
            healed: false,
            step: 0,
            tries: 0,
            returns: 0,
            rounds: 0,
            finished: false,
            processes: 0,
            played: BTreeSet::new(),
            responses: 0,
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

    pub(crate) fn trace(&self, world: &World<'_>, what: impl FnOnce() -> String) {
        if world.traced == Some(self.id) {
            println!("TV {} {:>12}: {}", self.id, world.now, what());
        }
    }

    pub(crate) fn happens(&mut self, world: &mut World<'_>, what: What) -> Result<(), String> {
        self.trace(world, || format!("{what:?}"));
        world.stats.add(Count::Steps);
        let current = self.process.as_ref().map(|process| process.number);
        let mine = |process: u32| current == Some(process);
        match what {
            What::Evening if current.is_none() => self.evening(world),
            What::Deed { process } if mine(process) => self.deed(world),
            What::Poll {
                process,
                flow,
                stamp,
            } if mine(process) => match self.running(flow) {
                Some(running) if running.stamp == stamp => self.poll(world, flow),
                _ => Ok(()),
            },
            What::Arrive { flight } => self.arrive(world, flight),
            What::Answer { flight } => self.answered(world, flight),
            What::Stored {
                process,
                flow,
                write,
            } => self.stored(world, process, flow, write),
            What::Act {
                process,
                flow,
                shown,
                act,
            } if mine(process) => self.act(world, flow, shown, act),
            What::Phone {
                session,
                mvpd,
                denied,
            } => self.phone(world, session, mvpd, denied),
            What::GiveUp {
                process,
                flow,
                drop,
            } if mine(process) => self.give_up(world, flow, drop),
            What::Jump { process } if mine(process) => self.jump(world),
            What::Crash { process } if mine(process) => self.crash(world),
            // Of a process that has ended.
            _ => Ok(()),
        }
    }

    pub(crate) fn running(&mut self, flow: u32) -> Option<&mut Running> {
        self.process.as_mut()?.flows.get_mut(flow as usize)
    }

    fn config(id: u32, register_again: bool, info: &DeviceInfo) -> ClientConfig {
        let identifier = DeviceIdentifier::from_text(&format!("DeViCeId-{id}")).unwrap();
        let source = TokenSource::Registration {
            software_statement: SoftwareStatement::new(STATEMENT).unwrap(),
            redirect_uri: None,
        };
        let base = Base::new("https://sp.auth.adobe.com").unwrap();
        let site = Site::new(base, Device::new(identifier, info.clone()));
        ClientConfig::new(site, source).register_again(register_again)
    }

    /// The app starts, with what is on the disk.
    pub(crate) fn start(&mut self, world: &mut World<'_>) -> Result<(), String> {
        self.processes += 1;
        world.stats.add(Count::Processes);
        if self.wrong_clock.is_some() {
            world.stats.add(Count::FaultWallClock);
        }
        if !self.dated {
            world.stats.add(Count::FaultUndated);
        }
        self.disk_at_start(world);
        let unix_ms = self.wrong_clock.unwrap_or(SERVICE_START + world.now);
        let reading = world.now + self.random.range(100_000_000_000, 200_000_000_000);
        let seed = self.random.next();
        let start = StartTime {
            now_ms: reading,
            unix_ms,
        };
        let config = self.config.clone();
        let client = match &self.disk {
            Some(disk) => Client::with_state(config, disk.state.as_bytes(), start, seed)
                .map_err(|error| format!("does not start: {error}"))?,
            None => Client::new(config, start, seed),
        };
        let account = Account::new(&client, world.settings.clone());
        let mut process = Process::new(self.processes, client, account, world.now, reading);
        process.kept = self.disk.as_ref().map_or(Kept::No, |disk| disk.kept);
        process.greeting = Some(process.kept);
        self.process = Some(process);
        Ok(())
    }

    /// Puts a flow on its way.
    pub(crate) fn begin(
        &mut self,
        world: &mut World<'_>,
        flow: AnyFlow,
        is_main: bool,
        set: impl FnOnce(&mut Running),
    ) -> Result<u32, String> {
        let process = self.process.as_mut().ok_or("no process")?;
        process.notice_users();
        let clock = process.clock.of_checks(world.now);
        let number = u32::try_from(process.flows.len()).unwrap();
        let mut running = Running::new(flow, clock, is_main);
        running.epoch = process.epoch;
        running.clears = process.clears;
        if running.kind == Kind::Locks {
            running.known.clone_from(&process.permits);
        }
        for other in process.flows.iter_mut().filter(|other| other.is_alive()) {
            other.overlaps = true;
            running.overlaps = true;
        }
        set(&mut running);
        if matches!(running.kind, Kind::SignIn | Kind::SignOut) {
            for older in &mut process.flows {
                if older.is_alive() && older.kind == Kind::SignIn && !older.replaced {
                    older.replaced = true;
                    let book = older.code.and_then(|code| process.codes.get(&code));
                    older.over_before = book
                        .is_some_and(|book| book.dead.is_some() || book.ends <= clock)
                        || older.browser_over && older.profile.is_some();
                }
            }
            process.bury("a newer sign-in, or a sign-out, has begun", |_| true);
        }
        world.stats.add(Count::Flows);
        world.stats.add(match running.kind {
            Kind::Status => Count::Statuses,
            Kind::Providers => Count::Pickers,
            Kind::SignIn => Count::SignIns,
            Kind::Locks => Count::LockLists,
            Kind::Play => Count::Plays,
            Kind::TempEnd => Count::TempEnds,
            Kind::SignOut => Count::SignOuts,
        });
        let alive = |kind| {
            let mut flows = process.flows.iter();
            flows.any(|other| other.is_alive() && other.kind == kind)
        };
        match running.kind {
            Kind::Status if alive(Kind::SignIn) => world.stats.add(Count::StatusAtSignIn),
            Kind::Play if alive(Kind::Locks) => world.stats.add(Count::PlayAtLocks),
            _ => {}
        }
        process.flows.push(running);
        let faults = self.faults(world);
        if self.random.chance(faults.cancel) {
            let longest = self.random.pick(&[200, 5000, 60_000, 600_000]);
            self.gives_up_within(world, number, longest);
        }
        self.poll(world, number)?;
        Ok(number)
    }

    pub(crate) fn gives_up_within(&mut self, world: &mut World<'_>, flow: u32, longest: u64) {
        let process = self.process.as_ref().map_or(0, |process| process.number);
        let at = world.now + self.random.range(0, longest);
        let drop = self.random.chance(400);
        let what = What::GiveUp {
            process,
            flow,
            drop,
        };
        world.queue.push(at, self.place, what);
    }

    pub(crate) fn poll_at(&mut self, world: &mut World<'_>, flow: u32, at: u64) {
        let place = self.place;
        let Some(process) = self.process.as_mut() else {
            return;
        };
        let number = process.number;
        let Some(running) = process.flows.get_mut(flow as usize) else {
            return;
        };
        running.stamp += 1;
        let what = What::Poll {
            process: number,
            flow,
            stamp: running.stamp,
        };
        world.queue.push(at.max(world.now), place, what);
    }

    /// The host's loop around one flow.
    pub(crate) fn poll(&mut self, world: &mut World<'_>, flow: u32) -> Result<(), String> {
        for _ in 0..1000 {
            let process = self.process.as_mut().ok_or("no process")?;
            let reading = process.clock.reading(world.now);
            let is_alive = |running: &Running| running.is_alive();
            if !process.flows.get(flow as usize).is_some_and(is_alive) {
                return Ok(());
            }
            let running = &mut process.flows[flow as usize];
            let Some(driven) = running.flow.as_mut() else {
                return Ok(());
            };
            running.stamp += 1;
            let step = driven.poll(reading);
            if matches!(step, Do::Wait(until) if until <= reading) {
                running.busy += 1;
                if running.busy > MOST_BUSY {
                    return Err(BUSY.to_owned());
                }
                self.poll_at(world, flow, world.now + BUSY_MS);
                return Ok(());
            }
            let was_busy = running.busy > 0;
            if was_busy && !matches!(step, Do::Send(_)) {
                return Err(BUSY.to_owned());
            }
            match step {
                // What it sends then says more.
                Do::Send(request) => {
                    self.send(world, flow, request)?;
                    return if was_busy {
                        Err(BUSY.to_owned())
                    } else {
                        Ok(())
                    };
                }
                Do::Wait(until) => {
                    let mut at = process.clock.when(until);
                    let lag = self.faults(world).lag;
                    if self.random.chance(lag) {
                        world.stats.add(Count::FaultLag);
                        at += self.random.range(0, 4000);
                    }
                    self.poll_at(world, flow, at);
                    return Ok(());
                }
                Do::Persist(state) => return self.store(world, flow, state),
                Do::Show(shown) => {
                    running.shown += 1;
                    // An answer's flow goes on: it does not wait for a request any more.
                    running.doing = Doing::Waiting;
                    self.presented(world, flow, shown)?;
                }
                Do::End(result) => {
                    running.doing = Doing::Ended;
                    running.flow = None;
                    return self.ended(world, flow, result);
                }
                Do::Odd => return Err("a step that such a host does not have".to_owned()),
            }
        }
        Err("polled without end".to_owned())
    }

    /// Other flows are polled, on hosts that do so when one has moved.
    pub(crate) fn wake(&mut self, world: &mut World<'_>, but: u32) -> Result<(), String> {
        if !self.wakes {
            return Ok(());
        }
        let count = self
            .process
            .as_ref()
            .map_or(0, |process| process.flows.len());
        for other in 0..u32::try_from(count).unwrap() {
            let waits = self
                .running(other)
                .is_some_and(|running| running.is_alive() && running.doing == Doing::Waiting);
            if other != but && waits {
                self.poll(world, other)?;
            }
        }
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
        let count = process.flows.len();
        for flow in 0..u32::try_from(count).unwrap() {
            if self.running(flow).is_some_and(|running| running.is_alive()) {
                self.poll_at(world, flow, world.now);
            }
        }
        Ok(())
    }

    fn crash(&mut self, world: &mut World<'_>) -> Result<(), String> {
        if self.healed {
            return Ok(());
        }
        world.stats.add(Count::FaultCrash);
        if let Some(process) = self.process.take() {
            world.stats.add_many(Count::Crashed, process.alive() as u64);
        }
        // The state is replaced as a whole: the old or the new one is there.
        if let (true, Some(write)) = (self.random.chance(500), self.writing.pop_front()) {
            self.disk = Some(write.disk);
        }
        self.writing.clear();
        let at = world.now + self.random.range(500, 300_000);
        world.queue.push(at, self.place, What::Evening);
        Ok(())
    }

    /// The user closes the app: what is being written is written.
    pub(crate) fn close(&mut self) -> Result<(), String> {
        self.check_close()?;
        self.process = None;
        if let Some(write) = self.writing.drain(..).next_back() {
            self.disk = Some(write.disk);
        }
        Ok(())
    }

    pub(crate) fn is_writing(&self) -> bool {
        !self.writing.is_empty()
    }
}
