//! What commands are given: tokens and uids.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Read};

use agora_token::{Error, MAX_PARSED_LEN};
use clap::Args;

use super::{Failure, output, unreadable};

/// Room for whitespace around the longest token.
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
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let uid = if digits { text.parse().ok() } else { None };
    uid.ok_or("the uid must be a number from 0 to 4294967295; for a name use --account")
}

fn from_stdin() -> Result<String, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        output::complain("reading the token from standard input: paste it, then press Enter and Ctrl-D");
    }
    let mut bytes = Vec::new();
    let mut limited = stdin.lock().take(MAX_INPUT as u64 + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::other(format!("standard input could not be read: {error}")))?;
    if bytes.len() > MAX_INPUT {
        return Err(unreadable("", Error::TokenTooLarge));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| unreadable("", Error::MalformedToken))?;
    match text.trim() {
        "" => Err(Failure::usage(vec!["no token was given: standard input is empty".to_owned()])),
        token => Ok(token.to_owned()),
    }
}
