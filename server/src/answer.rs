//! An answer as HTTP.

use std::borrow::Cow;

use agora_token::Response;
use http_body_util::Full;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};

pub type Answer = hyper::Response<Full<Bytes>>;

pub fn into_http(response: Response) -> Answer {
    let mut answer = hyper::Response::new(Full::from(response.body));
    *answer.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        let value = match value {
            Cow::Borrowed(value) => Ok(HeaderValue::from_static(value)),
            Cow::Owned(value) => HeaderValue::try_from(value),
        };
        // A response's headers are made of visible ASCII, so none is left out.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), value) {
            answer.headers_mut().append(name, value);
        }
    }
    answer
}
