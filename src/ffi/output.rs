//! What goes out: text into the caller's buffer, and text that a handle lends.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;

use super::boundary::value;
use super::input::agora_token_str;
use crate::error::Error;
use crate::token::MAX_TOKEN_LEN;
use crate::wire::MAX_ITEMS;

/// The longest token of a one-call builder, in bytes, without the terminating NUL: a buffer of
/// AGORA_TOKEN_MAX_LEN + 1 bytes takes every one of them.
pub const AGORA_TOKEN_MAX_LEN: usize = 1023;
const _: () = assert!(AGORA_TOKEN_MAX_LEN == MAX_TOKEN_LEN);

/// How many services, privileges, and of RTM2 resources, permissions and names a token can hold, all counted
/// together.
pub const AGORA_TOKEN_MAX_ITEMS: usize = 1024;
const _: () = assert!(AGORA_TOKEN_MAX_ITEMS == MAX_ITEMS as usize);

/// The caller's buffer.
pub(super) struct Output<'a> {
    out: *mut u8,
    capacity: usize,
    len: &'a mut MaybeUninit<usize>,
}

impl<'a> Output<'a> {
    /// # Safety
    /// Unless it is NULL, `out` points to `capacity` bytes that nobody else uses during `'a`, `len` included.
    pub(super) unsafe fn new(
        out: *mut c_char,
        capacity: usize,
        len: Option<&'a mut MaybeUninit<usize>>,
    ) -> Result<Self, Error> {
        let len = len.ok_or(Error::NullPointer)?;
        if out.is_null() && capacity > 0 {
            return Err(Error::NullPointer);
        }
        Ok(Output { out: out.cast(), capacity, len })
    }

    /// Writes the text and a NUL. Where they do not fit, it writes no text, and says `max_len` as the length: no text of
    /// the same inputs is longer.
    pub(super) fn write(self, text: &[u8], max_len: usize) -> Result<(), Error> {
        if text.len() >= self.capacity {
            self.len.write(max_len);
            return Err(Error::BufferTooSmall);
        }
        // SAFETY: `new`'s caller guarantees `capacity` bytes, and text and NUL are no more than that. The
        // text is this library's own, so it does not overlap them.
        unsafe {
            ptr::copy_nonoverlapping(text.as_ptr(), self.out, text.len());
            self.out.add(text.len()).write(0);
        }
        self.len.write(text.len());
        Ok(())
    }
}

/// A text that a handle lends, with the NUL that C readers count on.
pub(super) struct Lent(Box<[u8]>);

impl Lent {
    pub(super) fn new(text: &str) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        Lent(bytes.into())
    }

    fn lend(&self) -> agora_token_str {
        agora_token_str::lend(&self.0)
    }
}

/// The body of a getter of a text: "" where there is no such thing.
pub(super) fn lent<'a, T>(handle: Option<&'a T>, text: impl FnOnce(&'a T) -> Option<&'a Lent>) -> agora_token_str {
    value(agora_token_str::EMPTY, || handle.and_then(text).map_or(agora_token_str::EMPTY, Lent::lend))
}
