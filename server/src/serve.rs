//! The server: listens, accepts, stops.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::app;
use crate::connection::{self, Shared};
use crate::settings::Settings;

/// How long a stop waits for what is in flight: less than the 10 seconds after which Docker kills.
const STOP_TIMEOUT: Duration = Duration::from_secs(8);

/// Runs the server until it is told to stop.
pub fn run(settings: Settings) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the server cannot start its threads: {error}"))?;
    runtime.block_on(serve(settings))
}

async fn serve(settings: Settings) -> Result<(), String> {
    let stopped = stop_signal().map_err(|error| format!("the server cannot listen for signals: {error}"))?;
    let listener = TcpListener::bind((&*settings.host, settings.port)).await.map_err(|error| {
        format!("the server cannot listen on HOST and PORT: {error}; is another server running on this port?")
    })?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    announce(&settings, port);

    let endpoint = Arc::new(settings.endpoint);
    let (stop, watcher) = watch::channel(());
    let shared = Shared { router: app::router(Arc::clone(&endpoint)), endpoint, stop: watcher };
    tokio::select! {
        never = accept(listener, shared) => match never {},
        () = stopped => {}
    }
    // Each connection holds a receiver until it ends.
    let _ = stop.send(());
    let _ = timeout(STOP_TIMEOUT, stop.closed()).await;
    Ok(())
}

fn announce(settings: &Settings, port: u16) {
    if settings.demo {
        eprintln!("WARNING: --demo signs with public sample credentials: its tokens open no channel of yours.");
        eprintln!("WARNING: set APP_ID and APP_CERTIFICATE to those of your own project before you build on it.");
    }
    eprintln!("This server is open: whoever reaches it gets any token.");
    println!("Listening on port: {port}");
}

async fn accept(listener: TcpListener, shared: Shared) -> std::convert::Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are small and must not wait for more to send.
                let _ = stream.set_nodelay(true);
                tokio::spawn(connection::serve(stream, shared.clone()));
            }
            // The client went away before it was accepted.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                eprintln!("agora-token: a connection could not be accepted: {error}");
                // Out of files, most likely: some will be closed in a while.
                sleep(Duration::from_millis(500)).await;
            }
        }
    }
}

/// Resolves at SIGINT or SIGTERM. The handlers are in place when this returns.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Resolves at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
