//! The rules that requests have to keep.

use crate::any_flow::Kind;
use crate::asked::{Asked, Op};
use crate::stats::Count;
use crate::tv::{Tv, World};

/// Adobe's shortest pause between two polls.
const MIN_POLL_MS: u64 = 3000;

/// How long a configuration is good.
const CONFIGURATION_MS: u64 = 180_000;

/// How often a status asks again, because others have signed in or out meanwhile.
const MOST_AGAIN: u32 = 2;

impl Tv {
    /// The rules that a request has to keep. When the code was polled before, if it is a poll.
    pub(crate) fn check_request(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        asked: &Asked,
    ) -> Result<Option<u64>, String> {
        let process = self.process.as_mut().ok_or("no process")?;
        let clock = process.clock.of_checks(world.now);
        let (early, went_back) = (process.clock.early(), process.clock.went_back);
        let running = &mut process.flows[flow as usize];
        running.requests += 1;
        let Asked::Operation { op, .. } = asked else {
            world.stats.add(match asked {
                Asked::Register => Count::Registers,
                _ => Count::Tokens,
            });
            return Ok(None);
        };
        running.operations += 1;
        world.stats.add(match op {
            Op::Configuration => Count::Configurations,
            Op::Create(_) => Count::Creates,
            Op::Resume(..) => Count::Resumes,
            Op::ForCode(_) => Count::Polls,
            _ => Count::OtherOperations,
        });
        if running.cancelled {
            return Err(format!("{op:?} after it was cancelled"));
        }
        if running.replaced {
            return Err(format!(
                "{op:?} by a sign-in whose place another flow has taken"
            ));
        }
        if running.refused {
            return Err(format!("{op:?}, and did not take what the user did"));
        }
        if !belongs(running.kind, op) {
            return Err(format!("{op:?} by a flow {:?}", running.kind));
        }
        if running.is_decided && !matches!(op, Op::Preauthorize(..)) {
            // Its answer is about before what another flow has brought meanwhile.
            let may_ask_again = running.kind == Kind::Status && running.overlaps;
            if !may_ask_again || running.again == MOST_AGAIN {
                return Err(format!("{op:?} although the answer has come"));
            }
            running.again += 1;
            running.is_decided = false;
        }
        let most = match running.kind {
            Kind::Status => 1 + running.again,
            Kind::Providers | Kind::TempEnd => 1,
            Kind::SignOut => u32::try_from(running.out_of.len()).unwrap(),
            Kind::Play if world.manner.fails == 0 => 1,
            Kind::Play => 3,
            _ => u32::MAX,
        };
        if self.calm && running.operations > most {
            return Err(format!(
                "{} requests where {most} are enough",
                running.operations
            ));
        }
        match op {
            Op::Configuration => {
                if running.kind == Kind::SignIn && !running.chooses {
                    return Err("asks for the configuration, and nobody has to choose".to_owned());
                }
                let age = process.configured.map(|at| clock.saturating_sub(at));
                // A call that began before another flow had it goes on.
                let came = process.configured.is_some_and(|at| at >= running.started);
                let began_before = running.overlaps && came;
                if !began_before && age.is_some_and(|age| age + early < CONFIGURATION_MS) {
                    return Err("asks for the configuration again within three minutes".to_owned());
                }
            }
            Op::Create(_) => {
                let lasted = clock.saturating_sub(running.started);
                // One, those that the user wants, and one for each minute that a code has lived.
                let most = 1 + running.new_codes + lasted / 50_000;
                if running.creates > most {
                    return Err(format!("a new code after {} of them", running.creates));
                }
            }
            Op::Preauthorize(mvpd, resources) => {
                for resource in resources {
                    let since = running.known.get(&(*mvpd, *resource));
                    let is_known = since == Some(&process.epoch) && !process.clock.jumped;
                    if is_known && !running.overlaps {
                        return Err(format!("asks for R{resource}, which is known"));
                    }
                    if running.locks.contains_key(resource) {
                        return Err(format!("asks for R{resource} again"));
                    }
                }
                if resources.len() > 5 {
                    return Err("asks for more than five resources at once".to_owned());
                }
            }
            Op::ForMvpd(mvpd) => running.asked_of = Some(*mvpd),
            Op::Logout(mvpd) if running.logged_out.contains(mvpd) => {
                return Err(format!("{op:?} although the answer has come"));
            }
            Op::Logout(mvpd) if !running.out_of.contains(mvpd) => {
                return Err(format!("{op:?}, of which nobody was known"));
            }
            Op::ForCode(number) => {
                let by_browser = running.browser;
                if by_browser && !running.browser_over {
                    return Err("polls while the browser is open".to_owned());
                }
                let Some(book) = process.codes.get_mut(number) else {
                    return Err("polls a code that it was never given".to_owned());
                };
                if book.flow != flow {
                    return Err("polls the code of another flow".to_owned());
                }
                if let Some(why) = book.dead {
                    return Err(format!("polls a dead code: {why}"));
                }
                if !by_browser && !went_back && clock >= book.ends {
                    return Err("polls a dead code: it has ended".to_owned());
                }
                let since = match by_browser {
                    true => book.polled,
                    false => Some(book.polled.unwrap_or(book.received)),
                };
                if since.is_some_and(|since| clock + early < since + MIN_POLL_MS) {
                    return Err("polls faster than every 3 s".to_owned());
                }
                let before = book.polled;
                book.polled = Some(clock);
                return Ok(before);
            }
            _ => {}
        }
        Ok(None)
    }
}

fn belongs(kind: Kind, op: &Op) -> bool {
    match kind {
        Kind::Status => matches!(op, Op::Profiles | Op::ForMvpd(_)),
        Kind::Providers => *op == Op::Configuration,
        Kind::SignIn => !matches!(op, Op::Preauthorize(..) | Op::Authorize(..) | Op::Logout(_)),
        Kind::Locks => matches!(op, Op::Preauthorize(..)),
        Kind::Play => matches!(op, Op::Authorize(..)),
        Kind::TempEnd => matches!(op, Op::ForMvpd(_)),
        Kind::SignOut => matches!(op, Op::Logout(_)),
    }
}
