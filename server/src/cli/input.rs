//! What commands are given: tokens and uids, the credentials, the time.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Read};

use agora_token::{Issuer, MAX_PARSED_LEN, rules};
use clap::Args;

use crate::environment::Environment;
use crate::failure::Failure;
use crate::{log, settings, time};

/// The longest token, and white space around it.
const MAX_INPUT: usize = MAX_PARSED_LEN + 4096;

#[derive(Args)]
pub struct Token {
    /// The token; without one, or with -, it is read from standard input
    token: Option<String>,
}

impl Token {
    /// The token's text. One from standard input loses the whitespace around it, a newline most often; one
    /// from the command line is taken as it is.
    pub fn read(&self) -> Result<Cow<'_, str>, Failure> {
        match self.token.as_deref() {
            None | Some("-") => from_stdin().map(Cow::Owned),
            Some(token) => Ok(Cow::Borrowed(token)),
        }
    }
}

/// A numeric uid in decimal digits.
pub fn uid(text: &str) -> Result<u32, &'static str> {
    rules::uid(text)
        .ok_or("the uid must be a number from 0 to 4294967295, without leading zeros; for a name use --account")
}

fn from_stdin() -> Result<String, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        log::complain("reading the token from standard input: paste it, then press Enter and Ctrl-D");
    }
    let mut bytes = Vec::new();
    let mut limited = stdin.lock().take(MAX_INPUT as u64 + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::other(format!("standard input could not be read: {error}")))?;
    if bytes.trim_ascii().is_empty() && bytes.len() <= MAX_INPUT {
        return Err(Failure::usage(vec!["no token was given: standard input is empty".to_owned()]));
    }
    // What is no UTF-8 is no token, as the empty text is none. What is too long stays too long.
    let text = String::from_utf8(bytes).unwrap_or_default();
    Ok(if text.len() > MAX_INPUT { text } else { text.trim().to_owned() })
}

/// Asks the random source, before Rust's hash maps do: they panic where it fails. An issuer is an error there.
pub fn random_source() -> Result<(), Failure> {
    settings::demo_issuer().map(drop).map_err(|error| Failure::other(error.message()))
}

/// The credentials of the environment, `.env` or a file, as `serve` reads them.
pub fn issuer() -> Result<Issuer, Failure> {
    random_source()?;
    Environment::load().and_then(|environment| settings::issuer(&environment)).map_err(Failure::usage)
}

/// The current Unix time in seconds.
pub fn now() -> Result<u64, Failure> {
    time::now().map_err(|error| Failure::other(error.message()))
}
