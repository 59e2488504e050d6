//! What the server tells of itself: metrics and logs.

mod support;

use std::io::{BufReader, Write};
use std::net::TcpListener;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use support::contract::unix_now;
use support::{Answer, CERTIFICATE, Server};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn ask(server: &Server, target: &str, token: &str) -> support::Answer {
    server.ask("GET", target, &[("Authorization", &format!("Bearer {token}"))], b"")
}

#[test]
fn metrics_count_requests_tokens_refusals_and_time() {
    let address = free_address();
    let server = Server::start(&[("METRICS_ADDR", &address), ("API_KEYS", KEY), ("MAX_EXPIRY", "7200")]);
    for _ in 0..2 {
        assert_eq!(ask(&server, "/rtc/a/publisher/uid/1", KEY).status, 200);
    }
    assert_eq!(ask(&server, "/rte/a/publisher/uid/1?version=007", KEY).status, 200);
    assert_eq!(ask(&server, "/rtm/1?expiry=7201", KEY).status, 403);
    assert_eq!(ask(&server, "/rtm/1", "wrong").status, 401);
    assert_eq!(server.get("/secret-path").status, 401);
    let metrics = server.at(&address).get("/metrics");
    assert_eq!(metrics.status, 200);
    assert!(metrics.headers["content-type"].starts_with("application/openmetrics-text"));
    for line in [
        r#"agora_token_requests_total{route="rtc",status="200"} 2"#,
        r#"agora_token_requests_total{route="rte",status="200"} 1"#,
        r#"agora_token_requests_total{route="rtm",status="403"} 1"#,
        r#"agora_token_requests_total{route="rtm",status="401"} 1"#,
        r#"agora_token_requests_total{route="other",status="401"} 1"#,
        r#"agora_token_tokens_total{kind="RTC"} 4"#,
        r#"agora_token_tokens_total{kind="RTM"} 1"#,
        r#"agora_token_refusals_total{reason="policy"} 1"#,
        r#"agora_token_refusals_total{reason="bad_token"} 1"#,
        r#"agora_token_refusals_total{reason="no_token"} 1"#,
        "agora_token_request_duration_seconds_count 6",
    ] {
        assert!(metrics.body.lines().any(|other| other == line), "{line}\n{}", metrics.body);
    }
    assert!(!metrics.body.contains("secret-path"));
    assert_eq!(server.at(&address).get("/rtm/1").status, 404);
    assert_eq!(server.get("/metrics").status, 401);
}

#[test]
fn connections_that_are_refused_are_counted_and_logged_now_and_then_without_what_came() {
    let address = free_address();
    let server = Server::start(&[("METRICS_ADDR", &address), ("LOG_FORMAT", "json")]);
    let long = "x".repeat(1 << 20);
    for request in [
        "hostile \x1b[2J\r\n\r\n",
        "GET /hostile HTTP/9.9\r\n\r\n",
        &format!("GET /hostile HTTP/1.1\r\nx: {long}\r\n\r\n"),
        &format!("GET /hostile{long} HTTP/1.1\r\n\r\n"),
    ] {
        let mut stream = server.connect();
        // A server that has seen enough may close before all is written.
        let _ = stream.write_all(request.as_bytes());
        Answer::read(&mut BufReader::new(stream), "GET").error();
    }
    // A head that has stopped is given up after 10 seconds.
    let mut slow = server.connect();
    slow.write_all(b"GET /hostile HTTP/1.1\r\n").unwrap();
    assert_eq!(Answer::read(&mut BufReader::new(slow), "GET").status, 408);
    let metrics = server.at(&address).get("/metrics").body;
    for (reason, count) in [("malformed", 2), ("head_too_large", 1), ("url_too_long", 1), ("slow_head", 1)] {
        let line = format!(r#"agora_token_connections_refused_total{{reason="{reason}"}} {count}"#);
        assert!(metrics.lines().any(|other| other == line), "{line}\n{metrics}");
    }
    let stderr = server.stop().stderr;
    let lines: Vec<Value> = stderr.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
    let messages: Vec<&str> = lines.iter().map(|line| line["message"].as_str().unwrap()).collect();
    assert_eq!(
        messages,
        [
            "a connection from 127.0.0.1 was refused: malformed; 0 more since the last such line",
            "a connection from 127.0.0.1 was refused: slow_head; 3 more since the last such line",
        ]
    );
    assert!(!stderr.contains("hostile"), "{stderr}");
}

#[test]
fn metrics_answer_while_strangers_hold_their_port() {
    let address = free_address();
    let server = Server::start(&[("METRICS_ADDR", &address)]);
    let strangers: Vec<_> = (0..200)
        .map(|index| {
            let mut stream = server.at(&address).connect();
            let beginnings = ["", "G", "GET /metrics HTTP/1.1\r\n\r\n"];
            // One that has made room already may be closed.
            let _ = stream.write_all(beginnings[index % beginnings.len()].as_bytes());
            stream
        })
        .collect();
    assert_eq!(server.at(&address).get("/metrics").status, 200);
    drop(strangers);
}

#[test]
fn requests_are_not_logged_unless_asked_for() {
    let server = Server::start(&[]);
    server.get("/rtm/1");
    assert_eq!(server.stop().stderr.lines().count(), 1);
}

#[test]
fn the_json_log_has_a_line_for_each_request_and_no_secret_in_it() {
    let server = Server::start(&[("LOG_FORMAT", "json"), ("API_KEYS", KEY)]);
    let token = ask(&server, "/rtc/private/publisher/uid/1", KEY).json()["rtcToken"].as_str().unwrap().to_owned();
    ask(&server, "/rtm/1", "a wrong key for this server");
    server.get("/rtm/1?key=0123456789abcdef0123456789abcdef");
    let stderr = server.stop().stderr;
    let lines: Vec<Value> = stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4, "{stderr}");
    assert_eq!(lines[0]["message"], "This server gives tokens to backends with an API key.");
    assert_eq!((&lines[1]["route"], &lines[1]["status"]), (&"rtc".into(), &200.into()));
    assert!(lines[1]["caller"].as_str().unwrap().starts_with("key "));
    assert_eq!((&lines[2]["status"], &lines[2]["caller"]), (&401.into(), &Value::Null));
    for line in &lines[1..] {
        assert_eq!((&line["method"], &line["address"]), (&"GET".into(), &"127.0.0.1".into()));
        assert!(line["time"].as_f64().unwrap() > 1.7e9 && line["microseconds"].is_u64(), "{line}");
    }
    for secret in [&token, KEY, "a wrong key", CERTIFICATE, "private"] {
        assert!(!stderr.contains(secret), "{secret}: {stderr}");
    }
}

#[test]
fn a_line_of_the_json_log_is_bounded_and_has_nothing_in_it_that_a_terminal_obeys() {
    let secret = "a secret of the app, of 32 bytes or more";
    let server = Server::start(&[("LOG_FORMAT", "json"), ("JWT_SECRET", secret)]);
    let name = "a\u{7f}b\u{9b}31mc\u{202e}d\u{2066}e\u{200f}f\u{61c}g\u{1b}";
    let claims = json!({"sub": name, "exp": unix_now() + 3600});
    let key = EncodingKey::from_secret(secret.as_bytes());
    ask(&server, "/rtm/1", &jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap());
    server.ask(&"M".repeat(5_000), &format!("/{}", "p".repeat(2_000)), &[], b"");
    let stderr = server.stop().stderr;
    let lines: Vec<&str> = stderr.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    assert!(lines.iter().all(|line| line.bytes().all(|byte| (0x20..0x7f).contains(&byte))), "{stderr:?}");
    let value = |line: &str, name: &str| serde_json::from_str::<Value>(line).unwrap()[name].clone();
    assert_eq!(value(lines[0], "caller"), format!("user {name}"));
    assert_eq!(value(lines[1], "method"), "M".repeat(64));
    assert!(lines[1].len() < 300, "{}", lines[1]);
}

#[test]
fn an_open_server_warns_in_its_json_log() {
    let stderr = Server::start(&[("LOG_FORMAT", "json")]).stop().stderr;
    let line: Value = serde_json::from_str(stderr.trim_end()).unwrap();
    assert_eq!(line["level"], "warn");
    assert_eq!(line["message"], "This server is open: whoever reaches it gets any token.");
}
