//! RATE_LIMIT: how often one caller may ask.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hyper::HeaderMap;

use crate::keys::KeyHash;
use crate::reader::Reader;
use crate::shared::Shared;

/// How many callers of a kind are remembered.
const MAX_CALLERS: usize = 1 << 16;
/// How many of those who have paid off a call forgets, so that a table shrinks after a flood and no call waits for it.
const FORGET_AT_ONCE: usize = 2;
/// How many signatures that turn out false are verified for one address, at once and in a second. Further ones are
/// refused unseen.
const GUESSES: u32 = 16;

/// A limit such as `60/min` for each caller.
///
/// A false signature costs a hundred times what the rest of a request does, so it has a limit of its own, which is
/// asked before one is verified: the count of an address alone would shut out every user behind it for as long as
/// RATE_LIMIT's period, after a few requests of one of them. What is true is never counted for an address.
pub struct RateLimit {
    /// What counts for all replicas, if anything does.
    pub shared: Option<Shared>,
    pace: Pace,
    guess_pace: Pace,
    hasher: RandomState,
    /// Those who showed a key or a session, apart from addresses, of which a stranger can have many.
    named: Mutex<Callers>,
    addresses: Mutex<Callers>,
    /// The addresses that false signatures came from.
    guessers: Mutex<Callers>,
}

/// Whom a request is counted for.
#[derive(Clone, Copy, Hash)]
pub enum Who<'a> {
    Key(&'a KeyHash),
    User(&'a str),
    Address(IpAddr),
}

impl Who<'_> {
    /// What Redis' name for them is made from.
    fn parts(&self) -> [Cow<'_, [u8]>; 2] {
        match self {
            Who::Key(hash) => [b"key"[..].into(), hash[..].into()],
            Who::User(name) => [b"user"[..].into(), name.as_bytes().into()],
            Who::Address(address) => [b"address"[..].into(), address.to_string().into_bytes().into()],
        }
    }
}

/// So many requests at once, and one more each time that a share of the period has passed (the generic cell rate
/// algorithm).
#[derive(Clone, Copy, Debug)]
struct Pace {
    period: Duration,
    /// The share of the period that one request takes up.
    share: Duration,
}

impl Pace {
    fn new(count: u32, seconds: u64) -> Pace {
        let period = Duration::from_secs(seconds);
        Pace { period, share: period / count }
    }

    /// When all will be paid off after one more request, where those before are paid off at `paid_off`; or how long the
    /// caller must wait.
    fn after_one_more(self, paid_off: Instant, now: Instant) -> Result<Instant, Duration> {
        let time = paid_off.max(now) + self.share;
        match (time - now).checked_sub(self.period).filter(|wait| !wait.is_zero()) {
            None => Ok(time),
            Some(wait) => Err(wait),
        }
    }
}

/// For each caller, by a keyed hash, when all of their requests will have been paid off.
///
/// In a full table a newcomer takes the place of the caller that is nearest to having paid off. So newcomers never share
/// a count, and a caller at its limit is forgotten last: one address starts anew only after [`MAX_CALLERS`] others have
/// used up as much of theirs. The price: whoever has more addresses than that, as with an IPv6 network of 47 bits, can
/// use them in turn and meets no limit. To hold them back would be to refuse every newcomer.
#[derive(Debug, Default)]
struct Callers {
    paid_off: HashMap<u64, Instant>,
    /// The same, the nearest to having paid off first.
    order: BTreeSet<(Instant, u64)>,
}

impl Callers {
    fn of(&self, caller: u64, now: Instant) -> Instant {
        self.paid_off.get(&caller).map_or(now, |time| *time)
    }

    /// Counts one more request of a caller, where it is not one too many.
    fn count(&mut self, caller: u64, pace: Pace, now: Instant) -> Result<(), Duration> {
        let time = pace.after_one_more(self.of(caller, now), now)?;
        self.put(caller, time, now);
        Ok(())
    }

    fn put(&mut self, caller: u64, time: Instant, now: Instant) {
        self.forget(caller);
        for _ in 0..FORGET_AT_ONCE {
            match self.order.first() {
                Some(&(paid_off, first)) if paid_off <= now || self.order.len() >= MAX_CALLERS => self.forget(first),
                _ => break,
            }
        }
        self.paid_off.insert(caller, time);
        self.order.insert((time, caller));
    }

    fn forget(&mut self, caller: u64) {
        if let Some(time) = self.paid_off.remove(&caller) {
            self.order.remove(&(time, caller));
        }
    }
}

impl RateLimit {
    pub fn read(reader: &mut Reader<'_>) -> Option<RateLimit> {
        let Some(text) = reader.guard("RATE_LIMIT") else {
            if reader.is_set("RATE_LIMIT_REDIS_URL") {
                reader.problem::<()>("RATE_LIMIT_REDIS_URL does nothing without RATE_LIMIT");
            }
            return None;
        };
        let Some((count, seconds)) = parse(&text) else {
            return reader.problem("RATE_LIMIT must be a number of requests per s, min, h or day, such as 60/min");
        };
        let shared = Shared::read(reader, &format!("{count}/{seconds}"));
        Some(RateLimit { shared, ..RateLimit::new(count, seconds) })
    }

    /// So many requests in so many seconds, counted by this replica alone.
    fn new(count: u32, seconds: u64) -> RateLimit {
        RateLimit {
            shared: None,
            pace: Pace::new(count, seconds),
            guess_pace: Pace::new(GUESSES, 1),
            hasher: RandomState::new(),
            named: Mutex::default(),
            addresses: Mutex::default(),
            guessers: Mutex::default(),
        }
    }

    /// Counts a request; where it is one too many, how long who sent it must wait.
    pub async fn count(&self, who: Who<'_>, now: Instant) -> Result<(), Duration> {
        match &self.shared {
            // Boxed, so that without it no request carries its size.
            Some(shared) => Box::pin(self.count_shared(shared, who, now)).await,
            None => self.count_here(who, now),
        }
    }

    /// [`RateLimit::count`] for all replicas. What Redis says of a caller is kept here as well: who must wait is told so
    /// without asking it again, and where it is away this replica goes on from there.
    async fn count_shared(&self, shared: &Shared, who: Who<'_>, now: Instant) -> Result<(), Duration> {
        let Pace { share, period } = self.pace;
        let caller = self.hasher.hash_one(who);
        let here = self.callers(who).of(caller, now);
        self.pace.after_one_more(here, now)?;
        let parts = who.parts();
        let Some(counted) = shared.count(&parts.each_ref().map(|part| &part[..]), share, period).await else {
            return self.count_here(who, now);
        };
        let mut callers = self.callers(who);
        // Answers that crossed: the later one knows more.
        let paid_off = callers.of(caller, now).max(now + counted.paid_off_in);
        callers.put(caller, paid_off, now);
        if counted.wait.is_zero() { Ok(()) } else { Err(counted.wait) }
    }

    fn count_here(&self, who: Who<'_>, now: Instant) -> Result<(), Duration> {
        self.callers(who).count(self.hasher.hash_one(who), self.pace, now)
    }

    fn callers(&self, who: Who<'_>) -> MutexGuard<'_, Callers> {
        lock(match who {
            Who::Key(_) | Who::User(_) => &self.named,
            Who::Address(_) => &self.addresses,
        })
    }

    /// Whether a signature from this address is verified. It counts only where it turns out false:
    /// [`RateLimit::count_guess`].
    pub fn may_guess(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let paid_off = lock(&self.guessers).of(self.hasher.hash_one(address), now);
        self.guess_pace.after_one_more(paid_off, now).map(drop)
    }

    /// Counts a signature that was false.
    pub fn count_guess(&self, address: IpAddr, now: Instant) {
        // Where several were verified at a time it may be one too many, which is known only now.
        let _ = lock(&self.guessers).count(self.hasher.hash_one(address), self.guess_pace, now);
    }
}

/// How many requests, and in how many seconds.
fn parse(text: &str) -> Option<(u32, u64)> {
    let (count, unit) = text.split_once('/')?;
    let count: u32 = count.trim().parse().ok().filter(|count| *count > 0)?;
    let seconds = match unit.trim() {
        "s" | "sec" | "second" => 1,
        "m" | "min" | "minute" => 60,
        "h" | "hour" => 3_600,
        "d" | "day" => 86_400,
        _ => return None,
    };
    Some((count, seconds))
}

fn lock(callers: &Mutex<Callers>) -> MutexGuard<'_, Callers> {
    callers.lock().unwrap_or_else(PoisonError::into_inner)
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
            assert!(parse(text).is_some(), "{text}");
        }
        for text in ["", "60", "0/min", "-1/min", "60/week", "60/", "/min", "1.5/s", "4294967296/s"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn as_many_requests_as_the_limit_are_taken_at_once_and_then_one_a_share() {
        let limit = limit("4/min");
        let start = Instant::now();
        for _ in 0..4 {
            assert_eq!(limit.count_here(Who::User("a"), start), Ok(()));
        }
        assert_eq!(limit.count_here(Who::User("a"), start), Err(Duration::from_secs(15)));
        assert_eq!(limit.count_here(Who::User("b"), start), Ok(()));
        assert_eq!(limit.count_here(Who::User("a"), start + Duration::from_secs(14)), Err(Duration::from_secs(1)));
        assert_eq!(limit.count_here(Who::User("a"), start + Duration::from_secs(15)), Ok(()));
        assert_eq!(limit.count_here(Who::User("a"), start + Duration::from_secs(15)), Err(Duration::from_secs(15)));
    }

    fn limit(text: &str) -> RateLimit {
        let (count, seconds) = parse(text).unwrap();
        RateLimit::new(count, seconds)
    }

    fn address(number: u32) -> IpAddr {
        IpAddr::from(number.to_be_bytes())
    }

    /// A limit that many addresses have asked as often as this.
    fn flooded(text: &str, addresses: usize, times: u32, now: Instant) -> RateLimit {
        let limit = limit(text);
        for number in 0..addresses as u32 {
            for _ in 0..times {
                assert_eq!(limit.count_here(Who::Address(address(number)), now), Ok(()));
            }
        }
        limit
    }

    #[test]
    fn a_flood_of_addresses_does_not_put_newcomers_into_one_bucket_for_a_day() {
        let start = Instant::now();
        let limit = flooded("1/day", 2 * MAX_CALLERS, 1, start);
        for newcomer in [[192, 0, 2, 1], [192, 0, 2, 2], [198, 51, 100, 1]].map(IpAddr::from) {
            assert_eq!(limit.count_here(Who::Address(newcomer), start), Ok(()));
            assert!(limit.count_here(Who::Address(newcomer), start).is_err());
        }
        assert_eq!(limit.count_here(Who::User("a key"), start), Ok(()));
    }

    #[test]
    fn the_table_of_callers_is_bounded_and_shrinks_when_they_have_paid_off() {
        let start = Instant::now();
        let limit = flooded("1/min", 2 * MAX_CALLERS, 1, start);
        let sizes = || {
            let callers = limit.addresses.lock().unwrap();
            (callers.paid_off.len(), callers.order.len())
        };
        assert_eq!(sizes(), (MAX_CALLERS, MAX_CALLERS));
        // One who comes once a minute is enough.
        for minute in 1..=MAX_CALLERS as u32 / 2 {
            let now = start + minute * Duration::from_secs(60);
            assert_eq!(limit.count_here(Who::Address(IpAddr::from([192, 0, 2, 1])), now), Ok(()));
        }
        assert_eq!(sizes(), (1, 1));
    }

    #[test]
    fn who_is_at_their_limit_is_not_forgotten_for_newcomers_with_less_against_them() {
        let start = Instant::now();
        let limit = flooded("3/day", 0, 0, start);
        let caller = IpAddr::from([192, 0, 2, 1]);
        for _ in 0..3 {
            assert_eq!(limit.count_here(Who::Address(caller), start), Ok(()));
        }
        for number in 0..4 * MAX_CALLERS as u32 {
            assert_eq!(limit.count_here(Who::Address(address(number)), start), Ok(()));
        }
        assert!(limit.count_here(Who::Address(caller), start).is_err());
    }

    #[test]
    fn false_signatures_of_an_address_are_looked_at_a_few_times_a_second_whatever_the_limit() {
        for text in ["1/day", "1000000/s"] {
            let (limit, start) = (limit(text), Instant::now());
            let (guesser, other) = (address(1), address(2));
            for _ in 0..GUESSES {
                assert_eq!(limit.may_guess(guesser, start), Ok(()));
                limit.count_guess(guesser, start);
            }
            let wait = limit.may_guess(guesser, start).unwrap_err();
            assert_eq!(wait, Duration::from_secs(1) / GUESSES);
            assert_eq!(limit.may_guess(other, start), Ok(()));
            // To ask costs nothing, and a second later all is as it was.
            assert_eq!(limit.may_guess(guesser, start + wait), Ok(()));
            assert_eq!(limit.may_guess(guesser, start + wait), Ok(()));
        }
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
