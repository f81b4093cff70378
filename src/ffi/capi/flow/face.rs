//! What a flow's plan is to C: all kinds of plans look the same behind [`CPlan`], so that one
//! engine, one call handle and one loop run every flow.

use super::presented::tvpass_presented;
use crate::call::Client;
use crate::error::Error;
use crate::ffi::capi::arena::Owned;
use crate::flow::{Flow, Next, Plan, TemporaryAccess, sealed};
use crate::operation::{AnyOutcome, PartnerFrameworkStatus, SamlResponse};
use crate::outcome::MediaToken;

/// What is presented.
pub(in crate::ffi::capi) type Shown = Owned<tvpass_presented>;

/// How a flow ended.
pub(in crate::ffi::capi) struct Ended {
    pub(in crate::ffi::capi) shown: Shown,
    /// Of an authorization that permits it.
    pub(in crate::ffi::capi) played: Option<Played>,
}

impl From<Shown> for Ended {
    fn from(shown: Shown) -> Self {
        Self {
            shown,
            played: None,
        }
    }
}

/// What a permit hands over.
pub(in crate::ffi::capi) struct Played {
    pub(in crate::ffi::capi) resource: String,
    pub(in crate::ffi::capi) media_token: Option<MediaToken>,
    pub(in crate::ffi::capi) temporary: Option<TemporaryAccess>,
}

/// What the user, or the platform, did, whatever flow it is for.
pub(in crate::ffi::capi) enum Told {
    ProviderChosen(String),
    Search(String),
    NewCode,
    RedirectReached,
    BrowserClosed,
    Continue,
    PartnerStatus(PartnerFrameworkStatus),
    PartnerUnsupported(String),
    PartnerResponse(SamlResponse, PartnerFrameworkStatus),
    PartnerFailed,
}

/// Nothing of the flow asks for it.
pub(in crate::ffi::capi) const NOT_ASKED: Error =
    Error::OutOfOrder("this flow does not ask for that");

/// What becomes of what was told.
pub(super) enum Reply<I> {
    /// It is for the plan.
    Tell(I),
    /// This is shown at once; the plan need not know.
    Show(Shown),
}

/// How one kind of plan looks to C.
pub(super) trait Face<P: Plan>: Send + Sync {
    fn presented(&mut self, presented: P::Presented) -> Shown;

    fn ended(&mut self, output: P::Output) -> Ended;

    /// # Errors
    /// Nothing that was presented asks for it.
    fn told(&mut self, told: Told) -> Result<Reply<P::Input>, Error>;

    /// The plan has taken what was told.
    fn taken(&mut self) {}
}

/// A flow as C drives it.
pub(in crate::ffi::capi) type CFlow = Flow<CPlan>;

/// Any plan.
pub(in crate::ffi::capi) struct CPlan(Box<dyn AnyPlan>);

trait AnyPlan: Send + Sync {
    fn client(&self) -> &Client;
    fn next(&mut self, now: u64) -> Next<Shown, Ended>;
    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>);
    fn is_replaced(&self) -> bool;
    fn stores(&self) -> bool;
    fn told(&mut self, now: u64, told: Told) -> Result<(), Error>;
}

/// A plan with its face.
struct Faced<P, F> {
    plan: P,
    face: F,
    /// What is shown before the plan is asked again.
    first: Option<Shown>,
}

/// A flow that has not begun, for C.
pub(super) fn flow<P, F>(flow: Flow<P>, face: F) -> CFlow
where
    P: Plan + Send + Sync + 'static,
    F: Face<P> + 'static,
{
    flow.with_plan(|plan| {
        CPlan(Box::new(Faced {
            plan,
            face,
            first: None,
        }))
    })
}

impl<P: Plan + Send + Sync, F: Face<P>> AnyPlan for Faced<P, F> {
    fn client(&self) -> &Client {
        self.plan.client()
    }

    fn next(&mut self, now: u64) -> Next<Shown, Ended> {
        if let Some(shown) = self.first.take() {
            return Next::Present(shown);
        }
        match self.plan.next(now) {
            Next::Call(operation, options) => Next::Call(operation, options),
            Next::Present(presented) => Next::Present(self.face.presented(presented)),
            Next::Wait(until) => Next::Wait(until),
            Next::Done(Ok(output)) => Next::Done(Ok(self.face.ended(output))),
            Next::Done(Err(error)) => Next::Done(Err(error)),
        }
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        self.plan.answered(now, result);
    }

    fn is_replaced(&self) -> bool {
        self.plan.is_replaced()
    }

    fn stores(&self) -> bool {
        self.plan.stores()
    }

    fn told(&mut self, now: u64, told: Told) -> Result<(), Error> {
        match self.face.told(told)? {
            Reply::Tell(input) => {
                self.plan.told(now, input)?;
                self.face.taken();
            }
            Reply::Show(shown) => self.first = Some(shown),
        }
        Ok(())
    }
}

impl sealed::Sealed for CPlan {}

impl Plan for CPlan {
    type Input = Told;
    type Presented = Shown;
    type Output = Ended;

    fn client(&self) -> &Client {
        self.0.client()
    }

    fn next(&mut self, now: u64) -> Next<Shown, Ended> {
        self.0.next(now)
    }

    fn answered(&mut self, now: u64, result: Result<AnyOutcome, Error>) {
        self.0.answered(now, result);
    }

    fn is_replaced(&self) -> bool {
        self.0.is_replaced()
    }

    fn stores(&self) -> bool {
        self.0.stores()
    }

    fn told(&mut self, now: u64, told: Told) -> Result<(), Error> {
        self.0.told(now, told)
    }
}
