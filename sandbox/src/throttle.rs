//! The throttle of Adobe's *Throttling mechanism* page: per device IP, one request a second after a
//! one-time burst of ten.
//!
//! The page's table settles what that means: the seconds are counted from the device's first
//! request, the first request in each of them is free, every other one takes from the burst, and
//! the burst never comes back.

use std::time::Duration;

use crate::bounded::Bounded;

/// Requests beyond one a second that a device has in all.
const BURST: u32 = 10;

/// The body of Adobe's 429 sample, of 166 bytes like the sample's `content-length`.
pub(crate) const BODY: &str = "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n\
    <center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n";

#[derive(Debug, Default)]
pub(crate) struct Throttle {
    devices: Bounded<String, Device>,
}

#[derive(Debug)]
struct Device {
    first_request: Duration,
    /// The last second, counted from the first request, whose free request was made.
    second: u64,
    burst_used: u32,
}

impl Throttle {
    /// Whether a request from this address may pass now. One that may not costs nothing.
    pub(crate) fn admit(&mut self, address: &str, now: Duration) -> bool {
        let Some(device) = self.devices.get_mut(address) else {
            self.devices.insert(
                address.to_owned(),
                Device {
                    first_request: now,
                    second: 0,
                    burst_used: 0,
                },
            );
            return true;
        };
        let second = now.saturating_sub(device.first_request).as_secs();
        if second > device.second {
            device.second = second;
            return true;
        }
        let admitted = device.burst_used < BURST;
        if admitted {
            device.burst_used += 1;
        }
        admitted
    }
}

/// The paths that Adobe's page lists, as far as the sandbox has them.
pub(crate) fn covers(path: &str) -> bool {
    path.starts_with("/o/client/") || path.starts_with("/api/v2/") || path == "/api/v1/logout"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adobe's table: the tenths of a second since the first request, and whether it passes.
    const TABLE: [(u64, bool); 17] = [
        (0, true),
        (3, true),
        (6, true),
        (9, true),
        (12, true),
        (13, true),
        (14, true),
        (15, true),
        (16, true),
        (17, true),
        (18, true),
        (21, true),
        (22, true),
        (24, false),
        (26, false),
        (28, false),
        (31, true),
    ];

    #[test]
    fn adobes_table() {
        let mut throttle = Throttle::default();
        for (tenths, admitted) in TABLE {
            let now = Duration::from_secs(1_000) + Duration::from_millis(tenths * 100);
            assert_eq!(
                throttle.admit("192.0.2.1", now),
                admitted,
                "at {tenths}/10 s"
            );
        }
        assert!(
            throttle.admit("192.0.2.2", Duration::from_secs(1_003)),
            "another device has its own count"
        );
    }

    #[test]
    fn the_burst_does_not_come_back() {
        let mut throttle = Throttle::default();
        for _ in 0..11 {
            assert!(throttle.admit("192.0.2.1", Duration::ZERO));
        }
        assert!(!throttle.admit("192.0.2.1", Duration::ZERO));
        let day = Duration::from_secs(86_400);
        assert!(throttle.admit("192.0.2.1", day));
        assert!(!throttle.admit("192.0.2.1", day));
    }

    #[test]
    fn the_body_is_as_long_as_adobes() {
        assert_eq!(BODY.len(), 166);
    }

    #[test]
    fn what_is_covered() {
        for path in [
            "/o/client/register",
            "/o/client/token",
            "/api/v2/REF30/logout/Dish",
            "/api/v1/logout",
        ] {
            assert!(covers(path), "{path}");
        }
        for path in [
            "/adobe-services/logout",
            "/mvpd/Cox/slo",
            "/sandbox/log",
            "/api/v1/logout/x",
            "/",
        ] {
            assert!(!covers(path), "{path}");
        }
    }
}
