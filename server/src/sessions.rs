//! Session tokens: JSON Web Tokens of the app that owns the server, and what they allow.

use std::collections::HashSet;

use agora_token::Role;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use p256::PublicKey;
use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use serde_json::{Map, Value};

use crate::access::Refused;
use crate::settings::Reader;

/// The shortest secret of HS256, in bytes: as long as its hash.
const MIN_SECRET_LEN: usize = 32;
/// How far the clocks of the app and of this server may be apart, in seconds.
const LEEWAY: u64 = 30;
/// The shortest modulus of an RSA key, in bits: what RS256 asks for (RFC 7518, 3.3).
const MIN_RSA_BITS: usize = 2048;

/// Verifies session tokens.
pub struct Sessions {
    key: DecodingKey,
    validation: Validation,
    user_claim: String,
    allow_any_channel: bool,
    default_role: Role,
}

/// What a session token allows.
#[derive(Debug, PartialEq)]
pub struct Session {
    pub user: String,
    pub channels: Vec<String>,
    pub allow_any_channel: bool,
    pub role: Role,
    pub allow_ai_services: bool,
}

impl Sessions {
    /// The settings whose names start with JWT; `None` where there is neither a secret nor a public key.
    pub fn read(reader: &mut Reader<'_>) -> Option<Sessions> {
        let is_on = reader.is_set("JWT_SECRET") || reader.is_set("JWT_PUBLIC_KEY_FILE");
        if !is_on {
            for name in ["JWT_ISSUER", "JWT_AUDIENCE", "JWT_USER_CLAIM", "JWT_ALLOW_ANY_CHANNEL", "JWT_DEFAULT_ROLE"] {
                if reader.is_set(name) {
                    reader.problem::<()>(format!("{name} does nothing without JWT_SECRET or JWT_PUBLIC_KEY_FILE"));
                }
            }
            return None;
        }
        let key = Sessions::key(reader);
        let issuer = reader.guard("JWT_ISSUER");
        let audience = reader.guard("JWT_AUDIENCE");
        let user_claim = reader.guard("JWT_USER_CLAIM").unwrap_or_else(|| "sub".to_owned());
        let allow_any_channel = reader.guarded_choice("JWT_ALLOW_ANY_CHANNEL", &[("0", false), ("1", true)]);
        let roles = [("subscriber", Role::Subscriber), ("publisher", Role::Publisher)];
        let default_role = reader.guarded_choice("JWT_DEFAULT_ROLE", &roles);
        let (key, algorithm) = key?;
        let validation = validation(algorithm, issuer, audience);
        Some(Sessions { key, validation, user_claim, allow_any_channel, default_role })
    }

    /// The key, and the one algorithm that goes with it: a token's header has no say.
    fn key(reader: &mut Reader<'_>) -> Option<(DecodingKey, Algorithm)> {
        match (reader.guard("JWT_SECRET"), reader.guard("JWT_PUBLIC_KEY_FILE")) {
            (Some(_), Some(_)) => {
                reader.problem("JWT_SECRET and JWT_PUBLIC_KEY_FILE are both set: leave one of them out")
            }
            (Some(secret), None) if secret.len() < MIN_SECRET_LEN => {
                reader.problem(format!("JWT_SECRET is too short: it must be at least {MIN_SECRET_LEN} bytes"))
            }
            (Some(secret), None) => Some((DecodingKey::from_secret(secret.as_bytes()), Algorithm::HS256)),
            (None, Some(path)) => {
                let pem = reader.file("JWT_PUBLIC_KEY_FILE", &path)?;
                public_key(&pem).map_or_else(|problem| reader.problem(format!("JWT_PUBLIC_KEY_FILE {problem}")), Some)
            }
            (None, None) => None,
        }
    }

    /// Verifies a session token and reads its claims.
    pub fn verify(&self, token: &str) -> Result<Session, Refused> {
        let token = jsonwebtoken::decode::<Map<String, Value>>(token, &self.key, &self.validation)
            .map_err(|error| refused(error.kind()))?;
        // It lists what a reader must understand or refuse the token (RFC 7515, 4.1.11), and nothing of it is known here.
        if token.header.crit.is_some() {
            return Err(Refused::BadToken("the session token has a header crit, which is not supported"));
        }
        self.session(&token.claims).map_err(Refused::BadClaims)
    }

    fn session(&self, claims: &Map<String, Value>) -> Result<Session, &'static str> {
        let user = match claims.get(&self.user_claim) {
            Some(Value::String(user)) if !user.is_empty() => user.clone(),
            Some(Value::Number(uid)) if uid.is_u64() => uid.to_string(),
            _ => return Err("the session token names no user"),
        };
        if claims.get("agora").is_some_and(|agora| !agora.is_object()) {
            return Err("the session token's claim agora is not an object");
        }
        let channels = match claim(claims, "channels") {
            None => Vec::new(),
            Some(Value::String(channel)) => vec![channel.clone()],
            Some(Value::Array(channels)) => channels
                .iter()
                .map(|channel| channel.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .ok_or("the session token's claim agora.channels is not a list of names")?,
            Some(_) => return Err("the session token's claim agora.channels is not a list of names"),
        };
        let role = match claim(claims, "role").map(Value::as_str) {
            None => self.default_role,
            Some(Some("publisher")) => Role::Publisher,
            Some(Some("subscriber" | "audience")) => Role::Subscriber,
            Some(_) => return Err("the session token's claim agora.role is neither publisher nor subscriber"),
        };
        let allow_any_channel = self.allow_any_channel && claim(claims, "channels").is_none();
        let allow_ai_services = match claim(claims, "ai").map(Value::as_bool) {
            None => false,
            Some(allowed) => allowed.ok_or("the session token's claim agora.ai is neither true nor false")?,
        };
        Ok(Session { user, channels, allow_any_channel, role, allow_ai_services })
    }
}

/// A claim of this project's: `agora.name`, or `name` within an object `agora`.
fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(&format!("agora.{name}")).or_else(|| claims.get("agora")?.get(name))
}

fn validation(algorithm: Algorithm, issuer: Option<String>, audience: Option<String>) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.leeway = LEEWAY;
    validation.validate_nbf = true;
    // Without JWT_AUDIENCE the app's tokens may be for any.
    validation.validate_aud = audience.is_some();
    let mut required = vec!["exp"];
    required.extend(issuer.is_some().then_some("iss"));
    required.extend(audience.is_some().then_some("aud"));
    validation.set_required_spec_claims(&required);
    validation.iss = issuer.map(|issuer| HashSet::from([issuer]));
    validation.aud = audience.map(|audience| HashSet::from([audience]));
    validation
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

/// Why a token is refused, in words that tell nothing to who made it up.
fn refused(kind: &ErrorKind) -> Refused {
    // Claims are looked at once the signature was found true.
    let reason = match kind {
        ErrorKind::ExpiredSignature => "the session token has expired",
        ErrorKind::ImmatureSignature => "the session token is not valid yet",
        ErrorKind::InvalidIssuer => "the session token is of another issuer",
        ErrorKind::InvalidAudience => "the session token is for another audience",
        ErrorKind::MissingRequiredClaim(_) => "the session token lacks a claim that is required",
        _ => return Refused::BadSession("the key or session token is not valid"),
    };
    Refused::BadToken(reason)
}
