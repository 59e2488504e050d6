//! One connection: HTTP/1.1 within limits, and an answer in the endpoint's form to what is not HTTP.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
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
use tokio::sync::{Semaphore, watch};
use tokio::time::{Sleep, sleep, timeout};

use crate::app::{App, Peer};

/// The largest head of a request, and all that is kept of a request beside its body.
const MAX_HEAD: usize = 32 * 1024;
/// How long a head may take to arrive once it has begun.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection may be idle: more than the 60 seconds for which load balancers keep theirs.
const IDLE_TIMEOUT: Duration = Duration::from_secs(65);
/// How long an idle connection may still begin a request when the server stops: it may be on its way.
const GRACE: Duration = Duration::from_millis(250);
/// How long a connection keeps its buffers after an answer, at most.
const QUIET: Duration = Duration::from_millis(100);
/// How many connections have hyper's buffers at a time: those whose request is being read after its head, or
/// answered. Further ones wait.
pub const MAX_TALKING: usize = 4096;
/// How much room a head has at first; most fit.
const FIRST_HEAD: usize = 1024;
/// How long a client may leave its answers unread.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long, and for how many bytes, a client is listened to after an answer that it did not wait for. A
/// socket closed with unread bytes takes the answer with it.
const LINGER: Duration = Duration::from_secs(5);
const MAX_LINGER: u64 = 16 * 1024 * 1024;

/// What every connection shares.
#[derive(Clone)]
pub struct Shared {
    pub app: Arc<App>,
    pub router: Router,
    /// Has a permit for each connection that may have buffers.
    pub talking: Arc<Semaphore>,
    /// Changes once, when the server stops.
    pub stop: watch::Receiver<()>,
}

/// Serves a connection until it ends or the server stops; what is in flight then is answered.
pub async fn serve(mut stream: TcpStream, peer: IpAddr, mut shared: Shared) {
    let mut stopping = false;
    loop {
        // An idle connection has no buffer, and one whose head is arriving has a small one.
        let mut byte = [0];
        let patience = if stopping { GRACE } else { IDLE_TIMEOUT };
        tokio::select! {
            first = timeout(patience, stream.peek(&mut byte)) => if !matches!(first, Ok(Ok(1..))) { return },
            _ = shared.stop.changed(), if !stopping => {
                stopping = true;
                continue;
            }
        }
        let head = match timeout(HEAD_TIMEOUT, read_head(&mut stream)).await {
            Ok(Ok(head)) => head,
            Ok(Err(_)) => return,
            Err(_) => return refuse(stream, &shared.app.endpoint.error(408, SLOW_HEAD, b"")).await,
        };
        let Ok(_permit) = Arc::clone(&shared.talking).acquire_owned().await else { return };
        // Boxed, so that the others don't carry its size.
        match Box::pin(talk(stream, head, peer, &mut shared, &mut stopping)).await {
            Some(idle) => stream = idle,
            None => return,
        }
    }
}

/// Reads until hyper has something to do: a whole head, one that is too large, or what is none.
async fn read_head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(FIRST_HEAD);
    loop {
        let seen = head.len().saturating_sub(3);
        if stream.read_buf(&mut head).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let has_end = head[seen..].windows(4).any(|window| window == b"\r\n\r\n" || window[2..] == *b"\n\n");
        if has_end || head.len() > MAX_TARGET || !head[0].is_ascii_alphabetic() {
            return Ok(head);
        }
    }
}

/// Gives a connection its last answer.
async fn refuse(mut stream: TcpStream, answer: &Response) {
    // Whether the client still takes it is its own affair.
    if let Ok(Ok(())) = timeout(LINGER, stream.write_all(&bytes(answer))).await {
        linger(stream).await;
    }
}

/// Takes requests, of which `head` has been read, until the connection ends, or is idle: then it is given back.
async fn talk(
    stream: TcpStream,
    head: Vec<u8>,
    peer: IpAddr,
    shared: &mut Shared,
    stopping: &mut bool,
) -> Option<TcpStream> {
    let activity = Arc::new(Activity::default());
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .keep_alive(!*stopping)
        .serve_connection(
            TokioIo::new(Screen::new(stream, head, Arc::clone(&activity))),
            service(shared.router.clone(), peer, Arc::clone(&activity)),
        );
    let end = loop {
        tokio::select! {
            result = poll_fn(|context| connection.poll_without_shutdown(context)) => break Some(result),
            _ = shared.stop.changed(), if !*stopping => {
                *stopping = true;
                if activity.is_idle() {
                    break None;
                }
                Pin::new(&mut connection).graceful_shutdown();
            }
            () = sleep(QUIET), if !*stopping => if activity.is_idle() { break None },
        }
    };
    let parts = connection.into_parts();
    let stream = parts.io.into_inner().stream;
    let Some(result) = end else {
        // Where a pipelined head has stopped halfway, the connection ends.
        return parts.read_buf.is_empty().then_some(stream);
    };
    match result.err().and_then(|error| refusal(&shared.app.endpoint, &error, &parts.read_buf)) {
        Some(answer) => refuse(stream, &answer).await,
        None if *stopping => {}
        None => linger(stream).await,
    }
    None
}

/// The router as hyper calls it.
fn service(
    router: Router,
    peer: IpAddr,
    activity: Arc<Activity>,
) -> impl Service<hyper::Request<Incoming>, Response = axum::response::Response, Error = Infallible, Future: Send + Unpin>
{
    let router = TowerToHyperService::new(router);
    service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        let (answer, activity) = (router.call(request), Arc::clone(&activity));
        Box::pin(async move {
            let answer = answer.await;
            activity.unanswered.store(false, Relaxed);
            answer
        })
    })
}

/// What a connection is waiting for. One task has it all, so that no order needs to be kept.
#[derive(Default)]
struct Activity {
    /// Bytes came in since the last answer.
    unanswered: AtomicBool,
    /// The client does not take what is written.
    unwritten: AtomicBool,
}

impl Activity {
    fn is_idle(&self) -> bool {
        !self.unanswered.load(Relaxed) && !self.unwritten.load(Relaxed)
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
        answer(408, SLOW_HEAD)
    } else {
        None
    }
}

const SLOW_HEAD: &str = "the head of the request took too long to arrive";

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
struct Screen {
    stream: TcpStream,
    /// What was read before, and comes first.
    head: Vec<u8>,
    activity: Arc<Activity>,
    /// Runs while the client reads nothing, and ends the connection.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Screen {
    fn new(stream: TcpStream, head: Vec<u8>, activity: Arc<Activity>) -> Self {
        Screen { stream, head, activity, stalled: None }
    }

    /// [`WRITE_TIMEOUT`] for a write that is pending.
    fn poll_stalled(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(WRITE_TIMEOUT)));
        stalled.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

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
        let end = bare_answer(bytes).unwrap_or(bytes.len());
        if end == 0 {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, &bytes[..end]);
        self.activity.unwritten.store(written.is_pending(), Relaxed);
        match written {
            Poll::Pending => self.poll_stalled(context),
            written => {
                self.stalled = None;
                written
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl AsyncRead for Screen {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.head.is_empty() {
            let length = buffer.remaining().min(self.head.len());
            buffer.put_slice(&self.head[..length]);
            self.head.drain(..length);
            self.activity.unanswered.store(true, Relaxed);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.activity.unanswered.store(true, Relaxed);
        }
        read
    }
}
