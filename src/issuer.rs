//! The [`Issuer`], which builds the usual tokens in one call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use md5::{Digest, Md5};

use crate::access_token::{self, Message};
use crate::access_token2::{self, Header};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::host::unix_now;
use crate::parts::{self, Grants, Part};
use crate::role::Role;
use crate::rules;
use crate::salt::Salts;
use crate::service::{AS_LONG_AS_THE_TOKEN, Service};
use crate::token::{Token, Version};
use crate::user::{User, UserText};

/// When a token was issued, and its salt.
#[derive(Clone, Copy)]
pub(crate) struct Stamp {
    pub(crate) now: u32,
    pub(crate) salt: u32,
}

impl Stamp {
    /// A lifetime from this stamp's time, as a Unix time.
    pub(crate) fn plus(self, seconds: u32) -> Result<u32, Error> {
        self.now.checked_add(seconds).ok_or(Error::BadExpiry)
    }
}

struct Inner {
    credentials: Credentials,
    salts: Salts,
    /// The clock and salt of the tests that compare with the official builders.
    #[cfg(test)]
    fixed: Option<Stamp>,
}

/// An app's App ID and App Certificate, and what they sign.
///
/// An issuer is immutable and cheap to clone; clones share the certificate, which is wiped from memory
/// with the last of them. Threads may share one issuer.
///
/// Each one-call builder applies the [rules](crate::rules) to its arguments, in their order, and
/// signs one token with the current time and a salt of its own. Lifetimes count from now, in whole
/// seconds.
///
/// ```
/// use std::time::Duration;
/// use agora_token::{Issuer, Role, User, Version};
///
/// # fn main() -> Result<(), agora_token::Error> {
/// let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
/// let token = issuer.rtc(Version::V007, "room", User::Uid(42), Role::Publisher, Duration::from_secs(3600))?;
/// assert!(token.starts_with("007"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Issuer(Arc<Inner>);

impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Issuer").field(&self.0.credentials).finish()
    }
}

impl Issuer {
    /// Takes an app's pair: each 32 hexadecimal characters, as Agora's console shows them.
    ///
    /// # Errors
    /// [`Error::BadAppId`], [`Error::BadAppCertificate`], [`Error::RandomFailed`].
    pub fn new(app_id: &str, app_certificate: &str) -> Result<Issuer, Error> {
        Ok(Issuer(Arc::new(Inner {
            credentials: Credentials::new(app_id, app_certificate)?,
            salts: Salts::new()?,
            #[cfg(test)]
            fixed: None,
        })))
    }

    /// The App ID.
    pub fn app_id(&self) -> &str {
        self.0.credentials.app_id.as_str()
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.0.credentials
    }

    pub(crate) fn stamp(&self) -> Result<Stamp, Error> {
        #[cfg(test)]
        if let Some(fixed) = self.0.fixed {
            return Ok(fixed);
        }
        let now = u32::try_from(unix_now()?).map_err(|_| Error::ClockFailed)?;
        Ok(Stamp { now, salt: self.0.salts.next()? })
    }

    /// A token for one user in one RTC channel.
    ///
    /// `User::Uid(0)` is [any user](User::ANY); `*` as the channel is every channel.
    ///
    /// # Errors
    /// [`Error::BadChannel`], [`Error::BadAccount`], [`Error::BadExpiry`],
    /// [`Error::ExpiryLooksAbsolute`]; [`Error::ClockFailed`], [`Error::RandomFailed`].
    pub fn rtc(
        &self,
        version: Version,
        channel: &str,
        user: User<'_>,
        role: Role,
        expires_in: Duration,
    ) -> Result<Token, Error> {
        rules::check_channel(channel)?;
        if let User::Account(account) = user {
            rules::check_account(account)?;
        }
        let seconds = rules::check_lifetime(expires_in)?;
        let user = UserText::new(user);
        self.sign(version, seconds, &parts::rtc(channel, user.as_str(), role))
    }

    /// A token for one RTM (Signaling) user.
    ///
    /// # Errors
    /// [`Error::BadAccount`], [`Error::BadExpiry`], [`Error::ExpiryLooksAbsolute`];
    /// [`Error::ClockFailed`], [`Error::RandomFailed`].
    pub fn rtm(&self, version: Version, user_id: &str, expires_in: Duration) -> Result<Token, Error> {
        rules::check_user_id(user_id)?;
        let seconds = rules::check_lifetime(expires_in)?;
        self.sign(version, seconds, &parts::rtm(user_id))
    }

    /// One 007 token for RTC in a channel and for RTM, both under the same account.
    ///
    /// # Errors
    /// [`Error::BadChannel`]; [`Error::BadAccount`] (the account is an RTM user id too: at most 64
    /// bytes); [`Error::BadExpiry`], [`Error::ExpiryLooksAbsolute`]; [`Error::ClockFailed`],
    /// [`Error::RandomFailed`].
    pub fn rtc_rtm(&self, channel: &str, account: &str, role: Role, expires_in: Duration) -> Result<Token, Error> {
        self.rtc_rtm_and(None, channel, account, role, expires_in)
    }

    /// One 007 token for RTC in a channel, for RTM under the same account, and for ConvoAI: what an app needs that
    /// starts a voice agent in its channel. Whoever holds it can start agents on the bill of the app's owner.
    ///
    /// # Errors
    /// As [`Issuer::rtc_rtm`].
    pub fn convoai(&self, channel: &str, account: &str, role: Role, expires_in: Duration) -> Result<Token, Error> {
        self.rtc_rtm_and(Some(parts::convoai()), channel, account, role, expires_in)
    }

    /// One 007 token for RTC in a channel, for RTM under the same account, and for STT: what an app needs that
    /// starts the transcription of its channel. Whoever holds it can start work on the bill of the app's owner.
    ///
    /// # Errors
    /// As [`Issuer::rtc_rtm`].
    pub fn stt(&self, channel: &str, account: &str, role: Role, expires_in: Duration) -> Result<Token, Error> {
        self.rtc_rtm_and(Some(parts::stt()), channel, account, role, expires_in)
    }

    /// A 007 token for one Chat user.
    ///
    /// # Errors
    /// As [`Issuer::rtm`].
    pub fn chat_user(&self, user_id: &str, expires_in: Duration) -> Result<Token, Error> {
        rules::check_user_id(user_id)?;
        let seconds = rules::check_lifetime(expires_in)?;
        self.sign_007(seconds, [parts::chat_user(user_id)])
    }

    /// A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a
    /// user.
    ///
    /// # Errors
    /// [`Error::BadExpiry`], [`Error::ExpiryLooksAbsolute`]; [`Error::ClockFailed`],
    /// [`Error::RandomFailed`].
    pub fn chat_app(&self, expires_in: Duration) -> Result<Token, Error> {
        let seconds = rules::check_lifetime(expires_in)?;
        self.sign_007(seconds, [parts::chat_app()])
    }

    /// A 007 token for one user of one Education (Flexible Classroom) room, with its RTM and Chat.
    ///
    /// `role` is the classroom's own: 1 teacher, 2 student, 3 assistant, 4 observer, or any other
    /// number that your classroom defines.
    ///
    /// # Errors
    /// [`Error::BadAccount`] for either uuid; the rest as [`Issuer::chat_app`].
    pub fn education_room_user(
        &self,
        room_uuid: &str,
        user_uuid: &str,
        role: i16,
        expires_in: Duration,
    ) -> Result<Token, Error> {
        rules::check_user_id(room_uuid)?;
        rules::check_user_id(user_uuid)?;
        let seconds = rules::check_lifetime(expires_in)?;
        let chat_user = chat_user_of(user_uuid);
        let chat_user = std::str::from_utf8(&chat_user).unwrap_or_default();
        let room_user = parts::education_room_user(room_uuid, user_uuid, role);
        self.sign_007(seconds, [parts::rtm(user_uuid), parts::chat_user(chat_user), room_user])
    }

    /// A 007 token for one Education user, outside of rooms.
    ///
    /// # Errors
    /// As [`Issuer::rtm`].
    pub fn education_user(&self, user_uuid: &str, expires_in: Duration) -> Result<Token, Error> {
        rules::check_user_id(user_uuid)?;
        let seconds = rules::check_lifetime(expires_in)?;
        self.sign_007(seconds, [parts::education_user(user_uuid)])
    }

    /// A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to
    /// a user.
    ///
    /// # Errors
    /// As [`Issuer::chat_app`].
    pub fn education_app(&self, expires_in: Duration) -> Result<Token, Error> {
        let seconds = rules::check_lifetime(expires_in)?;
        self.sign_007(seconds, [parts::education_app()])
    }

    /// A 007 token for FPA. It lives for 24 hours, as the official builder's does.
    ///
    /// # Errors
    /// [`Error::ClockFailed`], [`Error::RandomFailed`].
    pub fn fpa(&self) -> Result<Token, Error> {
        let login = Grants::new(&parts::fpa(), AS_LONG_AS_THE_TOKEN);
        self.sign_services(rules::DEFAULT_TOKEN_LIFETIME, &[&parts::fpa().with(&login)])
    }

    /// RTC by role, RTM under the same account, and another service beside them, all with one lifetime.
    fn rtc_rtm_and(
        &self,
        another: Option<Part<'_>>,
        channel: &str,
        account: &str,
        role: Role,
        expires_in: Duration,
    ) -> Result<Token, Error> {
        rules::check_channel(channel)?;
        rules::check_user_id(account)?;
        let seconds = rules::check_lifetime(expires_in)?;
        let (rtc, rtm) = (parts::rtc(channel, account, role), parts::rtm(account));
        match another {
            None => self.sign_007(seconds, [rtc, rtm]),
            Some(another) => self.sign_007(seconds, [rtc, rtm, another]),
        }
    }

    /// Signs a service that is granted for this many seconds.
    fn sign(&self, version: Version, seconds: u32, part: &Part<'_>) -> Result<Token, Error> {
        match version {
            Version::V006 => self.sign_006(seconds, part),
            Version::V007 => self.sign_007(seconds, [*part]),
        }
    }

    fn sign_006(&self, seconds: u32, part: &Part<'_>) -> Result<Token, Error> {
        let stamp = self.stamp()?;
        let privileges = Grants::in_006(part, stamp.plus(seconds)?);
        let (channel, user) = part.kind.names_in_006(part.channel, part.user);
        let ts = stamp.plus(rules::DEFAULT_TOKEN_LIFETIME)?;
        let message = Message { salt: stamp.salt, ts, privileges: &privileges };
        Token::write(access_token::token_len(privileges.len()), |out| {
            access_token::build(&self.0.credentials, channel, user, &message, out)
        })
    }

    fn sign_007<const N: usize>(&self, seconds: u32, parts: [Part<'_>; N]) -> Result<Token, Error> {
        let grants = parts.each_ref().map(|part| Grants::new(part, seconds));
        let services: [_; N] = std::array::from_fn(|at| parts[at].with(&grants[at]));
        self.sign_services(seconds, &services.each_ref())
    }

    fn sign_services(&self, expires_in: u32, services: &[&Service<'_>]) -> Result<Token, Error> {
        let stamp = self.stamp()?;
        let header = Header { issued_at: stamp.now, expires_in, salt: stamp.salt };
        Token::write(access_token2::max_token_len(services.iter().copied()), |out| {
            access_token2::build(&self.0.credentials, header, services, out)
        })
    }
}

/// The Chat user id that Education gives a user: the MD5 of the uuid in lowercase hexadecimal. MD5 is
/// a name here, not a protection.
fn chat_user_of(user_uuid: &str) -> [u8; 32] {
    let mut hex = [0; 32];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(Md5::digest(user_uuid)) {
        for (digit, half) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = b"0123456789abcdef"[usize::from(half)];
        }
    }
    hex
}

#[cfg(test)]
#[path = "../tests/support/vectors.rs"]
#[allow(dead_code)]
mod official;

#[cfg(test)]
mod tests {

    use super::official::{Vector, vectors};
    use super::*;
    use crate::token::TOKEN_CAPACITY;

    fn issuer_at(vector: &Vector) -> Issuer {
        let now = if vector.is_006() {
            vector.number("ts").wrapping_sub(rules::DEFAULT_TOKEN_LIFETIME)
        } else {
            vector.number("issue_ts")
        };
        Issuer(Arc::new(Inner {
            credentials: Credentials::new(vector.text("app_id"), vector.text("app_certificate")).unwrap(),
            salts: Salts::new().unwrap(),
            fixed: Some(Stamp { now, salt: vector.number("salt") }),
        }))
    }

    /// The lifetime of a vector's privileges, and whether it is the token's too.
    fn lifetime(vector: &Vector) -> (Duration, bool) {
        let seconds = match vector.text("kind") {
            _ if vector.is_006() => {
                let now = i64::from(vector.number("ts")) - i64::from(rules::DEFAULT_TOKEN_LIFETIME);
                // A time that has passed has no lifetime from now: 0 stands for it.
                u64::try_from(i64::from(vector.number("privilege_expired_ts")) - now).unwrap_or(0)
            }
            "rtc_uid" | "rtc_account" | "rtc_rtm" => vector.number("privilege_expire").into(),
            "fpa" => rules::DEFAULT_TOKEN_LIFETIME.into(),
            _ => vector.number("expire").into(),
        };
        let is_one = !vector.has("token_expire") || u64::from(vector.number("token_expire")) == seconds;
        (Duration::from_secs(seconds), is_one)
    }

    /// The one-call builder of a vector's kind; `None` for the kinds that only the TokenBuilder writes.
    fn one_call(vector: &Vector, expires_in: Duration) -> Option<Result<Token, Error>> {
        let issuer = issuer_at(vector);
        let version = if vector.is_006() { Version::V006 } else { Version::V007 };
        let role = || Role::try_from(vector.number("role"));
        let token = match vector.text("kind") {
            "rtc_uid" => role().and_then(|role| {
                issuer.rtc(version, vector.text("channel_name"), User::Uid(vector.number("uid")), role, expires_in)
            }),
            "rtc_account" => role().and_then(|role| {
                let user = User::Account(vector.text("user_account"));
                issuer.rtc(version, vector.text("channel_name"), user, role, expires_in)
            }),
            "rtc_rtm" => role().and_then(|role| {
                issuer.rtc_rtm(vector.text("channel_name"), vector.text("user_account"), role, expires_in)
            }),
            "rtm" => {
                issuer.rtm(version, vector.text(if vector.is_006() { "user_account" } else { "user_id" }), expires_in)
            }
            "chat_user" => issuer.chat_user(vector.text("user_id"), expires_in),
            "chat_app" => issuer.chat_app(expires_in),
            "education_room_user" | "apaas_room_user" => {
                let role = vector.number("role") as i16;
                issuer.education_room_user(vector.text("room_uuid"), vector.text("user_uuid"), role, expires_in)
            }
            "education_user" | "apaas_user" => issuer.education_user(vector.text("user_uuid"), expires_in),
            "education_app" | "apaas_app" => issuer.education_app(expires_in),
            "fpa" => issuer.fpa(),
            _ => return None,
        };
        Some(token)
    }

    /// The kinds that only the TokenBuilder writes.
    const BUILDER_KINDS: [&str; 9] = [
        "custom_uid",
        "custom_account",
        "services",
        "rtm2_permissions",
        "rtc_uid_privileges",
        "rtc_account_privileges",
        "rtc_rtm2",
        // Under two names and with five lifetimes, where the one-call builders take one of each.
        "convoai",
        "stt",
    ];

    /// The vectors whose inputs the one-call builders refuse, each with its error.
    const REFUSED: [(Error, &[&str]); 5] = [
        (
            Error::BadChannel,
            &[
                "006-rtc_uid-012-emptychan",
                "006-rtc_uid-014-utf8chan",
                "007-rtc_account-006-acct255",
                "007-rtc_account-007-utf8acct",
                "007-rtc_rtm-003",
                "007-rtc_uid-004-uid2147483647",
                "007-rtc_uid-009-role1",
                "007-rtc_uid-015-emptychan",
                "007-rtc_uid-017-utf8chan",
            ],
        ),
        (Error::BadAccount, &["006-rtm-001", "007-rtc_account-005-emptyacct"]),
        (
            Error::BadRole,
            &[
                "006-rtc_uid-001-uid0",
                "006-rtc_uid-005-uid2147483648",
                "006-rtc_uid-007-role0",
                "006-rtc_uid-010-role101",
                "006-rtc_uid-011-role3",
                "006-rtc_account-001-role0",
                "006-rtc_account-004-role101",
                "006-rtc_account-005-emptyacct",
                "006-rtc_account-006-acct255",
                "007-rtc_uid-013-role0-nonstandard",
                "007-rtc_uid-014-role101-nonstandard",
            ],
        ),
        (
            Error::BadExpiry,
            &[
                "006-rtc_uid-002-uid1",
                "006-rtc_uid-003-uid4294967295",
                "006-rtc_uid-015-hexchan",
                "006-rtc_account-002-role1",
                "006-rtc_account-003-role2",
                "006-rtc_account-007-utf8acct",
                "006-rtc_account-008-numacct",
                "006-rtc_account-009-zeroacct",
                "007-rtc_uid-007-role1",
                "007-rtc_uid-020-zeroexpire",
                "007-apaas_user-001",
                "007-rtc_account-001-role1",
                "007-rtc_uid-003-uid4294967295",
            ],
        ),
        (
            Error::ExpiryLooksAbsolute,
            &[
                "006-rtc_uid-006-uid10",
                "006-rtc_uid-009-role2",
                "006-rtc_uid-016-chan1",
                "006-rtm-003",
                "007-rtc_uid-006-uid10",
                "007-rtc_account-011-chan63-acct255",
                "007-chat_user-002",
                "007-chat_app-001",
                "007-education_room_user-001",
                "007-education_user-001",
                "007-education_app-001",
                "007-apaas_room_user-001",
                "007-apaas_room_user-002",
                "007-rtc_account-008-numacct",
                "007-rtc_account-009-zeroacct",
                "007-rtc_rtm-001",
                "007-rtc_rtm-002",
                "007-rtc_uid-002-uid1",
                "007-rtc_uid-010-role2",
                "007-rtc_uid-018-hexchan",
            ],
        ),
    ];

    fn content(token: &str) -> Vec<u8> {
        access_token2::unpack(&token[3..]).unwrap()
    }

    #[test]
    fn the_one_call_builders_write_what_the_official_ones_write_or_refuse_by_name() {
        let refusal = |vector: &Vector| {
            let name = vector.text("name").strip_prefix("pub-").unwrap();
            REFUSED.iter().find(|(_, names)| names.contains(&name)).map(|(error, _)| *error)
        };
        let (mut written, mut refused, mut with_two_lifetimes, mut builders) = (0, 0, 0, 0);
        for vector in vectors() {
            let name = vector.text("name");
            let (expires_in, is_one) = match BUILDER_KINDS.contains(&vector.text("kind")) {
                true => {
                    builders += 1;
                    continue;
                }
                false => lifetime(&vector),
            };
            match (one_call(&vector, expires_in).unwrap(), refusal(&vector)) {
                (Ok(token), None) => {
                    assert!(token.len() <= token.max_len() && token.max_len() <= TOKEN_CAPACITY, "{name}");
                    if vector.is_006() {
                        assert_eq!(token.as_str(), vector.text("token"), "{name}");
                    } else {
                        // One lifetime cannot say two.
                        assert_eq!(content(&token) == content(vector.text("token")), is_one, "{name}");
                    }
                    if is_one { written += 1 } else { with_two_lifetimes += 1 }
                }
                (result, error) => {
                    assert_eq!(result.map(drop).err(), error, "{name}");
                    refused += 1;
                }
            }
        }
        assert_eq!((written, refused, with_two_lifetimes, builders), (14, 55, 9, 66));
    }

    #[test]
    fn the_longest_names_fit_a_token() {
        let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b").unwrap();
        let second = Duration::from_secs(1);
        let (channel, account, user_id) = ("c".repeat(64), "\u{fffd}".repeat(85), "\u{10ffff}".repeat(16));
        let tokens = [
            issuer.rtc(Version::V006, &channel, User::Account(&account), Role::Publisher, second),
            issuer.rtc(Version::V007, &channel, User::Account(&account), Role::Publisher, second),
            issuer.rtc_rtm(&channel, &user_id, Role::Publisher, second),
            issuer.education_room_user(&user_id, &user_id, i16::MIN, second),
        ];
        for token in tokens {
            let token = token.unwrap();
            assert!(token.max_len() <= TOKEN_CAPACITY, "{}", token.max_len());
        }
    }

    #[test]
    fn a_006_token_that_would_end_after_2106_is_refused() {
        let at = |now| {
            let mut issuer =
                Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b").unwrap();
            Arc::get_mut(&mut issuer.0).unwrap().fixed = Some(Stamp { now, salt: 1 });
            issuer
        };
        let rtm = |now| at(now).rtm(Version::V006, "user", Duration::from_secs(3600)).map(drop);
        assert_eq!(rtm(u32::MAX - 86_400), Ok(()));
        assert_eq!(rtm(u32::MAX - 86_399), Err(Error::BadExpiry));
    }
}
