//! Who may be given which token.

use crate::role::Role;
use crate::rules::{EVERY_CHANNEL, MAX_HONOURED_SECONDS};
use crate::service::{Field, Privilege, Service, ServiceType};
use crate::setters::setters;
use crate::token::Version;

/// What the sender of a request may be given. Whoever mounts the endpoint authenticates in their own
/// way and passes one of these; every token of the request is checked against it before it is signed.
///
/// It starts from [`Policy::NOBODY`], which is the default, or from [`Policy::EVERYTHING`], and has a method for each
/// field:
///
/// ```
/// use agora_token::{Policy, Role};
///
/// let policy = Policy::NOBODY.user(Some("42")).channels(&["room-*"]).max_role(Role::Publisher);
/// assert_eq!(policy.max_expires_in, 86_400);
/// ```
///
/// **006 tokens and policies.** The signature of a 006 RTC token covers channel and user one behind the
/// other without a separator, and nothing covers their CRCs: its holder can turn the token for
/// user `23` in `room1` into a good one for any user in `room123`. In an RTM token the user and what
/// follows stand as close. So a policy that limits the user or the channels allows no 006 token, and an
/// endpoint gives its holder 007 tokens.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Policy<'a> {
    /// The one user (uid digits, account or user id) whom tokens may name; `None` is any user.
    pub user: Option<&'a str>,
    /// The channels that tokens may open: names, or prefixes that end in `*`. Only a literal `*` allows
    /// the token for every channel.
    pub channels: &'a [&'a str],
    /// Any channel by its name, whatever `channels` lists; the token for every channel is not among them.
    pub allow_any_channel: bool,
    /// The highest role. A subscriber gets no privilege to publish, be it audio, video or the data of a
    /// stream channel.
    pub max_role: Role,
    /// The longest lifetime in seconds; 0 is no limit.
    pub max_expires_in: u32,
    /// Tokens that name no user and act for the whole app: Chat app, Education app, FPA. Without it none
    /// is given, whatever `user` is.
    pub allow_app_tokens: bool,
    /// The services that start work on the bill of the app's owner: ConvoAI and STT. They name nobody, so
    /// neither `user` nor `channels` limits what is started.
    pub allow_ai_services: bool,
}

impl<'a> Policy<'a> {
    /// Nothing: no user, no channel, subscriber, 24 hours, no app tokens, neither ConvoAI nor STT.
    pub const NOBODY: Policy<'static> = Policy {
        // No token names the empty user.
        user: Some(""),
        channels: &[],
        allow_any_channel: false,
        max_role: Role::Subscriber,
        max_expires_in: MAX_HONOURED_SECONDS,
        allow_app_tokens: false,
        allow_ai_services: false,
    };

    /// Everything that can be asked for, as without a policy.
    pub const EVERYTHING: Policy<'static> = Policy {
        user: None,
        channels: &[EVERY_CHANNEL],
        allow_any_channel: true,
        max_role: Role::Publisher,
        max_expires_in: 0,
        allow_app_tokens: true,
        allow_ai_services: true,
    };

    setters! {
        user: Option<&'a str>,
        channels: &'a [&'a str],
        allow_any_channel: bool,
        max_role: Role,
        max_expires_in: u32,
        allow_app_tokens: bool,
        allow_ai_services: bool,
    }
}

impl Default for Policy<'_> {
    fn default() -> Self {
        Policy::NOBODY
    }
}

/// Why a policy does not allow a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It acts for the whole app.
    AppToken,
    /// It opens ConvoAI or STT.
    AiService,
    /// It is for any user.
    AnyUser,
    /// It is for another user.
    User,
    /// It is for every channel.
    EveryChannel,
    /// It is for a channel that is not among those allowed.
    Channel,
    /// It allows to publish.
    Publish,
    /// It lives for too long.
    Lifetime {
        /// The longest lifetime that is allowed, in seconds.
        at_most: u32,
    },
    /// It is a 006 token, and the policy limits the user or the channels.
    Version,
}

impl Refusal {
    /// What is not allowed, in a sentence.
    pub const fn message(self) -> &'static str {
        match self {
            Refusal::AppToken => "a token for the whole app is not allowed",
            Refusal::AiService => "a token for ConvoAI or STT is not allowed",
            Refusal::AnyUser => "a token for any user is not allowed",
            Refusal::User => "a token for this user is not allowed",
            Refusal::EveryChannel => "a token for every channel is not allowed",
            Refusal::Channel => "a token for this channel is not allowed",
            Refusal::Publish => "a token to publish is not allowed",
            Refusal::Lifetime { .. } => "a token that lives so long is not allowed",
            Refusal::Version => "a 006 token is not allowed: ask for version 007",
        }
    }
}

impl Policy<'_> {
    /// Whether a token may be given: every service in it, each with its user, channel, privileges and
    /// lifetimes. Lifetimes are in seconds from the issuing.
    pub(crate) fn check(&self, version: Version, expires_in: u32, services: &[Service<'_>]) -> Result<(), Refusal> {
        self.check_lifetime(expires_in)?;
        for service in services {
            self.check_user(service)?;
            self.check_channel(service)?;
            for &(privilege, expires_in) in service.privileges.iter() {
                self.check_role(service.kind, Privilege(privilege))?;
                self.check_lifetime(expires_in)?;
            }
        }
        if version == Version::V006 && self.limits_names() {
            return Err(Refusal::Version);
        }
        Ok(())
    }

    /// Whether there is a user or a channel (by its name) that this policy refuses.
    pub(crate) fn limits_names(&self) -> bool {
        self.user.is_some() || !(self.allow_any_channel || self.channels.contains(&EVERY_CHANNEL))
    }

    fn check_user(&self, service: &Service<'_>) -> Result<(), Refusal> {
        if is_ai(service.kind) {
            return if self.allow_ai_services { Ok(()) } else { Err(Refusal::AiService) };
        }
        if acts_for_the_app(service) {
            return if self.allow_app_tokens { Ok(()) } else { Err(Refusal::AppToken) };
        }
        match self.user {
            None => Ok(()),
            Some(_) if service.is_for_any_user() => Err(Refusal::AnyUser),
            Some(user) if service.user != user => Err(Refusal::User),
            Some(_) => Ok(()),
        }
    }

    fn check_channel(&self, service: &Service<'_>) -> Result<(), Refusal> {
        let has_channel = service.kind.has(&[Field::Channel]) || !service.channel.is_empty();
        if !has_channel || self.allows_channel(&service.channel) {
            Ok(())
        } else if service.channel == EVERY_CHANNEL {
            Err(Refusal::EveryChannel)
        } else {
            Err(Refusal::Channel)
        }
    }

    fn allows_channel(&self, channel: &str) -> bool {
        if channel == EVERY_CHANNEL {
            return self.channels.contains(&EVERY_CHANNEL);
        }
        self.allow_any_channel
            || self.channels.iter().any(|allowed| match allowed.strip_suffix('*') {
                Some(prefix) => channel.starts_with(prefix),
                None => channel == *allowed,
            })
    }

    fn check_role(&self, kind: ServiceType, privilege: Privilege) -> Result<(), Refusal> {
        if self.max_role == Role::Publisher || !is_publishing(kind, privilege) { Ok(()) } else { Err(Refusal::Publish) }
    }

    fn check_lifetime(&self, expires_in: u32) -> Result<(), Refusal> {
        match self.max_expires_in {
            0 => Ok(()),
            at_most if expires_in <= at_most => Ok(()),
            at_most => Err(Refusal::Lifetime { at_most }),
        }
    }
}

/// Whether a service names no user in a field that must name one, or has none: it opens the whole app.
fn acts_for_the_app(service: &Service<'_>) -> bool {
    let grants_app = match service.kind {
        ServiceType::Chat => service.privilege(Privilege::CHAT_APP.0).is_some(),
        ServiceType::Apaas => service.privilege(Privilege::APAAS_APP.0).is_some(),
        ServiceType::Rtc
        | ServiceType::Rtm
        | ServiceType::Streaming
        | ServiceType::Fpa
        | ServiceType::Fcdn
        | ServiceType::Rtm2
        | ServiceType::ConvoAi
        | ServiceType::Stt => false,
    };
    grants_app || (service.user.is_empty() && !service.is_for_any_user())
}

/// Whether a service starts work on the bill of the app's owner.
fn is_ai(kind: ServiceType) -> bool {
    match kind {
        ServiceType::ConvoAi | ServiceType::Stt => true,
        ServiceType::Rtc
        | ServiceType::Rtm
        | ServiceType::Streaming
        | ServiceType::Fpa
        | ServiceType::Chat
        | ServiceType::Fcdn
        | ServiceType::Apaas
        | ServiceType::Rtm2 => false,
    }
}

/// Whether a privilege is more than to join and to receive.
fn is_publishing(kind: ServiceType, privilege: Privilege) -> bool {
    match kind {
        ServiceType::Rtc => privilege != Privilege::RTC_JOIN_CHANNEL,
        ServiceType::Streaming => true,
        ServiceType::Fcdn => privilege != Privilege::FCDN_PLAY,
        ServiceType::Rtm
        | ServiceType::Fpa
        | ServiceType::Chat
        | ServiceType::Apaas
        | ServiceType::Rtm2
        | ServiceType::ConvoAi
        | ServiceType::Stt => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_publishes_is_known_for_every_service() {
        let publishing: Vec<(ServiceType, u16)> = ServiceType::ALL
            .into_iter()
            .flat_map(|kind| (1..=4).map(move |number| (kind, number)))
            .filter(|&(kind, number)| is_publishing(kind, Privilege(number)))
            .collect();
        let of = |kind, numbers: &[u16]| numbers.iter().map(|&number| (kind, number)).collect::<Vec<_>>();
        let expected = [
            of(ServiceType::Rtc, &[2, 3, 4]),
            of(ServiceType::Streaming, &[1, 2, 3, 4]),
            // 3 and 4 have no meaning yet, so they may come to be one of publishing.
            of(ServiceType::Fcdn, &[1, 3, 4]),
        ];
        assert_eq!(publishing, expected.concat());
    }
}
