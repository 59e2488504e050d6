//! The keys that session tokens are verified with: one of the app's own, or a set as providers publish it (RFC 7517).
//! Each key has one algorithm; the header of a token does not choose it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::{Algorithm, DecodingKey};
use p256::PublicKey;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPublicKey};
use serde_json::{Map, Value};

/// The shortest modulus of an RSA key, in bits: what RS256 asks for (RFC 7518, 3.3).
const MIN_RSA_BITS: usize = 2048;
/// How many keys a set may have. Providers publish two to ten.
const MAX_KEYS: usize = 100;
/// The parameters that no public key has (RFC 7518, 6.2.2 and 6.3.2).
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/// A key, and the one algorithm that goes with it.
pub struct Key {
    id: Option<String>,
    pub key: DecodingKey,
    pub algorithm: Algorithm,
}

/// The keys that are good now.
pub enum KeySet {
    /// It verifies every token, whatever key the token names.
    One(Key),
    Published(Vec<Key>),
}

impl KeySet {
    /// A secret that the app shares with this server.
    pub fn secret(secret: &[u8]) -> KeySet {
        KeySet::One(Key { id: None, key: DecodingKey::from_secret(secret), algorithm: Algorithm::HS256 })
    }

    /// The public key of a PEM file; or what is wrong with the file.
    pub fn pem(pem: &str) -> Result<KeySet, String> {
        let (key, algorithm) = public_key(pem)?;
        Ok(KeySet::One(Key { id: None, key, algorithm }))
    }

    /// The keys of a JWK Set that session tokens can be verified with, which may be none, and why each of the others is
    /// ignored; or what is wrong with the whole.
    pub fn published(json: &[u8]) -> Result<(KeySet, Vec<String>), String> {
        let set: Value = serde_json::from_slice(json).map_err(|_| "is not JSON")?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or("has no list of keys: it must be {\"keys\":[…]}")?;
        if keys.len() > MAX_KEYS {
            return Err(format!("has {} keys, more than {MAX_KEYS}", keys.len()));
        }
        let (mut good, mut ignored) = (Vec::new(), Vec::new());
        for (index, jwk) in keys.iter().enumerate() {
            match published_key(jwk, &good) {
                Ok(key) => good.push(key),
                Err(reason) => ignored.push(format!("key {} is ignored: it {reason}", index + 1)),
            }
        }
        Ok((KeySet::Published(good), ignored))
    }

    /// What is wrong where there is no key, because others were ignored for these reasons or there were none.
    pub fn check_any(&self, ignored: &[String]) -> Result<(), String> {
        if self.len() > 0 {
            return Ok(());
        }
        let reasons = if ignored.is_empty() { String::new() } else { format!(" ({})", ignored.join("; ")) };
        Err(format!("has no key that session tokens can be verified with{reasons}"))
    }

    /// The keys of a provider that was not asked yet.
    pub fn none() -> KeySet {
        KeySet::Published(Vec::new())
    }

    pub fn len(&self) -> usize {
        match self {
            KeySet::One(_) => 1,
            KeySet::Published(keys) => keys.len(),
        }
    }

    /// Whether these keys have the names of others.
    pub fn has_the_names_of(&self, other: &KeySet) -> bool {
        let names = |keys: &'_ KeySet| match keys {
            KeySet::One(_) => Vec::new(),
            KeySet::Published(keys) => keys.iter().map(|key| key.id.clone()).collect(),
        };
        names(self) == names(other)
    }

    /// The key that a token names (`kid`), which is compared with the names of these keys and with nothing else. A token
    /// that names no key is good only where the set has one key, and a key without a name only where it is alone.
    pub fn find(&self, id: Option<&str>) -> Option<&Key> {
        match self {
            KeySet::One(key) => Some(key),
            KeySet::Published(keys) => match (&keys[..], id) {
                ([only], None) => Some(only),
                ([only @ Key { id: None, .. }], _) => Some(only),
                (keys, Some(id)) => keys.iter().find(|key| key.id.as_deref() == Some(id)),
                (_, None) => None,
            },
        }
    }
}

/// A key of a set, beside those before it; or why it is ignored.
fn published_key(jwk: &Value, before: &[Key]) -> Result<Key, String> {
    let jwk = jwk.as_object().ok_or("is not an object")?;
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    if PRIVATE.iter().any(|name| jwk.contains_key(*name)) {
        return Err("is a private key, which is nobody's to publish".to_owned());
    }
    let operations = jwk.get("key_ops").and_then(Value::as_array);
    let verifies = operations.is_none_or(|operations| operations.iter().any(|operation| operation == "verify"));
    if text("use").is_some_and(|purpose| purpose != "sig") || !verifies {
        return Err("is not for signatures".to_owned());
    }
    let id = text("kid").map(str::to_owned);
    if id.is_some() && before.iter().any(|key| key.id == id) {
        return Err("has the kid of a key before it".to_owned());
    }
    let (key, algorithm) = match (text("kty"), text("crv")) {
        (Some("RSA"), _) => published_rsa(jwk)?,
        (Some("EC"), Some("P-256")) => {
            let point = |name| text(name).unwrap_or_default();
            p256(DecodingKey::from_ec_components(point("x"), point("y")).map_err(|_| UNREADABLE)?)
                .map_err(|_| "is no point of P-256")?
        }
        (Some("OKP"), Some("Ed25519")) => published_ed25519(jwk)?,
        (Some("oct"), _) => return Err("is a secret, which is nobody's to publish".to_owned()),
        (Some("EC" | "OKP"), _) => return Err("is of another curve than P-256 and Ed25519".to_owned()),
        _ => return Err("has a kty other than RSA, EC and OKP".to_owned()),
    };
    if jwk.get("alg").is_some_and(|name| !is_named(algorithm, name)) {
        return Err("is for another algorithm than RS256, ES256 and EdDSA".to_owned());
    }
    Ok(Key { id, key, algorithm })
}

const UNREADABLE: &str = "cannot be read";

/// Whether a key's `alg` names this algorithm.
fn is_named(algorithm: Algorithm, name: &Value) -> bool {
    match algorithm {
        Algorithm::RS256 => name == "RS256",
        Algorithm::ES256 => name == "ES256",
        // The second is its name since RFC 9864.
        _ => name == "EdDSA" || name == "Ed25519",
    }
}

fn bytes(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, &'static str> {
    let text = jwk.get(name).and_then(Value::as_str).ok_or(UNREADABLE)?;
    URL_SAFE_NO_PAD.decode(text).map_err(|_| UNREADABLE)
}

fn published_rsa(jwk: &Map<String, Value>) -> Result<(DecodingKey, Algorithm), String> {
    let (modulus, exponent) = (bytes(jwk, "n")?, bytes(jwk, "e")?);
    let rsa = RsaPublicKey::new(BigUint::from_bytes_be(&modulus), BigUint::from_bytes_be(&exponent));
    match rsa {
        Ok(rsa) if rsa.n().bits() >= MIN_RSA_BITS => {
            Ok((DecodingKey::from_rsa_raw_components(&modulus, &exponent), Algorithm::RS256))
        }
        Ok(rsa) => Err(format!("is weak: an RSA key of {} bits", rsa.n().bits())),
        Err(_) => Err(format!("is no RSA key of {MIN_RSA_BITS} to {} bits", RsaPublicKey::MAX_SIZE)),
    }
}

fn published_ed25519(jwk: &Map<String, Value>) -> Result<(DecodingKey, Algorithm), String> {
    let point = bytes(jwk, "x")?;
    let read = <[u8; 32]>::try_from(&point[..]).ok().and_then(|point| VerifyingKey::from_bytes(&point).ok());
    match read {
        Some(key) if key.is_weak() => Err("is weak: an Ed25519 point of small order".to_owned()),
        Some(_) => Ok((DecodingKey::from_ed_der(&point), Algorithm::EdDSA)),
        None => Err("is no point of Ed25519".to_owned()),
    }
}

/// The public key of a PEM file, with the algorithm of its kind; or what is wrong with the file.
fn public_key(pem: &str) -> Result<(DecodingKey, Algorithm), String> {
    let pem = pem.as_bytes();
    let is_private = pem.windows(11).any(|window| window == b"PRIVATE KEY");
    // The kinds refuse each other's files.
    match (DecodingKey::from_rsa_pem(pem), DecodingKey::from_ec_pem(pem), DecodingKey::from_ed_pem(pem)) {
        (Ok(key), ..) if !is_private => rsa(key),
        (_, Ok(key), _) if !is_private => p256(key),
        (.., Ok(key)) if !is_private => Ok((key, Algorithm::EdDSA)),
        _ => {
            Err("names a file without a public key: it must be PEM, with an RSA key of 2048 to 4096 bits, a P-256 or \
                  an Ed25519 key (BEGIN PUBLIC KEY)"
                .to_owned())
        }
    }
}

fn rsa(key: DecodingKey) -> Result<(DecodingKey, Algorithm), String> {
    let read = key.try_get_as_bytes().ok().map(RsaPublicKey::from_pkcs1_der);
    match read {
        Some(Ok(rsa)) if rsa.n().bits() >= MIN_RSA_BITS => Ok((key, Algorithm::RS256)),
        Some(Ok(rsa)) => Err(format!(
            "names an RSA key of {} bits, which is too short: it must have {MIN_RSA_BITS} to {} (or take a P-256 or an \
             Ed25519 key)",
            rsa.n().bits(),
            RsaPublicKey::MAX_SIZE
        )),
        _ => Err(format!(
            "names an RSA key that cannot be used: it must have {MIN_RSA_BITS} to {} bits (or take a P-256 or an \
             Ed25519 key)",
            RsaPublicKey::MAX_SIZE
        )),
    }
}

fn p256(key: DecodingKey) -> Result<(DecodingKey, Algorithm), String> {
    // Another curve's point is none of this one.
    match key.try_get_as_bytes().ok().map(PublicKey::from_sec1_bytes) {
        Some(Ok(_)) => Ok((key, Algorithm::ES256)),
        _ => Err("names an EC key of another curve: it must be of P-256, which is prime256v1 to OpenSSL (or take an \
                  Ed25519 key, or an RSA key of 2048 to 4096 bits)"
            .to_owned()),
    }
}
