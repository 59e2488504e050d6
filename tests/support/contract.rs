//! `tests/contract.json`, and how a token of an answer is held against its description there.

use std::time::{SystemTime, UNIX_EPOCH};

use agora_token::{Error, Issuer, NO_ROLE, Privilege, Question, Service, ServiceType, TokenInfo, Version};
use serde_json::{Map, Value};

pub fn contract() -> Value {
    serde_json::from_str(include_str!("../contract.json")).unwrap()
}

/// A text, or a list of texts and repetitions to be joined.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text).collect(),
        _ => value["repeat"].as_str().unwrap().repeat(value["times"].as_u64().unwrap() as usize),
    }
}

pub fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Checks tokens that were issued at `from` or in the seconds since.
pub struct Tokens<'a> {
    pub issuer: &'a Issuer,
    pub from: u64,
}

impl Tokens<'_> {
    /// Asserts that a JSON value is as described, with tokens where the description has `$token`.
    pub fn assert_matches(&self, actual: &Value, expected: &Value, name: &str) {
        match (actual, expected) {
            (Value::String(token), Value::Object(object)) if object.contains_key("$token") => {
                self.assert_token(token, &object["$token"], name);
            }
            (Value::Object(actual), Value::Object(expected)) => {
                let keys = |object: &Map<String, Value>| object.keys().cloned().collect::<Vec<_>>();
                assert_eq!(keys(actual), keys(expected), "{name}");
                for (key, value) in actual {
                    self.assert_matches(value, &expected[key], name);
                }
            }
            _ => assert_eq!(actual, expected, "{name}"),
        }
    }

    fn assert_token(&self, token: &str, expected: &Value, name: &str) {
        let info = TokenInfo::parse(token).unwrap_or_else(|error| panic!("{name}: {error}"));
        let version = if info.version == Version::V006 { "006" } else { "007" };
        assert_eq!(version, expected["version"], "{name}");
        assert_eq!(info.app_id, self.issuer.app_id(), "{name}");
        self.assert_lifetime(&info, info.expires_at, &expected["expires_in"], name);
        let expected = expected["services"].as_array().unwrap();
        assert_eq!(info.services.len(), expected.len(), "{name}");
        for (service, expected) in info.services.iter().zip(expected) {
            self.assert_service(token, &info, service, expected, name);
        }
    }

    fn assert_service(&self, token: &str, info: &TokenInfo, service: &Service<'_>, expected: &Value, name: &str) {
        let text = |key: &str| expected[key].as_str().unwrap_or_default();
        assert_eq!(u64::from(service.kind.number()), expected["type"], "{name}");
        if info.version == Version::V007 {
            assert_eq!((&*service.channel, &*service.user), (text("channel"), text("user")), "{name}");
            assert_eq!(i64::from(service.role), expected["role"].as_i64().unwrap_or(NO_ROLE.into()), "{name}");
        }
        let privileges = expected["privileges"].as_object().unwrap();
        let numbers: Vec<String> = service.privileges.iter().map(|(number, _)| number.to_string()).collect();
        assert_eq!(numbers, privileges.keys().cloned().collect::<Vec<_>>(), "{name}");
        for &(number, time) in service.privileges.iter() {
            let expires_at = info.privilege_expires_at(time).unwrap_or_else(|| panic!("{name}: never expires"));
            self.assert_lifetime(info, expires_at, &privileges[&number.to_string()], name);
            self.assert_good(token, service.kind, (text("channel"), text("user")), Privilege(number), name);
        }
    }

    /// That the token is good for this channel and user, and for no other.
    fn assert_good(
        &self,
        token: &str,
        service: ServiceType,
        (channel, user): (&str, &str),
        privilege: Privilege,
        name: &str,
    ) {
        let check = |channel, user| {
            self.issuer.check(token, Question::new(service, privilege).channel(channel).user(user), None).map(drop)
        };
        assert_eq!(check(channel, user), Ok(()), "{name}");
        if !user.is_empty() {
            assert_eq!(check(channel, "somebody else"), Err(Error::WrongUser), "{name}");
        }
        if !channel.is_empty() && channel != "*" {
            assert_eq!(check("elsewhere", user), Err(Error::WrongChannel), "{name}");
        }
    }

    fn assert_lifetime(&self, info: &TokenInfo, expires_at: u64, expected: &Value, name: &str) {
        let lifetime = expected.as_u64().unwrap();
        match info.issued_at {
            Some(issued_at) => assert_eq!(expires_at - u64::from(issued_at), lifetime, "{name}"),
            None => {
                let window = self.from + lifetime..=unix_now() + lifetime;
                assert!(window.contains(&expires_at), "{name}: {expires_at} is not in {window:?}");
            }
        }
    }
}
