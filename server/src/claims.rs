//! The claims of a session token, wherever the provider puts them.

use agora_token::Role;
use serde_json::{Map, Value};

use crate::reader::Reader;

/// What a session token allows.
#[derive(Debug, PartialEq)]
pub struct Session {
    pub user: String,
    pub channels: Vec<String>,
    pub allow_any_channel: bool,
    pub role: Role,
    pub allow_ai_services: bool,
}

/// Which claims say what.
pub struct Claims {
    user: String,
    channels: String,
    role: String,
    required: Vec<Required>,
    allow_any_channel: bool,
    default_role: Role,
}

/// A claim that a session token must have with this value.
struct Required {
    name: String,
    value: String,
}

impl Claims {
    pub fn read(reader: &mut Reader<'_>) -> Claims {
        let mut name = |setting, usual: &str| reader.guard(setting).unwrap_or_else(|| usual.to_owned());
        let user = name("JWT_USER_CLAIM", "sub");
        let channels = name("JWT_CHANNELS_CLAIM", "agora.channels");
        let role = name("JWT_ROLE_CLAIM", "agora.role");
        let required = required(reader).unwrap_or_default();
        let allow_any_channel = reader.guarded_choice("JWT_ALLOW_ANY_CHANNEL", &[("0", false), ("1", true)]);
        let roles = [("subscriber", Role::Subscriber), ("publisher", Role::Publisher)];
        let default_role = reader.guarded_choice("JWT_DEFAULT_ROLE", &roles);
        Claims { user, channels, role, required, allow_any_channel, default_role }
    }

    pub fn are_required(&self) -> bool {
        !self.required.is_empty()
    }

    /// What the claims of a token whose signature is good allow.
    pub fn session(&self, claims: &Map<String, Value>) -> Result<Session, &'static str> {
        if !self.required.iter().all(|required| required.is_met(claims)) {
            return Err("the session token's claims are not those that are required here");
        }
        let user = match find(claims, &self.user) {
            Ok(Some(Value::String(user))) if !user.is_empty() => user.clone(),
            Ok(Some(Value::Number(uid))) if uid.is_u64() => uid.to_string(),
            _ => return Err("the session token names no user"),
        };
        let channels = find(claims, &self.channels)?;
        let allow_any_channel = self.allow_any_channel && channels.is_none();
        let allow_ai_services = match find(claims, "agora.ai")?.map(Value::as_bool) {
            None => false,
            Some(allowed) => allowed.ok_or("the session token's claim agora.ai is neither true nor false")?,
        };
        let channels = channels.map_or(Ok(Vec::new()), names)?;
        let role = find(claims, &self.role)?.map_or(Ok(None), role)?.unwrap_or(self.default_role);
        Ok(Session { user, channels, allow_any_channel, role, allow_ai_services })
    }
}

/// The settings of JWT_REQUIRED_CLAIMS.
fn required(reader: &mut Reader<'_>) -> Option<Vec<Required>> {
    let list = reader.guard("JWT_REQUIRED_CLAIMS")?;
    let read = |text: &str| {
        let (name, value) = text.trim().split_once('=')?;
        let is_whole = !name.is_empty() && !value.is_empty();
        is_whole.then(|| Required { name: name.to_owned(), value: value.to_owned() })
    };
    let required: Option<Vec<Required>> = list.split(',').map(read).collect();
    required.or_else(|| {
        reader.problem("JWT_REQUIRED_CLAIMS must be name=value, separated by commas, such as email_verified=true")
    })
}

impl Required {
    /// Whether the claim has the value, or a list with it: as text, since some providers write "true" and 1 as strings.
    fn is_met(&self, claims: &Map<String, Value>) -> bool {
        match find(claims, &self.name) {
            Ok(Some(Value::Array(values))) => values.iter().any(|value| self.is(value)),
            Ok(Some(value)) => self.is(value),
            _ => false,
        }
    }

    fn is(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => *text == self.value,
            Value::Bool(value) => value.to_string() == self.value,
            Value::Number(value) => value.to_string() == self.value,
            _ => false,
        }
    }
}

/// A claim by its name, or by a path into objects with dots between the names: in `a.b.c` a claim `a.b.c` goes before `c`
/// in an object `a.b`, and that before what is in `a`.
fn find<'a>(claims: &'a Map<String, Value>, path: &str) -> Result<Option<&'a Value>, &'static str> {
    if let Some(value) = claims.get(path) {
        return Ok(Some(value));
    }
    for (dot, _) in path.rmatch_indices('.') {
        match claims.get(&path[..dot]) {
            None => {}
            Some(Value::Object(members)) => return find(members, &path[dot + 1..]),
            // If it were taken for absent, the token could open more than was meant.
            Some(_) => return Err("a claim of the session token is not an object, though it should have claims in it"),
        }
    }
    Ok(None)
}

fn names(value: &Value) -> Result<Vec<String>, &'static str> {
    let names = match value {
        Value::String(name) => Some(vec![name.clone()]),
        Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    names.ok_or("the session token's claim of channels is not a list of names")
}

/// The role that a claim names, or the highest of those that a list has; `None` where a list, which is of the provider's
/// groups or roles, has none of these.
fn role(value: &Value) -> Result<Option<Role>, &'static str> {
    let named = |value: &Value| match value.as_str() {
        Some("publisher") => Some(Role::Publisher),
        Some("subscriber" | "audience") => Some(Role::Subscriber),
        _ => None,
    };
    match value {
        Value::Array(values) => {
            let roles: Vec<Role> = values.iter().filter_map(named).collect();
            Ok(roles.iter().find(|role| **role == Role::Publisher).or(roles.first()).copied())
        }
        value => {
            named(value).map(Some).ok_or("the session token's claim of the role is neither publisher nor subscriber")
        }
    }
}
