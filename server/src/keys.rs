//! API keys: bearer keys for backends, which may ask for anything.

use std::fs;
use std::path::PathBuf;
use std::sync::RwLock;

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::log::Log;
use crate::reader::Reader;

/// The shortest key, in bytes: what is shorter can be guessed.
const MIN_KEY_LEN: usize = 16;

/// The SHA-256 of a key. The keys themselves are not kept.
pub type KeyHash = [u8; 32];

/// The keys that are good now.
#[derive(Debug)]
pub struct ApiKeys {
    hashes: RwLock<Vec<KeyHash>>,
    file: Option<PathBuf>,
}

impl ApiKeys {
    /// The keys of API_KEYS or API_KEYS_FILE; `None` where neither is set.
    pub fn read(reader: &mut Reader<'_>) -> Option<ApiKeys> {
        match (reader.guard("API_KEYS"), reader.guard("API_KEYS_FILE")) {
            (Some(_), Some(_)) => reader.problem("API_KEYS and API_KEYS_FILE are both set: leave one of them out"),
            (Some(keys), None) => match hashes(Zeroizing::new(keys).split(',')) {
                Ok(hashes) => Some(ApiKeys { hashes: RwLock::new(hashes), file: None }),
                Err(problem) => reader.problem(format!("API_KEYS {problem}")),
            },
            (None, Some(path)) => {
                let file = PathBuf::from(path);
                match read_file(&file) {
                    Ok(hashes) => Some(ApiKeys { hashes: RwLock::new(hashes), file: Some(file) }),
                    Err(problem) => reader.problem(problem),
                }
            }
            (None, None) => None,
        }
    }

    /// Reads API_KEYS_FILE again, where there is one: what takes its keys into use, and says so.
    pub fn read_again(&self) -> Result<Option<impl FnOnce(Log)>, String> {
        let Some(file) = &self.file else { return Ok(None) };
        let hashes = read_file(file)?;
        Ok(Some(move |log: Log| {
            let count = hashes.len();
            *self.hashes.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = hashes;
            log.event("info", &format!("API_KEYS_FILE was read again: {count} keys"));
        }))
    }

    /// The hash of this key, if it is one of the keys. It is compared with each of them in constant time.
    pub fn find(&self, key: &str) -> Option<KeyHash> {
        let hash = hash(key);
        let hashes = self.hashes.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        let found = hashes.iter().fold(Choice::from(0), |found, other| found | other.ct_eq(&hash));
        bool::from(found).then_some(hash)
    }
}

fn read_file(file: &PathBuf) -> Result<Vec<KeyHash>, String> {
    let text = fs::read_to_string(file)
        .map(Zeroizing::new)
        .map_err(|error| format!("API_KEYS_FILE names a file that cannot be read: {error}"))?;
    let is_key = |line: &&str| !line.is_empty() && !line.starts_with('#');
    hashes(text.lines().map(str::trim).filter(is_key)).map_err(|problem| format!("API_KEYS_FILE {problem}"))
}

fn hashes<'a>(keys: impl Iterator<Item = &'a str>) -> Result<Vec<KeyHash>, String> {
    let mut hashes = Vec::new();
    for (index, key) in keys.map(str::trim).enumerate() {
        if key.len() < MIN_KEY_LEN || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(format!(
                "has a bad key, number {}: a key is at least {MIN_KEY_LEN} visible ASCII characters, such as those of \
                 `openssl rand -hex 32`",
                index + 1
            ));
        }
        hashes.push(hash(key));
    }
    if hashes.is_empty() { Err("has no key: put in one, or leave the setting out".to_owned()) } else { Ok(hashes) }
}

fn hash(key: &str) -> KeyHash {
    Sha256::digest(key).into()
}
