//! The contract of the endpoint, case for case, and what holds for all of its answers.

mod support;

use agora_token::{
    Endpoint, EndpointOptions, Error, Issuer, MAX_BODY, MAX_TARGET, Policy, Request, Response, Role, Route,
    ServiceType, TokenInfo, Version,
};
use serde_json::Value;
use support::contract::{Tokens, contract, text, unix_now};
use support::issuer;

const CASES: usize = 350;

/// The bytes of a request of the contract.
struct Asked {
    method: String,
    target: String,
    origin: String,
    body: Vec<u8>,
}

fn asked(request: &Value) -> Asked {
    let body = match &request["body_hex"] {
        Value::String(hex) => {
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        }
        _ if request["body"].is_null() => Vec::new(),
        _ => text(&request["body"]).into_bytes(),
    };
    Asked {
        method: request["method"].as_str().unwrap().to_owned(),
        target: text(&request["target"]),
        origin: request["headers"]["Origin"].as_str().unwrap_or_default().to_owned(),
        body,
    }
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap()).collect()
}

fn endpoint(options: &Value) -> Endpoint {
    let mut read = EndpointOptions::default();
    if options["version"] == "007" {
        read.version = Version::V007;
    }
    if let Some(status) = options["client_error_status"].as_u64() {
        read.client_error_status = status as u16;
    }
    read.allow_origins = strings(&options["allow_origins"]).into_iter().map(str::to_owned).collect();
    read.omit_cors_headers = options["omit_cors_headers"].as_bool().unwrap_or(read.omit_cors_headers);
    Endpoint::new(&issuer(), read).unwrap()
}

/// The answer to a case.
fn answer(case: &Value) -> Response {
    let asked = asked(&case["request"]);
    let given = &case["policy"];
    let channels = strings(&given["channels"]);
    let default = Policy::default();
    let policy = Policy::NOBODY
        .user(given["user"].as_str().or(default.user))
        .channels(&channels)
        .allow_any_channel(given["allow_any_channel"].as_bool().unwrap_or(default.allow_any_channel))
        .max_role(if given["max_role"] == "publisher" { Role::Publisher } else { default.max_role })
        .max_expires_in(given["max_expires_in"].as_u64().map_or(default.max_expires_in, |seconds| seconds as u32))
        .allow_app_tokens(given["allow_app_tokens"].as_bool().unwrap_or(default.allow_app_tokens))
        .allow_ai_services(given["allow_ai_services"].as_bool().unwrap_or(default.allow_ai_services));
    endpoint(&case["options"]).handle(
        &Request::new(asked.method.as_bytes(), asked.target.as_bytes())
            .origin(asked.origin.as_bytes())
            .body(&asked.body)
            .policy(given.is_object().then_some(&policy)),
    )
}

/// The headers of a case: those of every answer, changed by its own.
fn headers(contract: &Value, case: &Value) -> Vec<(String, String)> {
    let mut headers = contract["headers"].as_object().unwrap().clone();
    headers.extend(case["expect"]["headers"].as_object().cloned().unwrap_or_default());
    headers.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

#[test]
fn every_case_of_the_contract_is_answered_as_it_says() {
    let contract = contract();
    let cases = contract["cases"].as_array().unwrap();
    assert_eq!(cases.len(), CASES);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let tokens = Tokens { issuer: &issuer(), from: unix_now() };
        let response = answer(case);
        assert_eq!(u64::from(response.status), case["expect"]["status"], "{name}: {}", response.body);
        let mut sent: Vec<_> = response.headers.iter().map(|(n, v)| ((*n).to_owned(), v.to_string())).collect();
        sent.sort();
        assert_eq!(sent, headers(&contract, case), "{name}");
        match &case["expect"]["body"] {
            Value::Null => assert_eq!(response.body, "", "{name}"),
            expected => {
                let body: Value = serde_json::from_str(&response.body).unwrap();
                tokens.assert_matches(&body, expected, name);
            }
        }
    }
}

#[test]
fn no_two_cases_of_the_contract_share_a_name() {
    let contract = contract();
    let mut names: Vec<&str> =
        contract["cases"].as_array().unwrap().iter().map(|case| case["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CASES);
}

#[test]
fn no_answer_contains_the_certificate() {
    let contract = contract();
    let certificate = contract["app_certificate"].as_str().unwrap().to_lowercase();
    for case in contract["cases"].as_array().unwrap() {
        let answer = format!("{:?}", answer(case)).to_lowercase();
        assert!(!answer.contains(&certificate), "{}", case["name"]);
    }
    assert!(!format!("{:?}", endpoint(&Value::Null)).to_lowercase().contains(&certificate));
}

#[test]
fn a_mistake_shows_nothing_of_the_request() {
    let endpoint = endpoint(&Value::Null);
    let asked = [
        ("GET", "/MARK", ""),
        ("GET", "/rtc/MARK%01/publisher/uid/1", ""),
        ("GET", "/rtc/a/MARK/uid/1", ""),
        ("GET", "/rtc/a/publisher/MARK/1", ""),
        ("GET", "/rtc/a/publisher/uid/MARK", ""),
        ("GET", "/rte/a/publisher/uid/1/%01MARK", ""),
        ("GET", "/rtm/1?expiry=MARK", ""),
        ("GET", "/rtm/1?version=MARK", ""),
        ("MARK", "/rtm/1", ""),
        ("POST", "/getToken", "MARK"),
        ("POST", "/getToken", r#"{"tokenType":"MARK"}"#),
        ("POST", "/getToken", r#"{"tokenType":"rtc","channel":"MARK/","uid":"1"}"#),
        ("POST", "/token/generate", r#"{"MARK":{"MARK":1}}"#),
    ];
    for (method, target, body) in asked {
        let [method, target, body] = [method, target, body].map(str::as_bytes);
        let response = endpoint.handle(&Request::new(method, target).origin(b"MARK").body(body));
        assert!(response.status >= 400);
        assert!(!format!("{response:?}").contains("MARK"), "{response:?}");
    }
}

#[test]
fn an_answer_says_which_route_was_asked_what_was_given_and_whether_the_policy_refused() {
    let (mut given, mut refused) = (0, 0);
    for case in contract()["cases"].as_array().unwrap() {
        let (response, name) = (answer(case), &case["name"]);
        let target = asked(&case["request"]).target;
        let route = if response.status == 414 { None } else { Route::of(target.as_bytes()) };
        assert_eq!(response.route, route, "{name}");
        assert_eq!(route.is_none(), [404, 414].contains(&response.status), "{name}");
        let tokens = response.body.split('"').filter_map(|text| TokenInfo::parse(text).ok());
        let mut found: Vec<ServiceType> = tokens.flat_map(|info| info.services).map(|service| service.kind).collect();
        let mut said = response.given.clone();
        found.sort();
        said.sort();
        assert_eq!(said, found, "{name}");
        assert_eq!(response.refusal.is_some(), response.status == 403, "{name}");
        given += said.len();
        refused += usize::from(response.refusal.is_some());
    }
    assert!(given > 50 && refused > 10, "{given} {refused}");
}

#[test]
fn bytes_that_no_http_server_would_let_through_are_answered_too() {
    let endpoint = endpoint(&Value::Null);
    let pieces: [&[u8]; 12] =
        [b"/", b"%", b"%00", b"\0", b"\xff", b"?", b"&", b"=", b"expiry", b"rtc", b"publisher/uid/", b"\r\nX: y"];
    // Every target of up to four pieces.
    for number in 0..pieces.len().pow(4) {
        let target: Vec<u8> =
            (0..4).flat_map(|at| pieces[number / pieces.len().pow(at) % pieces.len()]).copied().collect();
        let response = endpoint.handle(&Request::new(b"GET", &target));
        assert!([200, 404, 500].contains(&response.status), "{target:?}");
        serde_json::from_str::<Value>(&response.body).unwrap();
    }
}

#[test]
fn a_head_has_the_status_and_headers_of_the_get() {
    for case in contract()["cases"].as_array().unwrap().iter().filter(|case| case["request"]["method"] == "GET") {
        let get = answer(case);
        let mut case = case.clone();
        case["request"]["method"] = "HEAD".into();
        let head = answer(&case);
        assert_eq!((head.status, head.headers, head.body.as_str()), (get.status, get.headers, ""), "{}", case["name"]);
    }
}

#[test]
fn the_body_reads_in_the_order_that_clients_know() {
    let endpoint = endpoint(&Value::Null);
    let body = |method: &str, target: &str, body: &str| {
        let [method, target, body] = [method, target, body].map(str::as_bytes);
        endpoint.handle(&Request::new(method, target).body(body)).body
    };
    assert!(body("GET", "/rte/a/publisher/uid/1", "").starts_with(r#"{"rtcToken":"006"#));
    let generated = body("POST", "/token/generate", r#"{"serviceFpa":{"enable":true}}"#);
    assert!(generated.starts_with(r#"{"code":0,"message":"Success","data":{"token":"007"#));
    assert_eq!(
        body("POST", "/token/generate", "[]"),
        r#"{"code":-1,"message":"the body must be a JSON object","data":""}"#
    );
}

#[test]
fn each_answer_has_a_token_of_its_own() {
    let endpoint = endpoint(&Value::Null);
    let request = Request::new(b"GET", b"/rtc/test/publisher/uid/1");
    assert_ne!(endpoint.handle(&request).body, endpoint.handle(&request).body);
}

#[test]
fn a_host_can_answer_in_the_same_form() {
    let endpoint = endpoint(&serde_json::json!({"allow_origins": ["https://app.example"]}));
    let response = endpoint.error(401, "the \"key\" is unknown", b"https://app.example");
    assert_eq!((response.status, response.body.as_str()), (401, r#"{"error":"the \"key\" is unknown"}"#));
    assert!(response.headers.contains(&("Access-Control-Allow-Origin", "https://app.example".into())));
    assert!(response.headers.contains(&("Pragma", "no-cache".into())));
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let new = |change: &dyn Fn(&mut EndpointOptions)| {
        let mut options = EndpointOptions::default();
        change(&mut options);
        Endpoint::new(&issuer(), options).map(drop)
    };
    for client_error_status in [0, 200, 401, 501, u16::MAX] {
        assert_eq!(new(&|options| options.client_error_status = client_error_status), Err(Error::OutOfRange));
    }
    for origin in ["", "https://a.example\r\nX: y", "https://a b", "https://\u{e9}.example"] {
        let allow_origins = vec!["https://app.example".to_owned(), origin.to_owned()];
        assert_eq!(new(&|options| options.allow_origins = allow_origins.clone()), Err(Error::OutOfRange), "{origin}");
    }
    assert_eq!(new(&|options| options.client_error_status = 400), Ok(()));
}

#[test]
fn the_issuer_may_be_dropped_first() {
    let issuer = Issuer::new(support::APP_ID, support::CERTIFICATE).unwrap();
    let endpoint = Endpoint::new(&issuer, EndpointOptions::default()).unwrap();
    drop(issuer);
    let request = Request::new(b"GET", b"/rtm/1");
    assert_eq!(endpoint.handle(&request).status, 200);
}

#[test]
fn a_host_may_cut_what_is_too_long_after_one_byte_too_many() {
    let endpoint = endpoint(&Value::Null);
    let target = [b"/rtm/", &[b'1'; MAX_TARGET - 4][..]].concat();
    let request = Request::new(b"GET", &target);
    assert_eq!(endpoint.handle(&request).status, 414);
    let body = vec![b' '; MAX_BODY + 1];
    let request = Request::new(b"POST", b"/getToken").body(&body);
    assert_eq!(endpoint.handle(&request).status, 413);
}

#[test]
fn details_say_when_to_renew_and_for_whom_and_nothing_else_changes() {
    let endpoint = endpoint(&Value::Null);
    let ask = |method: &str, target: &str, body: &str| {
        let request = Request::new(method.as_bytes(), target.as_bytes()).body(body.as_bytes());
        let response = endpoint.handle(&request);
        (response.status, serde_json::from_str::<Value>(&response.body).unwrap())
    };
    let generate =
        r#"{"channelName":"a","uid":"7","tokenExpireTs":900,"privilegeExpireTs":60,"serviceRtc":{"enable":true}}"#;
    for (method, target, body, lifetime, user, names) in [
        ("GET", "/rtc/a/publisher/uid/42?expiry=600&details=1", "", 600, "42", &["rtcToken"][..]),
        ("GET", "/rtc/a/publisher/uid/0?details=1&version=007", "", 3600, "", &["rtcToken"]),
        ("GET", "/rte/a/publisher/uid/42/ann?details=1", "", 3600, "42", &["rtcToken", "rtmToken"]),
        ("GET", "/rtm/ann?details=1", "", 3600, "ann", &["rtmToken"]),
        ("GET", "/chat/app?details=1", "", 3600, "", &["chatToken"]),
        ("POST", "/getToken?details=1", r#"{"tokenType":"rtm","uid":"ann","expire":60}"#, 60, "ann", &["token"]),
        ("POST", "/token/generate?details=1", generate, 60, "7", &["token"]),
    ] {
        let before = unix_now();
        let (status, mut answer) = ask(method, target, body);
        assert_eq!(status, 200, "{target}");
        let answer = if target.starts_with("/token/generate") { answer["data"].take() } else { answer };
        let members = answer.as_object().unwrap();
        let expires_at = members["expiresAt"].as_u64().unwrap();
        assert!((before + lifetime..=unix_now() + lifetime).contains(&expires_at), "{target}: {answer}");
        assert_eq!((&members["appId"], &members["user"]), (&issuer().app_id().into(), &user.into()), "{target}");
        for name in names {
            let token = TokenInfo::parse(members[*name].as_str().unwrap()).unwrap();
            // A client that renews by it is never late.
            assert!(token.expires_at >= expires_at, "{target}");
        }
        assert_eq!(members.len(), names.len() + 3, "{target}: {answer}");
    }
    let (_, plain) = ask("GET", "/rtc/a/publisher/uid/42", "");
    assert_eq!(plain.as_object().unwrap().len(), 1);
    for wrong in ["details=2", "details=true", "details=1&details=1"] {
        let (status, answer) = ask("GET", &format!("/rtm/ann?{wrong}"), "");
        assert_eq!((status, &answer["error"]), (500, &"details is invalid".into()), "{wrong}");
    }
}
