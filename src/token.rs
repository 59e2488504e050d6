//! A [`Token`] of a one-call builder, and the [`Version`] of every token.

use std::fmt;
use std::ops::Deref;

use crate::error::Error;

/// The version of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Version {
    /// "AccessToken": RTC or RTM alone. Agora still takes it; new projects use 007.
    V006 = 6,
    /// "AccessToken2": every service.
    V007 = 7,
}

impl TryFrom<u32> for Version {
    type Error = Error;

    fn try_from(number: u32) -> Result<Self, Error> {
        match number {
            6 => Ok(Version::V006),
            7 => Ok(Version::V007),
            _ => Err(Error::BadVersion),
        }
    }
}

/// The longest token of a one-call builder, in bytes.
pub const MAX_TOKEN_LEN: usize = 1023;

/// The longest that today's one-call builders make: RTC for an account of 255 bytes in a channel of 64.
/// The promise of [`MAX_TOKEN_LEN`] is longer than that, for those to come.
pub(crate) const TOKEN_CAPACITY: usize = 600;
const _: () = assert!(TOKEN_CAPACITY <= MAX_TOKEN_LEN);

/// A token that a one-call builder made. It lives on the stack and reads as a `str`.
#[derive(Clone)]
pub struct Token {
    text: [u8; TOKEN_CAPACITY],
    len: usize,
    max_len: usize,
}

impl Token {
    pub(crate) fn write(max_len: usize, build: impl FnOnce(&mut [u8]) -> Result<usize, Error>) -> Result<Token, Error> {
        let mut token = Token { text: [0; TOKEN_CAPACITY], len: 0, max_len };
        token.len = build(&mut token.text)?;
        Ok(token)
    }

    /// The token's text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.text[..self.len]
    }

    /// A length that a token of the same inputs does not exceed, whatever its time and salt.
    pub fn max_len(&self) -> usize {
        self.max_len
    }
}

impl Deref for Token {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Token {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl From<Token> for String {
    fn from(token: Token) -> String {
        token.as_str().to_owned()
    }
}
