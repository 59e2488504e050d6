//! Any text as a token, and any content in a token that is signed as it should be: it is read or refused, every
//! reader agrees, and what is read can be shown, checked and built again.

use agora_token::{Error, Privilege, Question, Service, ServiceType, TokenInfo, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::{CERTIFICATE, ISSUER, deflate};

const NOW: u64 = 1_700_000_000;
const QUESTION: Question<'static> =
    Question::new(ServiceType::Rtc, Privilege::RTC_JOIN_CHANNEL).channel("room").user("42");

/// The first byte of an input that is what a 007 token signs; every other input is a token's text.
pub const SIGNED: u8 = 0;

pub fn parse(input: &[u8]) {
    match input {
        [SIGNED, signing_info @ ..] if signing_info.len() <= deflate::MAX_CONTENT - SIGNATURE_FIELD => {
            read(&signed(signing_info), true);
        }
        _ => {
            if let Ok(token) = std::str::from_utf8(input) {
                read(token, false);
            }
        }
    }
}

const SIGNATURE_FIELD: usize = 2 + 32;

/// The token of the bytes that it signs, whatever they are.
fn signed(signing_info: &[u8]) -> String {
    let four_at = |at: usize| signing_info.get(at..at + 4).unwrap_or(&[0; 4]);
    let sign = |key: &[u8], data: &[u8]| -> [u8; 32] {
        Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(data).finalize().into_bytes().into()
    };
    // Behind the App ID and its length stand the time, the lifetime and the salt.
    let (issued_at, salt) = (four_at(2 + 32), four_at(2 + 32 + 8));
    let key = sign(salt, &sign(issued_at, CERTIFICATE.as_bytes()));
    let content = [&32u16.to_le_bytes()[..], &sign(&key, signing_info), signing_info].concat();
    let mut stream = vec![0; deflate::space_for(content.len())];
    let len = deflate::compress(&content, 0, &mut stream);
    format!("007{}", STANDARD.encode(&stream[..len]))
}

fn read(token: &str, is_signed: bool) {
    let verified = ISSUER.verify(token, Some(NOW));
    let checked = ISSUER.check(token, QUESTION, Some(NOW));
    let info = match TokenInfo::parse(token) {
        Ok(info) => info,
        // The other readers refuse what the parser refuses, and for the same reason.
        Err(error) => return assert_eq!((verified, checked), (Err(error), Err(error))),
    };
    assert_shown(&info);
    if info.version == Version::V006 {
        assert_eq!(verified, Err(Error::UnsupportedInVersion));
        return;
    }
    if is_signed {
        let expected = match info.app_id == ISSUER.app_id() {
            false => Err(Error::WrongApp),
            true if info.expires_at <= NOW => Err(Error::Expired),
            true => Ok(info.expires_at),
        };
        assert_eq!(verified.map(|good| good.expires_at), expected);
    }
    let granted_until = info.services.iter().filter_map(|service| granted_until(&info, service)).max();
    match (verified, granted_until) {
        (Err(error), _) => assert_eq!(checked, Err(error)),
        (Ok(_), Some(until)) if until > NOW => assert_eq!(checked.unwrap().expires_at, until),
        (Ok(_), _) => assert!(checked.is_err()),
    }
    assert_built_again(&info);
}

/// Until when a service grants what [`QUESTION`] asks.
fn granted_until(info: &TokenInfo, service: &Service<'_>) -> Option<u64> {
    let is_asked = service.kind == QUESTION.service
        && [QUESTION.channel, "*"].contains(&&*service.channel)
        && [QUESTION.user, ""].contains(&&*service.user);
    let (_, time) = service.privileges.iter().find(|(number, _)| is_asked && *number == QUESTION.privilege.0)?;
    Some(info.expires_at.min(info.privilege_expires_at(*time)?))
}

fn assert_shown(info: &TokenInfo) {
    let json: serde_json::Value = serde_json::from_str(&info.to_json()).unwrap();
    let services = json["services"].as_array().unwrap();
    assert_eq!(services.len(), info.services.len());
    for (shown, service) in services.iter().zip(&info.services) {
        assert_eq!(shown["type"], service.kind.number());
        assert_eq!(shown["privileges"].as_array().unwrap().len(), service.privileges.len());
    }
}

/// That a builder takes what was read, and that its token says the same.
fn assert_built_again(info: &TokenInfo) {
    if info.services.is_empty() {
        // All there is stands behind a service of a type that is not known.
        return assert!(info.unknown_service.is_some());
    }
    let mut builder = ISSUER.builder(Version::V007);
    let mut services = info.services.clone();
    for service in &mut services {
        builder.add(service.clone()).unwrap();
        service.privileges.to_mut().sort();
    }
    services.sort_by_key(|service| service.kind);
    assert_eq!(TokenInfo::parse(&builder.build().unwrap()).unwrap().services, services);
}
