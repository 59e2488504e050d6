//! How the program starts and stops.

mod support;

use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use support::{APP_ID, Answer, At, CERTIFICATE, CREDENTIALS, Server, program, refusal, send, server};

/// A directory with an `.env` of these lines.
fn with_env_file(lines: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join(".env"), lines).unwrap();
    directory
}

fn version(server: &Server) -> String {
    server.get("/rtm/1").json()["rtmToken"].as_str().unwrap()[..3].to_owned()
}

#[test]
fn without_credentials_it_refuses_to_start_and_says_what_to_set() {
    let directory = tempfile::tempdir().unwrap();
    let (code, stderr) = refusal(directory.path(), &[], &[]);
    assert_eq!(code, 2);
    let lines: Vec<&str> = stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{stderr}");
    assert!(lines[0].starts_with("agora-token: APP_ID is not set: put "), "{stderr}");
    assert!(lines[0].ends_with("agora-token serve --demo)"), "{stderr}");
    assert!(lines[1].starts_with("agora-token: APP_CERTIFICATE is not set: put "), "{stderr}");
}

#[test]
fn a_wrong_setting_stops_the_start_and_shows_no_value() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["APP_ID", "APP_CERTIFICATE", "APP_CERTIFICATE_FILE", "PORT", "TOKEN_VERSION", "CLIENT_ERROR_STATUS"] {
        let mut variables = CREDENTIALS.to_vec();
        variables.retain(|(other, _)| *other != name && (name, *other) != ("APP_CERTIFICATE_FILE", "APP_CERTIFICATE"));
        // A secret in the wrong place, one character off.
        variables.push((name, "5CFd2fd1755d40ecb72977518be15d3"));
        let (code, stderr) = refusal(directory.path(), &variables, &[]);
        assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
        assert!(stderr.starts_with(&format!("agora-token: {name} ")), "{stderr}");
        assert!(!stderr.contains("5CFd"), "{stderr}");
    }
}

#[test]
fn the_file_dot_env_is_read() {
    let directory = with_env_file(&format!("APP_ID={APP_ID}\nAPP_CERTIFICATE={CERTIFICATE}\nTOKEN_VERSION=007\n"));
    assert_eq!(version(&Server::start_in(directory.path(), &[], &[])), "007");
}

#[test]
fn the_environment_goes_before_the_file_dot_env() {
    let directory = with_env_file(&format!("APP_ID={APP_ID}\nAPP_CERTIFICATE={CERTIFICATE}\nTOKEN_VERSION=007\n"));
    assert_eq!(version(&Server::start_in(directory.path(), &[("TOKEN_VERSION", "006")], &[])), "006");
}

#[test]
fn a_line_of_dot_env_that_cannot_be_read_is_named_and_not_shown() {
    let directory = with_env_file(&format!("APP_ID={APP_ID}\nAPP_CERTIFICATE={CERTIFICATE} and more\n"));
    let (code, stderr) = refusal(directory.path(), &[], &[]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("agora-token: .env, line 2, is not NAME=value"), "{stderr}");
    assert!(!stderr.contains(CERTIFICATE), "{stderr}");
}

#[test]
fn the_certificate_is_read_from_a_file_without_its_newline() {
    let directory = tempfile::tempdir().unwrap();
    for end in ["", "\n", "\r\n"] {
        fs::write(directory.path().join("certificate"), format!("{CERTIFICATE}{end}")).unwrap();
        let variables = [("APP_ID", APP_ID), ("APP_CERTIFICATE_FILE", "certificate")];
        assert_eq!(Server::start_in(directory.path(), &variables, &[]).get("/rtm/1").status, 200);
    }
}

#[test]
fn demo_runs_without_credentials_and_says_so_loudly() {
    let directory = tempfile::tempdir().unwrap();
    let server = Server::start_in(directory.path(), &[], &["--demo"]);
    assert_eq!(server.get("/rtm/1").status, 200);
    let stderr = server.stop().stderr;
    assert!(stderr.starts_with("WARNING: --demo signs with public sample credentials"), "{stderr}");
}

#[test]
fn demo_does_not_go_with_credentials() {
    let directory = tempfile::tempdir().unwrap();
    let (code, stderr) = refusal(directory.path(), &CREDENTIALS, &["--demo"]);
    assert_eq!((code, &*stderr), (2, "agora-token: --demo does not go with APP_ID: leave out one of the two\n"));
}

#[test]
fn a_port_that_is_taken_is_said_in_one_line() {
    let directory = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let variables = [&CREDENTIALS[..], &[("HOST", "127.0.0.1"), ("PORT", &port)]].concat();
    let (code, stderr) = refusal(directory.path(), &variables, &[]);
    assert_eq!((code, stderr.lines().count()), (1, 1), "{stderr}");
    let said = format!("agora-token: the server cannot listen on port {port} of 127.0.0.1 (PORT, HOST): ");
    assert!(stderr.starts_with(&said), "{stderr}");
}

#[test]
fn an_open_server_says_that_it_is_open() {
    let stderr = Server::start(&[]).stop().stderr;
    assert_eq!(stderr, "agora-token: This server is open: whoever reaches it gets any token.\n");
}

#[test]
fn require_auth_keeps_an_open_server_from_starting() {
    let directory = tempfile::tempdir().unwrap();
    let refusal = |value: &str, arguments: &[&str], credentials: &[(&str, &str)]| {
        let variables = [credentials, &[("REQUIRE_AUTH", value)]].concat();
        let (code, stderr) = refusal(directory.path(), &variables, arguments);
        assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
        stderr
    };
    let open = "agora-token: REQUIRE_AUTH=1 keeps an open server from starting: say who may ask with API_KEYS or \
                API_KEYS_FILE or JWT_SECRET or JWT_PUBLIC_KEY_FILE or JWT_JWKS_URL or JWT_JWKS_FILE or JWT_ISSUER, or set REQUIRE_AUTH=0 to give any token to whoever \
                reaches the server\n";
    assert_eq!(refusal("1", &[], &CREDENTIALS), open);
    assert_eq!(refusal("1", &["--demo"], &[]), open);
    assert_eq!(refusal("yes", &[], &CREDENTIALS), "agora-token: REQUIRE_AUTH must be 0 or 1\n");
    let empty = "agora-token: REQUIRE_AUTH is set but empty: give it a value, or leave it out\n";
    assert_eq!(refusal("", &[], &CREDENTIALS), empty);
}

#[test]
fn require_auth_lets_a_server_start_that_is_not_open() {
    for who in [("API_KEYS", "0123456789abcdef"), ("JWT_SECRET", "a secret of the app, of 32 bytes or more")] {
        assert_eq!(Server::start(&[("REQUIRE_AUTH", "1"), who]).get("/rtm/1").status, 401);
    }
    assert_eq!(Server::start(&[("REQUIRE_AUTH", "0")]).get("/rtm/1").status, 200);
}

/// What `agora-token health` says with these variables: its exit code and standard error.
fn health(variables: &[(&str, &str)]) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let output = program(directory.path(), variables, &["health"]).output().unwrap();
    assert_eq!(output.stdout, b"");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn health_tells_a_server_that_is_up_from_one_that_is_down() {
    let server = Server::start(&[("API_KEYS", "0123456789abcdef")]);
    let port = server.address.port().to_string();
    for host in ["127.0.0.1", "0.0.0.0", "localhost"] {
        assert_eq!(health(&[("PORT", &port), ("HOST", host)]), (0, String::new()));
    }
    // The interfaces unless HOST says which: all.
    assert_eq!(health(&[("PORT", &port)]), (0, String::new()));
    server.stop();
    let (code, stderr) = health(&[("PORT", &port)]);
    assert_eq!(code, 1);
    assert!(stderr.starts_with(&format!("agora-token: no answer from 0.0.0.0, port {port}: ")), "{stderr}");
}

#[test]
fn health_does_not_take_another_server_for_this_one() {
    for (answer, problem) in [
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n", "/healthz answers with status 503"),
        ("SSH-2.0-OpenSSH_9.2\r\n", "no answer from 127.0.0.1, port "),
        ("", "no answer from 127.0.0.1, port "),
    ] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let other = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.read_exact(&mut [0; 16]).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let (code, stderr) = health(&[("HOST", "127.0.0.1"), ("PORT", &port)]);
        assert_eq!(code, 1, "{answer}");
        assert!(stderr.starts_with(&format!("agora-token: {problem}")), "{stderr}");
        other.join().unwrap();
    }
    let (code, stderr) = health(&[("PORT", "http")]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("agora-token: PORT must be a number"), "{stderr}");
}

#[test]
fn it_stops_cleanly_on_sigint_and_sigterm() {
    for signal in ["INT", "TERM"] {
        let server = Server::start(&[]);
        // One connection that is idle and one that has not said anything.
        let mut idle = server.connect();
        send(&mut idle, "GET", "/ping", &[], b"");
        let mut idle = BufReader::new(idle);
        Answer::read(&mut idle, "GET");
        let mut silent = server.connect();
        server.signal(signal);
        assert_eq!(server.wait().status.code(), Some(0), "{signal}");
        for stream in [&mut idle as &mut dyn Read, &mut silent] {
            assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0);
        }
    }
}

#[test]
fn a_request_whose_head_is_half_there_at_the_stop_is_answered() {
    let server = Server::start(&[]);
    let request = b"GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n";
    let streams: Vec<_> = (0..60)
        .map(|index| {
            let mut stream = server.connect();
            // Half of them have asked before.
            if index % 2 == 0 {
                send(&mut stream, "GET", "/ping", &[], b"");
                Answer::read(&mut BufReader::new(&mut stream), "GET");
            }
            let cut = 1 + index % (request.len() - 1);
            stream.write_all(&request[..cut]).unwrap();
            (stream, cut)
        })
        .collect();
    // The server must have them, or the stop goes before.
    std::thread::sleep(Duration::from_millis(200));
    server.signal("TERM");
    std::thread::sleep(Duration::from_millis(500));
    let mut lost = 0;
    for (mut stream, cut) in streams {
        let _ = stream.write_all(&request[cut..]);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        lost += usize::from(!answer.contains("pong") || !answer.contains("connection: close"));
    }
    assert_eq!(lost, 0);
    assert_eq!(server.wait().status.code(), Some(0));
}

#[test]
fn a_request_in_flight_is_answered_before_the_server_stops() {
    let server = Server::start(&[]);
    let mut stream = server.connect();
    let body = br#"{"tokenType":"rtm","uid":"1"}"#;
    let head = format!("POST /getToken HTTP/1.1\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n", body.len());
    Write::write_all(&mut stream, head.as_bytes()).unwrap();
    let mut stream = BufReader::new(stream);
    // "100 Continue" tells that the request has been accepted.
    assert_eq!(Answer::read(&mut stream, "GET").status, 100);
    server.signal("TERM");
    // The listener is closed before what is in flight is waited for.
    while std::net::TcpStream::connect(server.address).is_ok() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    Write::write_all(stream.get_mut(), body).unwrap();
    assert!(Answer::read(&mut stream, "POST").json()["token"].is_string());
    assert_eq!(server.wait().status.code(), Some(0));
}

/// Waits until a line of the log says this.
fn until_logged(log: &Path, text: &str) {
    let start = Instant::now();
    while !fs::read_to_string(log).unwrap().contains(text) {
        assert!(start.elapsed() < Duration::from_secs(30), "{}", fs::read_to_string(log).unwrap());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
#[test]
fn a_sighup_while_the_server_starts_does_not_end_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("certificate");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let variables = [("APP_ID", APP_ID), ("APP_CERTIFICATE_FILE", "certificate")];
    let mut child = server(directory.path(), &variables, &[]).spawn().unwrap();
    // It opens when the server reads it, which is the first thing that takes time.
    let mut pipe = File::options().write(true).open(&path).unwrap();
    let sent = std::process::Command::new("kill").args(["-s", "HUP", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    std::thread::sleep(Duration::from_millis(100));
    Write::write_all(&mut pipe, CERTIFICATE.as_bytes()).unwrap();
    drop(pipe);
    let mut line = String::new();
    std::io::BufRead::read_line(&mut BufReader::new(child.stdout.as_mut().unwrap()), &mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("Listening on port: "), "{line}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_key_that_was_revoked_is_gone_though_there_is_no_file_to_spare() {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    const REVOKED: &str = "a-key-that-is-revoked-later";
    const KEPT: &str = "a-key-that-is-kept-for-good";
    let directory = tempfile::tempdir().unwrap();
    let (keys, log) = (directory.path().join("keys"), directory.path().join("log"));
    fs::write(&keys, format!("{REVOKED}\n{KEPT}\n")).unwrap();
    let variables = [&CREDENTIALS[..], &[("API_KEYS_FILE", "keys")]].concat();
    let mut command = server(directory.path(), &variables, &[]);
    let server = Server::spawn(command.stderr(File::create(&log).unwrap()));
    let mut stream = server.connect();
    let mut status = |key: &str| {
        send(&mut stream, "GET", "/rtm/1", &[("Authorization", &format!("Bearer {key}"))], b"");
        Answer::read(&mut BufReader::new(&mut stream), "GET").status
    };
    assert_eq!((status(REVOKED), status(KEPT)), (200, 200));
    // From now on the server may open two files more: strangers have them, and it is they who make room, not
    // the client of this test.
    let files = fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap();
    let open: Vec<u64> = files.map(|file| file.unwrap().file_name().to_str().unwrap().parse().unwrap()).collect();
    let highest = open.iter().max().unwrap() + 3;
    let limit = Rlimit { current: Some(highest), maximum: Some(highest) };
    prlimit(Some(Pid::from_raw(server.id() as i32).unwrap()), Resource::Nofile, limit).unwrap();
    // They take what is free below as well, and one of them finds nothing.
    let strangers: Vec<_> = (0..=highest - open.len() as u64).map(|_| server.connect()).collect();
    until_logged(&log, "a connection could not be accepted");
    fs::write(&keys, format!("{KEPT}\n")).unwrap();
    server.signal("HUP");
    until_logged(&log, "API_KEYS_FILE was read again: 1 keys");
    assert_eq!((status(REVOKED), status(KEPT)), (401, 200));
    drop(strangers);
}

/// The server is not running while they connect, so the system's queue must hold them all.
#[cfg(target_os = "linux")]
#[test]
fn a_burst_of_1000_connections_waits_for_no_retry() {
    let server = Server::start(&[]);
    server.signal("STOP");
    let connect = || std::net::TcpStream::connect_timeout(&server.address, Duration::from_secs(5));
    let streams: Result<Vec<_>, _> = (0..1_000).map(|_| connect()).collect();
    server.signal("CONT");
    assert!(streams.is_ok(), "{streams:?}");
    assert_eq!(server.get("/ping").status, 200);
}

#[test]
fn a_burst_of_requests_where_all_places_are_taken_is_answered_to_the_last() {
    let server = Server::start(&[("MAX_CONNECTIONS", "8")]);
    let begin = |request: &[u8]| {
        let mut stream = server.connect();
        stream.write_all(request).unwrap();
        stream
    };
    let half = b"POST /getToken HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{";
    let _holders: Vec<_> = (0..8).map(|_| begin(half)).collect();
    server.get("/ping");
    // While it stands still the burst is in the system's queue, each with a whole request.
    server.signal("STOP");
    let mut clients: Vec<_> = (0..100).map(|_| begin(b"GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")).collect();
    server.signal("CONT");
    for client in &mut clients {
        let mut status = [0; 15];
        client.read_exact(&mut status).unwrap();
        assert_eq!(&status, b"HTTP/1.1 200 OK");
    }
}

/// A disk without room.
#[cfg(target_os = "linux")]
fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let directory = tempfile::tempdir().unwrap();
    for arguments in [&[][..], &["--demo"]] {
        let credentials = if arguments.is_empty() { &CREDENTIALS[..] } else { &[] };
        for log in [full().into(), closed_pipe().into(), std::process::Stdio::null()] {
            let variables = [credentials, &[("LOG_FORMAT", "json")]].concat();
            let server = Server::spawn(server(directory.path(), &variables, arguments).stderr(log));
            for _ in 0..100 {
                assert_eq!(server.get("/rtm/1").status, 200);
            }
            assert_eq!(server.stop().status.code(), Some(0));
        }
    }
}

/// A pipe whose reader went away.
#[cfg(target_os = "linux")]
fn closed_pipe() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_whose_port_cannot_be_told_runs_all_the_same() {
    let directory = tempfile::tempdir().unwrap();
    for stdout in [std::process::Stdio::from(full()), closed_pipe().into()] {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let text = port.to_string();
        let variables = [&CREDENTIALS[..], &[("PORT", &text)]].concat();
        let mut child = server(directory.path(), &variables, &[]).stdout(stdout).spawn().unwrap();
        // The one line of standard error comes when the server listens.
        let mut line = String::new();
        std::io::BufRead::read_line(&mut BufReader::new(child.stderr.as_mut().unwrap()), &mut line).unwrap();
        let answer = At(([127, 0, 0, 1], port).into()).get("/rtm/1");
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(answer.status, 200, "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn where_nothing_can_be_said_the_exit_code_says_it() {
    let directory = tempfile::tempdir().unwrap();
    let code = |variables: &[(&str, &str)]| {
        server(directory.path(), variables, &[]).stdout(full()).stderr(full()).status().unwrap().code()
    };
    assert_eq!(code(&[]), Some(2));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert_eq!(code(&[&CREDENTIALS[..], &[("PORT", &port)]].concat()), Some(1));
}

#[test]
fn no_answer_and_no_message_shows_the_certificate() {
    let directory = tempfile::tempdir().unwrap();
    let secrets = [CERTIFICATE.to_owned(), CERTIFICATE.to_lowercase(), CERTIFICATE.to_uppercase()];
    for format in ["none", "json"] {
        // What other programs take to say more.
        let talkative = [("RUST_LOG", "trace"), ("RUST_BACKTRACE", "full"), ("DEBUG", "1"), ("LOG_FORMAT", format)];
        let log = directory.path().join(format);
        let mut command = server(directory.path(), &[&CREDENTIALS[..], &talkative].concat(), &[]);
        let server = Server::spawn(command.stderr(File::create(&log).unwrap()));
        let mut said = String::new();
        for target in
            ["/rtc/a/publisher/uid/1", "/rtc//publisher/uid/1", "/nothing", "/rtm/1?expiry=x", "/ping", "/%ff"]
        {
            said.push_str(&format!("{:?}", server.get(target)));
        }
        for body in [&b""[..], b"{", br#"{"tokenType":"rtm","uid":"1"}"#] {
            said.push_str(&format!("{:?}", server.ask("POST", "/getToken", &[], body)));
        }
        server.signal("HUP");
        // A stop could overtake what SIGHUP says.
        until_logged(&log, "there is no file to read again");
        said.push_str(&server.stop().stdout);
        said.push_str(&fs::read_to_string(&log).unwrap());
        assert!(said.contains("rtcToken"), "{said}");
        for secret in &secrets {
            assert!(!said.contains(secret), "{said}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_new_certificate_is_taken_on_sighup_while_requests_go_on_and_a_bad_file_changes_nothing() {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};
    let second = "0123456789abcdef0123456789abcdef";
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    // As whoever rotates secrets does: the server never reads half a file.
    let write = |name: &str, text: &str| {
        fs::write(path("new"), text).unwrap();
        fs::rename(path("new"), path(name)).unwrap();
    };
    write("certificate", CERTIFICATE);
    write("keys", "a-key-of-the-backend");
    let variables = [("APP_ID", APP_ID), ("APP_CERTIFICATE_FILE", "certificate"), ("API_KEYS_FILE", "keys")];
    let mut command = server(directory.path(), &[&variables[..], &[("TOKEN_VERSION", "007")]].concat(), &[]);
    let server = Server::spawn(command.stderr(File::create(path("log")).unwrap()));
    let issuers = [CERTIFICATE, second].map(|certificate| agora_token::Issuer::new(APP_ID, certificate).unwrap());
    let signed_by = |token: &str| issuers.iter().position(|issuer| issuer.verify(token, None).is_ok());
    let ask = || {
        let answer = server.ask("GET", "/rtm/1", &[("Authorization", "Bearer a-key-of-the-backend")], b"");
        assert_eq!(answer.status, 200, "{}", answer.body);
        signed_by(answer.json()["rtmToken"].as_str().unwrap()).expect("a token of one of the two")
    };
    let (done, seen) = (AtomicBool::new(false), Mutex::new([0; 2]));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let by = ask();
                    seen.lock().unwrap()[by] += 1;
                }
            });
        }
        for turn in 0..20 {
            write("certificate", if turn % 2 == 0 { second } else { CERTIFICATE });
            server.signal("HUP");
            std::thread::sleep(Duration::from_millis(50));
        }
        done.store(true, Ordering::Relaxed);
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
    // All or nothing: with a bad file of keys a good certificate is not taken, nor the other way round.
    for (certificate, keys) in [(second, "short"), (&second[1..], "another-key-of-the-backend")] {
        let before = ask();
        write("certificate", certificate);
        write("keys", keys);
        let said = fs::read_to_string(path("log")).unwrap().len();
        server.signal("HUP");
        let start = Instant::now();
        while !fs::read_to_string(path("log")).unwrap()[said..].contains("certificate and keys stay as they were: ") {
            assert!(start.elapsed() < Duration::from_secs(30));
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(ask(), before);
    }
    let log = fs::read_to_string(path("log")).unwrap();
    assert!(!log.contains(&second[1..]) && !log.contains(CERTIFICATE), "{log}");
}
