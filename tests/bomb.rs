//! Tokens that inflate to far more than they are: refused in bounded memory. A process of its own, so
//! that the peak is this test's.

mod support;

use std::io::Write;

use agora_token::{Error, MAX_PARSED_LEN, TokenInfo};
use flate2::{Compression, write::ZlibEncoder};
use support::by_hand;

const MIB: usize = 1024 * 1024;

/// A token whose content is this many zeros.
fn bomb(inflated_len: usize) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..inflated_len / MIB {
        encoder.write_all(&[0; MIB]).unwrap();
    }
    by_hand::text(&encoder.finish().unwrap())
}

/// The most memory this process has ever had, in bytes.
#[cfg(target_os = "linux")]
fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

#[cfg(not(target_os = "linux"))]
fn peak_memory() -> usize {
    0
}

#[test]
fn a_token_that_inflates_to_200_mib_is_refused_in_less_than_10_mb() {
    // The first is refused for its own length, the second, which a parser must inflate, for its content's.
    let (long, short) = (bomb(200 * MIB), bomb(100 * MIB));
    assert!(long.len() > 250_000 && short.len() <= MAX_PARSED_LEN);
    let before = peak_memory();
    assert_eq!(TokenInfo::parse(&long), Err(Error::TokenTooLarge));
    assert_eq!(TokenInfo::parse(&short), Err(Error::TokenTooLarge));
    assert_eq!(support::issuer().verify(&short, None), Err(Error::TokenTooLarge));
    assert!(peak_memory() - before < 10_000_000, "{} bytes", peak_memory() - before);
}

#[test]
fn a_006_token_past_the_limit_is_refused() {
    let token = format!("006{}", "A".repeat(MAX_PARSED_LEN));
    assert_eq!(TokenInfo::parse(&token), Err(Error::TokenTooLarge));
}
