//! The parameters of a session, as several inputs have them.

use crate::ffi::capi::failure::Failure;
use crate::ffi::capi::text::Text;
use crate::operation::SessionParameters;
use crate::uri::RedirectUrl;

/// Those that are known.
pub(super) fn parameters(
    mvpd: Text<'_>,
    domain_name: Text<'_>,
    redirect_url: Text<'_>,
) -> Result<SessionParameters, Failure> {
    let parameters = fallback(domain_name, redirect_url)?;
    match mvpd.optional("mvpd")? {
        Some(mvpd) => Ok(parameters.mvpd(mvpd)?),
        None => Ok(parameters),
    }
}

/// Those of a sign-in for which a partner was asked first, and which knows the MVPD.
pub(super) fn fallback(
    domain_name: Text<'_>,
    redirect_url: Text<'_>,
) -> Result<SessionParameters, Failure> {
    let mut parameters = SessionParameters::new();
    if let Some(domain_name) = domain_name.optional("domain_name")? {
        parameters = parameters.domain_name(domain_name)?;
    }
    if let Some(redirect_url) = redirect_url.optional("redirect_url")? {
        parameters = parameters.redirect_url(&RedirectUrl::new(redirect_url)?);
    }
    Ok(parameters)
}
