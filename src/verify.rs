//! Is a token signed by this app, alive, and good for this channel, user and privilege?
//!
//! The checks run in a fixed order, that of the header's "Checks", and the error is the first that fails:
//!
//! - the arguments: service, privilege, channel, user.
//! - 007: form, app, signature, lifetime, service, channel, user, privilege.
//! - 006: form, service, app, channel, user, signature, lifetime, privilege. Its signature covers a channel
//!   and user that the token does not hold, so it is checked with those that matched.

use crate::access_token::AccessToken;
use crate::access_token2::{self, AccessToken2};
use crate::error::Error;
use crate::host::unix_now;
use crate::inspect::split_version;
use crate::issuer::Issuer;
use crate::question::Question;
use crate::rules::{self, EVERY_CHANNEL};
use crate::service::{AS_LONG_AS_THE_TOKEN, Privilege, Service, ServiceType};
use crate::token::Version;
use crate::user::{User, UserText};
use crate::wire::Base64Decoder;

/// A token that was found good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Good {
    /// Until when, as a Unix time in seconds: the end of the token or of the privilege, what is sooner.
    pub expires_at: u64,
    /// Where that is longer than the 24 hours Agora honours: the Unix time at which Agora takes the
    /// token for expired. A 006 token does not say when it was issued, so here it is `None`.
    pub cut_at: Option<u64>,
}

impl Issuer {
    /// Checks the signature and the lifetime of a 007 token. `now` is a Unix time in seconds, `None`
    /// the system clock.
    ///
    /// # Errors
    /// In this order: [`Error::TokenTooLarge`], [`Error::MalformedToken`], [`Error::UnknownVersion`],
    /// [`Error::NoService`], [`Error::UnsupportedInVersion`] for a 006 token (see [`Issuer::check`]),
    /// [`Error::WrongApp`], [`Error::BadSignature`], [`Error::Expired`]. [`Error::ClockFailed`] where the
    /// system clock is asked and wrong.
    pub fn verify(&self, token: &str, now: Option<u64>) -> Result<Good, Error> {
        let (version, text) = split_version(token)?;
        if version == Version::V006 {
            AccessToken::parse(text, &mut Base64Decoder::new())?;
            return Err(Error::UnsupportedInVersion);
        }
        let content = access_token2::unpack(text)?;
        let token = AccessToken2::parse(&content)?;
        self.verify_007(&token, unix_time(now)?)?;
        Ok(good(token.header.issued_at, token.expires_at()))
    }

    /// Checks that a token is signed by this app, alive, and grants a privilege of a service in a
    /// channel to a user. `now` is a Unix time in seconds, `None` the system clock.
    ///
    /// An empty account in the token is any user, and the channel `*` every channel. A token or a
    /// privilege has expired when `now` is its expiry or later.
    ///
    /// A 006 token that is good may not have been issued for this channel and user: its format lets the
    /// holder move letters from one to the other (see the crate's front page). That is so for Agora too.
    ///
    /// # Errors
    /// [`Error::BadPrivilege`], [`Error::BadChannel`] or [`Error::BadAccount`] where a privilege, a channel or a
    /// user is asked of a service that has none. Then those of [`Issuer::verify`], and after the lifetime
    /// [`Error::WrongChannel`], [`Error::WrongUser`], [`Error::NotGranted`], and [`Error::Expired`]
    /// for the privilege. For a 006 token [`Error::UnsupportedInVersion`] where the service is neither
    /// RTC nor RTM; [`Error::WrongApp`], [`Error::WrongChannel`], [`Error::WrongUser`],
    /// [`Error::BadSignature`], [`Error::Expired`], [`Error::NotGranted`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use agora_token::{Error, Issuer, Privilege, Question, Role, ServiceType, User, Version};
    ///
    /// # fn main() -> Result<(), Error> {
    /// # let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
    /// let token = issuer.rtc(Version::V007, "room", User::Uid(42), Role::Subscriber, Duration::from_secs(600))?;
    /// let to = |privilege| Question::new(ServiceType::Rtc, privilege).channel("room").user("42");
    /// assert!(issuer.check(&token, to(Privilege::RTC_JOIN_CHANNEL), None).is_ok());
    /// assert_eq!(issuer.check(&token, to(Privilege::RTC_PUBLISH_AUDIO), None), Err(Error::NotGranted));
    /// # Ok(())
    /// # }
    /// ```
    pub fn check(&self, token: &str, question: Question<'_>, now: Option<u64>) -> Result<Good, Error> {
        question.check()?;
        match split_version(token)? {
            (Version::V006, text) => {
                let mut content = Base64Decoder::new();
                self.check_006(&AccessToken::parse(text, &mut content)?, question, now)
            }
            (Version::V007, text) => {
                let content = access_token2::unpack(text)?;
                self.check_007(&AccessToken2::parse(&content)?, question, now)
            }
        }
    }

    /// [`Issuer::check`] for RTC. `User::Uid(0)` asks for a token that is good for any user.
    ///
    /// # Errors
    /// Those of [`Issuer::check`].
    pub fn check_rtc(
        &self,
        token: &str,
        channel: &str,
        user: User<'_>,
        privilege: Privilege,
        now: Option<u64>,
    ) -> Result<Good, Error> {
        let user = UserText::new(user);
        self.check(token, Question::new(ServiceType::Rtc, privilege).channel(channel).user(user.as_str()), now)
    }

    /// [`Issuer::check`] for an RTM login.
    ///
    /// # Errors
    /// Those of [`Issuer::check`].
    pub fn check_rtm(&self, token: &str, user_id: &str, now: Option<u64>) -> Result<Good, Error> {
        self.check(token, Question::new(ServiceType::Rtm, Privilege::RTM_LOGIN).user(user_id), now)
    }

    fn verify_007(&self, token: &AccessToken2<'_>, now: u64) -> Result<(), Error> {
        if token.app_id != self.credentials().app_id {
            return Err(Error::WrongApp);
        }
        if !token.is_signed(self.credentials()) {
            return Err(Error::BadSignature);
        }
        alive(token.expires_at(), now)
    }

    fn check_007(&self, token: &AccessToken2<'_>, question: Question<'_>, now: Option<u64>) -> Result<Good, Error> {
        let now = unix_time(now)?;
        self.verify_007(token, now)?;
        let granted_until = |service: &Service<'_>| {
            let expires_in = granted(service, question)?;
            let expires_at = match expires_in {
                AS_LONG_AS_THE_TOKEN => token.expires_at(),
                _ => token.expires_at().min(u64::from(token.header.issued_at) + u64::from(expires_in)),
            };
            alive(expires_at, now).map(|()| good(token.header.issued_at, expires_at))
        };
        // A token may hold a service several times. The one that is good for longest counts; where none is
        // good, the error is that of the one which came closest.
        token
            .services
            .iter()
            .filter(|service| service.kind == question.service)
            .map(granted_until)
            .max_by_key(closeness)
            .unwrap_or(Err(Error::NotGranted))
    }

    fn check_006(&self, token: &AccessToken<'_>, question: Question<'_>, now: Option<u64>) -> Result<Good, Error> {
        if !question.service.is_in_006() {
            return Err(Error::UnsupportedInVersion);
        }
        if token.app_id != self.credentials().app_id {
            return Err(Error::WrongApp);
        }
        self.check_names_006(token, question)?;
        let now = unix_time(now)?;
        alive(token.ts.into(), now)?;
        let privilege = question.service.privilege_in_006(question.privilege.0);
        let (_, time) = *token.privileges.iter().find(|(number, _)| *number == privilege).ok_or(Error::NotGranted)?;
        let expires_at = if time == 0 { token.ts } else { time.min(token.ts) };
        alive(expires_at.into(), now)?;
        Ok(Good { expires_at: expires_at.into(), cut_at: None })
    }

    /// Channel, user and signature of a 006 token. The token may be for what is asked, or in RTC for every
    /// channel or any user, which the signature covers as "*" and "".
    fn check_names_006(&self, token: &AccessToken<'_>, question: Question<'_>) -> Result<(), Error> {
        let is_rtc = question.service == ServiceType::Rtc;
        let (channel, user) = question.service.names_in_006(question.channel, question.user);
        // RTM has no second name.
        let kept = if is_rtc { 2 } else { 1 };
        let channels = || [channel, EVERY_CHANNEL].into_iter().take(kept).filter(|name| token.may_be_channel(name));
        let users = || [user, ""].into_iter().take(kept).filter(|name| token.may_be_user(name));
        let mut pairs = channels().flat_map(|channel| users().map(move |user| (channel, user)));
        if pairs.any(|(channel, user)| token.is_signed(self.credentials(), channel, user)) {
            return Ok(());
        }
        Err(match (channels().next(), users().next()) {
            (None, _) if is_rtc => Error::WrongChannel,
            (None, _) | (_, None) => Error::WrongUser,
            _ => Error::BadSignature,
        })
    }
}

/// The time of the privilege asked for, where the service has the channel, the user and the privilege.
pub(crate) fn granted(service: &Service<'_>, question: Question<'_>) -> Result<u32, Error> {
    if !service.opens_channel(question.channel) {
        return Err(Error::WrongChannel);
    }
    if !service.is_for_user(question.user) {
        return Err(Error::WrongUser);
    }
    if service.kind.is_granted_by_presence() {
        return Ok(AS_LONG_AS_THE_TOKEN);
    }
    service.privilege(question.privilege.0).ok_or(Error::NotGranted)
}

/// How far a service got: up to which check, and where all passed, until when it is good.
fn closeness(result: &Result<Good, Error>) -> (u8, u64) {
    match result {
        Err(Error::WrongChannel) => (0, 0),
        Err(Error::WrongUser) => (1, 0),
        Err(Error::NotGranted) => (2, 0),
        Err(_) => (3, 0),
        Ok(good) => (4, good.expires_at),
    }
}

fn alive(expires_at: u64, now: u64) -> Result<(), Error> {
    if now < expires_at { Ok(()) } else { Err(Error::Expired) }
}

fn good(issued_at: u32, expires_at: u64) -> Good {
    Good { expires_at, cut_at: rules::cut_at(issued_at, expires_at) }
}

pub(crate) fn unix_time(now: Option<u64>) -> Result<u64, Error> {
    now.map_or_else(unix_now, Ok)
}
