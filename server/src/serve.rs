//! The server: listens, accepts, reloads, stops.

use std::convert::Infallible;
#[cfg(unix)]
use std::fs::File;
use std::future::{pending, poll_fn};
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use agora_token::Error;
use tokio::net::{TcpListener, TcpSocket, TcpStream, ToSocketAddrs, lookup_host};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::connection::{self, Shared, Site};
use crate::log::{self, Log, Sparse};
use crate::metrics::Metrics;
use crate::places::{Place, Places};
use crate::provider::Witness;
use crate::settings::Settings;

/// How long a stop waits for what is in flight: less than the 10 seconds after which Docker kills.
const STOP_TIMEOUT: Duration = Duration::from_secs(8);
/// How often connections are looked through for those that are late.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const LOOK_AT_STOP_EVERY: Duration = Duration::from_millis(50);
/// How many connections may read the metrics at a time.
const MAX_METRICS_CONNECTIONS: usize = 16;
/// How many requests may be large at a time.
const MAX_LARGE: usize = 256;
/// How many files are kept for what is no connection to the endpoint.
const OTHER_FILES: usize = 64;
/// How many connections the system's queue holds.
const QUEUE: u32 = 1024;

/// A server that answers to signals already, and to nothing else yet.
pub struct Server {
    runtime: Runtime,
    signals: Signals,
}

impl Server {
    pub fn new() -> Result<Server, String> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("the server cannot start its threads: {error}"))?;
        let guard = runtime.enter();
        let signals = Signals::new().map_err(|error| format!("the server cannot listen for signals: {error}"))?;
        drop(guard);
        Ok(Server { runtime, signals })
    }

    /// Runs until it is told to stop.
    pub fn run(self, settings: Settings) -> Result<(), String> {
        if SystemTime::now() < UNIX_EPOCH {
            // No answer has a date then.
            return Err(Error::ClockFailed.message().to_owned());
        }
        let result = self.runtime.block_on(serve(settings, self.signals));
        // A fetch of keys that is under way is nothing to wait for.
        self.runtime.shutdown_background();
        result
    }
}

async fn serve(settings: Settings, mut signals: Signals) -> Result<(), String> {
    let max_connections = settings.max_connections.min(raise_file_limit().saturating_sub(OTHER_FILES)).max(1);
    let log = settings.log;
    let shared = settings.rate_limit.as_ref().and_then(|limit| limit.shared.as_ref());
    let metrics = settings.metrics_address.as_ref().map(|_| Arc::new(Metrics::new(shared.is_some())));
    let witness = Witness { log, metrics: metrics.clone() };
    let lifetime = match &settings.access.sessions {
        Some(sessions) => tokio::select! {
            begun = sessions.keys.begin(&witness) => begun?,
            () = signals.stop() => return Ok(()),
        },
        None => Duration::MAX,
    };
    if let Some(shared) = shared {
        shared.begin(&witness).await;
    }
    let listener = listen((&*settings.host, settings.port)).await.map_err(|error| {
        format!(
            "the server cannot listen on port {} of {} (PORT, HOST): {error}; is another server running on this port?",
            settings.port, settings.host
        )
    })?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let metrics = match settings.metrics_address.as_ref().zip(metrics) {
        Some((address, metrics)) => {
            let listener =
                listen(address).await.map_err(|error| format!("the server cannot listen on METRICS_ADDR: {error}"))?;
            Some((listener, metrics))
        }
        None => None,
    };
    announce(&settings, port);

    let app = Arc::new(App {
        signers: settings.signers,
        access: settings.access,
        rate_limit: settings.rate_limit,
        proxy_hops: settings.proxy_hops,
        metrics: metrics.as_ref().map(|(_, metrics)| Arc::clone(metrics)),
        log,
        refused: Sparse::default(),
        large: Arc::new(Semaphore::new(MAX_LARGE)),
    });
    let (stop, watcher) = watch::channel(());
    let shared = |site| Shared { app: Arc::clone(&app), site };
    let places = [max_connections, MAX_METRICS_CONNECTIONS].map(|limit| Arc::new(Places::new(limit)));
    let to_endpoint = accept(listener, shared(Site::Endpoint), &places[0], watcher.clone(), log);
    let to_metrics = async {
        if let Some((listener, metrics)) = metrics {
            accept(listener, shared(Site::Metrics(metrics)), &places[1], watcher.clone(), log).await;
        }
    };
    let stopped = async {
        tokio::select! {
            () = signals.until_stop(&app) => {}
            never = look_for_the_late(&places) => match never {},
            never = keep_keys_fresh(&app, lifetime, &witness) => match never {},
            never = keep_redis(&app, &witness) => match never {},
        }
        places.iter().for_each(|places| places.stop());
        let _ = stop.send(());
    };
    tokio::join!(to_endpoint, to_metrics, stopped);
    let_end(&places, log).await;
    Ok(())
}

/// Gives the connections that are there time to end.
async fn let_end(places: &[Arc<Places>], log: Log) {
    let ended = async {
        while !places.iter().all(|places| places.is_empty()) {
            sleep(LOOK_AT_STOP_EVERY).await;
            places.iter().for_each(|places| places.tell_the_late());
        }
    };
    if timeout(STOP_TIMEOUT, ended).await.is_err() {
        log.event("warn", "some connections did not end in time and were cut");
    }
}

async fn look_for_the_late(places: &[Arc<Places>]) -> Infallible {
    loop {
        sleep(LOOK_EVERY).await;
        places.iter().for_each(|places| places.tell_the_late());
    }
}

async fn keep_keys_fresh(app: &App, lifetime: Duration, witness: &Witness) -> Infallible {
    match &app.access.sessions {
        Some(sessions) => sessions.keys.keep_fresh(lifetime, witness).await,
        None => pending().await,
    }
}

async fn keep_redis(app: &App, witness: &Witness) -> Infallible {
    match app.rate_limit.as_ref().and_then(|limit| limit.shared.as_ref()) {
        Some(shared) => shared.keep(witness).await,
        None => pending().await,
    }
}

/// Listens on the first address of a host and port on which it can be done.
async fn listen(address: impl ToSocketAddrs) -> io::Result<TcpListener> {
    let mut last = io::Error::new(io::ErrorKind::InvalidInput, "the host has no address");
    for address in lookup_host(address).await? {
        match listen_on(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn listen_on(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Elsewhere it would let others take the port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

fn announce(settings: &Settings, port: u16) {
    if settings.demo {
        log::line("WARNING: --demo signs with public sample credentials: its tokens open no channel of yours.");
        log::line("WARNING: set APP_ID and APP_CERTIFICATE to those of your own project before you build on it.");
    }
    settings.log.event(if settings.access.is_open() { "warn" } else { "info" }, settings.access.describe());
    for warning in settings.access.sessions.iter().flat_map(|sessions| &sessions.warnings) {
        settings.log.event("warn", warning);
    }
    if settings.signers.current().playground.is_some() {
        let host = match settings.host.parse() {
            Ok(address @ (IpAddr::V4(_) | IpAddr::V6(_))) if address.is_unspecified() => "localhost".to_owned(),
            Ok(IpAddr::V6(address)) => format!("[{address}]"),
            _ => settings.host.clone(),
        };
        settings.log.event("info", &format!("A page to make and inspect tokens is at http://{host}:{port}/"));
    }
    // Whoever started the server may not be reading.
    let _ = writeln!(io::stdout(), "Listening on port: {port}");
}

/// Accepts connections until the server stops.
async fn accept(listener: TcpListener, shared: Shared, places: &Arc<Places>, mut stop: watch::Receiver<()>, log: Log) {
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok(accepted) => start(accepted, places.enter().await, &shared),
                // The client went away before it was accepted.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    log.event("error", &format!("a connection could not be accepted: {error}"));
                    // Out of files, most likely.
                    places.dismiss_one();
                    sleep(Duration::from_millis(500)).await;
                }
            }
        }
    };
    tokio::select! {
        never = accepting => match never {},
        _ = stop.changed() => {}
    }
    // Closing the listener resets those in the queue; but a flood must not keep the server from stopping.
    for _ in 0..QUEUE {
        let queued = poll_fn(|context| Poll::Ready(listener.poll_accept(context))).await;
        let Poll::Ready(Ok(accepted)) = queued else { return };
        let Some(place) = places.try_enter() else { return };
        start(accepted, place, &shared);
    }
}

fn start((stream, peer): (TcpStream, SocketAddr), place: Place, shared: &Shared) {
    // Answers are small and must not wait for more to send.
    let _ = stream.set_nodelay(true);
    tokio::spawn(connection::serve(stream, peer.ip(), shared.clone(), place));
}

fn reload(app: &App) {
    if let Err(problem) = app.read_again() {
        app.log.event("error", &format!("certificate and keys stay as they were: {problem}"));
    }
}

/// Lets the server have as many files open as the system allows it: how many.
fn raise_file_limit() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
        let files = if raised.is_ok() { maximum } else { current };
        files.map_or(usize::MAX, |files| files as usize)
    }
    #[cfg(not(unix))]
    usize::MAX
}

/// The signals that the server answers to.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
    /// A file to give up for the one that a reload reads: where connections have all others, a key that was
    /// revoked must go all the same.
    spare: io::Result<File>,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            spare: spare_file(),
        })
    }

    /// Resolves at SIGINT or SIGTERM.
    async fn stop(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// [`Signals::stop`]; SIGHUP reloads.
    async fn until_stop(mut self, app: &App) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = self.hang_up.recv() => {
                    self.spare = Err(io::ErrorKind::NotFound.into());
                    // Nothing is accepted meanwhile: this task accepts, and does not wait here.
                    reload(app);
                    self.spare = spare_file();
                }
            }
        }
    }
}

#[cfg(unix)]
fn spare_file() -> io::Result<File> {
    File::open("/dev/null")
}

/// The signals that the server answers to.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Signals> {
        Ok(Signals)
    }

    /// Resolves at Ctrl-C.
    async fn stop(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }

    /// [`Signals::stop`].
    async fn until_stop(mut self, _: &App) {
        self.stop().await;
    }
}
