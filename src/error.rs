//! One error type: every way a call can fail, each with its stable code.

use std::fmt;

use crate::rules::channel_rule;

/// Every way a call of this library can fail.
///
/// Each variant has a number that is pinned for good ([`Error::code`]); the C ABI returns that
/// number as its `agora_token_status`. The message ([`Error::message`]) says what is wrong and
/// what would be right. No variant holds any part of the input, so an error can be logged as it
/// is: the certificate is never in it.
///
/// ```
/// use agora_token::{Error, Issuer};
///
/// let error = Issuer::new("not an app id", "5CFd2fd1755d40ecb72977518be15d3b").unwrap_err();
/// assert_eq!(error, Error::BadAppId);
/// assert_eq!(error.code(), 100);
/// assert_eq!(error.to_string(), "the App ID must be 32 hexadecimal characters");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[repr(i32)]
pub enum Error {
    /// A pointer that the call needs is NULL (C ABI only).
    NullPointer = 1,
    /// A string is not UTF-8 (C ABI only).
    NotUtf8 = 2,
    /// The token does not fit the output buffer (C ABI only).
    BufferTooSmall = 3,
    /// A versioned struct has a `size` this library does not know (C ABI only).
    BadStructSize = 4,
    /// A number is outside the range that the call's documentation gives.
    OutOfRange = 5,
    /// A bug in this library was caught at its boundary (C ABI only).
    Panic = 6,
    /// The operating system's random source failed.
    RandomFailed = 7,
    /// The system clock is before 1970 or, where a token is built, after February 2106.
    ClockFailed = 8,

    /// The App ID is not 32 hexadecimal characters.
    BadAppId = 100,
    /// The App Certificate is not 32 hexadecimal characters.
    BadAppCertificate = 101,
    /// The channel name breaks Agora's rule.
    BadChannel = 102,
    /// A user account, user id or uuid breaks Agora's rule.
    BadAccount = 103,
    /// The role is neither publisher nor subscriber.
    BadRole = 104,
    /// The token version is neither 006 nor 007.
    BadVersion = 105,
    /// The service is not one of the ten, or the call does not fit it.
    BadService = 106,
    /// The privilege, resource or permission number does not fit the format, or a privilege is asked of a service
    /// that has none.
    BadPrivilege = 107,
    /// The lifetime is zero or not in whole seconds, or a time of a 006 token would be above 4,294,967,295
    /// (February 2106).
    BadExpiry = 108,
    /// The lifetime is 1,000,000,000 seconds or more: a Unix time by mistake.
    ExpiryLooksAbsolute = 109,
    /// The token has no service.
    NoService = 110,
    /// A string is longer than the 65,535 bytes that the format can carry.
    StringTooLong = 111,
    /// What was asked does not exist in this token version.
    UnsupportedInVersion = 112,

    /// The text is not a token.
    MalformedToken = 200,
    /// The token is of a version other than 006 and 007.
    UnknownVersion = 201,
    /// The token, packed or unpacked, is larger than this library handles.
    TokenTooLarge = 202,

    /// The signature does not match.
    BadSignature = 300,
    /// The token, or the privilege asked for, has expired.
    Expired = 301,
    /// The token is for another App ID.
    WrongApp = 302,
    /// The token is for another channel.
    WrongChannel = 303,
    /// The token is for another user.
    WrongUser = 304,
    /// The token does not carry the service or privilege asked for.
    NotGranted = 305,
}

impl Error {
    /// The number of this error, pinned for good: the `agora_token_status` of the C ABI.
    pub const fn code(self) -> i32 {
        self as i32
    }

    /// The name of this error, pinned for good as its number is: that of the `agora_token_status` of the C ABI.
    pub const fn name(self) -> &'static str {
        match self {
            Error::NullPointer => "NULL_POINTER",
            Error::NotUtf8 => "NOT_UTF8",
            Error::BufferTooSmall => "BUFFER_TOO_SMALL",
            Error::BadStructSize => "BAD_STRUCT_SIZE",
            Error::OutOfRange => "OUT_OF_RANGE",
            Error::Panic => "PANIC",
            Error::RandomFailed => "RANDOM_FAILED",
            Error::ClockFailed => "CLOCK_FAILED",
            Error::BadAppId => "BAD_APP_ID",
            Error::BadAppCertificate => "BAD_APP_CERTIFICATE",
            Error::BadChannel => "BAD_CHANNEL",
            Error::BadAccount => "BAD_ACCOUNT",
            Error::BadRole => "BAD_ROLE",
            Error::BadVersion => "BAD_VERSION",
            Error::BadService => "BAD_SERVICE",
            Error::BadPrivilege => "BAD_PRIVILEGE",
            Error::BadExpiry => "BAD_EXPIRY",
            Error::ExpiryLooksAbsolute => "EXPIRY_LOOKS_ABSOLUTE",
            Error::NoService => "NO_SERVICE",
            Error::StringTooLong => "STRING_TOO_LONG",
            Error::UnsupportedInVersion => "UNSUPPORTED_IN_VERSION",
            Error::MalformedToken => "MALFORMED_TOKEN",
            Error::UnknownVersion => "UNKNOWN_VERSION",
            Error::TokenTooLarge => "TOKEN_TOO_LARGE",
            Error::BadSignature => "BAD_SIGNATURE",
            Error::Expired => "EXPIRED",
            Error::WrongApp => "WRONG_APP",
            Error::WrongChannel => "WRONG_CHANNEL",
            Error::WrongUser => "WRONG_USER",
            Error::NotGranted => "NOT_GRANTED",
        }
    }

    /// What is wrong and what would be right, in one English sentence.
    pub const fn message(self) -> &'static str {
        match self {
            Error::NullPointer => "a required pointer is NULL, or a string has data NULL and a length above 0",
            Error::NotUtf8 => "a string is not valid UTF-8",
            Error::BufferTooSmall => "the output buffer is too small: pass at least the reported length plus one byte",
            Error::BadStructSize => "the struct's size field is wrong: set it with the struct's initialiser",
            Error::OutOfRange => "a number is outside the range that the function's documentation gives",
            Error::Panic => "a bug in the library was caught at its boundary: please report it",
            Error::RandomFailed => "the operating system's random source failed, so no token was made",
            Error::ClockFailed => "the system clock is before 1970 or after February 2106: set it",
            Error::BadAppId => "the App ID must be 32 hexadecimal characters",
            Error::BadAppCertificate => "the App Certificate must be 32 hexadecimal characters",
            Error::BadChannel => {
                concat!("the channel must be ", channel_rule!(), "; a service without a channel takes an empty one")
            }
            Error::BadAccount => {
                "the user account must be 1 to 255 bytes, a user id or uuid 1 to 64, in UTF-8 without control characters; a service without a user takes an empty one"
            }
            Error::BadRole => "the role must be publisher (1) or subscriber (2)",
            Error::BadVersion => "the token version must be 6 (006) or 7 (007)",
            Error::BadService => "the service must be one of the ten known types and fit the call",
            Error::BadPrivilege => {
                "a privilege, resource or permission must be a number from 0 to 65535; of ConvoAI and STT, which have no privileges, none is asked (0)"
            }
            Error::BadExpiry => {
                "the lifetime must be whole seconds from now, at least 1, and a time of a 006 token at most 4294967295 (February 2106)"
            }
            Error::ExpiryLooksAbsolute => {
                "the lifetime looks like a Unix time: pass the seconds from now, such as 3600"
            }
            Error::NoService => "the token has no service: add one first",
            Error::StringTooLong => "a string or list is longer than the 65535 that the token format can carry",
            Error::UnsupportedInVersion => {
                "this token version cannot do that: a 006 token carries exactly one RTC or RTM service, and its signature is checked only with a channel and a user"
            }
            Error::MalformedToken => "the text is not a token, or it was cut or changed on its way",
            Error::UnknownVersion => "the token is neither a 006 nor a 007 token: build it anew with a current builder",
            Error::TokenTooLarge => "the token is larger than the library's limit",
            Error::BadSignature => {
                "the signature does not match: the token was signed with another App Certificate, or changed"
            }
            Error::Expired => "the token or the privilege has expired: issue a new one, and check both clocks",
            Error::WrongApp => "the token is for another App ID",
            Error::WrongChannel => "the token is for another channel",
            Error::WrongUser => "the token is for another user",
            Error::NotGranted => "the token does not grant this privilege of this service",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Error {}
