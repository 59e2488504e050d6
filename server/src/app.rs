//! One request: what the endpoint answers to it.

use std::sync::Arc;
use std::time::Duration;

use agora_token::{Endpoint, MAX_BODY, Request, Response};
use axum::Router;
use axum::body::Body;
use axum::http::{self, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use http_body_util::BodyExt;

/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// The routes. Every path is the endpoint's.
pub fn router(endpoint: Arc<Endpoint>) -> Router {
    Router::new().fallback(move |request: http::Request<Body>| {
        let endpoint = Arc::clone(&endpoint);
        async move { into_http(answer(&endpoint, request).await) }
    })
}

async fn answer(endpoint: &Endpoint, request: http::Request<Body>) -> Response {
    let (head, body) = request.into_parts();
    let origin = origin(&head.headers);
    let body = match tokio::time::timeout(BODY_TIMEOUT, read(body)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return endpoint.error(400, "the body is not what its headers say", origin),
        Err(_) => return endpoint.error(408, "the body took too long to arrive", origin),
    };
    endpoint.handle(&Request {
        method: head.method.as_str().as_bytes(),
        target: head.uri.path_and_query().map_or("/", |target| target.as_str()).as_bytes(),
        origin,
        body: &body,
        policy: None,
    })
}

fn origin(headers: &HeaderMap) -> &[u8] {
    headers.get(header::ORIGIN).map_or(b"", HeaderValue::as_bytes)
}

/// A body, cut after the first byte that is more than the endpoint takes.
async fn read(mut body: Body) -> Result<Vec<u8>, axum::Error> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        // Trailers say nothing to the endpoint.
        let Ok(data) = frame?.into_data() else { continue };
        bytes.extend_from_slice(&data[..data.len().min(MAX_BODY + 1 - bytes.len())]);
        if bytes.len() > MAX_BODY {
            break;
        }
    }
    Ok(bytes)
}

/// An answer of the endpoint as HTTP.
pub fn into_http(answer: Response) -> http::Response<Body> {
    let mut response = http::Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        // The endpoint's headers are made of visible ASCII, so none is left out.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(&*value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}
