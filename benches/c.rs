//! The functions of the C ABI that are measured, as a C program calls them.

use std::ffi::c_char;

use crate::{APP_ID, CERTIFICATE, CHANNEL};

// The library, whose symbols are declared below.
use agora_token as _;

#[repr(C)]
#[derive(Clone, Copy)]
struct Str {
    data: *const c_char,
    len: usize,
}

impl Str {
    fn new(text: &str) -> Str {
        Str { data: text.as_ptr().cast(), len: text.len() }
    }
}

#[repr(C)]
struct Opaque {
    _bytes: [u8; 0],
}

unsafe extern "C" {
    fn agora_token_issuer_new(app_id: Str, app_certificate: Str, out: *mut *mut Opaque) -> i32;
    fn agora_token_rtc_uid(
        issuer: *const Opaque,
        version: u32,
        channel: Str,
        uid: u32,
        role: u32,
        expires_in: u32,
        out: *mut c_char,
        capacity: usize,
        out_len: *mut usize,
    ) -> i32;
    fn agora_token_verify(issuer: *const Opaque, token: Str, now: u64) -> i32;
    fn agora_token_check_rtc_uid(
        issuer: *const Opaque,
        token: Str,
        channel: Str,
        uid: u32,
        privilege: u32,
        now: u64,
    ) -> i32;
}

/// Where a token is written.
pub type Buffer = [u8; 1024];

/// An issuer that lives as long as the program.
#[derive(Clone, Copy)]
pub struct Issuer(*const Opaque);

// SAFETY: the header promises that an issuer never changes and that threads may share it.
unsafe impl Send for Issuer {}
// SAFETY: as above.
unsafe impl Sync for Issuer {}

impl Issuer {
    /// The issuer of [`APP_ID`].
    pub fn new() -> Issuer {
        let mut issuer = std::ptr::null_mut();
        // SAFETY: both strings are static, and `issuer` is a pointer of this frame.
        let status = unsafe { agora_token_issuer_new(Str::new(APP_ID), Str::new(CERTIFICATE), &mut issuer) };
        assert_eq!(status, 0);
        Issuer(issuer)
    }

    /// Builds a token of a publisher with uid 42 for an hour and returns its length.
    pub fn build(self, version: u32, out: &mut Buffer) -> usize {
        let (capacity, mut len) = (out.len(), 0);
        let (out, channel) = (out.as_mut_ptr().cast(), Str::new(CHANNEL));
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
        assert_eq!(unsafe { agora_token_verify(self.0, Str::new(token), 0) }, 0);
    }

    /// Checks that uid 42 may join.
    pub fn check(self, token: &str) {
        // SAFETY: as in `verify`; the channel is static.
        assert_eq!(unsafe { agora_token_check_rtc_uid(self.0, Str::new(token), Str::new(CHANNEL), 42, 1, 0) }, 0);
    }
}

impl Default for Issuer {
    fn default() -> Issuer {
        Issuer::new()
    }
}
