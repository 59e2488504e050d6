//! A second Rust static library for the program that links agora-token's: both carry Rust's standard library, and
//! each must unwind with its own.

#[unsafe(no_mangle)]
pub extern "C" fn other_rust_catches_a_panic() -> bool {
    std::panic::catch_unwind(|| panic!("caught in the other library")).is_err()
}
