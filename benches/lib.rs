//! What the benchmarks share: one token's inputs, the C ABI as a C program calls it, and the floor, which is
//! the HMACs that a format demands.

pub mod c;

use std::hint::black_box;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub const APP_ID: &str = "970CA35de60c44645bbae8a215061b33";
pub const CERTIFICATE: &str = "5CFd2fd1755d40ecb72977518be15d3b";
pub const CHANNEL: &str = "0123456789abcdef0123456789abcdef";

fn hmac(key: &[u8], data: &[u8]) -> [u8; 32] {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(data).finalize().into_bytes().into()
}

/// The one HMAC of a 006 RTC token of a publisher in [`CHANNEL`].
pub fn floor_006() -> [u8; 32] {
    // App ID, channel, uid, and the message: salt, ts, four privileges.
    let signed = [7; 32 + 32 + 2 + 4 + 4 + 2 + 24];
    hmac(black_box(CERTIFICATE.as_bytes()), black_box(&signed))
}

/// The three HMACs of such a 007 token.
pub fn floor_007() -> [u8; 32] {
    // App ID, times, salt, one service with four privileges.
    let signing_info = [7; 2 + 32 + 4 + 4 + 4 + 2 + 2 + 2 + 24 + 2 + 32 + 2 + 2];
    let by_time = hmac(&black_box(1u32).to_le_bytes(), black_box(CERTIFICATE.as_bytes()));
    let key = hmac(&black_box(2u32).to_le_bytes(), &by_time);
    hmac(&key, black_box(&signing_info))
}
