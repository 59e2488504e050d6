//! RATE_LIMIT: how often one caller may ask.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::HeaderMap;

use crate::settings::Reader;

/// How many callers are remembered. Beyond them all newcomers count as one.
const MAX_CALLERS: usize = 1 << 16;
/// How often a full table is looked through for callers to forget.
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// The stand-in for callers who are not remembered.
const NEWCOMERS: u64 = 0;

/// A limit such as `60/min`: so many requests at once, and one more each time that a share of the period
/// has passed (the generic cell rate algorithm).
#[derive(Debug)]
pub struct RateLimit {
    period: Duration,
    /// The share of the period that one request takes up.
    share: Duration,
    hasher: RandomState,
    /// Those who showed a key or a session, apart from addresses, of which a stranger can have many.
    named: Mutex<Callers>,
    addresses: Mutex<Callers>,
}

#[derive(Debug, Default)]
struct Callers {
    /// For each caller, by a keyed hash, when all of their requests will have been paid off.
    paid_off: HashMap<u64, Instant>,
    /// When those who have paid off were last forgotten.
    swept: Option<Instant>,
}

impl Callers {
    /// Makes room for newcomers, where there is some to be made. A full table is looked through at most
    /// once in [`SWEEP_EVERY`], so that many newcomers don't slow down everybody.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_none_or(|swept| now >= swept + SWEEP_EVERY) {
            self.swept = Some(now);
            self.paid_off.retain(|_, time| *time > now);
        }
    }
}

impl RateLimit {
    pub fn read(reader: &mut Reader<'_>) -> Option<RateLimit> {
        let text = reader.guard("RATE_LIMIT")?;
        RateLimit::parse(&text)
            .or_else(|| reader.problem("RATE_LIMIT must be a number of requests per s, min, h or day, such as 60/min"))
    }

    fn parse(text: &str) -> Option<RateLimit> {
        let (count, unit) = text.split_once('/')?;
        let count: u32 = count.trim().parse().ok().filter(|count| *count > 0)?;
        let seconds = match unit.trim() {
            "s" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hour" => 3_600,
            "d" | "day" => 86_400,
            _ => return None,
        };
        let period = Duration::from_secs(seconds);
        let share = period / count;
        Some(RateLimit {
            period,
            share,
            hasher: RandomState::new(),
            named: Mutex::default(),
            addresses: Mutex::default(),
        })
    }

    /// Counts a request of a caller with a key or a session; where it is one too many, how long they must wait.
    pub fn count(&self, caller: impl Hash, now: Instant) -> Result<(), Duration> {
        self.count_in(&self.named, caller, now)
    }

    /// [`RateLimit::count`] for an address.
    pub fn count_address(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        self.count_in(&self.addresses, address, now)
    }

    fn count_in(&self, callers: &Mutex<Callers>, caller: impl Hash, now: Instant) -> Result<(), Duration> {
        let mut callers = callers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut caller = self.hasher.hash_one(caller);
        if callers.paid_off.len() >= MAX_CALLERS && !callers.paid_off.contains_key(&caller) {
            callers.sweep(now);
            if callers.paid_off.len() >= MAX_CALLERS {
                caller = NEWCOMERS;
            }
        }
        let time = callers.paid_off.get(&caller).map_or(now, |time| *time).max(now) + self.share;
        match (time - now).checked_sub(self.period).filter(|wait| !wait.is_zero()) {
            None => {
                callers.paid_off.insert(caller, time);
                Ok(())
            }
            Some(wait) => Err(wait),
        }
    }
}

/// The address that a request comes from: the peer's, or with `hops` proxies in front the entry of
/// X-Forwarded-For that the outermost of them wrote. One IPv6 network of 64 bits is one address.
pub fn client_address(headers: &HeaderMap, peer: IpAddr, hops: usize) -> IpAddr {
    let forwarded = hops.checked_sub(1).and_then(|skipped| {
        let lines = headers.get_all("x-forwarded-for").iter().rev();
        lines.flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b',')).nth(skipped)
    });
    let text = forwarded.and_then(|entry| str::from_utf8(entry).ok());
    network(text.and_then(|entry| address(entry.trim())).unwrap_or(peer))
}

/// An address with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| Some(text.parse::<std::net::SocketAddr>().ok()?.ip()))
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    #[test]
    fn a_limit_is_a_number_and_a_period() {
        for text in ["60/min", "1/s", "100/h", "5/day", "60 / minute"] {
            assert!(RateLimit::parse(text).is_some(), "{text}");
        }
        for text in ["", "60", "0/min", "-1/min", "60/week", "60/", "/min", "1.5/s", "4294967296/s"] {
            assert!(RateLimit::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn as_many_requests_as_the_limit_are_taken_at_once_and_then_one_a_share() {
        let limit = RateLimit::parse("4/min").unwrap();
        let start = Instant::now();
        for _ in 0..4 {
            assert_eq!(limit.count("a", start), Ok(()));
        }
        assert_eq!(limit.count("a", start), Err(Duration::from_secs(15)));
        assert_eq!(limit.count("b", start), Ok(()));
        assert_eq!(limit.count("a", start + Duration::from_secs(14)), Err(Duration::from_secs(1)));
        assert_eq!(limit.count("a", start + Duration::from_secs(15)), Ok(()));
        assert_eq!(limit.count("a", start + Duration::from_secs(15)), Err(Duration::from_secs(15)));
    }

    #[test]
    fn the_table_of_callers_is_bounded_and_forgets_who_has_paid_off() {
        let limit = RateLimit::parse("1/min").unwrap();
        let start = Instant::now();
        for caller in 0..MAX_CALLERS {
            assert_eq!(limit.count(caller, start), Ok(()));
        }
        assert_eq!(limit.count("a newcomer", start), Ok(()));
        assert!(limit.count("another", start).is_err());
        assert!(limit.named.lock().unwrap().paid_off.len() <= MAX_CALLERS + 1);
        assert_eq!(limit.count("another", start + Duration::from_secs(60)), Ok(()));
        assert_eq!(limit.named.lock().unwrap().paid_off.len(), 1);
    }

    #[test]
    fn many_addresses_do_not_crowd_out_a_caller_with_a_key() {
        let limit = RateLimit::parse("1/min").unwrap();
        let start = Instant::now();
        for address in 0..=MAX_CALLERS as u32 {
            assert_eq!(limit.count_address(IpAddr::from(address.to_be_bytes()), start), Ok(()));
        }
        assert!(limit.count_address(IpAddr::from([255, 0, 0, 1]), start).is_err());
        assert_eq!(limit.count("a key", start), Ok(()));
    }

    #[test]
    fn a_line_that_is_no_text_does_not_shift_the_count() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("10.1.1.1"));
        headers.append("x-forwarded-for", HeaderValue::from_bytes(b"\xff, 203.0.113.7").unwrap());
        let address = |hops| client_address(&headers, IpAddr::from([192, 0, 2, 1]), hops).to_string();
        assert_eq!(address(1), "203.0.113.7");
        assert_eq!(address(2), "192.0.2.1");
        assert_eq!(address(3), "10.1.1.1");
    }

    fn address_of(forwarded: &[&'static str], hops: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(line));
        }
        client_address(&headers, IpAddr::from([192, 0, 2, 1]), hops).to_string()
    }

    #[test]
    fn without_trusted_proxies_the_header_counts_for_nothing() {
        assert_eq!(address_of(&["203.0.113.9"], 0), "192.0.2.1");
    }

    #[test]
    fn the_address_is_the_nth_entry_from_the_right() {
        let forwarded = ["198.51.100.1, 203.0.113.2", "203.0.113.3"];
        assert_eq!(address_of(&forwarded, 1), "203.0.113.3");
        assert_eq!(address_of(&forwarded, 2), "203.0.113.2");
        assert_eq!(address_of(&forwarded, 3), "198.51.100.1");
    }

    #[test]
    fn without_such_an_entry_the_address_is_the_peers() {
        assert_eq!(address_of(&["203.0.113.3"], 2), "192.0.2.1");
        assert_eq!(address_of(&["unknown"], 1), "192.0.2.1");
    }

    #[test]
    fn an_entry_may_have_a_port() {
        assert_eq!(address_of(&["203.0.113.3:4711"], 1), "203.0.113.3");
        assert_eq!(address_of(&["[2001:db8::1]:4711"], 1), "2001:db8::");
    }

    #[test]
    fn one_ipv6_network_is_one_address_and_a_mapped_ipv4_is_itself() {
        assert_eq!(address_of(&["2001:db8:1:2:3:4:5:6"], 1), address_of(&["2001:db8:1:2::9"], 1));
        assert_ne!(address_of(&["2001:db8:1:2::1"], 1), address_of(&["2001:db8:1:3::1"], 1));
        assert_eq!(address_of(&["::ffff:203.0.113.3"], 1), "203.0.113.3");
    }
}
