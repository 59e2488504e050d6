//! Fetches the keys of a provider over HTTPS. Whatever answers there: the size, the time and the redirects of a fetch are
//! bounded, and nothing of a session token is ever in an address that is asked.

use std::fs;
use std::time::{Duration, Instant};

use hyper::Uri;
use hyper::header::{AGE, CACHE_CONTROL, HeaderMap, LOCATION};
use hyper::http::uri::Scheme;
use serde_json::Value;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Proxy};

use crate::keyset::KeySet;

/// The largest document. A provider's is of 1 to 20 KB.
const MAX_DOCUMENT: u64 = 256 * 1024;
/// The largest head of an answer.
const MAX_HEAD: usize = 16 * 1024;
/// The longest address, and how much of a provider's name is shown.
const MAX_ADDRESS: usize = 2048;
const MAX_SHOWN_NAME: usize = 200;
/// How long a fetch may take, from the look-up of the first host to the last byte of the last answer.
pub const TIMEOUT: Duration = Duration::from_secs(8);
const MAX_REDIRECTS: usize = 3;
/// Where OpenID providers tell about themselves (OpenID Connect Discovery 1.0, 4).
const DISCOVERY: &str = "/.well-known/openid-configuration";
/// For how long keys are good where the provider does not say.
const USUAL_LIFETIME: Duration = Duration::from_secs(5 * 60);
/// A key that was removed is not kept for longer, whatever the provider says.
const MAX_LIFETIME: Duration = Duration::from_secs(60 * 60);
/// The least time between two fetches, whoever asks for them.
pub const MIN_INTERVAL: Duration = Duration::from_secs(10);

/// Where a provider's keys are.
#[derive(Clone, Debug)]
pub enum Place {
    Keys(Uri),
    /// The provider tells where, if asked by its name.
    Issuer(String),
}

/// The keys of a provider as they were fetched.
pub struct Fetched {
    pub keys: KeySet,
    /// What is wrong where there are none. The provider has answered, so the fetch has not failed.
    pub problem: Option<String>,
    /// Why keys are ignored.
    pub ignored: Vec<String>,
    pub lifetime: Duration,
}

/// A client for one provider.
pub struct Client {
    place: Place,
    /// Where discovery found the keys. Forgotten where a fetch brings none, since they may have moved.
    found: Option<Uri>,
    roots: RootCerts,
    /// When the fetch that is under way must have ended.
    deadline: Instant,
}

impl Client {
    pub fn new(place: Place, roots: RootCerts) -> Client {
        Client { place, found: None, roots, deadline: Instant::now() }
    }

    /// Fetches the keys; or says why not, for who runs the server.
    pub fn fetch(&mut self) -> Result<Fetched, String> {
        self.deadline = Instant::now() + TIMEOUT;
        let address = match (&self.place, self.found.take()) {
            (Place::Keys(address), _) => address.clone(),
            (Place::Issuer(_), Some(address)) => address,
            (Place::Issuer(issuer), None) => self.discover(issuer)?,
        };
        let (document, lifetime) = self.get(&address)?;
        let of_address = |problem: String| format!("{address} {problem}");
        let (keys, ignored) = KeySet::published(&document).map_err(of_address)?;
        let problem = keys.check_any(&ignored).map_err(of_address).err();
        self.found = problem.is_none().then_some(address);
        Ok(Fetched { keys, problem, ignored, lifetime })
    }

    fn discover(&self, issuer: &str) -> Result<Uri, String> {
        let address = address(&format!("{}{DISCOVERY}", issuer.strip_suffix('/').unwrap_or(issuer)))?;
        let (document, _) = self.get(&address)?;
        let document: Value = serde_json::from_slice(&document).map_err(|_| format!("{address} is not JSON"))?;
        let text = |name: &str| document.get(name).and_then(Value::as_str);
        match text("issuer") {
            Some(name) if name == issuer => {}
            Some(name) => {
                let is_long = name.chars().nth(MAX_SHOWN_NAME).is_some();
                let shown: String = name.chars().take(MAX_SHOWN_NAME).chain(is_long.then_some('…')).collect();
                return Err(format!(
                    "the provider calls itself {shown:?}, which its tokens say too: set JWT_ISSUER to exactly that"
                ));
            }
            None => return Err(format!("{address} names no issuer")),
        }
        let keys = text("jwks_uri").ok_or_else(|| format!("{address} names no jwks_uri"))?;
        keys_address(&address, keys).map_err(|problem| format!("{address} names a jwks_uri that {problem}"))
    }

    /// A document, and for how long it is good.
    fn get(&self, address: &Uri) -> Result<(Vec<u8>, Duration), String> {
        let mut address = address.clone();
        for _ in 0..=MAX_REDIRECTS {
            let failed = |problem: ureq::Error| format!("{address} gives no answer: {problem}");
            let mut answer = self.agent(&address).get(&address).call().map_err(failed)?;
            match answer.status().as_u16() {
                200 => {
                    let lifetime = lifetime(answer.headers());
                    let body = answer.body_mut().with_config().limit(MAX_DOCUMENT).read_to_vec();
                    return Ok((body.map_err(|problem| unread(&address, problem))?, lifetime));
                }
                301 | 302 | 303 | 307 | 308 => address = redirected(&address, answer.headers())?,
                status => return Err(format!("{address} answers with status {status}")),
            }
        }
        Err(format!("{address} is the fourth redirect in a row"))
    }

    fn agent(&self, address: &Uri) -> Agent {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(self.deadline.saturating_duration_since(Instant::now())))
            .max_response_header_size(MAX_HEAD)
            // The next request is minutes away.
            .max_idle_connections(0)
            // This machine is reached without a proxy.
            .proxy(if is_loopback(address) { None } else { Proxy::try_from_env() })
            .user_agent(concat!("agora-token/", env!("CARGO_PKG_VERSION")))
            .accept("application/json")
            .tls_config(TlsConfig::builder().root_certs(self.roots.clone()).build());
        config.build().into()
    }
}

/// The address of the keys that discovery names, which may be on another server; but a provider elsewhere has no say in what
/// is asked of this machine.
fn keys_address(discovery: &Uri, keys: &str) -> Result<Uri, String> {
    let keys = address(keys)?;
    if is_loopback(&keys) && !is_loopback(discovery) {
        return Err(
            "is on this machine, where the provider is not: it must be an https URL of the provider's".to_owned()
        );
    }
    Ok(keys)
}

fn unread(address: &Uri, problem: ureq::Error) -> String {
    match problem {
        ureq::Error::BodyExceedsLimit(_) => format!("{address} is larger than {} KB", MAX_DOCUMENT / 1024),
        problem => format!("{address} cannot be read to its end: {problem}"),
    }
}

/// Where a redirect leads, which may be another path of the same server and nothing else.
fn redirected(from: &Uri, headers: &HeaderMap) -> Result<Uri, String> {
    let location = headers.get(LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
    if location.len() > MAX_ADDRESS {
        return Err(format!("{from} redirects to an address of more than {MAX_ADDRESS} bytes"));
    }
    let to = match location.strip_prefix('/').filter(|rest| !rest.starts_with('/')) {
        Some(_) => Uri::builder()
            .scheme(from.scheme_str().unwrap_or_default())
            .authority(from.authority().map_or("", |authority| authority.as_str()))
            .path_and_query(location)
            .build()
            .ok(),
        None => location.parse().ok(),
    };
    let server = |uri: &Uri| (uri.scheme().cloned(), uri.authority().cloned());
    match to {
        Some(to) if server(&to) == server(from) => Ok(to),
        _ => Err(format!("{from} redirects to another server: set the address to which it leads, if that is right")),
    }
}

/// For how long an answer is good, within what makes sense here.
fn lifetime(headers: &HeaderMap) -> Duration {
    let directives = headers.get_all(CACHE_CONTROL).into_iter().filter_map(|value| value.to_str().ok());
    let max_age = directives
        .flat_map(|value| value.split(','))
        .filter_map(|directive| directive.trim().split_once('='))
        .find(|(name, _)| name.eq_ignore_ascii_case("max-age"))
        .and_then(|(_, seconds)| seconds.trim_matches('"').parse::<u64>().ok());
    let age = headers.get(AGE).and_then(|value| value.to_str().ok()?.parse::<u64>().ok()).unwrap_or(0);
    // 0 asks to be asked each time, which nobody means of keys.
    match max_age {
        Some(max_age @ 1..) => Duration::from_secs(max_age.saturating_sub(age)).clamp(MIN_INTERVAL, MAX_LIFETIME),
        _ => USUAL_LIFETIME,
    }
}

/// An address that keys may be fetched from; or what is wrong with it.
pub fn address(text: &str) -> Result<Uri, String> {
    let wrong = "must be an https URL, such as https://id.example.com/keys (http is for this machine alone)";
    if text.len() > MAX_ADDRESS {
        return Err(format!("is longer than {MAX_ADDRESS} bytes"));
    }
    let address: Uri = text.parse().map_err(|_| wrong)?;
    let has_user = address.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let is_safe =
        address.scheme() == Some(&Scheme::HTTPS) || address.scheme() == Some(&Scheme::HTTP) && is_loopback(&address);
    if is_safe && !has_user && address.host().is_some_and(|host| !host.is_empty()) {
        Ok(address)
    } else {
        Err(wrong.to_owned())
    }
}

fn is_loopback(address: &Uri) -> bool {
    let host = address.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

/// The certificates of a PEM file, which are then the only ones that a provider's may be signed with.
pub fn roots(path: &str) -> Result<RootCerts, String> {
    Ok(RootCerts::new_with_certs(&certificates(&authorities(path)?)))
}

/// A PEM file that has certificates.
pub fn authorities(path: &str) -> Result<Vec<u8>, String> {
    let pem = fs::read(path).map_err(|error| format!("names a file that cannot be read: {error}"))?;
    if certificates(&pem).is_empty() {
        return Err("names a file without a certificate: it must be PEM (BEGIN CERTIFICATE)".to_owned());
    }
    Ok(pem)
}

fn certificates(pem: &[u8]) -> Vec<Certificate<'static>> {
    parse_pem(pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discovery_names_keys_of_any_https_server_and_of_this_machine_only_where_the_provider_is_here_too() {
        let named =
            |provider: &str, keys: &str| keys_address(&provider.parse().unwrap(), keys).map(|uri| uri.to_string());
        for (provider, keys) in [
            ("https://accounts.google.com/", "https://www.googleapis.com/oauth2/v3/certs"),
            ("http://127.0.0.1:8080/", "http://localhost:9090/keys"),
            ("https://localhost/", "http://[::1]/keys"),
            ("http://localhost/", "https://id.example.com/keys"),
        ] {
            assert_eq!(named(provider, keys), Ok(keys.to_owned()), "{provider}");
        }
        let refused = "is on this machine, where the provider is not: it must be an https URL of the provider's";
        for keys in
            ["http://127.0.0.1/keys", "http://localhost:2375/info", "http://[::1]:80/", "https://127.0.0.1/keys"]
        {
            assert_eq!(named("https://id.example.com/", keys), Err(refused.to_owned()), "{keys}");
        }
    }

    #[test]
    fn an_address_has_a_bounded_length() {
        let start = "https://id.example.com/";
        let longest = format!("{start}{}", "k".repeat(MAX_ADDRESS - start.len()));
        assert!(address(&longest).is_ok());
        assert_eq!(address(&format!("{longest}k")), Err("is longer than 2048 bytes".to_owned()));
    }
}
