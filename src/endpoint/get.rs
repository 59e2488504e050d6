//! The GET routes: path and query to plans.
//!
//! Of several mistakes the first in this order is reported: channel, uid missing, role, token type, uid
//! invalid, RTM uid, expiry, version.

use super::plan::{self, DEFAULT_LIFETIME, Mistake, Plan};
use super::route::ChannelPath;
use super::target::Query;
use crate::error::Error;
use crate::parts;
use crate::percent::decode;
use crate::role::Role;
use crate::rules;
use crate::token::Version;
use crate::user::{User, UserText};

pub(super) fn rtc(path: ChannelPath<'_>, query: Query<'_>, default: Version) -> Result<Vec<Plan>, Mistake> {
    let member = Member::parse(path)?;
    let (expires_in, version) = (expiry(query)?, version(query, default)?);
    Ok(vec![member.plan(version, expires_in)])
}

pub(super) fn rtm(uid: &[u8], query: Query<'_>, default: Version) -> Result<Vec<Plan>, Mistake> {
    let user_id = user_id(uid)?;
    let (expires_in, version) = (expiry(query)?, version(query, default)?);
    Ok(vec![Plan::new("rtmToken", version, expires_in, parts::rtm(&user_id))])
}

/// Two tokens. The RTM one also opens the channel as a stream channel, which a 006 token cannot.
pub(super) fn rte(
    path: ChannelPath<'_>,
    rtm_uid: &[u8],
    query: Query<'_>,
    default: Version,
    stream_role: Role,
) -> Result<Vec<Plan>, Mistake> {
    let member = Member::parse(path)?;
    let user_id = member.rtm_uid(rtm_uid)?;
    let (expires_in, version) = (expiry(query)?, version(query, default)?);
    let rtm = Plan::new("rtmToken", version, expires_in, parts::rtm(&user_id));
    let rtm = match version {
        Version::V006 => rtm,
        Version::V007 => rtm.with(parts::stream_channel(&member.channel, &user_id, stream_role)),
    };
    Ok(vec![member.plan(version, expires_in), rtm])
}

pub(super) fn chat_app(query: Query<'_>) -> Result<Vec<Plan>, Mistake> {
    let expires_in = expiry(query)?;
    chat_version(query)?;
    Ok(vec![Plan::new("chatToken", Version::V007, expires_in, parts::chat_app())])
}

pub(super) fn chat_user(chat_id: &[u8], query: Query<'_>) -> Result<Vec<Plan>, Mistake> {
    let user_id = user_id(chat_id)?;
    let expires_in = expiry(query)?;
    chat_version(query)?;
    Ok(vec![Plan::new("chatToken", Version::V007, expires_in, parts::chat_user(&user_id))])
}

/// Who wants to join which channel, and as what.
struct Member {
    channel: String,
    role: Role,
    user: Name,
}

/// A decoded user.
enum Name {
    Uid(u32),
    Account(String),
}

impl Member {
    fn parse(path: ChannelPath<'_>) -> Result<Member, Mistake> {
        let channel = channel(path.channel)?;
        if path.uid.is_empty() {
            return Err(Mistake::new("uid is required", rules::USER_RULE));
        }
        let role = plan::role(&decode(path.role).unwrap_or_default())?;
        let user = match path.token_type {
            b"uid" => decode(path.uid).and_then(|text| rules::uid(&text)).map(Name::Uid),
            b"userAccount" => {
                decode(path.uid).filter(|account| rules::check_account(account).is_ok()).map(Name::Account)
            }
            _ => return Err(Mistake::new("token type is invalid", "the token type is uid or userAccount")),
        };
        Ok(Member { channel, role, user: user.ok_or(Mistake::new("uid is invalid", rules::USER_RULE))? })
    }

    /// The RTM user id of `/rte`: its own segment, or the user of the channel.
    fn rtm_uid(&self, segment: &[u8]) -> Result<String, Mistake> {
        let user_id = match (segment, &self.user) {
            (b"", Name::Uid(0)) => {
                let detail = "uid 0 is any user, and RTM needs one: add its user id as a last segment of the path";
                return Err(Mistake::new("rtm uid is required", detail));
            }
            (b"", Name::Uid(uid)) => Some(uid.to_string()),
            (b"", Name::Account(account)) => Some(account.clone()),
            (segment, _) => decode(segment),
        };
        user_id
            .filter(|user_id| rules::check_user_id(user_id).is_ok())
            .ok_or(Mistake::new("rtm uid is invalid", rules::USER_ID_RULE))
    }

    fn plan(&self, version: Version, expires_in: u32) -> Plan {
        let user = match &self.user {
            Name::Uid(uid) => User::Uid(*uid),
            Name::Account(account) => User::Account(account),
        };
        let user = UserText::new(user);
        Plan::new("rtcToken", version, expires_in, parts::rtc(&self.channel, user.as_str(), self.role))
    }
}

fn channel(segment: &[u8]) -> Result<String, Mistake> {
    let missing = Mistake::new("channel is required", rules::CHANNEL_RULE);
    name(segment, rules::check_channel, missing, Mistake::new("channel is invalid", rules::CHANNEL_RULE))
}

fn user_id(segment: &[u8]) -> Result<String, Mistake> {
    let missing = Mistake::new("uid is required", rules::USER_ID_RULE);
    name(segment, rules::check_user_id, missing, Mistake::new("uid is invalid", rules::USER_ID_RULE))
}

/// The name that a segment of the path holds.
fn name(
    segment: &[u8],
    check: impl Fn(&str) -> Result<(), Error>,
    missing: Mistake,
    invalid: Mistake,
) -> Result<String, Mistake> {
    if segment.is_empty() {
        return Err(missing);
    }
    decode(segment).filter(|name| check(name).is_ok()).ok_or(invalid)
}

/// The lifetime in seconds: `?expiry=`, digits alone.
fn expiry(query: Query<'_>) -> Result<u32, Mistake> {
    let seconds = match query.parameter("expiry") {
        Ok(None) => Some(DEFAULT_LIFETIME),
        Ok(Some(text)) if rules::is_digits(&text) => text.parse().ok().and_then(plan::lifetime),
        _ => None,
    };
    seconds.ok_or(Mistake::new("expiry is invalid", rules::LIFETIME_RULE))
}

/// The token version: `?version=`.
fn version(query: Query<'_>, default: Version) -> Result<Version, Mistake> {
    match query.parameter("version").as_ref().map(Option::as_deref) {
        Ok(None) => Ok(default),
        Ok(Some("006")) => Ok(Version::V006),
        Ok(Some("007")) => Ok(Version::V007),
        _ => Err(Mistake::new("version is invalid", "the version is 006 or 007")),
    }
}

/// Chat has no 006 tokens.
fn chat_version(query: Query<'_>) -> Result<(), Mistake> {
    match version(query, Version::V007)? {
        Version::V007 => Ok(()),
        Version::V006 => Err(Mistake::new("version is invalid", "a Chat token is of version 007")),
    }
}
