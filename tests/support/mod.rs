//! What several tests need.

// Each test uses a part of it.
#![allow(dead_code)]

pub mod contract;
pub mod vectors;

use std::time::Duration;

use agora_token::{Error, Issuer, Role, Token, User, Version};

pub const APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
pub const CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";

/// The issuer of the tests that need any one.
pub fn issuer() -> Issuer {
    Issuer::new(APP_ID, CERTIFICATE).unwrap()
}

/// A token of every one-call builder, for users and roles of every kind.
pub fn every_one_call(issuer: &Issuer) -> Vec<Result<Token, Error>> {
    let second = Duration::from_secs(1);
    let mut tokens = Vec::new();
    for version in [Version::V006, Version::V007] {
        for user in [User::Uid(7), User::Account("ann")] {
            for role in [Role::Publisher, Role::Subscriber] {
                tokens.push(issuer.rtc(version, "room", user, role, second));
            }
        }
        tokens.push(issuer.rtm(version, "ann", second));
    }
    tokens.extend([
        issuer.rtc_rtm("room", "ann", Role::Publisher, second),
        issuer.convoai("room", "ann", Role::Publisher, second),
        issuer.stt("room", "ann", Role::Subscriber, second),
        issuer.chat_user("ann", second),
        issuer.chat_app(second),
        issuer.education_room_user("room", "ann", 1, second),
        issuer.education_user("ann", second),
        issuer.education_app(second),
        issuer.fpa(),
    ]);
    tokens
}

/// Hand-made 007 tokens: what no builder of this library would write, properly signed.
pub mod by_hand {
    use std::io::Write;

    use base64::Engine as _;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    use super::{APP_ID, CERTIFICATE};

    pub const ISSUED_AT: u32 = 1_700_000_000;
    pub const SALT: u32 = 7;

    /// The bytes that are signed: a lifetime of an hour, `count` services, and the bytes of `services`.
    pub fn signing_info(count: u16, services: &[u8]) -> Vec<u8> {
        let mut info = Vec::new();
        info.extend(32u16.to_le_bytes());
        info.extend(APP_ID.as_bytes());
        info.extend([ISSUED_AT, 3600, SALT].into_iter().flat_map(u32::to_le_bytes));
        info.extend(count.to_le_bytes());
        info.extend(services);
        info
    }

    /// A service of this type with privilege 1 for as long as the token, and these string fields.
    pub fn service(number: u16, fields: &[&str]) -> Vec<u8> {
        let mut service = Vec::new();
        service.extend([number, 1, 1, 0, 0].into_iter().flat_map(u16::to_le_bytes));
        for field in fields {
            service.extend((field.len() as u16).to_le_bytes());
            service.extend(field.as_bytes());
        }
        service
    }

    /// The content: the signature of `signing_info` and itself.
    pub fn content(signing_info: &[u8]) -> Vec<u8> {
        let sign = |key: &[u8], data: &[u8]| -> Vec<u8> {
            Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(data).finalize().into_bytes().to_vec()
        };
        let by_time = sign(&ISSUED_AT.to_le_bytes(), CERTIFICATE.as_bytes());
        let key = sign(&SALT.to_le_bytes(), &by_time);
        [&32u16.to_le_bytes()[..], &sign(&key, signing_info), signing_info].concat()
    }

    pub fn zlib(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    pub fn text(stream: &[u8]) -> String {
        format!("007{}", base64::engine::general_purpose::STANDARD.encode(stream))
    }

    /// A signed token of these services.
    pub fn token(count: u16, services: &[u8]) -> String {
        text(&zlib(&content(&signing_info(count, services))))
    }
}
