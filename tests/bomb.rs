//! Tokens that inflate to far more than they are: refused in bounded memory. A process of its own, so
//! that the peak is this test's.

mod support;

use std::io::Write;

use agora_token::{Error, MAX_ITEMS, MAX_PARSED_LEN, TokenInfo};
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

/// What `work` adds to the most memory, in bytes.
#[cfg(target_os = "linux")]
fn memory_of(work: impl FnOnce()) -> usize {
    let before = peak_memory();
    work();
    peak_memory() - before
}

#[cfg(target_os = "linux")]
#[test]
fn a_token_that_inflates_to_200_mib_is_refused_in_less_than_10_mb() {
    // The first is refused for its own length, the second, which a parser must inflate, for its content's.
    let (long, short) = (bomb(200 * MIB), bomb(100 * MIB));
    assert!(long.len() > 250_000 && short.len() <= MAX_PARSED_LEN);
    let used = memory_of(|| {
        assert_eq!(TokenInfo::parse(&long), Err(Error::TokenTooLarge));
        assert_eq!(TokenInfo::parse(&short), Err(Error::TokenTooLarge));
        assert_eq!(support::issuer().verify(&short, None), Err(Error::TokenTooLarge));
        assert_eq!(support::issuer().check_rtm(&short, "ann", None), Err(Error::TokenTooLarge));
    });
    assert!(used < 10_000_000, "{used} bytes");
}

/// Contents within the limit that hold as many small things as are read, and as many as fit.
#[cfg(target_os = "linux")]
#[test]
fn a_short_token_of_many_services_or_permissions_takes_less_than_1_mb() {
    let services = |count: u16| by_hand::token(count, &[4, 0, 0, 0].repeat(count.into()));
    let permissions = |count: u16| {
        let mut service = [8, 0, 0, 0, 0, 0, 1, 0, 0, 0].to_vec();
        service.extend(count.to_le_bytes());
        service.extend((0..count).flat_map(|permission| [permission, 0]).flat_map(u16::to_le_bytes));
        by_hand::token(1, &service)
    };
    let (read, refused) = ([services(MAX_ITEMS), permissions(MAX_ITEMS - 2)], [services(32_000), permissions(30_000)]);
    let used = memory_of(|| {
        assert!(read.iter().all(|token| TokenInfo::parse(token).unwrap().to_json().len() > 30_000));
        assert!(refused.iter().all(|token| TokenInfo::parse(token) == Err(Error::TokenTooLarge)));
    });
    assert!(used < 1_000_000, "{used} bytes");
}

#[test]
fn a_006_token_past_the_limit_is_refused() {
    let token = format!("006{}", "A".repeat(MAX_PARSED_LEN));
    assert_eq!(TokenInfo::parse(&token), Err(Error::TokenTooLarge));
}
