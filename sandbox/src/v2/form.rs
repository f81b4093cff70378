//! The form bodies of operations that post one.

use axum::http::StatusCode;

use crate::enhanced::Enhanced;

use super::gate::{Admitted, unexpected};

/// More than any form of this protocol; the largest has a SAML response in it. What stands in one
/// is remembered.
const LARGEST: usize = 64 << 10;

/// The value of each expected parameter, in their order; what is empty counts as missing. A
/// parameter that is not expected, or stands twice, is an error.
pub(super) fn read<const N: usize>(
    request: &Admitted<'_>,
    expected: [&str; N],
) -> Result<[Option<String>; N], Enhanced> {
    if !request.is_announced_as("application/x-www-form-urlencoded") {
        let message = "The media type of the body is not the documented one.";
        let error = Enhanced::guess(StatusCode::BAD_REQUEST, "unexpected_content_type", message);
        return Err(error.with_details("use application/x-www-form-urlencoded"));
    }
    if request.body.len() > LARGEST {
        let (status, code) = (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large");
        return Err(Enhanced::guess(
            status,
            code,
            "No form is as large as this.",
        ));
    }
    let mut values = expected.map(|_| None);
    for (name, value) in form_urlencoded::parse(request.body) {
        let at = expected.iter().position(|known| *known == name);
        match at.and_then(|at| values.get_mut(at)) {
            Some(place @ None) => *place = Some(value.into_owned()),
            Some(Some(_)) => return Err(unexpected(format!("'{name}' stands twice"))),
            None => return Err(unexpected(format!("parameter '{name}'"))),
        }
    }
    Ok(values.map(|value| value.filter(|value| !value.is_empty())))
}
