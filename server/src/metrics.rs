//! METRICS_ADDR: counters in the form that Prometheus reads.

use std::time::Duration;

use agora_token::ServiceType;
use http_body_util::Full;
use hyper::header::{self, HeaderValue};
use hyper::{Method, StatusCode};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

use crate::answer::Answer;

/// The type of the text form of OpenMetrics.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Request {
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Kind {
    kind: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Fetch {
    result: &'static str,
}

/// The counters.
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    latency: Histogram,
    tokens: Family<Kind, Counter>,
    refusals: Family<Reason, Counter>,
    connections_refused: Family<Reason, Counter>,
    key_fetches: Family<Fetch, Counter>,
    keys: Gauge,
    redis: Redis,
}

/// What is told of the Redis that counts RATE_LIMIT, where there is one.
#[derive(Default)]
struct Redis {
    up: Gauge,
    outages: Counter,
}

impl Metrics {
    pub fn new(has_redis: bool) -> Metrics {
        let mut registry = Registry::with_prefix("agora_token");
        let requests = Family::default();
        registry.register("requests", "Requests answered, by route and status", requests.clone());
        // From 10 microseconds to 2.6 seconds.
        let latency = Histogram::new(exponential_buckets(1e-5, 4.0, 10));
        let help = "From a request's head to its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, latency.clone());
        let tokens = Family::default();
        registry.register("tokens", "Services opened by the tokens given, by kind", tokens.clone());
        let refusals = Family::default();
        registry.register(
            "refusals",
            "Requests refused because of who asked, or of what they asked for, by reason",
            refusals.clone(),
        );
        let connections_refused = Family::default();
        let help = "Connections ended before a request was read or its answer taken, by reason";
        registry.register("connections_refused", help, connections_refused.clone());
        let key_fetches = Family::default();
        registry.register("key_fetches", "Fetches of the provider's keys, by result", key_fetches.clone());
        let keys = Gauge::default();
        registry.register("keys", "Keys of the provider that session tokens are verified with", keys.clone());
        let redis = Redis::default();
        if has_redis {
            let help = "1 where Redis counts RATE_LIMIT for all replicas, 0 where this one counts for itself";
            registry.register("rate_limit_redis_up", help, redis.up.clone());
            registry.register("rate_limit_redis_outages", "Times that Redis went away", redis.outages.clone());
        }
        Metrics { registry, requests, latency, tokens, refusals, connections_refused, key_fetches, keys, redis }
    }

    /// Counts a request and the answer to it: the services that its tokens open, or why it was refused.
    pub fn count(
        &self,
        route: &'static str,
        status: u16,
        took: Duration,
        given: &[ServiceType],
        refusal: Option<&'static str>,
    ) {
        self.requests.get_or_create(&Request { route, status }).inc();
        self.latency.observe(took.as_secs_f64());
        if let Some(reason) = refusal {
            self.refusals.get_or_create(&Reason { reason }).inc();
        }
        for service in given {
            self.tokens.get_or_create(&Kind { kind: service.name() }).inc();
        }
    }

    /// Counts a connection that was ended.
    pub fn count_refused(&self, reason: &'static str) {
        self.connections_refused.get_or_create(&Reason { reason }).inc();
    }

    /// Counts a fetch of the provider's keys, and notes how many there are if it has brought them.
    pub fn count_fetch(&self, keys: Option<usize>) {
        let result = if keys.is_some() { "ok" } else { "failed" };
        self.key_fetches.get_or_create(&Fetch { result }).inc();
        if let Some(keys) = keys {
            self.keys.set(keys as i64);
        }
    }

    /// Notes that Redis counts RATE_LIMIT, or has gone away.
    pub fn note_redis(&self, up: bool) {
        self.redis.up.set(up.into());
        if !up {
            self.redis.outages.inc();
        }
    }

    /// Answers the one route, `GET /metrics`.
    pub fn respond<B>(&self, request: &hyper::Request<B>) -> Answer {
        let known = request.method() == Method::GET && request.uri().path() == "/metrics";
        let (status, kind, text) = if known {
            (StatusCode::OK, OPEN_METRICS, self.text())
        } else {
            (StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "here is GET /metrics alone\n".to_owned())
        };
        let mut answer = Answer::new(Full::from(text));
        *answer.status_mut() = status;
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        answer
    }

    fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}
