//! The place of a request: `/api/v2/{serviceProvider}/…`, with ids as opaque, percent-encoded
//! segments.

use super::site::Site;
use crate::header::Headers;
use crate::http::{Kept, Method, Request};
use crate::input::{InvalidInput, check_id};
use crate::outcome::AuthenticationCode;
use crate::uri::push_encoded;

const API: &str = "/api/v2/";

/// `/api/v2/{service_provider}{place}`
pub(super) fn of_service_provider(
    service_provider: &str,
    place: &str,
) -> Result<String, InvalidInput> {
    of_id(service_provider, place, None)
}

/// `/api/v2/{service_provider}{place}{mvpd}`
pub(super) fn of_mvpd(
    service_provider: &str,
    place: &str,
    mvpd: &str,
) -> Result<String, InvalidInput> {
    of_id(service_provider, place, Some(("mvpd", mvpd)))
}

/// `/api/v2/{service_provider}{place}{id}`, where the id has the name of the input that it is.
pub(super) fn of_id(
    service_provider: &str,
    place: &str,
    id: Option<(&'static str, &str)>,
) -> Result<String, InvalidInput> {
    check_id("service_provider", service_provider)?;
    let (field, id) = id.unwrap_or_default();
    if !field.is_empty() {
        check_id(field, id)?;
    }
    // Enough for ids in use, of which every character is sent as it is.
    let length = API.len() + service_provider.len() + place.len() + id.len();
    let mut target = String::with_capacity(length);
    target.push_str(API);
    push_encoded(&mut target, service_provider);
    target.push_str(place);
    push_encoded(&mut target, id);
    Ok(target)
}

/// A place that ends in an authentication code, which nothing shows.
#[derive(Clone, Debug)]
pub(super) struct CodeTarget {
    place: String,
    code: AuthenticationCode,
}

impl CodeTarget {
    /// `/api/v2/{service_provider}{place}{code}`
    pub(super) fn new(
        service_provider: &str,
        place: &str,
        code: &AuthenticationCode,
    ) -> Result<Self, InvalidInput> {
        Ok(Self {
            place: of_service_provider(service_provider, place)?,
            code: code.clone(),
        })
    }

    /// The request. What an error shows of it, or keeps of its answer, is without the code.
    pub(super) fn request(&self, method: Method, site: &Site, headers: Headers) -> Request {
        let code = self.code.expose();
        let mut target = String::with_capacity(self.place.len() + code.len());
        target.push_str(&self.place);
        push_encoded(&mut target, code);
        Request::new(method, site.base(), &target, headers)
            .with_code(self.code.secret())
            .keeping(Kept::Page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_one_segment_each_and_checked_by_their_names() {
        assert_eq!(
            of_mvpd("REF30", "/profiles/", "a/b?c ü").unwrap(),
            "/api/v2/REF30/profiles/a%2Fb%3Fc%20%C3%BC"
        );
        assert_eq!(
            of_service_provider("REF/30", "/profiles").unwrap(),
            "/api/v2/REF%2F30/profiles"
        );
        let refused = |target: Result<String, InvalidInput>| target.unwrap_err().field();
        assert_eq!(refused(of_mvpd("", "/x/", "m")), "service_provider");
        assert_eq!(refused(of_mvpd("s", "/x/", "..")), "mvpd");
        assert_eq!(refused(of_id("s", "/x/", Some(("partner", "")))), "partner");
    }

    #[test]
    fn nothing_shows_the_code_of_a_place() {
        let code = AuthenticationCode::new("8ER640M").unwrap();
        let target = CodeTarget::new("REF30", "/sessions/", &code).unwrap();
        assert!(!format!("{target:?}").contains("8ER640M"));
    }
}
