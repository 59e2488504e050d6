//! What would be signed: the form of a request between parsing, authorising and signing.

use std::borrow::Cow;
use std::time::Duration;

use crate::error::Error;
use crate::issuer::Issuer;
use crate::parts::Part;
use crate::role::Role;
use crate::rules;
use crate::service::Service;
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
    pub(super) fn new(name: &'static str, version: Version, expires_in: u32, part: Part<'_>) -> Self {
        Plan { name, version, expires_in, services: Vec::new() }.with(part)
    }

    /// Adds a service that is granted for as long as the token.
    pub(super) fn with(mut self, part: Part<'_>) -> Self {
        self.services.push(part.for_time(self.expires_in));
        self
    }

    /// The lifetime in seconds of what ends first: the token, or a privilege in it.
    pub(super) fn shortest(&self) -> u32 {
        let privileges = self.services.iter().flat_map(|service| &*service.privileges).map(|(_, seconds)| *seconds);
        privileges.filter(|seconds| *seconds > 0).min().unwrap_or(u32::MAX).min(self.expires_in)
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

/// A role by its name; `audience` is what the article's server calls a subscriber.
pub(super) fn role(name: &str) -> Result<Role, Mistake> {
    match name {
        "publisher" => Ok(Role::Publisher),
        "audience" | "subscriber" => Ok(Role::Subscriber),
        _ => Err(Mistake::new("role is incorrect", "the role is publisher, audience or subscriber")),
    }
}

/// A lifetime by the rules.
pub(super) fn lifetime(seconds: u64) -> Option<u32> {
    rules::check_lifetime(Duration::from_secs(seconds)).ok()
}
