//! Whatever the builder builds, the parser reads back as it was given, and another build of what was read
//! gives the same token.
#![no_main]

use std::sync::LazyLock;

use agora_token::{Error, Issuer, Privilege, Service, TokenInfo, User, Version};
use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;

static ISSUER: LazyLock<Issuer> = LazyLock::new(|| {
    Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b").unwrap()
});

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    issued_at: u32,
    salt: u32,
    expires_in: u32,
    services: Vec<(u8, &'a str, &'a str, i16, Vec<(u16, u32)>, Vec<(u16, u16, Vec<&'a str>)>)>,
}

fn service<'a>(kind: u8, channel: &'a str, user: &'a str, role: i16) -> Service<'a> {
    let account = User::Account(user);
    match kind % 8 {
        0 => Service::rtc(channel, account),
        1 => Service::rtm(user),
        2 => Service::streaming(channel, account),
        3 => Service::fpa(),
        4 => Service::chat(user),
        5 => Service::fcdn(channel, account),
        6 => Service::apaas(channel, user, role),
        _ => Service::rtm2(user),
    }
}

fuzz_target!(|input: Input<'_>| {
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
    let mut services: Vec<Service<'_>> = Vec::new();
    for (kind, channel, user, role, privileges, permissions) in &input.services {
        let mut service = service(*kind, channel, user, *role);
        for &(privilege, expires_in) in privileges {
            service = service.grant(Privilege(privilege), expires_in);
        }
        if kind % 8 == 7 {
            for (resource, permission, names) in permissions {
                service = service.permit(*resource, *permission, names);
            }
        }
        services.push(service);
    }
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
});
