//! The page at `/` and what is behind it, over a socket. test_page.py drives the page itself.

mod support;

use std::net::TcpListener;
use std::time::Duration;

use agora_token::{Field, Issuer, Privilege, Role, Service, ServiceType, TokenInfo, User, Version};
use serde_json::{Value, json};
use support::{APP_ID, Answer, CERTIFICATE, CREDENTIALS, Server, refusal};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const SECRET: &str = "a secret of the app, of 32 bytes or more";
const ON: (&str, &str) = ("PLAYGROUND", "1");
const HOUR: Duration = Duration::from_secs(3600);

/// A token for user 42 in the channel room.
fn token() -> String {
    rtc(Version::V007)
}

fn rtc(version: Version) -> String {
    support::issuer().rtc(version, "room", User::Uid(42), Role::Subscriber, HOUR).unwrap().to_string()
}

fn post(server: &Server, body: &Value) -> Answer {
    server.ask("POST", "/inspect", &[], body.to_string().as_bytes())
}

/// The answer to a question about a token.
#[track_caller]
fn inspect(server: &Server, body: Value) -> Value {
    let answer = post(server, &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(!answer.body.to_lowercase().contains(&CERTIFICATE.to_lowercase()), "{}", answer.body);
    answer.json()
}

/// Asserts that a question about a token is refused as a mistake, and gives the text.
#[track_caller]
fn mistake(server: &Server, body: &[u8]) -> String {
    let answer = server.ask("POST", "/inspect", &[], body);
    assert_eq!(answer.status, 400, "{}", answer.body);
    answer.error()
}

#[test]
fn without_the_setting_there_is_neither_page_nor_inspect() {
    for variables in [&[][..], &[("PLAYGROUND", "0")], &[("PLAYGROUND", "")]] {
        let server = Server::start(variables);
        let nowhere = server.get("/nowhere");
        assert_eq!(nowhere.status, 404);
        for (method, target) in
            [("GET", "/"), ("POST", "/"), ("GET", "/inspect"), ("POST", "/inspect"), ("GET", "/openapi.json")]
        {
            let answer = server.ask(method, target, &[], b"{}");
            assert_eq!((answer.status, &answer.body), (404, &nowhere.body), "{method} {target}");
        }
        assert!(!server.stop().stderr.contains("page"));
    }
}

#[test]
fn the_setting_or_demo_turns_the_page_on_and_the_start_says_where_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let by_setting = Server::start(&[ON]);
    let by_demo = Server::start_in(directory.path(), &[], &["--demo"]);
    for server in [by_setting, by_demo] {
        assert_eq!(server.get("/").status, 200);
        assert_eq!(inspect(&server, json!({"token": token()}))["verdict"]["good"], true);
        let place = format!("A page to make and inspect tokens is at http://{}/\n", server.address);
        assert!(server.stop().stderr.ends_with(&place));
    }
    let off = Server::start_in(directory.path(), &[("PLAYGROUND", "0")], &["--demo"]);
    assert_eq!(off.get("/").status, 404);
}

#[test]
fn the_place_of_a_page_on_every_interface_is_localhost() {
    let directory = tempfile::tempdir().unwrap();
    let server = Server::start_in(directory.path(), &[&CREDENTIALS[..], &[ON, ("HOST", "0.0.0.0")]].concat(), &[]);
    let place = format!(" http://localhost:{}/\n", server.address.port());
    assert!(server.stop().stderr.ends_with(&place));
}

#[test]
fn another_value_of_the_setting_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let (code, stderr) = refusal(directory.path(), &[&CREDENTIALS[..], &[("PLAYGROUND", "yes")]].concat(), &[]);
    assert_eq!((code, &*stderr), (2, "agora-token: PLAYGROUND must be 0 or 1\n"));
}

#[test]
fn the_page_is_one_document_that_may_load_nothing() {
    let server = Server::start(&[ON]);
    let page = server.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.starts_with("<!doctype html>") && page.body.ends_with("</html>\n"));
    assert!(!page.body.contains("{{") && !page.body.contains(CERTIFICATE) && !page.body.contains(APP_ID));
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(page.headers[name], value);
    }
    assert!(!page.headers.contains_key("access-control-allow-origin"));
    let policy: Vec<&str> = page.headers["content-security-policy"].split("; ").collect();
    for directive in [
        "default-src 'none'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(&directive), "{directive}");
    }
    assert_eq!(policy.iter().filter(|directive| directive.contains("-src 'sha256-")).count(), 2);
    assert!(!policy.iter().any(|directive| directive.contains("unsafe")));
    let head = server.ask("HEAD", "/", &[], b"");
    assert_eq!(
        (head.status, &head.headers["content-security-policy"]),
        (200, &page.headers["content-security-policy"])
    );
}

#[test]
fn the_page_says_how_the_server_was_started() {
    let directory = tempfile::tempdir().unwrap();
    let demo = Server::start_in(directory.path(), &[], &["--demo"]).get("/").body;
    assert!(demo.contains("<body class=\"demo open\">"));
    assert!(Server::start(&[ON]).get("/").body.contains("<body class=\"open\">"));
    assert!(Server::start(&[ON, ("API_KEYS", KEY)]).get("/").body.contains("<body class=\"\">"));
}

#[test]
fn a_wrong_method_gets_405_with_the_right_one() {
    let server = Server::start(&[ON]);
    for (target, allowed) in
        [("/", "GET, HEAD"), ("/openapi.json", "GET, HEAD"), ("/inspect", "POST"), ("/inspect/", "POST")]
    {
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"] {
            if allowed.split(", ").any(|name| name == method) {
                continue;
            }
            let answer = server.ask(method, target, &[], b"");
            assert_eq!((answer.status, &*answer.headers["allow"]), (405, allowed), "{method} {target}");
            if method != "HEAD" {
                assert_eq!(answer.error(), format!("this route takes {allowed}"));
            }
        }
    }
}

#[test]
fn a_token_is_inspected_as_the_library_reads_it() {
    let server = Server::start(&[ON]);
    for version in [Version::V006, Version::V007] {
        let token = rtc(version);
        let answer = inspect(&server, json!({"token": format!("  {token}\n")}));
        let expected: Value = serde_json::from_str(&TokenInfo::parse(&token).unwrap().to_json()).unwrap();
        assert_eq!(answer["inspection"], expected);
        assert!(answer["now"].as_u64().unwrap().abs_diff(support::contract::unix_now()) <= 60);
    }
}

#[test]
fn a_token_alone_is_judged_by_its_signature_and_lifetime() {
    let server = Server::start(&[ON]);
    let until = TokenInfo::parse(&token()).unwrap().expires_at;
    let good = &inspect(&server, json!({"token": token()}))["verdict"];
    assert_eq!((&good["good"], &good["cut_at"]), (&true.into(), &Value::Null));
    assert!(good["expires_at"].as_u64().unwrap().abs_diff(until) <= 60);
    // It could be checked only with the names that it does not hold.
    let undecided = &inspect(&server, json!({"token": rtc(Version::V006)}))["verdict"];
    assert_eq!((&undecided["good"], &undecided["name"]), (&false.into(), &"UNSUPPORTED_IN_VERSION".into()));
    assert!(undecided["advice"].as_str().unwrap().starts_with("name the channel and the user"));
    for uid in [json!("42"), json!(42)] {
        let named = json!({"token": rtc(Version::V006), "channel": "room", "uid": uid});
        assert_eq!(inspect(&server, named)["verdict"]["good"], true);
    }
}

#[test]
fn each_thing_that_does_not_match_is_named_with_what_to_do() {
    let server = Server::start(&[ON]);
    let other = Issuer::new(APP_ID, KEY).unwrap();
    let forged = other.rtc(Version::V007, "room", User::Uid(42), Role::Subscriber, HOUR).unwrap().to_string();
    let mut builder = support::issuer().builder(Version::V007);
    builder.issued_at(1_700_000_000).expires_in(3600);
    builder.add(Service::rtc("room", User::Uid(42)).grant(Privilege::RTC_JOIN_CHANNEL, 0)).unwrap();
    let expired = builder.build().unwrap();
    let token = token();
    let (channel, uid) = ("room", "42");
    for (body, reason, fact, advice) in [
        (
            json!({"token": token, "channel": "Room", "uid": uid}),
            "the token is for another channel",
            r#""Room""#,
            "to the letter",
        ),
        (
            json!({"token": token, "channel": channel, "uid": "43"}),
            "the token is for another user",
            r#""43""#,
            "to the letter",
        ),
        (
            json!({"token": token, "channel": channel, "uid": "0"}),
            "the token is for another user",
            "a token for any user",
            "to the letter",
        ),
        (
            json!({"token": token, "channel": channel, "uid": uid, "privilege": "publish-audio"}),
            "the token does not grant this privilege of this service",
            "RTC: publish audio",
            "the role publisher",
        ),
        (
            json!({"token": token, "service": "rtm", "uid": uid}),
            "the token does not grant",
            "RTM: login",
            "issue a token",
        ),
        (json!({"token": forged}), "the signature does not match", "", "the current App Certificate"),
        (json!({"token": expired}), "the token has expired", "1700003600", "issue a new one"),
        (json!({"token": "nonsense"}), "the text is not a token", "", "look at both ends"),
    ] {
        let answer = inspect(&server, body.clone());
        let verdict = &answer["verdict"];
        assert_eq!(verdict["good"], false, "{body}");
        assert!(verdict["reason"].as_str().unwrap().starts_with(reason), "{verdict}");
        assert!(verdict["advice"].as_str().unwrap().contains(advice), "{verdict}");
        assert!(verdict.to_string().contains(&fact.replace('"', "\\\"")), "{verdict}");
        assert_eq!(answer["inspection"].is_null(), reason.contains("not a token"));
    }
}

#[test]
fn every_row_of_the_explanations_is_answered_to_the_letter() {
    let server = Server::start(&[ON]);
    let mut count = 0;
    for row in support::explanations() {
        let token = row["token"].as_str().unwrap();
        // The white space around a paste is dropped, and a question without a token is none.
        if token.trim() != token || token.is_empty() {
            continue;
        }
        let mut body = json!({"token": token});
        if let Some(service) = ServiceType::from_number(row["service"].as_u64().unwrap().try_into().unwrap()) {
            body["service"] = service.name().into();
            body["privilege"] = row["privilege"].to_string().into();
            for (name, key, fields) in [("channel", "channel", Field::CHANNELS), ("uid", "user", Field::USERS)] {
                if service.fields().iter().any(|field| fields.contains(field)) {
                    let text = row[key].as_str().unwrap();
                    body[name] = if text.is_empty() { "0" } else { text }.into();
                }
            }
        }
        let answer = inspect(&server, body);
        let mut verdict = answer["verdict"].clone();
        for (number, word) in [("sdk_error", "sdk_error"), ("cut_at", "cut")] {
            assert_eq!(answer["words"][word].is_string(), verdict[number].is_number(), "{answer}");
        }
        verdict["now"] = row["expected"]["now"].clone();
        assert_eq!(verdict, row["expected"], "{}", row["name"]);
        count += 1;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn what_agora_cuts_is_good_until_then() {
    let server = Server::start(&[ON]);
    let token = support::issuer().rtm(Version::V007, "ann", 48 * HOUR).unwrap().to_string();
    let answer = inspect(&server, json!({"token": token, "service": "rtm", "uid": "ann"}));
    assert!(answer["words"]["cut"].as_str().unwrap().contains("24 hours"), "{answer}");
    let verdict = &answer["verdict"];
    let info = TokenInfo::parse(&token).unwrap();
    assert_eq!((&verdict["good"], &verdict["cut_at"]), (&true.into(), &info.cut_at().unwrap().into()));
    assert_eq!(verdict["expires_at"], info.expires_at);
}

#[test]
fn a_question_that_does_not_fit_is_refused_and_not_half_answered() {
    let server = Server::start(&[ON]);
    for (body, expected) in [
        (json!({}), "token is required"),
        (json!({"token": ""}), "token is required"),
        (json!({"token": null}), "token is required"),
        (json!({"token": 7}), r#""token" must be a string"#),
        (json!({"token": "x", "channel": ["a"]}), r#""channel" must be a string"#),
        (
            json!({"token": "x", "channel": "a", "uid": -1}),
            r#""uid" must be a string, or a whole number from 0 to 4294967295"#,
        ),
        (json!({"token": "x", "channel": "a"}), "uid is required"),
        (json!({"token": "x", "uid": "1"}), "channel is required"),
        (json!({"token": "x", "service": "rtm"}), "uid is required"),
        (json!({"token": "x", "service": "rtm", "channel": "a", "uid": "1"}), "channel does not go with RTM"),
        (json!({"token": "x", "service": "fpa", "uid": "1"}), "uid does not go with FPA"),
        (
            json!({"token": "x", "service": "stt", "privilege": "1"}),
            "privilege does not go with STT: being in the token is all that it grants",
        ),
        (
            json!({"token": "x", "service": "chat", "privilege": "app", "uid": "1"}),
            "uid does not go with the whole app",
        ),
        (json!({"token": "x", "service": "education", "channel": "maths"}), "uid is required"),
        (
            json!({"token": "x", "service": "video"}),
            "the service must be rtc, rtm, streaming, fpa, chat, fcdn, education, rtm2, convoai or stt",
        ),
        (
            json!({"token": "x", "service": "chat", "privilege": "join", "uid": "1"}),
            "privilege must be one of Chat's: user, app; or a number",
        ),
    ] {
        assert_eq!(mistake(&server, body.to_string().as_bytes()), expected, "{body}");
    }
    for (body, expected) in [
        (&b"{"[..], "the body is not valid JSON (line 1, column 1)"),
        (b"", "the body must be a JSON object"),
        (b"[]", "the body must be a JSON object"),
        (b"{\"token\":\"\xff\"}", "the body is not valid JSON (line 1, column 11)"),
    ] {
        assert_eq!(mistake(&server, body), expected);
    }
}

#[test]
fn the_limits_are_those_of_the_other_routes() {
    let server = Server::start(&[ON]);
    let answer = server.ask("POST", "/inspect", &[], &vec![b' '; 70_000]);
    assert_eq!((answer.status, &*answer.error()), (413, "the body is larger than 65536 bytes"));
    let limited = Server::start(&[ON, ("RATE_LIMIT", "2/h")]);
    assert_eq!(limited.get("/").status, 200);
    assert_eq!(post(&limited, &json!({"token": "x"})).status, 200);
    let answer = post(&limited, &json!({"token": "x"}));
    assert_eq!(answer.status, 429);
    assert!(answer.headers["retry-after"].parse::<u32>().unwrap() > 0);
    assert_eq!(limited.get("/").status, 429);
}

#[test]
fn a_small_token_gets_no_large_answer() {
    let server = Server::start(&[ON]);
    let mut builder = support::issuer().builder(Version::V007);
    builder.add(Service::rtc(&"\u{1}".repeat(60_000), User::ANY).grant(Privilege::RTC_JOIN_CHANNEL, 60)).unwrap();
    let token = builder.build().unwrap();
    assert!(token.len() < 8 * 1024, "{}", token.len());
    let answer = post(&server, &json!({"token": token, "channel": "room", "uid": "1"}));
    assert_eq!(answer.status, 413);
    assert!(answer.error().contains("agora-token inspect"), "{}", answer.body);
    server.stop();
}

#[test]
fn with_keys_or_sessions_a_stranger_gets_the_page_and_no_answer() {
    for variables in [[ON, ("API_KEYS", KEY)], [ON, ("JWT_SECRET", SECRET)]] {
        let server = Server::start(&variables);
        assert_eq!(server.get("/").status, 200);
        let answer = post(&server, &json!({"token": token()}));
        assert_eq!((answer.status, &*answer.headers["www-authenticate"]), (401, "Bearer"));
        assert_eq!(answer.error(), "send Authorization: Bearer with an API key or a session token");
        let wrong = server.ask("POST", "/inspect", &[("Authorization", "Bearer wrong")], b"{}");
        assert_eq!(wrong.status, 401);
        assert_eq!(server.ask("GET", "/inspect", &[], b"").status, 401);
        let description = server.ask("GET", "/openapi.json", &[], b"");
        assert_eq!((description.status, &*description.body), (200, include_str!("../src/openapi.json")));
    }
    let server = Server::start(&[ON, ("API_KEYS", KEY)]);
    let body = json!({"token": token(), "channel": "room", "uid": "42"}).to_string();
    let answer = server.ask("POST", "/inspect", &[("Authorization", &format!("Bearer {KEY}"))], body.as_bytes());
    assert_eq!((answer.status, &answer.json()["verdict"]["good"]), (200, &true.into()));
}

#[test]
fn metrics_and_log_know_the_routes_and_hold_no_token() {
    let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let server = Server::start(&[ON, ("METRICS_ADDR", &metrics), ("LOG_FORMAT", "json")]);
    let token = token();
    // A token may hold another in place of a name: it is not one that was given.
    let mut builder = support::issuer().builder(Version::V007);
    builder.add(Service::rtm(&token)).unwrap();
    let nested = builder.build().unwrap();
    assert_eq!(server.get("/").status, 200);
    assert_eq!(inspect(&server, json!({"token": nested}))["inspection"]["services"][0]["user_id"], *token);
    let text = server.at(&metrics).get("/metrics").body;
    for line in [
        r#"agora_token_requests_total{route="page",status="200"} 1"#,
        r#"agora_token_requests_total{route="inspect",status="200"} 1"#,
    ] {
        assert!(text.lines().any(|other| other == line), "{line}\n{text}");
    }
    assert!(!text.contains("agora_token_tokens_total{"), "{text}");
    let stderr = server.stop().stderr;
    let routes: Vec<Value> =
        stderr.lines().filter_map(|line| serde_json::from_str::<Value>(line).unwrap().get("route").cloned()).collect();
    assert_eq!(routes, ["page", "inspect"]);
    for secret in [&*token, &nested, "room", CERTIFICATE] {
        assert!(!stderr.contains(secret), "{secret}: {stderr}");
    }
}
