//! RATE_LIMIT_REDIS_URL: RATE_LIMIT counted in Redis, for all replicas together. Where Redis does not answer, each replica
//! counts for itself, and asks nothing of it until it is back.

use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::Uri;
use percent_encoding::percent_decode_str;
use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, ConnectionAddr, ErrorKind, IntoConnectionInfo, RedisConnectionInfo, RedisError,
    TlsCertificates,
};
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use crate::fetch;
use crate::provider::Witness;
use crate::reader::Reader;

/// How long a request waits for Redis.
const PATIENCE: Duration = Duration::from_millis(50);
/// How long it may take to connect, for which no request waits.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// The least time between two attempts to connect.
const MIN_INTERVAL: Duration = Duration::from_secs(1);
const DEFAULT_PORT: u16 = 6379;
/// What the names in Redis begin with. Behind it is a hash, of as many bytes as no two callers share one by chance.
const PREFIX: &str = "agora-token:";
const NAME_LEN: usize = 16;
/// Counts one more request of KEYS[1], where that is not one too many: how long it must wait, and when all of its requests
/// will have been paid off, in microseconds from now on. ARGV has the pace: the share of one request, and the period. It is
/// the algorithm of `rate.rs`, by Redis' clock, so that those of the replicas may differ. (A clock that was set back must not
/// make anybody wait for longer than the period.)
const SCRIPT: &str = "
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local share, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local before = tonumber(redis.call('GET', KEYS[1]) or now)
before = math.min(math.max(before, now), now + period)
local after = before + share
local wait = after - now - period
if wait > 0 then return {wait, before - now} end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
return {0, after - now}
";

/// A limit that is counted in Redis.
pub struct Shared {
    client: Client,
    /// What is hashed with the name of a caller: the App ID, and the limit.
    scope: String,
    state: watch::Sender<State>,
}

/// A request that was counted, or was one too many.
pub struct Counted {
    /// How long the caller must wait; zero where the request was counted.
    pub wait: Duration,
    /// When all of the caller's requests will have been paid off.
    pub paid_off_in: Duration,
}

enum State {
    Here(Connection),
    /// And why.
    Away(String),
}

#[derive(Clone)]
struct Connection {
    redis: MultiplexedConnection,
    /// The name that Redis has given the script.
    script: Arc<str>,
    begun: Instant,
}

impl Connection {
    /// Counts a request in Redis; or says what is wrong with that.
    async fn count(&self, name: &str, share: Duration, period: Duration) -> Result<Counted, String> {
        let mut redis = self.redis.clone();
        // What is too short for Redis' clock is more often than anybody asks it.
        let share = share.as_micros().max(1) as u64;
        let mut command = redis::cmd("EVALSHA");
        command.arg(&*self.script).arg(1).arg(name).arg(share).arg(period.as_micros() as u64);
        let (wait, paid_off_in) = in_time(command.query_async(&mut redis)).await?;
        let (wait, paid_off_in) = (Duration::from_micros(wait), Duration::from_micros(paid_off_in));
        match wait.max(paid_off_in) <= period {
            true => Ok(Counted { wait, paid_off_in }),
            // Else a caller would be refused for as long as it likes.
            false => {
                Err("Redis refuses to count: nobody has to wait for longer than the period of RATE_LIMIT".to_owned())
            }
        }
    }
}

impl Shared {
    /// The Redis of RATE_LIMIT_REDIS_URL, for a limit that is written so.
    pub fn read(reader: &mut Reader<'_>, limit: &str) -> Option<Shared> {
        let url = reader.guard("RATE_LIMIT_REDIS_URL")?;
        let roots = reader.text("SSL_CERT_FILE");
        let client = client(&url, roots.as_deref()).map_err(|problem| reader.problem::<()>(problem)).ok()?;
        // Redis may count for the servers of other apps too, and for one with the limit of before.
        let scope = format!("{}\0{limit}", reader.text("APP_ID").unwrap_or_default());
        let state = watch::Sender::new(State::Away("it was not asked yet".to_owned()));
        Some(Shared { client, scope, state })
    }

    /// Counts a request of this caller, who needs so much of the period; `None` where Redis is away.
    pub async fn count(&self, caller: &[&[u8]], share: Duration, period: Duration) -> Option<Counted> {
        let connection = self.connection()?;
        let counted = connection.count(&self.name(caller), share, period).await;
        counted.map_err(|problem| self.lose(&connection, problem)).ok()
    }

    fn connection(&self) -> Option<Connection> {
        match &*self.state.borrow() {
            State::Here(connection) => Some(connection.clone()),
            State::Away(_) => None,
        }
    }

    /// What a caller is called in Redis, where neither keys nor users are to be read.
    fn name(&self, caller: &[&[u8]]) -> String {
        let mut hash = Sha256::new_with_prefix(&self.scope);
        for part in caller {
            hash.update(b"\0");
            hash.update(part);
        }
        format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(&hash.finalize()[..NAME_LEN]))
    }

    /// Gives up a connection, unless another has taken its place.
    fn lose(&self, lost: &Connection, problem: String) {
        self.state.send_if_modified(|state| {
            let is_lost = matches!(state, State::Here(connection) if connection.begun == lost.begun);
            if is_lost {
                *state = State::Away(problem);
            }
            is_lost
        });
    }

    /// Connects for the first time.
    pub async fn begin(&self, witness: &Witness) {
        match self.connect().await {
            Ok(connection) => {
                self.take(connection, witness, "RATE_LIMIT is counted in Redis, for all replicas together")
            }
            Err(problem) => drop(self.state.send_replace(State::Away(problem))),
        }
    }

    /// Keeps the connection while the server runs.
    pub async fn keep(&self, witness: &Witness) -> Infallible {
        let mut state = self.state.subscribe();
        let mut tried = Instant::now();
        loop {
            let mut problem = until_away(&mut state).await;
            if let Some(metrics) = &witness.metrics {
                metrics.note_redis(false);
            }
            say_away(witness, &problem);
            loop {
                sleep_until(tried + MIN_INTERVAL).await;
                tried = Instant::now();
                match self.connect().await {
                    Ok(connection) => break self.take(connection, witness, "RATE_LIMIT is counted in Redis again"),
                    // An outage is said once, and what it turns into.
                    Err(other) if other != problem => {
                        problem = other;
                        say_away(witness, &problem);
                    }
                    Err(_) => {}
                }
            }
        }
    }

    fn take(&self, connection: Connection, witness: &Witness, text: &str) {
        self.state.send_replace(State::Here(connection));
        if let Some(metrics) = &witness.metrics {
            metrics.note_redis(true);
        }
        witness.log.event("info", text);
    }

    /// Connects to a Redis that counts: one that only answers may be full, or refuse to write.
    async fn connect(&self) -> Result<Connection, String> {
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECT_TIMEOUT)).set_response_timeout(None);
        let mut redis = self
            .client
            .get_multiplexed_async_connection_with_config(&config)
            .await
            .map_err(|error| described(&error))?;
        let mut load = redis::cmd("SCRIPT");
        let script: String = in_time(load.arg("LOAD").arg(SCRIPT).query_async(&mut redis)).await?;
        let connection = Connection { redis, script: script.into(), begun: Instant::now() };
        connection.count(&self.name(&[b"probe"]), Duration::ZERO, Duration::from_secs(1)).await?;
        Ok(connection)
    }
}

async fn until_away(state: &mut watch::Receiver<State>) -> String {
    let away = state.wait_for(|state| matches!(state, State::Away(_))).await;
    match away.as_deref() {
        Ok(State::Away(problem)) => problem.clone(),
        _ => String::new(),
    }
}

fn say_away(witness: &Witness, problem: &str) {
    witness.log.event("error", &format!("each replica counts RATE_LIMIT for itself now: {problem}"));
}

/// What Redis answers, if it does so in time.
async fn in_time<T>(answer: impl Future<Output = Result<T, RedisError>>) -> Result<T, String> {
    match timeout(PATIENCE, answer).await {
        Ok(answer) => answer.map_err(|error| described(&error)),
        Err(_) => Err(format!("Redis gives no answer within {} ms", PATIENCE.as_millis())),
    }
}

/// What went wrong, for who runs the server.
fn described(error: &RedisError) -> String {
    /// How much of what Redis says is shown.
    const MAX_LEN: usize = 200;
    match error.kind() {
        ErrorKind::AuthenticationFailed => "Redis refuses the user or the password of RATE_LIMIT_REDIS_URL".to_owned(),
        ErrorKind::Io if error.is_timeout() => {
            format!("Redis cannot be reached within {} seconds", CONNECT_TIMEOUT.as_secs())
        }
        ErrorKind::Io => format!("Redis cannot be reached: {error}"),
        _ => {
            let text: String = error.to_string().chars().take(MAX_LEN).collect();
            format!("Redis refuses to count: {}", text.escape_debug())
        }
    }
}

/// The client for a URL, which trusts the certificates of this file if there is one; or what is wrong with them.
fn client(url: &str, roots: Option<&str>) -> Result<Client, String> {
    let (address, settings) = parse(url).ok_or(
        "RATE_LIMIT_REDIS_URL must be redis://user:password@host:port/database, or rediss:// for TLS; all but the host may be \
         left out, and of user and password what is no letter, digit or one of -._~ is percent-encoded",
    )?;
    let is_tls = matches!(address, ConnectionAddr::TcpTls { .. });
    let wrong = |error: RedisError| described(&error);
    let information = address.into_connection_info().map_err(wrong)?.set_redis_settings(settings);
    match roots.filter(|_| is_tls) {
        Some(path) => {
            let of_file = |problem| format!("SSL_CERT_FILE {problem}");
            let root_cert = Some(fetch::authorities(path).map_err(of_file)?);
            Client::build_with_tls(information, TlsCertificates { client_tls: None, root_cert }).map_err(wrong)
        }
        None => Client::open(information).map_err(wrong),
    }
}

/// Where a URL leads, and as whom.
fn parse(url: &str) -> Option<(ConnectionAddr, RedisConnectionInfo)> {
    let url: Uri = url.parse().ok()?;
    let is_tls = match url.scheme_str()? {
        "redis" => false,
        "rediss" => true,
        _ => return None,
    };
    let authority = url.authority()?.as_str();
    let (login, place) = authority.rsplit_once('@').map_or((None, authority), |(login, place)| (Some(login), place));
    let mut settings = RedisConnectionInfo::default();
    if let Some(login) = login {
        let (user, password) = login.split_once(':')?;
        if !user.is_empty() {
            settings = settings.set_username(percent_decode_str(user).decode_utf8().ok()?);
        }
        settings = settings.set_password(percent_decode_str(password).decode_utf8().ok()?);
    }
    if !matches!(url.path(), "" | "/") {
        settings = settings.set_db(url.path()[1..].parse::<u32>().ok()?.into());
    }
    let host = url.host().filter(|host| !host.is_empty() && url.query().is_none())?;
    let port = match place.strip_prefix(host)?.strip_prefix(':') {
        Some(port) => port.parse().ok()?,
        None => DEFAULT_PORT,
    };
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    Some((
        match is_tls {
            true => ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None },
            false => ConnectionAddr::Tcp(host, port),
        },
        settings,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_where_redis_is_and_as_whom() {
        for (url, to, user, password, database) in [
            ("redis://redis", "redis:6379", None, None, 0),
            ("redis://10.0.0.7:7000/", "10.0.0.7:7000", None, None, 0),
            ("redis://:pass@redis:7000/3", "redis:7000", None, Some("pass"), 3),
            ("rediss://ann:p%40ss%2F%3A@redis.example.com", "redis.example.com:6379", Some("ann"), Some("p@ss/:"), 0),
            ("redis://ann:a:b@[::1]:7000", "::1:7000", Some("ann"), Some("a:b"), 0),
        ] {
            let (address, settings) = parse(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!(address.to_string(), to, "{url}");
            assert_eq!(matches!(address, ConnectionAddr::TcpTls { .. }), url.starts_with("rediss"), "{url}");
            assert_eq!((settings.username(), settings.password(), settings.db()), (user, password, database), "{url}");
        }
    }

    #[test]
    fn a_url_that_is_none_is_refused_and_its_password_not_shown() {
        for url in [
            "redis",
            "redis:6379",
            "localhost:6379",
            "http://:hunter2@redis",
            "redis+unix:///run/redis?pass=hunter2",
            "redis://",
            "redis://:hunter2@",
            "redis://hunter2@redis",
            "redis://:hunter2@redis:x",
            "redis://:hunter2@redis:65536",
            "redis://:hunter2@redis:",
            "redis://:hunter2@redis/x",
            "redis://:hunter2@redis/-1",
            "redis://:hunter2@redis/0/1",
            "redis://:hunter2@redis?db=1",
            "redis://:hunter2%ff@redis",
            "redis://:hunter2/@redis",
            "redis://:hunter2 @redis",
        ] {
            let problem = client(url, None).map(drop).unwrap_err();
            let expected =
                "RATE_LIMIT_REDIS_URL must be redis://user:password@host:port/database, or rediss:// for TLS";
            assert!(problem.starts_with(expected), "{url}: {problem}");
            assert!(!problem.contains("hunter2"), "{url}: {problem}");
        }
    }

    fn shared(app_id: &str, limit: &str) -> Shared {
        let client = client("redis://127.0.0.1", None).unwrap();
        let state = watch::Sender::new(State::Away(String::new()));
        Shared { client, scope: format!("{app_id}\0{limit}"), state }
    }

    #[test]
    fn callers_apps_and_limits_have_names_of_their_own_in_which_nothing_is_to_be_read() {
        let names = [
            shared("a", "1/s").name(&[b"user", b"42"]),
            shared("a", "1/s").name(&[b"user", b"43"]),
            shared("a", "1/s").name(&[b"key", b"42"]),
            shared("b", "1/s").name(&[b"user", b"42"]),
            shared("a", "2/s").name(&[b"user", b"42"]),
        ];
        for (index, name) in names.iter().enumerate() {
            assert_eq!(name.len(), PREFIX.len() + 22, "{name}");
            assert!(!names[..index].contains(name), "{name}");
        }
        assert_eq!(names[0], shared("a", "1/s").name(&[b"user", b"42"]));
    }
}
