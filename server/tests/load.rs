//! Many clients, slow ones, large ones; and what happens to them when the server reloads or stops. Every loop
//! is bounded, and all of it on the loopback interface.

mod support;

use std::collections::VecDeque;
use std::fs;
use std::io::{BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use support::{Answer, Server, send};

/// How many connections the clients that do nothing have open at a time.
const MANY: usize = 10_000;
const CLIENTS: usize = 4;

/// Lets a test have `MANY` connections open, and one test at a time: the system's limit is for the whole process.
#[cfg(target_os = "linux")]
fn many_connections() -> MutexGuard<'static, ()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    static ONE: Mutex<()> = Mutex::new(());
    let alone = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    let is_enough = maximum.is_none_or(|files| files > MANY as u64 + 500);
    assert!(is_enough, "this test needs more open files: raise the hard limit of ulimit -n");
    alone
}

/// The most memory that the server has had, in kilobytes.
#[cfg(target_os = "linux")]
fn peak_memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

fn read(stream: TcpStream) -> Answer {
    Answer::read(&mut BufReader::new(stream), "GET")
}

/// The most memory that the server may have had, in kilobytes: what `MANY` connections of any kind cost.
#[cfg(target_os = "linux")]
#[track_caller]
fn assert_bounded(server: &Server) {
    let memory = peak_memory(server);
    eprintln!("{memory} KB");
    assert!(memory < 160_000, "{memory} KB");
}

/// Opens `MANY` connections that send these beginnings in turn and stop, and asks for others meanwhile.
#[cfg(target_os = "linux")]
fn assert_many_keep_nobody_out(beginnings: &[Vec<u8>]) {
    let _alone = many_connections();
    let server = Server::start(&[]);
    let stop = AtomicBool::new(false);
    let answers = clients(&server, &[], &stop, || {
        let stopped: Vec<TcpStream> = (0..MANY)
            .map(|index| {
                let mut stream = server.connect();
                // A server that has seen enough may close before all is written.
                let _ = stream.write_all(&beginnings[index % beginnings.len()]);
                stream
            })
            .collect();
        stop.store(true, SeqCst);
        let start = Instant::now();
        for _ in 0..20 {
            assert_eq!(server.ask("POST", "/getToken", &[], br#"{"tokenType":"rtm","uid":"1"}"#).status, 200);
            assert_eq!(server.get("/healthz").status, 200);
        }
        eprintln!("newcomers were answered in {:?} each", start.elapsed() / 40);
        // Nobody had to wait until the server gave up on all who have stopped: one of the last may still go on.
        let waits = |stream: &&TcpStream| {
            stream.set_nonblocking(true).unwrap();
            stream.peek(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
        };
        assert!(stopped.iter().rev().take(beginnings.len()).any(|stream| waits(&stream)));
    });
    assert!(answers > CLIENTS, "{answers}");
    assert_bounded(&server);
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_idle_connections_keep_nobody_out_and_cost_little() {
    assert_many_keep_nobody_out(&[b"".to_vec(), b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec()]);
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_slow_clients_keep_nobody_out_and_cost_little() {
    let start = "GET /ping HTTP/1.1\r\nHost: localhost\r\nx: ";
    // The last is larger than every connection may have it.
    assert_many_keep_nobody_out(&[
        b"G".to_vec(),
        start.as_bytes().to_vec(),
        format!("{start}{}", "x".repeat(1_000)).into_bytes(),
        format!("{start}{}", "x".repeat(30_000)).into_bytes(),
    ]);
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_clients_that_stop_halfway_through_a_body_keep_nobody_out_and_cost_little() {
    assert_many_keep_nobody_out(&[1, 1_000, 60_000].map(|half| {
        let head = format!("POST /getToken HTTP/1.1\r\nContent-Length: {}\r\n\r\n", half + 1000);
        [head.as_bytes(), &vec![b' '; half]].concat()
    }));
}

#[test]
#[cfg(target_os = "linux")]
fn connections_with_large_heads_that_were_answered_cost_little() {
    let head = format!("GET /ping HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(30_000));
    let _alone = many_connections();
    let server = Server::start(&[]);
    let answered: Vec<TcpStream> = (0..MANY)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(head.as_bytes()).unwrap();
            assert_eq!(Answer::read(&mut BufReader::new(&mut stream), "GET").json()["message"], "pong");
            stream
        })
        .collect();
    drop(answered);
    assert_bounded(&server);
}

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[test]
#[cfg(target_os = "linux")]
fn a_thousand_strangers_a_second_take_no_place_from_a_client_with_a_key() {
    let server = Server::start(&[("API_KEYS", KEY), ("MAX_CONNECTIONS", "1000")]);
    let body = br#"{"tokenType":"rtm","uid":"1"}"#;
    let head =
        format!("POST /getToken HTTP/1.1\r\nAuthorization: Bearer {KEY}\r\nContent-Length: {}\r\n\r\n", body.len());
    let stop = AtomicBool::new(false);
    let statuses = thread::scope(|scope| {
        scope.spawn(|| {
            // Of the last 3,000 more are open than have a place.
            let mut strangers = VecDeque::new();
            while !stop.load(SeqCst) {
                for two in [b"GE", b"\r\n"].into_iter().cycle().take(20) {
                    let mut stream = server.connect();
                    let _ = stream.write_all(two);
                    strangers.push_back(stream);
                }
                strangers.drain(..strangers.len().saturating_sub(3_000));
                thread::sleep(Duration::from_millis(15));
            }
        });
        let mut stream = server.connect();
        let statuses: Vec<u16> = (0..20)
            .map(|_| {
                stream.write_all(head.as_bytes()).unwrap();
                thread::sleep(Duration::from_millis(200));
                let _ = stream.write_all(body);
                let status = Answer::read(&mut BufReader::new(&mut stream), "POST").status;
                // Idle for a while, as clients are.
                thread::sleep(Duration::from_millis(50));
                status
            })
            .collect();
        stop.store(true, SeqCst);
        statuses
    });
    assert_eq!(statuses, [200; 20]);
}

#[test]
fn where_all_connections_are_taken_the_one_that_has_been_idle_longest_makes_room() {
    let server = Server::start(&[("MAX_CONNECTIONS", "8")]);
    let mut idle: Vec<TcpStream> = (0..8)
        .map(|_| {
            let mut stream = server.connect();
            send(&mut stream, "GET", "/ping", &[], b"");
            Answer::read(&mut BufReader::new(&mut stream), "GET");
            // The server notes that a connection is idle after it has answered: the next must not overtake it.
            thread::sleep(Duration::from_millis(20));
            stream
        })
        .collect();
    // Now the second is the one that has been idle longest.
    send(&mut idle[0], "GET", "/ping", &[], b"");
    Answer::read(&mut BufReader::new(&mut idle[0]), "GET");
    assert_eq!(server.get("/ping").status, 200);
    assert_eq!(idle[1].read(&mut [0]).unwrap(), 0);
    for index in [0, 2, 3, 4, 5, 6, 7] {
        send(&mut idle[index], "GET", "/ping", &[], b"");
        assert_eq!(Answer::read(&mut BufReader::new(&mut idle[index]), "GET").json()["message"], "pong", "{index}");
    }
}

#[test]
fn health_is_answered_whatever_the_others_wait_for() {
    let server = Server::start(&[("MAX_CONNECTIONS", "6")]);
    for beginning in [
        "",
        "G",
        "POST /getToken HTTP/1.1\r\nContent-Length: 9\r\n\r\n{",
        "POST /getToken HTTP/1.1\r\nContent-Length: 60000\r\n\r\n{",
    ] {
        let others: Vec<TcpStream> = (0..6)
            .map(|_| {
                let mut stream = server.connect();
                stream.write_all(beginning.as_bytes()).unwrap();
                stream
            })
            .collect();
        for _ in 0..12 {
            assert_eq!(server.get("/healthz").status, 200, "{beginning}");
        }
        drop(others);
    }
}

#[test]
fn of_large_bodies_a_few_are_read_at_a_time_and_small_ones_always() {
    let server = Server::start(&[]);
    // "100 Continue" tells that the body is being read.
    let head = "POST /getToken HTTP/1.1\r\nContent-Length: 60000\r\nExpect: 100-continue\r\n\r\n";
    let begin = || {
        let mut stream = server.connect();
        stream.write_all(head.as_bytes()).unwrap();
        let answer = Answer::read(&mut BufReader::new(&mut stream), "POST");
        (stream, answer)
    };
    let (mut others, refused): (Vec<_>, Vec<_>) =
        (0..300).map(|_| begin()).partition(|(_, answer)| answer.status == 100);
    assert_eq!((others.len(), refused.len()), (256, 44));
    for (_, answer) in refused {
        assert_eq!((answer.status, &*answer.headers["retry-after"]), (503, "1"));
    }
    assert_eq!(server.ask("POST", "/getToken", &[], br#"{"tokenType":"rtm","uid":"1"}"#).status, 200);
    let (stream, _) = &mut others[0];
    stream.write_all(&[&br#"{"tokenType":"rtm","uid":"1"}"#[..], &[b' '; 59_971]].concat()).unwrap();
    assert_eq!(Answer::read(&mut BufReader::new(stream), "POST").status, 200);
}

#[test]
#[cfg(target_os = "linux")]
fn a_body_of_1_gb_is_refused_and_not_kept() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    let head = "POST /getToken HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = vec![b' '; 1 << 20];
    let sent = (0..1_000).take_while(|_| stream.write_all(&chunk).is_ok()).count();
    assert!(sent < 100, "the server took {sent} MB");
    assert_eq!(read(stream).status, 413);
    let memory = peak_memory(&server);
    assert!(memory < 16 * 1024, "{memory} KB");
}

/// Clients that ask one request after the other, each on one connection, until `stop` or the connection's
/// last answer. Each answer must be whole and good. Says how many there were.
fn clients(server: &Server, headers: &[(&str, &str)], stop: &AtomicBool, meanwhile: impl FnOnce()) -> usize {
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(|| client(server.connect(), headers, stop))).collect();
        meanwhile();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    })
}

fn client(mut stream: TcpStream, headers: &[(&str, &str)], stop: &AtomicBool) -> usize {
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    for count in 1..10_000_000 {
        send(&mut stream, "GET", "/rtc/a/publisher/uid/1", headers, b"");
        let answer = Answer::read(&mut answers, "GET");
        assert_eq!(answer.status, 200, "{}", answer.body);
        let is_last = answer.headers.get("connection").is_some_and(|value| value == "close");
        if is_last || stop.load(SeqCst) {
            return count;
        }
    }
    panic!("nobody stopped the clients")
}

#[test]
#[cfg(unix)]
fn a_stop_under_load_fails_no_request() {
    let server = Server::start(&[]);
    let answers = clients(&server, &[], &AtomicBool::new(false), || {
        thread::sleep(Duration::from_millis(300));
        server.signal("TERM");
    });
    assert!(answers > CLIENTS, "{answers}");
    assert_eq!(server.wait().status.code(), Some(0));
}

#[test]
#[cfg(unix)]
fn a_reload_of_the_keys_under_load_fails_no_request() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("keys");
    fs::write(&file, KEY).unwrap();
    let server = Server::start(&[("API_KEYS_FILE", file.to_str().unwrap())]);
    let stop = AtomicBool::new(false);
    let bearer = format!("Bearer {KEY}");
    let answers = clients(&server, &[("Authorization", &bearer)], &stop, || {
        for reload in 0..20 {
            // A new file in the place of the old one: no reload sees half of it.
            let next = directory.path().join("next");
            fs::write(&next, format!("another key, number {reload}\n").replace(' ', "-") + KEY).unwrap();
            fs::rename(&next, &file).unwrap();
            server.signal("HUP");
            thread::sleep(Duration::from_millis(10));
        }
        stop.store(true, SeqCst);
    });
    assert!(answers > 20, "{answers}");
    let stderr = server.stop().stderr;
    assert!(stderr.contains("API_KEYS_FILE was read again: 2 keys"), "{stderr}");
}
