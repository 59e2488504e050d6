//! What the salts need of the operating system and Rust's standard library does not offer: to be
//! told of a fork.

#[cfg(unix)]
mod watch {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    use crate::error::Error;

    static GENERATION: AtomicU32 = AtomicU32::new(0);
    static REGISTERED: OnceLock<bool> = OnceLock::new();

    extern "C" fn in_child() {
        GENERATION.fetch_add(1, Ordering::Relaxed);
    }

    /// How many forks lie between this process and the one that first called this.
    pub(crate) fn generation() -> Result<u32, Error> {
        let registered = REGISTERED.get_or_init(|| {
            // SAFETY: the handler is a function of this library that only adds to an atomic, which is
            // safe between fork and exec; glibc drops handlers of a library that is unloaded.
            unsafe { libc::pthread_atfork(None, None, Some(in_child)) == 0 }
        });
        // Without the handler a child would repeat its parent's salts, so there is no token at all.
        if *registered { Ok(GENERATION.load(Ordering::Relaxed)) } else { Err(Error::RandomFailed) }
    }
}

#[cfg(not(unix))]
mod watch {
    use crate::error::Error;

    /// There is no fork here.
    pub(crate) fn generation() -> Result<u32, Error> {
        Ok(0)
    }
}

pub(crate) use watch::generation;
