//! The keys of session tokens over time: those of a file are read again on SIGHUP, and those of a provider are fetched
//! again before they are stale, on SIGHUP, and where a token names one that is not known.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep_until, timeout};

use crate::fetch::{Client, Fetched, MIN_INTERVAL, TIMEOUT};
use crate::keyset::KeySet;
use crate::log::Log;
use crate::metrics::Metrics;
use crate::refusal::Refusal;

/// How many requests may wait for a fetch at a time. Whoever invents names of keys gets no more of the server than that.
const MAX_WAITING: usize = 64;
/// How long a request waits for a fetch: as long as one that is under way, the pause behind it and the next can take.
const PATIENCE: Duration = Duration::from_secs(2 * TIMEOUT.as_secs() + MIN_INTERVAL.as_secs());
/// When a fetch that failed is tried again, though no token asks for it.
const RETRY: Duration = Duration::from_secs(30);

/// The keys that are good now, and where they come from.
pub struct Keys {
    current: RwLock<Arc<KeySet>>,
    source: Source,
}

/// Where keys come from.
pub enum Source {
    Secret,
    PublicKeyFile(String),
    KeySetFile(String),
    Provider(Provider),
}

/// A provider that keys are fetched from.
pub struct Provider {
    client: Arc<Mutex<Client>>,
    fetches: watch::Sender<Fetches>,
    waiting: Semaphore,
}

/// Fetches by their numbers, from 1: the last that was asked for, that has begun and that has ended.
#[derive(Clone, Copy, Default)]
struct Fetches {
    wanted: u64,
    begun: u64,
    ended: u64,
    /// Whether there will be no more, since the server stops.
    over: bool,
}

/// While it lives, fetches that are asked for are made. Where the server stops it is dropped, and who waits must not keep
/// the server from that.
struct Fetching<'a>(&'a watch::Sender<Fetches>);

impl Drop for Fetching<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|fetches| fetches.over = true);
    }
}

/// Who is told of fetches.
#[derive(Clone)]
pub struct Witness {
    pub log: Log,
    pub metrics: Option<Arc<Metrics>>,
}

impl Provider {
    pub fn new(client: Client) -> Provider {
        Provider {
            client: Arc::new(Mutex::new(client)),
            fetches: watch::Sender::new(Fetches::default()),
            waiting: Semaphore::new(MAX_WAITING),
        }
    }

    /// Asks for a fetch that begins from now on: its number. One that is under way may have come too early to see a key.
    fn want(&self) -> u64 {
        let mut next = 0;
        self.fetches.send_modify(|fetches| {
            next = fetches.begun + 1;
            fetches.wanted = next;
        });
        next
    }

    /// Waits for such a fetch: whether there was one.
    async fn next_fetch(&self) -> bool {
        let Ok(_place) = self.waiting.try_acquire() else { return false };
        let mut fetches = self.fetches.subscribe();
        let next = self.want();
        let settled = timeout(PATIENCE, fetches.wait_for(|fetches| fetches.ended >= next || fetches.over)).await;
        matches!(settled, Ok(Ok(fetches)) if fetches.ended >= next)
    }

    async fn fetch(&self) -> Result<Fetched, String> {
        self.fetches.send_modify(|fetches| fetches.begun += 1);
        let client = Arc::clone(&self.client);
        let fetch = spawn_blocking(move || client.lock().unwrap_or_else(PoisonError::into_inner).fetch());
        fetch.await.unwrap_or_else(|error| Err(error.to_string()))
    }
}

impl Keys {
    pub fn new(keys: KeySet, source: Source) -> Keys {
        Keys { current: RwLock::new(Arc::new(keys)), source }
    }

    pub fn are_a_providers(&self) -> bool {
        matches!(self.source, Source::Provider(_))
    }

    pub fn current(&self) -> Arc<KeySet> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn replace(&self, keys: KeySet) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }

    /// Where a token names a key that is not known, waits until the provider was asked again.
    pub async fn renewed(&self) -> Result<(), Refusal> {
        match &self.source {
            Source::Provider(provider) if provider.next_fetch().await => Ok(()),
            Source::Provider(_) => Err(Refusal::KeysAwaited),
            _ => Err(Refusal::UnknownKey),
        }
    }

    /// Reads the file of the keys again: what takes them into use, and says so. A provider's are only asked for then.
    pub fn read_again(&self) -> Result<Option<impl FnOnce(Log)>, String> {
        let (name, read) = match &self.source {
            Source::Secret => return Ok(None),
            Source::PublicKeyFile(path) => ("JWT_PUBLIC_KEY_FILE", Some((read_public_key(path)?, Vec::new()))),
            Source::KeySetFile(path) => ("JWT_JWKS_FILE", Some(read_key_set(path)?)),
            Source::Provider(_) => ("", None),
        };
        Ok(Some(move |log: Log| match (read, &self.source) {
            (Some((keys, ignored)), _) => {
                let count = keys.len();
                self.replace(keys);
                log.event("info", &format!("{name} was read again: {count} keys"));
                ignored.iter().for_each(|reason| log.event("warn", &format!("of {name} {reason}")));
            }
            (None, Source::Provider(provider)) => {
                provider.want();
                log.event("info", "the provider's keys are fetched again");
            }
            (None, _) => {}
        }))
    }

    /// Fetches a provider's keys for the first time: for how long they are good.
    pub async fn begin(&self, witness: &Witness) -> Result<Duration, String> {
        let Source::Provider(provider) = &self.source else { return Ok(Duration::MAX) };
        let fetched = provider.fetch().await;
        let lifetime = self.take(fetched, witness);
        provider.fetches.send_modify(|fetches| fetches.ended = fetches.begun);
        lifetime.map_err(|problem| format!("the server cannot verify session tokens: {problem}"))
    }

    /// Keeps a provider's keys fresh while the server runs.
    pub async fn keep_fresh(&self, mut lifetime: Duration, witness: &Witness) -> Infallible {
        let Source::Provider(provider) = &self.source else { return std::future::pending().await };
        let mut fetches = provider.fetches.subscribe();
        let _until_dropped = Fetching(&provider.fetches);
        loop {
            let begun = Instant::now();
            tokio::select! {
                () = sleep_until(begun + lifetime) => {}
                // What it gives holds a lock, and must not live as long as the sleep.
                () = async { drop(fetches.wait_for(|fetches| fetches.wanted > fetches.begun).await) } => {
                    sleep_until(begun + MIN_INTERVAL).await;
                }
            }
            let fetched = provider.fetch().await;
            lifetime = self.take(fetched, witness).unwrap_or_else(|problem| {
                let text = match self.current().len() {
                    0 => "no session token is good now",
                    _ => "the provider's keys stay as they were, since they cannot be fetched",
                };
                witness.log.event("error", &format!("{text}: {problem}"));
                RETRY
            });
            provider.fetches.send_modify(|fetches| fetches.ended = fetches.begun);
        }
    }

    /// Takes what a fetch has brought: for how long it is good. A provider that has withdrawn all keys has said so, unlike
    /// one that gives no answer: none of them is kept.
    fn take(&self, fetched: Result<Fetched, String>, witness: &Witness) -> Result<Duration, String> {
        if let Some(metrics) = &witness.metrics {
            metrics.count_fetch(fetched.as_ref().ok().map(|fetched| fetched.keys.len()));
        }
        let Fetched { keys, problem, ignored, lifetime } = fetched?;
        if !keys.has_the_names_of(&self.current()) {
            witness.log.event("info", &format!("the provider has {} keys for session tokens", keys.len()));
            ignored.iter().for_each(|reason| witness.log.event("warn", &format!("of the provider's keys {reason}")));
        }
        self.replace(keys);
        problem.map_or(Ok(lifetime), Err)
    }
}

/// The key of JWT_PUBLIC_KEY_FILE.
pub fn read_public_key(path: &str) -> Result<KeySet, String> {
    let pem = read("JWT_PUBLIC_KEY_FILE", path)?;
    KeySet::pem(&pem).map_err(|problem| format!("JWT_PUBLIC_KEY_FILE {problem}"))
}

/// The keys of JWT_JWKS_FILE, and why others in it are ignored.
pub fn read_key_set(path: &str) -> Result<(KeySet, Vec<String>), String> {
    let json = read("JWT_JWKS_FILE", path)?;
    let of_file = |problem: String| format!("JWT_JWKS_FILE {problem}");
    let (keys, ignored) = KeySet::published(json.as_bytes()).map_err(of_file)?;
    keys.check_any(&ignored).map_err(of_file)?;
    Ok((keys, ignored))
}

fn read(name: &str, path: &str) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{name} names a file that cannot be read: {error}"))
}
