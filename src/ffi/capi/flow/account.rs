//! `tvpass_account`: the user of one service provider, and where flows begin.

use std::mem::MaybeUninit;
use std::sync::Arc;

use crate::ffi::capi::boundary::{Handle, Poison, derive, free, read};
use crate::ffi::capi::client::tvpass_client;
use crate::ffi::capi::error::tvpass_error;
use crate::ffi::capi::extras::{extras, tvpass_extras};
use crate::ffi::capi::failure::Failure;
use crate::ffi::capi::input::{self, input};
use crate::ffi::capi::partner_framework_status::tvpass_partner_framework_status;
use crate::ffi::capi::status::tvpass_status;
use crate::ffi::capi::text::Text;
use crate::flow::{Account, AccountSettings, ActivationPage};
use crate::input::InvalidInput;
use crate::uri::RedirectUrl;

/// What an app tells about itself once, for all of its flows. Input;
/// `TVPASS_ACCOUNT_SETTINGS_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_account_settings<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// The id that Adobe assigned, such as `REF30`; at most 256 bytes. Required.
    pub service_provider: Text<'a>,
    /// `domainName`, the app's domain as registered with Adobe; at most 256 bytes. Empty: a second
    /// screen has to supply it.
    pub domain_name: Text<'a>,
    /// `redirectUrl`, where user agents end up, of sign-ins and of sign-outs: an absolute URL in
    /// ASCII, at most 2048 bytes; https on a registered domain is what Adobe documents. Signing in
    /// with a browser on this device and signing out need it.
    pub redirect_url: Text<'a>,
    /// The programmer's page where a code is typed in on a second screen: an absolute https URL
    /// without a fragment; http is good on this machine alone. Empty: there is none.
    pub activation_page: Text<'a>,
    /// The name of the page's parameter that has the code, in a QR code; at most 256 bytes. Empty:
    /// `code`.
    pub activation_page_parameter: Text<'a>,
    /// The page's address to show, at most 256 bytes. Empty: its URL without `https://`.
    pub activation_page_shown_as: Text<'a>,
    /// The ids of MVPDs that pickers leave out: test entries. No answer of Adobe's marks them;
    /// TempPass, which is marked, is left out anyway.
    pub hidden_mvpds: *const Text<'a>,
    /// How many there are.
    pub hidden_mvpd_count: usize,
    /// Headers about the user, of which each request carries those that it takes. NULL: none.
    pub extras: *const tvpass_extras<'a>,
}

input!(tvpass_account_settings, extras: *const tvpass_extras<'static>);

/// What is known about the user, in place of what was known before. Input;
/// `TVPASS_ACCOUNT_USER_INIT`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tvpass_account_user<'a> {
    /// The size of this structure, in bytes.
    pub size: usize,
    /// Headers about the user, such as new single sign-on tokens; they replace those of the
    /// settings, and permits are forgotten. NULL: they stay as they are.
    pub extras: *const tvpass_extras<'a>,
    /// What Apple's framework says now: tell it whenever the app comes to the foreground. NULL:
    /// nothing is known. Permits are forgotten if it differs from what was said before.
    pub partner_framework_status: *const tvpass_partner_framework_status<'a>,
}

input!(
    tvpass_account_user,
    partner_framework_status: *const tvpass_partner_framework_status<'static>
);

/// The user of one service provider on a client, and where flows begin: who is signed in, which
/// permits and which configuration are at hand. Make one for each service provider, and keep it
/// while the app runs. What is kept across restarts is in the client's state.
///
/// Its functions take it as `const` and may be called from several threads at once.
pub struct tvpass_account {
    /// The client's: they work on the same data.
    pub(super) poison: Arc<Poison>,
    pub(super) account: Account,
}

impl Handle for tvpass_account {
    const NAME: &'static str = "account";

    fn poison(&self) {
        self.poison.set();
    }

    fn is_poisoned(&self) -> bool {
        self.poison.is_set()
    }
}

impl tvpass_account_settings<'_> {
    /// Without those that refer to something.
    fn plain(&self) -> Result<AccountSettings, Failure> {
        let mut settings = AccountSettings::new(self.service_provider.str("service_provider")?)?;
        if let Some(domain_name) = self.domain_name.optional("domain_name")? {
            settings = settings.domain_name(domain_name)?;
        }
        if let Some(redirect_url) = self.redirect_url.optional("redirect_url")? {
            settings = settings.redirect_url(&RedirectUrl::new(redirect_url)?);
        }
        match self.page()? {
            Some(page) => Ok(settings.activation_page(page)),
            None => Ok(settings),
        }
    }

    fn page(&self) -> Result<Option<ActivationPage>, Failure> {
        const PARAMETER: &str = "activation_page_parameter";
        const SHOWN_AS: &str = "activation_page_shown_as";
        let parameter = self.activation_page_parameter.optional(PARAMETER)?;
        let shown_as = self.activation_page_shown_as.optional(SHOWN_AS)?;
        let Some(url) = self.activation_page.optional("activation_page")? else {
            let useless = parameter.map(|_| PARAMETER).or(shown_as.map(|_| SHOWN_AS));
            return match useless {
                Some(name) => {
                    let reason = "is given without the page itself; give that, too";
                    Err(InvalidInput::new(name, reason).into())
                }
                None => Ok(None),
            };
        };
        let mut page = ActivationPage::new(url)?;
        if let Some(parameter) = parameter {
            page = page.parameter(parameter)?;
        }
        if let Some(shown_as) = shown_as {
            page = page.shown_as(shown_as)?;
        }
        Ok(Some(page))
    }
}

/// The user of a service provider. What an earlier start kept is there at once.
///
/// @param client borrowed for the call; of a blocking client, `tvpass_blocking_client_client`. The
///   account may outlive it.
/// @param settings borrowed for the call, and what it refers to.
/// @param out receives the account; caller frees with `tvpass_account_free`.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT`, or a common status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_account_new(
    client: Option<&tvpass_client>,
    settings: *const tvpass_account_settings<'_>,
    out: Option<&mut MaybeUninit<*mut tvpass_account>>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    derive(client, out, error, |client| {
        // SAFETY: the caller's promise.
        let (settings, hidden, extras) = unsafe {
            let settings = input::read("settings", settings)?;
            let (hidden, count) = (settings.hidden_mvpds, settings.hidden_mvpd_count);
            let hidden = input::strs("hidden_mvpds", hidden, count)?;
            (settings, hidden, extras(settings.extras)?)
        };
        let settings = settings.plain()?.extras(extras).hidden_mvpds(hidden);
        Ok(Box::new(tvpass_account {
            poison: client.poison.clone(),
            account: Account::new(&client.client, settings),
        }))
    })
}

/// Frees an account. Its flows may go on.
///
/// @param account consumed; NULL does nothing.
///
/// Threads: one at a time per handle: no other thread may be using the account.
#[unsafe(no_mangle)]
pub extern "C" fn tvpass_account_free(account: Option<Box<tvpass_account>>) {
    free(account);
}

/// What is known about the user now.
///
/// @param account borrowed for the call.
/// @param user borrowed for the call, and what it refers to.
/// @param error optional, receives NULL or an error; caller frees with `tvpass_error_free`.
/// @return `TVPASS_STATUS_OK`, `TVPASS_STATUS_INVALID_INPUT` (nothing has changed), or a common
///   status.
///
/// Threads: any.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tvpass_account_set_user(
    account: Option<&tvpass_account>,
    user: *const tvpass_account_user<'_>,
    error: Option<&mut MaybeUninit<*mut tvpass_error>>,
) -> tvpass_status {
    read(account, error, |this| {
        // SAFETY: the caller's promise.
        let (has_extras, headers, status) = unsafe {
            let user = input::read("user", user)?;
            let status = user.partner_framework_status;
            let status = input::optional("partner_framework_status", status)?;
            (!user.extras.is_null(), extras(user.extras)?, status)
        };
        let status = status.map(|status| status.status()).transpose()?;
        if has_extras {
            this.account.set_extras(headers);
        }
        this.account.set_partner_status(status);
        Ok(())
    })
}
