//! The token server as a function.

use std::mem::{MaybeUninit, offset_of};

use super::boundary::{create, value};
use super::input::{agora_token_str, size_before, sized, switch, texts};
use super::issuer::agora_token_issuer;
use super::output::{Lent, lent};
use super::status::agora_token_status;
use crate::endpoint::{Endpoint, EndpointOptions, MAX_BODY, MAX_TARGET, Request, Response};
use crate::error::Error;
use crate::policy::Policy;

/// The longest request target that an endpoint reads, in bytes. A host may stop reading after
/// AGORA_TOKEN_MAX_TARGET + 1 bytes: the answer is 414 either way.
pub const AGORA_TOKEN_MAX_TARGET: usize = 8192;
/// The largest request body that an endpoint reads, in bytes. A host may stop reading after
/// AGORA_TOKEN_MAX_BODY + 1 bytes: the answer is 413 either way.
pub const AGORA_TOKEN_MAX_BODY: usize = 65536;
const _: () = assert!(AGORA_TOKEN_MAX_TARGET == MAX_TARGET && AGORA_TOKEN_MAX_BODY == MAX_BODY);

/// How an endpoint answers where the servers in the field differ. Start from
/// AGORA_TOKEN_ENDPOINT_OPTIONS_INIT.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_endpoint_options {
    /// sizeof (agora_token_endpoint_options); the initialiser sets it.
    pub size: usize,
    /// The version of the tokens that GET answers: AGORA_TOKEN_VERSION_006 (the initialiser's, as the
    /// article's server) or AGORA_TOKEN_VERSION_007. `?version=007` or `?version=006` in a request overrides it,
    /// and a policy that limits the user or the channels makes it 007.
    pub version: u32,
    /// The HTTP status of a mistake in a GET: 500 (the initialiser's, as the article's server) or 400. 403, 404,
    /// 405, 413 and 414 stay as they are.
    pub client_error_status: u32,
    /// The origins that browsers may ask from, exactly as they send them: "https://example.com", without a slash at
    /// the end. None, or one that is "*", is every origin. It is for browsers alone: a request from another origin
    /// is answered all the same, without the header that lets a browser show the answer to its page.
    pub allow_origins: *const agora_token_str,
    /// How many origins there are; there is no maximum.
    pub allow_origin_count: usize,
    /// 1 leaves out every header of CORS, and Vary, for a host that writes its own; 0 (the initialiser's) writes
    /// them. `allow_origins` is then checked and not used, and OPTIONS is still 204.
    pub omit_cors_headers: u32,
}

/// What the sender of a request may be given. Authenticate the sender in your own way and pass one of
/// these; every token of the request is checked against it before it is signed, and one that asks for more is
/// answered with 403. Start from AGORA_TOKEN_POLICY_INIT: zeroed memory is no policy.
///
/// A policy that limits the user or the channels allows no 006 token, whose holder could turn it into one
/// for another user or channel ("Checks").
#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_policy {
    /// sizeof (agora_token_policy); the initialiser sets it.
    pub size: usize,
    /// The one user whom tokens may name: uid digits, account or user id. "" is BAD_ACCOUNT unless
    /// `allow_any_user` is 1, so that a session without a user does not open the door.
    pub user: agora_token_str,
    /// The channels that tokens may open: names, or prefixes that end in "*". Only a literal "*" allows
    /// the token for every channel. None is no channel.
    pub channels: *const agora_token_str,
    /// How many channels there are; there is no maximum.
    pub channel_count: usize,
    /// The highest role: AGORA_TOKEN_ROLE_PUBLISHER or AGORA_TOKEN_ROLE_SUBSCRIBER (the initialiser's).
    pub max_role: u32,
    /// The longest lifetime in seconds: 86400 by the initialiser; 0 is no limit. A request without a lifetime asks
    /// for 3600, and gets 403 where this is less.
    pub max_expires_in: u32,
    /// 1 allows tokens that name no user and act for the whole app (Chat app, Education app, FPA); 0 not.
    pub allow_app_tokens: u32,
    /// 1 allows any channel by its name, whatever `channels` lists, but not the token for every channel; 0 not.
    pub allow_any_channel: u32,
    /// 1 allows any user, and with it the token for any user; `user` must then be "". 0 allows only `user`.
    pub allow_any_user: u32,
    /// Not read: older programs have padding here.
    pub reserved: u32,
    /// 1 allows ConvoAI and STT, both, which start work on the bill of the app's owner; 0 not. They name nobody, so
    /// neither `user` nor `channels` limits what is started.
    pub allow_ai_services: u32,
}

/// An HTTP request as it came. Nothing in it needs to be valid, not even UTF-8. Start from
/// AGORA_TOKEN_REQUEST_INIT.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_request {
    /// sizeof (agora_token_request); the initialiser sets it.
    pub size: usize,
    /// The method, such as "GET".
    pub method: agora_token_str,
    /// The request target as it was sent, path and query, undecoded: "/rtc/room/publisher/uid/42?expiry=600". It
    /// starts with the route: a host that mounts the endpoint under a prefix takes that off.
    pub target: agora_token_str,
    /// The Origin header, or "".
    pub origin: agora_token_str,
    /// The body, or "".
    pub body: agora_token_str,
    /// What the sender may be given. NULL is everything: whoever reaches an open endpoint can have any
    /// token of the app.
    pub policy: *const agora_token_policy,
}

/// The token server without the sockets: it answers the HTTP requests of Agora's token server article and of
/// the servers that are built like it. Mount it in the HTTP server that you have.
///
/// ```text
/// GET, HEAD  /rtc/{channel}/{role}/{tokentype}/{uid}             {"rtcToken":"..."}
/// GET, HEAD  /rtm/{uid}                                          {"rtmToken":"..."}
/// GET, HEAD  /rte/{channel}/{role}/{tokentype}/{uid}[/{rtmuid}]  {"rtcToken":"...","rtmToken":"..."}
/// GET, HEAD  /chat/app, /chat/account/{chatid}                   {"chatToken":"..."}
/// GET, HEAD  /ping                                               {"message":"pong"}
/// POST       /getToken, /token/getNew                            {"token":"..."}
/// POST       /token/generate                                     {"code":0,"message":"Success","data":{"token":"..."}}
/// OPTIONS    each of these                                       204, for browsers
/// ```
///
/// In a path, percent-decoded:
///
/// - role: publisher, subscriber, or audience, which is a subscriber.
/// - tokentype: uid for a number (0 is any user), userAccount for a user account.
/// - rtmuid: the RTM user id; without it that is {uid}, which then must not be any user.
///
/// In a query: `expiry`, the lifetime in seconds (3600), and `version`, 006 or 007 (see
/// agora_token_endpoint_options). `details=1`, of POST routes too, adds "expiresAt" (Unix seconds), "appId" and "user" to
/// the body, of /token/generate within "data". Chat tokens are always 007. The 007 RTM token of /rte also opens the channel as a
/// stream channel.
///
/// The POST routes make 007 tokens. Their bodies are JSON objects, in which null is as good as absent:
///
/// ```text
/// /getToken, /token/getNew
///   "tokenType"          "rtc", "rtm" or "chat"
///   "channel"            rtc: the channel; rtm: a stream channel to open too, or none
///   "role"               rtc: as in a path; absent is "subscriber"
///   "uid"                a string or a number; rtc: digits are a numeric uid (0 is any user), other text is a user
///                        account; rtm and chat: the user id; chat without it: a token for the whole app
///   "expire"             the lifetime in seconds; absent or 0 is 3600
///
/// /token/generate, one token with each service that is enabled
///   "channelName"        RTC: the channel
///   "uid"                RTC: as above; RTM: the user id, which is not 0 where RTC is enabled too
///   "tokenExpireTs"      the lifetime in seconds; absent or 0 is 3600
///   "privilegeExpireTs"  the lifetime of the privileges; absent or 0 is that of the token
///   "serviceRtc"         {"enable":true,"role":1} for a publisher; 2 or absent is a subscriber
///   "serviceRtm", "serviceFpa", "serviceConvoAI", "serviceStt"
///                        {"enable":true}; for the token of agora_token_convoai or agora_token_stt enable RTC and RTM
///                        too: ConvoAI or STT alone names no channel and no user
///   "serviceChat", "serviceApaas" (Education)
///                        {"enableUser":true,"userUuid":"..."} for one user, {"enableApp":true} for the whole app
/// ```
///
/// A mistake in a request is a response too, never a status of this library: the statuses of the calls speak of
/// the host's own mistakes. Its status is `client_error_status` for GET and 400 for POST, its body {"error":"..."}, of
/// /token/generate {"code":-1,"message":"...","data":""}. What a policy does not allow is 403 {"error":"..."}, of
/// /token/generate too. Each of these bodies may also have "detail", a string that says what would be right.
///
/// It is immutable: threads may share one.
pub struct agora_token_endpoint(Endpoint);

/// An HTTP response. It is immutable: threads may share one. The getters cannot fail: out of range, and for a NULL
/// response, they give 0 or "". Strings are lent until agora_token_response_free, with a NUL behind them.
pub struct agora_token_response {
    status: u16,
    body: Lent,
    headers: Vec<(Lent, Lent)>,
}

impl agora_token_endpoint_options {
    /// Before `omit_cors_headers`.
    const OLDER_SIZES: &[usize] = &[size_before::<Self>(offset_of!(Self, omit_cors_headers))];

    fn read(&self) -> Result<EndpointOptions, Error> {
        // SAFETY: the C caller guarantees the list ("Pointers" in the header).
        let origins = unsafe { texts(self.allow_origins, self.allow_origin_count) }?;
        Ok(EndpointOptions {
            version: self.version.try_into()?,
            client_error_status: self.client_error_status.try_into().map_err(|_| Error::OutOfRange)?,
            allow_origins: origins.into_iter().map(str::to_owned).collect(),
            omit_cors_headers: switch(self.omit_cors_headers)?,
        })
    }
}

impl agora_token_policy {
    /// Before `reserved` and `allow_ai_services`.
    const OLDER_SIZES: &[usize] = &[size_before::<Self>(offset_of!(Self, reserved))];

    fn channels(&self) -> Result<Vec<&str>, Error> {
        // SAFETY: the C caller guarantees the list ("Pointers" in the header).
        unsafe { texts(self.channels, self.channel_count) }
    }

    fn read<'a>(&'a self, channels: &'a [&'a str]) -> Result<Policy<'a>, Error> {
        let user = match (self.user.text()?, switch(self.allow_any_user)?) {
            ("", true) => None,
            ("", false) | (_, true) => return Err(Error::BadAccount),
            (user, false) => Some(user),
        };
        Ok(Policy {
            user,
            channels,
            allow_any_channel: switch(self.allow_any_channel)?,
            max_role: self.max_role.try_into()?,
            max_expires_in: self.max_expires_in,
            allow_app_tokens: switch(self.allow_app_tokens)?,
            allow_ai_services: switch(self.allow_ai_services)?,
        })
    }
}

impl agora_token_request {
    fn answer(&self, endpoint: &Endpoint) -> Result<Response, Error> {
        let request = Request::new(self.method.bytes()?, self.target.bytes()?)
            .origin(self.origin.bytes()?)
            .body(self.body.bytes()?);
        if self.policy.is_null() {
            return Ok(endpoint.handle(&request));
        }
        // SAFETY: the C caller guarantees the policy ("Pointers" in the header).
        let policy = unsafe { sized(self.policy, agora_token_policy::OLDER_SIZES) }?;
        let channels = policy.channels()?;
        Ok(endpoint.handle(&request.policy(Some(&policy.read(&channels)?))))
    }
}

impl agora_token_response {
    fn new(response: Response) -> Self {
        let headers = response.headers.iter().map(|(name, value)| (Lent::new(name), Lent::new(value)));
        agora_token_response { status: response.status, body: Lent::new(&response.body), headers: headers.collect() }
    }
}

/// # The token server as a function
///
/// Makes an endpoint. It keeps what it needs of the issuer, which may be freed first.
///
/// - options: NULL is AGORA_TOKEN_ENDPOINT_OPTIONS_INIT.
///
/// Free with agora_token_endpoint_free.
///
/// Statuses: BAD_STRUCT_SIZE, BAD_VERSION; OUT_OF_RANGE where client_error_status is neither 400 nor 500,
/// or omit_cors_headers neither 0 nor 1, or an origin is "" or not made of visible ASCII characters; NOT_UTF8 of
/// an origin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_endpoint_new(
    issuer: Option<&agora_token_issuer>,
    options: *const agora_token_endpoint_options,
    out: Option<&mut MaybeUninit<Option<Box<agora_token_endpoint>>>>,
) -> agora_token_status {
    create(out, || {
        let issuer = &issuer.ok_or(Error::NullPointer)?.0;
        let options = match options.is_null() {
            true => EndpointOptions::default(),
            // SAFETY: the C caller guarantees the struct ("Pointers" in the header).
            false => unsafe { sized(options, agora_token_endpoint_options::OLDER_SIZES) }?.read()?,
        };
        Endpoint::new(issuer, options).map(agora_token_endpoint)
    })
}

/// Answers a request. Add Date to the response's headers, as every HTTP server does, and Content-Length, but
/// not to a 204 or to an answer to HEAD, whose Content-Length would be that of GET. Free with
/// agora_token_response_free.
///
/// Statuses: BAD_STRUCT_SIZE; of the policy BAD_ROLE, BAD_ACCOUNT where it has neither a user nor allow_any_user,
/// or both, OUT_OF_RANGE where a switch is neither 0 nor 1, NOT_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn agora_token_endpoint_handle(
    endpoint: Option<&agora_token_endpoint>,
    request: *const agora_token_request,
    out: Option<&mut MaybeUninit<Option<Box<agora_token_response>>>>,
) -> agora_token_status {
    create(out, || {
        let endpoint = &endpoint.ok_or(Error::NullPointer)?.0;
        // SAFETY: the C caller guarantees the struct ("Pointers" in the header).
        let request = unsafe { sized(request, &[]) }?;
        request.answer(endpoint).map(agora_token_response::new)
    })
}

/// An answer of the host's own in the endpoint's form, with its headers and the body {"error":"..."}: a 401
/// before there is a policy, a 429.
///
/// - status: the HTTP status, from 400 to 599.
/// - text: what is wrong and what would be right.
/// - origin: the request's Origin header, or "". Nothing in it needs to be valid.
///
/// Free with agora_token_response_free.
///
/// Statuses: OUT_OF_RANGE where the HTTP status is another.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_endpoint_error(
    endpoint: Option<&agora_token_endpoint>,
    status: u32,
    text: agora_token_str,
    origin: agora_token_str,
    out: Option<&mut MaybeUninit<Option<Box<agora_token_response>>>>,
) -> agora_token_status {
    create(out, || {
        let endpoint = &endpoint.ok_or(Error::NullPointer)?.0;
        let status =
            u16::try_from(status).ok().filter(|status| (400..600).contains(status)).ok_or(Error::OutOfRange)?;
        Ok(agora_token_response::new(endpoint.error(status, text.text()?, origin.bytes()?)))
    })
}

/// Frees an endpoint; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_endpoint_free(endpoint: Option<Box<agora_token_endpoint>>) {
    value((), || drop(endpoint));
}

/// The HTTP status of a response, such as 200.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_response_status(response: Option<&agora_token_response>) -> u32 {
    value(0, || response.map_or(0, |response| response.status.into()))
}

/// The body of a response: JSON, or "".
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_response_body(response: Option<&agora_token_response>) -> agora_token_str {
    lent(response, |response| Some(&response.body))
}

/// How many headers a response has.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_response_header_count(response: Option<&agora_token_response>) -> usize {
    value(0, || response.map_or(0, |response| response.headers.len()))
}

/// The name of a header, such as "Content-Type".
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_response_header_name(
    response: Option<&agora_token_response>,
    index: usize,
) -> agora_token_str {
    lent(response, |response| response.headers.get(index).map(|(name, _)| name))
}

/// The value of a header.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_response_header_value(
    response: Option<&agora_token_response>,
    index: usize,
) -> agora_token_str {
    lent(response, |response| response.headers.get(index).map(|(_, value)| value))
}

/// Frees a response, and with it the strings that it lent; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_response_free(response: Option<Box<agora_token_response>>) {
    value((), || drop(response));
}
