//! A policy is held against every token of a request: one test for each way to get more than one may,
//! on every route where it applies, and what is allowed is given.

mod support;

use std::time::Duration;

use agora_token::{
    Endpoint, EndpointOptions, Error, Policy, Privilege, Request, Role, ServiceType, TokenInfo, User, Version,
};
use base64::Engine as _;
use serde_json::{Value, json};
use support::issuer;

/// What user 42 may have: to join, not to publish, in `room` and in what starts with `team-`, for an hour.
const LISTENER: Policy<'static> =
    Policy::NOBODY.user(Some("42")).channels(&["room", "team-*"]).max_role(Role::Subscriber).max_expires_in(3600);
const SPEAKER: Policy<'static> = LISTENER.max_role(Role::Publisher);
/// A backend's policy: everything but what the test takes away.
const BACKEND: Policy<'static> = Policy::EVERYTHING;

const USER: &str = "a token for this user is not allowed";
const ANY_USER: &str = "a token for any user is not allowed";
const CHANNEL: &str = "a token for this channel is not allowed";
const EVERY_CHANNEL: &str = "a token for every channel is not allowed";
const PUBLISH: &str = "a token to publish is not allowed";
const LIFETIME: &str = "a token that lives so long is not allowed";
const APP: &str = "a token for the whole app is not allowed";
const AI: &str = "a token for ConvoAI or STT is not allowed";
const VERSION: &str = "a 006 token is not allowed: ask for version 007";

/// A request: a GET of a target, or a POST of a body.
#[derive(Debug)]
enum Ask {
    Get(&'static str),
    Post(&'static str, Value),
}
use Ask::Get;

fn get_token(body: Value) -> Ask {
    Ask::Post("/getToken", body)
}

fn generate(body: Value) -> Ask {
    Ask::Post("/token/generate", body)
}

fn ask(policy: &Policy<'_>, ask: &Ask) -> (u16, Value) {
    let endpoint = Endpoint::new(&issuer(), EndpointOptions::default()).unwrap();
    let (method, target, body) = match ask {
        Ask::Get(target) => ("GET", *target, String::new()),
        Ask::Post(target, body) => ("POST", *target, body.to_string()),
    };
    let [method, target, body] = [method, target, &body].map(str::as_bytes);
    let response = endpoint.handle(&Request::new(method, target).body(body).policy(Some(policy)));
    (response.status, serde_json::from_str(&response.body).unwrap())
}

/// That each request is refused with this text, and given to somebody with an open policy.
fn assert_refused(policy: &Policy<'_>, text: &str, asks: impl IntoIterator<Item = Ask>) {
    for request in asks {
        let (status, body) = ask(policy, &request);
        assert_eq!((status, &body["error"]), (403, &json!(text)), "{request:?}");
        assert!(body["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{request:?}: {body}");
        let (status, body) = ask(&BACKEND, &request);
        assert_eq!(status, 200, "{request:?}: {body}");
    }
}

fn assert_given(policy: &Policy<'_>, asks: impl IntoIterator<Item = Ask>) {
    for request in asks {
        let (status, body) = ask(policy, &request);
        assert_eq!(status, 200, "{request:?}: {body}");
    }
}

#[test]
fn another_user_in_uid_is_refused() {
    let requests = [
        Get("/rtc/room/audience/uid/43"),
        Get("/rtc/room/audience/userAccount/bob"),
        Get("/rtc/room/audience/userAccount/42%20"),
        Get("/rtc/room/audience/userAccount/042"),
        Get("/rtm/43"),
        Get("/rtm/043"),
        Get("/rte/room/audience/uid/43"),
        Get("/rte/room/audience/uid/43/42"),
        Get("/chat/account/43"),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": "43"})),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": 43})),
        get_token(json!({"tokenType": "rtm", "uid": "43"})),
        get_token(json!({"tokenType": "rtm", "uid": "43", "channel": "room"})),
        get_token(json!({"tokenType": "chat", "uid": "43"})),
        generate(json!({"uid": "43", "channelName": "room", "serviceRtc": {"enable": true}})),
        generate(json!({"uid": 43, "serviceRtm": {"enable": true}})),
    ];
    assert_refused(&LISTENER, USER, requests);
}

#[test]
fn another_user_in_rtmuid_is_refused() {
    let requests = [
        Get("/rte/room/audience/uid/42/43"),
        Get("/rte/room/publisher/uid/42/43?version=007"),
        Get("/rte/room/audience/userAccount/42/bob/"),
    ];
    assert_refused(&SPEAKER, USER, requests);
}

#[test]
fn another_user_in_user_uuid_is_refused_whatever_uid_says() {
    let requests = [
        generate(json!({"uid": "42", "serviceChat": {"enableUser": true, "userUuid": "43"}})),
        generate(json!({"uid": "42", "serviceApaas": {"enableUser": true, "userUuid": "43"}})),
        generate(json!({
            "uid": "42", "channelName": "room", "serviceRtc": {"enable": true}, "serviceRtm": {"enable": true},
            "serviceChat": {"enableUser": true, "userUuid": "42"},
            "serviceApaas": {"enableUser": true, "userUuid": "43"},
        })),
    ];
    assert_refused(&LISTENER, USER, requests);
}

#[test]
fn uid_0_is_any_user_and_refused() {
    let requests = [
        Get("/rtc/room/audience/uid/0"),
        Get("/rtc/room/audience/uid/0?version=007"),
        Get("/rte/room/audience/uid/0/42"),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": "0"})),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": 0})),
        generate(json!({"uid": "0", "channelName": "room", "serviceRtc": {"enable": true}})),
        generate(json!({"uid": 0, "channelName": "room", "serviceRtc": {"enable": true}})),
    ];
    assert_refused(&LISTENER, ANY_USER, requests);
}

#[test]
fn a_policy_for_user_0_or_for_the_empty_user_is_not_one_for_any_user() {
    for user in ["0", ""] {
        let policy = SPEAKER.user(Some(user));
        assert_refused(&policy, ANY_USER, [Get("/rtc/room/audience/uid/0"), Get("/rte/room/audience/uid/0/0")]);
    }
}

#[test]
fn an_empty_account_or_user_id_is_a_mistake_on_every_route() {
    let requests = [
        Get("/rtc/room/audience/uid/"),
        Get("/rtc/room/audience/userAccount/"),
        Get("/rtm/"),
        Get("/rte/room/audience/userAccount/"),
        Get("/chat/account/"),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": ""})),
        get_token(json!({"tokenType": "rtc", "channel": "room"})),
        get_token(json!({"tokenType": "rtm", "uid": ""})),
        get_token(json!({"tokenType": "chat", "uid": ""})),
        generate(json!({"uid": "", "channelName": "room", "serviceRtc": {"enable": true}})),
        generate(json!({"channelName": "room", "serviceRtc": {"enable": true}})),
        generate(json!({"uid": "", "serviceRtm": {"enable": true}})),
        generate(json!({"serviceChat": {"enableUser": true, "userUuid": ""}})),
        generate(json!({"serviceApaas": {"enableUser": true, "userUuid": ""}})),
    ];
    for request in requests {
        for policy in [&LISTENER, &BACKEND] {
            let (status, body) = ask(policy, &request);
            assert!(matches!(status, 400 | 500), "{request:?}");
            let text = body["error"].as_str().or(body["message"].as_str()).unwrap();
            assert!(text.ends_with("is required"), "{request:?}: {text}");
        }
    }
}

#[test]
fn another_channel_is_refused() {
    let requests = [
        Get("/rtc/hall/audience/uid/42"),
        Get("/rtc/room1/audience/uid/42"),
        Get("/rtc/Room/audience/uid/42"),
        Get("/rtc/team/audience/uid/42"),
        Get("/rte/hall/audience/uid/42"),
        Get("/rte/hall/audience/uid/42?version=007"),
        get_token(json!({"tokenType": "rtc", "channel": "hall", "uid": "42"})),
        get_token(json!({"tokenType": "rtm", "channel": "hall", "uid": "42"})),
        generate(json!({"uid": "42", "channelName": "hall", "serviceRtc": {"enable": true}})),
    ];
    assert_refused(&LISTENER, CHANNEL, requests);
}

#[test]
fn every_channel_is_refused_unless_it_is_listed_as_it_is() {
    let requests = || {
        [
            Get("/rtc/*/audience/uid/42"),
            Get("/rtc/%2A/audience/uid/42"),
            Get("/rte/*/audience/uid/42"),
            get_token(json!({"tokenType": "rtc", "channel": "*", "uid": "42"})),
            get_token(json!({"tokenType": "rtm", "channel": "*", "uid": "42"})),
            generate(json!({"uid": "42", "channelName": "*", "serviceRtc": {"enable": true}})),
        ]
    };
    assert_refused(&SPEAKER, EVERY_CHANNEL, requests());
    assert_refused(&SPEAKER.allow_any_channel(true), EVERY_CHANNEL, requests());
    assert_refused(&SPEAKER.channels(&["**", "", "a*"]), EVERY_CHANNEL, requests());
    assert_given(&SPEAKER.channels(&["room", "*"]), requests());
}

#[test]
fn channels_are_names_and_prefixes() {
    let given = |channels: &[&str], allow_any_channel, channel: &'static str| {
        let policy = LISTENER.channels(channels).allow_any_channel(allow_any_channel);
        let request = get_token(json!({"tokenType": "rtc", "channel": channel, "uid": "42"}));
        ask(&policy, &request).0 == 200
    };
    assert!(given(&["room"], false, "room"));
    assert!(given(&["team-*"], false, "team-") && given(&["team-*"], false, "team-a"));
    assert!(given(&["*"], false, "hall"));
    assert!(given(&[], true, "hall"));
    assert!(!given(&[], false, "hall") && !given(&[""], false, "hall"));
    assert!(!given(&["*all", "h*l", "hal"], false, "hall"));
}

#[test]
fn an_app_token_is_refused_to_a_user_and_to_anybody_without_the_permission() {
    let requests = || {
        [
            Get("/chat/app"),
            get_token(json!({"tokenType": "chat"})),
            get_token(json!({"tokenType": "chat", "uid": null})),
            generate(json!({"uid": "42", "serviceChat": {"enableApp": true}})),
            generate(json!({"uid": "42", "serviceChat": {"enableUser": true, "enableApp": true, "userUuid": "42"}})),
            generate(json!({"uid": "42", "serviceApaas": {"enableApp": true, "userUuid": "42"}})),
            generate(json!({"uid": "42", "serviceFpa": {"enable": true}})),
        ]
    };
    assert_refused(&LISTENER, APP, requests());
    assert_refused(&BACKEND.allow_app_tokens(false), APP, requests());
    assert_given(&LISTENER.allow_app_tokens(true), requests());
}

#[test]
fn publishing_as_a_subscriber_is_refused() {
    let requests = [
        Get("/rtc/room/publisher/uid/42"),
        Get("/rtc/room/publisher/userAccount/42?version=007"),
        Get("/rte/room/publisher/uid/42"),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": "42", "role": "publisher"})),
        generate(json!({"uid": "42", "channelName": "room", "serviceRtc": {"enable": true, "role": 1}})),
    ];
    assert_refused(&LISTENER, PUBLISH, requests);
}

#[test]
fn rtm_with_a_channel_publishes_its_data_and_is_held_to_channel_user_and_role() {
    let with_channel =
        |channel: &str, uid: &str| [get_token(json!({"tokenType": "rtm", "channel": channel, "uid": uid}))];
    assert_refused(&SPEAKER, CHANNEL, with_channel("hall", "42"));
    assert_refused(&SPEAKER, EVERY_CHANNEL, with_channel("*", "42"));
    assert_refused(&SPEAKER, USER, with_channel("room", "43"));
    assert_given(&SPEAKER, with_channel("room", "42"));
    // Without a channel there is nothing to publish.
    assert_given(&LISTENER, [get_token(json!({"tokenType": "rtm", "uid": "42"}))]);
}

#[test]
fn the_stream_channel_of_an_rtm_token_is_to_join_alone_where_the_policy_allows_no_publishing() {
    let requests = || {
        [
            ("rtmToken", Get("/rte/room/audience/uid/42")),
            ("token", get_token(json!({"tokenType": "rtm", "channel": "room", "uid": "42"}))),
        ]
    };
    let privileges = |policy: &Policy<'_>| {
        requests().map(|(name, request)| {
            let (status, body) = ask(policy, &request);
            assert_eq!(status, 200, "{request:?}: {body}");
            let info = TokenInfo::parse(body[name].as_str().unwrap()).unwrap();
            let rtc = info.services.iter().find(|service| service.kind == ServiceType::Rtc).unwrap();
            assert_eq!((&rtc.channel[..], &rtc.user[..]), ("room", "42"));
            rtc.privileges.iter().map(|&(privilege, _)| Privilege(privilege)).collect::<Vec<_>>()
        })
    };
    let to_join = [Privilege::RTC_JOIN_CHANNEL];
    let to_publish = [Privilege::RTC_JOIN_CHANNEL, Privilege::RTC_PUBLISH_DATA];
    assert_eq!(privileges(&LISTENER), [to_join; 2]);
    assert_eq!(privileges(&SPEAKER), [to_publish; 2]);
}

#[test]
fn convoai_and_stt_are_refused_to_a_user_and_to_a_backend_without_the_permission() {
    let requests = || {
        [
            generate(json!({"serviceConvoAI": {"enable": true}})),
            generate(json!({"serviceStt": {"enable": true}})),
            generate(json!({"uid": "42", "channelName": "room", "serviceRtc": {"enable": true},
                "serviceRtm": {"enable": true}, "serviceConvoAI": {"enable": true}})),
            generate(json!({"uid": "42", "serviceRtm": {"enable": true}, "serviceStt": {"enable": true}})),
        ]
    };
    assert_refused(&LISTENER, AI, requests());
    assert_refused(&LISTENER.allow_app_tokens(true), AI, requests());
    assert_refused(&BACKEND.allow_ai_services(false), AI, requests());
    assert_given(&LISTENER.allow_ai_services(true), requests());
    // What stands beside it is held to the policy all the same.
    let of_another = generate(json!({"uid": "43", "serviceRtm": {"enable": true}, "serviceStt": {"enable": true}}));
    assert_refused(&LISTENER.allow_ai_services(true), USER, [of_another]);
}

#[test]
fn a_refusal_says_what_would_be_allowed() {
    let detail = |policy: &Policy<'_>, request| ask(policy, &request).1["detail"].clone();
    assert_eq!(detail(&LISTENER, Get("/rtm/42?expiry=3601")), "at most 3600 seconds are allowed");
    assert_eq!(detail(&LISTENER, Get("/rtm/42?version=006")), "add version=007 to the query");
}

#[test]
fn fpa_lives_no_longer_than_allowed_and_is_an_app_token() {
    let fpa = |seconds: u32| [generate(json!({"serviceFpa": {"enable": true}, "tokenExpireTs": seconds}))];
    assert_refused(&LISTENER, APP, fpa(60));
    let policy = LISTENER.allow_app_tokens(true);
    assert_refused(&policy, LIFETIME, fpa(86_400));
    assert_given(&policy, fpa(3600));
}

#[test]
fn a_longer_lifetime_is_refused() {
    let requests = [
        Get("/rtc/room/audience/uid/42?expiry=3601"),
        Get("/rtm/42?expiry=3601"),
        Get("/rtm/42?expiry=3601&version=006"),
        Get("/rte/room/publisher/uid/42?expiry=3601"),
        Get("/chat/account/42?expiry=86400"),
        get_token(json!({"tokenType": "rtc", "channel": "room", "uid": "42", "expire": 3601})),
        get_token(json!({"tokenType": "rtm", "uid": "42", "expire": 3601})),
        get_token(json!({"tokenType": "chat", "uid": "42", "expire": 3601})),
        // The token's lifetime and the privileges' one each count.
        generate(json!({"uid": "42", "serviceRtm": {"enable": true}, "tokenExpireTs": 3601, "privilegeExpireTs": 60})),
        generate(json!({"uid": "42", "serviceRtm": {"enable": true}, "tokenExpireTs": 60, "privilegeExpireTs": 3601})),
    ];
    assert_refused(&SPEAKER, LIFETIME, requests);
    let education = |switch: &str| json!({switch: true, "userUuid": "42"});
    let for_the_app = [
        Get("/chat/app?expiry=3601"),
        get_token(json!({"tokenType": "chat", "expire": 3601})),
        generate(json!({"serviceChat": {"enableApp": true}, "tokenExpireTs": 3601})),
        generate(json!({"serviceApaas": education("enableApp"), "tokenExpireTs": 3601})),
        generate(json!({"serviceApaas": education("enableUser"), "tokenExpireTs": 3601})),
        generate(json!({"serviceFpa": {"enable": true}, "tokenExpireTs": 3601})),
    ];
    assert_refused(&SPEAKER.allow_app_tokens(true), LIFETIME, for_the_app);
}

#[test]
fn the_default_lifetime_is_held_to_the_policy_too() {
    let policy = SPEAKER.max_expires_in(3599);
    let requests = [
        Get("/rtc/room/audience/uid/42"),
        Get("/rtm/42"),
        Get("/rte/room/publisher/uid/42"),
        Get("/chat/account/42"),
        get_token(json!({"tokenType": "rtm", "uid": "42"})),
        generate(json!({"uid": "42", "serviceRtm": {"enable": true}})),
        generate(json!({"uid": "42", "serviceRtm": {"enable": true}, "privilegeExpireTs": 60})),
    ];
    assert_refused(&policy, LIFETIME, requests);
}

#[test]
fn one_service_too_many_refuses_the_whole_answer() {
    let enabled = json!({"enable": true});
    let request = |role: u32, user_uuid: &str| {
        [generate(json!({
            "uid": "42", "channelName": "room", "serviceRtc": {"enable": true, "role": role}, "serviceRtm": enabled,
            "serviceChat": {"enableUser": true, "userUuid": user_uuid},
        }))]
    };
    assert_given(&LISTENER, request(2, "42"));
    assert_refused(&LISTENER, PUBLISH, request(1, "42"));
    assert_refused(&LISTENER, USER, request(2, "43"));
}

#[test]
fn what_is_allowed_is_given() {
    assert_given(
        &LISTENER,
        [
            Get("/rtc/room/audience/uid/42"),
            Get("/rtc/team-7/subscriber/userAccount/42?expiry=3600"),
            Get("/rtm/42?expiry=1"),
            Get("/chat/account/42"),
            get_token(json!({"tokenType": "rtc", "channel": "room", "uid": 42})),
            get_token(json!({"tokenType": "rtm", "uid": "42"})),
            get_token(json!({"tokenType": "chat", "uid": "42"})),
            generate(json!({
                "uid": "42", "channelName": "room", "serviceRtc": {"enable": true}, "serviceRtm": {"enable": true},
                "serviceChat": {"enableUser": true, "userUuid": "42"},
                "serviceApaas": {"enableUser": true, "userUuid": "42"},
            })),
        ],
    );
    assert_given(
        &SPEAKER,
        [
            Get("/rtc/room/publisher/uid/42"),
            Get("/rte/room/publisher/uid/42"),
            Get("/rte/room/audience/uid/42/42"),
            get_token(json!({"tokenType": "rtm", "channel": "team-1", "uid": "42"})),
            generate(json!({"uid": "42", "channelName": "room", "serviceRtc": {"enable": true, "role": 1}})),
        ],
    );
    assert_given(
        &BACKEND,
        [Get("/rtc/*/publisher/uid/0?expiry=999999999"), Get("/rte/a/publisher/uid/0/bob"), Get("/chat/app")],
    );
}

#[test]
fn the_default_policy_gives_nothing() {
    let nobody = Policy::default();
    let requests = [
        (USER, Get("/rtm/1")),
        (USER, Get("/chat/account/1")),
        (APP, Get("/chat/app")),
        (USER, Get("/rtc/room/audience/uid/1")),
        (ANY_USER, Get("/rtc/room/audience/uid/0")),
        (APP, generate(json!({"serviceFpa": {"enable": true}}))),
    ];
    for (text, request) in requests {
        assert_refused(&nobody, text, [request]);
    }
    assert_refused(&nobody.user(Some("1")), CHANNEL, [Get("/rtc/room/audience/uid/1")]);
}

#[test]
fn a_policy_sees_the_user_that_is_signed() {
    // Percent-encoding and numbers are read before the policy, once.
    assert_given(&LISTENER, [Get("/rtm/%34%32"), get_token(json!({"tokenType": "rtm", "uid": 42}))]);
    let (_, body) = ask(&LISTENER, &Get("/rtc/%72oom/audience/uid/%34%32"));
    let token = body["rtcToken"].as_str().unwrap();
    assert!(issuer().check_rtc(token, "room", User::Uid(42), Privilege::RTC_JOIN_CHANNEL, None).is_ok());
}

/// The holder of a 006 token moves the border between its channel and its uid: the signature covers
/// both behind one another, and the CRCs lie outside of it.
#[test]
fn a_006_token_can_be_rewritten_for_another_channel_and_user() {
    let token = issuer()
        .rtc(Version::V006, "room1", User::Uid(23), Role::Publisher, Duration::from_secs(600))
        .unwrap()
        .to_string();
    let base64 = base64::engine::general_purpose::STANDARD;
    let (front, content) = token.split_at(35);
    let mut content = base64.decode(content).unwrap();
    content[34..38].copy_from_slice(&crc32fast::hash(b"room").to_le_bytes());
    content[38..42].copy_from_slice(&crc32fast::hash(b"123").to_le_bytes());
    let forged = format!("{front}{}", base64.encode(content));
    let join = |channel, uid| issuer().check_rtc(&forged, channel, User::Uid(uid), Privilege::RTC_JOIN_CHANNEL, None);
    assert!(join("room", 123).is_ok());
    assert_eq!(join("room1", 23), Err(Error::WrongChannel));
}

#[test]
fn a_policy_that_limits_names_gives_007_tokens_and_refuses_006_ones() {
    let limited = [LISTENER, LISTENER.channels(&["*"]), BACKEND.channels(&["room"]).allow_any_channel(false)];
    for policy in limited {
        assert_refused(&policy, VERSION, [Get("/rtc/room/audience/uid/42?version=006")]);
        let (_, body) = ask(&policy, &Get("/rtc/room/audience/uid/42"));
        let info = TokenInfo::parse(body["rtcToken"].as_str().unwrap()).unwrap();
        assert_eq!((info.version, info.services[0].kind), (Version::V007, ServiceType::Rtc));
        // In an RTM token the end of the user id can be moved into the message behind it.
        assert_refused(&policy, VERSION, [Get("/rtm/42?version=006")]);
        assert_given(&policy, [Get("/rtm/42")]);
    }
    let policy = LISTENER.max_role(Role::Publisher);
    assert_refused(&policy, VERSION, [Get("/rte/room/audience/uid/42?version=006")]);
    for open in [BACKEND, BACKEND.channels(&[]), BACKEND.allow_any_channel(false)] {
        let (_, body) = ask(&open, &Get("/rtc/room/audience/uid/42"));
        assert_eq!(TokenInfo::parse(body["rtcToken"].as_str().unwrap()).unwrap().version, Version::V006);
    }
}
