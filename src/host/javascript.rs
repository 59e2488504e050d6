//! JavaScript, which gives the module its clock and its randomness.

use crate::error::Error;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// The current Unix time in seconds; 0 where there is no clock.
    fn clock() -> f64;
    /// A random number from 0 to 4294967295; a negative one where there is none to be had.
    fn random() -> f64;
}

/// Whether randomness is to be had as soon as there is an issuer. In the global scope of a Worker, where programs make
/// their issuers, there is none.
pub(crate) const RANDOM_AT_ONCE: bool = false;

/// The current Unix time in seconds.
pub(crate) fn unix_now() -> Result<u64, Error> {
    // SAFETY: the import takes and gives numbers alone, and cannot reach the module's memory.
    let seconds = unsafe { clock() };
    if seconds >= 1.0 { Ok(seconds as u64) } else { Err(Error::ClockFailed) }
}

pub(crate) fn random_u32() -> Result<u32, Error> {
    // SAFETY: the import takes and gives numbers alone, and cannot reach the module's memory.
    let number = unsafe { random() };
    if (0.0..=f64::from(u32::MAX)).contains(&number) { Ok(number as u32) } else { Err(Error::RandomFailed) }
}
