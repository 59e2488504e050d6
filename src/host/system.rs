//! The operating system, asked through Rust's standard library, Linux's system call or getrandom.

#[cfg(target_os = "linux")]
use std::io;
use std::time::SystemTime;

use crate::error::Error;

/// Whether randomness is to be had as soon as there is an issuer.
pub(crate) const RANDOM_AT_ONCE: bool = true;

/// The current Unix time in seconds.
pub(crate) fn unix_now() -> Result<u64, Error> {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|_| Error::ClockFailed)?;
    Ok(since_1970.as_secs())
}

/// Of the kernel's, by the system call alone: a static program finds it where there is no /dev/urandom, and any C library
/// has `syscall`, while `getrandom` is in some.
#[cfg(target_os = "linux")]
pub(crate) fn random_u32() -> Result<u32, Error> {
    let mut bytes = [0_u8; 4];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        // SAFETY: the kernel writes no more than `rest.len()` bytes, and those to `rest`, which is this function's alone.
        match unsafe { libc::syscall(libc::SYS_getrandom, rest.as_mut_ptr(), rest.len(), 0) } {
            count @ 1.. => filled += count as usize,
            // A signal came while the kernel gathered its first random bytes.
            -1 if io::Error::last_os_error().kind() == io::ErrorKind::Interrupted => {}
            _ => return Err(Error::RandomFailed),
        }
    }
    Ok(u32::from_ne_bytes(bytes))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn random_u32() -> Result<u32, Error> {
    getrandom::u32().map_err(|_| Error::RandomFailed)
}
