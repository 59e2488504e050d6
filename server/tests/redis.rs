//! RATE_LIMIT that several servers count in one Redis, which goes away and comes back.

mod support;

use std::cell::RefCell;
use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::{catch_unwind, resume_unwind};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use support::provider::Pair;
use support::redis::Redis;
use support::{Answer, CREDENTIALS, Server, refusal, server};
use tempfile::TempDir;

const TARGET: &str = "/rtc/room-1/audience/uid/42";
/// Of what is paid off in a test there is less than one request.
const LIMIT: &str = "12/day";
const LIMIT_COUNT: usize = 12;
const SHARED: &str = "agora-token: RATE_LIMIT is counted in Redis, for all replicas together";
const BACK: &str = "agora-token: RATE_LIMIT is counted in Redis again";
const ALONE: &str = "agora-token: each replica counts RATE_LIMIT for itself now: ";

thread_local! {
    /// The folders of the replicas of this thread's test, with their logs.
    static FOLDERS: RefCell<Vec<Arc<TempDir>>> = const { RefCell::new(Vec::new()) };
}

/// Runs a test once more where it failed while a Redis that is well gave no answer in 50 ms, since the machine was so busy.
fn undisturbed(test: fn()) {
    for _ in 0..20 {
        FOLDERS.take();
        let Err(failure) = catch_unwind(test) else { return };
        let is_late = |folder: &Arc<TempDir>| read_log(folder).contains("within 50 ms");
        if !FOLDERS.take().iter().any(is_late) {
            resume_unwind(failure);
        }
    }
    panic!("Redis gives no answer in 50 ms on this machine");
}

fn read_log(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("log")).unwrap()
}

/// A server whose log can be read while it runs.
struct Replica {
    server: Server,
    folder: Arc<TempDir>,
    metrics: SocketAddr,
}

impl Drop for Replica {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // It may have something to say, as to why.
            std::thread::sleep(Duration::from_millis(500));
        }
    }
}

impl Replica {
    fn start(variables: &[(&str, &str)]) -> Replica {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        FOLDERS.with_borrow_mut(|folders| folders.push(Arc::clone(&folder)));
        let metrics = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let address = metrics.to_string();
        let usual = [("RATE_LIMIT", LIMIT), ("CLIENT_ERROR_STATUS", "400"), ("METRICS_ADDR", &*address)];
        let variables = [&CREDENTIALS[..], &usual, variables].concat();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let server = Server::spawn(server(folder.path(), &variables, &[]).stderr(Stdio::from(log)));
        Replica { server, folder, metrics }
    }

    fn with(redis: &Redis) -> Replica {
        Replica::start(&[("RATE_LIMIT_REDIS_URL", &redis.url())])
    }

    /// The lines of the log that say who counts.
    fn said(&self) -> Vec<String> {
        read_log(&self.folder).lines().filter(|line| line.contains("RATE_LIMIT")).map(str::to_owned).collect()
    }

    #[track_caller]
    fn wait_until_it_says(&self, text: &str) {
        let start = Instant::now();
        while !self.said().iter().any(|line| line.contains(text)) {
            assert!(start.elapsed() < Duration::from_secs(30), "{text}: {:?}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn ask(&self, headers: &[(&str, &str)]) -> Answer {
        self.server.ask("GET", TARGET, headers, b"")
    }

    /// How many of so many requests get a token; the others must get 429.
    fn tokens(&self, requests: usize) -> usize {
        let answers = (0..requests).map(|_| self.ask(&[]));
        answers.filter(|answer| if answer.status == 200 { true } else { refused(answer) }).count()
    }

    /// Whether the metrics have this line.
    fn has_metric(&self, line: &str) -> bool {
        let answer = self.server.at(&self.metrics.to_string()).get("/metrics");
        answer.body.lines().any(|other| other == line)
    }
}

/// Asserts that a request was one too many.
fn refused(answer: &Answer) -> bool {
    assert_eq!(answer.status, 429, "{answer:?}");
    let wait: u64 = answer.headers["retry-after"].parse().unwrap();
    assert!((1..=86_400).contains(&wait), "{wait}");
    false
}

#[test]
fn three_servers_count_one_limit() {
    undisturbed(|| {
        let redis = Redis::start(&[]);
        let replicas = [(); 3].map(|()| Replica::with(&redis));
        let given = Mutex::new(0);
        std::thread::scope(|scope| {
            for replica in &replicas {
                for _ in 0..2 {
                    scope.spawn(|| {
                        let tokens = replica.tokens(10);
                        *given.lock().unwrap() += tokens;
                    });
                }
            }
        });
        assert_eq!(given.into_inner().unwrap(), LIMIT_COUNT);
        for replica in &replicas {
            assert_eq!(replica.said(), [SHARED]);
            assert!(replica.has_metric("agora_token_rate_limit_redis_up 1"));
            assert!(replica.has_metric("agora_token_rate_limit_redis_outages_total 0"));
        }
        // A new one knows what those before it have counted.
        assert_eq!(Replica::with(&redis).tokens(1), 0);
        // Another limit counts anew.
        let other = Replica::start(&[("RATE_LIMIT_REDIS_URL", &redis.url()), ("RATE_LIMIT", "11/day")]);
        assert_eq!(other.tokens(12), 11);
    });
}

#[test]
fn keys_users_and_addresses_are_counted_apart_and_none_is_to_be_read_in_redis() {
    undisturbed(|| {
        let redis = Redis::start(&[]);
        let (first, second) = ("first-key-of-a-backend", "second-key-of-a-backend");
        let directory = tempfile::tempdir().unwrap();
        let keys = directory.path().join("keys.json");
        let pair = Pair::of("p256");
        fs::write(&keys, json!({"keys": [pair.published(json!({"kid": "1"}))]}).to_string()).unwrap();
        let variables = [
            ("RATE_LIMIT_REDIS_URL", redis.url()),
            ("API_KEYS", format!("{first},{second}")),
            ("JWT_JWKS_FILE", keys.to_str().unwrap().to_owned()),
        ];
        let variables = variables.each_ref().map(|(name, value)| (*name, &**value));
        let replicas = [(); 2].map(|()| Replica::start(&variables));
        let user = |name: &str| pair.sign("1", json!({"sub": name, "agora.channels": ["room-1"]}));
        let (user, other) = (user("42"), user("ann@example.com"));
        for bearer in [first, second, &*user, &*other, "a-key-that-is-none"] {
            let header = format!("Bearer {bearer}");
            let statuses: Vec<u16> = (0..LIMIT_COUNT + 2)
                .map(|number| replicas[number % 2].ask(&[("Authorization", &header)]).status)
                .collect();
            assert!(statuses[..LIMIT_COUNT].iter().all(|status| *status != 429), "{bearer}: {statuses:?}");
            assert_eq!(statuses[LIMIT_COUNT..], [429, 429], "{bearer}");
        }
        let names = redis.names();
        assert_eq!(names.len(), 5, "{names:?}");
        let hex = |key: &str| Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let (first_hash, second_hash) = (hex(first), hex(second));
        for name in &names {
            for secret in [first, second, &first_hash, &second_hash, "42", "ann", "127.0.0.1", support::APP_ID] {
                // Two digits can be in a hash by chance.
                let found = if secret.len() < 3 { name == secret } else { name.contains(secret) };
                assert!(!found, "{name} has {secret}");
            }
            let left = redis.ask(&format!("PTTL {name}"));
            let left: i64 = left.lines().next().unwrap()[1..].parse().unwrap();
            assert!((1..=86_400_000).contains(&left), "{name}: {left}");
        }
    });
}

#[test]
fn while_redis_is_away_each_counts_for_itself_and_when_it_is_back_they_count_together() {
    undisturbed(|| {
        let mut redis = Redis::start(&[]);
        let replicas = [(); 2].map(|()| Replica::with(&redis));
        assert_eq!(replicas.each_ref().map(|replica| replica.tokens(4)), [4, 4]);
        redis.kill();
        // Each goes on from what Redis has said of the caller: 4 to the first, which asked first, and 8 to the second.
        assert_eq!(replicas.each_ref().map(|replica| replica.tokens(LIMIT_COUNT)), [8, 4]);
        for replica in &replicas {
            replica.wait_until_it_says(ALONE);
            assert!(replica.has_metric("agora_token_rate_limit_redis_up 0"));
        }
        redis.again();
        for replica in &replicas {
            replica.wait_until_it_says(BACK);
            assert!(replica.has_metric("agora_token_rate_limit_redis_up 1"));
            assert!(replica.has_metric("agora_token_rate_limit_redis_outages_total 1"));
            let said = replica.said();
            assert_eq!((&*said[0], said.last().unwrap().as_str()), (SHARED, BACK), "{said:?}");
            // Once, and once more where the end of the connection turned into a port that nobody listens on.
            assert!((3..=4).contains(&said.len()), "{said:?}");
        }
        // Redis has lost its counts, and who was at the limit is so still.
        assert_eq!(replicas[0].tokens(1), 0);
        let elsewhere: Vec<Replica> = (0..2).map(|_| Replica::with(&redis)).collect();
        assert_eq!(elsewhere.iter().map(|replica| replica.tokens(LIMIT_COUNT)).sum::<usize>(), LIMIT_COUNT);
    });
}

#[test]
fn a_redis_that_answers_no_more_is_waited_for_by_nobody_after_the_first() {
    let redis = Redis::start(&[]);
    let replica = Replica::with(&redis);
    assert_eq!(replica.tokens(2), 2);
    // The system goes on taking its connections.
    redis.signal("STOP");
    assert_eq!(replica.tokens(LIMIT_COUNT), LIMIT_COUNT - 2);
    replica.wait_until_it_says(&format!("{ALONE}Redis gives no answer within 50 ms"));
    assert_eq!(replica.said().iter().filter(|line| line.contains("within 50 ms")).count(), 1);
    redis.signal("CONT");
    replica.wait_until_it_says(BACK);
    assert!(replica.has_metric("agora_token_rate_limit_redis_up 1"));
}

#[test]
fn a_server_starts_without_its_redis_and_counts_for_itself_until_it_is_there() {
    undisturbed(|| {
        // It takes connections, and says nothing.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = silent.local_addr().unwrap().port();
        let replica = Replica::start(&[("RATE_LIMIT_REDIS_URL", &format!("redis://127.0.0.1:{port}"))]);
        assert_eq!(replica.tokens(LIMIT_COUNT + 2), LIMIT_COUNT);
        replica.wait_until_it_says(&format!("{ALONE}Redis cannot be reached within 2 seconds"));
        assert!(replica.has_metric("agora_token_rate_limit_redis_up 0"));
        assert!(!replica.said().contains(&SHARED.to_owned()));

        let mut redis = Redis::start(&[]);
        redis.kill();
        let replica = Replica::with(&redis);
        assert_eq!(replica.tokens(1), 1);
        replica.wait_until_it_says(&format!("{ALONE}Redis cannot be reached: "));
        redis.again();
        replica.wait_until_it_says(BACK);
        assert_eq!(replica.tokens(1), 1);
        assert_eq!(redis.names().len(), 1);
    });
}

#[test]
fn a_wrong_password_is_said_and_not_shown() {
    undisturbed(|| {
        let redis = Redis::start(&["--requirepass", "correct horse/@"]);
        let with = |login: &str| {
            Replica::start(&[("RATE_LIMIT_REDIS_URL", &format!("redis://{login}127.0.0.1:{}", redis.port))])
        };
        for login in [":wrong-battery@", "somebody:wrong-battery@", "default:wrong-battery@"] {
            let replica = with(login);
            assert_eq!(replica.tokens(LIMIT_COUNT + 2), LIMIT_COUNT);
            replica.wait_until_it_says(ALONE);
            let expected = format!("{ALONE}Redis refuses the user or the password of RATE_LIMIT_REDIS_URL");
            assert_eq!(replica.said(), [expected]);
        }
        let replica = with("");
        replica.wait_until_it_says(&format!("{ALONE}Redis refuses to count: "));
        replica.wait_until_it_says("NOAUTH");
        for login in [":correct%20horse%2F%40@", "default:correct%20horse%2F%40@"] {
            assert_eq!(with(login).said(), [SHARED], "{login}");
        }
    });
}

#[test]
fn a_redis_that_answers_and_does_not_count_is_away() {
    undisturbed(|| {
        let full = Redis::start(&["--maxmemory", "1"]);
        let replica = Replica::with(&full);
        assert_eq!(replica.tokens(LIMIT_COUNT + 2), LIMIT_COUNT);
        replica.wait_until_it_says(ALONE);
        assert_eq!(replica.said().len(), 1, "{:?}", replica.said());
        assert!(replica.said()[0].contains("OOM"), "{:?}", replica.said());
        full.ask("CONFIG SET maxmemory 0");
        replica.wait_until_it_says(BACK);
        // It has forgotten the script, as one does that takes the place of another.
        full.ask("SCRIPT FLUSH");
        let other = Replica::start(&[("RATE_LIMIT_REDIS_URL", &full.url()), ("RATE_LIMIT", "100/day")]);
        full.ask("SCRIPT FLUSH");
        assert_eq!(other.tokens(1), 1);
        other.wait_until_it_says(BACK);
        assert_eq!(other.tokens(1), 1);
    });
}

/// Takes a connection's commands as Redis does, and says of each caller that they have two days of requests to pay off.
fn exaggerate(connection: &TcpStream) -> io::Result<()> {
    let mut lines = BufReader::new(connection).lines();
    while let Some(line) = lines.next() {
        // A command is the number of its words, and each word is a length and itself.
        if !line?.starts_with('*') {
            continue;
        }
        let answer = match &*lines.nth(1).unwrap_or(Ok(String::new()))? {
            "SCRIPT" => "+0123456789012345678901234567890123456789\r\n",
            "EVALSHA" => "*2\r\n:172800000000\r\n:172800000000\r\n",
            _ => "+OK\r\n",
        };
        let mut connection = connection;
        connection.write_all(answer.as_bytes())?;
    }
    Ok(())
}

#[test]
fn a_redis_that_lets_a_caller_wait_for_longer_than_the_period_is_away() {
    let liar = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("redis://{}", liar.local_addr().unwrap());
    std::thread::spawn(move || {
        for connection in liar.incoming() {
            let _ = exaggerate(&connection.unwrap());
        }
    });
    let replica = Replica::start(&[("RATE_LIMIT_REDIS_URL", &url)]);
    assert_eq!(replica.tokens(LIMIT_COUNT + 2), LIMIT_COUNT);
    replica
        .wait_until_it_says(&format!("{ALONE}Redis refuses to count: nobody has to wait for longer than the period"));
    assert!(replica.has_metric("agora_token_rate_limit_redis_up 0"));
}

#[test]
fn a_redis_behind_tls_needs_a_certificate_of_who_is_trusted() {
    undisturbed(|| {
        let keys = format!("{}/tests/keys", env!("CARGO_MANIFEST_DIR"));
        let [certificate, key, authority] =
            ["tls-localhost", "tls-localhost.key", "tls-authority"].map(|name| format!("{keys}/{name}.pem"));
        let redis = Redis::start(&[
            "--port",
            "0",
            "--tls-port",
            "PORT",
            "--tls-auth-clients",
            "no",
            "--tls-cert-file",
            &certificate,
            "--tls-key-file",
            &key,
            "--tls-ca-cert-file",
            &authority,
        ]);
        let url = |host: &str| format!("rediss://{host}:{}", redis.port);
        let trusting = |url: &str| Replica::start(&[("RATE_LIMIT_REDIS_URL", url), ("SSL_CERT_FILE", &authority)]);
        let replicas = [(); 2].map(|()| trusting(&url("localhost")));
        assert_eq!(replicas.each_ref().map(|replica| replica.tokens(LIMIT_COUNT / 2 + 1)), [7, 5]);
        assert_eq!(replicas[0].said(), [SHARED]);
        // A stranger's certificate, and one for another name.
        for replica in [Replica::start(&[("RATE_LIMIT_REDIS_URL", &url("localhost"))]), trusting(&url("127.0.0.1"))] {
            replica.wait_until_it_says(&format!("{ALONE}Redis cannot be reached: invalid peer certificate"));
        }
    });
}

#[test]
fn a_wrong_setting_keeps_the_server_from_starting_and_is_not_shown() {
    let problem = |variables: &[(&str, &str)]| {
        let directory = tempfile::tempdir().unwrap();
        let (code, stderr) = refusal(directory.path(), &[&CREDENTIALS, variables].concat(), &[]);
        assert_eq!((code, stderr.lines().count()), (2, 1), "{stderr}");
        assert!(!stderr.contains("hunter2"), "{stderr}");
        stderr.trim_end().strip_prefix("agora-token: ").unwrap().to_owned()
    };
    let url = "redis://:hunter2@redis";
    let alone = "RATE_LIMIT_REDIS_URL does nothing without RATE_LIMIT";
    assert_eq!(problem(&[("RATE_LIMIT_REDIS_URL", url)]), alone);
    let empty = "RATE_LIMIT_REDIS_URL is set but empty: give it a value, or leave it out";
    assert_eq!(problem(&[("RATE_LIMIT", LIMIT), ("RATE_LIMIT_REDIS_URL", "")]), empty);
    let must = "RATE_LIMIT_REDIS_URL must be redis://user:password@host:port/database, or rediss:// for TLS; ";
    let wrong = problem(&[("RATE_LIMIT", LIMIT), ("RATE_LIMIT_REDIS_URL", "http://:hunter2@redis")]);
    assert!(wrong.starts_with(must), "{wrong}");
    let tls = [("RATE_LIMIT", LIMIT), ("RATE_LIMIT_REDIS_URL", "rediss://redis"), ("SSL_CERT_FILE", "/dev/null")];
    assert_eq!(problem(&tls), "SSL_CERT_FILE names a file without a certificate: it must be PEM (BEGIN CERTIFICATE)");
}

#[test]
fn a_server_that_counts_in_redis_stops_at_once() {
    let redis = Redis::start(&[]);
    let mut replica = Replica::with(&redis);
    assert_eq!(replica.tokens(1), 1);
    redis.signal("STOP");
    replica.server.signal("TERM");
    let status = replica.server.wait_for_end();
    redis.signal("CONT");
    assert!(status.success());
    let log = read_log(&replica.folder);
    assert!(!log.contains("cut"), "{log}");
}
