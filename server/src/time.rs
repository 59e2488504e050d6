//! Lifetimes as people write them, and times as they read them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use agora_token::{Error, rules};

/// Reads `3600`, `90m`, `1h 30m`, `1d`: seconds, or numbers with units.
pub fn lifetime(text: &str) -> Result<Duration, String> {
    let seconds = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().map(Duration::from_secs));
    let lifetime = match seconds {
        Some(seconds) => seconds.ok(),
        // A capital M would be months, which is not what "90M" is meant for.
        None if text.contains('M') => None,
        None => humantime::parse_duration(text).ok(),
    };
    let lifetime =
        lifetime.ok_or("write seconds, or numbers with the units s, m, h and d: such as 3600, 90m, 1h 30m or 1d")?;
    rules::check_lifetime(lifetime).map(|_| lifetime).map_err(|error| error.to_string())
}

/// The current Unix time in seconds.
pub fn now() -> Result<u64, Error> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    since_1970.map(|time| time.as_secs()).map_err(|_| Error::ClockFailed)
}

/// A Unix time with its distance from now: `2026-11-24 10:30:00 UTC, in 59 min`.
pub fn moment(at: u64, now: u64) -> String {
    format!("{}, {}", date(at), distance(at, now))
}

/// A Unix time as date and time: `2026-11-24 10:30:00 UTC`.
pub fn date(at: u64) -> String {
    let text = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(at)).to_string();
    text.replace('T', " ").replace('Z', " UTC")
}

/// How far a time is from now: `in 59 min`, `3 h ago`.
pub fn distance(at: u64, now: u64) -> String {
    match at.checked_sub(now) {
        Some(0) => "now".to_owned(),
        Some(ahead) => format!("in {}", span(ahead)),
        None => format!("{} ago", span(now - at)),
    }
}

/// A number of seconds in one unit or two, rounded down.
fn span(seconds: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let two = |unit, name, smaller, smaller_name| match seconds % unit / smaller {
        0 => format!("{} {name}", seconds / unit),
        rest => format!("{} {name} {rest} {smaller_name}", seconds / unit),
    };
    match seconds {
        DAY.. => two(DAY, "d", HOUR, "h"),
        HOUR..DAY => two(HOUR, "h", MINUTE, "min"),
        MINUTE..HOUR => format!("{} min", seconds / MINUTE),
        _ => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<u64> {
        lifetime(text).ok().map(|lifetime| lifetime.as_secs())
    }

    #[test]
    fn a_lifetime_is_seconds_or_numbers_with_units() {
        for (text, expected) in [
            ("1", 1),
            ("3600", 3600),
            ("3600s", 3600),
            ("90m", 5400),
            ("90min", 5400),
            ("1h", 3600),
            ("1h30m", 5400),
            ("1h 30m", 5400),
            ("1.5h", 5400),
            ("1d", 86_400),
            ("2 days", 172_800),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_lifetime_is_refused_and_never_guessed() {
        for text in ["", " ", "abc", "-1", "+1", "1e3", "1x", "h", "90M", "1h-", "99999999999999999999", "1,5h", "0x10"]
        {
            assert!(lifetime(text).unwrap_err().starts_with("write seconds, or numbers with"), "{text}");
        }
    }

    #[test]
    fn a_lifetime_out_of_the_librarys_rule_gets_the_librarys_error() {
        for text in ["0", "0s", "500ms", "1.5s"] {
            assert_eq!(lifetime(text).unwrap_err(), Error::BadExpiry.message(), "{text}");
        }
        for text in ["1000000000", "1800000000", "1700000000000", "100y"] {
            assert_eq!(lifetime(text).unwrap_err(), Error::ExpiryLooksAbsolute.message(), "{text}");
        }
    }

    #[test]
    fn a_distance_is_told_in_one_unit_or_two() {
        let now = 1_000_000;
        for (at, expected) in [
            (now, "now"),
            (now + 1, "in 1 s"),
            (now + 59, "in 59 s"),
            (now + 3599, "in 59 min"),
            (now + 3600, "in 1 h"),
            (now + 86_399, "in 23 h 59 min"),
            (now + 90_000, "in 1 d 1 h"),
            (now - 3 * 3600, "3 h ago"),
            (0, "11 d 13 h ago"),
        ] {
            assert_eq!(distance(at, now), expected);
        }
    }

    #[test]
    fn a_date_is_utc_and_has_room_for_every_sum_of_two_32_bit_numbers() {
        assert_eq!(date(1_446_455_472), "2015-11-02 09:11:12 UTC");
        assert_eq!(date(2 * u64::from(u32::MAX)), "2242-03-16 12:56:30 UTC");
    }
}
