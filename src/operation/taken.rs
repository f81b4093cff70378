//! Optional headers that are held for all operations of a user: each operation takes those that its
//! row of the table has, and no other is sent.

use super::any::AnyOperation;
use super::extras::RequestExtras;
use super::headers::{
    AUTHORIZE, CREATE_SESSION, LOGOUT, PARTNER_PROFILE, PARTNER_REQUEST, PREAUTHORIZE,
    PROFILE_FOR_CODE, PROFILE_FOR_MVPD, PROFILES, RESUME_SESSION,
};
use crate::header::AP_PARTNER_FRAMEWORK_STATUS;
use crate::input::InvalidInput;

/// An operation with those of `extras` that it takes, in place of its own.
pub(crate) fn with_those_it_takes(
    operation: AnyOperation,
    extras: &RequestExtras,
) -> Result<AnyOperation, InvalidInput> {
    let partner_status = AP_PARTNER_FRAMEWORK_STATUS.as_str();
    Ok(match operation {
        AnyOperation::CreateSession(operation) => {
            let extras = CREATE_SESSION.taken(extras, "");
            operation.with_extras(extras)?.into()
        }
        AnyOperation::ResumeSession(operation) => {
            let extras = RESUME_SESSION.taken(extras, "");
            operation.with_extras(extras)?.into()
        }
        AnyOperation::RetrieveProfiles(operation) => {
            operation.with_extras(PROFILES.taken(extras, ""))?.into()
        }
        AnyOperation::RetrieveProfileForMvpd(operation) => {
            let extras = PROFILE_FOR_MVPD.taken(extras, "");
            operation.with_extras(extras)?.into()
        }
        AnyOperation::RetrieveProfileForCode(operation) => {
            let extras = PROFILE_FOR_CODE.taken(extras, "");
            operation.with_extras(extras)?.into()
        }
        AnyOperation::RetrievePartnerRequest(operation) => {
            let extras = PARTNER_REQUEST.taken(extras, partner_status);
            operation.with_extras(extras)?.into()
        }
        AnyOperation::CreatePartnerProfile(operation) => {
            let extras = PARTNER_PROFILE.taken(extras, partner_status);
            operation.with_extras(extras)?.into()
        }
        AnyOperation::Preauthorize(operation) => {
            let extras = PREAUTHORIZE.taken(extras, "");
            operation.with_extras(extras)?.into()
        }
        AnyOperation::Authorize(operation) => {
            operation.with_extras(AUTHORIZE.taken(extras, ""))?.into()
        }
        AnyOperation::InitiateLogout(operation) => {
            operation.with_extras(LOGOUT.taken(extras, ""))?.into()
        }
        // The rest takes nothing that is about a user.
        other => other,
    })
}
