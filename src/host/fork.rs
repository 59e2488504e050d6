//! Whether this process was forked. Rust's standard library does not say.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::error::Error;

static GENERATION: AtomicU32 = AtomicU32::new(0);
static REGISTERED: AtomicBool = AtomicBool::new(false);

extern "C" fn in_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
}

/// A number that is another one in every child that a fork makes from here on.
///
/// No lock guards the registration, since a child could wait for it forever. Two threads may both
/// register; then a fork counts for two, which is as good.
pub(crate) fn generation() -> Result<u32, Error> {
    if !REGISTERED.load(Ordering::Acquire) {
        // SAFETY: the handler is a function of this library that only adds to an atomic, which is
        // allowed between fork and exec. A host that unloads the shared library is safe where the C
        // library drops the handlers of what it unloads (glibc, the BSDs) or never unloads (musl).
        if unsafe { libc::pthread_atfork(None, None, Some(in_child)) } != 0 {
            // Without the handler a child would repeat its parent's salts, so there is no token.
            return Err(Error::RandomFailed);
        }
        REGISTERED.store(true, Ordering::Release);
    }
    Ok(GENERATION.load(Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::os::fd::FromRawFd;

    use crate::{Issuer, TokenInfo, Version};

    fn salts(issuer: &Issuer, count: usize) -> Vec<u32> {
        let second = std::time::Duration::from_secs(1);
        let salt = |_| TokenInfo::parse(&issuer.rtm(Version::V006, "user", second).unwrap()).unwrap().salt;
        (0..count).map(salt).collect()
    }

    /// Forks; the child sends 1,000 salts of the issuer through a pipe and ends.
    fn salts_of_a_child(issuer: &Issuer) -> Vec<u32> {
        let mut ends = [0; 2];
        // SAFETY: `ends` holds the two descriptors that pipe writes.
        assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
        // SAFETY: both descriptors were just opened and belong to nobody else.
        let (mut from_child, mut to_parent) = unsafe { (File::from_raw_fd(ends[0]), File::from_raw_fd(ends[1])) };
        // SAFETY: the child only makes tokens, writes to the pipe and leaves by _exit; the C library
        // keeps its allocator usable in a forked child.
        let child = unsafe { libc::fork() };
        assert!(child >= 0);
        if child == 0 {
            let bytes: Vec<u8> = salts(issuer, 1000).into_iter().flat_map(u32::to_le_bytes).collect();
            let status = i32::from(to_parent.write_all(&bytes).is_err());
            // SAFETY: _exit only ends the process.
            unsafe { libc::_exit(status) };
        }
        drop(to_parent);
        let mut bytes = Vec::new();
        from_child.read_to_end(&mut bytes).unwrap();
        let mut status = 0;
        // SAFETY: `child` is this process's own, and `status` an integer of this frame.
        assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
        assert_eq!(status, 0);
        let (salts, rest) = bytes.as_chunks::<4>();
        assert!(rest.is_empty());
        salts.iter().map(|salt| u32::from_le_bytes(*salt)).collect()
    }

    #[test]
    fn forked_children_get_other_salts_than_their_parent_and_each_other() {
        let issuer = Issuer::new("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b").unwrap();
        let mut all = salts(&issuer, 1000);
        all.extend(salts_of_a_child(&issuer));
        all.extend(salts_of_a_child(&issuer));
        all.extend(salts(&issuer, 1000));
        assert_eq!(all.len(), 4000);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 4000);
    }
}
