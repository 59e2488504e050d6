//! One connection: HTTP/1.1 within limits, and an answer in the endpoint's form to what is not HTTP.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use agora_token::{Endpoint, MAX_TARGET, Request, Response};
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::app::{App, Peer};

/// The largest head of a request, and all that is kept of a request beside its body.
const MAX_HEAD: usize = 32 * 1024;
/// How long a head may take to arrive, and a connection may be idle: more than the 60 seconds for which
/// load balancers keep theirs.
const HEAD_TIMEOUT: Duration = Duration::from_secs(65);
/// How long, and for how many bytes, a client is listened to after an answer that it did not wait for. A
/// socket closed with unread bytes takes the answer with it.
const LINGER: Duration = Duration::from_secs(5);
const MAX_LINGER: u64 = 16 * 1024 * 1024;

/// What every connection shares.
#[derive(Clone)]
pub struct Shared {
    pub app: Arc<App>,
    pub router: Router,
    /// Changes once, when the server stops.
    pub stop: watch::Receiver<()>,
}

/// Serves a connection until it ends or the server stops; what is in flight then is answered.
pub async fn serve(stream: TcpStream, peer: IpAddr, mut shared: Shared) {
    // A connection that sends nothing costs no buffers.
    tokio::select! {
        first = timeout(HEAD_TIMEOUT, stream.readable()) => if !matches!(first, Ok(Ok(()))) { return },
        _ = shared.stop.changed() => return,
    }
    let router = TowerToHyperService::new(shared.router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        router.call(request)
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(Screen(stream)), service);
    let mut end = std::future::poll_fn(|context| connection.poll_without_shutdown(context));
    let stopped = tokio::select! {
        result = &mut end => Ok(result),
        _ = shared.stop.changed() => Err(()),
    };
    let (result, stopped) = match stopped {
        Ok(result) => (result, false),
        Err(()) => {
            Pin::new(&mut connection).graceful_shutdown();
            (std::future::poll_fn(|context| connection.poll_without_shutdown(context)).await, true)
        }
    };
    let parts = connection.into_parts();
    let Screen(mut stream) = parts.io.into_inner();
    let refusal = result.err().and_then(|error| refusal(&shared.app.endpoint, &error, &parts.read_buf));
    if let Some(refusal) = refusal {
        // Whether the client still takes the answer is its own affair.
        let _ = timeout(LINGER, stream.write_all(&bytes(&refusal))).await;
    }
    if !stopped {
        linger(stream).await;
    }
}

/// The answer to a head that hyper could not read; `unread` is that head. Nothing where the client went
/// away or was idle.
fn refusal(endpoint: &Endpoint, error: &hyper::Error, unread: &[u8]) -> Option<Response> {
    let answer = |status, text: &str| Some(endpoint.error(status, text, b""));
    if error.is_parse_too_large() {
        match long_target(unread) {
            Some((method, target)) => {
                Some(endpoint.handle(&Request { method, target, origin: b"", body: b"", policy: None }))
            }
            None => answer(
                431,
                &format!("the head of the request is larger than {MAX_HEAD} bytes, or has more than 100 headers"),
            ),
        }
    } else if error.is_parse() {
        answer(400, "the request is not HTTP/1.1")
    } else if error.is_timeout() && !unread.is_empty() {
        answer(408, "the head of the request took too long to arrive")
    } else {
        None
    }
}

/// The method and the target of a head whose target alone is too long.
fn long_target(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let mut words = line.split(|byte| *byte == b' ');
    let (method, target) = (words.next()?, words.next()?);
    (target.len() > MAX_TARGET).then_some((method, target))
}

/// An answer as the bytes of HTTP, for a connection that ends with it.
fn bytes(answer: &Response) -> Vec<u8> {
    let status = hyper::StatusCode::from_u16(answer.status).unwrap_or_default();
    let mut text = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", answer.body.len());
    for (name, value) in &answer.headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    text.push_str(&answer.body);
    text.into_bytes()
}

/// Takes in what the client still sends, so that it gets its last answer.
async fn linger(mut stream: TcpStream) {
    if stream.shutdown().await.is_ok() {
        let mut rest = (&mut stream).take(MAX_LINGER);
        let _ = timeout(LINGER, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await;
    }
}

/// A stream that leaves out hyper's own answers to heads that it cannot read: they have neither a body nor
/// the endpoint's headers. [`refusal`] is the answer in their place. No router here gives an answer that
/// looks like them: without a body and without Cache-Control.
struct Screen(TcpStream);

/// Where hyper's own answer starts, if that is how the bytes end.
fn bare_answer(bytes: &[u8]) -> Option<usize> {
    if !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let start = bytes.windows(9).rposition(|window| window == b"HTTP/1.1 " || window == b"HTTP/1.0 ")?;
    let has = |header: &[u8]| bytes[start..].windows(header.len()).any(|window| window == header);
    (has(b"content-length: 0\r\n") && !has(b"cache-control: ")).then_some(start)
}

impl AsyncWrite for Screen {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match bare_answer(bytes) {
            Some(0) => Poll::Ready(Ok(bytes.len())),
            end => Pin::new(&mut self.0).poll_write(context, &bytes[..end.unwrap_or(bytes.len())]),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

impl AsyncRead for Screen {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}
