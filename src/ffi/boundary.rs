//! The boundary between Rust and C: no panic crosses it, and every error becomes its number.

use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::status::{AGORA_TOKEN_OK, agora_token_status, number_of};
use crate::error::Error;

/// Runs the body of an exported function; a panic in it becomes `on_panic`.
pub(super) fn value<T>(on_panic: T, body: impl FnOnce() -> T) -> T {
    // What the body was changing is the caller's, who learns from the status that it may be half done.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(on_panic)
}

/// [`value`] for the functions that return a status.
pub(super) fn status(body: impl FnOnce() -> Result<(), Error>) -> agora_token_status {
    value(Err(Error::Panic), body).map_or_else(number_of, |()| AGORA_TOKEN_OK)
}

/// [`status`] for the functions that make a handle: it is NULL until there is one.
pub(super) fn create<T>(
    out: Option<&mut MaybeUninit<Option<Box<T>>>>,
    make: impl FnOnce() -> Result<T, Error>,
) -> agora_token_status {
    status(|| {
        let out = out.ok_or(Error::NullPointer)?.write(None);
        *out = Some(Box::new(make()?));
        Ok(())
    })
}
