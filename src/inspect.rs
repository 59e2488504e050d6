//! Any token, read: a [`TokenInfo`], and its JSON.

use std::borrow::Cow;

use crate::access_token::{self, AccessToken};
use crate::access_token2::{self, AccessToken2};
use crate::deflate;
use crate::error::Error;
use crate::json::{self, Object};
use crate::rules;
use crate::service::{Field, Privilege, RTM_LOGIN_IN_006, RTM2_PERMISSIONS, RTM2_RESOURCES, Service, ServiceType};
use crate::token::Version;
use crate::wire::Base64Decoder;

/// The longest token, in bytes, that is read: the longest that can be built.
pub const MAX_PARSED_LEN: usize = access_token2::max_text_len(deflate::MAX_CONTENT);

/// Splits a token into its version and the text behind it.
pub(crate) fn split_version(token: &str) -> Result<(Version, &str), Error> {
    if token.len() > MAX_PARSED_LEN {
        return Err(Error::TokenTooLarge);
    }
    let (version, text) = token.split_at_checked(3).ok_or(Error::MalformedToken)?;
    match version {
        access_token::PREFIX => Ok((Version::V006, text)),
        access_token2::PREFIX => Ok((Version::V007, text)),
        _ if version.bytes().all(|byte| byte.is_ascii_digit()) => Err(Error::UnknownVersion),
        _ => Err(Error::MalformedToken),
    }
}

/// What is inside a token. Reading it needs no certificate, and says nothing about the signature.
///
/// ```
/// use std::time::Duration;
/// use agora_token::{Issuer, Role, TokenInfo, User, Version};
///
/// # fn main() -> Result<(), agora_token::Error> {
/// # let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
/// let token = issuer.rtc(Version::V007, "room", User::Uid(42), Role::Publisher, Duration::from_secs(600))?;
/// let info = TokenInfo::parse(&token)?;
/// assert_eq!(info.app_id, issuer.app_id());
/// assert_eq!(info.services[0].channel, "room");
/// assert_eq!(info.expires_at, u64::from(info.issued_at.unwrap()) + 600);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenInfo {
    /// 006 or 007.
    pub version: Version,
    /// The App ID that the token is for.
    pub app_id: String,
    /// When a 007 token was issued, as a Unix time in seconds; a 006 token does not say.
    pub issued_at: Option<u32>,
    /// When the token itself ends, as a Unix time in seconds. In a 006 token it is the `ts` field.
    pub expires_at: u64,
    /// The salt.
    pub salt: u32,
    /// The services, in the order of the token. A 006 token has one, which it does not name: it is
    /// taken for RTM where its only privilege is the RTM login and it names no uid, and for RTC
    /// otherwise. Its channel and user are "" here, since it holds only their CRCs.
    pub services: Vec<Service<'static>>,
    /// The type of a service this library does not know. It and what follows it are not in `services`.
    pub unknown_service: Option<u16>,
    /// The CRC-32s of a 006 token's channel and user; a user of 0 is any user.
    pub crcs: Option<Crcs>,
}

/// All that a 006 token says of its channel and user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crcs {
    /// CRC-32 (IEEE) of the channel name, or of an RTM token's user id.
    pub channel: u32,
    /// CRC-32 (IEEE) of the uid's digits or the account; 0, that of "", is any user.
    pub user: u32,
}

impl TokenInfo {
    /// Reads a 006 or a 007 token.
    ///
    /// # Errors
    /// [`Error::MalformedToken`], [`Error::UnknownVersion`], [`Error::TokenTooLarge`], and
    /// [`Error::NoService`] for a 007 token without one.
    pub fn parse(token: &str) -> Result<TokenInfo, Error> {
        match split_version(token)? {
            (Version::V006, text) => Ok(TokenInfo::from_006(AccessToken::parse(text, &mut Base64Decoder::new())?)),
            (Version::V007, text) => Ok(TokenInfo::from_007(AccessToken2::parse(&access_token2::unpack(text)?)?)),
        }
    }

    fn from_006(token: AccessToken<'_>) -> TokenInfo {
        let is_rtm = token.user_crc == 0 && matches!(token.privileges[..], [(RTM_LOGIN_IN_006, _)]);
        let kind = if is_rtm { ServiceType::Rtm } else { ServiceType::Rtc };
        let mut service = Service::of(kind, "", "");
        service.privileges = Cow::Owned(match token.privileges[..] {
            [(_, expires_at)] if is_rtm => vec![(Privilege::RTM_LOGIN.0, expires_at)],
            _ => token.privileges,
        });
        TokenInfo {
            version: Version::V006,
            app_id: token.app_id.as_str().to_owned(),
            issued_at: None,
            expires_at: token.ts.into(),
            salt: token.salt,
            services: vec![service],
            unknown_service: None,
            crcs: Some(Crcs { channel: token.channel_crc, user: token.user_crc }),
        }
    }

    fn from_007(token: AccessToken2<'_>) -> TokenInfo {
        TokenInfo {
            version: Version::V007,
            app_id: token.app_id.as_str().to_owned(),
            issued_at: Some(token.header.issued_at),
            expires_at: token.expires_at(),
            salt: token.header.salt,
            services: token.services.into_iter().map(Service::into_owned).collect(),
            unknown_service: token.unknown_service,
            crcs: None,
        }
    }

    /// When a privilege with this time ends, as a Unix time in seconds; `None` where it does not expire
    /// (a 006 privilege of time 0). The token's own end is not counted in.
    pub fn privilege_expires_at(&self, time: u32) -> Option<u64> {
        match (self.issued_at, time) {
            (Some(_), 0) => Some(self.expires_at),
            (Some(issued_at), _) => Some(u64::from(issued_at) + u64::from(time)),
            (None, 0) => None,
            (None, _) => Some(time.into()),
        }
    }

    /// Where a 007 token lives longer than the 24 hours that Agora honours: the Unix time at which Agora
    /// treats it as expired.
    pub fn cut_at(&self) -> Option<u64> {
        rules::cut_at(self.issued_at?, self.expires_at)
    }

    /// Everything in the token as a JSON object, with the names of services and privileges. Times are Unix
    /// times in seconds; what a token does not say is `null`.
    ///
    /// ```
    /// # use agora_token::{Issuer, Service, TokenInfo, Version};
    /// # fn main() -> Result<(), agora_token::Error> {
    /// # let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
    /// let mut builder = issuer.builder(Version::V007);
    /// builder.add(Service::rtm("ann"))?;
    /// let json = TokenInfo::parse(&builder.build()?)?.to_json();
    /// assert!(json.contains(r#""services":[{"type":2,"name":"RTM","user_id":"ann","privileges":[]}]"#));
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_json(&self) -> String {
        let version = match self.version {
            Version::V006 => access_token::PREFIX,
            Version::V007 => access_token2::PREFIX,
        };
        Object::to_text(|object| {
            object.string("version", version);
            object.string("app_id", &self.app_id);
            object.number("issued_at", self.issued_at);
            object.number("expires_at", Some(self.expires_at));
            object.number("cut_at", self.cut_at());
            object.number("salt", Some(self.salt));
            object.number("channel_crc", self.crcs.map(|crcs| crcs.channel));
            object.number("user_crc", self.crcs.map(|crcs| crcs.user));
            object.list("services", &self.services, |out, service| {
                Object::write(out, |object| self.write_service(object, service));
            });
            object.number("unknown_service", self.unknown_service);
        })
    }

    fn write_service(&self, object: &mut Object<'_>, service: &Service<'_>) {
        object.number("type", Some(service.kind.number()));
        object.string("name", service.kind.name());
        // A 006 token does not hold its names, so it gets no empty ones.
        let fields = if self.crcs.is_some() { &[] } else { service.kind.fields() };
        for field in fields {
            match field {
                Field::Channel => object.string("channel", &service.channel),
                Field::RoomUuid => object.string("room_uuid", &service.channel),
                Field::Account => object.string("account", &service.user),
                Field::UserId => object.string("user_id", &service.user),
                Field::UserUuid => object.string("user_uuid", &service.user),
                Field::Role => object.number("role", Some(service.role)),
                Field::Permissions => write_permissions(object, service),
            }
        }
        object.list("privileges", service.privileges.iter(), |out, &(privilege, time)| {
            Object::write(out, |object| {
                object.number("privilege", Some(privilege));
                object.optional_string("name", service.kind.privilege_name(Privilege(privilege)));
                object.number("expires_at", self.privilege_expires_at(time));
            });
        });
    }
}

fn write_permissions(object: &mut Object<'_>, service: &Service<'_>) {
    object.list("permissions", &service.permissions, |out, (&(resource, permission), names)| {
        Object::write(out, |object| {
            object.number("resource", Some(resource));
            object.optional_string("resource_name", RTM2_RESOURCES.get(usize::from(resource)).copied());
            object.number("permission", Some(permission));
            object.optional_string("permission_name", RTM2_PERMISSIONS.get(usize::from(permission)).copied());
            object.list("names", names, |out, name| json::write_string(out, name));
        });
    });
}
