//! The user of a service provider, and where flows begin.

use std::fmt;
use std::sync::Arc;

use super::account_flow::AccountFlow;
use super::account_input::AccountInput;
use super::call::{Call, Machine};
use super::client::Client;
use super::extras::Extras;
use super::failure::{CoreError, guarded};
use super::outcome::Status;
use super::partner_status::PartnerFrameworkStatus;
use crate::flow;

/// The user of a service provider on a client. Make one for each service provider, and keep it
/// while the app runs.
#[derive(uniffi::Object)]
pub struct Account {
    account: flow::Account,
    client: Arc<Client>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.account.fmt(f)
    }
}

#[uniffi::export]
impl Account {
    /// The user of the settings' service provider on `client`. What an earlier start kept is there
    /// at once.
    #[uniffi::constructor]
    pub fn new(client: Arc<Client>, settings: AccountInput) -> Result<Arc<Self>, CoreError> {
        guarded(|| {
            let account = flow::Account::new(&client.client, settings.read()?);
            Ok(Arc::new(Self { account, client }))
        })
    }

    /// Begins a flow. Nothing is sent yet: advance it as a call. It has no deadline of its own.
    pub fn start(&self, flow: AccountFlow) -> Result<Arc<Call>, CoreError> {
        guarded(|| {
            let account = &self.account;
            let machine: Box<dyn Machine> = match &flow {
                AccountFlow::Providers => Box::new(account.providers()),
                AccountFlow::Status => Box::new(account.status()),
                AccountFlow::SignIn { options } => Box::new(account.sign_in(options.read()?)?),
                AccountFlow::Preauthorize { access, resources } => {
                    Box::new(account.preauthorize(&access.read()?, resources)?)
                }
                AccountFlow::Authorize { access, resource } => {
                    Box::new(account.authorize(&access.read()?, resource)?)
                }
                AccountFlow::TemporaryAccessEnd { play } => {
                    Box::new(account.temporary_access_end(&play.access))
                }
                AccountFlow::SignOut { mvpd: None } => Box::new(account.sign_out()?),
                AccountFlow::SignOut { mvpd: Some(mvpd) } => Box::new(account.sign_out_of(mvpd)?),
            };
            Ok(Arc::new(Call::new(machine, self.client.events())))
        })
    }

    /// Who is signed in as it is known now, from memory or from an earlier start. Nothing is asked.
    pub fn kept(&self) -> Result<Status, CoreError> {
        guarded(|| {
            let status = flow::Status {
                mvpd: self.account.mvpd(),
                profiles: self.account.profiles(),
                source: flow::StatusSource::Kept,
            };
            Ok((&status).into())
        })
    }

    /// Replaces the headers about the user. Permits are forgotten.
    pub fn set_extras(&self, extras: Extras) -> Result<(), CoreError> {
        guarded(|| {
            self.account.set_extras(extras.read()?);
            Ok(())
        })
    }

    /// What Apple's framework says now. `None`: nothing is known.
    pub fn set_partner_status(
        &self,
        status: Option<PartnerFrameworkStatus>,
    ) -> Result<(), CoreError> {
        guarded(|| {
            let status = status.as_ref().map(PartnerFrameworkStatus::read);
            self.account.set_partner_status(status.transpose()?);
            Ok(())
        })
    }
}
