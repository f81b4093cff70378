//! Times as people read them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A time of the service, in milliseconds since 1970: `Mon, 22 Nov 2027 00:20:05 GMT`.
pub(crate) fn shown(unix_ms: u64) -> String {
    let time = UNIX_EPOCH.checked_add(Duration::from_millis(unix_ms));
    // What HTTP's form of dates has room for: until the year 9999.
    let last = UNIX_EPOCH + Duration::from_secs(253_402_300_799);
    match time.filter(|time| *time <= last) {
        Some(time) => httpdate::fmt_http_date(time),
        None => format!("{unix_ms} ms since 1970"),
    }
}

/// The same, if there is one.
pub(crate) fn shown_or_unknown(unix_ms: Option<u64>) -> String {
    unix_ms.map_or_else(|| "unknown".to_owned(), shown)
}

/// A length of time: `42 s`, `29 min 58 s`, `3 h 5 min`, `364 days`.
pub(crate) fn length(ms: u64) -> String {
    let seconds = ms / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) if seconds % 60 == 0 => format!("{minutes} min"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0 | 1, _, _) if minutes % 60 == 0 => format!("{hours} h"),
        (0 | 1, _, _) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{days} days"),
    }
}

/// A countdown: `29:58`.
pub(crate) fn countdown(ms: u64) -> String {
    // Rounded up, so that it ends with the code and not a second before.
    let seconds = ms.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// This machine's clock, in milliseconds since 1970.
pub(crate) fn now_unix_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// What an HTTP date says (RFC 9110 §5.6.7), in milliseconds since 1970.
pub(crate) fn of_http_date(text: &str) -> Option<u64> {
    let time = httpdate::parse_http_date(text).ok()?;
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_as_people_read_them() {
        assert_eq!(shown(1_826_842_805_123), "Mon, 22 Nov 2027 00:20:05 GMT");
        assert_eq!(shown(u64::MAX), format!("{} ms since 1970", u64::MAX));
        let lengths = [0, 59_999, 60_000, 61_000, 3_600_000, 3_660_000];
        let shown = lengths.map(length);
        assert_eq!(
            shown,
            ["0 s", "59 s", "1 min", "1 min 1 s", "1 h", "1 h 1 min"]
        );
        assert_eq!(length(86_400_000), "24 h");
        assert_eq!(length(365 * 86_400_000), "365 days");
        assert_eq!(countdown(1_799_001), "30:00");
        assert_eq!(countdown(1_001), "0:02");
        assert_eq!(
            of_http_date("Mon, 22 Nov 2027 00:20:05 GMT"),
            Some(1_826_842_805_000)
        );
        assert_eq!(of_http_date("today"), None);
    }
}
