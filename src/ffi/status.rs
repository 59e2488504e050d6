//! The statuses: the numbers of [`Error`] under their C names.

use std::ffi::{CStr, c_char};

use super::boundary::value;
use crate::error::Error;

/// The result of a call: AGORA_TOKEN_OK, or one of the numbers below. They are grouped with gaps, and a
/// number never changes its meaning; later versions add some.
pub type agora_token_status = i32;

/// The call did what it says.
pub const AGORA_TOKEN_OK: agora_token_status = 0;

/// A pointer that the call needs is NULL, or a string or list has a NULL pointer and a length above 0.
pub const AGORA_TOKEN_NULL_POINTER: agora_token_status = 1;

/// A string is not UTF-8. (A token that is not is AGORA_TOKEN_MALFORMED_TOKEN.)
pub const AGORA_TOKEN_NOT_UTF8: agora_token_status = 2;

/// The output buffer is too small. Nothing was written to it; *out_len is a length that is enough: try again
/// with a capacity of *out_len + 1.
pub const AGORA_TOKEN_BUFFER_TOO_SMALL: agora_token_status = 3;

/// The `size` of a struct is none that this library knows: set it with the initialiser.
pub const AGORA_TOKEN_BAD_STRUCT_SIZE: agora_token_status = 4;

/// A number is outside the range that the function's documentation gives.
pub const AGORA_TOKEN_OUT_OF_RANGE: agora_token_status = 5;

/// A bug in the library was caught at its boundary: please report it. The program may go on; free the handle.
pub const AGORA_TOKEN_PANIC: agora_token_status = 6;

/// The operating system's random source failed, so there is no salt and no token. Only agora_token_issuer_new
/// asks it, and in a forked child the first token.
pub const AGORA_TOKEN_RANDOM_FAILED: agora_token_status = 7;

/// The system clock is before 1970 or, where a token is built, after February 2106. (A check that late says
/// AGORA_TOKEN_EXPIRED.)
pub const AGORA_TOKEN_CLOCK_FAILED: agora_token_status = 8;

/// The App ID is not 32 hexadecimal characters.
pub const AGORA_TOKEN_BAD_APP_ID: agora_token_status = 100;

/// The App Certificate is not 32 hexadecimal characters.
pub const AGORA_TOKEN_BAD_APP_CERTIFICATE: agora_token_status = 101;

/// The channel name breaks Agora's rule ("Names"); from a check, the service has no channel.
pub const AGORA_TOKEN_BAD_CHANNEL: agora_token_status = 102;

/// A user account, user id or uuid breaks Agora's rule ("Names"); from a check, the service has no user.
pub const AGORA_TOKEN_BAD_ACCOUNT: agora_token_status = 103;

/// The role is neither AGORA_TOKEN_ROLE_PUBLISHER nor AGORA_TOKEN_ROLE_SUBSCRIBER.
pub const AGORA_TOKEN_BAD_ROLE: agora_token_status = 104;

/// The token version is neither AGORA_TOKEN_VERSION_006 nor AGORA_TOKEN_VERSION_007.
pub const AGORA_TOKEN_BAD_VERSION: agora_token_status = 105;

/// The service is not one of the ten, or the call does not fit it.
pub const AGORA_TOKEN_BAD_SERVICE: agora_token_status = 106;

/// A privilege, resource or permission is above 65535.
pub const AGORA_TOKEN_BAD_PRIVILEGE: agora_token_status = 107;

/// The lifetime is 0, or a time of a 006 token would be above 4294967295 (February 2106).
pub const AGORA_TOKEN_BAD_EXPIRY: agora_token_status = 108;

/// The lifetime is 1000000000 or more, so it is taken for a Unix time: lifetimes are seconds from now.
pub const AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE: agora_token_status = 109;

/// The token has no service.
pub const AGORA_TOKEN_NO_SERVICE: agora_token_status = 110;

/// A string or a list is longer than the 65535 that the format can carry.
pub const AGORA_TOKEN_STRING_TOO_LONG: agora_token_status = 111;

/// This token version has no such thing: a 006 token carries exactly one RTC or RTM service, and its signature
/// can be checked only with a channel and a user.
pub const AGORA_TOKEN_UNSUPPORTED_IN_VERSION: agora_token_status = 112;

/// The text is not a token, or it was cut or changed.
pub const AGORA_TOKEN_MALFORMED_TOKEN: agora_token_status = 200;

/// The text starts with three digits other than 006 and 007: a token of another version, or no token, such as an
/// App ID.
pub const AGORA_TOKEN_UNKNOWN_VERSION: agora_token_status = 201;

/// The token is larger than the library handles: its content has more than 131072 bytes.
pub const AGORA_TOKEN_TOKEN_TOO_LARGE: agora_token_status = 202;

/// The signature does not match: another App Certificate signed the token, or it was changed.
pub const AGORA_TOKEN_BAD_SIGNATURE: agora_token_status = 300;

/// The token, or the privilege asked for, has expired.
pub const AGORA_TOKEN_EXPIRED: agora_token_status = 301;

/// The token is for another App ID.
pub const AGORA_TOKEN_WRONG_APP: agora_token_status = 302;

/// The token is for another channel.
pub const AGORA_TOKEN_WRONG_CHANNEL: agora_token_status = 303;

/// The token is for another user.
pub const AGORA_TOKEN_WRONG_USER: agora_token_status = 304;

/// The token does not carry the service or the privilege asked for.
pub const AGORA_TOKEN_NOT_GRANTED: agora_token_status = 305;

/// Ties each constant to its [`Error`], whose numbers and messages are the ones that count: another
/// number, or an error without a constant, does not compile.
macro_rules! statuses {
    ($($name:ident = $error:ident,)*) => {
        $(const _: () = assert!($name == Error::$error.code());)*

        /// The number of an error.
        pub(super) fn number_of(error: Error) -> agora_token_status {
            match error {
                $(Error::$error => $name,)*
            }
        }

        #[cfg(test)]
        const CONSTANTS: &[(&str, Error)] = &[$((stringify!($name), Error::$error),)*];

        /// The error's name and its message.
        fn texts_of(status: agora_token_status) -> Option<(&'static CStr, &'static CStr)> {
            match status {
                $($name => {
                    const NAME: &str = Error::$error.name();
                    const NAME_WITH_NUL: [u8; NAME.len() + 1] = with_nul(NAME);
                    const MESSAGE: &str = Error::$error.message();
                    const MESSAGE_WITH_NUL: [u8; MESSAGE.len() + 1] = with_nul(MESSAGE);
                    Some(const { (c_str(&NAME_WITH_NUL), c_str(&MESSAGE_WITH_NUL)) })
                })*
                _ => None,
            }
        }
    };
}

const fn c_str(bytes: &'static [u8]) -> &'static CStr {
    match CStr::from_bytes_with_nul(bytes) {
        Ok(text) => text,
        Err(_) => c"",
    }
}

/// The text and a NUL; `N` is one more than its length.
const fn with_nul<const N: usize>(text: &str) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.split_at_mut(N - 1).0.copy_from_slice(text.as_bytes());
    bytes
}

statuses! {
    AGORA_TOKEN_NULL_POINTER = NullPointer,
    AGORA_TOKEN_NOT_UTF8 = NotUtf8,
    AGORA_TOKEN_BUFFER_TOO_SMALL = BufferTooSmall,
    AGORA_TOKEN_BAD_STRUCT_SIZE = BadStructSize,
    AGORA_TOKEN_OUT_OF_RANGE = OutOfRange,
    AGORA_TOKEN_PANIC = Panic,
    AGORA_TOKEN_RANDOM_FAILED = RandomFailed,
    AGORA_TOKEN_CLOCK_FAILED = ClockFailed,
    AGORA_TOKEN_BAD_APP_ID = BadAppId,
    AGORA_TOKEN_BAD_APP_CERTIFICATE = BadAppCertificate,
    AGORA_TOKEN_BAD_CHANNEL = BadChannel,
    AGORA_TOKEN_BAD_ACCOUNT = BadAccount,
    AGORA_TOKEN_BAD_ROLE = BadRole,
    AGORA_TOKEN_BAD_VERSION = BadVersion,
    AGORA_TOKEN_BAD_SERVICE = BadService,
    AGORA_TOKEN_BAD_PRIVILEGE = BadPrivilege,
    AGORA_TOKEN_BAD_EXPIRY = BadExpiry,
    AGORA_TOKEN_EXPIRY_LOOKS_ABSOLUTE = ExpiryLooksAbsolute,
    AGORA_TOKEN_NO_SERVICE = NoService,
    AGORA_TOKEN_STRING_TOO_LONG = StringTooLong,
    AGORA_TOKEN_UNSUPPORTED_IN_VERSION = UnsupportedInVersion,
    AGORA_TOKEN_MALFORMED_TOKEN = MalformedToken,
    AGORA_TOKEN_UNKNOWN_VERSION = UnknownVersion,
    AGORA_TOKEN_TOKEN_TOO_LARGE = TokenTooLarge,
    AGORA_TOKEN_BAD_SIGNATURE = BadSignature,
    AGORA_TOKEN_EXPIRED = Expired,
    AGORA_TOKEN_WRONG_APP = WrongApp,
    AGORA_TOKEN_WRONG_CHANNEL = WrongChannel,
    AGORA_TOKEN_WRONG_USER = WrongUser,
    AGORA_TOKEN_NOT_GRANTED = NotGranted,
}

/// # Statuses
///
/// What is wrong and what would be right, in one English sentence. It is a static string: never NULL,
/// not to be freed. A number that is no status has one too.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_status_message(status: agora_token_status) -> *const c_char {
    let text = || match (status, texts_of(status)) {
        (AGORA_TOKEN_OK, _) => c"the call succeeded",
        (_, Some((_, message))) => message,
        _ => c"this number is no status of this version of the library",
    };
    value(c"".as_ptr(), || text().as_ptr())
}

/// The name of a status without the prefix AGORA_TOKEN_, such as "BAD_CHANNEL", for logs. It is a
/// static string: never NULL, not to be freed; "" for a number that is no status.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_status_name(status: agora_token_status) -> *const c_char {
    let text = || match (status, texts_of(status)) {
        (AGORA_TOKEN_OK, _) => c"OK",
        (_, Some((name, _))) => name,
        _ => c"",
    };
    value(c"".as_ptr(), || text().as_ptr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_is_named_as_its_error_is() {
        for (constant, error) in CONSTANTS {
            assert_eq!(*constant, format!("AGORA_TOKEN_{}", error.name()));
        }
    }
}
