//! What the checks learn from an answer.

use crate::any_flow::Kind;
use crate::asked::{Asked, Op};
use crate::process::CodeBook;
use crate::said::{Lock, Said};
use crate::tv::{Tv, World};

impl Tv {
    /// An answer has come in: what the checks learn from it.
    pub(crate) fn told(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        asked: &Asked,
        said: &Said,
    ) -> Result<(), String> {
        let process = self.process.as_mut().ok_or("no process")?;
        // What the partner's framework brought is looked at when its flow is polled.
        process.notice_users();
        let clock = process.clock.of_checks(world.now);
        let running = &mut process.flows[flow as usize];
        match (said, asked) {
            (Said::Credentials(number), _) => process.registration = Some(*number),
            (Said::Configuration, _) => process.configured = Some(clock),
            (Said::Unknown, _) => running.unknown = true,
            (Said::Session { number, valid_ms }, asked) => {
                let resumes = matches!(
                    asked,
                    Asked::Operation {
                        op: Op::Resume(..),
                        ..
                    }
                );
                if !resumes {
                    running.creates += 1;
                    running.code = Some(*number);
                    process.bury("a newer code", |of| of == flow);
                    let book = CodeBook {
                        flow,
                        received: clock,
                        ends: clock + valid_ms,
                        polled: None,
                        dead: None,
                    };
                    process.codes.insert(*number, book);
                }
            }
            (Said::NoSignInNeeded, _) => {
                running.code = None;
                running.no_need |= !running.replaced;
                process.bury("no sign-in is needed", |of| of == flow);
            }
            (Said::Profile { found, ends }, _) => {
                running.profile = Some(*found);
                running.found_in_time |= *found && !running.replaced;
                running.temp_ends = *ends;
                running.told_something = true;
                running.is_decided |= running.kind == Kind::Status;
                if *found && running.kind == Kind::SignIn {
                    running.is_decided = true;
                    let was_signed_in = running.no_need;
                    process.bury("there is a profile", |of| of == flow);
                    if !was_signed_in {
                        process.may_forget_permits();
                    }
                }
            }
            (
                Said::CodeOver,
                Asked::Operation {
                    op: Op::ForCode(number),
                    ..
                },
            ) => {
                if let Some(book) = process.codes.get_mut(number) {
                    book.dead.get_or_insert("the service said that it is over");
                }
            }
            (Said::Locks(locks), _) => {
                for (resource, lock) in locks {
                    if *lock != Lock::Failed {
                        running.locks.insert(*resource, *lock == Lock::Open);
                    }
                }
                if let Some(mvpd) = running.mvpd {
                    let open = locks.iter().filter(|(_, lock)| *lock == Lock::Open);
                    process.permitted(flow, open.map(|(resource, _)| (mvpd, *resource)));
                }
            }
            (Said::Permit(number), _) => {
                running.permit = Some(*number);
                running.is_decided = true;
            }
            (Said::Denial { again }, _) => {
                running.is_decided = !again;
                if let (false, Some(mvpd)) = (*again, running.mvpd) {
                    process.permits.remove(&(mvpd, running.resource));
                }
            }
            (Said::NotSignedIn, _) => {
                running.not_signed_in = true;
                running.is_decided = running.kind == Kind::Play;
                running.told_something = true;
            }
            (Said::LoggedOut, asked) => {
                if let Asked::Operation {
                    op: Op::Logout(mvpd),
                    ..
                } = asked
                {
                    running.logged_out.insert(*mvpd);
                }
                running.told_something = true;
                process.forget_permits();
            }
            // Of a throttle that others have used up, say.
            (Said::Trouble, Asked::Operation { .. }) => running.operations -= 1,
            _ => {}
        }
        process.notice_users();
        Ok(())
    }
}
