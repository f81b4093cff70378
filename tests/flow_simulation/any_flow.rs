//! Flows of all kinds as one type, so that one loop drives them.

use tvpass::call::{Driven, Step};
use tvpass::error::TransportError;
use tvpass::flow::{
    AuthorizePlayback, AwaitTemporaryAccessEnd, LoadLocks, LoadProviders, Locks, PlayOutcome,
    Providers, RefreshStatus, SignIn, SignInInput, SignInOutcome, SignInStep, SignOut,
    SignOutInput, SignOutStep, SignedOut, Status, TemporaryAccessEnd, TemporaryAccessRemaining,
};
use tvpass::{Error, Request, Response};

macro_rules! flows {
    ($($kind:ident: $flow:ty, $presented:ident, $output:ident;)*) => {
        #[allow(clippy::large_enum_variant)]
        pub(crate) enum AnyFlow { $($kind($flow),)* }

        impl AnyFlow {
            pub(crate) fn poll(&mut self, now_ms: u64) -> Do {
                match self { $(Self::$kind(flow) => read(flow.poll(now_ms), $presented, Ended::$kind),)* }
            }

            pub(crate) fn respond(&mut self, now_ms: u64, response: &Response) -> Result<(), Error> {
                match self { $(Self::$kind(flow) => flow.respond(now_ms, response),)* }
            }

            pub(crate) fn fail(&mut self, now_ms: u64, failure: TransportError) -> Result<(), Error> {
                match self { $(Self::$kind(flow) => flow.fail(now_ms, failure),)* }
            }

            pub(crate) fn persisted(&mut self, now_ms: u64, success: bool) -> Result<(), Error> {
                match self { $(Self::$kind(flow) => flow.persisted(now_ms, success),)* }
            }

            pub(crate) fn cancel(&mut self, now_ms: u64) {
                match self { $(Self::$kind(flow) => flow.cancel(now_ms),)* }
            }

            pub(crate) fn deadline_ms(&self) -> u64 {
                match self { $(Self::$kind(flow) => Driven::deadline_ms(flow),)* }
            }

            pub(crate) fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind,)* }
            }
        }

        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind { $($kind,)* }

        /// Some of it is only shown.
        #[derive(Debug)]
        #[allow(clippy::large_enum_variant, dead_code)]
        pub(crate) enum Ended { $($kind($output),)* }
    };
}

flows! {
    Status: RefreshStatus, status, Status;
    Providers: LoadProviders, nothing, Providers;
    SignIn: SignIn, sign_in, SignInOutcome;
    Locks: LoadLocks, locks, Locks;
    Play: AuthorizePlayback, nothing, PlayOutcome;
    TempEnd: AwaitTemporaryAccessEnd, remaining, TemporaryAccessEnd;
    SignOut: SignOut, sign_out, SignedOut;
}

impl AnyFlow {
    pub(crate) fn tell_sign_in(&mut self, now_ms: u64, input: SignInInput) -> Result<(), Error> {
        match self {
            Self::SignIn(flow) => flow.tell(now_ms, input),
            _ => Err(Error::OutOfOrder("no sign-in")),
        }
    }

    pub(crate) fn tell_sign_out(&mut self, now_ms: u64, input: SignOutInput) -> Result<(), Error> {
        match self {
            Self::SignOut(flow) => flow.tell(now_ms, input),
            _ => Err(Error::OutOfOrder("no sign-out")),
        }
    }
}

/// What is presented. Some of it is only shown.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, dead_code)]
pub(crate) enum Shown {
    Status(Status),
    SignIn(SignInStep),
    Locks(Locks),
    Remaining(TemporaryAccessRemaining),
    SignOut(SignOutStep),
}

fn status(shown: Status) -> Shown {
    Shown::Status(shown)
}

fn sign_in(shown: SignInStep) -> Shown {
    Shown::SignIn(shown)
}

fn locks(shown: Locks) -> Shown {
    Shown::Locks(shown)
}

fn remaining(shown: TemporaryAccessRemaining) -> Shown {
    Shown::Remaining(shown)
}

fn sign_out(shown: SignOutStep) -> Shown {
    Shown::SignOut(shown)
}

fn nothing(shown: std::convert::Infallible) -> Shown {
    match shown {}
}

/// What the host has to do.
#[allow(clippy::large_enum_variant)]
pub(crate) enum Do {
    Send(Request),
    Wait(u64),
    Persist(String),
    Show(Shown),
    End(Result<Ended, Error>),
    /// A step that no flow of these hosts has.
    Odd,
}

fn read<T, P>(step: Step<T, P>, shown: fn(P) -> Shown, ended: fn(T) -> Ended) -> Do {
    match step {
        Step::Send(request) => Do::Send(request),
        Step::Wait { until_ms, .. } => Do::Wait(until_ms),
        Step::Persist(state) => Do::Persist(state.expose().to_owned()),
        Step::Present(presented) => Do::Show(shown(presented)),
        Step::Done(result) => Do::End(result.map(ended)),
        _ => Do::Odd,
    }
}
