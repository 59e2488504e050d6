//! The boundary between Rust and C: no panic crosses it, and every error becomes its number.

use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::status::{AGORA_TOKEN_OK, agora_token_status, number_of};
use crate::error::Error;

/// Runs the body of an exported function; a panic in it becomes `on_panic`.
pub(super) fn value<T>(on_panic: T, body: impl FnOnce() -> T) -> T {
    // What the body was changing is the caller's, who learns from the status that it may be half done.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|payload| {
        // Dropping it could panic again, outside of the boundary.
        std::mem::forget(payload);
        on_panic
    })
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

#[cfg(test)]
mod tests {
    use super::super::status::AGORA_TOKEN_PANIC;
    use super::*;

    fn bug() -> Error {
        std::panic::panic_any("a bug")
    }

    #[test]
    fn no_panic_crosses_the_boundary() {
        assert_eq!(status(|| Err(bug())), AGORA_TOKEN_PANIC);
        assert_eq!(value(7, || bug().code()), 7);
    }

    #[test]
    fn a_handle_that_could_not_be_made_is_null() {
        for make in [|| Err(Error::BadChannel), || Err(bug())] {
            let mut out = MaybeUninit::new(Some(Box::new(1)));
            assert_ne!(create(Some(&mut out), make), AGORA_TOKEN_OK);
            // SAFETY: it was initialised above.
            assert_eq!(unsafe { out.assume_init() }, None);
        }
    }

    #[test]
    fn every_error_comes_out_as_its_number() {
        assert_eq!(status(|| Err(Error::NotGranted)), Error::NotGranted.code());
        assert_eq!(status(|| Ok(())), AGORA_TOKEN_OK);
    }
}
