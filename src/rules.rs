//! What a channel, an account and a lifetime may be.
//!
//! The one-call builders and the endpoint apply these rules. The [`TokenBuilder`](crate::TokenBuilder)
//! does not: it writes what it is given. The rules are those of Agora's documentation for the
//! joinChannel calls of its SDKs (channel, user account) and of its Signaling and Chat products
//! (user ids).

use std::time::Duration;

use crate::error::Error;

/// The longest channel name, in bytes.
pub const MAX_CHANNEL_LEN: usize = 64;
/// The longest user account, in bytes.
pub const MAX_ACCOUNT_LEN: usize = 255;
/// The longest RTM or Chat user id, room uuid or user uuid, in bytes.
pub const MAX_USER_ID_LEN: usize = 64;
/// The longest lifetime that Agora honours, in seconds: 24 hours. A longer one is legal here and is
/// cut by Agora.
pub const MAX_HONOURED_SECONDS: u32 = 86_400;
/// The lifetime of a token, in seconds, where the official builders take none: `ts` of 006, FPA.
pub(crate) const DEFAULT_TOKEN_LIFETIME: u32 = 86_400;
/// From this number on, "seconds from now" is a Unix time by mistake (it is the one of 2001-09-09).
pub const ABSOLUTE_TIME_FROM: u32 = 1_000_000_000;
/// The channel name that stands for every channel.
pub const EVERY_CHANNEL: &str = "*";

/// What a channel may have besides letters, digits, spaces and commas.
macro_rules! channel_signs {
    () => {
        "!#$%&()+-.:;<=>?@[]^_{|}~"
    };
}

/// What a channel may be, for a sentence that says what would be right.
macro_rules! channel_rule {
    () => {
        concat!("1 to 64 bytes of letters, digits, space, comma and ", crate::rules::channel_signs!(), " or * alone")
    };
}
pub(crate) use {channel_rule, channel_signs};

/// The rules as sentences, for those whose request breaks one.
pub(crate) const CHANNEL_RULE: &str = concat!("a channel is ", channel_rule!());
pub(crate) const USER_RULE: &str = "a uid is a whole number from 0 (any user) to 4294967295, without leading zeros; \
    a user account is 1 to 255 bytes of UTF-8 without control characters";
pub(crate) const USER_ID_RULE: &str = "a user id is 1 to 64 bytes of UTF-8 without control characters";
pub(crate) const LIFETIME_RULE: &str = "a lifetime is whole seconds from now, 1 to 999999999";
const _: () = assert!(ABSOLUTE_TIME_FROM == 999_999_999 + 1);

#[doc = concat!("A channel name: 1 to 64 bytes of letters, digits, space, comma and `", channel_signs!(), "`, or")]
/// `*` alone.
///
/// # Errors
/// [`Error::BadChannel`].
pub fn check_channel(channel: &str) -> Result<(), Error> {
    let in_rule = (1..=MAX_CHANNEL_LEN).contains(&channel.len()) && channel.bytes().all(is_channel_byte);
    if in_rule || channel == EVERY_CHANNEL { Ok(()) } else { Err(Error::BadChannel) }
}

fn is_channel_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || concat!(" ,", channel_signs!()).as_bytes().contains(&byte)
}

/// A user account: 1 to 255 bytes of UTF-8 without control characters.
///
/// # Errors
/// [`Error::BadAccount`].
pub fn check_account(account: &str) -> Result<(), Error> {
    check_name(account, MAX_ACCOUNT_LEN)
}

/// A numeric uid as text: digits without leading zeros, from 0 to 4294967295. A text that is none can be a user account.
///
/// ```
/// use agora_token::rules;
///
/// assert_eq!(rules::uid("42"), Some(42));
/// assert_eq!(rules::uid("042"), None);
/// ```
pub fn uid(text: &str) -> Option<u32> {
    let is_canonical = text == "0" || !text.starts_with('0');
    if is_canonical && is_digits(text) { text.parse().ok() } else { None }
}

/// Whether a text is decimal digits alone, and at least one.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An RTM or Chat user id, a room uuid or a user uuid: 1 to 64 bytes of UTF-8 without control
/// characters.
///
/// # Errors
/// [`Error::BadAccount`].
pub fn check_user_id(user_id: &str) -> Result<(), Error> {
    check_name(user_id, MAX_USER_ID_LEN)
}

fn check_name(name: &str, max_len: usize) -> Result<(), Error> {
    if (1..=max_len).contains(&name.len()) && !name.chars().any(char::is_control) {
        Ok(())
    } else {
        Err(Error::BadAccount)
    }
}

/// A lifetime from now: whole seconds, at least 1 and below 1,000,000,000.
///
/// # Errors
/// [`Error::BadExpiry`] for 0 and for a fraction of a second; [`Error::ExpiryLooksAbsolute`] from
/// 1,000,000,000 seconds on.
///
/// ```
/// use std::time::Duration;
/// use agora_token::{Error, rules};
///
/// assert_eq!(rules::check_lifetime(Duration::from_secs(3600)), Ok(3600));
/// assert_eq!(rules::check_lifetime(Duration::from_secs(1_800_000_000)), Err(Error::ExpiryLooksAbsolute));
/// ```
pub fn check_lifetime(expires_in: Duration) -> Result<u32, Error> {
    match whole_seconds(expires_in)? {
        0 => Err(Error::BadExpiry),
        ABSOLUTE_TIME_FROM.. => Err(Error::ExpiryLooksAbsolute),
        seconds => Ok(seconds),
    }
}

/// Where a token or privilege lives longer than Agora honours: the Unix time at which Agora takes it for
/// expired.
pub(crate) fn cut_at(issued_at: u32, expires_at: u64) -> Option<u64> {
    let honoured_until = u64::from(issued_at) + u64::from(MAX_HONOURED_SECONDS);
    (honoured_until < expires_at).then_some(honoured_until)
}

/// The seconds of a duration that has no fraction of one: nothing is rounded.
pub(crate) fn whole_seconds(duration: Duration) -> Result<u32, Error> {
    if duration.subsec_nanos() != 0 {
        return Err(Error::BadExpiry);
    }
    u32::try_from(duration.as_secs()).map_err(|_| Error::ExpiryLooksAbsolute)
}
