//! What a TV makes of the result of a flow.

use tvpass::Error;
use tvpass::flow::{PlayOutcome, Remedy, SignInOutcome, StatusSource};
use tvpass::outcome::SessionReason;

use crate::any_flow::{AnyFlow, Ended};
use crate::stats::Count;
use crate::tv::{Tv, World};
use crate::user::Apple;

impl Tv {
    /// A flow has ended.
    pub(crate) fn ended(
        &mut self,
        world: &mut World<'_>,
        flow: u32,
        result: Result<Ended, Error>,
    ) -> Result<(), String> {
        self.trace(world, || format!("flow {flow} ends with {result:?}"));
        self.check_end(world, flow, &result)?;
        let process = self.process.as_mut().ok_or("no process")?;
        process.bury("its sign-in has ended", |of| of == flow);
        let is_main = process.flows[flow as usize].is_main;
        let mut lost = false;
        let mut well = true;
        match result {
            Err(error) => {
                world.stats.add(Count::FlowsFailed);
                lost = matches!(error, Error::RegistrationLost(_));
                well = false;
            }
            Ok(Ended::Status(status)) => {
                process.signed_in = status.is_signed_in();
                if let StatusSource::Unreachable(error) = &status.source {
                    world.stats.add(Count::Unreachable);
                    lost = matches!(error, Error::RegistrationLost(_));
                    well = false;
                }
            }
            Ok(Ended::SignIn(outcome)) => {
                well = matches!(outcome, SignInOutcome::SignedIn(_));
                self.signed_in(world, flow, &outcome);
            }
            Ok(Ended::Locks(locks)) => {
                self.check_locks(world, flow, &locks, true)?;
                lost = matches!(locks.error, Some(Error::RegistrationLost(_)));
                well = locks.error.is_none();
                let remedy = locks.words.as_ref().map(|words| words.remedy);
                if remedy == Some(Remedy::SignIn) {
                    let process = self.process.as_mut().ok_or("no process")?;
                    process.signed_in = false;
                }
            }
            Ok(Ended::Play(outcome)) => match outcome {
                PlayOutcome::Play(play) => {
                    world.stats.add(Count::Played);
                    self.check_token(flow, play.media_token)?;
                    if let Some(temporary) = play.temporary {
                        world.stats.add(Count::PlayedTemporarily);
                        let process = self.process.as_ref().ok_or("no process")?;
                        let flow = process.account.temporary_access_end(&temporary);
                        self.begin(world, AnyFlow::TempEnd(flow), false, |_| {})?;
                    }
                }
                PlayOutcome::SignIn(refusal) => {
                    world.stats.add(Count::AskedToSignIn);
                    lost = matches!(refusal.error, Some(Error::RegistrationLost(_)));
                    process.signed_in = false;
                    well = false;
                }
                PlayOutcome::Explain(_) => {
                    world.stats.add(Count::Explained);
                    well = false;
                }
                _ => {
                    world.stats.add(Count::TriedLater);
                    well = false;
                }
            },
            Ok(Ended::TempEnd(_)) => world.stats.add(Count::TempEnded),
            Ok(Ended::SignOut(_)) => {
                world.stats.add(Count::SignedOut);
                process.signed_in = false;
            }
            Ok(Ended::Providers(_)) => {}
        }
        if lost {
            world.stats.add(Count::RegistrationsForgotten);
            let process = self.process.as_mut().ok_or("no process")?;
            process.client.forget_registration();
        }
        if self.healed {
            self.healing(well);
        }
        if is_main {
            self.goes_on(world);
        }
        self.wake(world, flow)
    }

    fn signed_in(&mut self, world: &mut World<'_>, flow: u32, outcome: &SignInOutcome) {
        let is_apple = self.apple != Apple::None;
        let Some(process) = self.process.as_mut() else {
            return;
        };
        let by_code = process.flows[flow as usize].creates > 0;
        let count = match outcome {
            SignInOutcome::SignedIn(signed_in) => {
                process.signed_in = true;
                if process.account.profiles().len() > 1 {
                    world.stats.add(Count::TwoProfiles);
                }
                if signed_in.already == Some(SessionReason::Degraded) {
                    world.stats.add(Count::Degraded);
                } else if signed_in.already.is_some() {
                    world.stats.add(Count::Already);
                } else if is_apple && !by_code {
                    world.stats.add(Count::AppleSignedIn);
                }
                Count::SignedIn
            }
            SignInOutcome::TemporaryAccess { .. } => Count::TemporaryOffered,
            SignInOutcome::CodeExpired => Count::CodeExpired,
            SignInOutcome::Replaced => Count::Replaced,
            _ => Count::NotCompleted,
        };
        world.stats.add(count);
    }
}
