//! Many clients, slow ones, large ones; and what happens to them when the server reloads or stops. Every loop
//! is bounded, and all of it on the loopback interface.

mod support;

use std::fs;
use std::io::{BufReader, ErrorKind, Write};
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

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_idle_connections_keep_nobody_out_and_cost_little() {
    let _alone = many_connections();
    let server = Server::start(&[]);
    // The last two are a slow-loris client's: a head that never ends.
    let beginnings = ["", "GET /ping HTTP/1.1\r\n\r\n", "G", "GET /ping HTTP/1.1\r\nx: "];
    let idle: Vec<TcpStream> = (0..MANY)
        .map(|index| {
            let mut stream = server.connect();
            stream.write_all(beginnings[index % beginnings.len()].as_bytes()).unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/rtm/1").status, 200);
    drop(idle);
    let memory = peak_memory(&server);
    eprintln!("{memory} KB");
    assert!(memory < 64 * 1024, "{memory} KB");
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_clients_that_stop_halfway_through_a_body_keep_nobody_out_and_cost_little() {
    let _alone = many_connections();
    let server = Server::start(&[]);
    let halves = [1, 60_000].map(|half| {
        let head = format!("POST /getToken HTTP/1.1\r\nContent-Length: {}\r\n\r\n", half + 1000);
        [head.as_bytes(), &vec![b' '; half]].concat()
    });
    let stop = AtomicBool::new(false);
    let mut times = Vec::new();
    let answers = clients(&server, &[], &stop, || {
        let stalled: Vec<TcpStream> = (0..MANY)
            .map(|index| {
                let mut stream = server.connect();
                stream.write_all(&halves[index % halves.len()]).unwrap();
                stream
            })
            .collect();
        stop.store(true, SeqCst);
        for _ in 0..20 {
            let start = Instant::now();
            assert_eq!(server.ask("POST", "/getToken", &[], br#"{"tokenType":"rtm","uid":"1"}"#).status, 200);
            times.push(start.elapsed());
        }
        // Nobody had to wait until the server gave up on all who have stopped: the last may still go on.
        let last = stalled.last().unwrap();
        last.set_nonblocking(true).unwrap();
        assert_eq!(last.peek(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
        drop(stalled);
    });
    assert!(answers > CLIENTS, "{answers}");
    let (fastest, slowest) = (times.iter().min().unwrap(), times.iter().max().unwrap());
    let memory = peak_memory(&server);
    eprintln!("{memory} KB; newcomers were answered in {fastest:?} to {slowest:?}, others {answers} times meanwhile");
    assert!(memory < 64 * 1024, "{memory} KB");
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
    const KEY: &str = "0123456789abcdef0123456789abcdef";
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
