//! How the flows beside a sign-in look to C.

use super::access::{lock, lock_size, play, remaining, tvpass_play, tvpass_temporary_access};
use super::face::{Ended, Face, NOT_ASKED, Played, Reply, Shown, Told};
use super::presented::{
    TVPASS_PRESENTED_EXPLAIN, TVPASS_PRESENTED_FAILED, TVPASS_PRESENTED_KEPT_STATUS,
    TVPASS_PRESENTED_LOCKS, TVPASS_PRESENTED_LOCKS_SO_FAR, TVPASS_PRESENTED_OFFER_SIGN_IN,
    TVPASS_PRESENTED_OPEN_BROWSER, TVPASS_PRESENTED_PLAY, TVPASS_PRESENTED_SESSION_MAY_BE_OPEN,
    TVPASS_PRESENTED_SIGN_OUT_IN_SETTINGS, TVPASS_PRESENTED_SIGNED_OUT, TVPASS_PRESENTED_STATUS,
    TVPASS_PRESENTED_TEMPORARY_ACCESS_ENDED, TVPASS_PRESENTED_TEMPORARY_ACCESS_HAS_NO_END,
    TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING, TVPASS_PRESENTED_TRY_LATER, tvpass_partner_step,
    tvpass_presented, tvpass_presented_kind,
};
use super::screen::{SCREEN, logout_browser};
use super::status::{status, status_size};
use super::words::{WORDS, optional_words, words};
use crate::error::Error;
use crate::ffi::capi::arena::{Owned, pointers};
use crate::ffi::capi::outcome::decision::{denial, size};
use crate::ffi::capi::outcome::logout::{settings, tvpass_logout};
use crate::flow::{
    Locks, LocksPlan, PlayOutcome, PlayPlan, Refusal, SignOutInput, SignOutPlan, SignOutStep,
    SignedOut, Status, StatusPlan, TemporaryAccessEnd, TemporaryAccessPlan,
    TemporaryAccessRemaining, Words,
};

/// How any flow looks that has failed.
pub(in crate::ffi::capi) fn failed(error: &Error) -> Shown {
    Owned::new(WORDS, |arena| tvpass_presented {
        words: words(arena, &Words::of_error(error)),
        ..tvpass_presented::of(TVPASS_PRESENTED_FAILED)
    })
}

pub(super) struct StatusFace;

fn shown_status(kind: tvpass_presented_kind, known: &Status) -> Shown {
    Owned::new(status_size(known), |arena| tvpass_presented {
        status: status(arena, known),
        ..tvpass_presented::of(kind)
    })
}

impl Face<StatusPlan> for StatusFace {
    fn presented(&mut self, presented: Status) -> Shown {
        shown_status(TVPASS_PRESENTED_KEPT_STATUS, &presented)
    }

    fn ended(&mut self, output: Status) -> Ended {
        shown_status(TVPASS_PRESENTED_STATUS, &output).into()
    }

    fn told(&mut self, _told: Told) -> Result<Reply<std::convert::Infallible>, Error> {
        Err(NOT_ASKED)
    }
}

pub(super) struct LocksFace;

fn shown_locks(kind: tvpass_presented_kind, known: &Locks) -> Shown {
    let about_all = match (&known.words, &known.error) {
        (None, Some(error)) => Some(Words::of_error(error)),
        (words, _) => words.clone(),
    };
    let bytes: usize = known.locks.iter().map(lock_size).sum();
    let bytes = bytes + known.locks.len() * size_of::<*const ()>() + WORDS;
    Owned::new(bytes, |arena| {
        let locks = known.locks.iter().map(|one| lock(arena, one));
        let locks = arena.list(known.locks.len(), locks);
        tvpass_presented {
            locks: pointers(locks),
            lock_count: locks.len(),
            words: optional_words(arena, about_all.as_ref()),
            ..tvpass_presented::of(kind)
        }
    })
}

impl Face<LocksPlan> for LocksFace {
    fn presented(&mut self, presented: Locks) -> Shown {
        shown_locks(TVPASS_PRESENTED_LOCKS_SO_FAR, &presented)
    }

    fn ended(&mut self, output: Locks) -> Ended {
        shown_locks(TVPASS_PRESENTED_LOCKS, &output).into()
    }

    fn told(&mut self, _told: Told) -> Result<Reply<std::convert::Infallible>, Error> {
        Err(NOT_ASKED)
    }
}

pub(super) struct PlayFace {
    pub(super) resource: String,
}

fn refused(kind: tvpass_presented_kind, refusal: &Refusal) -> Ended {
    let bytes = WORDS + size(refusal.denial.as_ref());
    Owned::new(bytes, |arena| tvpass_presented {
        words: words(arena, &refusal.words),
        denial: denial(arena, refusal.denial.as_ref()),
        ..tvpass_presented::of(kind)
    })
    .into()
}

impl Face<PlayPlan> for PlayFace {
    fn presented(&mut self, presented: std::convert::Infallible) -> Shown {
        match presented {}
    }

    fn ended(&mut self, output: PlayOutcome) -> Ended {
        match output {
            PlayOutcome::Play(permit) => {
                let bytes = size_of::<tvpass_play>() + permit.mvpd.len() + 64;
                let shown = Owned::new(bytes, |arena| tvpass_presented {
                    play: play(arena, &permit),
                    ..tvpass_presented::of(TVPASS_PRESENTED_PLAY)
                });
                let permit = *permit;
                Ended {
                    shown,
                    played: Some(Played {
                        resource: std::mem::take(&mut self.resource),
                        media_token: Some(permit.media_token),
                        temporary: permit.temporary,
                    }),
                }
            }
            PlayOutcome::SignIn(refusal) => refused(TVPASS_PRESENTED_OFFER_SIGN_IN, &refusal),
            PlayOutcome::Explain(refusal) => refused(TVPASS_PRESENTED_EXPLAIN, &refusal),
            PlayOutcome::TryLater(refusal) => refused(TVPASS_PRESENTED_TRY_LATER, &refusal),
        }
    }

    fn told(&mut self, _told: Told) -> Result<Reply<std::convert::Infallible>, Error> {
        Err(NOT_ASKED)
    }
}

pub(super) struct TemporaryAccessFace;

impl Face<TemporaryAccessPlan> for TemporaryAccessFace {
    fn presented(&mut self, presented: TemporaryAccessRemaining) -> Shown {
        Owned::new(size_of::<tvpass_temporary_access>(), |arena| {
            tvpass_presented {
                temporary_access: remaining(arena, &presented),
                ..tvpass_presented::of(TVPASS_PRESENTED_TEMPORARY_ACCESS_REMAINING)
            }
        })
    }

    fn ended(&mut self, output: TemporaryAccessEnd) -> Ended {
        let (kind, said) = match output {
            TemporaryAccessEnd::Ended(said) => {
                (TVPASS_PRESENTED_TEMPORARY_ACCESS_ENDED, Some(said))
            }
            TemporaryAccessEnd::Unknown => (TVPASS_PRESENTED_TEMPORARY_ACCESS_HAS_NO_END, None),
        };
        let shown: Shown = Owned::new(WORDS, |arena| tvpass_presented {
            words: optional_words(arena, said.as_ref()),
            ..tvpass_presented::of(kind)
        });
        shown.into()
    }

    fn told(&mut self, _told: Told) -> Result<Reply<std::convert::Infallible>, Error> {
        Err(NOT_ASKED)
    }
}

pub(super) struct SignOutFace;

impl Face<SignOutPlan> for SignOutFace {
    fn presented(&mut self, presented: SignOutStep) -> Shown {
        Owned::new(SCREEN, |arena| match &presented {
            SignOutStep::OpenBrowser { url, redirect_url } => tvpass_presented {
                browser: logout_browser(arena, url, redirect_url),
                ..tvpass_presented::of(TVPASS_PRESENTED_OPEN_BROWSER)
            },
            SignOutStep::SignOutInSettings { settings: known } => {
                let known = settings(arena, known);
                tvpass_presented {
                    partner: arena.put(tvpass_partner_step {
                        settings: pointers(known),
                        settings_count: known.len(),
                        ..tvpass_partner_step::EMPTY
                    }),
                    ..tvpass_presented::of(TVPASS_PRESENTED_SIGN_OUT_IN_SETTINGS)
                }
            }
            SignOutStep::SessionMayBeOpen => {
                tvpass_presented::of(TVPASS_PRESENTED_SESSION_MAY_BE_OPEN)
            }
        })
    }

    fn ended(&mut self, output: SignedOut) -> Ended {
        let all = &output.logouts;
        let bytes = all.iter().map(|logout| {
            size_of::<tvpass_logout>() + size_of::<*const ()>() + tvpass_logout::size(logout)
        });
        let shown: Shown = Owned::new(bytes.sum(), |arena| {
            let logouts = all.iter();
            let logouts = logouts.map(|logout| arena.put(tvpass_logout::fill(arena, logout)));
            let logouts = arena.list(all.len(), logouts);
            tvpass_presented {
                logouts: pointers(logouts),
                logout_count: logouts.len(),
                ..tvpass_presented::of(TVPASS_PRESENTED_SIGNED_OUT)
            }
        });
        shown.into()
    }

    fn told(&mut self, told: Told) -> Result<Reply<SignOutInput>, Error> {
        Ok(Reply::Tell(match told {
            Told::RedirectReached => SignOutInput::RedirectReached,
            Told::BrowserClosed => SignOutInput::BrowserClosed,
            Told::Continue => SignOutInput::Continue,
            _ => return Err(NOT_ASKED),
        }))
    }
}
