//! Where flows begin: the methods of an account that start one.

use super::access::{LocksPlan, PlayPlan, TemporaryAccess, TemporaryAccessPlan};
use super::account::Account;
use super::engine::Flow;
use super::list::ProvidersPlan;
use super::sign_in::{SignInOptions, SignInPlan};
use super::sign_out::SignOutPlan;
use super::status::StatusPlan;
use crate::input::{InvalidInput, check_id};
use crate::operation::TempPassIdentity;

/// The providers for a picker.
pub type LoadProviders = Flow<ProvidersPlan>;
/// A sign-in.
pub type SignIn = Flow<SignInPlan>;
/// Who is signed in.
pub type RefreshStatus = Flow<StatusPlan>;
/// The locks of a catalogue.
pub type LoadLocks = Flow<LocksPlan>;
/// The permit for one playback.
pub type AuthorizePlayback = Flow<PlayPlan>;
/// The end of temporary access.
pub type AwaitTemporaryAccessEnd = Flow<TemporaryAccessPlan>;
/// A sign-out.
pub type SignOut = Flow<SignOutPlan>;

/// By which MVPD something is watched.
#[derive(Clone, Debug, Default)]
pub struct Access {
    mvpd: Option<String>,
    identity: Option<TempPassIdentity>,
}

impl Access {
    /// By the MVPD that the user chose last; if it has no profile and another MVPD has, by that
    /// one, as [`Status::current`](super::Status::current) has it. Temporary access is not taken
    /// unasked: if there is nothing else, the user has to sign in.
    #[must_use]
    pub fn current() -> Self {
        Self::default()
    }

    /// By this MVPD: one of several profiles, or a basic TempPass.
    ///
    /// # Errors
    /// An id that is empty, longer than [`MAX_ID_BYTES`](crate::input::MAX_ID_BYTES), has control
    /// characters, or is `.` or `..`.
    pub fn mvpd(mvpd: &str) -> Result<Self, InvalidInput> {
        check_id("mvpd", mvpd)?;
        Ok(Self {
            mvpd: Some(mvpd.to_owned()),
            identity: None,
        })
    }

    /// By this promotional TempPass, of this user.
    ///
    /// # Errors
    /// As [`mvpd`](Self::mvpd).
    pub fn temp_pass(mvpd: &str, identity: &TempPassIdentity) -> Result<Self, InvalidInput> {
        let mut access = Self::mvpd(mvpd)?;
        access.identity = Some(identity.clone());
        Ok(access)
    }

    fn mvpd_of(&self, account: &Account) -> Option<String> {
        let current = || account.current_mvpd().map(|id| id.as_str().to_owned());
        self.mvpd.clone().or_else(current)
    }
}

/// Nothing is sent before a flow is polled.
impl Account {
    /// The providers for a picker. Asked for only if what is in memory is older than three minutes:
    /// call it when the user has to choose, and not otherwise.
    #[must_use]
    pub fn providers(&self) -> LoadProviders {
        Flow::new(ProvidersPlan::new(self))
    }

    /// Signs the user in. It takes the place of a sign-in that is on its way, whose code is then
    /// polled no more.
    ///
    /// # Errors
    /// Options that do not go together with the settings.
    pub fn sign_in(&self, options: SignInOptions) -> Result<SignIn, InvalidInput> {
        SignInPlan::new(self, options).map(Flow::new)
    }

    /// Who is signed in: at once what is kept, as [`Step::Present`](crate::call::Step::Present),
    /// then what the service says, by one request. Once for each start of the app is Adobe's wish.
    #[must_use]
    pub fn status(&self) -> RefreshStatus {
        Flow::new(StatusPlan::new(self))
    }

    /// The locks of these resources, for showing alone. Permits that are in memory are not asked
    /// for again. What is known in between is presented as it comes.
    ///
    /// # Errors
    /// A resource that [`Preauthorize`](crate::operation::Preauthorize) refuses.
    pub fn preauthorize<R: AsRef<str>>(
        &self,
        access: &Access,
        resources: impl IntoIterator<Item = R>,
    ) -> Result<LoadLocks, InvalidInput> {
        let resources = resources.into_iter().map(|r| r.as_ref().to_owned());
        let resources: Vec<_> = resources.collect();
        let mvpd = access.mvpd_of(self);
        let identity = access.identity.clone();
        LocksPlan::new(self, mvpd.as_deref(), identity, &resources).map(Flow::new)
    }

    /// Asks for one playback, right before it, each time.
    ///
    /// With a TempPass this is all that there is to do, and what starts its clock.
    ///
    /// # Errors
    /// A resource that [`Authorize`](crate::operation::Authorize) refuses.
    pub fn authorize(
        &self,
        access: &Access,
        resource: &str,
    ) -> Result<AuthorizePlayback, InvalidInput> {
        let mvpd = access.mvpd_of(self);
        let identity = access.identity.clone();
        PlayPlan::new(self, mvpd.as_deref(), identity, resource).map(Flow::new)
    }

    /// Waits for the end of temporary access while a stream plays by it. Adobe does not stop the
    /// stream: the app has to, when this flow is done.
    #[must_use]
    pub fn temporary_access_end(&self, access: &TemporaryAccess) -> AwaitTemporaryAccessEnd {
        Flow::new(TemporaryAccessPlan::new(self, access.clone()))
    }

    /// Signs the user out of all MVPDs: only if the user wants it, and never because of an error.
    /// A TempPass is only forgotten.
    ///
    /// # Errors
    /// There is no redirect URL in the settings.
    pub fn sign_out(&self) -> Result<SignOut, InvalidInput> {
        SignOutPlan::new(self, None).map(Flow::new)
    }

    /// Signs the user out of one MVPD of several.
    ///
    /// # Errors
    /// As [`sign_out`](Self::sign_out); an id that cannot be one.
    pub fn sign_out_of(&self, mvpd: &str) -> Result<SignOut, InvalidInput> {
        SignOutPlan::new(self, Some(mvpd)).map(Flow::new)
    }
}
