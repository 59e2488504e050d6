//! What the fuzz targets do, as ordinary functions of any bytes: libFuzzer calls them (`fuzz_targets/`), and
//! `cargo test` replays the seeds through them on any toolchain. A function panics where the library does not
//! keep a promise.

/// The library's own source, whose functions the library does not show. Not all of them are called here.
#[allow(dead_code)]
#[path = "../../src/deflate.rs"]
mod deflate;
mod error {
    pub use agora_token::Error;
}

mod abi;
mod header;
pub mod seeds;
mod targets {
    pub mod c_abi;
    pub mod deflate;
    pub mod endpoint;
    pub mod parse;
    pub mod round_trip;
}
pub mod zlib;

use std::sync::LazyLock;

use agora_token::Issuer;

pub use abi::ONE_CALLS;
pub use header::never_succeeded;
pub use targets::c_abi::c_abi;
pub use targets::deflate::{deflate, read, write};
pub use targets::endpoint::endpoint;
pub use targets::parse::parse;
pub use targets::round_trip::{both_versions, round_trip};

/// What a target does with an input.
pub type Body = fn(&[u8]);

/// The targets under their names.
pub const TARGETS: [(&str, Body); 5] =
    [("parse", parse), ("round_trip", round_trip), ("endpoint", endpoint), ("deflate", deflate), ("c_abi", c_abi)];

const APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
const CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";

static ISSUER: LazyLock<Issuer> = LazyLock::new(|| Issuer::new(APP_ID, CERTIFICATE).unwrap());
