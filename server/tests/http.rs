//! What reaches the server that is not a plain request.

mod support;

use std::io::{BufReader, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::thread::{self, sleep};
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
fn a_whole_head_that_is_invalid_gets_a_json_error() {
    let server = Server::start(&[]);
    for head in [
        "POST /getToken HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
        "POST /getToken HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /getToken HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /getToken HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST /getToken HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET rtm/1 HTTP/1.1\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let answer = last_answer(&server, head.as_bytes());
        assert_eq!((answer.status, &*answer.error()), (400, "the request is not HTTP/1.1"), "{head}");
    }
}

#[test]
fn an_empty_line_before_a_request_is_skipped() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    for lines in ["\r\n", "\n", "\r\n\r\n"] {
        stream.write_all(lines.as_bytes()).unwrap();
        sleep(Duration::from_millis(20));
        send(&mut stream, "GET", "/ping", &[], b"");
        assert_eq!(Answer::read(&mut BufReader::new(&mut stream), "GET").json()["message"], "pong");
    }
}

#[test]
fn lines_may_end_without_a_carriage_return_wherever_the_head_is_cut() {
    let server = Server::start(&[]);
    for head in ["GET /ping HTTP/1.1\nHost: x\n\r\n", "GET /ping HTTP/1.1\nHost: x\n\n"] {
        for cut in 1..head.len() {
            let mut stream = server.connect();
            // Well before the server gives up on a head that has stopped.
            stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
            let (first, rest) = head.split_at(cut);
            stream.write_all(first.as_bytes()).unwrap();
            sleep(Duration::from_millis(2));
            stream.write_all(rest.as_bytes()).unwrap();
            assert_eq!(Answer::read(&mut BufReader::new(stream), "GET").json()["message"], "pong", "{head:?} {cut}");
        }
    }
}

#[test]
fn the_limit_of_a_head_is_what_the_answer_says() {
    let server = Server::start(&[]);
    let head = |length: usize| {
        let (start, end) = ("GET /ping HTTP/1.1\r\nConnection: close\r\nx: ", "\r\n\r\n");
        format!("{start}{}{end}", "x".repeat(length - start.len() - end.len()))
    };
    let headers =
        |count: usize| format!("GET /ping HTTP/1.1\r\nConnection: close\r\n{}\r\n", "x: x\r\n".repeat(count - 1));
    for good in [head(32_768), headers(100)] {
        assert_eq!(last_answer(&server, good.as_bytes()).json()["message"], "pong");
    }
    for bad in [head(32_769), headers(101)] {
        assert_eq!(last_answer(&server, bad.as_bytes()).status, 431);
        // The limit does not depend on how it comes.
        let mut stream = server.connect();
        for part in bad.as_bytes().chunks(3_000) {
            let _ = stream.write_all(part);
            sleep(Duration::from_millis(1));
        }
        assert_eq!(Answer::read(&mut BufReader::new(stream), "GET").status, 431);
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
    sleep(Duration::from_millis(300));
    stream.write_all(rest).unwrap();
    assert!(Answer::read(&mut answers, "POST").json()["token"].is_string());
}

#[test]
fn half_a_head_behind_a_request_is_kept_until_the_rest_comes() {
    let server = Server::start(&[]);
    let request = b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let mut stream = server.connect();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    for cut in (1..request.len()).cycle().take(150) {
        let (half, rest) = request.split_at(cut);
        stream.write_all(&[request, half].concat()).unwrap();
        sleep(Duration::from_millis(30));
        stream.write_all(rest).unwrap();
        for _ in 0..2 {
            assert_eq!(Answer::read(&mut answers, "GET").json()["message"], "pong", "{cut}");
        }
    }
}

/// Numbers that look random, and are the same in each run.
struct Numbers(u64);

impl Numbers {
    /// A number below this one.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }
}

/// A few requests, one behind the other in pieces that know nothing of them; and their answers.
fn pipeline(server: &Server, numbers: &mut Numbers) {
    let body = br#"{"tokenType":"rtm","uid":"1"}"#;
    let chunked = "POST /getToken HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n";
    let kinds: [(Vec<u8>, &str); 4] = [
        (b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(), "message"),
        (b"GET /rtm/1?expiry=60 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n".to_vec(), "rtmToken"),
        (
            [format!("POST /getToken HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat(),
            "token",
        ),
        ([chunked.as_bytes(), body, b"\r\n0\r\n\r\n"].concat(), "token"),
    ];
    let requests: Vec<&(Vec<u8>, &str)> =
        (0..2 + numbers.below(6)).map(|_| &kinds[numbers.below(kinds.len())]).collect();
    let bytes: Vec<u8> = requests.iter().flat_map(|(bytes, _)| bytes).copied().collect();
    let mut stream = server.connect();
    stream.set_nodelay(true).unwrap();
    let mut sent = 0;
    while sent < bytes.len() {
        let end = (sent + 1 + numbers.below(120)).min(bytes.len());
        stream.write_all(&bytes[sent..end]).unwrap();
        sent = end;
        // Most pieces follow at once, some after a while.
        let micros = [0, 0, 0, 0, 1_000, 1_000, 30_000, 150_000][numbers.below(8)];
        sleep(Duration::from_micros(numbers.below(micros + 1) as u64));
    }
    let mut answers = BufReader::new(stream);
    for (request, member) in requests {
        let answer = Answer::read(&mut answers, "GET");
        assert!(answer.json()[member].is_string(), "{}: {answer:?}", String::from_utf8_lossy(request));
    }
}

#[test]
fn of_pipelined_requests_on_5000_connections_none_is_lost_however_they_are_cut() {
    let server = Server::start(&[]);
    thread::scope(|scope| {
        for seed in 1..=100 {
            let server = &server;
            scope.spawn(move || {
                let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15 + seed);
                (0..50).for_each(|_| pipeline(server, &mut numbers));
            });
        }
    });
}

#[test]
fn a_client_that_has_closed_its_side_behind_a_request_gets_the_answer() {
    let server = Server::start(&[]);
    let body = br#"{"tokenType":"rtm","uid":"1"}"#;
    for (method, target, member, body) in [("GET", "/ping", "message", &b""[..]), ("POST", "/getToken", "token", body)]
    {
        let mut stream = server.connect();
        send(&mut stream, method, target, &[], body);
        stream.shutdown(Shutdown::Write).unwrap();
        let mut stream = BufReader::new(stream);
        assert!(Answer::read(&mut stream, method).json()[member].is_string(), "{target}");
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    }
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
