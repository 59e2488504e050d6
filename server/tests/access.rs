//! Who may get what, under each setting.

mod support;

use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use support::contract::unix_now;
use support::{Answer, CREDENTIALS, Server, program, refusal, send};

const KEY: &str = "0123456789abcdef0123456789abcdef";
const OTHER_KEY: &str = "fedcba9876543210fedcba9876543210";
const SECRET: &str = "a secret of the app, of 32 bytes or more";
const PUBLISH: &str = "/rtc/room-1/publisher/uid/42";
const LISTEN: &str = "/rtc/room-1/audience/uid/42";
/// A target for each kind of token that names no user or opens more than a user's own.
const FOR_BACKENDS: [&str; 4] = ["/chat/app", "/rtc/*/publisher/uid/7", "/rtc/room-1/publisher/uid/0", "/rtm/7"];

fn key_file(name: &str) -> String {
    format!("{}/tests/keys/{name}.pem", env!("CARGO_MANIFEST_DIR"))
}

/// The claims of user 42, good for an hour, with these beside them or in their place; null takes one out.
fn claims(more: Value) -> Value {
    let mut claims = json!({"sub": "42", "exp": unix_now() + 3600, "agora.channels": ["room-1", "team-*"]});
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    claims
}

fn sign(algorithm: Algorithm, key: &EncodingKey, claims: &Value) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, key).unwrap()
}

/// A session token signed with the secret.
fn session(more: Value) -> String {
    sign(Algorithm::HS256, &EncodingKey::from_secret(SECRET.as_bytes()), &claims(more))
}

fn ask(server: &Server, target: &str, token: &str) -> Answer {
    server.ask("GET", target, &[("Authorization", &format!("Bearer {token}"))], b"")
}

/// Asserts that a token is refused with 401, and gives the reason.
#[track_caller]
fn unauthorised(server: &Server, token: &str) -> String {
    let answer = ask(server, LISTEN, token);
    assert_eq!(answer.status, 401, "{}", answer.body);
    let reason = answer.error();
    let challenge = format!(r#"Bearer error="invalid_token", error_description="{reason}""#);
    assert_eq!(answer.headers["www-authenticate"], challenge);
    reason
}

fn with_sessions(variables: &[(&str, &str)]) -> Server {
    Server::start(&[&[("JWT_SECRET", SECRET)], variables].concat())
}

fn problem(variables: &[(&str, &str)]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let (code, stderr) = refusal(directory.path(), &[&CREDENTIALS, variables].concat(), &[]);
    assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
    stderr.trim_end().strip_prefix("agora-token: ").unwrap().to_owned()
}

#[test]
fn a_key_opens_everything() {
    let server = Server::start(&[("API_KEYS", &format!("{OTHER_KEY}, {KEY}"))]);
    for target in FOR_BACKENDS.into_iter().chain([PUBLISH, LISTEN]) {
        assert_eq!(ask(&server, target, KEY).status, 200, "{target}");
        assert_eq!(ask(&server, target, OTHER_KEY).status, 200, "{target}");
    }
    let body = br#"{"tokenType":"rtc","channel":"a","uid":"1"}"#;
    let bearer = format!("bearer {KEY}");
    assert_eq!(server.ask("POST", "/getToken", &[("Authorization", &bearer)], body).status, 200);
}

#[test]
fn without_a_good_key_no_route_gives_a_token() {
    let server = Server::start(&[("API_KEYS", KEY)]);
    for target in FOR_BACKENDS.into_iter().chain([PUBLISH, LISTEN, "/nowhere"]) {
        let answer = server.get(target);
        assert_eq!(answer.status, 401, "{target}");
        assert_eq!(answer.error(), "send Authorization: Bearer with an API key or a session token");
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    for target in ["/getToken", "/token/generate"] {
        assert_eq!(server.ask("POST", target, &[], b"{}").status, 401);
    }
    for token in [&KEY[1..], &KEY.to_uppercase(), &format!("{KEY}x"), "x"] {
        assert_eq!(unauthorised(&server, token), "the key is not valid");
    }
    for header in [KEY, &format!("Basic {KEY}"), "Bearer"] {
        assert_eq!(server.ask("GET", LISTEN, &[("Authorization", header)], b"").status, 401, "{header}");
    }
    // A session token is nothing where no setting asks for any.
    assert_eq!(ask(&server, LISTEN, &session(json!({}))).status, 401);
}

#[test]
fn health_ping_and_preflight_need_no_key() {
    let server = Server::start(&[("API_KEYS", KEY)]);
    let health = server.get("/healthz");
    assert_eq!((health.status, health.json()), (200, json!({"status": "ok"})));
    let wrong = server.ask("POST", "/healthz", &[], b"");
    assert_eq!((wrong.status, &*wrong.error()), (405, "this route takes GET, HEAD"));
    assert_eq!(server.get("/ping").json(), json!({"message": "pong"}));
    let preflight = server.ask("OPTIONS", LISTEN, &[("Origin", "https://app.example")], b"");
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.headers["access-control-allow-headers"], "Authorization, Content-Type");
}

#[test]
fn keys_that_are_missing_or_weak_refuse_to_start() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("keys");
    let path = file.to_str().unwrap();
    assert_eq!(problem(&[("API_KEYS", "")]), "API_KEYS is set but empty: give it a value, or leave it out");
    assert!(problem(&[("API_KEYS", &format!("{KEY},"))]).starts_with("API_KEYS has a bad key, number 2: "));
    assert!(problem(&[("API_KEYS", "short")]).starts_with("API_KEYS has a bad key, number 1: "));
    assert!(problem(&[("API_KEYS_FILE", path)]).starts_with("API_KEYS_FILE names a file that cannot be read: "));
    fs::write(&file, "# nothing\n\n").unwrap();
    assert_eq!(problem(&[("API_KEYS_FILE", path)]), "API_KEYS_FILE has no key: put in one, or leave the setting out");
    let both = "API_KEYS and API_KEYS_FILE are both set: leave one of them out";
    assert_eq!(problem(&[("API_KEYS", KEY), ("API_KEYS_FILE", path)]), both);
}

#[test]
fn a_key_under_a_misspelt_name_in_the_file_does_not_start_an_open_server() {
    let directory = tempfile::tempdir().unwrap();
    let write = |text: &str| fs::write(directory.path().join(".env"), text).unwrap();
    for name in ["API_KEY", "api_keys"] {
        write(&format!("DATABASE_URL=x\n{name}={KEY}\n"));
        let (code, stderr) = refusal(directory.path(), &CREDENTIALS, &[]);
        let expected = format!("agora-token: .env has {name}, which is no setting: API_KEYS is\n");
        assert_eq!((code, stderr), (2, expected));
    }
    // The process has its environment from others too.
    write("DATABASE_URL=x\n");
    let variables = [&CREDENTIALS[..], &[("API_KEY", KEY)]].concat();
    assert_eq!(Server::start_in(directory.path(), &variables, &[]).get(LISTEN).status, 200);
}

/// Waits until a token is answered with this status: a reload takes its moment.
fn wait_for(server: &Server, token: &str, status: u16) {
    for _ in 0..1_000 {
        if ask(server, LISTEN, token).status == status {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the keys were not read again");
}

#[test]
fn sighup_reads_the_keys_again_and_a_bad_file_keeps_the_old_ones() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("keys");
    let write = |text: &str| fs::write(&file, text).unwrap();
    write(&format!("# backends\n{KEY}\n"));
    let server = Server::start(&[("API_KEYS_FILE", file.to_str().unwrap())]);
    assert_eq!(ask(&server, LISTEN, KEY).status, 200);
    assert_eq!(ask(&server, LISTEN, OTHER_KEY).status, 401);
    write(&format!("{OTHER_KEY}\r\n"));
    server.signal("HUP");
    wait_for(&server, OTHER_KEY, 200);
    assert_eq!(ask(&server, LISTEN, KEY).status, 401);
    write("");
    server.signal("HUP");
    write(&format!("{KEY}\n{OTHER_KEY}\n"));
    server.signal("HUP");
    wait_for(&server, KEY, 200);
    write("\n");
    server.signal("HUP");
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(ask(&server, LISTEN, KEY).status, 200);
    let stderr = server.stop().stderr;
    let kept = "agora-token: certificate and keys stay as they were: API_KEYS_FILE has no key: put in one, or leave the setting out";
    assert!(stderr.lines().any(|line| line == kept), "{stderr}");
    assert!(!stderr.contains(KEY) && !stderr.contains(OTHER_KEY), "{stderr}");
}

#[test]
fn a_user_gets_tokens_for_themselves_in_their_channels() {
    let server = with_sessions(&[]);
    let token = session(json!({}));
    for target in [LISTEN, "/rtc/team-7/audience/uid/42", "/rtm/42", "/chat/account/42"] {
        assert_eq!(ask(&server, target, &token).status, 200, "{target}");
    }
    let publisher = session(json!({"agora.role": "publisher"}));
    for target in [PUBLISH, LISTEN, "/rte/room-1/publisher/uid/42"] {
        assert_eq!(ask(&server, target, &publisher).status, 200, "{target}");
    }
}

#[test]
fn a_user_who_asks_for_more_gets_403() {
    let server = with_sessions(&[]);
    let token = session(json!({}));
    for target in FOR_BACKENDS {
        assert_eq!(ask(&server, target, &token).status, 403, "{target}");
    }
    for (target, reason) in [
        (PUBLISH, "a token to publish is not allowed"),
        ("/rtc/room-2/audience/uid/42", "a token for this channel is not allowed"),
        ("/rtc/room-1/audience/uid/43", "a token for this user is not allowed"),
        ("/rte/room-1/audience/uid/42/43", "a token for this user is not allowed"),
        ("/rtc/room-1/audience/uid/42?expiry=86401", "a token that lives so long is not allowed"),
        ("/rtc/room-1/audience/uid/42?version=006", "a 006 token is not allowed: ask for version 007"),
    ] {
        let answer = ask(&server, target, &token);
        assert_eq!((answer.status, &*answer.error()), (403, reason), "{target}");
    }
}

#[test]
fn a_mistake_of_a_user_is_said_as_in_an_open_server() {
    let answer = ask(&with_sessions(&[]), "/rtc/room-1/audience/uid/x", &session(json!({})));
    assert_eq!((answer.status, &*answer.error()), (500, "uid is invalid"));
}

#[test]
fn an_answer_without_the_body_read_says_that_the_connection_closes() {
    let server = with_sessions(&[]);
    let connection = |headers: &[(&str, &str)], method: &str, body: &[u8]| {
        let mut stream = server.connect();
        send(&mut stream, method, "/getToken", headers, body);
        let answer = Answer::read(&mut BufReader::new(stream), method);
        (answer.status, answer.headers.get("connection").cloned())
    };
    let close = Some("close".to_owned());
    let token = format!("Bearer {}", session(json!({})));
    let with_token = [("Authorization", &*token)];
    assert_eq!(connection(&[], "POST", &[b'x'; 3000]), (401, close.clone()));
    assert_eq!(connection(&[], "OPTIONS", b"x"), (204, close.clone()));
    assert_eq!(connection(&with_token, "POST", &[b'x'; 70_000]), (413, close));
    // With the body read, or without one, it stays open.
    assert_eq!(connection(&with_token, "POST", &[b'x'; 3000]), (400, None));
    assert_eq!(connection(&[], "POST", b""), (401, None));
}

#[test]
fn the_claims_may_be_in_an_object_and_the_channel_alone() {
    let server = with_sessions(&[]);
    let token = session(json!({"agora.channels": null, "agora": {"channels": "room-1", "role": "publisher"}}));
    assert_eq!(ask(&server, PUBLISH, &token).status, 200);
    assert_eq!(ask(&server, "/rtc/room-2/publisher/uid/42", &token).status, 403);
}

#[test]
fn a_numeric_user_is_a_uid() {
    assert_eq!(ask(&with_sessions(&[]), LISTEN, &session(json!({"sub": 42}))).status, 200);
}

#[test]
fn the_user_comes_from_the_claim_that_is_set() {
    let server = with_sessions(&[("JWT_USER_CLAIM", "uid")]);
    assert_eq!(ask(&server, LISTEN, &session(json!({"sub": "somebody", "uid": 42}))).status, 200);
    let answer = ask(&server, LISTEN, &session(json!({})));
    assert_eq!((answer.status, &*answer.error()), (403, "the session token names no user"));
}

#[test]
fn claims_that_make_no_sense_are_refused() {
    let server = with_sessions(&[("JWT_ALLOW_ANY_CHANNEL", "1")]);
    for more in [
        json!({"sub": ""}),
        json!({"sub": -1}),
        json!({"sub": null}),
        json!({"agora.channels": 1}),
        json!({"agora.channels": ["room-1", 1]}),
        json!({"agora.role": "admin"}),
        json!({"agora.role": 1}),
    ] {
        assert_eq!(ask(&server, LISTEN, &session(more.clone())).status, 403, "{more}");
    }
}

#[test]
fn any_channel_and_the_default_role_are_for_tokens_without_such_claims() {
    let server = with_sessions(&[("JWT_ALLOW_ANY_CHANNEL", "1"), ("JWT_DEFAULT_ROLE", "publisher")]);
    let bare = session(json!({"agora.channels": null}));
    assert_eq!(ask(&server, "/rtc/elsewhere/publisher/uid/42", &bare).status, 200);
    assert_eq!(ask(&server, "/rtc/*/publisher/uid/42", &bare).status, 403);
    assert_eq!(ask(&server, "/rtc/elsewhere/publisher/uid/43", &bare).status, 403);
    assert_eq!(ask(&server, "/rtc/elsewhere/audience/uid/42", &session(json!({}))).status, 403);
    assert_eq!(ask(&server, PUBLISH, &session(json!({"agora.role": "subscriber"}))).status, 403);
    // Without the settings a bare token opens no channel.
    assert_eq!(ask(&with_sessions(&[]), LISTEN, &bare).status, 403);
}

#[test]
fn a_session_token_that_is_forged_or_stale_is_refused() {
    let server = with_sessions(&[]);
    let good = session(json!({}));
    assert_eq!(ask(&server, LISTEN, &good).status, 200);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let (header, payload) = signed.split_once('.').unwrap();
    let promoted = session(json!({"agora.role": "publisher", "sub": "43"}));
    let other_payload = promoted.split('.').nth(1).unwrap();
    // {"alg":"none","typ":"JWT"} and {"alg":"None"}
    let none = ["eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0", "eyJhbGciOiJOb25lIn0"];
    let forged = [
        format!("{header}.{other_payload}.{signature}"),
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{}.{payload}.", none[0]),
        format!("{}.{payload}.{signature}", none[0]),
        format!("{}.{payload}.", none[1]),
        format!("{good}x"),
        good[..good.len() - 2].to_owned(),
        "..".to_owned(),
        "x".repeat(4_000),
        sign(Algorithm::HS256, &EncodingKey::from_secret(&[b'x'; 32]), &claims(json!({}))),
        sign(Algorithm::HS512, &EncodingKey::from_secret(SECRET.as_bytes()), &claims(json!({}))),
    ];
    for token in forged {
        assert_eq!(unauthorised(&server, &token), "the key or session token is not valid", "{token}");
    }
    let now = unix_now();
    assert_eq!(unauthorised(&server, &session(json!({"exp": now - 40}))), "the session token has expired");
    assert_eq!(unauthorised(&server, &session(json!({"nbf": now + 60}))), "the session token is not valid yet");
    let lacks = "the session token lacks a claim that is required";
    assert_eq!(unauthorised(&server, &session(json!({"exp": null}))), lacks);
    for broken in [json!({"exp": "tomorrow"}), json!({"exp": -1}), json!({"sub": ["42"]})] {
        assert_eq!(ask(&server, LISTEN, &session(broken.clone())).status, 401, "{broken}");
    }
    // Clocks may be 30 seconds apart.
    assert_eq!(ask(&server, LISTEN, &session(json!({"exp": now - 20}))).status, 200);
    assert_eq!(ask(&server, LISTEN, &session(json!({"nbf": now + 20}))).status, 200);
}

#[test]
fn a_session_token_that_asks_to_be_understood_is_refused() {
    let server = with_sessions(&[]);
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let with = |critical: &[&str]| {
        let mut header = Header::new(Algorithm::HS256);
        header.crit = Some(critical.iter().map(|name| (*name).to_owned()).collect());
        jsonwebtoken::encode(&header, &claims(json!({})), &key).unwrap()
    };
    for critical in [&["b64"][..], &["exp"], &[]] {
        let reason = unauthorised(&server, &with(critical));
        assert_eq!(reason, "the session token has a header crit, which is not supported");
    }
}

#[test]
fn ai_services_are_for_users_whose_claim_says_so() {
    let server = with_sessions(&[]);
    let ask = |service: &str, more: Value| {
        let body = json!({"channelName": "room-1", "uid": "42", service: {"enable": true}}).to_string();
        let bearer = format!("Bearer {}", session(more));
        server.ask("POST", "/token/generate", &[("Authorization", &bearer)], body.as_bytes())
    };
    for (service, number) in [("serviceConvoAI", 9), ("serviceStt", 10)] {
        for more in [json!({"agora.ai": true}), json!({"agora": {"ai": true}})] {
            let answer = ask(service, more);
            assert_eq!(answer.status, 200, "{}", answer.body);
            let token = answer.json()["data"]["token"].as_str().unwrap().to_owned();
            let services = agora_token::TokenInfo::parse(&token).unwrap().services;
            assert!(services.iter().any(|service| service.kind.number() == number), "{services:?}");
        }
        for more in [json!({}), json!({"agora.ai": false}), json!({"agora.ai": "true"}), json!({"agora.ai": 1})] {
            assert_eq!(ask(service, more.clone()).status, 403, "{service} {more}");
        }
    }
}

#[test]
fn issuer_and_audience_are_checked_where_they_are_set() {
    let server = with_sessions(&[("JWT_ISSUER", "https://id.example"), ("JWT_AUDIENCE", "agora")]);
    let with = |issuer: Value, audience: Value| session(json!({"iss": issuer, "aud": audience}));
    let (iss, aud) = (json!("https://id.example"), json!("agora"));
    assert_eq!(ask(&server, LISTEN, &with(iss.clone(), aud.clone())).status, 200);
    assert_eq!(ask(&server, LISTEN, &with(iss.clone(), json!(["else", "agora"]))).status, 200);
    assert_eq!(
        unauthorised(&server, &with(json!("https://else"), aud.clone())),
        "the session token is of another issuer"
    );
    assert_eq!(unauthorised(&server, &with(iss.clone(), json!("else"))), "the session token is for another audience");
    for token in [with(Value::Null, aud), with(iss, Value::Null)] {
        assert_eq!(unauthorised(&server, &token), "the session token lacks a claim that is required");
    }
    // Where they are not, a token may have them.
    assert_eq!(ask(&with_sessions(&[]), LISTEN, &session(json!({"iss": "a", "aud": "b"}))).status, 200);
}

#[test]
fn a_public_key_decides_the_algorithm() {
    let read = |name: &str| fs::read(key_file(name)).unwrap();
    let rsa = EncodingKey::from_rsa_pem(&read("rsa")).unwrap();
    let p256 = EncodingKey::from_ec_pem(&read("p256")).unwrap();
    let ed25519 = EncodingKey::from_ed_pem(&read("ed25519")).unwrap();
    let keys = [
        ("rsa.pub", Algorithm::RS256, rsa.clone()),
        ("p256.pub", Algorithm::ES256, p256),
        ("ed25519.pub", Algorithm::EdDSA, ed25519),
    ];
    for (name, algorithm, _) in &keys {
        let server = Server::start(&[("JWT_PUBLIC_KEY_FILE", &key_file(name))]);
        for (_, other, key) in &keys {
            let status = if other == algorithm { 200 } else { 401 };
            assert_eq!(ask(&server, LISTEN, &sign(*other, key, &claims(json!({})))).status, status, "{name} {other:?}");
        }
        // The public key as a secret: the classic forgery.
        let confused = sign(Algorithm::HS256, &EncodingKey::from_secret(&read(name)), &claims(json!({})));
        assert_eq!(ask(&server, LISTEN, &confused).status, 401, "{name}");
    }
    let server = Server::start(&[("JWT_PUBLIC_KEY_FILE", &key_file("rsa.pub"))]);
    assert_eq!(ask(&server, LISTEN, &sign(Algorithm::RS512, &rsa, &claims(json!({})))).status, 401);
}

#[test]
fn a_key_that_cannot_verify_refuses_to_start() {
    let no_key = "JWT_PUBLIC_KEY_FILE names a file without a public key: it must be PEM, with an RSA key of 2048 to 4096 \
                  bits, a P-256 or an Ed25519 key (BEGIN PUBLIC KEY)";
    let with = |name: &str| problem(&[("JWT_PUBLIC_KEY_FILE", &key_file(name))]);
    for name in ["rsa", "p256", "ed25519"] {
        assert_eq!(with(name), no_key, "{name}");
    }
    for bits in [1024, 2040] {
        let short = format!(
            "JWT_PUBLIC_KEY_FILE names an RSA key of {bits} bits, which is too short: it must have 2048 to 4096 (or take \
             a P-256 or an Ed25519 key)"
        );
        assert_eq!(with(&format!("rsa{bits}.pub")), short);
    }
    let long = "JWT_PUBLIC_KEY_FILE names an RSA key that cannot be used: it must have 2048 to 4096 bits (or take a P-256 \
                or an Ed25519 key)";
    assert_eq!(with("rsa4104.pub"), long);
    // The points of secp256k1 are as long as those of P-256.
    for curve in ["p384.pub", "secp256k1.pub"] {
        let other = "JWT_PUBLIC_KEY_FILE names an EC key of another curve: it must be of P-256, which is prime256v1 to \
                     OpenSSL (or take an Ed25519 key, or an RSA key of 2048 to 4096 bits)";
        assert_eq!(with(curve), other, "{curve}");
    }
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    assert!(problem(&[("JWT_PUBLIC_KEY_FILE", manifest.to_str().unwrap())]).starts_with(no_key));
    assert_eq!(problem(&[("JWT_SECRET", &SECRET[..31])]), "JWT_SECRET is too short: it must be at least 32 bytes");
    assert_eq!(problem(&[("JWT_SECRET", "")]), "JWT_SECRET is set but empty: give it a value, or leave it out");
    let alone = "JWT_AUDIENCE does nothing without JWT_SECRET or JWT_PUBLIC_KEY_FILE or JWT_JWKS_URL or JWT_JWKS_FILE or \
                 JWT_ISSUER";
    assert_eq!(problem(&[("JWT_AUDIENCE", "x")]), alone);
}

#[test]
fn of_keys_and_sessions_either_suffices() {
    let server = with_sessions(&[("API_KEYS", KEY)]);
    assert_eq!(ask(&server, LISTEN, KEY).status, 200);
    assert_eq!(ask(&server, "/chat/app", KEY).status, 200);
    assert_eq!(ask(&server, LISTEN, &session(json!({}))).status, 200);
    assert_eq!(ask(&server, "/chat/app", &session(json!({}))).status, 403);
    assert_eq!(unauthorised(&server, OTHER_KEY), "the key or session token is not valid");
}

#[test]
fn the_start_says_who_may_ask() {
    let said = |variables: &[(&str, &str)]| Server::start(variables).stop().stderr;
    let keys = said(&[("API_KEYS", KEY)]);
    assert_eq!(keys, "agora-token: This server gives tokens to backends with an API key.\n");
    let sessions = said(&[("JWT_SECRET", SECRET)]);
    assert_eq!(sessions, "agora-token: This server gives tokens to users with a session token.\n");
}

#[test]
fn max_expiry_caps_the_lifetime_for_everybody() {
    let server = Server::start(&[("MAX_EXPIRY", "7200")]);
    for target in ["/rtc/a/publisher/uid/1?expiry=7200", "/chat/app", "/rtc/*/publisher/uid/0"] {
        assert_eq!(server.get(target).status, 200, "{target}");
    }
    assert_eq!(&server.get("/rtm/1").json()["rtmToken"].as_str().unwrap()[..3], "006");
    for target in ["/rtc/a/publisher/uid/1?expiry=7201", "/rtm/1?expiry=7201", "/chat/app?expiry=7201"] {
        assert_eq!(server.get(target).status, 403, "{target}");
    }
    let server = Server::start(&[("MAX_EXPIRY", "7200"), ("API_KEYS", KEY)]);
    assert_eq!(ask(&server, "/rtm/1?expiry=7200", KEY).status, 200);
    assert_eq!(ask(&server, "/rtm/1?expiry=7201", KEY).status, 403);
    let server = with_sessions(&[("MAX_EXPIRY", "90000")]);
    assert_eq!(ask(&server, "/rtm/42?expiry=90000", &session(json!({}))).status, 200);
    assert_eq!(problem(&[("MAX_EXPIRY", "0")]), "MAX_EXPIRY must be a number of seconds, such as 86400");
    assert_eq!(problem(&[("MAX_EXPIRY", "1h")]), "MAX_EXPIRY must be a number of seconds, such as 86400");
}

#[test]
fn one_request_too_many_is_429_with_retry_after() {
    let server = Server::start(&[("RATE_LIMIT", "3/day")]);
    for _ in 0..3 {
        assert_eq!(server.get("/rtm/1").status, 200);
    }
    let answer = server.get("/rtm/1");
    assert_eq!((answer.status, &*answer.error()), (429, "too many requests: wait as long as Retry-After says"));
    let wait: u64 = answer.headers["retry-after"].parse().unwrap();
    assert!((1..=28_800).contains(&wait), "{wait}");
    // What costs nothing is not counted.
    for target in ["/ping", "/healthz"] {
        assert_eq!(server.get(target).status, 200);
    }
    assert_eq!(server.ask("OPTIONS", "/rtm/1", &[], b"").status, 204);
    assert!(problem(&[("RATE_LIMIT", "60")]).starts_with("RATE_LIMIT must be "));
}

#[test]
fn each_key_user_and_address_has_a_limit_of_its_own() {
    let server = with_sessions(&[("RATE_LIMIT", "1/day"), ("API_KEYS", &format!("{KEY},{OTHER_KEY}"))]);
    let other = session(json!({"sub": "43"}));
    for token in [KEY, OTHER_KEY, &session(json!({})), &other] {
        assert_ne!(ask(&server, LISTEN, token).status, 429);
        assert_eq!(ask(&server, LISTEN, token).status, 429);
    }
    // A new session token is no new user, and guessing counts for the address.
    assert_eq!(ask(&server, LISTEN, &session(json!({"iat": 1}))).status, 429);
    assert_eq!(ask(&server, LISTEN, "a guess").status, 401);
    assert_eq!(ask(&server, LISTEN, "another guess").status, 429);
    assert_eq!(server.get(LISTEN).status, 429);
}

/// `count` requests on one connection, each with its session token; the statuses of the answers.
fn flood(server: &Server, count: usize, token: impl Fn(usize) -> String) -> Vec<u16> {
    let mut stream = BufReader::new(server.connect());
    let ask = |number| {
        send(stream.get_mut(), "GET", LISTEN, &[("Authorization", &format!("Bearer {}", token(number)))], b"");
        Answer::read(&mut stream, "GET").status
    };
    (0..count).map(ask).collect()
}

#[test]
fn those_who_share_an_address_meet_the_limit_of_their_own_name_alone() {
    let server = with_sessions(&[("RATE_LIMIT", "2/day"), ("API_KEYS", KEY)]);
    let user = |name: usize| session(json!({"sub": name.to_string(), "agora.channels": ["*"]}));
    // More users than the limit, and more false tokens than it, from one address.
    assert!(flood(&server, 10, user).iter().all(|status| *status == 403));
    assert_eq!(flood(&server, 4, |number| format!("a.false.{number}")), [401, 401, 429, 429]);
    assert!(flood(&server, 10, |number| user(100 + number)).iter().all(|status| *status == 403));
    assert_eq!(flood(&server, 3, |_| KEY.to_owned()), [200, 200, 429]);
}

#[test]
fn a_flood_of_false_signatures_is_refused_before_they_are_verified() {
    let variables = [("JWT_PUBLIC_KEY_FILE", &*key_file("p256.pub")), ("RATE_LIMIT", "5/day"), ("API_KEYS", KEY)];
    let server = Server::start(&variables);
    // A signature that is well formed costs the most.
    let other = EncodingKey::from_ec_pem(&fs::read(key_file("p256-other")).unwrap()).unwrap();
    let forged = sign(Algorithm::ES256, &other, &claims(json!({})));
    let statuses = flood(&server, 200, |_| forged.clone());
    assert_eq!(statuses[..5], [401; 5]);
    assert!(statuses[5..].iter().all(|status| *status == 429));
    // While the flood lasts not even a true signature is looked at. A key, which costs next to nothing, is.
    let key = EncodingKey::from_ec_pem(&fs::read(key_file("p256")).unwrap()).unwrap();
    let genuine = |user: u32| sign(Algorithm::ES256, &key, &claims(json!({"sub": user})));
    let refused_unseen = (0..20).any(|user| {
        flood(&server, 200, |_| forged.clone());
        ask(&server, LISTEN, &genuine(user)).status == 429
    });
    assert!(refused_unseen);
    assert_eq!(ask(&server, LISTEN, KEY).status, 200);
    // A second after it all is as before, though the address has no request left for a day.
    std::thread::sleep(Duration::from_millis(1_100));
    assert_eq!(ask(&server, LISTEN, &genuine(42)).status, 200);
    assert_eq!(ask(&server, LISTEN, &forged).status, 429);
}

#[test]
fn sessions_that_have_expired_lock_nobody_out_at_their_address() {
    let server = with_sessions(&[("RATE_LIMIT", "1000/minute")]);
    let expired = session(json!({"exp": unix_now() - 3600}));
    for _ in 0..100 {
        assert_eq!(ask(&server, LISTEN, &expired).status, 401);
    }
    assert_eq!(ask(&server, LISTEN, &session(json!({}))).status, 200);
}

#[test]
fn behind_a_trusted_proxy_the_address_is_the_clients() {
    let from =
        |server: &Server, forwarded: &str| server.ask("GET", "/rtm/1", &[("X-Forwarded-For", forwarded)], b"").status;
    let server = Server::start(&[("RATE_LIMIT", "1/day"), ("TRUST_PROXY_HOPS", "1")]);
    assert_eq!(from(&server, "203.0.113.1"), 200);
    assert_eq!(from(&server, "203.0.113.2"), 200);
    // What the client wrote itself stands further to the left.
    assert_eq!(from(&server, "198.51.100.7, 203.0.113.1"), 429);
    assert_eq!(from(&server, "2001:db8:1:2::1"), 200);
    assert_eq!(from(&server, "2001:db8:1:2:ffff::1"), 429);
    let server = Server::start(&[("RATE_LIMIT", "1/day")]);
    assert_eq!(from(&server, "203.0.113.1"), 200);
    assert_eq!(from(&server, "203.0.113.2"), 429);
}

#[test]
fn refusals_are_readable_for_the_origins_that_may_ask() {
    let server =
        Server::start(&[("API_KEYS", KEY), ("CORS_ALLOW_ORIGIN", "HTTPS://App.Example:443, https://b.example")]);
    let from = |origin: &str| server.ask("GET", LISTEN, &[("Origin", origin)], b"");
    assert_eq!(from("https://app.example").status, 401);
    assert_eq!(from("https://app.example").headers["access-control-allow-origin"], "https://app.example");
    assert_eq!(from("https://else.example").headers.get("access-control-allow-origin"), None);
    for origins in ["app.example", "https://app.example/", "https://a.example,", "https://a b.example"] {
        assert!(problem(&[("CORS_ALLOW_ORIGIN", origins)]).starts_with("CORS_ALLOW_ORIGIN must be "), "{origins}");
    }
}

/// A key that `agora-token key new` makes with these arguments, and its line for the settings.
fn new_key(arguments: &[&str]) -> (String, String) {
    let directory = tempfile::tempdir().unwrap();
    let output = program(directory.path(), &[], &[&["key", "new"], arguments].concat()).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let (key, line) = text.trim_end().split_once('\n').unwrap_or_else(|| panic!("{output:?}"));
    (key.to_owned(), line.to_owned())
}

#[test]
fn a_new_key_is_named_in_the_log_and_known_to_the_server_by_its_hash_alone() {
    let (key, line) = new_key(&["checkout"]);
    assert!(line.starts_with("checkout:") && !line.contains(&key), "{line}");
    assert_ne!(new_key(&["checkout"]).0, key);
    let server = Server::start(&[("API_KEYS", &line), ("LOG_FORMAT", "json")]);
    for target in FOR_BACKENDS.into_iter().chain([PUBLISH, LISTEN]) {
        assert_eq!(ask(&server, target, &key).status, 200, "{target}");
    }
    // Who has read the settings has no key.
    let hash = line.split_once(':').unwrap().1;
    for token in [&*line, hash] {
        assert_eq!(unauthorised(&server, token), "the key is not valid");
    }
    let stderr = server.stop().stderr;
    assert!(stderr.contains(r#""caller":"key checkout""#) && !stderr.contains(&key), "{stderr}");
}

#[test]
fn a_key_with_limits_opens_what_they_say_and_nothing_else() {
    let limits = ["--channel", "room-1", "--channel", "team-*", "--role", "subscriber", "--max-expiry", "600"];
    let (key, line) = new_key(&[&["listener"], &limits[..]].concat());
    let (app_key, app_line) = new_key(&["chat", "--app-tokens"]);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("keys");
    fs::write(&file, format!("{line}\n{app_line}\n{KEY}\n")).unwrap();
    let server = Server::start(&[("API_KEYS_FILE", file.to_str().unwrap())]);
    let status = |key: &str, target: &str| ask(&server, target, key).status;
    for target in ["/rtc/room-1/audience/uid/42?expiry=600", "/rtc/team-7/audience/uid/7?expiry=60"] {
        assert_eq!(status(&key, target), 200, "{target}");
    }
    for target in [
        "/rtc/room-1/publisher/uid/42?expiry=600",
        "/rtc/room-2/audience/uid/42?expiry=600",
        "/rtc/*/audience/uid/42?expiry=600",
        "/rtc/room-1/audience/uid/42?expiry=601",
        "/rtc/room-1/audience/uid/42",
        "/chat/app?expiry=600",
    ] {
        assert_eq!(status(&key, target), 403, "{target}");
    }
    assert_eq!(
        (status(&app_key, "/chat/app"), status(&app_key, PUBLISH), status(&app_key, "/rtc/*/publisher/uid/7")),
        (200, 200, 403)
    );
    // Others are as they were.
    assert_eq!(status(KEY, "/chat/app"), 200);
}

#[test]
fn limits_that_cannot_be_read_refuse_to_start() {
    let (_, line) = new_key(&["checkout"]);
    let limit =
        "a limit is channel=NAME, role=publisher or role=subscriber, max-expiry=SECONDS, app-tokens or ai-services";
    for (entry, reason) in [
        (format!("{line} role=admin"), limit),
        (format!("{line} channels=a"), limit),
        (format!("{line} channel="), limit),
        (format!("{line} subscriber"), limit),
        (format!("{line} max-expiry=0"), "max-expiry must be a number of seconds, such as 3600"),
        (format!("{KEY} role=subscriber"), "limits are for a key as name:hash, which agora-token key new makes"),
        (
            format!("{} role=subscriber", &line[1..line.len() - 1]),
            "limits are for a key as name:hash, which agora-token key new makes",
        ),
    ] {
        assert_eq!(problem(&[("API_KEYS", &entry)]), format!("API_KEYS has a bad key, number 1: {reason}"), "{entry}");
    }
    let twice = |name: &str| format!("API_KEYS has a bad key, number 1: {name} stands twice, and only channel may");
    assert_eq!(problem(&[("API_KEYS", &format!("{line} role=subscriber role=publisher"))]), twice("role"));
    assert_eq!(problem(&[("API_KEYS", &format!("{line} max-expiry=60 max-expiry=86400"))]), twice("max-expiry"));
    let directory = tempfile::tempdir().unwrap();
    for arguments in [
        &["a b"][..],
        &[""],
        &["a", "--role", "admin"],
        &["a", "--channel", "b c"],
        &["a", "--channel", "b\nc"],
        &["a", "--max-expiry", "0"],
    ] {
        let output = program(directory.path(), &[], &[&["key", "new"], arguments].concat()).output().unwrap();
        assert_eq!((output.status.code(), &*output.stdout), (Some(2), &b""[..]), "{arguments:?}");
    }
}

#[test]
fn claims_are_found_by_their_names_and_by_paths_into_objects() {
    let server = with_sessions(&[
        ("JWT_USER_CLAIM", "user.id"),
        ("JWT_CHANNELS_CLAIM", "https://example.com/agora.channels"),
        ("JWT_ROLE_CLAIM", "realm_access.roles"),
    ]);
    let token = |more: Value| {
        let usual = json!({"sub": null, "agora.channels": null, "user": {"id": 42}});
        let mut claims = usual.as_object().unwrap().clone();
        claims.extend(more.as_object().unwrap().clone());
        session(Value::Object(claims))
    };
    let status = |target: &str, more: Value| ask(&server, target, &token(more)).status;
    // One claim of this name, or one in an object whose name has dots too.
    for channels in [
        json!({"https://example.com/agora.channels": ["room-1"]}),
        json!({"https://example.com/agora": {"channels": "room-1"}}),
        json!({"https://example.com/agora.channels": ["room-1"], "https://example.com/agora": {"channels": ["room-2"]}}),
    ] {
        assert_eq!(status(LISTEN, channels.clone()), 200, "{channels}");
        assert_eq!(status("/rtc/room-2/audience/uid/42", channels.clone()), 403, "{channels}");
    }
    // The usual claim has no say where another is set.
    assert_eq!(status(LISTEN, json!({"agora.channels": ["room-1"]})), 403);
    assert_eq!(status(LISTEN, json!({"https://example.com/agora": "room-1"})), 403);
    for (roles, publishes) in [
        (json!(["offline_access", "publisher"]), 200),
        (json!(["subscriber", "publisher"]), 200),
        (json!("publisher"), 200),
        (json!(["offline_access"]), 403),
        (json!([]), 403),
        (json!("offline_access"), 403),
    ] {
        let more = json!({"https://example.com/agora.channels": ["room-1"], "realm_access": {"roles": roles}});
        assert_eq!(status(PUBLISH, more), publishes, "{roles}");
    }
    let name = |user: Value| status(LISTEN, json!({"https://example.com/agora.channels": ["room-1"], "user": user}));
    assert_eq!((name(json!({"id": "42"})), name(json!({"id": "43"})), name(json!("42"))), (200, 403, 403));
}

#[test]
fn a_claim_where_an_object_should_be_does_not_open_every_channel() {
    let settings = [("JWT_ALLOW_ANY_CHANNEL", "1"), ("JWT_CHANNELS_CLAIM", "app_metadata.channels")];
    let server = with_sessions(&settings);
    for metadata in [json!("x"), json!(["x"]), json!(1), Value::Bool(false)] {
        let answer = ask(&server, LISTEN, &session(json!({"app_metadata": metadata})));
        assert_eq!(answer.status, 403, "{metadata}");
        assert!(answer.error().contains("is not an object"), "{metadata}");
    }
    // Where the claim is absent, the setting says what it opens.
    let bare = session(json!({"app_metadata": {}, "agora.channels": null}));
    assert_eq!(ask(&server, LISTEN, &bare).status, 200);
}

#[test]
fn claims_that_are_required_must_have_their_values() {
    let server = with_sessions(&[("JWT_REQUIRED_CLAIMS", "email_verified=true, groups=staff,app.version=2")]);
    let status = |more: Value| ask(&server, LISTEN, &session(more)).status;
    let good = json!({"email_verified": true, "groups": ["all", "staff"], "app": {"version": 2}});
    assert_eq!(status(good.clone()), 200);
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        status(claims)
    };
    // Some providers write truth and numbers as text.
    assert_eq!((with("email_verified", json!("true")), with("app", json!({"version": "2"}))), (200, 200));
    for (name, value) in [
        ("email_verified", json!(false)),
        ("email_verified", json!("True")),
        ("email_verified", Value::Null),
        ("email_verified", json!({"true": true})),
        ("groups", json!(["all"])),
        ("groups", json!("staff-2")),
        ("groups", json!([["staff"]])),
        ("app", json!({})),
        ("app", json!("2")),
    ] {
        assert_eq!(with(name, value.clone()), 403, "{name} {value}");
    }
    for wrong in ["email_verified", "=true", "a=", "a=b,", ","] {
        let expected = "JWT_REQUIRED_CLAIMS must be name=value, separated by commas, such as email_verified=true";
        assert_eq!(problem(&[("JWT_SECRET", SECRET), ("JWT_REQUIRED_CLAIMS", wrong)]), expected, "{wrong}");
    }
}

#[test]
fn a_limit_that_is_apart_from_its_key_is_no_key() {
    let (_, line) = new_key(&["stage", "--role", "subscriber"]);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("keys");
    for limit in ["max-expiry=86400", "max-expiry=a-day-at-most", "channel=stage-rooms-*"] {
        fs::write(&file, format!("{line}\n  {limit}\n")).unwrap();
        let reason =
            "has a bad key, number 2: a limit stands behind its key, in one entry with it and with a space between";
        let said = problem(&[("API_KEYS_FILE", file.to_str().unwrap())]);
        assert_eq!(said, format!("API_KEYS_FILE {reason}"), "{limit}");
        assert_eq!(problem(&[("API_KEYS", &format!("{line},{limit}"))]), format!("API_KEYS {reason}"), "{limit}");
    }
}

#[test]
fn a_hash_whose_name_is_bad_is_no_key() {
    let (_, line) = new_key(&["stage"]);
    for entry in [format!("eu/{line}"), format!("eu:{line}"), line.replace("stage", "")] {
        let reason = "the name before a hash is 1 to 64 letters, digits, dots, dashes and underscores";
        assert_eq!(problem(&[("API_KEYS", &entry)]), format!("API_KEYS has a bad key, number 1: {reason}"), "{entry}");
    }
}

#[test]
fn one_key_has_one_set_of_limits() {
    let (key, line) = new_key(&["stage"]);
    let twice = "API_KEYS has one key twice, with different limits: numbers 1 and 3";
    for other in [line.clone(), format!("{line} role=publisher"), key.clone()] {
        assert_eq!(problem(&[("API_KEYS", &format!("{line} role=subscriber,{KEY},{other}"))]), twice, "{other}");
    }
    // Twice the same says nothing else than once.
    let server = Server::start(&[("API_KEYS", &format!("{line},{key}"))]);
    assert_eq!(ask(&server, PUBLISH, &key).status, 200);
}
