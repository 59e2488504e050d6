//! How a setting is read, and what is said of one that is wrong.

use std::fs;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::environment::{Environment, Problems};

/// The settings by their names.
pub const NAMES: [&str; 32] = [
    "API_KEYS",
    "API_KEYS_FILE",
    "APP_CERTIFICATE",
    "APP_CERTIFICATE_FILE",
    "APP_ID",
    "CLIENT_ERROR_STATUS",
    "CORS_ALLOW_ORIGIN",
    "HOST",
    "JWT_ALLOW_ANY_CHANNEL",
    "JWT_AUDIENCE",
    "JWT_CHANNELS_CLAIM",
    "JWT_DEFAULT_ROLE",
    "JWT_ISSUER",
    "JWT_JWKS_FILE",
    "JWT_JWKS_URL",
    "JWT_PUBLIC_KEY_FILE",
    "JWT_REQUIRED_CLAIMS",
    "JWT_ROLE_CLAIM",
    "JWT_SECRET",
    "JWT_USER_CLAIM",
    "LOG_FORMAT",
    "MAX_CONNECTIONS",
    "MAX_EXPIRY",
    "METRICS_ADDR",
    "PLAYGROUND",
    "PORT",
    "RATE_LIMIT",
    "RATE_LIMIT_REDIS_URL",
    "REQUIRE_AUTH",
    "SSL_CERT_FILE",
    "TOKEN_VERSION",
    "TRUST_PROXY_HOPS",
];

/// Reads settings and collects what is wrong with them.
pub struct Reader<'a> {
    environment: &'a Environment,
    pub problems: Problems,
}

impl<'a> Reader<'a> {
    pub fn new(environment: &'a Environment) -> Self {
        Reader { environment, problems: Vec::new() }
    }

    /// Notes a problem, and gives `None`: no value.
    pub fn problem<T>(&mut self, problem: impl Into<String>) -> Option<T> {
        self.problems.push(problem.into());
        None
    }

    /// Refuses a name in `.env` that is nearly a setting: it would do nothing, and leave open what it was to guard. (Only
    /// the file is looked at: the process gets its environment from others too.)
    pub fn near_misses(&mut self) {
        for name in self.environment.names_in_file() {
            if let Some(meant) = nearest(name) {
                self.problem::<()>(format!(".env has {name}, which is no setting: {meant} is"));
            }
        }
    }

    /// The value of a setting.
    pub fn text(&mut self, name: &str) -> Option<String> {
        debug_assert!(NAMES.contains(&name), "{name} is not in the list");
        self.environment.get(name).unwrap_or_else(|problem| self.problem(problem))
    }

    /// The value of a setting that guards the server. Set but empty it is a mistake: otherwise a variable
    /// that was lost on its way would leave the server open.
    pub fn guard(&mut self, name: &str) -> Option<String> {
        debug_assert!(NAMES.contains(&name), "{name} is not in the list");
        match self.environment.get_even_empty(name) {
            Ok(Some(value)) if value.is_empty() => {
                self.problem(format!("{name} is set but empty: give it a value, or leave it out"))
            }
            Ok(value) => value,
            Err(problem) => self.problem(problem),
        }
    }

    /// Whether a setting is there, be it empty.
    pub fn is_set(&self, name: &str) -> bool {
        !matches!(self.environment.get_even_empty(name), Ok(None))
    }

    /// A number that guards the server.
    pub fn guarded_number<T: FromStr + PartialOrd>(&mut self, name: &str, least: T, what: &str) -> Option<T> {
        let number = self.guard(name)?.parse().ok().filter(|number| *number >= least);
        number.or_else(|| self.problem(format!("{name} must be {what}")))
    }

    /// One of a few values; the first is the default.
    pub fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.text(name);
        self.choose(name, text, choices)
    }

    /// [`Reader::choice`] for a setting that guards the server.
    pub fn guarded_choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let text = self.guard(name);
        self.choose(name, text, choices)
    }

    fn choose<T: Copy>(&mut self, name: &str, text: Option<String>, choices: &[(&str, T)]) -> T {
        let chosen = text.as_ref().map(|text| choices.iter().find(|(value, _)| value == text));
        match chosen {
            None => choices[0].1,
            Some(Some((_, choice))) => *choice,
            Some(None) => {
                let values: Vec<&str> = choices.iter().map(|(value, _)| *value).collect();
                self.problems.push(format!("{name} must be {}", values.join(" or ")));
                choices[0].1
            }
        }
    }

    /// The text of a file without the newline at its end.
    pub fn file(&mut self, name: &str, path: &str) -> Option<Zeroizing<String>> {
        read_file(name, path).map_or_else(|problem| self.problem(problem), Some)
    }
}

/// The text of a file without the newline at its end; or what is wrong with the setting that names it.
pub fn read_file(name: &str, path: &str) -> Result<Zeroizing<String>, String> {
    let text = fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|error| format!("{name} names a file that cannot be read: {error}"))?;
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The setting that was meant by a name which is none, where it is so near that it can hardly be anything else's.
fn nearest(name: &str) -> Option<&'static str> {
    if NAMES.contains(&name) {
        return None;
    }
    let letters = |name: &str| -> Vec<u8> {
        name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect()
    };
    let name = letters(name);
    let distances = NAMES.iter().map(|setting| {
        let setting_letters = letters(setting);
        // A short name is near to many: of HOST, PORT and APP_ID only the case and the underscores may differ.
        let most = if setting_letters.len() < 6 { 0 } else { setting_letters.len() / 5 };
        let is_near = name.first() == setting_letters.first();
        (edits(&name, &setting_letters), most, is_near, setting)
    });
    let near = distances.filter(|(distance, most, is_near, _)| *is_near && distance <= most);
    near.min_by_key(|(distance, ..)| *distance).map(|(.., setting)| *setting)
}

/// How many letters must be put in, taken out or changed to make one text the other (Levenshtein's distance).
fn edits(from: &[u8], to: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in to.iter().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}
