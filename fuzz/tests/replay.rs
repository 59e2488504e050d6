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

#[test]
fn endpoint_keeps_its_promises_on_its_seeds() {
    replay("endpoint", 300);
}

#[test]
fn deflate_keeps_its_promises_on_its_seeds() {
    replay("deflate", 150);
}

#[test]
fn c_abi_keeps_its_promises_on_its_seeds() {
    replay("c_abi", 100);
}

#[test]
fn c_abi_calls_every_exported_function() {
    let calls = include_str!("../src/targets/c_abi.rs");
    for function in include_str!("../../bindings/c/exported-symbols.txt").lines() {
        let is_called = [format!("{function}("), format!("({function})")].iter().any(|call| calls.contains(call));
        assert!(is_called, "{function}");
    }
}
