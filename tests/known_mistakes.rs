//! The known mistakes of the field: for each, that this library does the right thing. The bomb has a
//! file of its own, and the mistakes of token servers are in the endpoint's tests.

mod support;

use std::time::Duration;

use agora_token::{Error, Issuer, MAX_ITEMS, Privilege, Role, Service, TokenInfo, User, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use support::{APP_ID, CERTIFICATE, by_hand, issuer};

const HOUR: Duration = Duration::from_secs(3600);
const NOW: Option<u64> = Some(by_hand::ISSUED_AT as u64);

fn rtc_service() -> Vec<u8> {
    by_hand::service(1, &["room", "42"])
}

/// Both ways to read a token refuse it.
fn refused(token: &str) -> Error {
    let error = TokenInfo::parse(token).unwrap_err();
    assert_eq!(issuer().verify(token, NOW), Err(error));
    error
}

#[test]
fn the_hand_made_token_is_good_as_it_is() {
    assert!(issuer().verify(&by_hand::token(1, &rtc_service()), NOW).is_ok());
}

#[test]
fn unsigned_bytes_after_the_payload_are_refused() {
    let mut content = by_hand::content(&by_hand::signing_info(1, &rtc_service()));
    content.push(0);
    assert_eq!(refused(&by_hand::text(&by_hand::zlib(&content))), Error::MalformedToken);
}

#[test]
fn signed_bytes_after_the_last_service_are_refused() {
    assert_eq!(refused(&by_hand::token(1, &[rtc_service(), vec![1, 2]].concat())), Error::MalformedToken);
}

#[test]
fn bytes_after_the_zlib_stream_are_refused() {
    let mut stream = by_hand::zlib(&by_hand::content(&by_hand::signing_info(1, &rtc_service())));
    stream.push(0);
    assert_eq!(refused(&by_hand::text(&stream)), Error::MalformedToken);
}

#[test]
fn bytes_after_the_message_of_a_006_token_are_refused() {
    let token = issuer().rtc(Version::V006, "room", User::Uid(42), Role::Publisher, HOUR).unwrap();
    let mut content = STANDARD.decode(&token[35..]).unwrap();
    content.push(0);
    let longer = format!("006{APP_ID}{}", STANDARD.encode(content));
    assert_eq!(TokenInfo::parse(&longer), Err(Error::MalformedToken));
}

#[test]
fn a_token_without_a_service_is_neither_built_nor_read() {
    for version in [Version::V006, Version::V007] {
        assert_eq!(issuer().builder(version).build(), Err(Error::NoService));
    }
    assert_eq!(refused(&by_hand::token(0, &[])), Error::NoService);
}

#[test]
fn a_privilege_that_stands_twice_is_refused() {
    let mut service = Vec::new();
    service.extend([1u16, 3, 2, 9, 0, 1, 9, 0, 2, 9, 0].into_iter().flat_map(u16::to_le_bytes));
    service.extend([1u16, u16::from(b'a'), 0].into_iter().flat_map(u16::to_le_bytes));
    assert_eq!(refused(&by_hand::token(1, &service)), Error::MalformedToken);
}

#[test]
fn privileges_out_of_order_are_read_as_they_stand() {
    let mut service = Vec::new();
    service.extend([1u16, 2, 2, 9, 0, 1, 8, 0].into_iter().flat_map(u16::to_le_bytes));
    service.extend([0, 0].into_iter().flat_map(u16::to_le_bytes));
    let info = TokenInfo::parse(&by_hand::token(1, &service)).unwrap();
    assert_eq!(info.services[0].privileges[..], [(2, 9), (1, 8)]);
}

#[test]
fn a_string_over_65535_bytes_is_refused_and_never_wraps() {
    let at_limit = "a".repeat(65_535);
    let mut builder = issuer().builder(Version::V007);
    builder.add(Service::rtc(&at_limit, User::ANY)).unwrap();
    let token = builder.build().unwrap();
    assert_eq!(TokenInfo::parse(&token).unwrap().services[0].channel, at_limit);

    let over = "a".repeat(65_536);
    let mut builder = issuer().builder(Version::V007);
    let error = Some(Error::StringTooLong);
    assert_eq!(builder.add(Service::rtc(&over, User::ANY)).err(), error);
    assert_eq!(builder.add(Service::rtc("room", User::Account(&over))).err(), error);
    assert_eq!(builder.add(Service::rtm(&over)).err(), error);
    builder.add(Service::rtm2("ann")).unwrap();
    assert_eq!(builder.permit(0, 0, &[&over]).err(), error);
    assert_eq!(builder.permit(0, 0, &vec![""; 65_536]).err(), error);
    assert_eq!(issuer().rtm(Version::V007, &over, HOUR).err(), Some(Error::BadAccount));
}

#[test]
fn what_the_parser_would_refuse_as_too_large_is_not_built() {
    let long = "a".repeat(65_535);
    let mut builder = issuer().builder(Version::V007);
    builder.add(Service::rtc(&long, User::Account(&long))).unwrap();
    assert_eq!(builder.build(), Err(Error::TokenTooLarge));
}

#[test]
fn a_006_token_with_more_privileges_than_are_read_is_not_built() {
    let mut builder = issuer().builder(Version::V006);
    builder.add(Service::rtc("room", User::ANY)).unwrap();
    for privilege in 0..MAX_ITEMS {
        builder.grant(Privilege(privilege), 0).unwrap();
    }
    let token = builder.build().unwrap();
    assert_eq!(TokenInfo::parse(&token).unwrap().services[0].privileges.len(), usize::from(MAX_ITEMS));
    builder.grant(Privilege(MAX_ITEMS), 0).unwrap();
    assert_eq!(builder.build(), Err(Error::TokenTooLarge));
}

#[test]
fn a_007_token_with_more_items_than_are_read_is_not_built() {
    // Services; privileges and their service; a resource, a permission, names and their service.
    let services = |count| vec![Service::fpa(); count];
    let privileges = |count: usize| {
        let grant = |service: Service<'static>, privilege| service.grant(Privilege(privilege), 0);
        vec![(1..count as u16).fold(Service::fpa(), grant)]
    };
    let names = |count: usize| vec![Service::rtm2("ann").permit(0, 0, &vec!["room"; count - 3])];
    let most = usize::from(MAX_ITEMS);
    for of in [&services as &dyn Fn(usize) -> Vec<Service<'static>>, &privileges, &names] {
        let build = |count| {
            let mut builder = issuer().builder(Version::V007);
            for service in of(count) {
                builder.add(service).unwrap();
            }
            builder.build()
        };
        let token = build(most).unwrap();
        assert_eq!(issuer().verify(&token, None).map(drop), Ok(()));
        assert_eq!(TokenInfo::parse(&token).unwrap().services.len(), of(most).len());
        assert_eq!(build(most + 1), Err(Error::TokenTooLarge));
    }
}

#[test]
fn a_short_token_of_32_000_services_is_refused_before_they_are_read() {
    // FPA, and a service that the library does not know.
    for number in [4u16, 200] {
        let token = by_hand::token(32_000, &[number, 0].map(u16::to_le_bytes).concat().repeat(32_000));
        assert!(token.len() < 800, "{}", token.len());
        assert_eq!(refused(&token), Error::TokenTooLarge);
    }
}

#[test]
fn junk_inside_the_base64_is_refused() {
    for version in [Version::V006, Version::V007] {
        let token = issuer().rtc(version, "room", User::Uid(42), Role::Publisher, HOUR).unwrap();
        for at in 3..=token.len() {
            for junk in ["!", " ", "\n", "-", "_", "=", "\0", "é"] {
                let with_junk = format!("{}{junk}{}", &token[..at], &token[at..]);
                assert_eq!(TokenInfo::parse(&with_junk), Err(Error::MalformedToken), "{junk:?} at {at}");
            }
        }
    }
}

#[test]
fn a_cut_token_is_refused_wherever_it_is_cut() {
    for version in [Version::V006, Version::V007] {
        let token = issuer().rtc(version, "room", User::Uid(42), Role::Publisher, HOUR).unwrap();
        for len in 0..token.len() {
            assert_eq!(TokenInfo::parse(&token[..len]), Err(Error::MalformedToken), "cut to {len}");
        }
    }
}

#[test]
fn an_app_id_or_certificate_that_is_not_32_hexadecimal_characters_is_refused() {
    let wrong = ["", &APP_ID[1..], &format!("{APP_ID}0"), &APP_ID.replace('9', "g"), &format!(" {}", &APP_ID[1..])];
    for text in wrong {
        assert_eq!(Issuer::new(text, CERTIFICATE).err(), Some(Error::BadAppId), "{text}");
        assert_eq!(Issuer::new(APP_ID, text).err(), Some(Error::BadAppCertificate), "{text}");
    }
    assert!(Issuer::new(&APP_ID.to_lowercase(), &CERTIFICATE.to_uppercase()).is_ok());
}

#[test]
fn a_unix_time_where_seconds_from_now_belong_is_refused() {
    let lifetime = |seconds| issuer().rtm(Version::V007, "ann", Duration::from_secs(seconds)).err();
    assert_eq!(lifetime(999_999_999), None);
    assert_eq!(lifetime(1_000_000_000), Some(Error::ExpiryLooksAbsolute));
    assert_eq!(lifetime(1_800_000_000), Some(Error::ExpiryLooksAbsolute));
    assert_eq!(lifetime(u64::MAX), Some(Error::ExpiryLooksAbsolute));
}

#[test]
fn a_lifetime_of_zero_or_of_a_fraction_is_refused() {
    for lifetime in [Duration::ZERO, Duration::from_millis(500), Duration::from_millis(1500)] {
        assert_eq!(issuer().rtm(Version::V006, "ann", lifetime).err(), Some(Error::BadExpiry));
    }
}

#[test]
fn a_signature_that_differs_in_one_bit_is_refused_whichever_bit_it_is() {
    let good = by_hand::content(&by_hand::signing_info(1, &rtc_service()));
    for bit in 0..256 {
        let mut content = good.clone();
        content[2 + bit / 8] ^= 1 << (bit % 8);
        let token = by_hand::text(&by_hand::zlib(&content));
        assert_eq!(issuer().verify(&token, NOW), Err(Error::BadSignature), "bit {bit}");
    }
}

#[test]
fn tokens_of_one_second_differ() {
    let mut builder = issuer().builder(Version::V006);
    builder.issued_at(by_hand::ISSUED_AT).add(Service::rtm("ann").grant(Privilege::RTM_LOGIN, 1)).unwrap();
    assert_ne!(builder.build().unwrap(), builder.build().unwrap());
}

#[test]
fn a_million_tokens_of_one_issuer_and_one_second_have_a_million_salts() {
    let mut builder = issuer().builder(Version::V006);
    builder.issued_at(by_hand::ISSUED_AT).add(Service::rtm("ann").grant(Privilege::RTM_LOGIN, 1)).unwrap();
    let salts_of_a_thread = |builder: agora_token::TokenBuilder| -> Vec<u32> {
        (0..125_000).map(|_| TokenInfo::parse(&builder.build().unwrap()).unwrap().salt).collect()
    };
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let builder = builder.clone();
            std::thread::spawn(move || salts_of_a_thread(builder))
        })
        .collect();
    let mut salts: Vec<u32> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert_eq!(salts.len(), 1_000_000);
    salts.sort_unstable();
    salts.dedup();
    assert_eq!(salts.len(), 1_000_000);
}

#[test]
fn no_debug_or_error_text_shows_the_certificate() {
    let issuer = issuer();
    let builder = issuer.builder(Version::V007);
    let refused = Issuer::new(CERTIFICATE, "not a certificate").unwrap_err();
    let texts = format!("{issuer:?} {builder:?} {refused:?} {refused}");
    for part in CERTIFICATE.as_bytes().windows(6) {
        assert!(!texts.contains(std::str::from_utf8(part).unwrap()), "{texts}");
    }
}
