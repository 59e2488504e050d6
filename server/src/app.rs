//! One request: who asks, how often, and what the endpoint answers.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use agora_token::{MAX_BODY, Request, Response, Route};
use http_body_util::BodyExt;
use hyper::Method;
use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::access::{Access, Caller};
use crate::answer::{Answer, into_http};
use crate::log::{Answered, Log, Sparse};
use crate::metrics::Metrics;
use crate::playground;
use crate::rate::{self, RateLimit, Who};
use crate::refusal::Refusal;
use crate::signer::Signers;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);
/// The largest body that every request may have at any time; larger ones are `large`.
const USUAL_BODY: usize = 2 * 1024;

/// What all requests share.
pub struct App {
    pub signers: Signers,
    pub access: Access,
    pub rate_limit: Option<RateLimit>,
    pub proxy_hops: usize,
    pub metrics: Option<Arc<Metrics>>,
    pub log: Log,
    pub refused: Sparse,
    /// Bounds how many requests with a large head or body there are at a time.
    pub large: Arc<Semaphore>,
}

/// An answer, and what the log and the metrics say of it.
struct Outcome {
    response: Response,
    caller: Option<Cow<'static, str>>,
    /// Why the caller was refused.
    refusal: Option<&'static str>,
}

impl App {
    /// Answers a request that came from this address. The routes are the endpoint's, the playground's, and
    /// `/healthz`, which whoever watches the server asks without a key and as often as they like.
    pub async fn respond(&self, request: hyper::Request<Incoming>, peer: IpAddr) -> Answer {
        let start = Instant::now();
        let (mut head, body) = request.into_parts();
        if head.uri.path() == "/healthz" {
            return into_http(closing_unless_read(self.health(&head), &body));
        }
        let address = rate::client_address(&head.headers, peer, self.proxy_hops);
        let Outcome { response, caller, refusal } = self.answer(&mut head, body, address).await;
        let (playground, took) = (self.playground_route(&head), start.elapsed());
        let endpoint = || response.route.map_or("other", Route::name);
        let route = playground.map_or_else(endpoint, playground::Route::name);
        if let Some(metrics) = &self.metrics {
            metrics.count(route, response.status, took, &response.given, refusal);
        }
        let method = head.method.as_str();
        self.log.request(&Answered { method, route, status: response.status, took, address, caller });
        into_http(response)
    }

    fn health(&self, head: &Parts) -> Response {
        if let Some(response) = self.wrong_method(head, "GET, HEAD") {
            return response;
        }
        let mut response = self.error(head, 200, "");
        response.body = r#"{"status":"ok"}"#.to_owned();
        response
    }

    async fn answer(&self, head: &mut Parts, body: Incoming, address: IpAddr) -> Outcome {
        if is_public(head) {
            let response = closing_unless_read(self.ask(head, &[], &Caller::Anyone), &body);
            return Outcome { response, caller: None, refusal: None };
        }
        let caller = self.identify(head, address).await;
        let name = caller.as_ref().ok().map(name);
        let caller = match self.count(&caller, address).await.and(caller) {
            Ok(caller) => caller,
            // The page and the description hold nothing secret; the requests that the page sends need a key.
            Err(refused) if refused.status() != 429 && self.is_to_read(head) => Caller::Anyone,
            Err(refused) => {
                let response = closing_unless_read(self.refuse(head, refused), &body);
                return Outcome { response, caller: name, refusal: Some(refused.label()) };
            }
        };
        let response = match self.read(head, body).await {
            Ok(body) if body.len() > MAX_BODY => closing(self.ask(head, &body, &caller)),
            Ok(body) => self.ask(head, &body, &caller),
            Err(response) => closing(response),
        };
        let refusal = response.refusal.map(|_| "policy");
        Outcome { response, caller: name, refusal }
    }

    /// Who sends a request. A session token that names an unknown key waits for the provider's keys.
    async fn identify(&self, head: &Parts, address: IpAddr) -> Result<Caller, Refusal> {
        let identify = || self.access.identify(&head.headers, || self.may_verify(address));
        match identify() {
            Err(Refusal::UnknownKey) => self.access.renewed().await.and_then(|()| identify()),
            caller => caller,
        }
    }

    /// The body of a request whose sender was identified and counted, or what is answered in its place.
    async fn read(&self, head: &mut Parts, body: Incoming) -> Result<Vec<u8>, Response> {
        if body.is_end_stream() {
            return Ok(Vec::new());
        }
        keep_little(head);
        let late = Err((408, "the body took too long to arrive"));
        let read = timeout(BODY_TIMEOUT, read(body, &self.large)).await.unwrap_or(late);
        read.map_err(|(status, text)| {
            let mut response = self.error(head, status, text);
            response.headers.extend((status == 503).then(|| ("Retry-After", "1".into())));
            response
        })
    }

    fn ask(&self, head: &Parts, body: &[u8], caller: &Caller) -> Response {
        // The endpoint says what is too large.
        let signer = self.signers.current();
        let page = signer.playground.as_ref().zip(playground::Route::of(head.uri.path()));
        if let Some((playground, route)) = page.filter(|_| body.len() <= MAX_BODY) {
            let wrong_method = self.wrong_method(head, route.methods());
            let answer = || playground.answer(route, &head.method, body, |status, text| self.error(head, status, text));
            return wrong_method.unwrap_or_else(answer);
        }
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let request = Request::new(head.method.as_str().as_bytes(), target.as_bytes());
        let request = request.origin(origin(&head.headers)).body(body);
        self.access.with_policy(caller, |policy| signer.endpoint.handle(&request.policy(policy)))
    }

    fn playground_route(&self, head: &Parts) -> Option<playground::Route> {
        playground::Route::of(head.uri.path()).filter(|_| self.signers.current().playground.is_some())
    }

    fn is_to_read(&self, head: &Parts) -> bool {
        matches!(self.playground_route(head), Some(playground::Route::Page | playground::Route::OpenApi))
    }

    /// Whether the signature of a session token from this address is worth verifying.
    fn may_verify(&self, address: IpAddr) -> Result<(), Duration> {
        self.rate_limit.as_ref().map_or(Ok(()), |limit| limit.may_guess(address, Instant::now()))
    }

    /// Counts a request: a backend's for its key, a user's for their name, every other for its address.
    async fn count(&self, caller: &Result<Caller, Refusal>, address: IpAddr) -> Result<(), Refusal> {
        let Some(limit) = &self.rate_limit else { return Ok(()) };
        let now = Instant::now();
        let who = match caller {
            Ok(Caller::Backend(key)) => Who::Key(&key.hash),
            Ok(Caller::User(session)) => Who::User(&session.user),
            // It was refused before it cost anything.
            Err(Refusal::TooOften(wait)) => return Err(Refusal::TooOften(*wait)),
            Ok(Caller::Anyone) | Err(Refusal::NoToken | Refusal::BadToken(_) | Refusal::BadClaims(_)) => {
                Who::Address(address)
            }
            Err(Refusal::BadSession(_) | Refusal::UnknownKey | Refusal::KeysAwaited) => {
                limit.count_guess(address, now);
                Who::Address(address)
            }
        };
        limit.count(who, now).await.map_err(Refusal::TooOften)
    }

    /// Reads all files of secrets again, and takes all of them into use or, where one is wrong, none.
    pub fn read_again(&self) -> Result<(), String> {
        let certificate = self.signers.read_again()?;
        let keys = self.access.read_again()?;
        if certificate.is_none() && keys.is_none() {
            self.log.event("warn", "there is no file to read again");
        }
        certificate.into_iter().for_each(|take| take(self.log));
        keys.into_iter().for_each(|take| take(self.log));
        Ok(())
    }

    /// Counts a connection that was ended before its request was read.
    pub fn count_refused(&self, peer: IpAddr, reason: &'static str) {
        if let Some(metrics) = &self.metrics {
            metrics.count_refused(reason);
        }
        if let Some(others) = self.refused.admit(Instant::now()) {
            let text =
                format!("a connection from {peer} was refused: {reason}; {others} more since the last such line");
            self.log.event("warn", &text);
        }
    }

    /// The answer to a method that is none of these, which are listed as the Allow header has them.
    fn wrong_method(&self, head: &Parts, methods: &'static str) -> Option<Response> {
        if methods.split(", ").any(|method| method == head.method.as_str()) {
            return None;
        }
        let mut response = self.error(head, 405, &format!("this route takes {methods}"));
        response.headers.push(("Allow", methods.into()));
        Some(response)
    }

    fn error(&self, head: &Parts, status: u16, text: &str) -> Response {
        let mut response = self.signers.current().endpoint.error(status, text, origin(&head.headers));
        response.route = Route::of(head.uri.path().as_bytes());
        if head.method == Method::HEAD {
            response.body.clear();
        }
        response
    }

    fn refuse(&self, head: &Parts, refused: Refusal) -> Response {
        let mut response = self.error(head, refused.status(), refused.message());
        response.headers.extend(refused.header());
        response
    }
}

/// An answer after which the connection ends, since what follows on it is the rest of a body. A client that is not told
/// would send its next request there.
fn closing(mut response: Response) -> Response {
    response.headers.push(("Connection", "close".into()));
    response
}

fn closing_unless_read(response: Response, body: &Incoming) -> Response {
    if body.is_end_stream() { response } else { closing(response) }
}

/// Whether a request gets its answer whoever sends it: a browser's preflight carries no token.
fn is_public(head: &Parts) -> bool {
    let path = head.uri.path();
    // The first tells nearly all paths without splitting them.
    let is_ping = || path.starts_with("/ping") && Route::of(path.as_bytes()) == Some(Route::Ping);
    head.method == Method::OPTIONS || is_ping()
}

fn name(caller: &Caller) -> Cow<'static, str> {
    match caller {
        Caller::Anyone => "anyone".into(),
        Caller::Backend(key) => match (&key.name, key.hash) {
            (Some(name), _) => format!("key {name}").into(),
            // Enough of the hash to tell keys apart, and far too little to find one.
            (None, [a, b, c, d, ..]) => format!("key {a:02x}{b:02x}{c:02x}{d:02x}").into(),
        },
        Caller::User(session) => format!("user {}", session.user).into(),
    }
}

fn origin(headers: &HeaderMap) -> &[u8] {
    headers.get(header::ORIGIN).map_or(b"", HeaderValue::as_bytes)
}

/// Copies the few headers that are still needed, and frees the others: while a body comes there is neither a map of a
/// hundred headers nor hyper's buffer that they came in.
fn keep_little(head: &mut Parts) {
    let headers = std::mem::take(&mut head.headers);
    if let Some(Ok(origin)) = headers.get(header::ORIGIN).map(|origin| HeaderValue::from_bytes(origin.as_bytes())) {
        head.headers.insert(header::ORIGIN, origin);
    }
    if let Ok(uri) = head.uri.to_string().parse() {
        head.uri = uri;
    }
}

/// A body, cut after the first byte that is more than the endpoint takes; or a status and what is wrong.
async fn read(mut body: Incoming, large: &Semaphore) -> Result<Vec<u8>, (u16, &'static str)> {
    let place = || large.try_acquire().map_err(|_| (503, "too many others are sending large bodies: try again"));
    // As long as it says: growing by halves leaves holes in the heap, which others do not fit into.
    let length = body.size_hint().upper().unwrap_or(0).min(MAX_BODY as u64 + 1) as usize;
    let mut taken = if length > USUAL_BODY { Some(place()?) } else { None };
    let mut bytes = Vec::with_capacity(length);
    while let Some(frame) = body.frame().await {
        // Trailers say nothing to the endpoint.
        let Ok(data) = frame.map_err(|_| (400, "the body is not what its headers say"))?.into_data() else { continue };
        if taken.is_none() && bytes.len() + data.len() > USUAL_BODY {
            taken = Some(place()?);
        }
        bytes.extend_from_slice(&data[..data.len().min(MAX_BODY + 1 - bytes.len())]);
        if bytes.len() > MAX_BODY {
            break;
        }
    }
    Ok(bytes)
}
