//! The operating system, as Rust's standard library and getrandom ask it.

use std::time::SystemTime;

use crate::error::Error;

/// Whether randomness is to be had as soon as there is an issuer.
pub(crate) const RANDOM_AT_ONCE: bool = true;

/// The current Unix time in seconds.
pub(crate) fn unix_now() -> Result<u64, Error> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|_| Error::ClockFailed)?;
    Ok(since_1970.as_secs())
}

pub(crate) fn random_u32() -> Result<u32, Error> {
    getrandom::u32().map_err(|_| Error::RandomFailed)
}
