//! Who asks, and what they may be given.

use std::sync::Arc;
use std::time::Duration;

use agora_token::Policy;
use hyper::header::{self, HeaderMap};

use crate::claims::Session;
use crate::keys::{ApiKey, ApiKeys, Limits};
use crate::log::Log;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::sessions::Sessions;

/// The longest lifetime for a user where MAX_EXPIRY sets none: what Agora honours.
const MAX_USER_EXPIRY: u32 = agora_token::rules::MAX_HONOURED_SECONDS;

/// The settings that close the server: each says who may ask.
const WHO_MAY_ASK: [&str; 7] =
    ["API_KEYS", "API_KEYS_FILE", "JWT_SECRET", "JWT_PUBLIC_KEY_FILE", "JWT_JWKS_URL", "JWT_JWKS_FILE", "JWT_ISSUER"];

/// Who may ask. Without keys and sessions everybody may.
#[derive(Default)]
pub struct Access {
    pub keys: Option<ApiKeys>,
    pub sessions: Option<Sessions>,
    /// The longest lifetime in seconds.
    max_expiry: Option<u32>,
}

/// Who asks.
pub enum Caller {
    Anyone,
    Backend(Arc<ApiKey>),
    User(Session),
}

impl Access {
    pub fn read(reader: &mut Reader<'_>) -> Access {
        let max_expiry = reader.guarded_number("MAX_EXPIRY", 1, "a number of seconds, such as 86400");
        let requires_auth = reader.guarded_choice("REQUIRE_AUTH", &[("0", false), ("1", true)]);
        if requires_auth && !WHO_MAY_ASK.iter().any(|name| reader.is_set(name)) {
            reader.problem::<()>(format!(
                "REQUIRE_AUTH=1 keeps an open server from starting: say who may ask with {}, or set REQUIRE_AUTH=0 to \
                 give any token to whoever reaches the server",
                WHO_MAY_ASK.join(" or ")
            ));
        }
        Access { keys: ApiKeys::read(reader), sessions: Sessions::read(reader), max_expiry }
    }

    /// Reads all files of keys again: what takes them into use, and says so. `None` where there are no files.
    pub fn read_again(&self) -> Result<Option<impl FnOnce(Log)>, String> {
        let keys = self.keys.as_ref().map_or(Ok(None), ApiKeys::read_again)?;
        let sessions = self.sessions.as_ref().map_or(Ok(None), |sessions| sessions.keys.read_again())?;
        let is_any = keys.is_some() || sessions.is_some();
        Ok(is_any.then_some(move |log| {
            keys.into_iter().for_each(|take| take(log));
            sessions.into_iter().for_each(|take| take(log));
        }))
    }

    /// Whether everybody may ask.
    pub fn is_open(&self) -> bool {
        self.keys.is_none() && self.sessions.is_none()
    }

    /// Who may ask, in one sentence.
    pub fn describe(&self) -> &'static str {
        match (&self.keys, &self.sessions) {
            (None, None) => "This server is open: whoever reaches it gets any token.",
            (Some(_), None) => "This server gives tokens to backends with an API key.",
            (None, Some(_)) => "This server gives tokens to users with a session token.",
            (Some(_), Some(_)) => {
                "This server gives tokens to backends with an API key and users with a session token."
            }
        }
    }

    /// Who sends a request with these headers. A key is looked for first; either suffices. A session token's signature,
    /// which costs the most by far, is verified only where `may_verify` says so.
    pub fn identify(
        &self,
        headers: &HeaderMap,
        may_verify: impl FnOnce() -> Result<(), Duration>,
    ) -> Result<Caller, Refusal> {
        if self.is_open() {
            return Ok(Caller::Anyone);
        }
        let token = bearer(headers).ok_or(Refusal::NoToken)?;
        if let Some(key) = self.keys.as_ref().and_then(|keys| keys.find(token)) {
            return Ok(Caller::Backend(key));
        }
        match &self.sessions {
            Some(sessions) => {
                may_verify().map_err(Refusal::TooOften)?;
                sessions.verify(token).map(Caller::User)
            }
            None => Err(Refusal::BadToken("the key is not valid")),
        }
    }

    /// Waits until the keys of session tokens were fetched anew, and it is worth looking again.
    pub async fn renewed(&self) -> Result<(), Refusal> {
        match &self.sessions {
            Some(sessions) => sessions.keys.renewed().await,
            None => Err(Refusal::UnknownKey),
        }
    }

    /// Answers with the policy for a caller: `None` is everything.
    pub fn with_policy<T>(&self, caller: &Caller, answer: impl FnOnce(Option<&Policy<'_>>) -> T) -> T {
        match caller {
            Caller::User(session) => {
                let channels: Vec<&str> = session.channels.iter().map(String::as_str).collect();
                let policy = Policy::NOBODY
                    .user(Some(&session.user))
                    .channels(&channels)
                    .allow_any_channel(session.allow_any_channel)
                    .max_role(session.role)
                    .max_expires_in(self.max_expiry.unwrap_or(MAX_USER_EXPIRY))
                    .allow_ai_services(session.allow_ai_services);
                answer(Some(&policy))
            }
            Caller::Backend(key) => match &key.limits {
                Some(limits) => {
                    let channels: Vec<&str> = limits.channels.iter().map(String::as_str).collect();
                    answer(Some(&self.limited(limits, &channels)))
                }
                None => self.with_policy(&Caller::Anyone, answer),
            },
            Caller::Anyone => {
                let policy = self.max_expiry.map(|seconds| Policy::EVERYTHING.max_expires_in(seconds));
                answer(policy.as_ref())
            }
        }
    }

    /// The policy for a key with limits.
    fn limited<'a>(&self, limits: &Limits, channels: &'a [&'a str]) -> Policy<'a> {
        let longest = self.max_expiry.into_iter().chain(limits.max_expiry).min();
        Policy::NOBODY
            .user(None)
            .channels(channels)
            .allow_any_channel(channels.is_empty())
            .max_role(limits.role)
            .max_expires_in(longest.unwrap_or(0))
            .allow_app_tokens(limits.app_tokens)
            .allow_ai_services(limits.ai_services)
    }
}

/// The token of `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}
