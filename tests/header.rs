//! The checked-in C header.

#[test]
fn the_checked_in_header_is_what_the_sources_say() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/agora_token.h"));
    let checked_in = std::fs::read_to_string("include/agora_token.h").expect("include/agora_token.h is there");
    // A checkout may have other line ends.
    let checked_in = checked_in.replace("\r\n", "\n");
    assert!(generated == checked_in, "include/agora_token.h is out of date: run `make header` and commit it");
}
