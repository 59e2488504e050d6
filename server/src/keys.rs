//! API keys: bearer keys for backends, which may ask for anything, or for what their limits say.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use agora_token::Role;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::log::Log;
use crate::reader::Reader;

/// The shortest key, in bytes: what is shorter can be guessed.
const MIN_KEY_LEN: usize = 16;

/// The SHA-256 of a key. The keys themselves are not kept.
pub type KeyHash = [u8; 32];

/// A key of a backend.
#[derive(Debug)]
pub struct ApiKey {
    pub hash: KeyHash,
    /// What the log calls it.
    pub name: Option<String>,
    /// What it opens; `None` is everything.
    pub limits: Option<Limits>,
}

/// What a key opens that is not for everything.
#[derive(Debug, PartialEq)]
pub struct Limits {
    /// Names, or prefixes that end in `*`; none is any channel by its name.
    pub channels: Vec<String>,
    pub role: Role,
    /// The longest lifetime in seconds.
    pub max_expiry: Option<u32>,
    pub app_tokens: bool,
    pub ai_services: bool,
}

/// The keys that are good now.
#[derive(Debug)]
pub struct ApiKeys {
    keys: RwLock<Vec<Arc<ApiKey>>>,
    file: Option<PathBuf>,
}

impl ApiKeys {
    /// The keys of API_KEYS or API_KEYS_FILE; `None` where neither is set.
    pub fn read(reader: &mut Reader<'_>) -> Option<ApiKeys> {
        match (reader.guard("API_KEYS"), reader.guard("API_KEYS_FILE")) {
            (Some(_), Some(_)) => reader.problem("API_KEYS and API_KEYS_FILE are both set: leave one of them out"),
            (Some(keys), None) => match read_keys(Zeroizing::new(keys).split(',')) {
                Ok(keys) => Some(ApiKeys { keys: RwLock::new(keys), file: None }),
                Err(problem) => reader.problem(format!("API_KEYS {problem}")),
            },
            (None, Some(path)) => {
                let file = PathBuf::from(path);
                match read_file(&file) {
                    Ok(keys) => Some(ApiKeys { keys: RwLock::new(keys), file: Some(file) }),
                    Err(problem) => reader.problem(problem),
                }
            }
            (None, None) => None,
        }
    }

    /// Reads API_KEYS_FILE again, where there is one: what takes its keys into use, and says so.
    pub fn read_again(&self) -> Result<Option<impl FnOnce(Log)>, String> {
        let Some(file) = &self.file else { return Ok(None) };
        let keys = read_file(file)?;
        Ok(Some(move |log: Log| {
            let count = keys.len();
            *self.keys.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = keys;
            log.event("info", &format!("API_KEYS_FILE was read again: {count} keys"));
        }))
    }

    /// The key with this text. It is compared with each of them in constant time.
    pub fn find(&self, text: &str) -> Option<Arc<ApiKey>> {
        let hash = hash(text);
        let keys = self.keys.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        keys.iter()
            .fold(None, |found, key| if bool::from(key.hash.ct_eq(&hash)) { Some(Arc::clone(key)) } else { found })
    }
}

fn read_file(file: &PathBuf) -> Result<Vec<Arc<ApiKey>>, String> {
    let text = fs::read_to_string(file)
        .map(Zeroizing::new)
        .map_err(|error| format!("API_KEYS_FILE names a file that cannot be read: {error}"))?;
    let is_key = |line: &&str| !line.is_empty() && !line.starts_with('#');
    read_keys(text.lines().map(str::trim).filter(is_key)).map_err(|problem| format!("API_KEYS_FILE {problem}"))
}

fn read_keys<'a>(entries: impl Iterator<Item = &'a str>) -> Result<Vec<Arc<ApiKey>>, String> {
    let read =
        |(index, entry)| read_key(entry).map_err(|problem| format!("has a bad key, number {}: {problem}", index + 1));
    let keys: Vec<_> = entries.enumerate().map(read).collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Err("has no key: put in one, or leave the setting out".to_owned());
    }
    check_repeated(&keys)?;
    Ok(keys)
}

/// A key with two sets of limits would open what one of them forbids.
fn check_repeated(keys: &[Arc<ApiKey>]) -> Result<(), String> {
    let mut seen: HashMap<KeyHash, usize> = HashMap::new();
    for (index, key) in keys.iter().enumerate() {
        let first = *seen.entry(key.hash).or_insert(index);
        if keys[first].limits != key.limits {
            let (first, second) = (first + 1, index + 1);
            return Err(format!("has one key twice, with different limits: numbers {first} and {second}"));
        }
    }
    Ok(())
}

/// A key as the settings have it: the key itself, or `name:hash` with its limits behind.
fn read_key(entry: &str) -> Result<Arc<ApiKey>, String> {
    let mut words = entry.split_whitespace();
    let first = words.next().unwrap_or_default();
    let limits: Vec<&str> = words.collect();
    if let Some((name, hash)) = hashed(first) {
        let limits = if limits.is_empty() { None } else { Some(Limits::read(&limits)?) };
        return Ok(Arc::new(ApiKey { hash, name: Some(name.to_owned()), limits }));
    }
    if !limits.is_empty() {
        return Err("limits are for a key as name:hash, which agora-token key new makes".to_owned());
    }
    // Each of these would be a key that opens everything, and whoever has seen such a setting could guess it.
    if is_limit(first) {
        return Err("a limit stands behind its key, in one entry with it and with a space between".to_owned());
    }
    if first.rsplit_once(':').is_some_and(|(_, digits)| key_hash(digits).is_some()) {
        return Err("the name before a hash is 1 to 64 letters, digits, dots, dashes and underscores".to_owned());
    }
    if first.len() < MIN_KEY_LEN || !first.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(format!(
            "a key is at least {MIN_KEY_LEN} visible ASCII characters, such as those of `openssl rand -hex 32`"
        ));
    }
    Ok(Arc::new(ApiKey { hash: hash(first), name: None, limits: None }))
}

/// The name and the hash of `name:hash`.
fn hashed(text: &str) -> Option<(&str, KeyHash)> {
    let (name, digits) = text.split_once(':').filter(|(name, _)| is_name(name))?;
    Some((name, key_hash(digits)?))
}

fn key_hash(digits: &str) -> Option<KeyHash> {
    let is_hash = digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut hash = KeyHash::default();
    for (index, byte) in hash.iter_mut().enumerate().filter(|_| is_hash) {
        *byte = u8::from_str_radix(digits.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    is_hash.then_some(hash)
}

/// Whether a key can be called this.
pub fn is_name(name: &str) -> bool {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(is_good)
}

impl Limits {
    /// Limits as the settings have them.
    pub fn read(words: &[&str]) -> Result<Limits, String> {
        let mut limits = Limits {
            channels: Vec::new(),
            role: Role::Publisher,
            max_expiry: None,
            app_tokens: false,
            ai_services: false,
        };
        for (index, word) in words.iter().enumerate() {
            let name = limit_name(word);
            if name != "channel" && words[..index].iter().any(|before| limit_name(before) == name) {
                return Err(format!("{name} stands twice, and only channel may"));
            }
            match word.split_once('=') {
                Some(("channel", name)) if !name.is_empty() => limits.channels.push(name.to_owned()),
                Some(("role", "publisher")) => limits.role = Role::Publisher,
                Some(("role", "subscriber")) => limits.role = Role::Subscriber,
                Some(("max-expiry", seconds)) => {
                    let seconds = seconds.parse().ok().filter(|seconds| *seconds > 0);
                    limits.max_expiry = Some(seconds.ok_or("max-expiry must be a number of seconds, such as 3600")?);
                }
                None if *word == "app-tokens" => limits.app_tokens = true,
                None if *word == "ai-services" => limits.ai_services = true,
                _ => {
                    return Err("a limit is channel=NAME, role=publisher or role=subscriber, max-expiry=SECONDS, app-tokens or \
                                ai-services"
                        .to_owned());
                }
            }
        }
        Ok(limits)
    }
}

fn limit_name(word: &str) -> &str {
    word.split('=').next().unwrap_or_default()
}

/// Whether a word is a limit, be its value a good one or not.
fn is_limit(word: &str) -> bool {
    matches!(limit_name(word), "channel" | "role" | "max-expiry" | "app-tokens" | "ai-services")
}

pub fn hash(key: &str) -> KeyHash {
    Sha256::digest(key).into()
}
