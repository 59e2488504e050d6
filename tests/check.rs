//! What check means: one test for each sentence of it.

mod support;

use std::time::Duration;

use agora_token::{Error, Issuer, Privilege, Question, Role, Service, ServiceType, TokenInfo, User, Version};
use support::{by_hand, issuer};

const NOW: u32 = 1_700_000_000;
const VERSIONS: [Version; 2] = [Version::V006, Version::V007];
const JOIN: Privilege = Privilege::RTC_JOIN_CHANNEL;

/// A token issued at [`NOW`] for an hour.
fn token(version: Version, service: Service<'_>) -> String {
    let mut builder = issuer().builder(version);
    builder.issued_at(NOW).expires_in(3600).add(service).unwrap();
    builder.build().unwrap()
}

fn rtc(version: Version, channel: &str, user: User<'_>) -> String {
    token(version, Service::rtc(channel, user).grant(JOIN, 600))
}

fn join(token: &str, channel: &str, user: User<'_>) -> Result<(), Error> {
    issuer().check_rtc(token, channel, user, JOIN, Some(NOW.into())).map(drop)
}

#[test]
fn a_token_is_good_for_its_own_uid_and_account_alone() {
    for version in VERSIONS {
        let of_uid = rtc(version, "room", User::Uid(42));
        assert_eq!(join(&of_uid, "room", User::Uid(42)), Ok(()));
        assert_eq!(join(&of_uid, "room", User::Account("42")), Ok(()));
        assert_eq!(join(&of_uid, "room", User::Uid(43)), Err(Error::WrongUser));
        assert_eq!(join(&of_uid, "room", User::ANY), Err(Error::WrongUser));
        let of_account = rtc(version, "room", User::Account("ann"));
        assert_eq!(join(&of_account, "room", User::Account("ann")), Ok(()));
        assert_eq!(join(&of_account, "room", User::Account("bob")), Err(Error::WrongUser));
    }
}

#[test]
fn an_empty_account_in_the_token_is_any_user() {
    for version in VERSIONS {
        let of_any = rtc(version, "room", User::ANY);
        for user in [User::Uid(1), User::Uid(u32::MAX), User::Account("ann"), User::ANY] {
            assert_eq!(join(&of_any, "room", user), Ok(()), "{user:?}");
        }
    }
}

#[test]
fn an_empty_user_id_is_not_any_user() {
    let app = token(Version::V007, Service::chat("").grant(Privilege::CHAT_APP, 0));
    let question = |user| Question::new(ServiceType::Chat, Privilege::CHAT_APP).user(user);
    let now = Some(NOW.into());
    assert!(issuer().check(&app, question(""), now).is_ok());
    assert_eq!(issuer().check(&app, question("ann"), now), Err(Error::WrongUser));
    for version in VERSIONS {
        let nobody = token(version, Service::rtm("").grant(Privilege::RTM_LOGIN, 0));
        assert_eq!(issuer().check_rtm(&nobody, "ann", now), Err(Error::WrongUser));
    }
}

#[test]
fn the_channel_star_in_the_token_is_every_channel() {
    for version in VERSIONS {
        let every = rtc(version, "*", User::Uid(42));
        assert_eq!(join(&every, "room", User::Uid(42)), Ok(()));
        assert_eq!(join(&every, "*", User::Uid(42)), Ok(()));
        assert_eq!(join(&every, "room", User::Uid(43)), Err(Error::WrongUser));
        assert_eq!(join(&rtc(version, "room", User::Uid(42)), "*", User::Uid(42)), Err(Error::WrongChannel));
        assert_eq!(join(&rtc(version, "*", User::ANY), "room", User::Uid(42)), Ok(()));
    }
}

#[test]
fn a_star_that_is_no_channel_stands_for_itself() {
    let room = token(Version::V007, Service::apaas("*", "ann", 1).grant(Privilege::APAAS_ROOM_USER, 0));
    let question = Question::new(ServiceType::Apaas, Privilege::APAAS_ROOM_USER).channel("room").user("ann");
    assert_eq!(issuer().check(&room, question, Some(NOW.into())), Err(Error::WrongChannel));
    for version in VERSIONS {
        let rtm = token(version, Service::rtm("*").grant(Privilege::RTM_LOGIN, 0));
        assert_eq!(issuer().check_rtm(&rtm, "ann", Some(NOW.into())), Err(Error::WrongUser));
    }
}

#[test]
fn a_006_token_for_any_user_is_checked_with_the_empty_user_that_it_was_signed_for() {
    let of_any = rtc(Version::V006, "room", User::ANY);
    let info = TokenInfo::parse(&of_any).unwrap();
    assert_eq!(info.crcs.unwrap().user, 0);
    assert_eq!(join(&of_any, "room", User::Uid(7)), Ok(()));
}

#[test]
fn a_name_whose_crc_collides_with_another_does_not_pass_the_signature() {
    // Two names with one CRC-32: the CRC lets the second through, the signature does not.
    assert_eq!(crc32fast::hash(b"plumless"), crc32fast::hash(b"buckeroo"));
    let of_one = rtc(Version::V006, "plumless", User::Uid(1));
    assert_eq!(join(&of_one, "plumless", User::Uid(1)), Ok(()));
    assert_eq!(join(&of_one, "buckeroo", User::Uid(1)), Err(Error::BadSignature));
}

#[test]
fn the_arguments_come_before_the_token_in_the_order_privilege_channel_user() {
    let check = |privilege, channel, user| {
        let question = Question::new(ServiceType::Stt, privilege).channel(channel).user(user);
        issuer().check("007junk", question, None).map(drop)
    };
    assert_eq!(check(JOIN, "room", "ann"), Err(Error::BadPrivilege));
    assert_eq!(check(Privilege::NONE, "room", "ann"), Err(Error::BadChannel));
    assert_eq!(check(Privilege::NONE, "", "ann"), Err(Error::BadAccount));
    assert_eq!(check(Privilege::NONE, "", ""), Err(Error::MalformedToken));
}

/// Whether an app's issuer lets a uid join.
fn joins(token: &str, app_id: &str, certificate: &str, now: u32, channel: &str, uid: u32) -> Result<(), Error> {
    let issuer = Issuer::new(app_id, certificate).unwrap();
    issuer.check_rtc(token, channel, User::Uid(uid), JOIN, Some(now.into())).map(drop)
}

#[test]
fn the_007_order_is_malformed_version_app_signature_lifetime_channel_user_privilege() {
    let mut service = Service::rtc("room", User::Uid(42)).grant(Privilege::RTC_PUBLISH_AUDIO, 0);
    let good = token(Version::V007, service.clone());
    let (other_id, other_cert, late) = ("0".repeat(32), "1".repeat(32), NOW + 3600);
    let (id, cert) = (support::APP_ID, support::CERTIFICATE);
    assert_eq!(joins("007junk", &other_id, &other_cert, late, "x", 1), Err(Error::MalformedToken));
    assert_eq!(joins("005junk", &other_id, &other_cert, late, "x", 1), Err(Error::UnknownVersion));
    assert_eq!(joins(&good, &other_id, &other_cert, late, "x", 1), Err(Error::WrongApp));
    assert_eq!(joins(&good, id, &other_cert, late, "x", 1), Err(Error::BadSignature));
    assert_eq!(joins(&good, id, cert, late, "x", 1), Err(Error::Expired));
    assert_eq!(joins(&good, id, cert, NOW, "x", 1), Err(Error::WrongChannel));
    assert_eq!(joins(&good, id, cert, NOW, "room", 1), Err(Error::WrongUser));
    assert_eq!(joins(&good, id, cert, NOW, "room", 42), Err(Error::NotGranted));
    service = service.grant(JOIN, 0);
    assert_eq!(joins(&token(Version::V007, service), id, cert, NOW, "room", 42), Ok(()));
}

#[test]
fn the_006_order_is_malformed_app_channel_user_signature_lifetime_privilege() {
    let mut service = Service::rtc("room", User::Uid(42)).grant(Privilege::RTC_PUBLISH_AUDIO, 0);
    let good = token(Version::V006, service.clone());
    let (other_id, other_cert, late) = ("0".repeat(32), "1".repeat(32), NOW + 3600);
    let (id, cert) = (support::APP_ID, support::CERTIFICATE);
    assert_eq!(joins("006junk", &other_id, &other_cert, late, "x", 1), Err(Error::MalformedToken));
    assert_eq!(joins(&good, &other_id, &other_cert, late, "x", 1), Err(Error::WrongApp));
    assert_eq!(joins(&good, id, &other_cert, late, "x", 1), Err(Error::WrongChannel));
    assert_eq!(joins(&good, id, &other_cert, late, "room", 1), Err(Error::WrongUser));
    assert_eq!(joins(&good, id, &other_cert, late, "room", 42), Err(Error::BadSignature));
    assert_eq!(joins(&good, id, cert, late, "room", 42), Err(Error::Expired));
    assert_eq!(joins(&good, id, cert, NOW, "room", 42), Err(Error::NotGranted));
    service = service.grant(JOIN, 0);
    assert_eq!(joins(&token(Version::V006, service), id, cert, NOW, "room", 42), Ok(()));
}

#[test]
fn a_token_has_expired_at_the_very_second_of_its_expiry() {
    for version in VERSIONS {
        let of_an_hour = token(version, Service::rtc("room", User::Uid(1)).grant(JOIN, 0));
        let at = |now: u32| issuer().check_rtc(&of_an_hour, "room", User::Uid(1), JOIN, Some(now.into())).map(drop);
        assert_eq!(at(NOW + 3599), Ok(()), "{version:?}");
        assert_eq!(at(NOW + 3600), Err(Error::Expired), "{version:?}");
    }
    let of_an_hour = rtc(Version::V007, "room", User::Uid(1));
    assert!(issuer().verify(&of_an_hour, Some((NOW + 3599).into())).is_ok());
    assert_eq!(issuer().verify(&of_an_hour, Some((NOW + 3600).into())), Err(Error::Expired));
}

#[test]
fn a_privilege_has_expired_at_the_very_second_of_its_expiry() {
    for version in VERSIONS {
        let of_ten_minutes = rtc(version, "room", User::Uid(1));
        let at = |now: u32| issuer().check_rtc(&of_ten_minutes, "room", User::Uid(1), JOIN, Some(now.into()));
        assert_eq!(at(NOW + 599).map(|good| good.expires_at), Ok(u64::from(NOW) + 600), "{version:?}");
        assert_eq!(at(NOW + 600), Err(Error::Expired), "{version:?}");
    }
}

#[test]
fn a_privilege_ends_with_its_token_even_where_it_says_later() {
    for version in VERSIONS {
        let token = token(version, Service::rtc("room", User::Uid(1)).grant(JOIN, 7200));
        let good = issuer().check_rtc(&token, "room", User::Uid(1), JOIN, Some(NOW.into())).unwrap();
        assert_eq!(good.expires_at, u64::from(NOW) + 3600, "{version:?}");
    }
}

#[test]
fn a_lifetime_whose_end_passes_32_bits_is_counted_in_full() {
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(u32::MAX).expires_in(u32::MAX);
    builder.add(Service::rtc("room", User::Uid(1)).grant(JOIN, u32::MAX)).unwrap();
    let token = builder.build().unwrap();
    let end = 2 * u64::from(u32::MAX);
    assert_eq!(TokenInfo::parse(&token).unwrap().expires_at, end);
    let at = |now| issuer().check_rtc(&token, "room", User::Uid(1), JOIN, Some(now)).map(|good| good.expires_at);
    assert_eq!(at(end - 1), Ok(end));
    assert_eq!(at(end), Err(Error::Expired));
}

#[test]
fn no_time_given_is_the_system_clock() {
    let fresh = issuer().rtc(Version::V007, "room", User::Uid(1), Role::Subscriber, Duration::from_secs(60)).unwrap();
    assert!(issuer().verify(&fresh, None).is_ok());
    assert!(issuer().check_rtc(&fresh, "room", User::Uid(1), JOIN, None).is_ok());
    let old = rtc(Version::V007, "room", User::Uid(1));
    assert_eq!(issuer().verify(&old, None), Err(Error::Expired));
    assert_eq!(issuer().check_rtc(&old, "room", User::Uid(1), JOIN, None), Err(Error::Expired));
}

#[test]
fn a_lifetime_over_24_hours_is_good_and_said_to_be_cut() {
    let day = 86_400;
    let good_for = |seconds| {
        let mut builder = issuer().builder(Version::V007);
        builder.issued_at(NOW).expires_in(seconds);
        builder.add(Service::rtc("room", User::Uid(1)).grant(JOIN, 0)).unwrap();
        let token = builder.build().unwrap();
        let cut_at = TokenInfo::parse(&token).unwrap().cut_at();
        let good = issuer().check_rtc(&token, "room", User::Uid(1), JOIN, Some(NOW.into())).unwrap();
        assert_eq!(good.cut_at, cut_at);
        (good.expires_at, good.cut_at)
    };
    let now = u64::from(NOW);
    assert_eq!(good_for(day), (now + 86_400, None));
    assert_eq!(good_for(7 * day), (now + 7 * 86_400, Some(now + 86_400)));
}

#[test]
fn verify_takes_007_tokens_alone() {
    assert_eq!(issuer().verify(&rtc(Version::V006, "room", User::Uid(1)), None), Err(Error::UnsupportedInVersion));
    assert_eq!(issuer().verify("006junk", None), Err(Error::MalformedToken));
}

#[test]
fn a_006_token_is_never_good_for_a_service_that_only_007_has() {
    let token = rtc(Version::V006, "room", User::Uid(1));
    let question = Question::new(ServiceType::Chat, Privilege::CHAT_USER).user("1");
    assert_eq!(issuer().check(&token, question, Some(NOW.into())), Err(Error::UnsupportedInVersion));
}

#[test]
fn an_rtc_token_is_no_rtm_login_and_an_rtm_token_no_way_into_a_channel() {
    for version in VERSIONS {
        let of_rtc = rtc(version, "ann", User::ANY);
        let not_granted = issuer().check_rtm(&of_rtc, "ann", Some(NOW.into()));
        assert_eq!(not_granted, Err(Error::NotGranted));
        let of_rtm = token(version, Service::rtm("ann").grant(Privilege::RTM_LOGIN, 0));
        assert!(issuer().check_rtm(&of_rtm, "ann", Some(NOW.into())).is_ok());
        assert_eq!(join(&of_rtm, "ann", User::ANY), Err(Error::NotGranted));
    }
}

#[test]
fn a_channel_or_user_asked_of_a_service_without_one_is_refused_and_not_ignored() {
    let rtm = token(Version::V007, Service::rtm("ann").grant(Privilege::RTM_LOGIN, 0));
    let question = Question::new(ServiceType::Rtm, Privilege::RTM_LOGIN).channel("room").user("ann");
    assert_eq!(issuer().check(&rtm, question, Some(NOW.into())), Err(Error::BadChannel));
    let fpa = token(Version::V007, Service::fpa().grant(Privilege::FPA_LOGIN, 0));
    let question = Question::new(ServiceType::Fpa, Privilege::FPA_LOGIN).user("ann");
    assert_eq!(issuer().check(&fpa, question, Some(NOW.into())), Err(Error::BadAccount));
    assert!(issuer().check(&fpa, question.user(""), Some(NOW.into())).is_ok());
}

#[test]
fn a_service_without_privileges_is_granted_by_its_presence_until_the_token_ends() {
    for (kind, service) in [(ServiceType::ConvoAi, Service::convoai()), (ServiceType::Stt, Service::stt())] {
        let text = token(Version::V007, service);
        let question = Question::new(kind, Privilege::NONE);
        let check = |token: &str, question, now: u32| issuer().check(token, question, Some(now.into()));
        assert_eq!(check(&text, question, NOW).unwrap().expires_at, u64::from(NOW) + 3600);
        assert_eq!(check(&text, question, NOW + 3600), Err(Error::Expired));
        assert_eq!(check(&text, Question::new(kind, JOIN), NOW), Err(Error::BadPrivilege));
        assert_eq!(check(&text, question.channel("room"), NOW), Err(Error::BadChannel));
        assert_eq!(check(&text, question.user("42"), NOW), Err(Error::BadAccount));
        let without = rtc(Version::V007, "room", User::Uid(42));
        assert_eq!(check(&without, question, NOW), Err(Error::NotGranted));
        assert_eq!(check(&rtc(Version::V006, "room", User::Uid(42)), question, NOW), Err(Error::UnsupportedInVersion));
        // What a later version of the format may say of the service's privileges is no limit here.
        let with_privilege = by_hand::token(1, &by_hand::service(kind.number(), &[]));
        assert!(check(&with_privilege, question, by_hand::ISSUED_AT).is_ok());
    }
}

#[test]
fn the_one_call_tokens_of_convoai_and_stt_open_the_channel_rtm_and_the_service() {
    let hour = Duration::from_secs(3600);
    let tokens = [
        (ServiceType::ConvoAi, issuer().convoai("room", "ann", Role::Publisher, hour).unwrap()),
        (ServiceType::Stt, issuer().stt("room", "ann", Role::Publisher, hour).unwrap()),
    ];
    for (kind, token) in tokens {
        let question = Question::new(kind, Privilege::NONE);
        let until = [
            issuer().check_rtc(&token, "room", User::Account("ann"), Privilege::RTC_PUBLISH_DATA, None),
            issuer().check_rtm(&token, "ann", None),
            issuer().check(&token, question, None),
        ];
        let info = TokenInfo::parse(&token).unwrap();
        assert_eq!(info.expires_at, u64::from(info.issued_at.unwrap()) + 3600);
        assert!(until.iter().all(|good| good.as_ref().unwrap().expires_at == info.expires_at), "{until:?}");
        assert_eq!(info.services.len(), 3);
    }
}

#[test]
fn of_repeated_services_one_that_fits_is_enough_and_the_closest_names_the_error() {
    let mut builder = issuer().builder(Version::V007);
    builder.issued_at(NOW).expires_in(3600);
    builder.add(Service::rtc("one", User::Uid(1)).grant(JOIN, 0)).unwrap();
    builder.add(Service::rtc("two", User::Uid(2)).grant(JOIN, 60)).unwrap();
    builder.add(Service::rtc("two", User::Uid(3)).grant(Privilege::RTC_PUBLISH_DATA, 0)).unwrap();
    let token = builder.build().unwrap();
    let at = |channel, uid, now| issuer().check_rtc(&token, channel, User::Uid(uid), JOIN, Some(now)).map(drop);
    let now = u64::from(NOW);
    assert_eq!(at("one", 1, now), Ok(()));
    assert_eq!(at("two", 2, now), Ok(()));
    assert_eq!(at("three", 1, now), Err(Error::WrongChannel));
    assert_eq!(at("two", 1, now), Err(Error::WrongUser));
    assert_eq!(at("two", 3, now), Err(Error::NotGranted));
    assert_eq!(at("two", 2, now + 60), Err(Error::Expired));
}

#[test]
fn an_unknown_service_last_leaves_what_was_read_before_it() {
    let services = [by_hand::service(1, &["room", "42"]), by_hand::service(99, &["new", "things"])].concat();
    let token = by_hand::token(2, &services);
    let info = TokenInfo::parse(&token).unwrap();
    assert_eq!(info.unknown_service, Some(99));
    assert_eq!(info.services.len(), 1);
    let now = Some(by_hand::ISSUED_AT.into());
    assert!(issuer().verify(&token, now).is_ok());
    assert!(issuer().check_rtc(&token, "room", User::Uid(42), JOIN, now).is_ok());
    assert_eq!(issuer().check_rtm(&token, "42", now), Err(Error::NotGranted));
}

#[test]
fn an_unknown_service_first_hides_the_others_but_not_the_signature() {
    let services = [by_hand::service(0, &["new"]), by_hand::service(1, &["room", "42"])].concat();
    let token = by_hand::token(2, &services);
    let info = TokenInfo::parse(&token).unwrap();
    assert_eq!(info.unknown_service, Some(0));
    assert!(info.services.is_empty());
    let now = Some(by_hand::ISSUED_AT.into());
    assert!(issuer().verify(&token, now).is_ok());
    assert_eq!(issuer().check_rtc(&token, "room", User::Uid(42), JOIN, now), Err(Error::NotGranted));
}

#[test]
fn the_signature_covers_the_bytes_of_an_unknown_service() {
    let info = by_hand::signing_info(1, &by_hand::service(99, &["new"]));
    let mut content = by_hand::content(&info);
    let last = content.len() - 1;
    content[last] ^= 1;
    let token = by_hand::text(&by_hand::zlib(&content));
    assert_eq!(TokenInfo::parse(&token).unwrap().unknown_service, Some(99));
    assert_eq!(issuer().verify(&token, Some(by_hand::ISSUED_AT.into())), Err(Error::BadSignature));
}

#[test]
fn trailing_bytes_without_an_unknown_service_are_malformed() {
    let services = [by_hand::service(1, &["room", "42"]), vec![0]].concat();
    assert_eq!(TokenInfo::parse(&by_hand::token(1, &services)), Err(Error::MalformedToken));
}
