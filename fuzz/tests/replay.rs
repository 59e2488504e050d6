//! The seeds of every target, replayed through its body without libFuzzer.

use agora_token_fuzz::{TARGETS, seeds};

fn replay(target: &str, at_least: usize) {
    let (_, body) = TARGETS.into_iter().find(|(name, _)| *name == target).unwrap();
    let seeds = seeds::of(target);
    assert!(seeds.len() >= at_least, "{} seeds", seeds.len());
    seeds.iter().for_each(|seed| body(seed));
}

#[test]
fn parse_keeps_its_promises_on_its_seeds() {
    replay("parse", 200);
}

#[test]
fn round_trip_keeps_its_promises_on_its_seeds() {
    replay("round_trip", 20);
}

/// A seed is the choices that a target makes from it: where the target chooses otherwise, it is another input.
#[test]
fn round_trip_seeds_still_come_to_tokens_of_both_versions() {
    let built: Vec<_> = seeds::of("round_trip").iter().map(|seed| agora_token_fuzz::both_versions(seed)).collect();
    let [of_007, of_006] = [0, 1].map(|version| built.iter().filter(|built| built[version]).count());
    assert!(of_007 >= 15 && of_006 >= 5, "{of_007} of 007, {of_006} of 006");
}

#[test]
fn endpoint_keeps_its_promises_on_its_seeds() {
    replay("endpoint", 300);
}

#[test]
fn deflate_keeps_its_promises_on_its_seeds() {
    replay("deflate", 150);
}

#[test]
fn c_abi_keeps_its_promises_on_its_seeds_and_brings_every_function_to_success() {
    replay("c_abi", 100);
    assert_eq!(agora_token_fuzz::never_succeeded(), [""; 0]);
}

#[test]
fn c_abi_calls_every_exported_function() {
    let calls = include_str!("../src/targets/c_abi.rs");
    for function in include_str!("../../bindings/c/exported-symbols.txt").lines().filter(|line| !line.starts_with('#'))
    {
        let is_called = agora_token_fuzz::ONE_CALLS.iter().any(|(name, _)| *name == function)
            || [format!("{function}("), format!("({function})")].iter().any(|call| calls.contains(call));
        assert!(is_called, "{function}");
    }
}
