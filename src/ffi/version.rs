//! The version of the library that runs; the macros of the version that was compiled against come from
//! `build.rs`.

use std::ffi::c_char;

use super::boundary::value;

/// # Version
///
/// The version of the library that runs, such as "0.1.0". A program that was compiled against another
/// one sees that in AGORA_TOKEN_VERSION_STRING.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_library_version() -> *const c_char {
    value(c"".as_ptr(), || concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast())
}

/// The version of the library that runs as one number: major * 10000 + minor * 100 + patch, as
/// AGORA_TOKEN_VERSION_NUMBER.
#[unsafe(no_mangle)]
pub extern "C" fn agora_token_library_version_number() -> u32 {
    value(0, || {
        let part = |text: &str| text.parse().unwrap_or(0);
        let [major, minor, patch]: [u32; 3] = [
            part(env!("CARGO_PKG_VERSION_MAJOR")),
            part(env!("CARGO_PKG_VERSION_MINOR")),
            part(env!("CARGO_PKG_VERSION_PATCH")),
        ];
        major * 10_000 + minor * 100 + patch
    })
}
