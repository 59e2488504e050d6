//! An OpenID provider on this machine that does what a test tells it, and session tokens signed with its keys.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};

use super::contract::unix_now;

/// What the provider has, and what was asked of it.
#[derive(Clone, Default)]
struct State {
    replies: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<(String, Instant)>>>,
}

/// How the provider answers at a path.
#[derive(Clone)]
pub enum Reply {
    /// A document, with these lines of headers.
    Document(String, &'static str),
    Status(u16),
    Redirect(String),
    /// A body of so many bytes.
    Large(usize),
    /// A body that goes on for good, byte by byte.
    Endless,
    /// Nothing at all.
    Silent,
}

/// A provider that answers until the test ends.
pub struct Provider {
    pub address: SocketAddr,
    state: State,
}

impl Provider {
    pub fn start() -> Provider {
        Provider::answering(answer)
    }

    /// A provider that speaks TLS, as localhost, with a certificate of `tests/keys`.
    pub fn with_tls() -> Provider {
        let pem = |name: &str| format!("{}/tests/keys/{name}.pem", env!("CARGO_MANIFEST_DIR"));
        let certificate = CertificateDer::from_pem_file(pem("tls-localhost")).unwrap();
        let key = PrivateKeyDer::from_pem_file(pem("tls-localhost.key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
        Provider::answering(move |stream, state| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            answer(StreamOwned::new(connection, stream), state);
        })
    }

    fn answering(answer: impl Fn(TcpStream, &State) + Send + Sync + 'static) -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (state, answer) = (State::default(), Arc::new(answer));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (state, answer) = (shared.clone(), Arc::clone(&answer));
                std::thread::spawn(move || answer(stream, &state));
            }
        });
        Provider { address, state }
    }

    /// A provider with a discovery document and these keys.
    pub fn with_keys(keys: &[Value]) -> Provider {
        let provider = Provider::start();
        let document = json!({"issuer": provider.issuer(), "jwks_uri": provider.url("/keys")});
        provider.reply("/.well-known/openid-configuration", Reply::Document(document.to_string(), ""));
        provider.publish(keys);
        provider
    }

    pub fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn reply(&self, path: &str, reply: Reply) {
        self.state.replies.lock().unwrap().insert(path.to_owned(), reply);
    }

    pub fn publish(&self, keys: &[Value]) {
        self.reply("/keys", Reply::Document(json!({"keys": keys}).to_string(), ""));
    }

    /// The paths that were asked for, and when.
    pub fn asked(&self) -> Vec<(String, Instant)> {
        self.state.asked.lock().unwrap().clone()
    }

    /// When the keys were asked for.
    pub fn fetches(&self) -> Vec<Instant> {
        self.asked().into_iter().filter(|(path, _)| path == "/keys").map(|(_, at)| at).collect()
    }
}

fn answer(stream: impl Read + Write, state: &State) {
    let mut line = String::new();
    let mut reader = BufReader::new(stream);
    if reader.read_line(&mut line).is_err() {
        return;
    }
    let Some(path) = line.split(' ').nth(1).map(str::to_owned) else { return };
    let mut header = String::new();
    while reader.read_line(&mut header).is_ok_and(|count| count > 2) {
        header.clear();
    }
    let mut stream = reader.into_inner();
    state.asked.lock().unwrap().push((path.clone(), Instant::now()));
    let reply = state.replies.lock().unwrap().get(&path).cloned().unwrap_or(Reply::Status(404));
    // The other side may hang up at any time.
    let _ = match reply {
        Reply::Document(text, headers) => {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}");
            write!(stream, "{head}Content-Length: {}\r\n\r\n{text}", text.len())
        }
        Reply::Status(status) => write!(stream, "HTTP/1.1 {status} Status\r\nContent-Length: 0\r\n\r\n"),
        Reply::Redirect(to) => {
            write!(stream, "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        Reply::Large(size) => {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n");
            (0..size / 65_536 + 1).try_for_each(|_| stream.write_all(&[b' '; 65_536]))
        }
        Reply::Endless => {
            let _ = write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            (0..600).try_for_each(|_| {
                std::thread::sleep(Duration::from_millis(100));
                stream.write_all(b"1\r\n \r\n")
            })
        }
        Reply::Silent => {
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
    };
}

/// A pair of keys of `tests/keys`.
pub struct Pair {
    pub key: EncodingKey,
    pub algorithm: Algorithm,
}

impl Pair {
    /// The pair of a file, by its name.
    pub fn of(name: &str) -> Pair {
        let pem = fs::read(format!("{}/tests/keys/{name}.pem", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (key, algorithm) = match name {
            "rsa" => (EncodingKey::from_rsa_pem(&pem), Algorithm::RS256),
            "ed25519" => (EncodingKey::from_ed_pem(&pem), Algorithm::EdDSA),
            _ => (EncodingKey::from_ec_pem(&pem), Algorithm::ES256),
        };
        Pair { key: key.unwrap(), algorithm }
    }

    /// The public key as a provider publishes it, with these members beside the others; null takes one out.
    pub fn published(&self, more: Value) -> Value {
        let mut jwk = serde_json::to_value(Jwk::from_encoding_key(&self.key, self.algorithm).unwrap()).unwrap();
        for (name, value) in more.as_object().unwrap() {
            jwk[name] = value.clone();
        }
        jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        jwk
    }

    /// A session token of user 42 for room-1, good for an hour, with this `kid`.
    pub fn sign(&self, kid: &str, claims: Value) -> String {
        self.sign_with(&json!({"kid": kid}), claims)
    }

    /// A session token with these members of the header.
    pub fn sign_with(&self, header: &Value, more: Value) -> String {
        let mut claims = json!({"sub": "42", "exp": unix_now() + 3600, "agora.channels": ["room-1"]});
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        let mut whole = json!(Header::new(self.algorithm));
        for (name, value) in header.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let header: Header = serde_json::from_value(whole).unwrap();
        jsonwebtoken::encode(&header, &claims, &self.key).unwrap()
    }
}
