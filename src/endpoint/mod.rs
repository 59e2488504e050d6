//! The token server without the sockets: request in, response out.
//!
//! A request is parsed into plans (the tokens that would be signed), the plans are held against the
//! policy, and only then signed: parse, then authorise, then sign.

mod get;
mod plan;
mod post;
mod response;
mod route;
mod target;

use std::borrow::Cow;

use self::plan::{Mistake, Plan};
pub use self::route::Route;
use self::route::{ALL_ROUTES, Path};
use self::target::{Query, Target};
use crate::error::Error;
use crate::host::unix_now;
use crate::issuer::Issuer;
use crate::json::Object;
use crate::policy::{Policy, Refusal};
use crate::role::Role;
use crate::service::ServiceType;
use crate::setters::setters;
use crate::token::Version;

/// The longest request target that is read, in bytes. A host may cut a longer one after the first byte
/// too many: the answer is 414 either way.
pub const MAX_TARGET: usize = 8 * 1024;
/// The largest body that is read, in bytes. A host may cut a larger one after the first byte too many:
/// the answer is 413 either way.
pub const MAX_BODY: usize = 64 * 1024;

/// How an [`Endpoint`] answers where the servers in the field differ.
///
/// ```
/// use agora_token::{EndpointOptions, Version};
///
/// let mut options = EndpointOptions::default();
/// options.version = Version::V007;
/// options.allow_origins = vec!["https://example.com".to_owned()];
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EndpointOptions {
    /// The version of the tokens that GET answers; 006 as the article's server. `?version=007` or
    /// `?version=006` in a request overrides it. Where the request comes with a policy that limits the
    /// user or the channels, GET answers 007 tokens whatever is set here (see [`Policy`]).
    pub version: Version,
    /// The status of a mistake in a GET: 500 as the article's server, or 400.
    pub client_error_status: u16,
    /// The origins that browsers may ask from, such as `https://example.com`; empty, or one that is `*`,
    /// is every origin.
    pub allow_origins: Vec<String>,
    /// Leaves out every header of CORS, for a host that writes its own.
    pub omit_cors_headers: bool,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        EndpointOptions {
            version: Version::V006,
            client_error_status: 500,
            allow_origins: Vec::new(),
            omit_cors_headers: false,
        }
    }
}

/// An HTTP request, as it came: nothing in it needs to be valid.
///
/// ```
/// use agora_token::Request;
///
/// let get = Request::new(b"GET", b"/rtm/ann?expiry=600");
/// let post = Request::new(b"POST", b"/getToken").body(br#"{"tokenType":"rtm","uid":"ann"}"#);
/// assert!(get.body.is_empty() && post.policy.is_none());
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Request<'a> {
    /// The method, such as `GET`.
    pub method: &'a [u8],
    /// The request target: path and query.
    pub target: &'a [u8],
    /// The Origin header, or empty.
    pub origin: &'a [u8],
    /// The body.
    pub body: &'a [u8],
    /// What the sender may be given; `None` is everything (an open server).
    pub policy: Option<&'a Policy<'a>>,
}

impl<'a> Request<'a> {
    /// A request without an origin, a body and a policy.
    pub const fn new(method: &'a [u8], target: &'a [u8]) -> Self {
        Request { method, target, origin: b"", body: b"", policy: None }
    }

    setters! {
        origin: &'a [u8],
        body: &'a [u8],
        policy: Option<&'a Policy<'a>>,
    }
}

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The status, such as 200.
    pub status: u16,
    /// The headers, without Content-Length and Date, which are the host's.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body: JSON, or empty.
    pub body: String,
    /// The route that was asked for. `None` where there is no such route, and in the host's own answers.
    pub route: Option<Route>,
    /// What the tokens in the body open: the services of one after the other.
    pub given: Vec<ServiceType>,
    /// Why there is no token, where the policy does not allow it.
    pub refusal: Option<Refusal>,
}

/// The token server as a function.
///
/// ```
/// use agora_token::{Endpoint, EndpointOptions, Issuer, Policy, Request};
///
/// # fn main() -> Result<(), agora_token::Error> {
/// let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")?;
/// let endpoint = Endpoint::new(&issuer, EndpointOptions::default())?;
/// let policy = Policy::NOBODY.user(Some("42")).channels(&["room-*"]);
/// let get = |target: &str| endpoint.handle(&Request::new(b"GET", target.as_bytes()).policy(Some(&policy)));
/// assert_eq!(get("/rtc/room-1/audience/uid/42").status, 200);
/// assert_eq!(get("/rtc/room-1/audience/uid/43").status, 403);
/// assert!(get("/rtc/room-1/audience/uid/x").body.starts_with(r#"{"error":"uid is invalid","detail":"a uid is a whole"#));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    issuer: Issuer,
    options: EndpointOptions,
}

impl Endpoint {
    /// An endpoint that signs with this issuer.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where `client_error_status` is neither 400 nor 500, or an origin is not
    /// made of visible ASCII characters.
    pub fn new(issuer: &Issuer, options: EndpointOptions) -> Result<Endpoint, Error> {
        let is_origin = |origin: &String| !origin.is_empty() && origin.bytes().all(|byte| byte.is_ascii_graphic());
        if ![400, 500].contains(&options.client_error_status) || !options.allow_origins.iter().all(is_origin) {
            return Err(Error::OutOfRange);
        }
        Ok(Endpoint { issuer: issuer.clone(), options })
    }

    /// Answers a request. It has no side effects and never fails: a mistake is an answer too.
    pub fn handle(&self, request: &Request<'_>) -> Response {
        let mut response = self.answer(request);
        if request.method == b"HEAD" {
            response.body.clear();
            response.given.clear();
        }
        response
    }

    fn answer(&self, request: &Request<'_>) -> Response {
        if request.target.len() > MAX_TARGET {
            return self.error(414, &format!("the URL is longer than {MAX_TARGET} bytes"), request.origin);
        }
        let target = Target::new(request.target);
        let (path, query) = (Path::of(target.segments()), target.query);
        let mut response = match path {
            _ if request.body.len() > MAX_BODY => {
                self.error(413, &format!("the body is larger than {MAX_BODY} bytes"), request.origin)
            }
            Some(path) => self.answer_at(path, query, request),
            None => self.error(404, &format!("no such route: use {ALL_ROUTES}"), request.origin),
        };
        response.route = path.map(Path::route);
        response
    }

    fn answer_at(&self, path: Path<'_>, query: Query<'_>, request: &Request<'_>) -> Response {
        let (route, origin) = (path.route(), request.origin);
        if request.method == b"OPTIONS" {
            return self.preflight(route, origin);
        }
        if !route.takes(request.method) {
            return self.wrong_method(route, origin);
        }
        if route == Route::Ping {
            return self.response(200, Object::to_text(|object| object.string("message", "pong")), origin);
        }
        match self.give(path, query, request) {
            Ok(tokens) => self.tokens(route, tokens, origin),
            Err(NoToken::Mistake(mistake)) => self.mistake(route, &mistake, origin),
            Err(NoToken::Refused(refusal)) => self.refused(refusal, origin),
            Err(NoToken::Failed(error)) => self.error(500, error.message(), origin),
        }
    }

    /// Parse, then authorise, then sign.
    fn give(&self, path: Path<'_>, query: Query<'_>, request: &Request<'_>) -> Result<Tokens, NoToken> {
        let plans = self.parse(path, query, request)?;
        let wants_details = wants_details(query)?;
        if let Some(policy) = request.policy {
            plans.iter().try_for_each(|plan| policy.check(plan.version, plan.expires_in, &plan.services))?;
        }
        let mut tokens = Tokens::default();
        if wants_details {
            tokens.details = Some(Details::of(&plans)?);
        }
        for plan in plans {
            tokens.services.extend(plan.services.iter().map(|service| service.kind));
            tokens.named.push((plan.name, plan.sign(&self.issuer)?));
        }
        Ok(tokens)
    }

    /// The tokens that the request asks for, not yet signed.
    fn parse(&self, path: Path<'_>, query: Query<'_>, request: &Request<'_>) -> Result<Vec<Plan>, Mistake> {
        let version = match request.policy {
            Some(policy) if policy.limits_names() => Version::V007,
            _ => self.options.version,
        };
        // What the stream channel of an RTM token is opened as.
        let stream_role = request.policy.map_or(Role::Publisher, |policy| policy.max_role);
        match path {
            Path::Ping => Ok(Vec::new()),
            Path::Rtc(path) => get::rtc(path, query, version),
            Path::Rtm { uid } => get::rtm(uid, query, version),
            Path::Rte { path, rtm_uid } => get::rte(path, rtm_uid, query, version, stream_role),
            Path::ChatApp => get::chat_app(query),
            Path::ChatUser { chat_id } => get::chat_user(chat_id, query),
            Path::GetToken => post::get_token(request.body, stream_role),
            Path::TokenGenerate => post::token_generate(request.body),
        }
    }
}

/// The tokens of an answer.
#[derive(Default)]
struct Tokens {
    /// Each with its name in the body.
    named: Vec<(&'static str, String)>,
    services: Vec<ServiceType>,
    /// What a client needs to renew them, where it asks for that.
    details: Option<Details>,
}

/// What a client needs to renew its tokens in time.
struct Details {
    /// The Unix time in seconds when the first of the tokens, or of the privileges in them, ends.
    expires_at: u64,
    /// "" where no user is named.
    user: String,
}

impl Details {
    fn of(plans: &[Plan]) -> Result<Details, Error> {
        let shortest = plans.iter().map(Plan::shortest).min().unwrap_or(0);
        let services = plans.iter().flat_map(|plan| &plan.services);
        let user = services.map(|service| &*service.user).find(|user| !user.is_empty()).unwrap_or_default();
        Ok(Details { expires_at: unix_now()? + u64::from(shortest), user: user.to_owned() })
    }
}

/// Whether a request has `details=1`.
fn wants_details(query: Query<'_>) -> Result<bool, Mistake> {
    match query.parameter("details").as_ref().map(Option::as_deref) {
        Ok(None) => Ok(false),
        Ok(Some("1")) => Ok(true),
        _ => Err(Mistake::new("details is invalid", "details is 1, or is left out")),
    }
}

/// Why there are none.
enum NoToken {
    /// The request is wrong.
    Mistake(Mistake),
    /// The policy does not allow it.
    Refused(Refusal),
    /// The clock or the random source.
    Failed(Error),
}

impl From<Mistake> for NoToken {
    fn from(mistake: Mistake) -> Self {
        NoToken::Mistake(mistake)
    }
}

impl From<Refusal> for NoToken {
    fn from(refusal: Refusal) -> Self {
        NoToken::Refused(refusal)
    }
}

impl From<Error> for NoToken {
    fn from(error: Error) -> Self {
        NoToken::Failed(error)
    }
}
