//! What the server says while it runs, on standard error: no token, key or certificate, and no path, which
//! has the names of users and channels in it.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// The value of LOG_FORMAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// Events as sentences; requests are not logged.
    None,
    /// Events and requests, each a JSON object on a line of its own.
    Json,
}

/// A request that was answered.
pub struct Answered<'a> {
    pub method: &'a str,
    pub route: &'static str,
    pub status: u16,
    pub took: Duration,
    pub address: IpAddr,
    /// `anyone`, `key` with the start of its hash, or `user` with the name.
    pub caller: Option<Cow<'static, str>>,
}

impl Log {
    /// Says what happened to the server.
    pub fn event(self, level: &str, message: &str) {
        match self {
            Log::None => complain(message),
            Log::Json => json_line(&json!({"time": now(), "level": level, "message": message})),
        }
    }

    pub fn request(self, answered: &Answered<'_>) {
        if self == Log::Json {
            json_line(&request_line(answered));
        }
    }
}

/// How many bytes of a request's method stand in its line: each method that is in use is shorter.
const MAX_METHOD: usize = 64;

/// How often strangers may cause a line: a megabyte a day.
const SPARSE_INTERVAL: Duration = Duration::from_secs(10);

/// Decides which of the events that strangers cause are logged, so that none of them fills a disk.
#[derive(Default)]
pub struct Sparse(Mutex<Held>);

#[derive(Default)]
struct Held {
    last: Option<Instant>,
    count: u64,
}

impl Sparse {
    /// Whether this event is logged, and then how many were not since the last one that was.
    pub fn admit(&self, now: Instant) -> Option<u64> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.last.is_some_and(|last| now.saturating_duration_since(last) < SPARSE_INTERVAL) {
            held.count += 1;
            return None;
        }
        held.last = Some(now);
        Some(std::mem::take(&mut held.count))
    }
}

fn request_line(answered: &Answered<'_>) -> Value {
    json!({
        "time": now(),
        "level": "info",
        "message": "request",
        // It is ASCII, whoever made it up.
        "method": answered.method.get(..MAX_METHOD).unwrap_or(answered.method),
        "route": answered.route,
        "status": answered.status,
        "microseconds": answered.took.as_micros() as u64,
        "address": answered.address.to_string(),
        "caller": answered.caller,
    })
}

/// Unix time in seconds, to the millisecond.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_millis() as f64 / 1000.0)
}

/// Writes JSON in plain ASCII, which no terminal obeys and nothing turns around: names of users are in it.
fn json_line(value: &Value) {
    line(ascii(&value.to_string()));
}

/// JSON with `\u` escapes for all that is no visible ASCII, which stands in its strings alone. It reads back as the same.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        match character {
            ' '..='~' => text.push(character),
            _ => text.extend(character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}"))),
        }
    }
    text
}

/// Says a sentence of the program's own. Where nobody takes it, the exit code says it alone.
pub fn complain(text: &str) {
    line(format_args!("agora-token: {text}"));
}

/// Writes a line at once, so that those of several threads do not mix. A log that nobody takes stops nothing.
pub fn line(text: impl Display) {
    let _ = io::stderr().lock().write_all(format!("{text}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_ascii_whatever_a_user_is_called_and_reads_back() {
        for name in ["ann", "\u{1b}[31m\"\\", "\u{7f}\u{9b}\u{202e}", "\u{e9}\u{4e2d}\u{1f600}"] {
            let value = json!({ "caller": name });
            let line = ascii(&value.to_string());
            assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line}");
            assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), value);
        }
    }

    #[test]
    fn a_flood_of_events_makes_one_line_in_an_interval_which_tells_how_many_there_were() {
        let (sparse, start) = (Sparse::default(), Instant::now());
        let admitted: Vec<u64> = (0..25_000).filter_map(|ms| sparse.admit(start + Duration::from_millis(ms))).collect();
        assert_eq!(admitted, [0, 9_999, 9_999]);
    }
}
