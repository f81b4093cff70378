//! What goes wrong on the way and at the service, as answers: the throttle, gateways' pages, tokens
//! that are not taken, bodies that are cut.

use tvpass::{Request, Response};

use crate::random::Random;
use crate::stats::{Count, Stats};

const HTML: &str = "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n</html>\r\n";

/// Adobe's throttle for one address.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    first_request: Option<u64>,
    second: u64,
    burst_used: u32,
}

impl Throttle {
    /// Whether a request may pass: the seconds are counted from the first request; the first
    /// request in each is free, every other takes from a burst of ten that never comes back.
    pub(crate) fn admit(&mut self, now: u64) -> bool {
        let Some(first) = self.first_request else {
            self.first_request = Some(now);
            return true;
        };
        let second = (now - first) / 1000;
        if second > self.second {
            self.second = second;
            return true;
        }
        self.burst_used += 1;
        self.burst_used <= 10
    }
}

pub(crate) fn unauthorized(random: &mut Random) -> Response {
    const ENHANCED: &str = r#"{"action":"none","status":401,"code":"invalid_access_token","message":"m","trace":"trace-401"}"#;
    match random.range(0, 2) {
        0 => Response::new(401, ""),
        1 => Response::new(401, ENHANCED),
        _ => Response::new(403, ENHANCED),
    }
}

pub(crate) fn unknown_client(random: &mut Random) -> Response {
    let code = random.pick(&[
        "invalid_access_token_client_application",
        "invalid_access_token_service_provider",
    ]);
    let body = format!(
        r#"{{"action":"application-registration","status":401,"code":"{code}","message":"m","trace":"trace-lost"}}"#
    );
    Response::new(401, body)
}

/// A 429 as Adobe's sample has it, or with a Retry-After.
pub(crate) fn throttled(random: &mut Random, stats: &mut Stats) -> Response {
    let response = Response::new(429, HTML).with_header("content-type", "text/html");
    asking_to_wait(random, stats, response)
}

/// Adds a Retry-After in three of ten cases.
fn asking_to_wait(random: &mut Random, stats: &mut Stats, response: Response) -> Response {
    if random.chance(700) {
        return response;
    }
    stats.add(Count::FaultRetryAfter);
    let seconds = random.pick(&[0_u64, 1, 2, 5, 20, 100]);
    response.with_header("retry-after", seconds.to_string())
}

/// A gateway's error page. It quotes the request, as careless gateways do.
pub(crate) fn gateway_error(random: &mut Random, stats: &mut Stats, request: &Request) -> Response {
    let status = random.pick(&[500, 502, 503, 504]);
    let quoted = request
        .headers()
        .get("Authorization")
        .map_or("", |value| value.as_str());
    let body = match random.range(0, 2) {
        0 => String::new(),
        1 => format!("<html>bad gateway, Authorization: {quoted}</html>"),
        _ => r#"{"action":"none","status":500,"code":"internal_server_error","message":"m","trace":"trace-500"}"#.to_owned(),
    };
    asking_to_wait(random, stats, Response::new(status, body))
}

pub(crate) fn retry_error(random: &mut Random, stats: &mut Stats) -> Response {
    let code = random.pick(&[
        "network_received_error",
        "network_connection_timeout",
        "maximum_execution_time_exceeded",
    ]);
    let body = format!(
        r#"{{"action":"retry","status":403,"code":"{code}","message":"m","trace":"trace-retry"}}"#
    );
    asking_to_wait(random, stats, Response::new(403, body))
}

/// A successful answer that was cut off or replaced on its way.
pub(crate) fn garbled(random: &mut Random, response: &Response) -> Response {
    let body = match random.range(0, 2) {
        0 => b"<html>sign in to the hotel's network</html>".to_vec(),
        1 => response.body()[..response.body().len() / 2].to_vec(),
        _ => Vec::new(),
    };
    Response::new(response.status(), body)
}
