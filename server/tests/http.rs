//! What reaches the server that is not a plain request.

mod support;

use std::io::{BufReader, ErrorKind, Read, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::{Answer, Server, send};

/// The answer to these bytes, after which the server must close.
fn last_answer(server: &Server, bytes: &[u8]) -> Answer {
    let mut stream = server.connect();
    // A server that has seen enough may close before all is written.
    let _ = stream.write_all(bytes);
    let mut stream = BufReader::new(stream);
    let answer = Answer::read(&mut stream, "GET");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).unwrap();
    assert_eq!(String::from_utf8_lossy(&rest), "");
    answer
}

#[test]
fn what_is_not_http_gets_a_json_error_and_the_connection_is_closed() {
    let server = Server::start(&[]);
    for bytes in [
        &b"hello\r\n\r\n"[..],
        b"GET /rtm/1 HTTP/1.1 more\r\n\r\n",
        b"GET /rtc/a\x01b/publisher/uid/1 HTTP/1.1\r\n\r\n",
        b"GET /rtm/1 HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET /rtm/1 HTTP/3.0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ] {
        let answer = last_answer(&server, bytes);
        assert_eq!((answer.status, &*answer.error()), (400, "the request is not HTTP/1.1"));
    }
}

#[test]
fn a_url_of_any_length_gets_a_json_error() {
    let server = Server::start(&[]);
    for length in [8_193, 32_768, 65_534, 65_535, 70_000, 1 << 20, 8 << 20] {
        let answer = server.get(&format!("/{}", "x".repeat(length - 1)));
        assert_eq!((answer.status, &*answer.error()), (414, "the URL is longer than 8192 bytes"), "{length}");
    }
}

#[test]
fn headers_that_are_too_large_or_too_many_get_a_json_error() {
    let server = Server::start(&[]);
    let large = format!("GET /rtm/1 HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(1 << 20));
    let many = format!("GET /rtm/1 HTTP/1.1\r\n{}\r\n", "x: x\r\n".repeat(1_000));
    for bytes in [large, many] {
        let answer = last_answer(&server, bytes.as_bytes());
        assert_eq!(answer.status, 431);
        assert_eq!(answer.error(), "the head of the request is larger than 32768 bytes, or has more than 100 headers");
    }
}

#[test]
fn a_body_of_10_mb_gets_a_json_error() {
    let server = Server::start(&[]);
    let answer = server.ask("POST", "/getToken", &[], &vec![b' '; 10_000_000]);
    assert_eq!((answer.status, &*answer.error()), (413, "the body is larger than 65536 bytes"));
}

#[test]
fn a_body_that_breaks_its_framing_gets_a_json_error() {
    let server = Server::start(&[]);
    let answer = last_answer(&server, b"POST /getToken HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n");
    assert_eq!((answer.status, &*answer.error()), (400, "the body is not what its headers say"));
}

#[test]
fn one_connection_takes_many_requests_and_pipelined_ones() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    for _ in 0..20 {
        send(&mut stream, "GET", "/rtm/1", &[], b"");
    }
    let good = b"GET /ping HTTP/1.1\r\n\r\n";
    stream.write_all(&[&good[..], &good[..], b"broken\r\n\r\n"].concat()).unwrap();
    let mut stream = BufReader::new(stream);
    for _ in 0..20 {
        assert!(Answer::read(&mut stream, "GET").json()["rtmToken"].is_string());
    }
    for _ in 0..2 {
        assert_eq!(Answer::read(&mut stream, "GET").json()["message"], "pong");
    }
    assert_eq!(Answer::read(&mut stream, "GET").error(), "the request is not HTTP/1.1");
}

#[test]
fn a_request_may_come_in_pieces_behind_another_one() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    let body = br#"{"tokenType":"rtm","uid":"1"}"#;
    let head = format!("POST /getToken HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len());
    let (first, rest) = body.split_at(10);
    stream.write_all(&[b"GET /ping HTTP/1.1\r\n\r\n", head.as_bytes(), first].concat()).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    assert_eq!(Answer::read(&mut answers, "GET").json()["message"], "pong");
    // Longer than an idle connection keeps its buffers.
    sleep(Duration::from_millis(300));
    stream.write_all(rest).unwrap();
    assert!(Answer::read(&mut answers, "POST").json()["token"].is_string());
}

#[test]
fn a_client_that_leaves_halfway_disturbs_nobody() {
    let server = Server::start(&[]);
    for half in ["", "GET /rt", "GET /rtm/1 HTTP/1.1\r\n", "POST /getToken HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"] {
        server.connect().write_all(half.as_bytes()).unwrap();
    }
    assert_eq!(server.get("/ping").status, 200);
    assert_eq!(server.stop().status.code(), Some(0));
}

#[test]
fn an_answer_to_head_has_no_body() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    for target in ["/rtm/1", "/nowhere"] {
        send(&mut stream, "HEAD", target, &[], b"");
    }
    send(&mut stream, "GET", "/ping", &[("Connection", "close")], b"");
    let mut stream = BufReader::new(stream);
    assert_eq!(Answer::read(&mut stream, "HEAD").status, 200);
    assert_eq!(Answer::read(&mut stream, "HEAD").status, 404);
    assert_eq!(Answer::read(&mut stream, "GET").json()["message"], "pong");
}

#[test]
fn a_client_that_never_reads_its_answers_is_let_go() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    stream.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    let requests = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
    // Until nothing more goes in, the answers fill the buffers of both sides; then the server gives up, and a
    // write fails for another reason than that there is no room.
    let start = Instant::now();
    let end = loop {
        match stream.write(requests.as_bytes()) {
            Ok(_) => {}
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {}
            Err(error) => break error.kind(),
        }
        assert!(start.elapsed() < Duration::from_secs(60), "the connection is still there");
    };
    assert!([ErrorKind::ConnectionReset, ErrorKind::BrokenPipe].contains(&end), "{end:?}");
    assert_eq!(server.get("/ping").status, 200);
    server.stop();
}

#[test]
fn a_connection_gets_no_answer_that_it_did_not_ask_for() {
    let server = Server::start(&[]);
    // An empty line behind an answer, and a body that the route does not read.
    let empty_line = [&b"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n"[..], b"\r\n"];
    let body = [&b"GET /ping HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n"[..], &[b'x'; 9000]];
    let streams = [empty_line, body].map(|parts| {
        let mut stream = server.connect();
        stream.write_all(parts[0]).unwrap();
        sleep(Duration::from_millis(50));
        stream.write_all(parts[1]).unwrap();
        stream
    });
    for stream in streams {
        let mut stream = BufReader::new(stream);
        assert_eq!(Answer::read(&mut stream, "GET").json()["message"], "pong");
        stream.get_mut().set_read_timeout(Some(Duration::from_secs(11))).unwrap();
        // It may be closed or still be open, but nothing more comes.
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        assert_eq!(String::from_utf8_lossy(&rest), "");
    }
    assert_eq!(server.get("/ping").status, 200);
    server.stop();
}
