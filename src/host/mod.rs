//! What the library asks of its host: the time, random numbers, and whether this process was forked.
//!
//! The host is the operating system, or JavaScript where the library is a WebAssembly module.

#[cfg(unix)]
mod fork;
#[cfg_attr(all(target_family = "wasm", target_os = "unknown"), path = "javascript.rs")]
mod system;

#[cfg(unix)]
pub(crate) use fork::generation;
pub(crate) use system::{RANDOM_AT_ONCE, random_u32, unix_now};

/// There is no fork here.
#[cfg(not(unix))]
pub(crate) fn generation() -> Result<u32, crate::error::Error> {
    Ok(0)
}
