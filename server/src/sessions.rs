//! Session tokens: JSON Web Tokens of the app that owns the server, and what they allow.

use std::collections::HashSet;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation};
use serde_json::{Map, Value};
use ureq::tls::RootCerts;

use crate::claims::{Claims, Session};
use crate::fetch::{self, Client, Place};
use crate::keyset::KeySet;
use crate::provider::{self, Keys, Provider, Source};
use crate::reader::Reader;
use crate::refusal::Refusal;

/// The shortest secret of HS256, in bytes: as long as its hash.
const MIN_SECRET_LEN: usize = 32;
/// How far the clocks of the app and of this server may be apart, in seconds.
const LEEWAY: u64 = 30;
/// The algorithms of session tokens; a key has one of them.
const ALGORITHMS: [Algorithm; 4] = [Algorithm::HS256, Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
/// The settings that say what verifies session tokens: one of them, or JWT_ISSUER alone.
const KEYS: [&str; 4] = ["JWT_SECRET", "JWT_PUBLIC_KEY_FILE", "JWT_JWKS_URL", "JWT_JWKS_FILE"];
/// The settings that are about session tokens, and nothing without them.
const OTHERS: [&str; 7] = [
    "JWT_AUDIENCE",
    "JWT_USER_CLAIM",
    "JWT_CHANNELS_CLAIM",
    "JWT_ROLE_CLAIM",
    "JWT_REQUIRED_CLAIMS",
    "JWT_ALLOW_ANY_CHANNEL",
    "JWT_DEFAULT_ROLE",
];

/// Verifies session tokens.
pub struct Sessions {
    pub keys: Keys,
    /// What is checked of a token of each algorithm.
    validations: [Validation; ALGORITHMS.len()],
    claims: Claims,
    /// What is to be said of the settings at the start.
    pub warnings: Vec<String>,
}

impl Sessions {
    /// The settings whose names start with JWT; `None` where none says what verifies session tokens.
    pub fn read(reader: &mut Reader<'_>) -> Option<Sessions> {
        if !KEYS.iter().any(|name| reader.is_set(name)) && !reader.is_set("JWT_ISSUER") {
            for name in OTHERS {
                if reader.is_set(name) {
                    let keys = KEYS.join(" or ");
                    reader.problem::<()>(format!("{name} does nothing without {keys} or JWT_ISSUER"));
                }
            }
            return None;
        }
        let issuer = reader.guard("JWT_ISSUER");
        let audience = reader.guard("JWT_AUDIENCE");
        let mut warnings = Vec::new();
        let keys = keys(reader, issuer.as_deref(), &mut warnings);
        let claims = Claims::read(reader);
        let keys = keys?;
        if keys.are_a_providers() && audience.is_none() && !claims.are_required() {
            warnings.push(
                "neither JWT_AUDIENCE nor JWT_REQUIRED_CLAIMS is set: a session token is good whichever app the issuer made \
                 it for"
                    .to_owned(),
            );
        }
        let validations = ALGORITHMS.map(|algorithm| validation(algorithm, issuer.as_ref(), audience.as_ref()));
        Some(Sessions { keys, validations, claims, warnings })
    }

    /// Verifies a session token and reads its claims.
    pub fn verify(&self, token: &str) -> Result<Session, Refusal> {
        let keys = self.keys.current();
        let key = match &*keys {
            KeySet::One(key) => key,
            KeySet::Published(_) => {
                let header = jsonwebtoken::decode_header(token).map_err(|error| refused(error.kind()))?;
                keys.find(header.kid.as_deref()).ok_or_else(|| unknown_key(header.kid.is_some(), &keys))?
            }
        };
        let validation = self.validations.iter().find(|validation| validation.algorithms == [key.algorithm]);
        let validation = validation.ok_or(Refusal::UnknownKey)?;
        let token = jsonwebtoken::decode::<Map<String, Value>>(token, &key.key, validation)
            .map_err(|error| refused(error.kind()))?;
        // It lists what a reader must understand or refuse the token (RFC 7515, 4.1.11), and nothing of it is known here.
        if token.header.crit.is_some() {
            return Err(Refusal::BadToken("the session token has a header crit, which is not supported"));
        }
        self.claims.session(&token.claims).map_err(Refusal::BadClaims)
    }
}

/// What verifies session tokens, of the one setting that says so.
fn keys(reader: &mut Reader<'_>, issuer: Option<&str>, warnings: &mut Vec<String>) -> Option<Keys> {
    let set: Vec<&str> = KEYS.into_iter().filter(|name| reader.is_set(name)).collect();
    if let [first, second, ..] = set[..] {
        return reader.problem(format!("{first} and {second} are both set: leave one of them out"));
    }
    if let Some(secret) = reader.guard("JWT_SECRET") {
        if secret.len() < MIN_SECRET_LEN {
            return reader.problem(format!("JWT_SECRET is too short: it must be at least {MIN_SECRET_LEN} bytes"));
        }
        return Some(Keys::new(KeySet::secret(secret.as_bytes()), Source::Secret));
    }
    if let Some(path) = reader.guard("JWT_PUBLIC_KEY_FILE") {
        let keys = provider::read_public_key(&path).map_err(|problem| reader.problem::<()>(problem)).ok()?;
        return Some(Keys::new(keys, Source::PublicKeyFile(path)));
    }
    if let Some(path) = reader.guard("JWT_JWKS_FILE") {
        let (keys, ignored) = provider::read_key_set(&path).map_err(|problem| reader.problem::<()>(problem)).ok()?;
        warnings.extend(ignored.into_iter().map(|reason| format!("of JWT_JWKS_FILE {reason}")));
        return Some(Keys::new(keys, Source::KeySetFile(path)));
    }
    provider(reader, issuer)
}

/// The provider that JWT_JWKS_URL or JWT_ISSUER names.
fn provider(reader: &mut Reader<'_>, issuer: Option<&str>) -> Option<Keys> {
    let place = match (reader.guard("JWT_JWKS_URL"), issuer) {
        // Where the name is set but empty, that has been said.
        (None, _) if reader.is_set("JWT_JWKS_URL") => return None,
        (Some(url), Some(_)) => {
            fetch::address(&url).map(Place::Keys).map_err(|problem| format!("JWT_JWKS_URL {problem}"))
        }
        (Some(_), None) => {
            Err("JWT_JWKS_URL needs JWT_ISSUER: what stands in the claim iss of the provider's tokens, since \
                                one URL can have the keys of many issuers"
                .to_owned())
        }
        (None, Some(issuer)) => fetch::address(issuer)
            .map(|_| Place::Issuer(issuer.to_owned()))
            .map_err(|problem| format!("JWT_ISSUER {problem}, where no other setting names the keys")),
        (None, None) => return None,
    };
    let place = place.map_err(|problem| reader.problem::<()>(problem)).ok()?;
    let roots = match reader.text("SSL_CERT_FILE") {
        Some(path) => {
            fetch::roots(&path).map_err(|problem| reader.problem::<()>(format!("SSL_CERT_FILE {problem}"))).ok()?
        }
        None => RootCerts::WebPki,
    };
    Some(Keys::new(KeySet::none(), Source::Provider(Provider::new(Client::new(place, roots)))))
}

fn validation(algorithm: Algorithm, issuer: Option<&String>, audience: Option<&String>) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    // Without JWT_AUDIENCE the app's tokens may be for any.
    validation.validate_aud = audience.is_some();
    let mut required = vec!["exp"];
    required.extend(issuer.is_some().then_some("iss"));
    required.extend(audience.is_some().then_some("aud"));
    validation.set_required_spec_claims(&required);
    validation.iss = issuer.map(|issuer| HashSet::from([issuer.clone()]));
    validation.aud = audience.map(|audience| HashSet::from([audience.clone()]));
    validation
}

/// Why no key is found for a token. Further keys would not tell which of several one without a name means.
fn unknown_key(is_named: bool, keys: &KeySet) -> Refusal {
    if is_named || keys.len() < 2 {
        Refusal::UnknownKey
    } else {
        Refusal::BadSession("the session token names no key (kid), and there are several")
    }
}

/// Why a token is refused, in words that tell nothing to somebody who made it up.
fn refused(kind: &ErrorKind) -> Refusal {
    // Claims are looked at once the signature was found true.
    let reason = match kind {
        ErrorKind::ExpiredSignature => "the session token has expired",
        ErrorKind::ImmatureSignature => "the session token is not valid yet",
        ErrorKind::InvalidIssuer => "the session token is of another issuer",
        ErrorKind::InvalidAudience => "the session token is for another audience",
        ErrorKind::MissingRequiredClaim(_) => "the session token lacks a claim that is required",
        _ => return Refusal::BadSession("the key or session token is not valid"),
    };
    Refusal::BadToken(reason)
}
