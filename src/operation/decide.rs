//! The question for decisions, which is asked at two places.

use super::headers::HeaderRow;
use super::resource::Resources;
use super::target::of_mvpd;
use super::{RequestExtras, Site};
use crate::http::{Kept, Method, Request};
use crate::input::InvalidInput;
use crate::token::AccessToken;

/// May this user see these resources?
#[derive(Clone, Debug)]
pub(super) struct Question {
    target: String,
    resources: Resources,
    extras: RequestExtras,
}

impl Question {
    /// `place` is the segment between the two ids.
    pub(super) fn new(
        service_provider: &str,
        place: &str,
        mvpd: &str,
        resources: Resources,
    ) -> Result<Self, InvalidInput> {
        Ok(Self {
            target: of_mvpd(service_provider, place, mvpd)?,
            resources,
            extras: RequestExtras::new(),
        })
    }

    pub(super) fn set_extras(
        &mut self,
        row: &HeaderRow,
        extras: RequestExtras,
    ) -> Result<(), InvalidInput> {
        self.extras = row.admit(extras)?;
        Ok(())
    }

    pub(super) fn extras(&self) -> &RequestExtras {
        &self.extras
    }

    pub(super) fn resources(&self) -> impl ExactSizeIterator<Item = &str> {
        self.resources.iter()
    }

    pub(super) fn request(
        &self,
        row: &HeaderRow,
        site: &Site,
        access_token: &AccessToken,
    ) -> Request {
        let headers = row.headers(site, Some(access_token), &self.extras);
        // The answer is about the user, and brings media tokens, which nobody knows yet.
        Request::new(Method::Post, site.base(), &self.target, headers)
            .with_body(self.resources.body(), Vec::new())
            .keeping(Kept::Page)
    }

    /// The same question about the resources that `is_retryable` names; `None` if there are none.
    pub(super) fn again(&self, is_retryable: &mut dyn FnMut(&str) -> bool) -> Option<Self> {
        Some(Self {
            target: self.target.clone(),
            resources: self.resources.only(is_retryable)?,
            extras: self.extras.clone(),
        })
    }
}
