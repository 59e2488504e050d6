//! One connection: hyper speaks HTTP/1.1 on it from its first byte to its last, within limits. What hyper
//! refuses without a body is answered in the endpoint's form.

use std::convert::Infallible;
use std::future::ready;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use agora_token::{Endpoint, Request, Response};
use http_body_util::Full;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, Take, join};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::app::{App, into_http};
use crate::metrics::Metrics;
use crate::places::{Activity, Leave, Phase, Place};

/// The largest head of a request.
const MAX_HEAD: usize = 32 * 1024;
/// The largest head that every connection may have. hyper keeps the buffer of a larger one, so such a connection
/// ends with its answer.
const USUAL_HEAD: usize = 4 * 1024;
/// How many connections may have a larger head at a time.
pub const LARGE_HEADS: usize = 256;
/// How much is read at a time. hyper's buffer begins with 8 KB, of which memory is only what was written to.
const MAX_READ: u64 = 2 * 1024;
/// For how many bytes a client is listened to after its last answer.
const MAX_LINGER: usize = 16 * 1024 * 1024;

/// What the connections to one port share.
#[derive(Clone)]
pub struct Shared {
    pub app: Arc<App>,
    pub site: Site,
    pub large_heads: Arc<Semaphore>,
}

/// What answers.
#[derive(Clone)]
pub enum Site {
    Endpoint,
    Metrics(Arc<Metrics>),
}

/// Serves a connection until it ends or must go.
pub async fn serve(stream: TcpStream, peer: IpAddr, shared: Shared, place: Place) {
    let mut byte = [0];
    tokio::select! {
        // hyper has no buffers for a connection on which nothing has come.
        first = stream.peek(&mut byte) => if !matches!(first, Ok(1..)) { return },
        _ = place.until_leave() => return,
    }
    let Some(End { stream, refusal, is_urgent }) = talk(stream, peer, &shared, &place).await else { return };
    if let Some(Refusal { reason, .. }) = &refusal {
        shared.app.count_refused(peer, reason);
    }
    let answer = refusal.and_then(|refusal| refusal.answer);
    // Boxed, so that connections that go on don't carry its size.
    let farewell = Box::pin(async {
        let stream = match answer {
            Some(answer) => give(stream, answer).await?,
            None if is_urgent => return Ok(()),
            None => stream,
        };
        if is_urgent { Ok(()) } else { linger(stream).await }
    });
    tokio::select! {
        // Whether the client takes it is its own affair.
        _ = farewell => {}
        _ = place.until_leave() => {}
    }
}

/// How the talk on a connection has ended.
struct End {
    stream: TcpStream,
    refusal: Option<Refusal>,
    /// Whether another waits for the place.
    is_urgent: bool,
}

/// Lets hyper serve a connection; nothing where there is nothing more to say.
async fn talk(stream: TcpStream, peer: IpAddr, shared: &Shared, place: &Place) -> Option<End> {
    let mut connection = http1::Builder::new()
        // A client may close its side behind its last request and wait for the answer.
        .half_close(true)
        .max_buf_size(MAX_HEAD)
        .max_header_size(MAX_HEAD)
        // It counts idle time too, which may be longer than a head may take: `places` tells who is late.
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(Watched::new(stream, shared, place)), service(shared, peer, place));
    let end = tokio::select! {
        // What has come is taken in before a connection goes.
        biased;
        end = &mut connection => Ok(end),
        leave = place.until_leave() => Err(leave),
    };
    let parts = connection.into_parts();
    let (watched, unread) = (parts.io.into_inner(), parts.read_buf);
    let endpoint = &shared.app.endpoint;
    let refusal = match &end {
        Ok(Ok(())) => None,
        Ok(Err(error)) => watched.refusal(endpoint, error, &unread),
        Err(leave) => told_to_leave(endpoint, *leave, place.activity.phase(), &unread),
    };
    place.activity.enter(Phase::Closing);
    let is_urgent = matches!(end, Err(Leave::ForAnother));
    let is_over = refusal.is_none() && end.is_err();
    (!is_over).then(|| End { stream: watched.stream.into_inner(), refusal, is_urgent })
}

/// What answers, as hyper calls it.
fn service(
    shared: &Shared,
    peer: IpAddr,
    place: &Place,
) -> impl Service<hyper::Request<Incoming>, Response = hyper::Response<Last>, Error = Infallible, Future: Send> + use<>
{
    let (shared, places, activity) = (shared.clone(), Arc::clone(&place.places), Arc::clone(&place.activity));
    service_fn(move |request| {
        activity.enter(Phase::Asked);
        let (app, site) = (Arc::clone(&shared.app), shared.site.clone());
        let (places, activity) = (Arc::clone(&places), Arc::clone(&activity));
        Box::pin(async move {
            let mut answer = match site {
                Site::Endpoint => app.respond(request, peer).await,
                Site::Metrics(metrics) => metrics.respond(&request),
            };
            if places.is_stopping() || activity.is_large() {
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            Ok(answer.map(|body| Last { body, activity }))
        })
    })
}

/// The body of an answer. It is dropped when hyper has taken all of the answer.
struct Last {
    body: Full<Bytes>,
    activity: Arc<Activity>,
}

impl Body for Last {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        self.activity.enter(Phase::Answered);
    }
}

/// Why a connection ends before its request was answered, or its answer taken.
struct Refusal {
    /// The reason as the metrics and the log name it.
    reason: &'static str,
    /// Nothing where the client has asked for none, or has not taken those before.
    answer: Option<Response>,
}

/// The refusal where a connection must go; nothing where the client loses nothing by that. `unread` is what
/// has come of a next request.
fn told_to_leave(endpoint: &Endpoint, leave: Leave, phase: Phase, unread: &[u8]) -> Option<Refusal> {
    // An answer that nobody asked for would be taken for that to the next request.
    let has_begun = phase == Phase::Asked || !unread.trim_ascii().is_empty();
    match leave {
        _ if phase == Phase::Answered => Some(Refusal { reason: "slow_reader", answer: None }),
        Leave::ForAnother => Some(Refusal { reason: "busy", answer: has_begun.then(|| busy(endpoint)) }),
        Leave::Late if has_begun => {
            let text = "the head of the request took too long to arrive";
            Some(Refusal { reason: "slow_head", answer: Some(endpoint.error(408, text, b"")) })
        }
        Leave::Late => None,
    }
}

fn busy(endpoint: &Endpoint) -> Response {
    let text = "the server is busy, and the rest of the request was not there: send it again, all at once";
    let mut answer = endpoint.error(503, text, b"");
    answer.headers.push(("Retry-After", "1".into()));
    answer
}

/// Has hyper write a connection's last answer: as that to a request which comes from here.
async fn give(stream: TcpStream, answer: Response) -> io::Result<TcpStream> {
    let request = &b"GET / HTTP/1.1\r\n\r\n"[..];
    let answer = into_http(answer);
    let answers = service_fn(move |_| ready(Ok::<_, Infallible>(answer.clone())));
    let io = TokioIo::new(join(request, stream));
    let mut connection = http1::Builder::new().half_close(true).keep_alive(false).serve_connection(io, answers);
    (&mut connection).await.map_err(io::Error::other)?;
    Ok(connection.into_parts().io.into_inner().into_inner().1)
}

/// Takes in what the client still sends: a socket that is closed with unread bytes takes the last answer with it.
async fn linger(mut stream: TcpStream) -> io::Result<()> {
    stream.shutdown().await?;
    let mut left = MAX_LINGER;
    // Without a buffer while nothing comes.
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

/// A stream that notes what the connection is doing, and holds back the answers that hyper gives of itself:
/// what it writes while no request is with the service and no answer on its way.
struct Watched {
    stream: Take<TcpStream>,
    activity: Arc<Activity>,
    /// How much of a head has come.
    head: usize,
    large_heads: Arc<Semaphore>,
    large_head: Option<OwnedSemaphorePermit>,
    is_crowded: bool,
    has_refused: bool,
}

impl Watched {
    fn new(stream: TcpStream, shared: &Shared, place: &Place) -> Self {
        Watched {
            stream: stream.take(0),
            activity: Arc::clone(&place.activity),
            head: 0,
            large_heads: Arc::clone(&shared.large_heads),
            large_head: None,
            is_crowded: false,
            has_refused: false,
        }
    }

    /// Why hyper could not go on, which has left the head `unread`; nothing where no answer is due.
    fn refusal(&self, endpoint: &Endpoint, error: &hyper::Error, unread: &[u8]) -> Option<Refusal> {
        let refusal = |reason, answer| Some(Refusal { reason, answer: Some(answer) });
        if self.is_crowded {
            refusal("busy", busy(endpoint))
        } else if !self.has_refused && !error.is_parse_version_h2() {
            None
        } else if !error.is_parse_too_large() {
            refusal("malformed", endpoint.error(400, "the request is not HTTP/1.1", b""))
        } else if unread.contains(&b'\n') {
            let text = format!("the head of the request is larger than {MAX_HEAD} bytes, or has more than 100 headers");
            refusal("head_too_large", endpoint.error(431, &text, b""))
        } else {
            // The first line alone is too large, and all of it that matters is its target.
            let request = Request { method: b"GET", target: unread, origin: b"", body: b"", policy: None };
            refusal("url_too_long", endpoint.handle(&request))
        }
    }

    /// Notes bytes of a request; false where its head is larger than there is room for.
    fn note_read(&mut self, count: usize) -> bool {
        match self.activity.phase() {
            Phase::Idle => {
                self.activity.enter(Phase::Head);
                self.head = count;
            }
            Phase::Head => self.head += count,
            // A part of a body, of which `app` bounds how much there is.
            _ => return true,
        }
        if self.head > USUAL_HEAD && self.large_head.is_none() {
            self.large_head = Arc::clone(&self.large_heads).try_acquire_owned().ok();
            self.activity.note_large();
            return self.large_head.is_some();
        }
        true
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        self.stream.set_limit(MAX_READ);
        std::task::ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let count = buffer.filled().len() - before;
        self.is_crowded = count > 0 && !self.note_read(count);
        Poll::Ready(if self.is_crowded { Err(io::ErrorKind::QuotaExceeded.into()) } else { Ok(()) })
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if !matches!(self.activity.phase(), Phase::Asked | Phase::Answered) {
            self.has_refused = true;
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(self.stream.get_mut()).poll_write(context, bytes)
    }

    /// hyper calls it when it has nothing left to write.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.activity.phase() == Phase::Answered {
            self.activity.enter(Phase::Idle);
        }
        Pin::new(self.stream.get_mut()).poll_flush(context)
    }

    /// Does nothing: a last answer may follow, and [`linger`] closes.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
