//! The functions of the C ABI that are measured, as a C program calls them.

use crate::{APP_ID, CERTIFICATE, CHANNEL};

// The library, whose symbols are declared in abi.rs.
use agora_token as _;

#[path = "../fuzz/src/abi.rs"]
mod abi;

use abi::{
    agora_token_check_rtc_uid, agora_token_issuer, agora_token_issuer_new, agora_token_rtc_uid, agora_token_str,
    agora_token_verify,
};

fn borrowed(text: &str) -> agora_token_str {
    agora_token_str { data: text.as_ptr().cast(), len: text.len() }
}

/// Where a token is written.
pub type Buffer = [u8; 1024];

/// An issuer that lives as long as the program.
#[derive(Clone, Copy)]
pub struct Issuer(*const agora_token_issuer);

// SAFETY: the header promises that an issuer never changes and that threads may share it.
unsafe impl Send for Issuer {}
// SAFETY: as above.
unsafe impl Sync for Issuer {}

impl Issuer {
    /// The issuer of [`APP_ID`].
    pub fn new() -> Issuer {
        let mut issuer = std::ptr::null_mut();
        // SAFETY: both strings are static, and `issuer` is a pointer of this frame.
        let status = unsafe { agora_token_issuer_new(borrowed(APP_ID), borrowed(CERTIFICATE), &mut issuer) };
        assert_eq!(status, 0);
        Issuer(issuer)
    }

    /// Builds a token of a publisher with uid 42 for an hour and returns its length.
    pub fn build(self, version: u32, out: &mut Buffer) -> usize {
        let (capacity, mut len) = (out.len(), 0);
        let (out, channel) = (out.as_mut_ptr().cast(), borrowed(CHANNEL));
        // SAFETY: the issuer lives on, the channel is static, and the output has the capacity that is passed.
        let status = unsafe { agora_token_rtc_uid(self.0, version, channel, 42, 1, 3600, out, capacity, &mut len) };
        assert_eq!(status, 0);
        len
    }

    /// Such a token.
    pub fn token(self, version: u32) -> String {
        let mut out = [0; 1024];
        let len = self.build(version, &mut out);
        str::from_utf8(&out[..len]).unwrap().to_owned()
    }

    pub fn verify(self, token: &str) {
        // SAFETY: the issuer lives on, and the token is borrowed for the call.
        assert_eq!(unsafe { agora_token_verify(self.0, borrowed(token), 0) }, 0);
    }

    /// Checks that uid 42 may join.
    pub fn check(self, token: &str) {
        // SAFETY: as in `verify`; the channel is static.
        assert_eq!(unsafe { agora_token_check_rtc_uid(self.0, borrowed(token), borrowed(CHANNEL), 42, 1, 0) }, 0);
    }
}

impl Default for Issuer {
    fn default() -> Issuer {
        Issuer::new()
    }
}
