//! What the service decides: about the locks of a catalogue, and about one playback.

use tvpass::Response;

use crate::asked::{MARK, Mvpd};
use crate::date::SERVICE_START;
use crate::random::Random;
use crate::said::{Lock, Said};
use crate::service::{Answer, Manner, Service, refused};

/// How long basic temporary access lasts.
const TEMP_PASS_MS: u64 = 10 * 60_000;

impl Service {
    #[allow(clippy::too_many_arguments)]
    pub(crate) fn preauthorize(
        &self,
        now: u64,
        mvpd: Mvpd,
        resources: &[u32],
        registration: usize,
        apple: bool,
        manner: &Manner,
        random: &mut Random,
    ) -> Answer {
        if resources.len() > manner.resources {
            return refused(400, "too_many_resources", Said::TooMany);
        }
        if !self.is_signed_in(now, registration, apple, mvpd) {
            return refused(403, "authenticated_profile_missing", Said::NotSignedIn);
        }
        let degraded = self.is_degraded(now, registration, mvpd);
        let mut locks = Vec::new();
        let mut items = Vec::new();
        for resource in resources {
            let is_open = degraded || is_subscribed(*resource);
            let lock = match (!degraded && random.chance(manner.fails), is_open) {
                (true, _) => Lock::Failed,
                (_, true) => Lock::Open,
                (_, false) => Lock::Closed,
            };
            locks.push((*resource, lock));
            items.push(match lock {
                Lock::Open => format!(
                    r#"{{"resource":"R{resource}","serviceProvider":"REF30","mvpd":"Cablevision","source":"mvpd","authorized":true}}"#
                ),
                Lock::Closed => denial(*resource, "preauthorization_denied_by_mvpd", "none"),
                Lock::Failed => denial(*resource, "network_received_error", "retry"),
            });
        }
        let body = format!(r#"{{"decisions":[{}]}}"#, items.join(","));
        (Response::new(200, body), Said::Locks(locks))
    }

    #[allow(clippy::too_many_arguments)]
    pub(crate) fn authorize(
        &mut self,
        now: u64,
        mvpd: Mvpd,
        resource: u32,
        registration: usize,
        apple: bool,
        manner: &Manner,
        random: &mut Random,
    ) -> Answer {
        let only = |item: String| Response::new(200, format!(r#"{{"decisions":[{item}]}}"#));
        let mut ends = SERVICE_START + now + 420_000;
        let source = match mvpd {
            Mvpd::TempPass => {
                let end = *self.temp_pass_ends.get_or_insert(now + TEMP_PASS_MS);
                ends = SERVICE_START + end;
                if now >= end {
                    let code = "temporary_access_duration_limit_exceeded";
                    return (only(denial(resource, code, "none")), Said::NotSignedIn);
                }
                "temppass"
            }
            _ if !self.is_signed_in(now, registration, apple, mvpd) => {
                let code = "authenticated_profile_missing";
                return match random.chance(500) {
                    true => refused(403, code, Said::NotSignedIn),
                    false => (
                        only(denial(resource, code, "authentication")),
                        Said::NotSignedIn,
                    ),
                };
            }
            _ if self.is_degraded(now, registration, mvpd) => "degradation",
            _ => "mvpd",
        };
        let degraded = source == "degradation";
        if !degraded && random.chance(manner.fails) {
            let item = denial(resource, "network_received_error", "retry");
            return (only(item), Said::Denial { again: true });
        }
        if !degraded && mvpd != Mvpd::TempPass && !is_subscribed(resource) {
            let item = denial(resource, "authorization_denied_by_mvpd", "none");
            return (only(item), Said::Denial { again: false });
        }
        let number = self.permits;
        self.permits += 1;
        let item = format!(
            r#"{{"resource":"R{resource}","serviceProvider":"REF30","mvpd":"{}","source":"{source}","authorized":true,"notBefore":1,"notAfter":{ends},"token":{{"notBefore":1,"notAfter":2,"serializedToken":"{MARK}-m-{number}"}}}}"#,
            mvpd.id()
        );
        (only(item), Said::Permit(number))
    }
}

/// Whether the user has subscribed to a resource.
pub(crate) fn is_subscribed(resource: u32) -> bool {
    resource % 3 != 2
}

fn denial(resource: u32, code: &str, action: &str) -> String {
    format!(
        r#"{{"resource":"R{resource}","authorized":false,"error":{{"action":"{action}","status":403,"code":"{code}","message":"m","details":"d","trace":"trace-deny"}}}}"#
    )
}
