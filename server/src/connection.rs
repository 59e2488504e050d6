//! One connection: HTTP/1.1 within limits, and an answer in the endpoint's form to what is not HTTP.

use std::convert::Infallible;
use std::error::Error;
use std::future::poll_fn;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use agora_token::{Endpoint, MAX_TARGET, Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, Take};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Sleep, sleep, timeout};

use crate::app::{Answer, App};
use crate::metrics::Metrics;
use crate::waiting::{Activity, Room};

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
/// How much room a head has at first; most fit.
const FIRST_HEAD: usize = 1024;
/// How much is read at a time: less than the 8 KB with which hyper's buffer begins, or hyper doubles it.
const MAX_READ: u64 = 8 * 1024 - 1;
/// How often hyper may pause before others have their turn: more often than the largest body needs.
const MAX_PARTS: usize = 32;
/// How long a client may leave its answers unread.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long, and for how many bytes, a client is listened to after an answer that it did not wait for. A
/// socket closed with unread bytes takes the answer with it.
const LINGER: Duration = Duration::from_secs(5);
const MAX_LINGER: usize = 16 * 1024 * 1024;

/// What every connection shares.
#[derive(Clone)]
pub struct Shared {
    pub app: Arc<App>,
    pub site: Site,
    pub room: Arc<Room>,
    /// Changes once, when the server stops.
    pub stop: watch::Receiver<()>,
}

/// What answers.
#[derive(Clone)]
pub enum Site {
    Endpoint,
    Metrics(Arc<Metrics>),
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
            Err(_) => return refuse(stream, peer, slow_head(&shared.app.endpoint), &shared.app).await,
        };
        // Boxed, so that the others don't carry its size; what it had is gone when it has ended.
        match Box::pin(talk(stream, head, peer, &mut shared, &mut stopping)).await {
            Talked::Idle(idle) => stream = idle,
            Talked::Refused(stream, refusal) => return refuse(stream, peer, refusal, &shared.app).await,
            Talked::Ended(stream) if !stopping => return linger(stream).await,
            Talked::Ended(_) => return,
        }
    }
}

/// How it ended that a connection took requests.
enum Talked {
    /// It may take more.
    Idle(TcpStream),
    /// It ends with an answer that hyper does not give.
    Refused(TcpStream, Refusal),
    Ended(TcpStream),
}

/// Why a connection ends before a request was read.
struct Refusal {
    /// The reason as the metrics and the log name it.
    reason: &'static str,
    /// Nothing where the client has asked for none, or has not taken those before.
    answer: Option<Response>,
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
async fn refuse(mut stream: TcpStream, peer: IpAddr, refusal: Refusal, app: &App) {
    app.count_refused(peer, refusal.reason);
    let Some(answer) = refusal.answer else { return };
    // Whether the client still takes it is its own affair.
    if let Ok(Ok(())) = timeout(LINGER, stream.write_all(&bytes(&answer))).await {
        linger(stream).await;
    }
}

/// Takes requests, of which `head` has been read, until the connection ends, is idle, or must go.
async fn talk(stream: TcpStream, head: Vec<u8>, peer: IpAddr, shared: &mut Shared, stopping: &mut bool) -> Talked {
    let activity = Arc::new(Activity::default());
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .keep_alive(!*stopping)
        .serve_connection(
            TokioIo::new(Screen::new(stream, head, Arc::clone(&activity))),
            service(shared, peer, Arc::clone(&activity)),
        );
    let mut place = None;
    let end = loop {
        let turn = poll_fn(|context| {
            // hyper pauses after each part of a body. What is there is taken in all the same: in a flood all
            // would pause with half a body, and none of them in a place.
            for _ in 0..MAX_PARTS {
                if let Poll::Ready(result) = connection.poll_without_shutdown(context) {
                    return Poll::Ready(Some(result));
                }
                if activity.needs_client() {
                    place = place.take().or_else(|| shared.room.enter(&activity));
                    return place.as_mut().map_or(Poll::Ready(()), |place| place.poll_leave(context)).map(|()| None);
                }
            }
            // Others have their turn; hyper has asked for the next one.
            Poll::Pending
        });
        tokio::select! {
            end = turn => break end,
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
    let stream = parts.io.into_inner().stream.into_inner();
    let endpoint = &shared.app.endpoint;
    let refusal = match end {
        None if activity.is_idle() && parts.read_buf.is_empty() => return Talked::Idle(stream),
        // Where a pipelined head has stopped halfway, the connection ends.
        None if activity.is_idle() => None,
        None => Some(busy(endpoint, &activity)),
        Some(result) => result.err().and_then(|error| refusal(endpoint, &error, &parts.read_buf)),
    };
    // An answer that nobody asked for would be taken for that to the next request.
    let is_asked = activity.is_asked() || !parts.read_buf.trim_ascii().is_empty();
    match refusal {
        Some(Refusal { reason, answer }) => {
            Talked::Refused(stream, Refusal { reason, answer: answer.filter(|_| is_asked) })
        }
        None => Talked::Ended(stream),
    }
}

/// What answers, as hyper calls it.
fn service(
    shared: &Shared,
    peer: IpAddr,
    activity: Arc<Activity>,
) -> impl Service<hyper::Request<Incoming>, Response = Answer, Error = Infallible, Future: Send + Unpin> + use<> {
    let (app, site) = (Arc::clone(&shared.app), shared.site.clone());
    service_fn(move |request| {
        activity.note_request();
        let (app, site, activity) = (Arc::clone(&app), site.clone(), Arc::clone(&activity));
        Box::pin(async move {
            let answer = match site {
                Site::Endpoint => app.respond(request, peer).await,
                Site::Metrics(metrics) => metrics.respond(&request),
            };
            activity.note_answer();
            Ok(answer)
        })
    })
}

/// Why hyper could not go on; `unread` is the head that it could not read. Nothing where the client went
/// away or was idle.
fn refusal(endpoint: &Endpoint, error: &hyper::Error, unread: &[u8]) -> Option<Refusal> {
    let refusal =
        |reason, status, text: &str| Some(Refusal { reason, answer: Some(endpoint.error(status, text, b"")) });
    if error.is_parse_too_large() {
        let Some((method, target)) = long_target(unread) else {
            let text = format!("the head of the request is larger than {MAX_HEAD} bytes, or has more than 100 headers");
            return refusal("head_too_large", 431, &text);
        };
        let answer = endpoint.handle(&Request { method, target, origin: b"", body: b"", policy: None });
        Some(Refusal { reason: "url_too_long", answer: Some(answer) })
    } else if error.is_parse() {
        refusal("malformed", 400, "the request is not HTTP/1.1")
    } else if error.is_timeout() && !unread.is_empty() {
        Some(slow_head(endpoint))
    } else if is_write_timeout(error) {
        Some(Refusal { reason: "slow_reader", answer: None })
    } else {
        None
    }
}

fn slow_head(endpoint: &Endpoint) -> Refusal {
    let text = "the head of the request took too long to arrive";
    Refusal { reason: "slow_head", answer: Some(endpoint.error(408, text, b"")) }
}

/// A client that waits for room, or makes others wait, and is not idle.
fn busy(endpoint: &Endpoint, activity: &Activity) -> Refusal {
    if activity.is_writing() {
        return Refusal { reason: "slow_reader", answer: None };
    }
    let text = "the server is busy, and the rest of the request was not there: send it again, all at once";
    let mut answer = endpoint.error(503, text, b"");
    answer.headers.push(("Retry-After", "1".into()));
    Refusal { reason: "busy", answer: Some(answer) }
}

/// Whether [`Screen`] has given up.
fn is_write_timeout(error: &hyper::Error) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::TimedOut)
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
        let _ = timeout(LINGER, discard(&stream)).await;
    }
}

/// Reads what comes, to the end or for [`MAX_LINGER`] bytes, without a buffer while nothing comes.
async fn discard(stream: &TcpStream) -> io::Result<()> {
    let mut left = MAX_LINGER;
    while left > 0 {
        stream.readable().await?;
        match stream.try_read(&mut [0; 4096]) {
            Ok(0) => break,
            Ok(count) => left = left.saturating_sub(count),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A stream that leaves out hyper's own answers to heads that it cannot read: they have neither a body nor
/// the endpoint's headers. [`refusal`] is the answer in their place. No route here gives an answer that
/// looks like them: without a body and without Cache-Control.
struct Screen {
    stream: Take<TcpStream>,
    /// What was read before, and comes first.
    head: Vec<u8>,
    activity: Arc<Activity>,
    /// Runs while the client reads nothing, and ends the connection.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Screen {
    fn new(stream: TcpStream, head: Vec<u8>, activity: Arc<Activity>) -> Self {
        Screen { stream: stream.take(0), head, activity, stalled: None }
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
        let written = Pin::new(self.stream.get_mut()).poll_write(context, &bytes[..end]);
        self.activity.note_write(written.is_ready());
        match written {
            Poll::Pending => self.poll_stalled(context),
            written => {
                self.stalled = None;
                written
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.get_mut()).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(self.stream.get_mut()).poll_shutdown(context)
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
            if length < self.head.len() {
                self.head.drain(..length);
            } else {
                self.head = Vec::new();
            }
            self.activity.note_read(true);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        self.stream.set_limit(MAX_READ);
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.activity.note_read(buffer.filled().len() > before);
        read
    }
}
