//! The [`TokenBuilder`], for every token that the one-call builders do not make.

use crate::access_token::{self, Message};
use crate::access_token2::{self, Header};
use crate::error::Error;
use crate::inspect::MAX_PARSED_LEN;
use crate::issuer::{Issuer, Stamp};
use crate::rules;
use crate::service::{Privilege, Service, ServiceType};
use crate::token::Version;

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

impl Issuer {
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
    /// [`Error::TokenTooLarge`]; [`Error::ClockFailed`], [`Error::RandomFailed`].
    pub fn build(&self) -> Result<String, Error> {
        let stamp = self.stamp()?;
        // A token past the limit is refused, so no more bytes are needed.
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
        let (channel, user) = service.kind.names_in_006(&service.channel, &service.user);
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
