//! Why a caller is refused, whatever it asks for.

use std::borrow::Cow;
use std::time::Duration;

use crate::fetch::MIN_INTERVAL;

/// Why a caller is given nothing, whatever they ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoToken,
    BadToken(&'static str),
    /// A session token whose signature, or what it covers, is not good.
    BadSession(&'static str),
    /// A session token that names none of the keys.
    UnknownKey,
    /// [`Refusal::UnknownKey`], where the provider may have the key and cannot be asked now.
    KeysAwaited,
    /// The token is good, but its claims cannot be read.
    BadClaims(&'static str),
    /// It must wait so long.
    TooOften(Duration),
}

impl Refusal {
    pub fn status(self) -> u16 {
        match self {
            Refusal::NoToken | Refusal::BadToken(_) | Refusal::BadSession(_) | Refusal::UnknownKey => 401,
            Refusal::BadClaims(_) => 403,
            Refusal::TooOften(_) => 429,
            Refusal::KeysAwaited => 503,
        }
    }

    /// The reason as the metrics name it.
    pub fn label(self) -> &'static str {
        match self {
            Refusal::NoToken => "no_token",
            Refusal::BadToken(_) | Refusal::BadSession(_) | Refusal::UnknownKey => "bad_token",
            Refusal::BadClaims(_) => "bad_claims",
            Refusal::TooOften(_) => "rate_limit",
            Refusal::KeysAwaited => "keys_awaited",
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            Refusal::NoToken => "send Authorization: Bearer with an API key or a session token",
            Refusal::BadToken(reason) | Refusal::BadSession(reason) | Refusal::BadClaims(reason) => reason,
            Refusal::UnknownKey => "the session token names no key that is known here (kid)",
            Refusal::KeysAwaited => {
                "the key that the session token names (kid) is not known here, and the provider cannot be asked for it now: \
                 wait as long as Retry-After says"
            }
            Refusal::TooOften(_) => "too many requests: wait as long as Retry-After says",
        }
    }

    /// The header that says what to do: WWW-Authenticate of a 401 (RFC 6750), Retry-After of a 429 and a 503.
    pub fn header(self) -> Option<(&'static str, Cow<'static, str>)> {
        match self {
            Refusal::NoToken => Some(("WWW-Authenticate", "Bearer".into())),
            Refusal::BadToken(_) | Refusal::BadSession(_) | Refusal::UnknownKey => {
                let reason = self.message();
                let challenge = format!(r#"Bearer error="invalid_token", error_description="{reason}""#);
                Some(("WWW-Authenticate", challenge.into()))
            }
            Refusal::BadClaims(_) => None,
            Refusal::KeysAwaited => Some(retry_after(MIN_INTERVAL)),
            Refusal::TooOften(wait) => Some(retry_after(wait)),
        }
    }
}

fn retry_after(wait: Duration) -> (&'static str, Cow<'static, str>) {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    ("Retry-After", seconds.to_string().into())
}
