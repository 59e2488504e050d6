//! The [`Issuer`], which builds the usual tokens in one call, and the [`TokenBuilder`] for every other.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use md5::{Digest, Md5};

use crate::access_token::{self, Message};
use crate::access_token2::{self, Header};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::inspect::MAX_PARSED_LEN;
use crate::rules;
use crate::salt::Salts;
use crate::service::{NO_ROLE, Privilege, Service, ServiceType, User, UserText};

/// The version of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Version {
    /// "AccessToken": RTC or RTM alone. Agora still takes it; new projects use 007.
    V006 = 6,
    /// "AccessToken2": every service.
    V007 = 7,
}

impl TryFrom<u32> for Version {
    type Error = Error;

    fn try_from(number: u32) -> Result<Self, Error> {
        match number {
            6 => Ok(Version::V006),
            7 => Ok(Version::V007),
            _ => Err(Error::BadVersion),
        }
    }
}

/// What a user may do in an RTC channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Role {
    /// Join, and publish audio, video and data.
    Publisher = 1,
    /// Join alone. (Agora refuses to let a subscriber publish only where co-host authentication is
    /// switched on for the project.)
    Subscriber = 2,
}

impl Role {
    /// The privileges of this role.
    pub const fn privileges(self) -> &'static [Privilege] {
        const ALL: [Privilege; 4] = [
            Privilege::RTC_JOIN_CHANNEL,
            Privilege::RTC_PUBLISH_AUDIO,
            Privilege::RTC_PUBLISH_VIDEO,
            Privilege::RTC_PUBLISH_DATA,
        ];
        match self {
            Role::Publisher => &ALL,
            Role::Subscriber => ALL.split_at(1).0,
        }
    }
}

impl TryFrom<u32> for Role {
    type Error = Error;

    fn try_from(number: u32) -> Result<Self, Error> {
        match number {
            1 => Ok(Role::Publisher),
            2 => Ok(Role::Subscriber),
            _ => Err(Error::BadRole),
        }
    }
}

/// The longest token of a one-call builder, in bytes.
pub const MAX_TOKEN_LEN: usize = 1023;

/// The longest that today's one-call builders make: RTC for an account of 255 bytes in a channel of 64.
/// The promise of [`MAX_TOKEN_LEN`] leaves room for those to come.
const TOKEN_CAPACITY: usize = 600;
const _: () = assert!(TOKEN_CAPACITY <= MAX_TOKEN_LEN);

/// A token that a one-call builder made. It lives on the stack and reads as a `str`.
#[derive(Clone)]
pub struct Token {
    text: [u8; TOKEN_CAPACITY],
    len: usize,
    max_len: usize,
}

impl Token {
    fn write(max_len: usize, build: impl FnOnce(&mut [u8]) -> Result<usize, Error>) -> Result<Token, Error> {
        let mut token = Token { text: [0; TOKEN_CAPACITY], len: 0, max_len };
        token.len = build(&mut token.text)?;
        Ok(token)
    }

    /// The token's text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..self.len]).unwrap_or_default()
    }

    /// A length that a token of the same inputs does not exceed, whatever its time and salt.
    pub fn max_len(&self) -> usize {
        self.max_len
    }
}

impl Deref for Token {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Token {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl From<Token> for String {
    fn from(token: Token) -> String {
        token.as_str().to_owned()
    }
}

/// When a token was issued, and its salt.
#[derive(Clone, Copy)]
struct Stamp {
    now: u32,
    salt: u32,
}

impl Stamp {
    /// A lifetime from this stamp's time, as a Unix time.
    fn plus(self, seconds: u32) -> Result<u32, Error> {
        self.now.checked_add(seconds).ok_or(Error::BadExpiry)
    }
}

/// The current Unix time in seconds.
pub(crate) fn unix_now() -> Result<u64, Error> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|_| Error::ClockFailed)?;
    Ok(since_1970.as_secs())
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

    fn stamp(&self) -> Result<Stamp, Error> {
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
        match version {
            Version::V006 => {
                let stamp = self.stamp()?;
                let privileges = role_privileges(role, stamp.plus(seconds)?);
                let service = Service::of(ServiceType::Rtc, channel, user.as_str());
                self.sign_006(stamp, &with(service, &privileges[..role.privileges().len()]))
            }
            Version::V007 => {
                let privileges = role_privileges(role, seconds);
                let service = Service::of(ServiceType::Rtc, channel, user.as_str());
                self.sign_007(seconds, &[&with(service, &privileges[..role.privileges().len()])])
            }
        }
    }

    /// A token for one RTM (Signaling) user.
    ///
    /// # Errors
    /// [`Error::BadAccount`], [`Error::BadExpiry`], [`Error::ExpiryLooksAbsolute`];
    /// [`Error::ClockFailed`], [`Error::RandomFailed`].
    pub fn rtm(&self, version: Version, user_id: &str, expires_in: Duration) -> Result<Token, Error> {
        rules::check_user_id(user_id)?;
        let seconds = rules::check_lifetime(expires_in)?;
        match version {
            Version::V006 => {
                let stamp = self.stamp()?;
                let login = [(ServiceType::Rtm.privilege_in_006(Privilege::RTM_LOGIN.0), stamp.plus(seconds)?)];
                self.sign_006(stamp, &with(Service::rtm(user_id), &login))
            }
            Version::V007 => {
                let login = [(Privilege::RTM_LOGIN.0, seconds)];
                self.sign_007(seconds, &[&with(Service::rtm(user_id), &login)])
            }
        }
    }

    /// One 007 token for RTC in a channel and for RTM, both under the same account.
    ///
    /// # Errors
    /// [`Error::BadChannel`]; [`Error::BadAccount`] (the account is an RTM user id too: at most 64
    /// bytes); [`Error::BadExpiry`], [`Error::ExpiryLooksAbsolute`]; [`Error::ClockFailed`],
    /// [`Error::RandomFailed`].
    pub fn rtc_rtm(&self, channel: &str, account: &str, role: Role, expires_in: Duration) -> Result<Token, Error> {
        rules::check_channel(channel)?;
        rules::check_user_id(account)?;
        let seconds = rules::check_lifetime(expires_in)?;
        let privileges = role_privileges(role, seconds);
        let rtc = with(Service::rtc(channel, User::Account(account)), &privileges[..role.privileges().len()]);
        let login = [(Privilege::RTM_LOGIN.0, seconds)];
        self.sign_007(seconds, &[&rtc, &with(Service::rtm(account), &login)])
    }

    /// A 007 token for one Chat user.
    ///
    /// # Errors
    /// As [`Issuer::rtm`].
    pub fn chat_user(&self, user_id: &str, expires_in: Duration) -> Result<Token, Error> {
        rules::check_user_id(user_id)?;
        let seconds = rules::check_lifetime(expires_in)?;
        let user = [(Privilege::CHAT_USER.0, seconds)];
        self.sign_007(seconds, &[&with(Service::chat(user_id), &user)])
    }

    /// A 007 token for the whole Chat app, for a backend that calls Chat's REST API. Never give it to a
    /// user.
    ///
    /// # Errors
    /// [`Error::BadExpiry`], [`Error::ExpiryLooksAbsolute`]; [`Error::ClockFailed`],
    /// [`Error::RandomFailed`].
    pub fn chat_app(&self, expires_in: Duration) -> Result<Token, Error> {
        let seconds = rules::check_lifetime(expires_in)?;
        let app = [(Privilege::CHAT_APP.0, seconds)];
        self.sign_007(seconds, &[&with(Service::chat(""), &app)])
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
        let login = [(Privilege::RTM_LOGIN.0, seconds)];
        let chat = [(Privilege::CHAT_USER.0, seconds)];
        let room_user = [(Privilege::APAAS_ROOM_USER.0, seconds)];
        let chat_user = chat_user_of(user_uuid);
        let chat_user = std::str::from_utf8(&chat_user).unwrap_or_default();
        self.sign_007(
            seconds,
            &[
                &with(Service::rtm(user_uuid), &login),
                &with(Service::chat(chat_user), &chat),
                &with(Service::apaas(room_uuid, user_uuid, role), &room_user),
            ],
        )
    }

    /// A 007 token for one Education user, outside of rooms.
    ///
    /// # Errors
    /// As [`Issuer::rtm`].
    pub fn education_user(&self, user_uuid: &str, expires_in: Duration) -> Result<Token, Error> {
        rules::check_user_id(user_uuid)?;
        let seconds = rules::check_lifetime(expires_in)?;
        let user = [(Privilege::APAAS_USER.0, seconds)];
        self.sign_007(seconds, &[&with(Service::apaas("", user_uuid, NO_ROLE), &user)])
    }

    /// A 007 token for the whole Education app, for a backend that calls its REST API. Never give it to
    /// a user.
    ///
    /// # Errors
    /// As [`Issuer::chat_app`].
    pub fn education_app(&self, expires_in: Duration) -> Result<Token, Error> {
        let seconds = rules::check_lifetime(expires_in)?;
        let app = [(Privilege::APAAS_APP.0, seconds)];
        self.sign_007(seconds, &[&with(Service::apaas("", "", NO_ROLE), &app)])
    }

    /// A 007 token for FPA. It lives for 24 hours, as the official builder's does.
    ///
    /// # Errors
    /// [`Error::ClockFailed`], [`Error::RandomFailed`].
    pub fn fpa(&self) -> Result<Token, Error> {
        let login = [(Privilege::FPA_LOGIN.0, 0)];
        self.sign_007(rules::DEFAULT_TOKEN_LIFETIME, &[&with(Service::fpa(), &login)])
    }

    /// A builder for every other token: several services, a lifetime for each privilege, RTM2
    /// permissions, a fixed time and salt.
    pub fn builder(&self, version: Version) -> TokenBuilder {
        TokenBuilder {
            issuer: self.clone(),
            version,
            issued_at: None,
            salt: None,
            expires_in: rules::DEFAULT_TOKEN_LIFETIME,
            services: Vec::new(),
        }
    }

    /// Signs a service whose privileges are as a 006 token has them: its numbers, and Unix times.
    fn sign_006(&self, stamp: Stamp, service: &Service<'_>) -> Result<Token, Error> {
        let (channel, user) = service.names_in_006();
        let ts = stamp.plus(rules::DEFAULT_TOKEN_LIFETIME)?;
        let message = Message { salt: stamp.salt, ts, privileges: &service.privileges };
        Token::write(access_token::token_len(service.privileges.len()), |out| {
            access_token::build(&self.0.credentials, channel, user, &message, out)
        })
    }

    fn sign_007(&self, expires_in: u32, services: &[&Service<'_>]) -> Result<Token, Error> {
        let stamp = self.stamp()?;
        let header = Header { issued_at: stamp.now, expires_in, salt: stamp.salt };
        Token::write(access_token2::max_token_len(services.iter().copied()), |out| {
            access_token2::build(&self.0.credentials, header, services, out)
        })
    }
}

/// All of a publisher's privileges with one time; a role takes the first of them.
fn role_privileges(role: Role, time: u32) -> [(u16, u32); 4] {
    let mut privileges = [(0, 0); 4];
    for (slot, privilege) in privileges.iter_mut().zip(role.privileges()) {
        *slot = (privilege.0, time);
    }
    privileges
}

fn with<'a>(service: Service<'a>, privileges: &'a [(u16, u32)]) -> Service<'a> {
    Service { privileges: Cow::Borrowed(privileges), ..service }
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

/// Builds every token that the formats can hold.
///
/// It writes what it is given, bounded by the format alone; the [rules](crate::rules) for channels and
/// accounts are the one-call builders'. A 006 token takes exactly one RTC or RTM service.
///
/// ```
/// use agora_token::{Issuer, Privilege, Service, User, Version};
///
/// # fn main() -> Result<(), agora_token::Error> {
/// let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
/// let mut builder = issuer.builder(Version::V007);
/// builder.expires_in(3600);
/// builder.add(Service::rtc("room", User::Uid(42)).grant(Privilege::RTC_JOIN_CHANNEL, 600))?;
/// builder.add(Service::rtm2("42").grant(Privilege::RTM2_LOGIN, 0).permit(0, 1, &["room"]))?;
/// let token = builder.build()?;
/// assert!(token.starts_with("007"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TokenBuilder {
    issuer: Issuer,
    version: Version,
    issued_at: Option<u32>,
    salt: Option<u32>,
    expires_in: u32,
    services: Vec<Service<'static>>,
}

impl TokenBuilder {
    /// Fixes the time of issuing, a Unix time in seconds, which is otherwise that of each build.
    pub fn issued_at(&mut self, unix_seconds: u32) -> &mut Self {
        self.issued_at = Some(unix_seconds);
        self
    }

    /// Fixes the salt, which is otherwise a new one for each build.
    pub fn salt(&mut self, salt: u32) -> &mut Self {
        self.salt = Some(salt);
        self
    }

    /// Sets the token's own lifetime in seconds from its issuing (86,400 unless set). In a 006 token it
    /// is the `ts` field.
    pub fn expires_in(&mut self, seconds: u32) -> &mut Self {
        self.expires_in = seconds;
        self
    }

    /// Adds a service. A token may hold several of one type.
    ///
    /// # Errors
    /// [`Error::UnsupportedInVersion`] for what a 006 token cannot hold; [`Error::BadChannel`],
    /// [`Error::BadAccount`], [`Error::BadService`] for a channel, user or permissions that the type has no
    /// field for; [`Error::BadPrivilege`] for one that stands twice; [`Error::StringTooLong`]. The builder
    /// is then as it was.
    pub fn add(&mut self, mut service: Service<'_>) -> Result<&mut Self, Error> {
        if self.version == Version::V006 && !(service.kind.is_in_006() && self.services.is_empty()) {
            return Err(Error::UnsupportedInVersion);
        }
        service.check()?;
        debug_assert!(ServiceType::ALL.contains(&service.kind));
        self.services.push(service.into_owned());
        Ok(self)
    }

    /// Grants a privilege of the service added last, as [`Service::grant`] does.
    ///
    /// # Errors
    /// [`Error::NoService`] before the first service.
    pub fn grant(&mut self, privilege: Privilege, expires_in: u32) -> Result<&mut Self, Error> {
        self.services.last_mut().ok_or(Error::NoService)?.set_privilege(privilege.0, expires_in);
        Ok(self)
    }

    /// Gives the RTM2 service added last a permission, as [`Service::permit`] does.
    ///
    /// # Errors
    /// [`Error::NoService`] before the first service; [`Error::BadService`] where the last one is not
    /// RTM2; [`Error::StringTooLong`] for a name or a list that the format cannot carry.
    pub fn permit(&mut self, resource: u16, permission: u16, names: &[&str]) -> Result<&mut Self, Error> {
        let service = self.services.last_mut().ok_or(Error::NoService)?;
        if service.kind != ServiceType::Rtm2 {
            return Err(Error::BadService);
        }
        let mut permitted = Service::rtm2("").permit(resource, permission, names);
        permitted.check()?;
        service.permissions.extend(permitted.into_owned().permissions);
        Ok(self)
    }

    /// Signs a token. The builder can build again, each time with its own time and salt unless they
    /// are fixed.
    ///
    /// # Errors
    /// [`Error::NoService`]; [`Error::BadExpiry`] where a time of a 006 token would lie after February 2106;
    /// [`Error::StringTooLong`], [`Error::TokenTooLarge`]; [`Error::ClockFailed`],
    /// [`Error::RandomFailed`].
    pub fn build(&self) -> Result<String, Error> {
        let stamp = self.stamp()?;
        // Past the limit there is no token, so there is no need for more room either.
        let mut out = vec![0; self.max_len().min(MAX_PARSED_LEN)];
        let len = match self.version {
            Version::V006 => self.build_006(stamp, &mut out)?,
            Version::V007 => self.build_007(stamp, &mut out)?,
        };
        out.truncate(len);
        // The formats are ASCII.
        String::from_utf8(out).map_err(|_| Error::MalformedToken)
    }

    /// A length in bytes that [`TokenBuilder::build`] does not exceed, whatever the time and salt.
    pub fn max_len(&self) -> usize {
        match (self.version, &self.services[..]) {
            (Version::V006, [service]) => access_token::token_len(service.privileges.len()),
            (_, services) => access_token2::max_token_len(services.iter()),
        }
    }

    /// The fixed time and salt, or the current ones.
    fn stamp(&self) -> Result<Stamp, Error> {
        if let (Some(now), Some(salt)) = (self.issued_at, self.salt) {
            return Ok(Stamp { now, salt });
        }
        let current = self.issuer.stamp()?;
        Ok(Stamp { now: self.issued_at.unwrap_or(current.now), salt: self.salt.unwrap_or(current.salt) })
    }

    fn build_006(&self, stamp: Stamp, out: &mut [u8]) -> Result<usize, Error> {
        let service = self.services.last().ok_or(Error::NoService)?;
        let (channel, user) = service.names_in_006();
        let mut absolute = Service::of(service.kind, "", "");
        for &(privilege, expires_in) in service.privileges.iter() {
            let expires_at = if expires_in == 0 { 0 } else { stamp.plus(expires_in)? };
            absolute.set_privilege(service.kind.privilege_in_006(privilege), expires_at);
        }
        let ts = stamp.plus(self.expires_in)?;
        let message = Message { salt: stamp.salt, ts, privileges: &absolute.privileges };
        access_token::build(self.issuer.credentials(), channel, user, &message, out)
    }

    fn build_007(&self, stamp: Stamp, out: &mut [u8]) -> Result<usize, Error> {
        if self.services.is_empty() {
            return Err(Error::NoService);
        }
        // The format wants ascending types, and those of one type in the order they were added.
        let of = |kind| self.services.iter().filter(move |service| service.kind == kind);
        let services: Vec<&Service<'_>> = ServiceType::ALL.into_iter().flat_map(of).collect();
        let header = Header { issued_at: stamp.now, expires_in: self.expires_in, salt: stamp.salt };
        access_token2::build(self.issuer.credentials(), header, &services, out)
    }
}

#[cfg(test)]
#[path = "../tests/support/vectors.rs"]
#[allow(dead_code)]
mod official;

#[cfg(test)]
mod tests {

    use super::official::{Vector, vectors};
    use super::*;

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
    const BUILDER_KINDS: [&str; 7] = [
        "custom_uid",
        "custom_account",
        "services",
        "rtm2_permissions",
        "rtc_uid_privileges",
        "rtc_account_privileges",
        "rtc_rtm2",
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
        assert_eq!((written, refused, with_two_lifetimes, builders), (14, 55, 9, 42));
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
