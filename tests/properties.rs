//! Properties that hold for any token and any name.

mod support;

use std::collections::BTreeMap;
use std::time::Duration;

use agora_token::{
    Error, Issuer, MAX_TOKEN_LEN, Privilege, Question, Role, Service, ServiceType, TokenInfo, User, Version, rules,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::by_hand::zlib;
use support::issuer;

/// A name of letters that matter to somebody: ASCII, what needs escapes, what takes several bytes, and any other.
fn name() -> impl Strategy<Value = String> {
    let usual = select(vec!["", "*", "0", "42", "room", "a\0b", "\"\\\n", "é", "日本", "🎉"]).prop_map(str::to_owned);
    prop_oneof![1 => usual, 2 => any::<String>(), 1 => "[ -~]{0,300}"]
}

/// A service of any type, with privileges that were granted in ascending order.
fn service() -> impl Strategy<Value = Service<'static>> {
    let permissions = btree_map((any::<u16>(), any::<u16>()), vec(name(), 0..4), 0..4);
    let privileges = btree_map(any::<u16>(), any::<u32>(), 0..6);
    (0..ServiceType::ALL.len(), name(), name(), any::<i16>(), privileges, permissions).prop_map(
        |(kind, channel, user, role, privileges, permissions)| {
            let account = User::Account(&user);
            let mut service = match ServiceType::ALL[kind] {
                ServiceType::Rtc => Service::rtc(&channel, account),
                ServiceType::Rtm => Service::rtm(&user),
                ServiceType::Streaming => Service::streaming(&channel, account),
                ServiceType::Fpa => Service::fpa(),
                ServiceType::Chat => Service::chat(&user),
                ServiceType::Fcdn => Service::fcdn(&channel, account),
                ServiceType::Apaas => Service::apaas(&channel, &user, role),
                ServiceType::Rtm2 => Service::rtm2(&user),
                ServiceType::ConvoAi => Service::convoai(),
                ServiceType::Stt => Service::stt(),
                kind => panic!("{kind:?} is not made here"),
            };
            for (&privilege, &expires_in) in &privileges {
                service = service.grant(Privilege(privilege), expires_in);
            }
            if service.kind == ServiceType::Rtm2 {
                for (&(resource, permission), names) in &permissions {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    service = service.permit(resource, permission, &names);
                }
            }
            service.into_owned()
        },
    )
}

fn token_007(services: &[Service<'_>], issued_at: u32, salt: u32, expires_in: u32) -> String {
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(issued_at).salt(salt).expires_in(expires_in);
    for service in services {
        builder.add(service.clone()).unwrap();
    }
    let token = builder.build().unwrap();
    assert!(token.len() <= builder.max_len());
    token
}

/// A 006 token of the service, issued at `issued_at` for an hour.
fn token_006(service: &Service<'_>, issued_at: u32, salt: u32) -> Result<String, Error> {
    let mut builder = issuer().builder(Version::V006);
    builder.issued_at(issued_at).salt(salt).expires_in(3600);
    builder.add(service.clone())?;
    let token = builder.build()?;
    assert_eq!(token.len(), builder.max_len());
    Ok(token)
}

/// The token with another character of base64 at one place behind its version.
fn changed(token: &str, at: Index, letter: char) -> Option<String> {
    let at = 3 + at.index(token.len() - 3);
    let changed = format!("{}{letter}{}", &token[..at], &token[at + 1..]);
    (changed != token).then_some(changed)
}

fn base64_letter() -> impl Strategy<Value = char> {
    select("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=".chars().collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn a_007_token_reads_back_as_it_was_built(
        mut services in vec(service(), 1..5),
        (issued_at, salt, expires_in) in any::<(u32, u32, u32)>(),
    ) {
        let token = token_007(&services, issued_at, salt, expires_in);
        let info = TokenInfo::parse(&token).unwrap();
        services.sort_by_key(|service| service.kind);
        prop_assert_eq!(&info.services, &services);
        prop_assert_eq!((info.issued_at, info.salt), (Some(issued_at), salt));
        let expires_at = u64::from(issued_at) + u64::from(expires_in);
        prop_assert_eq!(info.expires_at, expires_at);
        let verified = expires_at.checked_sub(1).map(|before| issuer().verify(&token, Some(before)).unwrap());
        prop_assert!(verified.is_none_or(|good| good.expires_at == expires_at));
        prop_assert_eq!(issuer().verify(&token, Some(expires_at)), Err(Error::Expired));
        // What was read builds the same token again.
        prop_assert_eq!(token_007(&info.services, issued_at, salt, expires_in), token);
    }

    #[test]
    fn a_006_token_reads_back_as_it_was_built(
        (is_rtm, channel, user) in (any::<bool>(), name(), name()),
        privileges in btree_map(any::<u16>(), 0..100_000u32, 0..8),
        (issued_at, salt) in (1..4_000_000_000u32, any::<u32>()),
    ) {
        let mut service = if is_rtm { Service::rtm(&user) } else { Service::rtc(&channel, User::Account(&user)) };
        for (&privilege, &expires_in) in &privileges {
            service = service.grant(Privilege(privilege), expires_in);
        }
        // Of RTM the login has a number of its own there, which another privilege could have too.
        prop_assume!(!(is_rtm && privileges.contains_key(&1) && privileges.contains_key(&1000)));
        let token = token_006(&service, issued_at, salt).unwrap();
        let info = TokenInfo::parse(&token).unwrap();
        prop_assert_eq!((info.salt, info.expires_at), (salt, u64::from(issued_at) + 3600));
        let (signed_channel, signed_user) = if is_rtm { (&user, "") } else { (&channel, &*user) };
        let crcs = info.crcs.unwrap();
        prop_assert_eq!(crcs.channel, crc32fast::hash(signed_channel.as_bytes()));
        prop_assert_eq!(crcs.user, crc32fast::hash(signed_user.as_bytes()));
        let times: BTreeMap<u16, Option<u64>> = info.services[0]
            .privileges
            .iter()
            .map(|&(privilege, time)| (privilege, info.privilege_expires_at(time)))
            .collect();
        let is_read_as_rtm = info.services[0].kind == ServiceType::Rtm;
        let expected: BTreeMap<u16, Option<u64>> = privileges
            .iter()
            .map(|(&privilege, &expires_in)| {
                let number = if is_rtm && !is_read_as_rtm && privilege == 1 { 1000 } else { privilege };
                let number = if !is_rtm && is_read_as_rtm { 1 } else { number };
                (number, (expires_in > 0).then(|| u64::from(issued_at) + u64::from(expires_in)))
            })
            .collect();
        prop_assert_eq!(times, expected);
    }

    #[test]
    fn a_token_is_good_for_what_it_grants_until_it_ends(
        (is_006, channel, user) in (any::<bool>(), name(), name()),
        privileges in btree_map(1..5u16, 0..7200u32, 0..4),
        (asked, now) in (1..5u16, 1_700_000_000..1_700_008_000u64),
    ) {
        let mut service = Service::rtc(&channel, User::Account(&user));
        for (&privilege, &expires_in) in &privileges {
            service = service.grant(Privilege(privilege), expires_in);
        }
        let token = match is_006 {
            true => token_006(&service, 1_700_000_000, 1).unwrap(),
            false => token_007(&[service], 1_700_000_000, 1, 3600),
        };
        let question =
            Question::new(ServiceType::Rtc, Privilege(asked)).channel(&channel).user(&user);
        let expected = match privileges.get(&asked) {
            _ if now >= 1_700_003_600 => Err(Error::Expired),
            None => Err(Error::NotGranted),
            Some(&expires_in) => {
                let lifetime = if expires_in == 0 { 3600 } else { expires_in.min(3600) };
                let expires_at = 1_700_000_000 + u64::from(lifetime);
                if now < expires_at { Ok(expires_at) } else { Err(Error::Expired) }
            }
        };
        prop_assert_eq!(issuer().check(&token, question, Some(now)).map(|good| good.expires_at), expected);
    }

    #[test]
    fn services_and_grants_may_come_in_any_order(
        mut services in vec(service(), 1..5).prop_filter("one of each type", |services| {
            services.iter().enumerate().all(|(at, one)| services[..at].iter().all(|other| other.kind != one.kind))
        }),
        (salt, first) in any::<(u32, Index)>(),
    ) {
        let token = token_007(&services, 1, salt, 2);
        let first = first.index(services.len());
        services.rotate_left(first);
        for service in &mut services {
            let mut backwards = service.clone();
            backwards.privileges = Vec::new().into();
            for &(privilege, expires_in) in service.privileges.iter().rev() {
                backwards = backwards.grant(Privilege(privilege), expires_in);
            }
            *service = backwards;
        }
        prop_assert_eq!(token_007(&services, 1, salt, 2), token);
    }

    #[test]
    fn a_007_token_with_a_changed_character_is_refused_or_says_the_same(
        services in vec(service(), 1..3),
        changes in vec((any::<Index>(), base64_letter()), 64),
    ) {
        let token = token_007(&services, 1_700_000_000, 7, 3600);
        let info = TokenInfo::parse(&token).unwrap();
        for (at, letter) in changes {
            let Some(changed) = changed(&token, at, letter) else { continue };
            // Nobody signs how a content is packed: bits that a stream leaves unused, for one.
            match issuer().verify(&changed, Some(1_700_000_000)) {
                Ok(_) => prop_assert_eq!(TokenInfo::parse(&changed).unwrap(), info.clone()),
                Err(error) => prop_assert!(matches!(
                    error,
                    Error::MalformedToken | Error::BadSignature | Error::WrongApp | Error::NoService | Error::TokenTooLarge
                ), "{error}"),
            }
        }
    }

    #[test]
    fn a_006_token_with_a_changed_character_is_refused(
        (channel, user) in (name(), name()),
        changes in vec((any::<Index>(), base64_letter()), 64),
    ) {
        let service = Service::rtc(&channel, User::Account(&user)).grant(Privilege::RTC_JOIN_CHANNEL, 600);
        let token = token_006(&service, 1_700_000_000, 7).unwrap();
        let check = |token: &str| {
            let user = User::Account(&user);
            issuer().check_rtc(token, &channel, user, Privilege::RTC_JOIN_CHANNEL, Some(1_700_000_000))
        };
        prop_assert!(check(&token).is_ok());
        for (at, letter) in changes {
            if let Some(changed) = changed(&token, at, letter) {
                prop_assert!(check(&changed).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn no_reader_panics_whatever_it_is_given(text in any::<String>(), bytes in vec(any::<u8>(), 0..200)) {
        let packed = STANDARD.encode(zlib(&bytes));
        let plain = STANDARD.encode(&bytes);
        let app_id = issuer().app_id().to_owned();
        for token in [text, format!("007{packed}"), format!("007{plain}"), format!("006{app_id}{plain}")] {
            let parsed = TokenInfo::parse(&token).map(drop);
            let verified = issuer().verify(&token, Some(1)).map(drop);
            prop_assert!(verified.is_err());
            prop_assert!(parsed.is_ok() || verified == parsed);
            prop_assert!(issuer().check_rtm(&token, "ann", Some(1)).is_err());
        }
    }

    #[test]
    fn every_one_call_token_fits_the_length_that_is_promised(
        (channel, account, seconds) in ("[!#-&a-z]{1,64}", "[ -~é]{1,180}", 1..1_000_000_000u64),
        (publishes, is_007) in any::<(bool, bool)>(),
    ) {
        let role = if publishes { Role::Publisher } else { Role::Subscriber };
        let version = if is_007 { Version::V007 } else { Version::V006 };
        let lifetime = Duration::from_secs(seconds);
        let token = issuer().rtc(version, &channel, User::Account(&account), role, lifetime).unwrap();
        prop_assert!(token.len() <= token.max_len() && token.max_len() <= MAX_TOKEN_LEN);
        let privilege = role.privileges().last().copied().unwrap();
        prop_assert!(issuer().check_rtc(&token, &channel, User::Account(&account), privilege, None).is_ok());
    }

    #[test]
    fn the_rule_for_channels_is_agoras(name in prop_oneof![name(), "[ -~]{0,66}", "[a-z*]{0,3}", "[!-/:-@\\[-`{-~]{1,4}"]) {
        const ALLOWED: &str =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !#$%&()+-:;<=.>?@[]^_{}|~,";
        let is_good = name == "*" || (!name.is_empty() && name.len() <= 64 && name.chars().all(|one| ALLOWED.contains(one)));
        prop_assert_eq!(rules::check_channel(&name), if is_good { Ok(()) } else { Err(Error::BadChannel) });
    }

    #[test]
    fn the_rules_for_accounts_and_user_ids_are_agoras(name in prop_oneof![name(), "[ -~\u{7f}-\u{a1}]{0,5}", ".{250,257}"]) {
        let has_control = name.chars().any(|one| matches!(u32::from(one), 0..=0x1f | 0x7f..=0x9f));
        let rule = |max: usize| match !name.is_empty() && name.len() <= max && !has_control {
            true => Ok(()),
            false => Err(Error::BadAccount),
        };
        prop_assert_eq!(rules::check_account(&name), rule(255));
        prop_assert_eq!(rules::check_user_id(&name), rule(64));
    }

    #[test]
    fn the_rule_for_lifetimes_is_whole_seconds_below_a_unix_time(
        seconds in prop_oneof![any::<u64>(), 0..3u64, 999_999_990..1_000_000_010u64],
        nanos in prop_oneof![3 => Just(0), 1 => 0..1_000_000_000u32],
    ) {
        let expected = match (seconds, nanos) {
            (_, 1..) | (0, _) => Err(Error::BadExpiry),
            (1..=999_999_999, _) => Ok(seconds as u32),
            _ => Err(Error::ExpiryLooksAbsolute),
        };
        prop_assert_eq!(rules::check_lifetime(Duration::new(seconds, nanos)), expected);
    }

    #[test]
    fn credentials_are_32_hexadecimal_characters(text in prop_oneof!["[0-9a-fA-F]{30,34}", "[0-9a-g]{32}", name()]) {
        let is_good = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        prop_assert_eq!(Issuer::new(&text, support::CERTIFICATE).is_ok(), is_good);
        prop_assert_eq!(Issuer::new(support::APP_ID, &text).is_ok(), is_good);
    }
}
