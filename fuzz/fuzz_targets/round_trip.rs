#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| agora_token_fuzz::round_trip(input));
