//! What would be signed: the form of a request between parsing, authorising and signing.

use std::borrow::Cow;
use std::time::Duration;

use crate::error::Error;
use crate::issuer::Issuer;
use crate::role::Role;
use crate::rules;
use crate::service::{Privilege, Service, User};
use crate::token::Version;

/// The lifetime in seconds where a request gives none.
pub(super) const DEFAULT_LIFETIME: u32 = 3600;

/// A mistake in a request. It holds nothing of the request but names of fields.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// What is wrong, in the words of the servers that this one takes the place of.
    pub(super) text: Cow<'static, str>,
    /// What would be right, where the text does not say it.
    pub(super) detail: Option<&'static str>,
}

impl Mistake {
    pub(super) fn new(text: impl Into<Cow<'static, str>>, detail: &'static str) -> Self {
        Mistake { text: text.into(), detail: Some(detail) }
    }
}

/// For a text that says what would be right.
impl<T: Into<Cow<'static, str>>> From<T> for Mistake {
    fn from(text: T) -> Self {
        Mistake { text: text.into(), detail: None }
    }
}

/// One token that an answer is to hold. The policy is held against it, and then it is signed as it is,
/// so that nothing is read in two ways.
pub(super) struct Plan {
    /// The name of the token in the answer.
    pub(super) name: &'static str,
    pub(super) version: Version,
    /// The token's lifetime in seconds.
    pub(super) expires_in: u32,
    pub(super) services: Vec<Service<'static>>,
}

impl Plan {
    pub(super) fn new(name: &'static str, version: Version, expires_in: u32, service: Service<'_>) -> Self {
        Plan { name, version, expires_in, services: vec![service.into_owned()] }
    }

    /// Adds what an RTM user needs in a stream channel: RTC under the same user id, to join and, for a publisher, to
    /// publish data.
    pub(super) fn with_stream_channel(mut self, channel: &str, user_id: &str, role: Role) -> Self {
        let join = Service::rtc(channel, User::Account(user_id)).grant(Privilege::RTC_JOIN_CHANNEL, self.expires_in);
        let service = match role {
            Role::Publisher => join.grant(Privilege::RTC_PUBLISH_DATA, self.expires_in),
            Role::Subscriber => join,
        };
        self.services.push(service.into_owned());
        self
    }

    pub(super) fn sign(self, issuer: &Issuer) -> Result<String, Error> {
        let mut builder = issuer.builder(self.version);
        // The lifetime of a 006 token is that of its privileges; its own time stays at 24 hours, as the
        // one-call builders have it.
        if self.version == Version::V007 {
            builder.expires_in(self.expires_in);
        }
        for service in self.services {
            builder.add(service)?;
        }
        builder.build()
    }
}

/// RTC with the privileges of a role.
pub(super) fn rtc<'a>(channel: &'a str, user: User<'a>, role: Role, expires_in: u32) -> Service<'a> {
    role.privileges()
        .iter()
        .fold(Service::rtc(channel, user), |service, &privilege| service.grant(privilege, expires_in))
}

/// RTM with its login.
pub(super) fn rtm(user_id: &str, expires_in: u32) -> Service<'_> {
    Service::rtm(user_id).grant(Privilege::RTM_LOGIN, expires_in)
}

/// Chat for one user.
pub(super) fn chat_user(user_id: &str, expires_in: u32) -> Service<'_> {
    Service::chat(user_id).grant(Privilege::CHAT_USER, expires_in)
}

/// Chat for the whole app.
pub(super) fn chat_app(expires_in: u32) -> Service<'static> {
    Service::chat("").grant(Privilege::CHAT_APP, expires_in)
}

/// A role by its name; `audience` is what the article's server calls a subscriber.
pub(super) fn role(name: &str) -> Result<Role, Mistake> {
    match name {
        "publisher" => Ok(Role::Publisher),
        "audience" | "subscriber" => Ok(Role::Subscriber),
        _ => Err(Mistake::new("role is incorrect", "the role is publisher, audience or subscriber")),
    }
}

/// A numeric uid as it is usually written: digits, without leading zeros, from 0 to 4294967295.
pub(super) fn uid(text: &str) -> Option<u32> {
    let is_canonical = text == "0" || !text.starts_with('0');
    if is_canonical && is_digits(text) { text.parse().ok() } else { None }
}

/// Whether a text is decimal digits alone, and at least one.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A lifetime by the rules.
pub(super) fn lifetime(seconds: u64) -> Option<u32> {
    rules::check_lifetime(Duration::from_secs(seconds)).ok()
}
