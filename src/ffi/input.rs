//! What comes in: strings, lists and versioned structs, all borrowed for the call.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::{ptr, slice};

use crate::error::Error;

/// A string that is lent; the header's own text defines and documents it.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct agora_token_str {
    data: *const c_char,
    len: usize,
}

impl agora_token_str {
    pub(super) const EMPTY: agora_token_str = agora_token_str { data: c"".as_ptr(), len: 0 };

    /// Lends bytes to the C caller, for as long as the handle lives that they are in. The last of them
    /// is a NUL, which is not counted.
    pub(super) fn lend(bytes_with_nul: &[u8]) -> Self {
        agora_token_str { data: bytes_with_nul.as_ptr().cast(), len: bytes_with_nul.len() - 1 }
    }

    pub(super) fn bytes(&self) -> Result<&[u8], Error> {
        // SAFETY: a value that C made is as "Pointers" in the header demands, for the call. Those of `EMPTY` and
        // `lend` point to bytes that outlive it: a static's, and a handle's.
        unsafe { list(self.data.cast(), self.len) }
    }

    pub(super) fn text(&self) -> Result<&str, Error> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Error::NotUtf8)
    }

    /// A token to read. It may come from a stranger, so what is not UTF-8 is no mistake of the caller's but as
    /// malformed as the empty token, which stands in for it.
    pub(super) fn token(&self) -> Result<&str, Error> {
        self.bytes().map(|bytes| std::str::from_utf8(bytes).unwrap_or_default())
    }
}

/// A list that C gives as a pointer and a count; NULL with a count of 0 is the empty one.
///
/// # Safety
/// Unless it is NULL, `items` is aligned and points to `count` valid values that nobody changes during `'a`.
pub(super) unsafe fn list<'a, T>(items: *const T, count: usize) -> Result<&'a [T], Error> {
    if count == 0 {
        return Ok(&[]);
    }
    if items.is_null() {
        return Err(Error::NullPointer);
    }
    // No object is larger than this, so such a count is a mistake such as a negative number.
    if count > isize::MAX as usize / size_of::<T>().max(1) {
        return Err(Error::OutOfRange);
    }
    // SAFETY: the caller guarantees alignment and values; the pointer is not NULL and the size is in range.
    Ok(unsafe { slice::from_raw_parts(items, count) })
}

/// The texts of a list of strings.
///
/// # Safety
/// As [`list`].
pub(super) unsafe fn texts<'a>(items: *const agora_token_str, count: usize) -> Result<Vec<&'a str>, Error> {
    // SAFETY: the caller of this function guarantees it.
    unsafe { list(items, count) }?.iter().map(agora_token_str::text).collect()
}

/// A struct that C may have compiled against another version of this library. Its first field, a `size_t`, says
/// against which: today's size is taken, and those of `older`. What an older one lacks is 0 here, as the
/// initialisers have every field that was added.
///
/// # Safety
/// Unless it is NULL, `pointer` is aligned and points to as many valid bytes as its first field says, at least
/// to that field. `T` is `repr(C)` and starts with a `usize`, and 0 is a value of each field that `older` lacks.
pub(super) unsafe fn sized<T: Copy>(pointer: *const T, older: &[usize]) -> Result<T, Error> {
    if pointer.is_null() {
        return Err(Error::NullPointer);
    }
    // SAFETY: the caller guarantees that the first field is there and aligned.
    let size = unsafe { pointer.cast::<usize>().read() };
    if size != size_of::<T>() && !older.contains(&size) {
        return Err(Error::BadStructSize);
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: the caller guarantees `size` valid bytes, which are no more than a `T` has.
    unsafe { ptr::copy_nonoverlapping(pointer.cast::<u8>(), value.as_mut_ptr().cast::<u8>(), size) };
    // SAFETY: each field is the caller's, or 0, which the caller guarantees to be a value of it. A field that fills the
    // padding of an older struct is an integer that nobody reads.
    Ok(unsafe { value.assume_init() })
}

/// The size that a struct had before it grew: its new fields begin at `offset`, behind the padding that was its
/// end.
pub(super) const fn size_before<T>(offset: usize) -> usize {
    offset.next_multiple_of(align_of::<T>())
}

/// A switch: 0 or 1. (A `bool` with another value would be undefined behaviour.)
pub(super) fn switch(number: u32) -> Result<bool, Error> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Error::OutOfRange),
    }
}

/// A privilege, resource or permission, which the format holds as a `u16`.
pub(super) fn privilege(number: u32) -> Result<u16, Error> {
    number.try_into().map_err(|_| Error::BadPrivilege)
}
