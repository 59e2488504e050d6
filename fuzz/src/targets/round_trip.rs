//! Whatever the builder builds, the parser reads back as it was given, and another build of what was read
//! gives the same token.

use agora_token::{Error, Privilege, Service, ServiceType, TokenInfo, User, Version};
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
        let mut service = match self.kind % 8 {
            0 => Service::rtc(channel, account),
            1 => Service::rtm(user),
            2 => Service::streaming(channel, account),
            3 => Service::fpa(),
            4 => Service::chat(user),
            5 => Service::fcdn(channel, account),
            6 => Service::apaas(channel, user, self.role),
            _ => Service::rtm2(user),
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
    if let Ok(input) = Input::arbitrary_take_rest(Unstructured::new(input)) {
        build_and_read(&input);
    }
}

fn build_and_read(input: &Input<'_>) {
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
        }
        Err(error) => assert!(matches!(error, Error::NoService | Error::StringTooLong | Error::TokenTooLarge)),
    }
}
