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
use hyper::body::Incoming;
use hyper::header::{self, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf, Take, copy_buf, join, sink};
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::answer::{Answer, into_http};
use crate::app::App;
use crate::metrics::Metrics;
use crate::places::{Activity, Leave, Phase, Place};

/// The largest head of a request.
const MAX_HEAD: usize = 32 * 1024;
/// The largest head that every connection may have; larger ones are `large`. hyper keeps the buffer of one, so
/// such a connection ends with its answer.
const USUAL_HEAD: usize = 4 * 1024;
/// How much of answers hyper may hold: more than there are, so that it never writes one in two parts.
const MAX_BUFFER: usize = 1024 * 1024;
/// How much is read at a time. hyper's buffer begins with 8 KB, of which memory is only what was written to.
const MAX_READ: u64 = 2 * 1024;
/// For how many bytes a client is listened to after its last answer.
const MAX_LINGER: u64 = 16 * 1024 * 1024;

/// What the connections to one port share.
#[derive(Clone)]
pub struct Shared {
    pub app: Arc<App>,
    pub site: Site,
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
    let has_come = tokio::select! {
        // What has come is answered before a connection goes.
        biased;
        // hyper has no buffers for a connection on which nothing has come.
        first = stream.peek(&mut byte) => matches!(first, Ok(1..)),
        // tokio may not know yet of what the system has.
        _ = place.until_leave() => has_bytes(&stream) && stream.readable().await.is_ok(),
    };
    if !has_come {
        return;
    }
    let Some(end) = talk(stream, peer, &shared, &place).await else { return };
    place.activity.enter(Phase::Closing);
    tokio::select! {
        biased;
        // Whether the client takes it is its own affair. Boxed, so that others don't carry its size.
        _ = Box::pin(say_goodbye(end)) => {}
        _ = place.until_leave() => {}
    }
}

/// Whether the system has bytes of a client, or its end, that nobody has read.
#[cfg(unix)]
fn has_bytes(stream: &TcpStream) -> bool {
    use rustix::net::{RecvFlags, recv};
    recv(stream, &mut [0; 1], RecvFlags::PEEK | RecvFlags::DONTWAIT).is_ok_and(|(_, count)| count > 0)
}

/// On other systems, what tokio knows must be enough.
#[cfg(not(unix))]
fn has_bytes(_: &TcpStream) -> bool {
    false
}

/// How the talk on a connection has ended.
struct End {
    stream: TcpStream,
    answer: Option<Response>,
    /// Whether another waits for the place.
    is_urgent: bool,
}

/// Lets hyper serve a connection; nothing where there is nothing more to say.
async fn talk(stream: TcpStream, peer: IpAddr, shared: &Shared, place: &Place) -> Option<End> {
    let app = &shared.app;
    let activity = &place.activity;
    let watched = Watched::new(stream, Arc::clone(activity), Arc::clone(&app.large));
    let mut connection = http1::Builder::new()
        // A client may close its side behind its last request and wait for the answer.
        .half_close(true)
        .max_header_size(MAX_HEAD)
        .max_buf_size(MAX_BUFFER)
        // It counts idle time too, which may be longer than a head may take: `places` tells who is late.
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(watched), service(shared, peer, Arc::clone(activity)));
    let end = tokio::select! {
        // What has come is taken in before a connection goes.
        biased;
        end = &mut connection => Ok(end),
        leave = place.until_leave() => Err(leave),
    };
    let parts = connection.into_parts();
    let (watched, unread) = (parts.io.into_inner(), parts.read_buf);
    let refusal = match &end {
        Ok(Ok(())) => None,
        Ok(Err(error)) => watched.refusal(&app.signers.current().endpoint, error, &unread),
        Err(leave) => told_to_leave(&app.signers.current().endpoint, *leave, activity.phase(), &unread),
    };
    if let Some(Refusal { reason, .. }) = &refusal {
        app.count_refused(peer, reason);
    }
    let answer = refusal.and_then(|refusal| refusal.answer);
    let is_urgent = matches!(end, Err(Leave::ForAnother));
    (end.is_ok() || answer.is_some()).then(|| End { stream: watched.stream.into_inner(), answer, is_urgent })
}

/// Gives a connection its last answer, and listens until the client has closed: a socket that is closed with
/// unread bytes takes the answer with it.
async fn say_goodbye(end: End) -> io::Result<()> {
    let mut stream = match end.answer {
        Some(answer) => Box::pin(give(end.stream, answer)).await?,
        None => end.stream,
    };
    if !end.is_urgent {
        stream.shutdown().await?;
        copy_buf(&mut BufReader::with_capacity(256, stream.take(MAX_LINGER)), &mut sink()).await?;
    }
    Ok(())
}

/// What answers, as hyper calls it.
fn service(
    shared: &Shared,
    peer: IpAddr,
    activity: Arc<Activity>,
) -> impl Service<hyper::Request<Incoming>, Response = Answer, Error = Infallible, Future: Send> + use<> {
    let shared = shared.clone();
    service_fn(move |request| {
        activity.enter(Phase::Asked);
        let (app, site, activity) = (Arc::clone(&shared.app), shared.site.clone(), Arc::clone(&activity));
        Box::pin(async move {
            let mut answer = match site {
                Site::Endpoint => app.respond(request, peer).await,
                Site::Metrics(metrics) => metrics.respond(&request),
            };
            if activity.is_at_its_last() {
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            activity.enter(Phase::Answered);
            Ok(answer)
        })
    })
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
    // An answer that nobody asked for would be taken for the answer to the next request.
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

/// Has hyper write a connection's last answer, as the answer to a request that is made up here.
async fn give(stream: TcpStream, answer: Response) -> io::Result<TcpStream> {
    let request = &b"GET / HTTP/1.1\r\n\r\n"[..];
    let answer = into_http(answer);
    let answers = service_fn(move |_| ready(Ok::<_, Infallible>(answer.clone())));
    let io = TokioIo::new(join(request, stream));
    let mut connection = http1::Builder::new().half_close(true).keep_alive(false).serve_connection(io, answers);
    (&mut connection).await.map_err(io::Error::other)?;
    Ok(connection.into_parts().io.into_inner().into_inner().1)
}

/// A stream that notes what the connection is doing, and holds back the answers that hyper gives of itself:
/// what it writes while no request is with the service and no answer on its way.
struct Watched {
    stream: Take<TcpStream>,
    activity: Arc<Activity>,
    /// How much of a head has come.
    head: usize,
    large: Arc<Semaphore>,
    large_head: Option<OwnedSemaphorePermit>,
    is_crowded: bool,
    has_refused: bool,
}

impl Watched {
    fn new(stream: TcpStream, activity: Arc<Activity>, large: Arc<Semaphore>) -> Self {
        let stream = stream.take(0);
        Watched { stream, activity, head: 0, large, large_head: None, is_crowded: false, has_refused: false }
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
            let request = Request::new(b"GET", unread);
            refusal("url_too_long", endpoint.handle(&request))
        }
    }

    /// Notes bytes of a request; false where its head is too large.
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
            self.large_head = Arc::clone(&self.large).try_acquire_owned().ok();
            self.activity.end_with_the_next_answer();
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

    /// Does nothing: a last answer may follow, and [`say_goodbye`] closes.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
