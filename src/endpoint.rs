//! The token server without the sockets: request in, response out.

use std::borrow::Cow;

use crate::error::Error;
use crate::issuer::{Issuer, Version};
use crate::policy::Policy;

/// How an [`Endpoint`] answers where the servers in the field differ.
#[derive(Clone, Debug)]
pub struct EndpointOptions {
    /// The version of the tokens that GET answers; 006 as the article's server.
    pub version: Version,
    /// The status of a mistake in a GET: 500 as the article's server, or 400.
    pub client_error_status: u16,
    /// The origins that browsers may ask from; empty is every origin.
    pub allow_origins: Vec<String>,
}

impl Default for EndpointOptions {
    fn default() -> Self {
        EndpointOptions { version: Version::V006, client_error_status: 500, allow_origins: Vec::new() }
    }
}

/// An HTTP request, as it came: nothing in it needs to be valid.
#[derive(Clone, Copy, Debug)]
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

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status, such as 200.
    pub status: u16,
    /// The headers, without Content-Length and Date, which are the host's.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body: JSON, or empty.
    pub body: String,
}

/// The token server as a function.
#[derive(Clone, Debug)]
pub struct Endpoint {
    issuer: Issuer,
    options: EndpointOptions,
}

impl Endpoint {
    /// An endpoint that signs with this issuer.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] where `client_error_status` is neither 400 nor 500.
    pub fn new(issuer: &Issuer, options: EndpointOptions) -> Result<Endpoint, Error> {
        Ok(Endpoint { issuer: issuer.clone(), options })
    }

    /// Answers a request. It has no side effects and never fails: a mistake is an answer too.
    pub fn handle(&self, request: &Request<'_>) -> Response {
        let _ = (request, &self.issuer, &self.options);
        Response { status: 404, headers: Vec::new(), body: String::new() }
    }
}
