//! The C header.
#![cfg(feature = "capi")]

/// What the sources say.
const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/agora_token.h"));

#[test]
fn the_checked_in_header_is_what_the_sources_say() {
    let checked_in = std::fs::read_to_string("include/agora_token.h").expect("include/agora_token.h is there");
    // A checkout may have other line ends.
    let checked_in = checked_in.replace("\r\n", "\n");
    assert!(GENERATED == checked_in, "include/agora_token.h is out of date: run `make header` and commit it");
}

#[test]
fn the_header_is_ascii_so_that_every_compiler_reads_it_alike() {
    let line = GENERATED.lines().find(|line| !line.is_ascii());
    assert_eq!(line, None);
}
