//! Media tokens: what an authorization hands out, and what the programmer's server makes of it.

use std::collections::HashMap;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Serialize;

use crate::bounded::REMEMBERED;
use crate::random::Random;

#[derive(Debug)]
struct Issued {
    service_provider: String,
    resource: String,
    not_after: Duration,
    is_used: bool,
}

/// What the stand-in of Adobe's verifier says about a media token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum MediaTokenVerdict {
    /// Good for this resource, now, and never again.
    Valid,
    /// Not one of this sandbox, or changed on the way.
    Unknown,
    /// Issued for another resource or service provider.
    Elsewhere,
    /// Its time is over.
    Expired,
    /// It was shown before.
    Used,
}

/// What a media token is issued for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grant<'a> {
    pub(crate) service_provider: &'a str,
    pub(crate) mvpd: &'a str,
    pub(crate) resource: &'a str,
    pub(crate) not_before_ms: u64,
    pub(crate) not_after: Duration,
}

/// The media tokens that were handed out.
#[derive(Debug, Default)]
pub(crate) struct MediaTokens(HashMap<String, Issued>);

impl MediaTokens {
    /// Makes a media token with the look of Adobe's: base64 of a signed text that begins as a
    /// document. The signature is noise, and the format is nobody's to read.
    pub(crate) fn issue(&mut self, grant: Grant<'_>, random: &mut Random) -> String {
        let signature = BASE64_STANDARD.encode(random.bytes::<128>());
        let (session, escape) = (random.uuid(), crate::html::escape);
        let text = format!(
            "<signatureInfo>{signature}<signatureInfo><simpleToken><sessionGUID>{session}</sessionGUID>\
             <requestorID>{}</requestorID><resourceID>{}</resourceID><mvpdId>{}</mvpdId>\
             <issueTime>{}</issueTime></simpleToken>",
            escape(grant.service_provider),
            escape(grant.resource),
            escape(grant.mvpd),
            grant.not_before_ms,
        );
        let token = BASE64_STANDARD.encode(text);
        let issued = Issued {
            service_provider: grant.service_provider.to_owned(),
            resource: grant.resource.to_owned(),
            not_after: grant.not_after,
            is_used: false,
        };
        // What has been over for a day is not kept: a sandbox may run for weeks.
        let now = Duration::from_millis(grant.not_before_ms);
        let day = Duration::from_secs(86_400);
        self.0
            .retain(|_, issued| issued.not_after.saturating_add(day) > now);
        if self.0.len() >= REMEMBERED {
            let ends_first = self.0.iter().min_by_key(|(_, issued)| issued.not_after);
            if let Some(oldest) = ends_first.map(|(token, _)| token.clone()) {
                self.0.remove(&oldest);
            }
        }
        self.0.insert(token.clone(), issued);
        token
    }

    /// What Adobe's verifier on the programmer's server would say. A good one is used up by that.
    pub(crate) fn verify(
        &mut self,
        token: &str,
        service_provider: &str,
        resource: &str,
        now: Duration,
    ) -> MediaTokenVerdict {
        let Some(issued) = self.0.get_mut(token) else {
            return MediaTokenVerdict::Unknown;
        };
        if issued.service_provider != service_provider || issued.resource != resource {
            return MediaTokenVerdict::Elsewhere;
        }
        if issued.not_after <= now {
            return MediaTokenVerdict::Expired;
        }
        if std::mem::replace(&mut issued.is_used, true) {
            return MediaTokenVerdict::Used;
        }
        MediaTokenVerdict::Valid
    }
}
