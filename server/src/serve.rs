//! The server: listens, accepts, reloads, stops.

use std::future::poll_fn;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use agora_token::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::connection::{self, Shared, Site};
use crate::log::{self, Log, Sparse};
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::waiting::Room;

/// How long a stop waits for what is in flight: less than the 10 seconds after which Docker kills.
const STOP_TIMEOUT: Duration = Duration::from_secs(8);
/// How many connections may read the metrics at a time.
const MAX_METRICS_CONNECTIONS: usize = 16;

/// How many connections the system's queue holds.
const QUEUE: usize = 1024;

/// Runs the server until it is told to stop.
pub fn run(settings: Settings) -> Result<(), String> {
    if SystemTime::now() < UNIX_EPOCH {
        // No answer has a date then.
        return Err(Error::ClockFailed.message().to_owned());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the server cannot start its threads: {error}"))?;
    runtime.block_on(serve(settings))
}

async fn serve(settings: Settings) -> Result<(), String> {
    raise_file_limit();
    let signals = Signals::new().map_err(|error| format!("the server cannot listen for signals: {error}"))?;
    let listener = TcpListener::bind((&*settings.host, settings.port)).await.map_err(|error| {
        format!("the server cannot listen on HOST and PORT: {error}; is another server running on this port?")
    })?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let metrics = match &settings.metrics_address {
        Some(address) => {
            let listener = TcpListener::bind(address)
                .await
                .map_err(|error| format!("the server cannot listen on METRICS_ADDR: {error}"))?;
            Some((listener, Arc::new(Metrics::new())))
        }
        None => None,
    };
    announce(&settings, port);

    let log = settings.log;
    let app = Arc::new(App {
        endpoint: settings.endpoint,
        access: settings.access,
        rate_limit: settings.rate_limit,
        proxy_hops: settings.proxy_hops,
        playground: settings.playground,
        metrics: metrics.as_ref().map(|(_, metrics)| Arc::clone(metrics)),
        log,
        refused: Sparse::default(),
    });
    let (stop, watcher) = watch::channel(());
    let shared = |site| Shared { app: Arc::clone(&app), site, room: Arc::new(Room::new()), stop: watcher.clone() };
    let to_endpoint = accept(listener, shared(Site::Endpoint), settings.max_connections, log);
    let to_metrics = async {
        if let Some((listener, metrics)) = metrics {
            accept(listener, shared(Site::Metrics(metrics)), MAX_METRICS_CONNECTIONS, log).await;
        }
    };
    let stopped = async {
        signals.until_stop(&app).await;
        let _ = stop.send(());
    };
    tokio::join!(to_endpoint, to_metrics, stopped);
    drop(watcher);
    // Each connection holds a receiver until it ends.
    if timeout(STOP_TIMEOUT, stop.closed()).await.is_err() {
        log.event("warn", "some connections did not end in time and were cut");
    }
    Ok(())
}

fn announce(settings: &Settings, port: u16) {
    if settings.demo {
        log::line("WARNING: --demo signs with public sample credentials: its tokens open no channel of yours.");
        log::line("WARNING: set APP_ID and APP_CERTIFICATE to those of your own project before you build on it.");
    }
    settings.log.event(if settings.access.is_open() { "warn" } else { "info" }, settings.access.describe());
    if settings.playground.is_some() {
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

/// Accepts connections, so many at a time, until the server stops; further ones wait in the system's queue.
async fn accept(listener: TcpListener, shared: Shared, max_connections: usize, log: Log) {
    let permits = Arc::new(Semaphore::new(max_connections.min(Semaphore::MAX_PERMITS)));
    let mut stop = shared.stop.clone();
    loop {
        let permit = tokio::select! {
            Ok(permit) = Arc::clone(&permits).acquire_owned() => permit,
            _ = stop.changed() => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.changed() => break,
        };
        match accepted {
            Ok(accepted) => start(accepted, permit, &shared),
            // The client went away before it was accepted.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                log.event("error", &format!("a connection could not be accepted: {error}"));
                // Out of files, most likely: some will be closed in a while.
                sleep(Duration::from_millis(500)).await;
            }
        }
    }
    // Closing the listener resets those in the queue; but a flood must not keep the server from stopping.
    for _ in 0..QUEUE {
        let Ok(permit) = Arc::clone(&permits).try_acquire_owned() else { return };
        let queued = poll_fn(|context| Poll::Ready(listener.poll_accept(context))).await;
        let Poll::Ready(Ok(accepted)) = queued else { return };
        start(accepted, permit, &shared);
    }
}

fn start((stream, peer): (TcpStream, SocketAddr), permit: OwnedSemaphorePermit, shared: &Shared) {
    // Answers are small and must not wait for more to send.
    let _ = stream.set_nodelay(true);
    let connection = connection::serve(stream, peer.ip(), shared.clone());
    tokio::spawn(async move {
        connection.await;
        drop(permit);
    });
}

fn reload(app: &App) {
    match app.access.keys.as_ref().map(|keys| keys.reload()) {
        Some(Ok(count)) => app.log.event("info", &format!("API_KEYS_FILE was read again: {count} keys")),
        Some(Err(problem)) => app.log.event("error", &format!("the keys stay as they were: {problem}")),
        None => app.log.event("warn", "there are no keys to read again"),
    }
}

/// Lets the server have as many files open as the system allows it.
fn raise_file_limit() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
        // Where it may not, fewer connections are accepted at a time.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}

/// The signals that the server answers to.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Resolves at SIGINT or SIGTERM; SIGHUP reloads.
    async fn until_stop(mut self, app: &App) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => return,
                _ = self.terminate.recv() => return,
                _ = self.hang_up.recv() => reload(app),
            }
        }
    }
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
    async fn until_stop(self, _: &App) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
