//! Salts: no two tokens of one issuer share one, not even after a fork.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;
use crate::host::{self, random_u32};

/// A random base and a counter on it.
///
/// Both live in one atomic: the upper half is the fork generation that the base was drawn in, the
/// lower half the next salt. A forked child finds an upper half that is not its own and draws a new
/// base, without a lock that a thread of the parent could have held when it forked.
pub(crate) struct Salts(AtomicU64);

impl Salts {
    pub(crate) fn new() -> Result<Self, Error> {
        let generation = host::generation()?;
        let state = match host::RANDOM_AT_ONCE {
            true => pack(generation, random_u32()?),
            // As after a fork: the first token draws the base.
            false => pack(generation.wrapping_sub(1), 0),
        };
        Ok(Salts(AtomicU64::new(state)))
    }

    /// A salt that this issuer has not given before (in its last 4,294,967,296).
    pub(crate) fn next(&self) -> Result<u32, Error> {
        let generation = host::generation()?;
        let is_current = |state: u64| (state >> 32) as u32 == generation;
        let fresh = if is_current(self.0.load(Ordering::Relaxed)) { 0 } else { random_u32()? };
        let salt_in = |state: u64| if is_current(state) { state as u32 } else { fresh };
        let after = |state: u64| Some(pack(generation, salt_in(state).wrapping_add(1)));
        let state = match self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, after) {
            Ok(state) | Err(state) => state,
        };
        Ok(salt_in(state))
    }
}

fn pack(generation: u32, salt: u32) -> u64 {
    u64::from(generation) << 32 | u64::from(salt)
}
