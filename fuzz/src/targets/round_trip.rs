//! Whatever the builder builds, the parser reads back as it was given. Of a 007 token, another build of what was read
//! gives the same token; a 006 token holds only the CRCs of its channel and user.

use std::collections::BTreeMap;

use agora_token::{Error, Privilege, Question, Service, ServiceType, TokenInfo, User, Version};
use arbitrary::{Arbitrary, Unstructured};

use crate::ISSUER;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    issued_at: u32,
    salt: u32,
    expires_in: u32,
    services: Vec<Added<'a>>,
}

#[derive(Arbitrary, Debug)]
struct Added<'a> {
    kind: u8,
    channel: &'a str,
    user: &'a str,
    role: i16,
    privileges: Vec<(u16, u32)>,
    permissions: Vec<(u16, u16, Vec<&'a str>)>,
}

impl Added<'_> {
    fn service(&self) -> Service<'_> {
        let Added { channel, user, .. } = *self;
        let account = User::Account(user);
        let mut service = match self.kind % 10 {
            0 => Service::rtc(channel, account),
            1 => Service::rtm(user),
            2 => Service::streaming(channel, account),
            3 => Service::fpa(),
            4 => Service::chat(user),
            5 => Service::fcdn(channel, account),
            6 => Service::apaas(channel, user, self.role),
            7 => Service::rtm2(user),
            8 => Service::convoai(),
            _ => Service::stt(),
        };
        for &(privilege, expires_in) in &self.privileges {
            service = service.grant(Privilege(privilege), expires_in);
        }
        if service.kind == ServiceType::Rtm2 {
            for (resource, permission, names) in &self.permissions {
                service = service.permit(*resource, *permission, names);
            }
        }
        service
    }
}

pub fn round_trip(input: &[u8]) {
    both_versions(input);
}

/// `round_trip`, and whether the input came to a token of 007 and of 006.
pub fn both_versions(input: &[u8]) -> [bool; 2] {
    let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(input)) else { return [false; 2] };
    let service = input.services.first().map(Added::service);
    [build_and_read_007(&input), service.is_some_and(|service| build_and_read_006(&input, &service))]
}

fn build_and_read_007(input: &Input<'_>) -> bool {
    let build = |services: &[Service<'_>]| {
        let mut builder = ISSUER.builder(Version::V007);
        builder.issued_at(input.issued_at).salt(input.salt).expires_in(input.expires_in);
        for service in services {
            builder.add(service.clone())?;
        }
        let token = builder.build()?;
        assert!(token.len() <= builder.max_len());
        Ok::<_, Error>(token)
    };
    let mut services: Vec<Service<'_>> = input.services.iter().map(Added::service).collect();
    match build(&services) {
        Ok(token) => {
            services.sort_by_key(|service| service.kind);
            let info = TokenInfo::parse(&token).unwrap();
            assert_eq!(info.services, services);
            assert_eq!(build(&info.services).as_deref(), Ok(&token[..]));
            assert_eq!(ISSUER.verify(&token, Some(info.expires_at)), Err(Error::Expired));
            if let Some(before) = info.expires_at.checked_sub(1) {
                assert!(ISSUER.verify(&token, Some(before)).is_ok());
            }
            true
        }
        Err(error) => {
            assert!(matches!(error, Error::NoService | Error::StringTooLong | Error::TokenTooLarge));
            false
        }
    }
}

fn build_and_read_006(input: &Input<'_>, service: &Service<'_>) -> bool {
    let is_rtm = service.kind == ServiceType::Rtm;
    let mut builder = ISSUER.builder(Version::V006);
    builder.issued_at(input.issued_at).salt(input.salt).expires_in(input.expires_in);
    if let Err(error) = builder.add(service.clone()) {
        let is_known = is_rtm || service.kind == ServiceType::Rtc;
        assert!(error == Error::StringTooLong || (error == Error::UnsupportedInVersion && !is_known));
        return false;
    }
    let lifetimes = service.privileges.iter().map(|&(_, lifetime)| lifetime);
    let is_in_time = lifetimes.clone().chain([input.expires_in]).all(|lifetime| lifetime <= u32::MAX - input.issued_at);
    let token = match builder.build() {
        Ok(token) => token,
        Err(error) => {
            assert!(error == Error::TokenTooLarge || (error == Error::BadExpiry && !is_in_time));
            return false;
        }
    };
    assert!(is_in_time && token.len() <= builder.max_len());
    let info = TokenInfo::parse(&token).unwrap();
    let end = |lifetime| u64::from(input.issued_at) + u64::from(lifetime);
    assert_eq!((info.issued_at, info.salt, info.expires_at), (None, input.salt, end(input.expires_in)));
    let (channel, user) = if is_rtm { (&service.user, "") } else { (&service.channel, &*service.user) };
    let crcs = info.crcs.unwrap();
    assert_eq!([crcs.channel, crcs.user], [channel, user].map(|text| crc32fast::hash(text.as_bytes())));
    let question = Question::new(service.kind, Privilege(1)).channel(&service.channel).user(&service.user);
    assert_eq!(ISSUER.check(&token, question, Some(info.expires_at)).map(|_| ()), Err(Error::Expired));
    // The login of RTM, 1, is 1000 in a 006 token: a service that has both keeps one of them.
    let has = |number| service.privileges.iter().any(|&(privilege, _)| privilege == number);
    if !(is_rtm && has(1) && has(1000)) {
        let given = |lifetime| (lifetime > 0).then(|| end(lifetime));
        let read = |time| info.privilege_expires_at(time);
        assert_eq!(privileges_in_006(&info.services[0], read), privileges_in_006(service, given));
    }
    true
}

/// The privileges under the numbers of a 006 token, each with its end.
fn privileges_in_006(service: &Service<'_>, end: impl Fn(u32) -> Option<u64>) -> BTreeMap<u16, Option<u64>> {
    let login = Privilege::RTM_LOGIN.0;
    let number = |number| if service.kind == ServiceType::Rtm && number == login { 1000 } else { number };
    service.privileges.iter().map(|&(privilege, time)| (number(privilege), end(time))).collect()
}
